//! What a worker makes of a message: the parcels to send, each with its headers.

use std::sync::Arc;

use rdkafka::Message;
use rdkafka::message::{OwnedHeaders, OwnedMessage};

use super::breaker::Verdict;
use super::dead_letter::{self, carried_over, text};
use super::headers;
use super::placing::Placing;
use crate::desk::{Choice, Desk, Incoming, Outcome, Published};
use crate::record::Source;
use crate::telemetry::events::DeadLettered;
use crate::telemetry::{Labels, Tally};
use crate::wire::Reject;

/// An edited message: itself, and what is to be sent for it. Dead letters borrow from the message.
pub struct Edited {
    pub message: OwnedMessage,
    pub parcels: Vec<Parcel>,
}

/// One outcome to send.
pub struct Parcel {
    pub headers: OwnedHeaders,
    pub content: Content,
}

pub enum Content {
    Record {
        key: Option<Vec<u8>>,
        value: Vec<u8>,
        /// `None` leaves it to the key.
        partition: Option<i32>,
    },
    /// The message itself, or the first `keep` bytes of its value.
    DeadLetter { keep: Option<usize>, code: &'static str },
}

impl Edited {
    /// Bytes that the parcels add to the message.
    pub fn bytes(&self) -> usize {
        self.parcels.iter().map(Parcel::bytes).sum()
    }

    /// What became of each dispatch in the message. One that is spiked has no parcel, and is no reject.
    pub fn verdicts(&self) -> impl Iterator<Item = Verdict> {
        let spiked = self.parcels.is_empty().then_some(None);
        let verdict = |parcel: &Parcel| match parcel.content {
            Content::Record { .. } => None,
            Content::DeadLetter { code, .. } => Some(code),
        };
        self.parcels.iter().map(verdict).chain(spiked)
    }
}

impl Parcel {
    fn bytes(&self) -> usize {
        match &self.content {
            Content::Record { key, value, .. } => value.len() + key.as_ref().map_or(0, Vec::len),
            Content::DeadLetter { .. } => 0,
        }
    }
}

/// What a topic is known not to take, though the limits allow it: found out by a refused delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Refused {
    pub record: Option<Why>,
    pub dead_letter: bool,
}

/// Why a topic refused a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    Size,
    /// Its timestamp, or whatever else the topic's rules say.
    Content,
}

/// Everything that parcels need besides the message.
pub struct Packing {
    pub desk: Arc<Desk>,
    pub telemetry: Arc<crate::telemetry::Telemetry>,
    /// The names of `kafka.source_topics`, for the tally.
    pub source_topics: Vec<Arc<str>>,
    pub record_topic: Arc<str>,
    pub placing: Placing,
    pub group: String,
    pub max_record: usize,
    /// Largest message that the producer takes.
    pub message_max: usize,
    /// The value of the header `copydesk-replay`.
    pub replay: Option<String>,
    pub choice: Choice,
}

impl Packing {
    /// Edits a message of the source topic with this index.
    pub fn edit(&self, message: OwnedMessage, topic: u16, refused: Refused) -> (Edited, Tally) {
        let timestamp_ms = message.timestamp().to_millis();
        let outcomes = self.outcomes(&message, refused);
        let mut parcels = Vec::with_capacity(outcomes.len());
        let mut counted = Vec::with_capacity(outcomes.len());
        for (outcome, record) in outcomes {
            parcels.extend(record);
            if let Outcome::DeadLetter { reject, source } = &outcome {
                parcels.push(self.dead_letter(&message, reject, source, refused));
                let (topic, partition, offset) = (message.topic(), message.partition(), message.offset());
                DeadLettered { code: reject.code, topic, partition, offset }.emit(&self.telemetry);
            }
            counted.push(outcome);
        }
        let labels: &Labels = &self.telemetry.labels;
        let mut tally = Tally::default();
        let bytes = message.payload().map_or(0, <[u8]>::len);
        let topic = &self.source_topics[usize::from(topic)];
        tally.message(labels, topic, &self.record_topic, bytes, timestamp_ms, &counted);
        (Edited { message, parcels }, tally)
    }

    /// Spikes what the choice leaves out. Without a record nothing says that it belongs to the choice.
    fn chosen(&self, outcome: Outcome) -> Outcome {
        const REASON: &str = "filtered";
        match outcome {
            outcome if self.choice.is_all() => outcome,
            Outcome::Publish(published) if !self.choice.takes(&published.record) => {
                let source = published.record.copydesk.source.clone();
                Outcome::Spike { reason: REASON, source, record: None }
            }
            Outcome::DeadLetter { source, .. } => Outcome::Spike { reason: REASON, source, record: None },
            outcome => outcome,
        }
    }

    /// Marks what a replay publishes.
    fn mark(&self, headers: OwnedHeaders) -> OwnedHeaders {
        match &self.replay {
            Some(id) => headers.insert(text("copydesk-replay", id)),
            None => headers,
        }
    }

    /// What becomes of each item of a message, with the record of those that are to be published. Counts and logs
    /// nothing, so a comparison may ask it too.
    pub fn outcomes(&self, message: &OwnedMessage, refused: Refused) -> Vec<(Outcome, Option<Parcel>)> {
        let source = Source {
            topic: Some(message.topic().to_owned()),
            partition: Some(message.partition()),
            offset: Some(message.offset()),
            ..Source::default()
        };
        let timestamp_ms = message.timestamp().to_millis();
        let format = headers::format(message.headers());
        let format = format.as_deref();
        let incoming =
            Incoming { key: message.key(), payload: message.payload(), timestamp_ms, format, source };
        let pack = |outcome| match self.chosen(outcome) {
            Outcome::Publish(published) => match self.record(message, &published, refused) {
                Ok(parcel) => (Outcome::Publish(published), Some(parcel)),
                Err(reject) => {
                    (Outcome::DeadLetter { reject, source: published.record.copydesk.source }, None)
                }
            },
            other => (other, None),
        };
        self.desk.process(&incoming).into_iter().map(pack).collect()
    }

    fn record(
        &self,
        message: &OwnedMessage,
        published: &Published,
        refused: Refused,
    ) -> Result<Parcel, Reject> {
        let record = &published.record;
        let too_large = |message: String| Reject { code: "kafka.record_too_large", stage: "kafka", message };
        let value = serde_json::to_vec(record).map_err(|error| Reject {
            code: "desk.panic",
            stage: "desk",
            message: format!("the record cannot be serialized: {error}"),
        })?;
        if value.len() > self.max_record {
            let max = self.max_record;
            return Err(too_large(format!(
                "the record has {} bytes, more than limits.max_record_bytes = {max}",
                value.len()
            )));
        }
        match refused.record {
            None => {}
            Some(Why::Size) => {
                return Err(too_large(format!(
                    "the record has {} bytes, more than topic {} takes; raise its max.message.bytes or lower \
                     limits.max_record_bytes",
                    value.len(),
                    self.record_topic
                )));
            }
            Some(Why::Content) => {
                let message = format!(
                    "topic {} refuses the record, for its timestamp or by another rule of the topic",
                    self.record_topic
                );
                return Err(Reject { code: "kafka.record_refused", stage: "kafka", message });
            }
        }
        let mut source = format!("{}/{}/{}", message.topic(), message.partition(), message.offset());
        if let Some(item) = record.copydesk.source.item {
            source = format!("{source}#{item}");
        }
        let headers = carried_over(message)
            .insert(text("copydesk-schema", record.standard.schema))
            .insert(text("copydesk-version", env!("CARGO_PKG_VERSION")))
            .insert(text("copydesk-source", &source));
        let headers = self.mark(headers);
        let story = record.copydesk.update.story.as_deref();
        let partition = self.placing.partition(story, message.partition());
        Ok(Parcel { headers, content: Content::Record { key: published.key.clone(), value, partition } })
    }

    fn dead_letter(
        &self,
        message: &OwnedMessage,
        reject: &Reject,
        source: &Source,
        refused: Refused,
    ) -> Parcel {
        // Headers count too; half the overhead that message_max leaves is ample for them.
        let whole = message.payload().map_or(0, <[u8]>::len) + message.key().map_or(0, <[u8]>::len);
        let truncate = refused.dead_letter || whole + super::client::OVERHEAD / 2 > self.message_max;
        let truncate =
            truncate && message.payload().is_some_and(|value| value.len() > dead_letter::TRUNCATED);
        let headers = dead_letter::headers(message, &self.group, reject, source.item, truncate);
        let keep = truncate.then_some(dead_letter::TRUNCATED);
        let headers = self.mark(headers);
        Parcel { headers, content: Content::DeadLetter { keep, code: reject.code } }
    }
}
