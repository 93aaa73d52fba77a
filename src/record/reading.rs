//! Dateline and credit, as they were read.

use serde::Serialize;

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
