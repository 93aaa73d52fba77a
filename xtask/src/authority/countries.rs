//! Countries: facts of GeoNames, names of ISO 3166-1 in the wire languages, wire usage of data/countries.tsv.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Result, ensure};

use super::fetch::Packages;
use super::fold::fold;
use super::layout::{KIND_COUNTRY, RANK_OTHER, RANK_USUAL};
use super::place::Place;
use super::points;
use super::sources::{self, City, Country};
use super::tables;

const COLUMNS: [&str; 5] = ["code", "name", "aliases", "former", "demonyms"];

/// The languages of the wires beside English, as iso-codes spells them.
pub const LANGUAGES: [&str; 29] = [
    "es", "fr", "de", "it", "pt", "nl", "sv", "da", "nb_NO", "fi", "ca", "pl", "cs", "sk", "sl", "hr", "hu",
    "ro", "tr", "id", "sr", "bg", "ru", "uk", "el", "ar", "zh_CN", "ja", "ko",
];

/// All countries, in order of code.
pub fn gather(
    packages: &Packages,
    facts: &BTreeMap<String, Country>,
    cities: &[City],
    data: &Path,
) -> Result<Vec<Place>> {
    let mut cities_of: BTreeMap<&str, Vec<&City>> = BTreeMap::new();
    for city in cities {
        cities_of.entry(&city.countrycode).or_default().push(city);
    }
    let mut places = BTreeMap::new();
    let rows = tables::read(&data.join("countries.tsv"), &COLUMNS)?;
    for row in &rows {
        ensure!(facts.contains_key(row.get(0)), "{}: there is no country {}", row.place, row.get(0));
    }
    for (code, fact) in facts {
        let row = rows.iter().find(|row| row.get(0) == code);
        let name = row.map(|row| row.get(1)).filter(|name| !name.is_empty()).unwrap_or(fact.name.trim());
        let mut place = Place::new(name, KIND_COUNTRY, code);
        place.population = fact.population;
        place.geonameid = fact.geonameid;
        place.add(fact.name.trim(), RANK_USUAL);
        if let Some(row) = row {
            place.add_all(row.list(2), RANK_USUAL);
            place.add_all(row.list(3), RANK_USUAL);
            place.add_demonyms(row.list(4));
        }
        if let Some(cities) = cities_of.get(code.as_str()) {
            place.point = points::middle_of_area(cities.iter().map(|city| (city.latitude, city.longitude)));
            if cities.iter().all(|city| city.timezone == cities[0].timezone) {
                place.timezone.clone_from(&cities[0].timezone);
            }
        }
        places.insert(code.clone(), place);
    }
    let iso = sources::iso_countries(packages)?;
    for country in &iso {
        if let Some(place) = places.get_mut(&country.alpha_2) {
            place.add_all(iso_names(country), RANK_USUAL);
        }
    }
    for language in LANGUAGES {
        let words = sources::translations(packages, language, "iso3166-1")?;
        for country in &iso {
            let Some(place) = places.get_mut(&country.alpha_2) else {
                continue;
            };
            // Finnish `Brasilia` is the country: every other wire means the capital.
            let capital = fold(&facts[&country.alpha_2].capital);
            let names =
                iso_names(country).filter_map(|name| words.get(name)).filter(|name| fold(name) != capital);
            place.add_all(names.map(String::as_str), RANK_OTHER);
        }
    }
    Ok(places.into_values().collect())
}

fn iso_names(country: &sources::IsoCountry) -> impl Iterator<Item = &str> {
    [&country.name, &country.common_name, &country.official_name]
        .into_iter()
        .map(String::as_str)
        .filter(|name| !name.is_empty())
}
