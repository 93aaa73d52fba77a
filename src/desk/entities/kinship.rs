//! Relatives: `A, the sister of B`, `B's sister`.

use super::linking::{Identity, Thing};
use super::sheet::Sheet;
use super::tokens::Case;
use super::words::Class;

/// `A, the sister of B` is noted at B: `B's sister` is A.
#[derive(Debug, Clone, Copy)]
pub struct Kin {
    /// Hash of `sister`.
    pub word: u64,
    /// Index of A among the people.
    pub person: usize,
}

/// The word of kinship behind a possessive: `Kim's younger sister`.
pub fn relative_after(sheet: &Sheet<'_>, last: usize) -> Option<usize> {
    if !sheet.tokens[last].possessive() {
        return None;
    }
    (last + 1..last + 4)
        .take_while(|at| {
            sheet.tokens.get(*at).is_some_and(|t| t.case == Case::Lower && !t.is(Class::FUNCTION))
        })
        .find(|at| sheet.tokens[*at].is(Class::KIN))
}

/// The word of kinship between two names: `A, the younger sister of X leader B`.
pub fn between(sheet: &Sheet<'_>, from: usize, to: usize) -> Option<usize> {
    let tokens = &sheet.tokens;
    if from >= to || to - from > 14 || !tokens[from].is_punct(',') {
        return None;
    }
    let kin = (from..to - 1).find(|at| tokens[*at].is(Class::KIN) && tokens.text(at + 1, at + 1) == "of");
    let sentence = (from..to).all(|at| !tokens[at].is_word() || !tokens[at].starts_sentence());
    kin.filter(|_| sentence)
}

/// Whether a name only says whose relative somebody is: `the granddaughter of Italy's wartime dictator X`.
pub fn is_in_passing(sheet: &Sheet<'_>, first: usize) -> bool {
    let tokens = &sheet.tokens;
    let back = (first.saturating_sub(8)..first).rev();
    let mut words = back.take_while(|at| tokens[*at].is_word() && tokens.word_before(at + 1).is_some());
    let Some(of) = words.find(|at| tokens.text(*at, *at) == "of") else {
        return false;
    };
    // `daughter-in-law of X`, too
    (of.saturating_sub(3)..of)
        .rev()
        .take_while(|at| tokens[*at].is_word())
        .any(|at| tokens[at].is(Class::KIN))
}

/// Relatives who may have the given name, too; a wife or a brother has another.
const OF_ONE_NAME: &[&str] = &[
    "father",
    "mother",
    "son",
    "daughter",
    "grandfather",
    "grandmother",
    "grandson",
    "granddaughter",
    "uncle",
    "nephew",
];

/// Whose parent or child a name is introduced as: the word that says whose, `his` or `Bush's`, in `his father, former
/// President X`.
pub fn introduced_by(sheet: &Sheet<'_>, first: usize) -> Option<usize> {
    let tokens = &sheet.tokens;
    let mut commas = 0;
    for at in (first.saturating_sub(7)..first).rev() {
        let token = &tokens[at];
        if token.is_punct(',') {
            commas += 1;
        } else if !token.is_word() {
            return None;
        } else if token.case == Case::Lower && OF_ONE_NAME.contains(&tokens.folded(at, at)) {
            let mut whose = at.checked_sub(1)?;
            // `his eldest son`
            if tokens[whose].case == Case::Lower && !tokens[whose].is(Class::FUNCTION) {
                whose = whose.checked_sub(1)?;
            }
            let pronoun = matches!(tokens.folded(whose, whose), "his" | "her" | "their");
            return (pronoun || tokens[whose].possessive()).then_some(whose);
        }
        if commas > 1 || token.starts_sentence() {
            return None;
        }
    }
    None
}

/// `Kim's sister` is a mention of the sister, where the text has said who she is.
pub fn note_mentions(sheet: &Sheet<'_>, things: &mut [Thing]) {
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
