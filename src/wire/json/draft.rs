//! An item as it is put together from its fields, in whatever order they come.

use std::borrow::Cow;

use super::codes;
use super::copy::{self, Copy};
use super::items::Found;
use super::leftover;
use super::lists;
use super::moment;
use super::parts;
use super::repair;
use super::value::{Key, Value};
use crate::dispatch::{Association, Byline, Dispatch, Envelope, Headline, Stamp};
use crate::record::Warning;
use crate::wire::{Item, Limits, contact, markup, reject};

/// What a field is for.
#[derive(Clone, Copy)]
pub(super) enum Use {
    Headline(Option<&'static str>),
    Byline,
    Dateline,
    /// Where the reporter was, as text or in fields.
    Located,
    Slugline,
    Keywords,
    /// A summary of the story.
    Summary,
    /// What stands below a picture.
    Caption,
    Language,
    Urgency,
    /// A value on a scale of its own.
    Raw(&'static str),
    First,
    Created,
    Sent,
    Version,
    /// The id of the item, whatever its version.
    Main(&'static str),
    /// A further id.
    Id(&'static str),
    Story,
    Replaces,
    Status,
    Signals,
    Embargo,
    /// A note to editors, which tells what became of the story.
    Note,
    PrivateNote,
    Credit,
    Provider,
    Holder,
    Notice,
    Usage,
    /// Subjects, of that scheme where they name none.
    Subjects(Option<&'static str>),
    Genres(Option<&'static str>),
    Associations,
    /// The copy; where there are several the smallest number is taken.
    Copy(copy::Form, u8),
    /// Says nothing of the copy: widths of pictures, counts of words, addresses that hold access keys.
    Skip,
    With(fn(&mut Draft<'_, '_>, &Value<'_>)),
}

/// A dialect: what its fields are for.
pub(super) struct Dialect {
    /// Row of [`crate::wire::FORMATS`].
    pub format: &'static str,
    /// Name of a field without case and signs → its use. Rows of all dialects ([`super::ninjs::FIELDS`]) follow.
    pub fields: &'static [(&'static str, Use)],
    /// Copy that stands elsewhere than in a field of its own.
    pub borrow: for<'v> fn(&mut Draft<'v, '_>, &Found<'v>),
    /// What can only be decided when all is read.
    pub last: fn(&mut Draft<'_, '_>, &Value<'_>),
}

/// An item while its fields are read.
pub(super) struct Draft<'v, 'l> {
    pub envelope: Envelope,
    pub limits: &'l Limits,
    /// Each a way to have the copy.
    pub copies: Vec<Copy<'v>>,
    /// HTML that stands behind the copy (boxes).
    pub boxes: Vec<Cow<'v, str>>,
    pub captions: Vec<String>,
    /// Authors in fields, for items without a byline.
    pub writers: Vec<Byline>,
    /// ninjs type, in lower case.
    pub kind: String,
    headlines: Vec<Headline>,
    main_ids: Vec<(String, String)>,
    /// Whether text was escaped once too often.
    pub mended: bool,
    /// How many texts without a place were looked at.
    pub leftovers: usize,
    bylines: Vec<Byline>,
    pub warnings: Vec<Warning>,
}

impl<'v, 'l> Draft<'v, 'l> {
    pub fn new(limits: &'l Limits) -> Self {
        Draft {
            envelope: Envelope::default(),
            limits,
            copies: Vec::new(),
            boxes: Vec::new(),
            captions: Vec::new(),
            writers: Vec::new(),
            kind: String::new(),
            headlines: Vec::new(),
            main_ids: Vec::new(),
            mended: false,
            leftovers: 0,
            bylines: Vec::new(),
            warnings: Vec::new(),
        }
    }

    /// Reads all fields of an item.
    pub fn read(&mut self, found: &Found<'v>, dialect: &Dialect) {
        let item = found.item;
        for (name, value) in item.fields() {
            if value.is_empty() {
                continue;
            }
            let key = Key::of(name);
            let row = key.as_ref().and_then(|key| {
                let key = key.as_str();
                let mut rows = dialect.fields.iter().chain(super::ninjs::FIELDS);
                rows.find(|(name, _)| *name == key).map(|(_, field)| *field)
            });
            match row {
                Some(Use::Copy(form, rank)) => self.copy(form, rank, value),
                Some(field) => self.apply(field, name, value),
                None => self.leave(name, value),
            }
        }
        for value in &found.beside {
            lists::associate(self, value, None);
        }
        (dialect.borrow)(self, found);
        (dialect.last)(self, item);
    }

    /// A way to have the copy: a text, or an object around it.
    pub fn copy(&mut self, form: copy::Form, rank: u8, value: &'v Value<'v>) {
        match value {
            Value::String(text) => self.copies.push(Copy { form, rank, text: Cow::Borrowed(text) }),
            Value::Object(_) => {
                if let Some(inner) = value.any(&["bodyhtml", "bodynitf", "nitf", "value", "content", "text"])
                {
                    self.copy(form, rank, inner);
                }
            }
            // ninjs 2.0 was sent with `body` for `bodies` (Business Wire).
            Value::Array(values) => values.iter().for_each(|value| parts::body(self, value)),
            _ => {}
        }
    }

    /// Keeps a field that has no place.
    pub fn leave(&mut self, path: &str, value: &Value<'_>) {
        leftover::keep(self, path, value, 0);
    }

    fn apply(&mut self, field: Use, name: &str, value: &Value<'_>) {
        match field {
            Use::Headline(role) => self.each_line(value, |draft, text| draft.headline(role, text)),
            Use::Byline => parts::bylines(self, value),
            Use::Dateline => {
                self.each_line(value, |draft, text| _ = draft.envelope.dateline.get_or_insert(text))
            }
            Use::Located => value.each().iter().for_each(|value| parts::located(self, value)),
            Use::Slugline => {
                self.each_line(value, |draft, text| _ = draft.envelope.slugline.get_or_insert(text))
            }
            Use::Keywords => lists::keywords(self, value),
            Use::Summary => {
                self.each_line(value, |draft, text| Envelope::add(&mut draft.envelope.descriptions, &text))
            }
            Use::Caption => self.each_line(value, |draft, text| draft.captions.push(text)),
            Use::Language => self.envelope.language = first(value, &["code", "tag", "name"]),
            Use::Urgency => match value.number() {
                Some(number) if (1.0..=9.0).contains(&number) && number.fract() == 0.0 => {
                    self.envelope.urgency = Some(number as u8);
                }
                _ => self.raw("urgency", value),
            },
            Use::Raw(field) => self.raw(field, value),
            Use::First => self.time(name, value, |draft| &mut draft.envelope.first_created),
            Use::Created => self.time(name, value, |draft| &mut draft.envelope.version_created),
            Use::Sent => self.time(name, value, |draft| &mut draft.envelope.sent),
            Use::Version => self.envelope.version = value.text().map(str::to_owned),
            Use::Main(role) => {
                if let Some(id) = value.text() {
                    self.main_id(role, id);
                }
            }
            Use::Id(role) => {
                value.each().iter().filter_map(Value::text).for_each(|id| self.envelope.id(role, id))
            }
            Use::Story => self.envelope.story = value.text().map(str::to_owned),
            Use::Replaces => parts::replaces(self, value),
            Use::Status => codes::status(self, value),
            Use::Signals => codes::signals(self, value),
            Use::Embargo => self.embargo(value),
            Use::Note => self.each_line(value, |draft, text| draft.note(&text)),
            Use::PrivateNote => self.each_line(value, |draft, text| draft.envelope.note(&text, false)),
            Use::Credit => parts::credits(self, value),
            Use::Provider => self.envelope.provider = first(value, &["name", "code", "literal"]),
            Use::Holder => self.envelope.rights.holder = first(value, &["name", "value"]),
            Use::Notice => self.envelope.rights.notice = first(value, &["value", "text"]),
            Use::Usage => {
                let terms: Vec<_> =
                    value.each().iter().filter_map(|value| value.text_of(&["value", "text"])).collect();
                self.envelope.rights.usage = (!terms.is_empty()).then(|| terms.join(" "));
            }
            Use::Subjects(scheme) => {
                let list = &mut self.envelope.subjects;
                value.each().iter().for_each(|value| lists::subjects(list, value, scheme));
            }
            Use::Genres(scheme) => {
                let list = &mut self.envelope.genres;
                value.each().iter().for_each(|value| lists::subjects(list, value, scheme));
            }
            Use::Associations => lists::associations(self, value),
            // Done where the item is read, since it borrows from it.
            Use::Copy(..) | Use::Skip => {}
            Use::With(read) => read(self, value),
        }
    }

    /// A text as a line, its markup and references decoded.
    pub fn line(&mut self, text: &str) -> String {
        let text = repair::unescape(text);
        self.mended |= matches!(text, Cow::Owned(_));
        if text.contains('<') && !copy::looks_like_html(&text) {
            return markup::line(&text.replace('<', "&lt;"), self.limits);
        }
        markup::line(&text, self.limits)
    }

    /// Each text of a field as a line.
    fn each_line(&mut self, value: &Value<'_>, mut give: impl FnMut(&mut Self, String)) {
        for value in value.each() {
            if let Some(text) = value.text_of(&["value", "text", "name"]) {
                let line = self.line(text);
                if !line.is_empty() {
                    give(self, line);
                }
            }
        }
    }

    pub fn headline(&mut self, role: Option<&'static str>, text: String) {
        self.headlines.push(Headline { role, text });
    }

    /// The id of the item, whatever its version.
    pub fn main_id(&mut self, role: &str, id: &str) {
        self.main_ids.push((role.to_owned(), id.to_owned()));
    }

    /// A byline, title beside it.
    pub fn byline(&mut self, text: String, title: Option<&str>) {
        self.bylines.push(Byline { text, title: title.map(str::to_owned) });
    }

    /// A note to editors. What names an address or telephone is for them alone (NTB, STT); its other sentences still tell
    /// what became of the story.
    pub fn note(&mut self, text: &str) {
        contact::tell(text, true, &mut self.envelope);
    }

    fn raw(&mut self, field: &'static str, value: &Value<'_>) {
        if let Some(text) = value.text_of(&["code", "name"]) {
            self.envelope.raw.insert(field, text.to_owned());
        }
    }

    fn time(&mut self, name: &str, value: &Value<'_>, place: fn(&mut Self) -> &mut Option<Stamp>) {
        match moment::read(value) {
            Some(stamp) => _ = place(self).get_or_insert(stamp),
            None => self.leave(name, value),
        }
    }

    /// Invariant 9: what stands in a field for embargoes and is no time holds the item back.
    fn embargo(&mut self, value: &Value<'_>) {
        let raw = match value {
            Value::Bool(false) | Value::Null => return,
            Value::Bool(true) => "true",
            value => value.text_of(&["until", "date", "value", "text"]).unwrap_or("unreadable"),
        };
        self.envelope.embargo(raw, moment::until(raw));
    }

    /// Adds what is said about another item, unless it is known.
    pub fn associate(&mut self, association: Association) {
        if association != Association::default() && !self.envelope.associations.contains(&association) {
            self.envelope.associate(association);
        }
    }

    /// The dispatch.
    pub fn finish(mut self, format: &'static str, charset: &'static str) -> Item {
        // The headline itself first: another that says the same is then the one to go.
        self.headlines.sort_by_key(|headline| headline.role.is_some());
        for headline in std::mem::take(&mut self.headlines) {
            self.envelope.headline(headline.role, &headline.text);
        }
        let others = std::mem::take(&mut self.envelope.ids);
        for (role, id) in std::mem::take(&mut self.main_ids).into_iter().chain(others) {
            self.envelope.id(&role, &id);
        }
        for byline in std::mem::take(&mut self.bylines) {
            parts::place_byline(&mut self, byline);
        }
        let writers = std::mem::take(&mut self.writers);
        if self.envelope.bylines.is_empty() {
            self.envelope.bylines = writers;
        } else {
            writers.into_iter().for_each(|writer| self.leave("authors", &Value::String(writer.text.into())));
        }
        parts::check_located(&mut self);
        let mut body = copy::write(&mut self);
        let captions = std::mem::take(&mut self.captions);
        if let Some(text) = self.summary(&captions, body.text.len()) {
            body = copy::Written { text, ..Default::default() };
        }
        if self.mended {
            let detail = "text was escaped once too often".into();
            self.warnings.push(Warning { code: "json.repaired", field: "bodies", detail });
        }
        for caption in captions.iter().filter(|caption| **caption != body.text) {
            Envelope::add(&mut self.envelope.descriptions, caption);
        }
        let said = !self.envelope.headlines.is_empty() || self.envelope.slugline.is_some();
        if body.text.is_empty() && !said && !self.envelope.stops() {
            return Err(reject("wire.no_item", "the item has neither headline nor text".into()));
        }
        Ok(Dispatch {
            format,
            charset,
            body: body.text,
            pieces: body.pieces,
            marks: body.marks,
            envelope: self.envelope,
            warnings: self.warnings,
        })
    }

    /// What stands for the copy: the summary of a text that has none here, and is to be fetched elsewhere (AP); the caption of a
    /// picture, where its copy says less (Superdesk repeats the headline there).
    fn summary(&mut self, captions: &[String], copy: usize) -> Option<String> {
        let text = self.is_text();
        let lists = [captions, &self.envelope.descriptions];
        let summary = lists[usize::from(text)].first().or_else(|| lists[usize::from(!text)].first());
        let summary = summary.filter(|summary| if text { copy == 0 } else { summary.len() > copy }).cloned();
        if text && copy == 0 {
            let detail = if summary.is_some() { "the summary stands for it" } else { "there is none" }.into();
            self.warnings.push(Warning { code: "body.absent", field: "bodies", detail });
        }
        summary
    }

    pub fn is_text(&self) -> bool {
        parts::media(&self.kind).is_none_or(|kind| kind == "text")
    }
}

/// The text of a value or of its first member.
fn first(value: &Value<'_>, names: &[&str]) -> Option<String> {
    value.each().iter().find_map(|value| value.text_of(names)).map(str::to_owned)
}
