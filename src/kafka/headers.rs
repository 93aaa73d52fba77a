//! The headers of a message, read despite names that are not UTF-8.

use std::panic::AssertUnwindSafe;

use rdkafka::message::{Headers, OwnedHeaders};

use crate::desk::FORMAT_HEADER;

/// In their order, byte for byte; `None` stands for one whose name is not UTF-8.
pub type Pairs = Vec<Option<(String, Option<Vec<u8>>)>>;

pub fn pairs(headers: Option<&OwnedHeaders>) -> Pairs {
    let Some(headers) = headers else { return Vec::new() };
    // The client library panics on a header name that is not UTF-8, and offers no other way to read one.
    let read = |index| {
        let header = std::panic::catch_unwind(AssertUnwindSafe(|| headers.try_get(index))).ok()??;
        Some((header.key.to_owned(), header.value.map(<[u8]>::to_vec)))
    };
    (0..headers.count()).map(read).collect()
}

/// The wire format that the message names ([`FORMAT_HEADER`]).
pub fn format(headers: Option<&OwnedHeaders>) -> Option<String> {
    let pairs = pairs(headers.filter(|headers| headers.count() > 0));
    Some(String::from_utf8_lossy(last(&pairs, FORMAT_HEADER)?).into_owned())
}

/// The value of the last header of this name.
pub fn last<'a>(pairs: &'a Pairs, name: &str) -> Option<&'a [u8]> {
    let (_, value) = pairs.iter().rev().flatten().find(|(key, _)| key == name)?;
    value.as_deref()
}
