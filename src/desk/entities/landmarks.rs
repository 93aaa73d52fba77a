//! Places by the form of their names: `X Street`, `Lake X`, `X County`.

use super::sheet::{Sheet, What};
use super::words::Class;

/// Claims places by the form of their names: `X Street`, `Lake X`, `X County`.
pub fn claim(sheet: &mut Sheet<'_>) {
    let runs = sheet.runs().to_vec();
    for run in runs {
        let free = |sheet: &Sheet<'_>, at: usize| sheet.is_free(at) && !sheet.tokens[at].is_weak();
        let Some(first) = run.clone().find(|at| free(sheet, *at)) else {
            continue;
        };
        let end = (first..run.end).find(|at| !sheet.is_free(*at)).unwrap_or(run.end);
        let token = sheet.tokens[first];
        if token.is(Class::PLACE_FIRST) && end - first >= 2 && !sheet.tokens[first + 1].is(Class::COMMON) {
            let last = (first + 2).min(end - 1).min(first + 1);
            claim_place(sheet, first, last);
            continue;
        }
        let head = (first + 1..end).rev().find(|at| sheet.tokens[*at].is(Class::PLACE_HEAD));
        let Some(head) = head else { continue };
        let rare = (first..head).any(|at| !sheet.tokens[at].is(Class::COMMON) || sheet.tokens[at].glued());
        // `Anita Hill`, `Grant Park`: a person unless the words around say place.
        let person = head == first + 1 && (token.is(Class::GIVEN) || token.is(Class::FAMILY_FIRST));
        let article = sheet.tokens.word_before(first).is_some()
            && first > 0
            && matches!(sheet.tokens.folded(first - 1, first - 1), "the" | "a");
        if (rare || article || sheet.is_located(first))
            && (!person || sheet.is_located(first) || article)
            && !token.is(Class::TITLE)
        {
            claim_place(sheet, first, head);
        }
    }
}

fn claim_place(sheet: &mut Sheet<'_>, first: usize, last: usize) {
    let name = sheet.division_name(first, last);
    sheet.claim(first, last, What::Place(name));
}
