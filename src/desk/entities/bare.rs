//! Family and given names that stand alone for people whom the text names in full: `Guterres`, `bin Laden`.

use rustc_hash::{FxHashMap, FxHashSet};

use super::people;
use super::sheet::{Sheet, What};
use super::tokens::Case;
use super::words::Class;

/// Claims the names that stand alone for people named in full elsewhere: `Guterres`, `bin Laden`.
pub fn claim(sheet: &mut Sheet<'_>) {
    let names = BareNames::of(sheet);
    if names.family.is_empty() {
        return;
    }
    for at in 0..sheet.tokens.len() {
        let token = &sheet.tokens[at];
        if !token.is_capital() || !sheet.is_free(at) {
            continue;
        }
        let family = names.family.get(&token.hash).copied();
        let given = names.given.contains(&token.hash);
        if family.is_none() && !given || is_doubtful(sheet, at, family.is_some()) {
            continue;
        }
        let mut first = at;
        // A shouted headline has the full name: `JANE DOE RESIGNS`.
        if token.shouted()
            && at > 0
            && sheet.is_free(at - 1)
            && sheet.tokens.word_before(at).is_some_and(|t| names.given.contains(&t.hash))
        {
            first = at - 1;
        }
        // `bin Laden`, `Van Gundy`: with the particles that its full form has.
        for _ in 0..family.unwrap_or(0) {
            let particle =
                first > 0 && sheet.tokens[first - 1].is(Class::PARTICLE) && sheet.is_free(first - 1);
            if particle && sheet.tokens.word_before(first).is_some() {
                first -= 1;
            }
        }
        let (first, last) = widened(sheet, first, at);
        people::claim(sheet, first, last);
    }
}

/// A bare name with another rare name before or behind it is somebody's full name: `Boban Boskovic`
/// where the text has spoken of Milica Boskovic.
fn widened(sheet: &Sheet<'_>, first: usize, last: usize) -> (usize, usize) {
    let rare = |at: usize| {
        let token = &sheet.tokens[at];
        sheet.is_free(at)
            && token.case == Case::Title
            && !token.is(Class::COMMON)
            && !token.is(Class::CALENDAR)
            && !token.is_weak()
            && sheet.demonym(at, at).is_none()
    };
    let mut from = first;
    while from > 0
        && last - from < 3
        && sheet.tokens.word_before(from).is_some_and(|before| !before.possessive())
        && !sheet.tokens[from].glued()
        && rare(from - 1)
    {
        from -= 1;
    }
    (from, people::extent(sheet, last).min(last + 2))
}

struct BareNames {
    /// Hash of a family name → particles in front of it.
    family: FxHashMap<u64, u8>,
    given: FxHashSet<u64>,
}

impl BareNames {
    fn of(sheet: &Sheet<'_>) -> BareNames {
        let mut names = BareNames { family: FxHashMap::default(), given: FxHashSet::default() };
        for (index, claim) in sheet.claims.iter().enumerate().filter(|(_, claim)| claim.what == What::Person)
        {
            let (first, mut last) = (claim.first, claim.last);
            // A guess at one word is not spread over the text.
            if first == last && !sheet.roles.contains_key(&index) && !sheet.honorifics.contains_key(&index) {
                continue;
            }
            if last > first && sheet.tokens[last].is(Class::SUFFIX) {
                last -= 1;
            }
            if last > first && people::is_family_first(sheet, first, last) {
                names.family.insert(sheet.tokens[first].hash, 0);
                if last > first + 1 {
                    continue;
                }
            }
            let particles =
                (first + 1..last).rev().take_while(|at| sheet.tokens[*at].is(Class::OPENING)).count();
            let token = &sheet.tokens[last];
            if token.letters() > 1 && token.case != Case::Lower {
                names.family.insert(token.hash, particles as u8);
            }
            if last > first && sheet.tokens[first].case == Case::Title && sheet.tokens[first].letters() > 2 {
                names.given.insert(sheet.tokens[first].hash);
            }
        }
        names
    }
}

/// A capital that may as well be an ordinary word or a place.
fn is_doubtful(sheet: &Sheet<'_>, at: usize, family: bool) -> bool {
    let token = &sheet.tokens[at];
    let next_lower = sheet.tokens.get(at + 1).is_none_or(|next| !next.is_capital() && !next.is(Class::LEGAL));
    if token.shouted() {
        let given = at > 0 && sheet.tokens.word_before(at).is_some_and(|t| t.is(Class::GIVEN));
        return !family || token.is(Class::COMMON) && !given;
    }
    if token.is_weak() {
        // At the start of a sentence a family name of the text is more likely than the ordinary word, unless
        // the text has that too: `Brown said`, `Peter left`.
        return !next_lower || token.seen_lower() || !family && token.is(Class::FREQUENT);
    }
    // `in Jordan`, where there is also a Michael Jordan.
    let place = sheet.is_located(at) && people::is_prominent_place(sheet, at);
    place || (!family && !next_lower)
}

#[cfg(test)]
mod tests {
    use crate::desk::entities::testing::assert_names;
    use crate::record::EntityKind::Person;

    #[test]
    fn bare_names_follow_the_full_one() {
        assert_names(
            Person,
            &[
                ("Olga Vintner left. Vintner's car was found.", "Olga Vintner | Vintner"),
                ("Omar bin Rashad spoke. Then bin Rashad left.", "Omar bin Rashad | bin Rashad"),
                ("Two Zorvans came. The Zorvan bridge is old.", ""),
                // A month and a family name.
                ("Theresa Mayer spoke on Friday in May.", "Theresa Mayer"),
                ("He met Laura Bushell. Bushes burned.", "Laura Bushell"),
            ],
        );
    }
}
