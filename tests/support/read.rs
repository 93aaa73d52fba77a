//! An independent reader: no group, no position of its own, each topic from its beginning to its end.

use std::time::{Duration, Instant};

use rdkafka::config::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::KafkaError;
use rdkafka::message::{Headers, Message as _};
use rdkafka::{Offset, TopicPartitionList};

use super::child::until;

/// A broker that answers nothing for so long is a failure, not a slow machine.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Message {
    pub partition: i32,
    pub offset: i64,
    pub key: Option<Vec<u8>>,
    pub payload: Option<Vec<u8>>,
    pub headers: Vec<(String, Option<Vec<u8>>)>,
    pub timestamp_ms: Option<i64>,
}

impl Message {
    /// The last header of this name, as text.
    pub fn header(&self, name: &str) -> Option<String> {
        let (_, value) = self.headers.iter().rev().find(|(key, _)| key == name)?;
        Some(String::from_utf8_lossy(value.as_deref()?).into_owned())
    }
}

/// Which records a reader sees.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Isolation {
    /// What `isolation.level=read_committed` lets through, up to the first open transaction.
    Committed,
    /// All that was written.
    Uncommitted,
}

fn reader(client: &ClientConfig, isolation: Isolation) -> BaseConsumer {
    let level = match isolation {
        Isolation::Committed => "read_committed",
        Isolation::Uncommitted => "read_uncommitted",
    };
    let mut config = client.clone();
    config.set("isolation.level", level).set("enable.partition.eof", "true");
    // librdkafka wants a group's name even of a consumer that joins none.
    config.set("group.id", "copydesk-test-reader").set("enable.auto.commit", "false");
    config.set("fetch.message.max.bytes", "8000000").set("fetch.wait.max.ms", "10");
    config.create().expect("the settings are right")
}

/// The partition numbers of a topic, when all of it can be read.
///
/// A leader that is new, as after the death of a broker, may for some seconds not know how far it may let
/// readers read, and then the end that they come to is none. So all replicas must be there, the preferred one lead,
/// and it must tell its end, which it does only when it knows it (KIP-207).
fn partitions(reader: &BaseConsumer, topic: &str) -> Vec<i32> {
    let mut numbers = Vec::new();
    until("all replicas of the topic are there", PATIENCE, || {
        let Ok(metadata) = reader.fetch_metadata(Some(topic), PATIENCE) else { return false };
        let Some(topic) = metadata.topics().first() else { return false };
        numbers = topic.partitions().iter().map(|p| p.id()).collect();
        topic
            .partitions()
            .iter()
            .all(|p| p.isr().len() == p.replicas().len() && p.replicas().first() == Some(&p.leader()))
    });
    for number in &numbers {
        until("the leader tells its end", PATIENCE, || {
            reader.fetch_watermarks(topic, *number, PATIENCE).is_ok()
        });
    }
    numbers
}

/// Gives every message of `topic` to `each`, in the order of each partition. The end is what the broker says it
/// is: offsets have gaps, and the last one may be a transaction's marker.
pub fn read(client: &ClientConfig, topic: &str, isolation: Isolation, mut each: impl FnMut(Message)) {
    let reader = reader(client, isolation);
    let mut assignment = TopicPartitionList::new();
    let partitions = partitions(&reader, topic);
    for partition in &partitions {
        assignment.add_partition_offset(topic, *partition, Offset::Beginning).expect("a good offset");
    }
    reader.assign(&assignment).expect("the topic can be assigned");
    let mut ended = vec![];
    let mut heard = Instant::now();
    while ended.len() < partitions.len() {
        match reader.poll(Duration::from_millis(100)) {
            Some(Ok(message)) => {
                heard = Instant::now();
                each(copy_out(&message));
            }
            Some(Err(KafkaError::PartitionEOF(partition))) => {
                if !ended.contains(&partition) {
                    ended.push(partition);
                }
            }
            // Brokers come and go in these tests; what stays away is caught below.
            Some(Err(_)) | None => {
                assert!(heard.elapsed() < PATIENCE, "{topic} has no end: {ended:?} of {partitions:?}");
            }
        }
    }
}

fn copy_out(message: &rdkafka::message::BorrowedMessage<'_>) -> Message {
    let headers = message.headers().map(|headers| {
        headers.iter().map(|header| (header.key.to_owned(), header.value.map(<[u8]>::to_vec))).collect()
    });
    Message {
        partition: message.partition(),
        offset: message.offset(),
        key: message.key().map(<[u8]>::to_vec),
        payload: message.payload().map(<[u8]>::to_vec),
        headers: headers.unwrap_or_default(),
        timestamp_ms: message.timestamp().to_millis(),
    }
}

/// How many messages a reader sees.
pub fn count(client: &ClientConfig, topic: &str, isolation: Isolation) -> usize {
    let mut count = 0;
    read(client, topic, isolation, |_| count += 1);
    count
}

/// Watches a topic and a group from outside while a stage runs.
pub struct Watch {
    committed: BaseConsumer,
    uncommitted: BaseConsumer,
    group: BaseConsumer,
    hasty: BaseConsumer,
}

impl Watch {
    pub fn new(client: &ClientConfig, group: &str) -> Watch {
        let mut config = client.clone();
        config.set("group.id", group).set("enable.auto.commit", "false");
        Watch {
            committed: reader(client, Isolation::Committed),
            uncommitted: reader(client, Isolation::Uncommitted),
            group: config.create().expect("the settings are right"),
            hasty: config
                .set("isolation.level", "read_uncommitted")
                .create()
                .expect("the settings are right"),
        }
    }

    /// The end of each partition, transaction markers counted; `None` while the broker does not answer.
    pub fn ends(&self, topic: &str, isolation: Isolation) -> Option<Vec<i64>> {
        let reader = match isolation {
            Isolation::Committed => &self.committed,
            Isolation::Uncommitted => &self.uncommitted,
        };
        let metadata = reader.fetch_metadata(Some(topic), Duration::from_secs(5)).ok()?;
        let ids = metadata.topics().iter().flat_map(|t| t.partitions()).map(|p| p.id());
        // Asked of the leader, and in read_committed the answer is the last stable offset.
        ids.map(|p| reader.fetch_watermarks(topic, p, Duration::from_secs(5)).ok().map(|(_, high)| high))
            .collect()
    }

    /// Whether records lie behind the last stable offset: a transaction that is open has written.
    pub fn in_transaction(&self, topic: &str) -> bool {
        let stable = self.ends(topic, Isolation::Committed);
        let written = self.ends(topic, Isolation::Uncommitted);
        matches!((stable, written), (Some(stable), Some(written)) if stable.iter().zip(&written).any(|(s, w)| s < w))
    }

    /// How many messages of the topic the group has committed. `None` while the group has a transaction open
    /// or the broker does not answer.
    pub fn progress(&self, topic: &str) -> Option<i64> {
        self.committed_by(&self.group, topic)
    }

    /// As [`Watch::progress`], without waiting for what is open.
    pub fn progress_so_far(&self, topic: &str) -> Option<i64> {
        self.committed_by(&self.hasty, topic)
    }

    fn committed_by(&self, group: &BaseConsumer, topic: &str) -> Option<i64> {
        let mut list = TopicPartitionList::new();
        let metadata = group.fetch_metadata(Some(topic), Duration::from_secs(5)).ok()?;
        for partition in metadata.topics().iter().flat_map(|t| t.partitions()) {
            list.add_partition(topic, partition.id());
        }
        let list = group.committed_offsets(list, Duration::from_secs(5)).ok()?;
        let offset = |e: &rdkafka::topic_partition_list::TopicPartitionListElem<'_>| match e.offset() {
            Offset::Offset(offset) => offset,
            _ => 0,
        };
        Some(list.elements().iter().map(offset).sum())
    }

    /// Whether the group has committed all of a topic that was not written in transactions.
    pub fn is_done(&self, topic: &str) -> bool {
        let end = self.ends(topic, Isolation::Committed).map(|ends| ends.iter().sum());
        end.is_some() && self.progress(topic) == end
    }
}
