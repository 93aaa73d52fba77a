//! What the gazetteer knows of a dateline's place part: whether it is a place at all, and one of note.

use std::ops::Range;

use super::part;
use super::place::{self, PlaceText};
use super::scan::{Case, case};
use crate::authority::{Authority, CountryCode, GeoHit, NameRank};
use crate::record::PlaceKind;

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
    /// Initials that are not a town's usual name.
    pub initials: bool,
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

/// What the gazetteer knows of the place part `range`, in no country's wire.
pub fn known(text: &str, range: &Range<usize>, authority: &Authority) -> Known {
    let places = place::split(text, range.clone(), &authority.gazetteer);
    at_home(text, range, &places, authority, &[])
}

/// What the gazetteer knows of the place part `range`, which was cut into `places`. A town in one of `homes` is as good
/// as a great one.
pub fn at_home(
    text: &str,
    range: &Range<usize>,
    places: &[PlaceText],
    authority: &Authority,
    homes: &[CountryCode],
) -> Known {
    let gazetteer = &authority.gazetteer;
    let mut known = Known {
        name: !places.is_empty(),
        prominent: !places.is_empty(),
        part: false,
        initials: false,
        wide: !places.is_empty(),
        town: !places.is_empty(),
        geographic: text[range.clone()].rsplit(' ').next().is_some_and(|w| GEOGRAPHIC.contains(&w)),
    };
    for place in places {
        let hits = &place.hits;
        let bracketed = text[place.range.clone()].ends_with(')');
        let part = (!bracketed || !hits.is_empty())
            && place.parts.iter().any(|p| !part::wider(&text[p.clone()], gazetteer).is_empty());
        let big = hits.iter().take(6).filter(|h| h.rank <= NameRank::Usual).any(|h| {
            let geo = gazetteer.get(h.id);
            let home = h.rank == NameRank::Own && geo.country.is_some_and(|c| homes.contains(&c));
            geo.capital || geo.population >= PROMINENT || h.kind == PlaceKind::Institution || home
        });
        let name = &text[place.name.clone()];
        // Initials are a town's code before they are its name (`IMF`, `MLB`, `PM`), and no town in `UN` or `UK`.
        let initials = name.len() <= 3 && case(name) == Case::Upper;
        let town = |h: &GeoHit| h.rank <= NameRank::Usual && h.kind == PlaceKind::City;
        let named = if initials { hits.iter().take(1).any(town) } else { !hits.is_empty() };
        known.name &= named || super::names::mobile(name);
        known.initials |= initials && !named && !part;
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
