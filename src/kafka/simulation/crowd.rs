//! Several instances on one cluster: they are killed, fall asleep and come back as zombies, have twins, and share out
//! their partitions anew at any moment.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::super::ledger::{Partition, Ticket};
use super::super::sink::{Sink, Turn};
use super::super::txn::Policy;
use super::cluster::{Bug, Client, Cluster, DEADLINE, Wire};
use super::{Fate, MESSAGES, Script, expected, offset, partitions};
use crate::config::Delivery;

const NAMES: usize = 3;
/// Turns that a revocation waits for rest before it gives the producer up.
const PATIENCE: usize = 40;

/// One process.
struct Instance {
    client: Client,
    sink: Sink<Vec<i64>, ()>,
    /// Index of the next message to read of each partition that it has.
    positions: BTreeMap<Partition, i64>,
    in_work: Vec<Ticket>,
    /// Stopped as by SIGSTOP.
    asleep: bool,
    /// Ended by itself.
    ended: bool,
}

struct Crowd {
    cluster: Cluster,
    instances: Vec<Instance>,
    /// Processes so far.
    processes: u64,
    steps: u64,
}

impl Instance {
    fn new(name: usize, id: u64) -> Self {
        let policy = Policy {
            delivery: Delivery::ExactlyOnce,
            interval: 50,
            max_messages: 7,
            max_bytes: 100,
            deadline: DEADLINE,
        };
        Instance {
            client: Client::new(name, id),
            sink: Sink::new(policy),
            positions: BTreeMap::new(),
            in_work: vec![],
            asleep: false,
            ended: false,
        }
    }

    fn assign(&mut self, cluster: &Cluster, partition: Partition) {
        self.sink.ledger.assign(partition);
        self.seek(partition, cluster.offsets.get(&partition).copied().unwrap_or(0));
    }

    fn seek(&mut self, partition: Partition, to: i64) {
        let index = (0..=MESSAGES).find(|index| offset(*index) >= to).expect("within the partition");
        self.positions.insert(partition, index);
    }

    /// Takes a message, finishes one, has a turn.
    fn step(&mut self, cluster: &mut Cluster) {
        for (partition, position) in &mut self.positions {
            if *position < MESSAGES && self.in_work.len() < 25 {
                let at = offset(*position);
                *position += 1;
                self.in_work.extend(self.sink.ledger.admit(*partition, at, 10, None));
            }
        }
        if !self.in_work.is_empty() {
            let ticket = self.in_work.swap_remove(cluster.script.number(self.in_work.len()));
            let outcomes = match ticket.offset {
                offset if offset % 7 == 0 => vec![],
                offset if offset % 5 == 0 => vec![offset, offset],
                offset => vec![offset],
            };
            self.sink.ledger.finish(ticket, outcomes, (), 10);
        }
        self.turn(cluster, true);
    }

    fn turn(&mut self, cluster: &mut Cluster, send: bool) {
        cluster.pass(10);
        let now = cluster.now;
        match self.sink.turn(&mut Wire(cluster, &mut self.client), now, send) {
            Turn::Busy | Turn::Resting => {}
            Turn::End(..) => {
                self.ended = true;
                cluster.ended(&self.client);
            }
            Turn::Rewind { ask } => {
                let ask = ask && cluster.bug != Some(Bug::NeverAsk);
                // The question is put again while a transaction holds the answer.
                if ask && self.positions.keys().any(|partition| cluster.is_unstable(*partition)) {
                    return;
                }
                for partition in self.sink.ledger.partitions() {
                    let at_broker = cluster.offsets.get(&partition).copied().filter(|_| ask);
                    if let Some(to) = self.sink.ledger.rewind_target(partition, at_broker, false) {
                        self.seek(partition, to);
                        self.sink.ledger.rewind(partition, to, false);
                    }
                }
                self.sink.rewound(now);
            }
        }
        self.sink.ended();
        self.sink.troubles();
    }

    /// As `Room::revoke`: to rest within patience, then the partitions are let go.
    fn revoke(&mut self, cluster: &mut Cluster, gone: &[Partition], lost: bool) {
        if lost {
            gone.iter().for_each(|partition| self.sink.ledger.release(*partition));
            self.sink.lost(cluster.now);
        }
        if cluster.bug != Some(Bug::Hasty) {
            self.sink.settle(cluster.now);
            for turn in 0.. {
                if self.sink.is_at_rest() || self.ended {
                    break;
                }
                if turn >= PATIENCE {
                    self.sink.abandon(cluster.now);
                }
                self.turn(cluster, false);
            }
            self.sink.unsettle();
        }
        for partition in gone {
            self.sink.ledger.release(*partition);
            self.positions.remove(partition);
        }
    }

    fn is_up(&self) -> bool {
        !self.asleep && !self.ended
    }
}

impl Crowd {
    fn new(script: Vec<u8>, bug: Option<Bug>) -> Self {
        let cluster = Cluster::new(Script { bytes: script.into() }, bug, NAMES);
        let mut crowd = Crowd { cluster, instances: vec![], processes: 0, steps: 0 };
        crowd.rebalance();
        crowd
    }

    fn start(&mut self, name: usize) {
        self.processes += 1;
        self.instances.push(Instance::new(name, self.processes));
    }

    /// Everybody who is up joins; who is not is thrown out and finds out later. Partitions go to whom chance says.
    fn rebalance(&mut self) {
        self.instances.retain(|instance| !instance.ended);
        for name in 0..NAMES {
            if !self.instances.iter().any(|instance| instance.client.name == name && !instance.asleep) {
                self.start(name);
            }
        }
        let up: Vec<usize> = (0..self.instances.len()).filter(|i| self.instances[*i].is_up()).collect();
        let owners: BTreeMap<Partition, usize> = partitions()
            .map(|partition| {
                (partition, up[(self.cluster.script.number(up.len()) + partition.number as usize) % up.len()])
            })
            .collect();
        for i in 0..self.instances.len() {
            let instance = &mut self.instances[i];
            if instance.asleep {
                instance.client.generation = None;
                continue;
            }
            // Who comes back from being thrown out has lost everything.
            let lost = instance.client.generation.is_none();
            let gone: Vec<Partition> =
                instance.positions.keys().copied().filter(|p| lost || owners[p] != i).collect();
            if lost || !gone.is_empty() {
                instance.revoke(&mut self.cluster, &gone, lost);
            }
        }
        self.cluster.generation += 1;
        for i in up {
            self.instances[i].client.generation = Some(self.cluster.generation);
        }
        for (partition, owner) in owners {
            // What the last owner left open is waited for.
            while self.cluster.is_unstable(partition)
                && !self.instances[owner].positions.contains_key(&partition)
            {
                self.cluster.pass(DEADLINE / 2);
            }
            if !self.instances[owner].positions.contains_key(&partition) {
                self.instances[owner].assign(&self.cluster, partition);
            }
        }
    }

    /// A sleeper wakes up, and goes on with what it was about before it hears that it was thrown out.
    fn wake(&mut self) {
        let Some(sleeper) = self.instances.iter_mut().find(|instance| instance.asleep) else { return };
        sleeper.asleep = false;
        for _ in 0..self.cluster.script.number(20) {
            if !sleeper.ended {
                sleeper.step(&mut self.cluster);
            }
        }
    }

    fn step(&mut self) {
        self.steps += 1;
        let number = self.cluster.script.number(self.instances.len());
        match self.cluster.script.pick(60) {
            1 | 2 => self.rebalance(),
            3 | 4 => {
                // Killed, and started again under its name.
                let name = self.instances.remove(number).client.name;
                self.start(name);
                self.rebalance();
            }
            5 | 6 => {
                self.instances[number].asleep = true;
                self.rebalance();
            }
            7 | 8 => self.wake(),
            // A twin.
            9 if self.instances.len() < 2 * NAMES => {
                let name = self.instances[number].client.name;
                self.start(name);
                self.rebalance();
            }
            10 => self.cluster.pass(DEADLINE + 1),
            11..=14 => self.cluster.arrive(),
            _ => {}
        }
        let number = number % self.instances.len();
        if self.instances[number].is_up() {
            self.instances[number].step(&mut self.cluster);
        }
        if self.instances[number].ended {
            self.rebalance();
        }
        let stale = |i: &Instance| i.is_up() && i.client.generation.is_none();
        if self.instances.iter().any(stale) && self.cluster.script.number(12) == 0 {
            self.rebalance();
        }
    }

    /// Until all is committed; the steps that it took, or what is wrong.
    fn run(mut self) -> Result<u64, String> {
        let end = offset(MESSAGES - 1) + 1;
        let mut quiet = 0;
        for _ in 0..100_000 {
            if self.cluster.script.bytes.is_empty() {
                // From here on all goes well, each in turn.
                quiet += 1;
                if quiet == 1 {
                    self.instances.iter_mut().for_each(|instance| instance.asleep = false);
                    self.rebalance();
                }
                let next = quiet % self.instances.len();
                self.instances.rotate_left(next.min(1));
            }
            self.step();
            if partitions().all(|partition| self.cluster.offsets.get(&partition) == Some(&end)) {
                return self.verdict();
            }
        }
        Err(format!("stands still at {:?}", self.cluster.offsets))
    }

    fn verdict(self) -> Result<u64, String> {
        for partition in partitions() {
            let seen: Vec<i64> = self
                .cluster
                .log
                .iter()
                .filter(|(at, _, _, fate)| *at == partition && *fate == Fate::Committed)
                .map(|(_, offset, _, _)| *offset)
                .collect();
            if seen != expected() {
                return Err(format!("{partition:?} is {seen:?}, and should be {:?}", expected()));
            }
        }
        match self.cluster.faults.first() {
            Some(fault) => Err(fault.clone()),
            None => Ok(self.steps),
        }
    }
}

/// Scripts of our own, the same each time: proptest's are for shrinking, these for going far.
fn script(seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut byte = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 32) as u8
    };
    let length = 200 + usize::from(byte()) * 12;
    (0..length).map(|_| byte()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_crowd_loses_nothing_and_doubles_nothing(script in proptest::collection::vec(any::<u8>(), 0..3_000)) {
        let steps = Crowd::new(script, None).run();
        prop_assert!(steps.is_ok(), "{}", steps.unwrap_err());
    }
}

/// `COPYDESK_TEST_STEPS` is how far to go: some hundred thousand steps here, millions by `cargo xtask chaos`.
#[test]
#[expect(clippy::disallowed_methods, reason = "nothing of the program's is read here")]
fn a_crowd_goes_far() {
    let wanted = std::env::var("COPYDESK_TEST_STEPS").ok().and_then(|n| n.parse().ok()).unwrap_or(300_000);
    let (mut steps, mut seed) = (0, 0);
    while steps < wanted {
        seed += 1;
        match Crowd::new(script(seed), None).run() {
            Ok(more) => steps += more,
            Err(fault) => panic!("script {seed}: {fault}"),
        }
    }
    println!("{steps} steps in {seed} worlds: no loss, no duplicate, no gap");
}

/// The simulation sees what is wrong: each bug is found, and soon.
#[test]
fn bugs_are_found() {
    let bugs = [
        Bug::Reuse,
        Bug::SkipAbort,
        Bug::CommitForAbort,
        Bug::NoGeneration,
        Bug::NoEpoch,
        Bug::Hasty,
        Bug::NeverAsk,
    ];
    for bug in bugs {
        let found =
            (1..2_000).find_map(|seed| Some((seed, Crowd::new(script(seed), Some(bug)).run().err()?)));
        let (seed, fault) = found.unwrap_or_else(|| panic!("{bug:?} is not found"));
        println!("{bug:?} is found in world {seed}: {}", fault.chars().take(100).collect::<String>());
    }
}
