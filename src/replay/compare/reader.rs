//! Reads a topic from outside: assigned, never subscribed, nothing committed (invariants 12 and 13). What counts
//! is what a read_committed consumer saw at the moment of opening, up to the last stable offset.

use std::collections::HashMap;
use std::ops::{ControlFlow, Range};
use std::time::{Duration, Instant};

use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::{KafkaError, RDKafkaErrorCode as Code};
use rdkafka::message::{BorrowedMessage, OwnedMessage};
use rdkafka::{ClientConfig, Message, Offset, Timestamp, TopicPartitionList};

use super::CompareError;
use super::index::Place;
use crate::kafka::oauth::Asking;

/// Time limit of a question to the cluster.
const PATIENCE: Duration = Duration::from_secs(15);
/// A topic that gives neither a message nor its end for so long is not there any more.
const SILENCE: Duration = Duration::from_secs(60);
/// A batch is full at so many messages or bytes.
const BATCH: usize = 256;
const BATCH_BYTES: usize = 1 << 20;
/// A gap of so many offsets is jumped over, a smaller one read through.
const JUMP: i64 = 2_000;

pub struct Reader {
    client: BaseConsumer<Asking>,
    topic: String,
    spans: Vec<Span>,
}

/// What is read of one partition: the first offset, and the one behind the last.
struct Span {
    partition: i32,
    from: i64,
    to: i64,
}

impl Reader {
    /// Asks for the topic's partitions and their ends. `settings` are those of the stage's consumer; `from_ms`
    /// leaves out what stands before the first message of that time or later.
    pub fn open(settings: &ClientConfig, topic: &str, from_ms: Option<i64>) -> Result<Reader, CompareError> {
        let mut settings = settings.clone();
        settings
            // The API wants a group id; this one is never joined, and never the live one.
            .set("group.id", "copydesk-replay-compare")
            .set("enable.partition.eof", "true")
            // An offset that retention removes while we read is a fault, not a place to start anew.
            .set("auto.offset.reset", "error")
            .set("statistics.interval.ms", "0");
        // A follower may stand behind the leader: its end would pass for the topic's.
        settings.remove("client.rack");
        let brokers = settings.get("bootstrap.servers").unwrap_or_default().to_owned();
        let unreachable = |source| CompareError::Unreachable { brokers: brokers.clone(), source };
        let client: BaseConsumer<Asking> = settings.create_with_context(Asking).map_err(unreachable)?;
        let metadata = client.fetch_metadata(Some(topic), PATIENCE).map_err(unreachable)?;
        let known = metadata.topics().iter().find(|known| known.name() == topic && known.error().is_none());
        let mut partitions: Vec<i32> = known.iter().flat_map(|t| t.partitions()).map(|p| p.id()).collect();
        partitions.sort_unstable();
        if partitions.is_empty() {
            return Err(CompareError::NoTopic(topic.to_owned()));
        }
        let times = match from_ms {
            Some(ms) => {
                let mut asked = TopicPartitionList::new();
                for &partition in &partitions {
                    let time = Offset::Offset(ms.max(0));
                    asked.add_partition_offset(topic, partition, time).map_err(unreachable)?;
                }
                Some(client.offsets_for_times(asked, PATIENCE).map_err(unreachable)?)
            }
            None => None,
        };
        let span = |partition| {
            let (earliest, to) = client.fetch_watermarks(topic, partition, PATIENCE).map_err(unreachable)?;
            let time = times.as_ref().and_then(|times| times.find_partition(topic, partition));
            let from = match time.map(|time| time.offset()) {
                None => earliest,
                Some(Offset::Offset(offset)) => offset.clamp(earliest, to),
                // No message is so late.
                Some(_) => to,
            };
            Ok(Span { partition, from, to })
        };
        let spans = partitions.into_iter().map(span).collect::<Result<_, CompareError>>()?;
        Ok(Reader { client, topic: topic.to_owned(), spans })
    }

    /// Leaves out the offsets that `wanted` does not hold.
    pub fn narrow(&mut self, wanted: impl Fn(i32) -> Range<i64>) {
        for span in &mut self.spans {
            let wanted = wanted(span.partition);
            span.to = span.to.min(wanted.end);
            span.from = span.from.max(wanted.start).min(span.to);
        }
    }

    pub fn topic(&self) -> &str {
        &self.topic
    }

    /// Upper bound of the messages to read: offsets also count markers and gaps.
    pub fn offsets(&self) -> u64 {
        self.spans.iter().map(|span| (span.to - span.from).max(0) as u64).sum()
    }

    /// Gives all messages, in batches, in the order of each partition, until `take` says `false`. Where `timed`,
    /// the messages must have times of their own.
    pub fn read(&self, timed: bool, take: &dyn Fn(Vec<OwnedMessage>) -> bool) -> Result<(), CompareError> {
        let held = || self.spans.iter().filter(|span| span.from < span.to);
        let mut open: HashMap<i32, i64> = held().map(|span| (span.partition, span.to)).collect();
        self.assign(held().map(|span| (span.partition, span.from)))?;
        let mut batch = Batch::default();
        while !open.is_empty() {
            match self.next()? {
                Next::Message(message) => {
                    let Some(&end) = open.get(&message.partition()) else { continue };
                    if timed && matches!(message.timestamp(), Timestamp::LogAppendTime(_)) {
                        return Err(CompareError::Restamped(self.topic.clone()));
                    }
                    if message.offset() + 1 >= end {
                        open.remove(&message.partition());
                    }
                    if message.offset() < end && !batch.push(message.detach(), take) {
                        return Ok(());
                    }
                }
                // The end may be a transaction's marker or a gap: then no message tells of it.
                Next::End(partition) => drop(open.remove(&partition)),
            }
        }
        batch.finish(take);
        Ok(())
    }

    /// Gives the messages at `places`, which must be in order, until `take` breaks off. Those that are not
    /// there any more are left out.
    pub fn fetch(
        &self,
        places: &[Place],
        take: &mut dyn FnMut(OwnedMessage) -> ControlFlow<()>,
    ) -> Result<(), CompareError> {
        for places in places.chunk_by(|a, b| a.partition == b.partition) {
            let mut wanted = places.iter().map(|place| place.offset).peekable();
            let partition = places[0].partition;
            let mut read = None;
            while let Some(&offset) = wanted.peek() {
                if read.is_none_or(|read| offset > read + JUMP) {
                    self.assign([(partition, offset)])?;
                }
                let message = match self.next()? {
                    Next::Message(message) if message.partition() == partition => message,
                    Next::End(ended) if ended == partition => break,
                    _ => continue,
                };
                read = Some(message.offset());
                while wanted.next_if(|wanted| *wanted < message.offset()).is_some() {}
                if wanted.next_if_eq(&message.offset()).is_some() && take(message.detach()).is_break() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn next(&self) -> Result<Next<'_>, CompareError> {
        let since = Instant::now();
        loop {
            match self.client.poll(Duration::from_millis(200)) {
                Some(Ok(message)) => return Ok(Next::Message(message)),
                Some(Err(KafkaError::PartitionEOF(partition))) => return Ok(Next::End(partition)),
                Some(Err(error)) if !is_passing(&error) => return Err(self.failed(error)),
                Some(Err(_)) | None if since.elapsed() > SILENCE => {
                    return Err(CompareError::Silent { topic: self.topic.clone(), secs: SILENCE.as_secs() });
                }
                Some(Err(_)) | None => {}
            }
        }
    }

    fn assign(&self, places: impl IntoIterator<Item = (i32, i64)>) -> Result<(), CompareError> {
        self.client.assign(&self.list(places)?).map_err(|error| self.failed(error))
    }

    fn list(&self, places: impl IntoIterator<Item = (i32, i64)>) -> Result<TopicPartitionList, CompareError> {
        let mut list = TopicPartitionList::new();
        for (partition, offset) in places {
            list.add_partition_offset(&self.topic, partition, Offset::Offset(offset))
                .map_err(|error| self.failed(error))?;
        }
        Ok(list)
    }

    fn failed(&self, source: KafkaError) -> CompareError {
        let topic = self.topic.clone();
        match source.rdkafka_error_code() {
            Some(Code::AutoOffsetReset | Code::OffsetOutOfRange) => CompareError::Gone(topic),
            _ => CompareError::Read { topic, source },
        }
    }
}

/// Messages on their way to a worker.
#[derive(Default)]
pub struct Batch {
    messages: Vec<OwnedMessage>,
    bytes: usize,
}

impl Batch {
    /// Gives the batch away when it is full; false when nobody takes it.
    pub fn push(&mut self, message: OwnedMessage, take: &dyn Fn(Vec<OwnedMessage>) -> bool) -> bool {
        self.bytes += message.payload().map_or(0, <[u8]>::len);
        self.messages.push(message);
        if self.messages.len() < BATCH && self.bytes < BATCH_BYTES {
            return true;
        }
        take(std::mem::take(self).messages)
    }

    /// Gives away what is left.
    pub fn finish(self, take: &dyn Fn(Vec<OwnedMessage>) -> bool) -> bool {
        self.messages.is_empty() || take(self.messages)
    }
}

enum Next<'a> {
    Message(BorrowedMessage<'a>),
    End(i32),
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
