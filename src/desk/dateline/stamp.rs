//! Dates as messages are stamped, and what some wires add to a date: a second day, the hour.

use super::calendar::month;
use super::date::{self, DateText, Day, day_number, number};
use super::grammar::{CreditText, Grammar, LONGEST};
use super::scan::Scan;

/// A line that a site stamped with agency, day and hour above the story.
pub struct Stamp {
    /// Before the day, where nothing else stands on the line.
    pub credit: Option<CreditText>,
    pub date: DateText,
    /// Bytes of the body.
    pub end: usize,
}

impl Grammar<'_> {
    /// The stamp at `at`, up to the end of its line: `KYODO NEWS - Jan 12, 2026 - 09:30 | All`, also what of it
    /// stands behind a byline that ended in the agency (Kyodo's site). The bar proves it.
    pub fn stamped(&self, at: usize) -> Option<Stamp> {
        let near = Scan::new(self.text, at, 160).rest();
        memchr::memchr(b'|', near.as_bytes())?;
        let line = near.split('\n').next().unwrap_or_default();
        let bar = line.find(" | ").filter(|_| line.len() < near.len())?;
        let mut s = Scan::new(self.text, at, bar.min(LONGEST));
        let credit = self.feed(&mut s);
        if credit.is_none() {
            s.dash(false)?;
        }
        s.spaces();
        let date = date::date(&mut s, false).filter(|date| date.year.is_some())?;
        let _ = s.dash(false);
        s.spaces();
        let clock = |c: char| c.is_ascii_digit() || c == ':';
        s.rest().trim_end().chars().all(clock).then(|| Stamp {
            credit,
            date,
            end: at + line.trim_end().len(),
        })
    }
}

/// Skips what some wires add to the date: a second day (`March 8-9`), the hour
/// (`March 9, 10:15 GMT`).
pub(super) fn hour(s: &mut Scan<'_>) {
    let mut ahead = *s;
    if (ahead.eat("-") || ahead.eat("–") || ahead.eat("/"))
        && day_number(&mut ahead, false).is_some_and(|day| (1..=31).contains(&day))
        && ahead.rest().starts_with([' ', ',', '\n'])
    {
        *s = ahead;
    }
    let mut ahead = *s;
    ahead.eat(",");
    if ahead.spaces() == 0 {
        return;
    }
    let digits = |s: &mut Scan<'_>| number(s).is_some_and(|(_, digits)| digits <= 2);
    if digits(&mut ahead) && ahead.eat(":") && digits(&mut ahead) {
        ahead.spaces();
        let mut zone = ahead;
        if zone.word().is_some_and(|w| {
            ["GMT", "UTC", "am", "pm", "AM", "PM", "hrs"].contains(&w.replace('.', "").as_str())
        }) {
            ahead = zone;
        }
        *s = ahead;
    }
}

/// `09MAR21`, `9Mar2021`.
pub(super) fn joined(s: &mut Scan<'_>) -> Option<(Option<i16>, Day)> {
    let mut ahead = *s;
    let (day, 1..=2) = number(&mut ahead)? else { return None };
    let name = ahead.rest().get(..3).filter(|name| name.bytes().all(|b| b.is_ascii_alphabetic()))?;
    let month = month(name)?;
    ahead.at += 3;
    let (year, digits) = number(&mut ahead)?;
    let year = match digits {
        2 => century(year),
        4 => year,
        _ => return None,
    };
    *s = ahead;
    Some((Some(year), Day::Known { month, day: u8::try_from(day).ok()? }))
}

/// A year of two digits: the wires are no older than the seventies of the last century.
pub(super) fn century(year: i16) -> i16 {
    if year < 70 { 2000 + year } else { 1900 + year }
}
