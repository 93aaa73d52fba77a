//! Family and given names that stand alone for people whom the text names in full: `Guterres`, `bin Laden`.

use rustc_hash::{FxHashMap, FxHashSet};

use super::people;
use super::sheet::{Sheet, What};
use super::titles;
use super::tokens::{Case, Token};
use super::words::Class;

/// Most words before a family name that are taken for the rest of the full name.
const LONGEST: usize = 5;

/// Claims the names that stand alone for people named in full elsewhere: `Guterres`, `bin Laden`.
pub fn claim(sheet: &mut Sheet<'_>) {
    let names = BareNames::of(sheet);
    if names.family.is_empty() {
        return;
    }
    for at in 0..sheet.tokens.len() {
        let token = &sheet.tokens[at];
        // `Le ministre`, where the text has a Marine Le Pen.
        if !token.is_capital() || !sheet.is_free(at) || token.is(Class::ARTICLE) {
            continue;
        }
        let family = names.family.get(&token.hash).copied();
        let given = names.given.contains_key(&token.hash);
        if family.is_none() && !given || is_doubtful(sheet, &names, at) {
            continue;
        }
        let mut first = at;
        // The full name again, of words that prove nothing by themselves: `JANE DOE RESIGNS`, `told Win Myint`.
        let given =
            |before: &Token| names.given.contains_key(&before.hash) || before.shouted() && is_given(before);
        while first > 0
            && at - first < LONGEST
            && sheet.is_free(first - 1)
            && sheet.tokens.word_before(first).is_some_and(|before| {
                let pair = names.pairs.contains(&(before.hash, sheet.tokens[first].hash));
                before.is_capital()
                    && !before.possessive()
                    && (pair || token.shouted() && first == at && given(before))
            })
        {
            first -= 1;
        }
        // `bin Laden`, `Van Gundy`: with the particles that its full form has.
        for _ in 0..family.unwrap_or(0) {
            let particle =
                first > 0 && sheet.tokens[first - 1].is(Class::PARTICLE) && sheet.is_free(first - 1);
            if particle && sheet.tokens.word_before(first).is_some() {
                first -= 1;
            }
        }
        let (first, last) = if token.shouted() { (first, at) } else { widened(sheet, first, at) };
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

fn is_given(token: &Token) -> bool {
    token.is(Class::GIVEN) && !token.is(Class::FREQUENT)
}

struct BareNames {
    /// Neighbours in a name.
    pairs: FxHashSet<(u64, u64)>,
    /// Hash of a family name → particles in front of it.
    family: FxHashMap<u64, u8>,
    /// Hash of a given name → where its bearer is first named.
    given: FxHashMap<u64, usize>,
    /// Those of them that the text has as places too: in its dateline, behind a preposition of place.
    places: FxHashSet<u64>,
}

impl BareNames {
    fn of(sheet: &Sheet<'_>) -> BareNames {
        let mut names = BareNames {
            pairs: FxHashSet::default(),
            family: FxHashMap::default(),
            given: FxHashMap::default(),
            places: FxHashSet::default(),
        };
        for (index, claim) in sheet.claims.iter().enumerate().filter(|(_, claim)| claim.what == What::Person)
        {
            let (first, mut last) = (claim.first, claim.last);
            // A guess at one word is not spread over the text, unless it speaks or the text says what it does.
            let told = sheet.roles.contains_key(&index) || sheet.honorifics.contains_key(&index);
            if first == last && !told && !is_shown_person(sheet, first) {
                continue;
            }
            if last > first && sheet.tokens[last].is(Class::SUFFIX) {
                last -= 1;
            }
            let pairs = (first..last).map(|at| (sheet.tokens[at].hash, sheet.tokens[at + 1].hash));
            names.pairs.extend(pairs);
            if last > first && people::is_family_first(sheet, first, last) {
                names.family.insert(sheet.tokens[first].hash, 0);
                if last > first + 1 && !sheet.tokens[first].is(Class::VIETNAMESE) {
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
                let at = names.given.entry(sheet.tokens[first].hash).or_insert(first);
                *at = first.min(*at);
            }
        }
        for at in 0..sheet.tokens.len() {
            let token = &sheet.tokens[at];
            let named = token.is_capital()
                && (names.family.contains_key(&token.hash) || names.given.contains_key(&token.hash));
            let place = || matches!(sheet.what_at(at), Some(What::Place(_)));
            let given = named && !names.family.contains_key(&token.hash);
            if named
                && (sheet.in_dateline(at)
                    || place()
                    || sheet.is_located(at)
                    || given && is_reached(sheet, at) && people::is_prominent_place(sheet, at))
            {
                names.places.insert(token.hash);
            }
        }
        names
    }
}

/// A capital that may as well be an ordinary word or a place.
fn is_doubtful(sheet: &Sheet<'_>, names: &BareNames, at: usize) -> bool {
    let token = &sheet.tokens[at];
    let family = names.family.contains_key(&token.hash);
    let next_lower = sheet.tokens.get(at + 1).is_none_or(|next| !next.is_capital() && !next.is(Class::LEGAL));
    if token.shouted() {
        let given = at > 0 && sheet.tokens.word_before(at).is_some_and(|t| t.is(Class::GIVEN));
        // Where all the copy is in capitals, the family name of the text is likelier than a rare word.
        return !family
            || !given && token.is(if sheet.tokens.is_capitals() { Class::FREQUENT } else { Class::COMMON });
    }
    if token.is_weak() {
        // At the start of a sentence a family name of the text is more likely than the ordinary word, unless
        // the text has that too: `Brown said`, `Peter left`.
        return !next_lower || token.seen_lower() || !family && token.is(Class::FREQUENT);
    }
    // `in Jordan`, where there is also a Michael Jordan.
    if !family {
        // `Chad Wexler flew to Chad`, `Victoria lost. Victoria Doe wept`: copy calls nobody by the given name alone where the text has
        // the place, nor ahead of the full name.
        let ahead = names.given.get(&token.hash).is_some_and(|named| at < *named);
        let place = ahead || sheet.is_located(at) || names.places.contains(&token.hash);
        return !next_lower || place && sheet.is_place(at) && titles::before(sheet, at).is_none();
    }
    people::is_prominent_place(sheet, at)
        && (sheet.is_located(at) || names.places.contains(&token.hash) && !is_shown_person(sheet, at))
}

/// `to Chad`, `the people of Georgia`, `Georgia's president`.
fn is_reached(sheet: &Sheet<'_>, at: usize) -> bool {
    let tokens = &sheet.tokens;
    let reached = tokens.word_before(at).is_some_and(|before| before.case == Case::Lower)
        && matches!(tokens.folded(at - 1, at - 1), "to" | "of");
    let ruled = tokens[at].possessive()
        && tokens.word_after(at).is_some_and(|next| {
            next.case == Case::Lower
                && (next.is(Class::TITLE) || next.is(Class::STATE_BODY))
                && !next.is(Class::KIN)
        });
    reached || ruled
}

/// Whether a person stands here: with a title, with an age behind it, speaking.
fn is_shown_person(sheet: &Sheet<'_>, at: usize) -> bool {
    let tokens = &sheet.tokens;
    let age = tokens.get(at + 1).is_some_and(|t| t.is_punct(','))
        && tokens.get(at + 2).is_some_and(|t| t.case == Case::Number)
        && tokens.get(at + 3).is_some_and(|t| t.is_punct(','));
    age || titles::before(sheet, at).is_some()
        || sheet.speaks(at, at)
        || titles::apposition(sheet, at).is_some()
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
                // A given name and a country.
                ("Chad Wexler flew to Chad. Wexler found that Chad was hot.", "Chad Wexler | Wexler"),
                ("They met Chelsea Vintner. She lives in Chelsea.", "Chelsea Vintner"),
                ("They met Chad Wexler. His mother wept for Chad.", "Chad Wexler | Chad"),
                // Ahead of the full name it is the place.
                ("The storm left Victoria. Victoria Zorvan wept.", "Victoria Zorvan"),
            ],
        );
    }
}
