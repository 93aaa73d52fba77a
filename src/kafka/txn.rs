//! How output becomes certain: the state machine between sending outcomes and committing their offsets.
//! Pure: time comes in, actions go out.
//!
//! ```text
//! exactly_once   Fresh ─Init→ Idle ─Begin→ Open ─cut→ Cutting ─all delivered→ Offsets → Commit → Idle
//!                                            └─ any failure ─→ Abort → Rewind → Idle
//!                                            └─ fatal or unknown end ─→ Replace → Fresh → Rewind → Idle
//! at_least_once  Idle → Open ─interval→ Offsets → Open …   failure → Replace → Rewind → Idle
//! ```
//!
//! A transaction is committed only when every delivery report is in: `commit_transaction` polls in slices of
//! 100 ms when it has to wait for them itself.

mod words;

use crate::config::Delivery;
pub use words::{Action, Class, Ending, Event, Step};

/// Milliseconds on a clock that only the caller knows.
pub type Millis = u64;

/// When to cut a transaction, and how long to fight for one.
#[derive(Debug, Clone, Copy)]
pub struct Policy {
    pub delivery: Delivery,
    pub interval: Millis,
    pub max_messages: usize,
    pub max_bytes: usize,
    /// `transaction.timeout.ms`: past it the broker has given up on the transaction.
    pub deadline: Millis,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Fresh { rewind: bool },
    Idle,
    Open,
    Cutting,
    Offsets,
    Commit,
    Abort { then: Option<Ending> },
    Replace { rewind: bool },
    Rewind { ask: bool },
    Ended(Ending),
}

/// First pause after a failure, doubled with each further one up to [`SLOWEST`].
const PAUSE: Millis = 100;
const SLOWEST: Millis = 10_000;

/// The machine. Ask [`Txn::next`], do it, tell [`Txn::on`].
#[derive(Debug)]
pub struct Txn {
    policy: Policy,
    state: State,
    opened: Millis,
    /// When the present state was entered.
    since: Millis,
    messages: usize,
    bytes: usize,
    owed: u64,
    settle: bool,
    /// A commit or abort timed out on its way: though it went well at last, a late request of this producer
    /// may still be on the wire, so it makes room for a new one.
    doubtful: bool,
    failures: u32,
    not_before: Millis,
}

impl Txn {
    pub fn new(policy: Policy) -> Self {
        let state = match policy.delivery {
            Delivery::ExactlyOnce => State::Fresh { rewind: false },
            Delivery::AtLeastOnce => State::Idle,
        };
        Txn {
            policy,
            state,
            opened: 0,
            since: 0,
            messages: 0,
            bytes: 0,
            owed: 0,
            settle: false,
            doubtful: false,
            failures: 0,
            not_before: 0,
        }
    }

    /// What to do now; `ready` says whether there are outcomes to send.
    pub fn next(&mut self, now: Millis, ready: bool) -> Action {
        if now < self.not_before {
            return Action::Wait;
        }
        let transactional = self.transactional();
        match self.state {
            State::Fresh { .. } => Action::Call(Step::Init),
            State::Idle if self.settle || !ready => Action::Wait,
            State::Idle if transactional => Action::Call(Step::Begin),
            State::Idle => {
                self.open(now);
                Action::Send
            }
            State::Open if self.settle || transactional && self.is_due(now) => {
                self.enter(State::Cutting, now);
                self.next(now, ready)
            }
            State::Open if !transactional && self.is_due(now) => {
                self.enter(State::Offsets, now);
                Action::Call(Step::Offsets)
            }
            State::Open if ready => {
                if transactional && self.messages == 0 {
                    // The broker, too, counts from the first outcome.
                    self.opened = now;
                }
                Action::Send
            }
            State::Open => Action::Wait,
            State::Cutting if self.owed == 0 => {
                self.enter(State::Offsets, now);
                Action::Call(Step::Offsets)
            }
            State::Cutting if transactional && self.is_overdue(now) => {
                self.enter(State::Abort { then: None }, now);
                Action::Call(Step::Abort)
            }
            State::Cutting => Action::Wait,
            State::Offsets => Action::Call(Step::Offsets),
            State::Commit => Action::Call(Step::Commit),
            State::Abort { .. } => Action::Call(Step::Abort),
            // Invariant 4: nobody knows what the old producer still sends.
            State::Replace { rewind } => Action::Replace { rewind },
            State::Rewind { ask } => Action::Rewind { ask },
            State::Ended(ending) => Action::End(ending),
        }
    }

    /// Takes an event in. Delivery reports of an earlier transaction must be kept away by the caller.
    pub fn on(&mut self, event: Event, now: Millis) {
        match event {
            Event::Done(step) => self.done(step, now),
            Event::Failed(step, class) => self.failed(step, class, now),
            Event::Sent { owed, bytes } => {
                self.messages += 1;
                self.bytes += bytes;
                self.owed += u64::from(owed);
            }
            Event::Delivered => self.owed = self.owed.saturating_sub(1),
            Event::Replaced => {
                if let State::Replace { rewind } = self.state {
                    self.owed = 0;
                    self.doubtful = false;
                    let next = match (self.transactional(), rewind) {
                        (true, rewind) => State::Fresh { rewind },
                        (false, true) => State::Rewind { ask: false },
                        (false, false) => State::Idle,
                    };
                    self.enter(next, now);
                }
            }
            Event::Rewound => {
                if let State::Rewind { .. } = self.state {
                    self.enter(State::Idle, now);
                }
            }
            Event::Lost => match self.state {
                State::Open | State::Cutting | State::Offsets if self.transactional() => {
                    self.enter(State::Abort { then: None }, now);
                }
                _ => {}
            },
            Event::Settle => self.settle = true,
            Event::Abandon if self.is_open() => {
                self.not_before = now;
                self.enter(State::Replace { rewind: true }, now);
            }
            Event::Abandon => {}
        }
    }

    /// No output is uncertain: nothing that a revocation or a stop would have to wait for.
    pub fn is_at_rest(&self) -> bool {
        !self.is_open() && !matches!(self.state, State::Replace { .. })
    }

    /// Takes up work again after [`Event::Settle`].
    pub fn unsettle(&mut self) {
        self.settle = false;
    }

    /// Whether outcomes are sent that are not certain yet.
    pub fn is_open(&self) -> bool {
        matches!(
            self.state,
            State::Open | State::Cutting | State::Offsets | State::Commit | State::Abort { .. }
        )
    }

    /// Messages in the open transaction.
    pub fn messages(&self) -> usize {
        self.messages
    }

    /// Delivery reports that are owed.
    pub fn owed(&self) -> u64 {
        self.owed
    }

    /// When [`Txn::next`] may say something else without any event.
    pub fn wake(&self, now: Millis) -> Option<Millis> {
        match self.state {
            _ if self.not_before > now => Some(self.not_before),
            State::Open if self.transactional() && self.messages == 0 => None,
            State::Open => Some(self.opened + self.policy.interval),
            _ => None,
        }
    }

    fn done(&mut self, step: Step, now: Millis) {
        match (step, self.state) {
            (Step::Init, State::Fresh { rewind }) => {
                self.enter(if rewind { State::Rewind { ask: true } } else { State::Idle }, now);
            }
            (Step::Begin, State::Idle) => self.open(now),
            (Step::Offsets, State::Offsets) if self.transactional() => self.enter(State::Commit, now),
            (Step::Offsets, State::Offsets) => {
                self.failures = 0;
                if self.owed == 0 {
                    self.enter(State::Idle, now);
                } else {
                    let owed = self.owed;
                    self.open(now);
                    self.owed = owed;
                }
            }
            (Step::Commit, State::Commit) => {
                self.failures = 0;
                let doubtful = self.doubtful;
                self.enter(if doubtful { State::Replace { rewind: false } } else { State::Idle }, now);
            }
            (Step::Abort, State::Abort { then }) => {
                self.owed = 0;
                let next = match then {
                    Some(ending) => State::Ended(ending),
                    // The broker may have been the first to abort what ran out of time. It then says yes to this
                    // abort, and fences the epoch.
                    None if self.doubtful || self.is_overdue(now) => State::Replace { rewind: true },
                    None => State::Rewind { ask: false },
                };
                self.enter(next, now);
            }
            _ => {}
        }
    }

    /// The table of failures. Sources: librdkafka's three flags, and KIP-98's rule that after an unknown
    /// end only a new epoch is certain.
    fn failed(&mut self, step: Step, class: Class, now: Millis) {
        let undoing = matches!(self.state, State::Abort { .. } | State::Fresh { .. });
        if matches!(self.state, State::Ended(_) | State::Replace { .. } | State::Rewind { .. })
            || step == Step::Deliver && undoing
        {
            return;
        }
        if class != Class::Refused {
            self.failures += 1;
            self.not_before = now + (PAUSE << self.failures.min(10)).min(SLOWEST);
        }
        // How long the step may be tried again: from the opening of the transaction, or for an abort from
        // its own beginning.
        let overdue = match step {
            Step::Abort => now.saturating_sub(self.since) > self.policy.deadline,
            _ => self.is_overdue(now),
        };
        let next = match (self.policy.delivery, step, class) {
            (Delivery::AtLeastOnce, _, Class::Denied) => State::Ended(Ending::Denied),
            (Delivery::AtLeastOnce, Step::Offsets, Class::Retriable) if !self.gave_up(now) => State::Offsets,
            // The group has moved on: the next owner reads these dispatches again.
            (Delivery::AtLeastOnce, Step::Offsets, _) if self.owed == 0 => State::Idle,
            (Delivery::AtLeastOnce, Step::Offsets, _) => State::Open,
            (Delivery::AtLeastOnce, ..) => State::Replace { rewind: true },

            (_, Step::Init, Class::Retriable | Class::Abortable) => return,
            (_, Step::Begin, Class::Retriable) => return,
            // A transaction that took longer than its timeout, from its opening to this call, was fenced by the
            // broker itself.
            (_, Step::Offsets | Step::Commit | Step::Abort | Step::Deliver, Class::Fenced)
                if self.is_overdue(now) =>
            {
                State::Replace { rewind: true }
            }
            (_, _, Class::Fenced) => State::Ended(Ending::Fenced),
            (_, Step::Init | Step::Begin | Step::Commit, Class::Denied) => State::Ended(Ending::Denied),
            (_, Step::Deliver | Step::Offsets, Class::Denied) => State::Abort { then: Some(Ending::Denied) },
            (_, Step::Offsets, Class::Retriable) if !overdue => State::Offsets,
            (_, Step::Commit, Class::Retriable) if !overdue => State::Commit,
            (_, Step::Abort, Class::Retriable) if !overdue => self.state,
            (_, Step::Deliver, Class::Retriable | Class::Abortable)
            | (_, Step::Offsets | Step::Commit, Class::Abortable) => State::Abort { then: None },
            (_, Step::Init, _) => {
                State::Replace { rewind: matches!(self.state, State::Fresh { rewind: true }) }
            }
            _ => State::Replace { rewind: true },
        };
        if matches!((step, class), (Step::Commit | Step::Abort, Class::Retriable)) {
            self.doubtful = true;
        }
        if next != self.state {
            self.enter(next, now);
            if next == State::Open {
                self.opened = now;
            }
            // Undoing is not put off; what follows it is.
            if matches!(next, State::Abort { .. } | State::Replace { .. }) && step != Step::Init {
                self.not_before = now;
            }
        }
    }

    fn open(&mut self, now: Millis) {
        self.enter(State::Open, now);
        self.opened = now;
        self.messages = 0;
        self.bytes = 0;
        self.owed = 0;
        self.doubtful = false;
    }

    fn enter(&mut self, state: State, now: Millis) {
        self.since = now;
        self.state = state;
        if state == State::Idle && self.failures > 0 {
            self.not_before = now + (PAUSE << self.failures.min(10)).min(SLOWEST);
        }
    }

    fn transactional(&self) -> bool {
        self.policy.delivery == Delivery::ExactlyOnce
    }

    fn is_due(&self, now: Millis) -> bool {
        let late = now.saturating_sub(self.opened) >= self.policy.interval;
        if !self.transactional() {
            return late;
        }
        let full = self.messages >= self.policy.max_messages || self.bytes >= self.policy.max_bytes;
        // An empty one is never cut: a loop that turns more slowly than the interval would cut nothing else.
        self.messages > 0 && (late || full)
    }

    fn is_overdue(&self, now: Millis) -> bool {
        now.saturating_sub(self.opened) > self.policy.deadline
    }

    fn gave_up(&self, now: Millis) -> bool {
        now.saturating_sub(self.since) > self.policy.deadline
    }
}

#[cfg(test)]
mod tests;
