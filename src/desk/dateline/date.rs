//! The date of a dateline: `March 5`, `21 ene`, `1 LUG`, `Aug 29, 2014`, `31/07`, `29th November, 2015`.

use std::ops::Range;

use super::calendar::{is_hijri, is_weekday, mistyped_month, month};
use super::scan::Scan;
use crate::desk::Sent;

/// A date as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateText {
    /// Bytes of the body.
    pub range: Range<usize>,
    pub year: Option<i16>,
    pub day: Day,
}

/// Day and month, as far as the writing decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day {
    Known {
        month: u8,
        day: u8,
    },
    /// `04/05`: the one that lies nearer to the dispatch's time, else month first.
    Either {
        first: u8,
        second: u8,
    },
    /// A month without a day.
    Month(u8),
}

/// Reads a date at the scan's position; `slips` also takes mistyped months and `l` for 1.
pub fn date(scan: &mut Scan<'_>, slips: bool) -> Option<DateText> {
    let mut s = *scan;
    weekday(&mut s);
    hijri(&mut s);
    let start = s.at;
    let (year, day) = match s.peek()? {
        '0'..='9' => numeric(&mut s).or_else(|| day_month(&mut s))?,
        c if c.is_alphabetic() => month_day(&mut s, slips)?,
        _ => return None,
    };
    let range = start..s.at;
    if !plausible(day) {
        return None;
    }
    *scan = s;
    Some(DateText { range, year, day })
}

fn plausible(day: Day) -> bool {
    match day {
        Day::Known { month, day } => (1..=12).contains(&month) && (1..=31).contains(&day),
        Day::Either { first, second } => (1..=12).contains(&first) && (1..=12).contains(&second),
        Day::Month(_) => true,
    }
}

/// Skips `Monday, `.
fn weekday(s: &mut Scan<'_>) {
    let mut ahead = *s;
    if ahead.word().is_some_and(is_weekday) {
        ahead.eat(",");
        ahead.blanks();
        *s = ahead;
    }
}

/// Skips `Dhu-AlHijjah 09, 1436, `.
fn hijri(s: &mut Scan<'_>) {
    let mut ahead = *s;
    let Some(word) = ahead.word() else { return };
    // A number stands behind the month; this is asked for every word.
    if !ahead.rest().trim_start().starts_with(|c: char| c.is_ascii_digit()) {
        return;
    }
    if !is_hijri(word) {
        return;
    }
    ahead.blanks();
    while ahead.word().is_some() || number(&mut ahead).is_some() {
        ahead.eat(",");
        ahead.blanks();
        *s = ahead;
        if ahead.rest().starts_with(char::is_alphabetic) {
            break;
        }
    }
}

/// A number of at most four digits: its value and how many digits.
fn number(s: &mut Scan<'_>) -> Option<(i16, usize)> {
    let digits = s.rest().bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > 4 {
        return None;
    }
    let value = s.rest()[..digits].parse().ok()?;
    s.at += digits;
    Some((value, digits))
}

/// A day of the month, with its ordinal sign; under `slips` also `l` and `l7`.
fn day_number(s: &mut Scan<'_>, slips: bool) -> Option<u8> {
    let mut ahead = *s;
    let mut tens = 0;
    if slips && ahead.rest().starts_with('l') {
        ahead.at += 1;
        tens = 1;
    }
    let day = match number(&mut ahead) {
        Some((n, digits)) if digits + usize::from(tens == 1) <= 2 => n + 10 * tens,
        Some(_) => return None,
        None if tens == 1 => 1,
        None => return None,
    };
    for sign in ["st", "nd", "rd", "th", "º", "er", "ER"] {
        if ahead.eat(sign) {
            break;
        }
    }
    if ahead.rest().starts_with(char::is_alphabetic) {
        return None;
    }
    *s = ahead;
    u8::try_from(day).ok()
}

/// `, 2014`, ` 2014`, ` '04`: the year behind day and month.
fn year(s: &mut Scan<'_>) -> Option<i16> {
    let mut ahead = *s;
    ahead.eat(",");
    ahead.blanks();
    for connector in ["de ", "del "] {
        ahead.eat(connector);
    }
    let (year, digits) = number(&mut ahead)?;
    let ends = !ahead.rest().starts_with(|c: char| c.is_alphanumeric() || c == ':');
    if digits != 4 || !(1900..2100).contains(&year) || !ends {
        return None;
    }
    *s = ahead;
    Some(year)
}

/// `March 5`, `Aug. 29, 2014`, `April l`.
fn month_day(s: &mut Scan<'_>, slips: bool) -> Option<(Option<i16>, Day)> {
    let mut ahead = *s;
    let word = ahead.word()?;
    let end = ahead.at;
    let gap = ahead.blanks() > 0;
    let starts_number = ahead.rest().starts_with(|c: char| c.is_ascii_digit() || (slips && c == 'l'));
    let name = word.trim_end_matches('.');
    if !gap || !starts_number {
        // A month alone counts only where the day was left out before a dash: `CHICAGO, April -`.
        if !slips || name.len() <= 3 {
            return None;
        }
        let mut dash = *s;
        dash.at = end;
        dash.dash(false)?;
        let month = month(name)?;
        s.at = end;
        return Some((None, Day::Month(month)));
    }
    let month = month(name).or_else(|| slips.then(|| mistyped_month(name)).flatten())?;
    let day = day_number(&mut ahead, slips)?;
    let year = year(&mut ahead);
    *s = ahead;
    Some((year, Day::Known { month, day }))
}

/// `5 March`, `21. März 2019`, `1 LUG`, `21 de enero`, `29th November, 2015`.
fn day_month(s: &mut Scan<'_>) -> Option<(Option<i16>, Day)> {
    let mut ahead = *s;
    let day = day_number(&mut ahead, false)?;
    ahead.eat(".");
    ahead.blanks();
    for connector in ["de ", "of ", "d'"] {
        ahead.eat(connector);
    }
    let word = ahead.word()?;
    let month = month(word.trim_end_matches('.'))?;
    // The period behind the month is its own, unless it ends the dateline.
    let year = year(&mut ahead);
    *s = ahead;
    Some((year, Day::Known { month, day }))
}

/// `1996-08-27`, `31/07`, `7-15`, `12/16/04`, `31.07.2019`.
fn numeric(s: &mut Scan<'_>) -> Option<(Option<i16>, Day)> {
    let mut ahead = *s;
    let (a, a_digits) = number(&mut ahead)?;
    let sign = ahead.peek().filter(|c| matches!(c, '/' | '-' | '.'))?;
    ahead.at += 1;
    let (b, b_digits) = number(&mut ahead)?;
    let mut third = ahead;
    let c = (third.eat(sign.encode_utf8(&mut [0; 4]))).then(|| number(&mut third)).flatten();
    let result = match (a_digits, b_digits, c) {
        (4, 1..=2, Some((day, 1..=2))) => (Some(a), known(b, day)?),
        (1..=2, 1..=2, Some((year, 4))) => (Some(year), either(a, b, sign)?),
        (1..=2, 1..=2, Some((year, 2))) => {
            (Some(if year < 70 { 2000 + year } else { 1900 + year }), either(a, b, sign)?)
        }
        (1..=2, 1..=2, None) if sign != '.' => (None, either(a, b, sign)?),
        _ => return None,
    };
    if c.is_some() {
        ahead = third;
    }
    if ahead.rest().starts_with(|c: char| c.is_alphanumeric() || c == '%') {
        return None;
    }
    *s = ahead;
    Some(result)
}

fn known(month: i16, day: i16) -> Option<Day> {
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

/// How far ahead of its sending a dispatch may be dated: weekend and holiday advances are sent early
/// (AP), and the next month's name is a slip that old copy has (Reuters, 1987).
const ADVANCE_DAYS: i32 = 40;

/// ISO date, or `--MM-DD` where no year is known. A date without a year is the latest one that does not lie
/// past the dispatch's timestamp and a possible advance, which is right over New Year. `None` for a month alone.
pub fn resolve(date: &DateText, sent: Sent) -> Option<String> {
    let sent = sent
        .timestamp_ms
        .and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok())
        .map(|t| jiff::tz::Offset::UTC.to_datetime(t).date());
    let candidates: &[(u8, u8)] = match date.day {
        Day::Known { month, day } => &[(month, day)],
        Day::Either { first, second } => &[(first, second), (second, first)],
        Day::Month(_) => return None,
    };
    let civil = |year: i16, (month, day): (u8, u8)| {
        jiff::civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    };
    let years: Vec<i16> = match (date.year, sent) {
        (Some(year), _) => vec![year],
        (None, Some(sent)) => vec![sent.year(), sent.year() - 1, sent.year() + 1],
        (None, None) => {
            // A leap year, so that 29 February stands.
            let (month, day) = *candidates.iter().find(|md| civil(2000, **md).is_some())?;
            return Some(format!("--{month:02}-{day:02}"));
        }
    };
    let dates = candidates.iter().flat_map(|md| years.iter().filter_map(move |year| civil(*year, *md)));
    let best = match sent {
        Some(sent) => {
            let days = |d: &jiff::civil::Date| (*d - sent).get_days();
            dates.min_by_key(|d| (days(d) > ADVANCE_DAYS, days(d).abs()))
        }
        None => dates.into_iter().next(),
    };
    best.map(|d| d.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, sent: Option<&str>) -> Option<String> {
        let sent = Sent {
            timestamp_ms: sent.map(|s| {
                let date: jiff::civil::Date = s.parse().expect("a test date");
                let noon = date.at(12, 0, 0, 0);
                jiff::tz::Offset::UTC.to_timestamp(noon).expect("in range").as_millisecond()
            }),
        };
        let found = date(&mut Scan::new(text, 0, 80), true)?;
        resolve(&found, sent).map(|d| format!("{d} {}", &text[found.range]))
    }

    #[test]
    fn forms() {
        for (text, expected) in [
            ("March 5 -", "--03-05 March 5"),
            ("Aug 29, 2014 (AFP)", "2014-08-29 Aug 29, 2014"),
            ("Dec. 9 Kyodo -", "--12-09 Dec. 9"),
            ("21 jan 2019 (AFP)", "2019-01-21 21 jan 2019"),
            ("21 ene (EFE).-", "--01-21 21 ene"),
            ("1 LUG -", "--07-01 1 LUG"),
            ("10 juil 2024", "2024-07-10 10 juil 2024"),
            ("21. März 2019 (dpa)", "2019-03-21 21. März 2019"),
            ("21 de enero de 2019", "2019-01-21 21 de enero de 2019"),
            ("29th November, 2015 (WAM)", "2015-11-29 29th November, 2015"),
            ("September 1st, by", "--09-01 September 1st"),
            ("31/07 (BELGA)", "--07-31 31/07"),
            ("7-15 (AFP)", "--07-15 7-15"),
            ("12/16/04 --", "2004-12-16 12/16/04"),
            ("1996-08-27\n", "1996-08-27 1996-08-27"),
            ("1 päivänä", ""),
            ("5. kesäkuuta 2020", "2020-06-05 5. kesäkuuta 2020"),
            ("April l -", "--04-01 April l"),
            ("Narch 2 -", "--03-02 Narch 2"),
            ("Monday, 3 March -", "--03-03 3 March"),
            ("Dhu-AlHijjah 09, 1436, September 23, 2015, SPA", "2015-09-23 September 23, 2015"),
            ("Feb 30 2015x", "--02-30 "),
            ("Thirty people", ""),
            ("2-1 after", "--02-01 2-1"),
            ("34 people", ""),
            ("May has said", ""),
            ("80 degrees", ""),
        ] {
            let found = read(text, None).unwrap_or_default();
            match expected {
                "--02-30 " => assert_eq!(found, "", "{text}"),
                _ => assert_eq!(found, expected, "{text}"),
            }
        }
    }

    #[test]
    fn the_year_is_the_nearest() {
        for (text, sent, expected) in [
            ("Jan 21 (XYZ)", "2026-11-23", "2026-01-21 Jan 21"),
            ("Dec 5 (XYZ)", "2026-11-27", "2026-12-05 Dec 5"),
            ("July 29 (XYZ)", "1987-06-29", "1987-07-29 July 29"),
            ("Dec 31 (XYZ)", "2020-01-01", "2019-12-31 Dec 31"),
            ("Jan 1 (XYZ)", "2019-12-31", "2020-01-01 Jan 1"),
            ("July 4 (XYZ)", "2019-07-05", "2019-07-04 July 4"),
            ("Feb 29 (XYZ)", "2021-01-02", "2020-02-29 Feb 29"),
            ("04/05 (XYZ)", "2019-05-04", "2019-05-04 04/05"),
            ("04/05 (XYZ)", "2019-04-06", "2019-04-05 04/05"),
        ] {
            assert_eq!(read(text, Some(sent)).as_deref(), Some(expected), "{text} sent {sent}");
        }
    }
}
