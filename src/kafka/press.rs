//! The real [`Press`]: an rdkafka producer and the consumer whose offsets it commits.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender};
use rdkafka::client::OAuthToken;
use rdkafka::consumer::{BaseConsumer, CommitMode, Consumer};
use rdkafka::error::{KafkaError, RDKafkaErrorCode as Code};
use rdkafka::message::OwnedMessage;
use rdkafka::producer::{
    BaseProducer, BaseRecord, DeliveryResult, Producer as _, ProducerContext, PurgeConfig,
};
use rdkafka::{ClientConfig, ClientContext, Message};

use super::breaker::{self, Breaker};
use super::faults::{failure, reason, refusal, sentence, unanswered};
use super::ledger::{Mark, Partition, Ticket};
use super::outgoing::{Content, Edited, Parcel, Refused, Why};
use super::sink::{Failure, Press, Report};
use super::source::Context;
use super::topics::Topics;
use super::txn::{Class, Millis, Step};
use super::{Exit, Fault, bounded};
use crate::config::Delivery;
use crate::telemetry::Telemetry;

/// Longest that one call to the broker may take; the caller calls again, and polls in between.
const CALL: Duration = Duration::from_secs(5);
/// Longest that sending waits for room in the producer's queue.
const ROOM: Duration = Duration::from_secs(20);

/// What a delivery report has to bring back.
pub struct Sent {
    ticket: Ticket,
    run: u64,
    record: bool,
}

pub struct Reports {
    reports: Sender<(Sent, Result<(), KafkaError>)>,
    telemetry: Arc<Telemetry>,
}

impl ClientContext for Reports {
    const ENABLE_REFRESH_OAUTH_TOKEN: bool = true;

    fn generate_oauth_token(&self, config: Option<&str>) -> Result<OAuthToken, Box<dyn std::error::Error>> {
        super::oauth::token(config)
    }

    fn error(&self, error: KafkaError, reason: &str) {
        super::source::trouble(&self.telemetry, "the producer", &error, reason);
    }

    fn stats(&self, _: rdkafka::Statistics) {}
}

impl ProducerContext for Reports {
    type DeliveryOpaque = Box<Sent>;

    fn delivery(&self, result: &DeliveryResult<'_>, sent: Box<Sent>) {
        let result = result.as_ref().map(|_| ()).map_err(|(error, _)| error.clone());
        // Nobody listens any more when the stage is closing.
        let _ = self.reports.send((*sent, result));
    }
}

/// The producer and what outlives it when it is replaced.
pub struct Printer {
    config: ClientConfig,
    delivery: Delivery,
    /// `None` only while it is being replaced, and at the end.
    producer: Option<Arc<BaseProducer<Reports>>>,
    incoming: Receiver<(Sent, Result<(), KafkaError>)>,
    outgoing: Sender<(Sent, Result<(), KafkaError>)>,
    telemetry: Arc<Telemetry>,
    /// Between the begin and the end of a transaction.
    in_transaction: bool,
    /// Messages whose outcomes a topic refused, and how far that is certain.
    unwelcome: HashMap<(Partition, i64), Unwelcome>,
    /// Partitions of each topic, as far as they were asked for.
    pub counts: HashMap<Arc<str>, i32>,
    pub breaker: Breaker,
}

#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Unwelcome {
    /// The batch was refused that it was in: send it alone to know.
    suspect: bool,
    refused: Refused,
}

impl Printer {
    pub fn new(
        config: ClientConfig,
        delivery: Delivery,
        telemetry: Arc<Telemetry>,
        breaker: Breaker,
    ) -> Result<Self, Fault> {
        let (outgoing, incoming) = crossbeam_channel::unbounded();
        let mut printer = Printer {
            config,
            delivery,
            producer: None,
            incoming,
            outgoing,
            telemetry,
            in_transaction: false,
            unwelcome: HashMap::new(),
            counts: HashMap::new(),
            breaker,
        };
        printer.create().map_err(|failure| Fault::new(Exit::Usage, failure.message))?;
        Ok(printer)
    }

    fn create(&mut self) -> Result<(), Failure> {
        let context = Reports { reports: self.outgoing.clone(), telemetry: self.telemetry.clone() };
        let made = self.config.create_with_context(context);
        self.producer = Some(Arc::new(made.map_err(|error| Failure {
            class: Class::Fatal,
            code: "kafka.produce",
            message: format!("cannot make a producer: {error}; see [kafka.properties] and [kafka.producer]"),
        })?));
        Ok(())
    }

    /// What is known not to fit.
    pub fn refused(&self, partition: Partition, offset: i64) -> Refused {
        if self.unwelcome.is_empty() {
            return Refused::default();
        }
        self.unwelcome.get(&(partition, offset)).map(|known| known.refused).unwrap_or_default()
    }

    /// Forgets sizes of messages that are committed.
    fn forget(&mut self, marks: &[Mark]) {
        if !self.unwelcome.is_empty() {
            self.unwelcome.retain(|(partition, offset), _| {
                !marks.iter().any(|(at, mark)| at == partition && offset < mark)
            });
        }
    }

    /// Serves delivery reports for so long.
    pub fn poll(&self, wait: Duration) {
        if let Some(producer) = &self.producer {
            producer.poll(wait);
        }
    }

    /// Takes the producer out, to be dropped.
    pub fn close(&mut self) -> impl Send + use<> {
        self.producer.take()
    }

    /// What a delivery that failed is really due to: purged and refused messages do not say it themselves.
    fn cause(&self, error: KafkaError) -> KafkaError {
        let symptom = matches!(
            error.rdkafka_error_code(),
            Some(Code::PurgeQueue | Code::PurgeInflight | Code::State | Code::Fatal)
        );
        match &self.producer {
            // Within a transaction this begins nothing, and answers with the error that the transaction has.
            Some(producer) if symptom && self.in_transaction => match producer.begin_transaction() {
                Err(KafkaError::Transaction(cause)) if cause.code() != Code::State => {
                    KafkaError::Transaction(cause)
                }
                _ => error,
            },
            _ => error,
        }
    }

    fn fatal(&self) -> Option<Code> {
        self.producer.as_ref()?.client().fatal_error().map(|(code, _)| code)
    }
}

/// A printer at work for a consumer.
pub struct Live<'a> {
    pub printer: &'a mut Printer,
    pub consumer: &'a BaseConsumer<Context>,
    pub topics: &'a Topics,
    /// When the stage's clock began.
    pub start: Instant,
    /// Wait for the answer to a commit: before partitions are given away.
    pub certain: bool,
}

const GONE: Failure = Failure { class: Class::Fatal, code: "kafka.produce", message: String::new() };

impl Press<Edited> for Live<'_> {
    fn now(&self) -> Millis {
        self.start.elapsed().as_millis() as Millis
    }

    fn call(&mut self, step: Step, marks: &[Mark]) -> Result<(), Failure> {
        let Some(producer) = &self.printer.producer else { return Err(GONE) };
        let offsets = |marks: &[Mark]| self.topics.list(marks.iter().copied());
        let (doing, result) = match (step, self.printer.delivery) {
            (Step::Init, _) => ("starting the transactional producer", producer.init_transactions(CALL)),
            (Step::Begin, _) => ("beginning a transaction", producer.begin_transaction()),
            (Step::Offsets, _) if marks.is_empty() => return Ok(()),
            (Step::Offsets, Delivery::ExactlyOnce) => {
                // Fresh for each transaction: it carries the generation that fences a zombie (KIP-447).
                let Some(group) = self.consumer.group_metadata() else { return Err(GONE) };
                let (producer, marks) = (producer.clone(), offsets(marks));
                let send = move || producer.send_offsets_to_transaction(&marks, &group, CALL);
                let doing = "adding offsets to the transaction";
                // A call that hangs keeps the producer, whatever takes its place: that one's Init fences it.
                (doing, bounded::within(2 * CALL, send).map_err(|why| unanswered(doing, &why))?)
            }
            (Step::Offsets, Delivery::AtLeastOnce) => {
                let mode = if self.certain { CommitMode::Sync } else { CommitMode::Async };
                ("committing offsets", self.consumer.commit(&offsets(marks), mode))
            }
            (Step::Commit, _) => ("committing a transaction", producer.commit_transaction(CALL)),
            (Step::Abort, _) => {
                // The abort waits for the delivery reports of what is queued and in flight, and does not
                // serve them itself.
                producer.purge(PurgeConfig::default().queue());
                let _ = producer.flush(CALL);
                ("aborting a transaction", producer.abort_transaction(CALL))
            }
            (Step::Deliver, _) => return Ok(()),
        };
        let fallback = match self.printer.delivery {
            Delivery::ExactlyOnce => "kafka.transaction",
            Delivery::AtLeastOnce => "kafka.commit",
        };
        let result = result.map_err(|error| failure(doing, &error, self.printer.fatal(), fallback));
        let commits = match self.printer.delivery {
            Delivery::ExactlyOnce => Step::Commit,
            Delivery::AtLeastOnce => Step::Offsets,
        };
        if result.is_ok() {
            match step {
                Step::Begin => self.printer.in_transaction = true,
                Step::Commit => self.printer.in_transaction = false,
                Step::Abort => {
                    self.printer.in_transaction = false;
                    self.printer.breaker.undo();
                }
                _ => {}
            }
            if step == commits {
                self.printer.forget(marks);
                self.printer.breaker.settle();
            }
        }
        result
    }

    fn replace(&mut self) -> Result<(), Failure> {
        // Purges what it holds and tells so; those reports are of an earlier run.
        drop(self.printer.producer.take());
        self.printer.in_transaction = false;
        self.printer.breaker.undo();
        self.printer.create()
    }

    fn send(&mut self, ticket: Ticket, run: u64, edited: Edited) -> Result<(u32, usize), Failure> {
        self.printer.breaker.weigh(edited.verdicts()).map_err(|why| Failure {
            class: Class::Abortable,
            code: breaker::OPEN,
            message: sentence("the stage stands still", &why, breaker::OPEN),
        })?;
        let key = (ticket.partition, ticket.offset);
        let alone = self.printer.unwelcome.get(&key).is_some_and(|known| known.suspect);
        if alone {
            self.flush();
        }
        let mut bytes = 0;
        let owed = edited.parcels.len() as u32;
        for parcel in edited.parcels {
            bytes += self.send_parcel(ticket, run, &edited.message, parcel)?;
            if alone {
                self.flush();
            }
        }
        Ok((owed, bytes))
    }

    fn report(&mut self) -> Option<Report> {
        if self.printer.incoming.is_empty() {
            self.printer.poll(Duration::ZERO);
        }
        let (sent, result) = self.printer.incoming.try_recv().ok()?;
        let result = result.map_err(|error| {
            let topic = if sent.record { &self.topics.record } else { self.dead_letter_topic(sent.ticket) };
            self.undelivered(&sent, topic, error)
        });
        Some(Report { ticket: sent.ticket, run: sent.run, result })
    }
}

impl<'a> Live<'a> {
    fn send_parcel(
        &mut self,
        ticket: Ticket,
        run: u64,
        message: &OwnedMessage,
        parcel: Parcel,
    ) -> Result<usize, Failure> {
        let topics = self.topics;
        let (topic, key, value, partition, record) = match &parcel.content {
            Content::Record { key, value, partition } => {
                (&topics.record, key.as_deref(), Some(value.as_slice()), *partition, true)
            }
            Content::DeadLetter { keep, .. } => {
                let value = message.payload().map(|value| &value[..keep.unwrap_or(value.len())]);
                let topic = self.dead_letter_topic(ticket);
                (topic, message.key(), value, self.same_partition(ticket.partition, topic), false)
            }
        };
        let sent = Box::new(Sent { ticket, run, record });
        let mut out: BaseRecord<'_, [u8], [u8], Box<Sent>> =
            BaseRecord::with_opaque_to(topic, sent).headers(parcel.headers);
        out.key = key;
        out.payload = value;
        out.partition = partition;
        out.timestamp = message.timestamp().to_millis().filter(|ms| *ms > 0);
        let give_up = Instant::now() + ROOM;
        loop {
            let Some(producer) = &self.printer.producer else { return Err(GONE) };
            match producer.send(out) {
                Ok(()) => return Ok(value.map_or(0, <[u8]>::len)),
                Err((KafkaError::MessageProduction(Code::QueueFull), back)) if Instant::now() < give_up => {
                    out = back;
                    producer.poll(Duration::from_millis(10));
                }
                Err((error, back)) => {
                    let known = self.printer.unwelcome.entry((ticket.partition, ticket.offset));
                    if error.rdkafka_error_code().and_then(refusal).is_some() {
                        // Refused before it was sent, by itself.
                        known.or_default().suspect = true;
                    }
                    let sent = back.delivery_opaque;
                    return Err(self.undelivered(&sent, topic, error));
                }
            }
        }
    }

    /// What a failed delivery comes to.
    fn undelivered(&mut self, sent: &Sent, topic: &str, error: KafkaError) -> Failure {
        let refusal = |error: &KafkaError| error.rdkafka_error_code().and_then(refusal);
        let learnt = refusal(&error).is_some_and(|why| self.refuse(sent, why));
        let error = self.printer.cause(error);
        let doing = format!("publishing to {topic}");
        let mut failure = failure(&doing, &error, self.printer.fatal(), "kafka.produce");
        // Those that went down with a refused message say so too.
        if refusal(&error).is_some() {
            failure.class = Class::Refused;
        }
        if failure.class == Class::Refused && !learnt && !sent.record {
            // There is nowhere else to put it, and it must not be skipped: the stage tries again, with pauses.
            failure.class = Class::Abortable;
            failure.code = "kafka.dead_letter_refused";
            failure.message = sentence(&doing, &reason(&error), failure.code);
        }
        failure
    }

    fn dead_letter_topic(&self, ticket: Ticket) -> &'a Arc<str> {
        let topics = self.topics;
        &topics.dead_letter[usize::from(ticket.partition.topic)]
    }

    /// The partition of a dead letter: the source's where both topics have as many; `None` leaves it to the key.
    fn same_partition(&self, from: Partition, to: &Arc<str>) -> Option<i32> {
        let counts = &self.printer.counts;
        let same = counts.get(self.topics.name(from)).is_some_and(|count| counts.get(to) == Some(count));
        same.then_some(from.number)
    }

    /// A topic refuses this outcome. The whole batch comes back with that error, so the first time it only
    /// raises a suspicion. `true` when the next try is another one for it.
    fn refuse(&mut self, sent: &Sent, why: Why) -> bool {
        let known = self.printer.unwelcome.entry((sent.ticket.partition, sent.ticket.offset)).or_default();
        let before = *known;
        match (known.suspect, sent.record) {
            (false, _) => known.suspect = true,
            (true, true) => known.refused.record = Some(why),
            (true, false) => known.refused.dead_letter = true,
        }
        *known != before
    }

    /// Waits until everything sent is delivered or has failed, so that the next message is a batch alone.
    fn flush(&self) {
        if let Some(producer) = &self.printer.producer {
            // A failure comes with the reports.
            let _ = producer.flush(CALL);
        }
    }
}
