//! What agencies call their categories and subjects, and IPTC's Media Topic for each.

use rustc_hash::FxHashMap;

use super::table::{self, Row};
use super::{AuthorityError, OverrideFile};

const FILE: &str = "subjects.tsv";
const TABLE: &str = include_str!("../../data/subjects.tsv");
const COLUMNS: &[&str] = &["scheme", "code", "medtop", "name"];

/// IPTC's two schemes.
pub const MEDIA_TOPICS: &str = "medtop";
pub const SUBJECT_CODES: &str = "subj";

/// Spellings of a scheme, in small letters, and the one of `data/subjects.tsv`.
#[rustfmt::skip]
const SCHEMES: &[(&str, &str)] = &[
    ("mediatopic", MEDIA_TOPICS), ("mediatopics", MEDIA_TOPICS), ("iptc-mediatopic", MEDIA_TOPICS), ("mtop", MEDIA_TOPICS),
    ("subjectcode", SUBJECT_CODES), ("iptc-subject-code", SUBJECT_CODES), ("iptc", SUBJECT_CODES), ("iptccode", SUBJECT_CODES),
    ("iptcsubject", SUBJECT_CODES), ("iptcsubjectcode", SUBJECT_CODES), ("iptcsubjectcodes", SUBJECT_CODES),
    ("iptccat", SUBJECT_CODES), ("subject", SUBJECT_CODES),
    ("anpa", "a1312cat"), ("anpacat", "a1312cat"), ("anpa1312", "a1312cat"), ("anpa_category", "a1312cat"), ("category", "a1312cat"),
    ("dpacategory", "dpacat"), ("dpasrv", "dpacat"), ("ressort", "dpacat"),
    ("afpcategory", "afpcat"), ("cat", "afpcat"),
];

/// A Media Topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// Eight figures.
    pub code: String,
    /// Empty where the number alone is known.
    pub name: String,
}

impl Topic {
    /// IPTC's address of the concept.
    pub fn uri(&self) -> String {
        format!("http://cv.iptc.org/newscodes/mediatopic/{}", self.code)
    }
}

/// All mappings, by scheme and code.
#[derive(Default)]
pub struct Subjects {
    topics: FxHashMap<(Box<str>, Box<str>), Topic>,
}

impl Subjects {
    /// The mappings built in; the user's rows add to them and go over them.
    pub(super) fn load(overrides: &[OverrideFile]) -> Result<Subjects, AuthorityError> {
        let mut topics = FxHashMap::default();
        for rows in table::with_overrides(FILE, TABLE, overrides, COLUMNS)? {
            for row in &rows {
                let (key, topic) = read(row)?;
                // A topic is found by its own number, too.
                topics.insert((MEDIA_TOPICS.into(), topic.code.as_str().into()), topic.clone());
                topics.insert(key, topic);
            }
        }
        Ok(Subjects { topics })
    }

    /// The scheme that a code is of, whatever the dispatch calls it: AP's, AFP's and PA's own categories come under
    /// IPTC's name too (Guardian newswires, its table of such labels). What a code looks like decides: eight figures that
    /// begin with 2 are Media Topics, other eight figures subject codes, one letter an ANPA category, three capitals AFP's.
    pub fn scheme(&self, said: Option<&str>, code: &str) -> Option<String> {
        let said = said.map(|said| said.trim().to_lowercase());
        let known = said.as_deref().and_then(|said| SCHEMES.iter().find(|(name, _)| *name == said));
        let scheme = known.map(|(_, scheme)| (*scheme).to_owned()).or(said);
        let ours = scheme.as_deref().is_none_or(|scheme| scheme == SUBJECT_CODES || scheme == MEDIA_TOPICS);
        let figures = code.bytes().all(|b| b.is_ascii_digit());
        let letters = |lower: bool| {
            code.bytes().all(|b| if lower { b.is_ascii_lowercase() } else { b.is_ascii_uppercase() })
        };
        match code.len() {
            8 if ours && figures && code.starts_with('2') => Some(MEDIA_TOPICS.into()),
            8 if figures && scheme.is_none() => Some(SUBJECT_CODES.into()),
            1 if ours && letters(true) => Some("a1312cat".into()),
            3 if ours && letters(false) => Some("afpcat".into()),
            _ => scheme,
        }
    }

    /// The Media Topic of a code; of a subject code that has none of its own that of the group it belongs to.
    pub fn topic(&self, scheme: &str, code: &str) -> Option<Topic> {
        let known = |code: &str| self.topics.get(&(scheme.into(), code.into())).cloned();
        let figures = code.len() == 8 && code.bytes().all(|b| b.is_ascii_digit());
        if scheme == MEDIA_TOPICS {
            return known(code)
                .or_else(|| figures.then(|| Topic { code: code.to_owned(), name: String::new() }));
        }
        known(code).or_else(|| known(&format!("{}000000", code.get(..2).filter(|_| figures)?)))
    }
}

type Key = (Box<str>, Box<str>);

fn read(row: &Row<'_>) -> Result<(Key, Topic), AuthorityError> {
    let scheme = row.required(0)?.to_lowercase();
    let code = row.required(2)?.to_owned();
    Ok(((scheme.into(), row.required(1)?.into()), Topic { code, name: row.required(3)?.to_owned() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(subjects: &Subjects, said: Option<&str>, code: &str) -> Option<(String, String)> {
        let scheme = subjects.scheme(said, code)?;
        let topic = subjects.topic(&scheme, code)?;
        Some((scheme, topic.code))
    }

    #[test]
    fn codes_find_their_topic_under_whatever_label() {
        let subjects = Subjects::load(&[]).unwrap();
        for (said, code, scheme, topic) in [
            (Some("subj"), "11000000", "subj", "11000000"),
            (Some("subj"), "04008003", "subj", "04000000"),
            (Some("iptccat"), "20000082", "medtop", "20000082"),
            (Some("iptccat"), "p", "a1312cat", "11000000"),
            (Some("iptccat"), "CLJ", "afpcat", "02000000"),
            (None, "15054000", "subj", "15000000"),
            (Some("medtop"), "15000000", "medtop", "15000000"),
        ] {
            assert_eq!(told(&subjects, said, code), Some((scheme.into(), topic.into())), "{said:?}:{code}");
        }
        assert_eq!(told(&subjects, Some("N2"), "POL"), None);
        assert_eq!(told(&subjects, Some("subj"), "99000000"), None);
    }

    #[test]
    fn a_users_row_adds() {
        let text = "scheme\tcode\tmedtop\tname\nN2\tPOL\t11000000\tpolitics and government\n".to_owned();
        let subjects = Subjects::load(&[OverrideFile { path: FILE.to_owned(), text: text.clone() }]).unwrap();
        assert_eq!(told(&subjects, Some("N2"), "POL"), Some(("n2".into(), "11000000".into())));
        let named = text.replace("politics and government", "our politics");
        let subjects = Subjects::load(&[OverrideFile { path: FILE.to_owned(), text: named }]).unwrap();
        assert_eq!(subjects.topic("medtop", "11000000").unwrap().name, "our politics");
    }
}
