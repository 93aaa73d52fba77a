//! Heads of state, government and world bodies with their terms.

/// A person of public office; a row of `data/people.tsv` (one row a term).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Stable id: `antonio-guterres`.
    pub id: String,
    pub name: String,
    pub aliases: Vec<String>,
    /// Family name, as used alone in copy: `Kim`, `Guterres`.
    pub family: String,
    pub terms: Vec<Term>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// `President`, `UN Secretary-General`.
    pub office: String,
    /// ISO 3166-1 alpha-2, or none for world bodies.
    pub country: Option<String>,
    /// Years, both inclusive; no end while in office.
    pub from: i16,
    pub to: Option<i16>,
}

#[derive(Default)]
pub struct People {}

impl People {
    /// Everybody with this folded full name or alias.
    pub fn lookup_folded(&self, _folded: &str) -> Vec<&Person> {
        Vec::new()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Person> {
        [].iter()
    }
}
