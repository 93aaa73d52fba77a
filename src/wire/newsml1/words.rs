//! The vocabularies of NewsML 1.x: what IPTC's topic sets name, and what agencies write for it.

use super::super::signs::{self, find};
use crate::record::UpdateKind;

/// What the content of a component is to the story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Copy,
    /// A first paragraph of its own (Belga); it stands above the copy.
    Lead,
    /// A headline in that role of [`crate::dispatch::Headline`].
    Headline(Option<&'static str>),
    Summary,
    Caption,
    /// Whom to call.
    Contact,
    Note,
    Media,
    /// No part of any text.
    Style,
}

/// `Role`, its letters alone and small. A role that is none of these (Belga's `Short`, `Tip`) says nothing of the content.
#[rustfmt::skip]
const ROLES: &[(Part, &[&str])] = &[
    (Part::Copy, &["main", "body", "bodytext", "maintext", "text", "story", "article", "copy", "content", "news"]),
    (Part::Lead, &["lead", "lede", "intro", "introduction", "chapeau", "ingress", "entradilla"]),
    (Part::Headline(None), &["headline", "title", "hedline", "heading", "titre", "titular"]),
    (Part::Headline(Some("subhead")), &["subheadline", "subhead", "subtitle", "deck", "subtitular"]),
    (Part::Headline(Some("kicker")), &["kicker", "overline", "topline", "antetitulo", "surtitre"]),
    (Part::Headline(Some("short")), &["shortheadline", "shorttitle"]),
    (Part::Summary, &["summary", "abstract", "teaser", "synopsis", "description"]),
    (Part::Caption, &["caption", "cutline", "legend", "legende"]),
    (Part::Contact, &["contact", "contacts", "presscontact"]),
    (Part::Note, &["note", "editorsnote", "editornote", "editorialnote", "ednote", "advisory", "instruction", "instructions"]),
    (Part::Media, &["photo", "picture", "image", "graphic", "infographic", "video", "sound", "animation", "multimedia", "logo",
        "thumbnail", "preview", "quicklook", "icon", "highdef", "lowdef", "highres", "lowres"]),
    (Part::Style, &["stylesheet", "css", "script"]),
];

/// `MediaType`, or the first half of `MimeType`, and the ninjs type.
#[rustfmt::skip]
const MEDIA: &[(&str, &[&str])] = &[
    ("picture", &["photo", "picture", "image", "sketch", "cartoon"]),
    ("graphic", &["graphic", "infographic", "animation"]),
    ("video", &["video", "videoclip", "tv"]),
    ("audio", &["audio", "sound", "radio"]),
];

/// Endings of names of files, and words of `Format`, where nothing else tells the medium.
#[rustfmt::skip]
const FORMATS: &[(&str, &[&str])] = &[
    ("picture", &["jpg", "jpeg", "png", "gif", "tif", "tiff", "bmp", "webp"]),
    ("graphic", &["eps", "svg", "swf"]),
    ("video", &["mp4", "mpg", "mpeg", "mov", "avi", "wmv", "flv", "webm"]),
    ("audio", &["mp3", "wav", "wma", "aac", "ogg"]),
];

/// `Instruction`, `NewsItemType`, `Genre` and lines of the type of a story, by what they say of it (AFP's genres are French or English).
#[rustfmt::skip]
const SIGNALS: &[(UpdateKind, &[&str])] = &[
    (UpdateKind::Update, &["update", "updated", "replace", "replacement", "newsupdate", "lead", "2ndlead", "3rdlead", "2emelead", "writethru"]),
    (UpdateKind::Correction, &["correction", "corrected", "correct", "corrective", "rectify", "rectification", "rectificatif", "corrigendum"]),
    (UpdateKind::Advisory, &["advisory", "avis", "newsadvisory", "mediaadvisory", "servicemessage", "prevision", "agenda"]),
    (UpdateKind::Alert, &["alert", "alerte", "flash", "bulletin", "newsalert"]),
    (UpdateKind::Test, &["test", "testmessage"]),
];

/// What a `NewsLine` is, by its `NewsLineType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// It tells editors what the item is.
    Advisory,
    Correction,
    Headline(Option<&'static str>),
    Summary,
    Caption,
    /// A word that names the story (ATS).
    Catchword,
    /// One of [`SIGNALS`].
    StoryType,
    Byline,
    Credit,
    Dateline,
    Keywords,
}

#[rustfmt::skip]
const LINES: &[(Line, &[&str])] = &[
    // AFP: `UPDATES with reaction, ADDS quotes`.
    (Line::Advisory, &["advisoryline", "advisory", "editorialnote", "editorsnote", "editornote", "ednote", "note", "noteline", "notice",
        "instructions", "instruction", "specialinstructions", "updateline", "embargo", "embargoline"]),
    (Line::Correction, &["correction", "correctionline"]),
    (Line::Headline(Some("kicker")), &["kicker", "overline", "topline"]),
    (Line::Headline(Some("short")), &["shortheadline", "shorttitle"]),
    (Line::Headline(Some("subhead")), &["subheadline", "subtitle", "deck"]),
    (Line::Summary, &["summary", "abstract", "teaser", "synopsis"]),
    // Europa Press.
    (Line::Caption, &["caption", "legend"]),
    (Line::Catchword, &["catchword", "catchline", "slug", "slugline"]),
    (Line::StoryType, &["storytype"]),
    (Line::Byline, &["byline", "author"]),
    (Line::Credit, &["credit", "creditline"]),
    (Line::Dateline, &["dateline"]),
    (Line::Keywords, &["keyword", "keywords", "keywordline"]),
];

pub(super) fn part(role: &str) -> Option<Part> {
    find(ROLES, role)
}

pub(super) fn line(kind: &str) -> Option<Line> {
    find(LINES, kind)
}

pub(super) fn signal(word: &str) -> Option<UpdateKind> {
    find(SIGNALS, word).or_else(|| signs::stop(word))
}

/// The ninjs type of `MediaType`, or of the first half of `MimeType`.
pub(super) fn medium(word: &str) -> Option<&'static str> {
    find(MEDIA, word.split('/').next().unwrap_or(word))
}

/// The ninjs type of a `Format` (`JPEG Baseline`, `image/jpeg`) or of the name of a file.
pub(super) fn medium_of_format(format: &str) -> Option<&'static str> {
    let word = format.rsplit(['/', '.']).next()?.split_whitespace().next()?;
    find(FORMATS, word)
}
