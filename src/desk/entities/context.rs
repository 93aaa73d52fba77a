//! Which countries and divisions a dispatch speaks of: what its dateline, its pairs (`Portland, Maine`) and its
//! unmistakable names say, and what its ambiguous names have in common.
//!
//! A local story names small towns that all have namesakes elsewhere; the state where most of them have
//! one is where it is set.

use rustc_hash::{FxHashMap, FxHashSet};

use super::senses;
use super::sheet::{PlaceName, Sheet, What};
use crate::authority::{CountryCode, Gazetteer, Geo, GeoHit, GeoId, NameRank};
use crate::record::PlaceKind;

/// Most namesakes of one spelling that are weighed, the most prominent first.
const NAMESAKES: usize = 24;
/// A city of so many people is known all over the world.
pub const WORLD_CITY: u32 = 500_000;
/// How much all senses of an ambiguous spelling count together.
const SHARED: f32 = 0.8;

/// The countries and divisions that a dispatch speaks of, with weights.
#[derive(Debug, Default)]
pub struct Context {
    countries: FxHashMap<CountryCode, f32>,
    regions: FxHashMap<GeoId, f32>,
    /// What ambiguous names share, by country.
    shared: FxHashMap<CountryCode, f32>,
    pub dateline: Vec<GeoId>,
    /// What each spelling added itself: it does not speak for its own senses.
    own: FxHashMap<u32, f32>,
}

/// The weights around one spelling, without what it adds itself.
pub struct Around<'a> {
    context: &'a Context,
    country: Option<(CountryCode, f32)>,
    /// The spelling is first of all the name of this division.
    itself: Option<GeoId>,
    regions: Vec<(GeoId, f32)>,
    shared: Vec<(CountryCode, f32)>,
}

impl Context {
    /// Reads the dateline, what was told, the names that mean one thing, then what the `doubtful` and the
    /// other ambiguous spellings share.
    pub fn of(sheet: &Sheet<'_>, doubtful: &[(usize, u32)]) -> Context {
        let gazetteer = &sheet.story.authority.gazetteer;
        let mut context = Context { dateline: sheet.story.dateline.to_vec(), ..Context::default() };
        for id in sheet.story.dateline {
            let geo = gazetteer.get(*id);
            // Who writes from New York or Chicago writes of the world: Boston is not the village of that state.
            let world = geo.kind == PlaceKind::City && geo.population >= WORLD_CITY;
            context.add_weighed(&geo, 3.0, if world { 0.5 } else { 3.0 });
        }
        let mut spellings: FxHashSet<u32> = doubtful.iter().map(|(_, name)| *name).collect();
        for (index, claim) in sheet.claims.iter().enumerate() {
            match (claim.what, sheet.told.get(&index)) {
                // `New York Gov. X`, `Albany, New York` say little of where the story's other names lie.
                (What::Place(name), Some(id)) if senses::is_of_this_mention(sheet, name, *id) => {
                    context.add(&gazetteer.get(*id), 0.5);
                }
                (_, Some(id)) => context.add(&gazetteer.get(*id), 2.0),
                (What::Demonym(id), None) => context.add(&gazetteer.get(id), 0.7),
                (What::Place(name), None) => {
                    if let Some(weight) = context.plain(sheet, name) {
                        *context.own.entry(name).or_default() += weight;
                    }
                    spellings.insert(name);
                }
                _ => {}
            }
        }
        let mut spellings: Vec<u32> = spellings.into_iter().collect();
        spellings.sort_unstable();
        for name in spellings {
            let Shares { regions, countries } = shares(gazetteer, &sheet.places[name as usize]);
            for (region, share) in regions {
                *context.regions.entry(region).or_default() += share;
            }
            for (country, share) in countries {
                *context.shared.entry(country).or_default() += share;
            }
        }
        context
    }

    /// Counts a spelling that means one thing; returns how much.
    fn plain(&mut self, sheet: &Sheet<'_>, name: u32) -> Option<f32> {
        let hits = &sheet.places[name as usize].hits;
        let geo = sheet.story.authority.gazetteer.get(hits.first()?.id);
        let alone = hits.iter().filter(|hit| hit.kind != PlaceKind::City).count() < 2;
        let weight = match geo.kind {
            PlaceKind::Country | PlaceKind::Region if alone => 1.0,
            PlaceKind::City if geo.population >= 1_000_000 => 0.5,
            _ => return None,
        };
        self.add(&geo, weight);
        Some(weight)
    }

    fn add(&mut self, geo: &Geo<'_>, weight: f32) {
        self.add_weighed(geo, weight, weight);
    }

    fn add_weighed(&mut self, geo: &Geo<'_>, country_weight: f32, region_weight: f32) {
        if let Some(country) = geo.country {
            *self.countries.entry(country).or_default() += country_weight;
        }
        if let Some(region) = region_of(geo) {
            *self.regions.entry(region).or_default() += region_weight;
        }
    }

    /// The text names its country or region, or most of its ambiguous names have a sense there.
    pub fn knows(&self, geo: &Geo<'_>) -> bool {
        let shared = |country| self.shared.get(&country).is_some_and(|weight| *weight >= 1.5);
        geo.country.is_some_and(|country| self.countries.contains_key(&country) || shared(country))
    }

    /// The text names its region.
    pub fn is_about(&self, geo: &Geo<'_>) -> bool {
        geo.region.and_then(|region| self.regions.get(&region)).is_some_and(|weight| *weight >= 1.0)
    }

    /// The weights for choosing among the senses of a spelling.
    pub fn around<'a>(&'a self, sheet: &Sheet<'_>, name: u32) -> Around<'a> {
        let gazetteer = &sheet.story.authority.gazetteer;
        let spelling = &sheet.places[name as usize];
        let Shares { mut regions, countries: shared } = shares(gazetteer, spelling);
        let (mut country, mut itself) = (None, None);
        if let (Some(weight), Some(first)) = (self.own.get(&name), spelling.hits.first()) {
            let first = gazetteer.get(first.id);
            country = first.country.map(|code| (code, *weight));
            regions.extend(region_of(&first).map(|region| (region, *weight)));
            itself = (first.kind == PlaceKind::Region).then_some(first.id);
        }
        Around { context: self, country, itself, regions, shared }
    }
}

impl Around<'_> {
    pub fn country(&self, code: CountryCode) -> f32 {
        let whole = self.context.countries.get(&code).copied().unwrap_or_default();
        let own = self.country.filter(|(own, _)| *own == code).map_or(0.0, |(_, weight)| weight);
        let shared = self.context.shared.get(&code).copied().unwrap_or_default();
        (whole - own).max(0.0) + (shared - sum(&self.shared, code)).max(0.0)
    }

    /// A division's own mentions speak for itself, and not for the towns in it that are called the same.
    pub fn region(&self, region: GeoId, asking: GeoId) -> f32 {
        let whole = self.context.regions.get(&region).copied().unwrap_or_default();
        if self.itself == Some(region) && asking == region {
            return whole;
        }
        (whole - sum(&self.regions, region)).max(0.0)
    }

    /// The text speaks of hardly any other country than this one.
    pub fn is_mainly(&self, code: CountryCode) -> bool {
        let here = self.country(code);
        let others = self.context.countries.keys().filter(|other| **other != code);
        here >= 0.7 && others.map(|other| self.country(*other)).sum::<f32>() < here / 4.0
    }
}

fn sum<K: PartialEq>(weights: &[(K, f32)], key: K) -> f32 {
    weights.iter().filter(|(own, _)| *own == key).map(|(_, weight)| weight).sum()
}

/// The division that a place is or lies in.
pub fn region_of(geo: &Geo<'_>) -> Option<GeoId> {
    match geo.kind {
        // Counties and lakes lie in a division, states are one.
        PlaceKind::Region if geo.region.is_none() => geo.country.map(|_| geo.id),
        _ => geo.region,
    }
}

/// What a rank adds to or takes from the prominence of a sense.
pub fn own(rank: NameRank) -> f32 {
    match rank {
        NameRank::Own => 0.7,
        NameRank::Usual => 0.5,
        NameRank::Other => -1.5,
        NameRank::Weak => -2.0,
    }
}

/// How likely a spelling means a place of each division and country before anything else is known.
#[derive(Default)]
struct Shares {
    regions: Vec<(GeoId, f32)>,
    countries: Vec<(CountryCode, f32)>,
}

/// A country's name says nothing.
fn shares(gazetteer: &Gazetteer, name: &PlaceName) -> Shares {
    let mut shares = Shares::default();
    let Some(first) = name.hits.first().filter(|first| first.kind != PlaceKind::Country) else {
        return shares;
    };
    let weight = |hit: &GeoHit, geo: &Geo<'_>| geo.prominence + own(hit.rank);
    let top = weight(first, &gazetteer.get(first.id));
    let mut whole = 0.0;
    for hit in name.hits.iter().take(NAMESAKES) {
        let geo = gazetteer.get(hit.id);
        // A namesake of a tenth of the people is meant a quarter as often.
        let likely = 10f32.powf(0.6 * (weight(hit, &geo) - top));
        if likely < 0.01 {
            continue;
        }
        whole += likely;
        if let Some(region) = region_of(&geo) {
            add(&mut shares.regions, region, likely);
        }
        if let Some(country) = geo.country {
            add(&mut shares.countries, country, likely);
        }
    }
    shares.regions.iter_mut().for_each(|(_, share)| *share *= SHARED / whole);
    shares.countries.iter_mut().for_each(|(_, share)| *share *= SHARED / whole);
    shares
}

fn add<K: PartialEq>(weights: &mut Vec<(K, f32)>, key: K, weight: f32) {
    match weights.iter_mut().find(|(other, _)| *other == key) {
        Some((_, sum)) => *sum += weight,
        None => weights.push((key, weight)),
    }
}
