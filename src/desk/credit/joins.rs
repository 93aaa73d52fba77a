//! Where a byline is cut into its elements, and what joins them: commas, strokes, `and`, `with`.

use super::openings::{ENGLISH, Tongue};
use crate::desk::dateline::{Case, case};

/// What stands before an element of a byline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Join {
    First,
    Comma,
    And,
    With,
}

/// Whether `word` is the small word `what`: in small letters, or in capitals where all is.
pub(super) fn small(word: &str, what: &str, all: &str) -> bool {
    word == what || (case(all) == Case::Upper && word.len() == what.len() && word.to_lowercase() == *what)
}

/// The elements of a byline and what joins them.
pub(super) fn elements<'t>(content: &'t str, tongue: &Tongue) -> Vec<(Join, &'t str)> {
    let mut out = Vec::new();
    let (mut start, mut join) = (0, Join::First);
    let mut close = |end: usize, next: usize, with: Join, start: &mut usize, join: &mut Join| {
        let element = content[*start..end].trim().trim_end_matches('=').trim_end();
        if !element.is_empty() {
            out.push((*join, element));
            *join = with;
        } else if *join != Join::First && with != Join::Comma {
            *join = with; // `, and`
        }
        *start = next;
    };
    for (at, c) in content.char_indices() {
        if at < start {
            continue;
        }
        match c {
            ',' if suffix(&content[at + 1..]) => {}
            ',' | ';' | '|' | '/' | '(' | ')' => close(at, at + 1, Join::Comma, &mut start, &mut join),
            '&' => close(at, at + 1, Join::And, &mut start, &mut join),
            ' ' => {
                let rest = &content[at + 1..];
                let word = rest.split(' ').next().unwrap_or_default();
                let is =
                    |list: &[&str]| rest.len() > word.len() && list.iter().any(|w| small(word, w, content));
                let english = || tongue != &ENGLISH && is(&["and"]);
                if is(tongue.and) || english() {
                    close(at, at + 1 + word.len(), Join::And, &mut start, &mut join);
                } else if is(tongue.with) {
                    close(at, at + 1 + word.len(), Join::With, &mut start, &mut join);
                }
            }
            _ => {}
        }
    }
    close(content.len(), content.len(), Join::Comma, &mut start, &mut join);
    out
}

/// Whether `, Jr.` follows: part of the name before it.
fn suffix(rest: &str) -> bool {
    let word = rest.trim_start().split([' ', ',']).next().unwrap_or_default();
    matches!(word, "Jr." | "Jr" | "Sr." | "Sr" | "JR." | "JR" | "III" | "II")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_of_a_byline() {
        let said = |text: &str| -> String {
            let one = |(join, element): &(Join, &str)| format!("{join:?} {element}");
            elements(text, &ENGLISH).iter().map(one).collect::<Vec<_>>().join("; ")
        };
        for (text, expected) in [
            ("Jane Roe", "First Jane Roe"),
            ("Jane Roe and John Doe", "First Jane Roe; And John Doe"),
            ("JANE ROE AND JOHN DOE", "First JANE ROE; And JOHN DOE"),
            ("Jane Roe, John Doe, and Ann Poe", "First Jane Roe; Comma John Doe; And Ann Poe"),
            ("Jane Roe with John Doe in Quito", "First Jane Roe; With John Doe in Quito"),
            ("Jane Roe, Jr., Reuters", "First Jane Roe, Jr.; Comma Reuters"),
            ("Jane Roe (AFP)", "First Jane Roe; Comma AFP"),
            ("Jane Roe | AFP", "First Jane Roe; Comma AFP"),
        ] {
            assert_eq!(said(text), expected, "{text}");
        }
    }
}
