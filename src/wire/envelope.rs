//! The NDJSON envelope of `enrich --framing ndjson`: a Kafka message as `kcat -J` prints it.

use base64::Engine;
use serde::Deserialize;

use super::Reject;

/// A message read from an envelope line.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Envelope {
    /// `None` is a tombstone.
    pub payload: Option<Vec<u8>>,
    pub key: Option<Vec<u8>>,
    /// Milliseconds since the Unix epoch.
    pub timestamp_ms: Option<i64>,
    pub topic: Option<String>,
    pub partition: Option<i32>,
    pub offset: Option<i64>,
    /// Names and values in the order sent; a header may have no value.
    pub headers: Vec<(String, Option<String>)>,
}

/// The line's own form. Fields that kcat adds (`broker`, `tstype`) are passed over.
#[derive(Deserialize)]
struct Line {
    payload: Option<String>,
    payload_base64: Option<String>,
    key: Option<String>,
    key_base64: Option<String>,
    ts: Option<i64>,
    topic: Option<String>,
    partition: Option<i32>,
    offset: Option<i64>,
    #[serde(default)]
    headers: Vec<Option<String>>,
}

impl Envelope {
    /// The value of the last header of this name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().rev().find(|(known, _)| known == name)?.1.as_deref()
    }

    /// Reads one line. The reject (`wire.envelope`) says what is wrong with it, without its text.
    pub fn parse(line: &[u8]) -> Result<Envelope, Reject> {
        let raw: Line = serde_json::from_slice(line).map_err(|e| reject(describe(&e)))?;
        let Line { payload, payload_base64, key, key_base64, ts, topic, partition, offset, headers } = raw;
        if !headers.len().is_multiple_of(2) {
            return Err(reject("headers is not a list of name, value, name, value …".into()));
        }
        let headers = headers
            .chunks_exact(2)
            .map(|pair| Some((pair[0].clone()?, pair[1].clone())))
            .collect::<Option<Vec<_>>>()
            .ok_or_else(|| reject("a header's name is null".into()))?;
        Ok(Envelope {
            payload: bytes("payload", payload, payload_base64)?,
            key: bytes("key", key, key_base64)?,
            timestamp_ms: ts,
            topic,
            partition,
            offset,
            headers,
        })
    }
}

fn bytes(name: &str, text: Option<String>, encoded: Option<String>) -> Result<Option<Vec<u8>>, Reject> {
    match (text, encoded) {
        (Some(_), Some(_)) => Err(reject(format!("{name} and {name}_base64 are both given: leave one out"))),
        (Some(text), None) => Ok(Some(text.into_bytes())),
        (None, Some(encoded)) => base64::engine::general_purpose::STANDARD
            .decode(encoded)
            .map(Some)
            .map_err(|_| reject(format!("{name}_base64 is not base64"))),
        (None, None) => Ok(None),
    }
}

/// serde_json's messages may quote values of the input: only kind and place are repeated (invariant 10).
fn describe(error: &serde_json::Error) -> String {
    use serde_json::error::Category;
    let what = match error.classify() {
        Category::Eof => "the JSON ends too early",
        Category::Syntax | Category::Io => "it is not JSON",
        Category::Data => "a field has the wrong type, or the line is no object",
    };
    format!("{what}, at column {}", error.column())
}

fn reject(what: String) -> Reject {
    Reject { code: "wire.envelope", stage: "wire", message: format!("the envelope cannot be read: {what}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_kcat_prints() {
        let line = r#"{"topic":"wire.raw","partition":3,"offset":7,"tstype":"create","ts":1700000000000,
            "broker":1,"headers":["a","1","b",null],"key":"k","payload":"OSLO - Text"}"#;
        let got = Envelope::parse(line.as_bytes()).unwrap();
        assert_eq!(got.payload.as_deref(), Some(&b"OSLO - Text"[..]));
        assert_eq!(got.key.as_deref(), Some(&b"k"[..]));
        assert_eq!(
            (got.timestamp_ms, got.partition, got.offset),
            (Some(1_700_000_000_000), Some(3), Some(7))
        );
        assert_eq!(got.headers, [("a".into(), Some("1".into())), ("b".into(), None)]);
        let got = Envelope::parse(br#"{"payload_base64":"/w=="}"#).unwrap();
        assert_eq!(got.payload.as_deref(), Some(&[0xff][..]));
        assert_eq!(Envelope::parse(br#"{"payload":null}"#).unwrap().payload, None);
    }

    #[test]
    fn says_what_is_wrong_and_not_the_text() {
        for (line, want) in [
            ("{\"payload\":\"secret", "the JSON ends too early, at column 18"),
            ("secret", "it is not JSON, at column 1"),
            ("{\"payload\":5}", "a field has the wrong type, or the line is no object, at column 12"),
            ("[1]", "a field has the wrong type, or the line is no object, at column 2"),
            (
                "{\"payload\":\"a\",\"payload_base64\":\"YQ==\"}",
                "payload and payload_base64 are both given: leave one out",
            ),
            ("{\"payload_base64\":\"%\"}", "payload_base64 is not base64"),
            ("{\"headers\":[\"a\"]}", "headers is not a list of name, value, name, value …"),
        ] {
            let reject = Envelope::parse(line.as_bytes()).unwrap_err();
            assert_eq!(reject.code, "wire.envelope");
            assert_eq!(reject.message, format!("the envelope cannot be read: {want}"));
        }
    }
}
