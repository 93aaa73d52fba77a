//! Places in pairs: `Portland, Maine`, `Kenansville, Fla.`: the outer one says which the inner one is.

use super::introductions;
use super::rivers;
use super::sheet::{Claim, PlaceName, Sheet, What};
use super::tokens::Case;
use crate::authority::{Geo, GeoHit, GeoId, NameRank};
use crate::record::PlaceKind;

/// States and provinces that AP and CP abbreviate by initials, which stand alone too: `in B.C.`, `S.C. lawmakers`.
const INITIALS: [&str; 16] = [
    "N.Y.", "N.J.", "N.H.", "N.M.", "N.C.", "N.D.", "S.C.", "S.D.", "R.I.", "D.C.", "B.C.", "N.B.", "N.S.",
    "P.E.I.", "N.S.W.", "NSW",
];

/// Divisions of a country, as they stand beside a name that is also a city's: `Kandahar province`, `the state of Washington`.
const DIVISIONS: [&str; 7] =
    ["state", "province", "governorate", "prefecture", "oblast", "voivodeship", "emirate"];

/// Words behind a state that is also a city: `New York Gov. X`, `New York lawmakers`.
const STATE_OFFICES: [&str; 9] = [
    "gov",
    "governor",
    "lawmakers",
    "legislature",
    "legislators",
    "assemblyman",
    "assemblywoman",
    "sen",
    "senator",
];

/// The state or province of these initials; `None` in `300 B.C.`
pub fn state_of_initials(sheet: &Sheet<'_>, at: usize) -> Option<GeoHit> {
    let number = sheet.tokens.word_before(at).is_some_and(|before| before.case == Case::Number);
    if number || !INITIALS.contains(&sheet.tokens.text(at, at)) {
        return None;
    }
    let gazetteer = &sheet.story.authority.gazetteer;
    let english = |hit: &GeoHit| {
        let country = gazetteer.get(hit.id).country;
        hit.kind == PlaceKind::Region
            && country.is_some_and(|code| ["US", "CA", "AU"].contains(&code.as_str()))
    };
    gazetteer.find(sheet.tokens.folded(at, at))?.hits().find(english)
}

/// `Portland, Maine` and `Kenansville, Fla.`: claims the state behind the comma where a place stands in
/// front, abbreviations too, which are places nowhere else.
pub fn claim_states(sheet: &mut Sheet<'_>) {
    for at in 2..sheet.tokens.len() {
        let token = sheet.tokens[at];
        // `PEOPLE, AN OFFICIAL SAID` names no Andalusia.
        let word = token.is_function() && token.shouted();
        if !token.is_capital() || word || !sheet.is_free_for_place(at) || !sheet.tokens[at - 1].is_punct(',')
        {
            continue;
        }
        let front = &sheet.tokens[at - 2];
        if !front.is_capital()
            || front.possessive()
            || matches!(sheet.what_at(at - 2), Some(What::Person | What::Event(_)))
        {
            continue;
        }
        let dotted = sheet.tokens.text(at, at).ends_with('.');
        if !(dotted || token.case == Case::Upper) {
            continue;
        }
        let entry = sheet.story.authority.gazetteer.find(sheet.tokens.folded(at, at));
        // `UK`, `U.S.` are countries, though divisions have these letters too.
        let country = token.case == Case::Upper
            && entry
                .and_then(|entry| entry.hits().next())
                .is_some_and(|hit| hit.kind == PlaceKind::Country && hit.rank <= NameRank::Usual);
        // `LONDON, ALGIERS`: two towns, though a province is called so, too.
        let city = !dotted
            && token.letters() > 3
            && entry.and_then(|entry| entry.hits().next()).is_some_and(|hit| hit.kind == PlaceKind::City);
        if country || city {
            continue;
        }
        let hits =
            entry.map(|entry| entry.hits().filter(|hit| hit.kind == PlaceKind::Region).collect::<Vec<_>>());
        if let Some(hits) = hits.filter(|hits| !hits.is_empty()) {
            // `Kan.` is a state here, whatever else is called Kan.
            let name = sheet.place_of(hits);
            sheet.claim(at, at, What::Place(name));
        }
    }
}

/// `New South Wales (NSW)`, `Democratic Republic of Congo (DRC)`: claims a country or division with the initials that
/// the text introduces for it, which would else be taken for an organisation's.
pub fn claim_introduced(sheet: &mut Sheet<'_>) {
    for at in 3..sheet.tokens.len() {
        let token = &sheet.tokens[at];
        let bracketed = token.case == Case::Upper
            && sheet.tokens[at - 1].is_punct('(')
            && sheet.tokens.get(at + 1).is_some_and(|next| next.is_punct(')'));
        if !bracketed {
            continue;
        }
        let named =
            introductions::explained(sheet, at).filter(|(first, last)| is_division(sheet, *first, *last));
        if let Some((first, last)) = named {
            let place = sheet.place_name(first, last);
            sheet.claim(first, last, What::Place(place));
            sheet.claim(at, at, What::Place(place));
        }
    }
}

/// Whether the words are the usual name of a country or division.
fn is_division(sheet: &Sheet<'_>, first: usize, last: usize) -> bool {
    let entry = sheet.story.authority.gazetteer.find(sheet.tokens.folded(first, last));
    let whole = |hit: &GeoHit| matches!(hit.kind, PlaceKind::Country | PlaceKind::Region);
    entry.and_then(|entry| entry.hits().next()).is_some_and(|hit| whole(&hit) && hit.rank <= NameRank::Usual)
}

/// Whether a comma and a region or country follow the name: `X, Maine`.
pub fn is_paired(sheet: &Sheet<'_>, last: usize) -> bool {
    outer_at(sheet, last).is_some()
}

/// The first word of the region or country behind the name and a comma.
fn outer_at(sheet: &Sheet<'_>, last: usize) -> Option<usize> {
    let next = last + 2;
    let comma = sheet.tokens.get(last + 1)?.is_punct(',') && !sheet.tokens[last].possessive();
    let outer = sheet.tokens.get(next)?;
    if !comma || !outer.is_capital() {
        return None;
    }
    match sheet.what_at(next) {
        Some(What::Place(_)) => Some(next),
        _ => {
            let entry = sheet.story.authority.gazetteer.find(sheet.tokens.folded(next, next));
            entry
                .and_then(|entry| entry.hits().next())
                .is_some_and(|hit| matches!(hit.kind, PlaceKind::Region | PlaceKind::Country))
                .then_some(next)
        }
    }
}

/// Notes which place is meant where the text itself says so, and claims doubtful names in such pairs.
/// Returns the words that it claimed.
pub fn claim_paired(sheet: &mut Sheet<'_>, doubtful: &[(usize, u32)]) {
    for &(at, name) in doubtful {
        if let Some(id) = told(sheet, at, name)
            && let Some(claim) = sheet.claim(at, at, What::Place(name))
        {
            sheet.told.insert(claim, id);
        }
    }
    let rivers = rivers::named(sheet);
    for claim in 0..sheet.claims.len() {
        let Claim { last, what, .. } = sheet.claims[claim];
        let What::Place(name) = what else { continue };
        if let Some(id) = told(sheet, last, name) {
            sheet.told.insert(claim, id);
            // `Rochester, New York`: the outer one is the state; but that of `Panama City, Panama` is the country.
            let gazetteer = &sheet.story.authority.gazetteer;
            let inner = gazetteer.get(id);
            let nation = |hit: &GeoHit| {
                hit.kind == PlaceKind::Country && gazetteer.get(hit.id).country == inner.country
            };
            let region = inner.region;
            if let (Some(region), Some(outer)) = (region, sheet.claim_at(last + 2))
                && let What::Place(outer_name) = sheet.claims[outer].what
                && sheet.places[outer_name as usize].hits.iter().any(|hit| hit.id == region)
                && !sheet.places[outer_name as usize].hits.first().is_some_and(nation)
            {
                sheet.told.entry(outer).or_insert(region);
            }
        } else if let Some(river) = rivers::meant(sheet, claim, &rivers) {
            sheet.told.entry(claim).or_insert(river);
        } else if let Some(state) = division_beside(sheet, claim, name) {
            sheet.told.entry(claim).or_insert(state);
        }
    }
}

/// The division of a name that is first a city's, where its kind or an office of the state stands beside it.
fn division_beside(sheet: &Sheet<'_>, claim: usize, name: u32) -> Option<GeoId> {
    let Claim { first, last, .. } = sheet.claims[claim];
    let hits = &sheet.places[name as usize].hits;
    if hits.first()?.kind != PlaceKind::City || sheet.tokens[last].possessive() {
        return None;
    }
    let tokens = &sheet.tokens;
    let is = |at: Option<usize>, words: &[&str]| at.is_some_and(|at| words.contains(&tokens.folded(at, at)));
    let behind = tokens.word_after(last).map(|_| last + 1);
    let before = tokens.word_before(first).filter(|_| is(first.checked_sub(1), &["of"]));
    let division = is(behind, &DIVISIONS) || before.is_some() && is(first.checked_sub(2), &DIVISIONS);
    if !division && !is(behind, &STATE_OFFICES) {
        return None;
    }
    let gazetteer = &sheet.story.authority.gazetteer;
    let city = gazetteer.get(hits.first()?.id);
    // `Washington lawmakers` are the capital's, `Washington state` is not its own.
    let named = |geo: &Geo<'_>| city.region == Some(geo.id) || division && city.country == geo.country;
    let mut divisions = hits.iter().map(|hit| gazetteer.get(hit.id)).filter(|geo| geo.code.is_some());
    divisions.find(named).map(|geo| geo.id)
}

/// The sense of the name that lies in the region or country behind its comma.
fn told(sheet: &Sheet<'_>, last: usize, name: u32) -> Option<GeoId> {
    let at = outer_at(sheet, last)?;
    let What::Place(outer) = sheet.what_at(at)? else {
        return None;
    };
    let gazetteer = &sheet.story.authority.gazetteer;
    let hits = &sheet.places[name as usize].hits;
    let first = hits.first()?;
    let PlaceName { hits: outers, .. } = &sheet.places[outer as usize];
    // `in China, Japan and Ukraine`, `Ohio, Oregon, Washington`: a row of equals tells nothing.
    let whole = |hit: &GeoHit| hit.kind != PlaceKind::City;
    let division = hits.iter().any(|hit| hit.primary && gazetteer.get(hit.id).code.is_some());
    if whole(first) && outers.first().is_some_and(|outer| outer.kind == PlaceKind::Country) && first.primary
        || (whole(first) || division || outers.first().is_some_and(|outer| !whole(outer)))
            && is_in_row(sheet, last, at)
    {
        return None;
    }
    let holders = outers.iter().filter(|hit| matches!(hit.kind, PlaceKind::Region | PlaceKind::Country));
    for holder in holders {
        let holder = gazetteer.get(holder.id);
        let inside = |geo: &Geo<'_>| {
            geo.id != holder.id
                && match holder.kind {
                    PlaceKind::Country => geo.country == holder.country,
                    _ => geo.region == Some(holder.id),
                }
        };
        // A foreign or former name of a town is none to expect behind one that everybody knows.
        let usual =
            |hit: &&GeoHit| hit.rank <= NameRank::Usual || first.rank > NameRank::Usual || hit.id == first.id;
        let mut hits = hits.iter().filter(usual).map(|hit| gazetteer.get(hit.id));
        if let Some(geo) = hits.find(inside) {
            return Some(geo.id);
        }
    }
    None
}

/// Whether the two names are part of a row: a comma before them, or `and` or one more name behind.
fn is_in_row(sheet: &Sheet<'_>, last: usize, outer: usize) -> bool {
    let tokens = &sheet.tokens;
    if tokens.text(outer, outer).ends_with('.') && tokens[outer].letters() > 1 {
        return false; // An abbreviation holds what is before it.
    }
    let first_of = |at: usize| sheet.claim_at(at).map_or(at, |claim| sheet.claims[claim].first);
    let end_of = |at: usize| sheet.claim_at(at).map_or(at, |claim| sheet.claims[claim].last);
    let (first, end) = (first_of(last), end_of(outer));
    let before = first > 1 && tokens[first - 1].is_punct(',') && tokens[first - 2].is_capital();
    let and = |at: usize| tokens.get(at).is_some_and(|_| matches!(tokens.folded(at, at), "and" | "or"));
    let comma = tokens.get(end + 1).is_some_and(|t| t.is_punct(','));
    let more = comma && (and(end + 2) || matches!(sheet.what_at(end + 2), Some(What::Place(_))));
    before || and(end + 1) || more
}

#[cfg(test)]
mod tests {
    use crate::desk::entities::testing::{entities, read};

    #[test]
    fn the_outer_place_chooses_the_inner_one() {
        for (body, name, region) in [
            ("A fire in Portland, Maine, killed two.", "Portland", "Maine"),
            ("A fire in Portland, Oregon, killed two.", "Portland", "Oregon"),
            ("A fire in Paris, Texas, killed two. Paris mourned.", "Paris", "Texas"),
        ] {
            let found = entities(body);
            let inner = found.iter().find(|entity| entity.name == name).unwrap_or_else(|| panic!("{body}"));
            let place = inner.place.as_ref().map(|place| &place.place);
            assert_eq!(place.and_then(|place| place.region.as_deref()), Some(region), "in: {body}");
        }
        // The other mention of the spelling has the sense that was told.
        // Rows and offices.
        for (body, name, kind) in [
            ("It was found in Ohio, Oregon, Washington and Texas.", "Oregon", Some("Oregon")),
            ("Talks in China, Japan and Russia, U.S. officials said.", "China", None),
            ("Talks in China, Japan and Russia, U.S. officials said.", "Russia", None),
            ("New York Gov. Jane Doe spoke in Rochester, New York.", "New York", Some("New York")),
            ("Snow fell in B.C. and Alberta.", "British Columbia", Some("British Columbia")),
        ] {
            let found = entities(body);
            let place = found.iter().find(|entity| entity.name == name).unwrap_or_else(|| panic!("{body}"));
            let place = place.place.as_ref().map(|place| &place.place);
            assert_eq!(place.and_then(|place| place.region.as_deref()), kind, "in: {body}");
        }
        let found = entities("A fire in Paris, Texas, killed two. Paris mourned.");
        let paris: Vec<usize> =
            found.iter().filter(|e| e.name == "Paris").map(|e| e.mentions.len()).collect();
        assert_eq!(paris, [2]);
        // What stood alone before is another.
        let found = entities("The mayor of Paris went home. A fire in Paris, Texas, killed two.");
        let of =
            |at: usize| found.iter().filter(|e| e.name == "Paris").nth(at).and_then(|e| e.place.as_ref());
        assert_eq!(of(0).and_then(|place| place.place.country.as_deref()), Some("FR"));
        assert_eq!(of(1).and_then(|place| place.place.region.as_deref()), Some("Texas"));
    }

    #[test]
    fn a_division_is_not_its_city() {
        for (body, name, places) in [
            ("Fighting in Kandahar province went on. In Kandahar itself shops were open.", "Kandahar", 2),
            ("The province of Buenos Aires sued. In Buenos Aires it rained.", "Buenos Aires", 2),
            ("The state of New York sued New York City.", "New York", 2),
            ("The mayor of Kandahar left Kandahar.", "Kandahar", 1),
        ] {
            let found: Vec<_> = read(body).into_iter().filter(|entity| entity.name == name).collect();
            assert_eq!(found.len(), places, "{found:?} in: {body}");
        }
    }
}
