//! Table C3, 5: the network between stages and brokers, cut, slow, and half open.

use std::time::Duration;

use crate::crew::{Crew, pair};
use crate::support::copy::{assorted, publish};
use crate::support::proxy::{END_TXN, OFFSET_FETCH, PRODUCE, Proxy, TXN_OFFSET_COMMIT, Trap};
use crate::support::stage::Setup;
use crate::support::trio::trio;

/// A fault of the network at a certain request: each of them may be lost, or its answer may.
#[test]
fn requests_and_answers_are_lost() {
    let Some(trio) = trio() else { return };
    let (mut crew, feed, _) = pair(&trio, "requests_and_answers_are_lost");
    let sprung = || trio.proxies.iter().map(Proxy::sprung).sum::<usize>();
    let kinds = [("EndTxn", END_TXN), ("TxnOffsetCommit", TXN_OFFSET_COMMIT), ("Produce", PRODUCE)];
    for (name, kind) in kinds {
        for trap in [Trap::LoseAnswer, Trap::LoseRequest, Trap::CutBehind, Trap::CutBefore] {
            let before = crew.progress();
            crew.until("it works", |crew| crew.progress() > before + 50);
            let before = (sprung(), crew.progress());
            trio.proxies.iter().for_each(|proxy| proxy.set(kind, trap));
            crew.until("a request falls into the trap", |_| sprung() > before.0);
            trio.proxies.iter().for_each(Proxy::mend);
            println!("  {trap:?} at {name}");
        }
    }
    let indefinite = |crew: &Crew| -> f64 {
        crew.stages().map(|s| s.metric_of("copydesk_transactions_total", "outcome=\"indefinite\"")).sum()
    };
    let before = crew.progress();
    crew.until("it works", |crew| crew.progress() > before + 50);
    assert!(indefinite(&crew) > 0.0, "a commit whose end is unknown is counted as such");
    crew.close(feed.stop());
}

#[test]
fn the_network_is_slow_and_half_open() {
    let Some(trio) = trio() else { return };
    let (mut crew, feed, mut dice) = pair(&trio, "the_network_is_slow_and_half_open");
    crew.until("it works", |crew| crew.progress() > 100);

    trio.proxies.iter().for_each(|proxy| proxy.latency(Duration::from_millis(300)));
    let before = crew.progress();
    crew.until("it works over a slow network", |crew| crew.progress() > before + 200);

    // Longer than the transaction may take: nothing can be committed before it is over.
    crew.until_settled(9.0);
    trio.proxies.iter().for_each(|proxy| proxy.latency(Duration::from_secs(5)));
    crew.until("transactions fail", |crew| undone(crew) > 0.0);
    trio.proxies.iter().for_each(Proxy::mend);
    let before = crew.progress();
    crew.until("it works again", |crew| crew.progress() > before + 200);

    let deaf = &trio.proxies[dice.pick(&[0, 1, 2])];
    crew.until_settled(9.0);
    let before = undone(&crew);
    deaf.deafen();
    crew.until("transactions fail", |crew| undone(crew) > before);
    deaf.mend();
    let before = crew.progress();
    crew.until("it works again", |crew| crew.progress() > before + 200);

    trio.proxies.iter().for_each(|proxy| proxy.slow_close(Duration::from_secs(2)));
    trio.proxies.iter().for_each(Proxy::cut);
    let away = &trio.proxies[dice.pick(&[0, 1, 2])];
    let before = undone(&crew);
    away.down();
    crew.until("transactions fail", |crew| undone(crew) > before);
    away.mend();
    let before = crew.progress();
    crew.until("it works again", |crew| crew.progress() > before + 200);
    crew.close(feed.stop());
}

/// Where assigned partitions begin is asked of a broker that is not the group's coordinator any more. librdkafka 2.12
/// takes that answer for the last one (its issue 5586) and never reads them.
#[test]
fn partitions_begin_although_the_coordinator_has_moved() {
    let Some(trio) = trio() else { return };
    let mut crew = Crew::new(trio.line(4), Setup::DEFAULT, 1);
    publish(&crew.line.client(), &crew.line.raw, (0..500).map(assorted));
    let sprung = || trio.proxies.iter().map(Proxy::sprung).sum::<usize>();
    let before = sprung();
    let targets = trio.proxies.iter().map(Proxy::target).cycle().skip(1);
    for (proxy, other) in trio.proxies.iter().zip(targets) {
        proxy.set(OFFSET_FETCH, Trap::Astray(other));
    }
    crew.fill();
    crew.until("the question goes astray", |_| sprung() > before);
    trio.proxies.iter().for_each(Proxy::mend);
    crew.close(500);
}

/// Transactions that did not come to a commit.
fn undone(crew: &Crew) -> f64 {
    let of = |outcome: &str| -> f64 {
        crew.stages().map(|stage| stage.metric_of("copydesk_transactions_total", outcome)).sum()
    };
    of("outcome=\"aborted\"") + of("outcome=\"indefinite\"")
}
