//! The place part of a dateline as text: which words are one place with its state or country, and which
//! are several places.

use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::scan::{Case, case};
use crate::authority::{Gazetteer, GeoHit, fold};
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
}

/// Postal codes of US states and Canadian provinces, which web copy and sports wires use in datelines
/// (`Minneapolis, MN`). Only in capitals and only behind a place.
#[rustfmt::skip]
const POSTAL: &[(&str, &str)] = &[
    ("AB", "Alberta"), ("AK", "Alaska"), ("AL", "Alabama"), ("AR", "Arkansas"), ("AZ", "Arizona"),
    ("BC", "British Columbia"), ("CA", "California"), ("CO", "Colorado"), ("CT", "Connecticut"),
    ("DC", "District of Columbia"), ("DE", "Delaware"), ("FL", "Florida"), ("GA", "Georgia"), ("HI", "Hawaii"),
    ("IA", "Iowa"), ("ID", "Idaho"), ("IL", "Illinois"), ("IN", "Indiana"), ("KS", "Kansas"),
    ("KY", "Kentucky"), ("LA", "Louisiana"), ("MA", "Massachusetts"), ("MB", "Manitoba"), ("MD", "Maryland"),
    ("ME", "Maine"), ("MI", "Michigan"), ("MN", "Minnesota"), ("MO", "Missouri"), ("MS", "Mississippi"),
    ("MT", "Montana"), ("NB", "New Brunswick"), ("NC", "North Carolina"), ("ND", "North Dakota"),
    ("NE", "Nebraska"), ("NH", "New Hampshire"), ("NJ", "New Jersey"), ("NL", "Newfoundland and Labrador"),
    ("NM", "New Mexico"), ("NS", "Nova Scotia"), ("NV", "Nevada"), ("NY", "New York"), ("OH", "Ohio"),
    ("OK", "Oklahoma"), ("ON", "Ontario"), ("OR", "Oregon"), ("PA", "Pennsylvania"),
    ("PE", "Prince Edward Island"), ("QC", "Quebec"), ("RI", "Rhode Island"), ("SC", "South Carolina"),
    ("SD", "South Dakota"), ("SK", "Saskatchewan"), ("TN", "Tennessee"), ("TX", "Texas"), ("UT", "Utah"),
    ("VA", "Virginia"), ("VT", "Vermont"), ("WA", "Washington"), ("WI", "Wisconsin"), ("WV", "West Virginia"),
    ("WY", "Wyoming"),
];

/// Abbreviations of the AP and Reuters stylebooks that no gazetteer has as names.
#[rustfmt::skip]
const STYLEBOOK: &[(&str, &str)] = &[
    ("ala", "Alabama"), ("alta", "Alberta"), ("ariz", "Arizona"), ("ark", "Arkansas"),
    ("bc", "British Columbia"), ("cal", "California"), ("calif", "California"), ("colo", "Colorado"),
    ("conn", "Connecticut"), ("dc", "District of Columbia"), ("del", "Delaware"), ("fla", "Florida"),
    ("ga", "Georgia"), ("ill", "Illinois"), ("ind", "Indiana"), ("kan", "Kansas"), ("kans", "Kansas"),
    ("ky", "Kentucky"), ("la", "Louisiana"), ("man", "Manitoba"), ("mass", "Massachusetts"),
    ("md", "Maryland"), ("mich", "Michigan"), ("minn", "Minnesota"), ("miss", "Mississippi"),
    ("mo", "Missouri"), ("mont", "Montana"), ("nb", "New Brunswick"), ("nc", "North Carolina"),
    ("nd", "North Dakota"), ("neb", "Nebraska"), ("nebr", "Nebraska"), ("nev", "Nevada"),
    ("nfld", "Newfoundland and Labrador"), ("newfoundland", "Newfoundland and Labrador"),
    ("nh", "New Hampshire"), ("nj", "New Jersey"), ("nm", "New Mexico"), ("ns", "Nova Scotia"),
    ("nsw", "New South Wales"), ("ny", "New York"), ("okla", "Oklahoma"), ("ont", "Ontario"),
    ("ore", "Oregon"), ("pa", "Pennsylvania"), ("pei", "Prince Edward Island"), ("penn", "Pennsylvania"),
    ("que", "Quebec"), ("ri", "Rhode Island"), ("sask", "Saskatchewan"), ("sc", "South Carolina"),
    ("sd", "South Dakota"), ("tenn", "Tennessee"), ("tex", "Texas"), ("uk", "United Kingdom"),
    ("us", "United States"), ("usa", "United States"), ("va", "Virginia"), ("vt", "Vermont"),
    ("w va", "West Virginia"), ("wash", "Washington"), ("wis", "Wisconsin"), ("wva", "West Virginia"),
    ("wyo", "Wyoming"),
];

/// Abbreviations of British counties (PA style), as no gazetteer has them.
#[rustfmt::skip]
const COUNTIES: &[(&str, &str)] = &[
    ("beds", "Bedfordshire"), ("berks", "Berkshire"), ("bucks", "Buckinghamshire"), ("cambs", "Cambridgeshire"),
    ("derbys", "Derbyshire"), ("glos", "Gloucestershire"), ("hants", "Hampshire"), ("herts", "Hertfordshire"),
    ("lancs", "Lancashire"), ("leics", "Leicestershire"), ("lincs", "Lincolnshire"), ("northants", "Northamptonshire"),
    ("notts", "Nottinghamshire"), ("oxon", "Oxfordshire"), ("shrops", "Shropshire"), ("staffs", "Staffordshire"),
    ("warks", "Warwickshire"), ("wilts", "Wiltshire"), ("worcs", "Worcestershire"), ("yorks", "Yorkshire"),
];

/// Postal codes that mean a state of Australia as well as one of the United States.
const AUSTRALIAN: &[(&str, &str)] = &[("WA", "Western Australia")];

/// What German wires set behind a stroke to tell a town from its namesakes: `Frankfurt/Main` (dpa).
#[rustfmt::skip]
const RIVERS: &[&str] = &[
    "aller", "alz", "amper", "donau", "eder", "elbe", "ems", "fulda", "havel", "iller", "inn", "isar",
    "lahn", "lech", "leine", "main", "mosel", "neckar", "neisse", "oder", "rhein", "ruhr", "saale", "saar",
    "salzach", "sieg", "spree", "werra", "weser", "wupper", "allgau", "breisgau", "harz", "hessen",
    "holstein", "mark", "oberbayern", "oberpfalz", "ostfriesland", "pfalz", "sachsen", "schwaben", "taunus",
    "thuringen", "vogtland", "westfalen",
];

/// Every region, country or area that `part` may mean behind a place: `Ohio`, `Calif.`, `MN`, `Brasil`.
pub fn wider(part: &str, gazetteer: &Gazetteer) -> Vec<GeoHit> {
    let part = part.trim();
    let bare = bare(part);
    let abbreviated = spelled_out(bare);
    let mut hits = match abbreviated {
        Some(name) => gazetteer.lookup(name),
        None => gazetteer.lookup(bare),
    };
    hits.retain(|h| matches!(h.kind, PlaceKind::Region | PlaceKind::Country));
    let british = abbreviated.is_some_and(|name| COUNTIES.iter().any(|(_, county)| *county == name));
    if british {
        if hits.is_empty() {
            hits = gazetteer.lookup("England");
        }
        hits.truncate(1);
        return hits;
    }
    if abbreviated.is_some() {
        // `Ga.` is the state of the stylebook's country, never the other Georgia.
        let of_stylebook = |h: &GeoHit| {
            let code = gazetteer.get(h.id).code.unwrap_or_default();
            ["US-", "CA-", "AU-"].iter().any(|c| code.starts_with(c))
        };
        match hits.iter().position(of_stylebook) {
            Some(at) => {
                hits = vec![hits[at]];
                if let Some((_, other)) = AUSTRALIAN.iter().find(|(code, _)| *code == bare) {
                    hits.extend(gazetteer.lookup(other).into_iter().find(of_stylebook));
                }
            }
            None => hits.truncate(1),
        }
    }
    hits
}

fn bare(part: &str) -> &str {
    let part = part.trim();
    part.strip_prefix("the ").or_else(|| part.strip_prefix("The ")).unwrap_or(part)
}

/// What a stylebook's or the post's abbreviation stands for: `Calif.`, `MN`.
fn spelled_out(part: &str) -> Option<&'static str> {
    let code = part.trim_end_matches('.');
    let postal = (code.len() == 2).then(|| POSTAL.iter().find(|(short, _)| *short == code)).flatten();
    if let Some((_, name)) = postal {
        return Some(name);
    }
    let mut folded = (part.len() <= 14).then(|| fold(part))?;
    // `N. C.` is `N.C.`
    if folded.split(' ').all(|letter| letter.len() == 1) {
        folded.retain(|c| c != ' ');
    }
    ABBREVIATIONS.get(folded.as_str()).copied()
}

static ABBREVIATIONS: LazyLock<FxHashMap<&str, &str>> =
    LazyLock::new(|| COUNTIES.iter().chain(STYLEBOOK).copied().collect());

/// Whether `part` is a stylebook's abbreviation.
pub fn abbreviates(part: &str) -> bool {
    spelled_out(part).is_some()
}

/// Cuts the place part `range` of `text` into places.
pub fn split(text: &str, range: Range<usize>, gazetteer: &Gazetteer) -> Vec<PlaceText> {
    let mut places = Vec::new();
    let pieces = cut(text, range, &["/", " and ", " y ", " et ", " und ", " e ", " & ", " AND "]);
    for piece in joined(text, pieces, gazetteer) {
        list(text, piece, gazetteer, &mut places);
    }
    for place in places.iter_mut().filter(|p| p.parts.is_empty()) {
        // A sentence's period (`MINSK. July 26`); that of an abbreviation is its own (`WASHINGTON D.C.`).
        let name = &text[place.name.clone()];
        let bare = name.trim_end_matches('.');
        if !bare.rsplit(' ').next().unwrap_or_default().contains('.') {
            place.name.end -= name.len() - bare.len();
        }
        place.range = place.name.clone();
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
            !super::names::hits(&name.replace(" & ", " and "), gazetteer).is_empty()
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
        match separators.iter().find(|s| opens && bytes[at..].starts_with(s.as_bytes())) {
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
        } else {
            let part = unpunctuated(text, &outer, gazetteer);
            let name = outer.start..part.as_ref().map_or(outer.end, |p| p.start);
            let loose = |c: char| c == '.' && part.is_some() || c.is_whitespace();
            let name = name.start..name.start + text[name.clone()].trim_end_matches(loose).len();
            places.push(PlaceText { range: outer, name, parts: part.into_iter().collect() });
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
    if !whole.contains(' ') || !super::names::hits(whole, gazetteer).is_empty() {
        return None;
    }
    let cuts = whole.match_indices(' ').map(|(at, _)| at);
    let fits = |at: &usize| {
        let (name, part) = (whole[..*at].trim_end_matches('.'), &whole[at + 1..]);
        let styled = case(name) == Case::Upper && case(part) != Case::Upper;
        (styled || spelled_out(part).is_some() && !["IN", "OR", "ME", "OK", "HI", "OH"].contains(&part))
            && !wider(part, gazetteer).is_empty()
            && !super::names::hits(name, gazetteer).is_empty()
    };
    cuts.take(4).find(fits).map(|at| range.start + at + 1..range.end)
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
    if spelled_out(bare(word)).is_some() {
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
        let hits = super::names::hits(name, gazetteer);
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
