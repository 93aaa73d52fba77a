//! Counties in a row that share the word: `Clay, Douglas and Otter Tail counties`.

use super::sheet::{Sheet, What};
use super::tokens::Case;
use crate::authority::GeoHit;
use crate::record::PlaceKind;

/// Most counties of one row, and most words of a county's name.
const LONGEST_ROW: usize = 24;
const LONGEST_NAME: usize = 3;

/// Claims the counties before each `counties`; a row in which one name is no county's is left alone.
pub fn claim(sheet: &mut Sheet<'_>) {
    for head in 3..sheet.tokens.len() {
        if sheet.tokens[head].case == Case::Number || sheet.tokens.folded(head, head) != "counties" {
            continue;
        }
        let names = row_before(sheet, head);
        let known: Vec<_> =
            names.iter().map(|(first, last)| (*first, *last, county(sheet, *first, *last))).collect();
        if known.len() < 2 || known.iter().any(|(.., hits)| hits.is_empty()) {
            continue;
        }
        for (first, last, hits) in known {
            let place = sheet.place_of(hits);
            sheet.claim(first, last, What::Place(place));
        }
    }
}

/// The names in the row that ends before this word, the last one first.
fn row_before(sheet: &Sheet<'_>, head: usize) -> Vec<(usize, usize)> {
    let tokens = &sheet.tokens;
    let mut names = Vec::new();
    let mut end = head;
    while names.len() < LONGEST_ROW && end > 0 {
        let last = end - 1;
        let mut first = end;
        while first > 0
            && end - first < LONGEST_NAME
            && tokens[first - 1].is_capital()
            && !tokens[first - 1].is_function()
            && (first == end || tokens.word_before(first).is_some())
        {
            first -= 1;
        }
        if first == end {
            break;
        }
        names.push((first, last));
        // `, `, ` and `, `, and `
        let mut at = first;
        if at > 0 && matches!(tokens.folded(at - 1, at - 1), "and" | "or") {
            at -= 1;
        }
        if at > 0 && tokens[at - 1].is_punct(',') {
            at -= 1;
        }
        if at == first {
            break;
        }
        end = at;
    }
    names
}

/// The counties of this name.
fn county(sheet: &Sheet<'_>, first: usize, last: usize) -> Vec<GeoHit> {
    let name = format!("{} county", sheet.tokens.folded(first, last));
    let entry = sheet.story.authority.gazetteer.find(&name);
    entry.into_iter().flat_map(|entry| entry.hits()).filter(|hit| hit.kind == PlaceKind::Region).collect()
}

#[cfg(test)]
mod tests {
    use crate::desk::entities::testing::{assert_names, entities};
    use crate::record::EntityKind::Place;

    #[test]
    fn counties_share_their_word() {
        assert_names(
            Place,
            &[
                (
                    "Floods closed roads in Clay, Douglas and Otter Tail counties.",
                    "Clay | Douglas | Otter Tail",
                ),
                ("Jackson and Barrow counties grew.", "Jackson | Barrow"),
                // Both must be counties.
                ("Envy and Sloth counties", ""),
            ],
        );
    }

    #[test]
    fn what_they_have_in_common_says_where_they_are() {
        let found = entities("Floods closed roads in Clay, Douglas, Grant and Otter Tail counties.");
        for name in ["Clay County", "Douglas County", "Grant County", "Otter Tail County"] {
            let county = found.iter().find(|entity| entity.name == name).unwrap_or_else(|| panic!("{name}"));
            let place = county.place.as_ref().map(|place| &place.place);
            assert_eq!(place.and_then(|place| place.region.as_deref()), Some("Minnesota"), "{name}");
        }
    }
}
