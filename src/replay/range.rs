//! What to read again: `--from` and `--to`, and the offsets they come to in one partition.

use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};

/// One end of the stretch, as an operator writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// `earliest`: the first message that the topic still holds.
    Earliest,
    /// `now`: the end of the topic at the time of planning.
    Now,
    /// `offset:1200`, in every partition planned.
    Offset(i64),
    /// `2024-03-01T00:00:00Z`: the first message at or after the instant.
    Time(Timestamp),
    /// `6h`, `30m`, `2d`: so long before the time of planning.
    Back(SignedDuration),
}

impl FromStr for Bound {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(offset) = text.strip_prefix("offset:") {
            return match offset.parse() {
                Ok(offset) if offset >= 0 => Ok(Bound::Offset(offset)),
                _ => Err(format!("{offset} is no offset: write a number from 0")),
            };
        }
        match text {
            "earliest" => Ok(Bound::Earliest),
            "now" => Ok(Bound::Now),
            _ => text.parse().map(Bound::Time).ok().or_else(|| back(text)).ok_or_else(|| {
                format!("{text} is no bound: write earliest, now, offset:N, a time with its zone such as 2024-03-01T00:00:00Z, or a duration back such as 6h")
            }),
        }
    }
}

/// A whole number of seconds, minutes, hours or days.
fn back(text: &str) -> Option<Bound> {
    const UNITS: [(char, i64); 4] = [('s', 1), ('m', 60), ('h', 3_600), ('d', 86_400)];
    let (unit, seconds) = UNITS.into_iter().find(|(unit, _)| text.ends_with(*unit))?;
    let count: i64 = text.strip_suffix(unit)?.parse().ok()?;
    (count > 0).then(|| count.checked_mul(seconds).map(SignedDuration::from_secs)).flatten().map(Bound::Back)
}

impl Bound {
    /// The instant to ask the cluster for, in milliseconds since the epoch; `None` when none is needed.
    pub fn instant_ms(self, now: Timestamp) -> Option<i64> {
        match self {
            Bound::Time(time) => Some(time.as_millisecond()),
            Bound::Back(back) => Some(now.checked_sub(back).unwrap_or(Timestamp::MIN).as_millisecond()),
            Bound::Earliest | Bound::Now | Bound::Offset(_) => None,
        }
    }
}

/// What a cluster says of one partition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    pub partition: i32,
    /// First offset still held.
    pub earliest: i64,
    /// Offset behind the last message that a `read_committed` reader can see.
    pub end: i64,
}

/// The stretch of one partition that a plan reads: `from` inclusive, `to` exclusive.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Range {
    pub partition: i32,
    pub from: i64,
    pub to: i64,
    /// Offsets that were asked for and that retention has removed already.
    pub gone: i64,
}

impl Range {
    /// Resolves both bounds. `from_time` and `to_time` are the cluster's answers for bounds in time: the
    /// first offset at or after the instant, `None` when there is no message so late.
    pub fn resolve(
        held: Held,
        from: Bound,
        to: Bound,
        from_time: Option<i64>,
        to_time: Option<i64>,
    ) -> Range {
        let at = |bound, answer: Option<i64>| match bound {
            Bound::Earliest => held.earliest,
            Bound::Now => held.end,
            Bound::Offset(offset) => offset,
            Bound::Time(_) | Bound::Back(_) => answer.unwrap_or(held.end),
        };
        let asked = at(from, from_time);
        let to = at(to, to_time).clamp(held.earliest, held.end);
        let from = asked.clamp(held.earliest, to);
        // A bound in time says nothing about what retention has removed; an offset does.
        Range { partition: held.partition, from, to, gone: (held.earliest - asked).max(0) }
    }

    /// Upper bound of the messages: offsets also count transaction markers and compacted gaps.
    pub fn offsets(&self) -> i64 {
        self.to - self.from
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds() {
        let time = |text: &str| Bound::Time(text.parse().unwrap());
        for (text, want) in [
            ("earliest", Bound::Earliest),
            ("now", Bound::Now),
            ("offset:0", Bound::Offset(0)),
            ("2024-03-01T00:00:00Z", time("2024-03-01T00:00:00Z")),
            ("2024-03-01T01:00:00+01:00", time("2024-03-01T00:00:00Z")),
            ("90m", Bound::Back(SignedDuration::from_mins(90))),
            ("2d", Bound::Back(SignedDuration::from_hours(48))),
        ] {
            assert_eq!(text.parse(), Ok(want), "{text}");
        }
        // A time without a zone is no instant.
        for text in [
            "",
            "offset:-1",
            "offset:x",
            "2024-03-01",
            "2024-03-01T00:00:00",
            "0h",
            "-3h",
            "h",
            "99999999999999999d",
        ] {
            assert!(text.parse::<Bound>().is_err(), "{text}");
        }
    }

    #[test]
    fn ranges_stay_within_what_is_held() {
        let held = Held { partition: 3, earliest: 100, end: 200 };
        let time = Bound::Time(Timestamp::UNIX_EPOCH);
        for (from, to, from_time, to_time, want) in [
            (Bound::Earliest, Bound::Now, None, None, (100, 200, 0)),
            (Bound::Offset(40), Bound::Offset(150), None, None, (100, 150, 60)),
            (Bound::Offset(150), Bound::Offset(900), None, None, (150, 200, 0)),
            (Bound::Offset(180), Bound::Offset(120), None, None, (120, 120, 0)),
            (time, Bound::Now, Some(130), None, (130, 200, 0)),
            // Nothing so late: nothing to read.
            (time, Bound::Now, None, None, (200, 200, 0)),
            (Bound::Earliest, time, None, Some(170), (100, 170, 0)),
        ] {
            let got = Range::resolve(held, from, to, from_time, to_time);
            assert_eq!((got.from, got.to, got.gone), want, "{from:?} {to:?}");
            assert!(got.offsets() >= 0);
        }
    }
}
