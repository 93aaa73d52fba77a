//! What other registers call an organisation: Wikidata, the SEC, ISO 10383, and what a user adds.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::table::{self, Row};
use super::{AuthorityError, OverrideFile};

const FILE: &str = "identifiers.tsv";
const TABLE: &str = include_str!("../../data/identifiers.tsv");
const COLUMNS: &[&str] = &["id", "scheme", "value", "source"];

/// An entry of an open register; a row of `data/identifiers.tsv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identifier {
    /// `wikidata`, `sec-cik`, `mic`, or a user's own.
    pub scheme: Cow<'static, str>,
    pub value: String,
}

/// A register whose identifiers are checked, so that a slip of the pen stops the start.
struct Scheme {
    name: &'static str,
    shape: &'static str,
    holds: fn(&str) -> bool,
}

const SCHEMES: &[Scheme] = &[
    Scheme {
        name: "wikidata",
        shape: "Q and a number",
        holds: |id| id.strip_prefix('Q').is_some_and(|n| !n.is_empty() && !n.starts_with('0') && digits(n)),
    },
    Scheme { name: "sec-cik", shape: "ten digits", holds: |id| id.len() == 10 && digits(id) },
    Scheme {
        name: "mic",
        shape: "four capitals or digits",
        holds: |id| id.len() == 4 && id.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()),
    },
    Scheme {
        name: "lei",
        shape: "twenty capitals or digits",
        holds: |id| id.len() == 20 && id.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()),
    },
];

/// What the desk itself writes into `links`.
const TAKEN: &[&str] = &["copydesk", "geonames"];

fn digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

/// Identifiers by the id of what they are of, each scheme once, in order of the tables. A user's row replaces the one
/// built in of its id and scheme, and takes it away where its value is absent.
pub(super) fn load(
    overrides: &[OverrideFile],
    known: impl Fn(&str) -> bool,
) -> Result<FxHashMap<String, Vec<Identifier>>, AuthorityError> {
    let mut found: FxHashMap<String, Vec<Identifier>> = FxHashMap::default();
    for rows in table::with_overrides(FILE, TABLE, overrides, COLUMNS)? {
        let mut seen = FxHashMap::default();
        for row in &rows {
            let (id, scheme) = (row.id(0)?, scheme(row)?);
            if !known(id) {
                return Err(row.error(format!("`id` is {id:?}, which organisations.tsv has not")));
            }
            if seen.insert((id, scheme.clone()), ()).is_some() {
                return Err(row.error(format!("{id:?} has its `{scheme}` in another line too; keep one")));
            }
            let list = found.entry(id.to_owned()).or_default();
            list.retain(|identifier| identifier.scheme != scheme);
            if let Some(value) = row.optional(2) {
                list.push(Identifier { scheme, value: value.to_owned() });
            }
        }
    }
    Ok(found)
}

/// The scheme of a row whose value has the scheme's shape.
fn scheme(row: &Row<'_>) -> Result<Cow<'static, str>, AuthorityError> {
    let name = row.id(1)?;
    if TAKEN.contains(&name) {
        return Err(row.error(format!("`scheme` is {name:?}, which copydesk itself writes; choose another")));
    }
    let Some(scheme) = SCHEMES.iter().find(|scheme| scheme.name == name) else {
        return Ok(Cow::Owned(name.to_owned()));
    };
    match row.optional(2) {
        Some(value) if !(scheme.holds)(value) => {
            Err(row.error(format!("`value` is {value:?}; {name} has {}", scheme.shape)))
        }
        _ => Ok(Cow::Borrowed(scheme.name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(rows: &str) -> Result<FxHashMap<String, Vec<Identifier>>, AuthorityError> {
        let text = format!("{}\n{rows}", COLUMNS.join("\t"));
        load(&[OverrideFile { path: FILE.to_owned(), text }], |id| id != "nobody")
    }

    fn of(found: &FxHashMap<String, Vec<Identifier>>, id: &str, scheme: &str) -> Option<String> {
        found.get(id)?.iter().find(|identifier| identifier.scheme == scheme).map(|i| i.value.clone())
    }

    #[test]
    fn no_item_is_of_two_organisations() {
        let found = load(&[], |_| true).unwrap();
        assert!(found.len() >= 500, "{}", found.len());
        let mut seen = FxHashMap::default();
        for (id, identifiers) in &found {
            for Identifier { scheme, value } in identifiers {
                let other = seen.insert((scheme.clone(), value.clone()), id);
                assert_eq!(other, None, "{scheme} {value} is of {id} too");
            }
        }
    }

    #[test]
    fn a_users_row_adds_replaces_or_takes_away() {
        let found = user("un\twikidata\tQ1\t-\nnato\twikidata\t-\t-\nxa\tour-cms\t4711\tour desk\n").unwrap();
        assert_eq!(of(&found, "un", "wikidata").as_deref(), Some("Q1"));
        assert_eq!(of(&found, "nato", "wikidata"), None);
        assert_eq!(of(&found, "xa", "our-cms").as_deref(), Some("4711"));
        assert_eq!(of(&found, "eu", "wikidata").as_deref(), Some("Q458"), "the others stay");
    }

    #[test]
    fn faults() {
        for (rows, wanted) in [
            ("un\twikidata\t1065\t-\n", "line 2: `value` is \"1065\"; wikidata has Q and a number"),
            ("un\twikidata\tQ01\t-\n", "line 2: `value` is \"Q01\"; wikidata has Q and a number"),
            ("ibm\tsec-cik\t51143\t-\n", "line 2: `value` is \"51143\"; sec-cik has ten digits"),
            ("nyse\tmic\txnys\t-\n", "line 2: `value` is \"xnys\"; mic has four capitals or digits"),
            ("un\tcopydesk\tun\t-\n", "line 2: `scheme` is \"copydesk\", which copydesk itself writes"),
            ("nobody\twikidata\tQ2\t-\n", "line 2: `id` is \"nobody\", which organisations.tsv has not"),
            (
                "un\twikidata\tQ1\t-\nun\twikidata\tQ2\t-\n",
                "line 3: \"un\" has its `wikidata` in another line too",
            ),
        ] {
            let fault = user(rows).expect_err("a fault").to_string();
            assert!(fault.starts_with(&format!("{FILE}: {wanted}")), "{fault}");
        }
    }
}
