//! A consumer group of two: one joins under load, one leaves under load.

use crate::support::audit::{Copies, audit};
use crate::support::copy::{Feed, assorted};
use crate::support::kafka;
use crate::support::stage::{Line, SLOW, Setup, Stage};

#[test]
fn exactly_once_survives_rebalances() {
    survives_rebalances("exactly_once");
}

/// Rebalances that everybody lives through repeat nothing in this mode either: offsets are committed before
/// partitions are given away.
#[test]
fn at_least_once_survives_rebalances() {
    survives_rebalances("at_least_once");
}

fn survives_rebalances(delivery: &'static str) {
    let Some(cluster) = kafka::cluster() else { return };
    let line = Line::open(cluster);
    // Seldom commits: every rebalance finds records that are published and not committed.
    let one = Setup { delivery, ..SLOW };
    let two = Setup { instance: "1", ..one.clone() };
    let feed = Feed::start(&line.client(), &line.raw, assorted);
    let has = |stage: &Stage, partitions: f64| stage.metric("copydesk_assigned_partitions") == partitions;
    let published = |stage: &Stage| stage.metric("copydesk_records_published_total");

    let mut first = one.start(&line);
    first.until("the first one has all", |stage| has(stage, 4.0) && published(stage) > 0.0);
    let mut second = two.start(&line);
    second.until("each has half", |stage| has(stage, 2.0) && has(&first, 2.0));
    let before = (published(&first), published(&second));
    second.until("both work", |stage| published(&first) > before.0 && published(stage) > before.1);
    first.stop();
    second.until("the second one has all", |stage| has(stage, 4.0));
    let fed = feed.stop();
    second.until_done(&line);
    second.stop();
    assert_eq!(audit(&line, &one, Copies::One).inputs as u64, fed);
}
