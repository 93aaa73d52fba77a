//! The user's `places.tsv`: places that are added to those built in, or stand in for them.
//!
//! A row stands in for the place built in that has its name as its own, its kind, its country and, where
//! the row gives one, its region; of several for the most prominent. Else it is a new place.

use rustc_hash::FxHashMap;

use super::base::{Base, Key, place_of, rank_of};
use super::layout::{self, RANK_OWN, RANK_SHIFT, RANK_USUAL, prominence, rank_penalty};
use super::{CountryCode, Geo, GeoId};
use crate::authority::table::{self, Row};
use crate::authority::{AuthorityError, OverrideFile, fold};
use crate::record::PlaceKind;

/// The columns of `places.tsv`.
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
    prominence: f32,
    aliases: Vec<String>,
}

impl OwnPlace {
    pub fn geo(&self, id: GeoId) -> Geo<'_> {
        Geo {
            id,
            kind: self.kind,
            names: &self.name,
            name: (0, self.name.len() as u32),
            country: self.country,
            region: self.region,
            code: self.code.as_deref(),
            point: self.point,
            population: self.population,
            geonameid: self.geonameid,
            timezone: self.timezone.as_deref(),
            capital: self.capital,
            prominence: self.prominence,
        }
    }

    /// Reads a row; what it leaves out comes from the place it stands in for.
    fn read(row: &Row<'_>, base: &Base) -> Result<(OwnPlace, Option<u32>), AuthorityError> {
        let name = row.required(0)?;
        if fold(name).is_empty() {
            return Err(row.error("`name` has no letter; write the place's name"));
        }
        let kind = kind(row)?;
        let country = row.country(2)?.as_deref().and_then(CountryCode::new);
        if let Some(code) = country
            && kind != PlaceKind::Country
            && base.country_of_code(code).is_none()
        {
            return Err(row.error(format!("`country` {} is none of today; see ISO 3166-1", code.as_str())));
        }
        let region = match row.optional(3) {
            None => None,
            Some(code) => Some(region(base, code).ok_or_else(|| {
                row.error(format!(
                    "`region` is {code:?}; write an ISO 3166-2 code such as KE-30, or leave it empty"
                ))
            })?),
        };
        let point = match (degrees(row, 4, 90.0)?, degrees(row, 5, 180.0)?) {
            (Some(lat), Some(lon)) => Some((lat, lon)),
            (None, None) => None,
            _ => return Err(row.error("only one of `lat` and `lon` is given; give both or none")),
        };
        let population = match row.optional(6) {
            None => None,
            Some(people) => Some(people.parse().map_err(|_| {
                row.error(format!("`population` is {people:?}; write a whole number of people"))
            })?),
        };
        let replaced = replaced(base, name, kind, country, region);
        let old = replaced.map(|id| base.get(id));
        let mut place = OwnPlace {
            name: name.to_owned(),
            kind,
            country,
            region: region.or(old.and_then(|old| old.region)),
            code: old.and_then(|old| old.code).map(str::to_owned),
            point: point.or(old.and_then(|old| old.point)),
            population: population.or(old.map(|old| old.population)).unwrap_or(0),
            geonameid: old.and_then(|old| old.geonameid),
            timezone: row.optional(7).or(old.and_then(|old| old.timezone)).map(str::to_owned),
            capital: old.is_some_and(|old| old.capital),
            prominence: 0.0,
            aliases: row.list(8),
        };
        place.prominence = match (old, population) {
            (Some(old), None) => old.prominence,
            _ => place.computed_prominence(),
        };
        Ok((place, replaced))
    }

    fn computed_prominence(&self) -> f32 {
        let kind = match self.kind {
            PlaceKind::Country => layout::KIND_COUNTRY,
            PlaceKind::Region => layout::KIND_REGION,
            _ => layout::KIND_CITY,
        };
        prominence(kind, self.population, self.capital)
    }
}

fn kind(row: &Row<'_>) -> Result<PlaceKind, AuthorityError> {
    match row.required(1)? {
        "city" => Ok(PlaceKind::City),
        "region" => Ok(PlaceKind::Region),
        "country" => Ok(PlaceKind::Country),
        "institution" => Ok(PlaceKind::Institution),
        "facility" => Ok(PlaceKind::Facility),
        other => {
            Err(row
                .error(format!("`kind` is {other:?}; write city, region, country, institution or facility")))
        }
    }
}

fn degrees(row: &Row<'_>, column: usize, most: f64) -> Result<Option<f64>, AuthorityError> {
    let Some(text) = row.optional(column) else {
        return Ok(None);
    };
    match text.parse::<f64>() {
        Ok(degrees) if degrees.abs() <= most => Ok(Some(degrees)),
        _ => {
            Err(row.error(format!("`{}` is {text:?}; write degrees from -{most} to {most}", COLUMNS[column])))
        }
    }
}

fn region(base: &Base, code: &str) -> Option<GeoId> {
    (0..base.len() as u32).map(|id| base.get(id)).find(|place| place.code == Some(code)).map(|place| place.id)
}

/// The place built in that a row stands in for.
fn replaced(
    base: &Base,
    name: &str,
    kind: PlaceKind,
    country: Option<CountryCode>,
    region: Option<GeoId>,
) -> Option<u32> {
    if kind == PlaceKind::Country {
        return country.and_then(|code| base.country_of_code(code));
    }
    base.find(&fold(name))?
        .postings
        .iter()
        .filter(|posting| rank_of(**posting) == RANK_OWN)
        .map(|posting| base.get(place_of(*posting)))
        .find(|place| {
            place.kind == kind && place.country == country && (region.is_none() || place.region == region)
        })
        .map(|place| place.id.0)
}

/// Names whose meanings the user changed, with all their meanings, and the user's places.
#[derive(Default, Debug)]
pub(super) struct Overlay {
    pub places: Vec<OwnPlace>,
    keys: FxHashMap<Box<str>, Meanings>,
    countries: FxHashMap<CountryCode, u32>,
    /// Id of a place built in → id of the row that stands in for it.
    stand_ins: FxHashMap<u32, u32>,
}

/// As a [`Key`] of the base, the most prominent place first.
#[derive(Default, Debug, Clone)]
struct Meanings {
    postings: Vec<u32>,
    continues: bool,
}

impl Overlay {
    /// Reads the user's file.
    ///
    /// # Errors
    /// At the first row that cannot be read.
    pub fn read(file: &OverrideFile, base: &Base) -> Result<Overlay, AuthorityError> {
        let mut overlay = Overlay::default();
        for row in table::rows(&file.path, &file.text, &COLUMNS)? {
            let (place, replaced) = OwnPlace::read(&row, base)?;
            let id = (base.len() + overlay.places.len()) as u32;
            if let Some(old) = replaced {
                overlay.stand_ins.insert(old, id);
            }
            if let (PlaceKind::Country, Some(code)) = (place.kind, place.country) {
                overlay.countries.insert(code, id);
            }
            overlay.places.push(place);
        }
        overlay.stand_in(base);
        for at in 0..overlay.places.len() {
            let id = (base.len() + at) as u32;
            let own = (fold(&overlay.places[at].name), RANK_OWN);
            let aliases = overlay.places[at].aliases.iter().map(|alias| (fold(alias), RANK_USUAL));
            for (name, rank) in std::iter::once(own).chain(aliases).collect::<Vec<_>>() {
                overlay.name(base, &name, id, rank);
            }
        }
        overlay.sort(base);
        Ok(overlay)
    }

    /// Puts the user's places where the replaced ones stood, under all their names.
    fn stand_in(&mut self, base: &Base) {
        let stand_ins = &self.stand_ins;
        if stand_ins.is_empty() {
            return;
        }
        for (name, key) in base.iter() {
            if !key.postings.iter().any(|posting| stand_ins.contains_key(&place_of(*posting))) {
                continue;
            }
            let postings = key
                .postings
                .iter()
                .map(|posting| match stand_ins.get(&place_of(*posting)) {
                    Some(id) => rank_of(*posting) << RANK_SHIFT | id,
                    None => *posting,
                })
                .collect();
            if let Ok(name) = std::str::from_utf8(name) {
                let continues = key.continues;
                self.keys.insert(name.into(), Meanings { postings, continues });
            }
        }
    }

    /// Gives a place a name.
    fn name(&mut self, base: &Base, folded: &str, id: u32, rank: u32) {
        for (at, _) in folded.match_indices(' ') {
            self.meanings(base, &folded[..at]).continues = true;
        }
        if folded.is_empty() {
            return;
        }
        let meanings = self.meanings(base, folded);
        meanings.postings.retain(|posting| place_of(*posting) != id);
        meanings.postings.push(rank << RANK_SHIFT | id);
    }

    fn meanings(&mut self, base: &Base, folded: &str) -> &mut Meanings {
        self.keys.entry(folded.into()).or_insert_with(|| {
            base.find(folded)
                .map(|key| Meanings { postings: key.postings.to_vec(), continues: key.continues })
                .unwrap_or_default()
        })
    }

    fn sort(&mut self, base: &Base) {
        let places = &self.places;
        let score = |posting: u32| {
            let id = place_of(posting);
            let prominence = match (id as usize).checked_sub(base.len()) {
                None => base.prominence(id),
                Some(own) => places[own].prominence,
            };
            prominence - rank_penalty(rank_of(posting))
        };
        for meanings in self.keys.values_mut() {
            meanings.postings.sort_by(|a, b| score(*b).total_cmp(&score(*a)));
        }
    }

    /// Whether a row of the user's has this folded name.
    pub fn holds(&self, folded: &[u8]) -> bool {
        !self.keys.is_empty() && std::str::from_utf8(folded).is_ok_and(|name| self.keys.contains_key(name))
    }

    pub fn find(&self, folded: &str) -> Option<Key<'_>> {
        if self.keys.is_empty() {
            return None;
        }
        self.keys
            .get(folded)
            .map(|meanings| Key { postings: &meanings.postings, continues: meanings.continues })
    }

    /// Id of the row that stands in for a place built in, else the place's own.
    pub fn current(&self, id: u32) -> u32 {
        self.stand_ins.get(&id).copied().unwrap_or(id)
    }

    /// Id of the user's own row of a country.
    pub fn country(&self, code: CountryCode) -> Option<u32> {
        self.countries.get(&code).copied()
    }
}
