//! Events with a name of their own: games, cups, summits, wars.

use super::index::NameIndex;
use super::table::{self, Row};
use super::{AuthorityError, OverrideFile, fold};

const FILE: &str = "events.tsv";
const TABLE: &str = include_str!("../../data/events.tsv");
const COLUMNS: &[&str] = &["id", "name", "aliases", "kind"];

/// An event; a row of `data/events.tsv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Stable id: `winter-olympics`.
    pub id: String,
    pub name: String,
    pub aliases: Vec<String>,
    /// `sport`, `summit`, `war`, `politics`, `culture`, `disaster`, `attack` and what a user adds.
    pub kind: String,
}

/// All events, by name.
#[derive(Default)]
pub struct Events {
    list: Vec<Event>,
    index: NameIndex,
}

impl Events {
    /// The events built in; the user's rows add to them or replace them by id.
    pub(super) fn load(overrides: &[OverrideFile]) -> Result<Events, AuthorityError> {
        let [builtin, users] = table::with_overrides(FILE, TABLE, overrides, COLUMNS)?;
        let list = table::merge(read(&builtin)?, read(&users)?, |event| &event.id);
        let mut events = Events { list, index: NameIndex::default() };
        for (row, event) in events.list.iter().enumerate() {
            for name in std::iter::once(&event.name).chain(&event.aliases) {
                events.index.enter(&fold(name), row as u32);
            }
        }
        Ok(events)
    }

    /// The event with this folded name or alias.
    pub fn lookup_folded(&self, folded: &str) -> Option<&Event> {
        self.index.rows(folded).first().map(|&row| &self.list[row as usize])
    }

    /// How many words the longest name has that begins with this folded word; 0 when none does.
    pub fn longest_from(&self, first_word: &str) -> usize {
        self.index.longest_from(first_word)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Event> {
        self.list.iter()
    }
}

fn read(rows: &[Row<'_>]) -> Result<Vec<Event>, AuthorityError> {
    table::distinct(rows, 0)?;
    rows.iter()
        .map(|row| {
            Ok(Event {
                id: row.id(0)?.to_owned(),
                name: row.required(1)?.to_owned(),
                aliases: row.list(2),
                kind: row.id(3)?.to_owned(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_aliases() {
        let events = Events::load(&[]).unwrap();
        assert!(events.iter().count() >= 140);
        for (name, id) in [
            ("Winter Olympics", "winter-olympics"),
            ("Winter Games", "winter-olympics"),
            ("Olympic Games", "olympic-games"),
            ("World War II", "world-war-ii"),
            ("Second World War", "world-war-ii"),
            ("Super Bowl", "super-bowl"),
            ("Tour de France", "tour-de-france"),
        ] {
            assert_eq!(events.lookup_folded(&fold(name)).map(|e| e.id.as_str()), Some(id), "{name}");
        }
        assert_eq!(events.lookup_folded("war"), None);
        assert_eq!(events.longest_from("winter"), 3);
    }

    #[test]
    fn no_name_is_claimed_twice() {
        let events = Events::load(&[]).unwrap();
        for event in events.iter() {
            for name in std::iter::once(&event.name).chain(&event.aliases) {
                assert_eq!(events.lookup_folded(&fold(name)).map(|e| &e.id), Some(&event.id), "{name}");
            }
        }
    }

    #[test]
    fn a_users_row_adds() {
        let text = "id\tname\taliases\tkind\nlake-games\tLake Games\tGames of the Lakes\tsport\n".to_owned();
        let events = Events::load(&[OverrideFile { path: FILE.to_owned(), text }]).unwrap();
        assert_eq!(events.lookup_folded("games of the lakes").map(|e| e.id.as_str()), Some("lake-games"));
        assert!(events.lookup_folded("super bowl").is_some());
    }
}
