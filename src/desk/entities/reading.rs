//! The tokenizer: one pass over the bytes, with what wire copy does to words: periods of abbreviations,
//! possessives, hyphens, lines wrapped for printers.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

use super::shape::Shape;
use super::tokens::{Case, ELIDED, FNV_START, GLUED, PARAGRAPH, START, Token, fnv};
use super::words::{Class, Words};
use crate::authority::{is_mark, plain};

/// Lines of at most 100 bytes: a line end alone is no paragraph end, as in copy wrapped for printers.
fn is_wrapped(body: &str) -> bool {
    body.lines().all(|line| line.len() <= 100)
}

/// Reads a body into its tokens and the buffer of their folded forms, one blank apart.
pub fn read(body: &str, words: &Words) -> (Vec<Token>, String) {
    let mut reader = Reader {
        body,
        words,
        all: Vec::with_capacity(body.len() / 5),
        folded: String::with_capacity(body.len() + 16),
        start: true,
        paragraph: true,
        since_paragraph: 0,
        wrapped: is_wrapped(body),
        hyphen: None,
        elided: false,
    };
    reader.run();
    (reader.all, reader.folded)
}

struct Reader<'a> {
    body: &'a str,
    words: &'a Words,
    all: Vec<Token>,
    folded: String,
    /// The next word begins a sentence.
    start: bool,
    /// The next word begins a paragraph.
    paragraph: bool,
    /// Words since the paragraph began.
    since_paragraph: usize,
    wrapped: bool,
    /// Where the word must begin that a hyphen joins to the last one.
    hyphen: Option<usize>,
    /// The last word is an article that lost its vowel: the next one is written with it.
    elided: bool,
}

impl Reader<'_> {
    fn run(&mut self) {
        let mut at = 0;
        let mut line = 0;
        while let Some(c) = self.char(at) {
            if c == '\n' {
                let next = &self.body[at + 1..];
                let short = at - line < 40;
                let indented = next.starts_with(['\n', '\t']) || next.starts_with("  ");
                if !self.wrapped || short || indented {
                    (self.start, self.paragraph, self.since_paragraph) = (true, true, 0);
                }
                line = at + 1;
                at += 1;
            } else if c.is_whitespace() {
                at += c.len_utf8();
            } else if c.is_alphanumeric() {
                at = self.word(at);
            } else {
                at = self.punct(at, c);
            }
        }
    }

    fn char(&self, at: usize) -> Option<char> {
        let byte = *self.body.as_bytes().get(at)?;
        if byte < 0x80 { Some(byte as char) } else { self.body[at..].chars().next() }
    }

    fn punct(&mut self, at: usize, c: char) -> usize {
        let end = at + c.len_utf8();
        let before = self.all.last().copied();
        let spaced = self.char(end).is_none_or(char::is_whitespace);
        match c {
            '.' | '!' | '?' | ':' | '…' | '*' | '|' => self.start = true,
            // A quotation that begins a sentence of its own: `He said: "The …`, `, "The …`
            '"' | '“' | '„' | '«' | '`' if before.is_none_or(|t| !t.is_word()) => self.start = true,
            // The dash behind a dateline.
            '-' | '–' | '—' | '_' if self.since_paragraph <= 16 && spaced => self.start = true,
            _ => {}
        }
        let fold = self.fold_start();
        if c == '&' {
            self.folded.push('&');
        }
        let fold_end = self.folded.len() as u32;
        self.all.push(Token {
            start: at as u32,
            end: end as u32,
            possessive_end: end as u32,
            fold,
            fold_end,
            hash: 0,
            case: Case::Punct(c),
            flags: 0,
            class: Class::NONE,
        });
        end
    }

    /// Makes room for the next folded word and says where it begins.
    fn fold_start(&mut self) -> u32 {
        // `Côte d'Ivoire` is `cote divoire` to the authority.
        let joined = std::mem::take(&mut self.elided);
        if !joined && !self.folded.is_empty() && !self.folded.ends_with(' ') {
            self.folded.push(' ');
        }
        self.folded.len() as u32
    }

    /// Reads a word that begins at `from`; returns where the next token may begin.
    fn word(&mut self, from: usize) -> usize {
        let fold = self.fold_start();
        let mut shape = Shape::default();
        let mut at = from;
        let mut segment = 0; // letters since the last period
        let mut periods = 0;
        let mut elided = None;
        while let Some(c) = self.char(at) {
            let next_at = at + c.len_utf8();
            if c.is_alphanumeric() {
                shape.add(c);
                fold_char(c, &mut self.folded);
                segment += 1;
            } else if is_combining_mark(c) {
                // belongs to the letter before
            } else if is_apostrophe(c) {
                if self.elides(from, at, next_at) {
                    elided = Some(next_at);
                    break;
                }
                if self.possessive(at).is_some() || !self.char(next_at).is_some_and(char::is_alphabetic) {
                    break;
                }
                segment = 0;
            } else if c == '&' && self.char(next_at).is_some_and(char::is_alphanumeric) {
                shape.add(c);
                self.folded.push('&');
            } else if c == '.' && self.joins_period(next_at, segment, &shape) {
                (segment, periods) = (0, periods + 1);
            } else if c == ','
                && shape.only_digits()
                && self.char(next_at).is_some_and(|c| c.is_ascii_digit())
            {
                // 1,000
            } else {
                break;
            }
            at = next_at;
        }
        let fold_end = self.folded.len() as u32;
        let hash = fnv(FNV_START, &self.folded.as_bytes()[fold as usize..]);
        let joined = self.all.last().is_some_and(|t| t.is_word());
        let glued = joined && self.hyphen == Some(from);
        let case = match shape.case() {
            Case::Initial if elided.is_some() => Case::Title, // `L'Union` is no initial
            case => case,
        };
        let small = matches!(case, Case::Lower | Case::Number) && !glued;
        let class = if small { self.words.closed_class(hash) } else { self.words.class(hash) };
        let class = match case {
            Case::Title => class | self.words.class_by_ending(&self.folded[fold as usize..]),
            _ => class,
        };
        let after_comma = self.all.last().is_some_and(|t| t.is_punct(','));
        let abbreviation = case == Case::Initial
            || (case != Case::Lower && class.has(Class::ABBREV))
            || (class.has(Class::STATE_ABBREV) && (after_comma || glued) && case != Case::Lower);
        let mut end = elided.unwrap_or(at);
        if self.char(at) == Some('.') && (periods > 0 || abbreviation) {
            // The period of `U.S.`, `Gen.`, `Calif.`; an initial's only where blanks follow.
            let blank = self.body[at + 1..].starts_with([' ', ',', '\n']);
            if (case != Case::Initial || blank) && self.char(at + 1) != Some('.') {
                end = at + 1;
            }
        }
        let possessive = self.possessive(end);
        if possessive.is_some_and(|(_, s)| s) {
            self.folded.push('s');
        }
        let possessive_end = possessive.map_or(end, |(end, _)| end);
        let flags = (START * u8::from(self.start))
            | (PARAGRAPH * u8::from(self.paragraph))
            | (GLUED * u8::from(glued))
            | (ELIDED * u8::from(elided.is_some()));
        self.elided = elided.is_some();
        (self.start, self.paragraph) = (false, false);
        self.since_paragraph += 1;
        self.all.push(Token {
            start: from as u32,
            end: end as u32,
            possessive_end: possessive_end as u32,
            fold,
            fold_end,
            hash,
            case,
            flags,
            class,
        });
        // A hyphen between two words joins them; it is no token.
        match self.char(possessive_end).filter(|c| is_hyphen(*c)) {
            Some(hyphen) if self.continues(possessive_end + hyphen.len_utf8()) => {
                let next = possessive_end + hyphen.len_utf8();
                self.hyphen = Some(next);
                next
            }
            _ => possessive_end,
        }
    }

    /// Where the possessive ends that begins at `at`, and whether it has an s: `'s`, or the
    /// apostrophe alone after a plural.
    fn possessive(&self, at: usize) -> Option<(usize, bool)> {
        let apostrophe = self.char(at).filter(|c| is_apostrophe(*c))?;
        let next = at + apostrophe.len_utf8();
        match self.char(next) {
            Some('s' | 'S') if !self.continues(next + 1) => Some((next + 1, true)),
            Some(' ') if self.body[..at].ends_with('s') => Some((next, false)),
            _ => None,
        }
    }

    /// Whether the word from `from` to the apostrophe at `at` is one that lost its vowel before the next: `l'`, `qu'`. The `N'` and `M'` of
    /// `N'Djamena` and `M'Bow` are parts of names.
    fn elides(&self, from: usize, at: usize, next: usize) -> bool {
        const ELIDED: [&str; 13] =
            ["l", "d", "s", "n", "j", "c", "m", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"];
        if !self.words.grammar.elides || !self.char(next).is_some_and(char::is_alphabetic) {
            return false;
        }
        let word = &self.body[from..at];
        let african =
            matches!(word, "N" | "M" | "T" | "S") && self.char(next).is_some_and(char::is_uppercase);
        !african && ELIDED.iter().any(|elided| elided.eq_ignore_ascii_case(word))
    }

    fn continues(&self, at: usize) -> bool {
        self.char(at).is_some_and(char::is_alphanumeric)
    }

    /// Whether a period before `next_at` is inside the word: `U.S`, `3.5`, `example.com`.
    fn joins_period(&self, next_at: usize, segment: usize, shape: &Shape) -> bool {
        let Some(next) = self.char(next_at) else {
            return false;
        };
        if shape.only_digits() {
            return next.is_ascii_digit();
        }
        let single = segment == 1 && next.is_alphabetic() && !self.continues(next_at + next.len_utf8());
        // `W.Va.`, `E.ON`
        let state = segment == 1 && self.body[next_at..].starts_with("Va.");
        let eon =
            segment == 1 && self.body[..next_at].ends_with("E.") && self.body[next_at..].starts_with("ON");
        single || state || eon || (segment > 1 && next.is_lowercase())
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '‘')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '–')
}

/// Appends the look-up form of one letter; agrees with [`crate::authority::fold`].
fn fold_char(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    decompose_compatible(c, |part| {
        if is_mark(part) {
            return;
        }
        for c in part.to_lowercase() {
            match plain(c) {
                Some(letters) => out.push_str(letters),
                None if c.is_alphanumeric() || is_combining_mark(c) => out.push(c),
                None => {}
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authority::fold;
    use crate::desk::entities::tokens::Tokens;

    fn tokens(body: &str) -> Vec<String> {
        let words = Words::builtin();
        let tokens = Tokens::new(body, &words);
        (0..tokens.len()).map(|at| tokens.text(at, at).to_owned()).collect()
    }

    #[test]
    fn words_and_punctuation() {
        for (body, expected) in [
            ("Mr. Doe's car", "Mr.|Doe|car"),
            ("the U.S. and the U.N.", "the|U.S.|and|the|U.N."),
            ("It ended. He left", "It|ended|.|He|left"),
            ("Moon Jae-in's", "Moon|Jae|in"),
            ("John F. Doe, Jr.", "John|F.|Doe|,|Jr."),
            ("O'Neill isn't N'Djamena", "O'Neill|isn't|N'Djamena"),
            ("AT&T and Doe & Roe", "AT&T|and|Doe|&|Roe"),
            ("the farmers' union", "the|farmers|union"),
            ("1,000.5 or 3.5", "1,000.5|or|3.5"),
            ("Springfield, Ill., fire", "Springfield|,|Ill.|,|fire"),
            ("in Wheeling, W.Va., on", "in|Wheeling|,|W.Va.|,|on"),
            ("example.com said.The", "example.com|said|.|The"),
            ("“Zoë’s", "“|Zoë"),
        ] {
            assert_eq!(tokens(body).join("|"), expected, "{body}");
        }
    }

    #[test]
    fn folds_as_the_authority_does() {
        let words = Words::builtin();
        for name in [
            "St. John's",
            "Supreme People’s Assembly",
            "Moon Jae-in",
            "Côte d'Ivoire",
            "Łódź",
            "Straße",
            "Ærø",
            "U.N.",
            "AT&T",
            "Procter & Gamble",
            "İzmir",
            "São Tomé and Príncipe",
        ] {
            let tokens = Tokens::new(name, &words);
            assert_eq!(tokens.folded_possessive(0, tokens.len() - 1), fold(name), "{name}");
        }
    }

    #[test]
    fn sentences_and_paragraphs_begin() {
        let words = Words::builtin();
        let starts = |body: &str| {
            let tokens = Tokens::new(body, &words);
            let starts =
                (0..tokens.len()).filter(|at| tokens[*at].is_word() && tokens[*at].starts_sentence());
            starts.map(|at| tokens.text(at, at).to_owned()).collect::<Vec<_>>().join("|")
        };
        for (body, expected) in [
            ("Doe left. Roe came. ", "Doe|Roe"),
            ("Gen. Doe met Sen. Roe in Jan. 1990", "Gen."),
            ("He said: \"Roe came\"", "He|Roe"),
            ("his \"Total Support\" of it", "his"),
            ("NAIROBI (XYZ) - Police came", "NAIROBI|Police"),
            // Lines of a printer are no paragraphs, short lines are.
            ("A long line of copy that was wrapped for the printers of\nDoe and Roe", "A"),
            ("Title\nDoe came", "Title|Doe"),
        ] {
            assert_eq!(starts(body), expected, "{body}");
        }
    }
}
