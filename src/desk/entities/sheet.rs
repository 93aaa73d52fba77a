//! The sheet that the rules work on: the tokens of one body and who has claimed which.
//!
//! The rules run in order of certainty; each claims stretches of words that no rule before it has
//! taken. So name mentions never overlap.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::Story;
use super::languages::{Grammar, Tongue};
use super::lexicon::Lexicon;
use super::symbols::Listing;
use super::tokens::{Case, Tokens};
use super::words::{Class, Group, Words};
use crate::authority::{GeoHit, GeoId, NameRank};
use crate::record::FurnitureKind;

/// What a claimed name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Person,
    /// An index of the lexicon where the authority knows it.
    Organisation(Option<u32>),
    /// An index of the lexicon where the authority knows it.
    Event(Option<u32>),
    /// An index of [`Sheet::places`].
    Place(u32),
    Demonym(GeoId),
}

/// The words `first..=last` are a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    pub first: usize,
    pub last: usize,
    /// The name includes the last word's possessive s: `McDonald's`.
    pub with_s: bool,
    pub what: What,
}

/// A title that stands with a person's name: the words `first..=last`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Role {
    pub first: usize,
    pub last: usize,
    pub group: Option<Group>,
    /// What people of public office are not called.
    pub trade: bool,
}

/// One spelling of a place in this body and all that it may mean.
#[derive(Debug, Clone, Default)]
pub struct PlaceName {
    /// The most prominent first.
    pub hits: Vec<GeoHit>,
    /// The sense that this spelling has in this body.
    pub sense: Option<GeoId>,
    /// The spelling means a part of that place: `North London`.
    pub part: bool,
}

/// A token that nobody has claimed.
const FREE: u32 = u32::MAX;
/// A token of the furniture: nobody may claim it.
const FURNITURE: u32 = u32::MAX - 1;
/// A token of the dateline: only a place may claim it.
const DATELINE: u32 = u32::MAX - 2;
/// Longest run of capitalised words that is looked at as one.
const LONGEST_RUN: usize = 12;

pub struct Sheet<'a> {
    pub story: &'a Story<'a>,
    pub lexicon: &'a Lexicon,
    /// The tables of the text's language.
    pub words: &'a Words,
    /// The same where it is another than English and one that has tables.
    pub tongue: Option<&'a Tongue>,
    pub tokens: Tokens<'a>,
    pub claims: Vec<Claim>,
    /// By the claim's index.
    pub roles: FxHashMap<usize, Role>,
    /// By the claim's index: the honorific's gender group.
    pub honorifics: FxHashMap<usize, Group>,
    pub places: Vec<PlaceName>,
    /// The place of a claim where the text itself says which: `Portland, Maine`.
    pub told: FxHashMap<usize, GeoId>,
    /// The claim of the long name of which a claim is the last word: `the Times`.
    pub short_for: FxHashMap<usize, usize>,
    /// Stock exchange codes and whose they are.
    pub listings: Vec<Listing>,
    pub(super) by_spelling: FxHashMap<u64, u32>,
    owner: Vec<u32>,
    runs: Vec<Range<usize>>,
    /// The tokens of the dateline.
    dateline: Range<usize>,
}

impl<'a> Sheet<'a> {
    pub fn new(story: &'a Story<'a>) -> Self {
        let tongue = story.language.and_then(|tag| story.lexicon.tongue(tag));
        let words = tongue.map_or(&story.lexicon.words, |tongue| &tongue.words);
        let mut tokens = Tokens::new(story.text.str, words);
        if words.grammar.nouns {
            let known = |folded: &str| {
                let entry = story.authority.gazetteer.find(folded);
                entry.is_some_and(|entry| entry.hits().any(|hit| hit.rank <= NameRank::Usual))
            };
            tokens.fold_genitives(known);
        }
        let owner = vec![FREE; tokens.len()];
        let mut sheet = Sheet {
            story,
            lexicon: story.lexicon,
            words,
            tongue,
            tokens,
            claims: Vec::new(),
            roles: FxHashMap::default(),
            honorifics: FxHashMap::default(),
            places: Vec::new(),
            told: FxHashMap::default(),
            short_for: FxHashMap::default(),
            listings: Vec::new(),
            by_spelling: FxHashMap::default(),
            owner,
            runs: Vec::new(),
            dateline: 0..0,
        };
        sheet.close_furniture();
        sheet.find_runs();
        sheet
    }

    /// Headlines, bullets, tables and lists are copy; the rest of the furniture is not, but a dateline's places count.
    fn close_furniture(&mut self) {
        for piece in self.story.furniture {
            let copy =
                [FurnitureKind::Headline, FurnitureKind::Bullets, FurnitureKind::Table, FurnitureKind::List];
            if copy.contains(&piece.kind) {
                continue;
            }
            self.close(&piece.range, FURNITURE);
            if piece.kind == FurnitureKind::Dateline
                && let Some(located) = self.story.located
            {
                self.close(located, DATELINE);
                self.dateline = self.words_of(located);
            }
        }
    }

    fn close(&mut self, range: &Range<usize>, mark: u32) {
        let (from, to) = (self.token_at(range.start), self.token_at(range.end));
        self.owner[from..to.max(from)].fill(mark);
    }

    /// Lets nobody claim these words.
    pub fn close_words(&mut self, words: Range<usize>) {
        self.owner[words].fill(FURNITURE);
    }

    /// The first token that begins at or after this byte.
    fn token_at(&self, byte: usize) -> usize {
        let (mut low, mut high) = (0, self.tokens.len());
        while low < high {
            let middle = (low + high) / 2;
            if (self.tokens[middle].start as usize) < byte {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// The tokens that lie in this range of bytes.
    pub fn words_of(&self, range: &Range<usize>) -> Range<usize> {
        let from = self.token_at(range.start);
        from..self.token_at(range.end).max(from)
    }

    /// Capitalised words in a row, with nothing but blanks and hyphens between.
    fn find_runs(&mut self) {
        let mut at = 0;
        while at < self.tokens.len() {
            if !self.opens_run(at) {
                at += 1;
                continue;
            }
            let first = at;
            at += 1;
            while at < self.tokens.len() && at - first < LONGEST_RUN && self.goes_on(at) {
                at += 1;
            }
            self.runs.push(first..at);
        }
    }

    fn opens_run(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        if !token.is_capital() || self.owner[at] == FURNITURE {
            return false;
        }
        if token.is(Class::CALENDAR) && token.case != Case::Upper {
            // `April Glaspie`, `Mrs May`; never `April 3`, `in May`.
            let named = self.tokens.word_after(at).is_some_and(|next| {
                next.is_capital() && !next.is(Class::CALENDAR) && !next.is_function() && !next.is_weak()
            });
            let titled = self
                .tokens
                .word_before(at)
                .is_some_and(|before| before.is(Class::HONORIFIC) || before.is(Class::TITLE));
            return token.is(Class::GIVEN) && (named || titled);
        }
        // `Second World War`
        let ordinal = token.is(Class::OPENS_NAME)
            && token.case == Case::Title
            && self.tokens.word_after(at).is_some_and(|next| next.is_capital())
            && matches!(self.tokens.folded(at, at), "second" | "third");
        // `Will Hutton`: a function word that is a given name, before a family name.
        ordinal
            || !token.is_function()
            || token.is(Class::GIVEN)
                && self
                    .tokens
                    .word_after(at)
                    .is_some_and(|next| next.is_capital() && !next.is(Class::COMMON) && !token.possessive())
            || self.is_article_of_name(at)
    }

    /// `Le Pensec`, `La Louvière`: an article with a capital within a sentence, as French and Spanish names have it.
    pub fn is_article_of_name(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        self.grammar().heads_first
            && token.is(Class::PARTICLE)
            && token.case == Case::Title
            && !token.starts_sentence()
            && !token.shouted()
            && !token.elided()
            && self.tokens.word_after(at).is_some_and(|next| next.case == Case::Title && !next.is_function())
    }

    fn goes_on(&self, at: usize) -> bool {
        let before = &self.tokens[at - 1];
        let token = &self.tokens[at];
        // `Women's World Cup`, `People's Party`: the possessive of a common noun goes on.
        let through = !before.possessive() || (before.is(Class::COMMON) && self.tokens.has_s(at - 1));
        through
            && !token.starts_sentence()
            && !token.starts_paragraph()
            && (self.opens_run(at) || self.is_given_tail(at))
            && (self.owner[at] == DATELINE) == (self.owner[at - 1] == DATELINE)
    }

    /// The second half of a Korean given name: `Jae-in`, `Ki-moon`.
    pub fn is_given_tail(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        if !token.glued() || token.case != Case::Lower || token.letters() > 6 || at < 2 {
            return false;
        }
        let (family, given) = (&self.tokens[at - 2], &self.tokens[at - 1]);
        // `York-based` is none.
        let family = family.is_capital()
            && !family.possessive()
            && (family.is(Class::FAMILY_FIRST) || !token.is(Class::COMMON));
        family && given.case == Case::Title && given.letters() <= 6
    }

    /// Runs of capitalised words, in order; whether they are claimed does not matter.
    pub fn runs(&self) -> &[Range<usize>] {
        &self.runs
    }

    pub fn is_free(&self, at: usize) -> bool {
        self.owner.get(at) == Some(&FREE)
    }

    /// Free, or part of the dateline, which places may claim.
    pub fn is_free_for_place(&self, at: usize) -> bool {
        matches!(self.owner.get(at), Some(&FREE) | Some(&DATELINE))
    }

    /// Part of the story, claimed or not: neither furniture nor dateline.
    pub fn is_open(&self, at: usize) -> bool {
        self.owner.get(at).is_some_and(|owner| *owner < DATELINE || *owner == FREE)
            && !self.dateline.contains(&at)
    }

    pub fn in_dateline(&self, at: usize) -> bool {
        self.owner.get(at) == Some(&DATELINE)
    }

    /// Whether the word lies in a dateline, claimed or not.
    pub fn in_dateline_claim(&self, at: usize) -> bool {
        self.lies_in(FurnitureKind::Dateline, at)
    }

    /// Whether the word lies in a headline or a deck.
    pub fn in_headline(&self, at: usize) -> bool {
        self.lies_in(FurnitureKind::Headline, at)
    }

    fn lies_in(&self, kind: FurnitureKind, at: usize) -> bool {
        let byte = self.tokens[at].start as usize;
        self.story.furniture.iter().any(|piece| piece.kind == kind && piece.range.contains(&byte))
    }

    /// The claim that holds this token.
    pub fn claim_at(&self, at: usize) -> Option<usize> {
        let owner = *self.owner.get(at)? as usize;
        (owner < self.claims.len()).then_some(owner)
    }

    pub fn what_at(&self, at: usize) -> Option<What> {
        self.claim_at(at).map(|claim| self.claims[claim].what)
    }

    /// Claims the words `first..=last`; returns the claim's index, or `None` when the sheet is full or
    /// one of them is taken.
    pub fn claim(&mut self, first: usize, last: usize, what: What) -> Option<usize> {
        let open = |at: usize| match what {
            What::Place(_) => self.is_free_for_place(at),
            _ => self.is_free(at),
        };
        // Invariant 7: no dispatch has more mentions than its limit.
        if self.claims.len() >= self.story.max_mentions || !(first..=last).all(open) {
            return None;
        }
        let claim = self.claims.len();
        self.claims.push(Claim { first, last, with_s: false, what });
        self.owner[first..=last].fill(claim as u32);
        Some(claim)
    }

    /// Lets a claim grow over free words at its sides: `Microsoft` over `Corp`.
    pub fn extend(&mut self, claim: usize, first: usize, last: usize) {
        let old = self.claims[claim];
        let first = first.min(old.first);
        let last = last.max(old.last);
        if (first..old.first).chain(old.last + 1..=last).all(|at| self.is_free(at)) {
            self.owner[first..=last].fill(claim as u32);
            let claim = &mut self.claims[claim];
            claim.with_s &= last == old.last;
            (claim.first, claim.last) = (first, last);
        }
    }

    /// Lets go of the claims that are not to be kept; returns of each its new index.
    pub fn retain(&mut self, keep: &[bool]) -> Vec<Option<usize>> {
        let mut next = 0;
        let mut index = |keep: &bool| {
            next += usize::from(*keep);
            keep.then(|| next - 1)
        };
        let indices: Vec<Option<usize>> = keep.iter().map(&mut index).collect();
        for owner in &mut self.owner {
            if let Some(new) = indices.get(*owner as usize) {
                *owner = new.map_or(FREE, |new| new as u32);
            }
        }
        let of = |old: usize| indices.get(old).copied().flatten();
        let mut kept = keep.iter();
        self.claims.retain(|_| kept.next().is_none_or(|keep| *keep));
        self.roles = self.roles.drain().filter_map(|(claim, role)| Some((of(claim)?, role))).collect();
        self.honorifics =
            self.honorifics.drain().filter_map(|(claim, group)| Some((of(claim)?, group))).collect();
        self.told = self.told.drain().filter_map(|(claim, place)| Some((of(claim)?, place))).collect();
        self.short_for =
            self.short_for.drain().filter_map(|(short, long)| Some((of(short)?, of(long)?))).collect();
        indices
    }

    /// Whether the words `first..=last` follow each other with no punctuation between.
    pub fn is_unbroken(&self, first: usize, last: usize) -> bool {
        (first + 1..=last).all(|at| self.tokens.word_before(at).is_some() && self.tokens[at].is_word())
    }

    /// Whether a preposition of place stands before: `in X`, `near X`.
    pub fn is_located(&self, first: usize) -> bool {
        self.tokens.word_before(first).is_some_and(|before| before.is(Class::LOCATIVE) && !before.glued())
    }

    /// How the text's language writes names.
    pub fn grammar(&self) -> Grammar {
        self.words.grammar
    }

    /// Whether somebody speaks here: `X said`, `said X`, `X a déclaré`.
    pub fn speaks(&self, first: usize, last: usize) -> bool {
        let says = |token: Option<&super::tokens::Token>| {
            token.is_some_and(|t| t.is(Class::SAYS) && t.case == Case::Lower)
        };
        let auxiliary = self.tokens.word_after(last).is_some_and(|t| t.is(Class::AUXILIARY));
        !self.tokens[last].possessive() && says(self.tokens.word_after(last))
            || auxiliary && says(self.tokens.word_after(last + 1))
            || says(self.tokens.word_before(first))
    }
}
