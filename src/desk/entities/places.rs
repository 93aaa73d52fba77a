//! Places and demonyms: which capitalised words are places at all.
//!
//! Names of several words and of whole countries are sure; a single word that is a city needs the more
//! evidence the smaller the city is. Which of the namesakes is meant is [`super::senses`]'s business.

use super::context::Context;
use super::sheet::{Sheet, What};
use super::surroundings::{is_enough, is_part, is_placed, people};
use super::tokens::Case;
use super::words::Class;
use super::{pairs, senses};
use crate::authority::{GeoHit, GeoId, NameRank};
use crate::record::PlaceKind;

/// A natural feature or district of this prominence is the place wherever its one word stands.
const SURE_FEATURE: f32 = 5.0;
/// Most words of a place's name.
const LONGEST_NAME: usize = 7;

/// Claims place names of several words: `Buenos Aires`, `Korean peninsula`, `Gulf of Mexico`.
pub fn claim_long(sheet: &mut Sheet<'_>) {
    let runs = sheet.runs().to_vec();
    for run in runs {
        let mut at = run.start;
        while at < run.end {
            // `South Korean` before `South Korean President X` is taken for a person.
            if at + 1 < run.end
                && sheet.is_free(at)
                && let Some((last, place)) = demonym_at(sheet, at)
                && last > at
            {
                sheet.claim(at, last, What::Demonym(place));
                at = last + 1;
                continue;
            }
            match long_at(sheet, at) {
                Some(Long { last, name, with_s }) => {
                    if let Some(claim) = sheet.claim(at, last, What::Place(name)) {
                        sheet.claims[claim].with_s = with_s;
                    }
                    at = last + 1;
                }
                None => at += 1,
            }
        }
    }
}

/// A place name of several words.
struct Long {
    last: usize,
    /// Index of [`Sheet::places`].
    name: u32,
    /// It ends in its own possessive s: `St. John's`.
    with_s: bool,
}

fn long_at(sheet: &mut Sheet<'_>, first: usize) -> Option<Long> {
    let story = sheet.story;
    let gazetteer = &story.authority.gazetteer;
    if !sheet.is_free_for_place(first) || !gazetteer.is_prefix(sheet.tokens.folded(first, first)) {
        return None;
    }
    let mut ends = [0usize; LONGEST_NAME];
    let mut count = 0;
    let mut last = first;
    while last + 1 < first + LONGEST_NAME
        // `People's Republic of China`
        && (!sheet.tokens[last].possessive() || sheet.tokens.has_s(last))
        && sheet.tokens.word_after(last).is_some()
        && sheet.is_free_for_place(last + 1)
        && (sheet.tokens[last + 1].elided() || gazetteer.is_prefix(sheet.tokens.folded(first, last + 1)))
    {
        last += 1;
        ends[count] = last;
        count += 1;
    }
    for &last in ends[..count].iter().rev() {
        let end = &sheet.tokens[last];
        let noun = end.case == Case::Lower && !end.is_function() && !end.glued();
        if !(end.is_capital() || noun) {
            continue;
        }
        let own_s = end.possessive() && sheet.tokens.has_s(last);
        for with_s in [true, false] {
            if with_s && !own_s {
                continue;
            }
            let name = sheet.place_spelling(first, last, with_s);
            if let Some(best) = sheet.places[name as usize].hits.first().copied() {
                // `Korean peninsula` may end in lower case; a town's name may not.
                let lower = noun && best.kind == PlaceKind::City;
                if !lower && is_long_name(sheet, first, last, best) {
                    return Some(Long { last, name, with_s });
                }
            }
        }
    }
    None
}

fn is_long_name(sheet: &Sheet<'_>, first: usize, last: usize, best: GeoHit) -> bool {
    // `Hong Kong Open`
    let contest =
        sheet.tokens.word_after(last).is_some_and(|next| next.case == Case::Title && next.is(Class::CONTEST));
    if contest && !sheet.tokens[last].possessive() {
        return false;
    }
    let geo = sheet.story.authority.gazetteer.get(best.id);
    if best.kind != PlaceKind::City {
        return !sheet.tokens[first].shouted() || best.kind == PlaceKind::Country || sheet.in_dateline(first);
    }
    if sheet.in_dateline(first)
        || sheet.is_located(first)
        || is_placed(sheet, first, last)
        || pairs::is_paired(sheet, last)
        || opens_copy(sheet, first, last)
    {
        return true;
    }
    let all_common =
        (first..=last).all(|at| sheet.tokens[at].is(Class::COMMON) || sheet.tokens[at].is(Class::FUNCTION));
    // `George Town` may be somebody's name, `Long Beach` ordinary words.
    let needed = match () {
        () if sheet.tokens[first].is(Class::GIVEN) || sheet.tokens[first].is(Class::FAMILY_FIRST) => 200_000,
        () if all_common && sheet.tokens[first].is_weak() => 1_000_000,
        () if all_common || sheet.tokens[first].shouted() => 100_000,
        () => 5_000,
    };
    people(&geo) >= needed
}

/// Claims demonyms and single-word places, then settles which place each spelling means.
pub fn claim_short(sheet: &mut Sheet<'_>) {
    pairs::claim_states(sheet);
    let mut doubtful = Vec::new();
    let runs = sheet.runs().to_vec();
    for run in runs {
        let mut at = run.start;
        while at < run.end {
            if !sheet.is_free_for_place(at) {
                at += 1;
                continue;
            }
            if let Some((last, place)) = demonym_at(sheet, at) {
                sheet.claim(at, last, What::Demonym(place));
                at = last + 1;
                continue;
            }
            if let Some(last) = compass_name(sheet, at, run.end) {
                let name = sheet.part_of_place(at, last);
                sheet.claim(at, last, What::Place(name));
                at = last + 1;
                continue;
            }
            match weigh(sheet, at) {
                Some((name, Evidence::Sure)) => {
                    sheet.claim(at, at, What::Place(name));
                }
                Some((name, Evidence::Doubtful)) => doubtful.push((at, name)),
                None => {}
            }
            at += 1;
        }
    }
    pairs::claim_paired(sheet, &doubtful);
    let context = Context::of(sheet, &doubtful);
    senses::settle(sheet, &context, &doubtful);
    for (at, name) in doubtful {
        if !sheet.is_free_for_place(at) {
            continue;
        }
        if let Some(id) = senses::best(sheet, name, &context)
            && is_enough(sheet, at, id, &context)
        {
            sheet.places[name as usize].sense = Some(id);
            sheet.claim(at, at, What::Place(name));
        }
    }
}

/// `Kenyan`, `South Korean`, `Saudis`; `None` for languages of no country and for words that are places too.
fn demonym_at(sheet: &Sheet<'_>, at: usize) -> Option<(usize, GeoId)> {
    let tokens = &sheet.tokens;
    let token = &tokens[at];
    // `inter-Korean`, `pan-African`: the compound means more than one country.
    let compound = token.glued()
        && tokens.word_before(at).is_some_and(|_| {
            matches!(tokens.folded(at - 1, at - 1), "inter" | "pan" | "intra" | "trans" | "sino" | "indo")
        });
    if compound || !sheet.is_free(at) {
        return None;
    }
    // `South Korean`, `N. Korean`
    if tokens.word_after(at).is_some_and(|next| next.is_capital())
        && !token.possessive()
        && sheet.is_free(at + 1)
        && let Some(place) = sheet.demonym(at, at + 1)
    {
        return Some((at + 1, place));
    }
    if token.case == Case::Initial {
        return None;
    }
    // `North American`, `Central Asian` are of no one country.
    let compass = at > 0
        && sheet.is_free(at - 1)
        && tokens.word_before(at).is_some_and(|t| t.is_capital() && t.is(Class::COMPASS));
    (!compass && token.letters() > 3).then(|| sheet.demonym(at, at))?.map(|place| (at, place))
}

/// `Western Europe`, `Eastern Slavonia`: a part of the place behind the word.
fn compass_name(sheet: &Sheet<'_>, at: usize, end: usize) -> Option<usize> {
    let compass = sheet.tokens[at].is(Class::COMPASS) && !sheet.tokens[at].is_weak() && sheet.is_free(at);
    let next = at + 1;
    if !compass || next >= end {
        return None;
    }
    match sheet.claim_at(next) {
        Some(_) => None,
        None => {
            let whole = sheet.tokens[next].case == Case::Title
                && !sheet.tokens[next].is(Class::COMMON)
                && sheet.is_place(next);
            whole.then_some(next)
        }
    }
}

enum Evidence {
    Sure,
    /// A place if the rest of the text speaks for it.
    Doubtful,
}

/// Capitals at the beginning of a sentence with a dash behind them: a dateline in the middle of copy that
/// has lost its lines, `… for the program. MANSFIELD -- The mayor`.
fn opens_copy(sheet: &Sheet<'_>, first: usize, last: usize) -> bool {
    let dash = |at: usize| matches!(sheet.tokens.get(at).map(|t| t.case), Some(Case::Punct('-' | '–' | '—')));
    sheet.tokens[first].starts_sentence()
        && (first..=last).all(|at| sheet.tokens[at].case == Case::Upper)
        && dash(last + 1)
}

/// What speaks for a single word being a place; `None` where it is certainly none.
fn weigh(sheet: &mut Sheet<'_>, at: usize) -> Option<(u32, Evidence)> {
    let token = sheet.tokens[at];
    // A dateline that nobody read as one: `LONDON 1996-08-30`, `LAGOS, Nigeria (AP) _`.
    let opening = token.case == Case::Upper
        && token.letters() > 3
        && (token.starts_paragraph() || opens_copy(sheet, at, at));
    let initials = token.case == Case::Upper && !token.shouted() && !sheet.in_dateline(at) && !opening;
    if token.case == Case::Initial || token.letters() < 2 || token.is(Class::CALENDAR) {
        return None;
    }
    // `Col. X` is no Colorado.
    if token.is(Class::TITLE) && sheet.tokens.text(at, at).ends_with('.') && !sheet.in_dateline(at) {
        return None;
    }
    // `Eastern Creek` is no place called Eastern.
    if token.is(Class::COMPASS) && !sheet.in_dateline(at) {
        return None;
    }
    // Half of a double name is no place, unless the other half is a place too: `Iran-Iraq`.
    if token.glued() && sheet.tokens[at - 1].is_capital() && sheet.is_free(at - 1) {
        return None;
    }
    let name = sheet.place_name(at, at);
    let best = *sheet.places[name as usize].hits.first()?;
    if initials || token.letters() < 3 {
        // `US`, `UAE`, `U.K.`: initials are countries (and `D.C.`), not postal codes.
        let country =
            best.kind == PlaceKind::Country && token.case == Case::Upper && best.rank <= NameRank::Usual;
        if !country && let Some(region) = pairs::state_of_initials(sheet, at) {
            return Some((sheet.place_of(vec![region]), Evidence::Sure));
        }
        return country.then_some((name, Evidence::Sure));
    }
    let weak = token.is_weak() && !sheet.in_dateline(at);
    let named_on = sheet
        .tokens
        .word_after(at)
        .is_some_and(|next| next.case == Case::Title && !next.is(Class::COMMON) && sheet.is_free(at + 1));
    let usual = best.rank <= NameRank::Usual && !token.is(Class::COMMON);
    let part = token.is(Class::GIVEN) && named_on || is_part(sheet, at);
    let geo = sheet.story.authority.gazetteer.get(best.id);
    // `Barra`, `Watts`: islands and districts are called like people.
    let feature = geo.population == 0 && geo.prominence < SURE_FEATURE;
    let sure = match best.kind {
        // `ROUNDUP: Stocks fall` is filed from nowhere, but `MOSCOW: Stocks fell`.
        PlaceKind::City if sheet.tokens.get(at + 1).is_some_and(|next| next.is_punct(':')) => {
            sheet.in_dateline(at) || opening && usual && people(&geo) >= 100_000
        }
        PlaceKind::City => sheet.in_dateline(at) || opening && usual,
        PlaceKind::Country => !part,
        _ if feature => false,
        PlaceKind::Region => !token.is(Class::COMMON) && !part,
        _ => !token.is(Class::COMMON) && !token.is(Class::GIVEN),
    };
    let sure = sure && !(weak && token.is(Class::COMMON) && !best.primary);
    Some((name, if sure { Evidence::Sure } else { Evidence::Doubtful }))
}

#[cfg(test)]
mod tests {
    use crate::desk::entities::testing::{assert_names, entities};
    use crate::record::EntityKind::{Demonym, Place};

    #[test]
    fn large_places_are_found_and_small_ones_need_evidence() {
        assert_names(
            Place,
            &[
                (
                    "The visit to Kenya and South Korea ended in Buenos Aires.",
                    "Kenya | South Korea | Buenos Aires",
                ),
                ("The US and the U.K. agreed.", "US | U.K."),
                ("They drove from Nairobi to Mombasa.", "Nairobi | Mombasa"),
                ("Iran-Iraq talks", "Iran | Iraq"),
                // Words that are also the names of small towns.
                ("Police said the Bill was Reading well. Of all, Bath was Nice.", ""),
                ("It gave us hope.", ""),
                // A cut title, and a label in front of a headline.
                ("Col. Ivo Zorvan came.", ""),
                ("ROUNDUP: Stocks fell.", ""),
                ("MOSCOW: Stocks fell.", "MOSCOW"),
            ],
        );
    }

    #[test]
    fn demonyms_carry_their_place() {
        assert_names(
            Demonym,
            &[
                ("A Kenyan minister and two South Korean envoys.", "Kenyan | South Korean"),
                ("North American, inter-Korean", "North American"),
                ("S. Korean and N. Korean troops met St. Lucian ones.", "S. Korean | N. Korean | St. Lucian"),
                (
                    "An Australian envoy came. Australian officials met Scots.",
                    "Australian | Australian | Scots",
                ),
            ],
        );
        let found = entities("A South Korean envoy came.");
        assert_eq!(found[0].place.as_ref().map(|place| place.name.as_str()), Some("South Korea"));
    }
}
