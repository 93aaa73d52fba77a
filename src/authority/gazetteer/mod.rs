//! Every place a dispatch may name: cities, regions, countries, institutions, areas.
//!
//! What is built in is `data/places.bin` (see docs/authority.md for its sources); a user's `places.tsv`
//! lies over it.

mod base;
mod disputed;
mod layout;
mod overlay;
mod sections;
mod towns;

use std::sync::{Arc, OnceLock};

use base::{Base, Key, place_of, rank_of};
pub use disputed::DisputePolicy;
use disputed::{Disputed, Holder};
use overlay::Overlay;
use rustc_hash::FxHashMap;
use towns::Towns;

use super::{AgencyStyle, AuthorityError, OverrideFile, Styles};
use crate::record::{Place, PlaceKind};

/// ISO 3166-1 alpha-2 code of today, upper case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CountryCode([u8; 2]);

impl CountryCode {
    /// `None` unless `code` is two ASCII capitals.
    pub fn new(code: &str) -> Option<Self> {
        code.as_bytes().try_into().ok().and_then(CountryCode::of)
    }

    fn of(code: [u8; 2]) -> Option<Self> {
        code.iter().all(u8::is_ascii_uppercase).then_some(CountryCode(code))
    }

    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("two ASCII capitals")
    }
}

/// Names one place of the gazetteer; valid for the `Authority` it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GeoId(u32);

/// How usual a name is for its place, the most usual first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameRank {
    /// The place's own name.
    Own,
    /// A second name that wires use: an exonym, an abbreviation, a short or former name (`Burma`, `Mass.`).
    Usual,
    /// Any other name: foreign, historical, local.
    Other,
    /// A code or a transliteration (`NYC`, `mskw`): good for confirming, not for finding.
    Weak,
}

impl NameRank {
    fn of(posting: u32) -> Option<NameRank> {
        match rank_of(posting) {
            layout::RANK_OWN => Some(NameRank::Own),
            layout::RANK_USUAL => Some(NameRank::Usual),
            layout::RANK_OTHER => Some(NameRank::Other),
            layout::RANK_WEAK => Some(NameRank::Weak),
            _ => None,
        }
    }
}

/// A place that a name may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GeoHit {
    pub id: GeoId,
    pub kind: PlaceKind,
    /// The name is the place's own, not an alternative, foreign, former or short one.
    pub primary: bool,
    pub rank: NameRank,
}

/// What is known of a place.
#[derive(Debug, Clone, Copy)]
pub struct Geo<'a> {
    pub id: GeoId,
    pub kind: PlaceKind,
    /// Where the name stands: to cut it out would touch memory that most questions do not need.
    names: &'a str,
    name: (u32, u32),
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
    /// Orders namesakes; in the unit of log10 of people, a capital one higher, a country above 9.
    pub prominence: f32,
}

impl<'a> Geo<'a> {
    /// The usual English wire name: `South Korea`, `Pyeongchang`, `Kyiv`.
    pub fn name(&self) -> &'a str {
        &self.names[self.name.0 as usize..self.name.1 as usize]
    }

    /// Bytes of the name.
    pub fn name_len(&self) -> usize {
        (self.name.1 - self.name.0) as usize
    }
}

/// What stands under one folded name.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    gazetteer: &'a Gazetteer,
    key: Key<'a>,
}

impl<'a> Entry<'a> {
    /// Every place of this name, the most prominent first. Allocates nothing.
    pub fn hits(self) -> impl Iterator<Item = GeoHit> + 'a {
        self.key.postings.iter().filter_map(move |posting| {
            let id = place_of(*posting);
            NameRank::of(*posting).map(|rank| GeoHit {
                id: GeoId(id),
                kind: self.gazetteer.kind(id),
                primary: rank == NameRank::Own,
                rank,
            })
        })
    }

    /// The place whose people or things this word is an adjective or noun for.
    pub fn demonym(self) -> Option<GeoId> {
        self.key
            .postings
            .iter()
            .find(|posting| rank_of(**posting) == layout::RANK_DEMONYM)
            .map(|posting| GeoId(place_of(*posting)))
    }

    /// Some longer name begins with these words.
    pub fn continues(self) -> bool {
        self.key.continues
    }
}

/// The gazetteer.
pub struct Gazetteer {
    base: Arc<Base>,
    overlay: Overlay,
    disputed: Disputed,
    policy: DisputePolicy,
    /// Made when first asked for.
    towns: OnceLock<Towns>,
    /// Divisions by what [`Gazetteer::shortened`] knows them by.
    short: FxHashMap<String, GeoId>,
}

impl std::fmt::Debug for Gazetteer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Gazetteer({} places)", self.len())
    }
}

impl Gazetteer {
    /// The places built in, with the user's `places.tsv` over them.
    ///
    /// # Errors
    /// When a row cannot be read: the error names file, line and mend.
    pub fn load(overrides: &[OverrideFile]) -> Result<Gazetteer, AuthorityError> {
        let base =
            Base::shared().map_err(|message| AuthorityError { file: "data/places.bin".into(), message })?;
        let mut overlay = Overlay::default();
        for file in overrides.iter().filter(|file| file.path == "places.tsv") {
            overlay = Overlay::read(file, &base)?;
        }
        let mut gazetteer = Gazetteer {
            base,
            overlay,
            disputed: Disputed::default(),
            policy: DisputePolicy::default(),
            towns: OnceLock::new(),
            short: FxHashMap::default(),
        };
        gazetteer.disputed = Disputed::load(overrides, &gazetteer)?;
        Ok(gazetteer)
    }

    /// Gives disputed places the country of this policy.
    pub fn under(self, policy: DisputePolicy) -> Gazetteer {
        Gazetteer { policy, ..self }
    }

    /// The day the data were built, `YYYY-MM-DD`.
    pub fn date(&self) -> &str {
        &self.base.date
    }

    /// Number of places.
    #[allow(clippy::len_without_is_empty)]
    pub fn len(&self) -> usize {
        self.base.len() + self.overlay.places.len()
    }

    /// All places.
    pub fn iter(&self) -> impl Iterator<Item = Geo<'_>> {
        (0..self.len() as u32).map(|id| self.get(GeoId(id)))
    }

    /// Countries and their divisions of all levels.
    fn divisions(&self) -> impl Iterator<Item = Geo<'_>> {
        let own = self.base.len() as u32..self.len() as u32;
        (0..self.base.divisions() as u32).chain(own).map(|id| self.get(GeoId(id)))
    }

    /// Learns what the post and AP write for the divisions of North America.
    pub(super) fn shorten(&mut self, styles: &Styles) {
        let mut short = FxHashMap::default();
        for geo in self.divisions() {
            let Some((country @ ("US" | "CA"), postal)) = geo.code.and_then(|code| code.split_once('-'))
            else {
                continue;
            };
            if postal.len() == 2 {
                short.insert(postal.to_owned(), geo.id);
            }
            let stylebook = styles.short(AgencyStyle::Ap, &format!("{country}-{postal}"));
            // Without a period it is a name, which the look-up finds.
            if let Some(text) = stylebook.filter(|text| text.ends_with('.')) {
                short.insert(super::fold(text), geo.id);
            }
        }
        self.short = short;
    }

    /// The state or province that the post's code (`MN`, in capitals) or AP's abbreviation (`Minn.`, folded) stands for.
    pub fn shortened(&self, short: &str) -> Option<GeoHit> {
        let id = *self.short.get(short)?;
        Some(GeoHit { id, kind: PlaceKind::Region, primary: true, rank: NameRank::Own })
    }

    /// What stands under a folded name; one hash look-up, no allocation. The scan for the longest name
    /// goes on while [`Entry::continues`].
    pub fn find(&self, folded: &str) -> Option<Entry<'_>> {
        let key = match self.overlay.find(folded) {
            Some(key) => key,
            None => self.base.find(folded)?,
        };
        Some(Entry { gazetteer: self, key })
    }

    /// Every place that `name` may mean, the most prominent first. The name is folded here.
    pub fn lookup(&self, name: &str) -> Vec<GeoHit> {
        self.lookup_folded(&super::fold(name))
    }

    /// As [`Gazetteer::lookup`], for a name that is folded already.
    pub fn lookup_folded(&self, folded: &str) -> Vec<GeoHit> {
        let Some(entry) = self.find(folded) else { return Vec::new() };
        let mut hits = Vec::with_capacity(entry.key.postings.len());
        hits.extend(entry.hits());
        hits
    }

    /// Whether any name of the gazetteer begins with these folded words (for longest-match scans).
    pub fn is_prefix(&self, folded: &str) -> bool {
        self.find(folded).is_some_and(|entry| entry.continues() || entry.hits().next().is_some())
    }

    /// Panics when `id` comes from another authority.
    pub fn get(&self, id: GeoId) -> Geo<'_> {
        let id = GeoId(self.overlay.current(id.0));
        let mut geo = match (id.0 as usize).checked_sub(self.base.len()) {
            None => self.base.get(id.0),
            Some(own) => self.overlay.places[own].geo(id),
        };
        geo.region = geo.region.map(|region| GeoId(self.overlay.current(region.0)));
        geo
    }

    /// [`Geo::prominence`] alone, for a choice among many.
    pub fn prominence(&self, id: GeoId) -> f32 {
        let id = self.overlay.current(id.0);
        match (id as usize).checked_sub(self.base.len()) {
            None => self.base.prominence(id),
            Some(own) => self.overlay.places[own].geo(GeoId(id)).prominence,
        }
    }

    fn kind(&self, id: u32) -> PlaceKind {
        match (id as usize).checked_sub(self.base.len()) {
            None => self.base.kind(id),
            Some(own) => self.overlay.places[own].kind,
        }
    }

    pub fn country(&self, code: CountryCode) -> Option<Geo<'_>> {
        self.overlay.country(code).or_else(|| self.base.country_of_code(code)).map(|id| self.get(GeoId(id)))
    }

    /// The capital of a country.
    pub fn capital(&self, code: CountryCode) -> Option<Geo<'_>> {
        self.base.capital(code).map(|id| self.get(GeoId(id)))
    }

    /// The first-level division of `country` that `name` means: `Mass.`, `Ont.`, `Bayern`, `ZH`. The name
    /// is folded here; a postal code is no shorter than an abbreviation for this look-up.
    pub fn lookup_region(&self, name: &str, country: CountryCode) -> Option<GeoId> {
        self.find(&super::fold(name))?
            .hits()
            .filter(|hit| hit.kind == PlaceKind::Region)
            .find(|hit| self.get(hit.id).country == Some(country))
            .map(|hit| hit.id)
    }

    /// Whether `id` lies in `outer`: the same place, its region, or its country.
    pub fn within(&self, id: GeoId, outer: GeoId) -> bool {
        if id == outer {
            return true;
        }
        let (inner, outer) = (self.get(id), self.get(outer));
        match outer.kind {
            PlaceKind::Country => inner.country.is_some() && inner.country == outer.country,
            _ => inner.region == Some(outer.id),
        }
    }

    /// Whether the place lies in `country`, or `country` holds or claims it.
    pub fn claimed(&self, geo: &Geo<'_>, country: CountryCode) -> bool {
        geo.country == Some(country) || self.disputed.claimed(self.chain(geo), country)
    }

    /// The place, its division, its country.
    fn chain(&self, geo: &Geo<'_>) -> [Option<GeoId>; 3] {
        [Some(geo.id), geo.region, geo.country.and_then(|code| self.country(code)).map(|country| country.id)]
    }

    /// The place that a demonym or adjective means: `Kenyan` → KE, `South Koreans` → KR, `Scottish` → the
    /// region. The word is folded here.
    pub fn demonym(&self, word: &str) -> Option<GeoId> {
        let folded = super::fold(word);
        let of = |folded: &str| self.find(folded).and_then(Entry::demonym);
        of(&folded).or_else(|| folded.strip_suffix('s').and_then(of))
    }

    /// The published form, a disputed place under the policy: country and region names and codes, coordinates, time zone.
    pub fn publish(&self, id: GeoId) -> Place {
        let geo = self.get(id);
        let region = match geo.kind {
            PlaceKind::Region if geo.region.is_none() => Some(geo),
            _ => geo.region.map(|region| self.get(region)),
        };
        let holder = self.disputed.holder(self.chain(&geo), self.policy);
        let (code, country_name) = match holder {
            Some(Holder::Named(name)) => (None, Some(name.as_str())),
            Some(Holder::Country(code)) => (Some(*code), None),
            Some(Holder::Nobody) => (None, None),
            None => (geo.country, None),
        };
        // A division would say whose it is.
        let region = region.filter(|_| holder != Some(&Holder::Nobody));
        let country = code.and_then(|code| self.country(code));
        let other = code != geo.country;
        Place {
            country: code.map(|code| code.as_str().to_owned()),
            country_name: country_name.or(country.map(|country| country.name())).map(str::to_owned),
            // An area (`Middle East`) is a region of no country: it has no division to name.
            region: region.filter(|region| region.country.is_some()).map(|region| region.name().to_owned()),
            region_code: region.and_then(|region| region.code).filter(|_| !other).map(str::to_owned),
            lat: geo.point.map(|(lat, _)| lat),
            lon: geo.point.map(|(_, lon)| lon),
            geonameid: geo.geonameid,
            timezone: geo.timezone.map(str::to_owned),
        }
    }
}

#[cfg(test)]
mod tests;
