//! One dead letter, as its headers tell it.

use std::sync::Arc;

use rdkafka::Message;
use rdkafka::message::{Header, OwnedHeaders, OwnedMessage};

use crate::kafka::headers::{Pairs, last, pairs};
use crate::kafka::reader::Place;

/// Where a message stood in its source topic.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Origin {
    pub topic: Arc<str>,
    pub partition: i32,
    pub offset: i64,
}

/// A dead letter without its text.
#[derive(Debug, Clone, PartialEq)]
pub struct Letter {
    pub place: Place,
    /// The dispatch's own time, in milliseconds since the epoch.
    pub timestamp_ms: Option<i64>,
    pub code: String,
    /// Why, for people.
    pub reason: String,
    pub origin: Origin,
    /// How often it came back already.
    pub redrives: u32,
    /// Which item of the message was rejected, where it has several.
    pub item: Option<u32>,
    /// Bytes that the whole value had, where the letter holds only its beginning.
    pub truncated: Option<u64>,
    pub bytes: usize,
}

/// The first of the headers that the stage puts behind those of the message.
const FIRST: &str = "__dlq.errors.topic";
pub const REDRIVES: &str = "copydesk-redrives";

impl Letter {
    /// Reads a message of a dead-letter topic; `None`: no stage of copydesk wrote it.
    pub fn of(message: &OwnedMessage) -> Option<Letter> {
        let pairs = pairs(message.headers());
        let header = |name: &str| Some(String::from_utf8_lossy(last(&pairs, name)?).into_owned());
        let origin = Origin {
            topic: header(FIRST)?.into(),
            partition: header("__dlq.errors.partition")?.parse().ok()?,
            offset: header("__dlq.errors.offset")?.parse().ok()?,
        };
        Some(Letter {
            place: Place { partition: message.partition(), offset: message.offset() },
            timestamp_ms: message.timestamp().to_millis(),
            code: header("copydesk-code")?,
            reason: header("__dlq.errors.message").unwrap_or_default(),
            origin,
            redrives: header(REDRIVES).and_then(|text| text.parse().ok()).unwrap_or(0),
            item: header("copydesk-item").and_then(|text| text.parse().ok()),
            truncated: header("copydesk-truncated").and_then(|text| text.parse().ok()),
            bytes: message.payload().map_or(0, <[u8]>::len),
        })
    }
}

/// The headers that the message had before it became a letter, and how often it came back with this time.
/// `None`: one of them cannot be read, and so not be sent.
///
/// What the stage added stands behind the message's own; a feed's own `copydesk-…` headers, or another
/// queue's `__dlq.…`, are the feed's.
pub fn original(pairs: &Pairs, redrives: u32) -> Option<OwnedHeaders> {
    let own = pairs.iter().rposition(|pair| matches!(pair, Some((name, _)) if name == FIRST));
    let mut headers = OwnedHeaders::new();
    for pair in &pairs[..own.unwrap_or(pairs.len())] {
        let (name, value) = pair.as_ref()?;
        if name != REDRIVES {
            headers = headers.insert(Header { key: name, value: value.as_ref() });
        }
    }
    Some(headers.insert(Header { key: REDRIVES, value: Some(&redrives.to_string()) }))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use rdkafka::Timestamp;
    use rdkafka::message::Headers;

    fn message(headers: &[(&str, Option<&str>)]) -> OwnedMessage {
        let mut owned = OwnedHeaders::new();
        for (key, value) in headers {
            owned = owned.insert(Header { key, value: *value });
        }
        let value = Some(b"text".to_vec());
        OwnedMessage::new(value, None, "wire.dlq".into(), Timestamp::CreateTime(5), 3, 17, Some(owned))
    }

    const ADDED: [(&str, Option<&str>); 8] = [
        ("__dlq.errors.topic", Some("wire.raw")),
        ("__dlq.errors.partition", Some("2")),
        ("__dlq.errors.offset", Some("991")),
        ("__dlq.errors.group", Some("desk")),
        ("__dlq.errors.message", Some("no text")),
        ("copydesk-code", Some("wire.empty")),
        ("copydesk-stage", Some("wire")),
        ("copydesk-redrives", Some("1")),
    ];

    /// The letter of an empty dispatch, the first of its topics.
    pub fn empty() -> Letter {
        Letter {
            place: Place { partition: 0, offset: 0 },
            timestamp_ms: None,
            code: "wire.empty".into(),
            reason: String::new(),
            origin: Origin { topic: "wire.raw".into(), partition: 0, offset: 0 },
            redrives: 0,
            item: None,
            truncated: None,
            bytes: 0,
        }
    }

    #[test]
    fn a_letter_is_read_from_its_headers() {
        let letter = Letter::of(&message(&ADDED)).expect("a letter");
        let origin = Origin { topic: "wire.raw".into(), partition: 2, offset: 991 };
        assert_eq!((letter.code.as_str(), letter.origin, letter.redrives), ("wire.empty", origin, 1));
        assert_eq!(letter.place, Place { partition: 3, offset: 17 });
        assert_eq!((letter.item, letter.truncated, letter.bytes), (None, None, 4));
        for left_out in ["__dlq.errors.topic", "__dlq.errors.offset", "copydesk-code"] {
            let some: Vec<_> = ADDED.into_iter().filter(|(name, _)| *name != left_out).collect();
            assert_eq!(Letter::of(&message(&some)), None, "without {left_out}");
        }
    }

    #[test]
    fn a_letter_goes_back_with_the_headers_it_came_with() {
        let own = [
            ("feed", Some("a")),
            ("__dlq.errors.topic", Some("upstream")),
            ("null", None),
            ("copydesk-redrives", Some("1")),
            ("copydesk-source", Some("upstream/0/1")),
            ("feed", Some("b")),
        ];
        let headers: Vec<_> = own.into_iter().chain(ADDED).collect();
        let back = original(&pairs(message(&headers).headers()), 2).expect("all can be read");
        let names: Vec<_> = back.iter().map(|header| (header.key, header.value)).collect();
        let want: [(&str, Option<&[u8]>); 6] = [
            ("feed", Some(b"a")),
            ("__dlq.errors.topic", Some(b"upstream")),
            ("null", None),
            ("copydesk-source", Some(b"upstream/0/1")),
            ("feed", Some(b"b")),
            ("copydesk-redrives", Some(b"2")),
        ];
        assert_eq!(names, want);
    }
}
