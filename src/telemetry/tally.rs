//! What became of a stretch of messages, counted once when their outcomes are settled.
//!
//! Workers add, the stage merges, and emits a tally together with the commit that settles it. An aborted
//! transaction's tally is dropped, so consumed = published + dead-lettered + spiked holds (invariant 2).

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{Labels, Telemetry, labels};
use crate::desk::Outcome;
use crate::record::{Record, Source};

/// A field's name, and whether a record has it.
type Field = (&'static str, fn(&Record) -> bool);

/// The fields whose absence is counted, and how to see that one is there. `headline` and `byline` are
/// often rightly absent: their share by agency is what tells a broken feed.
const FIELDS: &[Field] = &[
    ("headline", |r| !r.headlines.is_empty()),
    ("language", |r| r.language.is_some()),
    ("byline", |r| r.by.is_some()),
    ("located", |r| r.located.is_some()),
    ("version_created", |r| r.version_created.is_some()),
    ("dateline", |r| r.copydesk.dateline.is_some()),
    ("dateline_date", |r| r.copydesk.dateline.as_ref().is_some_and(|d| d.date.is_some())),
    ("agency", |r| !r.info_sources.is_empty()),
];

/// Counts to be emitted together.
#[derive(Debug, Default)]
pub struct Tally {
    bytes: u64,
    published: BTreeMap<Arc<str>, u64>,
    consumed: FxHashMap<(Arc<str>, &'static str, Arc<str>), u64>,
    missing: FxHashMap<(&'static str, &'static str, Arc<str>), u64>,
    dead: BTreeMap<(&'static str, &'static str), u64>,
    spiked: BTreeMap<&'static str, u64>,
    warnings: BTreeMap<&'static str, u64>,
    entities: BTreeMap<&'static str, u64>,
    /// Agency and message timestamp (milliseconds) of each published record, for the latency.
    sent: Vec<(Arc<str>, i64)>,
}

impl Tally {
    /// Counts a message of `bytes` bytes and the outcomes of its items.
    ///
    /// `record_topic` is where its records go; `timestamp_ms` is the message's.
    pub fn message(
        &mut self,
        labels: &Labels,
        source_topic: &Arc<str>,
        record_topic: &Arc<str>,
        bytes: usize,
        timestamp_ms: Option<i64>,
        outcomes: &[Outcome],
    ) {
        self.bytes += bytes as u64;
        for outcome in outcomes {
            let (format, agency) = match outcome {
                Outcome::Publish(published) => {
                    let record = &published.record;
                    let agency = labels.agency(agency(record));
                    let format = labels.format(record.copydesk.source.format);
                    self.record(record, format, &agency);
                    *self.published.entry(record_topic.clone()).or_default() += 1;
                    self.sent.extend(timestamp_ms.filter(|ms| *ms > 0).map(|ms| (agency.clone(), ms)));
                    (format, agency)
                }
                Outcome::Spike { reason, source, .. } => {
                    *self.spiked.entry(reason).or_default() += 1;
                    unedited(labels, source)
                }
                Outcome::DeadLetter { reject, source } => {
                    *self.dead.entry(labels.code(reject.stage, reject.code)).or_default() += 1;
                    unedited(labels, source)
                }
            };
            *self.consumed.entry((source_topic.clone(), format, agency)).or_default() += 1;
        }
    }

    fn record(&mut self, record: &Record, format: &'static str, agency: &Arc<str>) {
        for (field, present) in FIELDS {
            if !present(record) {
                *self.missing.entry((field, format, agency.clone())).or_default() += 1;
            }
        }
        for warning in &record.copydesk.warnings {
            let label = crate::fault::find(warning.code).map_or(labels::OTHER, |row| row.code);
            *self.warnings.entry(label).or_default() += 1;
        }
        for entity in &record.copydesk.entities {
            *self.entities.entry(labels::entity_type(entity.kind)).or_default() += 1;
        }
    }

    /// Takes over another tally's counts.
    pub fn merge(&mut self, other: Tally) {
        fn add<K: Ord>(into: &mut BTreeMap<K, u64>, from: BTreeMap<K, u64>) {
            for (key, n) in from {
                *into.entry(key).or_default() += n;
            }
        }
        fn add_hashed<K: Eq + std::hash::Hash>(into: &mut FxHashMap<K, u64>, from: FxHashMap<K, u64>) {
            for (key, n) in from {
                *into.entry(key).or_default() += n;
            }
        }
        self.bytes += other.bytes;
        add(&mut self.published, other.published);
        add_hashed(&mut self.consumed, other.consumed);
        add_hashed(&mut self.missing, other.missing);
        add(&mut self.dead, other.dead);
        add(&mut self.spiked, other.spiked);
        add(&mut self.warnings, other.warnings);
        add(&mut self.entities, other.entities);
        self.sent.extend(other.sent);
    }

    /// Counts it all. Call when the outcomes are settled: behind the commit.
    pub fn emit(&self, telemetry: &Telemetry) {
        let m = &telemetry.metrics;
        let none: &[&str] = &[];
        m.dispatch_bytes.with_label_values(none).inc_by(self.bytes);
        for ((topic, format, agency), n) in &self.consumed {
            m.dispatches_consumed.with_label_values(&[topic, *format, agency]).inc_by(*n);
        }
        for ((field, format, agency), n) in &self.missing {
            m.field_missing.with_label_values(&[*field, *format, agency]).inc_by(*n);
        }
        for (topic, n) in &self.published {
            m.records_published.with_label_values(&[topic]).inc_by(*n);
        }
        for ((stage, code), n) in &self.dead {
            m.dispatches_dead_lettered.with_label_values(&[stage, code]).inc_by(*n);
        }
        for (family, counts) in [
            (&m.dispatches_spiked, &self.spiked),
            (&m.warnings, &self.warnings),
            (&m.entities, &self.entities),
        ] {
            for (label, n) in counts {
                family.with_label_values(&[label]).inc_by(*n);
            }
        }
        let now_ms = jiff::Timestamp::now().as_millisecond();
        for (agency, sent_ms) in &self.sent {
            // A producer's clock may run ahead of ours; that is no negative latency.
            let secs = (now_ms - sent_ms).max(0) as f64 / 1e3;
            m.end_to_end_latency.with_label_values(&[agency]).observe(secs);
        }
    }
}

fn agency(record: &Record) -> Option<&str> {
    let credit = record.copydesk.credit.as_ref()?;
    credit.agencies.first().map(|agency| agency.code.as_str())
}

fn unedited(labels: &Labels, source: &Source) -> (&'static str, Arc<str>) {
    (labels.format(source.format), labels.agency(None))
}
