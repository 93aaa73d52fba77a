//! Heads of state, government and world bodies with their terms.

use super::index::NameIndex;
use super::table::{self, Row};
use super::{AuthorityError, OverrideFile, fold};

const FILE: &str = "people.tsv";
const TABLE: &str = include_str!("../../data/people.tsv");
const COLUMNS: &[&str] = &["id", "name", "aliases", "family", "office", "country", "from", "to"];

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

impl Term {
    /// Whether the office was held at any time of this year.
    pub fn covers(&self, year: i16) -> bool {
        self.from <= year && self.to.is_none_or(|to| year <= to)
    }

    /// Whether it ended in this year or before.
    pub fn is_over(&self, year: i16) -> bool {
        self.to.is_some_and(|to| to <= year)
    }
}

impl Person {
    /// The offices held at any time of this year.
    pub fn offices(&self, year: i16) -> impl Iterator<Item = &Term> {
        self.terms.iter().filter(move |term| term.covers(year))
    }
}

/// All people, by name.
#[derive(Default)]
pub struct People {
    list: Vec<Person>,
    index: NameIndex,
    families: NameIndex,
}

impl People {
    /// The people built in; the user's rows add to them or, by id, replace a person with all terms.
    pub(super) fn load(overrides: &[OverrideFile]) -> Result<People, AuthorityError> {
        let [builtin, users] = table::with_overrides(FILE, TABLE, overrides, COLUMNS)?;
        let list = table::merge(read(&builtin)?, read(&users)?, |person| &person.id);
        let mut people = People { list, ..People::default() };
        for (row, person) in people.list.iter().enumerate() {
            for name in std::iter::once(&person.name).chain(&person.aliases) {
                people.index.enter(&fold(name), row as u32);
            }
            people.families.enter(&fold(&person.family), row as u32);
        }
        Ok(people)
    }

    /// Everybody with this folded full name or alias.
    pub fn lookup_folded(&self, folded: &str) -> Vec<&Person> {
        self.at(self.index.rows(folded))
    }

    /// Everybody with this folded family name.
    pub fn family_folded(&self, folded: &str) -> Vec<&Person> {
        self.at(self.families.rows(folded))
    }

    /// How many words the longest name has that begins with this folded word; 0 when none does.
    pub fn longest_from(&self, first_word: &str) -> usize {
        self.index.longest_from(first_word)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Person> {
        self.list.iter()
    }

    fn at(&self, rows: &[u32]) -> Vec<&Person> {
        rows.iter().map(|&row| &self.list[row as usize]).collect()
    }
}

/// The rows of one person stand together: the first gives name, aliases and family name, the others may
/// leave them absent.
fn read(rows: &[Row<'_>]) -> Result<Vec<Person>, AuthorityError> {
    let mut people: Vec<Person> = Vec::new();
    let mut known = rustc_hash::FxHashSet::default();
    for row in rows {
        let id = row.id(0)?;
        let term = Term {
            office: row.required(4)?.to_owned(),
            country: row.country(5)?,
            from: row.year(6)?.ok_or_else(|| row.error("`from` is absent; write a year"))?,
            to: row.year(7)?,
        };
        if term.to.is_some_and(|to| to < term.from) {
            return Err(row.error("`to` is before `from`; put the years in order"));
        }
        match people.last_mut() {
            Some(person) if person.id == id => {
                person.aliases.extend(row.list(2));
                person.terms.push(term);
            }
            _ => {
                if !known.insert(id) {
                    return Err(
                        row.error(format!("`id` {id:?} stands further up too; put its rows together"))
                    );
                }
                people.push(Person {
                    id: id.to_owned(),
                    name: row.required(1)?.to_owned(),
                    aliases: row.list(2),
                    family: row.required(3)?.to_owned(),
                    terms: vec![term],
                });
            }
        }
    }
    Ok(people)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn builtin() -> People {
        People::load(&[]).unwrap()
    }

    fn user(rows: &str) -> Result<People, AuthorityError> {
        let text = format!("{}\n{rows}", COLUMNS.join("\t"));
        People::load(&[OverrideFile { path: FILE.to_owned(), text }])
    }

    #[test]
    fn offices_by_year() {
        let people = builtin();
        for (name, year, office, country) in [
            ("Kim Jong Un", 2018, "Supreme Leader", Some("KP")),
            ("Kim Jong-un", 2018, "Supreme Leader", Some("KP")),
            ("Kim Yong Nam", 2018, "President of the Presidium of the Supreme People's Assembly", Some("KP")),
            ("Moon Jae-in", 2018, "President", Some("KR")),
            ("António Guterres", 2018, "UN Secretary-General", None),
            ("Antonio Guterres", 1999, "Prime Minister", Some("PT")),
            ("Mike Pence", 2018, "Vice President", Some("US")),
            ("Donald Trump", 2018, "President", Some("US")),
            ("Nikki Haley", 2018, "Ambassador to the United Nations", Some("US")),
            ("Angela Merkel", 2010, "Chancellor", Some("DE")),
        ] {
            let found = people.lookup_folded(&fold(name));
            let terms: Vec<_> = found.iter().flat_map(|p| p.offices(year)).collect();
            assert!(
                terms.iter().any(|t| t.office == office && t.country.as_deref() == country),
                "{name} {year}: {terms:?}"
            );
        }
    }

    #[test]
    fn offices_end() {
        let people = builtin();
        for (name, year) in [("Angela Merkel", 2023), ("Donald Trump", 2010), ("Moon Jae-in", 2016)] {
            let found = people.lookup_folded(&fold(name));
            assert_eq!(found.iter().flat_map(|p| p.offices(year)).count(), 0, "{name} {year}");
        }
    }

    #[test]
    fn the_table_is_broad_and_whole() {
        let people = builtin();
        assert!(people.iter().map(|p| p.terms.len()).sum::<usize>() >= 450);
        for person in people.iter() {
            let family = fold(&person.family);
            let in_a_name =
                std::iter::once(&person.name).chain(&person.aliases).any(|n| fold(n).contains(&family));
            assert!(in_a_name, "{}: the family name is in no name", person.id);
            assert!(person.terms.iter().all(|t| (1900..=2026).contains(&t.from)), "{}", person.id);
        }
        assert!(people.family_folded("kim").len() >= 3);
    }

    #[test]
    fn a_users_rows_add_or_replace() {
        let rows = "moon-jae-in\tMoon Jae-in\t-\tMoon\tMayor\tKR\t1990\t1991\n\
                    xa-roe\tXa Roe\tX. Roe\tRoe\tPresident\tKE\t1999\t2003\nxa-roe\t-\t-\t-\tSenator\tKE\t2004\t-\n";
        let people = user(rows).unwrap();
        assert_eq!(people.lookup_folded("moon jae in")[0].terms.len(), 1);
        assert_eq!(people.lookup_folded("x roe")[0].terms.len(), 2);
        assert_eq!(people.lookup_folded("x roe")[0].offices(2010).count(), 1);
    }

    #[test]
    fn faults() {
        for (rows, wanted) in [
            ("xa\tXa\t-\tXa\tMayor\tKE\tsoon\t-\n", "people.tsv: line 2: `from` is \"soon\"; write a year"),
            ("xa\tXa\t-\tXa\tMayor\tKE\t-\t-\n", "people.tsv: line 2: `from` is absent"),
            ("xa\tXa\t-\tXa\tMayor\tKE\t2001\t1999\n", "people.tsv: line 2: `to` is before `from`"),
            ("xa\tXa\t-\t-\tMayor\tKE\t2001\t-\n", "people.tsv: line 2: `family` is absent"),
            (
                "xa\tA\t-\tA\tM\t-\t2001\t-\nxb\tB\t-\tB\tM\t-\t2001\t-\nxa\tA\t-\tA\tM\t-\t2003\t-\n",
                "people.tsv: line 4: `id` \"xa\" stands further up too",
            ),
        ] {
            let fault = user(rows).err().expect("a fault").to_string();
            assert!(fault.starts_with(wanted), "{fault}");
        }
    }
}
