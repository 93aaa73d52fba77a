//! The facts about a word that the tagger weighs.
//!
//! Its own letters and class, its neighbours, what the rules took it for, what the same word is elsewhere in the dispatch, and where in its
//! stretch of capitals and in its line it stands. Names are learnt less from words than from these: the copy of tomorrow has other names.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::classes::{Classes, Group};
use super::labels::Kind;
use super::model::row;
use crate::desk::entities::sheet::{Sheet, What};
use crate::desk::entities::tokens::{Case, FNV_START, Token, fnv};
use crate::desk::entities::words::Class;
use crate::record::PlaceKind;

/// What is known of a whole dispatch, once for all its words.
pub struct Context {
    /// Folded word → what the rules took its occurrences for: persons, organisations, places, other.
    elsewhere: FxHashMap<u64, [u8; 4]>,
    /// Of each token, its line's numbers and small words, as small classes.
    lines: Vec<u8>,
    /// Of each token in or beside a stretch, how it is used.
    groups: Vec<Group>,
}

impl Context {
    pub fn of(sheet: &Sheet<'_>, stretches: &[Range<usize>], classes: &Classes) -> Context {
        let mut elsewhere: FxHashMap<u64, [u8; 4]> = FxHashMap::default();
        for claim in &sheet.claims {
            for at in claim.first..=claim.last {
                if sheet.tokens[at].is_capital() {
                    let counts = elsewhere.entry(sheet.tokens[at].hash).or_default();
                    let count = &mut counts[usize::from(number_of(claim.what)) - 1];
                    *count = count.saturating_add(1);
                }
            }
        }
        let mut groups = vec![Group::default(); sheet.tokens.len()];
        let mut done = 0;
        for stretch in stretches {
            for at in done.max(stretch.start.saturating_sub(2))..(stretch.end + 2).min(groups.len()) {
                groups[at] = classes.of(sheet.tokens[at].hash);
            }
            done = (stretch.end + 2).min(groups.len());
        }
        Context { elsewhere, lines: lines(sheet), groups }
    }

    /// What the same word is elsewhere: the commonest kind, and whether it is the only one.
    fn elsewhere(&self, token: &Token, own: u8) -> u64 {
        let Some(counts) = self.elsewhere.get(&token.hash) else {
            return 0;
        };
        let mut counts = *counts;
        // Small words of a name are not counted above.
        if own > 0 && token.is_capital() {
            counts[usize::from(own) - 1] -= 1;
        }
        let all: u32 = counts.iter().map(|count| u32::from(*count)).sum();
        let Some((kind, most)) = counts.iter().enumerate().max_by_key(|(_, count)| **count) else {
            return 0;
        };
        match u32::from(*most) {
            0 => 1,
            most if most == all => 2 + kind as u64,
            _ => 6 + kind as u64,
        }
    }
}

/// A line's numbers and small words: tables have many of the one and few of the other.
fn lines(sheet: &Sheet<'_>) -> Vec<u8> {
    let body = sheet.tokens.body.as_bytes();
    let mut lines = vec![0; sheet.tokens.len()];
    let mut from = 0;
    while from < lines.len() {
        let (mut to, mut numbers, mut small) = (from, 0_u8, 0_u8);
        loop {
            let token = &sheet.tokens[to];
            match token.case {
                Case::Number => numbers = numbers.saturating_add(1),
                Case::Lower => small = small.saturating_add(1),
                _ => {}
            }
            to += 1;
            let gap = sheet.tokens.get(to).map(|next| token.end as usize..next.start as usize);
            if gap.is_none_or(|gap| body.get(gap).is_some_and(|gap| gap.contains(&b'\n'))) {
                break;
            }
        }
        let class = numbers.min(3) * 4 + small.min(3);
        lines[from..to].fill(class + 1);
        from = to;
    }
    lines
}

/// 1 person, 2 organisation, 3 place, 4 other.
fn number_of(what: What) -> u8 {
    Kind::of(what) as u8 + 1
}

/// What the rules took a token for, why, and where in its name it stands; 0 where they left it.
fn claimed(sheet: &Sheet<'_>, at: usize) -> u64 {
    let Some(index) = sheet.claim_at(at) else {
        return 0;
    };
    let claim = sheet.claims[index];
    let reason = match claim.what {
        What::Person if sheet.honorifics.contains_key(&index) => 2,
        What::Person => u64::from(sheet.roles.contains_key(&index)),
        What::Organisation(Some(_)) => 1,
        // A town that stands for its club.
        What::Organisation(None) if claim.first == claim.last && sheet.is_place(claim.first) => 2,
        What::Organisation(None) => 0,
        What::Place(_) => u64::from(sheet.told.contains_key(&index)),
        What::Event(known) => u64::from(known.is_some()),
        What::Demonym(_) => 1,
    };
    let part = u64::from(at == claim.first) + 2 * u64::from(at == claim.last);
    (u64::from(number_of(claim.what)) * 4 + part) * 4 + reason
}

/// How a word is written.
fn shape(token: &Token) -> u64 {
    let case = match token.case {
        Case::Lower => 1,
        Case::Title => 2,
        Case::Upper => 3,
        Case::Initial => 4,
        Case::Mixed => 5,
        Case::Number => 6,
        Case::Punct(c) => return 8 | u64::from(u32::from(c)) << 8,
    };
    let length = match token.letters() {
        0..=3 => token.letters() as u64,
        4..=5 => 4,
        6..=8 => 5,
        _ => 6,
    };
    let flags = [
        token.starts_sentence(),
        token.glued(),
        token.shouted(),
        token.seen_lower(),
        token.possessive(),
        token.starts_paragraph(),
    ];
    flags.iter().fold(case | length << 8, |shape, flag| shape << 1 | u64::from(*flag))
}

fn word(token: Option<&Token>) -> u64 {
    match token.map(|token| (token.case, token.hash)) {
        None => 1,
        Some((Case::Punct(c), _)) => u64::from(u32::from(c)) << 16 | 3,
        Some((Case::Number, _)) => 5,
        Some((_, hash)) => hash,
    }
}

/// The places that a word alone may be: their kind, and how many people live in the greatest.
fn places(sheet: &Sheet<'_>, at: usize) -> u64 {
    let gazetteer = &sheet.story.authority.gazetteer;
    let entry = gazetteer.find(sheet.tokens.folded(at, at));
    let Some(hit) = entry.and_then(|entry| entry.hits().next()) else {
        return 0;
    };
    let kind = match hit.kind {
        PlaceKind::City => 1,
        PlaceKind::Region => 2,
        PlaceKind::Country => 3,
        _ => 4,
    };
    let people = u64::from(gazetteer.get(hit.id).population.max(1).ilog10());
    kind << 8 | people << 4 | hit.rank as u64
}

/// Collects the rows of a token's facts.
pub struct Facts<'a> {
    pub rows: &'a mut Vec<u32>,
}

impl Facts<'_> {
    fn add(&mut self, template: u32, value: u64) {
        self.rows.push(row(template, value));
    }

    /// Each class of a word by itself.
    fn classes(&mut self, template: u32, class: Class) {
        let mut bits = class.bits();
        while bits != 0 {
            self.add(template, u64::from(bits.trailing_zeros()));
            bits &= bits - 1;
        }
    }
}

fn pair(a: u64, b: u64) -> u64 {
    a.wrapping_mul(0x0100_0000_01b3).rotate_left(23) ^ b
}

/// The facts about the token `at` of the stretch `first..=last`.
pub fn add(sheet: &Sheet<'_>, context: &Context, first: usize, last: usize, at: usize, rows: &mut Vec<u32>) {
    let tokens = &sheet.tokens;
    let near = |by: isize| at.checked_add_signed(by).and_then(|at| tokens.get(at));
    let token = &tokens[at];
    let mut facts = Facts { rows };

    // The words.
    let own = word(Some(token));
    let (before, after) = (word(near(-1)), word(near(1)));
    facts.add(0, 0);
    facts.add(1, own);
    facts.add(2, before);
    facts.add(3, after);
    facts.add(4, word(near(-2)));
    facts.add(5, word(near(2)));
    facts.add(6, pair(before, own));
    facts.add(7, pair(own, after));
    facts.add(8, pair(before, after));

    // Their letters.
    let folded = tokens.folded(at, at).as_bytes();
    let hash = |bytes: &[u8]| fnv(FNV_START, bytes);
    for length in 2..=4 {
        if folded.len() > length {
            facts.add(8 + length as u32, hash(&folded[..length]));
            facts.add(11 + length as u32, hash(&folded[folded.len() - length..]));
        }
    }

    // How they are written.
    let shapes = [near(-1), Some(token), near(1)].map(|token| token.map_or(0, shape));
    facts.add(20, shapes[1]);
    facts.add(21, shapes[0]);
    facts.add(22, shapes[2]);
    facts.add(23, pair(shapes[0], shapes[1]));
    facts.add(24, pair(shapes[1], shapes[2]));

    // What the tables know of them.
    facts.classes(30, token.class);
    facts.add(31, token.class.bits());
    facts.add(34, pair(near(-1).map_or(0, |token| token.class.bits()), token.class.bits()));
    let place = if token.is_capital() { places(sheet, at) } else { 0 };
    facts.add(35, place);
    facts.add(36, place & 0xff0);

    // What the rules took them for.
    let claims = [-1, 0, 1].map(|by| at.checked_add_signed(by).map_or(0, |at| claimed(sheet, at)));
    facts.add(40, claims[1]);
    facts.add(41, claims[0]);
    facts.add(42, claims[2]);
    facts.add(45, pair(claims[1], shapes[1]));
    facts.add(46, pair(claims[1], own));
    facts.add(47, pair(claims[1], token.class.bits()));
    facts.add(48, pair(claims[1], place));
    facts.add(49, pair(claims[1], before));
    facts.add(50, pair(claims[1], after));

    // The same word elsewhere.
    let kind = sheet.claim_at(at).map_or(0, |claim| number_of(sheet.claims[claim].what));
    let elsewhere = context.elsewhere(token, kind);
    facts.add(51, elsewhere);
    facts.add(52, pair(elsewhere, claims[1]));

    // How it and its neighbours are used.
    let group = |by: isize| {
        at.checked_add_signed(by).and_then(|at| context.groups.get(at)).copied().unwrap_or_default()
    };
    let (own, before, after) = (group(0), group(-1), group(1));
    facts.add(70, own.fine.into());
    facts.add(71, own.coarse.into());
    facts.add(72, before.fine.into());
    facts.add(73, after.fine.into());
    facts.add(74, pair(before.coarse.into(), own.coarse.into()));
    facts.add(75, pair(own.coarse.into(), after.coarse.into()));
    facts.add(76, group(-2).coarse.into());
    facts.add(77, group(2).coarse.into());
    facts.add(78, pair(claims[1], own.fine.into()));
    facts.add(79, pair(own.coarse.into(), shapes[1]));
    facts.add(80, pair(context.groups[last].fine.into(), (last - at).min(2) as u64));

    // Its stretch and line.
    let (head, tail) = (&tokens[first], &tokens[last]);
    let from_end = (last - at).min(3) as u64;
    facts.add(60, pair(tail.hash, from_end));
    facts.add(61, pair(head.hash, (at - first).min(3) as u64));
    facts.add(62, pair((last - first).min(6) as u64, from_end));
    facts.add(63, pair(tail.class.bits(), from_end.min(1)));
    facts.add(64, u64::from(context.lines[at]));
    facts.add(65, pair(u64::from(context.lines[at]), claims[1]));
    facts.add(66, pair(u64::from(context.lines[at]), shapes[1]));
    let outer = [first.checked_sub(1), last.checked_add(1)].map(|at| word(at.and_then(|at| tokens.get(at))));
    facts.add(67, outer[0]);
    facts.add(68, outer[1]);
}
