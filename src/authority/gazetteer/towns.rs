//! The cities that a mistyped name is looked for among: what the search of [`crate::desk`] would otherwise ask the
//! whole gazetteer, hundreds of times for one name.

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};

use super::base::{Base, place_of};
use super::{CountryCode, Gazetteer, Geo, GeoId};
use crate::record::PlaceKind;

/// People that a city of [`Towns::towns`] has at least.
const LARGE: u32 = 20_000;
/// People that a city has at least whose name a slip may mean.
const SMALL: u32 = 500;
/// People of a city that a slip may mean where no state says where to look.
const GREAT: u32 = 50_000;

/// Made in some tens of milliseconds, so only when first asked.
pub(super) struct Towns {
    /// By country and the name's first letter; 0 for a letter beyond ASCII.
    large: FxHashMap<(CountryCode, u8), Vec<GeoId>>,
    /// Names of cities of [`SMALL`] and of [`GREAT`]. Nearly all that is asked for is in neither, and the second, which is
    /// asked most, stays in the core's own cache.
    small: Filter,
    great: Filter,
}

/// A set that may hold more than was put in: two bits of one word for the hash of each name.
struct Filter(Vec<u64>);

impl Filter {
    /// Of so many bits: some eight for each name.
    fn new(bits: usize) -> Self {
        Filter(vec![0; bits.next_power_of_two() / 64])
    }

    fn place(&self, name: &[u8]) -> (usize, u64) {
        let mut hasher = FxHasher::default();
        hasher.write(name);
        let hash = hasher.finish();
        (hash as usize & (self.0.len() - 1), 1 << (hash >> 58) | 1 << (hash >> 52 & 63))
    }

    fn put(&mut self, name: &[u8]) {
        let (word, bits) = self.place(name);
        self.0[word] |= bits;
    }

    fn holds(&self, name: &[u8]) -> bool {
        let (word, bits) = self.place(name);
        self.0[word] & bits == bits
    }
}

impl Gazetteer {
    /// The cities of `country` with 20,000 people or more whose names begin with the letter that `folded` does, or with
    /// one beyond ASCII: for a search that no look-up serves.
    pub fn towns(&self, country: CountryCode, folded: &str) -> impl Iterator<Item = Geo<'_>> {
        self.slips().towns(country, folded).map(|id| self.get(id))
    }

    /// Whether a city that a mistyped dateline may mean has this folded name. Seldom `true` where none has, never
    /// `false` where one has; asked hundreds of times for one name, where [`Gazetteer::find`] would miss the cache.
    pub fn may_be_town(&self, folded: &[u8], people: u32) -> bool {
        self.slips().may_hold(folded, people) || self.overlay.holds(folded)
    }

    fn slips(&self) -> &Towns {
        self.towns.get_or_init(|| Towns::new(self, &self.base))
    }
}

impl Towns {
    pub fn new(gazetteer: &Gazetteer, base: &Base) -> Self {
        let mut towns =
            Towns { large: FxHashMap::default(), small: Filter::new(1 << 22), great: Filter::new(1 << 20) };
        let large = gazetteer.iter().filter(|geo| geo.kind == PlaceKind::City && geo.population >= LARGE);
        for (country, name, id) in large.filter_map(|geo| Some((geo.country?, geo.name(), geo.id))) {
            towns.large.entry((country, initial(name))).or_default().push(id);
        }
        for (name, key) in base.iter() {
            let city =
                |people| key.postings.iter().any(|posting| base.is_city_of(place_of(*posting), people));
            if city(SMALL) {
                towns.small.put(name);
            }
            if city(GREAT) {
                towns.great.put(name);
            }
        }
        towns
    }

    pub fn towns(&self, country: CountryCode, folded: &str) -> impl Iterator<Item = GeoId> + '_ {
        let beyond = Some(0).filter(|_| initial(folded) != 0);
        let initials = beyond.into_iter().chain([initial(folded)]);
        initials.filter_map(move |initial| self.large.get(&(country, initial))).flatten().copied()
    }

    /// Whether a city of so many people, or a capital, may have this name.
    pub fn may_hold(&self, folded: &[u8], people: u32) -> bool {
        let filter = if people >= GREAT { &self.great } else { &self.small };
        filter.holds(folded)
    }
}

fn initial(name: &str) -> u8 {
    name.bytes().next().filter(u8::is_ascii).map_or(0, |byte| byte.to_ascii_lowercase())
}
