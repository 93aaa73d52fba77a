//! Which of its namesakes a place is: by the dateline, the countries and regions that the text names,
//! and prominence. One spelling has one sense in a dispatch, unless the text says otherwise.

use rustc_hash::FxHashMap;

use super::context::{Around, Context, WORLD_CITY, own, region_of};
use super::sheet::{Sheet, What};
use crate::authority::{Geo, GeoHit, GeoId, NameRank};
use crate::record::PlaceKind;

/// What a country counts where a text that speaks of one other country alone names it: then its namesakes there
/// have a chance, as `Lebanon` in a story of Indiana and `Georgia` in one of the United States.
const FOREIGN_COUNTRY: f32 = 7.0;

/// A state or province of these countries is meant before a town of its name elsewhere: `Wyoming`, `Delaware`.
const STATES: [&str; 3] = ["US", "CA", "AU"];
/// What a small one of them counts at least.
const STATE: f32 = 5.9;
/// No namesake of a town is thought of where a country of more people is named.
const GREAT_COUNTRY: u32 = 15_000_000;

/// What a town has against it whose namesake is a world city of ten times its people: the dateline's country alone makes
/// nobody think of it.
const SHADOW: f32 = 1.5;

/// Territories that copy calls as their city is called: `Gaza` is the strip, `Gaza City` the city (AP stylebook, "Gaza Strip";
/// AFP and Reuters write so, too). In a dateline it is the city.
const TERRITORIES: [&str; 1] = ["Gaza Strip"];

/// How well a sense fits: its prominence on a logarithmic scale and the weight of its surroundings.
fn score(hit: &GeoHit, geo: &Geo<'_>, context: &Context, around: &Around<'_>, foreign: bool) -> f32 {
    let state = geo.kind == PlaceKind::Region
        && geo.code.is_some()
        && geo.country.is_some_and(|code| STATES.contains(&code.as_str()));
    let prominence = match geo.kind {
        PlaceKind::Country if foreign => geo.prominence.min(FOREIGN_COUNTRY),
        _ if state => geo.prominence.max(STATE),
        _ => geo.prominence,
    };
    let part = |weight: f32, most: f32, half: f32| most * weight / (weight + half);
    let rank = own(hit.rank) + if geo.capital { 0.5 } else { 0.0 };
    let dateline = if context.dateline.contains(&geo.id) { 10.0 } else { 0.0 };
    // An ocean or continent is at home in every story.
    let Some(country) = geo.country else { return prominence + rank + dateline + 2.0 };
    let country = part(around.country(country), 2.2, 1.0);
    let region = region_of(geo).map_or(0.0, |region| part(around.region(region, geo.id), 3.6, 1.5));
    // A foreign or former name (`Columbia` for Colombia, `Maryville` for Beeville, Texas) where another place has it as
    // its own: the surroundings make it hardly likelier.
    let region = if hit.rank > NameRank::Usual { region / 2.0 } else { region };
    let foreign_name = if hit.rank > NameRank::Usual && geo.kind == PlaceKind::Country { 2.5 } else { 0.0 };
    prominence + rank + country + region + dateline - foreign_name
}

/// The sense of a spelling in this context; the index is that of [`Sheet::places`].
pub fn best(sheet: &Sheet<'_>, name: u32, context: &Context) -> Option<GeoId> {
    let spelling = &sheet.places[name as usize];
    if spelling.sense.is_some() {
        return spelling.sense;
    }
    if let [only] = spelling.hits.as_slice() {
        return Some(only.id);
    }
    let gazetteer = &sheet.story.authority.gazetteer;
    let territory =
        |hit: &&GeoHit| hit.kind != PlaceKind::City && TERRITORIES.contains(&gazetteer.get(hit.id).name());
    if let Some(territory) = spelling.hits.iter().find(territory) {
        return Some(territory.id);
    }
    let around = context.around(sheet, name);
    // Hardly anything but one country is spoken of, and this name's country is another.
    let first = spelling.hits.first().map(|hit| gazetteer.get(hit.id));
    let foreign = first.filter(|first| first.kind == PlaceKind::Country).is_some_and(|first| {
        let spoken_of = first.country.is_some_and(|code| around.country(code) >= 0.1);
        let rival = |hit: &GeoHit| gazetteer.get(hit.id).country.filter(|code| first.country != Some(*code));
        first.population < GREAT_COUNTRY
            && !spoken_of
            && spelling.hits.iter().skip(1).filter_map(rival).any(|code| around.is_mainly(code))
    });
    let mut best: Option<(f32, GeoId)> = None;
    let most =
        spelling.hits.iter().filter(|hit| hit.rank <= NameRank::Usual).map(|hit| gazetteer.get(hit.id));
    let most =
        most.filter(|geo| geo.kind == PlaceKind::City).map(|geo| geo.population).max().unwrap_or_default();
    // `Mexico` in copy from Mexico City is the country.
    let nation = first.filter(|first| first.kind == PlaceKind::Country && first.country.is_some());
    let in_nation = |geo: &Geo<'_>| {
        let nation = nation.filter(|nation| nation.country == geo.country && nation.name() != geo.name());
        nation.is_some() && geo.kind != PlaceKind::Country
    };
    for hit in &spelling.hits {
        let geo = gazetteer.get(hit.id);
        if in_nation(&geo) {
            continue;
        }
        let overshadowed = geo.kind == PlaceKind::City && most >= WORLD_CITY && geo.population < most / 10;
        let shadow = if overshadowed && !context.dateline.contains(&geo.id) { SHADOW } else { 0.0 };
        let score = score(hit, &geo, context, &around, foreign) - shadow;
        // Of equals the first is the more prominent.
        if best.is_none_or(|(most, _)| score > most) {
            best = Some((score, hit.id));
        }
    }
    best.map(|(_, id)| id)
}

/// Settles the sense of every spelling that is claimed: what the text told of it once holds for its
/// other mentions. `doubtful` are words that may be places, too.
pub fn settle(sheet: &mut Sheet<'_>, context: &Context, doubtful: &[(usize, u32)]) {
    let mut told: Vec<(usize, GeoId)> = sheet.told.iter().map(|(claim, id)| (*claim, *id)).collect();
    told.sort_unstable();
    // Where each spelling stands for the first time.
    let mut first: FxHashMap<u32, usize> = FxHashMap::default();
    if !told.is_empty() {
        let claimed = sheet.claims.iter().filter_map(|claim| match claim.what {
            What::Place(name) => Some((claim.first, name)),
            _ => None,
        });
        for (at, name) in claimed.chain(doubtful.iter().copied()) {
            let first = first.entry(name).or_insert(at);
            *first = at.min(*first);
        }
    }
    for (claim, id) in told {
        if let What::Place(name) = sheet.claims[claim].what
            && sheet.places[name as usize].sense.is_none()
            && !is_of_this_mention(sheet, name, id)
            && !names_dateline(sheet, name, id, context)
        {
            // `The mayor of Paris … Paris, Texas`, `Georgia … Atlanta, Georgia`: what came before alone is the place that everybody knows.
            let later = first.get(&name) != Some(&sheet.claims[claim].first);
            let id = world_known(sheet, name)
                .filter(|_| later && !is_set_in(sheet, context, name, id))
                .unwrap_or(id);
            sheet.places[name as usize].sense.get_or_insert(id);
        }
    }
    for index in 0..sheet.claims.len() {
        if let What::Place(name) = sheet.claims[index].what {
            let sense = best(sheet, name, context);
            sheet.places[name as usize].sense = sense;
            let filed = |hit: &&GeoHit| context.dateline.contains(&hit.id) && Some(hit.id) != sense;
            let filed = sheet.places[name as usize].hits.iter().find(filed).map(|hit| hit.id);
            let first = sheet.claims[index].first;
            // `PANAMA CITY, Panama`: behind the comma is the country.
            let front = first.checked_sub(2).filter(|_| sheet.tokens[first - 1].is_punct(','));
            let front = front.and_then(|at| sheet.claim_at(at)).and_then(|front| sense_of(sheet, front));
            if let Some(filed) = filed.filter(|id| front != Some(*id) && sheet.in_dateline_claim(first)) {
                sheet.told.insert(index, filed);
            }
        }
    }
}

/// What the place of this claim is, as far as it is settled.
fn sense_of(sheet: &Sheet<'_>, claim: usize) -> Option<GeoId> {
    let What::Place(name) = sheet.claims[claim].what else { return None };
    sheet.told.get(&claim).copied().or(sheet.places[name as usize].sense)
}

/// The country, or the city known all over the world, that the spelling is first of all the name of.
fn world_known(sheet: &Sheet<'_>, name: u32) -> Option<GeoId> {
    let first = sheet.places[name as usize].hits.first()?;
    let geo = sheet.story.authority.gazetteer.get(first.id);
    let known = match geo.kind {
        PlaceKind::Country => true,
        PlaceKind::City => geo.population >= WORLD_CITY,
        _ => false,
    };
    known.then_some(first.id)
}

/// Whether the dateline or other names of the text lie in the division of this sense.
fn is_set_in(sheet: &Sheet<'_>, context: &Context, name: u32, id: GeoId) -> bool {
    let gazetteer = &sheet.story.authority.gazetteer;
    let Some(region) = region_of(&gazetteer.get(id)) else { return false };
    let there = |id: &GeoId| region_of(&gazetteer.get(*id)) == Some(region);
    context.dateline.iter().any(there)
        || sheet.claims.iter().enumerate().any(|(index, claim)| match claim.what {
            // `Texas` behind `Paris,` is no other name, nor `Atlanta` in front of `Georgia`.
            What::Place(other) if other != name => {
                let beside = [claim.first.checked_sub(2), Some(claim.last + 2)];
                let outer =
                    beside.into_iter().flatten().any(|at| sheet.what_at(at) == Some(What::Place(name)));
                let sense =
                    sheet.told.get(&index).or(sheet.places[other as usize].hits.first().map(|hit| &hit.id));
                !outer && sense.is_some_and(there)
            }
            _ => false,
        })
}

/// Whether the spelling is that of the dateline's place, and this is another: `Washington, Pa.` in a story from Washington.
fn names_dateline(sheet: &Sheet<'_>, name: u32, id: GeoId, context: &Context) -> bool {
    let hits = &sheet.places[name as usize].hits;
    !context.dateline.contains(&id) && hits.iter().any(|hit| context.dateline.contains(&hit.id))
}

/// The state where `Rochester, New York` and `New York Gov. X` say so: `New York` alone is still the city.
pub fn is_of_this_mention(sheet: &Sheet<'_>, name: u32, id: GeoId) -> bool {
    let state = sheet.story.authority.gazetteer.get(id).kind == PlaceKind::Region;
    // A river that the words around make of a country's name.
    if sheet.places[name as usize].hits.iter().all(|hit| hit.id != id) {
        return true;
    }
    state && sheet.places[name as usize].hits.first().is_some_and(|hit| hit.kind == PlaceKind::City)
}

#[cfg(test)]
mod tests {
    use crate::desk::entities::testing::entities;

    #[test]
    fn a_country_is_not_its_capital() {
        for (body, expected) in [
            (
                "The mayor of Mexico City spoke for Mexico. Kuwait City and Kuwait agreed.",
                &["Mexico City MX", "Mexico MX", "Kuwait City KW", "Kuwait KW"][..],
            ),
            // The province of Algiers is not named.
            ("Envoys met in London, ALGIERS and Paris.", &["London GB", "Paris FR"]),
            ("He was born in Panama City, Panama. Panama won.", &["Panama City PA", "Panama PA"]),
            (
                "Georgia beat Ukraine. He lives in Atlanta, Georgia.",
                &["Georgia GE", "Ukraine UA", "Atlanta US", "Georgia US"],
            ),
        ] {
            let named = |entity: crate::record::Entity| {
                let country = entity.place.and_then(|place| place.place.country).unwrap_or_default();
                format!("{} {country}", entity.name)
            };
            assert_eq!(entities(body).into_iter().map(named).collect::<Vec<_>>(), expected, "in: {body}");
        }
    }

    #[test]
    fn surroundings_choose_among_namesakes() {
        for (body, name, country) in [
            ("The mayor of London spoke.", "London", "GB"),
            ("Ministers met in Birmingham after talks in England and Wales.", "Birmingham", "GB"),
            ("Alabama officials said the Birmingham, Alabama, plant would close.", "Birmingham", "US"),
            ("The mayor of Columbia spoke. People left Columbia.", "Columbia", "US"),
            ("Police in Lebanon, Boone County, Indiana, said Lebanon was calm.", "Lebanon", "US"),
            ("Talks in Israel and Lebanon went on, an Indiana senator said in Indiana.", "Lebanon", "LB"),
            ("Georgia and Russia talked.", "Georgia", "GE"),
            ("Two died in Gaza. Israel shelled Gaza City.", "Gaza Strip", "PS"),
            ("Two died in Gaza. Israel shelled Gaza City.", "Gaza City", "PS"),
            ("Alabama, Georgia and Florida sued; Atlanta, Mobile and Tampa agreed.", "Georgia", "US"),
            ("Indiana and Texas buy from China, and China buys from Texas.", "China", "CN"),
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
