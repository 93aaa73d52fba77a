//! What the rules know better than the tagger, which reads by sums of small signs: several names that it took for one, titles
//! that it took into a name, sentences in capitals that it took for names.

use std::ops::Range;

use super::labels::Kind;
use crate::desk::entities::people;
use crate::desk::entities::sheet::{Sheet, What};
use crate::desk::entities::titles;
use crate::desk::entities::tokens::Case;
use crate::desk::entities::words::{Class, LONGEST_TITLE, TitleKind};

/// `U.S. and the United States`: where `and` stands between two names that the tables know, it is not part of one.
pub fn is_several(sheet: &Sheet<'_>, range: &Range<usize>, kind: Kind) -> bool {
    let known = |at: usize| {
        matches!(sheet.what_at(at), Some(What::Place(_) | What::Demonym(_) | What::Organisation(Some(_))))
            && sheet.claim_at(at).is_some_and(|claim| {
                let claim = &sheet.claims[claim];
                claim.first >= range.start
                    && claim.last < range.end
                    && (claim.first, claim.last + 1) != (range.start, range.end)
            })
    };
    let the = |at: usize| at + 1 < range.end && sheet.tokens.folded(at, at) == "the";
    kind != Kind::Person
        && (range.start + 1..range.end.saturating_sub(1)).any(|at| {
            let and = sheet.tokens[at].case == Case::Lower && sheet.tokens.folded(at, at) == "and";
            and && known(at - 1) && the(at + 1) && known(at + 2)
        })
}

/// `Crown Prince X`, `FINANCE MINISTER X`: who stands behind a title is a person, whatever the tagger takes him for; nobody
/// where there is nothing but the title.
pub fn behind_title(sheet: &Sheet<'_>, range: Range<usize>, kind: Kind) -> Option<(Range<usize>, Kind)> {
    let office = |last: usize| {
        titles::ending_at(sheet, last)
            .filter(|title| title.kind == TitleKind::Office && !sheet.tokens[last].possessive())
    };
    let body = |at: usize| {
        let token = &sheet.tokens[at];
        token.is(Class::ORG_HEAD)
            || token.is(Class::STATE_BODY)
            || token.is(Class::LEGAL)
            || token.is(Class::COMMON)
    };
    let known = matches!(
        sheet.what_at(range.start),
        Some(What::Organisation(Some(_)) | What::Place(_) | What::Event(_))
    );
    // `Trump Jr.`
    if range.len() > 1 && sheet.tokens.is_junior(range.end - 1) {
        return Some((range, Kind::Person));
    }
    // `Malcolm X. Christmas was cold.`
    if kind == Kind::Person
        && range.len() > 1
        && sheet.tokens[range.end - 2].case == Case::Initial
        && people::is_feast(sheet, range.end - 1)
    {
        return Some((range.start..range.end - 1, kind));
    }
    if kind == Kind::Person && range.len() > 1 && people::is_institution(sheet, range.end - 1) {
        return Some((range, Kind::Organisation));
    }
    if kind != Kind::Organisation || known {
        return Some((range, kind));
    }
    // Of one word are names of companies, too: `General Dynamics`.
    let within =
        |last: &usize| office(*last).is_some_and(|title| title.first == range.start && title.first < *last);
    let named = !body(range.end - 1);
    match (range.start..range.start + LONGEST_TITLE).rev().filter(|at| *at < sheet.tokens.len()).find(within)
    {
        Some(last) if last + 1 >= range.end => {
            // `the Opposition leader` names the opposition, `Crown Prince` nobody.
            let ruler = office(last).and_then(|title| title.title.group);
            let ruler = ruler.is_some_and(|group| sheet.words.goes_by_given(group));
            (!ruler).then_some((range, kind))
        }
        Some(last) if named => Some((last + 1..range.end, Kind::Person)),
        Some(_) => Some((range, kind)),
        None => {
            let titled = range.start.checked_sub(1).and_then(office).is_some()
                && sheet.tokens.word_before(range.start).is_some()
                && sheet.tokens[range.start].shouted();
            let kind = if titled && named && range.len() > 1 { Kind::Person } else { kind };
            Some((range, kind))
        }
    }
}

/// `X. Christmas`: the end of one sentence and the beginning of the next, or a day.
pub fn is_nobody(sheet: &Sheet<'_>, range: &Range<usize>, kind: Kind) -> bool {
    let last = &sheet.tokens[range.end - 1];
    // `THE MARK WAS FIRM`: no name has such a word within.
    let said = |at: usize| {
        let token = &sheet.tokens[at];
        let joins = matches!(
            sheet.tokens.folded(at, at),
            "of" | "and" | "the" | "for" | "in" | "on" | "at" | "to" | "a" | "with"
        );
        token.shouted() && token.is(Class::FUNCTION) && !joins
    };
    let whole = sheet.claim_at(range.start).is_some_and(|claim| sheet.claims[claim].last + 1 == range.end);
    if range.len() > 2 && !whole && range.clone().skip(1).any(said) {
        return true;
    }
    kind == Kind::Person
        && range.len() == 2
        && sheet.tokens[range.start].case == Case::Initial
        && (last.is(Class::CALENDAR) && !last.is(Class::GIVEN) || people::is_feast(sheet, range.end - 1))
}

#[cfg(test)]
mod tests {
    use crate::desk::entities::testing::{names_of, read};
    use crate::record::EntityKind::{Organisation, Person, Place};

    #[test]
    fn rules_amend_what_the_tagger_reads() {
        for (body, kind, names) in [
            ("The U.S. and the United States and the US agreed. America left.", Organisation, ""),
            ("The U.S. and the United States and the US agreed.", Place, "U.S. | United States | US"),
            (
                "They met Crown Prince Naruhito and Crown Princess Masako in Kyoto.",
                Person,
                "Naruhito | Masako",
            ),
            ("A fellow at the Wilson Center said so.", Organisation, "Wilson Center"),
            (
                "Boxing legend Roberto \"Hands of Stone\" Duran won.",
                Person,
                "Roberto \"Hands of Stone\" Duran",
            ),
            ("They know Malcolm X. Christmas was cold.", Person, "Malcolm X."),
            ("The House asked Quorvex Jr. about it in May.", Person, "Quorvex Jr."),
        ] {
            assert_eq!(names_of(read(body), kind), names, "in: {body}");
        }
    }
}
