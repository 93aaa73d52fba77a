//! Datelines within a line, behind a headline, a byline or desk codes.

use super::credit::chain;
use super::dateline::{self, Grammar, Parsed, Stand};
use crate::authority::Authority;

/// A dateline within the line that starts at `at`: behind a headline (`… . COLUMBUS, Ohio (AP) — `), a byline
/// or desk codes. Only an agency in brackets leads to one.
pub(super) fn inline(grammar: &Grammar<'_>, at: usize) -> Option<Parsed> {
    let text = grammar.text;
    let line = text[at..].find('\n').unwrap_or(text.len());
    let limit = text.floor_char_boundary((at + line.min(420)).min(text.len()));
    let mut from = at;
    for _ in 0..4 {
        let open = from + text[from..limit].find('(')?;
        from = open + 1;
        let near = &text[open..text.floor_char_boundary(text.len().min(open + 43))];
        let Some(close) = near.find(')').map(|len| open + len) else { continue };
        if chain::read(&text[open + 1..close], &grammar.authority.agencies).agencies.is_empty() {
            continue;
        }
        let start = text.ceil_char_boundary(open.saturating_sub(100).max(at));
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
            if parsed.place.is_none() {
                if sentence.is_none() {
                    sentence = Some(parsed);
                }
                continue;
            }
            if parsed.known.name {
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

/// Whether a dateline's place part begins with desk codes or the like (`EFE mb/ar/g Toledo`, `Sports News,
/// New Delhi`): an agency's name, words that no place has, or an unknown element before a known one.
pub(super) fn coded(text: &str, parsed: &Parsed, authority: &Authority) -> bool {
    let Some(place) = parsed.place.clone() else { return false };
    let first = text[place.clone()].split([' ', ',']).next().unwrap_or_default();
    if parsed.loose > 0 || chain::read(first, &authority.agencies).whole {
        return true;
    }
    let named = |p: &dateline::PlaceText| dateline::known(text, &p.range, authority).name;
    match parsed.places.as_slice() {
        [first, .., last] => text[first.range.end..].starts_with(',') && !named(first) && named(last),
        _ => false,
    }
}
