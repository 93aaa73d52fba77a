//! Places of the United States that GeoNames' cities lack: villages of fewer than 500 people, resorts, bases, and the
//! townships of New England that it counts as divisions. They have a post office, and AP's datelines name them.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use super::fetch::Packages;
use super::fold::fold;
use super::layout::{KIND_CITY, KIND_FACILITY, RANK_OWN, RANK_WEAK};
use super::names;
use super::place::{Place, middle};
use super::postal_names::spelled;
use super::regions::Divisions;
use super::sources;

/// A great customer of the Postal Service has a ZIP code of its own, under its name in place of a town's. A code that only
/// the table's older part has, so near a town of so many people, is taken for one.
const CUSTOMER_WITHIN_KM: f64 = 10.0;
const CUSTOMER_BESIDE_PEOPLE: u32 = 20_000;

/// Words and names that give away the other customers, and the Postal Service's own houses.
const CUSTOMER_WORDS: [&str; 19] = [
    "Alltel", "Annex", "Books", "Brm", "Card", "Co", "Com", "Ctr", "Dept", "Dhs", "Fac", "Facility", "Gen",
    "Inc", "Ins", "Nat", "Service", "Systems", "Us",
];
const CUSTOMERS: [&str; 4] =
    ["Bmg Columbia Hse Music Club", "Burlington House", "First Union Bank", "State Board Of Insurance"];

/// What is no town, by words of its name.
const FACILITIES: [&str; 5] =
    ["Air Force Base", "Joint Base", "Marine Corps", "National Park", "Space Center"];

/// Islands that keep another time than the nearest town of their state.
const ISLANDS: [(&str, &str); 3] =
    [("Adak", "America/Adak"), ("Atka", "America/Adak"), ("Wake Island", "Pacific/Wake")];

type Point = (f64, f64);

/// The codes of one post office.
struct Office {
    name: String,
    /// Points that GeoNames gives, to a ten-thousandth of a degree.
    fine: Vec<Point>,
    /// Those of the table's older part alone, in hundredths: of customers, and of offices that closed long ago.
    coarse: Vec<Point>,
}

/// Adds the places of post offices whose name no city or base of their state has. Their names are weak: they confirm a
/// dateline with its state (`CHICKEN, Alaska`) and are nothing to look for alone.
pub fn gather(packages: &Packages, divisions: &Divisions, places: &mut Vec<Place>) -> Result<()> {
    let towns = Towns::of(places);
    let mut offices: BTreeMap<(usize, String), Office> = BTreeMap::new();
    for row in sources::post_offices(packages)? {
        // The states of the forces' post offices and of territories are no divisions.
        let Some(region) = divisions.get("US", &row.state) else { continue };
        let point = (row.latitude, row.longitude);
        if point == (0.0, 0.0) || customer(&row.city) {
            continue;
        }
        let name = spelled(&row.city);
        if towns.has(region, &name) {
            continue;
        }
        let office = offices.entry((region, fold(&name))).or_insert(Office {
            name,
            fine: Vec::new(),
            coarse: Vec::new(),
        });
        let hundredths = |degrees: f64| (degrees * 100.0 - (degrees * 100.0).round()).abs() < 1e-6;
        if hundredths(point.0) && hundredths(point.1) {
            office.coarse.push(point);
        } else {
            office.fine.push(point);
        }
    }
    for ((region, _), office) in offices {
        let points = if office.fine.is_empty() { &office.coarse } else { &office.fine };
        if office.fine.is_empty() && points.iter().any(|point| towns.beside_a_large_one(*point)) {
            continue;
        }
        let kind =
            if FACILITIES.iter().any(|word| office.name.contains(word)) { KIND_FACILITY } else { KIND_CITY };
        let mut place = Place::new(&office.name, kind, "US");
        for (_, rank) in place.names.iter_mut().filter(|(_, rank)| **rank == RANK_OWN) {
            *rank = RANK_WEAK;
        }
        place.region = Some(region);
        place.point = middle(points.iter().map(|point| (*point, 1.0)));
        place.timezone = match ISLANDS.iter().find(|(island, _)| *island == office.name) {
            Some((_, zone)) => (*zone).to_owned(),
            None => place.point.and_then(|point| towns.timezone(region, point)).unwrap_or_default(),
        };
        places.push(place);
    }
    Ok(())
}

fn customer(name: &str) -> bool {
    name.contains(|c: char| c.is_ascii_digit() || matches!(c, '&' | '/'))
        || CUSTOMERS.contains(&name)
        || name.split_whitespace().any(|word| CUSTOMER_WORDS.contains(&word))
}

/// The towns and bases of the United States that are known already.
struct Towns {
    /// With their division, closed up.
    names: BTreeSet<(usize, String)>,
    by_region: BTreeMap<usize, Vec<(Point, String)>>,
    large: Vec<Point>,
}

impl Towns {
    fn of(places: &[Place]) -> Towns {
        let mut towns = Towns { names: BTreeSet::new(), by_region: BTreeMap::new(), large: Vec::new() };
        for place in places.iter().filter(|place| place.country == "US") {
            let (true, Some(region)) = (matches!(place.kind, KIND_CITY | KIND_FACILITY), place.region) else {
                continue;
            };
            let own = place.names.iter().filter(|(_, rank)| **rank < RANK_WEAK);
            towns.names.extend(own.map(|(name, _)| (region, closed_up(name))));
            let Some(point) = place.point else { continue };
            if !place.timezone.is_empty() {
                towns.by_region.entry(region).or_default().push((point, place.timezone.clone()));
            }
            if place.population >= CUSTOMER_BESIDE_PEOPLE {
                towns.large.push(point);
            }
        }
        towns
    }

    fn has(&self, region: usize, name: &str) -> bool {
        names::spellings(name).iter().any(|name| self.names.contains(&(region, closed_up(&fold(name)))))
    }

    fn beside_a_large_one(&self, point: Point) -> bool {
        self.large.iter().any(|town| kilometres(*town, point) <= CUSTOMER_WITHIN_KM)
    }

    /// That of the nearest town of the state.
    fn timezone(&self, region: usize, point: Point) -> Option<String> {
        let towns = self.by_region.get(&region)?;
        let near = towns.iter().min_by(|a, b| kilometres(a.0, point).total_cmp(&kilometres(b.0, point)))?;
        Some(near.1.clone())
    }
}

/// The two lists differ in blanks: `Land O' Lakes`, `Land O'Lakes`; `DeForest`, `De Forest`.
fn closed_up(folded: &str) -> String {
    folded.replace(' ', "")
}

/// Near enough for neighbours.
fn kilometres(a: Point, b: Point) -> f64 {
    const A_DEGREE: f64 = 111.2;
    A_DEGREE * (a.0 - b.0).hypot((a.1 - b.1) * b.0.to_radians().cos())
}
