//! Bytes → [`Dispatch`]. One file per wire format, one [`FORMATS`] table.

use crate::dispatch::Dispatch;

mod charset;
pub mod envelope;
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
        Limits { max_dispatch_bytes: 1 << 20, max_mentions: 5_000 }
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

/// Every format, the most specific first.
pub const FORMATS: &[Format] = &[plain::FORMAT];

/// Why a message, or an item of it, cannot be edited. `code` is stable (`copydesk list codes`).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Reject {
    pub code: &'static str,
    /// The room that refused it: `wire`, `desk` or `kafka`.
    pub stage: &'static str,
    pub message: String,
}

/// Decodes a message in the first format of [`FORMATS`] that recognises it. `allowed` names the formats
/// to read; empty means all.
pub fn decode(bytes: &[u8], allowed: &[String], limits: &Limits) -> Result<Vec<Dispatch>, Reject> {
    if bytes.len() > limits.max_dispatch_bytes {
        return Err(reject(
            "wire.too_large",
            format!(
                "the message has {} bytes, more than limits.max_dispatch_bytes = {}",
                bytes.len(),
                limits.max_dispatch_bytes
            ),
        ));
    }
    match FORMATS.iter().find(|format| (format.sniff)(bytes)) {
        None => {
            Err(reject("wire.format_unknown", "no wire format of this version recognises the bytes".into()))
        }
        Some(format) if !allowed.is_empty() && !allowed.iter().any(|name| name == format.name) => {
            Err(reject(
                "wire.format_refused",
                format!("the message is {}, which desk.formats does not name", format.name),
            ))
        }
        Some(format) => (format.decode)(bytes, limits),
    }
}

fn reject(code: &'static str, message: String) -> Reject {
    Reject { code, stage: "wire", message }
}
