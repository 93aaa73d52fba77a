//! What single words say: common words, months, verbs of speech, titles, forms of companies.
//!
//! The tables are `data/common_words.txt`, `data/name_words.tsv`, `data/titles.tsv` and `data/nicknames.txt`.

use rustc_hash::{FxHashMap, FxHashSet};

pub use super::class::Class;
use super::languages::Grammar;
use super::tokens::{FNV_START, fnv};

/// How surely a title has a person behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TitleKind {
    /// `Mr`: no role.
    Honorific,
    /// `President`, `spokesman`: a person follows.
    Office,
    /// `Judge`, `Major`, `head`: also ordinary words or parts of other names.
    Duty,
}

/// Titles of one group can mean one holder: `spokesman` and `spokeswoman`, `chief` and `secretary-general`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Group(u8);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Title {
    pub kind: TitleKind,
    /// None where nothing else may call the holder so.
    pub group: Option<Group>,
    /// People of public office are not called so: `plumber`, `quarterback`.
    pub trade: bool,
}

/// The word tables, by hash of the folded form.
///
/// Two tables: four words of five are small ones, and what those need is little and stays in the cache.
pub struct Words {
    /// The closed classes: function words, titles, forms of companies.
    closed: FxHashMap<u64, Class>,
    /// The dictionary and the names, which matter only for words with a capital.
    open: FxHashMap<u64, Class>,
    titles: FxHashMap<u64, Title>,
    /// The groups of the honorifics of men and of women.
    genders: [Option<Group>; 2],
    /// The groups of titles whose bearers go by the given name.
    by_given: Vec<Group>,
    /// The group of the titles of clerics.
    clergy: Option<Group>,
    /// The groups of the titles of courts and police.
    of_the_law: Vec<Group>,
    /// Pairs of given names of which one stands for the other.
    short_for: FxHashSet<(u64, u64)>,
    /// What words are that end so, the longest ending first: `-minister`, `-gericht`.
    endings: Vec<(&'static str, Class, Option<Title>)>,
    /// How the language of the words writes names.
    pub grammar: Grammar,
}

/// Most words of a title: `deputy secretary of state`.
pub const LONGEST_TITLE: usize = 4;

/// Fewest letters of a word that its ending tells of.
const SHORTEST_COMPOUND: usize = 8;

impl Words {
    fn new(grammar: Grammar) -> Words {
        Words {
            closed: FxHashMap::default(),
            open: FxHashMap::with_capacity_and_hasher(64 << 10, Default::default()),
            titles: FxHashMap::default(),
            genders: [None; 2],
            by_given: Vec::new(),
            clergy: None,
            of_the_law: Vec::new(),
            short_for: FxHashSet::default(),
            endings: Vec::new(),
            grammar,
        }
    }

    /// The words of a language other than English: its tables and its common words.
    pub fn of(tables: &'static str, common: &str, grammar: Grammar) -> Words {
        let mut words = Words::new(grammar);
        words.read_common(common);
        words.read_classes(tables);
        let mut groups = Groups::english();
        for row in rows(tables) {
            let fields: Vec<&str> = row.split('\t').collect();
            match fields.as_slice() {
                ["title", kinds, group, phrases] => {
                    let group = groups.of(group);
                    phrases.split('|').for_each(|phrase| words.add_title(phrase, kinds, group));
                }
                ["ending", "title", group, endings] => {
                    let title = Title { kind: TitleKind::Office, group: groups.of(group), trade: false };
                    words.endings.extend(endings.split('|').map(|end| (end, Class::TITLE, Some(title))));
                }
                ["ending", class, "", endings] => {
                    let class = Class::by_key(class).unwrap_or(Class::COMMON);
                    words.endings.extend(endings.split('|').map(|end| (end, class, None)));
                }
                ["demonym", _, people] => {
                    people.split(' ').for_each(|word| words.add(word, Class::ADJECTIVE));
                }
                // The dictionary lists lack some of the smallest words.
                ["function", small] => {
                    small.split(' ').for_each(|word| words.add(word, Class::COMMON | Class::FREQUENT));
                }
                _ => {}
            }
        }
        words.endings.sort_by_key(|(end, ..)| std::cmp::Reverse(end.len()));
        words.name_groups(&groups);
        words.read_nicknames(include_str!("../../../data/nicknames.txt"));
        words
    }

    /// What the ending of a folded word with a capital tells of it.
    pub fn class_by_ending(&self, folded: &str) -> Class {
        if self.endings.is_empty() || folded.len() < SHORTEST_COMPOUND {
            return Class::NONE;
        }
        // Most endings are ruled out by their last letter.
        let last = folded.as_bytes().last();
        let ends = self.endings.iter().filter(|(end, ..)| {
            end.as_bytes().last() == last && folded.len() > end.len() + 2 && folded.ends_with(end)
        });
        ends.fold(Class::NONE, |all, (_, class, _)| all | *class)
    }

    /// The title that the ending of a folded word tells of.
    pub fn title_by_ending(&self, folded: &str) -> Option<Title> {
        self.endings.iter().find(|(end, _, title)| title.is_some() && folded.ends_with(end))?.2
    }

    /// English.
    pub fn builtin() -> Words {
        let mut words = Words::new(Grammar::default());
        words.read_common(include_str!("../../../data/common_words.txt"));
        words.read_classes(include_str!("../../../data/name_words.tsv"));
        words.read_titles();
        words.read_nicknames(include_str!("../../../data/nicknames.txt"));
        words
    }

    /// The classes of a word by the hash of its folded form.
    pub fn class(&self, hash: u64) -> Class {
        let open = self.open.get(&hash).copied().unwrap_or(Class::NONE);
        open | self.closed_class(hash)
    }

    /// The closed ones of them.
    pub fn closed_class(&self, hash: u64) -> Class {
        self.closed.get(&hash).copied().unwrap_or(Class::NONE)
    }

    /// The title that these folded words are, by their hash.
    pub fn title(&self, hash: u64) -> Option<Title> {
        self.titles.get(&hash).copied()
    }

    /// Whether an honorific's group is one of men ([`Class::MALE`]) or of women ([`Class::FEMALE`]).
    pub fn gender(&self, honorific: Group) -> Class {
        match self.genders.iter().position(|group| *group == Some(honorific)) {
            Some(0) => Class::MALE,
            Some(_) => Class::FEMALE,
            None => Class::NONE,
        }
    }

    pub fn add(&mut self, folded: &str, class: Class) {
        let hash = fnv(FNV_START, folded.as_bytes());
        let table = if Class::OPEN.has(class) { &mut self.open } else { &mut self.closed };
        let entry = table.entry(hash).or_insert(Class::NONE);
        *entry = *entry | class;
    }

    fn read_common(&mut self, text: &str) {
        let mut class = Class::COMMON | Class::FREQUENT;
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if line == "---" {
                class = Class::COMMON;
            } else {
                self.add(line, class);
            }
        }
    }

    fn read_classes(&mut self, text: &str) {
        let pairs = rows(text).filter_map(|row| row.split_once('\t'));
        // Rows of more fields are titles and the like.
        for (key, words) in pairs.filter(|(_, words)| !words.contains('\t')) {
            if let Some(class) = Class::by_key(key) {
                for word in words.split(' ') {
                    self.add(word, class);
                }
            }
        }
    }

    fn read_titles(&mut self) {
        let mut groups = Groups::default();
        for row in rows(TITLES) {
            let mut fields = row.split('\t');
            let (Some(phrase), Some(kinds)) = (fields.next(), fields.next()) else {
                continue;
            };
            let group = groups.of(fields.next().unwrap_or_default());
            self.add_title(phrase, kinds, group);
        }
        self.name_groups(&groups);
    }

    fn add_title(&mut self, phrase: &str, kinds: &str, group: Option<Group>) {
        let trade = kinds.split(',').any(|kind| kind == "trade");
        for kind in kinds.split(',').filter(|kind| *kind != "trade") {
            let kind = match kind {
                "honorific" => TitleKind::Honorific,
                "office" => TitleKind::Office,
                "duty" => TitleKind::Duty,
                _ => {
                    self.add(phrase, Class::TITLE_MODIFIER);
                    continue;
                }
            };
            let last = phrase.rsplit(' ').next().unwrap_or(phrase);
            self.add(last, Class::TITLE);
            if kind == TitleKind::Honorific {
                self.add(phrase, Class::HONORIFIC);
            }
            self.titles.insert(fnv(FNV_START, phrase.as_bytes()), Title { kind, group, trade });
        }
    }

    fn name_groups(&mut self, groups: &Groups<'_>) {
        self.genders = ["m", "f"].map(|gender| groups.get(gender));
        let all = |names: &[&str]| names.iter().filter_map(|name| groups.get(name)).collect();
        self.by_given = all(&["monarch", "prince", "pope", "cleric"]);
        self.clergy = groups.get("cleric");
        self.of_the_law = all(&["judge", "officer", "captain", "lawyer", "attorney", "prosecutor"]);
    }

    fn read_nicknames(&mut self, text: &str) {
        for row in rows(text) {
            let hashes: Vec<u64> = row.split(' ').map(|name| fnv(FNV_START, name.as_bytes())).collect();
            for (at, one) in hashes.iter().enumerate() {
                let pairs = hashes[at + 1..].iter().map(|other| (*one.min(other), *one.max(other)));
                self.short_for.extend(pairs);
            }
        }
    }

    /// Whether one given name stands for the other: `Bill` for `William`.
    pub fn is_short_for(&self, one: u64, other: u64) -> bool {
        self.short_for.contains(&(one.min(other), one.max(other)))
    }

    /// Whether the bearers of these titles go by the given name: `King Salman`, `Prince William`.
    pub fn goes_by_given(&self, group: Group) -> bool {
        self.by_given.contains(&group)
    }

    /// Whether they go by the family name, too: `Archbishop Doe`.
    pub fn goes_by_either(&self, group: Group) -> bool {
        self.clergy == Some(group)
    }

    /// Whether the titles are of courts and police: `Judge Doe`, `Officer Doe`.
    pub fn is_of_the_law(&self, group: Group) -> bool {
        self.of_the_law.contains(&group)
    }
}

/// The titles of English copy.
const TITLES: &str = include_str!("../../../data/titles.tsv");

/// The names of groups, numbered as they come in English, so that one group has one number in all languages.
#[derive(Default)]
struct Groups<'a>(FxHashMap<&'a str, u8>);

impl<'a> Groups<'a> {
    fn english() -> Groups<'static> {
        let mut groups = Groups::default();
        rows(TITLES).filter_map(|row| row.split('\t').nth(2)).for_each(|group| _ = groups.of(group));
        groups
    }

    /// The group of this name; `None` for none.
    fn of(&mut self, name: &'a str) -> Option<Group> {
        let next = self.0.len() as u8;
        (!name.is_empty()).then(|| Group(*self.0.entry(name).or_insert(next)))
    }

    fn get(&self, name: &str) -> Option<Group> {
        self.0.get(name).copied().map(Group)
    }
}

/// Whether a row of a language's tables is a class of words, a title or an ending.
#[cfg(test)]
pub(super) fn is_understood(row: &str) -> bool {
    let fields: Vec<&str> = row.split('\t').collect();
    let folded = |text: &str| crate::authority::fold(text) == text;
    match fields.as_slice() {
        ["title", kinds, _, phrases] => {
            kinds.split(',').all(|kind| ["honorific", "office", "duty", "modifier", "trade"].contains(&kind))
                && phrases.split('|').all(|title| folded(title) && title.split(' ').count() <= LONGEST_TITLE)
        }
        ["ending", "title", _, endings] => folded(&endings.replace('|', " ")),
        ["ending", class, "", endings] => {
            Class::by_key(class).is_some() && folded(&endings.replace('|', " "))
        }
        [class, words] => Class::by_key(class).is_some() && folded(words),
        _ => false,
    }
}

pub(super) fn rows(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(words: &Words, word: &str) -> Class {
        words.class(fnv(FNV_START, word.as_bytes()))
    }

    #[test]
    fn every_row_of_the_tables_is_understood() {
        for row in rows(include_str!("../../../data/name_words.tsv")) {
            let (key, words) = row.split_once('\t').expect(row);
            assert!(Class::by_key(key).is_some(), "{row}");
            for word in words.split(' ') {
                assert_eq!(crate::authority::fold(word), word, "{row}");
            }
        }
        for row in rows(include_str!("../../../data/titles.tsv")) {
            let fields: Vec<&str> = row.split('\t').collect();
            assert!((2..=3).contains(&fields.len()), "{row}");
            assert_eq!(crate::authority::fold(fields[0]), fields[0], "{row}");
            assert!(fields[0].split(' ').count() <= LONGEST_TITLE, "{row}");
            for kind in fields[1].split(',') {
                assert!(["honorific", "office", "duty", "modifier", "trade"].contains(&kind), "{row}");
            }
        }
    }

    #[test]
    fn words_have_their_classes() {
        let words = Words::builtin();
        for (word, has, lacks) in [
            ("the", Class::FUNCTION, Class::TITLE),
            ("friday", Class::CALENDAR, Class::TITLE),
            ("spokesman", Class::TITLE, Class::FUNCTION),
            ("house", Class::FREQUENT, Class::FUNCTION),
            ("corp", Class::LEGAL, Class::ORG_HEAD),
            ("deputy", Class::TITLE_MODIFIER, Class::HONORIFIC),
        ] {
            assert!(class(&words, word).has(has), "{word}");
            assert!(!class(&words, word).has(lacks), "{word}");
        }
        assert_eq!(class(&words, "zyzzyva"), Class::NONE);
    }

    #[test]
    fn titles_of_one_group_agree() {
        let words = Words::builtin();
        let title = |phrase: &str| words.title(fnv(FNV_START, phrase.as_bytes()));
        let group = |phrase: &str| title(phrase).and_then(|t| t.group);
        assert_eq!(group("secretary general"), group("chief"));
        assert_ne!(group("president"), group("vice president"));
        assert_eq!(title("mr").map(|t| t.kind), Some(TitleKind::Honorific));
        assert_eq!(title("table"), None);
    }
}
