//! The town that a name is a typing slip of: asked only when nothing else fits.

use super::bounds::{Bound, within};
use super::choose::prominence;
use super::context::Context;
use super::typo;
use crate::authority::{CountryCode, Gazetteer, GeoHit, GeoId, NameRank, fold};
use crate::record::PlaceKind;

/// The place that `name` is a typing slip of, and how many letters are wrong: only prominent ones, or any town
/// within the part's bounds. A long name may have two wrong (`LONGEUEIL, Quebec`).
pub fn mistyped(
    name: &str,
    bounds: &[Bound],
    context: &Context<'_>,
    gazetteer: &Gazetteer,
) -> Option<(GeoId, u8)> {
    let folded = fold(name);
    let letters = folded.chars().count();
    if letters < 5 || folded.len() > 32 {
        return None;
    }
    let state = bounds.iter().any(|b| b.kind == PlaceKind::Region);
    // A short word is one slip from many: the shorter, the larger the town has to be.
    let least = match (bounds.is_empty(), state) {
        (true, _) => 200_000,
        (false, true) if letters >= 8 => 500,
        (false, true) => 5_000,
        (false, false) if letters >= 8 => 5_000,
        (false, false) => 50_000,
    };
    let fits = |hit: &GeoHit, least: u32| {
        let geo = gazetteer.get(hit.id);
        let large = geo.population >= least || geo.capital;
        let named = hit.rank <= NameRank::Usual || geo.population >= 100_000;
        hit.kind == PlaceKind::City
            && large
            && named
            && within(hit.id, &geo, bounds, gazetteer) != Some(false)
    };
    let score = |hit: &GeoHit| {
        let geo = gazetteer.get(hit.id);
        let told = if bounds.is_empty() { context.support(&geo) } else { 0.0 };
        prominence(hit, gazetteer) + told
    };
    let mut best: Option<(f32, GeoId)> = None;
    typo::slips(&folded, |word| {
        if !gazetteer.may_be_town(word, least) {
            return;
        }
        let Ok(word) = std::str::from_utf8(word) else { return };
        for hit in gazetteer.find(word).into_iter().flat_map(|entry| entry.hits()) {
            if fits(&hit, least) && best.is_none_or(|(s, _)| score(&hit) > s) {
                best = Some((score(&hit), hit.id));
            }
        }
    });
    if let Some((_, id)) = best {
        return Some((id, 1));
    }
    if letters < 8 || bounds.is_empty() {
        return None;
    }
    // Nothing else fits and the part says where to look: the towns there, one by one.
    let mut found: Option<GeoId> = None;
    let mut countries: Vec<CountryCode> = bounds.iter().filter_map(|b| b.country).collect();
    countries.dedup();
    for geo in countries.into_iter().flat_map(|country| gazetteer.towns(country, &folded)) {
        let long = geo.name_len().abs_diff(name.len()) <= 4;
        if long
            && within(geo.id, &geo, bounds, gazetteer) == Some(true)
            && typo::within_two(&folded, &fold(geo.name()))
        {
            if found.is_some() {
                return None;
            }
            found = Some(geo.id);
        }
    }
    found.map(|id| (id, 2))
}
