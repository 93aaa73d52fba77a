//! Makes a plan, or says why there must be none. Touches nothing (invariant 12).

use jiff::Timestamp;

use super::plan::{Plan, Rules, Target};
use super::range::{Bound, Range};
use super::sample::sample;
use super::survey::{SurveyError, ranges, topic_rules};
use crate::config::Config;
use crate::desk::Choice;
use crate::kafka::asker::{AskError, Asker};
use crate::kafka::client::Clients;

/// What to plan.
#[derive(Debug, Clone)]
pub struct Wanted {
    pub topic: String,
    /// Partitions to read; empty: all.
    pub partitions: Vec<i32>,
    pub from: Bound,
    pub to: Bound,
    pub choice: Choice,
    pub into: String,
    /// Default: `into` and `.dlq`.
    pub dead_letters: Option<String>,
    /// `into` may be the live record topic.
    pub in_place: bool,
    /// The targets may drop or restamp old records.
    pub allow_expiry: bool,
    /// Retention may have removed messages that were asked for.
    pub allow_gap: bool,
}

/// Why there is no plan, in one sentence with the mend.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    #[error(transparent)]
    Survey(#[from] SurveyError),
    #[error("{0}")]
    Refused(String),
}

impl From<AskError> for DraftError {
    fn from(error: AskError) -> Self {
        DraftError::Survey(error.into())
    }
}

/// Group of the client that asks; nothing is committed in it.
const GROUP: &str = "copydesk-replay-plan";

/// Asks the cluster and makes a plan. `config` is the live stage's, `clients` are its clients' settings, `rules` those of
/// its desk.
pub fn draft(
    config: &Config,
    clients: &Clients,
    wanted: &Wanted,
    rules: Rules,
    now: Timestamp,
) -> Result<Plan, DraftError> {
    let dead_letters = wanted.dead_letters.clone().unwrap_or_else(|| format!("{}.dlq", wanted.into));
    let topics = Topics {
        source: &wanted.topic,
        into: &wanted.into,
        dead_letters: &dead_letters,
        in_place: wanted.in_place,
        letters_named: wanted.dead_letters.is_some(),
    };
    if let Some(why) = topics.clash(config) {
        return Err(DraftError::Refused(why));
    }
    let asker = Asker::open(&clients.consumer, GROUP)?;
    let ranges = ranges(&asker, &wanted.topic, &wanted.partitions, (wanted.from, wanted.to), now)?;
    let gone: i64 = ranges.iter().map(|range| range.gone).sum();
    if gone > 0 && !wanted.allow_gap {
        return Err(DraftError::Refused(format!(
            "{gone} of the offsets asked for are gone, retention has removed them from {}; begin later, or plan \
             without them by --allow-gap",
            wanted.topic
        )));
    }
    let target = |topic: &str, mend| -> Result<Target, DraftError> {
        let held = asker.all_held(topic, mend)?;
        Ok(Target { topic: topic.to_owned(), ends: held.into_values().map(|held| held.end).collect() })
    };
    let into = target(
        &wanted.into,
        "create it, with the partitions of the live record topic and retention.ms = -1",
    )?;
    let dead_letters = target(&dead_letters, "create it, or name another topic with --dead-letters")?;
    let sample = sample(&asker, &wanted.topic, &ranges)?;
    if !wanted.allow_expiry {
        let bytes = in_a_partition(&ranges, into.ends.len()) * record_bytes(sample.mean_bytes());
        let objections = |topic: &str, bytes| -> Result<Vec<String>, DraftError> {
            Ok(topic_rules(&clients.producer, topic)?.objections(topic, &sample, bytes, now))
        };
        // Few messages become dead letters: the size of their topic is no concern.
        let mut all = objections(&into.topic, bytes)?;
        all.extend(objections(&dead_letters.topic, 0)?);
        if !all.is_empty() {
            return Err(DraftError::Refused(format!("{}; or plan it so by --allow-expiry", all.join("; "))));
        }
    }
    let plan = Plan {
        version: 0,
        id: String::new(),
        group_id: String::new(),
        created: now,
        cluster: asker.cluster(),
        topic: wanted.topic.clone(),
        ranges,
        choice: wanted.choice.clone(),
        into,
        dead_letters,
        in_place: wanted.in_place,
        rules,
        sample,
    };
    Ok(plan.sealed())
}

/// The topics of a replay, by name.
pub struct Topics<'a> {
    pub source: &'a str,
    pub into: &'a str,
    pub dead_letters: &'a str,
    /// `into` may be the live record topic.
    pub in_place: bool,
    /// `dead_letters` is what the operator named, and may be the live one.
    pub letters_named: bool,
}

impl Topics<'_> {
    /// Why they must not be these; asked again when the plan is run, for the configuration may be another then.
    pub fn clash(&self, config: &Config) -> Option<String> {
        let Topics { source, into, dead_letters, in_place, letters_named } = *self;
        let kafka = &config.kafka;
        let read = |name: &str| source == name || kafka.source_topics.iter().any(|live| live == name);
        let live_letters = |name: &str| match &kafka.dead_letter_topic {
            Some(live) => live == name,
            None => kafka.source_topics.iter().any(|source| name.strip_suffix(".dlq") == Some(source)),
        };
        if let Some(name) = [into, dead_letters].into_iter().find(|name| read(name)) {
            return Some(format!(
                "{name} is read by the stage: what is published there would be read as a dispatch; publish into another topic"
            ));
        }
        // Invariant 13: unless told, never the live topic.
        if into == kafka.record_topic && !in_place {
            return Some(format!(
                "{into} is the topic that the live stage publishes to; name another with --into, or mean it by --in-place"
            ));
        }
        if into == dead_letters {
            return Some(format!(
                "{into} cannot take records and dead letters; name another topic with --dead-letters"
            ));
        }
        if live_letters(into) {
            return Some(format!("{into} is the live stage's dead-letter topic; publish into another topic"));
        }
        if !letters_named && live_letters(dead_letters) {
            return Some(format!(
                "{dead_letters} is the live stage's dead-letter topic; name another with --dead-letters, or this one to mean it"
            ));
        }
        None
    }
}

/// Messages that come into one partition of the target: as many as the largest range has, where keys go to the same
/// number there, and no fewer than all divided by its partitions.
fn in_a_partition(ranges: &[Range], partitions: usize) -> u64 {
    let offsets = || ranges.iter().map(|range| range.offsets().unsigned_abs());
    let share = offsets().sum::<u64>().div_ceil(partitions.max(1) as u64);
    offsets().max().unwrap_or(0).max(share)
}

/// What the record of a message of so many bytes may have, before compression. Measured by `copydesk enrich` over
/// config/samples: 6.0 bytes for each byte of copy and 1.3 kB (64 dispatches); its headers come to that.
fn record_bytes(message: u64) -> u64 {
    6 * message + 1_500
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn live_topics_are_left_alone_unless_told() {
        let config = Config::default();
        for (source, into, in_place, dead_letters, letters_named, want) in [
            ("wire.raw", "again", false, "again.dlq", false, None),
            ("wire.raw", "wire.enriched", false, "again.dlq", false, Some("--in-place")),
            ("wire.raw", "wire.enriched", true, "again.dlq", false, None),
            ("wire.raw", "wire.raw", true, "again.dlq", false, Some("read by the stage")),
            ("old.raw", "old.raw", true, "again.dlq", false, Some("read by the stage")),
            ("old.raw", "again", false, "wire.raw", true, Some("read by the stage")),
            ("wire.raw", "again", false, "again", true, Some("cannot take")),
            ("wire.raw", "wire.raw.dlq", false, "again.dlq", false, Some("dead-letter topic")),
            ("wire.raw", "again", false, "wire.raw.dlq", false, Some("to mean it")),
            ("wire.raw", "again", false, "wire.raw.dlq", true, None),
        ] {
            let got = Topics { source, into, dead_letters, in_place, letters_named }.clash(&config);
            let fits = match (&got, want) {
                (None, None) => true,
                (Some(got), Some(word)) => got.contains(word),
                _ => false,
            };
            assert!(fits, "{source} {into} {in_place} {dead_letters} {letters_named}: {got:?}");
        }
    }
    #[test]
    fn a_target_is_judged_by_what_comes_into_one_of_its_partitions() {
        let range = |to| Range { partition: 0, from: 0, to, gone: 0 };
        let nine: Vec<Range> = (0..9).map(|_| range(100)).collect();
        for (ranges, partitions, want) in [
            (&nine[..], 9, 100),
            (&nine, 1, 900),
            (&nine, 18, 100),
            (&[range(1_000), range(0)], 2, 1_000),
            (&[range(10), range(5)], 2, 10),
            (&[], 3, 0),
        ] {
            assert_eq!(in_a_partition(ranges, partitions), want, "{ranges:?} into {partitions}");
        }
    }
}
