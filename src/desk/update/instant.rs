//! The instant that an embargo note names.
//!
//! Invariant 9: every figure of the note must be understood, or it names none. A wrong reading would release the
//! copy early; none holds it back.

use crate::desk::Sent;
use crate::desk::dateline::month;

/// Zones that embargo notes name, as minutes from UTC. `EST`, `IST` and the like mean several zones and are
/// not read.
const ZONES: &[(&str, i32)] = &[
    ("gmt", 0),
    ("utc", 0),
    ("z", 0),
    ("cet", 60),
    ("cest", 120),
    ("bst", 60),
    ("edt", -240),
    ("pdt", -420),
    ("jst", 540),
    ("aest", 600),
];

/// The instant up to which `raw` embargoes, in RFC 3339. Needs a day, a time and a zone; a year that is left
/// out is the first that does not lie before the dispatch.
pub(super) fn named(raw: &str, sent: Sent) -> Option<String> {
    let mut time: Option<(i8, i8)> = None;
    let mut zone: Option<i32> = None;
    let (mut day, mut mon, mut year): (Option<i8>, Option<i8>, Option<i16>) = (None, None, None);
    let tokens: Vec<&str> = raw
        .split([' ', ',', '(', ')', '[', ']', ';', '*', '!', '\n', '\t'])
        .filter(|t| !t.is_empty())
        .collect();
    for (at, token) in tokens.iter().enumerate() {
        if let Ok(stamp) = token.trim_end_matches('.').parse::<jiff::Timestamp>() {
            return Some(stamp.to_string());
        }
        let bare = token.trim_end_matches(['.', ':', '-']);
        let lower = bare.to_lowercase();
        let (clock, glued) = match ZONES.iter().find(|(z, _)| {
            lower.len() > z.len() && lower.ends_with(z) && lower.as_bytes()[0].is_ascii_digit()
        }) {
            Some((z, offset)) => (&lower[..lower.len() - z.len()], Some(*offset)),
            None => (lower.as_str(), None),
        };
        let next = tokens.get(at + 1).map(|t| t.to_lowercase());
        let half = match next.as_deref().map(|n| n.replace('.', "")) {
            Some(n) if n == "am" => Some(0),
            Some(n) if n == "pm" => Some(12),
            _ => None,
        };
        let zoned = glued.is_some()
            || next.as_deref().is_some_and(|n| {
                ZONES.iter().any(|(z, _)| *z == n.trim_end_matches('.'))
                    || n == "uhr"
                    || n == "hours"
                    || n == "hrs"
            });
        if let Some((_, offset)) = ZONES.iter().find(|(z, _)| *z == lower) {
            zone = Some(*offset);
        } else if let Some(read) = read_clock(clock, half, zoned) {
            if time.replace(read).is_some() {
                // Two times: which of them holds cannot be said.
                return None;
            }
            zone = glued.or(zone);
        } else if let Some(found) = month(bare).filter(|_| bare.len() >= 3) {
            if mon.replace(i8::try_from(found).ok()?).is_some() {
                return None;
            }
        } else if let Ok(number) = bare.trim_end_matches(|c: char| c.is_alphabetic()).parse::<i16>() {
            match number {
                1..=31 if day.is_none() => day = i8::try_from(number).ok(),
                1990..=2100 if year.is_none() => year = Some(number),
                _ => return None,
            }
        } else if let Ok(date) = bare.parse::<jiff::civil::Date>() {
            (day, mon, year) = (Some(date.day()), Some(date.month()), Some(date.year()));
        }
    }
    let ((hour, minute), offset, day, mon) = (time?, zone?, day?, mon?);
    let at = |year: i16| {
        let civil = jiff::civil::DateTime::new(year, mon, day, hour, minute, 0, 0).ok()?;
        jiff::tz::Offset::from_seconds(offset * 60).ok()?.to_timestamp(civil).ok()
    };
    let until = match year {
        Some(year) => at(year)?,
        None => {
            let sent = jiff::Timestamp::from_millisecond(sent.timestamp_ms?).ok()?;
            let this = jiff::tz::Offset::UTC.to_datetime(sent).year();
            at(this).filter(|t| *t >= sent).or_else(|| at(this + 1))?
        }
    };
    Some(until.to_string())
}

/// `10:00`, `10.30`, `0001` (where a zone follows), `10` (where `pm` does).
fn read_clock(clock: &str, half: Option<i8>, zoned: bool) -> Option<(i8, i8)> {
    let (hour, minute) = match clock.split_once([':', '.']) {
        Some((hour, minute)) if minute.len() == 2 => (hour.parse().ok()?, minute.parse().ok()?),
        Some(_) => return None,
        None if clock.len() == 4 && zoned => (clock.get(..2)?.parse().ok()?, clock.get(2..)?.parse().ok()?),
        None if half.is_some() => (clock.parse().ok()?, 0),
        None => return None,
    };
    let hour: i8 = match half {
        Some(add) => hour % 12 + add,
        None => hour,
    };
    let minute: i8 = minute;
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some((hour, minute))
}
