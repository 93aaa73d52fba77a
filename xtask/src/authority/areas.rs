//! What is neither city, division nor country, and cities that GeoNames lacks: data/areas.tsv.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Result, bail, ensure};

use super::layout::{KIND_CITY, KIND_FACILITY, KIND_INSTITUTION, KIND_REGION, RANK_USUAL};
use super::place::Place;
use super::tables;

const COLUMNS: [&str; 9] =
    ["name", "kind", "country", "region", "lat", "lon", "weight", "aliases", "demonyms"];

/// Adds the areas to the places; their regions are named by ISO 3166-2 code.
pub fn gather(data: &Path, places: &mut Vec<Place>) -> Result<()> {
    let mut seen = HashMap::new();
    for row in tables::read(&data.join("areas.tsv"), &COLUMNS)? {
        let key = [row.get(0), row.get(1), row.get(2)].map(str::to_owned);
        // Two rows of one place would be two places, which contend for its name.
        if let Some(first) = seen.insert(key, row.place.clone()) {
            bail!("{}: {} has this name, kind and country too; make them one row", row.place, first);
        }
        let kind = match row.get(1) {
            "city" => KIND_CITY,
            "region" => KIND_REGION,
            "institution" => KIND_INSTITUTION,
            "facility" => KIND_FACILITY,
            other => bail!("{}: kind `{other}`: use city, region, institution or facility", row.place),
        };
        let mut place = Place::new(row.get(0), kind, row.get(2));
        if !row.get(3).is_empty() {
            place.region = places.iter().position(|region| region.code == row.get(3));
            ensure!(place.region.is_some(), "{}: there is no region {}", row.place, row.get(3));
        }
        if !row.get(4).is_empty() {
            place.point = Some((row.number(4)?, row.number(5)?));
        }
        place.weight = Some(row.number(6)? as f32);
        place.add_all(row.list(7), RANK_USUAL);
        place.add_demonyms(row.list(8));
        places.push(place);
    }
    Ok(())
}
