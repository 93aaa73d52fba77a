//! The place part of a dateline as text: which words are one place with its state or country, and which
//! are several places.

use std::ops::Range;

use super::names::hits;
use super::part::{bare, chinese_state, spelled_out, wider};
use super::scan::{Case, case};
use crate::authority::{Gazetteer, GeoHit, fold};
use crate::desk::text::opener;
use crate::record::PlaceKind;

/// A place as written. Ranges are bytes of the body (or of the header).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceText {
    /// With its state and country part: `HANOVER, West Germany`.
    pub range: Range<usize>,
    /// The name alone: `HANOVER`.
    pub name: Range<usize>,
    /// State, province, county, country: nearest first.
    pub parts: Vec<Range<usize>>,
    /// Every place that the name may mean.
    pub hits: Vec<GeoHit>,
}

/// What German wires set behind a stroke to tell a town from its namesakes: `Frankfurt/Main` (dpa).
#[rustfmt::skip]
const RIVERS: &[&str] = &[
    "aller", "alz", "amper", "donau", "eder", "elbe", "ems", "fulda", "havel", "iller", "inn", "isar",
    "lahn", "lech", "leine", "main", "mosel", "neckar", "neisse", "oder", "rhein", "ruhr", "saale", "saar",
    "salzach", "sieg", "spree", "werra", "weser", "wupper", "allgau", "breisgau", "harz", "hessen",
    "holstein", "mark", "oberbayern", "oberpfalz", "ostfriesland", "pfalz", "sachsen", "schwaben", "taunus",
    "thuringen", "vogtland", "westfalen",
];

/// Cuts the place part `range` of `text` into places.
pub fn split(text: &str, range: Range<usize>, gazetteer: &Gazetteer) -> Vec<PlaceText> {
    let mut places = Vec::new();
    let pieces = cut(text, range, &["/", " and ", " y ", " et ", " und ", " e ", " & ", " AND "]);
    for piece in joined(text, pieces, gazetteer) {
        list(text, piece, gazetteer, &mut places);
    }
    for place in &mut places {
        let name = &text[place.name.clone()];
        if place.parts.is_empty() {
            // A sentence's period (`MINSK. July 26`); that of an abbreviation is its own (`WASHINGTON D.C.`).
            let bare = name.trim_end_matches('.');
            if !bare.rsplit(' ').next().unwrap_or_default().contains('.') {
                place.name.end -= name.len() - bare.len();
            }
            place.range = place.name.clone();
        }
        // A period is nothing to the gazetteer.
        place.hits = hits(name, gazetteer);
    }
    places
}

/// The pieces with those put together again that are one name: `Trinidad and Tobago`, `Tyne and Wear`,
/// `Frankfurt/Oder`.
fn joined(text: &str, pieces: Vec<Range<usize>>, gazetteer: &Gazetteer) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let name = |last: &Range<usize>| {
            let before = &text[last.clone()];
            let start = before.rfind([',', '(', '[']).map_or(last.start, |at| last.start + at + 1);
            let behind = &text[piece.clone()];
            let end = behind.find([',', ')', ']']).map_or(piece.end, |at| piece.start + at);
            let name = &text[start..end];
            if text[last.end..piece.start].contains('/') {
                return RIVERS.contains(&fold(&text[piece.start..end]).as_str());
            }
            !hits(&name.replace(" & ", " and "), gazetteer).is_empty()
        };
        match out.last_mut() {
            Some(last) if name(last) => last.end = piece.end,
            _ => out.push(piece),
        }
    }
    out
}

/// Cuts at any of `separators`, trimming blanks.
fn cut(text: &str, range: Range<usize>, separators: &[&str]) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let (mut from, mut at) = (range.start, range.start);
    // Separators begin with ASCII signs, so no byte of a longer character is taken for one.
    let bytes = &text.as_bytes()[..range.end];
    while at < range.end {
        let opens = matches!(bytes[at], b' ' | b',' | b'/' | b')' | b']');
        match opens.then(|| opener(&text[at..range.end], separators)).flatten() {
            Some(separator) => {
                pieces.push(from..at);
                at += separator.len();
                from = at;
            }
            None => at += 1,
        }
    }
    pieces.push(from..range.end);
    pieces.iter_mut().for_each(|piece| *piece = trim(text, piece.clone()));
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// The range without blanks and commas at either end.
pub fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let loose = |c: char| c.is_whitespace() || c == ',' || c == '*';
    let slice = &text[range.clone()];
    let start = range.start + slice.len() - slice.trim_start_matches(loose).len();
    let end = range.end - (slice.len() - slice.trim_end_matches(loose).len());
    start..end.max(start)
}

/// Reads `A, State, B`: each element is a place or belongs to the one before it.
fn list(text: &str, range: Range<usize>, gazetteer: &Gazetteer, places: &mut Vec<PlaceText>) {
    let first = places.len();
    for element in cut(text, range, &[","]) {
        let end = element.end;
        let (outer, inner) = brackets(text, element);
        if outer.is_empty() {
            continue;
        }
        let qualifies = places.len() > first
            && places.last().is_some_and(|place| belongs(text, place, &outer, gazetteer));
        if qualifies {
            if let Some(place) = places.last_mut() {
                place.range.end = outer.end;
                place.parts.push(outer);
            }
        } else if let Some(len) =
            chinese_state(&text[outer.clone()]).filter(|_| hits(&text[outer.clone()], gazetteer).is_empty())
        {
            let state = outer.start..outer.start + len;
            places.push(PlaceText {
                name: state.end..outer.end,
                range: outer,
                parts: vec![state],
                hits: Vec::new(),
            });
        } else {
            let part = unpunctuated(text, &outer, gazetteer);
            let name = outer.start..part.as_ref().map_or(outer.end, |p| p.start);
            let loose = |c: char| c == '.' && part.is_some() || c.is_whitespace();
            let name = name.start..name.start + text[name.clone()].trim_end_matches(loose).len();
            places.push(PlaceText {
                range: outer,
                name,
                parts: part.into_iter().collect(),
                hits: Vec::new(),
            });
        }
        if let Some(place) = places.last_mut()
            && !inner.is_empty()
        {
            place.range.end = end;
            place.parts.extend(inner);
        }
    }
}

/// The state or country part that no comma sets off: `FRESNO Calif.`, `NAIROBI. Kenya`.
fn unpunctuated(text: &str, range: &Range<usize>, gazetteer: &Gazetteer) -> Option<Range<usize>> {
    let whole = &text[range.clone()];
    if !whole.contains(' ') || !hits(whole, gazetteer).is_empty() {
        return None;
    }
    let cuts = whole.match_indices(' ').map(|(at, _)| at);
    let fits = |at: &usize| {
        let (name, part) = (whole[..*at].trim_end_matches('.'), &whole[at + 1..]);
        let styled = case(name) == Case::Upper && case(part) != Case::Upper;
        (styled
            || spelled_out(part, gazetteer).is_some()
                && !["IN", "OR", "ME", "OK", "HI", "OH"].contains(&part))
            && !wider(part, gazetteer).is_empty()
            && !hits(name, gazetteer).is_empty()
    };
    let cut = cuts
        .clone()
        .take(4)
        .find(fits)
        .or_else(|| cuts.clone().next_back().filter(|at| coded(whole, *at, gazetteer)));
    cut.map(|at| range.start + at + 1..range.end)
}

/// Whether what stands behind `at` is the code of the division that a town of that name lies in: `Landquart GR` (ATS, Keystone).
fn coded(whole: &str, at: usize, gazetteer: &Gazetteer) -> bool {
    let (name, code) = (&whole[..at], &whole[at + 1..]);
    let own = |hit: &GeoHit| {
        let region = gazetteer.get(hit.id).region.and_then(|region| gazetteer.get(region).code);
        region.and_then(|region| region.split_once('-')).is_some_and(|(_, division)| division == code)
    };
    code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase()) && hits(name, gazetteer).iter().any(own)
}

/// `Jaipur (Rajasthan) [India]`: the name, and the inside of each bracket.
fn brackets(text: &str, range: Range<usize>) -> (Range<usize>, Vec<Range<usize>>) {
    let open = text[range.clone()].find(['(', '[']).map(|at| range.start + at);
    let Some(open) = open.filter(|_| text[range.clone()].ends_with([')', ']'])) else {
        return (range, Vec::new());
    };
    let inner = |piece: Range<usize>| {
        let content = text[piece.clone()].trim_start_matches(['(', '[', ' ']);
        trim(text, piece.end - content.len()..piece.end)
    };
    let pieces = cut(text, open..range.end, &[")", "]"]).into_iter().map(inner);
    (trim(text, range.start..open), pieces.filter(|p| !p.is_empty()).collect())
}

/// Whether `part` says where `place` lies, or is a place of its own in a list (`NEW YORK, LONDON and
/// BEIJING`).
fn belongs(text: &str, place: &PlaceText, part: &Range<usize>, gazetteer: &Gazetteer) -> bool {
    let word = &text[part.clone()];
    if spelled_out(bare(word), gazetteer).is_some() {
        return true;
    }
    let outer = wider(word, gazetteer);
    if !outer.is_empty() {
        let city = gazetteer.lookup(word).first().is_some_and(|h| h.kind == PlaceKind::City);
        let name = &text[place.name.clone()];
        if !city || case(word) != case(name) {
            return true;
        }
        // `NEW YORK` may be the state of a town or a city of the list: it is the state of what lies there.
        let hits = hits(name, gazetteer);
        let inside = |h: &GeoHit| outer.iter().any(|o| gazetteer.within(h.id, o.id));
        return match hits.is_empty() {
            true => case(word) != Case::Upper,
            false => hits.iter().any(inside),
        };
    }
    // Unknown or a town: written otherwise than the place it is its county or an odd state (AP style keeps
    // capitals for the city).
    case(&text[place.name.clone()]) == Case::Upper && case(word) != Case::Upper
}
