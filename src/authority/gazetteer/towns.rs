//! The cities that a mistyped name is looked for among: what the search of [`crate::desk`] would otherwise ask the
//! whole gazetteer, hundreds of times for one name.

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};

use super::base::{Base, place_of};
use super::{CountryCode, Gazetteer, GeoId};
use crate::record::PlaceKind;

/// People that a city of [`Towns::towns`] has at least.
const LARGE: u32 = 20_000;
/// People that a city has at least whose name a slip may mean.
const SMALL: u32 = 500;
/// Bits of the filter: some ten for each name.
const BITS: usize = 1 << 22;

/// Made in some tens of milliseconds, so only when first asked.
pub(super) struct Towns {
    /// By country and the name's first letter; 0 for a letter beyond ASCII.
    large: FxHashMap<(CountryCode, u8), Vec<GeoId>>,
    /// A bit for the hash of each name of a city.
    filter: Vec<u64>,
}

impl Towns {
    pub fn new(gazetteer: &Gazetteer, base: &Base) -> Self {
        let mut towns = Towns { large: FxHashMap::default(), filter: vec![0; BITS / 64] };
        let large = gazetteer.iter().filter(|geo| geo.kind == PlaceKind::City && geo.population >= LARGE);
        for (country, name, id) in large.filter_map(|geo| Some((geo.country?, geo.name(), geo.id))) {
            towns.large.entry((country, initial(name))).or_default().push(id);
        }
        let city = |posting: &u32| base.is_city_of(place_of(*posting), SMALL);
        for (name, key) in base.iter() {
            if key.postings.iter().any(city) {
                let (word, bit) = bit(name);
                towns.filter[word] |= bit;
            }
        }
        towns
    }

    pub fn towns(&self, country: CountryCode, folded: &str) -> impl Iterator<Item = GeoId> + '_ {
        let beyond = Some(0).filter(|_| initial(folded) != 0);
        let initials = beyond.into_iter().chain([initial(folded)]);
        initials.filter_map(move |initial| self.large.get(&(country, initial))).flatten().copied()
    }

    pub fn may_hold(&self, folded: &str) -> bool {
        let (word, bit) = bit(folded.as_bytes());
        self.filter[word] & bit != 0
    }
}

fn initial(name: &str) -> u8 {
    name.bytes().next().filter(u8::is_ascii).map_or(0, |byte| byte.to_ascii_lowercase())
}

fn bit(name: &[u8]) -> (usize, u64) {
    let mut hasher = FxHasher::default();
    hasher.write(name);
    let at = hasher.finish() as usize % BITS;
    (at / 64, 1 << (at % 64))
}
