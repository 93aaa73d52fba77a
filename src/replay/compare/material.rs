//! What a side is made of: records that were published, or dispatches that are edited now.

use std::sync::Arc;

use rdkafka::Message;
use rdkafka::message::OwnedMessage;

use super::entry::Entry;
use super::position::Position;
use super::scope::Scope;
use crate::config::Config;
use crate::desk::{Choice, Desk, Outcome};
use crate::kafka::outgoing::{Content, Packing, Refused};
use crate::kafka::placing::Placing;
use crate::telemetry::Telemetry;

/// What the messages of a side are.
pub enum Material {
    /// Records, each with where it comes from in a header.
    Records,
    /// Dispatches, which this program edits as its stage would; nothing is published.
    Dispatches(Box<Packing>),
}

/// What there is to see at one place of the source.
pub enum Sight<'a> {
    Record(Position, Entry<'a>),
    /// There was a dispatch, and it has no record: the code or the reason.
    NoRecord(Position, &'static str),
    /// The message does not say where it comes from.
    Foreign,
}

impl Material {
    /// Dispatches to be edited by `desk`; `old` is the topic that their records would go to.
    pub fn dispatches(config: &Config, desk: Arc<Desk>, old: &str) -> Material {
        let telemetry = Arc::new(Telemetry::new(config, &desk.authority().agencies));
        Material::Dispatches(Box::new(Packing {
            desk,
            telemetry,
            source_topics: Vec::new(),
            record_topic: old.into(),
            placing: Placing::new(&config.desk),
            group: String::new(),
            max_record: config.limits.max_record_bytes,
            message_max: usize::MAX,
            replay: None,
            choice: Choice::default(),
        }))
    }

    pub fn is_shadow(&self) -> bool {
        matches!(self, Material::Dispatches(_))
    }

    /// Gives what `message` holds to `take`, with whether it lies within `scope`; a dispatch outside is not
    /// edited.
    pub fn see(&self, message: &OwnedMessage, scope: &Scope, take: &mut dyn FnMut(Sight<'_>, bool)) {
        let time = message.timestamp().to_millis();
        match self {
            Material::Records => {
                let entry = Entry::of(message);
                let Some(position) = entry.position() else { return take(Sight::Foreign, true) };
                let Position { topic, partition, offset, .. } = &position;
                let inside = scope.holds(topic, *partition, *offset, time) && scope.takes(entry.value);
                take(Sight::Record(position, entry), inside);
            }
            Material::Dispatches(packing) => {
                let (topic, partition, offset) = (message.topic(), message.partition(), message.offset());
                if scope.holds(topic, partition, offset, time) {
                    edited(packing, message, &mut |sight| {
                        let inside = match &sight {
                            Sight::Record(_, entry) => scope.takes(entry.value),
                            _ => true,
                        };
                        take(sight, inside);
                    });
                }
            }
        }
    }
}

fn edited(packing: &Packing, message: &OwnedMessage, take: &mut dyn FnMut(Sight<'_>)) {
    let position = |item| Position {
        topic: message.topic().to_owned(),
        partition: message.partition(),
        offset: message.offset(),
        item,
    };
    for (outcome, parcel) in packing.outcomes(message, Refused::default()) {
        match (outcome, parcel.map(|parcel| (parcel.headers, parcel.content))) {
            (Outcome::Publish(published), Some((headers, Content::Record { key, value, .. }))) => {
                let entry = Entry::made(message, key.as_deref(), &headers, &value);
                take(Sight::Record(position(published.record.copydesk.source.item), entry));
            }
            (Outcome::DeadLetter { reject, source }, _) => {
                take(Sight::NoRecord(position(source.item), reject.code));
            }
            (Outcome::Spike { reason, source, .. }, _) => {
                take(Sight::NoRecord(position(source.item), reason));
            }
            // A record to publish is packed as a record.
            (Outcome::Publish(_), _) => {}
        }
    }
}
