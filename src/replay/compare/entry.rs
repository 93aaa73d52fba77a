//! A record as a consumer gets it: key, timestamp, headers and value. All of it is compared.

use rdkafka::Message;
use rdkafka::message::{OwnedHeaders, OwnedMessage};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::fields::{self, Ignored, Node};
use super::index::Digest;
use super::position::Position;
use crate::kafka::headers::pairs;

/// The header that says where a record comes from.
const SOURCE: &str = "copydesk-source";

/// Name and value.
type Header = (String, Option<Vec<u8>>);

/// What there is to compare of one record.
pub struct Entry<'a> {
    pub key: Option<&'a [u8]>,
    /// Milliseconds since the epoch.
    pub timestamp_ms: Option<i64>,
    pub headers: Vec<Header>,
    pub value: &'a [u8],
}

impl<'a> Entry<'a> {
    /// A published record.
    pub fn of(message: &'a OwnedMessage) -> Entry<'a> {
        Entry {
            key: message.key(),
            timestamp_ms: message.timestamp().to_millis(),
            headers: named(message.headers()),
            value: message.payload().unwrap_or_default(),
        }
    }

    /// A record that was made of a message and would be published with these.
    pub fn made(
        message: &OwnedMessage,
        key: Option<&'a [u8]>,
        headers: &OwnedHeaders,
        value: &'a [u8],
    ) -> Entry<'a> {
        // As the stage publishes it: librdkafka takes 0 for "now".
        let timestamp_ms = message.timestamp().to_millis().filter(|ms| *ms > 0);
        Entry { key, timestamp_ms, headers: named(Some(headers)), value }
    }

    /// Where the record comes from; `None`: it is no record of a copydesk.
    pub fn position(&self) -> Option<Position> {
        let (_, value) = self.headers.iter().rev().find(|(name, _)| name == SOURCE)?;
        std::str::from_utf8(value.as_deref()?).ok()?.parse().ok()
    }

    /// Equal digests mean that nothing compared differs.
    pub fn digest(&self, ignored: &Ignored) -> Digest {
        let mut hash = Sha256::new();
        fields::text(&mut hash, u8::from(self.key.is_some()), self.key.unwrap_or_default());
        hash.update(self.timestamp_ms.unwrap_or(i64::MIN).to_le_bytes());
        let headers = ignored.root().below("kafka").and_then(|kafka| kafka.below("headers"));
        let left_out = |name: &str| headers.and_then(|node| node.below(name)).is_some_and(Node::is_ignored);
        for (name, value) in self.headers.iter().filter(|(name, _)| !left_out(name)) {
            fields::text(&mut hash, b'h', name.as_bytes());
            fields::text(&mut hash, u8::from(value.is_some()), value.as_deref().unwrap_or_default());
        }
        fields::digest_json(&mut hash, self.value, ignored.root());
        fields::finish(hash)
    }

    /// The record with what Kafka carries beside it, under `kafka`.
    pub fn document(&self) -> Value {
        let mut document = match serde_json::from_slice(self.value) {
            Ok(Value::Object(record)) => record,
            Ok(other) => Map::from_iter([("value".to_owned(), other)]),
            Err(_) => Map::from_iter([("value".to_owned(), readable(self.value))]),
        };
        let mut headers: Map<String, Value> = Map::new();
        for (name, value) in &self.headers {
            let value = value.as_deref().map_or(Value::Null, readable);
            if let Value::Array(list) = headers.entry(name).or_insert_with(|| Value::Array(Vec::new())) {
                list.push(value);
            }
        }
        let mut kafka = Map::from_iter([("headers".to_owned(), Value::Object(headers))]);
        kafka.extend(self.key.map(|key| ("key".to_owned(), readable(key))));
        kafka.extend(self.timestamp_ms.map(|ms| ("timestamp".to_owned(), json!(ms))));
        document.insert("kafka".into(), Value::Object(kafka));
        Value::Object(document)
    }
}

/// Text, or bytes as a list where they are none.
fn readable(bytes: &[u8]) -> Value {
    std::str::from_utf8(bytes).map_or_else(|_| json!(bytes), Value::from)
}

/// Of a header whose name is not UTF-8 only that it is there can be compared.
fn named(headers: Option<&OwnedHeaders>) -> Vec<Header> {
    let name = |pair: Option<Header>| pair.unwrap_or_else(|| ("(not UTF-8)".to_owned(), None));
    pairs(headers).into_iter().map(name).collect()
}
