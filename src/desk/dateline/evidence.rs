//! What proves a dateline: which of place, date, credit and dash must be there, and how well the place must
//! be known, before copy is taken for one.

use std::ops::Range;

use super::date::DateText;
use super::grammar::Stand;
use super::place;
use super::scan::{Case, Dash};
use crate::authority::{Authority, CountryCode, NameRank};
use crate::record::PlaceKind;

/// What was read, as far as it counts as evidence.
#[derive(Clone)]
pub struct Shape {
    pub stand: Stand,
    /// A stray sign stands before it.
    pub slip: bool,
    pub feed: bool,
    pub credit_first: bool,
    /// Of the first place; `None` without a place.
    pub case: Option<Case>,
    pub words: usize,
    pub loose: usize,
    pub date: Option<DateText>,
    /// The place's own credit, not a feed's name before it: `Some(true)` for an agency of the authority.
    pub credit: Option<bool>,
    pub slashed: bool,
    pub dash: Option<Dash>,
    /// The first sign of the story.
    pub next: Option<char>,
    pub line_ends: bool,
    /// A comma follows where a dash would stand: `April 1, Example Corp said`.
    pub comma: bool,
    /// A period follows where a dash would stand: `BAKU, Azerbaijan, March 9. Text`.
    pub period: bool,
    /// The credit has no brackets and no date before it: `MONTREAL, AFP -`.
    pub bare: bool,
}

impl Shape {
    pub fn at(stand: Stand, slip: bool) -> Self {
        Shape {
            stand,
            slip,
            feed: false,
            credit_first: false,
            case: None,
            words: 0,
            loose: 0,
            date: None,
            credit: None,
            slashed: false,
            dash: None,
            next: None,
            line_ends: false,
            comma: false,
            period: false,
            bare: false,
        }
    }
}

/// Ends names that can only be places', in no gazetteer though they may be.
const GEOGRAPHIC: &[&str] = &[
    "ISLAND",
    "ISLANDS",
    "BEACH",
    "PARK",
    "VALLEY",
    "LAKE",
    "SPRINGS",
    "HEIGHTS",
    "FALLS",
    "BAY",
    "COUNTY",
    "TOWNSHIP",
    "PROVINCE",
    "CITY",
    "VILLAGE",
    "HARBOR",
    "HARBOUR",
    "CREEK",
    "GROVE",
    "CANYON",
    "MOUNTAIN",
    "MOUNTAINS",
    "FORD",
    "JUNCTION",
    "LANDING",
    "AIRPORT",
    "CAMP",
    "BASE",
];

/// What the gazetteer knows of the place part.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known {
    /// Every place is in the gazetteer under this name.
    pub name: bool,
    /// Every place is, and is a town of some size or a capital; or has a known state or country part.
    pub prominent: bool,
    /// The last place has a known state or country part.
    pub part: bool,
    /// Only a country's or region's name.
    pub wide: bool,
    /// The name's last word is one that only places have.
    pub geographic: bool,
    /// Every place is a town of more than a village's size, or has a known state or country part.
    pub town: bool,
}

/// A town that headlines and prose would name without more.
const PROMINENT: u32 = 100_000;
/// A town that a colon may follow in copy without more.
const TOWN: u32 = 20_000;

/// As [`known_at_home`], of no country's wire.
pub fn known(text: &str, range: &Range<usize>, authority: &Authority) -> Known {
    known_at_home(text, range, authority, &[])
}

/// What the gazetteer knows of the place part `range`. A town in one of `homes` is as good as a great one.
pub fn known_at_home(
    text: &str,
    range: &Range<usize>,
    authority: &Authority,
    homes: &[CountryCode],
) -> Known {
    let gazetteer = &authority.gazetteer;
    let places = place::split(text, range.clone(), gazetteer);
    let mut known = Known {
        name: !places.is_empty(),
        prominent: !places.is_empty(),
        part: false,
        wide: !places.is_empty(),
        town: !places.is_empty(),
        geographic: text[range.clone()].rsplit(' ').next().is_some_and(|w| GEOGRAPHIC.contains(&w)),
    };
    for place in &places {
        let hits = super::names::hits(&text[place.name.clone()], gazetteer);
        let bracketed = text[place.range.clone()].ends_with(')');
        let part = (!bracketed || !hits.is_empty())
            && place.parts.iter().any(|p| !place::wider(&text[p.clone()], gazetteer).is_empty());
        let big = hits.iter().take(6).filter(|h| h.rank <= NameRank::Usual).any(|h| {
            let geo = gazetteer.get(h.id);
            let home = h.rank == NameRank::Own && geo.country.is_some_and(|c| homes.contains(&c));
            geo.capital || geo.population >= PROMINENT || h.kind == PlaceKind::Institution || home
        });
        known.name &= !hits.is_empty() || super::names::mobile(&text[place.name.clone()]);
        known.part |= part;
        let town =
            hits.iter().any(|h| h.kind == PlaceKind::Institution || gazetteer.get(h.id).population >= TOWN);
        known.town &= part || town;
        known.prominent &= part || big;
        known.wide &= !part
            && hits.first().is_some_and(|h| matches!(h.kind, PlaceKind::Country | PlaceKind::Region))
            && !hits.iter().any(|h| {
                let geo = gazetteer.get(h.id);
                let large = geo.capital || geo.population >= PROMINENT;
                h.kind == PlaceKind::City && h.rank <= NameRank::Usual && large
            });
    }
    known
}

/// What `shape` shows, in words, for `copydesk explain`.
pub fn account(shape: &Shape, known: Option<Known>) -> String {
    let stand = match shape.stand {
        Stand::Text => "opens the text",
        Stand::Line => "opens a line",
        Stand::Below => "below a headline",
        Stand::Inline => "within a line",
    };
    let place = match shape.case {
        None => "no place",
        Some(Case::Upper) => "place in capitals",
        Some(Case::Title) => "place with a capital",
        Some(Case::Lower) => "place in small letters",
    };
    let credit = match shape.credit {
        None => "no credit",
        Some(true) => "credit of a known agency",
        Some(false) => "credit of nobody known",
    };
    let gazetteer = known.filter(|_| shape.case.is_some()).map(|known| match known {
        Known { part: true, .. } => "its state or country is known",
        Known { prominent: true, .. } => "a place of note",
        Known { name: true, wide: true, .. } => "a country's or region's name",
        Known { name: true, .. } => "a known place",
        _ => "in no gazetteer",
    });
    let mut said = vec![stand, place];
    said.extend(gazetteer);
    said.push(if shape.date.is_some() { "date" } else { "no date" });
    said.push(credit);
    said.push(if shape.dash.is_some() { "dash" } else { "no dash" });
    said.extend((shape.loose > 0).then_some("words that no place name has"));
    said.extend(shape.next.filter(|c| c.is_lowercase()).map(|_| "goes on in small letters"));
    said.join(", ")
}

/// The rule that accepts this shape and how sure it is, or `None` when it is no dateline. `known` is asked
/// only where it matters.
pub fn weigh(shape: &Shape, known: impl FnOnce() -> Known) -> Option<(&'static str, f32)> {
    let opens = shape.next.is_none_or(|c| !c.is_lowercase());
    let dated = shape.date.is_some();
    let dash = shape.dash.is_some();
    let agency = shape.credit == Some(true);
    if shape.stand == Stand::Inline && !(agency && (dash || shape.date.is_some())) {
        return None;
    }
    if shape.stand == Stand::Below && !agency && !dated {
        return None;
    }
    let Some(case) = shape.case else {
        return match (dated, agency, dash) {
            (true, true, true) => Some(("date-credit", 0.99)),
            (true, true, false) if opens => Some(("date-credit", 0.95)),
            (true, false, _) if shape.credit.is_some() && dash => Some(("date-credit-unknown", 0.8)),
            (true, false, true) if shape.stand != Stand::Inline && shape.stand != Stand::Below && opens => {
                Some(("date", 0.7))
            }
            (false, true, true) if shape.feed => (shape.stand == Stand::Text).then_some(("feed", 0.95)),
            (false, true, true) => Some(("credit", 0.97)),
            (false, true, false) if shape.slashed => Some(("credit", 0.9)),
            (false, true, false) if shape.stand == Stand::Text && opens && !shape.line_ends => {
                Some(("credit", 0.8))
            }
            _ => None,
        };
    };
    let lower = case == Case::Lower || shape.loose > 0;
    if lower && !((dated && dash) || agency) {
        return None;
    }
    if shape.slip && !(dated || agency) {
        return None;
    }
    let k = known();
    match (shape.credit, dated, shape.dash) {
        (Some(true), _, Some(_)) if shape.bare && !shape.slashed => {
            let sound = opens && !lower && (k.name || k.part) && !k.wide;
            sound.then_some(("place-credit", 0.93))
        }
        (Some(true), _, Some(_)) => {
            let sound = case == Case::Upper || dated || k.name || k.part || (shape.words <= 4 && !lower);
            sound.then_some(("place-credit", if k.name || k.part { 0.99 } else { 0.93 }))
        }
        (Some(true), _, None) => {
            let sound = shape.slashed || (opens && (dated || k.name || k.part));
            sound.then_some(("place-credit", 0.95))
        }
        (Some(false), true, Some(_)) => Some(("place-date-credit-unknown", 0.93)),
        (Some(false), false, Some(_)) => {
            let sound = match case {
                Case::Upper => k.name || k.part,
                _ => k.prominent && !k.wide,
            };
            sound.then_some(("place-credit-unknown", 0.88))
        }
        (None, true, Some(_)) => {
            let plain = shape.words <= 6 || k.name || k.part;
            let sound = match case {
                Case::Upper => plain,
                Case::Title => plain && (k.name || k.part || shape.words <= 4),
                Case::Lower => k.name || k.part || shape.words <= 4,
            };
            sound.then_some(("place-date", if k.name || k.part { 0.98 } else { 0.85 }))
        }
        (None, true, None) if shape.feed => Some(("feed-place-date", 0.9)),
        (None, true, None) if shape.comma && shape.stand != Stand::Inline => {
            (case == Case::Upper && opens && (k.name || k.part)).then_some(("place-date-comma", 0.8))
        }
        (None, true, None) if shape.period && shape.stand != Stand::Inline => {
            (case == Case::Upper && opens && (k.name || k.part)).then_some(("place-date-period", 0.8))
        }
        // The wire's own archive form: place and full date on a line of their own.
        (None, true, None) => {
            let full = shape.date.as_ref().is_some_and(|d| d.year.is_some());
            (full && shape.line_ends && (case == Case::Upper || k.name || k.part))
                .then_some(("place-date-line", 0.9))
        }
        (None, false, Some(Dash::Colon)) => {
            let sound = opens
                && !shape.feed
                && !k.wide
                && match case {
                    Case::Upper => k.town,
                    _ => k.prominent,
                };
            sound.then_some(("place-colon", 0.85))
        }
        (None, false, Some(dash)) => {
            let sound = opens
                && match case {
                    Case::Upper => k.name || k.part || (k.geographic && (2..=4).contains(&shape.words)),
                    _ => k.prominent && !k.wide && dash == Dash::Free,
                };
            sound.then_some(("place", if case == Case::Upper { 0.95 } else { 0.88 }))
        }
        (None, false, None) | (Some(false), _, None) => None,
    }
}
