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
    /// Of a short name that the text leaves open, the ids of the entities of which each mention means one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<String>,
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
