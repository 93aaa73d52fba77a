//! One reading of the copy's head and tail: dateline, credits, bylines, notes, sign-offs, and where the
//! story between them begins and ends.

use std::ops::Range;

use super::Sent;
use super::credit::{self, byline, chain, signoff};
use super::dateline::{self, Chosen, Grammar, Parsed, Stand};
use super::furniture::{self, Piece};
use super::text::Text;
use super::update::{self, Mark};
use crate::authority::{Agency, Authority, GeoId};
use crate::dispatch::Header;
use crate::record::{Byline, Credit, Dateline, FurnitureKind, Update, UpdateKind, Warning};

/// The head is looked for within so many bytes.
const HEAD: usize = 1_500;
/// What the choice among namesakes may read of the story, in bytes.
const STORY: usize = 1_500;
/// Lines above the dateline that may be headlines.
const HEADLINES: usize = 6;

/// What the head and the tail of a dispatch say. Ranges are bytes of the body.
pub struct Copy {
    pub dateline: Option<Dateline>,
    /// The dateline's places in the gazetteer.
    pub places: Vec<GeoId>,
    pub credit: Credit,
    pub update: Update,
    /// In order, without overlap.
    pub furniture: Vec<Piece>,
    /// The body without its head and tail.
    pub story: Range<usize>,
    pub warnings: Vec<Warning>,
}

/// Reads the copy of one dispatch. Never fails: what cannot be read is left out, with a warning where
/// something stood.
pub fn read(text: &Text<'_>, header: Option<&Header>, authority: &Authority, sent: Sent) -> Copy {
    let body = text.str;
    let head = Head::read(body, authority, sent);
    let tail = signoff::read(body, head.story, &authority.agencies);
    let story_end = tail.pieces.first().map_or(body.len(), |p| p.range.start).max(head.story);
    let story = head.story..story_end;

    let mut agencies: Vec<&Agency> = Vec::new();
    let mut credit_raw = None;
    if let Some(header) = header {
        agencies.extend(chain::read(&header.credit, &authority.agencies).agencies);
        credit_raw = Some(header.credit.clone()).filter(|c| !c.trim().is_empty());
    }
    agencies.extend(&head.agencies);
    agencies.extend(&tail.agencies);
    credit_raw = credit_raw.or_else(|| head.credit.clone().map(|r| body[r].trim().to_owned()));
    let mut credited = Vec::new();
    for agency in &agencies {
        chain::add(&mut credited, agency);
    }

    let mut warnings = Vec::new();
    let mut lead_end = (story.start + STORY).min(story.end);
    while !body.is_char_boundary(lead_end) {
        lead_end -= 1;
    }
    // Headlines above it name the state or country that a dateline leaves out.
    let above = head.dateline.as_ref().map_or(0, |p| p.range.start);
    let lead = [&body[..above], &body[story.start..lead_end]];
    let (dateline, chosen) = match (&head.dateline, header) {
        (Some(parsed), _) => in_text(text, parsed, &lead, &agencies, authority, sent),
        (None, Some(header)) => in_header(header, &lead, &agencies, authority, sent),
        (None, None) => (None, Vec::new()),
    };
    for choice in &chosen {
        if choice.id.is_none() && choice.place.confidence < 0.5 {
            warnings.push(Warning {
                code: "dateline.place_unknown",
                field: "dateline",
                detail: format!("no gazetteer has the place `{}`", choice.place.raw),
            });
        } else if choice.doubtful {
            warnings.push(Warning {
                code: "dateline.place_ambiguous",
                field: "dateline",
                detail: format!("`{}` has namesakes and the story does not decide", choice.place.raw),
            });
        }
    }
    if let Some(embargo) = head.update.embargo.as_ref().filter(|e| e.until.is_none()) {
        warnings.push(Warning {
            code: "embargo.unresolved",
            field: "embargoedUntil",
            detail: format!("the embargo `{}` names no instant that can be read", embargo.raw),
        });
    }
    let mut pieces = head.pieces;
    pieces.extend(tail.pieces);
    pieces.sort_by_key(|p| p.range.start);
    Copy {
        dateline,
        places: chosen.iter().filter_map(|c| c.id).collect(),
        credit: Credit {
            raw: credit_raw,
            agencies: credited,
            bylines: head.bylines,
            contributors: tail.contributors,
        },
        update: head.update,
        furniture: pieces,
        story,
        warnings,
    }
}

/// Lines of staff contacts in the trailer of `body`, for cutting before anything is counted in it.
pub fn private(body: &str) -> Vec<Range<usize>> {
    signoff::private(body)
}

fn in_text(
    text: &Text<'_>,
    parsed: &Parsed,
    lead: &[&str],
    agencies: &[&Agency],
    authority: &Authority,
    sent: Sent,
) -> (Option<Dateline>, Vec<Chosen>) {
    let Some(raw) = &parsed.raw else { return (None, Vec::new()) };
    let places = match &parsed.place {
        Some(range) => dateline::split(text.str, range.clone(), &authority.gazetteer),
        None => Vec::new(),
    };
    let chosen = dateline::resolve(text.str, &places, lead, agencies, authority);
    let (start, end) = text.points(raw);
    let dateline = Dateline {
        raw: text.str[raw.clone()].to_owned(),
        start: Some(start),
        end: Some(end),
        places: chosen.iter().map(|c| c.place.clone()).collect(),
        date: parsed.date.as_ref().and_then(|d| dateline::resolve_date(d, sent)),
        date_raw: parsed.date.as_ref().map(|d| text.str[d.range.clone()].to_owned()),
        rule: parsed.rule,
        confidence: parsed.confidence,
    };
    (Some(dateline), chosen)
}

fn in_header(
    header: &Header,
    lead: &[&str],
    agencies: &[&Agency],
    authority: &Authority,
    sent: Sent,
) -> (Option<Dateline>, Vec<Chosen>) {
    let text = header.dateline.as_str();
    let (place, date) = Grammar { text, authority }.read_header();
    let places = match place {
        Some(range) => dateline::split(text, range, &authority.gazetteer),
        None => Vec::new(),
    };
    if places.is_empty() && date.is_none() {
        return (None, Vec::new());
    }
    let chosen = dateline::resolve(text, &places, lead, agencies, authority);
    let dateline = Dateline {
        raw: text.trim().to_owned(),
        start: None,
        end: None,
        places: chosen.iter().map(|c| c.place.clone()).collect(),
        date: date.as_ref().and_then(|d| dateline::resolve_date(d, sent)),
        date_raw: date.map(|d| text[d.range].to_owned()),
        rule: "header",
        confidence: 0.98,
    };
    (Some(dateline), chosen)
}

/// What stands above the story.
#[derive(Default)]
struct Head<'a> {
    pieces: Vec<Piece>,
    bylines: Vec<Byline>,
    agencies: Vec<&'a Agency>,
    /// The first credit, with its brackets.
    credit: Option<Range<usize>>,
    dateline: Option<Parsed>,
    update: Update,
    /// Where the story begins.
    story: usize,
}

impl<'a> Head<'a> {
    fn read(text: &str, authority: &'a Authority, sent: Sent) -> Self {
        let mut head = Head::default();
        let agencies = &authority.agencies;
        let grammar = Grammar { text, authority };
        let (mut at, mut stand) = (0, Stand::Text);
        // Headlines count only when something that they head follows.
        let mut headlines: Vec<Piece> = Vec::new();
        for _ in 0..32 {
            at = skip(text, at);
            if at >= text.len().min(HEAD) {
                break;
            }
            if let Some(piece) = furniture::note(text, at).or_else(|| furniture::line(text, at)) {
                head.note(text, piece.clone(), sent);
                at = piece.range.end;
                stand = behind(stand);
                head.commit(&mut headlines, at);
                continue;
            }
            if let Some((end, found)) = credit::copyright(text, at, agencies) {
                head.agencies.extend(found);
                head.credit.get_or_insert(at..end);
                head.pieces.push(Piece { kind: FurnitureKind::Byline, range: at..end });
                at = end;
                stand = behind(stand);
                head.commit(&mut headlines, at);
                continue;
            }
            let read = grammar.read(at, stand);
            let sure = |p: &Parsed| match &p.place {
                Some(place) => p.loose == 0 && dateline::known(text, place, authority).name,
                None => true,
            };
            let inline = match &read {
                Some(parsed) if sure(parsed) || parsed.credits.is_empty() => None,
                _ => inline(&grammar, at),
            };
            if let Some(parsed) = read
                && inline
                    .as_ref()
                    .is_none_or(|i| i.range.end != parsed.range.end || !coded(text, &parsed, authority))
            {
                head.commit(&mut headlines, at);
                head.dateline(text, parsed, authority);
                return head;
            }
            if let Some(found) = byline::read(text, at, inline.as_ref().map(|p| p.range.start), agencies) {
                at = head.byline(found);
                stand = behind(stand);
                head.commit(&mut headlines, at);
                continue;
            }
            if headlines.is_empty()
                && head.pieces.is_empty()
                && let Some(found) = byline::bare_name(text, at)
                && let Some(parsed) = grammar.read(skip(text, found.range.end), Stand::Line)
                && parsed.place.is_some()
            {
                head.byline(found);
                head.dateline(text, parsed, authority);
                return head;
            }
            if let Some(parsed) = inline {
                head.marked(&text[at..parsed.range.start], sent);
                let before = text[..parsed.range.start].trim_end().len();
                if before > at {
                    headlines.push(Piece { kind: FurnitureKind::Headline, range: at..before });
                }
                head.commit(&mut headlines, parsed.range.start);
                head.dateline(text, parsed, authority);
                return head;
            }
            let mut end = at + text[at..].find('\n').unwrap_or(text.len() - at);
            end = at
                + text[at..end]
                    .find(" &")
                    .filter(|n| skip(text, at + n + 1) > at + n + 1)
                    .unwrap_or(end - at);
            let line = text[at..end].trim_end();
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
            headlines.push(Piece { kind: FurnitureKind::Headline, range: at..at + line.len() });
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
        if piece.kind == FurnitureKind::Correction && self.update.note.is_none() {
            self.update.note = Some(content.trim_matches(['(', ')', ' ']).to_owned());
            update::apply(
                &mut self.update,
                Mark::Kind { kind: UpdateKind::Correction, sequence: None, alone: true },
            );
        }
        self.pieces.push(piece);
    }

    /// Takes a marker of `line`; whether the line is nothing else.
    fn marked(&mut self, line: &str, sent: Sent) -> bool {
        let Some(mark) = update::mark(line, sent) else { return false };
        let alone = match &mark {
            Mark::Kind { alone, .. } => *alone,
            Mark::Embargo(_) => true,
        };
        update::apply(&mut self.update, mark);
        alone
    }

    fn byline(&mut self, found: byline::Read<'a>) -> usize {
        self.bylines.extend(found.bylines);
        self.agencies.extend(found.agencies);
        let end = found.range.end;
        self.pieces.push(Piece { kind: FurnitureKind::Byline, range: found.range });
        end
    }

    fn dateline(&mut self, text: &str, parsed: Parsed, authority: &'a Authority) {
        for credit in &parsed.credits {
            let found = chain::read(&text[credit.inner.clone()], &authority.agencies);
            self.agencies.extend(found.agencies);
        }
        if let Some(first) = parsed.credits.first() {
            // A byline's affiliation is no credit line: the dateline's is the credit.
            self.credit.get_or_insert(first.range.clone());
        }
        self.story = parsed.range.end;
        self.pieces.push(Piece { kind: FurnitureKind::Dateline, range: parsed.range.clone() });
        if let Some(found) = byline::behind(text, parsed.range.end) {
            self.story = self.byline(found);
        } else if self.bylines.is_empty()
            && let Some(found) = byline::read(text, skip(text, parsed.range.end), None, &authority.agencies)
            && text[found.range.end..].trim_start_matches(' ').starts_with('\n')
        {
            self.story = self.byline(found);
        }
        self.dateline = Some(parsed);
    }
}

/// Whether a dateline's place part begins with desk codes or the like (`EFE mb/ar/g Toledo`, `Sports News,
/// New Delhi`): an agency's name, words that no place has, or an unknown element before a known one.
fn coded(text: &str, parsed: &Parsed, authority: &Authority) -> bool {
    let Some(place) = parsed.place.clone() else { return false };
    let first = text[place.clone()].split([' ', ',']).next().unwrap_or_default();
    if parsed.loose > 0 || chain::read(first, &authority.agencies).whole {
        return true;
    }
    let places = dateline::split(text, place, &authority.gazetteer);
    let named = |p: &dateline::PlaceText| dateline::known(text, &p.range, authority).name;
    match places.as_slice() {
        [first, .., last] => text[first.range.end..].starts_with(',') && !named(first) && named(last),
        _ => false,
    }
}

fn behind(stand: Stand) -> Stand {
    match stand {
        Stand::Below => Stand::Below,
        _ => Stand::Line,
    }
}

/// Skips blanks and what conversions leave between the elements of a head: `&QL;`, `<p>`, `&lt;p&gt;`, `\\`.
fn skip(text: &str, mut at: usize) -> usize {
    loop {
        let rest = &text[at..];
        let trimmed =
            rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '\\' | '\u{feff}' | '='));
        at = text.len() - trimmed.len();
        let tag = |open: &str, close: &str, most: usize| {
            let inner = trimmed.strip_prefix(open)?;
            let len = inner.find(close).filter(|n| *n <= most)?;
            Some(open.len() + len + close.len())
        };
        let entity = tag("&", ";", 4).filter(|len| {
            trimmed[1..len - 1].bytes().all(|b| b.is_ascii_uppercase()) && !trimmed.starts_with("&AMP")
        });
        let Some(len) = tag("&lt;", "&gt;", 12).or_else(|| tag("<", ">", 3)).or(entity) else {
            return at;
        };
        at += len;
    }
}

/// A dateline within the line that starts at `at`: behind a headline (`… . COLUMBUS, Ohio (AP) — `), a byline
/// or desk codes. Only an agency in brackets leads to one.
fn inline(grammar: &Grammar<'_>, at: usize) -> Option<Parsed> {
    let text = grammar.text;
    let line = text[at..].find('\n').unwrap_or(text.len());
    let mut limit = (at + line.min(420)).min(text.len());
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    let mut from = at;
    for _ in 0..4 {
        let open = from + text[from..limit].find('(')?;
        let close = open + text[open..].find(')').filter(|n| *n <= 42)?;
        from = open + 1;
        if chain::read(&text[open + 1..close], &grammar.authority.agencies).agencies.is_empty() {
            continue;
        }
        let mut start = open.saturating_sub(100).max(at);
        while !text.is_char_boundary(start) {
            start += 1;
        }
        let mut candidates = Vec::new();
        let mut boundary = start == at || text[..start].ends_with([' ', '\n']);
        for (offset, c) in text[start..=open].char_indices() {
            if boundary && (c.is_uppercase() || c.is_ascii_digit() || c == '(') {
                candidates.push(start + offset);
            }
            boundary = c.is_whitespace() || matches!(c, '.' | ')');
        }
        let mut sentence: Option<Parsed> = None;
        for candidate in candidates {
            let before = text[..candidate].trim_end();
            if before.ends_with(',') {
                continue; // the state part of a place is no place of its own
            }
            let Some(parsed) = grammar.read(candidate, Stand::Inline) else { continue };
            if parsed.credits.first().is_none_or(|c| c.range.start != open) {
                continue;
            }
            let Some(place) = &parsed.place else {
                if sentence.is_none() {
                    sentence = Some(parsed);
                }
                continue;
            };
            if dateline::known(text, place, grammar.authority).name {
                return Some(parsed);
            }
            let token = before.rsplit(' ').next().unwrap_or_default();
            let code = token.starts_with(char::is_lowercase) && token.len() <= 6 || token.contains('/');
            let fresh = code || before.ends_with(['.', '!', '?', ')', ':']) || candidate == at;
            if fresh && parsed.loose == 0 && sentence.as_ref().is_none_or(|s| s.place.is_none()) {
                sentence = Some(parsed);
            }
        }
        if sentence.is_some() {
            return sentence;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 10 March 2021, noon.
    const SENT: Sent = Sent { timestamp_ms: Some(1_615_377_600_000) };

    fn said(text: &str, authority: &Authority) -> [String; 4] {
        let copy = read(&Text::new(text), None, authority, SENT);
        let none = |s: String| if s.is_empty() { "-".to_owned() } else { s };
        let place = |p: &crate::record::DatelinePlace| {
            format!("{} > {}, {}", p.raw, p.name, p.place.country.as_deref().unwrap_or("?"))
        };
        let dateline = copy.dateline.as_ref();
        let places: Vec<String> = dateline.iter().flat_map(|d| &d.places).map(place).collect();
        let agencies: Vec<&str> = copy.credit.agencies.iter().map(|a| a.code.as_str()).collect();
        let bylines: Vec<&str> = copy.credit.bylines.iter().map(|b| b.name.as_str()).collect();
        [
            none(places.join("; ")),
            none(dateline.and_then(|d| d.date.clone()).unwrap_or_default()),
            none(agencies.join(" ")),
            none(bylines.join(", ")),
        ]
    }

    #[test]
    fn cases() {
        let authority = Authority::builtin().expect("the data built in");
        let mut wrong = Vec::new();
        for line in include_str!("copy_cases.txt").lines() {
            let columns: Vec<&str> = line.split(" ¦ ").collect();
            let [text, expected @ ..] = columns.as_slice() else { continue };
            if line.starts_with('#') || line.is_empty() {
                continue;
            }
            assert_eq!(expected.len(), 4, "five columns: {line}");
            let found = said(&text.replace("\\n", "\n"), &authority);
            if found != *expected {
                wrong.push(format!("{text}\n    found {found:?}\n    not   {expected:?}"));
            }
        }
        assert!(wrong.is_empty(), "{} cases\n{}", wrong.len(), wrong.join("\n"));
    }
}
