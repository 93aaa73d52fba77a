//! Table C3, 1: instances die and come back, again and again.

use crate::crew::{Crew, any_membership};
use crate::support::copy::{assorted, publish};
use crate::support::dice::Dice;
use crate::support::setting;
use crate::support::trio::trio;

/// Three instances, nine partitions; `kill -9` of one of them each time some hundred dispatches more are
/// committed, and now and then a stop in good order.
#[test]
fn kill_loop() {
    let Some(trio) = trio() else { return };
    let mut dice = Dice::new("kill_loop");
    let rounds: u64 = setting("COPYDESK_TEST_ROUNDS").map_or(8, |n| n.parse().expect("a number"));
    let setup = any_membership(&mut dice);
    let mut crew = Crew::new(trio.line(9), setup, 3);
    let fed = rounds * 900;
    publish(&crew.line.client(), &crew.line.raw, (0..fed).map(assorted));
    crew.fill();
    let mut mark = 0;
    for round in 0..rounds {
        mark = crew.progress().max(mark) + dice.between(200, 900) as i64;
        crew.until("some more is committed", |crew| {
            crew.progress() >= mark || crew.watch.is_done(&crew.line.raw)
        });
        let place = dice.pick(&[0, 1, 2]);
        let clean = dice.between(0, 4) == 0;
        println!(
            "  round {round}: {} instance {place} at {}",
            if clean { "stop" } else { "kill" },
            crew.progress()
        );
        if clean {
            crew.stop(place)
        } else {
            crew.kill(place)
        }
        crew.fill();
    }
    println!("  {:?}", crew.close(fed, 1));
}
