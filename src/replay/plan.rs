//! Asks the cluster which offsets a replay would read.

use std::time::Duration;

use jiff::Timestamp;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::KafkaError;
use rdkafka::{ClientConfig, Offset, TopicPartitionList};

use crate::kafka::oauth::Asking;

use super::range::{Bound, Held, Range};

/// What to plan.
#[derive(Debug, Clone)]
pub struct Wanted {
    pub topic: String,
    /// Partitions to read; empty: all.
    pub partitions: Vec<i32>,
    pub from: Bound,
    pub to: Bound,
}

/// Why the cluster gave no plan, in one sentence with the mend.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    #[error("the cluster at {brokers} does not answer: {source}; see kafka.bootstrap_servers")]
    Unreachable { brokers: String, source: KafkaError },
    #[error("topic {0} does not exist; name one with --topic")]
    NoTopic(String),
    #[error("topic {topic} has {count} partitions: there is no partition {partition}")]
    NoPartition { topic: String, partition: i32, count: usize },
}

/// Each question's time limit; a plan asks two or three questions and one for each partition.
const PATIENCE: Duration = Duration::from_secs(15);

/// The stretch of each partition, in order of partition. `consumer` holds the client's settings; its group
/// is never joined and its offsets never read.
pub fn plan(consumer: &ClientConfig, wanted: &Wanted, now: Timestamp) -> Result<Vec<Range>, PlanError> {
    let mut settings = consumer.clone();
    // The API wants a group id; never the live one (invariant 13). Only questions follow (invariant 12).
    settings.set("group.id", "copydesk-replay-plan").set("statistics.interval.ms", "0");
    let brokers = settings.get("bootstrap.servers").unwrap_or_default().to_owned();
    let unreachable = |source| PlanError::Unreachable { brokers: brokers.clone(), source };
    let client: BaseConsumer<Asking> = settings.create_with_context(Asking).map_err(unreachable)?;

    let metadata = client.fetch_metadata(Some(&wanted.topic), PATIENCE).map_err(unreachable)?;
    let known =
        metadata.topics().iter().find(|topic| topic.name() == wanted.topic && topic.error().is_none());
    let mut partitions: Vec<i32> = known.iter().flat_map(|t| t.partitions()).map(|p| p.id()).collect();
    partitions.sort_unstable();
    if partitions.is_empty() {
        return Err(PlanError::NoTopic(wanted.topic.clone()));
    }
    if !wanted.partitions.is_empty() {
        if let Some(&partition) = wanted.partitions.iter().find(|id| !partitions.contains(id)) {
            return Err(PlanError::NoPartition {
                topic: wanted.topic.clone(),
                partition,
                count: partitions.len(),
            });
        }
        partitions.retain(|id| wanted.partitions.contains(id));
    }

    let times = |bound: Bound| -> Result<Option<TopicPartitionList>, KafkaError> {
        let Some(ms) = bound.instant_ms(now) else { return Ok(None) };
        let mut asked = TopicPartitionList::new();
        for &partition in &partitions {
            asked.add_partition_offset(&wanted.topic, partition, Offset::Offset(ms.max(0)))?;
        }
        client.offsets_for_times(asked, PATIENCE).map(Some)
    };
    let from_times = times(wanted.from).map_err(unreachable)?;
    let to_times = times(wanted.to).map_err(unreachable)?;
    // `Offset::End` is the answer for "no message so late".
    let answer = |times: &Option<TopicPartitionList>, partition| match times
        .as_ref()?
        .find_partition(&wanted.topic, partition)?
        .offset()
    {
        Offset::Offset(offset) => Some(offset),
        _ => None,
    };
    partitions
        .iter()
        .map(|&partition| {
            // The settings say read_committed, so the end is the last stable offset.
            let (earliest, end) =
                client.fetch_watermarks(&wanted.topic, partition, PATIENCE).map_err(unreachable)?;
            let held = Held { partition, earliest, end };
            let (from, to) = (answer(&from_times, partition), answer(&to_times, partition));
            Ok(Range::resolve(held, wanted.from, wanted.to, from, to))
        })
        .collect()
}
