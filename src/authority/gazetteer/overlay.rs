//! The user's `places.tsv`: places that are added to those built in, or stand in for them.

use rustc_hash::FxHashMap;

use super::base::{Base, Key};
use super::layout;
use super::{CountryCode, Geo, GeoId};
use crate::authority::{AuthorityError, OverrideFile};
use crate::record::PlaceKind;

/// The columns of `places.tsv`; those after the country may be left empty.
const COLUMNS: [&str; 9] =
    ["name", "kind", "country", "region", "lat", "lon", "population", "timezone", "aliases"];

/// A place of the user's.
#[derive(Debug)]
pub(super) struct OwnPlace {
    name: String,
    pub kind: PlaceKind,
    country: Option<CountryCode>,
    region: Option<GeoId>,
    code: Option<String>,
    point: Option<(f64, f64)>,
    population: u32,
    geonameid: Option<u32>,
    timezone: Option<String>,
    capital: bool,
    aliases: Vec<String>,
}

impl OwnPlace {
    pub fn geo(&self, id: GeoId) -> Geo<'_> {
        Geo {
            id,
            kind: self.kind,
            name: &self.name,
            country: self.country,
            region: self.region,
            code: self.code.as_deref(),
            point: self.point,
            population: self.population,
            geonameid: self.geonameid,
            timezone: self.timezone.as_deref(),
            capital: self.capital,
            prominence: self.prominence(),
        }
    }

    fn prominence(&self) -> f32 {
        let kind = match self.kind {
            PlaceKind::Country => layout::KIND_COUNTRY,
            PlaceKind::Region => layout::KIND_REGION,
            _ => layout::KIND_CITY,
        };
        layout::prominence(kind, self.population, self.capital)
    }
}

/// Names whose meaning the user changed, in full, and the user's places.
#[derive(Default, Debug)]
pub(super) struct Overlay {
    pub places: Vec<OwnPlace>,
    keys: FxHashMap<Box<str>, (Vec<u32>, bool)>,
}

impl Overlay {
    pub fn find(&self, folded: &str) -> Option<Key<'_>> {
        if self.keys.is_empty() {
            return None;
        }
        self.keys.get(folded).map(|(postings, continues)| Key { postings, continues: *continues })
    }

    /// Id of the user's own row of a country.
    pub fn country(&self, _code: CountryCode) -> Option<u32> {
        None
    }

    pub fn read(_file: &OverrideFile, _base: &Base) -> Result<Overlay, AuthorityError> {
        Ok(Overlay::default())
    }
}
