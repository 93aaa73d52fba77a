//! The receipt that a redrive leaves behind the letters it sent: a message of the dead-letter topic that names
//! their offsets. It stands in their partition and so comes after them, and is as old as retention lets it be.

use std::fmt;

use rdkafka::Message;
use rdkafka::message::{Header, OwnedHeaders, OwnedMessage};
use serde::{Deserialize, Serialize};

use crate::kafka::headers::{last, pairs};

/// The header that marks a receipt; its value names what happened to the letters.
const HEADER: &str = "copydesk-receipt";
const REDRIVEN: &str = "redriven";

/// Offsets, in runs that are neither empty nor touch.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ranges(Vec<(i64, i64)>);

impl Ranges {
    /// Adds an offset.
    pub fn insert(&mut self, offset: i64) {
        self.add(offset, offset);
    }

    /// Adds all of another.
    pub fn extend(&mut self, other: &Ranges) {
        other.0.iter().for_each(|(first, last)| self.add(*first, *last));
    }

    pub fn contains(&self, offset: i64) -> bool {
        let at = self.0.partition_point(|(_, last)| *last < offset);
        self.0.get(at).is_some_and(|(first, _)| *first <= offset)
    }

    /// The first and the last offset.
    fn bounds(&self) -> (i64, i64) {
        let first = self.0.first().map_or(0, |(first, _)| *first);
        (first, self.0.last().map_or(0, |(_, last)| *last))
    }

    fn add(&mut self, mut first: i64, mut last: i64) {
        if first > last {
            return;
        }
        // All runs that touch the new one become one with it.
        let from = self.0.partition_point(|(_, end)| end.saturating_add(1) < first);
        let to = self.0.partition_point(|(start, _)| *start <= last.saturating_add(1));
        if let Some(run) = self.0.get(from..to).filter(|run| !run.is_empty()) {
            first = first.min(run[0].0);
            last = last.max(run[run.len() - 1].1);
        }
        self.0.splice(from..to.max(from), [(first, last)]);
    }
}

impl fmt::Display for Ranges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let one = |(first, last): &(i64, i64)| match first == last {
            true => first.to_string(),
            false => format!("{first}-{last}"),
        };
        f.write_str(&self.0.iter().map(one).collect::<Vec<_>>().join(" "))
    }
}

/// What a receipt says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Offsets of the letters, in the receipt's own partition.
    pub letters: Ranges,
    /// The topic that they were sent to.
    pub to: String,
}

impl Receipt {
    /// Reads a message of a dead-letter topic that is no letter; `None`: it is no receipt either.
    pub fn of(message: &OwnedMessage) -> Option<Receipt> {
        if last(&pairs(message.headers()), HEADER) != Some(REDRIVEN.as_bytes()) {
            return None;
        }
        serde_json::from_slice(message.payload()?).ok()
    }

    pub fn headers(&self) -> OwnedHeaders {
        OwnedHeaders::new()
            .insert(Header { key: HEADER, value: Some(REDRIVEN) })
            .insert(Header { key: "copydesk-version", value: Some(env!("CARGO_PKG_VERSION")) })
    }

    /// A key that no other receipt has: a compacted topic must not lose one for another.
    pub fn key(&self, partition: i32) -> String {
        let (first, last) = self.letters.bounds();
        format!("{HEADER}/{partition}/{first}-{last}")
    }

    pub fn value(&self) -> String {
        serde_json::json!({ "letters": self.letters, "to": self.to }).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn ranges_grow_together() {
        let mut ranges = Ranges::default();
        for (offset, want) in [
            (5, "5"),
            (7, "5 7"),
            (6, "5-7"),
            (1, "1 5-7"),
            (8, "1 5-8"),
            (6, "1 5-8"),
            (4, "1 4-8"),
            (20, "1 4-8 20"),
        ] {
            ranges.insert(offset);
            assert_eq!(ranges.to_string(), want);
        }
        ranges.extend(&Ranges(vec![(2, 3), (9, 19), (30, 29)]));
        assert_eq!(ranges.to_string(), "1-20");
    }

    proptest! {
        #[test]
        fn ranges_hold_what_was_put_in(offsets in proptest::collection::vec((0i64..60, 0i64..6), 0..40)) {
            let (mut ranges, mut set) = (Ranges::default(), BTreeSet::new());
            for (first, length) in offsets {
                ranges.add(first, first + length);
                set.extend(first..=first + length);
            }
            for offset in -1..70 {
                prop_assert_eq!(ranges.contains(offset), set.contains(&offset), "{} in {}", offset, ranges);
            }
            prop_assert!(ranges.0.windows(2).all(|pair| pair[0].1 + 1 < pair[1].0), "{}", ranges);
        }
    }

    fn message(headers: OwnedHeaders, value: &str) -> OwnedMessage {
        let time = rdkafka::Timestamp::CreateTime(0);
        OwnedMessage::new(Some(value.into()), None, "wire.dlq".into(), time, 0, 9, Some(headers))
    }

    #[test]
    fn a_receipt_is_read_as_it_was_written() {
        let receipt = Receipt { letters: Ranges(vec![(3, 5), (8, 8)]), to: "wire.raw".into() };
        assert_eq!(receipt.key(2), "copydesk-receipt/2/3-8");
        assert_eq!(Receipt::of(&message(receipt.headers(), &receipt.value())), Some(receipt.clone()));
        assert_eq!(Receipt::of(&message(OwnedHeaders::new(), &receipt.value())), None);
        assert_eq!(Receipt::of(&message(receipt.headers(), "{}")), None);
    }
}
