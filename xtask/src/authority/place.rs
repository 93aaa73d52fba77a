//! A place on its way into the gazetteer.

use std::collections::{BTreeMap, BTreeSet};

use super::fold::fold;
use super::layout::{self, RANK_OWN};
use super::names;

/// A place with all its names.
pub struct Place {
    pub name: String,
    /// `layout::KIND_…`
    pub kind: u8,
    pub capital: bool,
    /// ISO 3166-1 alpha-2, or empty.
    pub country: String,
    /// Index of the region in the list of places.
    pub region: Option<usize>,
    /// ISO 3166-2, for regions.
    pub code: String,
    pub point: Option<(f64, f64)>,
    pub population: u32,
    pub geonameid: u32,
    pub timezone: String,
    /// What an area counts in the order of namesakes; others get theirs from population and kind.
    pub weight: Option<f32>,
    /// Folded name → rank, the best one.
    pub names: BTreeMap<String, u32>,
    /// Folded adjectives and nouns for its people.
    pub demonyms: BTreeSet<String>,
}

impl Place {
    pub fn new(name: &str, kind: u8, country: &str) -> Place {
        let mut place = Place {
            name: name.to_owned(),
            kind,
            capital: false,
            country: country.to_owned(),
            region: None,
            code: String::new(),
            point: None,
            population: 0,
            geonameid: 0,
            timezone: String::new(),
            weight: None,
            names: BTreeMap::new(),
            demonyms: BTreeSet::new(),
        };
        place.add(name, RANK_OWN);
        place
    }

    /// Adds a name and the spellings that go with it; a name keeps its best rank.
    pub fn add(&mut self, name: &str, rank: u32) {
        for spelling in names::spellings(name) {
            self.add_exactly(&spelling, rank);
        }
    }

    /// Adds a name without further spellings.
    pub fn add_exactly(&mut self, name: &str, rank: u32) {
        let folded = fold(name);
        if folded.chars().filter(|c| c.is_alphanumeric()).count() < 2 || folded.len() > 120 {
            return;
        }
        self.names.entry(folded).and_modify(|old| *old = (*old).min(rank)).or_insert(rank);
    }

    pub fn add_all<'a>(&mut self, names: impl IntoIterator<Item = &'a str>, rank: u32) {
        for name in names {
            self.add(name, rank);
        }
    }

    pub fn add_demonyms<'a>(&mut self, words: impl IntoIterator<Item = &'a str>) {
        self.demonyms.extend(words.into_iter().map(fold));
    }

    pub fn prominence(&self) -> f32 {
        self.weight.unwrap_or_else(|| layout::prominence(self.kind, self.population, self.capital))
    }
}

/// The middle of some points on the globe, weighted.
pub fn middle(points: impl Iterator<Item = ((f64, f64), f64)>) -> Option<(f64, f64)> {
    let (mut x, mut y, mut z) = (0.0, 0.0, 0.0);
    for ((lat, lon), weight) in points {
        let (lat, lon) = (lat.to_radians(), lon.to_radians());
        x += weight * lat.cos() * lon.cos();
        y += weight * lat.cos() * lon.sin();
        z += weight * lat.sin();
    }
    (x != 0.0 || y != 0.0 || z != 0.0).then(|| {
        let lat = z.atan2((x * x + y * y).sqrt()).to_degrees();
        (lat, y.atan2(x).to_degrees())
    })
}

/// Kilometres between two points, on a plane, which is good enough for neighbours.
pub fn distance(a: (f64, f64), b: (f64, f64)) -> f64 {
    let turn = ((a.1 - b.1 + 540.0).rem_euclid(360.0) - 180.0) * ((a.0 + b.0) / 2.0).to_radians().cos();
    111.2 * (a.0 - b.0).hypot(turn)
}
