//! The body as the rooms of the desk see it: byte ranges inside, code points outside.

use std::ops::Range;

pub use crate::authority::Letters;

/// A body with an index from byte offsets to code points.
pub struct Text<'a> {
    pub str: &'a str,
    /// Code points before every 64th byte; empty for ASCII, where both counts agree.
    marks: Vec<u32>,
}

impl<'a> Text<'a> {
    pub fn new(str: &'a str) -> Self {
        let mut marks = Vec::new();
        if !str.is_ascii() {
            let mut points = 0;
            for (at, byte) in str.bytes().enumerate() {
                if at % 64 == 0 {
                    marks.push(points);
                }
                points += u32::from(is_start(byte));
            }
            marks.push(points);
        }
        Text { str, marks }
    }

    /// Code points before the byte offset `at`, which must lie on a character boundary.
    pub fn point(&self, at: usize) -> usize {
        if self.marks.is_empty() {
            return at;
        }
        let mark = at / 64;
        let tail = self.str.as_bytes()[mark * 64..at].iter().filter(|&&b| is_start(b)).count();
        self.marks[mark] as usize + tail
    }

    /// A byte range as code points.
    pub fn points(&self, range: &Range<usize>) -> (usize, usize) {
        (self.point(range.start), self.point(range.end))
    }
}

fn is_start(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

/// Whether `text` begins with `words`, ASCII letters in any case.
#[inline]
pub fn begins(text: &str, words: &str) -> bool {
    same_start(text, words, |a, b| a.eq_ignore_ascii_case(b))
}

/// The first of `table` that `text` begins with.
pub fn opener<'t>(text: &str, table: &[&'t str]) -> Option<&'t str> {
    table.iter().copied().find(|row| behind(text, row).is_some())
}

/// What stands behind `words` where `text` begins with them.
#[inline]
pub fn behind<'t>(text: &'t str, words: &str) -> Option<&'t str> {
    same_start(text, words, u8::eq).then(|| &text[words.len()..])
}

/// The line of `text` that starts at `at`, without its break.
pub fn line(text: &str, at: usize) -> &str {
    let rest = &text[at..];
    &rest[..memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len())]
}

/// The line that `text` ends in.
pub fn last_line(text: &str) -> &str {
    &text[memchr::memrchr(b'\n', text.as_bytes()).map_or(0, |at| at + 1)..]
}

/// As [`str::lines`], quicker over long copy.
pub fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let Some(end) = memchr::memchr(b'\n', rest.as_bytes()) else {
            return Some(std::mem::take(&mut rest));
        };
        let line = &rest[..end];
        rest = &rest[end + 1..];
        Some(line.strip_suffix('\r').unwrap_or(line))
    })
}

/// How many ASCII digits `bytes` hold.
pub fn digits(bytes: &[u8]) -> usize {
    // Counted in single bytes, so that the processor takes many at a time.
    let count = |bytes: &[u8]| bytes.iter().map(|byte| u8::from(byte.is_ascii_digit())).sum::<u8>();
    bytes.chunks(255).map(|chunk| usize::from(count(chunk))).sum()
}

/// A word of ASCII letters and digits in small letters, without an allocation; `None` for any other.
pub fn lowered<'b>(word: &str, buffer: &'b mut [u8; 32]) -> Option<&'b str> {
    let buffer = buffer.get_mut(..word.len())?;
    buffer.copy_from_slice(word.as_bytes());
    buffer.make_ascii_lowercase();
    buffer.iter().all(u8::is_ascii_alphanumeric).then(|| std::str::from_utf8(buffer).ok())?
}

/// Byte by byte: whole tables are asked about every line, and nearly all rows fail at the first letter.
#[inline]
fn same_start(text: &str, words: &str, same: impl Fn(&u8, &u8) -> bool) -> bool {
    text.len() >= words.len() && words.bytes().zip(text.bytes()).all(|(a, b)| same(&a, &b))
}

/// What may open a line, asked of so many that most must end at the first look.
pub struct Openers {
    rows: &'static [&'static str],
    letters: Letters,
}

impl Openers {
    pub const fn of(rows: &'static [&'static str]) -> Self {
        Openers { rows, letters: Letters::of(rows) }
    }

    /// The rows that `text` begins with, and what stands behind each.
    #[inline]
    pub fn at<'t>(&self, text: &'t str) -> impl Iterator<Item = (&'static str, &'t str)> {
        let rows = if self.letters.may_open(text) { self.rows } else { &[] };
        rows.iter().filter_map(move |row| Some((*row, behind(text, row)?)))
    }

    /// Whether `text` begins with a row.
    pub fn open(&self, text: &str) -> bool {
        self.at(text).next().is_some()
    }

    /// All rows.
    pub fn rows(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.rows.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_those_of_the_standard_library() {
        for text in ["", "\n", "one", "one\n", "one\r\n\ntwo\r", "\r\n\r\n"] {
            assert_eq!(lines(text).collect::<Vec<_>>(), text.lines().collect::<Vec<_>>(), "{text:?}");
        }
    }

    #[test]
    fn digits_are_counted() {
        for (text, count) in [("2 of 15, 07:30", 7), ("٢", 0), ("", 0), ("7".repeat(1_000).as_str(), 1_000)]
        {
            assert_eq!(digits(text.as_bytes()), count, "{text}");
        }
    }

    #[test]
    fn points_count_characters() {
        for text in ["", "plain", "Zürich – köln".repeat(40).as_str(), &"北京a".repeat(100)] {
            let index = Text::new(text);
            for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
                assert_eq!(index.point(at), text[..at].chars().count(), "{at} of {text:?}");
            }
        }
    }
}
