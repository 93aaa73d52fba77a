//! Table C3, 1, 4 and 6: instances and brokers die, hard and in good order, and come back, again and again.

use std::time::{Duration, Instant};

use crate::crew::{ANY, CLASSIC, Crew, membership};
use crate::support::broker::Broker;
use crate::support::copy::{assorted, publish};
use crate::support::dice::Dice;
use crate::support::number;
use crate::support::trio::{Trio, trio};

/// What may befall them. It is over when the next one comes, and everybody is back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    KillInstance,
    StopInstance,
    KillBroker,
    StopBroker,
    CutNetwork,
}

use Fault::{CutNetwork, KillBroker, KillInstance, StopBroker, StopInstance};

const OF_INSTANCES: [Fault; 4] = [KillInstance, KillInstance, KillInstance, StopInstance];
const OF_BROKERS: [Fault; 3] = [KillBroker, StopBroker, CutNetwork];
const OF_BOTH: [Fault; 7] =
    [KillInstance, KillInstance, KillInstance, StopInstance, KillBroker, StopBroker, CutNetwork];

#[test]
fn instances_die_and_come_back() {
    let Some(mut trio) = trio() else { return };
    rounds(&mut trio, "instances_die_and_come_back", &OF_INSTANCES, 8, 7_000);
}

/// The instances live through all of it: nobody has to start them again.
#[test]
fn brokers_die_and_come_back() {
    let Some(mut trio) = trio() else { return };
    let crew = rounds(&mut trio, "brokers_die_and_come_back", &OF_BROKERS, 4, 4_000);
    // Static members are what EXCUSES says of them.
    assert!(crew.setup.is_static || crew.revived == 0, "somebody had to be started again");
}

/// The long form, by `cargo xtask chaos`.
#[test]
#[ignore = "takes long: cargo xtask chaos"]
fn long() {
    let Some(mut trio) = trio() else { return };
    let rounds_wanted = number("COPYDESK_TEST_ROUNDS", 100);
    let dispatches = number("COPYDESK_TEST_DISPATCHES", 100_000);
    rounds(&mut trio, "long", &OF_BOTH, rounds_wanted, dispatches);
}

/// Three instances, nine partitions, so many dispatches, and in each of so many rounds one fault, each time a
/// stretch more is committed.
fn rounds(trio: &mut Trio, what: &str, faults: &[Fault], rounds: u64, fed: u64) -> Crew {
    let mut dice = Dice::new(what);
    let started = Instant::now();
    let spares_brokers = faults.iter().all(|fault| OF_INSTANCES.contains(fault));
    let protocols = if spares_brokers { &ANY[..] } else { &CLASSIC };
    let mut crew = Crew::new(trio.line(9), membership(&mut dice, protocols), 3);
    crew.patience = Duration::from_secs(300);
    crew.setup.commit_interval_ms = dice.pick(&[100, 300, 1_000]);
    crew.fill();
    let mut done: Vec<Fault> = Vec::new();
    let mut torn = 0;
    for round in 0..rounds {
        // Fed by stretches, so that each fault meets copy under way, however fast the machine is.
        let (from, to) = (fed * round / rounds, fed * (round + 1) / rounds);
        let mark = crew.progress() + dice.between(0, to - from) as i64;
        publish(&crew.line.client(), &crew.line.raw, (from..to).map(assorted));
        let in_transaction = dice.pick(&[true, false]);
        crew.until("some more is committed", |crew| {
            in_transaction && crew.watch.in_transaction(&crew.line.records)
                || crew.progress() >= mark
                || crew.watch.is_done(&crew.line.raw)
        });
        let (fault, place) = (dice.pick(faults), dice.pick(&[0, 1, 2]));
        println!("  {round}: {fault:?} {place}, {} of {fed} committed", crew.progress());
        torn += usize::from(crew.watch.in_transaction(&crew.line.records));
        befall(trio, &mut crew, fault, place);
        done.push(fault);
    }
    let counts = crew.close(fed);
    let times = |fault| done.iter().filter(|f| **f == fault).count();
    let took = started.elapsed().as_secs();
    let all = [KillInstance, StopInstance, KillBroker, StopBroker, CutNetwork];
    let told: Vec<String> = all.map(|fault| format!("{fault:?} {}", times(fault))).into();
    let revived = crew.revived;
    println!(
        "{what}: {counts:?} in {took} s: {}, {torn} in mid-transaction, {revived} revived",
        told.join(", ")
    );
    crew
}

fn befall(trio: &mut Trio, crew: &mut Crew, fault: Fault, place: usize) {
    match fault {
        KillInstance => crew.kill(place),
        StopInstance => crew.stop(place),
        KillBroker => restart(&mut trio.brokers[place], Broker::kill),
        StopBroker => restart(&mut trio.brokers[place], Broker::stop),
        CutNetwork => trio.proxies.iter().for_each(|proxy| proxy.cut()),
    }
    crew.fill();
}

pub fn restart(broker: &mut Broker, end: fn(&mut Broker)) {
    end(broker);
    broker.start();
}
