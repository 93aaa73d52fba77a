//! What operators hear of: each event logs and counts together, so that the two never disagree.
//!
//! Log levels: `error` means that a person has to act, `warn` that something is degraded and mends
//! itself, `info` that the stage changed its state.

use std::time::Duration;

use tracing::{error, info, warn};

use super::{Condition, Telemetry};

const NONE: &[&str] = &[];

/// A kind of work whose duration is measured, for one dispatch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timed {
    /// Decoding, editing and serializing.
    Edit,
}

impl Timed {
    pub const ALL: [Timed; 1] = [Timed::Edit];

    pub fn name(self) -> &'static str {
        match self {
            Timed::Edit => "edit",
        }
    }

    /// Observes one dispatch.
    pub fn observe(self, telemetry: &Telemetry, took: Duration) {
        telemetry.metrics.stage_duration.with_label_values(&[self.name()]).observe(took.as_secs_f64());
    }
}

/// How a transaction ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransactionOutcome {
    Committed,
    Aborted,
    /// Another producer has taken the transactional id.
    Fenced,
    /// Nobody knows; the producer is destroyed (invariant 4).
    Indefinite,
}

impl TransactionOutcome {
    pub const ALL: [TransactionOutcome; 4] = [Self::Committed, Self::Aborted, Self::Fenced, Self::Indefinite];

    pub fn name(self) -> &'static str {
        match self {
            Self::Committed => "committed",
            Self::Aborted => "aborted",
            Self::Fenced => "fenced",
            Self::Indefinite => "indefinite",
        }
    }
}

/// A transaction ended.
pub struct TransactionEnded<'a> {
    pub outcome: TransactionOutcome,
    /// From the end of its output to its end.
    pub took: Duration,
    pub dispatches: usize,
    /// Why it was not committed.
    pub reason: Option<&'a str>,
}

impl TransactionEnded<'_> {
    pub fn emit(&self, telemetry: &Telemetry) {
        let m = &telemetry.metrics;
        m.transactions.with_label_values(&[self.outcome.name()]).inc();
        m.transaction_duration.with_label_values(NONE).observe(self.took.as_secs_f64());
        let reason = self.reason.unwrap_or("none given");
        match self.outcome {
            TransactionOutcome::Committed => {
                m.transaction_dispatches.with_label_values(NONE).observe(self.dispatches as f64)
            }
            TransactionOutcome::Aborted => {
                warn!(
                    dispatches = self.dispatches,
                    reason, "transaction aborted, its dispatches are read again"
                );
            }
            TransactionOutcome::Fenced => error!(
                reason,
                "fenced: another producer uses this transactional id; give each instance its own kafka.instance"
            ),
            TransactionOutcome::Indefinite => warn!(
                dispatches = self.dispatches,
                reason, "transaction with an unknown end, a new producer takes over"
            ),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RebalanceKind {
    Assign,
    Revoke,
    /// Taken away without notice, after a missed session or poll interval.
    Lost,
}

impl RebalanceKind {
    pub const ALL: [RebalanceKind; 3] = [Self::Assign, Self::Revoke, Self::Lost];

    pub fn name(self) -> &'static str {
        match self {
            Self::Assign => "assign",
            Self::Revoke => "revoke",
            Self::Lost => "lost",
        }
    }
}

/// The assignment changed.
pub struct Rebalanced<'a> {
    pub kind: RebalanceKind,
    /// The partitions that came or went.
    pub partitions: &'a [(String, i32)],
    /// Partitions assigned afterwards.
    pub assigned: usize,
}

impl Rebalanced<'_> {
    /// Also deletes the lag of partitions that went: another instance reports it now.
    pub fn emit(&self, telemetry: &Telemetry) {
        let m = &telemetry.metrics;
        m.rebalances.with_label_values(&[self.kind.name()]).inc();
        m.assigned_partitions.with_label_values(NONE).set(self.assigned as f64);
        if self.kind != RebalanceKind::Assign {
            for (topic, partition) in self.partitions {
                let partition = partition.to_string();
                // The series may not have been there yet.
                let _ = m.lag_records.remove_label_values(&[topic, &partition]);
                let _ = m.lag_seconds.remove_label_values(&[topic, &partition]);
            }
        }
        let list: Vec<_> = self.partitions.iter().map(|(t, p)| format!("{t}/{p}")).collect();
        let partitions = list.join(" ");
        match self.kind {
            RebalanceKind::Lost => warn!(
                partitions,
                assigned = self.assigned,
                "partitions lost, their unsettled dispatches are dropped"
            ),
            kind => info!(kind = kind.name(), partitions, assigned = self.assigned, "assignment changed"),
        }
    }
}

/// The lag of one assigned partition.
pub struct Lag<'a> {
    pub topic: &'a str,
    pub partition: i32,
    /// Messages behind the last stable offset.
    pub records: u64,
    /// Age of the oldest message without a settled outcome; zero when caught up.
    pub age: Duration,
}

impl Lag<'_> {
    pub fn emit(&self, telemetry: &Telemetry) {
        let labels = [self.topic, &self.partition.to_string()];
        let m = &telemetry.metrics;
        m.lag_records.with_label_values(&labels).set(self.records as f64);
        m.lag_seconds.with_label_values(&labels).set(self.age.as_secs_f64());
    }
}

/// How far a replay is, all its instances together.
pub struct Replayed<'a> {
    pub topic: &'a str,
    /// Partitions and the offsets that are left.
    pub remaining: &'a [(i32, i64)],
    pub eta_secs: Option<f64>,
    pub held: bool,
}

impl Replayed<'_> {
    pub fn emit(&self, telemetry: &Telemetry) {
        let m = &telemetry.metrics;
        for (partition, left) in self.remaining {
            m.replay_remaining.with_label_values(&[self.topic, &partition.to_string()]).set(*left as f64);
        }
        m.replay_held.with_label_values(&[self.topic]).set(f64::from(u8::from(self.held)));
        match self.eta_secs {
            Some(secs) => m.replay_eta.with_label_values(&[self.topic]).set(secs),
            // Not known: there may be no such series yet.
            None => drop(m.replay_eta.remove_label_values(&[self.topic])),
        }
    }
}

/// Bytes in work, and the partitions paused because of them.
pub struct Flow {
    pub in_flight_bytes: usize,
    pub paused_partitions: usize,
}

impl Flow {
    pub fn emit(&self, telemetry: &Telemetry) {
        let m = &telemetry.metrics;
        m.in_flight_bytes.with_label_values(NONE).set(self.in_flight_bytes as f64);
        m.paused_partitions.with_label_values(NONE).set(self.paused_partitions as f64);
    }
}

/// A dispatch went to the dead-letter topic. [`super::Tally`] counts it; this only logs, one line for a
/// code each ten seconds. It names the place and never the text.
pub struct DeadLettered<'a> {
    pub code: &'static str,
    pub topic: &'a str,
    pub partition: i32,
    pub offset: i64,
}

impl DeadLettered<'_> {
    pub fn emit(&self, telemetry: &Telemetry) {
        if let Some(suppressed) = telemetry.limiter.pass(self.code) {
            warn!(
                code = self.code,
                topic = self.topic,
                partition = self.partition,
                offset = self.offset,
                suppressed,
                "dispatch dead-lettered"
            );
        }
    }
}

/// Infrastructure does not do its part: counted each time, logged at once and then each ten seconds. The
/// condition that it breaks makes the stage not ready until [`Recovered`].
pub struct Trouble<'a> {
    /// A code of [`crate::fault::CODES`], kind `Fault`.
    pub code: &'static str,
    pub condition: Option<Condition>,
    /// One sentence with the place and the mend, without secrets.
    pub message: &'a str,
}

impl Trouble<'_> {
    pub fn emit(&self, telemetry: &Telemetry) {
        let (stage, code) = telemetry.labels.code("kafka", self.code);
        telemetry.metrics.errors.with_label_values(&[stage, code]).inc();
        if let Some(condition) = self.condition {
            telemetry.health.fails(condition, self.message);
        }
        if let Some(suppressed) = telemetry.limiter.pass(self.code) {
            warn!(code = self.code, suppressed, "{}", self.message);
        }
    }
}

/// The circuit breaker has opened: the stage stands still until a person restarts it.
pub struct BreakerOpened<'a> {
    pub code: &'static str,
    /// One sentence with the mend.
    pub message: &'a str,
}

impl BreakerOpened<'_> {
    pub fn emit(&self, telemetry: &Telemetry) {
        let (stage, code) = telemetry.labels.code("kafka", self.code);
        telemetry.metrics.errors.with_label_values(&[stage, code]).inc();
        telemetry.metrics.breaker_open.with_label_values(NONE).set(1.0);
        telemetry.health.fails(Condition::Breaker, self.message);
        error!(code = self.code, "{}", self.message);
    }
}

/// A condition holds again, or for the first time. Logged when it did not hold before.
pub struct Recovered {
    pub condition: Condition,
    /// The fault that is over, if there was one: its next occurrence is logged at once.
    pub code: Option<&'static str>,
}

impl Recovered {
    pub fn emit(&self, telemetry: &Telemetry) {
        if telemetry.health.holds(self.condition) {
            info!(condition = self.condition.name(), "ok");
        }
        if let Some(code) = self.code {
            telemetry.limiter.reset(code);
        }
    }
}

/// A stop was asked for: not ready from now on.
pub struct Draining<'a> {
    pub why: &'a str,
    pub timeout: Duration,
}

impl Draining<'_> {
    pub fn emit(&self, telemetry: &Telemetry) {
        telemetry.health.drain();
        info!(
            why = self.why,
            timeout_secs = self.timeout.as_secs(),
            "draining: no new dispatches are taken, those in work are finished"
        );
    }
}
