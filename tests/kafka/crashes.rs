//! Kills, zombies and twins in exactly_once mode.

use crate::support::audit::{Audit, Copies, Counts, audit};
use crate::support::copy::{Feed, publish, story};
use crate::support::kafka;
use crate::support::read::{Isolation, Watch, count};
use crate::support::stage::{Line, SLOW, Setup, Stage};

/// Kills the stage as soon as it has a transaction open with records in it, past `progress` committed
/// messages. `true` when the transaction was still open behind the kill.
pub fn kill_in_transaction(mut stage: Stage, line: &Line, watch: &Watch, progress: i64) -> bool {
    let mut done = progress == 0;
    stage.until("records of an open transaction", |_| {
        // While a transaction is open the group does not tell its offsets.
        done = done || watch.progress(&line.raw).is_some_and(|n| n >= progress);
        done && watch.in_transaction(&line.records)
    });
    stage.kill();
    watch.in_transaction(&line.records)
}

#[test]
fn a_kill_in_mid_transaction_loses_nothing_and_repeats_nothing() {
    let Some(cluster) = kafka::cluster() else { return };
    let line = Line::open(cluster);
    let watch = line.watch();
    let feed = Feed::start(&line.client(), &line.raw, story);
    let torn = kill_in_transaction(SLOW.start(&line), &line, &watch, 0);
    let torn = kill_in_transaction(SLOW.start(&line), &line, &watch, 1) || torn;
    assert!(torn, "both kills fell between two transactions");
    let mut last = SLOW.start(&line);
    last.until_ready();
    let fed = feed.stop() as usize;
    last.until_done(&line);
    last.stop();
    let counts = audit(&line, &SLOW, Copies::One);
    assert_eq!(counts, Counts { inputs: fed, records: fed, ..Counts::default() });
    // The aborted records are there, but a read_committed reader does not see them.
    let written = count(&line.client(), &line.records, Isolation::Uncommitted);
    assert!(written > counts.records, "{written} records written, {} committed", counts.records);
}

#[test]
fn at_least_once_loses_nothing_in_a_kill() {
    let Some(cluster) = kafka::cluster() else { return };
    let line = Line::open(cluster);
    let setup = Setup { delivery: "at_least_once", ..SLOW };
    let feed = Feed::start(&line.client(), &line.raw, story);
    let watch = line.watch();
    let mut first = setup.start(&line);
    first.until("some records are out", |_| {
        watch.ends(&line.records, Isolation::Uncommitted).is_some_and(|ends| ends.iter().sum::<i64>() > 200)
    });
    first.kill();
    let mut second = setup.start(&line);
    second.until_ready();
    let fed = feed.stop() as usize;
    second.until_done(&line);
    second.stop();
    let counts = audit(&line, &setup, Copies::OneOrMore);
    assert_eq!((counts.inputs, counts.records - counts.repeats), (fed, fed));
}

/// A stage that was stopped in mid-transaction for longer than its session: another one does its work, and when
/// it wakes up it must commit nothing of what it held.
#[test]
fn a_zombie_commits_nothing() {
    let Some(cluster) = kafka::cluster() else { return };
    let line = Line::open(cluster);
    let watch = line.watch();
    let feed = Feed::start(&line.client(), &line.raw, story);
    let mut zombie = SLOW.start(&line);
    zombie.until("records of an open transaction", |_| watch.in_transaction(&line.records));
    zombie.signal("STOP");
    let heir_setup = Setup { instance: "1", ..SLOW };
    let mut heir = heir_setup.start(&line);
    heir.until("another one does its work", |heir| {
        heir.metric("copydesk_assigned_partitions") == 4.0 && watch.in_transaction(&line.records)
    });
    zombie.signal("CONT");
    // It may come back as a member, or end because its id was taken over; both are right.
    let mut ended = None;
    heir.until("the zombie is back or gone", |heir| {
        ended = zombie.child.try_wait().expect("a child of ours can be waited for");
        ended.is_some() || heir.metric("copydesk_assigned_partitions") == 2.0
    });
    assert!(ended.is_none_or(|status| status.code() == Some(1)), "{ended:?}: {}", zombie.log());
    let fed = feed.stop();
    heir.until_done(&line);
    heir.stop();
    drop(zombie);
    assert_eq!(audit(&line, &SLOW, Copies::One).inputs as u64, fed);
}

/// Two instances by one name: the older one ends and says why.
#[test]
fn of_two_twins_the_older_one_ends() {
    let Some(cluster) = kafka::cluster() else { return };
    let line = Line::open(cluster);
    let setup = Setup::DEFAULT;
    publish(&line.client(), &line.raw, (0..500).map(story));
    let mut older = setup.start(&line);
    older.until_done(&line);
    let mut younger = setup.start(&line);
    younger.until_ready();
    let mut fed = 500;
    let mut status = None;
    younger.until("the older one ends", |_| {
        publish(&line.client(), &line.raw, (fed..fed + 100).map(story));
        fed += 100;
        status = older.child.try_wait().expect("a child of ours can be waited for");
        status.is_some()
    });
    let log = older.log();
    assert_eq!(status.and_then(|s| s.code()), Some(1), "{log}");
    assert!(log.contains(&format!("{}-0", line.group)), "the log names the transactional id:\n{log}");
    younger.until_done(&line);
    younger.stop();
    Audit::new(&line, &setup, Copies::One).pass();
}
