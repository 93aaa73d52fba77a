//! Dead letters: the message as it came, and why it could not be edited.

use rdkafka::Message;
use rdkafka::message::{Header, OwnedHeaders, OwnedMessage};

use super::headers::{last, pairs};
use crate::wire::Reject;

/// Value bytes that are kept of a message which is larger than the dead-letter topic takes: well under the
/// 1 MiB that brokers take by default.
pub const TRUNCATED: usize = 256 << 10;
/// Longest message for people, in characters.
const LONGEST: usize = 500;

/// The headers of a dead letter: those of the message, then where it stood and why it is here.
/// `__dlq.errors.*` are the names of KIP-1191.
pub fn headers(
    message: &OwnedMessage,
    group: &str,
    reject: &Reject,
    item: Option<u32>,
    truncated: bool,
) -> OwnedHeaders {
    let why: String = reject.message.chars().take(LONGEST).collect();
    let mut headers = carried_over(message)
        .insert(text("__dlq.errors.topic", message.topic()))
        .insert(text("__dlq.errors.partition", &message.partition().to_string()))
        .insert(text("__dlq.errors.offset", &message.offset().to_string()))
        .insert(text("__dlq.errors.group", group))
        .insert(text("__dlq.errors.message", &why))
        .insert(text("copydesk-code", reject.code))
        .insert(text("copydesk-stage", reject.stage))
        .insert(text("copydesk-redrives", &redrives(message).to_string()));
    if let Some(item) = item {
        headers = headers.insert(text("copydesk-item", &item.to_string()));
    }
    if truncated {
        let length = message.payload().map_or(0, <[u8]>::len);
        headers = headers.insert(text("copydesk-truncated", &length.to_string()));
    }
    headers
}

/// A copy of the message's headers, byte for byte.
pub fn carried_over(message: &OwnedMessage) -> OwnedHeaders {
    message.headers().cloned().unwrap_or_default()
}

/// A header with a text.
pub fn text<'a>(key: &'a str, value: &'a str) -> Header<'a, &'a str> {
    Header { key, value: Some(value) }
}

/// How often the message came back from the dead-letter topic.
fn redrives(message: &OwnedMessage) -> u32 {
    let count = |value| std::str::from_utf8(value).ok()?.parse().ok();
    last(&pairs(message.headers()), "copydesk-redrives").and_then(count).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rdkafka::Timestamp;
    use rdkafka::message::Headers;

    fn message(headers: Option<OwnedHeaders>) -> OwnedMessage {
        let value = Some(b"\xff\x00".to_vec());
        OwnedMessage::new(value, None, "wire.raw".into(), Timestamp::CreateTime(5), 3, 991, headers)
    }

    fn reject(message: &str) -> Reject {
        Reject { code: "wire.binary", stage: "wire", message: message.into() }
    }

    fn pairs(headers: &OwnedHeaders) -> Vec<(String, String)> {
        let text = |value: Option<&[u8]>| String::from_utf8_lossy(value.unwrap_or(b"null")).into_owned();
        headers.iter().map(|header| (header.key.to_owned(), text(header.value))).collect()
    }

    #[test]
    fn the_message_keeps_its_headers_and_gets_the_reason() {
        let own = OwnedHeaders::new().insert(text("feed", "a")).insert(text("copydesk-redrives", "2"));
        let headers = headers(&message(Some(own)), "desk", &reject("no text"), Some(4), true);
        let want = [
            ("feed", "a"),
            ("copydesk-redrives", "2"),
            ("__dlq.errors.topic", "wire.raw"),
            ("__dlq.errors.partition", "3"),
            ("__dlq.errors.offset", "991"),
            ("__dlq.errors.group", "desk"),
            ("__dlq.errors.message", "no text"),
            ("copydesk-code", "wire.binary"),
            ("copydesk-stage", "wire"),
            ("copydesk-redrives", "2"),
            ("copydesk-item", "4"),
            ("copydesk-truncated", "2"),
        ];
        let want: Vec<_> = want.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        assert_eq!(pairs(&headers), want);
    }

    #[test]
    fn a_long_reason_is_cut_between_characters() {
        let headers = headers(&message(None), "desk", &reject(&"ü".repeat(2_000)), None, false);
        let pairs = pairs(&headers);
        let (_, why) = pairs.iter().find(|(key, _)| key == "__dlq.errors.message").expect("there");
        assert_eq!(why.chars().count(), LONGEST);
        assert!(pairs.iter().all(|(key, _)| key != "copydesk-item" && key != "copydesk-truncated"));
    }
}
