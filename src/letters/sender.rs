//! The redrive's own producer: letters and the receipts for them in one transaction.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rdkafka::client::OAuthToken;
use rdkafka::error::{KafkaError, RDKafkaErrorCode as Code};
use rdkafka::message::{OwnedHeaders, OwnedMessage};
use rdkafka::producer::{BaseProducer, BaseRecord, DeliveryResult, Producer, ProducerContext, PurgeConfig};
use rdkafka::{ClientConfig, ClientContext, Message};

use super::receipt::{Ranges, Receipt};
use crate::kafka::faults::{failure, refusal};
use crate::kafka::sink::Failure;
use crate::kafka::txn::Class;
use crate::kafka::{Exit, Fault};

/// Longest that one call may take; it is made again until [`GIVE_UP`].
const CALL: Duration = Duration::from_secs(5);
/// A transaction, or the start, that takes longer has failed. Well under any broker's own limit.
const GIVE_UP: Duration = Duration::from_secs(60);
const TRANSACTION_MS: &str = "60000";

/// A letter on its way back.
pub struct Parcel {
    /// As it lies in the dead-letter topic.
    pub letter: OwnedMessage,
    pub to: Arc<str>,
    /// `None`: another letter of the same message brings it back, and only the receipt is written.
    pub content: Option<Content>,
}

/// What of a parcel is not in the letter.
pub struct Content {
    pub headers: OwnedHeaders,
    /// `None` leaves it to the key.
    pub partition: Option<i32>,
}

/// Why a batch was not sent. Nothing of it was.
pub enum Unsent {
    /// A topic does not take one of the letters, however often it is asked: too large, too old.
    Refused,
    Failed(Fault),
}

/// What the delivery reports of a transaction brought.
#[derive(Default)]
struct Reports {
    failed: Mutex<Option<KafkaError>>,
}

impl ClientContext for Reports {
    const ENABLE_REFRESH_OAUTH_TOKEN: bool = true;

    fn generate_oauth_token(&self, config: Option<&str>) -> Result<OAuthToken, Box<dyn std::error::Error>> {
        crate::kafka::oauth::token(config)
    }

    fn stats(&self, _: rdkafka::Statistics) {}
}

impl ProducerContext for Reports {
    type DeliveryOpaque = ();

    fn delivery(&self, result: &DeliveryResult<'_>, (): ()) {
        if let Err((error, _)) = result {
            let mut failed = self.failed.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            // Those that went down with a refused letter say less than it does.
            let refused = |error: &KafkaError| error.rdkafka_error_code().and_then(refusal).is_some();
            if failed.is_none() || refused(error) {
                *failed = Some(error.clone());
            }
        }
    }
}

pub struct Sender {
    settings: ClientConfig,
    producer: BaseProducer<Reports>,
    /// The dead-letter topic, which the receipts go to.
    topic: String,
}

impl Sender {
    /// Starts the producer. It ends what a run before it left open, and shuts out one that still goes on.
    pub fn open(settings: &ClientConfig, topic: &str) -> Result<Sender, Fault> {
        let mut settings = settings.clone();
        settings
            .set("transactional.id", transactional_id(topic))
            .set("transaction.timeout.ms", TRANSACTION_MS);
        let producer = start(&settings)?;
        Ok(Sender { settings, producer, topic: topic.to_owned() })
    }

    /// Sends all parcels, with receipts for their letters, in one transaction: all or none of it.
    pub fn send(&mut self, parcels: &[Parcel]) -> Result<(), Unsent> {
        let unsent = match self.transaction(parcels) {
            Ok(()) => return Ok(()),
            Err(unsent) => unsent,
        };
        if let Unsent::Refused = unsent {
            // librdkafka does not mend the sequence that a refused message breaks; a new producer ends what the old
            // one left open.
            self.producer = start(&self.settings).map_err(Unsent::Failed)?;
        } else {
            // Best effort: the broker does it by itself after the transaction's timeout, or the next run does.
            self.producer.purge(PurgeConfig::default().queue());
            let _ = self.producer.flush(CALL);
            let _ = self.producer.abort_transaction(CALL);
        }
        Err(unsent)
    }

    fn transaction(&self, parcels: &[Parcel]) -> Result<(), Unsent> {
        let give_up = Instant::now() + GIVE_UP;
        *self.failed() = None;
        self.producer.begin_transaction().map_err(|error| self.fault("beginning a transaction", &error))?;
        let mut sent: BTreeMap<(i32, &str), Ranges> = BTreeMap::new();
        // The token may have run out while letters were read.
        self.producer.poll(Duration::ZERO);
        for parcel in parcels {
            if let Some(Content { headers, partition }) = &parcel.content {
                let mut record: BaseRecord<'_, [u8], [u8]> =
                    BaseRecord::to(&parcel.to).headers(headers.clone());
                record.key = parcel.letter.key();
                record.payload = parcel.letter.payload();
                record.partition = *partition;
                record.timestamp = parcel.letter.timestamp().to_millis().filter(|ms| *ms > 0);
                self.queue(record, give_up)?;
            }
            let place = (parcel.letter.partition(), &*parcel.to);
            sent.entry(place).or_default().insert(parcel.letter.offset());
        }
        for ((partition, to), letters) in sent {
            let receipt = Receipt { letters, to: to.to_owned() };
            let (key, value) = (receipt.key(partition), receipt.value());
            let record = BaseRecord::to(&self.topic).partition(partition).headers(receipt.headers());
            self.queue(record.key(key.as_bytes()).payload(value.as_bytes()), give_up)?;
        }
        // Every delivery report is in before the commit.
        while self.producer.in_flight_count() > 0 && self.failed().is_none() {
            self.producer.poll(Duration::from_millis(20));
            if Instant::now() > give_up {
                let why = KafkaError::Flush(Code::OperationTimedOut);
                return Err(self.fault("sending letters back", &why));
            }
        }
        if let Some(error) = self.failed().take() {
            return Err(self.undelivered(&error));
        }
        loop {
            match self.producer.commit_transaction(CALL) {
                Ok(()) => return Ok(()),
                Err(KafkaError::Transaction(error)) if error.is_retriable() && Instant::now() < give_up => {}
                Err(error) => return Err(self.fault("committing a transaction", &error)),
            }
        }
    }

    fn queue(&self, mut record: BaseRecord<'_, [u8], [u8]>, give_up: Instant) -> Result<(), Unsent> {
        loop {
            match self.producer.send(record) {
                Ok(()) => return Ok(()),
                Err((KafkaError::MessageProduction(Code::QueueFull), back)) if Instant::now() < give_up => {
                    record = back;
                    self.producer.poll(Duration::from_millis(10));
                }
                Err((error, _)) => return Err(self.undelivered(&error)),
            }
        }
    }

    fn undelivered(&self, error: &KafkaError) -> Unsent {
        match error.rdkafka_error_code().and_then(refusal) {
            Some(_) => Unsent::Refused,
            None => self.fault("sending letters back", error),
        }
    }

    fn fault(&self, doing: &str, error: &KafkaError) -> Unsent {
        let fatal = self.producer.client().fatal_error().map(|(code, _)| code);
        Unsent::Failed(described(failure(doing, error, fatal, "kafka.transaction"), &self.topic))
    }

    fn failed(&self) -> std::sync::MutexGuard<'_, Option<KafkaError>> {
        self.producer.context().failed.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// One for each dead-letter topic: two redrives of one topic would send letters twice.
fn transactional_id(topic: &str) -> String {
    format!("copydesk-redrive-{topic}")
}

fn start(settings: &ClientConfig) -> Result<BaseProducer<Reports>, Fault> {
    let made = settings.create_with_context(Reports::default());
    let producer: BaseProducer<Reports> = made.map_err(|error| {
        let message = format!("cannot make a producer: {error}; see [kafka.properties] and [kafka.producer]");
        Fault::new(Exit::Usage, message)
    })?;
    let give_up = Instant::now() + GIVE_UP;
    loop {
        // A login by token is served by a poll, also the next one of a token that has run out.
        producer.poll(Duration::ZERO);
        match producer.init_transactions(CALL) {
            Ok(()) => return Ok(producer),
            Err(KafkaError::Transaction(error)) if error.is_retriable() && Instant::now() < give_up => {}
            Err(error) => {
                let failure =
                    failure("starting the transactional producer", &error, None, "kafka.transaction");
                return Err(Fault::new(Exit::Environment, failure.message));
            }
        }
    }
}

fn described(failure: Failure, topic: &str) -> Fault {
    match failure.class {
        Class::Fenced => {
            let message = format!(
                "another redrive of {topic} has started and goes on instead of this one; let one of them finish"
            );
            Fault::new(Exit::Failed, message)
        }
        Class::Denied => Fault::new(Exit::Environment, failure.message),
        _ => {
            let message = format!("{}; run again: it sends what is left, and nothing twice", failure.message);
            Fault::new(Exit::Environment, message)
        }
    }
}
