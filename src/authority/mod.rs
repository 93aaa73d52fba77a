//! Reference knowledge: agencies, places, organisations, people. Loaded once, immutable, shared.
//!
//! What is built in comes from `data/`; files of the same names in `authority.dir` add to it and override it.

mod agencies;
mod fold;
mod gazetteer;
mod index;
mod organisations;
mod people;
mod table;

pub use agencies::{Agencies, Agency, AgencyKind};
pub use fold::fold;
pub use gazetteer::{CountryCode, Gazetteer, Geo, GeoHit, GeoId};
pub use organisations::{Organisation, Organisations};
pub use people::{People, Person, Term};

/// All reference knowledge.
pub struct Authority {
    pub agencies: Agencies,
    pub gazetteer: Gazetteer,
    pub organisations: Organisations,
    pub people: People,
    /// The data's date, and a short hash of the user's overrides where there are any.
    pub version: String,
}

/// A file of `authority.dir`, read by the caller: this room does no I/O.
#[derive(Debug, Clone)]
pub struct OverrideFile {
    /// Path below `authority.dir`: `agencies/xyz.toml`, `places.tsv`, …
    pub path: String,
    pub text: String,
}

/// A fault in an authority file: one sentence with the place and the mend.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {message}")]
pub struct AuthorityError {
    pub file: String,
    pub message: String,
}

impl Authority {
    /// The data built in.
    pub fn builtin() -> Result<Authority, AuthorityError> {
        Authority::load(&[])
    }

    /// The data built in, with the user's files over it.
    pub fn load(overrides: &[OverrideFile]) -> Result<Authority, AuthorityError> {
        Ok(Authority {
            agencies: Agencies::load(overrides)?,
            gazetteer: Gazetteer::default(),
            organisations: Organisations::default(),
            people: People::default(),
            version: String::new(),
        })
    }
}
