//! Given names, and family names that come first.

use rustc_hash::FxHashMap;

use super::table;
use super::{AuthorityError, OverrideFile, fold};

const GIVEN_FILE: &str = "first_names.tsv";
const GIVEN_TABLE: &str = include_str!("../../data/first_names.tsv");
const GIVEN_COLUMNS: &[&str] = &["name", "gender"];
const FAMILY_FILE: &str = "surnames.tsv";
const FAMILY_TABLE: &str = include_str!("../../data/surnames.tsv");
const FAMILY_COLUMNS: &[&str] = &["name", "language"];

/// Who usually bears a given name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gender {
    Male,
    Female,
    /// Both, as `Kim` or `Andrea`.
    Either,
}

/// The language of a family name that comes first. It decides the short form in copy: Chinese, Korean
/// and others take the family name (`Xi`), Vietnamese the last part of the given name (`Dung`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    Chinese,
    Korean,
    Vietnamese,
}

/// Given and family names. All look-ups take a folded single word.
#[derive(Default)]
pub struct Names {
    given: FxHashMap<Box<str>, Gender>,
    family_first: FxHashMap<Box<str>, Lang>,
}

impl Names {
    /// The names built in; the user's rows add to them or replace them.
    pub(super) fn load(overrides: &[OverrideFile]) -> Result<Names, AuthorityError> {
        let mut names = Names::default();
        for row in table::with_overrides(GIVEN_FILE, GIVEN_TABLE, overrides, GIVEN_COLUMNS)?.iter().flatten()
        {
            let gender = match row.required(1)? {
                "m" => Gender::Male,
                "f" => Gender::Female,
                "u" => Gender::Either,
                other => return Err(row.error(format!("`gender` is {other:?}; write m, f or u"))),
            };
            names.given.insert(fold(row.required(0)?).into(), gender);
        }
        for row in
            table::with_overrides(FAMILY_FILE, FAMILY_TABLE, overrides, FAMILY_COLUMNS)?.iter().flatten()
        {
            let language = match row.required(1)? {
                "zh" => Lang::Chinese,
                "ko" => Lang::Korean,
                "vi" => Lang::Vietnamese,
                other => return Err(row.error(format!("`language` is {other:?}; write zh, ko or vi"))),
            };
            names.family_first.insert(fold(row.required(0)?).into(), language);
        }
        Ok(names)
    }

    pub fn given(&self, folded: &str) -> Option<Gender> {
        self.given.get(folded).copied()
    }

    /// All given names, folded, in no order.
    pub fn all_given(&self) -> impl Iterator<Item = (&str, Gender)> {
        self.given.iter().map(|(name, gender)| (&**name, *gender))
    }

    /// All family names that come first, folded, in no order.
    pub fn all_family_first(&self) -> impl Iterator<Item = (&str, Lang)> {
        self.family_first.iter().map(|(name, language)| (&**name, *language))
    }

    /// The language of a family name that is written before the given name, as `kim` or `nguyen`.
    pub fn family_first(&self, folded: &str) -> Option<Lang> {
        self.family_first.get(folded).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_names() {
        let names = Names::load(&[]).unwrap();
        assert!(names.given.len() >= 2000);
        for (name, gender) in [
            ("John", Some(Gender::Male)),
            ("Amina", Some(Gender::Female)),
            ("José", Some(Gender::Male)),
            ("Jean-Pierre", Some(Gender::Male)),
            ("Andrea", Some(Gender::Either)),
            ("Oluwaseun", Some(Gender::Either)),
            ("Friday", None),
            ("Harbour", None),
            ("Paris", None),
        ] {
            assert_eq!(names.given(&fold(name)), gender, "{name}");
        }
    }

    #[test]
    fn family_names_that_come_first() {
        let names = Names::load(&[]).unwrap();
        assert!(names.family_first.len() >= 200);
        for (name, language) in [
            ("Kim", Some(Lang::Korean)),
            ("Xi", Some(Lang::Chinese)),
            ("Nguyễn", Some(Lang::Vietnamese)),
            ("Nguyen", Some(Lang::Vietnamese)),
            ("Smith", None),
        ] {
            assert_eq!(names.family_first(&fold(name)), language, "{name}");
        }
    }

    #[test]
    fn a_users_rows() {
        let file = |path: &str, text: &str| OverrideFile { path: path.to_owned(), text: text.to_owned() };
        let names = Names::load(&[file(GIVEN_FILE, "name\tgender\nXa\tf\nJohn\tu\n")]).unwrap();
        assert_eq!(names.given("xa"), Some(Gender::Female));
        assert_eq!(names.given("john"), Some(Gender::Either));
        let fault = Names::load(&[file(FAMILY_FILE, "name\tlanguage\nXa\tja\n")]).err().expect("a fault");
        assert_eq!(fault.to_string(), "surnames.tsv: line 2: `language` is \"ja\"; write zh, ko or vi");
    }
}
