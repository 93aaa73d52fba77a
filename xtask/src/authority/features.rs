//! Rivers, lakes, mountains, islands, historic regions, city districts, airports: data/features.tsv.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::fold::fold;
use super::layout::{KIND_CITY, KIND_FACILITY, KIND_REGION, RANK_USUAL};
use super::place::{Place, distance};
use super::tables;

const COLUMNS: [&str; 7] = ["name", "kind", "country", "lat", "lon", "weight", "aliases"];

/// Kinds of features: their place among namesakes, in log10 of people, that of a name of one word, and
/// whether they lie in one division, so that `Lake Travis, Texas` is told by it.
///
/// A name of one word is often somebody's too (`Havel`, `Barra`): from five up it is taken for the place
/// wherever it stands, below that it needs what a town of so many people needs.
const KINDS: [(&str, f64, f64, bool); 29] = [
    ("sea", 6.0, 6.0, false),
    ("gulf", 6.0, 5.0, false),
    ("bay", 4.8, 4.5, true),
    ("strait", 5.5, 5.5, false),
    ("lake", 5.0, 4.8, true),
    ("river", 5.2, 4.8, false),
    ("waterfall", 4.5, 4.5, true),
    ("delta", 5.0, 4.8, false),
    ("island", 4.8, 4.7, true),
    ("archipelago", 5.0, 4.8, false),
    ("reef", 5.0, 4.8, false),
    ("peninsula", 5.2, 4.8, false),
    ("cape", 4.5, 4.5, true),
    ("range", 5.5, 5.5, false),
    ("mountain", 5.0, 4.7, true),
    ("volcano", 5.2, 4.7, true),
    ("plateau", 5.0, 4.8, false),
    ("valley", 5.0, 4.7, true),
    ("plain", 5.0, 4.8, false),
    ("desert", 5.5, 5.3, false),
    ("pass", 4.6, 4.6, true),
    ("glacier", 4.6, 4.6, true),
    ("forest", 4.8, 4.5, true),
    ("park", 5.0, 4.7, true),
    ("dam", 5.0, 4.5, true),
    ("canal", 5.0, 4.5, true),
    ("region", 5.3, 5.2, false),
    ("district", 4.6, 4.4, true),
    ("facility", 5.0, 4.6, true),
];

/// A town of the name so near stands for the feature.
const SAME_KM: f64 = 60.0;

/// Adds the features that no place already there stands for.
pub fn gather(data: &Path, places: &mut Vec<Place>) -> Result<()> {
    let mut named: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut of_country: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, place) in places.iter().enumerate() {
        for (name, rank) in &place.names {
            if *rank <= RANK_USUAL {
                named.entry(name.clone()).or_default().push(at);
            }
        }
        if place.kind == KIND_CITY {
            of_country.entry(place.country.clone()).or_default().push(at);
        }
    }
    let mut features = Vec::new();
    let mut seen: BTreeMap<String, Vec<(f64, f64)>> = BTreeMap::new();
    for row in tables::read(&data.join("features.tsv"), &COLUMNS)? {
        let (_, many, one, local) = KINDS
            .into_iter()
            .find(|(kind, ..)| *kind == row.get(1))
            .with_context(|| format!("{}: there is no kind `{}`", row.place, row.get(1)))?;
        let point = (row.number(3)?, row.number(4)?);
        ensure!(
            point.0.abs() <= 90.0 && point.1.abs() <= 180.0,
            "{}: {point:?} is no point on the globe",
            row.place
        );
        let near = seen.entry(fold(row.get(0))).or_default();
        ensure!(
            near.iter().all(|other| distance(*other, point) > SAME_KM),
            "{}: {} stands in the table already",
            row.place,
            row.get(0)
        );
        near.push(point);
        let own = if row.get(0).contains([' ', '-']) { many } else { one };
        let weight = if row.get(5).is_empty() { own } else { row.number(5)? } as f32;
        let known = |name: &str, places: &[Place]| {
            named.get(&fold(name)).into_iter().flatten().copied().find(|at| {
                let place = &places[*at];
                let reach = if place.kind == KIND_CITY { SAME_KM } else { 4.0 * SAME_KM };
                place.point.is_some_and(|other| distance(other, point) <= reach)
            })
        };
        if let Some(at) = known(row.get(0), places) {
            // GeoNames has no people for many parts of cities: `Twickenham`.
            let place = &mut places[at];
            if place.kind == KIND_CITY {
                place.weight = Some(place.prominence().max(weight));
                place.add_all(row.list(6).filter(|alias| !named.contains_key(&fold(alias))), RANK_USUAL);
            }
            continue;
        }
        let facility = ["facility", "dam", "canal"].contains(&row.get(1));
        let mut place =
            Place::new(row.get(0), if facility { KIND_FACILITY } else { KIND_REGION }, row.get(2));
        place.point = Some(point);
        place.add_all(row.list(6).filter(|alias| known(alias, places).is_none()), RANK_USUAL);
        place.weight = Some(weight);
        if local {
            place.region = division(row.get(2), point, &of_country, places);
        }
        features.push(place);
    }
    println!("{} features", features.len());
    places.append(&mut features);
    Ok(())
}

/// The division of the nearest town of the country.
fn division(
    country: &str,
    point: (f64, f64),
    of_country: &BTreeMap<String, Vec<usize>>,
    places: &[Place],
) -> Option<usize> {
    let reach = |at: &&usize| places[**at].point.map_or(f64::MAX, |other| distance(other, point));
    let nearest = of_country.get(country)?.iter().min_by(|a, b| reach(a).total_cmp(&reach(b)))?;
    places[*nearest].region.filter(|_| reach(&nearest) <= SAME_KM)
}
