//! Which person each name means.
//!
//! A full form makes a person. A bare name belongs to the person it was established for: copy uses the
//! family name alone for one person of a story and names later bearers in full ("Reuters handbook",
//! second reference). A title (`president Kim`), an honorific (`Mrs. Doe`) or a relative
//! (`Kim's sister`) may point elsewhere.

use rustc_hash::FxHashMap;

use super::linking::{Identity, Thing};
use super::people;
use super::sheet::{Sheet, What};
use super::tokens::Case;
use super::words::{Class, Group};

/// A person of the text.
#[derive(Debug, Default)]
pub struct PersonThing {
    /// Hashes of the words of the longest form.
    words: Vec<u64>,
    /// Names that stand alone for the person: the family name; the first of a Korean name.
    short: Vec<u64>,
    /// Groups of the titles that the text gives.
    pub groups: Vec<Group>,
    honorific: Option<Group>,
    /// Of the given name: [`Class::MALE`], [`Class::FEMALE`] or neither.
    gender: Class,
    /// Token of the first mention in full.
    first_at: usize,
    /// Token of the last mention of any kind so far.
    last_at: usize,
    /// Used alone already.
    established: bool,
    /// The claim of the longest form.
    pub longest: usize,
    /// Relatives named beside this one.
    pub kin: Vec<Kin>,
}

/// `A, the sister of B` is noted at B: `B's sister` is A.
#[derive(Debug, Clone, Copy)]
pub struct Kin {
    /// Hash of `sister`.
    word: u64,
    /// Index of A among the people.
    person: usize,
}

/// Groups all claims of people.
pub fn link(sheet: &Sheet<'_>, order: &[usize]) -> Vec<Thing> {
    let claims: Vec<usize> =
        order.iter().copied().filter(|claim| sheet.claims[*claim].what == What::Person).collect();
    let mut linker = Linker {
        sheet,
        people: Vec::new(),
        of_claim: FxHashMap::default(),
        by_full: FxHashMap::default(),
        by_short: FxHashMap::default(),
        by_word: FxHashMap::default(),
    };
    for &claim in &claims {
        if linker.is_full(claim) {
            linker.add_full(claim);
        }
    }
    linker.note_kin(&claims);
    for &claim in &claims {
        let person = match linker.of_claim.get(&claim) {
            Some(person) => *person,
            None => linker.resolve(claim),
        };
        linker.mention(person, claim);
    }
    let mut things: Vec<Thing> = linker
        .people
        .into_iter()
        .map(|person| Thing { what: Identity::Person(person), mentions: Vec::new(), nominals: Vec::new() })
        .collect();
    for claim in claims {
        things[linker.of_claim[&claim]].mentions.push(claim);
    }
    note_kin_mentions(sheet, &mut things);
    things
}

struct Linker<'s, 'a> {
    sheet: &'s Sheet<'a>,
    people: Vec<PersonThing>,
    of_claim: FxHashMap<usize, usize>,
    /// First and last word of a full form.
    by_full: FxHashMap<(u64, u64), usize>,
    by_short: FxHashMap<u64, Vec<usize>>,
    by_word: FxHashMap<u64, Vec<usize>>,
}

/// Most people of one name that are told apart; the rest share the last.
const MOST_NAMESAKES: usize = 32;

impl Linker<'_, '_> {
    fn is_full(&self, claim: usize) -> bool {
        let claim = &self.sheet.claims[claim];
        claim.last > claim.first && self.sheet.tokens[claim.first].case != Case::Lower
    }

    /// A mention in full: of a person known already, or a new one.
    fn add_full(&mut self, claim: usize) {
        let tokens = &self.sheet.tokens;
        let (first, mut last) = (self.sheet.claims[claim].first, self.sheet.claims[claim].last);
        let suffix = tokens[last].is(Class::SUFFIX) && last > first + 1;
        last -= usize::from(suffix);
        let words: Vec<u64> = (first..=last).map(|at| tokens[at].hash).collect();
        let key = (words[0], words[words.len() - 1]);
        let same = self.by_full.get(&key).copied().filter(|person| {
            // `John F. Doe` and `John Doe` are one; `Kim Yo Jong` and `Kim Il Jong` are not.
            let theirs = &self.people[*person].words;
            theirs.len() == 2 || words.len() == 2 || *theirs == words
        });
        let initial = || {
            let opening = tokens.folded(first, first).chars().next();
            let candidates = self.by_short.get(&key.1)?;
            let mut fitting = candidates.iter().copied().filter(|person| {
                let other = self.sheet.claims[self.people[*person].longest].first;
                let shortened = tokens[first].case == Case::Initial || tokens[other].case == Case::Initial;
                shortened && tokens.folded(other, other).chars().next() == opening
            });
            fitting.next().filter(|_| fitting.next().is_none())
        };
        let person = same.or_else(initial).unwrap_or_else(|| {
            let person = self.people.len();
            self.people.push(PersonThing {
                first_at: first,
                longest: claim,
                gender: tokens[first].class.of_gender(),
                ..PersonThing::default()
            });
            person
        });
        self.by_full.entry(key).or_insert(person);
        let thing = &mut self.people[person];
        if words.len() > thing.words.len() {
            thing.longest = claim;
            thing.words.clone_from(&words);
        }
        if let Some(role) = self.sheet.roles.get(&claim).and_then(|role| role.group) {
            thing.groups.push(role);
        }
        thing.honorific = thing.honorific.or(self.sheet.honorifics.get(&claim).copied());
        let mut short = vec![key.1];
        if people::is_family_first(self.sheet, first, last) {
            short.insert(0, key.0);
            if words.len() > 2 && !tokens[first].is(Class::VIETNAMESE) {
                short.truncate(1);
            }
        }
        for name in short {
            if !self.people[person].short.contains(&name) {
                self.people[person].short.push(name);
                push(&mut self.by_short, name, person);
            }
        }
        for word in words {
            push(&mut self.by_word, word, person);
        }
        self.of_claim.insert(claim, person);
    }

    /// The person that a bare name means; a new one where nobody fits.
    fn resolve(&mut self, claim: usize) -> usize {
        let at = self.sheet.claims[claim].last;
        let name = self.sheet.tokens[at].hash;
        let candidates = self.by_short.get(&name).or_else(|| self.by_word.get(&name));
        let mut fitting: Vec<usize> = candidates.map_or(Vec::new(), |all| all.clone());
        let group = self.sheet.roles.get(&claim).and_then(|role| role.group);
        if fitting.len() > 1 {
            self.narrow(&mut fitting, claim, group);
        }
        self.choose(&fitting, at).unwrap_or_else(|| {
            let person = self.people.len();
            self.people.push(PersonThing {
                words: vec![name],
                short: vec![name],
                first_at: at,
                longest: claim,
                ..PersonThing::default()
            });
            push(&mut self.by_short, name, person);
            person
        })
    }

    /// Keeps whom a relative, a title or an honorific points to, where they point to anybody.
    fn narrow(&self, fitting: &mut Vec<usize>, claim: usize, group: Option<Group>) {
        let keep = |fitting: &mut Vec<usize>, test: &dyn Fn(&PersonThing) -> bool| {
            if fitting.iter().any(|person| test(&self.people[*person])) {
                fitting.retain(|person| test(&self.people[*person]));
            }
        };
        if let Some(kin) = relative_after(self.sheet, self.sheet.claims[claim].last) {
            let word = self.sheet.tokens[kin].hash;
            keep(fitting, &|person| person.kin.iter().any(|kin| kin.word == word));
        }
        if let Some(group) = group {
            keep(fitting, &|person| {
                person.groups.contains(&group) && person.first_at < self.sheet.claims[claim].first
            });
            keep(fitting, &|person| person.groups.is_empty() || person.groups.contains(&group));
        }
        if let Some(honorific) = self.sheet.honorifics.get(&claim).copied() {
            let gender = self.sheet.lexicon.words.gender(honorific);
            keep(fitting, &|person| {
                person.gender == Class::NONE || person.gender == gender || gender == Class::NONE
            });
            keep(fitting, &|person| person.honorific == Some(honorific));
            keep(fitting, &|person| person.honorific.is_none_or(|known| known == honorific));
        }
    }

    /// Of several the one for whom the name was established last; else the nearest one before in the
    /// same paragraph; else the first of the story; and where nobody came yet, the first to come.
    fn choose(&self, fitting: &[usize], at: usize) -> Option<usize> {
        let before = |person: &&usize| self.people[**person].first_at < at;
        let established = fitting
            .iter()
            .filter(before)
            .filter(|person| self.people[**person].established)
            .max_by_key(|person| self.people[**person].last_at);
        let near = || {
            fitting
                .iter()
                .filter(before)
                .filter(|person| self.same_paragraph(self.people[**person].last_at, at))
                .max_by_key(|person| self.people[**person].last_at)
        };
        let lead = || fitting.iter().filter(before).min_by_key(|person| self.people[**person].first_at);
        let coming = || fitting.iter().min_by_key(|person| self.people[**person].first_at);
        established.or_else(near).or_else(lead).or_else(coming).copied()
    }

    /// Paragraphs of wire copy are short: so many words back are looked at, no more.
    fn same_paragraph(&self, from: usize, to: usize) -> bool {
        from < to && to - from <= 120 && !(from + 1..=to).any(|at| self.sheet.tokens[at].starts_paragraph())
    }

    fn mention(&mut self, person: usize, claim: usize) {
        let full = self.is_full(claim);
        let thing = &mut self.people[person];
        thing.last_at = self.sheet.claims[claim].last;
        // A family name alone establishes; `Kim's sister` says nothing about whom `Kim` means.
        thing.established |= !full && relative_after(self.sheet, self.sheet.claims[claim].last).is_none();
        if !full {
            if let Some(group) = self.sheet.roles.get(&claim).and_then(|role| role.group) {
                thing.groups.push(group);
            }
            thing.honorific = thing.honorific.or(self.sheet.honorifics.get(&claim).copied());
        }
        self.of_claim.insert(claim, person);
    }

    /// `A, the younger sister of X leader B`
    fn note_kin(&mut self, claims: &[usize]) {
        for pair in claims.windows(2) {
            let (Some(&relative), Some(&person)) = (self.of_claim.get(&pair[0]), self.of_claim.get(&pair[1]))
            else {
                continue;
            };
            let from = self.sheet.claims[pair[0]].last + 1;
            let to = self.sheet.claims[pair[1]].first;
            let tokens = &self.sheet.tokens;
            if relative == person || from >= to || to - from > 14 || !tokens[from].is_punct(',') {
                continue;
            }
            let kin =
                (from..to - 1).find(|at| tokens[*at].is(Class::KIN) && tokens.text(at + 1, at + 1) == "of");
            let sentence = (from..to).all(|at| !tokens[at].is_word() || !tokens[at].starts_sentence());
            if let Some(kin) = kin.filter(|_| sentence) {
                self.people[person].kin.push(Kin { word: tokens[kin].hash, person: relative });
            }
        }
    }
}

fn push(map: &mut FxHashMap<u64, Vec<usize>>, key: u64, person: usize) {
    let people = map.entry(key).or_default();
    if !people.contains(&person) && people.len() < MOST_NAMESAKES {
        people.push(person);
    }
}

/// The word of kinship behind a possessive: `Kim's younger sister`.
fn relative_after(sheet: &Sheet<'_>, last: usize) -> Option<usize> {
    if !sheet.tokens[last].possessive() {
        return None;
    }
    (last + 1..last + 4)
        .take_while(|at| {
            sheet.tokens.get(*at).is_some_and(|t| t.case == Case::Lower && !t.is(Class::FUNCTION))
        })
        .find(|at| sheet.tokens[*at].is(Class::KIN))
}

/// `Kim's sister` is a mention of the sister, where the text has said who she is.
fn note_kin_mentions(sheet: &Sheet<'_>, things: &mut [Thing]) {
    let mut found = Vec::new();
    for thing in things.iter() {
        let Identity::Person(person) = &thing.what else { continue };
        if person.kin.is_empty() {
            continue;
        }
        for claim in &thing.mentions {
            let claim = &sheet.claims[*claim];
            if let Some(word) = relative_after(sheet, claim.last)
                && let Some(kin) = person.kin.iter().find(|kin| kin.word == sheet.tokens[word].hash)
            {
                found.push((kin.person, (claim.first, word)));
            }
        }
    }
    for (person, words) in found {
        things[person].nominals.push(words);
    }
}

#[cfg(test)]
mod tests {
    use crate::desk::entities::testing::mentions_of;

    /// Three people of one family name, as copy of courts and palaces has them.
    const FAMILY: &str = "Envoys met Ruritania's ceremonial head of state Park Sung Ho on Monday. Park and the envoys dined. \
        They spoke with president Park for an hour.\n\n\
        Park came with Park Mi Ran, the younger sister of Ruritanian leader Park Dae Jung. \
        The envoys did not meet Park's sister.\n\nPark left on Tuesday.";

    #[test]
    fn a_bare_name_stays_with_whom_it_was_established_for() {
        assert_eq!(mentions_of(FAMILY, "Park Sung Ho"), ["Park Sung Ho", "Park", "Park", "Park", "Park"]);
        assert_eq!(mentions_of(FAMILY, "Park Mi Ran"), ["Park Mi Ran", "[Park's sister]"]);
        assert_eq!(mentions_of(FAMILY, "Park Dae Jung"), ["Park Dae Jung", "Park"]);
    }

    #[test]
    fn titles_and_honorifics_point() {
        for (body, name, mentions) in [
            (
                "Minister Ivo Zorvan met his rival, coach Emil Zorvan. Coach Zorvan left.",
                "Emil Zorvan",
                vec!["Emil Zorvan", "Zorvan"],
            ),
            (
                "Mr. Ivo Zorvan and Mrs. Olga Zorvan came. Mrs. Zorvan spoke.",
                "Olga Zorvan",
                vec!["Olga Zorvan", "Zorvan"],
            ),
            // The given name says who `Mrs.` can be.
            (
                "Peter Varnholt and Anna Varnholt came. Mrs. Varnholt spoke.",
                "Anna Varnholt",
                vec!["Anna Varnholt", "Varnholt"],
            ),
            (
                "Zorvan resigned, his office said.\n\nMinister Ivo Zorvan had been ill.",
                "Ivo Zorvan",
                vec!["Zorvan", "Ivo Zorvan"],
            ),
            (
                "John F. Varnholt spoke. John Varnholt is 60. J. Varnholt lost.",
                "John F. Varnholt",
                vec!["John F. Varnholt", "John Varnholt", "J. Varnholt"],
            ),
        ] {
            assert_eq!(mentions_of(body, name), mentions, "in: {body}");
        }
    }

    #[test]
    fn people_of_one_family_stay_apart() {
        let body = "Anna Varnholt and Peter Varnholt married. Peter sang.";
        assert_eq!(mentions_of(body, "Anna Varnholt"), ["Anna Varnholt"]);
        assert_eq!(mentions_of(body, "Peter Varnholt"), ["Peter Varnholt", "Peter"]);
    }
}
