//! Datelines that stand for themselves: in a header, or the place alone on its line.

use std::ops::Range;

use super::date::{self, DateText};
use super::grammar::{Grammar, LONGEST, Parsed};
use super::scan::Scan;
use super::{known, place};
use crate::desk::text::line;

impl Grammar<'_> {
    /// Place and date of a header such as `PLACE, COUNTRY, March 5`: the ranges are bytes of `self.text`.
    pub fn read_header(&self) -> (Option<Range<usize>>, Option<DateText>) {
        let mut s = Scan::new(self.text, 0, LONGEST);
        s.blanks();
        let place = self.place(&mut s);
        s.eat(",");
        s.blanks();
        let date = date::date(&mut s, true);
        let range = match place {
            Some(place) => Some(place.range),
            None => Some(place::trim(self.text, 0..self.text.len())),
        };
        (range.filter(|r| !r.is_empty()), date)
    }

    /// A place alone on its line; the caller must find the credit below it.
    pub fn read_line(&self, at: usize) -> Option<Parsed> {
        let line = line(self.text, at).trim_end();
        if line.is_empty() || line.len() > 48 || at + line.len() == self.text.len() {
            return None;
        }
        let mut s = Scan::new(self.text, at, line.len());
        let place = self.place(&mut s)?.range;
        // Before the gazetteer is asked: most lines go on behind the place.
        if !s.done() {
            return None;
        }
        let places = place::split(self.text, place.clone(), &self.authority.gazetteer);
        let known = known::at_home(self.text, &place, &places, self.authority, &[]);
        known.name.then(|| Parsed {
            range: place.clone(),
            raw: Some(place.clone()),
            place: Some(place),
            places,
            date: None,
            credits: Vec::new(),
            dash: None,
            loose: 0,
            known,
            rule: "place-line",
            confidence: 0.85,
        })
    }
}
