//! What an agency sent, in one spelling for all wire formats.
//!
//! A [`Dispatch`] is the copy and its [`Envelope`]: what the format says *about* the copy, as it was said. No format judges
//! what a dateline, a credit or a note means: the desk does, so that it does so alike for all of them.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::record::{EntityKind, FurnitureKind, UpdateKind, Warning};

/// A decoded dispatch: the text and what its envelope said about it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Dispatch {
    /// Name of the format, a row of [`crate::wire::FORMATS`].
    pub format: &'static str,
    /// Charset the bytes were decoded with (WHATWG name, lower case).
    pub charset: &'static str,
    /// The text; CRLF is LF. Of plain text nothing else is changed; markup becomes paragraphs joined by a blank line.
    pub body: String,
    /// What the markup says of stretches of `body`: in order, without overlap.
    pub pieces: Vec<Piece>,
    /// Names that the agency marked in `body` (PA, AP): in order, without overlap.
    pub marks: Vec<Mark>,
    /// What the format says of the copy.
    pub envelope: Envelope,
    /// What decoding had to mend or doubt.
    pub warnings: Vec<Warning>,
}

/// A stretch of the body that its markup gives a name to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub kind: FurnitureKind,
    /// Bytes of the body.
    pub range: Range<usize>,
}

/// A name that the agency itself marked in the copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Bytes of the body.
    pub range: Range<usize>,
    pub kind: EntityKind,
}

/// What the format says of the copy, as it was said.
///
/// Everything is optional. Texts are trimmed, never empty, their character references decoded; nothing else is changed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Envelope {
    /// Who sent the item: a name, code or domain (`dpa`, `reuters.com`). Believed only where nothing else names an agency.
    pub provider: Option<String>,
    /// Credit lines and sources in their order, as written: `NTB-AFP-DPA`, `STT–AFP`, `Reuters`.
    pub credits: Vec<String>,
    /// Byline lines as written: `By Ian Jones, Press Association`, `Von Jane Roe, dpa`.
    pub bylines: Vec<Byline>,
    /// The dateline as written; it may hold date, credit and dash: `Paris, 21 jan 2019 (AFP) -`.
    pub dateline: Option<String>,
    /// The day of the dateline in a field of its own (`DateLineDate` of NewsML 1.x).
    pub dateline_date: Option<Stamp>,
    /// Where the item says that the reporter was, in fields: not what the story is about.
    pub located: Vec<Located>,
    pub headlines: Vec<Headline>,
    /// Slugline, catchline, keyword line: `USA-WEATHER/ (UPDATE 1, PIX)`.
    pub slugline: Option<String>,
    pub keywords: Vec<String>,
    pub subjects: Vec<Subject>,
    pub genres: Vec<Subject>,
    /// Short summaries, abstracts.
    pub descriptions: Vec<String>,
    /// Declared language, as written.
    pub language: Option<String>,
    /// Editorial urgency on the IPTC scale, 1 (highest) to 9.
    pub urgency: Option<u8>,
    /// Field → value of what was put on another scale: `priority` → `r`.
    pub raw: BTreeMap<&'static str, String>,
    /// When the first version was made, this one, and when it was sent.
    pub first_created: Option<Stamp>,
    pub version_created: Option<Stamp>,
    pub sent: Option<Stamp>,
    /// The item's own version, as written.
    pub version: Option<String>,
    /// The agency's ids: role (`guid`, `usn`, `transmission`) → value. The first names the item whatever its version.
    pub ids: Vec<(String, String)>,
    /// The agency's id of the running story.
    pub story: Option<String>,
    /// Ids of items that this one replaces, corrects or kills.
    pub replaces: Vec<String>,
    /// Number of the take, where a story comes in parts.
    pub take: Option<u32>,
    pub status: Option<Status>,
    /// What coded fields say of the item's place in the story: signals, roles, revision counters.
    pub signals: Vec<Signal>,
    /// Lines that say in words what the item is: advisory lines, `3rdLd-Writethru`, `1ST LEAD`, notes to editors. The desk reads
    /// updates, corrections, kills and embargoes from them as from copy.
    pub advisories: Vec<String>,
    /// Every embargo that a field tells of. Which of several holds is the desk's to say.
    pub embargoes: Vec<Embargo>,
    pub notes: Vec<Note>,
    pub rights: Rights,
    pub associations: Vec<Association>,
    /// The whole item is a table, a list of results, agate.
    pub tabular: bool,
    /// The item is somebody's press release.
    pub press_release: bool,
    /// Path of a field → its text, of what nothing above has a place for. Bounded by `limits.max_unmapped_bytes`.
    pub unmapped: BTreeMap<String, String>,
}

/// A byline and what stands beside it in fields of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Byline {
    pub text: String,
    /// `AP Sports Writer`, `Associated Press`
    pub title: Option<String>,
}

/// A place in fields.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Located {
    pub name: Option<String>,
    /// State, province, canton; a name or a code.
    pub region: Option<String>,
    /// A name, or a code of ISO 3166-1 of two or three letters.
    pub country: Option<String>,
    /// Latitude and longitude in degrees.
    pub point: Option<(f64, f64)>,
    pub geonameid: Option<u32>,
    /// The desk that produced the item, not the place that the reporter was in.
    pub bureau: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headline {
    /// `None` for the headline itself; `subhead`, `kicker`, `short`, `extended` for others.
    pub role: Option<&'static str>,
    pub text: String,
}

/// A category, subject or genre: a code of some scheme, a name, or both.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subject {
    /// As the item names it: `medtop`, `subj`, `N2`, `a1312cat`, `afpcat`.
    pub scheme: Option<String>,
    pub code: Option<String>,
    pub name: Option<String>,
}

/// A time as written, with or without its zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    pub local: jiff::civil::DateTime,
    /// Seconds east of UTC. `None`: the item does not say.
    pub offset: Option<i32>,
}

/// What the item says may be done with it; what stops it more is greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    Usable,
    /// Held back; also an embargo that is told of by the status alone.
    Withheld,
    Canceled,
}

/// A signal in a coded field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signal {
    pub kind: UpdateKind,
    /// Number of the update or lead.
    pub sequence: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Embargo {
    /// As written.
    pub raw: String,
    /// `None` where it cannot be read; the item is then withheld (invariant 9).
    pub until: Option<Stamp>,
}

/// A note beside the copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    pub text: String,
    /// Whether it may be published. What may not is left out of records unless `desk.keep_private` is set.
    pub public: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rights {
    pub holder: Option<String>,
    pub notice: Option<String>,
    pub usage: Option<String>,
}

/// Another item or picture that this one names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Association {
    /// How it is related, as the item says: `photo`, `seeAlso`, `previous`.
    pub rel: Option<String>,
    /// ninjs type, where known: `picture`, `video`, `graphic`, `text`.
    pub kind: Option<&'static str>,
    /// Its id or address.
    pub id: Option<String>,
    pub headline: Option<String>,
    pub caption: Option<String>,
}

/// Most values of one field; further ones are left out (invariant 7). No dispatch seen has as many.
pub const MOST: usize = 200;

impl Envelope {
    /// Adds `text` to `list` unless it is blank or there already, or the list is full.
    pub fn add(list: &mut Vec<String>, text: &str) {
        let text = text.trim();
        if list.len() < MOST && !text.is_empty() && !list.iter().any(|known| known == text) {
            list.push(text.to_owned());
        }
    }

    /// Sets a field that says nothing yet.
    pub fn set(field: &mut Option<String>, value: Option<impl AsRef<str>>) {
        let Some(value) = value else { return };
        let value = value.as_ref().trim();
        if field.is_none() && !value.is_empty() {
            *field = Some(value.to_owned());
        }
    }

    /// Adds a code or name unless it is there already or says nothing, or the list is full.
    pub fn subject(list: &mut Vec<Subject>, subject: Subject) {
        let says = subject.code.is_some() || subject.name.is_some();
        if list.len() < MOST && says && !list.contains(&subject) {
            list.push(subject);
        }
    }

    /// Adds a place unless it is there already or says nothing.
    pub fn place(&mut self, place: Located) {
        if self.located.len() < MOST && place != Located::default() && !self.located.contains(&place) {
            self.located.push(place);
        }
    }

    /// Adds a headline unless it is blank or there already, in whatever role.
    pub fn headline(&mut self, role: Option<&'static str>, text: &str) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if self.headlines.len() < MOST
            && !text.is_empty()
            && !self.headlines.iter().any(|known| known.text == text)
        {
            self.headlines.push(Headline { role, text });
        }
    }

    /// Adds a byline unless it is blank or there already.
    pub fn byline(&mut self, text: &str, title: Option<&str>) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if self.bylines.len() < MOST
            && !text.is_empty()
            && !self.bylines.iter().any(|known| known.text == text)
        {
            let title = title.map(str::trim).filter(|title| !title.is_empty()).map(str::to_owned);
            self.bylines.push(Byline { text, title });
        }
    }

    /// Adds an id unless it is blank or there already.
    pub fn id(&mut self, role: &str, value: &str) {
        let value = value.trim();
        if self.ids.len() < MOST && !value.is_empty() && !self.ids.iter().any(|(_, known)| known == value) {
            self.ids.push((role.to_owned(), value.to_owned()));
        }
    }

    pub fn note(&mut self, text: &str, public: bool) {
        let text = text.trim();
        if self.notes.len() < MOST && !text.is_empty() && !self.notes.iter().any(|known| known.text == text) {
            self.notes.push(Note { text: text.to_owned(), public });
        }
    }

    /// Adds an embargo; `None` where the field names no instant that can be read.
    pub fn embargo(&mut self, raw: &str, until: Option<Stamp>) {
        let embargo = Embargo { raw: raw.trim().to_owned(), until };
        if self.embargoes.len() < MOST && !self.embargoes.contains(&embargo) {
            self.embargoes.push(embargo);
        }
    }

    /// Whether the item takes another one back or holds it: it needs no copy for that, and must not be lost (invariant 9).
    pub fn stops(&self) -> bool {
        matches!(self.status, Some(Status::Canceled | Status::Withheld))
            || self
                .signals
                .iter()
                .any(|signal| matches!(signal.kind, UpdateKind::Kill | UpdateKind::Withhold))
    }

    pub fn associate(&mut self, association: Association) {
        if self.associations.len() < MOST {
            self.associations.push(association);
        }
    }

    pub fn signal(&mut self, kind: UpdateKind, sequence: Option<u32>) {
        if self.signals.len() < MOST {
            self.signals.push(Signal { kind, sequence });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_several_values_are_bounded() {
        let mut envelope = Envelope::default();
        for n in 0..2 * MOST {
            let text = format!("value {n}");
            Envelope::add(&mut envelope.keywords, &text);
            envelope.headline(None, &text);
            envelope.byline(&text, None);
            envelope.id("guid", &text);
            envelope.note(&text, true);
        }
        let lengths =
            [envelope.keywords.len(), envelope.headlines.len(), envelope.bylines.len(), envelope.ids.len()];
        assert_eq!((lengths, envelope.notes.len()), ([MOST; 4], MOST));
    }
}
