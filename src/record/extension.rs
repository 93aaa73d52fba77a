//! The `copydesk` object of a record.

use serde::Serialize;

use super::{Credit, Dateline, Entity};

/// The `copydesk` extension object.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Extension {
    /// Left out of the published record (`strict_ninjs`); the program itself still reads it.
    #[serde(skip)]
    pub hidden: bool,
    pub source: Source,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dateline: Option<Dateline>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit: Option<Credit>,
    pub update: Update,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub furniture: Vec<Furniture>,
    pub entities: Vec<Entity>,
    /// Keywords that the agency gave, as written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// Field → what the agency wrote, where the record puts it on another scale (`priority`) or has what the text says
    /// instead (`dateline`, `located`, `language`).
    #[serde(skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub raw: std::collections::BTreeMap<&'static str, String>,
    /// Path of a field of the dispatch → its text, for what a record has no place for.
    #[serde(skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub unmapped: std::collections::BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
    /// Field → where its value was read: `text`, `header` (credit and dateline fields of the envelope), `metadata` (its other fields),
    /// `kafka.timestamp`.
    #[serde(skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub provenance: std::collections::BTreeMap<&'static str, String>,
    /// Why the dispatch was spiked; only in the output of `enrich`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spiked: Option<&'static str>,
    pub version: Version,
}

impl Extension {
    pub(super) fn is_hidden(&self) -> bool {
        self.hidden
    }
}

/// Where a dispatch came from. Fields that do not apply (no Kafka, no key) are left out.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Source {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partition: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<i64>,
    /// File name, for dispatches that `enrich` reads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Line of the input, from 1, for the `lines` and `ndjson` framings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// Item within the message, from 0; absent when there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<u32>,
    /// The message's timestamp (RFC 3339).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The key where it is not UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_base64: Option<String>,
    /// Name of the wire format, one of `copydesk list formats`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<&'static str>,
    /// Charset that the bytes were decoded with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charset: Option<&'static str>,
    /// sha256 of the message bytes, in hex.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}

/// A note to editors.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Note {
    pub text: String,
    /// False only under `desk.keep_private`: other notes that are not for publication are left out.
    pub public: bool,
}

/// How a dispatch relates to earlier ones.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Update {
    pub kind: UpdateKind,
    /// Number of the version: `2nd lead`, `UPDATE 2-`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sequence: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub take: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The agency's id of the running story.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub story: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub replaces: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub embargo: Option<Embargo>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum UpdateKind {
    #[default]
    New,
    Update,
    Correction,
    Kill,
    Withhold,
    Advisory,
    Alert,
    Test,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Embargo {
    pub raw: String,
    /// RFC 3339; equals `embargoedUntil`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

/// A stretch of the body that is not the story: dateline, byline, sign-off, …
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Furniture {
    pub kind: FurnitureKind,
    pub start: usize,
    pub end: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FurnitureKind {
    /// Dateline and credit with their dash.
    Dateline,
    Byline,
    Headline,
    /// The keyword line: `BC-XX--Ferry,1st Ld-Writethru,0287`
    Slugline,
    /// `(Adds comments, detail)`
    Trash,
    /// `* bullet` lines above the dateline.
    Bullets,
    /// `(Corrects spelling in paragraph 3)`
    Correction,
    /// `Eds: …`
    EditorsNote,
    Signoff,
    Trailer,
    NotForPublication,
    /// Rows as lines, their cells divided by tabs.
    Table,
    /// Items as lines.
    List,
}

/// A field that was degraded or doubted. `code` is stable.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Warning {
    pub code: &'static str,
    pub field: &'static str,
    pub detail: String,
}

/// What produced the record.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Version {
    pub copydesk: &'static str,
    pub authority: String,
    /// Short hash of the desk settings.
    pub config: String,
}
