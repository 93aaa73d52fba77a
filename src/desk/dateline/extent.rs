//! How far the place part of a dateline reaches: up to a date, a credit, a dash, or what no place has.

use std::ops::Range;

use super::credits::inside;
use super::date;
use super::grammar::Grammar;
use super::place;
use super::scan::{Case, Scan, case};
use crate::desk::credit::chain;

/// No place part has more words.
const WORDS: usize = 14;

/// The place part while it is read.
pub(super) struct PlaceScan {
    pub range: Range<usize>,
    pub words: usize,
    /// Words without a capital that are no connectors.
    pub loose: usize,
}

/// Small words within names of places, in the languages of the wires.
const CONNECTORS: &[&str] = &[
    "of", "the", "and", "de", "la", "las", "los", "el", "del", "do", "da", "dos", "das", "di", "della", "al",
    "an", "am", "im", "ob", "der", "den", "bei", "auf", "und", "sur", "sous", "lez", "les", "le", "et", "en",
    "y", "e", "upon", "on", "in", "near", "i", "ved", "aan", "op", "a",
];

impl<'a> Grammar<'a> {
    /// Reads words up to a date, a credit, a dash, a colon or the end of the line.
    pub(super) fn place(&self, s: &mut Scan<'a>) -> Option<PlaceScan> {
        let start = s.at;
        let mut end = start;
        let (mut words, mut loose) = (0, 0);
        loop {
            let mut t = *s;
            let gap = t.spaces();
            match t.peek() {
                Some('(' | '[') => match self.qualifier(&mut t) {
                    Some(after) if words > 0 => {
                        end = after;
                        *s = t;
                    }
                    _ => break,
                },
                Some(',') if words > 0 => {
                    t.at += 1;
                    t.blanks();
                    *s = t;
                    if date::date(&mut t.clone(), true).is_some()
                        || !t.rest().starts_with(char::is_alphabetic)
                    {
                        break;
                    }
                    if self.bare(&mut t.clone()).is_some() {
                        break;
                    }
                }
                Some('/') if words > 0 => {
                    let inside = t.rest()[1..].find('/').is_some_and(|n| n < 40);
                    if (inside && self.delimited(&mut t.clone(), true).is_some_and(|c| c.known)) || gap > 1 {
                        break;
                    }
                    t.at += 1;
                    t.spaces();
                    if !t.rest().starts_with(char::is_alphabetic) {
                        break;
                    }
                    *s = t;
                }
                Some('&') if words > 0 && gap > 0 => {
                    t.at += 1;
                    *s = t;
                }
                Some(c) if c.is_alphabetic() => {
                    if words > 0 && date::date(&mut t.clone(), words > 0).is_some() {
                        break;
                    }
                    let word = t.word()?;
                    if words == 0 && word.eq_ignore_ascii_case("by") {
                        return None;
                    }
                    if words > 0 && gap == 0 && self.text[end..t.at].len() == word.len() {
                        // Glued to the word before: `Mass.Text` is no place.
                        break;
                    }
                    words += 1;
                    if case(word) == Case::Lower && !(CONNECTORS.contains(&word) && words > 1) {
                        loose += 1;
                    }
                    if words > WORDS || loose > 3 {
                        return None;
                    }
                    end = t.at;
                    *s = t;
                }
                _ => break,
            }
        }
        s.at = s.at.max(end);
        let range = place::trim(self.text, start..end);
        (words > 0 && !range.is_empty()).then_some(PlaceScan { range, words, loose })
    }

    /// `(Reino Unido)` behind a place, as far as it is no credit and no date: moves behind the bracket.
    fn qualifier(&self, s: &mut Scan<'a>) -> Option<usize> {
        let inner = inside(s, '(', ')').or_else(|| inside(s, '[', ']'))?;
        let content = self.text[inner.clone()].trim();
        let letters = content.starts_with(|c: char| c.is_alphabetic() && c.is_uppercase())
            && content.chars().all(|c| c.is_alphabetic() || " .'’-,".contains(c));
        if !letters || content.split_whitespace().count() > 5 {
            return None;
        }
        if !chain::read(content, &self.authority.agencies).agencies.is_empty() {
            return None;
        }
        let mut ahead = *s;
        ahead.at = inner.end + 1;
        let after = ahead.at;
        // What follows a qualifier is the rest of a dateline; what follows a credit is a dash.
        ahead.blanks();
        ahead.eat(",");
        ahead.blanks();
        let goes_on =
            ahead.rest().starts_with(['(', '[', '/']) || date::date(&mut ahead.clone(), true).is_some();
        let wider = !place::wider(content, &self.authority.gazetteer).is_empty();
        if !goes_on && !wider {
            return None;
        }
        s.at = after;
        Some(after)
    }
}
