//! What the text names.

use serde::Serialize;

use super::Place;

/// A thing that the text names, with all its mentions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entity {
    /// `e1`, `e2`, … in order of first mention.
    pub id: String,
    #[serde(rename = "type")]
    pub kind: EntityKind,
    /// The authority's usual English wire name when linked, or the former name that the text has instead; else the
    /// longest form in the text.
    pub name: String,
    /// Titles and functions the text gives: `UN spokesman`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// Share of attention, 0 to 1.
    pub salience: f32,
    /// Register → id: `{"geonames":"184745"}`, `{"copydesk":"un","wikidata":"Q1065"}`.
    #[serde(skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub links: std::collections::BTreeMap<std::borrow::Cow<'static, str>, String>,
    /// Of a short name that the text leaves open, the ids of the entities of which each mention means one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<String>,
    /// Stock exchange codes that the text gives an organisation.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub symbols: Vec<Symbol>,
    /// For places and demonyms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<EntityPlace>,
    pub mentions: Vec<Mention>,
}

/// A code of a share, as the text gives it; in the shape of ninjs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Symbol {
    /// `NYSE`, of data/exchanges.tsv; absent where the text names none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exchange: Option<&'static str>,
    pub symbol_type: SymbolType,
    pub symbol: String,
}

/// What kind of code it is; ninjs wants a URI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum SymbolType {
    /// The exchange's own: `IBM`.
    #[serde(rename = "urn:copydesk:symbol:ticker")]
    Ticker,
    /// Reuters' code, with the suffix of the exchange: `IBM.N`.
    #[serde(rename = "urn:copydesk:symbol:ric")]
    Ric,
    /// ISO 6166.
    #[serde(rename = "urn:copydesk:symbol:isin")]
    Isin,
    /// The German securities number.
    #[serde(rename = "urn:copydesk:symbol:wkn")]
    Wkn,
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

impl EntityKind {
    pub const ALL: [EntityKind; 5] = [
        EntityKind::Person,
        EntityKind::Organisation,
        EntityKind::Place,
        EntityKind::Event,
        EntityKind::Demonym,
    ];

    /// The kind that records call so.
    pub fn named(name: &str) -> Option<EntityKind> {
        EntityKind::ALL.into_iter().find(|kind| super::label(kind) == name)
    }
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
