//! What the stage tells its operators: metrics, health, logs.
//!
//! Code elsewhere never touches a counter next to a log line: it builds an event of [`events`] or a
//! [`Tally`] and emits it, and that logs and counts together. Every metric family is a row of
//! [`metrics::FAMILIES`]; every label comes from a closed set (invariant 11).

pub mod events;
mod health;
pub mod http;
mod labels;
mod limiter;
pub mod log;
pub mod metrics;
mod tally;

pub use health::{Condition, Health, Readiness};
pub use labels::Labels;
pub use metrics::Metrics;
pub use tally::Tally;

use crate::authority::Agencies;
use crate::config::Config;
use limiter::Limiter;

/// Metrics and health of one running stage; shared by all its threads.
pub struct Telemetry {
    pub metrics: Metrics,
    pub health: Health,
    pub labels: Labels,
    limiter: Limiter,
}

impl Telemetry {
    /// Registers every family and sets the label sets that are closed to 0, so that a rate over them
    /// sees the first event.
    pub fn new(config: &Config, agencies: &Agencies) -> Self {
        let telemetry = Telemetry {
            metrics: Metrics::new(),
            health: Health::new(),
            labels: Labels::new(agencies.iter().map(|agency| agency.code.as_str())),
            limiter: Limiter::default(),
        };
        telemetry.initialise(config);
        telemetry
    }

    fn initialise(&self, config: &Config) {
        let m = &self.metrics;
        let revision = option_env!("COPYDESK_REVISION").unwrap_or("unknown");
        let (_, librdkafka) = rdkafka::util::get_rdkafka_version();
        m.build_info.with_label_values(&[env!("CARGO_PKG_VERSION"), revision, &librdkafka]).set(1.0);
        m.config_info.with_label_values(&[config.delivery.name(), &config.hash()]).set(1.0);
        m.records_published.with_label_values(&[config.kafka.record_topic.as_str()]);
        for code in crate::fault::CODES {
            match code.kind {
                crate::fault::Kind::Reject => {
                    m.dispatches_dead_lettered.with_label_values(&[code.stage, code.code]);
                }
                crate::fault::Kind::Warning => {
                    m.warnings.with_label_values(&[code.code]);
                }
                crate::fault::Kind::Fault => {
                    m.errors.with_label_values(&[code.stage, code.code]);
                }
            }
        }
        for (reason, _) in crate::fault::SPIKES {
            m.dispatches_spiked.with_label_values(&[*reason]);
        }
        for outcome in events::TransactionOutcome::ALL {
            m.transactions.with_label_values(&[outcome.name()]);
        }
        for kind in events::RebalanceKind::ALL {
            m.rebalances.with_label_values(&[kind.name()]);
        }
        for kind in labels::ENTITY_TYPES {
            m.entities.with_label_values(&[*kind]);
        }
        for stage in events::Timed::ALL {
            m.stage_duration.with_label_values(&[stage.name()]);
        }
    }
}
