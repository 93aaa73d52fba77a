//! Reads a topic from outside: assigned, never subscribed, nothing committed (invariants 12 and 13). What counts
//! is what a read_committed consumer saw at the moment of opening, up to the last stable offset.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::time::{Duration, Instant};

use rdkafka::consumer::Consumer;
use rdkafka::error::{KafkaError, RDKafkaErrorCode as Code};
use rdkafka::message::{BorrowedMessage, OwnedMessage};
use rdkafka::{ClientConfig, Message, Offset};

use super::asker::{AskError, Asker, list};

/// Why a topic cannot be read, in one sentence with the mend.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    #[error(transparent)]
    Ask(#[from] AskError),
    #[error("reading topic {topic}: {source}; see its ACLs and the broker's log")]
    Read { topic: String, source: KafkaError },
    #[error(
        "topic {topic} gave nothing for {secs} s, neither a message nor its end; see the brokers, then run again"
    )]
    Silent { topic: String, secs: u64 },
    #[error("retention removed the beginning of topic {0} while it was read; run again")]
    Gone(String),
    #[error("topic {0} became shorter while it was read: an unclean election lost messages; run again")]
    Shrunk(String),
}

/// Where a message stands. Ordered by age within a partition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    pub partition: i32,
    pub offset: i64,
}

/// Ends the sentence that a topic does not exist.
pub const MEND: &str = "create it, or correct its name";
/// A topic that gives neither a message nor its end for so long is not there any more.
const SILENCE: Duration = Duration::from_secs(60);
/// A gap of so many offsets is jumped over, a smaller one read through.
const JUMP: i64 = 2_000;

/// A topic, and what there was to read when it was opened.
pub struct Reader {
    asker: Asker,
    topic: String,
    /// The offsets of each partition.
    held: BTreeMap<i32, Range<i64>>,
}

enum Next<'a> {
    Message(BorrowedMessage<'a>),
    End(i32),
}

impl Reader {
    /// Asks for the topic's partitions and their ends. `settings` are those of the stage's consumer; `name`
    /// stands for the group that the API wants to hear of: it is never joined, and never the live one.
    pub fn open(settings: &ClientConfig, name: &str, topic: &str) -> Result<Reader, ReadError> {
        let asker = Asker::open(settings, name)?;
        let held = asker.all_held(topic, MEND)?;
        Ok(Reader { asker, topic: topic.to_owned(), held })
    }

    pub fn topic(&self) -> &str {
        &self.topic
    }

    /// Leaves out what stands before the first message of that time (milliseconds since the epoch) or later.
    pub fn since(&mut self, ms: i64) -> Result<(), ReadError> {
        let first = self.asker.first_since(&self.topic, self.held.keys().copied(), ms)?;
        for (partition, held) in &mut self.held {
            // Without a message so late nothing is left.
            let first = first.get(partition).copied().flatten().unwrap_or(held.end);
            held.start = first.clamp(held.start, held.end);
        }
        Ok(())
    }

    /// Leaves out the offsets that `wanted` does not hold.
    pub fn narrow(&mut self, wanted: impl Fn(i32) -> Range<i64>) {
        for (&partition, held) in &mut self.held {
            let wanted = wanted(partition);
            held.end = held.end.min(wanted.end);
            held.start = held.start.max(wanted.start).min(held.end);
        }
    }

    /// Upper bound of the messages to read: offsets also count markers and gaps.
    pub fn offsets(&self) -> u64 {
        self.held.values().map(|held| (held.end - held.start).max(0) as u64).sum()
    }

    /// How many partitions another topic has.
    pub fn partitions_of(&self, topic: &str) -> Result<i32, ReadError> {
        Ok(self.asker.partitions(topic, MEND)?.len() as i32)
    }

    /// Gives all messages, in the order of each partition, until `take` says `false`.
    pub fn read(&self, take: &mut dyn FnMut(OwnedMessage) -> bool) -> Result<(), ReadError> {
        let mut open = self.held.clone();
        open.retain(|_, range| !range.is_empty());
        // The end may be a transaction's marker or a gap, of which no message tells but only the client. A broker
        // that has just become leader may tell of an end too early. Once it has said that its end is not before
        // ours it cannot any more: so what ended that way is read on, a second time.
        for _ in 0..2 {
            if !self.round(&mut open, take)? {
                return Ok(());
            }
            for (&partition, range) in &open {
                if self.asker.held(&self.topic, partition)?.end < range.end {
                    return Err(ReadError::Shrunk(self.topic.clone()));
                }
            }
        }
        Ok(())
    }

    /// Reads what is open until it has ended. What is still open then has ended by the client's word alone. False
    /// when nobody listens any more.
    fn round(
        &self,
        open: &mut BTreeMap<i32, Range<i64>>,
        take: &mut dyn FnMut(OwnedMessage) -> bool,
    ) -> Result<bool, ReadError> {
        let mut reading: BTreeSet<i32> = open.keys().copied().collect();
        self.assign(open.iter().map(|(&partition, range)| (partition, range.start)))?;
        while !reading.is_empty() {
            let message = match self.next()? {
                Next::Message(message) => message,
                Next::End(partition) => {
                    reading.remove(&partition);
                    continue;
                }
            };
            let Some(range) = open.get_mut(&message.partition()) else { continue };
            reading.insert(message.partition());
            range.start = message.offset() + 1;
            let (inside, ended) = (message.offset() < range.end, range.is_empty());
            if ended {
                open.remove(&message.partition());
                reading.remove(&message.partition());
            }
            if inside && !take(message.detach()) {
                return Ok(false);
            }
        }
        Ok(true)
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
            let Some(held) = self.held.get(&partition) else { continue };
            let offsets = places.iter().map(|place| place.offset);
            let mut wanted = offsets.filter(|offset| held.contains(offset)).peekable();
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
                if wanted.next_if_eq(&message.offset()).is_some() && !take(message.detach()) {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn next(&self) -> Result<Next<'_>, ReadError> {
        let since = Instant::now();
        loop {
            match self.asker.client().poll(Duration::from_millis(200)) {
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
        let places = places.into_iter().map(|(partition, offset)| (partition, Offset::Offset(offset)));
        let assigned = list(&self.topic, places).and_then(|list| self.asker.client().assign(&list));
        assigned.map_err(|error| self.failed(error))
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
