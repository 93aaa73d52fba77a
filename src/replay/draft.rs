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
    if let Some(why) = clash(config, wanted, &dead_letters) {
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
    let sample = sample(asker.client(), &wanted.topic, &ranges).map_err(|error| asker.unreachable(error))?;
    if !wanted.allow_expiry {
        let bytes = largest(&ranges) * sample.mean_bytes();
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

/// Why the topics must not be these; asked again when the plan is run, for the configuration may be another then.
fn clash(config: &Config, wanted: &Wanted, dead_letters: &str) -> Option<String> {
    let told = wanted.dead_letters.is_some();
    topics_clash(config, &wanted.topic, &wanted.into, wanted.in_place, dead_letters, told)
}

/// The names alone. `told` is whether the dead-letter topic was named by the operator.
pub fn topics_clash(
    config: &Config,
    topic: &str,
    into: &str,
    in_place: bool,
    dead_letters: &str,
    told: bool,
) -> Option<String> {
    let kafka = &config.kafka;
    let read = |name: &str| topic == name || kafka.source_topics.iter().any(|source| source == name);
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
    if !told && live_letters(dead_letters) {
        return Some(format!(
            "{dead_letters} is the live stage's dead-letter topic; name another with --dead-letters, or this one to mean it"
        ));
    }
    None
}

/// Offsets of the largest range.
fn largest(ranges: &[Range]) -> u64 {
    ranges.iter().map(|range| range.offsets().unsigned_abs()).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn live_topics_are_left_alone_unless_told() {
        let config = Config::default();
        for (topic, into, in_place, dead_letters, told, want) in [
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
            let got = topics_clash(&config, topic, into, in_place, dead_letters, told);
            let fits = match (&got, want) {
                (None, None) => true,
                (Some(got), Some(word)) => got.contains(word),
                _ => false,
            };
            assert!(fits, "{topic} {into} {in_place} {dead_letters} {told}: {got:?}");
        }
    }
}
