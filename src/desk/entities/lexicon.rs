//! The names of the authority, ready to be matched against a body word by word.

use rustc_hash::FxHashMap;

use super::in_force::InForce;
use super::languages::{LANGUAGES, Tongue};
use super::tokens::{FNV_START, Tokens, fnv};
use super::words::{Class, Group, Words};
use crate::authority::{
    Authority, CountryCode, Gender, Identifier, Lang, Names, Organisation, Person, Term, fold,
};

/// What a name of the lexicon means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Meaning {
    /// Index of [`Lexicon::organisation`].
    Organisation(u32),
    /// Index of [`Lexicon::event`].
    Event(u32),
    /// At least one person of the authority has this full name.
    Person,
}

#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    meaning: Option<Meaning>,
    /// The authority writes it in capitals only: `WHO`, `OPEC`.
    capitals: bool,
    /// Longer names begin with these words.
    prefix: bool,
}

/// An organisation or event of the authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub id: String,
    /// The usual English wire name.
    pub name: String,
    /// What other registers call it.
    pub identifiers: Vec<Identifier>,
    /// Its names in former times.
    pub in_force: Option<Box<InForce>>,
    /// Of an organisation: where it is at home; none for bodies of the world, and for names that many countries have.
    pub country: Option<CountryCode>,
    pub is_party: bool,
}

impl Known {
    fn organisation(row: &Organisation) -> Known {
        Known {
            id: row.id.clone(),
            name: row.name.clone(),
            identifiers: row.identifiers.clone(),
            in_force: InForce::of(row),
            country: row.country.as_deref().and_then(CountryCode::new),
            is_party: row.kind == "party",
        }
    }
}

/// A name found in a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    pub meaning: Meaning,
    /// Last word of the name.
    pub last: usize,
    /// The name has the last word's possessive s: `McDonald's`.
    pub with_s: bool,
}

/// The word tables and the names of organisations, events and people; built once, shared.
pub struct Lexicon {
    /// English.
    pub words: Words,
    /// The other languages, in the order of [`LANGUAGES`].
    tongues: Vec<(Tongue, FxHashMap<u64, Slot>)>,
    names: FxHashMap<u64, Slot>,
    organisations: Vec<Known>,
    /// Companies whose name without its form is an ordinary word or another's: `Apple Inc.`, `Vale SA`; by the hash of that; none where
    /// two have it.
    bare: FxHashMap<u64, Option<u32>>,
    events: Vec<Known>,
}

/// Most words of a name that are looked at.
const LONGEST_NAME: usize = 10;

impl Lexicon {
    pub fn new(authority: &Authority) -> Lexicon {
        let mut lexicon = Lexicon {
            words: Words::builtin(),
            tongues: LANGUAGES.iter().map(|language| (Tongue::new(language), FxHashMap::default())).collect(),
            names: FxHashMap::default(),
            organisations: Vec::new(),
            bare: FxHashMap::default(),
            events: Vec::new(),
        };
        for row in authority.organisations.iter() {
            let index = lexicon.organisations.len() as u32;
            lexicon.organisations.push(Known::organisation(row));
            row.names().for_each(|name| lexicon.add(name, Meaning::Organisation(index)));
            if row.kind == "company" {
                lexicon.add_bare(&row.name, index);
            }
        }
        for row in authority.events.iter() {
            let index = lexicon.events.len() as u32;
            let (id, name) = (row.id.clone(), row.name.clone());
            let (identifiers, in_force) = (Vec::new(), None);
            lexicon.events.push(Known { id, name, identifiers, in_force, country: None, is_party: false });
            let names = std::iter::once(&row.name).chain(&row.aliases);
            names.for_each(|name| lexicon.add(name, Meaning::Event(index)));
        }
        lexicon.add_names(&authority.names);
        for person in authority.people.iter() {
            let full = |name: &&String| name.contains([' ', '-']);
            let names = std::iter::once(&person.name).chain(&person.aliases);
            names.filter(full).for_each(|name| lexicon.add(name, Meaning::Person));
        }
        let ids = lexicon.organisations.iter().zip(0..).map(|(known, index)| (known.id.clone(), index));
        let ids: FxHashMap<String, u32> = ids.collect();
        for (tongue, slots) in &mut lexicon.tongues {
            for (id, name) in &tongue.names {
                if let Some(index) = ids.get(*id) {
                    add_name(slots, name, Meaning::Organisation(*index), |word| {
                        tongue.words.add(word, Class::OPENS_NAME);
                    });
                }
            }
        }
        lexicon
    }

    /// The tables of a language other than English, by its tag.
    pub fn tongue(&self, tag: &str) -> Option<&Tongue> {
        let primary = tag.split('-').next()?;
        self.tongues.iter().map(|(tongue, _)| tongue).find(|tongue| tongue.language.tag == primary)
    }

    /// Adds a word to the tables of all languages; a given name that is a small word in one (`Segun`, Spanish `según`) is none there.
    fn add_word(&mut self, word: &str, class: Class) {
        self.words.add(word, class);
        let hash = fnv(FNV_START, word.as_bytes());
        for (tongue, _) in &mut self.tongues {
            let small = tongue.words.closed_class(hash).has(Class::FUNCTION);
            if !(small && class.has(Class::GIVEN)) {
                tongue.words.add(word, class);
            }
        }
    }

    /// Given names and family names that come first. Of a double name (`Jean-Pierre`) the first half.
    fn add_names(&mut self, names: &Names) {
        for (name, gender) in names.all_given() {
            let class = match gender {
                Gender::Male => Class::GIVEN | Class::MALE,
                Gender::Female => Class::GIVEN | Class::FEMALE,
                Gender::Either => Class::GIVEN,
            };
            if !name.contains(' ') {
                self.add_word(name, class);
            }
        }
        for (name, language) in names.all_family_first() {
            let class = match language {
                Lang::Vietnamese => Class::FAMILY_FIRST | Class::VIETNAMESE,
                Lang::Chinese | Lang::Korean => Class::FAMILY_FIRST,
            };
            self.add_word(name, class);
        }
    }

    pub fn organisation(&self, index: u32) -> &Known {
        &self.organisations[index as usize]
    }

    fn add_bare(&mut self, name: &str, index: u32) {
        let folded = fold(name);
        if let Some((bare, form)) = folded.rsplit_once(' ')
            && self.words.closed_class(fnv(FNV_START, form.as_bytes())).has(Class::LEGAL)
        {
            let entry = self.bare.entry(fnv(FNV_START, bare.as_bytes())).or_insert(Some(index));
            *entry = entry.filter(|known| *known == index);
        }
    }

    /// The company that is meant where the text makes an organisation of this word: `Apple`, `Vale`.
    pub fn bare_company(&self, hash: u64) -> Option<u32> {
        self.bare.get(&hash).copied().flatten()
    }

    /// The organisation of this folded name.
    pub fn organisation_named(&self, folded: &str) -> Option<u32> {
        match self.names.get(&fnv(FNV_START, folded.as_bytes()))?.meaning? {
            Meaning::Organisation(index) => Some(index),
            _ => None,
        }
    }

    pub fn event(&self, index: u32) -> &Known {
        &self.events[index as usize]
    }

    fn add(&mut self, name: &str, meaning: Meaning) {
        let mut first = Vec::new();
        add_name(&mut self.names, name, meaning, |word| first.push(word.to_owned()));
        first.iter().for_each(|word| self.add_word(word, Class::OPENS_NAME));
    }

    /// The longest name that begins with the word `first`.
    pub fn longest(&self, tokens: &Tokens<'_>, first: usize, tongue: Option<&Tongue>) -> Option<Match> {
        if !tokens[first].is(Class::OPENS_NAME) {
            return None;
        }
        // The names in the text's own language, then those of all.
        let own = tongue.and_then(|tongue| {
            self.tongues.iter().find(|(other, _)| std::ptr::eq(other.language, tongue.language))
        });
        let slot = |hash: &u64| {
            let all = self.names.get(hash).copied().unwrap_or_default();
            match own.and_then(|(_, slots)| slots.get(hash)) {
                Some(own) if own.meaning.is_some() => Slot { prefix: own.prefix || all.prefix, ..*own },
                Some(own) => Slot { prefix: own.prefix || all.prefix, ..all },
                None => all,
            }
        };
        let mut best = None;
        let mut hash = tokens[first].hash;
        for last in first..(first + LONGEST_NAME).min(tokens.len()) {
            let token = &tokens[last];
            if last > first {
                let joins = token.is_word() || token.is_punct('&');
                if !joins || token.starts_paragraph() {
                    break;
                }
                hash = tokens.extend_hash(hash, last);
            }
            let found = slot(&hash);
            let capitals = |slot: &Slot| !slot.capitals || last > first || !tokens.has_lowercase(last);
            if let Some(meaning) = found.meaning.filter(|_| token.is_word() && capitals(&found)) {
                best = Some(Match { meaning, last, with_s: false });
            }
            if token.possessive()
                && tokens.has_s(last)
                && let Some(meaning) = slot(&tokens.hash_with_s(hash)).meaning
            {
                best = Some(Match { meaning, last, with_s: true });
            }
            // A possessive goes on only as part of a name: `Supreme People's Assembly`.
            let continued = last + 1 < tokens.len() && (found.prefix || token.possessive() || token.elided());
            if !continued {
                break;
            }
        }
        best
    }

    /// The groups of the titles of a person's offices: those of the year, or all where it is not known.
    pub fn offices(&self, person: &Person, year: Option<i16>) -> impl Iterator<Item = Group> {
        let covers = move |term: &&Term| year.is_none_or(|year| term.covers(year));
        person.terms.iter().filter(covers).filter_map(|term| self.group_of(&term.office))
    }

    /// The group of the title that an office ends in, or begins with: `Deputy Prime Minister`, `Chancellor of the Exchequer`.
    pub fn group_of(&self, office: &str) -> Option<Group> {
        let folded = fold(office);
        let from = std::iter::once(0).chain(folded.match_indices(' ').map(|(at, _)| at + 1));
        let ends = from.map(|at| &folded[at..]);
        // `Chancellor of the Exchequer`
        let opens = folded.split_once(" of ").map(|(title, _)| title);
        ends.chain(opens).filter_map(|t| self.words.title(fnv(FNV_START, t.as_bytes()))).find_map(|t| t.group)
    }

    /// The one person of this full name whose time includes the year, if the year is known. Papers add initials that the authority
    /// does not have: `Vladimir V. Putin`.
    pub fn person<'a>(
        &self,
        authority: &'a Authority,
        folded: &str,
        year: Option<i16>,
    ) -> Option<&'a Person> {
        let mut people = authority.people.lookup_folded(folded);
        if people.is_empty()
            && let Some(plain) = without_initials(folded)
        {
            people = authority.people.lookup_folded(&plain);
            // `George P. Bush` is not `George W. Bush`.
            let has_others = |person: &&Person| {
                std::iter::once(&person.name)
                    .chain(&person.aliases)
                    .any(|name| without_initials(name).is_some())
            };
            people.retain(|person| !has_others(person));
        }
        let fits = |person: &&&Person, before: i16, after: i16| {
            year.is_none_or(|year| {
                person.terms.is_empty()
                    || person.terms.iter().any(|term| {
                        year >= term.from.saturating_sub(before)
                            && term.to.is_none_or(|to| year <= to.saturating_add(after))
                    })
            })
        };
        // Two of one name (a father and a son): only the one in office then. One alone: also
        // in the years around, when copy names candidates and former holders.
        match people.as_slice() {
            [] => None,
            [one] => Some(*one).filter(|one| fits(&one, 20, 30)),
            several => {
                let mut fitting = several.iter().filter(|person| fits(person, 0, 0));
                match (year, fitting.next(), fitting.next()) {
                    (Some(_), Some(one), None) => Some(one),
                    _ => None,
                }
            }
        }
    }
}

/// The name without the initials behind its first word, if it has any.
fn without_initials(name: &str) -> Option<String> {
    let mut words = name.split(' ');
    let is_initial = |word: &&str| word.trim_end_matches('.').chars().count() == 1;
    let first = words.next()?;
    let rest: Vec<&str> = words.clone().filter(|word| !is_initial(word)).collect();
    words.any(|word| is_initial(&word)).then(|| [&[first], &rest[..]].concat().join(" "))
}

/// Adds a name; the first meaning of a name stays: organisations before events before people. `opens` is told the word that it begins with.
fn add_name(names: &mut FxHashMap<u64, Slot>, name: &str, meaning: Meaning, mut opens: impl FnMut(&str)) {
    let folded = fold(name);
    let folded = folded.strip_prefix("the ").unwrap_or(&folded);
    let Some(first) = folded.split(' ').next().filter(|w| !w.is_empty()) else {
        return;
    };
    opens(first);
    if let Some(stem) = first.strip_suffix('s') {
        opens(stem); // `Moody's` is the word `Moody` with an s
    }
    for (at, _) in folded.match_indices(' ') {
        let prefix = fnv(FNV_START, &folded.as_bytes()[..at]);
        names.entry(prefix).or_default().prefix = true;
    }
    let slot = names.entry(fnv(FNV_START, folded.as_bytes())).or_default();
    if slot.meaning.is_none() {
        slot.meaning = Some(meaning);
        slot.capitals = !name.contains(char::is_lowercase);
    }
}
