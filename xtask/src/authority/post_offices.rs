//! Places of the United States that GeoNames' cities lack: villages of fewer than 500 people, resorts, bases, and the
//! townships of New England that it counts as divisions. They have a post office, and AP's datelines name them.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use super::fetch::Packages;
use super::fold::fold;
use super::layout::{KIND_CITY, RANK_OWN, RANK_WEAK};
use super::names;
use super::place::{Place, middle};
use super::regions::Divisions;
use super::sources;

/// Adds the places of post offices whose name no city of their state has. Their names are weak: they confirm a
/// dateline with its state (`CHICKEN, Alaska`) and are nothing to look for alone.
pub fn gather(packages: &Packages, divisions: &Divisions, places: &mut Vec<Place>) -> Result<()> {
    let known: BTreeSet<(usize, String)> = places
        .iter()
        .filter(|place| place.country == "US" && place.kind == KIND_CITY)
        .filter_map(|place| Some((place.region?, place)))
        .flat_map(|(region, place)| {
            place
                .names
                .iter()
                .filter(|(_, rank)| **rank < RANK_WEAK)
                .map(move |(name, _)| (region, name.clone()))
        })
        .collect();
    let mut offices: BTreeMap<(usize, String), (String, String, Vec<(f64, f64)>)> = BTreeMap::new();
    for office in sources::post_offices(packages)? {
        // `UNIQUE` is a company's or an authority's own code.
        let place = matches!(office.zip_code_type.as_str(), "STANDARD" | "PO BOX") && office.country == "US";
        let (Some(region), Ok(lat), Ok(lon)) =
            (divisions.get("US", &office.state), office.lat.parse(), office.long.parse())
        else {
            continue;
        };
        // The Postal Service writes `Mc Lean`.
        let name = match office.city.strip_prefix("Mc ") {
            Some(rest) => format!("Mc{rest}"),
            None => office.city.replace(" Of ", " of ").replace(" On ", "-on-").replace(" In ", " in "),
        };
        let had = names::spellings(&name).iter().any(|name| known.contains(&(region, fold(name))));
        if place && !had && (lat, lon) != (0.0, 0.0) {
            let row = offices.entry((region, fold(&name))).or_insert((name, office.timezone, Vec::new()));
            row.2.push((lat, lon));
        }
    }
    for ((region, _), (name, timezone, points)) in offices {
        let mut place = Place::new(&name, KIND_CITY, "US");
        for (_, rank) in place.names.iter_mut().filter(|(_, rank)| **rank == RANK_OWN) {
            *rank = RANK_WEAK;
        }
        place.region = Some(region);
        place.point = middle(points.into_iter().map(|point| (point, 1.0)));
        place.timezone = timezone;
        places.push(place);
    }
    Ok(())
}
