//! Brings what the tagger reads onto the sheet.

use std::ops::Range;

use super::Tagger;
use super::amend::{behind_title, is_nobody, is_several};
use super::labels::Kind;
use crate::desk::entities::context::Context;
use crate::desk::entities::headed;
use crate::desk::entities::introductions::Introductions;
use crate::desk::entities::office_holders;
use crate::desk::entities::organisations;
use crate::desk::entities::pairs;
use crate::desk::entities::people;
use crate::desk::entities::senses;
use crate::desk::entities::sheet::{Sheet, What};
use crate::desk::entities::surroundings;
use crate::desk::entities::tokens::Case;
use crate::desk::entities::words::Class;

/// Reads the sheet again: what the rules claimed otherwise than the tagger reads is let go, and what it reads is claimed.
///
/// Events and demonyms stay, unless they lie within a longer name: the tables know them, and the tagger learns only that they are
/// something else.
pub fn reread(tagger: &Tagger, sheet: &mut Sheet<'_>, introductions: &mut Introductions) {
    let Some(names) = tagger.names(sheet) else {
        return;
    };
    let names = names
        .into_iter()
        .filter(|(range, kind)| !is_several(sheet, range, *kind) && !is_nobody(sheet, range, *kind));
    let names = names.filter_map(|(range, kind)| behind_title(sheet, range, kind));
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
        let of = |at: usize| read[at].map(|index: usize| names[index].1);
        let unread = (claim.first..=claim.last).all(|at| of(at).is_none());
        let other = (claim.first..=claim.last).all(|at| of(at).is_none_or(|kind| kind == Kind::Other));
        *keep = match claim.what {
            What::Event(_) | What::Demonym(_) => {
                let longer = |name: &(Range<usize>, Kind)| {
                    name.1 != Kind::Other
                        && name.0.start <= claim.first
                        && name.0.end > claim.last
                        && !same(&name.0)
                };
                !name.is_some_and(longer)
            }
            // The tables know more places and bodies than the tagger has seen.
            What::Place(_) | What::Organisation(Some(_)) if unread => true,
            // `Jane Doe of Barry, and Owen Tudge`
            What::Place(_)
                if name.is_some_and(|(_, kind)| *kind == Kind::Person)
                    && surroundings::is_home(sheet, claim.first) =>
            {
                true
            }
            // Who is called Mr or Mrs is a person; a person named like a place is one by what the rules saw around the name.
            What::Person if other && sheet.honorifics.contains_key(&index) => true,
            // `Chancellor Kohl`: the authority knows who.
            What::Person if office_holders::is_titled(sheet, index) => true,
            What::Person if name.is_some_and(|(range, _)| same(range)) => {
                sheet.is_place(claim.last) || name.is_some_and(|(_, kind)| *kind == Kind::Person)
            }
            what => name.is_some_and(|(range, kind)| same(range) && Kind::of(what) == *kind),
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
            Kind::Organisation => organisations::claim_named(sheet, first, last),
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
    // What it found of places has no sense yet.
    pairs::claim_paired(sheet, &[]);
    let context = Context::of(sheet, &[]);
    senses::settle(sheet, &context, &[]);
}

/// A name without its article or title (`Prince William`); `None` where nothing but a common noun is left: `The Bank`.
fn proper(sheet: &Sheet<'_>, range: Range<usize>, kind: Kind) -> Option<Range<usize>> {
    let last = range.end - 1;
    let person = sheet.claim_at(last).filter(|index| {
        let claim = sheet.claims[*index];
        let titled = sheet.roles.contains_key(index) || sheet.honorifics.contains_key(index);
        claim.what == What::Person && claim.last == last && claim.first > range.start && titled
    });
    if let Some(index) = person.filter(|_| kind == Kind::Person) {
        return Some(sheet.claims[index].first..range.end);
    }
    // `Ann Roe of Bath`: where she is from is no part of her name; but `Isabella of Castile`.
    let of = (range.start + 2..last)
        .find(|at| sheet.tokens[*at].case == Case::Lower && sheet.tokens.folded(*at, *at) == "of");
    let of = of.filter(|of| sheet.is_unbroken(range.start, *of));
    if let Some(of) = of.filter(|_| kind == Kind::Person) {
        return Some(range.start..of);
    }
    let own = sheet.claim_at(last).map(|index| sheet.claims[index]);
    let whole = own.is_some_and(|claim| claim.first == range.start && claim.last == last)
        || kind == Kind::Place
            && sheet.story.authority.gazetteer.find(sheet.tokens.folded(range.start, last)).is_some();
    let first = &sheet.tokens[range.start];
    // `The Bank`; but `The Hague`, `A. Smith`.
    let article = kind != Kind::Person
        && first.case != Case::Initial
        && !whole
        && (matches!(sheet.tokens.folded(range.start, range.start), "the" | "a" | "an")
            || first.is(Class::ARTICLE));
    let range = range.start + usize::from(article && range.len() > 1)..range.end;
    let range = without_compound(sheet, range, kind);
    let token = &sheet.tokens[range.start];
    let noun = token.is(Class::ORG_HEAD) && token.is(Class::COMMON) && !token.is(Class::STATE_BODY);
    // `le ministre de la Défense`: what an office is for is no body.
    let office = token.is(Class::PORTFOLIO) && !token.is(Class::ORG_HEAD);
    let generic = range.len() == 1 && kind == Kind::Organisation && (noun || office);
    // `Protection civile`: French writes only the first word of a body's name with a capital.
    let mut range = range;
    while sheet.grammar().elides
        && kind == Kind::Organisation
        && token.is(Class::COMMON)
        && range.len() < 4
        && sheet.tokens.word_after(range.end - 1).is_some()
        && headed::is_adjective(sheet, range.end)
    {
        range.end += 1;
    }
    (!generic || token.case == Case::Upper).then_some(range)
}

/// A body without the adjective before it: `Republican-controlled U.S. Senate`, `London-based Acme Corp`.
fn without_compound(sheet: &Sheet<'_>, range: Range<usize>, kind: Kind) -> Range<usize> {
    let second = &sheet.tokens[(range.start + 1).min(range.end - 1)];
    let compound =
        kind == Kind::Organisation && second.glued() && second.case == Case::Lower && range.len() > 2;
    let participle = || {
        let word = sheet.tokens.folded(range.start + 1, range.start + 1);
        word.ends_with("ed") || matches!(word, "led" | "run" | "born" | "held")
    };
    if compound && participle() { range.start + 2..range.end } else { range }
}
