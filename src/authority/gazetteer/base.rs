//! The data built in: one decompression, then flat arrays. Nothing is allocated for each place.

use std::hash::Hasher;
use std::sync::{Arc, OnceLock};

use rustc_hash::{FxHashMap, FxHasher};

use super::layout::{self, MAGIC, SECTIONS, Section};
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
    name_starts: Vec<u32>,
    kinds: Vec<u8>,
    countries: Vec<u8>,
    regions: Vec<u16>,
    latitudes: Vec<u32>,
    longitudes: Vec<u32>,
    populations: Vec<u32>,
    geonameids: Vec<u32>,
    prominences: Vec<u8>,
    timezone_indexes: Vec<u16>,
    timezones: Vec<String>,
    codes: String,
    code_starts: Vec<u32>,
    /// Folded names, sorted, end to end.
    keys: Vec<u8>,
    key_starts: Vec<u32>,
    /// Where a name's postings start, and [`CONTINUES`].
    posting_starts: Vec<u32>,
    postings: Vec<u32>,
    /// Open-addressed: fingerprint and index + 1 of a name; 0 is free.
    slots: Vec<u32>,
    country_ids: FxHashMap<CountryCode, u32>,
    capital_ids: FxHashMap<CountryCode, u32>,
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
        let mut posting_starts = Vec::with_capacity(counts.len() + 1);
        let mut start = 0u32;
        for (count, continues) in counts.iter().zip(continues) {
            posting_starts.push(start | if continues { CONTINUES } else { 0 });
            start += u32::from(*count);
        }
        posting_starts.push(start);
        let mut base = Base {
            date: sections.text(Section::Date).ok_or_else(|| broken("date"))?,
            names,
            name_starts: starts(sections.bytes(Section::PlaceNameLengths)),
            kinds: sections.bytes(Section::Kinds).to_vec(),
            countries: sections.bytes(Section::Countries).to_vec(),
            regions: sections.u16s(Section::Regions),
            latitudes: sections.u32s(Section::Latitudes),
            longitudes: sections.u32s(Section::Longitudes),
            populations: sections.u32s(Section::Populations),
            geonameids: sections.u32s(Section::GeonameIds),
            prominences: sections.bytes(Section::Prominences).to_vec(),
            timezone_indexes: sections.u16s(Section::TimezoneIndexes),
            timezones: sections
                .text(Section::Timezones)
                .ok_or_else(|| broken("time zones"))?
                .split('\n')
                .map(str::to_owned)
                .collect(),
            codes: sections.text(Section::Codes).ok_or_else(|| broken("codes"))?,
            code_starts: starts(sections.bytes(Section::CodeLengths)),
            keys,
            key_starts,
            posting_starts,
            postings: sections.u32s(Section::Postings),
            slots: Vec::new(),
            country_ids: FxHashMap::default(),
            capital_ids: FxHashMap::default(),
        };
        let places = base.kinds.len();
        let columns = [
            base.name_starts.len() - 1,
            base.countries.len() / 2,
            base.regions.len(),
            base.latitudes.len(),
            base.longitudes.len(),
            base.populations.len(),
            base.geonameids.len(),
            base.prominences.len(),
            base.timezone_indexes.len(),
        ];
        let whole = columns.iter().all(|column| *column == places)
            && base.postings.len() == start as usize
            && base.key_starts.len() == base.posting_starts.len()
            && base.key_starts.len() < SLOT_MASK as usize
            && base.postings.iter().all(|posting| (place_of(*posting) as usize) < places);
        if !whole {
            return Err(broken("columns of unequal length"));
        }
        base.slots = base.hash_table();
        base.index_countries();
        Ok(base)
    }

    fn index_countries(&mut self) {
        for id in 0..self.kinds.len() as u32 {
            let Some(code) = self.country(id) else { continue };
            match self.kinds[id as usize] {
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
        self.key_starts.len() - 1
    }

    fn key(&self, index: usize) -> &[u8] {
        &self.keys[self.key_starts[index] as usize..self.key_starts[index + 1] as usize]
    }

    fn key_at(&self, index: usize) -> Key<'_> {
        let start = self.posting_starts[index];
        let end = self.posting_starts[index + 1] & !CONTINUES;
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
        self.kinds.len()
    }

    /// How many of the first places are countries and divisions.
    pub fn divisions(&self) -> usize {
        self.code_starts.len().saturating_sub(1)
    }

    pub fn kind(&self, id: u32) -> PlaceKind {
        match self.kinds[id as usize] & !layout::CAPITAL {
            layout::KIND_COUNTRY => PlaceKind::Country,
            layout::KIND_REGION => PlaceKind::Region,
            layout::KIND_INSTITUTION => PlaceKind::Institution,
            layout::KIND_FACILITY => PlaceKind::Facility,
            _ => PlaceKind::City,
        }
    }

    pub fn prominence(&self, id: u32) -> f32 {
        f32::from(self.prominences[id as usize]) / layout::PROMINENCE_STEPS
    }

    pub fn country(&self, id: u32) -> Option<CountryCode> {
        let at = id as usize * 2;
        std::str::from_utf8(&self.countries[at..at + 2]).ok().and_then(CountryCode::new)
    }

    pub fn get(&self, id: u32) -> Geo<'_> {
        let at = id as usize;
        let (latitude, longitude) = (self.latitudes[at] as i32, self.longitudes[at] as i32);
        let code = match (self.code_starts.get(at), self.code_starts.get(at + 1)) {
            (Some(start), Some(end)) if start < end => Some(&self.codes[*start as usize..*end as usize]),
            _ => None,
        };
        let timezone = self
            .timezones
            .get(usize::from(self.timezone_indexes[at]))
            .map(String::as_str)
            .filter(|zone| !zone.is_empty());
        Geo {
            id: GeoId(id),
            kind: self.kind(id),
            name: &self.names[self.name_starts[at] as usize..self.name_starts[at + 1] as usize],
            country: self.country(id),
            region: (self.regions[at] != 0).then(|| GeoId(u32::from(self.regions[at]))),
            code,
            point: (latitude != layout::NO_POINT)
                .then(|| (f64::from(latitude) / 1e5, f64::from(longitude) / 1e5)),
            population: self.populations[at],
            geonameid: (self.geonameids[at] != 0).then_some(self.geonameids[at]),
            timezone,
            capital: self.kinds[at] & layout::CAPITAL != 0,
            prominence: self.prominence(id),
        }
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
fn starts(lengths: &[u8]) -> Vec<u32> {
    let mut starts = Vec::with_capacity(lengths.len() + 1);
    let mut at = 0u32;
    starts.push(0);
    for length in lengths {
        at += u32::from(*length);
        starts.push(at);
    }
    starts
}

/// The unpacked bytes, by section.
struct Sections<'a>([&'a [u8]; SECTIONS]);

impl<'a> Sections<'a> {
    fn split(raw: &'a [u8]) -> Option<Self> {
        let (lengths, mut rest) = raw.split_at_checked(SECTIONS * 4)?;
        let mut sections = [&raw[..0]; SECTIONS];
        for (section, length) in sections.iter_mut().zip(lengths.chunks_exact(4)) {
            let length = u32::from_le_bytes([length[0], length[1], length[2], length[3]]) as usize;
            (*section, rest) = rest.split_at_checked(length)?;
        }
        Some(Sections(sections))
    }

    fn bytes(&self, section: Section) -> &'a [u8] {
        self.0[section as usize]
    }

    fn text(&self, section: Section) -> Option<String> {
        String::from_utf8(self.bytes(section).to_vec()).ok()
    }

    fn u16s(&self, section: Section) -> Vec<u16> {
        let bytes = self.bytes(section);
        let (low, high) = bytes.split_at(bytes.len() / 2);
        low.iter().zip(high).map(|(low, high)| u16::from_le_bytes([*low, *high])).collect()
    }

    fn u32s(&self, section: Section) -> Vec<u32> {
        let bytes = self.bytes(section);
        let n = bytes.len() / 4;
        (0..n)
            .map(|i| u32::from_le_bytes([bytes[i], bytes[n + i], bytes[2 * n + i], bytes[3 * n + i]]))
            .collect()
    }

    /// The front-coded names: their bytes, their starts, and which are beginnings of the next.
    fn keys(&self) -> Option<(Vec<u8>, Vec<u32>, Vec<bool>)> {
        let shared = self.bytes(Section::NameShared);
        let lengths = self.bytes(Section::NameLengths);
        let mut suffixes = self.bytes(Section::NameBytes);
        let total = shared.iter().chain(lengths).map(|n| usize::from(*n)).sum();
        let mut keys = Vec::with_capacity(total);
        let mut starts = Vec::with_capacity(shared.len() + 1);
        let mut continues = vec![false; shared.len()];
        let mut last = 0..0usize;
        for (index, (shared, length)) in shared.iter().zip(lengths).enumerate() {
            let (shared, length) = (usize::from(*shared), usize::from(*length));
            let (suffix, rest) = suffixes.split_at_checked(length)?;
            suffixes = rest;
            if shared > last.len() {
                return None;
            }
            if index > 0 && shared == last.len() && suffix.first() == Some(&b' ') {
                continues[index - 1] = true;
            }
            let start = keys.len();
            starts.push(start as u32);
            keys.extend_from_within(last.start..last.start + shared);
            keys.extend_from_slice(suffix);
            last = start..keys.len();
        }
        starts.push(keys.len() as u32);
        Some((keys, starts, continues))
    }
}
