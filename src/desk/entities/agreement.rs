//! One name is one kind of thing in a dispatch: the commoner reading wins.
//!
//! The tagger reads each stretch by its own surroundings, and `Paterson has struggled` looks like a person. Of names that occur
//! more than once in a dispatch more than 99 in 100 have one kind throughout. Towns and their clubs share names by right; they are left
//! alone, and so is a place that a person of the text is called like.

use rustc_hash::{FxHashMap, FxHashSet};

use super::sheet::{Claim, Sheet, What};
use super::tokens::Case;

/// A dateline says what its words are: it counts as this many readings.
const DATELINE_VOTES: u32 = 3;

/// How often a word was read as what, and a claim that read it as a place.
#[derive(Default)]
struct Votes {
    person: u32,
    organisation: u32,
    place: u32,
    placed: Option<usize>,
}

/// Lets each name of one word be what it is most often.
pub fn settle(sheet: &mut Sheet<'_>) {
    let mut votes: FxHashMap<u64, Votes> = FxHashMap::default();
    let mut people: FxHashSet<u64> = FxHashSet::default();
    let mut openings: FxHashSet<u64> = FxHashSet::default();
    for (index, claim) in sheet.claims.iter().enumerate() {
        let hash = sheet.tokens[claim.first].hash;
        if claim.last > claim.first {
            match claim.what {
                What::Person => people.extend((claim.first..=claim.last).map(|at| sheet.tokens[at].hash)),
                What::Organisation(_) => {
                    openings.insert(hash);
                }
                _ => {}
            }
            continue;
        }
        let votes = votes.entry(hash).or_default();
        match claim.what {
            What::Person => votes.person += 1,
            What::Organisation(_) if !sheet.short_for.contains_key(&index) => votes.organisation += 1,
            What::Place(_) => {
                votes.place += if sheet.in_dateline_claim(claim.first) { DATELINE_VOTES } else { 1 };
                votes.placed = Some(index);
            }
            _ => {}
        }
    }
    for index in 0..sheet.claims.len() {
        let claim = sheet.claims[index];
        if claim.last > claim.first || sheet.short_for.contains_key(&index) {
            continue;
        }
        let hash = sheet.tokens[claim.first].hash;
        let Some(votes) = votes.get(&hash) else { continue };
        let somebody = people.contains(&hash);
        match claim.what {
            What::Person if somebody || is_shown(sheet, index, claim) => {}
            What::Person if votes.place > votes.person + votes.organisation => {
                if let Some(place) = votes.placed {
                    sheet.claims[index].what = sheet.claims[place].what;
                    if let Some(told) = sheet.told.get(&place).copied() {
                        sheet.told.insert(index, told);
                    }
                }
            }
            What::Person if votes.organisation > votes.person + votes.place => {
                sheet.claims[index].what = What::Organisation(None);
            }
            // `Manafort's accounts`, where Manafort speaks elsewhere; but a firm may be called like its founder.
            What::Organisation(None)
                if votes.person > votes.organisation + votes.place
                    && !openings.contains(&hash)
                    && sheet.tokens[claim.first].case == Case::Title =>
            {
                sheet.claims[index].what = What::Person;
            }
            _ => {}
        }
    }
}

/// A person by more than the tagger's reading: with a title, or speaking.
fn is_shown(sheet: &Sheet<'_>, index: usize, claim: Claim) -> bool {
    sheet.roles.contains_key(&index)
        || sheet.honorifics.contains_key(&index)
        || sheet.speaks(claim.first, claim.last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::entities::testing::on_sheet;

    /// The one-word names of a text after they have been claimed as told, in order: `P` person, `O` organisation, `L` place.
    fn settled(body: &str, word: &str, readings: &str, full: Option<&str>) -> String {
        on_sheet(body, |sheet| {
            let at: Vec<usize> = (0..sheet.tokens.len()).collect();
            if let Some(full) = full {
                let first = at
                    .iter()
                    .find(|at| full.starts_with(sheet.tokens.text(**at, **at)))
                    .expect("it is there");
                sheet.claim(*first, *first + 1, What::Person);
            }
            let words: Vec<usize> = at
                .into_iter()
                .filter(|at| sheet.tokens.text(*at, *at) == word && sheet.is_free(*at))
                .collect();
            for (at, reading) in words.iter().zip(readings.chars()) {
                let what = match reading {
                    'P' => What::Person,
                    'O' => What::Organisation(None),
                    _ => What::Place(sheet.place_spelling(*at, *at, false)),
                };
                sheet.claim(*at, *at, what);
            }
            settle(sheet);
            let letter = |at: &usize| match sheet.what_at(*at) {
                Some(What::Person) => 'P',
                Some(What::Organisation(_)) => 'O',
                Some(What::Place(_)) => 'L',
                _ => '-',
            };
            words.iter().map(letter).collect()
        })
    }

    #[test]
    fn the_commoner_reading_wins() {
        let body = "Ostrava grew. In Ostrava it rained. Ostrava has struggled.";
        assert_eq!(settled(body, "Ostrava", "LLP", None), "LLL");
        assert_eq!(settled(body, "Ostrava", "PPO", None), "PPP");
        assert_eq!(settled(body, "Ostrava", "OOP", None), "OOO");
        // A draw is left; and a town may stand for its club.
        assert_eq!(settled(body, "Ostrava", "LP", None), "LP-");
        assert_eq!(settled(body, "Ostrava", "LLO", None), "LLO");
    }

    #[test]
    fn who_speaks_is_a_person() {
        let body = "Ostrava grew. In Ostrava it rained. Ostrava said so.";
        assert_eq!(settled(body, "Ostrava", "LLP", None), "LLP");
    }

    #[test]
    fn a_person_of_the_text_keeps_the_name() {
        let body = "Olga Vrelund paid. The money went to Vrelund and others.";
        assert_eq!(settled(body, "Vrelund", "O", Some("Olga")), "O");
        // A firm that is called like its founder.
        let body = "Olga Vrelund paid. The board of Vrelund met. Shares of Vrelund fell.";
        assert_eq!(settled(body, "Vrelund", "OO", Some("Olga")), "OO");
        let body = "Olga Ostrava paid. In Ostrava it rained. Near Ostrava it snowed, Ostrava wrote.";
        assert_eq!(settled(body, "Ostrava", "LLP", Some("Olga")), "LLP");
    }
}
