//! The embedded broker: librdkafka's mock cluster, the feed that publishes to it, the reader of its output.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::message::{BorrowedMessage, Header, Headers, OwnedHeaders};
use rdkafka::mocking::MockCluster;
use rdkafka::producer::{
    BaseRecord, DefaultProducerContext, DeliveryResult, Producer, ProducerContext, ThreadedProducer,
};
use rdkafka::{ClientConfig, ClientContext, Message, Offset, TopicPartitionList};
use serde_json::{Value, json};

use super::samples::Sample;
use super::watch::Kind;
use crate::config::Config;

/// Partitions of every topic.
const PARTITIONS: i32 = 4;
/// The header that says which of the published dispatches an outcome belongs to: input headers are carried over.
const NUMBER: &str = "copydesk-demo";

/// The cluster; it and all that it holds are gone with this value.
pub struct Broker(MockCluster<'static, DefaultProducerContext>);

impl Broker {
    /// One broker on the loopback, and the topics of `config`.
    pub fn start(config: &Config) -> Result<Broker, KafkaError> {
        let cluster = MockCluster::new(1)?;
        let kafka = &config.kafka;
        for topic in kafka.source_topics.iter().chain([&kafka.record_topic, &dead_letter_topic(config)]) {
            cluster.create_topic(topic, PARTITIONS, 1)?;
        }
        Ok(Broker(cluster))
    }

    /// `host:port` of the broker.
    pub fn address(&self) -> String {
        self.0.bootstrap_servers()
    }
}

/// Where the stage puts what it cannot edit: the name set, or the default.
fn dead_letter_topic(config: &Config) -> String {
    let kafka = &config.kafka;
    let source = kafka.source_topics.first().map_or("", String::as_str);
    kafka.dead_letter_topic.clone().unwrap_or_else(|| format!("{source}.dlq"))
}

/// Publishes dispatches.
pub struct Feed {
    producer: ThreadedProducer<Reports>,
    topic: String,
    failures: Receiver<String>,
}

/// Takes the delivery reports and passes the bad ones on.
struct Reports(Sender<String>);

impl ClientContext for Reports {}

impl ProducerContext for Reports {
    type DeliveryOpaque = ();

    fn delivery(&self, result: &DeliveryResult<'_>, (): ()) {
        if let Err((error, message)) = result {
            let key = String::from_utf8_lossy(message.key().unwrap_or_default()).into_owned();
            // The other end is gone when the demonstration ends early.
            let _ = self.0.send(format!("{key} could not be published: {error}"));
        }
    }
}

impl Feed {
    pub fn new(config: &Config) -> Result<Feed, KafkaError> {
        let (sender, failures) = channel();
        let producer = ClientConfig::new()
            .set("bootstrap.servers", &config.kafka.bootstrap_servers)
            .set("partitioner", "murmur2_random")
            // Whatever file is named shall reach the stage, which has its own limit.
            .set("message.max.bytes", "100000000")
            .create_with_context(Reports(sender))?;
        let topic = config.kafka.source_topics.first().cloned().unwrap_or_default();
        Ok(Feed { producer, topic, failures })
    }

    /// Publishes one; `false`: the queue is full, come again.
    pub fn publish(&self, number: usize, sample: &Sample) -> Result<bool, KafkaError> {
        let tag = number.to_string();
        let headers = OwnedHeaders::new().insert(Header { key: NUMBER, value: Some(&tag) });
        #[allow(clippy::disallowed_methods)] // Samples are published as of now.
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let record = BaseRecord::to(&self.topic)
            .key(&sample.name)
            .headers(headers)
            .timestamp(i64::try_from(now.as_millis()).unwrap_or(i64::MAX));
        let record = match &sample.payload {
            Some(payload) => record.payload(payload),
            None => record,
        };
        match self.producer.send(record) {
            Ok(()) => Ok(true),
            Err((KafkaError::MessageProduction(RDKafkaErrorCode::QueueFull), _)) => Ok(false),
            Err((error, _)) => Err(error),
        }
    }

    /// The next dispatch that the broker did not take.
    pub fn failure(&self) -> Option<String> {
        self.failures.try_recv().ok()
    }
}

impl Drop for Feed {
    fn drop(&mut self) {
        // Nothing waits for delivery any more when all is well; when it is not, half a second is enough.
        let _ = self.producer.flush(Duration::from_millis(500));
    }
}

/// Reads the record and the dead-letter topic from the beginning.
pub struct Reader {
    consumer: BaseConsumer,
    record_topic: String,
}

/// An outcome as it stood on its topic.
pub struct Arrival {
    /// Which dispatch of this demonstration; `None` for one that somebody else published.
    pub number: Option<usize>,
    pub kind: Kind,
    /// What [`crate::cli::pretty::record`] prints.
    pub value: Value,
}

impl Reader {
    pub fn new(config: &Config) -> Result<Reader, KafkaError> {
        let consumer: BaseConsumer = ClientConfig::new()
            .set("bootstrap.servers", &config.kafka.bootstrap_servers)
            // Partitions are assigned by hand; the library asks for a group all the same.
            .set("group.id", "copydesk-demo-reader")
            .set("enable.auto.commit", "false")
            .set("isolation.level", "read_committed")
            .create()?;
        let mut partitions = TopicPartitionList::new();
        for topic in [&config.kafka.record_topic, &dead_letter_topic(config)] {
            for partition in 0..PARTITIONS {
                partitions.add_partition_offset(topic, partition, Offset::Beginning)?;
            }
        }
        consumer.assign(&partitions)?;
        Ok(Reader { consumer, record_topic: config.kafka.record_topic.clone() })
    }

    /// The next outcome, waiting at most `patience`. Errors are passing ones: the client mends its connections.
    pub fn next(&self, patience: Duration) -> Option<Arrival> {
        let message = self.consumer.poll(patience)?.ok()?;
        let kind = if message.topic() == self.record_topic { Kind::Record } else { Kind::DeadLetter };
        let payload = message.payload().unwrap_or_default();
        let value = match kind {
            Kind::Record => serde_json::from_slice(payload).unwrap_or_default(),
            Kind::DeadLetter => dead_letter(&message),
        };
        let number = header(&message, NUMBER).and_then(|number| number.parse().ok());
        Some(Arrival { number, kind, value })
    }
}

/// A dead letter in the form in which `copydesk enrich` gives it.
fn dead_letter(message: &BorrowedMessage<'_>) -> Value {
    let of = |name: &str| header(message, name).unwrap_or_default();
    json!({ "copydesk": {
        "source": {
            "key": message.key().map(|key| String::from_utf8_lossy(key).into_owned()),
            "item": of("copydesk-item").parse::<u32>().ok(),
        },
        "dead_letter": { "code": of("copydesk-code"), "message": of("__dlq.errors.message") },
    }})
}

fn header(message: &BorrowedMessage<'_>, name: &str) -> Option<String> {
    let headers = message.headers()?;
    let found = headers.iter().find(|header| header.key == name)?;
    Some(String::from_utf8_lossy(found.value?).into_owned())
}
