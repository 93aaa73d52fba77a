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
    /// Token of the word.
    pub at: usize,
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
/// Of these pairs of relatives the first are the elder ones.
const ELDERS: &[&str] = &["father", "mother", "grandfather", "grandmother", "uncle", "aunt"];
const CHILDREN: &[&str] = &["son", "daughter", "grandson", "granddaughter", "nephew", "niece"];
/// Who bears the family name by marriage.
const SPOUSES: &[&str] = &["wife", "husband", "widow", "widower"];
const WOMEN: &[&str] =
    &["wife", "widow", "mother", "daughter", "sister", "aunt", "niece", "grandmother", "granddaughter"];

/// A name that its sentence introduces as somebody's relative: `his father, former President X`, `Bush's son X`.
#[derive(Debug, Clone, Copy)]
pub struct Introduced {
    /// The word that says whose: `his` or `Bush's`.
    pub whose: usize,
    /// The word of kinship.
    pub word: usize,
}

/// Whether the bearer of this word of kinship is of the elder generation (`Some(true)`), the younger, or neither.
pub fn is_elder(sheet: &Sheet<'_>, word: usize) -> Option<bool> {
    let word = sheet.tokens.folded(word, word);
    let child = CHILDREN.contains(&word).then_some(false);
    ELDERS.contains(&word).then_some(true).or(child)
}

pub fn is_spouse(sheet: &Sheet<'_>, word: usize) -> bool {
    SPOUSES.contains(&sheet.tokens.folded(word, word))
}

/// Of a relative: [`Class::MALE`], [`Class::FEMALE`] or neither.
pub fn gender(sheet: &Sheet<'_>, word: usize) -> Class {
    match sheet.tokens.folded(word, word) {
        "cousin" => Class::NONE,
        woman if WOMEN.contains(&woman) || woman == "fiancee" => Class::FEMALE,
        _ => Class::MALE,
    }
}

/// As whose relative a name is introduced.
pub fn introduced(sheet: &Sheet<'_>, first: usize) -> Option<Introduced> {
    let tokens = &sheet.tokens;
    let mut commas = 0;
    for at in (first.saturating_sub(7)..first).rev() {
        let token = &tokens[at];
        if token.is_punct(',') {
            commas += 1;
        } else if !token.is_word() {
            return None;
        } else if token.case == Case::Lower && token.is(Class::KIN) && !token.glued() {
            let mut whose = at.checked_sub(1)?;
            // `his eldest son`
            if tokens[whose].case == Case::Lower && !tokens[whose].is(Class::FUNCTION) {
                whose = whose.checked_sub(1)?;
            }
            let pronoun = matches!(tokens.folded(whose, whose), "his" | "her" | "their");
            return (pronoun || tokens[whose].possessive()).then_some(Introduced { whose, word: at });
        }
        if commas > 1 || token.starts_sentence() {
            return None;
        }
    }
    None
}

impl Introduced {
    /// Whether the two may have one given name, so that nothing but this tells them apart.
    pub fn may_share_name(self, sheet: &Sheet<'_>) -> bool {
        OF_ONE_NAME.contains(&sheet.tokens.folded(self.word, self.word))
    }
}

/// `the older Bush`, `the younger Zorvan`: whether the elder one is meant.
pub fn generation(sheet: &Sheet<'_>, first: usize) -> Option<bool> {
    sheet.tokens.word_before(first).filter(|before| before.case == Case::Lower)?;
    match sheet.tokens.folded(first - 1, first - 1) {
        "elder" | "older" => Some(true),
        "younger" => Some(false),
        _ => None,
    }
}

/// The gender that the words right behind a bare name give it: `Doe and his wife`. In `Doe said he` somebody else may be meant.
pub fn gender_behind(sheet: &Sheet<'_>, last: usize) -> Class {
    let tokens = &sheet.tokens;
    if tokens[last].possessive() {
        return Class::NONE;
    }
    let word = |at: usize| tokens.get(at).filter(|t| t.is_word()).map(|_| tokens.folded(at, at));
    let mut at = last + 1;
    let comma = tokens.get(at).is_some_and(|t| t.is_punct(','));
    let joins = comma || word(at) == Some("and");
    if !joins {
        return Class::NONE;
    }
    at += 1;
    if comma && word(at) == Some("and") {
        at += 1;
    }
    match word(at) {
        Some("his") => Class::MALE,
        Some("her") => Class::FEMALE,
        _ => Class::NONE,
    }
}

/// `Kim's sister` is a mention of the sister, where the text has said who she is; so is `the sister`, where it has
/// spoken of one alone.
pub fn note_mentions(sheet: &Sheet<'_>, things: &mut [Thing]) {
    let mut found = Vec::new();
    note_alone(sheet, things, &mut found);
    for thing in things.iter() {
        let Identity::Person(person) = &thing.what else { continue };
        if person.kin.is_empty() {
            continue;
        }
        for claim in &thing.mentions {
            let claim = &sheet.claims[*claim];
            if let Some(word) = relative_after(sheet, claim.last)
                // Not where the text introduces him: `Aquino's father, Benigno Aquino Jr.`
                && person.kin.iter().all(|kin| kin.at != word)
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

/// Most relatives of a text that are looked at for [`note_alone`].
const MOST: usize = 64;

fn note_alone(sheet: &Sheet<'_>, things: &[Thing], found: &mut Vec<(usize, (usize, usize))>) {
    let tokens = &sheet.tokens;
    let kin = things.iter().filter_map(|thing| match &thing.what {
        Identity::Person(person) => Some(&person.kin),
        _ => None,
    });
    let kin: Vec<Kin> = kin.flatten().copied().take(MOST).collect();
    if kin.is_empty() {
        return;
    }
    for at in 1..tokens.len() {
        let token = &tokens[at];
        let the = token.is(Class::KIN)
            && token.case == Case::Lower
            && !token.possessive()
            && tokens.word_before(at).is_some()
            && tokens.folded(at - 1, at - 1) == "the"
            && sheet.is_free(at);
        // `the son of X`, `the son-in-law`, `the son Tom` are others'.
        let alone = tokens.get(at + 1).is_none_or(|next| {
            let of = next.is_word() && tokens.folded(at + 1, at + 1) == "of";
            !next.glued() && !next.is_capital() && !of
        });
        if !the || !alone {
            continue;
        }
        let mut called = kin.iter().filter(|kin| kin.word == token.hash);
        // Two sons, or one who comes only later, or one whom an unnamed one may stand beside.
        if let Some(one) = called.next()
            && called.all(|other| other.person == one.person)
            && one.at < at
        {
            found.push((one.person, (at - 1, at)));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::desk::entities::testing::mentions_of;

    #[test]
    fn relatives_are_told_apart() {
        for (body, name, mentions) in [
            (
                "They met John Zorvan and his wife Mary. Mrs Zorvan wept. Mr Zorvan left. Zorvan sang.",
                "Mary",
                vec!["Mary", "Zorvan"],
            ),
            (
                "They met George Zorvan with his son George W. Zorvan. The older Zorvan left.",
                "George Zorvan",
                vec!["George Zorvan", "Zorvan"],
            ),
            (
                "They met George Zorvan with his son George W. Zorvan. The younger Zorvan left. Then the son sang.",
                "George W. Zorvan",
                vec!["George W. Zorvan", "Zorvan", "[the son]"],
            ),
            (
                "They met Ivo Zorvan and Olga Zorvan. Zorvan said she was glad. Zorvan and his wife left.",
                "Ivo Zorvan",
                vec!["Ivo Zorvan", "Zorvan"],
            ),
            // Whoever is glad, it need not be who says so; nor is the President anybody here, nor `his` sure to be Bob's.
            (
                "They met Ivo Zorvan and Olga Zorvan. Zorvan said she was glad.",
                "Olga Zorvan",
                vec!["Olga Zorvan"],
            ),
            ("John Penhallow met the President's wife Mary. Mrs Penhallow left.", "Mary", vec!["Mary"]),
            (
                "Bill Zorvan praised Bob Penhallow. His wife Hilda was there. Mrs Penhallow left.",
                "Hilda",
                vec!["Hilda"],
            ),
            // Two sons, and a son of somebody else.
            (
                "They met Ivo Zorvan, his son Emil Zorvan and his son Karl Zorvan. Then the son sang.",
                "Emil Zorvan",
                vec!["Emil Zorvan"],
            ),
            (
                "They met Ivo Zorvan and his son Emil Zorvan. The son of a farmer sang.",
                "Emil Zorvan",
                vec!["Emil Zorvan"],
            ),
        ] {
            assert_eq!(mentions_of(body, name), mentions, "in: {body}");
        }
    }

    #[test]
    fn a_plain_name_between_mr_and_mrs_stays_open() {
        let body = "Ivo Zorvan came with Olga Zorvan. Mr. Zorvan spoke. Mrs. Zorvan sang. Zorvan was tired.";
        assert_eq!(mentions_of(body, "Ivo Zorvan"), ["Ivo Zorvan", "Zorvan"]);
        assert_eq!(mentions_of(body, "Olga Zorvan"), ["Olga Zorvan", "Zorvan"]);
        assert_eq!(mentions_of(body, "Zorvan"), ["Zorvan"]);
        // Only one of them was called so.
        let body = "Ivo Zorvan came with Olga Zorvan. Mrs. Zorvan sang. Zorvan was tired.";
        assert_eq!(mentions_of(body, "Olga Zorvan"), ["Olga Zorvan", "Zorvan", "Zorvan"]);
    }
}
