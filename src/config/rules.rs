//! What must hold between and within values, beyond their types.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::finding::{Finding, Origin, nearest};
use super::load::Origins;
use super::{Config, OffsetReset, PartitionBy};
use crate::authority::AgencyStyle;
use crate::kafka::client::Clients;
use crate::record::{EntityKind, label};

/// Ranges of numbers: key, how to read it, the range, and what the bound protects.
type Range = (&'static str, fn(&Config) -> u64, RangeInclusive<u64>, &'static str);

const RANGES: &[Range] = &[
    ("limits.max_dispatch_bytes", |c| c.limits.max_dispatch_bytes as u64, 1_024..=256 << 20, "bytes"),
    ("limits.max_mentions", |c| c.limits.max_mentions as u64, 1..=1_000_000, "mentions"),
    ("limits.max_items", |c| c.limits.max_items as u64, 1..=1_000_000, "items"),
    ("limits.max_depth", |c| c.limits.max_depth as u64, 1..=120, "levels"),
    ("limits.max_attributes", |c| c.limits.max_attributes as u64, 1..=10_000, "attributes"),
    ("limits.max_unmapped_bytes", |c| c.limits.max_unmapped_bytes as u64, 0..=16 << 20, "bytes"),
    // librdkafka's message.max.bytes ends at 1,000,000,000.
    ("limits.max_record_bytes", |c| c.limits.max_record_bytes as u64, 1_024..=900_000_000, "bytes"),
    ("run.workers", |c| c.run.workers as u64, 0..=1_024, "threads"),
    ("run.drain_timeout_secs", |c| c.run.drain_timeout_secs, 1..=3_600, "seconds"),
    ("run.buffer_bytes", |c| c.run.buffer_bytes as u64, 1 << 20..=64 << 30, "bytes"),
    // A transaction has to end well before transaction.timeout.ms.
    ("run.commit_interval_ms", |c| c.run.commit_interval_ms, 5..=10_000, "milliseconds"),
    ("desk.record_partitions", |c| u64::from(c.desk.record_partitions), 0..=1_000_000, "partitions"),
    ("run.breaker_window", |c| c.run.breaker_window as u64, 0..=100_000, "dispatches"),
    ("run.breaker_percent", |c| c.run.breaker_percent as u64, 1..=100, "in a hundred"),
];

pub(super) fn check(config: &Config, origins: &Origins, findings: &mut Vec<Finding>) {
    let mut rules = Rules { config, origins, findings };
    rules.ranges();
    rules.cluster();
    rules.topics();
    rules.desk();
    rules.times();
    rules.sizes();
    if let Err(message) = crate::telemetry::log::filter(&config.log.level) {
        rules.fault("log.level", message);
    }
}

struct Rules<'a> {
    config: &'a Config,
    origins: &'a Origins,
    findings: &'a mut Vec<Finding>,
}

impl Rules<'_> {
    fn fault(&mut self, key: &str, message: impl Into<String>) {
        self.findings.push(Finding::fault(self.origins.get(key), key, message));
    }

    fn warning(&mut self, key: &str, message: impl Into<String>) {
        self.findings.push(Finding::warning(self.origins.get(key), key, message));
    }

    fn ranges(&mut self) {
        for (key, read, range, unit) in RANGES {
            let value = read(self.config);
            if !range.contains(&value) {
                let (low, high) = range.clone().into_inner();
                self.fault(key, format!("is {value}; write {low} to {high} {unit}"));
            }
        }
    }

    fn cluster(&mut self) {
        let kafka = &self.config.kafka;
        let servers = kafka.bootstrap_servers.split(',').map(str::trim);
        let bad = |server: &str| server.is_empty() || server.contains(char::is_whitespace);
        if servers.clone().all(str::is_empty) {
            self.fault("kafka.bootstrap_servers", "is empty; name at least one broker, host:port");
        } else if let Some(server) = servers.clone().find(|server| bad(server)) {
            let message = format!("has {server:?} in it; separate host:port pairs by commas");
            self.fault("kafka.bootstrap_servers", message);
        }
        for (key, name) in [("kafka.group_id", &kafka.group_id), ("kafka.instance", &kafka.instance)] {
            if name.trim().is_empty() {
                self.fault(key, "is empty; give it a name that stays the same over restarts");
            } else if name.chars().any(|c| c.is_control() || c.is_whitespace()) {
                self.fault(key, format!("is {name:?}; leave blanks and control characters out"));
            }
        }
        if kafka.auto_offset_reset == OffsetReset::Latest {
            let message = "is latest, which loses what a new partition receives before it is first assigned; write earliest";
            self.warning("kafka.auto_offset_reset", message);
        }
    }

    fn topics(&mut self) {
        let kafka = &self.config.kafka;
        let sources = &kafka.source_topics;
        if sources.is_empty() {
            self.fault("kafka.source_topics", "is empty; name at least one topic to read");
        }
        let mut seen = BTreeSet::new();
        for topic in sources {
            self.topic("kafka.source_topics", topic);
            if !seen.insert(topic) {
                self.fault("kafka.source_topics", format!("names {topic} twice; name it once"));
            }
        }
        self.topic("kafka.record_topic", &kafka.record_topic);
        if sources.contains(&kafka.record_topic) {
            let message = format!(
                "is {}, which is also a source topic: records would be read as dispatches; name another",
                kafka.record_topic
            );
            self.fault("kafka.record_topic", message);
        }
        let dead: Vec<String> = match &kafka.dead_letter_topic {
            Some(topic) => vec![topic.clone()],
            None => sources.iter().map(|source| format!("{source}.dlq")).collect(),
        };
        for topic in dead {
            let key = "kafka.dead_letter_topic";
            self.topic(key, &topic);
            if sources.contains(&topic) {
                let message = format!(
                    "is {topic}, which is also a source topic: dead letters would come round for ever; name another"
                );
                self.fault(key, message);
            }
            if topic == self.config.kafka.record_topic {
                let message = format!("is {topic}, which is also the record topic; name another");
                self.fault(key, message);
            }
        }
    }

    /// Kafka's own rule for topic names.
    fn topic(&mut self, key: &str, name: &str) {
        let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        let length = 1..=249;
        if !length.contains(&name.len()) || !name.chars().all(legal) || matches!(name, "." | "..") {
            let message = format!(
                "has {name:?}, which is no topic name; use 1 to 249 of a-z, A-Z, 0-9, '.', '_' and '-'"
            );
            self.fault(key, message);
        }
    }

    fn desk(&mut self) {
        let known: Vec<_> = crate::wire::FORMATS.iter().map(|format| format.name).collect();
        let one = self.config.desk.format.iter().map(|name| ("desk.format", name));
        let all = self.config.desk.formats.iter().map(|name| ("desk.formats", name)).chain(one);
        for (key, name) in all.filter(|(_, name)| !known.contains(&name.as_str())).collect::<Vec<_>>() {
            let hint = match nearest(name, known.iter().copied()) {
                Some(near) => format!("did you mean {near}?"),
                None => "see `copydesk list formats`".into(),
            };
            self.fault(key, format!("names {name:?}, which is no format; {hint}"));
        }
        if self.config.desk.partition_by == PartitionBy::Story && self.config.desk.record_partitions == 0 {
            let message =
                "must say how many partitions the record topic has, for desk.partition_by = \"story\"";
            self.fault("desk.record_partitions", message);
        }
        for style in &self.config.desk.dateline_styles {
            if AgencyStyle::named(style).is_none() {
                self.fault("desk.dateline_styles", format!("names {style:?}; write ap, reuters or afp"));
            }
        }
        for kind in &self.config.desk.entities {
            if EntityKind::named(kind).is_none() {
                let kinds = EntityKind::ALL.map(|kind| label(&kind)).join(", ");
                self.fault("desk.entities", format!("names {kind:?}; write some of {kinds}, or [] for none"));
            }
        }
        for language in &self.config.desk.filters.languages {
            let primary = matches!(language.len(), 2 | 3) && language.bytes().all(|b| b.is_ascii_lowercase());
            if !primary {
                let message = format!("names {language:?}; write primary subtags such as \"en\"");
                self.fault("desk.filters.languages", message);
            }
        }
    }

    fn times(&mut self) {
        // A property that cannot be read is a finding of its own.
        let Ok(clients) = Clients::new(self.config) else { return };
        let run = &self.config.run;
        if run.commit_interval_ms >= clients.transaction_ms {
            let message = format!(
                "is {}, and transaction.timeout.ms is {}: no commit would come in time; lower it",
                run.commit_interval_ms, clients.transaction_ms
            );
            self.fault("run.commit_interval_ms", message);
        }
        // Past the session others own the partitions, and what is drained then cannot be committed.
        let key = "run.drain_timeout_secs";
        if run.drain_timeout_secs.saturating_mul(1_000) > clients.session_ms
            && self.origins.get(key) != Origin::Default
        {
            let message = format!(
                "is {}, longer than session.timeout.ms = {}: a drain may lose its partitions before it ends; lower it or raise the session timeout",
                run.drain_timeout_secs, clients.session_ms
            );
            self.warning(key, message);
        }
    }

    fn sizes(&mut self) {
        let (limits, run) = (&self.config.limits, &self.config.run);
        if limits.max_record_bytes < limits.max_dispatch_bytes {
            let message = format!(
                "is {}, less than limits.max_dispatch_bytes = {}: a record holds its dispatch and more, so long ones become dead letters; raise it",
                limits.max_record_bytes, limits.max_dispatch_bytes
            );
            self.warning("limits.max_record_bytes", message);
        }
        if run.buffer_bytes < limits.max_dispatch_bytes {
            let message = format!(
                "is {}, less than limits.max_dispatch_bytes = {}: one long dispatch stops all others; raise it",
                run.buffer_bytes, limits.max_dispatch_bytes
            );
            self.warning("run.buffer_bytes", message);
        }
    }
}

/// Agencies that `desk.filters` names and the authority does not know: needs the authority, so it is not
/// part of loading.
pub fn check_agencies(loaded: &super::Loaded, agencies: &crate::authority::Agencies) -> Vec<Finding> {
    let key = "desk.filters.agencies";
    let known: Vec<&str> = agencies.iter().map(|agency| agency.code.as_str()).collect();
    let unknown = loaded.config.desk.filters.agencies.iter().filter(|code| !known.contains(&code.as_str()));
    let finding = |code: &String| {
        let hint = match nearest(code, known.iter().copied()) {
            Some(near) => format!("did you mean {near}?"),
            None => "see `copydesk list agencies`".into(),
        };
        Finding::fault(loaded.origin(key), key, format!("names {code:?}, which is no agency; {hint}"))
    };
    unknown.map(finding).collect()
}
