//! Capitalised words that no table knows: what they are by where they stand.

use super::people;
use super::sheet::{Sheet, What};
use super::titles;
use super::tokens::Case;
use super::words::Class;

/// Claims what is left of the runs: initials as organisations, pairs of rare words as people,
/// single ones by what is said beside them.
pub fn claim_unknown(sheet: &mut Sheet<'_>) {
    let runs = sheet.runs().to_vec();
    for run in runs {
        let mut at = run.start;
        while at < run.end {
            if !sheet.is_free(at) || is_title(sheet, at) || opens_weakly(sheet, at) {
                at += 1;
                continue;
            }
            let mut end = at + 1;
            while end < run.end && sheet.is_free(end) && !is_title(sheet, end) {
                end += 1;
            }
            judge(sheet, at, end - 1);
            at = end;
        }
    }
}

fn is_title(sheet: &Sheet<'_>, at: usize) -> bool {
    let token = &sheet.tokens[at];
    token.is(Class::TITLE) || token.is(Class::HONORIFIC)
}

fn opens_weakly(sheet: &Sheet<'_>, at: usize) -> bool {
    let token = &sheet.tokens[at];
    token.is_weak() || token.is_function()
}

fn judge(sheet: &mut Sheet<'_>, first: usize, last: usize) {
    let token = &sheet.tokens[first];
    let words = last - first + 1;
    if words == 1 {
        match token.case {
            Case::Upper if is_initials(sheet, first) => {
                sheet.claim(first, last, What::Organisation(None));
            }
            Case::Title if !token.is(Class::COMMON) && !token.glued() => single(sheet, first),
            _ => {}
        }
        return;
    }
    let rare = (first..=last).all(|at| {
        let token = &sheet.tokens[at];
        let name = token.case == Case::Title && !token.is(Class::COMMON) && !token.is(Class::CALENDAR);
        name || token.case == Case::Initial && at > first
            || token.is(Class::SUFFIX)
            || sheet.is_given_tail(at)
    });
    let article = sheet
        .tokens
        .word_before(first)
        .is_some_and(|before| before.is(Class::FUNCTION) && is_article(sheet, first - 1));
    if rare && words <= 3 && !article {
        if sheet.is_located(first) && !sheet.speaks(first, last) {
            let place = sheet.unknown_place();
            sheet.claim(first, last, What::Place(place));
        } else {
            people::claim(sheet, first, last);
        }
    }
}

fn is_article(sheet: &Sheet<'_>, at: usize) -> bool {
    matches!(sheet.tokens.folded(at, at), "the" | "a" | "an") || sheet.tokens[at].is(Class::ARTICLE)
}

/// `FDIC`, not `TV`, and not a word of a shouted line.
fn is_initials(sheet: &Sheet<'_>, at: usize) -> bool {
    let token = &sheet.tokens[at];
    let digits = sheet.tokens.text(at, at).bytes().any(|b| b.is_ascii_digit());
    !token.shouted()
        && !digits
        && (3..=6).contains(&token.letters())
        && !token.is(Class::PLAIN)
        && !token.is(Class::COMMON)
        && !token.is(Class::CALENDAR)
}

/// One rare word in the middle of a sentence: who speaks is a person. `the X said` and `said X leaders`
/// are no names of people.
fn single(sheet: &mut Sheet<'_>, at: usize) {
    let tokens = &sheet.tokens;
    let before = tokens.word_before(at);
    let bound = before.is_some_and(|t| {
        let preposition = t.is(Class::LOCATIVE)
            || t.is(Class::ARTICLE)
            || t.is(Class::LINK)
            || matches!(tokens.text(at - 1, at - 1), "of" | "The" | "the" | "a" | "an");
        preposition
            || t.is_capital() && !t.is_weak()
            || t.case == Case::Lower && !t.is(Class::FUNCTION) && !t.is(Class::SAYS)
    });
    let said_before = before.is_some_and(|t| t.is(Class::SAYS) && t.case == Case::Lower);
    let attributive =
        said_before && tokens.word_after(at).is_some_and(|t| t.case == Case::Lower && !t.is(Class::FUNCTION));
    let plural = tokens.folded(at, at).ends_with('s')
        && sheet.speaks(at, at)
        && !said_before
        && tokens.text(at + 1, at + 1) == "say";
    // `the daughter of Sukarno, the country's first president`
    let of = before.is_some() && matches!(tokens.text(at - 1, at - 1), "of" | "to" | "and" | "by" | "with");
    if (before.is_none() || of || !bound)
        && titles::apposition(sheet, at).is_some()
        && !tokens[at].is(Class::CALENDAR)
        && !sheet.is_place(at)
    {
        people::claim(sheet, at, at);
        return;
    }
    if sheet.speaks(at, at) && !bound && !attributive && !plural && !tokens[at].is(Class::CALENDAR) {
        people::claim(sheet, at, at);
    }
}
