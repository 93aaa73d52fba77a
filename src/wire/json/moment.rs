//! Times as JSON has them: ISO 8601 in many spellings, numbers of seconds or milliseconds, the dates of e-mail.

use jiff::Timestamp;
use jiff::tz::Offset;

use super::value::Value;
use crate::dispatch::Stamp;
use crate::wire::times;

/// Seconds since 1970 between which a number is a time: 1990 to 2100.
const SECONDS: std::ops::Range<i64> = 631_152_000..4_102_444_800;

const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads a time; one that does not state its zone stays without.
pub(super) fn read(value: &Value<'_>) -> Option<Stamp> {
    let text = value.text()?;
    // `2024-03-01T14:05:00+01:00[Europe/Berlin]`, as Java writes it.
    let plain = text.split_once('[').map_or(text, |(plain, _)| plain);
    times::read(plain).or_else(|| epoch(text, false)).or_else(|| mail(text))
}

/// Reads when an embargo ends, as [`times::until`] does.
pub(super) fn until(text: &str) -> Option<Stamp> {
    let plain = text.split_once('[').map_or(text, |(plain, _)| plain);
    times::until(plain).or_else(|| epoch(text, true)).or_else(|| mail(text))
}

/// Seconds or milliseconds since 1970. Eight figures are a day, and read as such before.
/// `late`: a part of a second is a whole one.
fn epoch(text: &str, late: bool) -> Option<Stamp> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let number: i64 = whole.parse().ok()?;
    let seconds = [number, number / 1000].into_iter().find(|seconds| SECONDS.contains(seconds))?;
    let begun = part.bytes().any(|figure| figure != b'0') || (number != seconds && number % 1000 != 0);
    let seconds = seconds + i64::from(late && begun);
    let local = Offset::UTC.to_datetime(Timestamp::from_second(seconds).ok()?);
    Some(Stamp { local, offset: Some(0) })
}

/// `Wed, 10 Dec 2020 16:13:39 GMT` (RFC 5322)
fn mail(text: &str) -> Option<Stamp> {
    let text = text.split_once(',').map_or(text, |(_, rest)| rest);
    let mut words = text.split_whitespace();
    let day: u8 = words.next()?.parse().ok()?;
    let month = words.next()?.get(..3)?.to_ascii_lowercase();
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    let year: u16 = words.next()?.parse().ok().filter(|year| (1900..2200).contains(year))?;
    let (clock, zone) = (words.next()?, words.next().unwrap_or_default());
    times::read(&format!("{year:04}-{month:02}-{day:02}T{clock}{zone}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<(String, Option<i32>)> {
        read(&Value::String(text.into())).map(|stamp| (stamp.local.to_string(), stamp.offset))
    }

    #[test]
    fn embargoes_end_late() {
        for (text, local) in [
            ("1709301909", "2024-03-01T14:05:09"),
            ("1709301909.0", "2024-03-01T14:05:09"),
            ("1709301909.5", "2024-03-01T14:05:10"),
            ("1709301909000", "2024-03-01T14:05:09"),
            ("1709301909001", "2024-03-01T14:05:10"),
        ] {
            assert_eq!(until(text).unwrap().local.to_string(), local, "{text}");
        }
    }

    #[test]
    fn spellings() {
        for (text, local, offset) in [
            ("2024-03-01T14:05:09.000Z", "2024-03-01T14:05:09", Some(0)),
            ("2024-03-01T14:05:09+02:00", "2024-03-01T14:05:09", Some(7200)),
            ("2024-03-01T14:05:09+0000", "2024-03-01T14:05:09", Some(0)),
            ("20240301T14:05:09+02:00", "2024-03-01T14:05:09", Some(7200)),
            ("2024-03-01T14:05:09", "2024-03-01T14:05:09", None),
            ("2024-03-01T14:05:09+01:00[Europe/Berlin]", "2024-03-01T14:05:09", Some(3600)),
            ("1709301909", "2024-03-01T14:05:09", Some(0)),
            ("1709301909123", "2024-03-01T14:05:09", Some(0)),
            ("Fri, 1 Mar 2024 14:05:09 GMT", "2024-03-01T14:05:09", Some(0)),
            ("01 Mar 2024 14:05:09 +0100", "2024-03-01T14:05:09", Some(3600)),
        ] {
            assert_eq!(shown(text), Some((local.to_owned(), offset)), "{text}");
        }
        for text in ["", "soon", "42", "Fri, 31 Feb 2024 14:05:09 GMT", "99999999999999999999"] {
            assert_eq!(shown(text), None, "{text}");
        }
    }
}
