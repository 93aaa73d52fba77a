//! Time zones that embargo notes name.
//!
//! Invariant 9: where an abbreviation means several zones it is not read, or read as the latest of them.

use jiff::civil::DateTime;

/// A zone as a note names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Zone {
    /// Minutes east of UTC.
    Fixed(i32),
    /// Standard time in North America, in minutes east of UTC; daylight time is an hour more.
    American(i32),
}

/// As the wires name them, folded, without periods. `EST`, `IST`, `CST` mean several zones and are not read.
#[rustfmt::skip]
const ZONES: &[(&str, i32)] = &[
    ("gmt", 0), ("utc", 0), ("ut", 0), ("tu", 0), ("z", 0), // AFP's French copy has TU
    ("cet", 60), ("mez", 60), ("hec", 60), ("cest", 120), ("mesz", 120), // dpa, APA
    ("bst", 60), ("edt", -240), ("pdt", -420), ("jst", 540), ("kst", 540), ("hkt", 480), ("sgt", 480),
    ("aest", 600), ("aedt", 660), ("nzst", 720), ("nzdt", 780), ("sast", 120), ("msk", 180),
];

/// Zones of North America, where a time stands before them (AP, CP): `2 p.m. ET`.
const AMERICAN: &[(&str, i32)] = &[
    ("et", -300),
    ("eastern", -300),
    ("ct", -360),
    ("central", -360),
    ("mt", -420),
    ("mountain", -420),
    ("pt", -480),
    ("pacific", -480),
];

/// The zone that `word`, in lower case, names wherever it stands.
pub(super) fn named(word: &str) -> Option<Zone> {
    ZONES.iter().find(|(name, _)| *name == word).map(|(_, minutes)| Zone::Fixed(*minutes))
}

/// The zone that `word`, in lower case, names behind a time of day.
pub(super) fn beside_time(word: &str) -> Option<Zone> {
    let word = word.trim_end_matches(['.', ':', '-']).replace('.', "");
    AMERICAN.iter().find(|(name, _)| *name == word).map(|(_, minutes)| Zone::American(*minutes))
}

/// Minutes from UTC at `local`. On the days on which North America's clocks change it is the standard time: the
/// later instant.
pub(super) fn minutes(zone: Zone, local: DateTime) -> i32 {
    match zone {
        Zone::Fixed(minutes) => minutes,
        Zone::American(standard) => {
            // Second Sunday of March to first Sunday of November, since 2007.
            let sunday = |month, nth| {
                let first = jiff::civil::Date::new(local.year(), month, 1).ok()?;
                first.nth_weekday_of_month(nth, jiff::civil::Weekday::Sunday).ok()
            };
            let daylight = matches!((sunday(3, 2), sunday(11, 1)), (Some(from), Some(to))
                if local.year() >= 2007 && local.date() > from && local.date() < to);
            if daylight { standard + 60 } else { standard }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn american_clocks_change() {
        let eastern = beside_time("e.t.").expect("a zone");
        for (local, hours) in [
            ("2026-05-06T14:00", -4),
            ("2026-01-06T14:00", -5),
            ("2026-03-08T14:00", -5),
            ("2026-03-09T00:00", -4),
            ("2026-11-01T01:00", -5),
        ] {
            assert_eq!(minutes(eastern, local.parse().expect("a time")), hours * 60, "{local}");
        }
        assert_eq!((named("et"), named("est"), beside_time("est")), (None, None, None));
    }
}
