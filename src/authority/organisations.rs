//! The world's large organisations: names, acronyms, kind, home.

/// An organisation; a row of `data/organisations.tsv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Stable id: the usual acronym or a short form, in lower case: `un`, `spa-kp`.
    pub id: String,
    pub name: String,
    /// Acronyms and other forms; `UN`, `U.N.` fold to one.
    pub aliases: Vec<String>,
    pub kind: String,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
}

#[derive(Default)]
pub struct Organisations {}

impl Organisations {
    /// The organisation with this folded name or alias.
    pub fn lookup_folded(&self, _folded: &str) -> Option<&Organisation> {
        None
    }

    pub fn iter(&self) -> impl Iterator<Item = &Organisation> {
        [].iter()
    }
}
