//! The stage: dispatches in from the source topics, records and dead letters out, progress committed.
//!
//! ```text
//! source ─▶ workers (desk) ─▶ ledger (source order) ─▶ press (producer) ─▶ ledger (delivered) ─▶ commit
//! ```
//!
//! One thread of its own, which [`watchdog`] watches, polls the consumer, sends, takes delivery reports and commits; only the
//! editing is spread over workers. That makes rewinds and revocations plain sequences without races, and at
//! some ten microseconds for a dispatch it is far from being the bottleneck.
//!
//! [`ledger`] (what may be committed), [`txn`] (how output becomes certain) and [`sink`] (which drives both)
//! know no Kafka; the simulation runs them against a broker that fails in every way it can.

pub mod asker;
mod breaker;
mod bounded;
pub mod client;
mod dead_letter;
pub(crate) mod faults;
pub mod headers;
mod lag;
pub mod ledger;
pub mod oauth;
pub mod outgoing;
pub mod pace;
pub mod placing;
mod press;
pub mod reader;
pub mod reading;
mod room;
#[cfg(feature = "sabotage")]
mod sabotage;
#[cfg(test)]
mod simulation;
pub mod sink;
mod source;
pub mod stage;
mod standstill;
pub mod stretch;
mod topics;
pub mod txn;
mod watchdog;
mod workers;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Asks a running stage to stop: it drains, commits and returns. Clones are the same signal.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks for the stop; may be called from any thread, more than once.
    pub fn request(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub fn is_requested(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// What a stage has done when it was stopped in good order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Drained {
    /// Messages whose outcomes were committed.
    pub messages: u64,
}

/// Whose fault it is that the stage ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Failed while running: exit code 1.
    Failed,
    /// Bad configuration: exit code 2.
    Usage,
    /// Broker, permission or file: exit code 3.
    Environment,
}

impl Exit {
    pub fn code(self) -> u8 {
        match self {
            Exit::Failed => 1,
            Exit::Usage => 2,
            Exit::Environment => 3,
        }
    }
}

/// Why a stage ended without being asked to: one clear sentence with the mend.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Fault {
    pub exit: Exit,
    pub message: String,
    /// There was no offset to begin at, or no message there; who knows what was read may say more.
    pub is_nowhere: bool,
}

impl Fault {
    pub(crate) fn new(exit: Exit, message: impl Into<String>) -> Self {
        Fault { exit, message: message.into(), is_nowhere: false }
    }

    pub(crate) fn nowhere() -> Self {
        let message = "a partition has no committed offset to begin at, or the message there is gone; start it again, and where that does not help see the offsets of its group";
        Fault { is_nowhere: true, ..Fault::new(Exit::Environment, message) }
    }
}
