//! Tables hold abbreviations, columns and cut names: what is read in them must be sure.

use rustc_hash::FxHashSet;

use super::introductions::Introductions;
use super::sheet::{Sheet, What};
use super::tokens::Case;
use super::words::Class;
use crate::record::FurnitureKind;

/// Most names of the tables of one body: the lists of a market have thousands, and nobody reads them as entities.
const MOST: usize = 300;

/// Lets go of the names in tables that neither the authority knows nor their form tells.
pub fn gate(sheet: &mut Sheet<'_>, introductions: &mut Introductions) {
    let tables = sheet.story.furniture.iter().filter(|piece| piece.kind == FurnitureKind::Table);
    let tables: Vec<_> = tables.map(|piece| sheet.words_of(&piece.range)).collect();
    if tables.is_empty() {
        return;
    }
    let mut tabular = vec![false; sheet.tokens.len()];
    for words in tables {
        tabular[words].fill(true);
    }
    let listed: FxHashSet<usize> = sheet.listings.iter().map(|listing| listing.name).collect();
    let mut kept = 0;
    let keep: Vec<bool> = (0..sheet.claims.len())
        .map(|claim| {
            let inside = tabular[sheet.claims[claim].first];
            let sure = !inside
                || kept < MOST && (listed.contains(&sheet.claims[claim].last) || is_sure(sheet, claim));
            kept += usize::from(inside && sure);
            sure
        })
        .collect();
    introductions.renumber(&sheet.retain(&keep));
}

/// Known, or written in full: a place of the table, a given and a family name, a company with its legal form.
fn is_sure(sheet: &Sheet<'_>, claim: usize) -> bool {
    let claim = &sheet.claims[claim];
    let (first, last) = (claim.first, claim.last);
    match claim.what {
        What::Event(_) | What::Demonym(_) | What::Organisation(Some(_)) => true,
        What::Place(place) => !sheet.places[place as usize].hits.is_empty(),
        What::Person => {
            let token = &sheet.tokens[first];
            let given =
                token.is(Class::GIVEN) || token.is(Class::FAMILY_FIRST) || token.case == Case::Initial;
            last > first && given && sheet.tokens[last].letters() > 1
        }
        What::Organisation(None) => {
            let ending = &sheet.tokens[last];
            last > first && (ending.is(Class::LEGAL) || ending.is(Class::ORG_HEAD))
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::desk::entities::testing::read_table;

    #[test]
    fn a_table_gives_what_is_sure() {
        for (table, expected) in [
            ("Quorvex Hld   12.50   +0.25\nVarnl Grp Pf   3.10   -0.05\nMrdn   8.00   unch\n", ""),
            ("Paris   12   Sunny\nNairobi   24   Cloudy\n", "Paris | Nairobi"),
            (
                "1. Jane Roe (Kenya)   2:04.15\n2. John Doe (France)   2:05.20\n",
                "Jane Roe | Kenya | John Doe | France",
            ),
        ] {
            assert_eq!(read_table(table), expected, "{table}");
        }
    }
}
