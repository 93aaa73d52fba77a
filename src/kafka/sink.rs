//! Drives ledger and transactions over a [`Press`]: the one place that sends outcomes and commits offsets.
//! Knows no Kafka: the press is the real producer or, in tests, a simulated broker.

use std::time::Duration;

use super::ledger::{Ledger, Mark, Ticket};
use super::txn::{Action, Class, Ending, Event, Millis, Policy, Step, Txn};
use crate::config::Delivery;

/// What went wrong, for the machine and for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub class: Class,
    /// A code of [`crate::fault::CODES`].
    pub code: &'static str,
    /// One sentence with the place and the mend.
    pub message: String,
}

/// The delivery report of one outcome.
#[derive(Debug)]
pub struct Report {
    pub ticket: Ticket,
    /// The print run that the outcome was sent in; reports of earlier runs count for nothing.
    pub run: u64,
    pub result: Result<(), Failure>,
}

/// What the sink needs of a producer and its consumer group.
pub trait Press<E> {
    /// The time, on the clock of [`Sink::turn`]: a call may take long, and what came of it is judged by its end.
    fn now(&self) -> Millis;
    /// Makes a call, bounded in time. `marks` are for [`Step::Offsets`].
    fn call(&mut self, step: Step, marks: &[Mark]) -> Result<(), Failure>;
    /// Destroys the producer and makes a new one.
    fn replace(&mut self) -> Result<(), Failure>;
    /// Sends all outcomes of a message, in order; returns how many reports are owed for them and their bytes.
    fn send(&mut self, ticket: Ticket, run: u64, edited: E) -> Result<(u32, usize), Failure>;
    /// A delivery report that has come in.
    fn report(&mut self) -> Option<Report>;
}

/// What a turn of the sink came to.
#[derive(Debug, PartialEq, Eq)]
pub enum Turn {
    /// Something was done: turn again.
    Busy,
    /// Nothing to do before an event.
    Resting,
    /// The caller rewinds the partitions, then says [`Sink::rewound`].
    Rewind {
        ask: bool,
    },
    End(Ending, String),
}

/// How the last transaction ended, for the operators.
#[derive(Debug)]
pub enum Ended<R> {
    /// Committed, with the receipts of the messages in it.
    Committed {
        receipts: Vec<R>,
        messages: usize,
        took: Duration,
    },
    Undone {
        messages: usize,
        took: Duration,
        doubtful: bool,
        reason: String,
    },
    /// The producer is initialised.
    Ready,
}

/// Outcomes in, certainty out.
pub struct Sink<E, R> {
    pub ledger: Ledger<E, R>,
    txn: Txn,
    delivery: Delivery,
    run: u64,
    /// On their way to be committed.
    marks: Vec<Mark>,
    /// Of messages that are settled and not committed.
    receipts: Vec<R>,
    ended: Vec<Ended<R>>,
    troubles: Vec<Failure>,
    reason: String,
    failed: Option<Class>,
    /// Marks are to be committed though there is nothing to send.
    doubted: bool,
    /// When the present transaction's output ended.
    cut_at: Option<Millis>,
}

/// Messages sent in one turn: enough for a batch, little enough to keep polling.
const STRETCH: usize = 256;

impl<E, R> Sink<E, R> {
    pub fn new(policy: Policy) -> Self {
        Sink {
            ledger: Ledger::default(),
            delivery: policy.delivery,
            txn: Txn::new(policy),
            run: 0,
            marks: Vec::new(),
            receipts: Vec::new(),
            ended: Vec::new(),
            troubles: Vec::new(),
            reason: String::new(),
            failed: None,
            doubted: false,
            cut_at: None,
        }
    }

    /// Does the next thing, at most one call to the broker. `send` is whether outcomes may be sent at all.
    pub fn turn(&mut self, press: &mut impl Press<E>, now: Millis, send: bool) -> Turn {
        self.take_reports(press, now);
        // Marks alone need a transaction of their own, unless one with outcomes is open to take them along.
        let bare = self.has_bare_marks() && (!self.txn.is_open() || self.txn.messages() == 0);
        let ready = send && (self.ledger.has_ready() || bare);
        let action = self.txn.next(now, ready);
        if !matches!(action, Action::Wait | Action::Send | Action::Call(Step::Begin | Step::Init)) {
            self.cut_at.get_or_insert(now);
        }
        match action {
            Action::Wait => Turn::Resting,
            Action::Send => self.send(press, now),
            Action::Call(step) => self.call(press, step),
            Action::Replace { rewind } => {
                self.run += 1;
                match press.replace() {
                    Ok(()) => self.txn.on(Event::Replaced, now),
                    Err(failure) => {
                        // The configuration was good once: a producer that cannot be made is out of memory,
                        // threads or files.
                        let message = failure.message.clone();
                        self.troubles.push(failure);
                        return Turn::End(Ending::Denied, message);
                    }
                }
                if rewind {
                    self.undone(now, self.failed != Some(Class::Refused));
                }
                Turn::Busy
            }
            Action::Rewind { ask } => {
                if self.delivery == Delivery::ExactlyOnce {
                    self.receipts.clear();
                }
                Turn::Rewind { ask }
            }
            Action::End(ending) => Turn::End(ending, self.reason.clone()),
        }
    }

    /// The partitions stand where the ledger begins again.
    pub fn rewound(&mut self, now: Millis) {
        self.txn.on(Event::Rewound, now);
    }

    /// Partitions are lost: nothing of them may be committed.
    pub fn lost(&mut self, now: Millis) {
        "partitions were lost".clone_into(&mut self.reason);
        self.txn.on(Event::Lost, now);
    }

    /// It takes too long to come to rest: the producer is given up with all that is not committed.
    pub fn abandon(&mut self, now: Millis) {
        "it took too long to come to rest".clone_into(&mut self.reason);
        self.txn.on(Event::Abandon, now);
    }

    /// Asks to come to rest; see [`Sink::is_at_rest`].
    pub fn settle(&mut self, now: Millis) {
        self.txn.on(Event::Settle, now);
    }

    pub fn unsettle(&mut self) {
        self.txn.unsettle();
    }

    pub fn is_at_rest(&self) -> bool {
        self.txn.is_at_rest()
    }

    /// Delivery reports that are owed.
    pub fn owed(&self) -> u64 {
        self.txn.owed()
    }

    /// When the next turn may bring something without any event.
    pub fn wake(&self, now: Millis) -> Option<Millis> {
        self.txn.wake(now)
    }

    /// Whether output is sent that is not committed.
    pub fn is_open(&self) -> bool {
        self.txn.is_open()
    }

    /// A commit that was taken for certain has failed; it is made again.
    pub fn doubt_commits(&mut self) {
        self.ledger.doubt_commits();
        self.doubted = true;
    }

    /// The transactions that ended since the last call.
    pub fn ended(&mut self) -> Vec<Ended<R>> {
        std::mem::take(&mut self.ended)
    }

    /// The failures since the last call.
    pub fn troubles(&mut self) -> Vec<Failure> {
        std::mem::take(&mut self.troubles)
    }

    fn take_reports(&mut self, press: &mut impl Press<E>, now: Millis) {
        while let Some(report) = press.report() {
            if report.run != self.run {
                continue;
            }
            match report.result {
                Ok(()) => {
                    self.ledger.delivered(report.ticket, &mut self.receipts);
                    self.txn.on(Event::Delivered, now);
                }
                Err(failure) => self.fail(Step::Deliver, failure, now),
            }
        }
    }

    /// Whether there are marks to be committed that no outcome brings along.
    fn has_bare_marks(&self) -> bool {
        self.doubted || self.ledger.has_ends()
    }

    fn send(&mut self, press: &mut impl Press<E>, now: Millis) -> Turn {
        if !self.ledger.has_ready() && self.has_bare_marks() {
            // A transaction without anything in it is never cut: the marks count as what is in it.
            self.txn.on(Event::Sent { owed: 0, bytes: 0 }, now);
        }
        for _ in 0..STRETCH {
            let Some((ticket, edited)) = self.ledger.next_ready() else { break };
            match press.send(ticket, self.run, edited) {
                Ok((owed, bytes)) => {
                    self.ledger.sent(ticket, owed, &mut self.receipts);
                    self.txn.on(Event::Sent { owed, bytes }, now);
                }
                Err(failure) => {
                    self.fail(Step::Deliver, failure, press.now());
                    break;
                }
            }
            if self.txn.next(now, true) != Action::Send {
                break;
            }
        }
        Turn::Busy
    }

    fn call(&mut self, press: &mut impl Press<E>, step: Step) -> Turn {
        match step {
            // The marks that go into the transaction are those that its commit makes certain.
            // Invariant 1: only what the ledger has settled.
            Step::Offsets => self.marks = self.ledger.marks(),
            Step::Abort => {
                self.run += 1;
                if self.reason.is_empty() {
                    "its deliveries took longer than transaction.timeout.ms".clone_into(&mut self.reason);
                }
            }
            _ => {}
        }
        let result = press.call(step, &self.marks);
        let now = press.now();
        match result {
            Ok(()) => {
                self.txn.on(Event::Done(step), now);
                match (step, self.delivery) {
                    (Step::Commit, _) | (Step::Offsets, Delivery::AtLeastOnce) => self.committed(now),
                    (Step::Abort, _) => self.undone(now, false),
                    (Step::Init, _) => self.ended.push(Ended::Ready),
                    _ => {}
                }
            }
            Err(failure) => self.fail(step, failure, now),
        }
        Turn::Busy
    }

    fn committed(&mut self, now: Millis) {
        self.doubted = false;
        self.reason.clear();
        self.ledger.committed(&std::mem::take(&mut self.marks));
        let receipts = std::mem::take(&mut self.receipts);
        let took = self.took(now);
        self.ended.push(Ended::Committed { messages: receipts.len(), receipts, took });
    }

    fn undone(&mut self, now: Millis, doubtful: bool) {
        let (took, reason) = (self.took(now), self.reason.clone());
        self.ended.push(Ended::Undone { messages: self.txn.messages(), took, doubtful, reason });
    }

    fn took(&mut self, now: Millis) -> Duration {
        Duration::from_millis(self.cut_at.take().map_or(0, |at| now.saturating_sub(at)))
    }

    fn fail(&mut self, step: Step, failure: Failure, now: Millis) {
        self.reason.clone_from(&failure.message);
        self.failed = Some(failure.class);
        self.txn.on(Event::Failed(step, failure.class), now);
        self.troubles.push(failure);
    }
}

#[cfg(test)]
mod tests;
