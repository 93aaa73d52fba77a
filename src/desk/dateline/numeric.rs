//! Dates in figures alone: which is the day and which the month.

use super::date::{Day, number, tail};
use super::scan::Scan;
use super::stamp;

/// `1996-08-27`, `31/07`, `7-15`, `12/16/04`, `31.07.2019`, `31.7.`, `31. 7. 2019`.
pub(super) fn read(s: &mut Scan<'_>) -> Option<(Option<i16>, Day)> {
    let mut ahead = *s;
    let (a, a_digits) = number(&mut ahead)?;
    let sign = ahead.peek().filter(|c| matches!(c, '/' | '-' | '.'))?;
    ahead.at += 1;
    // Czech and Slovak copy sets a blank behind the period.
    let spaced = |s: &mut Scan<'_>| sign == '.' && s.spaces() > 0;
    spaced(&mut ahead);
    let (b, b_digits) = number(&mut ahead)?;
    let mut third = ahead;
    let c = (third.eat(sign.encode_utf8(&mut [0; 4])))
        .then(|| {
            spaced(&mut third);
            number(&mut third)
        })
        .flatten();
    let result = match (a_digits, b_digits, c) {
        (4, 1..=2, Some((day, 1..=2))) => (Some(a), known(b, day)?),
        (1..=2, 1..=2, Some((year, 4))) => (Some(year), either(a, b, sign)?),
        (1..=2, 1..=2, Some((year, 2))) => (Some(stamp::century(year)), either(a, b, sign)?),
        // `5.3.` is a date in German and Finnish, `5.3` a number.
        (1..=2, 1..=2, None) if sign != '.' || ahead.rest().starts_with('.') => (None, either(a, b, sign)?),
        _ => return None,
    };
    if c.is_some() {
        ahead = third;
        tail(&mut ahead);
    } else if sign == '.' {
        ahead.eat(".");
    }
    if ahead.rest().starts_with(|c: char| c.is_alphanumeric() || c == '%') {
        return None;
    }
    *s = ahead;
    Some(result)
}

pub(super) fn known(month: i16, day: i16) -> Option<Day> {
    Some(Day::Known { month: u8::try_from(month).ok()?, day: u8::try_from(day).ok()? })
}

/// Which of the two is the month: one above 12 says it, `.` is day first, else it stays open.
fn either(a: i16, b: i16, sign: char) -> Option<Day> {
    match (a, b) {
        _ if sign == '.' => known(b, a),
        (13.., _) => known(b, a),
        (_, 13..) => known(a, b),
        _ => Some(Day::Either { first: u8::try_from(a).ok()?, second: u8::try_from(b).ok()? }),
    }
}
