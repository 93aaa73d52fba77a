//! The stage's state, and the sequences that change it: taking messages, rebalances, rewinds, stopping.
//!
//! One thread works on it; the lock around it is only there because callbacks reach it through the consumer.

mod reading;
mod rebalance;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crossbeam_channel::Sender;
use rdkafka::Message;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::KafkaResult;
use rdkafka::message::BorrowedMessage;

use super::breaker;
use super::faults::{failure, sentence};
use super::ledger::Partition;
use super::outgoing::Edited;
use super::press::{Live, Printer};
use super::reading::Reading;
use super::sink::{Ended, Failure, Sink, Turn};
use super::source::{Context, holds};
use super::topics::Topics;
use super::txn::{Ending, Millis};
use super::workers::{Batch, Done, Job};
use super::{Exit, Fault};
use crate::config::Delivery;
use crate::telemetry::events::{BreakerOpened, Flow, TransactionEnded, TransactionOutcome, Trouble};
use crate::telemetry::{Condition, Tally, Telemetry};

/// Messages of one batch for a worker, and their bytes: enough to be worth a hand-over, little enough to
/// spread over the workers.
const BATCH: usize = 32;
const BATCH_BYTES: usize = 256 << 10;
/// What a message weighs besides its value and key: slot, headers, allocations.
const WEIGHT: usize = 512;
/// Longest that a question to the broker may take while a rewind waits.
const ASK: Duration = Duration::from_secs(5);

/// Time between two looks at the topics' partition counts, and after one without an answer.
const SURVEY: Duration = Duration::from_secs(300);
const RESURVEY: Duration = Duration::from_secs(20);

/// See the module.
pub struct Room {
    pub sink: Sink<Edited, Tally>,
    pub printer: Printer,
    pub topics: Arc<Topics>,
    telemetry: Arc<Telemetry>,
    delivery: Delivery,
    start: Instant,
    /// How long a revocation may wait for deliveries and commit.
    patience: Duration,
    buffer_bytes: usize,
    intake: Intake,
    reading: Reading,
    paused: bool,
    stage: Stage,
    pub messages: u64,
    survey_at: Instant,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Running,
    /// The circuit breaker is open: takes nothing, commits nothing, and stays in its group.
    Halted,
    /// Takes nothing any more.
    Draining,
    /// Only lets go.
    Closing,
}

/// Batches being filled, by partition, and whether their partition still wants them.
struct Intake {
    jobs: Sender<Batch>,
    open: HashMap<Partition, (Vec<Job>, usize)>,
    wanted: HashMap<Partition, Arc<AtomicBool>>,
}

/// What [`Room::new`] needs.
pub struct Furniture {
    pub sink: Sink<Edited, Tally>,
    pub printer: Printer,
    pub topics: Arc<Topics>,
    pub telemetry: Arc<Telemetry>,
    pub delivery: Delivery,
    pub patience: Duration,
    pub buffer_bytes: usize,
    pub jobs: Sender<Batch>,
    pub reading: Reading,
}

impl Room {
    pub fn new(furniture: Furniture) -> Self {
        let Furniture { sink, printer, topics, telemetry, delivery, patience, buffer_bytes, jobs, reading } =
            furniture;
        let intake = Intake { jobs, open: HashMap::new(), wanted: HashMap::new() };
        let (start, stage) = (Instant::now(), Stage::Running);
        Room {
            sink,
            printer,
            topics,
            telemetry,
            delivery,
            start,
            patience,
            buffer_bytes,
            intake,
            reading,
            paused: false,
            stage,
            messages: 0,
            survey_at: start,
        }
    }

    pub fn now(&self) -> Millis {
        self.start.elapsed().as_millis() as Millis
    }

    /// Takes messages, or would: neither halted nor about to end.
    pub fn is_running(&self) -> bool {
        self.stage == Stage::Running
    }

    /// Whether partitions are to be paused when they are assigned.
    pub fn is_paused(&self) -> bool {
        self.paused || self.stage != Stage::Running
    }

    /// Takes a message into work.
    pub fn take(&mut self, message: &BorrowedMessage<'_>) {
        let Some(topic) = self.topics.index(message.topic()) else { return };
        let partition = Partition { topic, number: message.partition() };
        let bytes = message.payload_len() + message.key_len() + WEIGHT;
        let sent_ms = message.timestamp().to_millis();
        if self.stage != Stage::Running
            || self
                .reading
                .stretch
                .as_mut()
                .is_some_and(|stretch| !stretch.take(partition.number, message.offset()))
        {
            return;
        }
        let Some(ticket) = self.sink.ledger.admit(partition, message.offset(), bytes, sent_ms) else {
            return;
        };
        self.reading.pace.took(bytes - WEIGHT);
        let refused = self.printer.refused(partition, message.offset());
        let job = Job { ticket, message: message.detach(), refused };
        let (jobs, filled) = self.intake.open.entry(partition).or_default();
        jobs.push(job);
        *filled += bytes;
        if jobs.len() >= BATCH || *filled >= BATCH_BYTES {
            self.intake.hand_over(partition);
        }
    }

    /// Hands what was taken to the workers.
    pub fn hand_over(&mut self) {
        let partitions: Vec<_> = self.intake.open.keys().copied().collect();
        partitions.into_iter().for_each(|partition| self.intake.hand_over(partition));
    }

    /// Takes what the workers are done with.
    pub fn finish(&mut self, done: Vec<Done>) {
        for Done { ticket, edited, tally } in done {
            let bytes = edited.bytes();
            self.sink.ledger.finish(ticket, edited, tally, bytes);
        }
    }

    /// A turn of the sink; rewinds by itself. `Some` when the stage has to end.
    pub fn turn(&mut self, consumer: &BaseConsumer<Context>, send: bool) -> TurnEnd {
        let now = self.now();
        let topics = self.topics.clone();
        let certain = self.stage != Stage::Running || !send;
        let live = Live { printer: &mut self.printer, consumer, topics: &topics, start: self.start, certain };
        #[cfg(feature = "sabotage")]
        let live = super::sabotage::Sabotaged(live);
        let mut live = live;
        let turn = self.sink.turn(&mut live, now, send);
        self.report();
        if self.printer.breaker.why().is_some() && self.stage == Stage::Running {
            self.halt(consumer);
        }
        match turn {
            Turn::Busy => TurnEnd::Busy,
            Turn::Resting => TurnEnd::Resting,
            Turn::Rewind { ask } => match self.rewind(consumer, ask) {
                Ok(()) => TurnEnd::Busy,
                Err(failure) => {
                    self.trouble(&failure);
                    TurnEnd::Resting
                }
            },
            Turn::End(ending, reason) => TurnEnd::End(ending, reason),
        }
    }

    /// Pauses above the mark, resumes at half of it. One message larger than the whole buffer passes alone. A
    /// reading that rests pauses too.
    pub fn regulate(&mut self, consumer: &BaseConsumer<Context>) {
        self.close_ended(consumer);
        let bytes = self.sink.ledger.bytes();
        let full = if self.paused { bytes > self.buffer_bytes / 2 } else { bytes >= self.buffer_bytes };
        let pause = full || self.reading.rests(self.now(), self.paused);
        if pause != self.paused && self.stage == Stage::Running {
            match self.set_paused(consumer, pause) {
                Ok(()) => self.paused = pause,
                Err(error) => self.trouble(&failure("pausing or resuming", &error, None, "kafka.fetch")),
            }
        }
    }

    /// Tells how full the buffer is.
    pub fn tell_flow(&self) {
        let paused_partitions = if self.is_paused() { self.sink.ledger.partitions().len() } else { 0 };
        Flow { in_flight_bytes: self.sink.ledger.bytes(), paused_partitions }.emit(&self.telemetry);
    }

    /// The circuit breaker has opened. What is open is undone by the failure that said so; nothing is sent or
    /// taken after it. Leaving the group instead would only hand the flood to the next instance.
    fn halt(&mut self, consumer: &BaseConsumer<Context>) {
        self.stage = Stage::Halted;
        self.give_up_unstarted();
        self.sink.settle(self.now());
        // Whatever comes nevertheless is not taken.
        let _ = self.set_paused(consumer, true);
    }

    /// A stop was asked for: nothing more is taken.
    pub fn drain(&mut self, consumer: &BaseConsumer<Context>) {
        self.stage = Stage::Draining;
        // Whatever comes nevertheless is not taken.
        let _ = self.set_paused(consumer, true);
    }

    /// Work that no worker has begun is given up: whoever comes next does it.
    pub fn give_up_unstarted(&mut self) {
        self.intake.open.clear();
        self.intake.wanted.values().for_each(|wanted| wanted.store(false, Ordering::Relaxed));
    }

    /// From now on the callbacks only let go.
    pub fn close(&mut self) {
        self.stage = Stage::Closing;
        self.give_up_unstarted();
    }

    /// Asks, once there are partitions and then now and again, how many partitions the topics have.
    ///
    /// # Errors
    /// The record topic has not the partitions that [`super::placing`] needs.
    pub fn survey(&mut self, consumer: &BaseConsumer<Context>) -> Result<(), Fault> {
        if Instant::now() < self.survey_at
            || self.stage != Stage::Running
            || self.sink.ledger.partitions().is_empty()
        {
            return Ok(());
        }
        self.survey_at = Instant::now() + RESURVEY;
        let topics = self.topics.clone();
        let mut all: Vec<&Arc<str>> = topics.sources.iter().chain(&topics.dead_letter).collect();
        all.push(&topics.record);
        all.dedup();
        for topic in all {
            // The consumer's client: the producer's would create what is missing, with the broker's defaults.
            let metadata = match consumer.fetch_metadata(Some(topic), ASK) {
                Ok(metadata) => metadata,
                Err(error) => {
                    let doing = format!("asking for topic {topic}");
                    self.trouble(&failure(&doing, &error, None, "kafka.fetch"));
                    return Ok(());
                }
            };
            let known = metadata.topics().iter().find(|known| known.name() == &**topic);
            let count = known.map_or(0, |known| known.partitions().len() as i32);
            if count == 0 {
                let message = sentence(&format!("topic {topic}"), "it does not exist", "kafka.unknown_topic");
                let condition = Some(Condition::Topics);
                Trouble { code: "kafka.unknown_topic", condition, message: &message }.emit(&self.telemetry);
            } else {
                self.printer.counts.insert(topic.clone(), count);
            }
        }
        self.survey_at = Instant::now() + SURVEY;
        let counts = &self.printer.counts;
        let count = |topic: &Arc<str>| counts.get(topic).map(|count| count.unsigned_abs());
        let Some(records) = count(&topics.record) else { return Ok(()) };
        let sources = topics.sources.iter().filter_map(|source| Some((&**source, count(source)?)));
        match topics.placing.misfit(sources, (&topics.record, records)) {
            Some(message) => Err(Fault::new(Exit::Usage, message)),
            None => Ok(()),
        }
    }

    fn set_paused(&self, consumer: &BaseConsumer<Context>, pause: bool) -> KafkaResult<()> {
        let all = consumer.assignment()?;
        if pause { consumer.pause(&all) } else { consumer.resume(&self.read(&all)) }
    }

    /// Logs and counts what the sink has been through.
    fn report(&mut self) {
        for failure in self.sink.troubles() {
            self.trouble(&failure);
        }
        for ended in self.sink.ended() {
            match ended {
                Ended::Committed { receipts, messages, took } => {
                    let mut all = Tally::default();
                    receipts.into_iter().for_each(|receipt| all.merge(receipt));
                    all.emit(&self.telemetry);
                    self.messages += messages as u64;
                    holds(&self.telemetry, Condition::Producer, "kafka.transaction");
                    holds(&self.telemetry, Condition::Topics, "kafka.unknown_topic");
                    if self.delivery == Delivery::ExactlyOnce {
                        let outcome = TransactionOutcome::Committed;
                        TransactionEnded { outcome, took, dispatches: messages, reason: None }
                            .emit(&self.telemetry);
                    }
                }
                Ended::Undone { messages, took, doubtful, reason } => {
                    if self.delivery == Delivery::ExactlyOnce {
                        let outcome = match doubtful {
                            true => TransactionOutcome::Indefinite,
                            false => TransactionOutcome::Aborted,
                        };
                        TransactionEnded { outcome, took, dispatches: messages, reason: Some(&reason) }
                            .emit(&self.telemetry);
                    }
                }
                Ended::Ready => {
                    holds(&self.telemetry, Condition::Producer, "kafka.transaction");
                    holds(&self.telemetry, Condition::Brokers, "kafka.brokers_down");
                }
            }
        }
    }

    fn trouble(&self, failure: &Failure) {
        if failure.code == breaker::OPEN {
            return BreakerOpened { code: breaker::OPEN, message: &failure.message }.emit(&self.telemetry);
        }
        let condition = match failure.code {
            "kafka.unknown_topic" => Condition::Topics,
            "kafka.fetch" => Condition::Group,
            _ => Condition::Producer,
        };
        Trouble { code: failure.code, condition: Some(condition), message: &failure.message }
            .emit(&self.telemetry);
    }
}

/// What a turn came to.
#[derive(Debug)]
pub enum TurnEnd {
    Busy,
    Resting,
    End(Ending, String),
}

impl Intake {
    fn assign(&mut self, partition: Partition) {
        self.release(partition);
        self.wanted.insert(partition, Arc::new(AtomicBool::new(true)));
    }

    fn release(&mut self, partition: Partition) {
        self.open.remove(&partition);
        if let Some(wanted) = self.wanted.remove(&partition) {
            wanted.store(false, Ordering::Relaxed);
        }
    }

    fn hand_over(&mut self, partition: Partition) {
        let Some((messages, _)) = self.open.remove(&partition) else { return };
        let Some(wanted) = self.wanted.get(&partition).cloned() else { return };
        // The channel has no bound of its own: what is in it is in the ledger, which has one in bytes
        // (invariant 8). It is closed only when no worker is left, and then nothing is finished either.
        let _ = self.jobs.send(Batch { messages, wanted });
    }
}
