//! A client that only asks: what topics there are, from where to where they reach, what a group has committed. It joins
//! no group and changes nothing in the cluster (invariants 12 and 13).

use std::collections::BTreeMap;
use std::ops::Range;
use std::time::Duration;

use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::{KafkaError, KafkaResult};
use rdkafka::topic_partition_list::TopicPartitionListElem;
use rdkafka::{ClientConfig, Offset, TopicPartitionList};

use super::oauth::Asking;

/// Why the cluster gives no answer, in one sentence with the mend.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    #[error("cannot make a consumer: {0}; see [kafka.properties] and [kafka.consumer]")]
    Settings(KafkaError),
    #[error("the cluster at {brokers} does not answer: {source}; see kafka.bootstrap_servers")]
    Unreachable { brokers: String, source: KafkaError },
    #[error("topic {topic} does not exist; {mend}")]
    NoTopic { topic: String, mend: &'static str },
}

/// Time limit of each question.
pub const PATIENCE: Duration = Duration::from_secs(15);

pub struct Asker {
    client: BaseConsumer<Asking>,
    brokers: String,
}

impl Asker {
    /// `settings` are those of the stage's consumer; `group` is the one whose offsets may be asked for, never joined.
    pub fn open(settings: &ClientConfig, group: &str) -> Result<Asker, AskError> {
        let mut settings = settings.clone();
        settings
            .set("group.id", group)
            .set("enable.partition.eof", "true")
            // An offset that retention removes while we read is a fault, not a place to start anew.
            .set("auto.offset.reset", "error")
            // How long the end of a partition takes to be told of.
            .set("fetch.wait.max.ms", "100")
            .set("statistics.interval.ms", "0");
        // No member of a group, so no name in it. A follower may stand behind the leader: its end would pass for the
        // partition's.
        settings.remove("group.instance.id").remove("client.rack");
        let brokers = settings.get("bootstrap.servers").unwrap_or_default().to_owned();
        let client = settings.create_with_context(Asking).map_err(AskError::Settings)?;
        let asker = Asker { client, brokers };
        asker.serve();
        Ok(asker)
    }

    /// Serves the client's events: without it a login by token has no token, and later no new one.
    pub fn serve(&self) {
        while self.client.poll(Duration::ZERO).is_some() {}
    }

    /// The client itself, for those who read messages.
    pub fn client(&self) -> &BaseConsumer<Asking> {
        &self.client
    }

    pub fn unreachable(&self, source: KafkaError) -> AskError {
        AskError::Unreachable { brokers: self.brokers.clone(), source }
    }

    /// The cluster's id, where it has one.
    pub fn cluster(&self) -> Option<String> {
        self.client.client().fetch_cluster_id(PATIENCE)
    }

    /// The partitions of a topic, in order; `mend` ends the sentence that says that there is none.
    pub fn partitions(&self, topic: &str, mend: &'static str) -> Result<Vec<i32>, AskError> {
        let metadata =
            self.client.fetch_metadata(Some(topic), PATIENCE).map_err(|source| self.unreachable(source))?;
        let known = metadata.topics().iter().find(|known| known.name() == topic && known.error().is_none());
        let mut partitions: Vec<i32> = known.iter().flat_map(|t| t.partitions()).map(|p| p.id()).collect();
        partitions.sort_unstable();
        match partitions.is_empty() {
            true => Err(AskError::NoTopic { topic: topic.to_owned(), mend }),
            false => Ok(partitions),
        }
    }

    /// First offset of a partition, and the one behind the last message that a reader of the client's isolation level
    /// can see.
    pub fn held(&self, topic: &str, partition: i32) -> Result<Range<i64>, AskError> {
        let told = self.client.fetch_watermarks(topic, partition, PATIENCE);
        told.map(|(first, end)| first..end).map_err(|source| self.unreachable(source))
    }

    /// The same of all partitions of a topic.
    pub fn all_held(&self, topic: &str, mend: &'static str) -> Result<BTreeMap<i32, Range<i64>>, AskError> {
        let partitions = self.partitions(topic, mend)?;
        partitions.into_iter().map(|partition| Ok((partition, self.held(topic, partition)?))).collect()
    }

    /// The first message of that time (milliseconds since the epoch) or later in each partition; `None` where there is
    /// none so late.
    pub fn first_since(
        &self,
        topic: &str,
        partitions: impl IntoIterator<Item = i32>,
        ms: i64,
    ) -> Result<BTreeMap<i32, Option<i64>>, AskError> {
        let asked = list(topic, partitions.into_iter().map(|number| (number, Offset::Offset(ms.max(0)))));
        let told = asked.and_then(|asked| self.client.offsets_for_times(asked, PATIENCE));
        told.and_then(|told| offsets(&told)).map_err(|source| self.unreachable(source))
    }

    /// What the group has committed in these partitions; `None` where it has nothing. A client that reads committed
    /// messages only is told once no transaction is open there.
    pub fn committed(
        &self,
        topic: &str,
        partitions: impl IntoIterator<Item = i32>,
    ) -> Result<BTreeMap<i32, Option<i64>>, AskError> {
        let asked = list(topic, partitions.into_iter().map(|number| (number, Offset::Invalid)));
        let told = asked.and_then(|asked| self.client.committed_offsets(asked, PATIENCE));
        told.and_then(|told| offsets(&told)).map_err(|source| self.unreachable(source))
    }
}

/// Partitions of a topic with their offsets, as the client wants them.
pub fn list(topic: &str, places: impl IntoIterator<Item = (i32, Offset)>) -> KafkaResult<TopicPartitionList> {
    let mut list = TopicPartitionList::new();
    for (partition, offset) in places {
        list.add_partition_offset(topic, partition, offset)?;
    }
    Ok(list)
}

/// The offsets of an answer about one topic.
fn offsets(told: &TopicPartitionList) -> KafkaResult<BTreeMap<i32, Option<i64>>> {
    let offset = |element: TopicPartitionListElem<'_>| {
        element.error()?;
        match element.offset() {
            Offset::Offset(offset) => Ok((element.partition(), Some(offset))),
            _ => Ok((element.partition(), None)),
        }
    };
    told.elements().into_iter().map(offset).collect()
}
