//! The circuit breaker: what passes it, and how it keeps a feed from draining into the dead letters.

use crate::support::audit::{Copies, audit};
use crate::support::copy::{Raw, publish, story};
use crate::support::kafka::{self, free_port};
use crate::support::read::{Isolation, count};
use crate::support::replay::{self, Replay};
use crate::support::stage::{Line, Setup, Stage};

/// A dispatch that no desk can edit.
fn poison(seq: u64) -> Raw {
    Raw { payload: Some(b"\x01\x02\x03a".repeat(40)), ..story(seq) }
}

fn until_open(stage: &mut Stage) {
    stage.until("the breaker opens", |stage| stage.metric("copydesk_breaker_open") == 1.0);
}

/// The stage stands still: it is alive, not ready, says why, and stays so.
fn stands_still(stage: &mut Stage, line: &Line) {
    until_open(stage);
    let (status, page) = stage.get("/readyz").expect("it answers");
    assert_eq!(status, 503, "{page}");
    assert!(page.contains("dispatches were rejected (wire.not_text"), "{page}");
    assert_eq!(stage.get("/healthz").expect("it answers").0, 200);
    stage.until("partitions are paused", |stage| stage.metric("copydesk_paused_partitions") == 4.0);
    assert_eq!(stage.metric_of("copydesk_errors_total", "code=\"kafka.breaker_open\""), 1.0);
    stage.until("the log says what to do", |stage| {
        stage.log().contains("then restart: it goes on where it stood")
    });
    assert!(line.watch().progress(&line.raw).is_some(), "no transaction is left open");
}

#[test]
fn a_poison_flood_does_not_drain_the_feed_exactly_once() {
    a_poison_flood_does_not_drain_the_feed("exactly_once");
}

#[test]
fn a_poison_flood_does_not_drain_the_feed_at_least_once() {
    a_poison_flood_does_not_drain_the_feed("at_least_once");
}

fn a_poison_flood_does_not_drain_the_feed(delivery: &'static str) {
    let Some(cluster) = kafka::cluster() else { return };
    let line = Line::open(cluster);
    let setup = Setup { delivery, ..Setup::DEFAULT };
    publish(&line.client(), &line.raw, (0..200).map(story));
    let mut stage = setup.start(&line);
    stage.until_done(&line);
    publish(&line.client(), &line.raw, (200..3_000).map(poison));
    stands_still(&mut stage, &line);
    // The window had room for some of them.
    let bound = 200;
    let letters = count(&line.client(), &line.dead, Isolation::Committed);
    assert!(letters < bound, "{letters} dead letters are committed");
    let progress = line.watch().progress(&line.raw).expect("the group answers");
    assert!((200..200 + bound as i64).contains(&progress), "{progress} of 3000 are committed");

    // New partitions or copy make no difference.
    publish(&line.client(), &line.raw, (3_000..3_100).map(story));
    let mut second = Setup { instance: "1", ..setup.clone() }.start(&line);
    second.until("the partitions are shared", |stage| stage.metric("copydesk_assigned_partitions") == 2.0);
    until_open(&mut second);
    second.stop();
    stage.until("its partitions came back", |stage| stage.metric("copydesk_paused_partitions") == 4.0);
    assert!(line.watch().progress(&line.raw).is_some_and(|now| now < progress + bound as i64));
    stage.stop();

    // A restart without the mend finds the same.
    let before = line.watch().progress(&line.raw);
    let mut stage = setup.start(&line);
    stands_still(&mut stage, &line);
    assert!(line.watch().progress(&line.raw) < before.map(|n| n + 50), "a restart drains less than a window");
    stage.stop();

    // Whoever wants them all as dead letters says so; nothing was lost.
    let off = Setup { breaker_window: 0, ..setup };
    let mut stage = off.start(&line);
    stage.until_done(&line);
    stage.until("it is ready", |stage| stage.get("/readyz").is_some_and(|(code, _)| code == 200));
    stage.stop();
    let copies = if delivery == "exactly_once" { Copies::One } else { Copies::OneOrMore };
    let counts = audit(&line, &off, copies);
    assert_eq!((counts.inputs, counts.records, counts.dead_letters - counts.repeats), (3_100, 300, 2_800));
    assert_eq!(line.watch().progress(&line.raw), Some(3_100));
}

/// Each class of rejects, one in a thousand, and as the last of every partition: progress passes it, its
/// neighbours are published.
#[test]
fn poison_one_in_a_thousand_passes_also_as_the_last_record() {
    let Some(cluster) = kafka::cluster() else { return };
    let line = Line::open(cluster);
    let setup = Setup::DEFAULT;
    let kinds: [Vec<u8>; 4] = [
        vec![],
        b"\x01\x02\x03a".repeat(40),
        b"<?xml version=\"1.0\"?><nitf><body>cut".to_vec(),
        b"copy ".repeat(setup.max_dispatch_bytes / 5 + 1),
    ];
    let bad = |seq: u64| Raw { payload: Some(kinds[seq as usize % 4].clone()), ..story(seq) };
    let copy = (0..8_000).map(|seq| if seq % 1_000 == 500 { bad(seq / 1_000) } else { story(seq) });
    // Keys of all partitions.
    publish(&line.client(), &line.raw, copy.chain((0..40).map(bad)));
    let mut stage = setup.start(&line);
    stage.until_done(&line);
    assert_eq!(stage.metric("copydesk_breaker_open"), 0.0);
    stage.stop();
    let counts = audit(&line, &setup, Copies::One);
    assert_eq!((counts.records, counts.dead_letters), (7_992, 48));
}

/// Somebody waits for a replay's end: it breaks off instead of standing still, and is resumed by running it again.
#[test]
fn a_replay_into_a_flood_breaks_off() {
    let Some(cluster) = kafka::cluster() else { return };
    let line = Line::open(cluster);
    publish(&line.client(), &line.raw, (0..1_000).map(poison));
    let mut replay = Replay::plan(&line, &Setup::DEFAULT, &[]);
    let mut run = replay.start("a", &[]);
    assert_eq!(run.ended().code(), Some(1));
    assert!(run.log().contains("the replay breaks off: "), "{}", run.log());
    let letters = count(&line.client(), &replay.line.dead, Isolation::Committed);
    assert!(letters < 50, "{letters} dead letters are committed");
    assert!(replay.progress().is_some_and(|progress| progress < 50), "and no more is passed");

    let off = Setup { breaker_window: 0, ..Setup::DEFAULT };
    replay.toml = off.toml(&line, free_port());
    replay.run(&[]);
    assert_eq!(replay::audit(&replay, &off).dead_letters, 1_000);
}
