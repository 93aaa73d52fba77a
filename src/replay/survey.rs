//! Asks the cluster what it holds, without joining a group and without changing anything (invariants 12 and 13).

use std::time::Duration;

use jiff::Timestamp;
use rdkafka::admin::{AdminClient, AdminOptions, ResourceSpecifier};
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::KafkaError;
use rdkafka::{ClientConfig, Offset, TopicPartitionList};

use super::range::{Bound, Held, Range};
use super::target::Rules;
use crate::kafka::oauth::Asking;

/// Why the cluster gives no answer to plan on, in one sentence with the mend.
#[derive(Debug, thiserror::Error)]
pub enum SurveyError {
    #[error("the cluster at {brokers} does not answer: {source}; see kafka.bootstrap_servers")]
    Unreachable { brokers: String, source: KafkaError },
    #[error("topic {topic} does not exist; {mend}")]
    NoTopic { topic: String, mend: &'static str },
    #[error("topic {topic} has {count} partitions: there is no partition {partition}")]
    NoPartition { topic: String, partition: i32, count: usize },
    #[error("the settings of topic {topic} cannot be read: {why}; grant DescribeConfigs on it")]
    NoSettings { topic: String, why: String },
}

/// Each question's time limit; a plan asks some questions for each partition.
const PATIENCE: Duration = Duration::from_secs(15);

/// A client that only asks.
pub struct Survey {
    client: BaseConsumer<Asking>,
    brokers: String,
}

impl Survey {
    /// `consumer` holds the client's settings; `group` is the one whose offsets may be asked for, never joined.
    pub fn open(consumer: &ClientConfig, group: &str) -> Result<Survey, SurveyError> {
        let mut settings = consumer.clone();
        settings
            .set("group.id", group)
            .set("statistics.interval.ms", "0")
            .set("enable.partition.eof", "true");
        // No member of a group, so no name in it. A follower may stand behind the leader: its end would pass for the
        // partition's.
        settings.remove("group.instance.id").remove("client.rack");
        let brokers = settings.get("bootstrap.servers").unwrap_or_default().to_owned();
        match settings.create_with_context(Asking) {
            Ok(client) => {
                let survey = Survey { client, brokers };
                survey.serve();
                Ok(survey)
            }
            Err(source) => Err(SurveyError::Unreachable { brokers, source }),
        }
    }

    /// Serves the client's events: without it a login by token has no token, and later no new one.
    pub fn serve(&self) {
        while self.client.poll(Duration::ZERO).is_some() {}
    }

    /// The client itself, for those who read messages.
    pub fn client(&self) -> &BaseConsumer<Asking> {
        &self.client
    }

    pub fn unreachable(&self, source: KafkaError) -> SurveyError {
        SurveyError::Unreachable { brokers: self.brokers.clone(), source }
    }

    /// The cluster's id, where it has one.
    pub fn cluster(&self) -> Option<String> {
        self.client.client().fetch_cluster_id(PATIENCE)
    }

    /// The partitions of a topic, in order; `mend` ends the sentence that says that there is none.
    pub fn partitions(&self, topic: &str, mend: &'static str) -> Result<Vec<i32>, SurveyError> {
        let metadata =
            self.client.fetch_metadata(Some(topic), PATIENCE).map_err(|source| self.unreachable(source))?;
        let known = metadata.topics().iter().find(|known| known.name() == topic && known.error().is_none());
        let mut partitions: Vec<i32> = known.iter().flat_map(|t| t.partitions()).map(|p| p.id()).collect();
        partitions.sort_unstable();
        match partitions.is_empty() {
            true => Err(SurveyError::NoTopic { topic: topic.to_owned(), mend }),
            false => Ok(partitions),
        }
    }

    /// First offset of a partition, and the one behind the last message that a `read_committed` reader can see.
    pub fn held(&self, topic: &str, partition: i32) -> Result<Held, SurveyError> {
        let (earliest, end) = self
            .client
            .fetch_watermarks(topic, partition, PATIENCE)
            .map_err(|source| self.unreachable(source))?;
        Ok(Held { partition, earliest, end })
    }

    /// The end of each partition of a topic.
    pub fn ends(&self, topic: &str, mend: &'static str) -> Result<Vec<i64>, SurveyError> {
        let partitions = self.partitions(topic, mend)?;
        partitions.into_iter().map(|partition| Ok(self.held(topic, partition)?.end)).collect()
    }

    /// The stretch of each partition, in order of partition; `only` names some of them, or none for all.
    pub fn ranges(
        &self,
        topic: &str,
        only: &[i32],
        bounds: (Bound, Bound),
        now: Timestamp,
    ) -> Result<Vec<Range>, SurveyError> {
        let mut partitions = self.partitions(topic, "name one with --topic")?;
        if let Some(&partition) = only.iter().find(|id| !partitions.contains(id)) {
            return Err(SurveyError::NoPartition {
                topic: topic.to_owned(),
                partition,
                count: partitions.len(),
            });
        }
        partitions.retain(|id| only.is_empty() || only.contains(id));
        let times = |bound: Bound| -> Result<Option<TopicPartitionList>, KafkaError> {
            let Some(ms) = bound.instant_ms(now) else { return Ok(None) };
            let mut asked = TopicPartitionList::new();
            for &partition in &partitions {
                asked.add_partition_offset(topic, partition, Offset::Offset(ms.max(0)))?;
            }
            self.client.offsets_for_times(asked, PATIENCE).map(Some)
        };
        let from_times = times(bounds.0).map_err(|source| self.unreachable(source))?;
        let to_times = times(bounds.1).map_err(|source| self.unreachable(source))?;
        // `Offset::End` is the answer for "no message so late".
        let answer = |times: &Option<TopicPartitionList>, partition| match times
            .as_ref()?
            .find_partition(topic, partition)?
            .offset()
        {
            Offset::Offset(offset) => Some(offset),
            _ => None,
        };
        let range = |&partition: &i32| {
            let (from, to) = (answer(&from_times, partition), answer(&to_times, partition));
            Ok(Range::resolve(self.held(topic, partition)?, bounds.0, bounds.1, from, to))
        };
        partitions.iter().map(range).collect()
    }

    /// What the group of this survey has committed in these partitions; `None` where it has nothing. A client that
    /// reads committed messages only is told once no transaction is open there.
    pub fn committed(
        &self,
        topic: &str,
        partitions: impl IntoIterator<Item = i32>,
    ) -> Result<Vec<(i32, Option<i64>)>, KafkaError> {
        let mut asked = TopicPartitionList::new();
        for partition in partitions {
            asked.add_partition(topic, partition);
        }
        let told = self.client.committed_offsets(asked, PATIENCE)?;
        let elements = told.elements();
        let offset = |element: &rdkafka::topic_partition_list::TopicPartitionListElem<'_>| {
            element.error()?;
            match element.offset() {
                Offset::Offset(offset) => Ok((element.partition(), Some(offset))),
                _ => Ok((element.partition(), None)),
            }
        };
        elements.iter().map(offset).collect()
    }
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
