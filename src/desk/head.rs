//! What stands above the story, from top to bottom: notes, markers, headlines, bylines, the dateline.

use std::ops::Range;

use super::Sent;
use super::credit::{self, Cited, byline, chain};
use super::dateline::{self, DateText, Grammar, Parsed, Scan, Stamp, Stand};
use super::furniture::{self, Piece};
use super::inline::{coded, inline};
use super::text;
use super::update::{self, Mark};
use super::why::Why;
use crate::authority::{AgencyKind, Authority, CountryCode};
use crate::record::{Byline, Contributor, FurnitureKind, Update, UpdateKind};

/// The head is looked for within so many bytes.
const HEAD: usize = 1_500;
/// Lines above the dateline that may be headlines.
const HEADLINES: usize = 6;

/// What stands above the story.
#[derive(Default)]
pub struct Head<'a> {
    pub pieces: Vec<Piece>,
    pub bylines: Vec<Byline>,
    pub agencies: Vec<Cited<'a>>,
    /// Photographers of a byline.
    pub contributors: Vec<Contributor>,
    /// The first credit, with its brackets.
    pub credit: Option<Range<usize>>,
    pub dateline: Option<Parsed>,
    /// The day that a site stamped the copy with, for a dateline that has none.
    stamped: Option<DateText>,
    pub update: Update,
    /// Where the story begins.
    pub story: usize,
}

impl<'a> Head<'a> {
    /// Reads the head of `text`, and what the story says of its own use.
    pub fn read(text: &'a str, authority: &'a Authority, sent: Sent, why: &'a Why) -> Self {
        let mut head = Head::above(text, authority, sent, why);
        for mark in update::in_story(&text[head.story..], sent) {
            update::apply(&mut head.update, mark);
        }
        head
    }

    fn above(text: &'a str, authority: &'a Authority, sent: Sent, why: &'a Why) -> Self {
        let mut head = Head::default();
        let agencies = &authority.agencies;
        let grammar = Grammar { text, authority, homes: Vec::new(), why };
        let (mut at, mut stand) = (0, Stand::Text);
        // Headlines count only when something that they head follows.
        let mut headlines: Vec<Piece> = Vec::new();
        for _ in 0..32 {
            at = skip(text, at);
            if at >= text.len().min(HEAD) {
                break;
            }
            let noted = || furniture::note(text, at).or_else(|| furniture::line(text, at));
            if let Some(piece) = noted().or_else(|| furniture::referral(text, at, agencies)) {
                if at > 0 && nothing_below(text, piece.range.end) {
                    break;
                }
                head.note(text, piece.clone(), sent);
                at = piece.range.end;
                stand = behind(stand);
                head.commit(&mut headlines, at);
                continue;
            }
            if let Some(end) = head.notice(&grammar, at, sent) {
                at = end;
                stand = behind(stand);
                head.commit(&mut headlines, at);
                continue;
            }
            let credited = credit::copyright(text, at, agencies).or_else(|| credit::line(text, at, agencies));
            if let Some((end, found)) = credited {
                if at > 0 && nothing_below(text, end) {
                    break;
                }
                head.agencies.extend(found);
                head.credit.get_or_insert(at..end);
                head.pieces.push(Piece { kind: FurnitureKind::Byline, range: at..end });
                at = end;
                stand = behind(stand);
                head.commit(&mut headlines, at);
                continue;
            }
            if let Some(stamp) = grammar.stamped(at) {
                at = head.stamp(text, at, stamp, authority);
                stand = behind(stand);
                head.commit(&mut headlines, at);
                continue;
            }
            if stand == Stand::Text
                && let Some(stack) = stacked(&grammar, at)
            {
                head.dateline(text, stack.dateline, authority);
                if let Some(byline) = stack.byline {
                    head.byline(byline);
                }
                let (range, found) = stack.credit;
                head.agencies.extend(found);
                head.credit.get_or_insert(range.clone());
                head.story = range.end;
                head.pieces.push(Piece { kind: FurnitureKind::Byline, range });
                return head;
            }
            let homes =
                head.agencies.iter().filter_map(|a| CountryCode::new(a.country.as_deref()?)).collect();
            let grammar = Grammar { text, authority, homes, why };
            let read = grammar.read(at, stand);
            let sure = |p: &Parsed| p.place.is_none() || (p.loose == 0 && p.known.name);
            let inline = match &read {
                Some(parsed) if sure(parsed) || parsed.credits.is_empty() => None,
                _ => inline(&grammar, at),
            };
            if let Some(parsed) = read
                && !(at > 0 && parsed.raw.is_none() && nothing_below(text, parsed.range.end))
                && inline
                    .as_ref()
                    .is_none_or(|i| i.range.end != parsed.range.end || !coded(text, &parsed, authority))
            {
                head.commit(&mut headlines, at);
                head.dateline(text, parsed, authority);
                return head;
            }
            if let Some(found) = byline::read(text, at, inline.as_ref().map(|p| p.range.start), authority) {
                at = head.byline(found);
                stand = behind(stand);
                head.commit(&mut headlines, at);
                continue;
            }
            if headlines.len() <= 1
                && head.bylines.is_empty()
                && let Some((found, sure)) = byline::bare_name(text, at, authority)
                && let Some(parsed) = grammar.read(skip(text, found.range.end), Stand::Line)
                && (parsed.place.is_some() || !parsed.credits.is_empty())
                && (sure || parsed.date.as_ref().is_some_and(|d| d.year.is_some()))
                // Above a release stands its headline: `Veltora Corp. Names Chief`.
                && !is_release(text, &parsed, authority)
            {
                let start = found.range.start;
                head.commit(&mut headlines, start);
                head.byline(found);
                head.dateline(text, parsed, authority);
                return head;
            }
            if let Some(parsed) = inline {
                head.marked(&text[at..parsed.range.start], sent);
                let before = text[..parsed.range.start].trim_end().len();
                if before > at {
                    // Desk codes (`EFE mb/ar/g`) are short.
                    let kind = if before - at < 20 { FurnitureKind::Trash } else { FurnitureKind::Headline };
                    headlines.push(Piece { kind, range: at..before });
                }
                head.commit(&mut headlines, parsed.range.start);
                head.dateline(text, parsed, authority);
                return head;
            }
            let mut end = at + text::line(text, at).len();
            let near = Scan::new(text, at, (end - at).min(160)).rest();
            end = at + near.find(" &").filter(|n| skip(text, at + n + 1) > at + n + 1).unwrap_or(end - at);
            let line = text[at..end].trim_end();
            head.agencies.extend(chain::released(line, agencies));
            let alone = head.marked(line, sent);
            if alone {
                head.pieces.push(Piece { kind: FurnitureKind::Trash, range: at..at + line.len() });
                at = end;
                head.story = end;
                stand = behind(stand);
                continue;
            }
            let prose = line.len() > 160 || (line.ends_with(['.', ',', ';']) && line.len() > 60);
            if end >= text.len() || prose || headlines.len() >= HEADLINES {
                break;
            }
            let bare = line.trim_end_matches(['<', ' ']).len();
            headlines.push(Piece { kind: FurnitureKind::Headline, range: at..at + bare });
            at = end;
            stand = Stand::Below;
        }
        head
    }

    /// Makes furniture of the headlines, now that something stands below them.
    fn commit(&mut self, headlines: &mut Vec<Piece>, at: usize) {
        self.pieces.append(headlines);
        self.story = self.story.max(at);
    }

    fn note(&mut self, text: &str, piece: Piece, sent: Sent) {
        let content = &text[piece.range.clone()];
        self.marked(content, sent);
        if piece.kind == FurnitureKind::Correction {
            let mark = Mark::Kind { kind: UpdateKind::Correction, sequence: None, alone: true };
            update::apply(&mut self.update, mark);
        }
        if piece.kind == FurnitureKind::Trash
            && let Some(mark) = update::advisory::read(content)
        {
            update::apply(&mut self.update, mark);
        }
        self.corrected(content);
        if piece.kind == FurnitureKind::Slugline && self.update.story.is_none() {
            self.update.story = update::story(content).map(str::to_owned);
        }
        self.pieces.push(piece);
    }

    /// Takes the line at `at` if it is an embargo, a kill or the like, which no dateline is; where it ends. What is
    /// behind the last line, or behind a dateline in the same line, is not taken.
    fn notice(&mut self, grammar: &Grammar<'_>, at: usize, sent: Sent) -> Option<usize> {
        let text = grammar.text;
        let end = at + text::line(text, at).len();
        let line = text[at..end].trim_end();
        let marks = update::opening(line, sent);
        if !update::is_notice(&marks) {
            return None;
        }
        let inline = inline(grammar, at).map(|parsed| text[..parsed.range.start].trim_end().len());
        // Of a line that holds a story the notice is the first sentence.
        let story = line.len() > if nothing_below(text, end) { 200 } else { 500 };
        let sentence = || line.find(". ").filter(|_| story).map(|len| at + len + 1);
        let end = inline.filter(|end| *end > at).or_else(sentence).unwrap_or(at + line.len());
        for mark in marks {
            update::apply(&mut self.update, mark);
        }
        self.corrected(&text[at..end]);
        let corrects = self.update.kind == UpdateKind::Correction && self.update.embargo.is_none();
        let kind = if corrects { FurnitureKind::Correction } else { FurnitureKind::EditorsNote };
        self.pieces.push(Piece { kind, range: at..end });
        Some(end)
    }

    /// Keeps the first note that tells what a correction corrects.
    fn corrected(&mut self, note: &str) {
        if self.update.kind == UpdateKind::Correction && self.update.note.is_none() {
            self.update.note = Some(note.trim_matches(['(', ')', ' ']).to_owned());
        }
    }

    /// Takes the markers of `line`; whether the line is nothing else.
    fn marked(&mut self, line: &str, sent: Sent) -> bool {
        let mut whole = false;
        for mark in update::marks(line, sent) {
            whole |= match &mark {
                Mark::Kind { alone, .. } => *alone,
                Mark::Embargo(_) => true,
            };
            update::apply(&mut self.update, mark);
        }
        whole
    }

    fn byline(&mut self, found: byline::Read<'a>) -> usize {
        self.bylines.extend(found.bylines);
        self.agencies.extend(found.agencies);
        self.contributors.extend(found.contributors);
        let end = found.range.end;
        self.pieces.push(Piece { kind: FurnitureKind::Byline, range: found.range });
        end
    }

    fn stamp(&mut self, text: &str, at: usize, stamp: Stamp, authority: &'a Authority) -> usize {
        if let Some(credit) = stamp.credit {
            self.agencies.extend(chain::read(&text[credit.inner], &authority.agencies).agencies);
            self.credit.get_or_insert(credit.range);
        }
        self.stamped.get_or_insert(stamp.date);
        self.pieces.push(Piece { kind: FurnitureKind::Trash, range: at..stamp.end });
        stamp.end
    }

    fn dateline(&mut self, text: &str, mut parsed: Parsed, authority: &'a Authority) {
        if parsed.date.is_none() && parsed.place.is_some() {
            parsed.date = self.stamped.take();
        }
        for credit in &parsed.credits {
            let name = &text[credit.inner.clone()];
            let found = chain::read(name, &authority.agencies).agencies;
            let slip = found.is_empty().then(|| dateline::mistyped(name, &authority.agencies)).flatten();
            self.agencies.extend(found);
            self.agencies.extend(slip);
        }
        if let Some(first) = parsed.credits.first() {
            // A byline's affiliation is no credit line: the dateline's is the credit.
            self.credit.get_or_insert(first.range.clone());
        }
        self.story = parsed.range.end;
        self.pieces.push(Piece { kind: FurnitureKind::Dateline, range: parsed.range.clone() });
        if let Some(found) = byline::behind(text, parsed.range.end, authority) {
            self.story = self.byline(found);
        } else if self.bylines.is_empty()
            && let Some(found) = byline::read(text, skip(text, parsed.range.end), None, authority)
            && text[found.range.end..].trim_start_matches(' ').starts_with('\n')
        {
            self.story = self.byline(found);
        }
        self.dateline = Some(parsed);
    }
}

/// Whether the credit of a dateline is that of a service for press releases.
fn is_release(text: &str, parsed: &Parsed, authority: &Authority) -> bool {
    parsed.credits.iter().any(|credit| {
        let cited = chain::read(&text[credit.inner.clone()], &authority.agencies).agencies;
        cited.iter().any(|cited| cited.agency.kind == AgencyKind::PressRelease)
    })
}

/// Whether the text is over behind `at` but for some sign: what stood before it is the tail.
fn nothing_below(text: &str, at: usize) -> bool {
    text[at..].trim().len() < 16
}

fn behind(stand: Stand) -> Stand {
    match stand {
        Stand::Below => Stand::Below,
        _ => Stand::Line,
    }
}

/// Skips blanks and what conversions leave between the elements of a head: `&QL;`, `<p>`, `&lt;p&gt;`, `\\`,
/// and the caret and the `<` that open and close a line of it (AP, ANPA 1312).
fn skip(text: &str, mut at: usize) -> usize {
    loop {
        let rest = &text[at..];
        let trimmed =
            rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '\\' | '\u{feff}' | '='));
        at = text.len() - trimmed.len();
        let opens = || text[..at].ends_with('\n') || at == 0;
        let caret = || trimmed.starts_with('^') && trimmed[1..].starts_with(char::is_alphanumeric) && opens();
        if trimmed.starts_with("<\n") || trimmed.starts_with("<\r") || caret() {
            at += 1;
            continue;
        }
        let tag = |open: &str, close: &str, most: usize| {
            let inner = trimmed.strip_prefix(open)?;
            let len = inner.find(close).filter(|n| *n <= most)?;
            Some(open.len() + len + close.len())
        };
        let entity = tag("&", ";", 4).filter(|len| {
            trimmed[1..len - 1].bytes().all(|b| b.is_ascii_uppercase()) && !trimmed.starts_with("&AMP")
        });
        let Some(len) = tag("&lt;", "&gt;", 12).or_else(|| tag("<", ">", 6)).or(entity) else {
            return at;
        };
        at += len;
    }
}

/// A dateline in lines of its own: place, perhaps bylines in capitals, credit (STT, Anadolu).
struct Stack<'a> {
    dateline: Parsed,
    byline: Option<byline::Read<'a>>,
    credit: (Range<usize>, Vec<Cited<'a>>),
}

fn stacked<'a>(grammar: &Grammar<'a>, at: usize) -> Option<Stack<'a>> {
    let text = grammar.text;
    let dateline = grammar.read_line(at)?;
    let mut next = skip(text, dateline.range.end);
    let byline = byline::bare_line(text, next, grammar.authority);
    if let Some(found) = &byline {
        next = skip(text, found.range.end);
    }
    let (end, agencies) = credit::line(text, next, &grammar.authority.agencies)?;
    Some(Stack { dateline, byline, credit: (next..end, agencies) })
}
