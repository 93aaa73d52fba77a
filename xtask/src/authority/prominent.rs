//! What a bare name means in wire copy where people are no measure: data/prominent.tsv.

use std::path::Path;

use anyhow::{Result, ensure};

use super::fold::fold;
use super::layout::{KIND_CITY, RANK_OTHER};
use super::place::Place;
use super::tables;

const COLUMNS: [&str; 3] = ["division", "name", "weight"];

/// Gives the cities of the table their weight.
pub fn gather(data: &Path, places: &mut [Place]) -> Result<()> {
    for row in tables::read(&data.join("prominent.tsv"), &COLUMNS)? {
        let (country, name) = (row.get(0).get(..2).unwrap_or_default(), fold(row.get(1)));
        let region = places.iter().position(|place| place.code == row.get(0));
        ensure!(
            region.is_some() || row.get(0).len() == 2,
            "{}: there is no division {}",
            row.place,
            row.get(0)
        );
        let city = places
            .iter_mut()
            .filter(|place| place.kind == KIND_CITY && place.country == country)
            .filter(|place| region.is_none() || row.get(0).len() == 2 || place.region == region)
            .filter(|place| place.names.get(&name).is_some_and(|rank| *rank <= RANK_OTHER))
            .max_by_key(|place| (place.names[&name] < RANK_OTHER, place.population));
        let Some(city) = city else {
            anyhow::bail!("{}: there is no {} in {}", row.place, row.get(1), row.get(0));
        };
        city.weight = Some(row.number(2)? as f32);
    }
    Ok(())
}
