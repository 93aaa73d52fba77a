//! Liveness and readiness.
//!
//! Liveness is the age of the poll loop's heartbeat and nothing else (invariant 14): a broker that is
//! away must not restart the stage. Readiness is a list of named conditions, each with its reason.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde::Serialize;

/// Longest silence of the poll loop, which beats several times a second, before the stage counts as hung.
/// Commits and rebalance callbacks may hold it up, but not for longer than a session lasts.
const SILENCE: Duration = Duration::from_secs(60);

/// What must hold before the stage is ready.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// A broker answers.
    Brokers,
    /// The source, record and dead-letter topics are there and allowed.
    Topics,
    /// The consumer has joined its group. An empty assignment is ready: a spare instance is healthy.
    Group,
    /// The producer is initialised and writes.
    Producer,
    /// Few enough dispatches are rejected.
    Breaker,
}

impl Condition {
    pub const ALL: [Condition; 5] =
        [Condition::Brokers, Condition::Topics, Condition::Group, Condition::Producer, Condition::Breaker];

    pub fn name(self) -> &'static str {
        match self {
            Condition::Brokers => "brokers",
            Condition::Topics => "topics",
            Condition::Group => "group",
            Condition::Producer => "producer",
            Condition::Breaker => "breaker",
        }
    }
}

/// The body of /readyz.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Readiness {
    pub ready: bool,
    /// A stop was asked for; no new dispatches are taken.
    pub draining: bool,
    pub conditions: Vec<ConditionState>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConditionState {
    pub name: Condition,
    pub ok: bool,
    /// Why not, in one sentence; absent when it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The health of one stage; every method may be called from any thread.
pub struct Health {
    start: Instant,
    /// Milliseconds after `start`.
    beat_ms: AtomicU64,
    draining: AtomicBool,
    /// In the order of [`Condition::ALL`]; `None` holds.
    reasons: Mutex<[Option<String>; 5]>,
}

impl Health {
    pub(crate) fn new() -> Self {
        Health {
            start: Instant::now(),
            beat_ms: AtomicU64::new(0),
            draining: AtomicBool::new(false),
            reasons: Mutex::new(std::array::from_fn(|_| Some("starting".to_owned()))),
        }
    }

    /// The poll loop turned.
    pub fn beat(&self) {
        self.beat_ms.store(self.start.elapsed().as_millis() as u64, Ordering::Relaxed);
    }

    /// The condition holds; `true` when it did not before.
    pub fn holds(&self, condition: Condition) -> bool {
        self.set(condition, None)
    }

    /// The condition does not hold, because of `reason`: one sentence without secrets.
    pub fn fails(&self, condition: Condition, reason: impl Into<String>) {
        self.set(condition, Some(reason.into()));
    }

    fn set(&self, condition: Condition, reason: Option<String>) -> bool {
        let mut reasons = self.reasons.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut reasons[condition as usize], reason).is_some()
    }

    /// A stop was asked for.
    pub fn drain(&self) {
        self.draining.store(true, Ordering::Relaxed);
    }

    /// When the heart beat last, on a clock of its own: to see whether it still does.
    pub fn last_beat(&self) -> u64 {
        self.beat_ms.load(Ordering::Relaxed)
    }

    /// Time since the last heartbeat.
    pub fn silence(&self) -> Duration {
        self.start.elapsed().saturating_sub(Duration::from_millis(self.beat_ms.load(Ordering::Relaxed)))
    }

    /// Whether the poll loop still turns.
    pub fn live(&self) -> bool {
        self.silence() < SILENCE
    }

    /// Whether dispatches flow, and if not, why.
    pub fn readiness(&self) -> Readiness {
        let draining = self.draining.load(Ordering::Relaxed);
        let reasons = self.reasons.lock().unwrap_or_else(PoisonError::into_inner);
        let conditions: Vec<_> = Condition::ALL
            .into_iter()
            .zip(reasons.iter())
            .map(|(name, reason)| ConditionState { name, ok: reason.is_none(), reason: reason.clone() })
            .collect();
        Readiness { ready: !draining && conditions.iter().all(|c| c.ok), draining, conditions }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ready_when_every_condition_holds_and_nothing_drains() {
        let health = Health::new();
        assert!(!health.readiness().ready, "nothing holds at the start");
        for condition in Condition::ALL {
            health.holds(condition);
        }
        assert!(health.readiness().ready);

        health.fails(Condition::Brokers, "no broker answers");
        let readiness = health.readiness();
        assert!(!readiness.ready);
        assert_eq!(readiness.conditions[0].reason.as_deref(), Some("no broker answers"));

        health.holds(Condition::Brokers);
        assert!(health.readiness().ready, "recovers alone");
        health.drain();
        assert!(!health.readiness().ready);
        assert!(health.live(), "draining and broken conditions leave it alive");
    }
}
