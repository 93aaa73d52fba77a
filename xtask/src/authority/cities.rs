//! Cities: GeoNames' cities of 500 people and more, with the wire names of data/exonyms.tsv.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::fold::fold;
use super::layout::{KIND_CITY, RANK_OTHER, RANK_OWN, RANK_USUAL};
use super::names;
use super::place::Place;
use super::regions::Divisions;
use super::sources::{City, Country};
use super::tables;

const COLUMNS: [&str; 5] = ["country", "geonames", "name", "aliases", "weight"];

/// Capitals that GeoNames' country table spells in no way its city table knows, or that are disputed
/// there (empty: none).
const CAPITALS: [(&str, &str); 6] = [
    ("AG", "Saint John’s"),
    ("EH", "Laayoune"),
    ("KZ", "Astana"),
    ("MN", "Ulan Bator"),
    ("PS", ""),
    ("US", "Washington"),
];

/// Where GeoNames gives scholars' romanisations: wires leave out their macrons and dots (`Rafaḩ`, `Thāne`).
const ROMANISED: [&str; 47] = [
    "AE", "AF", "AM", "AZ", "BD", "BH", "BT", "BY", "CN", "EG", "ER", "ET", "GE", "IL", "IN", "IQ", "IR",
    "JO", "JP", "KG", "KH", "KP", "KR", "KW", "KZ", "LA", "LB", "LK", "LY", "MM", "MN", "MV", "NP", "OM",
    "PK", "PS", "QA", "RU", "SA", "SD", "SY", "TH", "TJ", "TM", "TW", "UA", "YE",
];

/// What follows the river or region in a German name: wires leave it out.
const GERMAN_TAILS: [&str; 9] =
    [" am ", " an der ", " im ", " ob der ", " bei ", " in der ", " in ", " vor der ", " auf "];

/// A city of so many people has its names in the scripts of other wires.
const IN_EVERY_SCRIPT: u32 = 50_000;

/// Adds all cities to the places, those of a region together.
pub fn gather(
    cities: &[City],
    facts: &BTreeMap<String, Country>,
    divisions: &Divisions,
    data: &Path,
    places: &mut Vec<Place>,
) -> Result<()> {
    let largest = largest(cities);
    let mut found: Vec<Place> = cities.iter().map(|city| place(city, divisions)).collect();
    for (at, city) in cities.iter().enumerate() {
        for name in &city.alternatenames {
            if let Some(rank) = names::alternative(name) {
                found[at].add_exactly(name, rank);
            } else if city.population >= IN_EVERY_SCRIPT && names::other_script(name) {
                found[at].add_exactly(name, RANK_USUAL);
            }
        }
    }
    for row in tables::read(&data.join("exonyms.tsv"), &COLUMNS)? {
        let at = *largest
            .get(&(row.get(0), fold(row.get(1))))
            .with_context(|| format!("{}: GeoNames has no {} in {}", row.place, row.get(1), row.get(0)))?;
        let place = &mut found[at];
        if !row.get(2).is_empty() && row.get(2) != place.name {
            let old = std::mem::replace(&mut place.name, row.get(2).to_owned());
            place.names.insert(fold(&old), RANK_USUAL);
            place.add(row.get(2), RANK_OWN);
        }
        for alias in row.list(3) {
            match alias.strip_prefix('-') {
                Some(wrong) => drop(place.names.remove(&fold(wrong))),
                None => place.add(alias, RANK_USUAL),
            }
        }
        if !row.get(4).is_empty() {
            place.weight = Some(row.number(4)? as f32);
        }
    }
    for (code, fact) in facts {
        let name = CAPITALS
            .iter()
            .find(|(country, _)| country == code)
            .map_or(fact.capital.trim(), |(_, capital)| capital);
        if let Some(at) = largest.get(&(code.as_str(), fold(name))) {
            found[*at].capital = true;
        } else if !name.is_empty() {
            eprintln!("the capital of {code}, {name}, is no city of GeoNames");
        }
    }
    found.sort_by(|a, b| (&a.country, a.region, a.geonameid).cmp(&(&b.country, b.region, b.geonameid)));
    places.append(&mut found);
    Ok(())
}

fn place(city: &City, divisions: &Divisions) -> Place {
    let name = wire_name(city);
    let mut place = Place::new(&name, KIND_CITY, &city.countrycode);
    if name != city.name {
        place.add(&city.name, RANK_OTHER);
    }
    if matches!(city.countrycode.as_str(), "DE" | "AT" | "CH") {
        for tail in GERMAN_TAILS {
            if let Some((short, _)) = city.name.split_once(tail) {
                place.add(short, RANK_USUAL);
            }
        }
    }
    if city.countrycode == "PH"
        && let Some(short) = city.name.strip_suffix(" City")
    {
        place.add(short, RANK_USUAL);
    }
    place.region = divisions.get(&city.countrycode, &city.admin1code);
    place.point = Some((city.latitude, city.longitude));
    place.population = city.population;
    place.geonameid = city.geonameid;
    place.timezone.clone_from(&city.timezone);
    place
}

/// GeoNames' name without the word for its kind that wires leave out: Korean `-si` (city), `-gun` (county).
fn wire_name(city: &City) -> String {
    let mut name = city.name.replace(['’', 'ʼ', '‘'], "'");
    if ROMANISED.contains(&city.countrycode.as_str()) {
        name = name.nfd().filter(|c| !is_combining_mark(*c)).collect();
        name = name.trim_matches('\'').to_owned();
    }
    if city.countrycode == "KR" {
        for tail in ["-si", "-gun"] {
            if let Some(short) = name.strip_suffix(tail) {
                return short.to_owned();
            }
        }
    }
    name
}

/// (country, folded name) → the city of most people that has it as its own name, else as another.
fn largest(cities: &[City]) -> BTreeMap<(&str, String), usize> {
    let mut own: BTreeMap<(&str, String), usize> = BTreeMap::new();
    let mut other: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for (at, city) in cities.iter().enumerate() {
        let put = |map: &mut BTreeMap<_, _>, name: &str| {
            let best = map.entry((city.countrycode.as_str(), fold(name))).or_insert(at);
            if cities[*best].population < city.population {
                *best = at;
            }
        };
        put(&mut own, &city.name);
        for name in &city.alternatenames {
            if names::alternative(name).is_some() {
                put(&mut other, name);
            }
        }
    }
    other.append(&mut own);
    other
}
