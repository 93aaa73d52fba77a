//! Brokers that are not there, go away, or stop answering.

use crate::support::audit::{Copies, audit};
use crate::support::child;
use crate::support::copy::{Feed, assorted, publish, story};
use crate::support::kafka::{self, create_topic};
use crate::support::read::Isolation;
use crate::support::stage::{HANG, Line, Setup};

/// Absent at the start, then there, then killed in mid-work, then back: the stage waits and goes on by itself.
#[test]
fn a_broker_may_come_late_and_go_away() {
    let Some(mut broker) = kafka::own_broker() else { return };
    let line = Line::new(&broker.bootstrap());
    let setup = Setup::DEFAULT;
    let mut stage = setup.start(&line);
    stage.until("not ready, but alive", |stage| {
        let code = |path: &str| stage.get(path).map(|(code, _)| code);
        code("/readyz") == Some(503) && code("/healthz") == Some(200)
    });
    stage.until("it says that it waits", |stage| stage.log().contains(&line.bootstrap));

    broker.start();
    line.create_topics();
    stage.until_ready();
    publish(&line.client(), &line.raw, (0..1_500).map(assorted));
    let watch = line.watch();
    stage.until("it works", |_| watch.progress(&line.raw).is_some_and(|n| n > 0));
    broker.kill();
    stage.until("not ready", |stage| stage.get("/readyz").is_some_and(|(code, _)| code == 503));
    assert_eq!(stage.get("/healthz").map(|(code, _)| code), Some(200));

    broker.start();
    stage.until_ready();
    publish(&line.client(), &line.raw, (1_500..2_000).map(assorted));
    stage.until_done(&line);
    stage.stop();
    assert_eq!(audit(&line, &setup, Copies::One).inputs, 2_000);
}

/// With a broker that answers nothing a drain cannot end: past its time-out the exit code is 1, and a
/// second SIGTERM ends it at once.
#[test]
fn a_drain_that_cannot_end_is_bounded() {
    let Some(mut broker) = kafka::own_broker() else { return };
    broker.start();
    let line = Line::new(&broker.bootstrap());
    line.create_topics();
    let patient = Setup { drain_timeout_secs: 5, commit_interval_ms: 1_000, ..Setup::DEFAULT };
    let hasty = Setup { drain_timeout_secs: 1, ..patient.clone() };
    let watch = line.watch();
    let feed = Feed::start(&line.client(), &line.raw, story);
    for (setup, signals, code) in [(&hasty, 1, 1), (&patient, 2, 143)] {
        let mut stage = setup.start(&line);
        // Ready, it has undone what the one before left open.
        stage.until_ready();
        stage.until("records of an open transaction", |_| watch.in_transaction(&line.records));
        broker.freeze();
        for _ in 0..signals {
            stage.signal("TERM");
            child::until("it drains, or is gone", HANG, || {
                stage.child.try_wait().is_ok_and(|status| status.is_some())
                    || stage.get("/readyz").is_none_or(|(_, body)| body.contains("\"draining\":true"))
            });
        }
        let status = stage.ended();
        assert_eq!(status.code(), Some(code), "{status}:\n{}", stage.log());
        broker.thaw();
    }
    let mut last = patient.start(&line);
    last.until_ready();
    let fed = feed.stop();
    last.until_done(&line);
    last.stop();
    assert_eq!(audit(&line, &patient, Copies::One).records as u64, fed);
}

/// A source topic that is created after the stage: it waits, says so, and reads it from its beginning.
#[test]
fn a_missing_source_topic_is_waited_for() {
    let Some(cluster) = kafka::cluster() else { return };
    let line = Line::new(&cluster.bootstrap);
    create_topic(&line.bootstrap, &line.records, 4);
    create_topic(&line.bootstrap, &line.dead, 4);
    let setup = Setup::DEFAULT;
    let mut stage = setup.start(&line);
    stage.until("it names the topic", |stage| {
        let page = stage.get("/readyz");
        page.is_some_and(|(code, body)| code == 503 && body.contains(&line.raw))
    });
    create_topic(&line.bootstrap, &line.raw, 4);
    publish(&line.client(), &line.raw, (0..100).map(story));
    stage.until_ready();
    stage.until_done(&line);
    stage.stop();
    audit(&line, &setup, Copies::One);
}

/// Dead letters that cannot be written are never skipped: the stage stays where it is until they can be.
#[test]
fn a_missing_dead_letter_topic_holds_the_stage() {
    let Some(cluster) = kafka::cluster() else { return };
    let line = Line::new(&cluster.bootstrap);
    create_topic(&line.bootstrap, &line.raw, 4);
    create_topic(&line.bootstrap, &line.records, 4);
    let setup = Setup::DEFAULT;
    publish(&line.client(), &line.raw, (0..200).map(assorted));
    let mut stage = setup.start(&line);
    stage.until("it names the topic", |stage| {
        let page = stage.get("/readyz");
        page.is_some_and(|(code, body)| code == 503 && body.contains(&line.dead))
    });
    let ends = line.watch().ends(&line.records, Isolation::Committed);
    assert!(ends.is_some_and(|ends| ends.len() == 4));
    create_topic(&line.bootstrap, &line.dead, 4);
    stage.until_done(&line);
    stage.stop();
    audit(&line, &setup, Copies::One);
}
