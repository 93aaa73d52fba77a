//! Whether a topic keeps old records as they are. Pure: the topic's settings come in as text.

use jiff::{SignedDuration, Timestamp};

use super::sample::Sample;

/// What of a topic's settings decides about old records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// Age at which a record goes; `None` keeps it.
    retention_ms: Option<i64>,
    /// Size of a partition at which its oldest records go.
    retention_bytes: Option<i64>,
    compacts: bool,
    /// Records get the broker's clock for a timestamp.
    restamps: bool,
    /// Older or younger records than these are refused.
    before_ms: i64,
    after_ms: i64,
}

impl Rules {
    /// From the settings by name; one that the broker does not tell is taken for its default.
    pub fn read<'a>(setting: impl Fn(&str) -> Option<&'a str>) -> Rules {
        let number = |name: &str| setting(name).and_then(|text| text.parse::<i64>().ok());
        let policy = setting("cleanup.policy").unwrap_or("delete");
        let deletes = policy.split(',').any(|word| word.trim() == "delete");
        let kept = |value: Option<i64>| value.filter(|value| deletes && *value >= 0);
        // Brokers before 3.6 have one limit for both directions.
        let both = number("message.timestamp.difference.max.ms");
        let limit = |name| number(name).or(both).unwrap_or(i64::MAX);
        Rules {
            retention_ms: kept(number("retention.ms")),
            retention_bytes: kept(number("retention.bytes")),
            compacts: policy.split(',').any(|word| word.trim() == "compact"),
            restamps: setting("message.timestamp.type") == Some("LogAppendTime"),
            before_ms: limit("message.timestamp.before.max.ms"),
            after_ms: limit("message.timestamp.after.max.ms"),
        }
    }

    /// What speaks against publishing the sampled stretch to topic `topic`, with up to `bytes` in each of its partitions:
    /// one sentence each, with the mend.
    pub fn objections(&self, topic: &str, sample: &Sample, bytes: u64, now: Timestamp) -> Vec<String> {
        let now_ms = now.as_millisecond();
        let mut objections = Vec::new();
        let age_ms = sample.oldest_ms.map_or(0, |oldest| now_ms.saturating_sub(oldest));
        let ahead_ms = sample.newest_ms.map_or(0, |newest| newest.saturating_sub(now_ms));
        let mut object = |wrong: bool, why: String, mend: &str| {
            if wrong {
                objections.push(format!("topic {topic} {why}; {mend}"));
            }
        };
        let kept = self.retention_ms.unwrap_or(i64::MAX);
        object(
            age_ms > kept,
            format!("keeps records for {}, and the oldest message is from {} ago", days(kept), days(age_ms)),
            "set its retention.ms to -1",
        );
        object(
            self.retention_bytes.is_some_and(|kept| bytes > kept.unsigned_abs()),
            format!(
                "keeps {} bytes in a partition, and up to some {bytes} come into one, before compression",
                self.retention_bytes.unwrap_or_default()
            ),
            "set its retention.bytes to -1",
        );
        object(
            self.compacts,
            "is compacted: of records with one key it keeps the newest only".into(),
            "set its cleanup.policy to delete",
        );
        object(
            self.restamps,
            "gives records the broker's clock for a timestamp".into(),
            "set its message.timestamp.type to CreateTime",
        );
        object(
            !self.restamps && age_ms > self.before_ms,
            format!(
                "refuses records older than {}, and the oldest message is from {} ago",
                days(self.before_ms),
                days(age_ms)
            ),
            "raise its message.timestamp.before.max.ms",
        );
        object(
            !self.restamps && ahead_ms > self.after_ms,
            format!(
                "refuses records more than {} ahead of its clock, and the newest message is {} ahead",
                days(self.after_ms),
                days(ahead_ms)
            ),
            "raise its message.timestamp.after.max.ms",
        );
        objections
    }
}

/// A span in its largest whole unit.
fn days(ms: i64) -> String {
    let span = SignedDuration::from_millis(ms);
    match (span.as_hours(), span.as_mins()) {
        (hours, _) if hours >= 48 => format!("{} days", hours / 24),
        (hours, _) if hours >= 2 => format!("{hours} hours"),
        (_, minutes) if minutes >= 2 => format!("{minutes} minutes"),
        _ => format!("{} s", span.as_secs()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400_000;

    fn objections(settings: &[(&str, &str)], age_days: i64, bytes: u64) -> Vec<String> {
        let rules =
            Rules::read(|name| settings.iter().find(|(key, _)| *key == name).map(|(_, value)| *value));
        let now = Timestamp::from_millisecond(1_000 * DAY).expect("in range");
        let at = Some((1_000 - age_days) * DAY);
        let sample = Sample { messages: 1, bytes: 1, oldest_ms: at, newest_ms: at };
        rules.objections("again", &sample, bytes, now)
    }

    #[test]
    fn a_topic_that_would_not_keep_the_records_is_told_of() {
        let week = [("retention.ms", "604800000"), ("cleanup.policy", "delete")];
        for (settings, age_days, bytes, want) in [
            (&[][..], 900, 1 << 40, None),
            (&week, 6, 0, None),
            (&week, 8, 0, Some("retention.ms")),
            (&[("retention.ms", "-1")], 900, 0, None),
            (&[("retention.ms", "604800000"), ("cleanup.policy", "compact")], 8, 0, Some("cleanup.policy")),
            (&[("cleanup.policy", "delete,compact")], 0, 0, Some("cleanup.policy")),
            (&[("retention.bytes", "1000")], 0, 999, None),
            (&[("retention.bytes", "1000")], 0, 1_001, Some("retention.bytes")),
            (&[("message.timestamp.type", "LogAppendTime")], 0, 0, Some("CreateTime")),
            (&[("message.timestamp.before.max.ms", "86400000")], 2, 0, Some("before.max.ms")),
            (&[("message.timestamp.after.max.ms", "3600000")], 0, 0, None),
            (&[("message.timestamp.after.max.ms", "3600000")], -1, 0, Some("after.max.ms")),
            (&[("message.timestamp.difference.max.ms", "3600000")], 1, 0, Some("before.max.ms")),
        ] {
            let got = objections(settings, age_days, bytes);
            match want {
                None => assert!(got.is_empty(), "{settings:?}: {got:?}"),
                Some(word) => {
                    assert_eq!(got.len(), 1, "{settings:?}: {got:?}");
                    assert!(got[0].contains(word) && got[0].contains("topic again"), "{got:?}");
                }
            }
        }
    }
}
