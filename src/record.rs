//! The published contract: what a [`Record`] looks like on the downstream topic.
//!
//! A record is a valid [ninjs 3.1](https://iptc.org/standards/ninjs/) item plus one root object,
//! `copydesk`, that holds what ninjs has no place for. These are the only types of the program that
//! are serialized to users; everything else may change freely behind them.
//!
//! Spans (`start`, `end`) count Unicode code points of `bodies[0].value`, the end is exclusive.

mod entity;
mod extension;
mod reading;

use serde::Serialize;

pub use entity::*;
pub use extension::*;
pub use reading::*;

/// Id of the JSON Schema of [`Record`] (printed by `copydesk schema record`).
pub const SCHEMA_ID: &str = "urn:copydesk:schema:record:1";
/// Id of the plain ninjs 3.1 schema, named by records under `--strict-ninjs`.
pub const NINJS_SCHEMA_ID: &str = "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#";

/// One enriched dispatch: the ninjs 3.1 core and the `copydesk` extension.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    /// `urn:copydesk:sha256:…` of the message bytes (and `#item` when there are several).
    pub uri: String,
    pub standard: Standard,
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub pub_status: PubStatus,
    /// BCP 47 tag of the text as it is, whatever the metadata say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Editorial urgency, 1 (highest) to 9.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub urgency: Option<u8>,
    /// The agency's number of this version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Instant of the first version (RFC 3339).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_created: Option<String>,
    /// Instant of this version (RFC 3339).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version_created: Option<String>,
    /// Publish not before this instant (RFC 3339).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub embargoed_until: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headlines: Vec<Headline>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slugline: Option<String>,
    /// The byline in words: `Jane Roe, John Doe`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The dateline's places in one house style: `Nairobi, Kenya`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub located: Option<String>,
    /// Note to editors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ed_note: Option<String>,
    pub bodies: Vec<Body>,
    /// Summaries that the agency sent beside the text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub descriptions: Vec<Description>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copyright_holder: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copyright_notice: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_terms: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<Subject>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub genres: Vec<Genre>,
    /// Pictures and other items that the dispatch names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub associations: Vec<Association>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alt_ids: Vec<AltId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub info_sources: Vec<InfoSource>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<Named>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub organisations: Vec<Named>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<NamedPlace>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<Named>,
    #[serde(skip_serializing_if = "Extension::is_hidden")]
    pub copydesk: Extension,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Standard {
    pub name: &'static str,
    pub version: &'static str,
    pub schema: &'static str,
}

/// ninjs `pubStatus`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PubStatus {
    Usable,
    /// Held back: an embargo that cannot be read, or a hold by the agency.
    Withheld,
    /// Killed by the agency.
    Canceled,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Headline {
    /// Absent for the headline itself: `subhead`, `kicker`, `short`, `extended`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<&'static str>,
    pub value: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Body {
    pub role: &'static str,
    pub content_type: &'static str,
    pub word_count: usize,
    pub char_count: usize,
    /// The decoded text; what every span counts in.
    pub value: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AltId {
    pub role: String,
    pub value: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InfoSource {
    pub name: String,
    /// The credit's own spelling.
    pub literal: String,
    pub role: AgencyRole,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Description {
    pub role: &'static str,
    pub content_type: &'static str,
    pub value: String,
}

/// A subject or category; of IPTC's Media Topics where the agency's code has one.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Subject {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// IPTC's address of the concept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    /// The agency's own code, with its scheme: `N2:POL`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub literal: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Genre {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub literal: Option<String>,
}

/// Another item: a ninjs item of its own, with what the dispatch says of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Association {
    /// What it is here, and its number: `photo-1`.
    pub name: String,
    /// The item's own id where that is a URI, else one below the record's.
    pub uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rel: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headlines: Vec<Headline>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub descriptions: Vec<Description>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alt_ids: Vec<AltId>,
}

/// A person, organisation or event of the ninjs core.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Named {
    pub name: String,
    pub rel: &'static str,
    /// Id of the entity in `copydesk.entities`.
    pub literal: String,
    /// Wikidata's URI of an organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    /// Stock exchange codes of an organisation.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub symbols: Vec<Symbol>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NamedPlace {
    pub name: String,
    pub rel: &'static str,
    pub literal: String,
    /// GeoNames URI.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    #[serde(rename = "geoJSON", skip_serializing_if = "Option::is_none")]
    pub geo_json: Option<GeoPoint>,
}

/// A GeoJSON point: longitude first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GeoPoint {
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub coordinates: [f64; 2],
}

/// The word that a record has for `value`, one of the kinds and roles of this contract: `press-release`.
pub fn label(value: &impl Serialize) -> String {
    serde_json::to_string(value).map(|word| word.trim_matches('"').to_owned()).unwrap_or_default()
}
