//! The lexical parts of a dateline: blanks, words, numbers, dashes.

use crate::desk::text::opener;

/// A position in the body, never past `end`. Offsets are bytes of the body.
#[derive(Clone, Copy)]
pub struct Scan<'a> {
    pub text: &'a str,
    pub at: usize,
    pub end: usize,
}

/// What stands between a dateline and the story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dash {
    /// `-`, `--`, `—`, `–`, `_`, `=`, `.-`, free on at least one side.
    Free,
    /// Two or more hyphens or a long dash with no blank around: `SAN FRANCISCO--Windows`.
    Tight,
    Colon,
}

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    Upper,
    /// A capital first, anything after it.
    Title,
    Lower,
}

impl<'a> Scan<'a> {
    /// A scan of at most `limit` bytes from `at`, cut at a character boundary.
    pub fn new(text: &'a str, at: usize, limit: usize) -> Self {
        let mut end = (at + limit).min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        Scan { text, at, end }
    }

    pub fn rest(&self) -> &'a str {
        &self.text[self.at..self.end]
    }

    pub fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub fn done(&self) -> bool {
        self.at >= self.end
    }

    /// Takes `what` if it stands here.
    pub fn eat(&mut self, what: &str) -> bool {
        let found = self.rest().starts_with(what);
        self.at += if found { what.len() } else { 0 };
        found
    }

    /// Skips blanks and line breaks, but no empty line; how many bytes.
    pub fn blanks(&mut self) -> usize {
        let from = self.at;
        let mut breaks = 0;
        for c in self.rest().chars() {
            match c {
                '\n' if breaks == 1 => break,
                '\n' => breaks += 1,
                c if c.is_whitespace() => {}
                _ => break,
            }
            self.at += c.len_utf8();
        }
        self.at - from
    }

    /// Skips blanks of this line.
    pub fn spaces(&mut self) -> usize {
        let from = self.at;
        let rest = self.rest();
        let left = rest.trim_start_matches(|c: char| c != '\n' && c.is_whitespace());
        self.at += rest.len() - left.len();
        self.at - from
    }

    /// Whether a Dutch name starts here that begins with an apostrophe: `'s-Hertogenbosch`, `’s-GRAVENHAGE`.
    pub fn elided(&self) -> bool {
        let bare = self.rest().strip_prefix(['\'', '’', '‘']);
        bare.and_then(|r| r.strip_prefix("s-").or_else(|| r.strip_prefix("S-")))
            .is_some_and(|r| r.starts_with(char::is_uppercase))
    }

    /// Takes a word: letters with inner apostrophes, hyphens and periods (`N.Y`, `Port-au-Prince`), and
    /// the periods of an abbreviation. `None` where no letter stands.
    pub fn word(&mut self) -> Option<&'a str> {
        let rest = self.rest();
        // Nearly every word: plain letters up to a sign that can be no part of it.
        let plain = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let next = rest.as_bytes().get(plain).copied().unwrap_or(b' ');
        if rest.starts_with(|c: char| c.is_ascii_alphabetic())
            && matches!(next, b' ' | b',' | b'(' | b')' | b'/' | b'\n' | b':')
        {
            self.at += plain;
            return Some(&rest[..plain]);
        }
        let elided = self.elided();
        if !elided && !rest.starts_with(char::is_alphabetic) {
            return None;
        }
        let mut len = 0;
        let mut chars = rest.char_indices().skip(usize::from(elided)).peekable();
        let mut initial = false;
        while let Some((at, c)) = chars.next() {
            let next_letter = chars.peek().is_some_and(|(_, n)| n.is_alphabetic());
            let inside = match c {
                // A curly bracket within capitals is a slip of the keyboard (Reuters, 1987).
                '\'' | '’' | '‘' | '`' | '}' | '{' => next_letter,
                // `U.S.-MEXICO`
                '.' if initial && rest[at..].starts_with(".-") => {
                    rest[at + 2..].starts_with(char::is_uppercase)
                }
                '.' => next_letter,
                '-' => next_letter && !rest[at..].starts_with("--"),
                c => c.is_alphanumeric() || is_mark(c),
            };
            if !inside {
                break;
            }
            initial = c.is_uppercase() && rest[..at].ends_with('.');
            len = at + c.len_utf8();
        }
        let tail = &rest[len..];
        let pointed = tail.starts_with(".-") && !tail.starts_with(".--");
        if tail.starts_with('.') && !pointed && !tail.starts_with("...") {
            len += 1;
        }
        self.at += len;
        Some(&rest[..len])
    }

    /// Takes a dash, with the blanks before it. What stands before decides whether it needs a blank.
    pub fn dash(&mut self, tight_ok: bool) -> Option<Dash> {
        let mut ahead = *self;
        let mut before = ahead.blanks() > 0;
        // `<strong>ACCRA (XYZ)</strong> -`
        if let Some(len) = ahead.rest().strip_prefix("</").and_then(|tag| tag.find('>')).filter(|n| *n < 8) {
            ahead.at += len + 3;
            before |= ahead.blanks() > 0;
        }
        let rest = ahead.rest();
        // `.-` is EFE's, `. -` too once it has been through a tokeniser.
        let stripped = rest.trim_start_matches(['.', ',']).trim_start();
        let pointed = stripped.len() < rest.len() && stripped.starts_with(['-', '—', '–', '_']);
        let run = if pointed { stripped } else { rest };
        ahead.at += rest.len() - run.len();
        if let Some(broken) = opener(run, BROKEN_DASHES) {
            self.at = ahead.at + broken.len();
            return Some(Dash::Free);
        }
        let len = run.len() - run.trim_start_matches(DASHES).len();
        if len == 0 {
            let colon = run.starts_with(':') && run[1..].starts_with(|c: char| c.is_whitespace() || c == '-');
            if colon {
                self.at = ahead.at + 1;
                let _ = self.eat("-");
            }
            return colon.then_some(Dash::Colon);
        }
        let after = run[len..].chars().next().is_none_or(char::is_whitespace);
        let long = len >= 2;
        let dash = match (before || pointed, after) {
            (true, _) | (_, true) => Dash::Free,
            _ if tight_ok || long => Dash::Tight,
            _ => return None,
        };
        self.at = ahead.at + len;
        Some(dash)
    }
}

/// Signs that wires use as a dash, one or more.
const DASHES: [char; 9] = ['-', '—', '–', '―', '_', '=', '−', '‒', '‑'];

/// What conversions make of a dash: entities, and UTF-8 read as Windows-1252.
const BROKEN_DASHES: &[&str] = &[
    "&#8212;", "#8212;", "&mdash;", "&ndash;", "&#8211;", "#8211;", "&#151;", "&#150;", "&#x2014;",
    "&#x2013;", "â€”", "â€“", "\u{96}", "\u{97}",
];

/// Combining marks, and what a broken decoding leaves within words.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{fffd}')
}

/// How `word` is written; periods and marks do not count.
pub fn case(word: &str) -> Case {
    let elided = word.strip_prefix(['\'', '’', '‘']).and_then(|rest| rest.strip_prefix("s-"));
    let word = elided.unwrap_or(word);
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    match letters.next() {
        // A slip of the shift key: `lONDON`.
        Some(c) if c.is_lowercase() => {
            let mut rest = letters.clone();
            match rest.by_ref().take(4).filter(|c| c.is_uppercase()).count() == 4
                && rest.all(|c| !c.is_lowercase())
            {
                true => Case::Upper,
                false => Case::Lower,
            }
        }
        Some(_) if letters.clone().next().is_some() && letters.all(|c| !c.is_lowercase()) => Case::Upper,
        // One capital alone, as in `W. Va.`, agrees with either.
        Some(_) => Case::Title,
        None => Case::Lower,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words() {
        for (text, word) in [
            ("NAIROBI, Kenya", "NAIROBI"),
            ("N.Y., March", "N.Y."),
            ("Port-au-Prince (AFP)", "Port-au-Prince"),
            ("L'Aquila, Italy", "L'Aquila"),
            ("SAN--Text", "SAN"),
            ("Mass. (AP)", "Mass."),
            ("Conn.--(XYZ)", "Conn."),
            ("(EFE).-", ""),
            ("'s-Hertogenbosch (ANP)", "'s-Hertogenbosch"),
            ("'s morgens", ""),
            ("U.S.-MEXICO BORDER", "U.S.-MEXICO"),
            ("MADRID.-Texto", "MADRID"),
        ] {
            assert_eq!(Scan::new(text, 0, 80).word().unwrap_or_default(), word, "{text}");
        }
    }

    #[test]
    fn dashes() {
        for (text, dash, rest) in [
            (" - Text", Some(Dash::Free), " Text"),
            ("- Text", Some(Dash::Free), " Text"),
            (" _ Text", Some(Dash::Free), " Text"),
            (".- Text", Some(Dash::Free), " Text"),
            (" . - Text", Some(Dash::Free), " Text"),
            ("--Text", Some(Dash::Tight), "Text"),
            ("-Text", None, "-Text"),
            (": Text", Some(Dash::Colon), " Text"),
            (" : Text", Some(Dash::Colon), " Text"),
            (" â€” Text", Some(Dash::Free), " Text"),
            (" − Text", Some(Dash::Free), " Text"),
            (":30", None, ":30"),
            (" &mdash; Text", Some(Dash::Free), " Text"),
            (" Text", None, " Text"),
        ] {
            let mut scan = Scan::new(text, 0, 80);
            assert_eq!((scan.dash(false), scan.rest()), (dash, rest), "{text:?}");
        }
    }
}
