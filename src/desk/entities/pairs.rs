//! Places in pairs: `Portland, Maine`, `Kenansville, Fla.`: the outer one says which the inner one is.

use super::sheet::{Claim, PlaceName, Sheet, What};
use super::tokens::Case;
use crate::authority::{Geo, GeoId};
use crate::record::PlaceKind;

/// `Portland, Maine` and `Kenansville, Fla.`: claims the state behind the comma where a place stands in
/// front, abbreviations too, which are places nowhere else.
pub fn claim_states(sheet: &mut Sheet<'_>) {
    for at in 2..sheet.tokens.len() {
        let token = sheet.tokens[at];
        if !token.is_capital() || !sheet.is_free_for_place(at) || !sheet.tokens[at - 1].is_punct(',') {
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
        let hits =
            entry.map(|entry| entry.hits().filter(|hit| hit.kind == PlaceKind::Region).collect::<Vec<_>>());
        if let Some(hits) = hits.filter(|hits| !hits.is_empty()) {
            // `Kan.` is a state here, whatever else is called Kan.
            let name = sheet.place_of(hits);
            sheet.claim(at, at, What::Place(name));
        }
    }
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
pub fn claim_paired(sheet: &mut Sheet<'_>, doubtful: &[(usize, u32)]) -> Vec<usize> {
    let mut claimed = Vec::new();
    for &(at, name) in doubtful {
        if let Some(id) = told(sheet, at, name)
            && let Some(claim) = sheet.claim(at, at, What::Place(name))
        {
            sheet.told.insert(claim, id);
            claimed.push(at);
        }
    }
    for claim in 0..sheet.claims.len() {
        let Claim { last, what, .. } = sheet.claims[claim];
        if let What::Place(name) = what
            && let Some(id) = told(sheet, last, name)
        {
            sheet.told.insert(claim, id);
        }
    }
    claimed
}

/// The sense of the name that lies in the region or country behind its comma.
fn told(sheet: &Sheet<'_>, last: usize, name: u32) -> Option<GeoId> {
    let outer = outer_at(sheet, last)?;
    let What::Place(outer) = sheet.what_at(outer)? else {
        return None;
    };
    let gazetteer = &sheet.story.authority.gazetteer;
    let PlaceName { hits: outers, .. } = &sheet.places[outer as usize];
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
        let mut hits = sheet.places[name as usize].hits.iter().map(|hit| gazetteer.get(hit.id));
        if let Some(geo) = hits.find(inside) {
            return Some(geo.id);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::desk::entities::testing::entities;

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
        let found = entities("A fire in Paris, Texas, killed two. Paris mourned.");
        let paris: Vec<usize> =
            found.iter().filter(|e| e.name == "Paris").map(|e| e.mentions.len()).collect();
        assert_eq!(paris, [2]);
    }
}
