//! Reads a topic from outside: assigned, never subscribed, nothing committed (invariants 12 and 13). What counts
//! is what a read_committed consumer saw at the moment of opening, up to the last stable offset.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::{KafkaError, RDKafkaErrorCode as Code};
use rdkafka::message::{BorrowedMessage, OwnedMessage};
use rdkafka::{ClientConfig, Message, Offset, TopicPartitionList};

use super::oauth::Asking;

/// Why a topic cannot be read, in one sentence with the mend.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    #[error("the cluster at {brokers} does not answer: {source}; see kafka.bootstrap_servers")]
    Unreachable { brokers: String, source: KafkaError },
    #[error("topic {0} does not exist; create it, or correct its name")]
    NoTopic(String),
    #[error("reading topic {topic}: {source}; see its ACLs and the broker's log")]
    Read { topic: String, source: KafkaError },
    #[error(
        "topic {topic} gave nothing for {secs} s, neither a message nor its end; see the brokers, then run again"
    )]
    Silent { topic: String, secs: u64 },
    #[error("retention removed the beginning of topic {0} while it was read; run again")]
    Gone(String),
}

/// Where a message stands. Ordered by age within a partition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    pub partition: i32,
    pub offset: i64,
}

/// Time limit of a question to the cluster.
const PATIENCE: Duration = Duration::from_secs(15);
/// A topic that gives neither a message nor its end for so long is not there any more.
const SILENCE: Duration = Duration::from_secs(60);
/// A gap of so many offsets is jumped over, a smaller one read through.
const JUMP: i64 = 2_000;

/// A topic, and its end when it was opened.
pub struct Reader {
    client: BaseConsumer<Asking>,
    topic: String,
    ends: Vec<End>,
}

/// One partition: the first offset to read, and the one behind the last.
struct End {
    partition: i32,
    from: i64,
    to: i64,
}

enum Next<'a> {
    Message(BorrowedMessage<'a>),
    End(i32),
}

impl Reader {
    /// Asks for the topic's partitions and their ends. `settings` are those of the stage's consumer; `name`
    /// stands for the group that the API wants to hear of: it is never joined, and never the live one.
    pub fn open(settings: &ClientConfig, name: &str, topic: &str) -> Result<Reader, ReadError> {
        let mut settings = settings.clone();
        settings
            .set("group.id", name)
            .set("enable.partition.eof", "true")
            // An offset that retention removes while we read is a fault, not a place to start anew.
            .set("auto.offset.reset", "error")
            .set("statistics.interval.ms", "0");
        // A follower may stand behind the leader: its end would pass for the topic's.
        settings.remove("client.rack");
        let brokers = settings.get("bootstrap.servers").unwrap_or_default().to_owned();
        let unreachable = |source| ReadError::Unreachable { brokers: brokers.clone(), source };
        let client: BaseConsumer<Asking> = settings.create_with_context(Asking).map_err(unreachable)?;
        let metadata = client.fetch_metadata(Some(topic), PATIENCE).map_err(unreachable)?;
        let known = metadata.topics().iter().find(|known| known.name() == topic && known.error().is_none());
        let mut partitions: Vec<i32> = known.iter().flat_map(|t| t.partitions()).map(|p| p.id()).collect();
        partitions.sort_unstable();
        if partitions.is_empty() {
            return Err(ReadError::NoTopic(topic.to_owned()));
        }
        let end = |partition| {
            let (from, to) = client.fetch_watermarks(topic, partition, PATIENCE).map_err(unreachable)?;
            Ok(End { partition, from, to })
        };
        let ends = partitions.into_iter().map(end).collect::<Result<_, ReadError>>()?;
        Ok(Reader { client, topic: topic.to_owned(), ends })
    }

    /// Upper bound of the messages to read: offsets also count markers and gaps.
    pub fn offsets(&self) -> u64 {
        self.ends.iter().map(|end| (end.to - end.from).max(0) as u64).sum()
    }

    /// How many partitions another topic has; `None` when there is no such topic.
    pub fn partitions_of(&self, topic: &str) -> Result<Option<i32>, ReadError> {
        let failed = |source| ReadError::Read { topic: topic.to_owned(), source };
        let metadata = self.client.fetch_metadata(Some(topic), PATIENCE).map_err(failed)?;
        let known = metadata.topics().iter().find(|known| known.name() == topic && known.error().is_none());
        Ok(known.map(|known| known.partitions().len() as i32).filter(|count| *count > 0))
    }

    /// Gives all messages, in the order of each partition, until `take` says `false`.
    pub fn read(&self, take: &mut dyn FnMut(OwnedMessage) -> bool) -> Result<(), ReadError> {
        let held = || self.ends.iter().filter(|end| end.from < end.to);
        let mut open: HashMap<i32, i64> = held().map(|end| (end.partition, end.to)).collect();
        self.assign(held().map(|end| (end.partition, end.from)))?;
        while !open.is_empty() {
            match self.next()? {
                Next::Message(message) => {
                    let partition = message.partition();
                    let Some(&end) = open.get(&partition) else { continue };
                    if message.offset() < end && !take(message.detach()) {
                        return Ok(());
                    }
                    if message.offset() + 1 >= end {
                        open.remove(&partition);
                    }
                }
                // The end may be a transaction's marker or a gap: then no message tells of it.
                Next::End(partition) => drop(open.remove(&partition)),
            }
        }
        Ok(())
    }

    /// Gives the messages at `places`, which must be in order, until `take` says `false`; those that are not
    /// there any more are left out.
    pub fn fetch(
        &self,
        places: &[Place],
        take: &mut dyn FnMut(OwnedMessage) -> bool,
    ) -> Result<(), ReadError> {
        for places in places.chunk_by(|a, b| a.partition == b.partition) {
            let partition = places[0].partition;
            let Some(end) = self.ends.iter().find(|end| end.partition == partition) else { continue };
            let held = |offset: &i64| (end.from..end.to).contains(offset);
            let mut wanted = places.iter().map(|place| place.offset).filter(held).peekable();
            let Some(&first) = wanted.peek() else { continue };
            self.assign([(partition, first)])?;
            while let Some(&offset) = wanted.peek() {
                let message = match self.next()? {
                    Next::Message(message) if message.partition() == partition => message,
                    Next::End(ended) if ended == partition => break,
                    _ => continue,
                };
                while wanted.next_if(|wanted| *wanted < message.offset()).is_some() {}
                if wanted.next_if_eq(&message.offset()).is_some() && !take(message.detach()) {
                    return Ok(());
                }
                match wanted.peek() {
                    Some(&far) if far > offset.max(message.offset()) + JUMP => {
                        self.assign([(partition, far)])?;
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }

    fn next(&self) -> Result<Next<'_>, ReadError> {
        let since = Instant::now();
        loop {
            match self.client.poll(Duration::from_millis(200)) {
                Some(Ok(message)) => return Ok(Next::Message(message)),
                Some(Err(KafkaError::PartitionEOF(partition))) => return Ok(Next::End(partition)),
                Some(Err(error)) if !is_passing(&error) => return Err(self.failed(error)),
                Some(Err(_)) | None if since.elapsed() > SILENCE => {
                    return Err(ReadError::Silent { topic: self.topic.clone(), secs: SILENCE.as_secs() });
                }
                Some(Err(_)) | None => {}
            }
        }
    }

    fn assign(&self, places: impl IntoIterator<Item = (i32, i64)>) -> Result<(), ReadError> {
        let mut list = TopicPartitionList::new();
        for (partition, offset) in places {
            list.add_partition_offset(&self.topic, partition, Offset::Offset(offset))
                .map_err(|error| self.failed(error))?;
        }
        self.client.assign(&list).map_err(|error| self.failed(error))
    }

    fn failed(&self, source: KafkaError) -> ReadError {
        let topic = self.topic.clone();
        match source.rdkafka_error_code() {
            Some(Code::AutoOffsetReset | Code::OffsetOutOfRange) => ReadError::Gone(topic),
            _ => ReadError::Read { topic, source },
        }
    }
}

/// Errors that librdkafka mends by itself while it is polled.
fn is_passing(error: &KafkaError) -> bool {
    matches!(
        error.rdkafka_error_code(),
        Some(
            Code::AllBrokersDown
                | Code::BrokerTransportFailure
                | Code::Resolve
                | Code::OperationTimedOut
                | Code::RequestTimedOut
                | Code::NotLeaderForPartition
                | Code::LeaderNotAvailable
                | Code::NotCoordinator
                | Code::CoordinatorNotAvailable
        )
    )
}
