//! What the words around a place's name say: that it is a part of a longer name, or that a town of so few people is
//! meant all the same.

use super::context::Context;
use super::sheet::{Sheet, What};
use super::teams;
use super::tokens::Case;
use super::words::Class;
use crate::authority::{Geo, GeoId};

/// Whether a country's name is part of a longer name: `India Open`, `Radio Lagos`, `Atlas Bangladesh`.
pub fn is_part(sheet: &Sheet<'_>, at: usize) -> bool {
    let tokens = &sheet.tokens;
    if tokens[at].is_weak() || tokens[at].shouted() {
        return false;
    }
    let next = tokens.word_after(at).is_some_and(|next| {
        let thing = next.is(Class::COMMON) && !next.is(Class::TITLE) && !next.is(Class::TITLE_MODIFIER);
        next.case == Case::Title
            && thing
            && !next.is(Class::CALENDAR)
            && !next.is_weak()
            && !tokens[at].possessive()
            && sheet.is_free(at + 1)
    });
    let before = at > 0
        && sheet.is_free(at - 1)
        && !tokens[at].glued()
        && tokens.word_before(at).is_some_and(|before| {
            before.case == Case::Title
                && !before.possessive()
                && !before.is_weak()
                && !before.is_function()
                && !before.is(Class::CALENDAR)
                && !before.is(Class::TITLE)
                && !before.is(Class::TITLE_MODIFIER)
        });
    next || before
}

/// The people of a place; one that has none, an island or a district, counts by its place among namesakes.
pub fn people(geo: &Geo<'_>) -> u32 {
    if geo.population > 0 { geo.population } else { 10f32.powf(geo.prominence) as u32 }
}

/// Whether the text speaks enough for a single word being this city.
pub fn is_enough(sheet: &Sheet<'_>, at: usize, id: GeoId, context: &Context) -> bool {
    let token = &sheet.tokens[at];
    let geo = sheet.story.authority.gazetteer.get(id);
    let people = people(&geo);
    let home = is_home(sheet, at);
    let located = home || sheet.is_located(at) || is_placed(sheet, at, at);
    let near = context.knows(&geo);
    let next = sheet.tokens.word_after(at);
    // More of a name follows: `London Breed`, `Jackson Browne`.
    let named_on = next.is_some_and(|next| next.case == Case::Title && !next.is(Class::COMMON))
        && sheet.is_free(at + 1)
        && !token.possessive();
    let before = at > 0
        && sheet.is_free(at - 1)
        && sheet.tokens.word_before(at).is_some_and(|t| {
            t.case == Case::Title && !t.is_weak() && !t.is(Class::TITLE_MODIFIER) && !t.is_function()
        });
    if token.shouted() {
        return people >= 200_000 && !token.is(Class::COMMON);
    }
    if named_on || before || is_part(sheet, at) {
        return people >= 1_000_000 && !token.is(Class::GIVEN);
    }
    if token.is(Class::COMMON) {
        return located && !token.is_weak() && (people >= 100_000 || near && people >= 10_000);
    }
    if (token.is(Class::GIVEN) || token.is(Class::FAMILY_FIRST)) && !teams::plays(sheet, at, at) {
        return people >= 1_000_000 || located && (people >= 50_000 || near);
    }
    if teams::plays(sheet, at, at) {
        return people >= 15_000;
    }
    if sheet.speaks(at, at) && people < 500_000 {
        return false;
    }
    // A local story: the text is about this very region.
    if context.is_about(&geo) && (located || people >= 5_000) {
        return true;
    }
    people >= 300_000 || (located && (near || people >= 15_000)) || (near && people >= 15_000)
}

/// `Jane Doe, 41, of Decatur`, `John Roe, of Decatur`, `Jane Doe of Barry`.
pub fn is_home(sheet: &Sheet<'_>, first: usize) -> bool {
    if !is_of(sheet, first) || first < 2 {
        return false;
    }
    // Somebody of two names at least: not `Duke of X`, `John of Gaunt`.
    let full = || sheet.claim_at(first - 2).map(|claim| sheet.claims[claim]);
    sheet.tokens[first - 2].is_punct(',')
        || full().is_some_and(|claim| claim.what == What::Person && claim.last > claim.first)
            && !sheet.tokens[first - 2].possessive()
}

/// Whether `of` stands before the name.
fn is_of(sheet: &Sheet<'_>, first: usize) -> bool {
    sheet.tokens.word_before(first).is_some_and(|t| t.case == Case::Lower)
        && sheet.tokens.text(first - 1, first - 1) == "of"
}

/// `city of X`, `the town of X`, `X residents`.
pub fn is_placed(sheet: &Sheet<'_>, first: usize, last: usize) -> bool {
    let town = sheet
        .tokens
        .word_after(last)
        .is_some_and(|next| next.case == Case::Lower && next.is(Class::TOWNSPEOPLE));
    if town && !sheet.tokens[last].possessive() {
        return true;
    }
    is_of(sheet, first)
        && (is_home(sheet, first)
            || sheet.tokens.word_before(first - 1).is_some_and(|t| t.is(Class::PLACE_NOUN)))
}

#[cfg(test)]
mod tests {
    use crate::desk::entities::testing::assert_names;
    use crate::record::EntityKind::Place;

    #[test]
    fn small_towns_are_found_where_people_are_from() {
        assert_names(
            Place,
            &[
                (
                    "Jane Doe, 41, of Grovetown, and John Roe, 20, of Gun Barrel City, left.",
                    "Grovetown | Gun Barrel City",
                ),
                ("A talk of Grovetown was heard.", ""),
                // A given name, too.
                ("Jane Doe of Barry, and Owen Tudge of Cardiff won.", "Barry | Cardiff"),
                ("She lives in Twickenham, west of London.", "Twickenham | London"),
                // Islands and districts are called like people.
                ("Jane Doe met Barra on Monday.", ""),
                (
                    "The ferry to the Isle of Skye sank near Barra, Scotland.",
                    "Isle of Skye | Barra | Scotland",
                ),
                ("Villages along the Weser in Germany were flooded.", "Weser | Germany"),
            ],
        );
    }
}
