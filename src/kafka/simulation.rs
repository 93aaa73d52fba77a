//! Ledger, transactions and sink against a simulated broker that fails as a script tells it.
//!
//! The broker is stricter than the embedded one of librdkafka: it keeps transactional offsets, hides aborted
//! output, and a commit that timed out may take effect later or never.

mod cluster;
mod crowd;

use std::collections::{BTreeMap, VecDeque};

use proptest::prelude::*;

use super::ledger::{Mark, Partition, Ticket};
use super::sink::{Failure, Press, Report, Sink, Turn};
use super::txn::{Class, Millis, Policy, Step};
use crate::config::Delivery;

const PARTITIONS: i32 = 3;
const MESSAGES: i64 = 40;

/// Source offsets have gaps.
fn offset(index: i64) -> i64 {
    index * 2 + index / 5
}

/// Bytes that decide; when they are used up everything goes well.
struct Script {
    bytes: VecDeque<u8>,
}

impl Script {
    /// 0 for "all is well", else 1 to `n`.
    fn pick(&mut self, n: u8) -> u8 {
        match self.bytes.pop_front() {
            Some(byte) if byte % 4 == 0 => 1 + (byte / 4) % n,
            _ => 0,
        }
    }

    fn number(&mut self, below: usize) -> usize {
        self.bytes.pop_front().map_or(0, |byte| usize::from(byte) % below)
    }
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum Fate {
    Open,
    Committed,
    Aborted,
}

struct Broker {
    delivery: Delivery,
    script: Script,
    /// Source partition and offset of each output, and what became of it.
    log: Vec<(Partition, i64, Fate)>,
    offsets: BTreeMap<Partition, i64>,
    pending: Vec<Mark>,
    /// A commit whose request may still arrive.
    late: bool,
    /// The commit arrived, though its caller does not know.
    applied: bool,
    reports: VecDeque<(Report, usize)>,
    now: Millis,
}

impl Broker {
    fn end(&mut self, fate: Fate) {
        for entry in self.log.iter_mut().filter(|entry| entry.2 == Fate::Open) {
            entry.2 = fate;
        }
        let pending = std::mem::take(&mut self.pending);
        if fate == Fate::Committed {
            for (partition, mark) in pending {
                let old = self.offsets.insert(partition, mark);
                assert!(old.is_none_or(|old| old <= mark), "{partition:?} went back from {old:?} to {mark}");
            }
        }
        self.late = false;
    }
}

fn failure(class: Class) -> Failure {
    Failure { class, code: "kafka.transaction", message: format!("{class:?}") }
}

impl Press<Vec<i64>> for Broker {
    fn now(&self) -> Millis {
        self.now
    }

    fn call(&mut self, step: Step, marks: &[Mark]) -> Result<(), Failure> {
        if self.delivery == Delivery::AtLeastOnce {
            assert_eq!(step, Step::Offsets, "nothing else is called");
            if self.script.pick(3) > 0 {
                return Err(failure(Class::Retriable));
            }
            self.pending = marks.to_vec();
            self.end(Fate::Committed);
            return Ok(());
        }
        let fault = self.script.pick(4);
        match (step, fault) {
            (Step::Init, 1 | 2) => return Err(failure(Class::Retriable)),
            (Step::Init, _) => {
                // The late request wins, or the new epoch does.
                let wins = self.late && self.script.number(2) == 1;
                self.end(if wins { Fate::Committed } else { Fate::Aborted });
                self.applied = false;
            }
            (Step::Begin, 1) => return Err(failure(Class::Fatal)),
            (Step::Begin, _) => self.applied = false,
            (_, 4) => return Err(failure(Class::Fatal)),
            (Step::Offsets, 1) => return Err(failure(Class::Retriable)),
            (Step::Offsets, 2 | 3) => return Err(failure(Class::Abortable)),
            (Step::Offsets, _) => self.pending = marks.to_vec(),
            (Step::Commit, 1) => {
                self.late = !self.applied;
                return Err(failure(Class::Retriable));
            }
            (Step::Commit, 2) => {
                self.end(Fate::Committed);
                self.applied = true;
                return Err(failure(Class::Retriable));
            }
            (Step::Commit, 3) if !self.applied && !self.late => return Err(failure(Class::Abortable)),
            (Step::Commit, _) => self.end(Fate::Committed),
            (Step::Abort, 1) => return Err(failure(Class::Retriable)),
            (Step::Abort, _) => self.end(Fate::Aborted),
            (Step::Deliver, _) => unreachable!("never called"),
        }
        Ok(())
    }

    fn replace(&mut self) -> Result<(), Failure> {
        self.reports.clear();
        Ok(())
    }

    fn send(&mut self, ticket: Ticket, run: u64, outputs: Vec<i64>) -> Result<(u32, usize), Failure> {
        if self.script.pick(1) > 0 && self.script.pick(1) > 0 {
            return Err(failure(Class::Abortable));
        }
        for output in &outputs {
            let fate = if self.delivery == Delivery::AtLeastOnce { Fate::Committed } else { Fate::Open };
            let lost = self.script.pick(8) == 1;
            if !lost || self.delivery == Delivery::ExactlyOnce {
                self.log.push((ticket.partition, *output, fate));
            }
            let result = if lost { Err(failure(Class::Abortable)) } else { Ok(()) };
            let delay = self.script.number(3);
            self.reports.push_back((Report { ticket, run, result }, delay));
        }
        Ok((outputs.len() as u32, 10 * outputs.len()))
    }

    fn report(&mut self) -> Option<Report> {
        match self.reports.front_mut() {
            Some((_, delay)) if *delay > 0 => {
                *delay -= 1;
                None
            }
            _ => self.reports.pop_front().map(|(report, _)| report),
        }
    }
}

/// The stage around the sink: source positions, workers, rebalances.
struct World {
    broker: Broker,
    sink: Sink<Vec<i64>, (Partition, i64)>,
    /// Index of the next message to read, by partition.
    positions: BTreeMap<Partition, i64>,
    in_work: Vec<Ticket>,
    now: u64,
    settled: usize,
}

fn partitions() -> impl Iterator<Item = Partition> {
    (0..PARTITIONS).map(|number| Partition { topic: 0, number })
}

impl World {
    fn new(delivery: Delivery, script: Vec<u8>) -> Self {
        let policy = Policy { delivery, interval: 50, max_messages: 7, max_bytes: 100, deadline: 2_000 };
        let broker = Broker {
            delivery,
            script: Script { bytes: script.into() },
            log: vec![],
            offsets: BTreeMap::new(),
            pending: vec![],
            late: false,
            applied: false,
            reports: VecDeque::new(),
            now: 0,
        };
        let positions = BTreeMap::new();
        let sink = Sink::new(policy);
        let mut world = World { broker, sink, positions, in_work: vec![], now: 0, settled: 0 };
        partitions().for_each(|partition| world.assign(partition));
        world
    }

    fn assign(&mut self, partition: Partition) {
        self.sink.ledger.assign(partition);
        self.seek(partition, self.broker.offsets.get(&partition).copied().unwrap_or(0));
    }

    fn seek(&mut self, partition: Partition, to: i64) {
        let index = (0..=MESSAGES).find(|index| offset(*index) >= to).expect("within the partition");
        self.positions.insert(partition, index);
    }

    fn turn(&mut self, send: bool) -> Turn {
        self.now += 10;
        self.broker.now = self.now;
        let turn = self.sink.turn(&mut self.broker, self.now, send);
        if let Turn::Rewind { ask } = turn {
            for partition in partitions() {
                let at_broker = self.broker.offsets.get(&partition).copied().filter(|_| ask);
                let keep = self.broker.delivery == Delivery::AtLeastOnce;
                if let Some(to) = self.sink.ledger.rewind_target(partition, at_broker, keep) {
                    self.seek(partition, to);
                    self.sink.ledger.rewind(partition, to, keep);
                }
            }
            self.sink.rewound(self.now);
        }
        self.settled += self.sink.ended().len();
        self.sink.troubles();
        turn
    }

    fn step(&mut self) {
        for partition in partitions() {
            let position = self.positions.get_mut(&partition).expect("assigned");
            if *position < MESSAGES && self.in_work.len() < 25 {
                let offset = offset(*position);
                *position += 1;
                self.in_work.extend(self.sink.ledger.admit(partition, offset, 10, None));
            }
        }
        if !self.in_work.is_empty() {
            let ticket = self.in_work.swap_remove(self.broker.script.number(self.in_work.len()));
            // Every seventh message is spiked, every fifth has two items.
            let outcomes = match ticket.offset {
                offset if offset % 7 == 0 => vec![],
                offset if offset % 5 == 0 => vec![offset, offset],
                offset => vec![offset],
            };
            let receipt = (ticket.partition, ticket.offset);
            self.sink.ledger.finish(ticket, outcomes, receipt, 10);
        }
        self.turn(true);
        match self.broker.script.pick(40) {
            1 => self.revoke(Partition { topic: 0, number: 1 }, false),
            2 => self.revoke(Partition { topic: 0, number: 2 }, true),
            _ => {}
        }
    }

    /// Taken away and given back, as by two rebalances.
    fn revoke(&mut self, partition: Partition, lost: bool) {
        if lost {
            self.sink.ledger.release(partition);
            self.sink.lost(self.now);
        }
        self.sink.settle(self.now);
        for _ in 0..10_000 {
            if self.sink.is_at_rest() {
                break;
            }
            self.turn(false);
        }
        assert!(self.sink.is_at_rest(), "comes to rest before the callback returns");
        self.sink.ledger.release(partition);
        self.sink.unsettle();
        // The next owner begins when the broker has ended what was left open.
        if self.broker.delivery == Delivery::ExactlyOnce && self.broker.log.iter().any(|e| e.2 == Fate::Open)
        {
            self.broker.end(Fate::Aborted);
        }
        self.assign(partition);
    }

    fn finished(&self) -> bool {
        let end = offset(MESSAGES - 1) + 1;
        partitions().all(|partition| self.broker.offsets.get(&partition) == Some(&end))
    }

    fn run(&mut self) {
        for _ in 0..60_000 {
            if self.finished() {
                return;
            }
            self.step();
        }
        panic!("stands still at {:?}, {:?}", self.broker.offsets, self.sink.wake(self.now));
    }

    /// Offsets that readers see, in order.
    fn visible(&self, partition: Partition) -> Vec<i64> {
        let committed = |(p, offset, fate): &(Partition, i64, Fate)| {
            (*p == partition && *fate == Fate::Committed).then_some(*offset)
        };
        self.broker.log.iter().filter_map(committed).collect()
    }
}

fn expected() -> Vec<i64> {
    let outcomes = |offset: i64| match offset {
        offset if offset % 7 == 0 => 0,
        offset if offset % 5 == 0 => 2,
        _ => 1,
    };
    (0..MESSAGES).map(offset).flat_map(|offset| std::iter::repeat_n(offset, outcomes(offset))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever fails: each outcome once, in order, and every offset committed at last.
    #[test]
    fn exactly_once_loses_nothing_and_doubles_nothing(script in proptest::collection::vec(any::<u8>(), 0..900)) {
        let mut world = World::new(Delivery::ExactlyOnce, script);
        world.run();
        for partition in partitions() {
            prop_assert_eq!(world.visible(partition), expected());
        }
    }

    /// Whatever fails: no outcome is missing before the offset behind it is committed.
    #[test]
    fn at_least_once_loses_nothing(script in proptest::collection::vec(any::<u8>(), 0..900)) {
        let mut world = World::new(Delivery::AtLeastOnce, script);
        world.run();
        for partition in partitions() {
            let mut seen = world.visible(partition);
            seen.sort_unstable();
            seen.dedup();
            let mut wanted = expected();
            wanted.dedup();
            prop_assert_eq!(seen, wanted);
        }
    }
}

#[test]
fn without_faults_at_least_once_doubles_nothing_either() {
    let mut world = World::new(Delivery::AtLeastOnce, vec![]);
    world.run();
    for partition in partitions() {
        assert_eq!(world.visible(partition), expected());
    }
    assert!(world.settled > 0);
}
