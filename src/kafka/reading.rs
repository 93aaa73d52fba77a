//! What a stage reads: its topics without end, or a stretch of one, at a pace, for a replay.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::pace::Pace;
use super::stretch::Stretch;
use super::txn::Millis;
use crate::desk::Choice;

/// The default reads all that comes, as fast as it can.
#[derive(Default)]
pub struct Reading {
    /// Where to end; `None` reads without end.
    pub stretch: Option<Stretch>,
    pub pace: Pace,
    /// Nothing is taken while this is set.
    pub hold: Hold,
    /// Goes into every record and dead letter, as the header `copydesk-replay`.
    pub replay: Option<String>,
    /// What is published; the rest is spiked.
    pub choice: Choice,
}

/// Asks a reading to rest for as long as something else needs the cluster. Clones are the same signal.
#[derive(Debug, Clone, Default)]
pub struct Hold(Arc<AtomicBool>);

impl Hold {
    pub fn set(&self, hold: bool) {
        self.0.store(hold, Ordering::Relaxed);
    }

    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// A wait up to this long is waited out between two polls; callbacks bear that. For a longer one the partitions
/// are paused, which throws away what the client has fetched ahead.
const SHORT: Millis = 500;

impl Reading {
    /// Whether the next message may be taken now.
    pub fn may_take(&mut self, now: Millis) -> bool {
        !matches!(self.pace.wait(now), 1..=SHORT)
    }

    /// Whether the partitions are to be paused. `paused` is whether they are: they stay so until the wait is over.
    pub fn rests(&mut self, now: Millis, paused: bool) -> bool {
        self.hold.is_set() || self.pace.wait(now) > if paused { 0 } else { SHORT }
    }
}
