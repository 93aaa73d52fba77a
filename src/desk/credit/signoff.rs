//! The tail of the copy: sign-offs, end marks, initials, trailers, contacts. Read from the last line
//! upwards and never past the first line of the story.

use std::ops::Range;

use super::chain::{self, Cited};
use super::contacts::contact;
use super::endmarks::{after_sentence, initials, is_end, routing, signature};
use super::{contributors, copyright, trailer};
use crate::authority::Agencies;
use crate::desk::furniture::Piece;
use crate::desk::text::last_line;
use crate::record::{Contributor, FurnitureKind};

/// No tail is longer, in bytes or lines.
pub const LONGEST: usize = 3_000;
pub const LINES: usize = 30;
/// A longer line is a paragraph of the story.
const LINE: usize = 700;

/// What the tail says.
#[derive(Default)]
pub struct Tail<'a> {
    pub pieces: Vec<Piece>,
    pub agencies: Vec<Cited<'a>>,
    pub contributors: Vec<Contributor>,
}

/// Reads the tail of `text`, not before `floor`.
pub fn read<'a>(text: &str, floor: usize, agencies: &'a Agencies) -> Tail<'a> {
    let mut tail = Tail::default();
    let from = text.ceil_char_boundary(floor.max(text.len().saturating_sub(LONGEST)));
    let mut end = tail.blocks(text, from, agencies);
    for _ in 0..LINES {
        let trimmed = trimmed(&text[..end]);
        if trimmed <= from {
            break;
        }
        let start = trimmed - last_line(&text[..trimmed]).len();
        if start < floor || text[..start].trim().is_empty() {
            // The line holds the head too, or all of the text: only a token at its end may be furniture.
            tail.tokens(text, floor, trimmed, agencies);
            break;
        }
        let line = start + text[start..trimmed].len() - text[start..trimmed].trim_start().len()..trimmed;
        if !tail.line(text, line.clone(), agencies) && !tail.token(text, floor, line, agencies) {
            break;
        }
        end = tail.pieces.last().map_or(start, |p| p.range.start).min(end - 1);
        // A token at the end of a paragraph: what stands before it is the story.
        if end > start && !text[start..end].trim().is_empty() {
            let left = tail.tokens(text, start.max(floor), trimmed_to(text, end), agencies);
            // A bracket may have begun above the line.
            if left > start && !text[start..left].trim().is_empty() {
                break;
            }
            end = left;
        }
    }
    tail.pieces.sort_by_key(|p| p.range.start);
    tail.agencies.reverse();
    tail.contributors.reverse();
    tail
}

/// The length of `text` without blanks and the control signs that old wires end lines with (`REUTER^M`).
fn trimmed(text: &str) -> usize {
    let text = text.trim_ascii_end();
    // Nearly all copy ends in a plain sign.
    if text.ends_with(|c: char| c.is_ascii_graphic() && c != 'M') {
        return text.len();
    }
    text.trim_end_matches(|c: char| c.is_whitespace() || c.is_control())
        .trim_end_matches("^M")
        .trim_end()
        .len()
}

fn trimmed_to(text: &str, end: usize) -> usize {
    trimmed(&text[..end])
}

impl<'a> Tail<'a> {
    fn piece(&mut self, kind: FurnitureKind, range: Range<usize>) {
        self.pieces.push(Piece { kind, range });
    }

    /// Takes names in the order of the text: the tail is read upwards and turned round at the end.
    fn took(&mut self, agencies: Vec<Cited<'a>>, people: Vec<Contributor>) {
        self.agencies.extend(agencies.into_iter().rev());
        self.contributors.extend(people.into_iter().rev());
    }

    /// The trailers that reach to the end of the text; where what is above them ends.
    fn blocks(&mut self, text: &str, from: usize, agencies: &'a Agencies) -> usize {
        let last = trimmed(text);
        let rule = trailer::rule(text, from, agencies);
        let start = match (rule, trailer::block(text, from)) {
            (Some(rule), Some(block)) => rule.min(block),
            (Some(at), None) | (None, Some(at)) => at,
            (None, None) => return text.len(),
        };
        if start >= last || start == 0 {
            return text.len();
        }
        let block = &text[start..last];
        self.took(trailer::signed(block, agencies), trailer::people(block, agencies));
        self.piece(FurnitureKind::Trailer, start..last);
        start
    }

    /// A line that is furniture as a whole.
    fn line(&mut self, text: &str, range: Range<usize>, agencies: &'a Agencies) -> bool {
        let line = &text[range.clone()];
        if line.len() > LINE {
            return false;
        }
        let (start, kind) = (range.start, FurnitureKind::Trailer);
        // A bracket that opened on a line above is read as a whole.
        let torn = line.ends_with(')') && !line.contains('(');
        if !torn
            && line.starts_with(|c: char| c.is_uppercase() || matches!(c, '-' | '—' | '–' | '*'))
            && contributors::opens(line, false)
            && let Some(people) = contributors::read(line, false, agencies)
        {
            self.took(Vec::new(), people);
            self.piece(FurnitureKind::Signoff, range);
            return true;
        }
        if let Some((_, cited)) = copyright(text, start, agencies).filter(|(end, _)| *end >= range.end) {
            self.took(cited, Vec::new());
            self.piece(kind, range);
            return true;
        }
        if let Some(cited) = trailer::source(line, agencies) {
            self.took(cited, Vec::new());
            self.piece(kind, range);
            return true;
        }
        if let Some(cited) = trailer::publisher(line, agencies) {
            self.took(vec![cited], Vec::new());
            self.piece(kind, range);
            return true;
        }
        if trailer::note(line) {
            self.piece(kind, range);
            return true;
        }
        if let Some((0, people)) = trailer::closing(line, agencies) {
            self.took(Vec::new(), people);
            self.piece(kind, range);
            return true;
        }
        let plain = line.chars().all(char::is_lowercase);
        if is_end(line) && (!plain || after_sentence(text, start)) {
            self.piece(FurnitureKind::Signoff, range);
            return true;
        }
        // A word that is an agency has the line for itself; where it ends a sentence it is the story's: `… told\nReuters.`
        let alone = !(line.contains(' ') || line.ends_with('.') && line.starts_with(char::is_alphanumeric));
        if line.len() <= 60
            && (alone || after_sentence(text, start))
            && let Some(cited) = signature(line, agencies)
        {
            self.took(cited, Vec::new());
            self.piece(FurnitureKind::Signoff, range);
            return true;
        }
        if initials(line) && after_sentence(text, start) {
            let agency = line.split([' ', '/']).next().and_then(|first| chain::name(first, agencies));
            self.took(agency.into_iter().collect(), Vec::new());
            self.piece(FurnitureKind::Signoff, range);
            return true;
        }
        if routing(line) && signs_above(text, start, agencies) {
            self.piece(FurnitureKind::Signoff, range);
            return true;
        }
        if contact(line) {
            self.piece(FurnitureKind::NotForPublication, range);
            return true;
        }
        false
    }

    /// All furniture at the end of `from..end`, which may be several signs in a row; where what is left ends.
    fn tokens(&mut self, text: &str, from: usize, end: usize, agencies: &'a Agencies) -> usize {
        let mut end = end;
        for _ in 0..6 {
            if end <= from || !self.token(text, from, from..end, agencies) {
                break;
            }
            end = trimmed_to(text, self.pieces.last().map_or(end, |p| p.range.start));
        }
        end
    }

    /// Furniture at the end of a paragraph: `… (Reporting by …)`, `… REUTER`, `… Enditem`, `… --IANS`, `… (dpa)`,
    /// `… PTI XYZ ABC`, `… Roe reported from Lima.`
    fn token(&mut self, text: &str, floor: usize, range: Range<usize>, agencies: &'a Agencies) -> bool {
        let line = text[range.clone()].trim_end();
        let end = range.start + line.len();
        if let Some(at) = super::copyright::closing(line).map(|at| range.start + at)
            && let Some((stop, found)) = copyright(text, at, agencies)
            && stop >= end
        {
            self.took(found, Vec::new());
            self.piece(FurnitureKind::Trailer, at..end);
            return true;
        }
        if let Some((at, people)) = trailer::closing(line, agencies) {
            self.took(Vec::new(), people);
            self.piece(FurnitureKind::Trailer, range.start + at..end);
            return true;
        }
        if line.trim_end_matches('.').ends_with([')', ']']) {
            return self.bracket(text, floor, range.start, end, agencies);
        }
        let tail = &line[line.floor_char_boundary(line.len().saturating_sub(64))..];
        let Some(cut) = sign_start(tail) else { return false };
        let sign = tail[cut..].trim();
        let start = end - sign.len();
        let reuter = sign.trim_end_matches('.').eq_ignore_ascii_case("reuter");
        let found = match sign {
            _ if reuter => chain::read(sign, agencies).agencies,
            _ if sign.len() >= 7 && is_end(sign) => Vec::new(),
            // The end of a sentence that ends in a period is no signature, unless it has its own sign.
            _ if sign.ends_with('.') && !sign.starts_with(['-', '–', '—', '=']) => return false,
            _ => match signature(sign, agencies) {
                Some(found) => found,
                None => return false,
            },
        };
        self.took(found, Vec::new());
        self.piece(FurnitureKind::Signoff, start..end);
        true
    }

    /// The bracket that closes at `end`: a sign-off, an agency, staff contacts. It may have begun lines above.
    fn bracket(&mut self, text: &str, floor: usize, line: usize, end: usize, agencies: &'a Agencies) -> bool {
        let Some(open) = opening(text, floor, end) else { return false };
        let closed = text[..end].trim_end_matches('.').len();
        let inner = &text[open + 1..closed - 1];
        if inner.contains("\n\n") {
            return false;
        }
        let sentence = after_sentence(text, open) || text[floor..open].trim().is_empty();
        let own_line = open <= line || text[line..open].trim().is_empty();
        let fresh = sentence || own_line;
        let bare = inner.trim_start_matches(['(', ' ']);
        let capital = bare.starts_with(char::is_uppercase);
        if (fresh || capital)
            && contributors::opens(inner, true)
            && let Some(people) = contributors::read(inner, true, agencies)
        {
            self.took(Vec::new(), people);
            self.piece(FurnitureKind::Signoff, open..end);
            return true;
        }
        if fresh
            && inner.contains([';', ','])
            && let Some(people) = contributors::read(inner, true, agencies)
        {
            self.took(Vec::new(), people);
            self.piece(FurnitureKind::Signoff, open..end);
            return true;
        }
        if fresh && contact(bare.trim_end_matches(')')) {
            self.piece(FurnitureKind::NotForPublication, open..end);
            return true;
        }
        // Jiji sets its copyright in brackets.
        if fresh
            && let Some((stop, cited)) = copyright(text, open + 1, agencies)
            && stop + 1 >= closed
        {
            self.took(cited, Vec::new());
            self.piece(FurnitureKind::Trailer, open..end);
            return true;
        }
        let chain = chain::read(inner, agencies);
        if fresh && chain.whole {
            self.took(chain.agencies, Vec::new());
            self.piece(FurnitureKind::Signoff, open..end);
            return true;
        }
        if sentence && (is_end(&text[open..end]) || initials(&text[open..end])) {
            self.piece(FurnitureKind::Signoff, open..end);
            return true;
        }
        if sentence
            && inner.contains('/')
            && let Some(found) = signature(&text[open..end], agencies)
        {
            self.took(found, Vec::new());
            self.piece(FurnitureKind::Signoff, open..end);
            return true;
        }
        false
    }
}

/// Where the bracket opens that closes just before `end`.
fn opening(text: &str, floor: usize, end: usize) -> Option<usize> {
    let from = text.ceil_char_boundary(floor.max(end.saturating_sub(LINE)));
    let mut depth = 0i32;
    for (at, c) in text[from..end].char_indices().rev() {
        match c {
            ')' | ']' => depth += 1,
            '(' | '[' => depth -= 1,
            _ => {}
        }
        if depth == 0 && matches!(c, '(' | '[') {
            return Some(from + at);
        }
    }
    None
}

/// Where in the end of a paragraph a signature may begin: behind its last sentence, or two blanks.
fn sign_start(tail: &str) -> Option<usize> {
    let ends = |at: usize| {
        let before = tail[..at].trim_end();
        before.ends_with(['.', '"', '”', '!', '?', '»', ')', ',']) || at - before.len() >= 2
    };
    let blanks = (1..tail.len()).filter(|at| matches!(tail.as_bytes()[at - 1], b' ' | b'\t'));
    blanks.rev().filter(|at| !tail[*at..].starts_with(char::is_whitespace)).find(|at| ends(*at))
}

/// Whether the line above `at` ends with an agency's signature.
fn signs_above(text: &str, at: usize, agencies: &Agencies) -> bool {
    let above = text[..at].trim_end().trim_end_matches('.');
    let Some(open) = above.rfind('(') else { return false };
    above.ends_with(')')
        && above.len() - open < 40
        && chain::read(&above[open + 1..above.len() - 1], agencies).whole
}
