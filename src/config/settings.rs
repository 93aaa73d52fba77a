//! The configuration file's keys. The comment of each key is its documentation: `copydesk schema config`
//! and docs/configuration.md are made from it.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Property;
use crate::record::{EntityKind, label};

/// The whole configuration.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// What the stage promises: `exactly_once` or `at_least_once`.
    pub delivery: Delivery,
    pub kafka: Kafka,
    pub http: Http,
    pub desk: Desk,
    pub authority: Authority,
    pub limits: Limits,
    pub run: Run,
    pub log: Log,
}

impl Config {
    /// First eight hex digits of the sha256 over all settings; secrets count by where they are read from.
    pub fn hash(&self) -> String {
        use sha2::{Digest, Sha256};
        let digest = Sha256::digest(serde_json::to_vec(self).unwrap_or_default());
        digest[..4].iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// What the stage promises about its output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// Records, dead letters and offsets in one Kafka transaction: readers with
    /// `isolation.level=read_committed` see each outcome once.
    #[default]
    ExactlyOnce,
    /// An idempotent producer, offsets committed behind delivered records: after a crash some
    /// outcomes are published again.
    AtLeastOnce,
}

impl Delivery {
    pub fn name(self) -> &'static str {
        match self {
            Delivery::ExactlyOnce => "exactly_once",
            Delivery::AtLeastOnce => "at_least_once",
        }
    }
}

/// `[kafka]`: the cluster and the topics.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Kafka {
    /// Brokers to ask first, `host:port`, separated by commas.
    pub bootstrap_servers: String,
    /// Consumer group of the stage; all instances share it.
    pub group_id: String,
    /// Name of this instance within the group: must be stable over restarts and unique, e.g. the pod
    /// name of a StatefulSet. The transactional id is `<group_id>-<instance>`.
    pub instance: String,
    /// Topics that raw dispatches are read from.
    pub source_topics: Vec<String>,
    /// Topic that records are published to.
    pub record_topic: String,
    /// Topic for messages that cannot be edited; default: the source topic's name and `.dlq`.
    pub dead_letter_topic: Option<String>,
    /// Where a group without committed offsets begins: `earliest`, `latest` or `error`. `latest` loses
    /// what a new partition receives before it is first assigned.
    pub auto_offset_reset: OffsetReset,
    /// Any librdkafka property, for all clients. A value is plain or `{ file = "…" }` or `{ env = "…" }`.
    pub properties: BTreeMap<String, Property>,
    /// As `properties`, for the consumer only.
    pub consumer: BTreeMap<String, Property>,
    /// As `properties`, for the producer only.
    pub producer: BTreeMap<String, Property>,
}

impl Default for Kafka {
    fn default() -> Self {
        Kafka {
            bootstrap_servers: "localhost:9092".into(),
            group_id: "copydesk".into(),
            instance: "0".into(),
            source_topics: vec!["wire.raw".into()],
            record_topic: "wire.enriched".into(),
            dead_letter_topic: None,
            auto_offset_reset: OffsetReset::Earliest,
            properties: BTreeMap::new(),
            consumer: BTreeMap::new(),
            producer: BTreeMap::new(),
        }
    }
}

/// Where to begin without a committed offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OffsetReset {
    #[default]
    Earliest,
    Latest,
    Error,
}

/// `[http]`: metrics and health.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Http {
    /// Address of /metrics, /healthz and /readyz. The default is not reachable from other machines.
    pub listen: SocketAddr,
}

impl Default for Http {
    fn default() -> Self {
        Http { listen: SocketAddr::from(([127, 0, 0, 1], 9464)) }
    }
}

/// `[desk]`: what records say.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Desk {
    /// Partition of a record: that of its key (`key`), the source partition (`source`), or that of its story (`story`).
    pub partition_by: PartitionBy,
    /// Partitions of the record topic, for `partition_by = "story"`. A topic with another count is refused until the
    /// count is confirmed here: updates and kills would part from their stories.
    pub record_partitions: u32,
    /// Publish plain ninjs 3.1, without the `copydesk` object.
    pub strict_ninjs: bool,
    /// Keep blocks that are not for publication, marked in `furniture`.
    pub keep_private: bool,
    /// How `located` is written: in the house style, or as an agency writes its datelines.
    pub dateline_style: DatelineStyle,
    /// Agencies whose spelling of the dateline is given in `copydesk.dateline.styles`: `ap`, `reuters`, `afp`.
    pub dateline_styles: Vec<String>,
    /// The country of disputed places; docs/authority.md has the table.
    pub disputed: Disputed,
    /// Kinds of entities to look for; `[]`: none.
    pub entities: Vec<String>,
    /// Names of the wire formats to read (`copydesk list formats`); empty: all.
    pub formats: Vec<String>,
    /// The wire format of messages without the header `copydesk-format`. Not set: the bytes tell.
    pub format: Option<String>,
    /// Dispatches to leave out.
    pub filters: Filters,
}

impl Default for Desk {
    fn default() -> Self {
        Desk {
            partition_by: PartitionBy::default(),
            record_partitions: 0,
            strict_ninjs: false,
            keep_private: false,
            dateline_style: DatelineStyle::default(),
            dateline_styles: Vec::new(),
            disputed: Disputed::default(),
            entities: EntityKind::ALL.iter().map(label).collect(),
            formats: Vec::new(),
            format: None,
            filters: Filters::default(),
        }
    }
}

/// How `located` is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DatelineStyle {
    /// `Salem, Oregon, United States`
    #[default]
    House,
    /// `SALEM, Ore.`
    Ap,
    /// `SALEM, Oregon`
    Reuters,
    /// `Salem, United States`
    Afp,
}

/// The country that a disputed place is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Disputed {
    /// What ISO 3166 and the United Nations say.
    #[default]
    Iso,
    /// Who governs there.
    DeFacto,
    /// The other side's claim.
    Claimant,
}

/// How the partition of a published record is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartitionBy {
    /// By the message key, as Java producers do (murmur2).
    #[default]
    Key,
    /// The number of the source partition; both topics need the same count.
    Source,
    /// By the agency's id of the running story (murmur2), so that updates and kills follow it; without one, by the key.
    Story,
}

/// `[desk.filters]`: dispatches that are spiked, counted under `filtered`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Filters {
    /// Publish only these agencies' dispatches (codes of `copydesk list agencies`); empty: all.
    pub agencies: Vec<String>,
    /// Publish only these languages (primary subtag, `en`); empty: all.
    pub languages: Vec<String>,
}

/// `[authority]`: your own agencies, places, organisations and people.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Authority {
    /// Folder whose files add to and override the data built in; see docs/authority.md.
    pub dir: Option<String>,
}

/// `[limits]`: what one dispatch may cost.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Largest message that is edited, in bytes; a larger one is dead-lettered.
    pub max_dispatch_bytes: usize,
    /// Largest number of entity mentions in a record; the rest is left out with a warning.
    pub max_mentions: usize,
    /// Most items in one message; a message with more is dead-lettered.
    pub max_items: usize,
    /// Deepest nesting of XML elements and JSON values (at most 120); deeper ones are dead-lettered.
    pub max_depth: usize,
    /// Most attributes of an XML element; a message with more is dead-lettered.
    pub max_attributes: usize,
    /// Most bytes of fields without a place in a record that are kept in `copydesk.unmapped`.
    pub max_unmapped_bytes: usize,
    /// Largest record that is published, in bytes; a larger one is dead-lettered. Match the topic's
    /// `max.message.bytes`.
    pub max_record_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        let of = crate::wire::Limits::default();
        Limits {
            max_dispatch_bytes: of.max_dispatch_bytes,
            max_mentions: of.max_mentions,
            max_items: of.max_items,
            max_depth: of.max_depth,
            max_attributes: of.max_attributes,
            max_unmapped_bytes: of.max_unmapped_bytes,
            max_record_bytes: 4 << 20,
        }
    }
}

/// `[run]`: the stage's own work.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Run {
    /// Threads that edit; 0: one for each core.
    pub workers: usize,
    /// Longest time that a stop may take, in seconds; then the transaction is aborted and the exit code is 1.
    pub drain_timeout_secs: u64,
    /// Bytes of dispatches in work at once; above it the partitions are paused.
    pub buffer_bytes: usize,
    /// Time between commits, in milliseconds: the delay that `read_committed` readers see.
    pub commit_interval_ms: u64,
    /// Dispatches that the circuit breaker looks back on; 0: it is off. When too many of them were rejected the
    /// stage stands still, not ready, until it is restarted: a bad deploy does not drain the feed into the
    /// dead-letter topic.
    pub breaker_window: usize,
    /// Rejected dispatches in a hundred of that window at which it stands still. A window that is not full yet
    /// counts as a hundred dispatches at least.
    pub breaker_percent: usize,
}

impl Default for Run {
    fn default() -> Self {
        Run {
            workers: 0,
            drain_timeout_secs: 20,
            buffer_bytes: 64 << 20,
            commit_interval_ms: 200,
            breaker_window: 1_000,
            breaker_percent: 50,
        }
    }
}

/// `[log]`: the log on standard error.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
    /// `json`, `text`, or `auto`: text on a terminal, else JSON.
    pub format: LogFormat,
    /// A tracing-subscriber filter: `info`, `copydesk=debug,librdkafka=warn`.
    pub level: String,
}

impl Default for Log {
    fn default() -> Self {
        Log { format: LogFormat::Auto, level: "info".into() }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    #[default]
    Auto,
    Json,
    Text,
}
