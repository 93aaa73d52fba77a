//! Credits within a dateline: in brackets, between strokes, bare, or as the feed's name before it all.

use std::ops::Range;

use super::date::{self, DateText};
use super::grammar::{CreditText, Grammar};
use super::scan::{Case, Dash, Scan, case};
use super::typo;
use crate::authority::{Agencies, fold};
use crate::desk::credit::chain;
use crate::desk::text::line;

impl<'a> Grammar<'a> {
    /// `(AFP)`, `/TASS/`, `(AFP/Reuters)`; under `unknown` also what looks like a credit but is in no list.
    pub(super) fn delimited(&self, s: &mut Scan<'a>, unknown: bool) -> Option<CreditText> {
        let mut t = *s;
        t.spaces();
        let start = t.at;
        let (inner, end) = self.enclosed(&t)?;
        let content = &self.text[inner.clone()];
        let range = start..end;
        if range.end > s.end {
            return None; // it closes where no dateline reaches
        }
        let found = chain::read(content, &self.authority.agencies);
        let known = found.whole
            || (!found.agencies.is_empty() && content.split_whitespace().count() <= 3)
            || mistyped(content, &self.authority.agencies).is_some();
        t.at = range.end;
        if !known {
            let word = |c: char| c.is_alphanumeric() || " .-/&'+".contains(c);
            let digits = content.chars().filter(char::is_ascii_digit).count();
            // Stations have digits in their names: `(KY3)`, `(CBS13)`.
            let named = digits == 0
                || digits <= 2 && content.chars().filter(|c| c.is_uppercase()).count() > digits.max(1);
            let looks = content.starts_with(char::is_alphabetic)
                && content.chars().all(word)
                && content.split_whitespace().count() <= 4
                && !LEAGUES.contains(&content)
                && !content.split(' ').any(|word| PICTURES.contains(&word))
                && named;
            if !unknown || !looks || t.clone().dash(true).is_none() {
                return None;
            }
        }
        s.at = t.at;
        Some(CreditText { range, inner, known })
    }

    /// What the brackets or strokes that open here enclose, and where they end. One of a pair may be
    /// another's or missing (`(Reuters]`, `(AP - `, `AP) - `), as long as an agency stands there.
    fn enclosed(&self, t: &Scan<'a>) -> Option<(Range<usize>, usize)> {
        let agency = |range: &Range<usize>| {
            !chain::whole(&self.text[range.clone()], &self.authority.agencies).is_empty()
        };
        let open = t.peek()?;
        match open {
            '(' | '[' | '{' => {
                let doubled = usize::from(t.rest()[1..].starts_with(open));
                let mut inner = *t;
                inner.at += doubled;
                let closed = match open {
                    '(' => inside(&inner, '(', ')'),
                    '[' => inside(&inner, '[', ']'),
                    _ => None,
                };
                if let Some(range) = closed {
                    let end = range.end + 1;
                    let again = usize::from(self.text[end..].starts_with([')', ']']));
                    return Some((range, end + again));
                }
                inner.at += 1;
                inner.spaces();
                let start = inner.at;
                for _ in 0..4 {
                    inner.word().or_else(|| inner.eat("/").then_some(""))?;
                    let range = start..inner.at;
                    let closed = inner.eat(")") || inner.eat("]") || inner.eat("}");
                    if closed || inner.clone().dash(false).is_some() {
                        return agency(&range).then_some((range, inner.at));
                    }
                    inner.spaces();
                }
                None
            }
            '/' | '|' => {
                let close = if open == '/' { '/' } else { '|' };
                let range = inside(t, open, close)?;
                let spaced = self.text[range.clone()].starts_with(' ');
                if !spaced && open == '/' {
                    return Some(self.relayed(range));
                }
                agency(&range).then(|| (range.clone(), range.end + 1))
            }
            c if c.is_alphabetic() => {
                let mut inner = *t;
                inner.word()?;
                let range = t.at..inner.at;
                (inner.eat(")") && agency(&range)).then_some((range, inner.at))
            }
            _ => None,
        }
    }

    /// Credit and date in one bracket, or the date alone in it: `(Marketwired - Oct. 3, 2014)`, `(March 9, 2021)`.
    pub(super) fn dated(&self, s: &mut Scan<'a>) -> Option<(Option<CreditText>, DateText)> {
        let mut t = *s;
        t.spaces();
        let start = t.at;
        if t.peek() != Some('(') {
            return None;
        }
        let inner = inside(&t, '(', ')')?;
        let mut within = Scan { at: inner.start, end: inner.end, ..t };
        let mut credit = None;
        if date::date(&mut within.clone(), true).is_none() {
            let content = &self.text[inner.clone()];
            let at = content.find([',', '-', '–', '—'])?;
            let name = inner.start..inner.start + content[..at].trim_end().len();
            let known = !chain::whole(&self.text[name.clone()], &self.authority.agencies).is_empty();
            credit = Some(CreditText { range: start..inner.end + 1, inner: name, known });
            within.at = inner.start + at;
            within.dash(true).map(drop).or_else(|| within.eat(",").then_some(()))?;
            within.spaces();
        }
        let date = date::date(&mut within, true)?;
        within.spaces();
        if !within.done() || credit.as_ref().is_some_and(|c| !c.known) {
            return None;
        }
        s.at = inner.end + 1;
        Some((credit, date))
    }

    /// The inside and the end of `/ritzau/` or, where agencies that it relays follow, of `/ritzau/AFP/` and
    /// `/ritzau/Reuters:`.
    fn relayed(&self, inner: Range<usize>) -> (Range<usize>, usize) {
        let start = inner.end + 1;
        let rest = Scan::new(self.text, start, 30).rest();
        let relayed = rest.find(['/', ':']).map(|len| start..start + len).filter(|range| {
            range.len() > 1 && !chain::whole(&self.text[range.clone()], &self.authority.agencies).is_empty()
        });
        match relayed {
            Some(other) => {
                (inner.start..other.end, other.end + usize::from(self.text[other.end..].starts_with('/')))
            }
            None => (inner, start),
        }
    }

    /// An agency without brackets before the dash: `Dec. 9 Kyodo -`, `March 20, Reuter -`, `SPA --`. Behind a
    /// date (`dated`) a period, a colon, or the capital of a sentence will do: `MARCH 1, ARMENPRESS. Text`.
    pub(super) fn bare(&self, s: &mut Scan<'a>, dated: bool) -> Option<CreditText> {
        let _ = s.eat(",") || s.eat(".") || s.eat("/");
        s.blanks();
        if !self.authority.agencies.may_open(s.rest()) {
            return None;
        }
        let start = s.at;
        let agency = |range: &Range<usize>| {
            !chain::whole(&self.text[range.clone()], &self.authority.agencies).is_empty()
        };
        for _ in 0..3 {
            let word = s.word()?;
            if s.rest().starts_with('/') {
                s.at += 1;
                s.word()?;
            }
            let range = start..s.at;
            let dash = s.clone().dash(false);
            let ends = match dash {
                Some(Dash::Free) => true,
                Some(Dash::Colon) => dated,
                _ => false,
            };
            let ends = ends
                || dated && word.len() > 2 && case(word) == Case::Upper && {
                    let mut story = *s;
                    story.spaces() > 0 && story.rest().starts_with(char::is_uppercase) && agency(&range)
                };
            if ends {
                let known = agency(&range);
                return known.then(|| CreditText { range: range.clone(), inner: range, known });
            }
            s.spaces();
        }
        None
    }

    /// An agency that a period closes behind date and dash: `МОСКВА, 5 мар - РИА Новости. ` (RIA Novosti).
    pub(super) fn closed(&self, mut s: Scan<'a>) -> Option<CreditText> {
        if !self.authority.agencies.may_open(s.rest()) {
            return None;
        }
        let start = s.at;
        for _ in 0..3 {
            if s.word()?.ends_with('.') {
                break;
            }
            s.spaces();
        }
        let range = start..start + self.text[start..s.at].strip_suffix('.')?.len();
        let known =
            s.spaces() > 0 && !chain::whole(&self.text[range.clone()], &self.authority.agencies).is_empty();
        known.then(|| CreditText { inner: range.clone(), range, known })
    }

    /// The feed's name before everything else: `AP - Text`, `Canadian Press - OTTAWA (CP) - Text`,
    /// `Xinhua News Agency, Beijing, September 1st, …`.
    pub(super) fn feed(&self, s: &mut Scan<'a>) -> Option<CreditText> {
        let line = line(s.rest(), 0);
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

/// Leagues stand in brackets behind a club's city (`BOSTON (AL) - Recalled …`, American agate).
pub(super) const LEAGUES: &[&str] = &["AL", "NL", "AFC", "NFC", "NBA", "NFL", "NHL", "MLB", "WNBA", "MLS"];

/// Words of a picture's credit: `Paris (XYZ Photo) - The tower at night`.
const PICTURES: &[&str] = &["Photo", "PHOTO", "Photos", "Images", "Picture", "Video"];

/// The agency whose name was mistyped as `credit`: `(Retuers)`, `(Xinhau)`. A slip of two agencies is neither's.
pub fn mistyped<'a>(credit: &str, agencies: &'a Agencies) -> Option<chain::Cited<'a>> {
    if !(5..=25).contains(&credit.len()) || credit.contains(' ') {
        return None;
    }
    let folded = fold(credit);
    let alike = |word: &str| word.len().abs_diff(folded.len()) <= 1 && typo::one_slip(&folded, word);
    let mut meant = agencies.spelled().filter(|(word, _)| alike(word));
    let (word, id) = meant.next()?;
    if meant.any(|(_, other)| other != id) {
        return None;
    }
    Some(chain::cited(agencies.get(id), word, agencies))
}

/// What stands within brackets that open here, 60 bytes at most and on one line.
pub(super) fn inside(s: &Scan<'_>, open: char, close: char) -> Option<Range<usize>> {
    let rest = s.rest();
    let content = rest.strip_prefix(open)?;
    let len = content.find(close).filter(|n| *n > 0 && *n <= 60)?;
    let start = s.at + open.len_utf8();
    let inside = &content[..len];
    let fits = !inside.contains(['(', '\n']) && !inside.trim().is_empty();
    fits.then_some(start..start + len)
}
