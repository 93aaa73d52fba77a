//! What a broker must hold so that a test of exactly-once delivery on it says anything.
//!
//! Apache Kafka must hold all of it. librdkafka's mock cluster, which `demo` and the tests without a JVM run on, holds
//! none of it: a right program would fail such a test there, and a wrong one would pass. When the mock learns
//! one of these, its test fails here and the sentence above can go.

mod support;

use std::time::Duration;

use rdkafka::config::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer, ConsumerGroupMetadata};
use rdkafka::error::{KafkaError, KafkaResult};
use rdkafka::message::Message;
use rdkafka::mocking::MockCluster;
use rdkafka::producer::{BaseProducer, BaseRecord, Producer};
use rdkafka::{Offset, TopicPartitionList};

use support::child::until;
use support::kafka::{self, client, create_topic, unique};

const WAIT: Duration = Duration::from_secs(20);

type Probe = fn(&Bench) -> bool;

/// Each property with the probe that asks for it.
const CONTRACT: [(&str, Probe); 4] = [
    ("offsets sent in a transaction are stored", stores_offsets),
    ("aborted records are hidden from read_committed", hides_aborted),
    ("a producer whose transactional id was taken over is fenced", fences_zombies),
    ("offsets of a stale group generation are refused", refuses_stale_generation),
];

#[test]
fn apache_kafka_holds_the_contract() {
    let Some(cluster) = kafka::cluster() else { return };
    for (property, holds) in CONTRACT {
        let bench = Bench::new(&cluster.bootstrap, create_topic);
        assert!(holds(&bench), "Kafka at {} does not hold: {property}", cluster.bootstrap);
    }
}

#[test]
fn the_mock_cluster_holds_none_of_it() {
    let mock = MockCluster::new(1).expect("a mock cluster");
    for (property, holds) in CONTRACT {
        // The mock answers no admin requests.
        let bench = Bench::new(&mock.bootstrap_servers(), |_, topic, partitions| {
            mock.create_topic(topic, partitions, 1).expect("a mock topic");
        });
        assert!(!holds(&bench), "the mock cluster now holds: {property}");
    }
}

/// Fresh topics, group and transactional id for one probe.
struct Bench {
    bootstrap: String,
    source: String,
    target: String,
    group: String,
    transactional_id: String,
}

impl Bench {
    fn new(bootstrap: &str, create: impl Fn(&str, &str, i32)) -> Bench {
        let bench = Bench {
            bootstrap: bootstrap.into(),
            source: unique("source"),
            target: unique("target"),
            group: unique("group"),
            transactional_id: unique("id"),
        };
        create(bootstrap, &bench.source, 2);
        create(bootstrap, &bench.target, 1);
        let feeder: BaseProducer = bench.client(&[]);
        for partition in [0, 1] {
            for _ in 0..5 {
                let record = BaseRecord::<(), str>::to(&bench.source).partition(partition).payload("raw");
                feeder.send(record).map_err(|(e, _)| e).expect("the queue has room");
            }
        }
        feeder.flush(WAIT).expect("the copy is delivered");
        bench
    }

    fn client<T: rdkafka::config::FromClientConfig>(&self, settings: &[(&str, &str)]) -> T {
        let mut config: ClientConfig = client(&self.bootstrap);
        for (key, value) in settings {
            config.set(*key, *value);
        }
        config.create().expect("the settings are right")
    }

    fn producer(&self) -> BaseProducer {
        self.client(&[("transactional.id", &self.transactional_id), ("transaction.timeout.ms", "10000")])
    }

    /// A member of the group, subscribed to the source.
    fn member(&self) -> BaseConsumer {
        let consumer: BaseConsumer = self.client(&[
            ("group.id", &self.group),
            ("session.timeout.ms", "6000"),
            ("enable.auto.commit", "false"),
            ("auto.offset.reset", "earliest"),
        ]);
        consumer.subscribe(&[&self.source]).expect("a good topic name");
        consumer
    }

    fn begin(&self, producer: &BaseProducer, payload: &str) {
        producer.begin_transaction().expect("a transaction begins");
        let record = BaseRecord::<(), str>::to(&self.target).payload(payload);
        producer.send(record).map_err(|(e, _)| e).expect("the queue has room");
        producer.flush(WAIT).expect("the record is delivered");
    }

    /// Sends offset 3 of the source's partition 0, as what `member` has done.
    fn send_offset(&self, producer: &BaseProducer, metadata: &ConsumerGroupMetadata) -> KafkaResult<()> {
        let mut offsets = TopicPartitionList::new();
        offsets.add_partition_offset(&self.source, 0, Offset::Offset(3)).expect("a good offset");
        producer.send_offsets_to_transaction(&offsets, metadata, WAIT)
    }

    /// The payloads on the target that a read_committed reader sees.
    fn committed_payloads(&self) -> Vec<String> {
        let reader: BaseConsumer = self.client(&[
            ("group.id", "reader"),
            ("isolation.level", "read_committed"),
            ("enable.partition.eof", "true"),
        ]);
        let mut all = TopicPartitionList::new();
        all.add_partition_offset(&self.target, 0, Offset::Beginning).expect("a good offset");
        reader.assign(&all).expect("the topic can be assigned");
        let mut payloads = Vec::new();
        until("the target is read to its end", WAIT, || match reader.poll(Duration::from_millis(100)) {
            Some(Ok(message)) => {
                payloads.push(String::from_utf8_lossy(message.payload().unwrap_or_default()).into_owned());
                false
            }
            Some(Err(KafkaError::PartitionEOF(_))) => true,
            Some(Err(e)) => panic!("the target cannot be read: {e}"),
            None => false,
        });
        payloads
    }
}

/// Polls the members until each holds at least one partition, and gives the first one's metadata.
fn settle(members: &[&BaseConsumer]) -> ConsumerGroupMetadata {
    until("every member of the group has a partition", Duration::from_secs(60), || {
        for member in members {
            let _ = member.poll(Duration::from_millis(50));
        }
        members.iter().all(|m| m.assignment().is_ok_and(|a| a.count() == 2 / members.len()))
    });
    members[0].group_metadata().expect("a member has metadata")
}

fn stores_offsets(bench: &Bench) -> bool {
    let member = bench.member();
    let metadata = settle(&[&member]);
    let producer = bench.producer();
    producer.init_transactions(WAIT).expect("transactions start");
    bench.begin(&producer, "edited");
    bench.send_offset(&producer, &metadata).expect("the offset is taken");
    producer.commit_transaction(WAIT).expect("the transaction is committed");
    let committed = member.committed(WAIT).expect("the group answers");
    let partition = committed.find_partition(&bench.source, 0).expect("partition 0 is asked for");
    partition.offset() == Offset::Offset(3)
}

fn hides_aborted(bench: &Bench) -> bool {
    let producer = bench.producer();
    producer.init_transactions(WAIT).expect("transactions start");
    bench.begin(&producer, "aborted");
    producer.abort_transaction(WAIT).expect("the transaction is aborted");
    bench.begin(&producer, "committed");
    producer.commit_transaction(WAIT).expect("the transaction is committed");
    bench.committed_payloads() == ["committed"]
}

fn fences_zombies(bench: &Bench) -> bool {
    let zombie = bench.producer();
    zombie.init_transactions(WAIT).expect("transactions start");
    bench.begin(&zombie, "zombie");
    let heir = bench.producer();
    heir.init_transactions(WAIT).expect("transactions start");
    let fenced = zombie
        .commit_transaction(WAIT)
        .is_err_and(|e| matches!(e, KafkaError::Transaction(e) if e.is_fatal()));
    fenced && bench.committed_payloads().is_empty()
}

fn refuses_stale_generation(bench: &Bench) -> bool {
    let first = bench.member();
    let stale = settle(&[&first]);
    let second = bench.member();
    settle(&[&first, &second]);
    let producer = bench.producer();
    producer.init_transactions(WAIT).expect("transactions start");
    bench.begin(&producer, "stale");
    let refused = bench
        .send_offset(&producer, &stale)
        .is_err_and(|e| matches!(e, KafkaError::Transaction(e) if e.txn_requires_abort()));
    let _ = producer.abort_transaction(WAIT);
    refused
}
