//! Copy to feed the stage: original dispatches of invented people, numbered, and what feeds send beside them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use rdkafka::config::ClientConfig;
use rdkafka::error::KafkaError;
use rdkafka::message::{DeliveryResult, Header, OwnedHeaders};
use rdkafka::producer::{BaseRecord, Producer, ProducerContext, ThreadedProducer};
use rdkafka::types::RDKafkaErrorCode;

/// A message as a feed publishes it.
#[derive(Clone, Default)]
pub struct Raw {
    pub key: Option<Vec<u8>>,
    /// `None` is a tombstone.
    pub payload: Option<Vec<u8>>,
    pub headers: Vec<(&'static str, Option<Vec<u8>>)>,
    pub timestamp_ms: i64,
}

/// 2024-03-01T00:00:00Z: far enough back to show a stage that publishes with its own clock.
const FIRST: i64 = 1_709_251_200_000;

const PLACES: [&str; 6] =
    ["NAIROBI, Kenya", "PARIS", "OSAKA, Japan", "QUITO", "HELSINKI, Finland", "WINDHOEK, Namibia"];
const AGENCIES: [&str; 4] = ["AP", "Reuters", "AFP", "dpa"];
const PEOPLE: [&str; 5] =
    ["Amina Otieno", "Lucas Ferrand", "Mirjam Koskela", "Tomás Aguirre", "Hana Ishikawa"];

/// Good copy number `seq`, of 400 to 1,700 bytes: one of 97 running stories, so that keys repeat.
pub fn story(seq: u64) -> Raw {
    let place = pick(&PLACES, seq);
    let agency = pick(&AGENCIES, seq / 7);
    let person = pick(&PEOPLE, seq / 3);
    let family = person.rsplit(' ').next().unwrap_or(person);
    let mut text = format!(
        "{place}, March {} ({agency}) - Transport Minister {person} said on Friday that ferry number {seq} \
         would sail again once the harbour had been dredged.\n\n",
        seq % 28 + 1
    );
    for paragraph in 0..seq % 6 + 1 {
        text += &format!(
            "\"We have heard these promises {paragraph} times,\" {family} told a crowd at the quay, where \
             boat owners from both shores had waited since the early morning. The dredging would cost \
             {} million, paid by the port authority and by the towns on the coast.\n\n",
            seq % 90 + 10
        );
    }
    Raw {
        key: Some(format!("story-{}", seq % 97).into_bytes()),
        payload: Some(text.into_bytes()),
        headers: vec![("seq", Some(seq.to_string().into_bytes()))],
        timestamp_ms: FIRST + seq as i64 * 1_000,
    }
}

/// Good copy, and now and then what feeds send beside it: empty messages, tombstones, noise, other charsets,
/// odd keys and odd headers.
pub fn assorted(seq: u64) -> Raw {
    let mut raw = story(seq);
    match seq % 23 {
        1 => raw.payload = Some(Vec::new()),
        3 => raw.payload = None,
        5 => raw.payload = Some(b" \r\n\t \n".to_vec()),
        7 => raw.payload = Some((0..200u32).map(|i| ((i * 7 + seq as u32) % 32) as u8).collect()),
        9 => {
            raw.payload =
                Some(b"Z\xFCRICH (sda) - Die F\xE4hre f\xE4hrt wieder, sagte der Minister.".to_vec())
        }
        11 => raw.key = None,
        13 => raw.key = Some(vec![0xFF, 0x00, (seq % 5) as u8]),
        15 => raw.key = Some(Vec::new()),
        17 => raw.headers.extend([("seq", Some(b"twice".to_vec())), ("null", None), ("empty", Some(vec![]))]),
        19 => raw.payload = Some(b"<?xml version=\"1.0\"?><cut off=".to_vec()),
        _ => {}
    }
    raw
}

/// Letters and blanks that no compression makes small.
pub fn babble(seq: u64, length: usize) -> Vec<u8> {
    let mut state = seq.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let letter = |_| {
        // xorshift64
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        b"abcdefghijklmnopqrstuvwxyz      "[(state >> 40) as usize % 32]
    };
    (0..length).map(letter).collect()
}

fn pick<'a>(from: &[&'a str], number: u64) -> &'a str {
    from[number as usize % from.len()]
}

/// Publishes messages in their order and waits until all are delivered.
pub fn publish(client: &ClientConfig, topic: &str, copy: impl IntoIterator<Item = Raw>) {
    let feeder = Feeder::new(client, topic);
    copy.into_iter().for_each(|raw| feeder.send(&raw));
    feeder.finish();
}

/// A producer of raw copy.
struct Feeder {
    producer: ThreadedProducer<Refused>,
    topic: String,
}

impl Feeder {
    fn new(client: &ClientConfig, topic: &str) -> Feeder {
        let mut config = client.clone();
        config.set("enable.idempotence", "true").set("partitioner", "murmur2_random").set("linger.ms", "5");
        let producer = config.create_with_context(Refused::default()).expect("the settings are right");
        Feeder { producer, topic: topic.into() }
    }

    fn send(&self, raw: &Raw) {
        let mut headers = OwnedHeaders::new();
        for (key, value) in &raw.headers {
            headers = headers.insert(Header { key, value: value.as_ref() });
        }
        let mut record: BaseRecord<'_, [u8], [u8]> =
            BaseRecord::to(&self.topic).timestamp(raw.timestamp_ms).headers(headers);
        record.key = raw.key.as_deref();
        record.payload = raw.payload.as_deref();
        while let Err((error, back)) = self.producer.send(record) {
            let full = KafkaError::MessageProduction(RDKafkaErrorCode::QueueFull);
            assert_eq!(error, full, "copy cannot be published");
            std::thread::sleep(Duration::from_millis(5));
            record = back;
        }
    }

    fn finish(self) {
        self.producer.flush(Duration::from_secs(60)).expect("the copy is delivered");
        let refused = self.producer.context().0.load(Ordering::Relaxed);
        assert_eq!(refused, 0, "messages that the broker refused");
    }
}

/// Copy that keeps coming, some 200 messages a second, while a test does something else: the stage always has
/// work in progress.
pub struct Feed {
    enough: Arc<AtomicBool>,
    fed: Arc<AtomicU64>,
    feeder: Option<JoinHandle<u64>>,
}

impl Feed {
    /// Publishes `make(0)`, `make(1)`, ….
    pub fn start(client: &ClientConfig, topic: &str, make: fn(u64) -> Raw) -> Feed {
        let enough = Arc::new(AtomicBool::new(false));
        let count = Arc::new(AtomicU64::new(0));
        let (client, topic, done, told) = (client.clone(), topic.to_owned(), enough.clone(), count.clone());
        let feeder = std::thread::spawn(move || {
            let feeder = Feeder::new(&client, &topic);
            let mut fed = 0;
            while !done.load(Ordering::Relaxed) {
                feeder.send(&make(fed));
                fed += 1;
                told.store(fed, Ordering::Relaxed);
                std::thread::sleep(Duration::from_millis(5));
            }
            feeder.finish();
            fed
        });
        Feed { enough, fed: count, feeder: Some(feeder) }
    }

    /// How many messages it has sent so far.
    pub fn fed(&self) -> u64 {
        self.fed.load(Ordering::Relaxed)
    }

    /// Ends it and tells how many messages it published.
    pub fn stop(mut self) -> u64 {
        self.enough.store(true, Ordering::Relaxed);
        let feeder = self.feeder.take().expect("a feed is stopped once");
        feeder.join().expect("the feed publishes all its copy")
    }
}

impl Drop for Feed {
    fn drop(&mut self) {
        self.enough.store(true, Ordering::Relaxed);
    }
}

/// Counts the messages that were not delivered.
#[derive(Default)]
struct Refused(AtomicU64);

impl rdkafka::ClientContext for Refused {}

impl ProducerContext for Refused {
    type DeliveryOpaque = ();

    fn delivery(&self, result: &DeliveryResult<'_>, (): ()) {
        if result.is_err() {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
}
