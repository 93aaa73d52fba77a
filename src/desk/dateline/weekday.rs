//! What stands beside a date: the day of the week, the date of the Muslim calendar.

use super::calendar::{is_day_of_week, is_hijri, is_weekday, may_be_hijri, may_name};
use super::date::number;
use super::scan::Scan;

/// Skips `Monday, `, `mié. `; whether one stood there.
pub(super) fn before(s: &mut Scan<'_>) -> bool {
    // Asked for every word of a place: first what is cheap to see.
    if !may_name(s.rest()) {
        return false;
    }
    let mut ahead = *s;
    let Some(word) = ahead.word() else { return false };
    ahead.eat(",");
    ahead.blanks();
    let month_or_day = |c: char| c.is_ascii_digit() || c.is_alphabetic();
    if !ahead.rest().starts_with(month_or_day) || !is_day_of_week(word) {
        return false;
    }
    // `Santo Domingo, 5 mar` is a place: a capital within a name is no day of the week.
    let before = s.text[..s.at].trim_end();
    if word.starts_with(char::is_uppercase) && before.ends_with(char::is_alphabetic) && !is_weekday(word) {
        return false;
    }
    *s = ahead;
    true
}

/// Skips the day of the week behind a date (`március 5., péntek (MTI)`), where the dateline goes on behind it.
pub(super) fn behind(s: &mut Scan<'_>) {
    let mut ahead = *s;
    ahead.eat(".");
    ahead.eat(",");
    ahead.spaces();
    let bracket = ahead.eat("(");
    let Some(word) = ahead.word() else { return };
    if word.len() < 4 || (bracket && !ahead.eat(")")) {
        return;
    }
    let mut next = ahead;
    next.eat(",");
    next.spaces();
    if next.rest().starts_with(['(', '/', '-', '–', '—']) && is_day_of_week(word) {
        *s = ahead;
    }
}

/// Skips `Dhu-AlHijjah 09, 1436, ` and `21 Rajab 1442, `.
pub(super) fn hijri(s: &mut Scan<'_>) {
    if !may_be_hijri(s.rest()) {
        return;
    }
    let mut ahead = *s;
    let day_first = number(&mut ahead).is_some_and(|(_, digits)| digits <= 2);
    ahead.spaces();
    let Some(word) = ahead.word() else { return };
    // A number stands behind the month; this is asked for every word.
    if !ahead.rest().trim_start().starts_with(|c: char| c.is_ascii_digit()) || !is_hijri(word) {
        return;
    }
    ahead.blanks();
    for _ in 0..if day_first { 1 } else { 2 } {
        if number(&mut ahead).is_none() {
            break;
        }
        let _ = ahead.eat("H") || ahead.eat(" H") || ahead.eat(" AH");
        ahead.eat(",");
        ahead.blanks();
    }
    *s = ahead;
}
