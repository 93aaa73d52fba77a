//! Replays that are killed, shared, robbed of their offsets, or in the way of the live stage.

use std::time::Duration;

use rdkafka::admin::{AdminClient, AdminOptions};
use rdkafka::client::DefaultClientContext;
use rdkafka::consumer::{BaseConsumer, CommitMode, Consumer};
use rdkafka::{Offset, TopicPartitionList};

use crate::support::audit::{Copies, audit as audit_live};
use crate::support::child::until;
use crate::support::copy::{Feed, assorted, publish};
use crate::support::kafka;
use crate::support::pen::Pen;
use crate::support::read::{Isolation, count, read};
use crate::support::replay::{Replay, audit, finish, plan, target};
use crate::support::stage::{HANG, Line, SLOW, Setup, Stage};

/// One outcome as a reader sees it, without the mark of its replay and without the keyless ones' partition.
type Seen = (Option<i32>, Option<Vec<u8>>, Option<Vec<u8>>, Option<i64>, Vec<(String, Option<Vec<u8>>)>);

/// All records and dead letters of a replay, in an order that says nothing of when they were written.
fn published(replay: &Replay) -> Vec<Seen> {
    let mut all = Vec::new();
    for topic in [&replay.line.records, &replay.line.dead] {
        read(&replay.line.client(), topic, Isolation::Committed, |message| {
            // The group of a dead letter is its replay's too.
            let of_its_replay = ["copydesk-replay", "__dlq.errors.group"];
            let headers: Vec<_> = message
                .headers
                .into_iter()
                .filter(|(key, _)| !of_its_replay.contains(&key.as_str()))
                .collect();
            let partition = message.key.as_ref().map(|_| message.partition);
            all.push((partition, message.key, message.payload, message.timestamp_ms, headers));
        });
    }
    all.sort();
    all
}

/// Five kills in mid-transaction, and the output is that of a replay that was never disturbed, byte for byte; the
/// live stage beside it keeps its partitions and reads all of its own feed.
#[test]
fn kills_change_nothing() {
    let Some(cluster) = kafka::cluster() else { return };
    let line = Line::open(cluster);
    publish(&line.client(), &line.raw, (0..3_000).map(assorted));
    let mut live = Setup::DEFAULT.start(&line);
    live.until_done(&line);
    let (broken, whole) = (Replay::plan(&line, &SLOW, &[]), Replay::plan(&line, &Setup::DEFAULT, &[]));
    let disturbed = |live: &Stage| {
        let aborted = live.metric_of("copydesk_transactions_total", "outcome=\"aborted\"");
        (live.metric("copydesk_rebalances_total"), aborted)
    };
    let before = disturbed(&live);
    let feed = Feed::start(&line.client(), &line.raw, assorted);
    let watch = broken.line.watch();
    let mut torn = 0;
    for kill in 0..5 {
        let mut instance = broken.start("a", &["--rate", "400"]);
        let mut reached = false;
        instance.until("an open transaction past the last kill", |_| {
            reached = reached || broken.progress().is_some_and(|done| done > kill * 300);
            reached && watch.in_transaction(&broken.line.records)
        });
        instance.kill();
        torn += usize::from(watch.in_transaction(&broken.line.records));
    }
    assert!(torn > 0, "every kill fell between two transactions");
    broken.run(&[]);
    whole.run(&[]);
    let counts = audit(&broken, &SLOW);
    assert_eq!(counts, audit(&whole, &Setup::DEFAULT));
    assert_eq!(counts.inputs, 3_000);
    assert!(published(&broken) == published(&whole), "the outputs differ");

    let fed = feed.stop();
    live.until_done(&line);
    assert_eq!(disturbed(&live), before, "the live stage was disturbed");
    live.stop();
    assert_eq!(audit_live(&line, &Setup::DEFAULT, Copies::One).inputs as u64, 3_000 + fed);
}

/// Two instances share a plan; one is killed, and the other one does its part too.
#[test]
fn instances_share_a_plan() {
    let Some(cluster) = kafka::cluster() else { return };
    let line = Line::open(cluster);
    publish(&line.client(), &line.raw, (0..3_000).map(assorted));
    let setup = Setup::DEFAULT;
    let replay = Replay::plan(&line, &setup, &[]);
    let worked = |stage: &Stage| stage.metric("copydesk_records_published_total") > 0.0;
    let (mut first, mut second, third) = (
        replay.start("a", &["--rate", "60"]),
        replay.start("b", &["--rate", "60"]),
        // More bytes than these dispatches have: it only has to be taken.
        replay.start("c", &["--max-bytes-per-sec", "60000"]),
    );
    second.until("all work", |second| worked(&first) && worked(second) && worked(&third));
    second.kill();
    let left = |stage: &Stage| stage.metric("copydesk_replay_remaining_offsets");
    let before = left(&first);
    first.until("the others go on, and tell how far they are", |first| left(first) < before);
    // All know when all is done, not only their own part.
    finish(first);
    finish(third);
    assert_eq!(audit(&replay, &setup).inputs, 3_000);
}

/// A resumed replay under other rules would publish records of two kinds.
#[test]
fn a_replay_keeps_its_rules() {
    let Some(cluster) = kafka::cluster() else { return };
    let line = Line::open(cluster);
    publish(&line.client(), &line.raw, (0..50).map(assorted));
    let mut replay = Replay::plan(&line, &Setup::DEFAULT, &[]);
    let same = std::mem::take(&mut replay.toml);
    replay.toml = format!("{same}[desk]\nkeep_private = true\n");
    let mut instance = replay.start("a", &[]);
    assert_eq!(instance.ended().code(), Some(2), "{}", instance.log());
    assert!(instance.log().contains("its records would be of two kinds"), "{}", instance.log());
    replay.toml = same;
    replay.run(&[]);
    assert_eq!(audit(&replay, &Setup::DEFAULT).inputs, 50);
}

/// A stop is no end: the exit code says that something is left, and the next run does it.
#[test]
fn a_stopped_replay_is_not_done() {
    let Some(cluster) = kafka::cluster() else { return };
    let line = Line::open(cluster);
    publish(&line.client(), &line.raw, (0..1_000).map(assorted));
    let setup = Setup::DEFAULT;
    let replay = Replay::plan(&line, &setup, &[]);
    let mut instance = replay.start("a", &["--rate", "60"]);
    instance.until("it works", |_| replay.progress().is_some_and(|done| done > 50));
    instance.signal("TERM");
    assert_eq!(instance.ended().code(), Some(1), "{}", instance.log());
    assert!(instance.log().contains("again to go on"), "{}", instance.log());
    replay.run(&[]);
    assert_eq!(audit(&replay, &setup).inputs, 1_000);
}

/// An admin client, and what waits for its answers.
fn admin(line: &Line) -> (AdminClient<DefaultClientContext>, tokio::runtime::Runtime) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    (line.client().create().expect("an admin client"), runtime)
}

fn delete_group(replay: &Replay) {
    let (admin, runtime) = admin(&replay.line);
    // A killed member stays in its group for a session.
    until("the group is deleted", HANG, || {
        let done = runtime.block_on(admin.delete_groups(&[&replay.line.group], &AdminOptions::new()));
        done.is_ok_and(|results| results.iter().all(Result::is_ok))
    });
}

/// Commits offsets in a replay's group.
fn commit(replay: &Replay, offsets: &[(i32, i64)]) {
    let mut client = replay.line.client();
    client.set("group.id", &replay.line.group);
    let client: BaseConsumer = client.create().expect("a consumer");
    let mut list = TopicPartitionList::new();
    for (number, offset) in offsets {
        list.add_partition_offset(&replay.line.raw, *number, Offset::Offset(*offset)).expect("a good offset");
    }
    client.commit(&list, CommitMode::Sync).expect("committed");
}

/// It must not run, must say why, and publish nothing.
fn is_refused(replay: &Replay) {
    let before = count(&replay.line.client(), &replay.line.records, Isolation::Committed);
    let mut instance = replay.start("a", &[]);
    assert_eq!(instance.ended().code(), Some(3), "{}", instance.log());
    let log = instance.log();
    assert!(log.contains("are gone from the cluster") && log.contains("plan a new replay"), "{log}");
    assert_eq!(count(&replay.line.client(), &replay.line.records, Isolation::Committed), before);
}

/// Offsets that expired on the broker: a replay that does not know where it stands must not begin anew.
#[test]
fn a_replay_without_its_offsets_is_refused() {
    let Some(cluster) = kafka::cluster() else { return };
    let line = Line::open(cluster);
    publish(&line.client(), &line.raw, (0..600).map(assorted));
    let setup = Setup::DEFAULT;

    let done = Replay::plan(&line, &setup, &[]);
    done.run(&[]);
    delete_group(&done);
    is_refused(&done);

    let half = Replay::plan(&line, &setup, &[]);
    let mut instance = half.start("a", &["--rate", "40"]);
    instance.until("it works", |_| half.progress().is_some_and(|done| done > 50));
    instance.kill();
    delete_group(&half);
    is_refused(&half);

    // Of some partitions only.
    let part = Replay::plan(&line, &setup, &[]);
    commit(&part, &[(0, 5)]);
    is_refused(&part);

    // Nothing published yet: nothing can come twice.
    let fresh = Replay::plan(&line, &setup, &[]);
    let mut instance = fresh.start("a", &["--rate", "1"]);
    instance.until("it has begun", |_| fresh.progress().is_some());
    instance.kill();
    fresh.run(&[]);
    assert_eq!(audit(&fresh, &setup).inputs, 600);
}

/// Removes what lies before an offset of partition 0, as retention does.
fn remove_before(line: &Line, offset: Offset) {
    let (admin, runtime) = admin(line);
    let mut list = TopicPartitionList::new();
    list.add_partition_offset(&line.raw, 0, offset).expect("a good offset");
    let done = runtime.block_on(admin.delete_records(&list, &AdminOptions::new())).expect("an answer");
    done.elements().iter().for_each(|element| element.error().expect("removed"));
}

/// What retention takes away before it is replayed is said, and not passed over; what was replayed before is no loss.
#[test]
fn messages_that_are_gone_are_told_of() {
    let Some(cluster) = kafka::cluster() else { return };
    let line = Line::open(cluster);
    publish(&line.client(), &line.raw, (0..600).map(assorted));
    let setup = Setup::DEFAULT;
    let (done, late) = (Replay::plan(&line, &setup, &[]), Replay::plan(&line, &setup, &[]));
    done.run(&[]);
    let counts = audit(&done, &setup);
    remove_before(&line, Offset::Offset(60));
    let mut instance = late.start("a", &[]);
    assert_eq!(instance.ended().code(), Some(3), "{}", instance.log());
    assert!(instance.log().contains("retention has removed the offsets 0 to 60"), "{}", instance.log());

    // Asked for by offset, they are missed when the plan is made.
    let folder = tempfile::tempdir().expect("a temporary folder");
    let into = target(&line);
    let asked = ["--into", &into, "--from", "offset:20", "--out", "plan.json"];
    let output = plan(&line, &setup, &folder, &asked);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.code() == Some(2) && said.contains("40 of the offsets asked for are gone"),
        "{said}"
    );
    let rest = Replay::plan(&line, &setup, &["--from", "offset:20", "--allow-gap"]);
    assert_eq!(rest.ranges[&0].0, 60);
    rest.run(&[]);
    assert!(audit(&rest, &setup).inputs > 0);

    // All of it gone, behind its end too: a plan that is done stays done, and so does a partition that is.
    let mut half = Replay::plan(&line, &setup, &[]);
    let done_in_0 =
        |(number, (from, to)): (&i32, &(i64, i64))| (*number, if *number == 0 { *to } else { *from });
    commit(&half, &half.ranges.iter().map(done_in_0).collect::<Vec<_>>());
    publish(&line.client(), &line.raw, (600..700).map(assorted));
    remove_before(&line, Offset::End);
    half.run(&[]);
    half.ranges.remove(&0);
    assert!(audit(&half, &setup).inputs > 0);
    done.run(&[]);
    assert_eq!(count(&line.client(), &done.line.records, Isolation::Committed), counts.records);
}

/// What nobody can read yet is nothing that the live stage is behind.
#[test]
fn an_open_transaction_holds_no_replay() {
    let Some(cluster) = kafka::cluster() else { return };
    let line = Line::open(cluster);
    publish(&line.client(), &line.raw, (0..100).map(assorted));
    let setup = Setup::DEFAULT;
    let mut live = setup.start(&line);
    live.until_done(&line);
    let replay = Replay::plan(&line, &setup, &[]);
    let open = Pen::transaction(&line);
    open.write(0, (100..300).map(assorted));
    replay.run(&["--yield-to-live=50"]);
    open.abort();
    live.stop();
    assert_eq!(audit(&replay, &setup).inputs, 100);
}

/// While the live stage is behind, nothing is published; when it has caught up, all is.
#[test]
fn a_replay_yields_to_the_live_stage() {
    let Some(cluster) = kafka::cluster() else { return };
    let line = Line::open(cluster);
    publish(&line.client(), &line.raw, (0..800).map(assorted));
    let setup = Setup::DEFAULT;
    let replay = Replay::plan(&line, &setup, &[]);
    let mut instance = replay.start("a", &["--yield-to-live=100"]);
    instance.until("it rests", |instance| {
        instance.metric("copydesk_replay_held") == 1.0
            && instance.metric("copydesk_assigned_partitions") == 4.0
    });
    // Long enough for what a replay that does not rest would have done by now.
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(count(&line.client(), &replay.line.records, Isolation::Uncommitted), 0);
    let mut live = setup.start(&line);
    live.until_done(&line);
    finish(instance);
    live.stop();
    assert_eq!(audit(&replay, &setup).inputs, 800);
}
