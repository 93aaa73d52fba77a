//! Every metric family, in one table. docs/metrics.md explains them; a test keeps the two in step.

use prometheus::core::Collector;
use prometheus::{
    Encoder, GaugeVec, HistogramOpts, HistogramVec, IntCounterVec, Opts, Registry, TextEncoder,
};

/// A metric family, as `copydesk list metrics` shows it.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Family {
    pub name: &'static str,
    /// `counter`, `gauge` or `histogram`.
    pub kind: &'static str,
    pub labels: &'static [&'static str],
    pub help: &'static str,
}

/// Editing takes tens of microseconds to tens of milliseconds (seconds).
const STAGE: &[f64] =
    &[50e-6, 100e-6, 250e-6, 500e-6, 1e-3, 2.5e-3, 5e-3, 10e-3, 25e-3, 50e-3, 0.1, 0.25, 1.0];
/// From the broker's timestamp to the commit: a commit interval at best, a backlog at worst (seconds).
const END_TO_END: &[f64] = &[0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0];
/// A commit is a few round trips; past the transaction timeout it is lost (seconds).
const TRANSACTION: &[f64] = &[0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];
/// Dispatches in one transaction.
const BATCH: &[f64] = &[1.0, 10.0, 50.0, 100.0, 250.0, 500.0, 1e3, 2.5e3, 5e3, 10e3];

macro_rules! families {
    ($($field:ident: $kind:ident $name:literal $labels:tt $(in $buckets:ident)? $help:literal;)*) => {
        /// All families, registered in a registry of their own.
        pub struct Metrics {
            registry: Registry,
            $(#[doc = $help] pub $field: families!(@type $kind),)*
        }

        /// Every family of this program; the `process_*` families of the prometheus crate come on top.
        pub const FAMILIES: &[Family] = &[
            $(Family { name: $name, kind: stringify!($kind), labels: &$labels, help: $help },)*
        ];

        impl Metrics {
            fn build() -> prometheus::Result<Self> {
                let registry = Registry::new();
                $(let $field = families!(@make $kind $name, $help, &$labels $(, $buckets)?)?;
                  registry.register(Box::new($field.clone()))?;)*
                Ok(Metrics { registry, $($field,)* })
            }
        }
    };
    (@type counter) => { IntCounterVec };
    (@type gauge) => { GaugeVec };
    (@type histogram) => { HistogramVec };
    (@make counter $name:literal, $help:literal, $labels:expr) => {
        IntCounterVec::new(Opts::new($name, $help), $labels)
    };
    (@make gauge $name:literal, $help:literal, $labels:expr) => {
        GaugeVec::new(Opts::new($name, $help), $labels)
    };
    (@make histogram $name:literal, $help:literal, $labels:expr, $buckets:ident) => {
        HistogramVec::new(HistogramOpts::new($name, $help).buckets($buckets.to_vec()), $labels)
    };
}

families! {
    build_info: gauge "copydesk_build_info" ["version", "revision", "librdkafka"]
        "Always 1; the labels say what runs.";
    config_info: gauge "copydesk_config_info" ["delivery", "hash"]
        "Always 1; the labels say with which configuration.";
    dispatches_consumed: counter "copydesk_dispatches_consumed_total" ["topic", "format", "agency"]
        "Dispatches read from the source topics and brought to an outcome.";
    dispatch_bytes: counter "copydesk_dispatch_bytes_total" []
        "Bytes of the messages that those dispatches came in.";
    records_published: counter "copydesk_records_published_total" ["topic"]
        "Records published.";
    dispatches_dead_lettered: counter "copydesk_dispatches_dead_lettered_total" ["stage", "code"]
        "Dispatches sent to a dead-letter topic, by stage and code.";
    dispatches_spiked: counter "copydesk_dispatches_spiked_total" ["reason"]
        "Dispatches deliberately not published.";
    stage_duration: histogram "copydesk_stage_duration_seconds" ["stage"] in STAGE
        "Time that one dispatch takes in a stage, in seconds.";
    end_to_end_latency: histogram "copydesk_end_to_end_latency_seconds" ["agency"] in END_TO_END
        "Time from the message's timestamp to the commit of its outcome, in seconds.";
    lag_records: gauge "copydesk_lag_records" ["topic", "partition"]
        "Messages behind the last stable offset, for assigned partitions.";
    lag_seconds: gauge "copydesk_lag_seconds" ["topic", "partition"]
        "Age of the oldest message without a committed outcome, in seconds; 0 when caught up.";
    transactions: counter "copydesk_transactions_total" ["outcome"]
        "Kafka transactions by how they ended.";
    transaction_duration: histogram "copydesk_transaction_duration_seconds" [] in TRANSACTION
        "Time from the end of a transaction's output to its end, in seconds.";
    transaction_dispatches: histogram "copydesk_transaction_dispatches" [] in BATCH
        "Dispatches in one committed transaction.";
    rebalances: counter "copydesk_rebalances_total" ["kind"]
        "Changes of the assignment.";
    assigned_partitions: gauge "copydesk_assigned_partitions" []
        "Source partitions assigned to this instance.";
    paused_partitions: gauge "copydesk_paused_partitions" []
        "Assigned partitions that are paused: the buffer is full, a replay waits, or the circuit breaker is open.";
    in_flight_bytes: gauge "copydesk_in_flight_bytes" []
        "Bytes of messages that were read and have no settled outcome yet.";
    breaker_open: gauge "copydesk_breaker_open" []
        "1 when the stage stands still because too many of the last dispatches were rejected, else 0.";
    field_missing: counter "copydesk_field_missing_total" ["field", "format", "agency"]
        "Records without a field that copy of this kind usually has.";
    warnings: counter "copydesk_warnings_total" ["code"]
        "Warnings in published records.";
    entities: counter "copydesk_entities_total" ["type"]
        "Entities in published records.";
    replay_remaining: gauge "copydesk_replay_remaining_offsets" ["topic", "partition"]
        "Offsets of a replay that no instance has committed yet.";
    replay_eta: gauge "copydesk_replay_eta_seconds" ["topic"]
        "Time until a replay is done at its present pace, in seconds.";
    replay_held: gauge "copydesk_replay_held" ["topic"]
        "1 while a replay rests because the live stage is behind.";
    errors: counter "copydesk_errors_total" ["stage", "code"]
        "Infrastructure faults; each is retried.";
}

impl Metrics {
    pub(super) fn new() -> Self {
        let metrics = Self::build().expect("the table has no bad and no double name: a test builds it");
        #[cfg(target_os = "linux")]
        metrics
            .registry
            .register(Box::new(prometheus::process_collector::ProcessCollector::for_self()))
            .expect("no family of the table begins with process_");
        // Families without labels exist from the start.
        metrics.dispatch_bytes.with_label_values::<&str>(&[]);
        metrics.transaction_duration.with_label_values::<&str>(&[]);
        metrics.transaction_dispatches.with_label_values::<&str>(&[]);
        for gauge in [
            &metrics.assigned_partitions,
            &metrics.paused_partitions,
            &metrics.in_flight_bytes,
            &metrics.breaker_open,
        ] {
            debug_assert_eq!(gauge.desc().len(), 1);
            gauge.with_label_values::<&str>(&[]).set(0.0);
        }
        metrics
    }

    /// The exposition that Prometheus scrapes (text format 0.0.4).
    pub fn render(&self) -> String {
        let mut text = Vec::new();
        // Writing to memory fails only for a family without samples, and gather leaves those out.
        let _ = TextEncoder::new().encode(&self.registry.gather(), &mut text);
        String::from_utf8_lossy(&text).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Prometheus' own conventions: prefix, base units, `_total` on counters and only there.
    #[test]
    fn names_follow_the_conventions() {
        for family in FAMILIES {
            assert!(family.name.starts_with("copydesk_"), "{}", family.name);
            assert_eq!(family.name.ends_with("_total"), family.kind == "counter", "{}", family.name);
            assert!(!family.name.contains("_ms"), "{}", family.name);
            assert!(family.help.ends_with('.'), "{}", family.name);
        }
    }

    #[test]
    fn every_family_without_labels_is_there_before_the_first_event() {
        let text = Metrics::new().render();
        for family in FAMILIES.iter().filter(|f| f.labels.is_empty()) {
            assert!(text.contains(&format!("# TYPE {} {}", family.name, family.kind)));
        }
        if cfg!(target_os = "linux") {
            assert!(text.contains("process_resident_memory_bytes"));
        }
    }
}
