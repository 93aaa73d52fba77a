//! Brings what the tagger reads onto the sheet.

use std::ops::Range;

use super::Tagger;
use super::labels::Kind;
use crate::desk::entities::introductions::Introductions;
use crate::desk::entities::lexicon::Meaning;
use crate::desk::entities::people;
use crate::desk::entities::sheet::{Sheet, What};
use crate::desk::entities::tokens::Case;
use crate::desk::entities::words::Class;

/// Reads the sheet again: what the rules claimed otherwise than the tagger reads is let go, and what it reads is claimed.
///
/// Events and demonyms stay, unless they lie within a longer name: the tables know them, and the tagger learns only that they are
/// something else.
pub fn reread(tagger: &Tagger, sheet: &mut Sheet<'_>, introductions: &mut Introductions) {
    let names = tagger.names(sheet).into_iter().filter(|(_, kind)| *kind != Kind::Other);
    let names: Vec<_> = names.filter_map(|(range, kind)| Some((proper(sheet, range, kind)?, kind))).collect();
    let mut keep = vec![true; sheet.claims.len()];
    let mut read = vec![None; sheet.tokens.len()];
    for (index, (range, _)) in names.iter().enumerate() {
        read[range.clone()].fill(Some(index));
    }
    for (index, (claim, keep)) in sheet.claims.iter().zip(&mut keep).enumerate() {
        if !sheet.is_open(claim.first) {
            continue; // of the dateline
        }
        let name = read[claim.first].map(|index: usize| &names[index]);
        let same = |range: &Range<usize>| range.start == claim.first && range.end == claim.last + 1;
        let unread = (claim.first..=claim.last).all(|at| read[at].is_none());
        *keep = match claim.what {
            What::Event(_) | What::Demonym(_) => unread || name.is_some_and(|(range, _)| same(range)),
            // Who is called Mr or Mrs is a person.
            What::Person if unread && sheet.honorifics.contains_key(&index) => true,
            what => name.is_some_and(|(range, kind)| same(range) && kind_of(what) == Some(*kind)),
        };
    }
    introductions.renumber(&sheet.retain(&keep));
    for (range, kind) in names {
        let (first, last) = (range.start, range.end - 1);
        if (first..=last).any(|at| !sheet.is_free(at)) {
            continue;
        }
        match kind {
            Kind::Person => people::claim(sheet, first, last),
            Kind::Organisation => {
                let known = sheet.lexicon.longest(&sheet.tokens, first).filter(|found| found.last == last);
                let known = known.and_then(|found| match found.meaning {
                    Meaning::Organisation(index) => Some(index),
                    _ => None,
                });
                sheet.claim(first, last, What::Organisation(known));
            }
            Kind::Place => {
                let mut place = sheet.division_name(first, last);
                if sheet.places[place as usize].hits.is_empty() {
                    place = sheet.part_of_place(first, last);
                }
                sheet.claim(first, last, What::Place(place));
            }
            Kind::Other => {}
        }
    }
}

/// A name without its article; `None` where nothing but a common noun is left: `The Bank`.
fn proper(sheet: &Sheet<'_>, range: Range<usize>, kind: Kind) -> Option<Range<usize>> {
    let article = matches!(sheet.tokens.folded(range.start, range.start), "the" | "a" | "an");
    let range = range.start + usize::from(article && range.len() > 1)..range.end;
    let token = &sheet.tokens[range.start];
    let noun = token.is(Class::ORG_HEAD) && token.is(Class::COMMON) && !token.is(Class::STATE_BODY);
    let generic = range.len() == 1 && kind == Kind::Organisation && noun;
    (!generic || token.case == Case::Upper).then_some(range)
}

fn kind_of(what: What) -> Option<Kind> {
    match what {
        What::Person => Some(Kind::Person),
        What::Organisation(_) => Some(Kind::Organisation),
        What::Place(_) => Some(Kind::Place),
        What::Event(_) | What::Demonym(_) => None,
    }
}
