//! The body as the rooms of the desk see it: byte ranges inside, code points outside.

use std::ops::Range;

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
    let (text, words) = (text.as_bytes(), words.as_bytes());
    // Whole tables are asked about every line: nearly all rows fail at the first letter.
    let first = text.first().zip(words.first()).is_none_or(|(a, b)| a.eq_ignore_ascii_case(b));
    first && text.get(..words.len()).is_some_and(|head| head.eq_ignore_ascii_case(words))
}

/// The first of `table` that `text` begins with.
#[inline]
pub fn opener<'t>(text: &str, table: &[&'t str]) -> Option<&'t str> {
    let first = text.as_bytes().first();
    table.iter().copied().find(|row| row.as_bytes().first() == first && text.starts_with(row))
}

#[cfg(test)]
mod tests {
    use super::*;

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
