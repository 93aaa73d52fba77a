//! Names of places as datelines write them: spelled out, without slips, without the words around them.

use std::borrow::Cow;

use super::scan::{Case, case};
use crate::authority::{Gazetteer, GeoHit, fold};
use crate::desk::text::Letters;
use crate::record::PlaceKind;

/// Begins the name of something that moves (AP: `ABOARD AIR FORCE ONE`).
const MOBILE: &[&str] =
    &["aboard", "on board", "a bord", "an bord", "a bordo", "ombord", "at sea", "with the "];

/// Ends the name of a facility: it is looked up with and without the word.
const FACILITY: &[&str] = &[
    "air base",
    "air force base",
    "naval base",
    "naval air station",
    "air station",
    "army base",
    "military base",
    "base",
    "airport",
    "international airport",
    "airfield",
    "tunnel",
    "dam",
    "bridge",
    "stadium",
    "refugee camp",
    "camp",
    "prison",
    "port",
    "border crossing",
    "pass",
    "national park",
    "space center",
];

/// Ends the name of a division.
const DIVISION: &[&str] =
    &["county", "province", "district", "township", "prefecture", "oblast", "governorate", "parish"];

/// Says that the reporter, or what a film shows, was only about there (AP: `NEAR KANDAHAR`; Reuters, for film of
/// unknown origin: `SAID TO BE DARAA`).
const HEDGES: &[&str] = &[
    "said to be in ",
    "said to be ",
    "somewhere in ",
    "on the outskirts of ",
    "outskirts of ",
    "north of ",
    "south of ",
    "east of ",
    "west of ",
    "near ",
    "outside ",
    "inside ",
    "off ",
];

/// Stands before a name and says which part of the place.
const LEADING: &[&str] = &[
    "northern ",
    "southern ",
    "eastern ",
    "western ",
    "central ",
    "north ",
    "south ",
    "east ",
    "west ",
    "upper ",
    "lower ",
    "downtown ",
];

/// Begins a name as wires shorten it, and as it is in full (seen in AP and UPI copy).
const SHORT: [(&str, &str); 10] = [
    ("st ", "saint "),
    ("saint ", "st "),
    ("ste ", "sainte "),
    ("ft ", "fort "),
    ("mt ", "mount "),
    ("n ", "north "),
    ("s ", "south "),
    ("e ", "east "),
    ("w ", "west "),
    ("the ", ""),
];

/// Cities that were divided once and are one again: their halves, in copy of the time (`WEST BERLIN`), lie in today's
/// whole.
const REJOINED: &[&str] = &["berlin", "jerusalem", "beirut"];
/// Begins the name of a half.
const DIVIDED: &[&str] = &["west ", "east "];

/// Whether `name` is that of something that moves.
pub fn mobile(name: &str) -> bool {
    const LETTERS: Letters = Letters::of(MOBILE);
    if !LETTERS.may_open(name) {
        return false;
    }
    let folded = fold(name);
    MOBILE.iter().any(|m| folded.starts_with(m))
}

/// Every place that `name` may mean, spelled out where wires shorten it (`St`, `Ft`, `Mt`).
pub fn hits(name: &str, gazetteer: &Gazetteer) -> Vec<GeoHit> {
    let folded = fold(name);
    let found = gazetteer.lookup_folded(&folded);
    if !found.is_empty() {
        return found;
    }
    if let Some((town, river)) = folded.split_once('/') {
        let forms =
            [format!("{town} ({river})"), format!("{town} an der {river}"), format!("{town} am {river}")];
        let found = forms.iter().map(|form| gazetteer.lookup_folded(form)).find(|hits| !hits.is_empty());
        return found.unwrap_or_else(|| gazetteer.lookup_folded(town));
    }
    for (short, long) in SHORT {
        if let Some(rest) = folded.strip_prefix(short) {
            let found = gazetteer.lookup_folded(&format!("{long}{rest}"));
            if !found.is_empty() {
                return found;
            }
        }
    }
    let whole =
        DIVIDED.iter().find_map(|half| folded.strip_prefix(half)).filter(|city| REJOINED.contains(city));
    whole.map(|city| gazetteer.lookup_folded(city)).unwrap_or_default()
}

/// Without the slips that a name may carry.
pub fn clean(name: &str) -> Cow<'_, str> {
    let plain = |byte: u8| matches!(byte, b' '..=b'~') && !matches!(byte, b'{' | b'}' | b'*');
    if name.bytes().all(plain) {
        return Cow::Borrowed(name.trim());
    }
    let clean = name
        .chars()
        .filter(|c| !matches!(c, '{' | '}' | '*'))
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .collect::<String>();
    Cow::Owned(clean.trim().to_owned())
}

/// The name behind a hedge.
pub fn hedged(name: &str) -> Option<&str> {
    const LETTERS: Letters = Letters::of(HEDGES);
    if !LETTERS.may_open(name) {
        return None;
    }
    HEDGES.iter().find_map(|hedge| {
        let head = name.get(..hedge.len())?;
        head.eq_ignore_ascii_case(hedge).then(|| &name[hedge.len()..])
    })
}

/// The name without a word for its kind or its surroundings, and the kind that the word says.
pub fn stem(name: &str) -> (Option<PlaceKind>, Option<String>) {
    let folded = fold(name);
    if let Some(rest) = LEADING.iter().find_map(|l| folded.strip_prefix(l)) {
        return (None, Some(rest.to_owned()));
    }
    let ends = |list: &[&str]| {
        let word = list
            .iter()
            .filter(|w| folded.strip_suffix(**w).is_some_and(|r| r.ends_with(' ')))
            .max_by_key(|w| w.len())?;
        Some(folded[..folded.len() - word.len()].trim_end().to_owned())
    };
    if let Some(rest) = ends(FACILITY) {
        return (Some(PlaceKind::Facility), Some(rest));
    }
    if let Some(rest) = ends(DIVISION) {
        return (Some(PlaceKind::Region), Some(rest));
    }
    (None, ends(&["city"]))
}

/// `RIO DE JANEIRO` as `Rio de Janeiro`: capitals become a name's usual writing.
pub fn titled(name: &str) -> String {
    if case(name) != Case::Upper {
        return name.to_owned();
    }
    const SMALL: &[&str] =
        &["DE", "DA", "DO", "DOS", "DEL", "OF", "AND", "THE", "UPON", "SUR", "AM", "AN", "DER"];
    // What is said letter by letter: prefixes of ships, `NATO`, `AFB`.
    const LETTERS: &[&str] = &[
        "USS", "USNS", "USCGC", "HMS", "HMAS", "HMCS", "HMNZS", "RMS", "MV", "M/V", "INS", "USAF", "RAF",
        "AFB", "NATO", "UN", "U.N.", "EU", "US", "U.S.", "UK", "U.K.", "II", "III", "IV",
    ];
    let mut out = String::with_capacity(name.len());
    for (at, word) in name.split(' ').enumerate() {
        if at > 0 {
            out.push(' ');
        }
        if at > 0 && SMALL.contains(&word) {
            out.push_str(&word.to_lowercase());
            continue;
        }
        if LETTERS.contains(&word) {
            out.push_str(word);
            continue;
        }
        let mut start = true;
        for c in word.chars() {
            match start {
                true => out.push(c),
                false => out.extend(c.to_lowercase()),
            }
            start = matches!(c, '-' | '.' | '\'' | '’' | '/');
        }
    }
    out
}
