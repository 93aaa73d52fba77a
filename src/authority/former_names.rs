//! What organisations were called before: `Wal-Mart`, `Royal Dutch Shell`.

use rustc_hash::FxHashMap;

use super::table::{self, Row};
use super::{AuthorityError, OverrideFile};

const FILE: &str = "former_names.tsv";
const TABLE: &str = include_str!("../../data/former_names.tsv");
const COLUMNS: &[&str] = &["id", "name", "aliases"];

/// A name that an organisation bore once, with its short forms; a row of `data/former_names.tsv`.
///
/// A text that names the organisation by it alone was written in its time, or means it so: the name stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerName {
    pub name: String,
    pub aliases: Vec<String>,
}

/// Former names by the id of the organisation. A user's row replaces the one built in of its id and name. The names built
/// in go with the rows built in: an organisation whose row is the user's own (`own`) has only the user's.
pub(super) fn load(
    overrides: &[OverrideFile],
    known: impl Fn(&str) -> bool,
    own: impl Fn(&str) -> bool,
) -> Result<FxHashMap<String, Vec<FormerName>>, AuthorityError> {
    let [builtin, users] = table::with_overrides(FILE, TABLE, overrides, COLUMNS)?;
    let mut found: FxHashMap<String, Vec<FormerName>> = FxHashMap::default();
    let mut enter = |row: &Row<'_>, keep: bool| -> Result<(), AuthorityError> {
        let (id, name) = (row.id(0)?, row.required(1)?);
        if !known(id) {
            return Err(row.error(format!("`id` is {id:?}, which organisations.tsv has not")));
        }
        if keep {
            let list = found.entry(id.to_owned()).or_default();
            list.retain(|former| former.name != name);
            list.push(FormerName { name: name.to_owned(), aliases: row.list(2) });
        }
        Ok(())
    };
    builtin.iter().try_for_each(|row| enter(row, !own(row.id(0)?)))?;
    users.iter().try_for_each(|row| enter(row, true))?;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(rows: &str, own: &str) -> Result<FxHashMap<String, Vec<FormerName>>, AuthorityError> {
        let text = format!("{}\n{rows}", COLUMNS.join("\t"));
        load(&[OverrideFile { path: FILE.to_owned(), text }], |id| id != "nobody", |id| id == own)
    }

    fn names(found: &FxHashMap<String, Vec<FormerName>>, id: &str) -> Vec<String> {
        found.get(id).into_iter().flatten().map(|former| former.name.clone()).collect()
    }

    #[test]
    fn a_users_row_adds_or_replaces() {
        let found = user("facebook\tFacebook\tFB\nfacebook\tThefacebook\t-\n", "walmart").unwrap();
        assert_eq!(names(&found, "facebook"), ["Facebook", "Thefacebook"]);
        assert_eq!(found["facebook"][0].aliases, ["FB"]);
        assert_eq!(names(&found, "walmart"), [""; 0], "the user's own row of Walmart has none");
        assert!(!names(&found, "royal-dutch-shell").is_empty());
    }

    #[test]
    fn a_row_of_nobody() {
        let fault = user("nobody\tDoe Corp.\t-\n", "").expect_err("a fault").to_string();
        assert!(fault.starts_with("former_names.tsv: line 2: `id` is \"nobody\""), "{fault}");
    }
}
