//! JSON as wires send it: RFC 8259, and what is broken in ways that leave no doubt what was meant.
//!
//! Mended are control characters that stand in strings as they are (Fingerpost, seen by the Guardian: tabs and line ends),
//! escapes that JSON does not have (`\“`), commas before a closing bracket, `NaN`, half surrogates and keys that come
//! twice. Anything else that is no JSON is refused: a guess about where a string ends would change copy.

use std::borrow::Cow;

use super::value::Value;
use crate::record::Warning;
use crate::wire::{Limits, Reject, reject};

/// What was mended, by kind.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Repairs {
    controls: usize,
    escapes: usize,
    commas: usize,
    numbers: usize,
    surrogates: usize,
    keys: usize,
}

impl Repairs {
    /// `json.repaired`, if there was anything.
    pub fn warning(&self) -> Option<Warning> {
        let counts = [
            (self.controls, "control characters in strings"),
            (self.escapes, "escapes that JSON does not have"),
            (self.commas, "commas before a closing bracket"),
            (self.numbers, "numbers that are none"),
            (self.surrogates, "half surrogates"),
            (self.keys, "keys given twice"),
        ];
        let counts = counts.iter().filter(|(count, _)| *count > 0);
        let detail = counts.map(|(count, what)| format!("{what}: {count}")).collect::<Vec<_>>().join(", ");
        (!detail.is_empty()).then_some(Warning { code: "json.repaired", field: "bodies", detail })
    }
}

/// Deepest nesting that is ever read, whatever the limits say: reading goes down one call for each level.
const DEEPEST: usize = 512;
/// Objects of more fields are looked through for keys given twice by sorting.
const FEW_FIELDS: usize = 32;

/// Reads the values of a text: one, or several one after another.
///
/// # Errors
/// `wire.json_broken` with line and column, `wire.too_deep`.
pub(super) fn parse<'a>(text: &'a str, limits: &Limits) -> Result<(Vec<Value<'a>>, Repairs), Reject> {
    let most = limits.max_depth.min(DEEPEST);
    let mut parser = Parser { text, bytes: text.as_bytes(), at: 0, left: most, repairs: Repairs::default() };
    let mut values = Vec::new();
    loop {
        parser.blanks();
        // Some producers end a message in NUL, as C strings are.
        let rest = &parser.bytes[parser.at..];
        if !values.is_empty() && rest.iter().all(|byte| *byte == 0 || byte.is_ascii_whitespace()) {
            return Ok((values, parser.repairs));
        }
        match parser.value() {
            Ok(value) => values.push(value),
            Err(Fault::Deep) => {
                let message = format!("values are nested deeper than limits.max_depth = {most}");
                return Err(reject("wire.too_deep", message));
            }
            Err(fault) => return Err(parser.broken(fault)),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// It ends before it is whole.
    Early,
    /// Something else stands here than JSON has.
    Syntax,
    Deep,
}

struct Parser<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    /// Levels that may still be opened.
    left: usize,
    repairs: Repairs,
}

impl<'a> Parser<'a> {
    /// Says where, and never what stands there: it may be copy (invariant 10).
    fn broken(&self, fault: Fault) -> Reject {
        let before = &self.bytes[..self.at.min(self.bytes.len())];
        let line = memchr::memchr_iter(b'\n', before).count() + 1;
        let start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
        // Bytes that go on with a character are none of their own.
        let column = before[start..].iter().filter(|byte| **byte & 0xc0 != 0x80).count() + 1;
        let why = if fault == Fault::Early {
            "it ends too early"
        } else {
            "something else stands there than JSON has"
        };
        reject("wire.json_broken", format!("the JSON is broken in line {line}, column {column}: {why}"))
    }

    fn blanks(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn value(&mut self) -> Result<Value<'a>, Fault> {
        match self.peek().ok_or(Fault::Early)? {
            b'{' => self.nested(Self::object),
            b'[' => self.nested(Self::array),
            b'"' => {
                self.at += 1;
                self.string().map(Value::String)
            }
            b'0'..=b'9' | b'-' => self.number(),
            _ => self.word(),
        }
    }

    fn nested(&mut self, read: fn(&mut Self) -> Result<Value<'a>, Fault>) -> Result<Value<'a>, Fault> {
        self.left = self.left.checked_sub(1).ok_or(Fault::Deep)?;
        self.at += 1;
        let value = read(self);
        self.left += 1;
        value
    }

    fn array(&mut self) -> Result<Value<'a>, Fault> {
        let mut values = Vec::new();
        while !self.closes(b']', !values.is_empty())? {
            values.push(self.value()?);
        }
        Ok(Value::Array(values))
    }

    fn object(&mut self) -> Result<Value<'a>, Fault> {
        let mut fields = Vec::new();
        while !self.closes(b'}', !fields.is_empty())? {
            self.take(b'"')?;
            let key = self.string()?;
            self.blanks();
            self.take(b':')?;
            self.blanks();
            fields.push((key, self.value()?));
        }
        self.repairs.keys += unite(&mut fields);
        Ok(Value::Object(fields))
    }

    /// Whether the list or object ends here; else takes the comma that stands between two members.
    fn closes(&mut self, bracket: u8, between: bool) -> Result<bool, Fault> {
        self.blanks();
        let comma = between && self.peek() == Some(b',');
        if comma {
            self.at += 1;
            self.blanks();
        }
        let byte = self.peek().ok_or(Fault::Early)?;
        if byte == bracket {
            self.at += 1;
            self.repairs.commas += usize::from(comma);
            return Ok(true);
        }
        if between && !comma { Err(Fault::Syntax) } else { Ok(false) }
    }

    fn take(&mut self, byte: u8) -> Result<(), Fault> {
        match self.peek() {
            Some(found) if found == byte => {
                self.at += 1;
                Ok(())
            }
            Some(_) => Err(Fault::Syntax),
            None => Err(Fault::Early),
        }
    }

    fn number(&mut self) -> Result<Value<'a>, Fault> {
        let rest = &self.bytes[self.at..];
        let part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
        let len = rest.iter().position(|byte| !part(byte)).unwrap_or(rest.len());
        let number = &self.text[self.at..self.at + len];
        if number == "-" {
            self.at += 1;
            return self.word();
        }
        self.at += len;
        Ok(Value::Number(number))
    }

    fn word(&mut self) -> Result<Value<'a>, Fault> {
        let rest = &self.bytes[self.at..];
        let words = [
            ("null", Value::Null, 0),
            ("true", Value::Bool(true), 0),
            ("false", Value::Bool(false), 0),
            // JavaScript and Python write what is no number.
            ("NaN", Value::Null, 1),
            ("Infinity", Value::Null, 1),
        ];
        for (word, value, repairs) in words {
            if rest.starts_with(word.as_bytes()) {
                self.at += word.len();
                self.repairs.numbers += repairs;
                return Ok(value);
            }
            if word.as_bytes().starts_with(rest) {
                return Err(Fault::Early);
            }
        }
        Err(Fault::Syntax)
    }

    /// The string behind its opening quote.
    fn string(&mut self) -> Result<Cow<'a, str>, Fault> {
        let run = self.run()?;
        if self.bytes[self.at] == b'"' && !has_controls(run) {
            self.at += 1;
            return Ok(Cow::Borrowed(run));
        }
        let mut out = String::with_capacity(run.len() + 64);
        self.push(&mut out, run);
        while self.bytes[self.at] != b'"' {
            self.at += 1;
            self.escape(&mut out)?;
            let run = self.run()?;
            self.push(&mut out, run);
        }
        self.at += 1;
        Ok(Cow::Owned(out))
    }

    /// What stands before the next quote or backslash, at which reading goes on.
    fn run(&mut self) -> Result<&'a str, Fault> {
        let start = self.at;
        let Some(len) = memchr::memchr2(b'"', b'\\', &self.bytes[start..]) else {
            self.at = self.bytes.len();
            return Err(Fault::Early);
        };
        self.at += len;
        Ok(&self.text[start..self.at])
    }

    fn push(&mut self, out: &mut String, run: &str) {
        if !has_controls(run) {
            out.push_str(run);
            return;
        }
        for char in run.chars() {
            match char {
                '\0' => self.repairs.controls += 1,
                '\t' | '\n' | '\r' => {
                    self.repairs.controls += 1;
                    out.push(char);
                }
                char if char < ' ' => {
                    self.repairs.controls += 1;
                    out.push(' ');
                }
                char => out.push(char),
            }
        }
    }

    /// Reads what stands behind a backslash.
    fn escape(&mut self, out: &mut String) -> Result<(), Fault> {
        let byte = self.peek().ok_or(Fault::Early)?;
        let char = match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unit(out),
            // `C:\Users`: the backslash was meant. Before a sign (`\“`, `\'`) it was meant to escape.
            _ => {
                self.repairs.escapes += 1;
                if byte.is_ascii_alphanumeric() {
                    out.push('\\');
                }
                return Ok(());
            }
        };
        self.at += 1;
        out.push(char);
        Ok(())
    }

    /// Reads `u` and four digits, and the second half of a surrogate pair.
    fn unit(&mut self, out: &mut String) -> Result<(), Fault> {
        let Some(unit) = self.hex(self.at) else {
            if self.at + 5 > self.bytes.len() {
                return Err(Fault::Early);
            }
            self.repairs.escapes += 1;
            out.push_str("\\u");
            self.at += 1;
            return Ok(());
        };
        self.at += 5;
        let char = match unit {
            0 => {
                self.repairs.controls += 1;
                return Ok(());
            }
            0xd800..=0xdbff => {
                let low = if self.peek() == Some(b'\\') { self.hex(self.at + 1) } else { None };
                low.filter(|low| (0xdc00..=0xdfff).contains(low)).and_then(|low| {
                    self.at += 6;
                    char::from_u32(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00))
                })
            }
            unit => char::from_u32(unit),
        };
        self.repairs.surrogates += usize::from(char.is_none());
        out.push(char.unwrap_or(char::REPLACEMENT_CHARACTER));
        Ok(())
    }

    /// The code unit of the `u` and four figures at `at`.
    fn hex(&self, at: usize) -> Option<u32> {
        let digits = self.bytes.get(at..at + 5)?.strip_prefix(b"u")?;
        digits.iter().try_fold(0, |unit, byte| Some(unit * 16 + char::from(*byte).to_digit(16)?))
    }
}

fn has_controls(text: &str) -> bool {
    // In chunks without an early end the compiler compares many bytes at once.
    text.as_bytes().chunks(64).any(|chunk| chunk.iter().fold(false, |found, byte| found | (*byte < b' ')))
}

/// Leaves one of the fields of each name, the last that says anything, and tells how many went.
fn unite(fields: &mut Vec<(Cow<'_, str>, Value<'_>)>) -> usize {
    let mut order: Vec<usize> = (0..fields.len()).collect();
    if fields.len() <= FEW_FIELDS {
        let twice = |at: usize| fields[..at].iter().any(|(key, _)| *key == fields[at].0);
        if !(1..fields.len()).any(twice) {
            return 0;
        }
    }
    order.sort_by(|one, two| fields[*one].0.cmp(&fields[*two].0).then(one.cmp(two)));
    let mut gone = vec![false; fields.len()];
    let mut kept = order.first().copied().unwrap_or(0);
    for &next in order.iter().skip(1) {
        if fields[kept].0 != fields[next].0 {
            kept = next;
        } else if fields[next].1.is_empty() {
            gone[next] = true;
        } else {
            gone[kept] = true;
            kept = next;
        }
    }
    let mut at = 0;
    let before = fields.len();
    fields.retain(|_| {
        at += 1;
        !gone[at - 1]
    });
    before - fields.len()
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
