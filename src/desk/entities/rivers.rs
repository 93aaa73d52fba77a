//! Rivers that are called as a country or town is: the `river Niger`, and `the Niger` where the text has named the river.

use super::sheet::{Sheet, What};
use super::tokens::Case;
use crate::authority::GeoId;
use crate::record::PlaceKind;

/// Hashes of the names that the text gives a river: of `Niger` where it has the `Niger River`.
pub fn named(sheet: &Sheet<'_>) -> Vec<u64> {
    let mut rivers = Vec::new();
    for claim in sheet.claims.iter().filter(|claim| matches!(claim.what, What::Place(_))) {
        let tokens = &sheet.tokens;
        let river = |at: usize| tokens.folded(at, at) == "river";
        let words = claim.last - claim.first;
        let bare = match words {
            1 if river(claim.last) => Some(claim.first),
            1 if river(claim.first) => Some(claim.last),
            0 if stands_beside(sheet, claim.first, claim.last) => Some(claim.first),
            _ => None,
        };
        rivers.extend(bare.map(|at| tokens[at].hash));
    }
    rivers
}

/// The river that this mention means by the words beside it.
pub fn meant(sheet: &Sheet<'_>, claim: usize, rivers: &[u64]) -> Option<GeoId> {
    let claim = &sheet.claims[claim];
    let (first, last) = (claim.first, claim.last);
    if first != last || !rivers.contains(&sheet.tokens[first].hash) {
        return None;
    }
    // `the Niger`: countries have no article, but for the Congos where the text has them.
    let article = || {
        let the =
            sheet.tokens.word_before(first).is_some() && sheet.tokens.folded(first - 1, first - 1) == "the";
        let next = sheet.tokens.word_after(last).is_some_and(|next| next.is_capital() || next.glued());
        the && !next && !sheet.tokens[last].possessive() && !is_in_country(sheet, first)
    };
    if !stands_beside(sheet, first, last) && !article() {
        return None;
    }
    let gazetteer = &sheet.story.authority.gazetteer;
    let name = format!("{} river", sheet.tokens.folded(first, last));
    let hit = gazetteer.find(&name)?.hits().find(|hit| hit.kind != PlaceKind::City)?;
    Some(hit.id)
}

/// Whether the text has the word at the end of a longer name of a country: `Democratic Republic of Congo`.
fn is_in_country(sheet: &Sheet<'_>, at: usize) -> bool {
    let hash = sheet.tokens[at].hash;
    sheet.claims.iter().any(|claim| {
        matches!(claim.what, What::Place(_))
            && claim.last > claim.first + 1
            && sheet.tokens[claim.last].hash == hash
    })
}

/// `the river Niger`, `the Niger river`
fn stands_beside(sheet: &Sheet<'_>, first: usize, last: usize) -> bool {
    let tokens = &sheet.tokens;
    let before =
        tokens.word_before(first).is_some_and(|before| before.is_capital() || before.case == Case::Lower);
    let behind =
        tokens.word_after(last).is_some_and(|next| next.case == Case::Lower) && !tokens[last].possessive();
    before && tokens.folded(first - 1, first - 1) == "river"
        || behind && tokens.folded(last + 1, last + 1) == "river"
}

#[cfg(test)]
mod tests {
    use crate::desk::entities::testing::mentions_of;

    #[test]
    fn a_river_is_no_country() {
        let body =
            "Niger said the river Niger rose. The Niger River floods when Niger has rain; the Niger is long.";
        assert_eq!(mentions_of(body, "Niger"), ["Niger", "Niger"]);
        assert_eq!(mentions_of(body, "Niger River"), ["Niger", "Niger River", "Niger"]);
        // The article may be another word's, and without the river it says nothing.
        assert_eq!(mentions_of("They saw the Niger envoy. The Niger is calm.", "Niger"), ["Niger", "Niger"]);
        let body = "The Congo River runs through the Democratic Republic of Congo. The Congo is poor.";
        assert_eq!(mentions_of(body, "Congo River"), ["Congo River"]);
    }
}
