//! The languages besides English whose words the rules know. A language is added here: a row, and its files in data/languages.
//!
//! What a rule says of titles, verbs of speech or heads of organisations is the same in all of them; which words those are, the tables say.
//! In copy of any other language the English tables serve, for want of better.

use rustc_hash::FxHashMap;

use super::tokens::{FNV_START, fnv};
use super::words::{Words, rows};
use crate::authority::{CountryCode, fold};

/// A language and its tables.
pub struct Language {
    /// BCP 47, without region.
    pub tag: &'static str,
    tables: &'static str,
    common: &'static str,
    /// The tagger's weights, made by `cargo xtask train`.
    pub model: &'static [u8],
    pub grammar: Grammar,
}

/// What sets a language's names apart from those of English.
#[derive(Debug, Clone, Copy, Default)]
pub struct Grammar {
    /// Articles lose their vowel: `l'Union`, `d'Haïti`.
    pub elides: bool,
    /// What something is stands before what it is called or whose it is: `Banque de France`, `ministre de la Défense X`.
    pub heads_first: bool,
    /// All nouns have capitals.
    pub nouns: bool,
}

macro_rules! language {
    ($tag:literal, $grammar:expr) => {
        Language {
            tag: $tag,
            tables: include_str!(concat!("../../../data/languages/", $tag, ".tsv")),
            common: include_str!(concat!("../../../data/languages/", $tag, "_common.txt")),
            model: include_bytes!(concat!("../../../data/model/", $tag, ".bin")),
            grammar: $grammar,
        }
    };
}

pub static LANGUAGES: &[Language] = &[
    language!("fr", Grammar { elides: true, heads_first: true, nouns: false }),
    language!("es", Grammar { elides: false, heads_first: true, nouns: false }),
    language!("de", Grammar { elides: false, heads_first: false, nouns: true }),
];

/// A language as the lexicon holds it.
pub struct Tongue {
    pub language: &'static Language,
    pub words: Words,
    /// Folded adjectives and names of peoples, by their hash.
    pub demonyms: FxHashMap<u64, CountryCode>,
    /// The id of an organisation of the authority and a name that it has in this language.
    pub names: Vec<(&'static str, &'static str)>,
}

impl Tongue {
    pub fn new(language: &'static Language) -> Tongue {
        let words = Words::of(language.tables, language.common, language.grammar);
        let mut demonyms = FxHashMap::default();
        let mut names = Vec::new();
        for row in rows(language.tables) {
            let mut fields = row.split('\t');
            match (fields.next(), fields.next(), fields.next()) {
                (Some("demonym"), Some(country), Some(words)) => {
                    let Some(country) = CountryCode::new(country) else { continue };
                    for word in words.split(' ') {
                        demonyms.insert(fnv(FNV_START, fold(word).as_bytes()), country);
                    }
                }
                (Some("name"), Some(id), Some(own)) => names.extend(own.split('|').map(|name| (id, name))),
                _ => {}
            }
        }
        Tongue { language, words, demonyms, names }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::AUTHORITY;
    use super::*;

    #[test]
    fn every_row_of_the_tables_is_understood() {
        for language in LANGUAGES {
            for row in rows(language.tables) {
                let fields: Vec<&str> = row.split('\t').collect();
                match fields[0] {
                    "demonym" => {
                        assert!(fields.len() == 3 && CountryCode::new(fields[1]).is_some(), "{row}");
                    }
                    "name" => {
                        assert!(AUTHORITY.organisations.iter().any(|known| known.id == fields[1]), "{row}");
                        assert_eq!(fields.len(), 3, "{row}");
                    }
                    _ => assert!(super::super::words::is_understood(row), "{}: {row}", language.tag),
                }
            }
        }
    }
}
