//! The whole promise at length.

use std::time::{Duration, Instant};

use crate::support::audit::{Audit, Copies};
use crate::support::copy::{publish, story};
use crate::support::kafka;
use crate::support::setting;
use crate::support::stage::{Line, SLOW, Stage};

use super::crashes::kill_in_transaction;

/// 200,000 dispatches in exactly_once mode with two kills -9 in mid-transaction: each exactly once, in
/// order. Of every 25 records one is compared to the byte. Takes minutes and prints its figures:
///
/// ```text
/// cargo test --release --test kafka soak_200k -- --ignored --nocapture
/// ```
///
/// `COPYDESK_SOAK_DISPATCHES` is another number of dispatches, for a shorter run.
#[test]
#[ignore = "takes minutes; its comment has the command"]
fn soak_200k() {
    let Some(cluster) = kafka::cluster() else { return };
    let number = setting("COPYDESK_SOAK_DISPATCHES").map(|n| n.parse().expect("a number"));
    let number: u64 = number.unwrap_or(200_000);
    let line = Line::open(cluster);
    let watch = line.watch();
    let fed = Instant::now();
    publish(&line.client(), &line.raw, (0..number).map(story));
    println!("fed {number} dispatches in {:.1} s", fed.elapsed().as_secs_f64());
    let started = Instant::now();
    let mut torn = 0;
    for kill in [1, 2] {
        let progress = (number / 3 * kill) as i64;
        torn += i32::from(kill_in_transaction(patient(&line), &line, &watch, progress));
        println!("kill {kill} past {progress} committed, after {:.1} s", started.elapsed().as_secs_f64());
    }
    assert!(torn > 0, "both kills fell between two transactions");
    let mut last = patient(&line);
    last.until_done(&line);
    let took = started.elapsed().as_secs_f64();
    last.stop();
    let mut audit = Audit::new(&line, &SLOW, Copies::One);
    audit.content_every = 25;
    let counts = audit.pass();
    assert_eq!((counts.inputs, counts.records), (number as usize, number as usize));
    println!("{counts:?}");
    println!("{torn} of 2 kills in mid-transaction; {took:.1} s with them, {:.0}/s", number as f64 / took);
}

/// A stage that may take as long as 200,000 dispatches need on a busy machine.
fn patient(line: &Line) -> Stage {
    let mut stage = SLOW.start(line);
    stage.patience = Duration::from_secs(3_600);
    stage
}
