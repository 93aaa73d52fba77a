//! One message in, one outcome for each of its items out (invariant 2).

use base64::Engine;
use sha2::{Digest, Sha256};

use super::why::{Question, Why};
use super::{Desk, Sent, assemble};
use crate::record::{Record, Source, UpdateKind};
use crate::wire::{self, Reject};

/// Header of a message that names its wire format, whatever its bytes look like.
pub const FORMAT_HEADER: &str = "copydesk-format";

/// A message as the transport delivered it.
#[derive(Debug, Clone, Default)]
pub struct Incoming<'a> {
    pub key: Option<&'a [u8]>,
    /// `None` is a tombstone.
    pub payload: Option<&'a [u8]>,
    /// Milliseconds since the Unix epoch.
    pub timestamp_ms: Option<i64>,
    /// The wire format, where the message names it ([`FORMAT_HEADER`]).
    pub format: Option<&'a str>,
    /// Topic, partition and offset, or file and line; the rest is filled in here.
    pub source: Source,
}

/// What became of one item of a message.
#[derive(Debug)]
pub enum Outcome {
    Publish(Box<Published>),
    /// Deliberately not published, for a reason of [`SPIKE_REASONS`]. A tombstone has no record.
    Spike {
        reason: &'static str,
        source: Source,
        record: Option<Box<Record>>,
    },
    DeadLetter {
        reject: Reject,
        source: Source,
    },
}

/// A record to publish.
#[derive(Debug)]
pub struct Published {
    pub record: Record,
    /// Key of the published message: the input's own, or the record's `uri` when a message has several items.
    pub key: Option<Vec<u8>>,
}

impl Desk {
    /// Decodes and edits a message. Never empty: each message has at least one outcome.
    pub fn process(&self, incoming: &Incoming<'_>) -> Vec<Outcome> {
        self.told(incoming, Why::deaf).into_iter().map(|(outcome, _)| outcome).collect()
    }

    /// As [`process`](Self::process), with every candidate that was weighed for each record.
    pub fn explain(&self, incoming: &Incoming<'_>) -> Vec<(Outcome, Vec<Question>)> {
        self.told(incoming, Why::listening)
    }

    fn told(&self, incoming: &Incoming<'_>, why: fn() -> Why) -> Vec<(Outcome, Vec<Question>)> {
        // Invariant 6 says that the desk never panics; if it does, one dispatch suffers and not the feed.
        let edited = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| self.outcomes(incoming, why)));
        edited.unwrap_or_else(|_| {
            let reject = Reject {
                code: "desk.panic",
                stage: "desk",
                message: "the desk failed on this dispatch; please report it with the dispatch".into(),
            };
            vec![(Outcome::DeadLetter { reject, source: incoming.source.clone() }, Vec::new())]
        })
    }

    fn outcomes(&self, incoming: &Incoming<'_>, why: fn() -> Why) -> Vec<(Outcome, Vec<Question>)> {
        let mut source = incoming.source.clone();
        match incoming.key.map(std::str::from_utf8) {
            Some(Ok(key)) => source.key = Some(key.to_owned()),
            Some(Err(_)) => {
                let bytes = incoming.key.unwrap_or_default();
                source.key_base64 = Some(base64::engine::general_purpose::STANDARD.encode(bytes));
            }
            None => {}
        }
        source.timestamp = incoming.timestamp_ms.and_then(assemble::instant);
        let Some(payload) = incoming.payload else {
            return vec![(Outcome::Spike { reason: "tombstone", source, record: None }, Vec::new())];
        };
        source.sha256 = Some(assemble::hex(&Sha256::digest(payload)));
        let sent = Sent { timestamp_ms: incoming.timestamp_ms };
        let named = incoming.format.or(self.settings.format.as_deref());
        let choice = wire::Choice { named, allowed: &self.settings.formats };
        match wire::decode(payload, choice, &self.settings.limits) {
            Err(reject) => vec![(Outcome::DeadLetter { reject, source }, Vec::new())],
            Ok(items) => {
                let several = items.len() > 1;
                let edit = |(item, dispatch): (u32, wire::Item)| {
                    let mut source = source.clone();
                    source.item = several.then_some(item);
                    let dispatch = match dispatch {
                        Ok(dispatch) => dispatch,
                        Err(reject) => return (Outcome::DeadLetter { reject, source }, Vec::new()),
                    };
                    let (mut record, questions) =
                        assemble::record(self, dispatch, sent, source.clone(), why());
                    if let Some(reason) = self.spike_reason(&record) {
                        record.copydesk.spiked = Some(reason);
                        let record = Some(Box::new(record));
                        return (Outcome::Spike { reason, source, record }, questions);
                    }
                    let key = if several {
                        Some(record.uri.clone().into_bytes())
                    } else {
                        incoming.key.map(<[u8]>::to_vec)
                    };
                    (Outcome::Publish(Box::new(Published { record, key })), questions)
                };
                (0u32..).zip(items).map(edit).collect()
            }
        }
    }
}

/// Every reason to spike a dispatch: `tombstone` (a message without value), `test` (the agency marks it as
/// a test or heartbeat), `filtered` (`desk.filters` leaves it out).
pub const SPIKE_REASONS: &[&str] = &["tombstone", "test", "filtered"];

impl Desk {
    fn spike_reason(&self, record: &Record) -> Option<&'static str> {
        if record.copydesk.update.kind == UpdateKind::Test {
            return Some("test");
        }
        (!self.settings.filters.pass(record)).then_some("filtered")
    }
}
