//! Sends letters back to their source topic, each once.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rdkafka::Message;
use rdkafka::message::OwnedMessage;

use super::letter::{Letter, Origin, original};
use super::now::{Now, Verdict};
use super::sender::{Content, Parcel, Sender, Unsent};
use super::survey::Survey;
use crate::kafka::asker::Asker;
use crate::kafka::client::Clients;
use crate::kafka::headers::pairs;
use crate::kafka::reader::{MEND, Place, ReadError, Reader};
use crate::kafka::{Exit, Fault};

/// Letters of one transaction, and their bytes.
const BATCH: usize = 500;
const BATCH_BYTES: usize = 4 << 20;

/// Stands for the group that the client wants to hear of; never joined, and never the live one (invariant 13).
pub const GROUP: &str = "copydesk-dlq";
/// Within so long a broker sees that a transaction has timed out: it looks every ten seconds.
const BROKERS_LOOK: Duration = Duration::from_secs(15);

/// How to redrive.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Send all to this topic instead of the one that each came from.
    pub to: Option<Arc<str>>,
    /// `kafka.source_topics`: a letter that names another topic is not sent there.
    pub sources: Vec<String>,
    /// A letter that came back so often is not sent again.
    pub max_redrives: u32,
    /// Send also what this binary still cannot edit.
    pub all: bool,
    /// Send no more than so many.
    pub limit: Option<usize>,
}

/// Why a letter is not sent.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kept {
    /// This binary rejects it still, with this code.
    StillRejected(&'static str),
    /// It came back as often as is allowed.
    TooOften,
    /// Only its beginning is there.
    Truncated,
    /// It comes from a topic that is none of `kafka.source_topics`.
    Foreign(Arc<str>),
    /// Another letter of the same message has brought it back.
    SameMessage,
    /// A header's name is not UTF-8, so the message cannot be sent as it was.
    Headers,
    /// The topic does not take it: too large or too old for it.
    Refused,
}

/// What was done with the open letters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Letters sent, by topic; with a dry run, those that would be.
    pub sent: BTreeMap<Arc<str>, u64>,
    pub kept: BTreeMap<Kept, u64>,
    /// The limit was reached; what is behind it was not looked at.
    pub limited: bool,
}

/// Why a redrive ended before its end.
#[derive(Debug, thiserror::Error)]
pub enum RedriveError {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(transparent)]
    Send(#[from] Fault),
    #[error(
        "a transaction is open in topic {topic} at {}/{} for {secs} s already, and what was sent before cannot be told from what was not; end the producer that holds it (kafka-transactions.sh find-hanging) or wait for its transaction.timeout.ms, then run again",
        place.partition, place.offset
    )]
    Pinned { topic: String, place: Place, secs: u64 },
}

impl Plan {
    /// Where a letter goes, as far as its headers decide.
    fn target(&self, letter: &Letter) -> Result<Arc<str>, Kept> {
        if letter.truncated.is_some() {
            return Err(Kept::Truncated);
        }
        if letter.redrives >= self.max_redrives {
            return Err(Kept::TooOften);
        }
        let source = &letter.origin.topic;
        match &self.to {
            Some(to) => Ok(to.clone()),
            None if self.sources.iter().any(|known| **known == **source) => Ok(source.clone()),
            None => Err(Kept::Foreign(source.clone())),
        }
    }
}

/// Sends the open letters of a survey; without a sender it only says what would be sent. `watch` hears of every
/// step. What was done is told also where it ended early.
pub fn redrive(
    reader: &Reader,
    survey: &Survey,
    plan: &Plan,
    now: &Now,
    sender: Option<&mut Sender>,
    watch: &mut dyn FnMut(&Outcome),
) -> (Outcome, Result<(), RedriveError>) {
    let mut desk = Redrive {
        reader,
        plan,
        now,
        sender,
        partitions: HashMap::new(),
        returned: survey.returned(),
        refused: HashSet::new(),
        batch: Vec::new(),
        bytes: 0,
        outcome: Outcome::default(),
    };
    let result = desk.take_all(survey, watch);
    (desk.outcome, result)
}

struct Redrive<'a> {
    reader: &'a Reader,
    plan: &'a Plan,
    now: &'a Now,
    sender: Option<&'a mut Sender>,
    /// How many partitions the targets have.
    partitions: HashMap<Arc<str>, i32>,
    /// Messages of several items that are back or on their way: each of their letters holds the whole message.
    returned: HashSet<Origin>,
    refused: HashSet<Origin>,
    batch: Vec<Parcel>,
    bytes: usize,
    outcome: Outcome,
}

impl Redrive<'_> {
    fn take_all(&mut self, survey: &Survey, watch: &mut dyn FnMut(&Outcome)) -> Result<(), RedriveError> {
        let places: Vec<Place> = survey.open().map(|entry| entry.place).collect();
        let mut result = Ok(());
        self.reader.fetch(&places, &mut |message| {
            if self.is_full() {
                self.outcome.limited = true;
                return false;
            }
            result = self.take(message);
            watch(&self.outcome);
            result.is_ok()
        })?;
        result?;
        self.flush()?;
        watch(&self.outcome);
        Ok(())
    }

    fn is_full(&self) -> bool {
        let on_the_way = self.batch.iter().filter(|parcel| parcel.content.is_some()).count();
        let sent = self.outcome.sent.values().sum::<u64>() + on_the_way as u64;
        self.plan.limit.is_some_and(|limit| sent >= limit as u64)
    }

    fn take(&mut self, message: OwnedMessage) -> Result<(), RedriveError> {
        let Some(letter) = Letter::of(&message) else { return Ok(()) };
        match self.parcel(message, &letter)? {
            Ok(parcel) => {
                self.bytes += letter.bytes;
                self.batch.push(parcel);
            }
            Err(kept) => *self.outcome.kept.entry(kept).or_default() += 1,
        }
        if self.batch.len() >= BATCH || self.bytes >= BATCH_BYTES {
            self.flush()?;
        }
        Ok(())
    }

    fn parcel(
        &mut self,
        message: OwnedMessage,
        letter: &Letter,
    ) -> Result<Result<Parcel, Kept>, RedriveError> {
        let to = match self.plan.target(letter) {
            Ok(to) => to,
            Err(kept) => return Ok(Err(kept)),
        };
        if letter.item.is_some() && self.returned.contains(&letter.origin) {
            return Ok(Ok(Parcel { letter: message, to, content: None }));
        }
        if !self.plan.all
            && let Verdict::Rejected { code, .. } = self.now.judge(&message, letter)
        {
            return Ok(Err(Kept::StillRejected(code)));
        }
        let Some(headers) = original(&pairs(message.headers()), letter.redrives + 1) else {
            return Ok(Err(Kept::Headers));
        };
        let count = match self.partitions.get(&to) {
            Some(count) => *count,
            None => {
                let count = self.reader.partitions_of(&to)?;
                self.partitions.insert(to.clone(), count);
                count
            }
        };
        if letter.item.is_some() {
            self.returned.insert(letter.origin.clone());
        }
        // Back to where it stood, beside the copy with its key; in another topic the key decides.
        let stood = letter.origin.topic == to && letter.origin.partition < count;
        let partition = stood.then_some(letter.origin.partition);
        Ok(Ok(Parcel { letter: message, to, content: Some(Content { headers, partition }) }))
    }

    fn flush(&mut self) -> Result<(), RedriveError> {
        let batch = std::mem::take(&mut self.batch);
        self.bytes = 0;
        self.send(&batch)
    }

    /// Sends a batch; halves it where a topic refuses one of its letters, until that one is alone.
    fn send(&mut self, batch: &[Parcel]) -> Result<(), RedriveError> {
        // A letter whose message was refused with another one is not back.
        let back = |parcel: &Parcel| {
            parcel.content.is_some()
                || Letter::of(&parcel.letter).is_some_and(|letter| !self.refused.contains(&letter.origin))
        };
        if !batch.iter().all(back) {
            let some = batch.iter().position(|parcel| !back(parcel)).unwrap_or_default();
            *self.outcome.kept.entry(Kept::Refused).or_default() += 1;
            self.send(&batch[..some])?;
            return self.send(&batch[some + 1..]);
        }
        if batch.is_empty() {
            return Ok(());
        }
        let result = self.sender.as_mut().map_or(Ok(()), |sender| sender.send(batch));
        match result {
            Ok(()) => {
                for parcel in batch {
                    match parcel.content {
                        Some(_) => *self.outcome.sent.entry(parcel.to.clone()).or_default() += 1,
                        None => *self.outcome.kept.entry(Kept::SameMessage).or_default() += 1,
                    }
                }
                Ok(())
            }
            Err(Unsent::Failed(fault)) => Err(fault.into()),
            Err(Unsent::Refused) if batch.len() == 1 => {
                self.refused.extend(Letter::of(&batch[0].letter).map(|letter| letter.origin));
                *self.outcome.kept.entry(Kept::Refused).or_default() += 1;
                Ok(())
            }
            Err(Unsent::Refused) => {
                let (first, second) = batch.split_at(batch.len() / 2);
                self.send(first)?;
                self.send(second)
            }
        }
    }
}

impl RedriveError {
    pub fn exit(&self) -> Exit {
        match self {
            RedriveError::Read(_) | RedriveError::Pinned { .. } => Exit::Environment,
            RedriveError::Send(fault) => fault.exit,
        }
    }
}

/// Opens the sender of a dead-letter topic, to be done before the survey: what a run before this one left open is ended
/// by it, and no other transaction hides a receipt any more.
pub fn open(clients: &Clients, topic: &str) -> Result<Sender, RedriveError> {
    let sender = Sender::open(&clients.producer, topic)?;
    settle(clients, topic)?;
    Ok(sender)
}

/// Waits until a survey sees all that has been written by now. A stage that was killed leaves its transaction open until
/// that has timed out; a reader of committed messages stops before it, and the receipts behind it are not seen.
fn settle(clients: &Clients, topic: &str) -> Result<(), RedriveError> {
    let mut hasty = clients.consumer.clone();
    hasty.set("isolation.level", "read_uncommitted");
    let written = Asker::open(&hasty, GROUP).and_then(|asker| asker.all_held(topic, MEND));
    let written = written.map_err(ReadError::from)?;
    let asker = Asker::open(&clients.consumer, GROUP).map_err(ReadError::from)?;
    let patience = Duration::from_millis(clients.transaction_ms) + BROKERS_LOOK;
    let give_up = Instant::now() + patience;
    loop {
        let stable = asker.all_held(topic, MEND).map_err(ReadError::from)?;
        let pinned = |(&partition, written): (&i32, &Range<i64>)| {
            let offset = stable.get(&partition)?.end;
            (offset < written.end).then_some(Place { partition, offset })
        };
        let Some(place) = written.iter().find_map(pinned) else { return Ok(()) };
        if Instant::now() > give_up {
            return Err(RedriveError::Pinned { topic: topic.to_owned(), place, secs: patience.as_secs() });
        }
        std::thread::sleep(Duration::from_millis(200));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letters::letter::tests::empty;

    #[test]
    fn what_is_not_to_be_sent_stays() {
        let letter = Letter { redrives: 2, ..empty() };
        let plan = Plan {
            to: None,
            sources: vec!["wire.raw".into(), "wire.two".into()],
            max_redrives: 3,
            all: false,
            limit: None,
        };
        let elsewhere = Plan { to: Some("desk.two".into()), ..plan.clone() };
        let cut = Letter { truncated: Some(9), ..letter.clone() };
        let often = Letter { redrives: 3, ..letter.clone() };
        let stranger: Arc<str> = "__consumer_offsets".into();
        let origin = Origin { topic: stranger.clone(), ..letter.origin.clone() };
        let foreign = Letter { origin, ..letter.clone() };
        for (plan, letter, want) in [
            (&plan, &letter, Ok("wire.raw")),
            (&elsewhere, &letter, Ok("desk.two")),
            (&plan, &cut, Err(Kept::Truncated)),
            (&elsewhere, &often, Err(Kept::TooOften)),
            (&plan, &foreign, Err(Kept::Foreign(stranger))),
            (&elsewhere, &foreign, Ok("desk.two")),
        ] {
            assert_eq!(plan.target(letter), want.map(Arc::from), "{letter:?}");
        }
    }
}
