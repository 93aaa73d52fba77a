//! What the envelopes of the teletype age share: their control codes, their charsets, and the times of their trailers.

use crate::record::Warning;

mod charset;
mod national;
pub mod stamp;

pub use charset::decode;

pub const SOH: char = '\u{1}';
pub const STX: char = '\u{2}';
pub const ETX: char = '\u{3}';
const EOT: char = '\u{4}';
const ESC: char = '\u{1b}';

/// What an idle line sends before a message and behind it: NUL, EOT, ENQ, BEL, SYN, DEL (IPTC 7901, ANPA 1312).
pub fn is_fill(byte: u8) -> bool {
    matches!(byte, 0 | 4 | 5 | 7 | 0x16 | 0x7f) || byte.is_ascii_whitespace()
}

/// A message behind the fill and SOH before it, and whether it had SOH.
pub fn begin(bytes: &[u8]) -> (&[u8], bool) {
    let skip = |bytes: &[u8]| bytes.iter().position(|byte| !is_fill(*byte)).unwrap_or(bytes.len());
    let rest = &bytes[skip(bytes)..];
    match rest.strip_prefix(&[SOH as u8]) {
        Some(rest) => (&rest[skip(rest)..], true),
        None => (rest, false),
    }
}

/// The first line of a message as ASCII, if it is short enough for a header; and what stands behind it.
pub fn first_line(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let near = &bytes[..bytes.len().min(160)];
    let end = near.iter().position(|byte| matches!(byte, b'\n' | b'\r' | 2)).unwrap_or(near.len());
    Some((std::str::from_utf8(&near[..end]).ok()?, &bytes[end..]))
}

/// The parts of a message.
pub struct Parts<'a> {
    /// Up to STX; the whole message where it has no STX.
    pub head: &'a str,
    /// Between STX and ETX.
    pub text: Option<&'a str>,
    /// Between ETX and EOT.
    pub tail: &'a str,
}

/// Most lines of a header and its keywords.
const HEAD: usize = 8;
/// Longest trailer, in bytes.
const TAIL: usize = 400;

/// Divides a message at STX and ETX. Either may be missing: gateways lose them. Either may be a stray byte too: what is too long
/// for a header or a trailer stays text.
pub fn parts(message: &str) -> Parts<'_> {
    let end = message.rsplit_once(ETX).filter(|(_, tail)| tail.len() <= TAIL);
    let (before, tail) = end.unwrap_or((message, ""));
    let tail = tail.split(EOT).next().unwrap_or_default();
    match before.split_once(STX).filter(|(head, _)| head.lines().nth(HEAD).is_none()) {
        Some((head, text)) => Parts { head, text: Some(text), tail },
        None => Parts { head: before, text: None, tail },
    }
}

/// A text with LF for line ends, without the control codes that no reader sees: bells, rails, fill, and the escapes that
/// name a charset (ISO 2022). STX, ETX, EOT and tabs stay, and the codes in `keep`.
pub fn lines(text: &str, keep: &[char]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) =
        rest.bytes().position(|byte| (byte < 0x20 && byte != b'\n' && byte != b'\t') || byte == 0x7f)
    {
        out.push_str(&rest[..at]);
        let code = rest[at..].chars().next().unwrap_or_default();
        rest = &rest[at + 1..];
        match code {
            '\r' => {
                // CR CR LF is what teletypes needed for their carriage to come home.
                let after = rest.trim_start_matches('\r');
                if !after.starts_with('\n') {
                    out.push('\n');
                }
                rest = after;
            }
            ESC => rest = &rest[designation(rest)..],
            STX | ETX | EOT => out.push(code),
            '\u{b}' | '\u{c}' => out.push('\n'),
            code if keep.contains(&code) => out.push(code),
            _ => {}
        }
    }
    out.push_str(rest);
    out
}

/// Length of what follows ESC to name a charset: `(B`, `-A`, `%G`.
fn designation(rest: &str) -> usize {
    match rest.as_bytes() {
        [b'(' | b')' | b'*' | b'+' | b'-' | b'.' | b'/' | b'%', b'0'..=b'~', ..] => 2,
        _ => 0,
    }
}

/// The warning for a text that came with U+FFFD in it: some machine before this one lost characters (dpa by way of a
/// customer's gateway).
pub fn warn_of_lost(text: &str, warnings: &mut Vec<Warning>) {
    if text.contains(char::REPLACEMENT_CHARACTER)
        && !warnings.iter().any(|warning| warning.code == "charset.replaced")
    {
        warnings.push(Warning {
            code: "charset.replaced",
            field: "bodies",
            detail: "the text holds U+FFFD: characters were lost before it came here".into(),
        });
    }
}

/// Rejects a message in which nothing can be read, unless `said`: a headline, a kill.
pub fn readable(body: &str, said: bool) -> Result<(), super::Reject> {
    if said || body.chars().any(char::is_alphanumeric) {
        return Ok(());
    }
    Err(super::reject("wire.empty", "the message has no letter and no digit in it".into()))
}

/// A body as its lines are added: without blanks at line ends, without blank lines at its ends.
#[derive(Default)]
pub struct Galley {
    pub text: String,
    blank: usize,
}

impl Galley {
    /// Adds a line; where its text stands in the body. `None` for a blank line.
    pub fn line(&mut self, line: &str) -> Option<std::ops::Range<usize>> {
        let stray = [STX, ETX, EOT, SOH];
        if line.contains(stray) {
            return self.line(&line.replace(stray, ""));
        }
        let line = line.trim_end();
        if line.is_empty() {
            self.blank += 1;
            return None;
        }
        let line = if self.text.is_empty() {
            line.trim_start()
        } else {
            (0..=self.blank).for_each(|_| self.text.push('\n'));
            line
        };
        self.blank = 0;
        let start = self.text.len();
        self.text.push_str(line);
        Some(start..self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_codes_go_and_visible_text_stays() {
        assert_eq!(lines("a\r\r\nb\r\nc\rd\u{7}\u{e}e\u{f}", &[]), "a\nb\nc\nde");
        assert_eq!(lines("\u{1b}(Bx\u{1b}[y\u{7f}z\t", &[]), "x[yz\t");
        assert_eq!(lines("a\u{8}b\u{10}", &['\u{8}']), "a\u{8}b");
        assert_eq!(lines("Zürich ½", &[]), "Zürich ½");
    }

    #[test]
    fn parts_with_codes_and_without() {
        let got = parts("head\n\u{2}text\u{3}tail\u{4}junk");
        assert_eq!((got.head, got.text, got.tail), ("head\n", Some("text"), "tail"));
        let got = parts("all of it");
        assert_eq!((got.head, got.text, got.tail), ("all of it", None, ""));
        let long = format!("head\u{2}a \u{3}{}", "b ".repeat(300));
        assert_eq!(parts(&long).text.map(str::len), Some(603));
        let mut galley = Galley::default();
        galley.line("a\u{3}b");
        assert_eq!(galley.text, "ab");
    }

    #[test]
    fn a_body_stands_tight() {
        let mut copy = Galley::default();
        copy.line(" ");
        copy.line("   OSLO - Text ");
        copy.line("");
        let range = copy.line("   more").unwrap();
        copy.line("  ");
        assert_eq!(copy.text, "OSLO - Text\n\n   more");
        assert_eq!(&copy.text[range], "   more");
    }
}
