//! Where an American lawmaker is from, behind the letter of the party: `Sen. X, D-N.Y.`, `Rep. Y, R-Elbow Lake`.

use super::sheet::{Sheet, What};
use super::tokens::Case;
use crate::authority::{CountryCode, GeoHit, NameRank};

/// Democrat, Republican, independent, and parties of a state (`DFL-Minneapolis`).
const PARTIES: [&str; 5] = ["D", "R", "I", "DFL", "Ind"];

/// Claims the state or town behind the hyphen.
pub fn claim(sheet: &mut Sheet<'_>) {
    let Some(america) = CountryCode::new("US") else { return };
    for first in 1..sheet.tokens.len() {
        let glued = sheet.tokens[first].glued() && sheet.tokens[first].is_capital();
        // `, D-N.Y.,` and `(R-Texas)`; never `D-Day`.
        let apart = first > 1 && [',', '('].iter().any(|sign| sheet.tokens[first - 2].is_punct(*sign));
        if !glued || !apart || !PARTIES.contains(&sheet.tokens.text(first - 1, first - 1)) {
            continue;
        }
        let mut last = first;
        while last < first + 2 && sheet.tokens.word_after(last).is_some_and(|t| t.case == Case::Title) {
            last += 1;
        }
        for last in (first..=last).rev() {
            let gazetteer = &sheet.story.authority.gazetteer;
            let known = gazetteer.find(sheet.tokens.folded(first, last));
            let there = |hit: &GeoHit| gazetteer.get(hit.id).country == Some(america);
            let mut hits: Vec<GeoHit> =
                known.into_iter().flat_map(|entry| entry.hits()).filter(there).collect();
            // `Conn.` is the state, whatever town is also called so.
            if sheet.tokens.text(last, last).ends_with('.') {
                hits.retain(|hit| hit.rank == NameRank::Weak);
            }
            if !hits.is_empty() {
                let place = sheet.place_of(hits);
                sheet.claim(first, last, What::Place(place));
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::desk::entities::testing::assert_names;
    use crate::record::EntityKind::Place;

    #[test]
    fn lawmakers_are_from_somewhere() {
        assert_names(
            Place,
            &[
                (
                    "Sen. Jane Doe, D-Calif., and Rep. John Roe, R-Elbow Lake, voted no.",
                    "Calif. | Elbow Lake",
                ),
                ("Sen. Jane Doe, D-N.Y., spoke.", "N.Y."),
                ("The R-Type sold well.", ""),
                ("Veterans of the D-Day landings met.", ""),
            ],
        );
    }
}
