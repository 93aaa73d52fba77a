//! News agencies, newspapers and press-release wires, and how each writes datelines and credits.

use crate::record::AgencyRole;

/// A supplier of dispatches; a row of `data/agencies/`.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agency {
    /// Short name in capitals without signs.
    pub code: String,
    pub name: String,
    /// Every other spelling a credit may have.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// ISO 3166-1 alpha-2.
    #[serde(default)]
    pub country: Option<String>,
    #[serde(default)]
    pub languages: Vec<String>,
    pub kind: AgencyKind,
    /// Dateline of this wire as it is typed, an invented example.
    #[serde(default)]
    pub dateline: Option<String>,
    /// Its credit stands at the very beginning, before the place: `(ANSA) - ROMA, 1 LUG - `.
    #[serde(default)]
    pub credit_first: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AgencyKind {
    Agency,
    Newspaper,
    Broadcaster,
    Online,
    PressRelease,
}

impl AgencyKind {
    /// The role of a credit of this kind that stands alone.
    pub fn role(self) -> AgencyRole {
        match self {
            AgencyKind::PressRelease => AgencyRole::PressRelease,
            _ => AgencyRole::Source,
        }
    }
}

/// All agencies, by code and by spelling.
#[derive(Default)]
pub struct Agencies {}

impl Agencies {
    pub fn by_code(&self, _code: &str) -> Option<&Agency> {
        None
    }

    /// The agency a credit names; folded, and `Reuter`, `AFP`, `The Associated Press` are all spellings.
    pub fn by_name(&self, _name: &str) -> Option<&Agency> {
        None
    }

    /// In order of code.
    pub fn iter(&self) -> impl Iterator<Item = &Agency> {
        [].iter()
    }
}
