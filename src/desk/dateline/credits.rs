//! Credits within a dateline: in brackets, between strokes, bare, or as the feed's name before it all.

use std::ops::Range;

use super::date;
use super::grammar::{CreditText, Grammar};
use super::scan::{Dash, Scan};
use crate::desk::credit::chain;

impl<'a> Grammar<'a> {
    /// `(AFP)`, `/TASS/`, `(AFP/Reuters)`; under `unknown` also what looks like a credit but is in no list.
    pub(super) fn delimited(&self, s: &mut Scan<'a>, unknown: bool) -> Option<CreditText> {
        let mut t = *s;
        t.spaces();
        let start = t.at;
        let inner = match t.peek()? {
            '(' => inside(&t, '(', ')')?,
            '/' => inside(&t, '/', '/')?,
            '[' => inside(&t, '[', ']')?,
            _ => return None,
        };
        let content = &self.text[inner.clone()];
        let range = start..inner.end + 1;
        let found = chain::read(content, &self.authority.agencies);
        let known = found.whole || (!found.agencies.is_empty() && content.split_whitespace().count() <= 3);
        t.at = range.end;
        if !known {
            let word = |c: char| c.is_alphanumeric() || " .-/&'+".contains(c);
            let looks = content.starts_with(char::is_alphabetic)
                && content.chars().all(word)
                && content.split_whitespace().count() <= 4
                && !content.chars().any(|c| c.is_ascii_digit());
            if !unknown || !looks || t.clone().dash(true).is_none() {
                return None;
            }
        }
        s.at = t.at;
        Some(CreditText { range, inner, known })
    }

    /// An agency without brackets before the dash: `Dec. 9 Kyodo -`, `March 20, Reuter -`, `SPA --`.
    pub(super) fn bare(&self, s: &mut Scan<'a>) -> Option<CreditText> {
        s.eat(",");
        s.blanks();
        let start = s.at;
        for _ in 0..3 {
            s.word()?;
            let range = start..s.at;
            if s.clone().dash(false).is_some_and(|d| d == Dash::Free) {
                let known = !chain::whole(&self.text[range.clone()], &self.authority.agencies).is_empty();
                return known.then(|| CreditText { range: range.clone(), inner: range, known });
            }
            s.spaces();
        }
        None
    }

    /// The feed's name before everything else: `AP - Text`, `Canadian Press - OTTAWA (CP) - Text`,
    /// `Xinhua News Agency, Beijing, September 1st, …`.
    pub(super) fn feed(&self, s: &mut Scan<'a>) -> Option<CreditText> {
        let rest = s.rest();
        let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
        let mut t = *s;
        let (len, comma) =
            line.char_indices().take_while(|(at, _)| *at < 48).find_map(|(at, c)| match c {
                '-' | '–' | '—' | '_' if line[..at].ends_with(' ') => Some((at, false)),
                ',' => Some((at, true)),
                '(' | '/' if at == 0 => Some((0, false)),
                _ => None,
            })?;
        let name = line[..len].trim_end();
        if name.is_empty() || chain::whole(name, &self.authority.agencies).is_empty() {
            return None;
        }
        let range = s.at..s.at + name.len();
        t.at = range.end;
        if comma {
            // Behind a comma only the long form with a date is a dateline.
            t.at += 1;
            t.blanks();
            let mut ahead = t;
            self.place(&mut ahead)?;
            ahead.eat(",");
            ahead.blanks();
            date::date(&mut ahead, false)?;
        } else {
            t.dash(false)?;
        }
        s.at = t.at;
        Some(CreditText { inner: range.clone(), range, known: true })
    }
}

/// What stands within brackets that open here, 60 bytes at most and on one line.
pub(super) fn inside(s: &Scan<'_>, open: char, close: char) -> Option<Range<usize>> {
    let rest = s.rest();
    let content = rest.strip_prefix(open)?;
    let len = content.find(close).filter(|n| *n > 0 && *n <= 60)?;
    let start = s.at + open.len_utf8();
    let inside = &content[..len];
    let fits = !inside.contains(['(', '\n']) && !inside.trim().is_empty();
    (fits && (open != '/' || !inside.starts_with(' '))).then_some(start..start + len)
}
