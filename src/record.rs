//! The published contract: what a [`Record`] looks like on the downstream topic.
//!
//! A record is a valid [ninjs 3.1](https://iptc.org/standards/ninjs/) item plus one root object,
//! `copydesk`, that holds what ninjs has no place for. These are the only types of the program that
//! are serialized to users; everything else may change freely behind them.
//!
//! Spans (`start`, `end`) count Unicode code points of `bodies[0].value`, the end is exclusive.

use serde::Serialize;

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

/// A person, organisation or event of the ninjs core.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Named {
    pub name: String,
    pub rel: &'static str,
    /// Id of the entity in `copydesk.entities`.
    pub literal: String,
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
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
    /// Field → where its value was read: `text`, `kafka.timestamp` or a source element.
    #[serde(skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub provenance: std::collections::BTreeMap<&'static str, String>,
    /// Why the dispatch was spiked; only in the output of `enrich`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spiked: Option<&'static str>,
    pub version: Version,
}

impl Extension {
    fn is_hidden(&self) -> bool {
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

/// The dateline as sent, and the places and date that it means.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Dateline {
    /// The dateline's own text, without credit and dash.
    pub raw: String,
    /// Span in the body; absent when the dateline stood in a header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<usize>,
    pub places: Vec<DatelinePlace>,
    /// Agency style → the dateline as it would write it; those that `desk.dateline_styles` asks for.
    #[serde(skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub styles: std::collections::BTreeMap<&'static str, String>,
    /// `YYYY-MM-DD`, or `--MM-DD` when no year is known.
    pub date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_raw: Option<String>,
    /// Name of the grammar rule that read it.
    pub rule: &'static str,
    /// 0 to 1.
    pub confidence: f32,
}

/// A place of the dateline.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DatelinePlace {
    pub raw: String,
    pub name: String,
    pub kind: PlaceKind,
    #[serde(flatten)]
    pub place: Place,
    /// Name of the rule that chose this place among its namesakes.
    pub rule: &'static str,
    pub confidence: f32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PlaceKind {
    City,
    Region,
    Country,
    /// `UNITED NATIONS`
    Institution,
    Facility,
    /// `ABOARD AIR FORCE ONE`: has no coordinates.
    Mobile,
    /// Named in the text, but in no gazetteer.
    Unknown,
}

/// A place on the map. Everything that is not known is left out.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Place {
    /// ISO 3166-1 alpha-2 of today.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country_name: Option<String>,
    /// First-level division, in English where usual.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// ISO 3166-2 code of the region.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lat: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lon: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub geonameid: Option<u32>,
    /// IANA time zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
}

/// Who supplied and who wrote the dispatch.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Credit {
    /// The credit's own text, the first one in the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
    pub agencies: Vec<CreditedAgency>,
    pub bylines: Vec<Byline>,
    pub contributors: Vec<Contributor>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CreditedAgency {
    /// Short name in capitals without signs: `AFP`, `REUTERS`.
    pub code: String,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    pub role: AgencyRole,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AgencyRole {
    /// Wrote the story.
    Source,
    /// Named beside the source: a partner, a syndicator, a photo-less co-credit.
    Partner,
    /// Distributes somebody's press release.
    PressRelease,
    /// Passes on what another wrote: a syndicate (`Distributed by …`), an agency that carries a press release.
    Distributor,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Byline {
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub affiliation: Option<String>,
    /// `in PARIS`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}

/// Somebody named in the sign-off.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contributor {
    pub name: String,
    pub role: ContributorRole,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ContributorRole {
    Reporting,
    AdditionalReporting,
    Writing,
    Editing,
    Compiling,
    Translating,
    /// Photographs or video.
    Photography,
    /// Graphics, charts, page production.
    Graphics,
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
}

/// A thing that the text names, with all its mentions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entity {
    /// `e1`, `e2`, … in order of first mention.
    pub id: String,
    #[serde(rename = "type")]
    pub kind: EntityKind,
    /// The authority's usual English wire name when linked, else the longest form in the text.
    pub name: String,
    /// Titles and functions the text gives: `UN spokesman`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// Share of attention, 0 to 1.
    pub salience: f32,
    /// Authority → id: `{"geonames":"184745"}`.
    #[serde(skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub links: std::collections::BTreeMap<&'static str, String>,
    /// For places and demonyms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<EntityPlace>,
    pub mentions: Vec<Mention>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EntityPlace {
    pub name: String,
    #[serde(flatten)]
    pub place: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum EntityKind {
    Person,
    Organisation,
    Place,
    Event,
    /// `Kenyan`: carries the place it means.
    Demonym,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mention {
    pub start: usize,
    pub end: usize,
    pub text: String,
    #[serde(skip_serializing_if = "MentionKind::is_name")]
    pub kind: MentionKind,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum MentionKind {
    #[default]
    Name,
    /// `the UN chief`
    Nominal,
}

impl MentionKind {
    fn is_name(&self) -> bool {
        *self == MentionKind::Name
    }
}

/// The word that a record has for `value`, one of the kinds and roles of this contract: `press-release`.
pub fn label(value: &impl Serialize) -> String {
    serde_json::to_string(value).map(|word| word.trim_matches('"').to_owned()).unwrap_or_default()
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
