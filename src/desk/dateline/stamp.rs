//! Dates as messages are stamped, and what some wires add to a date: a second day, the hour.

use super::calendar::month;
use super::date::{Day, day_number, number};
use super::scan::Scan;

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
