//! Table C3, 2, and the suite itself put to the test: a program that does wrong must be found out.

use crate::crew::Crew;
use crate::support::audit::Counts;
use crate::support::copy::{Feed, publish, story};
use crate::support::dice::Dice;
use crate::support::stage::{SLOW, Setup};
use crate::support::trio::{Trio, trio};

const SETUP: Setup = Setup { commit_interval_ms: 200, ..SLOW };

/// What is done wrong, and the oracle's complaint. Those without one are the occasions alone: there the program
/// does right, so it is not the occasion that the oracle complains of.
const DEEDS: [(&str, Option<&str>); 6] = [
    ("commit_before_produce", Some("has no outcome")),
    ("fail_offsets", None),
    ("skip_abort", Some("comes again")),
    ("commit_for_abort", Some("comes again")),
    ("lose_answer", None),
    ("reuse_after_timeout", Some("comes again")),
];

#[test]
fn sabotage_is_found_out() {
    let Some(trio) = trio() else { return };
    for (deed, complaint) in DEEDS {
        let found = run(&trio, deed);
        println!("  {deed}: {:?}", found.as_ref().map_err(|faults| (faults.len(), &faults[0])));
        match (found, complaint) {
            (Ok(_), None) => {}
            (Ok(counts), Some(_)) => panic!("{deed} is not found out: {counts:?}"),
            (Err(faults), Some(complaint)) => {
                let other = faults.iter().find(|fault| !fault.contains(complaint));
                assert!(other.is_none(), "{deed} is found out by another complaint: {other:?}");
            }
            (Err(faults), None) => panic!("{deed} does right, and the oracle complains: {faults:?}"),
        }
    }
}

/// One that does wrong, killed in mid-transaction, and an honest one that does the rest.
fn run(trio: &Trio, deed: &'static str) -> Result<Counts, Vec<String>> {
    let mut crew = Crew::new(trio.line(4), SETUP, 1);
    publish(&crew.line.client(), &crew.line.raw, (0..500).map(story));
    let feed = Feed::start(&crew.line.client(), &crew.line.raw, |seq| story(seq + 500));
    let mut mark = 1_000;
    loop {
        crew.start_as(0, Setup { sabotage: Some(deed), ..SETUP });
        crew.until("it works", |crew| crew.progress() > mark);
        crew.until("records of an open transaction", |crew| crew.watch.in_transaction(&crew.line.records));
        crew.kill(0);
        // Else the transaction was committed between the look and the kill.
        if crew.watch.in_transaction(&crew.line.records) {
            break;
        }
        mark = crew.progress();
    }
    crew.fill();
    feed.stop();
    crew.until("all is committed", |crew| crew.watch.is_done(&crew.line.raw));
    crew.stop(0);
    crew.audit().run()
}

/// The process dies at each point of a transaction, at some passage of it.
#[test]
fn a_stage_dies_at_each_point() {
    let Some(trio) = trio() else { return };
    let mut dice = Dice::new("a_stage_dies_at_each_point");
    let mut crew = Crew::new(trio.line(4), SETUP, 1);
    let feed = Feed::start(&crew.line.client(), &crew.line.raw, story);
    for point in ["begun", "sending", "delivered", "offsets", "committing", "committed"] {
        let deed: &str = format!("die_{point}:{}", dice.between(1, 12)).leak();
        println!("  {deed}");
        crew.start_as(0, Setup { sabotage: Some(deed), ..SETUP });
        crew.until_died(0);
    }
    crew.fill();
    let before = crew.progress();
    crew.until("it works", |crew| crew.progress() > before);
    crew.close(feed.stop());
}
