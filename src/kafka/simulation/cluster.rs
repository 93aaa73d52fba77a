//! A broker for several instances: transactions by epoch, offsets by generation, requests that arrive late.
//!
//! It is as weak as the protocol that librdkafka speaks (without KIP-890): a commit or abort that was late ends whatever
//! transaction its epoch has open by then, be it a later one.

use std::collections::{BTreeMap, VecDeque};

use super::super::ledger::{Mark, Partition, Ticket};
use super::super::sink::{Failure, Press, Report};
use super::super::txn::{Class, Millis, Step};
use super::{Fate, Script, failure};

/// Longest that a transaction may be open.
pub const DEADLINE: Millis = 2_000;

/// A fault that is built in to see whether the simulation finds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bug {
    /// A new producer is not a new one: it keeps its epoch, and the old one's requests count as its own.
    Reuse,
    /// Aborts are claimed and not done.
    SkipAbort,
    /// An abort commits.
    CommitForAbort,
    /// Offsets of an instance that was thrown out are taken.
    NoGeneration,
    /// A producer of a name that was taken over may go on.
    NoEpoch,
    /// Partitions are given away while a transaction holds output of them.
    Hasty,
    /// A rewind does not ask how a commit of unknown end has ended.
    NeverAsk,
}

/// What a producer name has at the coordinator.
#[derive(Default)]
struct Name {
    epoch: u32,
    /// When the open transaction was opened.
    open: Option<Millis>,
    pending: Vec<Mark>,
    /// How the last one of this epoch ended.
    last: Option<Fate>,
    /// The client that was initialised last: nobody else is fenced by right.
    owner: u64,
    /// The epoch that ran out of time, which a retried abort may still name.
    ran_out: Option<u32>,
}

struct EndTxn {
    name: usize,
    epoch: u32,
    fate: Fate,
}

pub struct Cluster {
    pub script: Script,
    pub bug: Option<Bug>,
    pub now: Millis,
    /// Source partition and offset of each output, its producer's name, and what became of it.
    pub log: Vec<(Partition, i64, usize, Fate)>,
    pub offsets: BTreeMap<Partition, i64>,
    pub generation: u32,
    names: Vec<Name>,
    /// Requests that may still arrive.
    wire: Vec<EndTxn>,
    pub faults: Vec<String>,
}

impl Cluster {
    pub fn new(script: Script, bug: Option<Bug>, names: usize) -> Self {
        Cluster {
            script,
            bug,
            now: 0,
            log: vec![],
            offsets: BTreeMap::new(),
            generation: 0,
            names: (0..names).map(|_| Name::default()).collect(),
            wire: vec![],
            faults: vec![],
        }
    }

    /// Whether a transaction holds offsets of the partition: nobody is told its committed offset until it ends.
    pub fn is_unstable(&self, partition: Partition) -> bool {
        self.names.iter().any(|name| name.pending.iter().any(|(at, _)| *at == partition))
    }

    /// Time passes: transactions run out, and their producers are fenced.
    pub fn pass(&mut self, time: Millis) {
        self.now += time;
        for name in 0..self.names.len() {
            if self.names[name].open.is_some_and(|since| self.now - since > DEADLINE) {
                self.end(name, Fate::Aborted);
                self.names[name].ran_out = Some(self.names[name].epoch);
                self.names[name].epoch += 1;
                self.names[name].last = None;
            }
        }
    }

    /// A client has ended because it was fenced; it is a fault when nobody else has taken its name.
    pub fn ended(&mut self, client: &Client) {
        if self.names[client.name].owner == client.id {
            self.faults.push(format!("instance {} took itself for a twin", client.name));
        }
    }

    /// One of the late requests arrives.
    pub fn arrive(&mut self) {
        if self.wire.is_empty() {
            return;
        }
        let EndTxn { name, epoch, fate } = self.wire.swap_remove(self.script.number(self.wire.len()));
        if self.names[name].epoch == epoch && self.names[name].open.is_some() {
            self.end(name, fate);
        }
    }

    fn end(&mut self, name: usize, fate: Fate) {
        for entry in self.log.iter_mut().filter(|entry| entry.2 == name && entry.3 == Fate::Open) {
            entry.3 = fate;
        }
        let pending = std::mem::take(&mut self.names[name].pending);
        if fate == Fate::Committed {
            for (partition, mark) in pending {
                let old = self.offsets.insert(partition, mark);
                if old.is_some_and(|old| old > mark) {
                    self.faults.push(format!("{partition:?} went back from {old:?} to {mark}"));
                }
            }
        }
        self.names[name].open = None;
        self.names[name].last = Some(fate);
    }

    fn open(&mut self, name: usize) {
        let now = self.now;
        self.names[name].open.get_or_insert(now);
    }
}

/// What an instance has of its clients.
pub struct Client {
    pub name: usize,
    id: u64,
    /// The generation that it knows of; `None` when the group has thrown it out.
    pub generation: Option<u32>,
    epoch: u32,
    /// Something was sent in this transaction.
    touched: bool,
    /// A delivery or an offset has failed: librdkafka then wants an abort.
    failed: bool,
    /// A request to end it is or was under way.
    ending: bool,
    reports: VecDeque<(Report, usize)>,
}

impl Client {
    /// `id` is that of the process.
    pub fn new(name: usize, id: u64) -> Self {
        Client {
            name,
            id,
            generation: None,
            epoch: u32::MAX,
            touched: false,
            failed: false,
            ending: false,
            reports: VecDeque::new(),
        }
    }
}

/// A client at work.
pub struct Wire<'a>(pub &'a mut Cluster, pub &'a mut Client);

impl Wire<'_> {
    /// Asks the coordinator to end the transaction; the answer may be lost, the request be late.
    fn finish(&mut self, fate: Fate, fault: u8) -> Result<(), Failure> {
        let Wire(cluster, client) = self;
        if !client.touched {
            return Ok(());
        }
        client.ending = true;
        let late = EndTxn { name: client.name, epoch: client.epoch, fate };
        match fault {
            1 => {
                cluster.wire.push(late);
                return Err(failure(Class::Retriable));
            }
            4 => {
                cluster.wire.push(late);
                return Err(failure(Class::Fatal));
            }
            _ => {}
        }
        let name = &cluster.names[client.name];
        let result = match (name.open, name.last) {
            (Some(_), _) => {
                cluster.end(client.name, fate);
                Ok(())
            }
            (None, Some(last)) if last == fate => Ok(()),
            // It has ended otherwise.
            (None, _) => Err(failure(Class::Fatal)),
        };
        if fault == 2 { result.and(Err(failure(Class::Retriable))) } else { result }
    }

    fn is_fenced(&self) -> bool {
        self.1.epoch != self.0.names[self.1.name].epoch && self.0.bug != Some(Bug::NoEpoch)
    }
}

impl Press<Vec<i64>> for Wire<'_> {
    fn now(&self) -> Millis {
        self.0.now
    }

    fn call(&mut self, step: Step, marks: &[Mark]) -> Result<(), Failure> {
        // A call may take its time, and longer than the transaction has left.
        if self.0.script.pick(8) == 1 {
            self.0.pass(DEADLINE * 3 / 4);
        }
        let fault = self.0.script.pick(4);
        if step == Step::Init {
            if fault == 1 || fault == 2 {
                return Err(failure(Class::Retriable));
            }
            let again = self.1.epoch != u32::MAX;
            let Wire(cluster, client) = self;
            if !(cluster.bug == Some(Bug::Reuse) && again) {
                if cluster.names[client.name].open.is_some() {
                    cluster.end(client.name, Fate::Aborted);
                }
                cluster.names[client.name].epoch += 1;
                cluster.names[client.name].last = None;
                cluster.names[client.name].owner = client.id;
                client.epoch = cluster.names[client.name].epoch;
            }
            (client.touched, client.failed, client.ending) = (false, false, false);
            return Ok(());
        }
        if step == Step::Begin {
            (self.1.touched, self.1.failed, self.1.ending) = (false, false, false);
            return Ok(());
        }
        if self.is_fenced() {
            // An abort that comes behind the broker's own is answered as one that was made.
            let ran_out = self.0.names[self.1.name].ran_out == Some(self.1.epoch);
            let answered = step == Step::Abort && ran_out && self.0.script.number(2) == 0;
            return if answered { Ok(()) } else { Err(failure(Class::Fenced)) };
        }
        match (step, fault) {
            (Step::Offsets | Step::Commit, _) if self.1.failed => Err(failure(Class::Abortable)),
            (Step::Offsets, 1) => Err(failure(Class::Retriable)),
            (Step::Offsets, 2) => {
                self.1.failed = true;
                Err(failure(Class::Abortable))
            }
            (Step::Offsets, 4) => Err(failure(Class::Fatal)),
            (Step::Offsets, _) => {
                let Wire(cluster, client) = self;
                let known = client.generation == Some(cluster.generation);
                if !known && cluster.bug != Some(Bug::NoGeneration) {
                    client.failed = true;
                    return Err(failure(Class::Abortable));
                }
                cluster.open(client.name);
                cluster.names[client.name].pending = marks.to_vec();
                client.touched = true;
                // The answer may be lost all the same.
                if fault == 3 { Err(failure(Class::Retriable)) } else { Ok(()) }
            }
            (Step::Commit, 3) if !self.1.ending => {
                self.1.failed = true;
                Err(failure(Class::Abortable))
            }
            (Step::Commit, _) => self.finish(Fate::Committed, fault),
            (Step::Abort, _) if self.0.bug == Some(Bug::SkipAbort) => Ok(()),
            (Step::Abort, _) if self.0.bug == Some(Bug::CommitForAbort) => self.finish(Fate::Committed, 0),
            (Step::Abort, _) => self.finish(Fate::Aborted, fault),
            (Step::Init | Step::Begin | Step::Deliver, _) => Ok(()),
        }
    }

    fn replace(&mut self) -> Result<(), Failure> {
        self.1.reports.clear();
        Ok(())
    }

    fn send(&mut self, ticket: Ticket, run: u64, outputs: Vec<i64>) -> Result<(u32, usize), Failure> {
        let fenced = self.is_fenced();
        let Wire(cluster, client) = self;
        for output in &outputs {
            let lost = cluster.script.pick(8) == 1;
            client.touched = true;
            if !fenced {
                cluster.open(client.name);
                cluster.log.push((ticket.partition, *output, client.name, Fate::Open));
            }
            let result = match (fenced, lost) {
                (true, _) => Err(failure(Class::Fenced)),
                (false, true) => {
                    client.failed = true;
                    Err(failure(Class::Abortable))
                }
                (false, false) => Ok(()),
            };
            let delay = cluster.script.number(3);
            client.reports.push_back((Report { ticket, run, result }, delay));
        }
        Ok((outputs.len() as u32, 10 * outputs.len()))
    }

    fn report(&mut self) -> Option<Report> {
        match self.1.reports.front_mut() {
            Some((_, delay)) if *delay > 0 => {
                *delay -= 1;
                None
            }
            _ => self.1.reports.pop_front().map(|(report, _)| report),
        }
    }
}
