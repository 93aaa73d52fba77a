//! What topics refuse: a record becomes a dead letter and its neighbours do not; a dead letter holds the stage.

use std::collections::BTreeSet;

use crate::support::audit::{Copies, audit};
use crate::support::copy::{Raw, babble, publish, story};
use crate::support::kafka::{self, create_topic, set_topic};
use crate::support::read::{Isolation, read};
use crate::support::stage::{Line, Setup};

/// The record topic takes less than the limit says: found out batch by batch, and only what is too large
/// becomes a dead letter.
#[test]
fn a_record_that_its_topic_refuses_is_a_dead_letter_alone() {
    let Some(cluster) = kafka::cluster() else { return };
    for delivery in ["exactly_once", "at_least_once"] {
        let line = Line::open(cluster);
        set_topic(&line.bootstrap, &line.records, "max.message.bytes", "40000");
        let setup = Setup { delivery, ..Setup::DEFAULT };
        let long = |seq: u64| Raw { payload: Some(babble(seq, 60_000)), ..story(seq) };
        publish(
            &line.client(),
            &line.raw,
            (0..200).map(|seq| if seq % 70 == 35 { long(seq) } else { story(seq) }),
        );
        let mut stage = setup.start(&line);
        stage.until_done(&line);
        stage.stop();
        let mut dead = Vec::new();
        read(&line.client(), &line.dead, Isolation::Committed, |letter| {
            assert!(letter.payload.as_ref().is_some_and(|payload| payload.len() == 60_000), "it is whole");
            dead.push((letter.header("seq").unwrap_or_default(), letter.header("copydesk-code")));
        });
        dead.sort();
        let code = Some("kafka.record_too_large".to_owned());
        let want = ["105", "175", "35"].map(|seq| (seq.to_owned(), code.clone()));
        assert_eq!(dead, want, "{delivery}");
        let mut records = Vec::new();
        read(&line.client(), &line.records, Isolation::Committed, |record| {
            records.extend(record.header("seq"))
        });
        records.sort();
        records.dedup();
        assert_eq!(records.len(), 197, "{delivery}");
    }
}

/// A dead letter that its topic refuses is not skipped either: the stage stays where it is, says so, and goes on by
/// itself when the topic takes it.
#[test]
fn a_dead_letter_that_its_topic_refuses_holds_the_stage() {
    let Some(cluster) = kafka::cluster() else { return };
    for delivery in ["exactly_once", "at_least_once"] {
        let line = Line::new(&cluster.bootstrap);
        // One partition: whatever is behind the letter waits for it.
        for topic in [&line.raw, &line.records, &line.dead] {
            create_topic(&line.bootstrap, topic, 1);
        }
        set_topic(&line.bootstrap, &line.dead, "max.message.bytes", "1000");
        let setup = Setup { delivery, ..Setup::DEFAULT };
        // Half of it is what no text has.
        let noise = babble(1, 5_000).into_iter().chain([1; 5_000]).collect();
        let bad = Raw { payload: Some(noise), ..story(60) };
        publish(&line.client(), &line.raw, (0..60).map(story).chain([bad]).chain((61..100).map(story)));
        let mut stage = setup.start(&line);
        let code = "code=\"kafka.dead_letter_refused\"";
        stage.until("it has tried again", |stage| stage.metric_of("copydesk_errors_total", code) >= 2.0);
        let (status, page) = stage.get("/readyz").expect("it answers");
        assert_eq!(status, 503, "{page}");
        assert!(page.contains(&line.dead) && page.contains("max.message.bytes"), "{page}");
        assert_eq!(stage.get("/healthz").expect("it answers").0, 200);
        assert!(
            line.watch().progress(&line.raw).is_none_or(|progress| progress <= 60),
            "the offset is unmoved"
        );
        set_topic(&line.bootstrap, &line.dead, "max.message.bytes", "100000");
        stage.until_done(&line);
        stage.until_ready();
        stage.stop();
        let copies = if delivery == "exactly_once" { Copies::One } else { Copies::OneOrMore };
        let counts = audit(&line, &setup, copies);
        assert_eq!(counts.inputs, 100, "{delivery}: {counts:?}");
        let mut dead = BTreeSet::new();
        read(&line.client(), &line.dead, Isolation::Committed, |letter| {
            dead.insert(letter.header("__dlq.errors.offset"));
        });
        assert_eq!(dead, BTreeSet::from([Some("60".to_owned())]), "{delivery}");
    }
}
