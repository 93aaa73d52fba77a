//! Names that the agency marked in its copy (PA's `person`, `org`, `location`). They are evidence and no proof: PA's program marks
//! `Britain` in the name of a broadcast, so names that are known or told by their form come first.

use super::sheet::{Sheet, What};
use crate::record::EntityKind;

/// Claims the words of each mark that nothing surer has taken.
pub fn claim(sheet: &mut Sheet<'_>) {
    for mark in sheet.story.marks {
        let words = sheet.words_of(&mark.range);
        let Some((first, last)) = words.clone().next().zip(words.last()) else { continue };
        // A name begins with a capital, whatever is marked.
        if !sheet.tokens[first].is_capital() || !sheet.is_unbroken(first, last) {
            continue;
        }
        let what = match mark.kind {
            EntityKind::Person => What::Person,
            EntityKind::Organisation => What::Organisation(None),
            EntityKind::Place => {
                let place = sheet.place_name(first, last);
                if sheet.places[place as usize].hits.is_empty() {
                    continue;
                }
                What::Place(place)
            }
            EntityKind::Event | EntityKind::Demonym => continue,
        };
        sheet.claim(first, last, what);
    }
}
