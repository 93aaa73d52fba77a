//! The data built in: one decompression, then flat arrays. Nothing is allocated for each place.

use std::hash::Hasher;
use std::sync::{Arc, OnceLock};

use rustc_hash::{FxHashMap, FxHasher};

use super::layout::{self, MAGIC, Section};
use super::sections::{Row, Sections};
use super::{CountryCode, Geo, GeoId};
use crate::record::PlaceKind;

static PACKED: &[u8] = include_bytes!("../../../data/places.bin");

/// High bit of a posting start: the name is the beginning of longer ones.
const CONTINUES: u32 = 1 << 31;
/// Bits of a hash slot that hold the name's index, plus one; the bits above are a fingerprint.
const SLOT_BITS: u32 = 21;
const SLOT_MASK: u32 = (1 << SLOT_BITS) - 1;

/// All places and names of `data/places.bin`.
pub(super) struct Base {
    pub date: String,
    names: String,
    places: Vec<Row>,
    timezones: Vec<String>,
    codes: String,
    code_starts: Vec<u32>,
    /// Folded names, sorted, end to end.
    keys: Vec<u8>,
    /// One more than there are names: each ends where the next one starts.
    starts: Vec<Start>,
    postings: Vec<u32>,
    /// Open-addressed: fingerprint and index + 1 of a name; 0 is free.
    slots: Vec<u32>,
    country_ids: FxHashMap<CountryCode, u32>,
    capital_ids: FxHashMap<CountryCode, u32>,
}

/// Where a folded name starts, and its postings, with [`CONTINUES`].
struct Start {
    key: u32,
    postings: u32,
}

/// What the gazetteer holds under one folded name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key<'a> {
    pub postings: &'a [u32],
    pub continues: bool,
}

impl Base {
    /// The data built in, unpacked once a process.
    pub fn shared() -> Result<Arc<Base>, String> {
        static SHARED: OnceLock<Result<Arc<Base>, String>> = OnceLock::new();
        SHARED.get_or_init(|| Base::unpack(PACKED).map(Arc::new)).clone()
    }

    pub(super) fn unpack(packed: &[u8]) -> Result<Base, String> {
        let broken =
            |what: &str| format!("the file is damaged ({what}): build it again with `cargo xtask authority`");
        let rest = packed.strip_prefix(MAGIC.as_slice()).ok_or_else(|| broken("no head"))?;
        let (length, frame) = rest.split_at_checked(4).ok_or_else(|| broken("no length"))?;
        let length = u32::from_le_bytes([length[0], length[1], length[2], length[3]]) as usize;
        let raw = zstd::bulk::decompress(frame, length).map_err(|error| broken(&error.to_string()))?;
        let sections = Sections::split(&raw).ok_or_else(|| broken("short sections"))?;

        let names = sections.text(Section::PlaceNames).ok_or_else(|| broken("names"))?;
        let (keys, key_starts, continues) = sections.keys().ok_or_else(|| broken("keys"))?;
        let counts = sections.u16s(Section::PostingCounts);
        let mut starts = Vec::with_capacity(counts.len() + 1);
        let mut start = 0u32;
        for ((count, continues), key) in counts.iter().zip(continues).zip(&key_starts) {
            starts.push(Start { key: *key, postings: start | if continues { CONTINUES } else { 0 } });
            start += u32::from(*count);
        }
        starts.push(Start { key: keys.len() as u32, postings: start });
        let mut base = Base {
            date: sections.text(Section::Date).ok_or_else(|| broken("date"))?,
            names,
            places: sections.rows().ok_or_else(|| broken("columns of unequal length"))?,
            timezones: sections
                .text(Section::Timezones)
                .ok_or_else(|| broken("time zones"))?
                .split('\n')
                .map(str::to_owned)
                .collect(),
            codes: sections.text(Section::Codes).ok_or_else(|| broken("codes"))?,
            code_starts: ends(sections.bytes(Section::CodeLengths)),
            keys,
            starts,
            postings: sections.u32s(Section::Postings),
            slots: Vec::new(),
            country_ids: FxHashMap::default(),
            capital_ids: FxHashMap::default(),
        };
        let places = base.places.len();
        let whole = base.postings.len() == start as usize
            && base.starts.len() == key_starts.len()
            && base.starts.len() < SLOT_MASK as usize
            && base.postings.iter().all(|posting| (place_of(*posting) as usize) < places);
        if !whole {
            return Err(broken("columns of unequal length"));
        }
        base.slots = base.hash_table();
        base.index_countries();
        Ok(base)
    }

    fn index_countries(&mut self) {
        for id in 0..self.places.len() as u32 {
            let Some(code) = self.country(id) else { continue };
            match self.row(id).kind {
                layout::KIND_COUNTRY => drop(self.country_ids.insert(code, id)),
                kind if kind & layout::CAPITAL != 0 => drop(self.capital_ids.insert(code, id)),
                _ => {}
            }
        }
    }

    pub fn country_of_code(&self, code: CountryCode) -> Option<u32> {
        self.country_ids.get(&code).copied()
    }

    pub fn capital(&self, code: CountryCode) -> Option<u32> {
        self.capital_ids.get(&code).copied()
    }

    fn hash_table(&self) -> Vec<u32> {
        let size = (self.len_keys() * 3 / 2).next_power_of_two().max(2);
        let mut slots = vec![0u32; size];
        for index in 0..self.len_keys() {
            let (mut at, print) = place_in_table(self.key(index), size);
            while slots[at] != 0 {
                at = (at + 1) & (size - 1);
            }
            slots[at] = print | (index as u32 + 1);
        }
        slots
    }

    fn len_keys(&self) -> usize {
        self.starts.len() - 1
    }

    fn key(&self, index: usize) -> &[u8] {
        &self.keys[self.starts[index].key as usize..self.starts[index + 1].key as usize]
    }

    fn key_at(&self, index: usize) -> Key<'_> {
        let start = self.starts[index].postings;
        let end = self.starts[index + 1].postings & !CONTINUES;
        Key {
            postings: &self.postings[(start & !CONTINUES) as usize..end as usize],
            continues: start & CONTINUES != 0,
        }
    }

    pub fn find(&self, folded: &str) -> Option<Key<'_>> {
        let size = self.slots.len();
        let (mut at, print) = place_in_table(folded.as_bytes(), size);
        loop {
            let slot = self.slots[at];
            if slot == 0 {
                return None;
            }
            if slot & !SLOT_MASK == print {
                let index = (slot & SLOT_MASK) as usize - 1;
                if self.key(index) == folded.as_bytes() {
                    return Some(self.key_at(index));
                }
            }
            at = (at + 1) & (size - 1);
        }
    }

    /// Every folded name with what it means.
    pub fn iter(&self) -> impl Iterator<Item = (&[u8], Key<'_>)> {
        (0..self.len_keys()).map(|index| (self.key(index), self.key_at(index)))
    }

    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// How many of the first places are countries and divisions.
    pub fn divisions(&self) -> usize {
        self.code_starts.len().saturating_sub(1)
    }

    fn row(&self, id: u32) -> &Row {
        &self.places[id as usize]
    }

    /// Whether it is a city of so many people, or a capital.
    pub fn is_city_of(&self, id: u32, people: u32) -> bool {
        let row = self.row(id);
        row.kind() == PlaceKind::City && (row.population >= people || row.kind & layout::CAPITAL != 0)
    }

    pub fn kind(&self, id: u32) -> PlaceKind {
        self.row(id).kind()
    }

    pub fn prominence(&self, id: u32) -> f32 {
        self.row(id).prominence()
    }

    pub fn country(&self, id: u32) -> Option<CountryCode> {
        self.row(id).country()
    }

    pub fn get(&self, id: u32) -> Geo<'_> {
        let row = self.row(id);
        let at = id as usize;
        let code = match (self.code_starts.get(at), self.code_starts.get(at + 1)) {
            (Some(start), Some(end)) if start < end => Some(&self.codes[*start as usize..*end as usize]),
            _ => None,
        };
        let timezone =
            self.timezones.get(usize::from(row.timezone)).map(String::as_str).filter(|zone| !zone.is_empty());
        Geo {
            id: GeoId(id),
            kind: row.kind(),
            names: &self.names,
            name: (row.name, row.name + u32::from(row.name_length)),
            country: row.country(),
            region: (row.region != 0).then(|| GeoId(u32::from(row.region))),
            code,
            point: (row.latitude != layout::NO_POINT)
                .then(|| (f64::from(row.latitude) / 1e5, f64::from(row.longitude) / 1e5)),
            population: row.population,
            geonameid: (row.geonameid != 0).then_some(row.geonameid),
            timezone,
            capital: row.kind & layout::CAPITAL != 0,
            prominence: row.prominence(),
        }
    }
}

impl Row {
    fn kind(&self) -> PlaceKind {
        match self.kind & !layout::CAPITAL {
            layout::KIND_COUNTRY => PlaceKind::Country,
            layout::KIND_REGION => PlaceKind::Region,
            layout::KIND_INSTITUTION => PlaceKind::Institution,
            layout::KIND_FACILITY => PlaceKind::Facility,
            _ => PlaceKind::City,
        }
    }

    fn prominence(&self) -> f32 {
        f32::from(self.prominence) / layout::PROMINENCE_STEPS
    }

    fn country(&self) -> Option<CountryCode> {
        CountryCode::of(self.country)
    }
}

/// Place id of a posting.
pub(super) fn place_of(posting: u32) -> u32 {
    posting & ((1 << layout::RANK_SHIFT) - 1)
}

/// Name rank of a posting.
pub(super) fn rank_of(posting: u32) -> u32 {
    posting >> layout::RANK_SHIFT
}

fn place_in_table(key: &[u8], size: usize) -> (usize, u32) {
    let mut hasher = FxHasher::default();
    hasher.write(key);
    let hash = hasher.finish();
    (hash as usize & (size - 1), ((hash >> 32) as u32) & !SLOT_MASK)
}

/// Lengths to starts, with the end after the last.
fn ends(lengths: &[u8]) -> Vec<u32> {
    let mut starts = Vec::with_capacity(lengths.len() + 1);
    let mut at = 0u32;
    starts.push(0);
    for length in lengths {
        at += u32::from(*length);
        starts.push(at);
    }
    starts
}
