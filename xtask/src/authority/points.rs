//! Where countries and divisions lie on the map: data/points.tsv, else the middle of where their towns stand.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Result, ensure};

use super::layout::{KIND_COUNTRY, KIND_REGION};
use super::place::{Place, middle};
use super::tables;

const COLUMNS: [&str; 3] = ["code", "lat", "lon"];

/// Towns of one cell count as one, so that a crowded corner does not draw the middle of a wide land to
/// itself: half a degree. It puts the fifty states of the United States 26 km from their middles in the mean.
const CELLS: f64 = 2.0;

/// Gives the countries and divisions of the table their points.
pub fn gather(data: &Path, places: &mut [Place]) -> Result<()> {
    let mut rows = BTreeMap::new();
    for row in tables::read(&data.join("points.tsv"), &COLUMNS)? {
        let point = (row.number(1)?, row.number(2)?);
        ensure!(
            rows.insert(row.get(0).to_owned(), (point, row.place.clone())).is_none(),
            "{}: {} has a row already",
            row.place,
            row.get(0)
        );
    }
    for place in places {
        let code = match place.kind {
            KIND_COUNTRY => &place.country,
            KIND_REGION => &place.code,
            _ => continue,
        };
        if let Some((point, _)) = rows.remove(code) {
            place.point = Some(point);
        }
    }
    let idle: Vec<String> = rows.into_values().map(|(_, place)| place).collect();
    ensure!(idle.is_empty(), "no country or division has the code: {}", idle.join(", "));
    Ok(())
}

/// The middle of the area where towns stand.
pub fn middle_of_area(towns: impl Iterator<Item = (f64, f64)>) -> Option<(f64, f64)> {
    let cell = |degrees: f64| (degrees * CELLS).floor() as i64;
    let mut cells: BTreeMap<(i64, i64), Vec<(f64, f64)>> = BTreeMap::new();
    for (lat, lon) in towns {
        cells.entry((cell(lat), cell(lon))).or_default().push((lat, lon));
    }
    middle(cells.values().flat_map(|towns| towns.iter().map(|town| (*town, 1.0 / towns.len() as f64))))
}
