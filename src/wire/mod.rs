//! Bytes → [`Dispatch`]. One file per wire format, one [`FORMATS`] table.

use crate::dispatch::Dispatch;

mod charset;
mod plain;

/// Hard bounds on what one dispatch may cost (invariant 7).
#[derive(Debug, Clone, PartialEq)]
pub struct Limits {
    /// Largest message, in bytes.
    pub max_dispatch_bytes: usize,
    /// Largest number of entity mentions kept in a record.
    pub max_mentions: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            max_dispatch_bytes: 8 << 20,
            max_mentions: 20_000,
        }
    }
}

/// A wire format that the program reads.
pub struct Format {
    /// Name in records, metrics and `copydesk list formats`.
    pub name: &'static str,
    /// One line for people.
    pub about: &'static str,
    /// Whether the bytes look like this format.
    pub sniff: fn(&[u8]) -> bool,
    /// All dispatches in the message, or why there is none.
    pub decode: fn(&[u8], &Limits) -> Result<Vec<Dispatch>, Reject>,
}

/// Every format, the most specific first; the last one takes whatever is left.
pub const FORMATS: &[Format] = &[plain::FORMAT];

/// Why a message, or an item of it, cannot be edited. `code` is stable (`copydesk list codes`).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Reject {
    pub code: &'static str,
    /// The stage that refused it: `receiving`, `wire`, `desk`.
    pub stage: &'static str,
    pub message: String,
}

/// Decodes a message in the first format of `FORMATS` that recognises it.
pub fn decode(bytes: &[u8], limits: &Limits) -> Result<Vec<Dispatch>, Reject> {
    if bytes.len() > limits.max_dispatch_bytes {
        return Err(Reject {
            code: "wire.too_large",
            stage: "wire",
            message: format!(
                "the message has {} bytes, more than limits.max_dispatch_bytes = {}",
                bytes.len(),
                limits.max_dispatch_bytes
            ),
        });
    }
    let format = FORMATS
        .iter()
        .find(|f| (f.sniff)(bytes))
        .expect("the last format takes everything");
    (format.decode)(bytes, limits)
}
