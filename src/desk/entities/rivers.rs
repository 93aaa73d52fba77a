//! Rivers that are called as a country or town is: the `river Niger`, and `the Niger` where the text has named the river.

use rustc_hash::FxHashSet;

use super::sheet::{Sheet, What};
use super::tokens::Case;
use crate::authority::GeoId;
use crate::record::PlaceKind;

/// The names that the text gives a river, by their hashes.
#[derive(Default)]
pub struct Rivers {
    /// `Niger` where the text has the `Niger River`.
    names: FxHashSet<u64>,
    /// Last words of longer names of countries: `Democratic Republic of Congo`.
    countries: FxHashSet<u64>,
}

/// Reads the rivers that the text names.
pub fn named(sheet: &Sheet<'_>) -> Rivers {
    let mut rivers = Rivers::default();
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
        rivers.names.extend(bare.map(|at| tokens[at].hash));
        rivers.countries.extend((words > 1).then(|| tokens[claim.last].hash));
    }
    rivers
}

/// The river that this mention means by the words beside it.
pub fn meant(sheet: &Sheet<'_>, claim: usize, rivers: &Rivers) -> Option<GeoId> {
    let claim = &sheet.claims[claim];
    let (first, last) = (claim.first, claim.last);
    if first != last || !rivers.names.contains(&sheet.tokens[first].hash) {
        return None;
    }
    // `the Niger`: countries have no article, but for the Congos where the text has them.
    let article = || {
        let the =
            sheet.tokens.word_before(first).is_some() && sheet.tokens.folded(first - 1, first - 1) == "the";
        let next = sheet.tokens.word_after(last).is_some_and(|next| next.is_capital() || next.glued());
        the && !next
            && !sheet.tokens[last].possessive()
            && !rivers.countries.contains(&sheet.tokens[first].hash)
    };
    if !stands_beside(sheet, first, last) && !article() {
        return None;
    }
    let gazetteer = &sheet.story.authority.gazetteer;
    let name = format!("{} river", sheet.tokens.folded(first, last));
    let hit = gazetteer.find(&name)?.hits().find(|hit| hit.kind != PlaceKind::City)?;
    Some(hit.id)
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
