//! librdkafka's settings: the stage's defaults, the user's properties over them, and the few that nobody may
//! change because the promise of `delivery` rests on them.

use std::collections::BTreeMap;

use rdkafka::ClientConfig;

use super::{Exit, Fault};
use crate::config::{Config, Delivery, OffsetReset, Property};

/// A property that `[kafka.properties]`, `[kafka.consumer]` and `[kafka.producer]` must not set.
#[derive(Debug, Clone, Copy)]
pub struct Reserved {
    pub name: &'static str,
    /// Why not, and what to do instead: ends the sentence "X cannot be set: …".
    pub why: &'static str,
}

/// Every reserved property.
pub const RESERVED: &[Reserved] = &[
    reserved("bootstrap.servers", "use kafka.bootstrap_servers"),
    reserved("metadata.broker.list", "use kafka.bootstrap_servers"),
    reserved("group.id", "use kafka.group_id"),
    reserved("auto.offset.reset", "use kafka.auto_offset_reset"),
    reserved("transactional.id", "it is made of kafka.group_id and kafka.instance"),
    reserved("enable.auto.commit", "offsets are committed behind their outcomes only"),
    reserved("enable.auto.offset.store", "offsets are committed behind their outcomes only"),
    reserved("auto.commit.interval.ms", "use run.commit_interval_ms"),
    reserved("auto.commit.enable", "offsets are committed behind their outcomes only"),
    reserved("isolation.level", "the stage reads committed messages only"),
    reserved("enable.idempotence", "a retry would publish an outcome twice, or out of order"),
    reserved("acks", "an outcome counts as delivered when all in-sync replicas have it"),
    reserved("request.required.acks", "an outcome counts as delivered when all in-sync replicas have it"),
    reserved("delivery.report.only.error", "every outcome needs its delivery report"),
    reserved("message.max.bytes", "it follows from limits.max_record_bytes and limits.max_dispatch_bytes"),
    reserved("enable.partition.eof", "the stage has no end"),
    reserved("statistics.interval.ms", "lag, readiness and partitions that stand still are told by it"),
    reserved("test.mock.num.brokers", "it would replace the cluster with an empty one in memory"),
];

const fn reserved(name: &'static str, why: &'static str) -> Reserved {
    Reserved { name, why }
}

/// The row of a reserved property.
pub fn find_reserved(name: &str) -> Option<&'static Reserved> {
    RESERVED.iter().find(|row| row.name == name)
}

/// Room for keys, headers and protocol beside the largest value.
pub(super) const OVERHEAD: usize = 64 << 10;
/// Longest session and transaction, when the user sets none. The transaction has to end before the session:
/// else the next owner of a partition waits for an instance that is gone.
const SESSION_MS: u64 = 30_000;
const TRANSACTION_MS: u64 = 15_000;
/// Longest time between two polls, when the user sets none. The stage polls every few seconds, and a request to join
/// whose answer is lost is given up no sooner: Kafka's own five minutes would leave partitions unread so long.
const POLL_MS: u64 = 60_000;

/// Both clients' settings, and what the stage itself has to know of them.
#[derive(Debug, Clone)]
pub struct Clients {
    pub consumer: ClientConfig,
    pub producer: ClientConfig,
    pub transactional_id: Option<String>,
    pub session_ms: u64,
    /// How long one transaction may take; in at_least_once, how long a commit is tried.
    pub transaction_ms: u64,
    /// Largest message that the producer takes, in bytes.
    pub message_max: usize,
}

impl Clients {
    /// Reads secrets; connects to nothing.
    pub fn new(config: &Config) -> Result<Self, Fault> {
        let kafka = &config.kafka;
        let exactly_once = config.delivery == Delivery::ExactlyOnce;
        let mut common = ClientConfig::new();
        common.set("bootstrap.servers", &kafka.bootstrap_servers);
        common.set("client.id", format!("copydesk-{}", kafka.instance));
        let properties = resolve("kafka.properties", &kafka.properties)?;

        let mut consumer = common.clone();
        consumer
            .set("group.id", &kafka.group_id)
            .set("enable.auto.commit", "false")
            .set("enable.auto.offset.store", "false")
            .set("isolation.level", "read_committed")
            .set("auto.offset.reset", reset(kafka.auto_offset_reset))
            .set("allow.auto.create.topics", "false")
            .set("statistics.interval.ms", "5000")
            .set("queued.min.messages", "10000");
        let own = resolve("kafka.consumer", &kafka.consumer)?;
        let set = |name: &str| own.get(name).or_else(|| properties.get(name)).cloned();
        // KIP-848: the broker decides on assignment and session, librdkafka refuses to be told them.
        if set("group.protocol").as_deref() != Some("consumer") {
            consumer
                .set("partition.assignment.strategy", "cooperative-sticky")
                .set("session.timeout.ms", SESSION_MS.to_string());
        }
        apply(&mut consumer, &properties, Role::Consumer);
        apply(&mut consumer, &own, Role::Consumer);
        let session_ms = number(&consumer, "session.timeout.ms").unwrap_or(SESSION_MS);
        if set("max.poll.interval.ms").is_none() {
            // librdkafka wants at least the session.
            consumer.set("max.poll.interval.ms", POLL_MS.max(session_ms).to_string());
        }

        let message_max = config.limits.max_record_bytes.max(config.limits.max_dispatch_bytes) + OVERHEAD;
        let mut producer = common;
        producer
            .set("enable.idempotence", "true")
            .set("message.max.bytes", message_max.to_string())
            .set("partitioner", "murmur2_random")
            .set("compression.type", "lz4")
            .set("queue.buffering.max.kbytes", "131072");
        let transactional_id = exactly_once.then(|| format!("{}-{}", kafka.group_id, kafka.instance));
        if let Some(id) = &transactional_id {
            producer.set("transactional.id", id);
            let timeout = TRANSACTION_MS.min(session_ms * 3 / 4);
            producer.set("transaction.timeout.ms", timeout.to_string());
        }
        apply(&mut producer, &properties, Role::Producer);
        apply(&mut producer, &resolve("kafka.producer", &kafka.producer)?, Role::Producer);
        let transaction_ms = number(&producer, "transaction.timeout.ms").unwrap_or(TRANSACTION_MS);
        Ok(Clients { consumer, producer, transactional_id, session_ms, transaction_ms, message_max })
    }

    /// For a consumer that reads up to an end: it has to hear of partitions' ends, and where they were met.
    pub fn end_aware(&mut self) {
        self.consumer.set("enable.partition.eof", "true").set("statistics.interval.ms", "1000");
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Role {
    Consumer,
    Producer,
}

/// Properties of one role only: given for all clients, they would draw a warning from the other.
const CONSUMER_ONLY: &[&str] = &["session.timeout.ms", "heartbeat.interval.ms", "max.poll.interval.ms"];
const PRODUCER_ONLY: &[&str] =
    &["transaction.timeout.ms", "linger.ms", "compression.type", "compression.codec"];

fn apply(config: &mut ClientConfig, properties: &BTreeMap<String, String>, role: Role) {
    let foreign = if role == Role::Consumer { PRODUCER_ONLY } else { CONSUMER_ONLY };
    for (name, value) in properties {
        if find_reserved(name).is_none() && !foreign.contains(&name.as_str()) {
            config.set(name, value);
        }
    }
}

fn resolve(
    section: &str,
    properties: &BTreeMap<String, Property>,
) -> Result<BTreeMap<String, String>, Fault> {
    let mut resolved = BTreeMap::new();
    for (name, property) in properties {
        if let Some(row) = find_reserved(name) {
            let message = format!("[{section}] {name} cannot be set: {}", row.why);
            return Err(Fault::new(Exit::Usage, message));
        }
        let value = property
            .value()
            .map_err(|error| Fault::new(Exit::Environment, format!("[{section}] {name}: {error}")))?;
        resolved.insert(name.clone(), value);
    }
    Ok(resolved)
}

fn number(config: &ClientConfig, name: &str) -> Option<u64> {
    config.get(name)?.parse().ok()
}

fn reset(reset: OffsetReset) -> &'static str {
    match reset {
        OffsetReset::Earliest => "earliest",
        OffsetReset::Latest => "latest",
        OffsetReset::Error => "error",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(properties: &[(&str, Property)], consumer: &[(&str, Property)]) -> Result<Clients, Fault> {
        let mut config = Config::default();
        let owned = |list: &[(&str, Property)]| {
            list.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
        };
        config.kafka.properties = owned(properties);
        config.kafka.consumer = owned(consumer);
        Clients::new(&config)
    }

    #[test]
    fn the_transaction_ends_before_the_session() {
        for (session, want) in [(None, 15_000), (Some(6_000), 4_500), (Some(60_000), 15_000)] {
            let consumer: Vec<_> =
                session.map(|ms| ("session.timeout.ms", Property::Number(ms))).into_iter().collect();
            let clients = with(&[], &consumer).expect("good");
            assert_eq!(clients.transaction_ms, want, "{session:?}");
            assert!(clients.transaction_ms < clients.session_ms);
        }
    }

    #[test]
    fn a_poll_may_be_as_late_as_the_session_allows() {
        let number = Property::Number;
        for (properties, want) in [
            (vec![], "60000"),
            (vec![("session.timeout.ms", number(90_000))], "90000"),
            (vec![("max.poll.interval.ms", number(300_000))], "300000"),
        ] {
            let clients = with(&[], &properties).expect("good");
            assert_eq!(clients.consumer.get("max.poll.interval.ms"), Some(want));
            clients.consumer.create_native_config().expect("librdkafka takes it");
        }
    }

    #[test]
    fn a_property_for_the_consumer_goes_over_one_for_all() {
        let clients = with(
            &[
                ("fetch.wait.max.ms", Property::Number(5)),
                ("security.protocol", Property::Text("ssl".into())),
            ],
            &[("fetch.wait.max.ms", Property::Number(7))],
        )
        .expect("good");
        assert_eq!(clients.consumer.get("fetch.wait.max.ms"), Some("7"));
        assert_eq!(clients.producer.get("security.protocol"), Some("ssl"));
    }

    #[test]
    fn what_would_break_the_promise_is_refused() {
        for row in RESERVED {
            let fault = with(&[(row.name, Property::Flag(false))], &[]).expect_err(row.name);
            assert_eq!(fault.exit, Exit::Usage);
            assert!(fault.message.contains(row.name) && fault.message.contains(row.why), "{}", fault.message);
        }
    }

    #[test]
    fn every_default_is_a_property_that_librdkafka_knows() {
        let clients = with(&[], &[]).expect("good");
        clients.consumer.create_native_config().expect("consumer");
        clients.producer.create_native_config().expect("producer");
    }
}
