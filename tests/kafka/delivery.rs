//! Both delivery modes while nothing goes wrong.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::audit::{Copies, audit};
use crate::support::copy::{Feed, Raw, assorted, publish, story};
use crate::support::kafka::{self, create_topic};
use crate::support::read::{Isolation, read};
use crate::support::stage::{Line, SLOW, Setup, Stage};

#[test]
fn exactly_once_gives_each_message_one_outcome() {
    gives_each_message_one_outcome("exactly_once");
}

#[test]
fn at_least_once_gives_each_message_one_outcome() {
    gives_each_message_one_outcome("at_least_once");
}

fn gives_each_message_one_outcome(delivery: &'static str) {
    let Some(cluster) = kafka::cluster() else { return };
    let line = Line::open(cluster);
    let setup = Setup { delivery, ..Setup::DEFAULT };
    publish(&line.client(), &line.raw, (0..500).map(assorted));
    let mut stage = setup.start(&line);
    stage.until_ready();
    stage.until_done(&line);
    publish(&line.client(), &line.raw, (500..700).map(assorted));
    stage.until_done(&line);

    let metric = |name: &str| stage.metric(&format!("copydesk_{name}_total")) as usize;
    let told = (metric("records_published"), metric("dispatches_dead_lettered"), metric("dispatches_spiked"));
    let consumed = metric("dispatches_consumed");
    stage.stop();
    let counts = audit(&line, &setup, Copies::One);
    assert_eq!(counts.inputs, 700);
    assert_eq!(told, (counts.records, counts.dead_letters, counts.spiked), "the metrics tell what happened");
    assert_eq!(consumed, told.0 + told.1 + told.2, "consumed = published + dead-lettered + spiked");
}

/// A drain commits all that it published: even the mode that may repeat has nothing to repeat.
#[test]
fn a_stop_under_load_repeats_nothing() {
    let Some(cluster) = kafka::cluster() else { return };
    for delivery in ["at_least_once", "exactly_once"] {
        let line = Line::open(cluster);
        let setup = Setup { delivery, ..SLOW };
        let feed = Feed::start(&line.client(), &line.raw, story);
        let watch = line.watch();
        let mut first = setup.start(&line);
        let mut committed = None;
        first.until("some copy is committed", |_| {
            committed = watch.progress(&line.raw).filter(|n| *n > 0);
            committed.is_some()
        });
        // The stop has to find work that is published and not yet committed.
        first.until("records behind the commit", |_| {
            let written = watch.ends(&line.records, Isolation::Uncommitted);
            written.map(|ends| ends.iter().sum::<i64>()) > committed.map(|n| n + 50)
        });
        first.stop();
        let mut second = setup.start(&line);
        second.until("the second one works", |s| s.metric("copydesk_records_published_total") > 0.0);
        let fed = feed.stop();
        second.until_done(&line);
        second.stop();
        assert_eq!(audit(&line, &setup, Copies::One).inputs as u64, fed);
    }
}

/// What a feed may send that is no dispatch, and what becomes of it. The audit asks a desk; this says
/// it in words.
#[test]
fn bad_messages_become_dead_letters_as_they_were() {
    let Some(cluster) = kafka::cluster() else { return };
    let line = Line::open(cluster);
    let setup = Setup::DEFAULT;
    let cases: [(&str, Option<Vec<u8>>); 6] = [
        ("wire.empty", Some(vec![])),
        ("wire.empty", Some(b" \n\t ".to_vec())),
        ("wire.not_text", Some([1, 2, 3, b'a'].repeat(50))),
        ("wire.xml_broken", Some(b"<?xml version=\"1.0\"?><nitf><body>cut".to_vec())),
        ("wire.too_large", Some(b"copy ".repeat(setup.max_dispatch_bytes / 5 + 1))),
        ("", None),
    ];
    let copy = cases.iter().zip(0..).map(|((_, payload), seq)| Raw {
        key: Some(vec![seq, 0xFE]),
        payload: payload.clone(),
        headers: vec![("trace", Some(vec![0xC3, 0x28])), ("trace", None), ("desk", Some(b"night".to_vec()))],
        timestamp_ms: 1_700_000_000_000 + i64::from(seq),
    });
    publish(&line.client(), &line.raw, copy);
    // Good copy behind them in every partition: bad messages hold nothing up.
    publish(&line.client(), &line.raw, (0..200).map(story));
    let mut stage = setup.start(&line);
    stage.until_done(&line);
    assert_eq!(stage.metric_of("copydesk_dispatches_spiked_total", "reason=\"tombstone\""), 1.0);
    stage.stop();
    let counts = audit(&line, &setup, Copies::One);
    assert_eq!((counts.records, counts.dead_letters, counts.spiked), (200, 5, 1));

    let mut codes = Vec::new();
    read(&line.client(), &line.dead, Isolation::Committed, |dead| {
        let case = &cases[dead.key.as_ref().map_or(usize::MAX, |key| key[0] as usize)];
        assert_eq!((dead.header("copydesk-code").as_deref(), &dead.payload), (Some(case.0), &case.1));
        codes.push(case.0);
    });
    assert_eq!(codes.len(), 5);
}

/// A record that has outgrown the topic must not take its neighbours with it.
#[test]
fn a_record_too_large_is_a_dead_letter() {
    let Some(cluster) = kafka::cluster() else { return };
    let line = Line::open(cluster);
    let setup = Setup { max_record_bytes: 20_000, ..Setup::DEFAULT };
    let long = Raw { payload: Some(b"The harbour was quiet. ".repeat(1_500)), ..story(1) };
    publish(&line.client(), &line.raw, (0..50).map(story).chain([long]).chain((51..100).map(story)));
    let mut stage = setup.start(&line);
    stage.until_done(&line);
    stage.stop();
    let mut codes = Vec::new();
    read(&line.client(), &line.dead, Isolation::Committed, |dead| {
        assert!(dead.payload.is_some_and(|payload| payload.len() > 30_000), "the dead letter is whole");
        codes.extend(dead.headers.iter().find(|(key, _)| key == "copydesk-code").map(|(_, v)| v.clone()));
    });
    assert_eq!(codes, [Some(b"kafka.record_too_large".to_vec())]);
    let mut records = 0;
    read(&line.client(), &line.records, Isolation::Committed, |_| records += 1);
    assert_eq!(records, 99);
}

/// Updates and kills follow their story to one partition, in their order, whatever their keys are; and a record topic
/// that has got more partitions is refused until that is confirmed.
#[test]
fn stories_keep_to_one_partition() {
    let Some(cluster) = kafka::cluster() else { return };
    let line = Line::new(&cluster.bootstrap);
    create_topic(&line.bootstrap, &line.raw, 1);
    create_topic(&line.bootstrap, &line.records, 4);
    create_topic(&line.bootstrap, &line.dead, 1);
    let told = |seq: u64| {
        let (story, lead) = (seq % 12, seq / 12);
        let slug = match lead {
            0 => format!("BC-XX--Ferry-{story},0287"),
            4 => format!("AM-XX--Ferry-{story}, KILL"),
            _ => format!("AM-XX--Ferry-{story},{lead}th Ld,0290"),
        };
        let text = format!("{slug}\nLIMA, Peru (AP) — Ferry number {story} sailed again on Friday.\n");
        Raw {
            key: Some(format!("key-{seq}").into_bytes()),
            payload: Some(text.into_bytes()),
            ..Raw::default()
        }
    };
    publish(&line.client(), &line.raw, (0..60).map(told));
    let by_story = |partitions: u32, port| {
        let desk = format!("[desk]\npartition_by = \"story\"\nrecord_partitions = {partitions}\n[limits]");
        Setup::DEFAULT.toml(&line, port).replace("[limits]", &desk)
    };
    let mut refused = Stage::run(&by_story(3, 0), 0);
    let (status, said) = (refused.ended(), refused.log());
    assert_eq!(status.code(), Some(2), "{said}");
    assert!(said.contains("desk.record_partitions") && said.contains("has 4 partitions"), "{said}");

    let port = kafka::free_port();
    let mut stage = Stage::run(&by_story(4, port), port);
    stage.until_done(&line);
    stage.stop();
    let mut stories = BTreeMap::<String, Vec<(i32, String)>>::new();
    read(&line.client(), &line.records, Isolation::Committed, |message| {
        let record: Value = serde_json::from_slice(&message.payload.unwrap_or_default()).expect("a record");
        let story = record["copydesk"]["update"]["story"].as_str().expect("its story").to_owned();
        let kind = record["copydesk"]["update"]["kind"].as_str().unwrap_or_default().to_owned();
        assert!(message.key.is_some_and(|key| key.starts_with(b"key-")), "the key stays");
        stories.entry(story).or_default().push((message.partition, kind));
    });
    assert_eq!(stories.len(), 12);
    let mut used = std::collections::BTreeSet::new();
    for (story, told) in stories {
        let kinds: Vec<&str> = told.iter().map(|(_, kind)| kind.as_str()).collect();
        assert_eq!(kinds, ["new", "update", "update", "update", "kill"], "{story}");
        assert!(told.iter().all(|(partition, _)| *partition == told[0].0), "{story}: {told:?}");
        used.insert(told[0].0);
    }
    assert!(used.len() > 1, "all stories lie in partition {used:?}");
}

/// Needs no Kafka: a configuration with faults is refused before any broker is asked.
#[test]
fn a_wrong_configuration_exits_2() {
    let line = Line::new("127.0.0.1:9");
    let good = Setup::DEFAULT.toml(&line, 0);
    let wrong = [
        good.replace("record_topic", "record_topick"),
        good.replace("\"exactly_once\"", "\"twice\""),
        good.replace(&line.records, &line.raw),
    ];
    for text in wrong {
        let mut stage = Stage::run(&text, 0);
        let (status, said) = (stage.ended(), stage.log());
        assert_eq!(status.code(), Some(2), "{said}");
        assert!(said.contains("copydesk.toml"), "the fault names the file: {said}");
    }
}
