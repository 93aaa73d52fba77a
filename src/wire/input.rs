//! A message's bytes as formats look at them: without its byte-order mark, and never in UTF-16.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

/// The bytes of a message or of one frame of it.
#[derive(Debug, Clone)]
pub struct Input<'a> {
    /// Without byte-order mark; UTF-16 is UTF-8 here, so that ASCII is ASCII in all of them.
    pub bytes: Cow<'a, [u8]>,
    /// The charset, where a byte-order mark or the bytes themselves leave no doubt (WHATWG name, lower case).
    pub charset: Option<&'static str>,
    /// Some code units of UTF-16 meant nothing and became U+FFFD.
    pub replaced: bool,
}

impl<'a> Input<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
            return Input::of(encoding, &bytes[mark..]);
        }
        // XML and JSON in UTF-16 without a mark (XML 1.0, appendix F).
        match bytes {
            [b'<' | b'{' | b'[', 0, _, 0, ..] => Input::of(UTF_16LE, bytes),
            [0, b'<' | b'{' | b'[', 0, _, ..] => Input::of(UTF_16BE, bytes),
            _ => Input { bytes: Cow::Borrowed(bytes), charset: None, replaced: false },
        }
    }

    fn of(encoding: &'static Encoding, bytes: &'a [u8]) -> Self {
        let name = match encoding.name() {
            "UTF-16LE" => "utf-16le",
            "UTF-16BE" => "utf-16be",
            _ => return Input { bytes: Cow::Borrowed(bytes), charset: Some("utf-8"), replaced: false },
        };
        let (text, replaced) = encoding.decode_without_bom_handling(bytes);
        Input { bytes: Cow::Owned(text.into_owned().into_bytes()), charset: Some(name), replaced }
    }

    /// A part of this message, in the same charset.
    pub fn part<'p>(&self, bytes: &'p [u8]) -> Input<'p> {
        Input { bytes: Cow::Borrowed(bytes), charset: self.charset, replaced: self.replaced }
    }

    /// The first `most` bytes behind leading blanks.
    pub fn head(&self, most: usize) -> &[u8] {
        let bytes = self.bytes.trim_ascii_start();
        &bytes[..bytes.len().min(most)]
    }

    /// Whether the bytes are a JSON object or a list of them.
    pub fn is_json(&self) -> bool {
        let bytes = self.bytes.trim_ascii_start();
        let inner = bytes.strip_prefix(b"[").map_or(bytes, <[u8]>::trim_ascii_start);
        inner.strip_prefix(b"{").is_some_and(|rest| rest.trim_ascii_start().starts_with(b"\""))
    }

    /// Local name of the XML root element, behind declaration, comments and doctype.
    pub fn root(&self) -> Option<&str> {
        let mut rest = self.bytes.trim_ascii_start();
        loop {
            let skipped = match rest {
                [b'<', b'?', ..] => memchr::memmem::find(rest, b"?>")? + 2,
                [b'<', b'!', b'-', b'-', ..] => memchr::memmem::find(rest, b"-->")? + 3,
                [b'<', b'!', ..] => doctype(rest)?,
                [b'<', ..] => break,
                _ => return None,
            };
            rest = rest[skipped..].trim_ascii_start();
        }
        let name = &rest[1..];
        let end = name.iter().position(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'))?;
        let name = std::str::from_utf8(&name[..end]).ok()?;
        Some(name.rsplit(':').next().unwrap_or(name))
            .filter(|name| name.starts_with(|c: char| c.is_alphabetic()))
    }

    /// Whether `word` stands anywhere in the bytes.
    pub fn has(&self, word: &str) -> bool {
        memchr::memmem::find(&self.bytes, word.as_bytes()).is_some()
    }
}

/// Length of the document type declaration that `bytes` begins with, its internal subset included.
fn doctype(bytes: &[u8]) -> Option<usize> {
    let mut depth = 0usize;
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'[' => depth += 1,
            b']' => depth = depth.saturating_sub(1),
            b'>' if depth == 0 => return Some(at + 1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots() {
        for (text, root) in [
            ("<nitf/>", Some("nitf")),
            ("\n<?xml version='1.0'?>\n<!-- made <here> -->\n<n:newsItem a='b'>", Some("newsItem")),
            ("<!DOCTYPE NewsML [<!ENTITY % x SYSTEM \"y\"> %x;]><NewsML>", Some("NewsML")),
            ("<AXYZ.N> shares rose", Some("AXYZ.N")),
            ("text", None),
            ("<", None),
            ("<!DOCTYPE", None),
        ] {
            assert_eq!(Input::new(text.as_bytes()).root(), root, "{text}");
        }
    }

    #[test]
    fn marks_and_utf_16() {
        let utf16: Vec<u8> = "{\"a\":1}".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let input = Input::new(&utf16);
        assert_eq!((&*input.bytes, input.charset), (&b"{\"a\":1}"[..], Some("utf-16be")));
        assert!(input.is_json());
        let input = Input::new(b"\xef\xbb\xbf<a>");
        assert_eq!((&*input.bytes, input.charset), (&b"<a>"[..], Some("utf-8")));
    }
}
