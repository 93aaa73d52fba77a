//! Places that are teams: in `Essex beat Kent` both names are clubs, as in a table of scores.

use rustc_hash::FxHashSet;

use super::sheet::{Sheet, What};
use super::tokens::Case;
use super::words::Class;
use crate::record::PlaceKind;

/// Turns the mentions of cities and regions into organisations where the text plays them: all those of
/// the spelling that no preposition of place stands before. National teams keep their country's name.
pub fn reread(sheet: &mut Sheet<'_>) {
    let mut playing: FxHashSet<u32> = FxHashSet::default();
    let mut told: FxHashSet<u32> = FxHashSet::default();
    for (index, claim) in sheet.claims.iter().enumerate() {
        let What::Place(name) = claim.what else { continue };
        if !is_town(sheet, name) || sheet.in_dateline_claim(claim.first) {
            continue;
        }
        if sheet.told.contains_key(&index) {
            told.insert(name);
        } else if plays(sheet, claim.first, claim.last) {
            playing.insert(name);
        }
    }
    if playing.is_empty() {
        return;
    }
    // In a story of a league the other towns play too.
    let league = playing.len() >= 3;
    for index in 0..sheet.claims.len() {
        let claim = sheet.claims[index];
        let What::Place(name) = claim.what else { continue };
        let stays = sheet.told.contains_key(&index)
            || is_venue(sheet, claim.first, claim.last)
            || sheet.in_dateline_claim(claim.first);
        let plays = playing.contains(&name) || league && is_town(sheet, name);
        if plays && !told.contains(&name) && !stays {
            sheet.claims[index].what = What::Organisation(None);
        }
    }
}

fn is_town(sheet: &Sheet<'_>, name: u32) -> bool {
    let name = &sheet.places[name as usize];
    let kind = name.sense.map(|id| sheet.story.authority.gazetteer.get(id).kind);
    matches!(kind, Some(PlaceKind::City | PlaceKind::Region))
}

/// `X beat`, `beat X`, `X 2 Y 1`, `X 197-8`.
pub fn plays(sheet: &Sheet<'_>, first: usize, last: usize) -> bool {
    let tokens = &sheet.tokens;
    if tokens[last].possessive() {
        return false;
    }
    let before = tokens.word_before(first);
    let versus =
        before.is_some_and(|_| matches!(tokens.text(first - 1, first - 1), "v" | "v." | "vs" | "vs."));
    if versus || before.is_some_and(|t| t.case == Case::Lower && t.is(Class::DEFEATS)) {
        return true;
    }
    let Some(next) = tokens.word_after(last) else {
        return false;
    };
    if next.case == Case::Lower && next.is(Class::DEFEATS) {
        // `Essex beat Kent`; a city may beat many other things.
        return tokens.get(last + 2).is_some_and(|t| t.is_capital());
    }
    if next.case == Case::Number && !next.glued() {
        // A score, at the start of a line or behind another one; no year and no address.
        let score =
            tokens.text(last + 1, last + 1).bytes().all(|b| b.is_ascii_digit()) && next.letters() <= 3;
        let opens = match first.checked_sub(1).map(|at| &tokens[at]) {
            None => true,
            Some(before) => {
                tokens[first].starts_paragraph()
                    || matches!(before.case, Case::Number | Case::Punct(':' | ';' | ')' | ','))
            }
        };
        // `X 2 Y 1`, `X 64 2 43`, `X 199 and 426`
        let more = tokens
            .get(last + 2)
            .is_some_and(|t| t.is_capital() || t.case == Case::Number || t.is(Class::FUNCTION));
        // `X 4 Y City 1`: two scores say enough.
        let second = tokens.get(last + 2).is_some_and(|t| t.is_capital())
            && (last + 3..last + 6)
                .any(|at| tokens.get(at).is_some_and(|t| t.case == Case::Number && t.letters() <= 3));
        let behind = first >= 2 && tokens[first - 1].case == Case::Number && tokens[first - 2].is_capital();
        return score && (second || behind || opens && more);
    }
    false
}

/// The game is there: `in Leeds`, `at Bristol`, `Bristol:`.
fn is_venue(sheet: &Sheet<'_>, first: usize, last: usize) -> bool {
    sheet.is_located(first) || sheet.tokens.get(last + 1).is_some_and(|t| t.is_punct(':'))
}

#[cfg(test)]
mod tests {
    use crate::desk::entities::testing::assert_names;
    use crate::record::EntityKind::{Organisation, Place};

    #[test]
    fn towns_that_play_are_clubs() {
        assert_names(
            Organisation,
            &[
                ("Essex beat Kent by ten runs at Leeds.", "Essex | Kent"),
                ("Results:\n\nLeeds 2 Bristol 1\n", "Leeds | Bristol"),
                // Nations keep their names; towns that nobody plays stay towns.
                ("Kenya beat Uganda on Sunday.", ""),
                ("He lives in Leeds and works in Bristol.", ""),
            ],
        );
        assert_names(
            Place,
            &[("Essex beat Kent by ten runs at Leeds.", "Leeds"), ("Kenya beat Uganda.", "Kenya | Uganda")],
        );
    }
}
