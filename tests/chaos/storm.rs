//! Table C3, 6 and 9: members come and go faster than the group settles, and one is too slow for it.

use crate::crew::{ANY, Crew, membership, protocol};
use crate::support::copy::{Feed, assorted};
use crate::support::dice::Dice;
use crate::support::number;
use crate::support::stage::{Setup, Stage};
use crate::support::trio::trio;

/// Up to twelve members on nine partitions; some go in good order, some are killed.
#[test]
fn members_come_and_go() {
    let Some(trio) = trio() else { return };
    let mut dice = Dice::new("members_come_and_go");
    let places = number("COPYDESK_TEST_MEMBERS", 6) as usize;
    let mut crew = Crew::new(trio.line(9), membership(&mut dice, &ANY), places);
    let feed = Feed::start(&crew.line.client(), &crew.line.raw, assorted);
    crew.start(0);
    crew.until("it works", |crew| crew.progress() > 0);
    for _ in 0..number("COPYDESK_TEST_ROUNDS", 14) {
        let place = dice.between(0, places as u64) as usize;
        if crew.members[place].is_none() {
            crew.start(place);
        } else if dice.between(0, 3) == 0 {
            crew.kill(place);
        } else {
            crew.stop(place);
        }
        // Nobody waits for the group to settle: some more is fed, that is all.
        let fed = feed.fed();
        let stretch = dice.between(50, 250);
        crew.until("some more is fed", |_| feed.fed() > fed + stretch);
    }
    crew.fill();
    let before = crew.progress();
    crew.until("it works", |crew| crew.progress() > before + 200);
    // What is not one's own any more has no lag series.
    crew.until("each partition has one lag series", |crew| {
        crew.stages().map(|stage| stage.series("copydesk_lag_records")).sum::<usize>() == 9
    });
    crew.close(feed.stop());
}

/// A stage that does not poll for longer than `max.poll.interval.ms`, with a transaction open: it has lost its
/// partitions when it comes back, and must commit nothing of them.
#[test]
fn one_polls_too_seldom() {
    let Some(trio) = trio() else { return };
    let slow = Setup { max_poll_interval_ms: 6_000, transaction_timeout_ms: 60_000, ..Setup::DEFAULT };
    let mut dice = Dice::new("one_polls_too_seldom");
    let protocol = protocol(&mut dice, &ANY);
    println!("  {protocol:?}");
    let mut crew = Crew::new(trio.line(4), Setup { protocol, ..slow }, 2);
    let feed = Feed::start(&crew.line.client(), &crew.line.raw, assorted);
    let dawdler = Setup { sabotage: Some("dawdle:5"), ..crew.setup.clone() };
    crew.start_as(0, dawdler);
    crew.until("it works", |crew| crew.progress() > 0);
    crew.start(1);
    let owned = |stage: &Stage| stage.metric("copydesk_assigned_partitions");
    // Where the other one had made the group rebalance already, the client says "revoked" and not "lost", and the
    // group's coordinator, which has forgotten the member, refuses its offsets.
    let losses = |crew: &Crew| -> f64 {
        let dawdler = crew.members[0].iter();
        let of = |stage: &Stage| {
            stage.metric_of("copydesk_rebalances_total", "kind=\"lost\"")
                + stage.metric_of("copydesk_transactions_total", "outcome=\"aborted\"")
        };
        dawdler.map(of).sum()
    };
    let before = losses(&crew);
    crew.until("it dawdles and loses its partitions", |crew| crew.revived > 0 || losses(crew) > before);
    crew.until("both work", |crew| crew.stages().all(|stage| owned(stage) == 2.0));
    crew.close(feed.stop());
}
