//! Reference knowledge: agencies, places, organisations, people, events, names. Loaded once, immutable, shared.
//!
//! What is built in comes from `data/`; files of the same names in `authority.dir` add to it and override it.

mod agencies;
mod alpha3;
mod events;
mod fold;
mod former_names;
mod gazetteer;
mod identifiers;
mod index;
mod letters;
mod names;
mod organisations;
mod people;
mod rulings;
mod styles;
mod subjects;
mod table;
mod zones;

pub use agencies::{Agencies, Agency, AgencyId, AgencyKind};
pub use alpha3::country_of;
pub use events::{Event, Events};
pub use fold::fold;
pub(crate) use fold::{is_mark, plain};
pub use former_names::FormerName;
pub use gazetteer::{CountryCode, DisputePolicy, Entry, Gazetteer, Geo, GeoHit, GeoId, NameRank};
pub use identifiers::Identifier;
pub use letters::Letters;
pub use names::{Gender, Lang, Names};
pub(crate) use organisations::is_capitals;
pub use organisations::{Organisation, Organisations};
pub use people::{People, Person, Term};
pub use rulings::Rulings;
pub use styles::{AgencyStyle, Styles};
pub use subjects::{Subjects, Topic};
pub use zones::instant;

use sha2::{Digest, Sha256};

/// All reference knowledge.
pub struct Authority {
    pub agencies: Agencies,
    pub gazetteer: Gazetteer,
    pub organisations: Organisations,
    pub people: People,
    pub events: Events,
    pub names: Names,
    /// The user's own word on names.
    pub rulings: Rulings,
    pub styles: Styles,
    pub subjects: Subjects,
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

    /// Gives disputed places the country of this policy.
    pub fn under(self, policy: DisputePolicy) -> Authority {
        Authority { gazetteer: self.gazetteer.under(policy), ..self }
    }

    /// The data built in, with the user's files over it.
    ///
    /// # Errors
    /// The first fault of a file, with its line; a table that nobody reads.
    pub fn load(overrides: &[OverrideFile]) -> Result<Authority, AuthorityError> {
        overrides.iter().try_for_each(known)?;
        let mut gazetteer = Gazetteer::load(overrides)?;
        let styles = Styles::load(overrides, &gazetteer)?;
        gazetteer.shorten(&styles);
        let mut version = gazetteer.date().to_owned();
        if let Some(hash) = short_hash(overrides) {
            version = format!("{version}+{hash}");
        }
        let mut agencies = Agencies::load(overrides)?;
        agencies.settle(&gazetteer);
        Ok(Authority {
            agencies,
            styles,
            gazetteer,
            organisations: Organisations::load(overrides)?,
            people: People::load(overrides)?,
            events: Events::load(overrides)?,
            names: Names::load(overrides)?,
            rulings: Rulings::load(overrides)?,
            subjects: Subjects::load(overrides)?,
            version,
        })
    }
}

/// The user's tables, beside `agencies/`.
const TABLES: [&str; 12] = [
    "disputed.tsv",
    "events.tsv",
    "first_names.tsv",
    "former_names.tsv",
    "identifiers.tsv",
    "names.tsv",
    "organisations.tsv",
    "people.tsv",
    "places.tsv",
    "styles.tsv",
    "subjects.tsv",
    "surnames.tsv",
];

/// Refuses a table of another name: it would be a slip of the pen that nobody notices.
fn known(file: &OverrideFile) -> Result<(), AuthorityError> {
    let table = file.path.ends_with(".tsv");
    let stray = file.path.ends_with(".toml") && !file.path.starts_with("agencies/");
    if table && !TABLES.contains(&file.path.as_str()) || stray {
        let message =
            format!("no table has this name; write agencies/….toml or one of {}", TABLES.join(", "));
        return Err(AuthorityError { file: file.path.clone(), message });
    }
    Ok(())
}

/// A short hash of the user's files, whatever their order; `None` without any.
fn short_hash(overrides: &[OverrideFile]) -> Option<String> {
    let mut files: Vec<&OverrideFile> = overrides.iter().collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let mut hasher = Sha256::new();
    for file in &files {
        // The lengths keep two files apart from one that holds both.
        hasher.update(file.path.len().to_le_bytes());
        hasher.update(&file.path);
        hasher.update(file.text.len().to_le_bytes());
        hasher.update(&file.text);
    }
    let digest = hasher.finalize();
    (!files.is_empty()).then(|| digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_that_nobody_reads_is_refused() {
        let file = |path: &str| OverrideFile { path: path.into(), text: String::new() };
        for path in ["name.tsv", "agencies/names.tsv", "afp.toml"] {
            let fault = known(&file(path)).expect_err("a fault").to_string();
            assert!(fault.starts_with(&format!("{path}: no table has this name")), "{fault}");
        }
        for path in ["names.tsv", "agencies/afp.toml", "README.md"] {
            assert!(known(&file(path)).is_ok(), "{path}");
        }
    }
}
