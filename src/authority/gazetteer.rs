//! Every place a dispatch may name: cities, regions, countries, institutions, areas.

use crate::record::{Place, PlaceKind};

/// ISO 3166-1 alpha-2 code of today, upper case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CountryCode([u8; 2]);

impl CountryCode {
    /// `None` unless `code` is two ASCII capitals.
    pub fn new(code: &str) -> Option<Self> {
        match code.as_bytes() {
            [a, b] if a.is_ascii_uppercase() && b.is_ascii_uppercase() => Some(CountryCode([*a, *b])),
            _ => None,
        }
    }

    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("two ASCII capitals")
    }
}

/// Names one place of the gazetteer; valid for the `Authority` it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GeoId(u32);

/// A place that a name may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GeoHit {
    pub id: GeoId,
    pub kind: PlaceKind,
    /// The name is the place's own, not an alternative, foreign, former or short one.
    pub primary: bool,
}

/// What is known of a place.
#[derive(Debug, Clone, Copy)]
pub struct Geo<'a> {
    pub id: GeoId,
    pub kind: PlaceKind,
    /// The usual English wire name: `South Korea`, `Pyeongchang`, `Kyiv`.
    pub name: &'a str,
    pub country: Option<CountryCode>,
    /// The first-level division, itself a place of the gazetteer.
    pub region: Option<GeoId>,
    /// ISO 3166-2, for a region.
    pub code: Option<&'a str>,
    /// Degrees north and east; `None` where no point stands for the place.
    pub point: Option<(f64, f64)>,
    pub population: u32,
    pub geonameid: Option<u32>,
    pub timezone: Option<&'a str>,
    /// Capital of its country.
    pub capital: bool,
}

/// The gazetteer.
#[derive(Default)]
pub struct Gazetteer {}

impl Gazetteer {
    /// Every place that `name` may mean, the most prominent first. The name is folded here.
    pub fn lookup(&self, name: &str) -> Vec<GeoHit> {
        self.lookup_folded(&super::fold(name))
    }

    /// As [`Gazetteer::lookup`], for a name that is folded already.
    pub fn lookup_folded(&self, _folded: &str) -> Vec<GeoHit> {
        Vec::new()
    }

    /// Whether any name of the gazetteer begins with these folded words (for longest-match scans).
    pub fn is_prefix(&self, _folded: &str) -> bool {
        false
    }

    /// Panics when `id` comes from another authority.
    pub fn get(&self, _id: GeoId) -> Geo<'_> {
        unimplemented!()
    }

    pub fn country(&self, _code: CountryCode) -> Option<Geo<'_>> {
        None
    }

    /// The country that a demonym or adjective means: `Kenyan` → KE, `South Korean` → KR, `Scottish` → the region.
    pub fn demonym(&self, _word: &str) -> Option<GeoId> {
        None
    }

    /// The published form: country and region names and codes, coordinates, time zone.
    pub fn publish(&self, _id: GeoId) -> Place {
        Place::default()
    }
}
