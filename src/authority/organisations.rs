//! The world's large organisations: names, acronyms, kind, home.

use rustc_hash::FxHashSet;

use super::former_names::{self, FormerName};
use super::identifiers::{self, Identifier};
use super::index::NameIndex;
use super::table::{self, Row};
use super::{AuthorityError, OverrideFile, fold};

const FILE: &str = "organisations.tsv";
const TABLE: &str = include_str!("../../data/organisations.tsv");
const COLUMNS: &[&str] = &["id", "name", "aliases", "kind", "country"];

/// An organisation; a row of `data/organisations.tsv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Stable id: the usual acronym or a short form, in lower case: `un`, `spa-kp`.
    pub id: String,
    /// The name in force, as wires write it.
    pub name: String,
    /// Acronyms and other forms; `UN`, `U.N.` fold to one.
    pub aliases: Vec<String>,
    /// `body`, `government`, `military`, `party`, `armed-group`, `company`, `bank`, `exchange`, `club`,
    /// `league`, `sport`, `media`, `university`, `ngo`, `church`, `union` and what a user adds.
    pub kind: String,
    /// ISO 3166-1 alpha-2; none for world and continental bodies.
    pub country: Option<String>,
    /// Names of earlier times; rows of `data/former_names.tsv`.
    pub former: Vec<FormerName>,
    /// What other registers call it; rows of `data/identifiers.tsv`.
    pub identifiers: Vec<Identifier>,
}

impl Organisation {
    /// The names of today, the usual one first.
    pub fn current_names(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.name).chain(&self.aliases)
    }

    /// All names, those of today first.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        let former =
            self.former.iter().flat_map(|former| std::iter::once(&former.name).chain(&former.aliases));
        self.current_names().chain(former)
    }
}

/// All organisations, by name. Where several bear one name, the one earlier in the table comes first.
#[derive(Default)]
pub struct Organisations {
    list: Vec<Organisation>,
    index: NameIndex,
    /// Folded names that are written in capitals only.
    capitals: FxHashSet<Box<str>>,
}

impl Organisations {
    /// The organisations built in; the user's rows add to them or replace them by id.
    pub(super) fn load(overrides: &[OverrideFile]) -> Result<Organisations, AuthorityError> {
        let [builtin, users] = table::with_overrides(FILE, TABLE, overrides, COLUMNS)?;
        let mut list = table::merge(read(&builtin)?, read(&users)?, |organisation| &organisation.id);
        let ids: FxHashSet<String> = list.iter().map(|organisation| organisation.id.clone()).collect();
        let known = |id: &str| ids.contains(id);
        let own = |id: &str| users.iter().any(|row| row.optional(0) == Some(id));
        let mut former = former_names::load(overrides, known, own)?;
        let mut identifiers = identifiers::load(overrides, known)?;
        for organisation in &mut list {
            organisation.former = former.remove(&organisation.id).unwrap_or_default();
            organisation.identifiers = identifiers.remove(&organisation.id).unwrap_or_default();
        }
        let mut organisations = Organisations { list, ..Organisations::default() };
        let mut mixed = FxHashSet::default();
        for (row, organisation) in organisations.list.iter().enumerate() {
            for name in organisation.names() {
                let folded = fold(name);
                organisations.index.enter(&folded, row as u32);
                match is_capitals(name) {
                    true => organisations.capitals.insert(folded.into()),
                    false => mixed.insert(folded),
                };
            }
        }
        organisations.capitals.retain(|folded| !mixed.contains(&**folded));
        Ok(organisations)
    }

    /// The organisation with this folded name or alias; the most prominent where there are several.
    pub fn lookup_folded(&self, folded: &str) -> Option<&Organisation> {
        self.namesakes(folded).next()
    }

    /// The organisation that is written so in a text: acronyms count in capitals only, so `WHO` is one
    /// and `Who` is none.
    pub fn lookup(&self, name: &str) -> Option<&Organisation> {
        let folded = fold(name);
        if self.capitals.contains(folded.as_str()) && !is_capitals(name) {
            return None;
        }
        self.lookup_folded(&folded)
    }

    /// Every organisation with this folded name, the most prominent first: `Labour Party` in several countries.
    pub fn namesakes(&self, folded: &str) -> impl Iterator<Item = &Organisation> {
        self.index.rows(folded).iter().map(|&row| &self.list[row as usize])
    }

    /// How many words the longest name has that begins with this folded word; 0 when none does.
    pub fn longest_from(&self, first_word: &str) -> usize {
        self.index.longest_from(first_word)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Organisation> {
        self.list.iter()
    }
}

/// An acronym, as `WHO`, `U.N.` or `G7`: a letter, and none that is small.
pub fn is_capitals(name: &str) -> bool {
    name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase)
}

fn read(rows: &[Row<'_>]) -> Result<Vec<Organisation>, AuthorityError> {
    table::distinct(rows, 0)?;
    rows.iter()
        .map(|row| {
            Ok(Organisation {
                id: row.id(0)?.to_owned(),
                name: row.required(1)?.to_owned(),
                aliases: row.list(2),
                kind: row.id(3)?.to_owned(),
                country: row.country(4)?,
                former: Vec::new(),
                identifiers: Vec::new(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(rows: &str) -> Result<Organisations, AuthorityError> {
        let text = format!("{}\n{rows}", COLUMNS.join("\t"));
        Organisations::load(&[OverrideFile { path: FILE.to_owned(), text }])
    }

    fn builtin() -> Organisations {
        Organisations::load(&[]).unwrap()
    }

    #[test]
    fn names_and_acronyms() {
        let organisations = builtin();
        for (name, id) in [
            ("United Nations", "un"),
            ("U.N.", "un"),
            ("UNITED NATIONS", "un"),
            ("WHO", "who"),
            ("World Health Organisation", "who"),
            ("Nato", "nato"),
            ("NATO", "nato"),
            ("Supreme People’s Assembly", "spa-kp"),
            ("FBI", "fbi"),
            ("Fed", "federal-reserve"),
            ("Red Cross", "red-cross"),
            ("Manchester United", "manchester-united"),
        ] {
            assert_eq!(organisations.lookup(name).map(|o| o.id.as_str()), Some(id), "{name}");
        }
    }

    #[test]
    fn words_are_no_acronyms() {
        let organisations = builtin();
        for name in ["Who", "Un", "Ira", "Eta", "Sec", "Imf", "Opposition", "The", ""] {
            assert_eq!(organisations.lookup(name).map(|o| o.id.as_str()), None, "{name}");
        }
    }

    #[test]
    fn the_table_is_broad_and_its_names_have_one_first_owner() {
        let organisations = builtin();
        assert!(organisations.iter().count() >= 700);
        for organisation in organisations.iter() {
            let found: Vec<_> = organisations.namesakes(&fold(&organisation.name)).map(|o| &o.id).collect();
            assert!(found.contains(&&organisation.id), "{}", organisation.id);
            assert_eq!(organisation.name.trim(), organisation.name);
        }
    }

    #[test]
    fn the_longest_name_from_a_word() {
        let organisations = user("xa\tHarbour Union of the North\t-\tunion\t-\n").unwrap();
        assert_eq!(organisations.longest_from("harbour"), 5);
        assert_eq!(organisations.longest_from("zzyzx"), 0);
    }

    #[test]
    fn a_users_row_adds_or_replaces() {
        let count = builtin().iter().count();
        let organisations = user("un\tUnited Nets\tUN\tcompany\tKE\nxa\tLake Union\t-\tunion\t-\n").unwrap();
        assert_eq!(organisations.iter().count(), count + 1);
        assert_eq!(organisations.lookup("UN").map(|o| o.name.as_str()), Some("United Nets"));
        assert!(organisations.lookup("United Nations").is_none());
        assert_eq!(organisations.lookup("lake union").map(|o| o.id.as_str()), Some("xa"));
        let organisations = user("xa\tWharf Health Office\tWHO\tbody\t-\n").unwrap();
        assert_eq!(
            organisations.lookup("WHO").map(|o| o.id.as_str()),
            Some("xa"),
            "a user's name is taken first"
        );
    }

    #[test]
    fn former_names_are_found_and_go_with_the_row() {
        let organisations = builtin();
        for name in ["Wal-Mart", "Walmart", "Wal-Mart Stores Inc."] {
            assert_eq!(organisations.lookup(name).map(|o| o.name.as_str()), Some("Walmart"), "{name}");
        }
        let organisations = user("walmart\tWallmart\t-\tcompany\tUS\n").unwrap();
        assert!(organisations.lookup("Wal-Mart").is_none());
        let identifiers = |id: &str| organisations.iter().find(|o| o.id == id).map(|o| o.identifiers.len());
        assert_eq!(identifiers("walmart"), Some(2), "it is the same company still");
    }

    #[test]
    fn faults() {
        for (rows, wanted) in [
            ("xa\tA\t-\tunion\n", "organisations.tsv: line 2: 4 cells where 5 are wanted"),
            (
                "xa\tA\t-\tunion\t-\nxa\tB\t-\tunion\t-\n",
                "organisations.tsv: line 3: `id` is \"xa\", which line 2 has too",
            ),
            ("xa\tA\t-\t-\t-\n", "organisations.tsv: line 2: `kind` is absent"),
        ] {
            let fault = user(rows).err().expect("a fault").to_string();
            assert!(fault.starts_with(wanted), "{fault}");
        }
    }
}
