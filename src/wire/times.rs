//! Times as envelopes write them: ISO 8601 in its extended and basic forms, with and without zone.

use jiff::civil::{Date, DateTime, Time};

use crate::dispatch::Stamp;

/// Reads `2024-03-01T14:05:00Z`, `2024-03-01T14:05:00.000+01:00`, `20240301T140500+0100`, `2024-03-01 14:05`, `20240301`,
/// `2024-03-01`. A day without a time is its midnight, without a zone. Anything behind is refused, but for blanks.
pub fn read(text: &str) -> Option<Stamp> {
    parsed(text).map(|(stamp, _)| stamp)
}

/// Reads when an embargo ends: as [`read`], but never early. A day alone does not say when on it, and a part of a second is a
/// whole one (invariant 9).
pub fn until(text: &str) -> Option<Stamp> {
    let (stamp, begun) = parsed(text)?;
    let local = stamp.local.checked_add(jiff::Span::new().seconds(i64::from(begun?))).ok()?;
    Some(Stamp { local, ..stamp })
}

/// A time, and whether a second is begun behind it; `None` for a day alone.
fn parsed(text: &str) -> Option<(Stamp, Option<bool>)> {
    let (date, mut rest) = date(text.trim())?;
    if rest.is_empty() {
        return Some((Stamp { local: date.to_datetime(Time::midnight()), offset: None }, None));
    }
    rest = rest.strip_prefix(['T', 't']).unwrap_or(rest).trim_start();
    let (clock, rest) = time(rest)?;
    let (offset, rest) = zone(rest.trim_start())?;
    let begun = Some(clock.begun);
    rest.trim().is_empty().then(|| (Stamp { local: on(date, clock), offset }, begun))
}

/// A day and a time of day in figures, if there is such a day.
pub fn local(year: i16, month: i8, day: i8, hour: i8, minute: i8) -> Option<DateTime> {
    Some(Date::new(year, month, day).ok()?.to_datetime(Time::new(hour, minute, 0, 0).ok()?))
}

struct Clock {
    time: Time,
    next_day: bool,
    /// A part of a second stands behind it, or it is a leap second, which is told by the sixtieth of its minute.
    begun: bool,
}

fn on(date: Date, clock: Clock) -> DateTime {
    let date = if clock.next_day { date.tomorrow().unwrap_or(date) } else { date };
    date.to_datetime(clock.time)
}

fn date(text: &str) -> Option<(Date, &str)> {
    let (year, rest) = number(text, 4)?;
    let extended = rest.strip_prefix('-');
    let (month, rest) = number(extended.unwrap_or(rest), 2)?;
    let rest = if extended.is_some() { rest.strip_prefix('-')? } else { rest };
    let (day, rest) = number(rest, 2)?;
    Some((Date::new(year as i16, month as i8, day as i8).ok()?, rest))
}

fn time(text: &str) -> Option<(Clock, &str)> {
    let (hour, rest) = number(text, 2)?;
    let colon = rest.starts_with(':');
    let part = |rest: &str| {
        if colon { rest.starts_with(':') } else { rest.starts_with(|c: char| c.is_ascii_digit()) }
    };
    let (mut minute, mut second, mut begun, mut rest) = (0, 0, false, rest);
    if part(rest) {
        (minute, rest) = number(rest.strip_prefix(':').unwrap_or(rest), 2)?;
        if part(rest) {
            (second, rest) = number(rest.strip_prefix(':').unwrap_or(rest), 2)?;
            // Fractions of a second date no version.
            if let Some(fraction) = rest.strip_prefix(['.', ',']) {
                rest = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
                begun = fraction[..fraction.len() - rest.len()].bytes().any(|figure| figure != b'0');
            }
        }
    }
    let next_day = (hour, minute, second) == (24, 0, 0);
    let hour = if next_day { 0 } else { hour };
    let time = Time::new(hour as i8, minute as i8, second.min(59) as i8, 0).ok()?;
    (second <= 60).then_some((Clock { time, next_day, begun: begun || second == 60 }, rest))
}

/// Seconds east of UTC, and what stands behind.
fn zone(text: &str) -> Option<(Option<i32>, &str)> {
    if text.is_empty() {
        return Some((None, text));
    }
    for name in ["Z", "z", "UTC", "GMT"] {
        if let Some(rest) = text.strip_prefix(name) {
            return Some((Some(0), rest));
        }
    }
    let sign = match text.as_bytes()[0] {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (hours, rest) = number(&text[1..], 2)?;
    let rest = rest.strip_prefix(':').unwrap_or(rest);
    let (minutes, rest) = number(rest, 2).unwrap_or((0, rest));
    (hours <= 15 && minutes < 60).then(|| (Some(sign * (hours * 3600 + minutes * 60) as i32), rest))
}

/// A number of just so many digits, and what stands behind it.
fn number(text: &str, digits: usize) -> Option<(u32, &str)> {
    let figures = text.get(..digits)?;
    figures.bytes().all(|b| b.is_ascii_digit()).then_some(())?;
    Some((figures.parse().ok()?, &text[digits..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<(String, Option<i32>)> {
        read(text).map(|stamp| (stamp.local.to_string(), stamp.offset))
    }

    #[test]
    fn embargoes_end_late() {
        let shown = |text: &str| until(text).map(|stamp| stamp.local.to_string());
        for (text, local) in [
            ("2024-03-01T10:00:00Z", Some("2024-03-01T10:00:00")),
            ("2024-03-01T10:00:00.000Z", Some("2024-03-01T10:00:00")),
            ("2024-03-01T10:00:00.250Z", Some("2024-03-01T10:00:01")),
            ("2016-12-31T23:59:60Z", Some("2017-01-01T00:00:00")),
            ("20161231T235960Z", Some("2017-01-01T00:00:00")),
            ("2024-03-01", None),
            ("20240301", None),
            ("soon", None),
        ] {
            assert_eq!(shown(text).as_deref(), local, "{text}");
        }
    }

    #[test]
    fn forms() {
        for (text, local, offset) in [
            ("2024-03-01T14:05:09Z", "2024-03-01T14:05:09", Some(0)),
            ("2024-03-01T14:05:09.123+01:00", "2024-03-01T14:05:09", Some(3600)),
            ("20240301T140509+0100", "2024-03-01T14:05:09", Some(3600)),
            ("20240301T140509-0530", "2024-03-01T14:05:09", Some(-19800)),
            ("20240301T140509", "2024-03-01T14:05:09", None),
            ("2024-03-01 14:05", "2024-03-01T14:05:00", None),
            (" 2024-03-01 ", "2024-03-01T00:00:00", None),
            ("20240301", "2024-03-01T00:00:00", None),
            ("20240301T24:00:00Z", "2024-03-02T00:00:00", Some(0)),
            ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59", Some(0)),
        ] {
            assert_eq!(shown(text), Some((local.to_owned(), offset)), "{text}");
        }
        for text in [
            "",
            "2024",
            "2024-13-01",
            "2024-02-30T10:00:00",
            "tomorrow",
            "2024-03-01T25:00:00Z",
            "2024-03-01T10:00 at night",
        ] {
            assert_eq!(shown(text), None, "{text}");
        }
    }
}
