//! What users rule about names: this is a person, that is no name at all. Nothing is built in.

use rustc_hash::FxHashMap;

use super::table::{self, Row};
use super::{AuthorityError, OverrideFile, fold};
use crate::record::EntityKind;

const FILE: &str = "names.tsv";
const COLUMNS: &[&str] = &["name", "type"];
const EMPTY: &str = "name\ttype\n";

/// The user's rulings, by name.
#[derive(Debug, Default)]
pub struct Rulings {
    /// Folded name → what it is; `None`: never an entity.
    names: FxHashMap<String, Option<EntityKind>>,
    longest: usize,
}

impl Rulings {
    pub(super) fn load(overrides: &[OverrideFile]) -> Result<Rulings, AuthorityError> {
        let [_, rows] = table::with_overrides(FILE, EMPTY, overrides, COLUMNS)?;
        let mut rulings = Rulings::default();
        for row in &rows {
            let folded = fold(row.required(0)?);
            rulings.longest = rulings.longest.max(folded.split(' ').count());
            if rulings.names.insert(folded, kind(row)?).is_some() {
                let name = row.required(0)?;
                return Err(
                    row.error(format!("`name` {name:?} has a row already; case and accents do not count"))
                );
            }
        }
        Ok(rulings)
    }

    /// What the name is: `Some(None)` for one that is never an entity, `None` without a ruling.
    pub fn of(&self, folded: &str) -> Option<Option<EntityKind>> {
        self.names.get(folded).copied()
    }

    /// Words of the longest name; 0 without any.
    pub fn longest(&self) -> usize {
        self.longest
    }
}

fn kind(row: &Row<'_>) -> Result<Option<EntityKind>, AuthorityError> {
    Ok(match row.required(1)? {
        "person" => Some(EntityKind::Person),
        "organisation" => Some(EntityKind::Organisation),
        "place" => Some(EntityKind::Place),
        "none" => None,
        "event" => return Err(row.error("`type` is \"event\"; name events in events.tsv")),
        other => {
            return Err(row.error(format!(
                "`type` is {other:?}; write person, organisation, place, or none for what is never an entity"
            )));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(rows: &str) -> Result<Rulings, AuthorityError> {
        Rulings::load(&[OverrideFile { path: FILE.to_owned(), text: format!("{EMPTY}{rows}") }])
    }

    #[test]
    fn rulings_are_found_by_the_folded_name() {
        let rulings = load("Lake Varn\tplace\nQuick Quote\tnone\n").unwrap();
        assert_eq!(rulings.of("lake varn"), Some(Some(EntityKind::Place)));
        assert_eq!(rulings.of("quick quote"), Some(None));
        assert_eq!((rulings.of("lake"), rulings.longest()), (None, 2));
        assert_eq!(Rulings::load(&[]).unwrap().longest(), 0);
    }

    #[test]
    fn a_slip_is_named_with_its_line() {
        let error = load("Lake Varn\tlake\n").unwrap_err();
        assert!(error.to_string().contains("names.tsv: line 2: `type` is \"lake\"; write person"), "{error}");
        assert!(load("Doe Cup\tevent\n").unwrap_err().message.contains("events.tsv"));
        assert!(load("A\tnone\nA\tperson\n").is_err());
        let error = load("Gen Z\tnone\nGEN Z\tplace\n").unwrap_err().to_string();
        assert!(error.contains("line 3: `name` \"GEN Z\" has a row already"), "{error}");
    }
}
