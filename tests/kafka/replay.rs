//! Plans, and what comes of them while nothing goes wrong: where a stretch ends, what is chosen, what is refused.

use std::fs;

use copydesk::desk::{Choice, Incoming, Outcome};

use crate::support::audit::Counts;
use crate::support::child::until;
use crate::support::copy::{Raw, assorted, publish, story};
use crate::support::kafka::{self, create_topic, create_topic_with, unique};
use crate::support::pen::Pen;
use crate::support::read::{Isolation, count, read};
use crate::support::replay::{Replay, audit, plan, target};
use crate::support::stage::{HANG, Line, Protocol, Setup};

/// Offsets that are no messages lie at the end of each partition, and a bound in the future.
#[test]
fn a_stretch_ends_wherever_it_ends() {
    let Some(cluster) = kafka::cluster() else { return };
    let line = Line::open(cluster);
    let pen = Pen::plain(&line);
    // 0 ends in a transaction's marker, 1 in a transaction that was aborted, 2 in one that is open, 3 is empty.
    pen.write(0, (0..20).map(story)).write(1, (20..40).map(story)).write(2, (40..60).map(story));
    let committed = Pen::transaction(&line);
    committed.write(0, (60..80).map(story));
    committed.commit();
    let aborted = Pen::transaction(&line);
    aborted.write(1, (80..100).map(story));
    aborted.abort();
    let open = Pen::transaction(&line);
    open.write(2, (100..120).map(story));

    let setup = Setup::DEFAULT;
    let replay = Replay::plan(&line, &setup, &["--to", "2099-01-01T00:00:00Z"]);
    let ranges: Vec<_> = replay.ranges.iter().map(|(number, (from, to))| (*number, *from, *to)).collect();
    assert_eq!(ranges, [(0, 0, 41), (1, 0, 41), (2, 0, 20), (3, 0, 0)]);
    replay.run(&[]);
    let counts = audit(&replay, &setup);
    assert_eq!(counts, Counts { inputs: 80, records: 80, ..Counts::default() });
    // It is done, and does nothing when it is run again; neither does what came later.
    open.commit();
    pen.write(3, (120..130).map(story));
    replay.run(&[]);
    assert_eq!(audit(&replay, &setup), counts);
}

/// Compaction takes the last messages of the stretch away; the one that it keeps of their key lies behind.
#[test]
fn a_stretch_ends_in_a_compacted_gap() {
    let Some(cluster) = kafka::cluster() else { return };
    let line = Line::new(&cluster.bootstrap);
    let compacted = [
        ("cleanup.policy", "compact"),
        ("segment.ms", "50"),
        ("min.cleanable.dirty.ratio", "0.01"),
        ("min.compaction.lag.ms", "0"),
    ];
    create_topic_with(&line.bootstrap, &line.raw, 4, &compacted);
    for topic in [&line.records, &line.dead] {
        create_topic(&line.bootstrap, topic, 4);
    }
    let pen = Pen::plain(&line);
    let keyed = |seq: u64, key: &str| Raw { key: Some(key.into()), ..story(seq) };
    pen.write(0, (0..30).map(|seq| keyed(seq, &format!("k{seq}"))));
    pen.write(0, (30..40).map(|seq| keyed(seq, "often")));
    let mut seq = 40;
    // A segment is compacted when it is no longer the last one: each message may begin a new one.
    until("offsets 30 to 39 are gone", HANG, || {
        pen.write(0, [keyed(seq, "often")]);
        seq += 1;
        let mut left = vec![];
        read(&line.client(), &line.raw, Isolation::Committed, |message| left.push(message.offset));
        left.iter().all(|offset| !(30..40).contains(offset))
    });
    let setup = Setup::DEFAULT;
    let replay = Replay::plan(&line, &setup, &["--to", "offset:40"]);
    assert_eq!(replay.ranges[&0], (0, 40));
    replay.run(&[]);
    assert_eq!(audit(&replay, &setup), Counts { inputs: 30, records: 30, ..Counts::default() });
}

/// What the filters leave out is counted and not published, and without a record nothing can be chosen.
#[test]
fn only_what_is_chosen_is_published() {
    let Some(cluster) = kafka::cluster() else { return };
    let line = Line::open(cluster);
    publish(&line.client(), &line.raw, (0..200).map(assorted));
    let setup = Setup::DEFAULT;
    let (desk, mut wanted) = (setup.desk(), 0);
    let choice = Choice {
        agencies: vec!["AFP".into(), "DPA".into()],
        formats: vec!["text".into()],
        languages: vec!["en".into()],
        fields: vec!["copydesk.dateline.places.country=KE".parse().expect("a field")],
    };
    for raw in (0..200).map(assorted) {
        let (payload, timestamp_ms) = (raw.payload.as_deref(), Some(raw.timestamp_ms));
        let incoming = Incoming { payload, timestamp_ms, ..Incoming::default() };
        for outcome in desk.process(&incoming) {
            wanted += usize::from(matches!(outcome, Outcome::Publish(it) if choice.takes(&it.record)));
        }
    }
    assert!((1..100).contains(&wanted), "{wanted} of 200 are chosen");
    let field = "copydesk.dateline.places.country=KE";
    let filters = ["--agency", "AFP,DPA", "--format", "text", "--language", "en", "--field", field];
    let replay = Replay::plan(&line, &setup, &filters);
    replay.run(&[]);
    assert_eq!(count(&line.client(), &replay.line.records, Isolation::Committed), wanted);
    assert_eq!(count(&line.client(), &replay.line.dead, Isolation::Committed), 0);
}

/// Partitions that are not planned are not read, though the group is assigned them; however it assigns them.
#[test]
fn only_planned_partitions_are_read() {
    let Some(cluster) = kafka::cluster() else { return };
    let line = Line::open(cluster);
    publish(&line.client(), &line.raw, (0..300).map(assorted));
    for protocol in [Protocol::Sticky, Protocol::Range, Protocol::Consumer] {
        reads_planned_partitions(&line, &Setup { protocol, ..Setup::DEFAULT });
    }
}

fn reads_planned_partitions(line: &Line, setup: &Setup) {
    let replay = Replay::plan(line, setup, &["--partitions", "1,3", "--from", "offset:20"]);
    assert_eq!(replay.ranges.keys().copied().collect::<Vec<_>>(), [1, 3]);
    replay.run(&[]);
    let counts = audit(&replay, setup);
    let planned: i64 = replay.ranges.values().map(|(from, to)| to - from).sum();
    assert!(counts.dead_letters > 0 && counts.inputs as i64 == planned, "{counts:?}");
}

/// A target that would not keep the records as they are, and topics that are the live stage's, are refused with the
/// mend; no plan is written.
#[test]
fn a_bad_target_is_refused() {
    let Some(cluster) = kafka::cluster() else { return };
    let line = Line::open(cluster);
    publish(&line.client(), &line.raw, (0..20).map(story));
    let topic = |settings: &[(&str, &str)]| {
        let into = unique("again");
        create_topic_with(&line.bootstrap, &into, 4, settings);
        create_topic(&line.bootstrap, &format!("{into}.dlq"), 4);
        into
    };
    let (good, unkept) = (target(&line), unique("unkept"));
    create_topic_with(&line.bootstrap, &unkept, 1, &[("retention.ms", "604800000")]);
    let brief = topic(&[("retention.ms", "604800000")]);
    for (into, more, exit, want) in [
        (brief.clone(), &[][..], 2, "retention.ms"),
        (brief, &["--allow-expiry"], 0, ""),
        (topic(&[("cleanup.policy", "compact")]), &[], 2, "cleanup.policy"),
        (topic(&[("message.timestamp.type", "LogAppendTime")]), &[], 2, "CreateTime"),
        (topic(&[("message.timestamp.before.max.ms", "86400000")]), &[], 2, "before.max.ms"),
        (topic(&[("retention.bytes", "1024")]), &[], 2, "retention.bytes"),
        (good.clone(), &["--dead-letters", unkept.as_str()], 2, "unkept"),
        (line.records.clone(), &[], 2, "--in-place"),
        (line.records.clone(), &["--in-place", "--dead-letters", line.dead.as_str()], 0, ""),
        (line.raw.clone(), &["--in-place"], 2, "read by the stage"),
        (line.dead.clone(), &["--dead-letters", unkept.as_str()], 2, "dead-letter topic"),
        (good.clone(), &["--dead-letters", good.as_str()], 2, "--dead-letters"),
        (unique("missing"), &[], 3, "create it"),
        (good.clone(), &["--partitions", "9"], 3, "partition 9"),
        (good.clone(), &["--agency", "NOBODY"], 2, "list agencies"),
        (good.clone(), &[], 0, ""),
    ] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let arguments: Vec<&str> =
            ["--into", into.as_str(), "--out", "plan.json"].into_iter().chain(more.iter().copied()).collect();
        let output = plan(&line, &Setup::DEFAULT, &folder, &arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(exit), "{arguments:?}: {said}");
        assert!(said.contains(want), "{arguments:?}: {said}");
        let written = fs::exists(folder.path().join("plan.json")).expect("the folder is there");
        assert_eq!(written, exit == 0, "{arguments:?}");
    }
}
