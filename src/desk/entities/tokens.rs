//! A body as words and punctuation, with byte offsets, folded forms and what their capitals are worth.
//!
//! One pass, no allocation per token: the folded words stand in one buffer, one space apart, so the
//! folded form of any stretch of words is a slice of it and its hash continues from word to word.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::reading::read;
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
pub(super) const START: u8 = 1;
/// First word of a paragraph.
pub(super) const PARAGRAPH: u8 = 2;
/// Joined by a hyphen to the word before.
pub(super) const GLUED: u8 = 4;
/// Its line is all in capitals.
const SHOUTED: u8 = 8;
/// Also occurs in lower case in this body.
const SEEN_LOWER: u8 = 16;
/// Its line is a headline With Capitals Throughout.
const HEADLINE: u8 = 32;
/// An article or the like that lost its vowel: the `l'` of `l'Union`.
pub(super) const ELIDED: u8 = 64;

/// A genitive without apostrophe: `Portugals`.
const GENITIVE: u8 = 128;

/// A word or a punctuation character.
#[derive(Debug, Clone, Copy)]
pub struct Token {
    /// Bytes of the body, without a possessive 's.
    pub start: u32,
    pub end: u32,
    /// End with the possessive 's; equals `end` where there is none.
    pub possessive_end: u32,
    /// Bytes of the buffer of folded words.
    pub(super) fold: u32,
    pub(super) fold_end: u32,
    /// Hash of the folded form.
    pub hash: u64,
    pub case: Case,
    pub(super) flags: u8,
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
        self.possessive_end > self.end || self.flags & GENITIVE != 0
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
    pub fn elided(&self) -> bool {
        self.flags & ELIDED != 0
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

/// Paragraphs of wire copy are short: so many words back are looked at, no more.
pub const LONGEST_PARAGRAPH: usize = 120;

/// All tokens of a body.
pub struct Tokens<'a> {
    pub body: &'a str,
    all: Vec<Token>,
    folded: String,
    capitals: bool,
}

impl<'a> Tokens<'a> {
    pub fn new(body: &'a str, words: &Words) -> Self {
        let (all, folded) = read(body, words);
        let mut tokens = Tokens { body, all, folded, capitals: false };
        tokens.mark_lines();
        tokens.mark_seen_lower();
        tokens
    }

    /// Whether the whole body is in capitals, as old teletype copy is, so that a shouted line is no headline.
    pub fn is_capitals(&self) -> bool {
        self.capitals
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

    /// `Jr.`, `Sr.`
    pub fn is_junior(&self, at: usize) -> bool {
        self[at].is_capital() && matches!(self.folded(at, at), "jr" | "sr")
    }

    /// Whether the word is inside a quotation that its paragraph opens.
    pub fn in_quotes(&self, at: usize) -> bool {
        let earliest = at.saturating_sub(LONGEST_PARAGRAPH);
        let from = (earliest..=at).rfind(|at| self[*at].starts_paragraph()).unwrap_or(earliest);
        (from..at).fold(false, |open, at| match self[at].case {
            Case::Punct('"' | '“') => !open, // German closes with what English opens with
            Case::Punct('„' | '«') => true,
            Case::Punct('”' | '»') => false,
            _ => open,
        })
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

    /// Hash of the folded words `first..=last`.
    pub fn hash_of(&self, first: usize, last: usize) -> u64 {
        (first + 1..=last).fold(self.all[first].hash, |hash, at| self.extend_hash(hash, at))
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
        let shouted = self.all.iter().filter(|token| token.shouted()).count();
        self.capitals = shouted * 4 > self.all.len() * 3;
    }

    /// German genitives have no apostrophe: where `Portugals` is written, `portugal` is looked up. Those of known names, by the tables or by
    /// `is_place`, and of names that the text has without their s; `Paris` is itself a name.
    pub fn fold_genitives(&mut self, is_place: impl Fn(&str) -> bool) {
        let names: FxHashSet<u64> =
            self.all.iter().filter(|t| t.case == Case::Title).map(|t| t.hash).collect();
        for at in 0..self.all.len() {
            let token = self.all[at];
            let folded = self.folded(at, at);
            let Some(stem) = folded.strip_suffix('s').filter(|stem| stem.len() > 2) else { continue };
            if token.case != Case::Title || token.is(Class::COMMON) || token.is(Class::GIVEN) {
                continue;
            }
            let hash = fnv(FNV_START, stem.as_bytes());
            if (names.contains(&hash) || is_place(stem)) && !is_place(folded) {
                self.all[at].hash = hash;
                self.all[at].fold_end -= 1;
                self.all[at].flags |= GENITIVE;
            }
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

pub const FNV_START: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a: a hash that continues from word to word.
pub fn fnv(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
