//! The stage against librdkafka's embedded broker: the wiring, and what each error class comes to.
//!
//! That broker drops offsets sent in transactions, shows aborted records and fences nobody, so nothing here
//! claims "exactly once": tests/kafka.rs does, on a real one.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use copydesk::authority::Authority;
use copydesk::config::{Config, Delivery, Property};
use copydesk::desk::{Choice, Desk};
use copydesk::kafka::client::Clients;
use copydesk::kafka::{Drained, Exit, Fault, Stop, stage};
use copydesk::replay::draft::{Wanted, draft};
use copydesk::replay::plan::Rules;
use copydesk::replay::range::Bound;
use copydesk::telemetry::Telemetry;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::message::{Header, Headers, OwnedHeaders, OwnedMessage};
use rdkafka::mocking::MockCluster;
use rdkafka::producer::{BaseProducer, BaseRecord, DefaultProducerContext, Producer};
use rdkafka::types::{RDKafkaApiKey as Api, RDKafkaRespErr as Err};
use rdkafka::{ClientConfig, Message};

type Cluster = MockCluster<'static, DefaultProducerContext>;

const SOURCE: &str = "wire.raw";
const RECORDS: &str = "wire.enriched";
const DEAD: &str = "wire.raw.dlq";
const WAIT: Duration = Duration::from_secs(30);

fn cluster() -> Cluster {
    let cluster = MockCluster::new(1).expect("an embedded broker");
    for topic in [SOURCE, RECORDS, DEAD] {
        cluster.create_topic(topic, 3, 1).expect("a topic");
    }
    cluster
}

fn config(cluster: &Cluster, delivery: Delivery) -> Config {
    let mut config = Config { delivery, ..Config::default() };
    config.kafka.bootstrap_servers = cluster.bootstrap_servers();
    // The embedded broker waits a dead member's whole session out.
    config.kafka.consumer = BTreeMap::from([("session.timeout.ms".into(), Property::Number(6_000))]);
    config.run.commit_interval_ms = 50;
    config.run.drain_timeout_secs = 10;
    config
}

/// A stage on a thread of its own.
struct Running {
    stop: Stop,
    telemetry: Arc<Telemetry>,
    thread: JoinHandle<Result<Drained, Fault>>,
}

fn start(config: Config) -> Running {
    let authority = Authority::builtin().expect("the data built in is right");
    let telemetry = Arc::new(Telemetry::new(&config, &authority.agencies));
    let desk = Arc::new(Desk::new(Arc::new(authority), Default::default()));
    let stop = Stop::new();
    let (signal, told) = (stop.clone(), telemetry.clone());
    let thread = std::thread::spawn(move || stage::run(&config, desk, told, signal));
    Running { stop, telemetry, thread }
}

impl Running {
    /// Stops it in good order.
    fn stop(self) -> Result<Drained, Fault> {
        self.stop.request();
        self.ended()
    }

    /// Waits for its own end.
    fn ended(self) -> Result<Drained, Fault> {
        let until = Instant::now() + WAIT;
        while !self.thread.is_finished() {
            assert!(
                Instant::now() < until,
                "the stage does not end; {:?}",
                self.telemetry.health.readiness()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        self.thread.join().expect("the stage does not panic")
    }

    /// The value of a metric with this beginning, summed over its labels.
    fn metric(&self, name: &str) -> f64 {
        let text = self.telemetry.metrics.render();
        let lines = text.lines().filter(|line| line.starts_with(name));
        lines.filter_map(|line| line.rsplit_once(' ')?.1.parse::<f64>().ok()).sum()
    }

    fn wait_for(&self, what: &str, seen: impl Fn(&Self) -> bool) {
        let until = Instant::now() + WAIT;
        while !seen(self) {
            assert!(Instant::now() < until, "{what} does not come; {}", self.telemetry.metrics.render());
            assert!(!self.thread.is_finished(), "the stage has ended before {what}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

fn client(cluster: &Cluster) -> ClientConfig {
    let mut config = ClientConfig::new();
    config.set("bootstrap.servers", cluster.bootstrap_servers());
    config
}

/// Publishes values, `None` a tombstone; the key is the number, the partition the number modulo 3.
fn publish(cluster: &Cluster, values: &[Option<Vec<u8>>]) {
    let producer: BaseProducer = client(cluster).create().expect("a producer");
    for (number, value) in values.iter().enumerate() {
        let key = format!("k{number}");
        let headers = OwnedHeaders::new().insert(Header { key: "feed", value: Some("north") });
        let mut record = BaseRecord::<str, [u8]>::to(SOURCE)
            .key(&key)
            .partition(number as i32 % 3)
            .timestamp(1_700_000_000_000 + number as i64)
            .headers(headers);
        record.payload = value.as_deref();
        producer.send(record).expect("queued");
    }
    producer.flush(WAIT).expect("published");
}

fn dispatch(number: usize) -> Option<Vec<u8>> {
    Some(
        format!(
            "PORT LOUIS, Mauritius, May {} (Reuters) - Ferry number {number} has sailed.",
            1 + number % 28
        )
        .into(),
    )
}

/// Reads `count` messages of a topic.
fn read(cluster: &Cluster, topic: &str, count: usize) -> Vec<OwnedMessage> {
    let reader: BaseConsumer = client(cluster)
        .set("group.id", "reader")
        .set("enable.auto.commit", "false")
        .create()
        .expect("a reader");
    let mut all = rdkafka::TopicPartitionList::new();
    for partition in 0..3 {
        all.add_partition_offset(topic, partition, rdkafka::Offset::Beginning).expect("an offset");
    }
    reader.assign(&all).expect("assigned");
    drop(all);
    let mut messages = Vec::new();
    let until = Instant::now() + WAIT;
    while messages.len() < count && Instant::now() < until {
        if let Some(Ok(message)) = reader.poll(Duration::from_millis(100)) {
            messages.push(message.detach());
        }
    }
    assert_eq!(messages.len(), count, "messages in {topic}");
    messages
}

fn header(message: &OwnedMessage, key: &str) -> Option<String> {
    let header = message.headers()?.iter().find(|header| header.key == key)?;
    Some(String::from_utf8_lossy(header.value?).into_owned())
}

#[test]
fn every_message_comes_to_its_outcome_in_both_modes() {
    for delivery in [Delivery::AtLeastOnce, Delivery::ExactlyOnce] {
        let cluster = cluster();
        let mut values: Vec<_> = (0..50).map(dispatch).collect();
        values[7] = Some(b"  \n ".to_vec());
        values[20] = None;
        publish(&cluster, &values);
        let running = start(config(&cluster, delivery));
        running.wait_for("the last outcome", |r| r.metric("copydesk_dispatches_consumed_total") >= 50.0);
        assert!(running.telemetry.health.readiness().ready, "{:?}", running.telemetry.health.readiness());
        assert_eq!(running.metric("copydesk_records_published_total"), 48.0);
        assert_eq!(running.metric("copydesk_dispatches_dead_lettered_total"), 1.0);
        assert_eq!(running.metric("copydesk_dispatches_spiked_total{reason=\"tombstone\"}"), 1.0);
        assert_eq!(running.stop(), Ok(Drained { messages: 50 }), "{delivery:?}");

        let records = read(&cluster, RECORDS, 48);
        let mut keys: Vec<_> = records.iter().map(|record| record.key().map(<[u8]>::to_vec)).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), 48, "each key once");
        let record = records.iter().find(|record| record.key() == Some(b"k4")).expect("k4");
        assert_eq!(record.timestamp().to_millis(), Some(1_700_000_000_004));
        assert_eq!(header(record, "feed").as_deref(), Some("north"));
        assert_eq!(header(record, "copydesk-source").as_deref(), Some("wire.raw/1/1"));
        assert!(header(record, "copydesk-schema").is_some() && header(record, "copydesk-version").is_some());
        let json: serde_json::Value =
            serde_json::from_slice(record.payload().expect("a value")).expect("JSON");
        assert_eq!(json["copydesk"]["source"]["offset"], 1);

        let dead = &read(&cluster, DEAD, 1)[0];
        assert_eq!((dead.payload(), dead.key()), (values[7].as_deref(), Some(b"k7".as_slice())));
        assert_eq!((dead.partition(), dead.timestamp().to_millis()), (1, Some(1_700_000_000_007)));
        for (key, value) in [
            ("feed", "north"),
            ("copydesk-code", "wire.empty"),
            ("copydesk-stage", "wire"),
            ("__dlq.errors.topic", SOURCE),
            ("__dlq.errors.offset", "2"),
            ("__dlq.errors.group", "copydesk"),
        ] {
            assert_eq!(header(dead, key).as_deref(), Some(value), "{key}");
        }
    }
}

/// Where the group stands, in all partitions together.
fn committed(cluster: &Cluster) -> i64 {
    let asker: BaseConsumer = client(cluster).set("group.id", "copydesk").create().expect("a consumer");
    let mut list = rdkafka::TopicPartitionList::new();
    list.add_partition_range(SOURCE, 0, 2);
    let answer = asker.committed_offsets(list, WAIT).expect("an answer");
    answer
        .elements()
        .iter()
        .filter_map(|element| element.offset().to_raw())
        .filter(|offset| *offset >= 0)
        .sum()
}

#[test]
fn at_least_once_commits_behind_the_outcomes_and_goes_on_there() {
    let cluster = cluster();
    publish(&cluster, &(0..30).map(dispatch).collect::<Vec<_>>());
    let running = start(config(&cluster, Delivery::AtLeastOnce));
    running.wait_for("the outcomes", |r| r.metric("copydesk_records_published_total") >= 30.0);
    running.stop().expect("in good order");
    assert_eq!(committed(&cluster), 30);

    publish(&cluster, &(30..40).map(dispatch).collect::<Vec<_>>());
    let running = start(config(&cluster, Delivery::AtLeastOnce));
    running.wait_for("the new outcomes", |r| r.metric("copydesk_records_published_total") >= 10.0);
    running.stop().expect("in good order");
    read(&cluster, RECORDS, 40);
}

#[test]
fn a_transaction_that_must_be_aborted_is_made_again() {
    let cluster = cluster();
    publish(&cluster, &(0..20).map(dispatch).collect::<Vec<_>>());
    cluster.request_errors(
        Api::TxnOffsetCommit,
        &[Err::RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION, Err::RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID],
    );
    let running = start(config(&cluster, Delivery::ExactlyOnce));
    running.wait_for("the outcomes", |r| r.metric("copydesk_records_published_total") >= 20.0);
    assert!(running.metric("copydesk_transactions_total{outcome=\"aborted\"}") >= 1.0);
    assert_eq!(running.metric("copydesk_records_published_total"), 20.0, "aborted ones do not count");
    assert_eq!(running.stop(), Ok(Drained { messages: 20 }));
}

#[test]
fn a_fatal_transaction_gets_a_new_producer() {
    let cluster = cluster();
    publish(&cluster, &(0..20).map(dispatch).collect::<Vec<_>>());
    cluster.request_errors(Api::EndTxn, &[Err::RD_KAFKA_RESP_ERR_INVALID_TXN_STATE]);
    let running = start(config(&cluster, Delivery::ExactlyOnce));
    running.wait_for("the outcomes", |r| r.metric("copydesk_records_published_total") >= 20.0);
    assert_eq!(running.metric("copydesk_transactions_total{outcome=\"indefinite\"}"), 1.0);
    assert_eq!(running.stop(), Ok(Drained { messages: 20 }));
}

#[test]
fn a_fenced_instance_ends_and_says_why() {
    let cluster = cluster();
    publish(&cluster, &(0..5).map(dispatch).collect::<Vec<_>>());
    cluster.request_errors(Api::EndTxn, &[Err::RD_KAFKA_RESP_ERR_PRODUCER_FENCED]);
    let fault = start(config(&cluster, Delivery::ExactlyOnce)).ended().expect_err("fenced");
    assert_eq!(fault.exit, Exit::Failed);
    assert!(fault.message.contains("copydesk-0") && fault.message.contains("kafka.instance"), "{fault}");
}

#[test]
fn what_the_cluster_forbids_ends_the_stage() {
    let cluster = cluster();
    publish(&cluster, &(0..5).map(dispatch).collect::<Vec<_>>());
    cluster.request_errors(Api::AddPartitionsToTxn, &[Err::RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED; 20]);
    let fault = start(config(&cluster, Delivery::ExactlyOnce)).ended().expect_err("denied");
    assert_eq!(fault.exit, Exit::Environment);
    assert!(fault.message.contains("ACL"), "{fault}");
}

/// The broker refuses the first batches for their size: the message that was alone in one is a dead letter,
/// its neighbours are records.
#[test]
fn a_record_that_the_topic_refuses_is_a_dead_letter_and_its_neighbours_are_not() {
    let cluster = cluster();
    publish(&cluster, &(0..20).map(dispatch).collect::<Vec<_>>());
    cluster.request_errors(Api::Produce, &[Err::RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE; 2]);
    let running = start(config(&cluster, Delivery::AtLeastOnce));
    running.wait_for("the outcomes", |r| r.metric("copydesk_dispatches_consumed_total") >= 20.0);
    let dead = running
        .metric("copydesk_dispatches_dead_lettered_total{code=\"kafka.record_too_large\",stage=\"kafka\"}");
    assert!(dead <= 1.0, "{dead} are dead-lettered, though at most one was refused alone");
    assert_eq!(running.metric("copydesk_records_published_total"), 20.0 - dead);
    running.stop().expect("in good order");
}

#[test]
fn a_stop_that_takes_too_long_gives_up_and_says_so() {
    let cluster = cluster();
    publish(&cluster, &(0..10).map(dispatch).collect::<Vec<_>>());
    cluster.request_errors(Api::Produce, &[Err::RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS; 1_000]);
    let mut config = config(&cluster, Delivery::ExactlyOnce);
    config.run.drain_timeout_secs = 2;
    let running = start(config);
    running.wait_for("work", |r| r.metric("copydesk_stage_duration_seconds_count") >= 10.0);
    let fault = running.stop().expect_err("too long");
    assert_eq!(fault.exit, Exit::Failed);
    assert!(fault.message.contains("run.drain_timeout_secs = 2"), "{fault}");
}

#[test]
fn a_broker_that_is_away_is_waited_for() {
    let cluster = cluster();
    publish(&cluster, &(0..10).map(dispatch).collect::<Vec<_>>());
    cluster.broker_down(-1).expect("down");
    let running = start(config(&cluster, Delivery::ExactlyOnce));
    running.wait_for("the news", |r| r.metric("copydesk_errors_total{code=\"kafka.brokers_down\"") >= 1.0);
    assert!(!running.telemetry.health.readiness().ready);
    assert!(running.telemetry.health.live());
    cluster.broker_up(-1).expect("up");
    running.wait_for("the outcomes", |r| r.metric("copydesk_records_published_total") >= 10.0);
    running.wait_for("readiness", |r| r.telemetry.health.readiness().ready);
    assert_eq!(running.stop(), Ok(Drained { messages: 10 }));
}

#[test]
fn a_full_buffer_pauses_and_loses_nothing() {
    let cluster = cluster();
    let mut values: Vec<_> = (0..60).map(dispatch).collect();
    // Larger than the whole buffer: passes alone.
    values[9] = Some("The harbour is open. ".repeat(1_000).into_bytes());
    publish(&cluster, &values);
    let mut config = config(&cluster, Delivery::AtLeastOnce);
    config.run.buffer_bytes = 5_000;
    let running = start(config);
    running.wait_for("the outcomes", |r| r.metric("copydesk_records_published_total") >= 60.0);
    assert_eq!(running.stop(), Ok(Drained { messages: 60 }));
    read(&cluster, RECORDS, 60);
}

/// Nobody knows how old it is: a target that keeps a week might drop all of it.
#[test]
fn a_stretch_that_cannot_be_read_is_not_planned() {
    let cluster = cluster();
    publish(&cluster, &(0..9).map(dispatch).collect::<Vec<_>>());
    let into = "again";
    for topic in [into, "again.dlq"] {
        cluster.create_topic(topic, 3, 1).expect("a topic");
    }
    let forbidden = [Err::RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED; 10_000];
    cluster.request_errors(Api::Fetch, &forbidden);
    let config = config(&cluster, Delivery::ExactlyOnce);
    let clients = Clients::new(&config).expect("good settings");
    let wanted = Wanted {
        topic: SOURCE.into(),
        partitions: vec![],
        from: Bound::Earliest,
        to: Bound::Now,
        choice: Choice::default(),
        into: into.into(),
        dead_letters: None,
        in_place: false,
        allow_expiry: true,
        allow_gap: false,
    };
    let rules = Rules { copydesk: "1".into(), authority: "1".into(), config: "1".into() };
    let refused = draft(&config, &clients, &wanted, rules, jiff::Timestamp::now()).expect_err("no plan");
    let said = refused.to_string();
    assert!(said.contains(&format!("no message of topic {SOURCE} could be read")), "{said}");
    assert!(said.contains("see its ACLs"), "{said}");
}
