//! dpa digitalwires 0.9: an item with its categories, notes and boxes.

use std::borrow::Cow;

use super::copy::Form;
use super::draft::{Dialect, Draft, Use};
use super::items::Found;
use super::leftover;
use super::lists;
use super::parts;
use super::value::Value;
use crate::dispatch::Association;
use crate::wire::xml::{Node, Tree};
use crate::wire::{contact, markup};

pub(super) const DIALECT: Dialect = Dialect { format: "dpa-json", fields: FIELDS, borrow: boxes, last };

/// What its `format` begins with.
pub(super) const FORMAT: &str = "digitalwires@";

#[rustfmt::skip]
const FIELDS: &[(&str, Use)] = &[
    ("urn", Use::Main("guid")),
    ("entryid", Use::Id("entry")),
    ("updated", Use::Sent),
    ("articlehtml", Use::Copy(Form::Html, 0)),
    ("linkboxhtml", Use::With(links)),
    ("infoboxhtml", Use::Skip),
    ("ednotes", Use::With(notes)),
    ("notepad", Use::Skip),
    ("categories", Use::With(categories)),
    ("dateline", Use::Dateline),
    ("format", Use::Skip),
    // The categories say it with their codes.
    ("dpasubjectnames", Use::Skip),
    ("geosubjectnames", Use::Skip),
    ("keywordnames", Use::Skip),
    ("desknames", Use::Skip),
    ("genrenames", Use::Skip),
    ("poinames", Use::Skip),
    ("scopenames", Use::Skip),
    ("rubricnames", Use::Skip),
    ("currentrubricnames", Use::Skip),
];

/// What becomes of a note by its role (`dpaednoterole:…`).
#[derive(Clone, Copy)]
enum Note {
    /// It says what became of the story, or what to heed.
    Advisory,
    Plain,
    /// Initials of those who wrote and edited, and the wires: `dpa abc yydd n1 sku`.
    Line,
}

const ROLES: &[(&str, Note)] = &[
    ("embargo", Note::Advisory),
    ("correction", Note::Advisory),
    ("correctionshort", Note::Advisory),
    ("editorialnote", Note::Advisory),
    ("closingline", Note::Line),
    ("picture", Note::Line),
];

/// What becomes of a category by its type (`dnltype:…`).
#[derive(Clone, Copy)]
enum Category {
    Subject,
    Genre,
    Keyword,
    Provider,
    Source,
    Status,
    Signal,
    Located,
    /// Accounts of staff, or a photographer's name.
    Person,
    Skip,
}

#[rustfmt::skip]
const TYPES: &[(&str, Category)] = &[
    ("dpasubject", Category::Subject),
    ("geosubject", Category::Subject),
    ("desk", Category::Subject),
    ("wire", Category::Subject),
    ("genre", Category::Genre),
    ("keyword", Category::Keyword),
    ("provider", Category::Provider),
    ("infosource", Category::Source),
    ("pubstatus", Category::Status),
    ("signal", Category::Signal),
    ("located", Category::Located),
    ("locationcreated", Category::Located),
    ("creator", Category::Person),
    ("contributor", Category::Person),
    ("urgency", Category::Skip),
    ("scope", Category::Skip),
];

fn last(draft: &mut Draft<'_, '_>, item: &Value<'_>) {
    // All items are `composite`; one without an article is its picture.
    let pictures = item
        .get("associations")
        .is_some_and(|list| list.each().iter().any(|value| value.get("type").is_some()));
    if pictures && item.any(&["articlehtml"]).is_none() {
        draft.kind = "picture".to_owned();
    }
    if let Some(notepad) = item.get("notepad") {
        self::notepad(draft, notepad);
    }
    super::ninjs::mark_releases(draft);
}

/// The box stands behind the copy.
fn boxes<'v>(draft: &mut Draft<'v, '_>, found: &Found<'v>) {
    if let Some(Value::String(html)) = found.item.get("infoboxhtml") {
        draft.boxes.push(Cow::Borrowed(html));
    }
}

fn notes(draft: &mut Draft<'_, '_>, value: &Value<'_>) {
    for note in value.each() {
        let Some(text) = note.get("ednote").and_then(Value::text) else { continue };
        let role = note.get("role").and_then(Value::text).unwrap_or_default();
        let role = role.rsplit(':').next().unwrap_or_default();
        // Contacts are told by role, and by this.
        let public = note.get("ispublishable") == Some(&Value::Bool(true)) && !role.ends_with("contacts");
        let row = ROLES.iter().find(|(name, _)| *name == role).map_or(Note::Plain, |(_, note)| *note);
        match row {
            Note::Line if public => {
                leftover::keep(draft, &format!("ednotes.{role}"), &Value::String(text.into()), 0)
            }
            Note::Advisory if public => contact::tell(text, true, &mut draft.envelope),
            _ => draft.envelope.note(text, public && !contact::is_private(text)),
        }
    }
}

/// The notepad says in HTML what the notes say one by one; it counts where there are none.
fn notepad(draft: &mut Draft<'_, '_>, value: &Value<'_>) {
    for (name, public) in [("publichtml", true), ("nonpublichtml", false)] {
        if draft.envelope.notes.iter().any(|note| note.public == public) {
            continue;
        }
        let Some(html) = value.get(name).and_then(Value::text) else { continue };
        let text = markup::line(html, draft.limits);
        match public {
            true => contact::tell(&text, true, &mut draft.envelope),
            false => draft.envelope.note(&text, false),
        }
    }
}

fn links(draft: &mut Draft<'_, '_>, value: &Value<'_>) {
    let Some(html) = value.text() else { return };
    let tree = Tree::html(html, draft.limits);
    for link in tree.document().descendants("a").take(super::value::MEMBERS) {
        let id = link.filled("href").map(|href| href.trim().to_owned());
        let rel = Some("seeAlso".to_owned());
        draft.associate(Association { rel, id, headline: Node::text(link), ..Association::default() });
    }
}

fn categories(draft: &mut Draft<'_, '_>, value: &Value<'_>) {
    for category in value.each() {
        let kind = category.get("type").and_then(Value::text).unwrap_or_default();
        let kind = kind.rsplit(':').next().unwrap_or_default();
        let name = category.get("name").and_then(Value::text);
        let code = category.get("qcode").and_then(Value::text).unwrap_or_default();
        match TYPES.iter().find(|(known, _)| *known == kind).map(|(_, category)| *category) {
            Some(Category::Subject) => lists::subjects(&mut draft.envelope.subjects, category, Some(kind)),
            Some(Category::Genre) => lists::subjects(&mut draft.envelope.genres, category, Some(kind)),
            Some(Category::Keyword) => lists::keywords(draft, category),
            Some(Category::Provider) => draft.envelope.provider = name.map(str::to_owned),
            Some(Category::Source) => parts::credits(draft, category),
            Some(Category::Status) => super::codes::status(draft, category),
            Some(Category::Signal) => super::codes::signals(draft, category),
            Some(Category::Located) => {
                let fields = category.find("geojson/properties").unwrap_or(category);
                parts::located(draft, fields);
            }
            Some(Category::Person) => person(draft, kind, name.unwrap_or_default(), code),
            Some(Category::Skip) => {}
            None => {
                if let Some(name) = name {
                    leftover::keep(draft, &format!("categories.{kind}"), &Value::String(name.into()), 0);
                }
            }
        }
    }
}

/// `nickel.valeria` with `dpa-ad:` before it is an account of the agency's staff.
fn person(draft: &mut Draft<'_, '_>, kind: &str, name: &str, code: &str) {
    if code.starts_with("dpa-ad:") || parts::is_login(name) {
        draft.envelope.note(&format!("{kind}: {name}"), false);
    } else {
        leftover::keep(draft, &format!("categories.{kind}"), &Value::String(name.into()), 0);
    }
}

#[cfg(test)]
#[path = "dpa_tests.rs"]
mod tests;
