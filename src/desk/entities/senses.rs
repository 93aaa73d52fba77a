//! Which of its namesakes a place is: by the dateline, the countries and regions that the text names,
//! and prominence. One spelling has one sense in a dispatch, unless the text says otherwise.

use rustc_hash::FxHashMap;

use super::sheet::{PlaceName, Sheet, What};
use crate::authority::{CountryCode, Geo, GeoHit, GeoId, NameRank};
use crate::record::PlaceKind;

/// The countries and regions that a dispatch speaks of, with weights.
#[derive(Debug, Default)]
pub struct Context {
    countries: FxHashMap<CountryCode, f32>,
    regions: FxHashMap<GeoId, f32>,
    dateline: Vec<GeoId>,
}

impl Context {
    /// Reads the dateline, what was told, and the names that mean one thing.
    pub fn of(sheet: &Sheet<'_>) -> Context {
        let gazetteer = &sheet.story.authority.gazetteer;
        let mut context = Context { dateline: sheet.story.dateline.to_vec(), ..Context::default() };
        for id in sheet.story.dateline {
            context.add(&gazetteer.get(*id), 3.0);
        }
        for (index, claim) in sheet.claims.iter().enumerate() {
            match (claim.what, sheet.told.get(&index)) {
                (_, Some(id)) => context.add(&gazetteer.get(*id), 2.0),
                (What::Demonym(id), None) => context.add(&gazetteer.get(id), 0.7),
                (What::Place(name), None) => {
                    let hits = &sheet.places[name as usize].hits;
                    let Some(first) = hits.first() else { continue };
                    let geo = gazetteer.get(first.id);
                    let alone = hits.iter().filter(|hit| hit.kind != PlaceKind::City).count() < 2;
                    match first.kind {
                        PlaceKind::Country | PlaceKind::Region if alone => context.add(&geo, 1.0),
                        PlaceKind::City if geo.population >= 1_000_000 => context.add(&geo, 0.5),
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        context
    }

    fn add(&mut self, geo: &Geo<'_>, weight: f32) {
        if let Some(country) = geo.country {
            *self.countries.entry(country).or_default() += weight;
        }
        let region = if geo.kind == PlaceKind::Region { Some(geo.id) } else { geo.region };
        if let Some(region) = region {
            *self.regions.entry(region).or_default() += weight;
        }
    }

    /// The text names its country or region.
    pub fn knows(&self, geo: &Geo<'_>) -> bool {
        geo.country.is_some_and(|country| self.countries.contains_key(&country))
    }

    /// The text names its region.
    pub fn is_about(&self, geo: &Geo<'_>) -> bool {
        geo.region.and_then(|region| self.regions.get(&region)).is_some_and(|weight| *weight >= 1.0)
    }

    /// How well a sense fits: its prominence on a logarithmic scale and the weight of its surroundings.
    fn score(&self, hit: &GeoHit, geo: &Geo<'_>) -> f32 {
        let prominence = geo.prominence;
        let own = match hit.rank {
            NameRank::Own => 0.7,
            NameRank::Usual => 0.5,
            NameRank::Other => -0.8,
            NameRank::Weak => -2.0,
        };
        let weight = |weight: Option<&f32>, most: f32| weight.map_or(0.0, |w| most * w / (w + 1.0));
        let country = geo.country.and_then(|country| self.countries.get(&country));
        let region = geo.region.and_then(|region| self.regions.get(&region));
        let dateline = if self.dateline.contains(&geo.id) { 10.0 } else { 0.0 };
        prominence + own + weight(country, 2.2) + weight(region, 2.5) + dateline
    }
}

/// The sense of a spelling in this context.
pub fn best(sheet: &Sheet<'_>, name: &PlaceName, context: &Context) -> Option<GeoId> {
    if name.sense.is_some() {
        return name.sense;
    }
    let gazetteer = &sheet.story.authority.gazetteer;
    let mut best: Option<(f32, GeoId)> = None;
    for hit in &name.hits {
        let score = context.score(hit, &gazetteer.get(hit.id));
        // Of equals the first is the more prominent.
        if best.is_none_or(|(most, _)| score > most) {
            best = Some((score, hit.id));
        }
    }
    best.map(|(_, id)| id)
}

/// Settles the sense of every spelling that is claimed: what the text told of it once holds for its
/// other mentions.
pub fn settle(sheet: &mut Sheet<'_>, context: &Context) {
    let mut told: Vec<(usize, GeoId)> = sheet.told.iter().map(|(claim, id)| (*claim, *id)).collect();
    told.sort_unstable();
    for (claim, id) in told {
        if let What::Place(name) = sheet.claims[claim].what {
            sheet.places[name as usize].sense.get_or_insert(id);
        }
    }
    for index in 0..sheet.claims.len() {
        if let What::Place(name) = sheet.claims[index].what {
            let sense = best(sheet, &sheet.places[name as usize], context);
            sheet.places[name as usize].sense = sense;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::desk::entities::testing::entities;

    #[test]
    fn surroundings_choose_among_namesakes() {
        for (body, name, country) in [
            ("The mayor of London spoke.", "London", "GB"),
            ("Ministers met in Birmingham after talks in England and Wales.", "Birmingham", "GB"),
            ("Alabama officials said the Birmingham, Alabama, plant would close.", "Birmingham", "US"),
            ("Voters in Hyderabad and other cities of India went to the polls.", "Hyderabad", "IN"),
            (
                "Troops entered Hyderabad in the south of Pakistan; Pakistani police and Karachi were calm.",
                "Hyderabad",
                "PK",
            ),
        ] {
            let found = entities(body);
            let place = found.iter().find(|entity| entity.name == name).unwrap_or_else(|| panic!("{body}"));
            let place = place.place.as_ref().and_then(|place| place.place.country.as_deref());
            assert_eq!(place, Some(country), "in: {body}");
        }
    }
}
