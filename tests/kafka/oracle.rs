//! The audit must see what a wrong stage does; else the tests beside it prove nothing.

use rdkafka::message::{Header, OwnedHeaders};
use rdkafka::producer::{BaseProducer, BaseRecord, Producer};

use copydesk::desk::{Incoming, Outcome};
use copydesk::record::{SCHEMA_ID, Source};

use crate::support::audit::{Audit, Copies};
use crate::support::copy::{assorted, publish};
use crate::support::kafka;
use crate::support::read::{Isolation, Message, read};
use crate::support::stage::{HANG, Line, Setup};

/// One outcome as the fake stage publishes it.
#[derive(Clone)]
struct Sent {
    topic: String,
    partition: i32,
    key: Option<Vec<u8>>,
    payload: Option<Vec<u8>>,
    headers: Vec<(String, Option<Vec<u8>>)>,
    timestamp_ms: i64,
}

/// Damage to what a right stage would publish.
type Sabotage = fn(&mut Vec<Sent>);

const SABOTAGES: [(&str, Sabotage, &str); 10] = [
    ("loses one", |all| drop(all.pop()), "has no outcome"),
    ("repeats one", |all| all.push(all[all.len() - 1].clone()), "comes again"),
    ("swaps two", |all| swap_neighbours(all), "comes behind a later one"),
    ("uses another clock", |all| all[3].timestamp_ms += 1, "has timestamp"),
    ("loses the key", |all| record(all).key = None, "has another key"),
    ("changes the text", |all| record(all).payload = Some(b"{}".to_vec()), "is not what the desk makes"),
    ("drops a header", |all| drop(record(all).headers.remove(0)), "carries other headers"),
    ("hides the source", |all| drop(record(all).headers.pop()), "where nothing is"),
    ("truncates a dead letter", |all| dead_letter(all).payload = None, "has another value"),
    (
        "tells no code",
        |all| dead_letter(all).headers.retain(|(k, _)| k != "copydesk-code"),
        "should have code",
    ),
];

#[test]
fn the_audit_passes_a_right_stage_and_catches_wrong_ones() {
    let Some(cluster) = kafka::cluster() else { return };
    let setup = Setup::DEFAULT;
    let line = Line::open(cluster);
    publish(&line.client(), &line.raw, (0..60).map(assorted));
    let right = right_outcomes(&line, &setup);
    print(&line, &right);
    let counts = Audit::new(&line, &setup, Copies::One).pass();
    assert_eq!(counts.inputs, 60);
    assert!(counts.records > 30 && counts.dead_letters > 5 && counts.spiked > 1, "{counts:?}");
    for (what, sabotage, complaint) in SABOTAGES {
        // New topics for the outcomes; the source stays.
        let fresh = Line::new(&line.bootstrap);
        let wrong = Line { records: fresh.records, dead: fresh.dead, ..line.clone() };
        kafka::create_topic(&wrong.bootstrap, &wrong.records, 4);
        kafka::create_topic(&wrong.bootstrap, &wrong.dead, 4);
        let mut outcomes = right.clone();
        for outcome in &mut outcomes {
            outcome.topic = if outcome.topic == line.dead { &wrong.dead } else { &wrong.records }.clone();
        }
        sabotage(&mut outcomes);
        print(&wrong, &outcomes);
        let faults = Audit::new(&wrong, &setup, Copies::One).run().expect_err(what);
        assert!(faults.iter().any(|fault| fault.contains(complaint)), "a stage that {what}: {faults:?}");
    }
}

fn record(all: &mut [Sent]) -> &mut Sent {
    let record = all.iter_mut().find(|sent| !sent.topic.ends_with(".dlq") && sent.key.is_some());
    record.expect("the copy has records")
}

fn dead_letter(all: &mut [Sent]) -> &mut Sent {
    let dead = all.iter_mut().find(|sent| sent.topic.ends_with(".dlq") && sent.payload.is_some());
    dead.expect("the copy has dead letters")
}

/// Swaps two records that come from one partition and go to one partition.
fn swap_neighbours(all: &mut [Sent]) {
    for first in 0..all.len() {
        let same = |other: &Sent| other.topic == all[first].topic && other.partition == all[first].partition;
        if let Some(second) = (first + 1..all.len()).find(|i| same(&all[*i])) {
            return all.swap(first, second);
        }
    }
}

/// What the stage should publish, in the order of the source partitions.
fn right_outcomes(line: &Line, setup: &Setup) -> Vec<Sent> {
    let desk = setup.desk();
    let mut all = Vec::new();
    read(&line.client(), &line.raw, Isolation::Committed, |message| {
        let source = Source {
            topic: Some(line.raw.clone()),
            partition: Some(message.partition),
            offset: Some(message.offset),
            ..Source::default()
        };
        let incoming = Incoming {
            key: message.key.as_deref(),
            payload: message.payload.as_deref(),
            timestamp_ms: message.timestamp_ms,
            source,
            ..Incoming::default()
        };
        for outcome in desk.process(&incoming) {
            all.extend(sent(line, &message, outcome));
        }
    });
    all
}

fn sent(line: &Line, message: &Message, outcome: Outcome) -> Option<Sent> {
    let (partition, offset) = (message.partition, message.offset);
    let (topic, key, payload, added) = match outcome {
        Outcome::Spike { .. } => return None,
        Outcome::Publish(published) => {
            let json = serde_json::to_vec(&published.record).expect("records serialize");
            let added = vec![
                ("copydesk-schema", SCHEMA_ID.to_owned()),
                ("copydesk-version", "0".to_owned()),
                ("copydesk-source", format!("{}/{partition}/{offset}", line.raw)),
            ];
            (&line.records, published.key, Some(json), added)
        }
        Outcome::DeadLetter { reject, .. } => {
            let added = vec![
                ("__dlq.errors.topic", line.raw.clone()),
                ("__dlq.errors.partition", partition.to_string()),
                ("__dlq.errors.offset", offset.to_string()),
                ("__dlq.errors.group", line.group.clone()),
                ("__dlq.errors.message", reject.message),
                ("copydesk-code", reject.code.to_owned()),
                ("copydesk-stage", reject.stage.to_owned()),
                ("copydesk-redrives", "0".to_owned()),
            ];
            (&line.dead, message.key.clone(), message.payload.clone(), added)
        }
    };
    let mut headers = message.headers.clone();
    headers.extend(added.into_iter().map(|(name, value)| (name.to_owned(), Some(value.into_bytes()))));
    let timestamp_ms = message.timestamp_ms.unwrap_or_default();
    Some(Sent { topic: topic.clone(), partition, key, payload, headers, timestamp_ms })
}

fn print(line: &Line, outcomes: &[Sent]) {
    let mut config = line.client();
    let press: BaseProducer = config.set("enable.idempotence", "true").create().expect("a producer");
    for sent in outcomes {
        let mut headers = OwnedHeaders::new();
        for (key, value) in &sent.headers {
            headers = headers.insert(Header { key, value: value.as_ref() });
        }
        let mut record: BaseRecord<'_, [u8], [u8]> = BaseRecord::to(&sent.topic)
            .partition(sent.partition)
            .timestamp(sent.timestamp_ms)
            .headers(headers);
        record.key = sent.key.as_deref();
        record.payload = sent.payload.as_deref();
        press.send(record).map_err(|(e, _)| e).expect("the queue has room");
    }
    press.flush(HANG).expect("the outcomes are delivered");
}
