//! A body as words and punctuation, with byte offsets, folded forms and what their capitals are worth.
//!
//! One pass, no allocation per token: the folded words stand in one buffer, one space apart, so the
//! folded form of any stretch of words is a slice of it and its hash continues from word to word.

use std::ops::Range;

use rustc_hash::FxHashSet;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

use super::words::{Class, Words};

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// `minister`
    Lower,
    /// `Minister`, `McDonald`
    Title,
    /// `UN`, `U.S.`
    Upper,
    /// One capital, with its period if it has one: `F.`
    Initial,
    /// `eBay`, `3M`
    Mixed,
    /// Digits, perhaps with letters in lower case.
    Number,
    /// A character that is no part of a word.
    Punct(char),
}

/// Sentence start: a capital here is no evidence of a name.
const START: u8 = 1;
/// First word of a paragraph.
const PARAGRAPH: u8 = 2;
/// Joined by a hyphen to the word before.
const GLUED: u8 = 4;
/// Its line is all in capitals.
const SHOUTED: u8 = 8;
/// Also occurs in lower case in this body.
const SEEN_LOWER: u8 = 16;
/// Its line is a headline With Capitals Throughout.
const HEADLINE: u8 = 32;

/// A word or a punctuation character.
#[derive(Debug, Clone, Copy)]
pub struct Token {
    /// Bytes of the body, without a possessive 's.
    pub start: u32,
    pub end: u32,
    /// End with the possessive 's; equals `end` where there is none.
    pub possessive_end: u32,
    fold: u32,
    fold_end: u32,
    /// Hash of the folded form.
    pub hash: u64,
    pub case: Case,
    flags: u8,
    pub class: Class,
}

impl Token {
    pub fn is_word(&self) -> bool {
        !matches!(self.case, Case::Punct(_))
    }
    /// Written with a capital.
    pub fn is_capital(&self) -> bool {
        matches!(self.case, Case::Title | Case::Upper | Case::Initial | Case::Mixed)
    }
    pub fn is(&self, class: Class) -> bool {
        self.class.has(class)
    }
    pub fn is_punct(&self, c: char) -> bool {
        self.case == Case::Punct(c)
    }
    pub fn possessive(&self) -> bool {
        self.possessive_end > self.end
    }
    pub fn starts_sentence(&self) -> bool {
        self.flags & START != 0
    }
    pub fn starts_paragraph(&self) -> bool {
        self.flags & PARAGRAPH != 0
    }
    pub fn glued(&self) -> bool {
        self.flags & GLUED != 0
    }
    pub fn shouted(&self) -> bool {
        self.flags & SHOUTED != 0
    }
    pub fn seen_lower(&self) -> bool {
        self.flags & SEEN_LOWER != 0
    }
    /// A capital that is no evidence of a name: at the start of a sentence or in a headline, of a word
    /// that is also written small.
    pub fn is_weak(&self) -> bool {
        let anyway = self.flags & (START | HEADLINE) != 0 && (self.is(Class::COMMON) || self.seen_lower());
        self.shouted() || (anyway && self.case != Case::Upper)
    }
    /// An article, preposition or the like; `US` and `WHO` are none.
    pub fn is_function(&self) -> bool {
        self.is(Class::FUNCTION) && (self.case != Case::Upper || self.shouted())
    }
    /// Letters of the folded form.
    pub fn letters(&self) -> usize {
        (self.fold_end - self.fold) as usize
    }
}

/// All tokens of a body.
pub struct Tokens<'a> {
    pub body: &'a str,
    all: Vec<Token>,
    folded: String,
}

impl<'a> Tokens<'a> {
    pub fn new(body: &'a str, words: &Words) -> Self {
        let mut reader = Reader {
            body,
            words,
            out: Tokens {
                body,
                all: Vec::with_capacity(body.len() / 5),
                folded: String::with_capacity(body.len() + 16),
            },
            start: true,
            paragraph: true,
            since_paragraph: 0,
            wrapped: is_wrapped(body),
            hyphen: None,
        };
        reader.run();
        let mut out = reader.out;
        out.mark_lines();
        out.mark_seen_lower();
        out
    }

    pub fn len(&self) -> usize {
        self.all.len()
    }

    pub fn get(&self, at: usize) -> Option<&Token> {
        self.all.get(at)
    }

    /// The token before `at`, if it is a word with nothing but blanks or a hyphen between.
    pub fn word_before(&self, at: usize) -> Option<&Token> {
        let before = self.all.get(at.checked_sub(1)?)?;
        (before.is_word() && !self.all[at].starts_paragraph()).then_some(before)
    }

    /// The token after `at`, if it is a word with nothing but blanks or a hyphen between.
    pub fn word_after(&self, at: usize) -> Option<&Token> {
        let after = self.all.get(at + 1)?;
        (after.is_word() && !after.starts_paragraph()).then_some(after)
    }

    /// Folded form of the words `first..=last`.
    pub fn folded(&self, first: usize, last: usize) -> &str {
        &self.folded[self.all[first].fold as usize..self.all[last].fold_end as usize]
    }

    /// The same with the possessive s of the last word: `moodys`.
    pub fn folded_possessive(&self, first: usize, last: usize) -> &str {
        let end = self.all[last].fold_end as usize + usize::from(self.has_s(last));
        &self.folded[self.all[first].fold as usize..end]
    }

    /// Whether the word has a possessive s (and not just the apostrophe).
    pub fn has_s(&self, at: usize) -> bool {
        self.folded.as_bytes().get(self.all[at].fold_end as usize) == Some(&b's')
    }

    /// Hash of the words up to and with `last`, from the hash of those before it.
    pub fn extend_hash(&self, hash: u64, last: usize) -> u64 {
        let from = self.all[last - 1].fold_end as usize;
        fnv(hash, &self.folded.as_bytes()[from..self.all[last].fold_end as usize])
    }

    /// Hash of the words of which `hash` is the hash, with the possessive s of the last.
    pub fn hash_with_s(&self, hash: u64) -> u64 {
        fnv(hash, b"s")
    }

    /// Whether the word has a letter in lower case.
    pub fn has_lowercase(&self, at: usize) -> bool {
        matches!(self.all[at].case, Case::Lower | Case::Title | Case::Mixed)
    }

    /// Bytes of the words `first..=last`.
    pub fn span(&self, first: usize, last: usize) -> Range<usize> {
        self.all[first].start as usize..self.all[last].end as usize
    }

    pub fn text(&self, first: usize, last: usize) -> &'a str {
        &self.body[self.span(first, last)]
    }

    /// A line is shouted when nearly all its longer words are in capitals, a headline when they all
    /// begin with one, dictionary words among them.
    fn mark_lines(&mut self) {
        let mut from = 0;
        let mut at_byte = 0;
        for line in self.body.split_inclusive('\n') {
            at_byte += line.len();
            let to = from + self.all[from..].partition_point(|t| (t.start as usize) < at_byte);
            let (mut long, mut upper, mut capital, mut common) = (0, 0, 0, 0);
            for token in &self.all[from..to] {
                if token.is_word() && token.case != Case::Number && token.letters() > 2 {
                    long += 1;
                    upper += usize::from(token.case == Case::Upper);
                    capital += usize::from(token.is_capital() || token.letters() < 5);
                    common += usize::from(token.case == Case::Title && token.is(Class::COMMON));
                }
            }
            let flag = if long >= 2 && upper * 4 >= long * 3 {
                SHOUTED
            } else if long >= 3 && capital * 10 >= long * 9 && common >= 2 && to - from <= 24 {
                HEADLINE
            } else {
                0
            };
            if flag != 0 {
                self.all[from..to].iter_mut().for_each(|t| t.flags |= flag);
            }
            from = to;
        }
    }

    fn mark_seen_lower(&mut self) {
        let lower: FxHashSet<u64> =
            self.all.iter().filter(|t| t.case == Case::Lower).map(|t| t.hash).collect();
        for token in &mut self.all {
            if token.is_capital() && lower.contains(&token.hash) {
                token.flags |= SEEN_LOWER;
            }
        }
    }
}

impl std::ops::Index<usize> for Tokens<'_> {
    type Output = Token;
    fn index(&self, at: usize) -> &Token {
        &self.all[at]
    }
}

/// Lines of at most 100 bytes: a line end alone is no paragraph end, as in copy wrapped for printers.
fn is_wrapped(body: &str) -> bool {
    body.lines().all(|line| line.len() <= 100)
}

struct Reader<'a, 'w> {
    body: &'a str,
    words: &'w Words,
    out: Tokens<'a>,
    start: bool,
    paragraph: bool,
    since_paragraph: usize,
    wrapped: bool,
    /// Where the word must begin that a hyphen joins to the last one.
    hyphen: Option<usize>,
}

impl Reader<'_, '_> {
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
        let before = self.out.all.last().copied();
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
            self.out.folded.push('&');
        }
        let fold_end = self.out.folded.len() as u32;
        self.out.all.push(Token {
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
        if !self.out.folded.is_empty() && !self.out.folded.ends_with(' ') {
            self.out.folded.push(' ');
        }
        self.out.folded.len() as u32
    }

    /// Reads a word that begins at `from`; returns where the next token may begin.
    fn word(&mut self, from: usize) -> usize {
        let fold = self.fold_start();
        let mut shape = Shape::default();
        let mut at = from;
        let mut segment = 0; // letters since the last period
        let mut periods = 0;
        while let Some(c) = self.char(at) {
            let next_at = at + c.len_utf8();
            if c.is_alphanumeric() {
                shape.add(c);
                fold_char(c, &mut self.out.folded);
                segment += 1;
            } else if is_combining_mark(c) {
                // belongs to the letter before
            } else if is_apostrophe(c) {
                if self.possessive(at).is_some() || !self.char(next_at).is_some_and(char::is_alphabetic) {
                    break;
                }
                segment = 0;
            } else if c == '&' && self.char(next_at).is_some_and(char::is_alphanumeric) {
                shape.add(c);
                self.out.folded.push('&');
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
        let fold_end = self.out.folded.len() as u32;
        let hash = fnv(FNV_START, &self.out.folded.as_bytes()[fold as usize..]);
        let class = self.words.class(hash);
        let case = shape.case();
        let after_comma = self.out.all.last().is_some_and(|t| t.is_punct(','));
        let abbreviation = case == Case::Initial
            || (case != Case::Lower && class.has(Class::ABBREV))
            || (class.has(Class::STATE_ABBREV) && after_comma && case != Case::Lower);
        let mut end = at;
        if self.char(at) == Some('.') && (periods > 0 || abbreviation) {
            // The period of `U.S.`, `Gen.`, `Calif.`; an initial's only where blanks follow.
            let blank = self.body[at + 1..].starts_with([' ', ',', '\n']);
            if (case != Case::Initial || blank) && self.char(at + 1) != Some('.') {
                end = at + 1;
            }
        }
        let possessive = self.possessive(end);
        if possessive.is_some_and(|(_, s)| s) {
            self.out.folded.push('s');
        }
        let possessive_end = possessive.map_or(end, |(end, _)| end);
        let joined = self.out.all.last().is_some_and(|t| t.is_word());
        let glued = joined && self.hyphen == Some(from);
        let flags =
            START * u8::from(self.start) | PARAGRAPH * u8::from(self.paragraph) | GLUED * u8::from(glued);
        (self.start, self.paragraph) = (false, false);
        self.since_paragraph += 1;
        self.out.all.push(Token {
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
        single || (segment > 1 && next.is_lowercase())
    }
}

#[derive(Default)]
struct Shape {
    upper: usize,
    lower: usize,
    digits: usize,
    first_upper: bool,
}

impl Shape {
    fn add(&mut self, c: char) {
        if c.is_uppercase() {
            self.first_upper |= self.upper + self.lower + self.digits == 0;
            self.upper += 1;
        } else if c.is_numeric() {
            self.digits += 1;
        } else if c != '&' {
            self.lower += 1;
        }
    }

    fn only_digits(&self) -> bool {
        self.upper + self.lower == 0
    }

    fn case(&self) -> Case {
        match (self.upper, self.lower, self.digits) {
            (0, 0, _) => Case::Number,
            (0, _, 0) => Case::Lower,
            (0, _, _) => Case::Number,
            (1, 0, 0) => Case::Initial,
            (_, 0, _) => Case::Upper,
            _ if self.first_upper => Case::Title,
            _ => Case::Mixed,
        }
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
        if is_combining_mark(part) {
            return;
        }
        for c in part.to_lowercase() {
            match c {
                'ß' => out.push_str("ss"),
                'æ' => out.push_str("ae"),
                'œ' => out.push_str("oe"),
                'ø' => out.push('o'),
                'ł' => out.push('l'),
                'đ' | 'ð' => out.push('d'),
                'þ' => out.push_str("th"),
                'ı' => out.push('i'),
                c if c.is_alphanumeric() => out.push(c),
                _ => {}
            }
        }
    });
}

pub const FNV_START: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a: a hash that continues from word to word.
pub fn fnv(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
