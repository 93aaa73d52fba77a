//! Table C3, 4 and 14: brokers that go all at once, stop answering, or are too few.

use crate::crew::{Crew, pair};
use crate::support::broker::Broker;
use crate::support::copy::{Feed, assorted};
use crate::support::proxy::{END_TXN, Trap};
use crate::support::stage::{Setup, Stage};
use crate::support::trio::trio;

/// The whole cluster, killed and started again.
#[test]
fn the_cluster_restarts() {
    let Some(mut trio) = trio() else { return };
    let (mut crew, feed, _) = pair(&trio, "the_cluster_restarts");
    crew.until("it works", |crew| crew.progress() > 200);
    trio.brokers.iter_mut().for_each(Broker::kill);
    crew.until("they notice", |crew| {
        crew.stages().any(|s| s.get("/readyz").is_some_and(|(code, _)| code == 503))
    });
    trio.brokers.iter_mut().for_each(Broker::launch);
    trio.brokers.iter_mut().for_each(Broker::until_up);
    let before = crew.progress();
    crew.until("it works again", |crew| crew.progress() > before + 200);
    crew.close(feed.stop());
}

/// The coordinator dies when it has just been asked to commit.
#[test]
fn the_coordinator_dies_in_mid_commit() {
    let Some(mut trio) = trio() else { return };
    let (mut crew, feed, mut dice) = pair(&trio, "the_coordinator_dies_in_mid_commit");
    let trap = dice.pick(&[Trap::CutBehind, Trap::LoseAnswer]);
    println!("  {trap:?}");
    let before = crew.progress();
    crew.until("it works", |crew| crew.progress() > before + 200);
    let sprung: Vec<usize> = trio.proxies.iter().map(|proxy| proxy.sprung()).collect();
    trio.proxies.iter().for_each(|proxy| proxy.set(END_TXN, trap));
    let mut coordinator = None;
    crew.until("a commit is on its way", |_| {
        coordinator = trio.proxies.iter().zip(&sprung).position(|(proxy, before)| proxy.sprung() > *before);
        coordinator.is_some()
    });
    let coordinator = coordinator.expect("found");
    trio.brokers[coordinator].kill();
    trio.proxies.iter().for_each(|proxy| proxy.mend());
    let before = crew.progress();
    crew.until("it works with two brokers", |crew| crew.progress() > before + 200);
    trio.brokers[coordinator].start();
    crew.close(feed.stop());
}

/// A broker that stops answering while its connections stay open, for longer than the cluster waits for it.
#[test]
fn a_broker_freezes() {
    let Some(trio) = trio() else { return };
    let (mut crew, feed, mut dice) = pair(&trio, "a_broker_freezes");
    crew.until("it works", |crew| crew.progress() > 200);
    let frozen = &trio.brokers[dice.pick(&[0, 1, 2])];
    frozen.freeze();
    let before = crew.progress();
    crew.until("it works without that one", |crew| crew.progress() > before + 400);
    frozen.thaw();
    let before = crew.progress();
    crew.until("it works with it again", |crew| crew.progress() > before + 200);
    crew.close(feed.stop());
}

/// Too few replicas to write to: the stage stands with full buffers, keeps its partitions, and goes on by itself.
#[test]
fn records_cannot_be_written_for_a_while() {
    let Some(mut trio) = trio() else { return };
    let line = trio.line_with(4, &[("min.insync.replicas", "3")]);
    let setup = Setup { buffer_bytes: 1 << 20, commit_interval_ms: 200, ..Setup::DEFAULT };
    let mut crew = Crew::new(line, setup, 1);
    let feed = Feed::start(&crew.line.client(), &crew.line.raw, assorted);
    crew.fill();
    crew.until("it works", |crew| crew.progress() > 100);
    trio.brokers[2].stop();
    let gauge = |stage: &Stage, name: &str| stage.metric(&format!("copydesk_{name}"));
    crew.until("full buffers pause all partitions", |crew| {
        crew.stages().all(|stage| gauge(stage, "paused_partitions") == 4.0)
    });
    let rebalances = |crew: &Crew| crew.stages().map(|s| gauge(s, "rebalances_total")).sum::<f64>();
    let before = (crew.progress(), rebalances(&crew));
    // Longer than a session, as the broker counts: it keeps its partitions by heartbeats, not by luck.
    let beat = std::time::Instant::now();
    crew.until("more than a session passes", |crew| {
        let held: f64 = crew.stages().map(|stage| gauge(stage, "in_flight_bytes")).sum();
        // What was taken grows by its records; nothing more is taken.
        assert!(held < 8e6, "{held} bytes in flight, of a buffer of 1 MiB");
        beat.elapsed().as_secs() > 9
    });
    assert_eq!((crew.progress(), rebalances(&crew)), before, "nothing is committed and nobody is thrown out");
    trio.brokers[2].start();
    crew.until("it works again", |crew| crew.progress() > before.0 + 200);
    crew.close(feed.stop());
}
