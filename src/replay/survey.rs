//! What a plan asks the cluster: the offsets of a stretch, the settings of a topic. Changes nothing (invariant 12).

use std::collections::BTreeMap;

use jiff::Timestamp;
use rdkafka::ClientConfig;
use rdkafka::admin::{AdminClient, AdminOptions, ResourceSpecifier};

use super::range::{Bound, Held, Range};
use super::target::Rules;
use crate::kafka::asker::{AskError, Asker, PATIENCE};
use crate::kafka::oauth::Asking;

/// Why the cluster gives no answer to plan on, in one sentence with the mend.
#[derive(Debug, thiserror::Error)]
pub enum SurveyError {
    #[error(transparent)]
    Ask(#[from] AskError),
    #[error("topic {topic} has {count} partitions: there is no partition {partition}")]
    NoPartition { topic: String, partition: i32, count: usize },
    #[error("the settings of topic {topic} cannot be read: {why}; grant DescribeConfigs on it")]
    NoSettings { topic: String, why: String },
    #[error(
        "no message of topic {topic} could be read in {secs} s: {why}; see its ACLs and the brokers, then plan again"
    )]
    NoSample { topic: String, secs: u64, why: String },
}

/// The stretch of each partition, in order of partition; `only` names some of them, or none for all.
pub fn ranges(
    asker: &Asker,
    topic: &str,
    only: &[i32],
    bounds: (Bound, Bound),
    now: Timestamp,
) -> Result<Vec<Range>, SurveyError> {
    let mut partitions = asker.partitions(topic, "name one with --topic")?;
    if let Some(&partition) = only.iter().find(|id| !partitions.contains(id)) {
        let count = partitions.len();
        return Err(SurveyError::NoPartition { topic: topic.to_owned(), partition, count });
    }
    partitions.retain(|id| only.is_empty() || only.contains(id));
    let times = |bound: Bound| match bound.instant_ms(now) {
        None => Ok(BTreeMap::new()),
        Some(ms) => asker.first_since(topic, partitions.iter().copied(), ms),
    };
    let (from_times, to_times) = (times(bounds.0)?, times(bounds.1)?);
    let range = |&partition: &i32| {
        let answer = |times: &BTreeMap<i32, Option<i64>>| times.get(&partition).copied().flatten();
        let held = asker.held(topic, partition)?;
        let held = Held { partition, earliest: held.start, end: held.end };
        Ok(Range::resolve(held, bounds.0, bounds.1, answer(&from_times), answer(&to_times)))
    };
    partitions.iter().map(range).collect()
}

/// The settings of a topic. `producer` holds a client's settings.
pub fn topic_rules(producer: &ClientConfig, topic: &str) -> Result<Rules, SurveyError> {
    let refused = |why: String| SurveyError::NoSettings { topic: topic.to_owned(), why };
    let mut settings = producer.clone();
    // Only asks: no transaction is ever begun (invariant 12).
    settings.remove("transactional.id").remove("transaction.timeout.ms");
    let admin: AdminClient<Asking> =
        settings.create_with_context(Asking).map_err(|error| refused(error.to_string()))?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| refused(error.to_string()))?;
    let asked = [ResourceSpecifier::Topic(topic)];
    let options = AdminOptions::new().request_timeout(Some(PATIENCE));
    let told = runtime
        .block_on(admin.describe_configs(&asked, &options))
        .map_err(|error| refused(error.to_string()))?;
    let resource = told.into_iter().next().ok_or_else(|| refused("no answer".into()))?;
    let resource = resource.map_err(|code| refused(code.to_string()))?;
    Ok(Rules::read(|name| resource.get(name)?.value.as_deref()))
}
