//! The names of the authority in the text: organisations, events and people by their full names.

use super::lexicon::Meaning;
use super::sheet::{Sheet, What};
use super::tokens::Case;
use super::words::Class;
use super::{people, titles};

/// Claims every name of the lexicon, the longest from the left.
pub fn claim_known(sheet: &mut Sheet<'_>) {
    let runs = sheet.runs().to_vec();
    for run in runs {
        let mut at = run.start;
        while at < run.end {
            let Some(found) = sheet.lexicon.longest(&sheet.tokens, at, sheet.tongue) else {
                at += 1;
                continue;
            };
            let what = match found.meaning {
                Meaning::Organisation(index) => What::Organisation(Some(index)),
                Meaning::Event(index) => What::Event(Some(index)),
                Meaning::Person => What::Person,
            };
            if !is_name_here(sheet, at, found.last, what) {
                at += 1;
                continue;
            }
            // `Pope John Paul II`: the title is outside the name.
            let title = (at..found.last)
                .find(|end| titles::ending_at(sheet, *end).is_some_and(|title| title.first == at));
            let title = title.filter(|end| what == What::Person && !titles::is_given_here(sheet, *end));
            let first = title.map_or(at, |end| end + 1);
            if let Some(claim) = sheet.claim(first, found.last, what) {
                sheet.claims[claim].with_s = found.with_s;
            }
            at = found.last + 1;
        }
    }
    claim_suffixes(sheet);
    for claim in 0..sheet.claims.len() {
        if sheet.claims[claim].what == What::Person {
            people::note_titles(sheet, claim);
        }
    }
}

/// `Benigno Aquino | Jr.`: what tells a son from his father belongs to the name.
fn claim_suffixes(sheet: &mut Sheet<'_>) {
    for claim in 0..sheet.claims.len() {
        let last = sheet.claims[claim].last;
        let suffix = sheet.tokens.word_after(last).is_some_and(|next| {
            next.is(Class::SUFFIX) && next.is_capital() && !sheet.tokens[last].possessive()
        });
        if suffix && sheet.claims[claim].what == What::Person && !sheet.tokens[last].is(Class::SUFFIX) {
            sheet.extend(claim, last, last + 1);
        }
    }
}

/// One word that is also an ordinary word needs its capital: `Target`, `Visa`, `Shell` at the start of a
/// sentence or in a headline are names only where they speak.
fn is_name_here(sheet: &Sheet<'_>, first: usize, last: usize, what: What) -> bool {
    let token = &sheet.tokens[first];
    let end = &sheet.tokens[last];
    // `the House of Representatives` ends in a capital; `The Gap between` does not begin a name.
    let small = sheet.grammar().heads_first && last > first; // `Nations unies`
    if !end.is_capital() && end.case != Case::Number && !sheet.is_given_tail(last) && !small {
        return false;
    }
    if last > first {
        // `Ministry of Trade` goes on: `and Industry`.
        let and =
            sheet.tokens.word_after(last).is_some_and(|_| sheet.tokens.text(last + 1, last + 1) == "and");
        let more = and
            && sheet.tokens.word_after(last + 1).is_some_and(|next| {
                next.case == Case::Title && next.is(Class::COMMON) && !next.is(Class::TITLE)
            });
        if more && token.is(Class::ORG_OF) {
            return false;
        }
        // Words of a shouted line may be anything: only names of several words with a rare one, or of three
        // (`FEDERAL RESERVE BOARD`).
        let rare = last > first + 1 || (first..=last).any(|at| !sheet.tokens[at].is(Class::COMMON));
        return !token.is_weak() || rare || !token.shouted();
    }
    // `The Australian` is a newspaper; an Australian is none. The plural may be a club: `Yankees`.
    let entry = sheet.story.authority.gazetteer.find(sheet.tokens.folded(first, first));
    if entry.is_some_and(|entry| entry.demonym().is_some()) {
        let titled =
            sheet.tokens.word_before(first).is_some_and(|the| the.is_capital() && !the.starts_sentence());
        let paper = sheet.tokens.word_after(first).is_some_and(|next| {
            next.case == Case::Lower
                && matches!(sheet.tokens.folded(first + 1, first + 1), "newspaper" | "daily" | "reported")
        });
        return titled || paper;
    }
    let short = token.letters() <= 3 && token.case != Case::Upper;
    if short || what == What::Person {
        return false;
    }
    if token.shouted() {
        return token.letters() > 1 && !token.is(Class::COMMON);
    }
    // Followed by another name it is a first name or part of something longer: `Ford Madox`.
    let given = token.is(Class::GIVEN)
        && sheet.tokens.word_after(first).is_some_and(|next| {
            next.case == Case::Title
                && !next.is(Class::LEGAL)
                && !next.is(Class::COMMON)
                && !token.possessive()
        });
    // `President Ford`, `Mr Dell`
    let titled = sheet.tokens.word_before(first).is_some_and(|before| {
        before.is(Class::HONORIFIC) || (before.is(Class::TITLE) && before.case == Case::Title)
    });
    // `World Jewish Congress`, `Dupont Circle`: the end or the beginning of a longer name.
    let next = sheet.tokens.word_after(first).filter(|_| !token.possessive());
    let landmark = next.is_some_and(|next| next.case == Case::Title && next.is(Class::PLACE_HEAD));
    let ending = token.is(Class::STATE_BODY)
        && sheet.tokens.word_before(first).is_some_and(|before| {
            before.case == Case::Title
                && !before.is_weak()
                && !before.is_function()
                && !before.possessive()
                && sheet.is_free(first - 1)
        })
        && sheet.demonym(first - 1, first - 1).is_none_or(|_| {
            first > 1 && sheet.tokens.word_before(first - 1).is_some_and(|t| t.is_capital() && !t.is_weak())
        });
    if landmark || ending {
        return false;
    }
    let acronym = token.case == Case::Upper;
    (acronym || !(given || titled)) && (!token.is_weak() || sheet.speaks(first, last) || acronym)
}
