//! Bytes → [`Dispatch`]. One file per wire format, one [`FORMATS`] table.
//!
//! A message goes through [`input`] (byte-order marks), [`frames`] (several items in one message), a row of
//! [`FORMATS`] (the first that recognises it) and that format's `decode`. What formats share stands beside them: [`charset`] and
//! [`mojibake`], [`xml`] (a tree with limits), [`markup`] (a tree as paragraphs), [`article`] (the HTML of articles), [`body`] (the text as it grows), [`times`].

use crate::dispatch::Dispatch;

mod anpa1312;
mod article;
mod body;
mod charset;
mod contact;
pub mod envelope;
mod frames;
mod input;
mod iptc7901;
mod json;
mod markup;
mod mojibake;
mod newsml1;
mod newsmlg2;
mod nitf;
mod plain;
mod release;
mod ritzau;
mod signs;
mod teletype;
mod times;
mod unmapped;
mod xml;

pub use input::Input;

/// Hard bounds on what one dispatch may cost (invariant 7).
#[derive(Debug, Clone, PartialEq)]
pub struct Limits {
    /// Largest message, in bytes.
    pub max_dispatch_bytes: usize,
    /// Largest number of entity mentions kept in a record.
    pub max_mentions: usize,
    /// Most items in one message.
    pub max_items: usize,
    /// Deepest nesting of XML elements and JSON values.
    pub max_depth: usize,
    /// Most attributes of one XML element.
    pub max_attributes: usize,
    /// Most bytes kept of the fields that no record has a place for, in one record.
    pub max_unmapped_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            max_dispatch_bytes: 1 << 20,
            max_mentions: 5_000,
            max_items: 500,
            max_depth: 100,
            max_attributes: 100,
            max_unmapped_bytes: 4_096,
        }
    }
}

impl Limits {
    /// Refuses a message of too many items before they are read.
    fn items(&self, count: usize) -> Result<(), Reject> {
        match count > self.max_items {
            true => Err(reject(
                "wire.too_many_items",
                format!("the message has more items than limits.max_items = {}", self.max_items),
            )),
            false => Ok(()),
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
    pub sniff: fn(&Input<'_>) -> bool,
    /// All items of one frame, each a dispatch or the reason why it is none; or why there is no item at all.
    pub decode: fn(&Input<'_>, &Limits) -> Result<Vec<Item>, Reject>,
}

/// An item of a message: a bad one is rejected alone.
pub type Item = Result<Dispatch, Reject>;

/// Every format, the most specific first.
pub const FORMATS: &[Format] = &[
    newsmlg2::FORMAT,
    newsml1::FORMAT,
    nitf::FORMAT,
    ritzau::FORMAT,
    json::AP,
    json::DPA,
    json::REUTERS,
    json::FINGERPOST,
    json::NINJS,
    iptc7901::FORMAT,
    anpa1312::FORMAT,
    release::FORMAT,
    plain::FORMAT,
];

/// Why a message, or an item of it, cannot be edited. `code` is stable (`copydesk list codes`).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Reject {
    pub code: &'static str,
    /// The room that refused it: `wire`, `desk` or `kafka`.
    pub stage: &'static str,
    pub message: String,
}

/// Which formats a message may be in.
#[derive(Debug, Clone, Copy, Default)]
pub struct Choice<'a> {
    /// The format, whatever the bytes look like: a header of the message or the configuration names it.
    pub named: Option<&'a str>,
    /// Formats to read; empty for all.
    pub allowed: &'a [String],
}

/// Decodes a message: each of its frames in the format that `choice` names, or in the first of [`FORMATS`] that
/// recognises it. Never empty.
pub fn decode(bytes: &[u8], choice: Choice<'_>, limits: &Limits) -> Result<Vec<Item>, Reject> {
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
    let named = choice.named.map(find).transpose()?;
    let whole = Input::new(bytes);
    let mut items = Vec::new();
    for frame in frames::split(&whole, limits)? {
        match self::frame(&frame, named, choice.allowed, limits) {
            Ok(decoded) => items.extend(decoded),
            // A frame that cannot be read takes none of the others with it.
            Err(reject) => items.push(Err(reject)),
        }
        limits.items(items.len())?;
    }
    if let [Err(alone)] = items.as_slice() {
        return Err(alone.clone());
    }
    if items.is_empty() {
        return Err(reject("wire.no_item", "the message holds no text item".into()));
    }
    Ok(items)
}

fn frame(
    frame: &Input<'_>,
    named: Option<&'static Format>,
    allowed: &[String],
    limits: &Limits,
) -> Result<Vec<Item>, Reject> {
    let Some(format) = named.or_else(|| FORMATS.iter().find(|format| (format.sniff)(frame))) else {
        return Err(reject("wire.format_unknown", "no wire format recognises the bytes".into()));
    };
    if !allowed.is_empty() && !allowed.iter().any(|name| name == format.name) {
        return Err(reject(
            "wire.format_refused",
            format!("the message is {}, which desk.formats does not name", format.name),
        ));
    }
    (format.decode)(frame, limits)
}

fn find(name: &str) -> Result<&'static Format, Reject> {
    FORMATS.iter().find(|format| format.name == name).ok_or_else(|| {
        reject(
            "wire.format_unnamed",
            "the message's format is named, but no format of this version has that name".into(),
        )
    })
}

fn reject(code: &'static str, message: String) -> Reject {
    Reject { code, stage: "wire", message }
}
