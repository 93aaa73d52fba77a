//! The year that a dateline leaves out, and the day that it means: the one nearest to when it was sent.

use super::date::{DateText, Day};
use crate::desk::Sent;

/// How far ahead of its sending a dispatch may be dated: weekend and holiday advances are sent early
/// (AP), and the next month's name is a slip that old copy has (Reuters, 1987).
const ADVANCE_DAYS: i64 = 40;

/// ISO date, or `--MM-DD` where no year is known. A date without a year is the latest one that does not lie
/// past the dispatch's timestamp and a possible advance, which is right over New Year. `None` for a month alone.
pub fn resolve(date: &DateText, sent: Sent) -> Option<String> {
    let sent = sent
        .timestamp_ms
        .and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok())
        .map(|t| jiff::tz::Offset::UTC.to_datetime(t).date());
    let candidates: &[(u8, u8)] = match (date.day, sent) {
        (Day::Known { month, day }, _) => &[(month, day)],
        (Day::Either { first, second }, _) => &[(first, second), (second, first)],
        (Day::Months { months: [a, b], day }, Some(_)) => &[(a, day), (b, day)],
        (Day::OfMonth(day), Some(sent)) => {
            let month = sent.month().unsigned_abs();
            &[(month, day), (month % 12 + 1, day), ((month + 10) % 12 + 1, day)]
        }
        (Day::Month(_) | Day::Months { .. } | Day::OfMonth(_), _) => return None,
    };
    let civil = |year: i16, (month, day): (u8, u8)| {
        jiff::civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    };
    let near = sent.map(|sent| [sent.year(), sent.year() - 1, sent.year() + 1]);
    let years = match (&date.year, &near) {
        (Some(year), _) => std::slice::from_ref(year),
        (None, Some(near)) => near,
        (None, None) => {
            // A leap year, so that 29 February stands.
            let (month, day) = *candidates.iter().find(|md| civil(2000, **md).is_some())?;
            return Some(format!("--{month:02}-{day:02}"));
        }
    };
    let dates = candidates.iter().flat_map(|md| years.iter().filter_map(|year| civil(*year, *md)));
    let best = match sent {
        Some(sent) => {
            let days = |d: &jiff::civil::Date| d.duration_since(sent).as_hours() / 24;
            dates.min_by_key(|d| (days(d) > ADVANCE_DAYS, days(d).abs()))
        }
        None => dates.into_iter().next(),
    };
    best.map(|d| d.to_string())
}

/// Whether no calendar has the day that was `written`: `Feb 30`, `Sept. 31, 2026`, `March 45`; also `Feb 29`
/// where no year near the dispatch's time is a leap year. `resolved` says whether [`resolve`] made a day of it.
pub fn impossible(date: &DateText, written: &str, resolved: bool) -> bool {
    match date.day {
        Day::Known { .. } | Day::Either { .. } => !resolved,
        Day::Month(_) => written.contains(|c: char| c.is_ascii_digit()),
        Day::Months { .. } | Day::OfMonth(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::date::date;
    use super::super::scan::Scan;
    use super::*;

    fn read(text: &str, sent: &str) -> Option<String> {
        let day: jiff::civil::Date = sent.parse().expect("a test date");
        let noon = jiff::tz::Offset::UTC.to_timestamp(day.at(12, 0, 0, 0)).expect("in range");
        let found = date(&mut Scan::new(text, 0, 80), true)?;
        resolve(&found, Sent { timestamp_ms: Some(noon.as_millisecond()) })
            .map(|d| format!("{d} {}", &text[found.range]))
    }

    #[test]
    fn days_that_no_calendar_has() {
        for (text, wanted) in [
            ("Feb 30 (XYZ)", true),
            ("Sept. 31, 2026 (XYZ)", true),
            ("Feb 29, 2025 (XYZ)", true),
            ("March 45 (XYZ)", true),
            ("March 45, 2026 (XYZ)", true),
            ("31 avril 2026 (XYZ)", true),
            ("Feb 29 (XYZ)", false),
            ("Feb 29, 2024 (XYZ)", false),
            ("April -", false),
            ("5 listopada (XYZ)", false),
            ("30/31 (XYZ)", false),
            ("04/05 (XYZ)", false),
        ] {
            let found = date(&mut Scan::new(text, 0, 80), true);
            let sent = Sent { timestamp_ms: None };
            let said =
                found.is_some_and(|d| impossible(&d, &text[d.range.clone()], resolve(&d, sent).is_some()));
            assert_eq!(said, wanted, "{text}");
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
            ("5 listopada (PAP)", "2021-11-07", "2021-11-05 5 listopada"),
            ("5 listopada (Hina)", "2021-10-07", "2021-10-05 5 listopada"),
            ("31 déc (AFP)", "2021-01-01", "2020-12-31 31 déc"),
            ("1. Januar (dpa)", "2020-12-31", "2021-01-01 1. Januar"),
            ("31日", "2021-01-01", "2020-12-31 31日"),
            ("5日", "2021-03-06", "2021-03-05 5日"),
            ("04/05 (XYZ)", "2019-05-04", "2019-05-04 04/05"),
            ("04/05 (XYZ)", "2019-04-06", "2019-04-05 04/05"),
        ] {
            assert_eq!(read(text, sent).as_deref(), Some(expected), "{text} sent {sent}");
        }
    }
}
