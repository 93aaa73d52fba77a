//! The layout of `data/places.bin`, shared by the reader here and the writer in `xtask`.
//!
//! `MAGIC`, the length of the unpacked bytes (u32, little endian), then one zstd frame. Unpacked: the
//! length of each section (u32 each), then the sections in the order of [`Section`]. Numbers of more than
//! one byte stand in planes (all lowest bytes, then all second bytes, …), which zstd packs best.
//!
//! Places stand in one list: countries, first-level regions, other regions, areas, cities. The index in
//! this list is the place's id.

pub const MAGIC: &[u8; 8] = b"CDPLACE1";

/// The sections in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub enum Section {
    /// The day the data were built, `YYYY-MM-DD`.
    Date,
    /// u8 a place: length of its display name in bytes.
    PlaceNameLengths,
    PlaceNames,
    /// u8 a place: low bits the kind (`KIND_…`), [`CAPITAL`] above.
    Kinds,
    /// Two bytes a place: ISO 3166-1 alpha-2, zeroes for none.
    Countries,
    /// u16 a place: id of its region, 0 for none (id 0 is a country).
    Regions,
    /// i32 a place in 1e-5 degrees, [`NO_POINT`] for none.
    Latitudes,
    Longitudes,
    /// u32 a place.
    Populations,
    /// u32 a place, 0 for none.
    GeonameIds,
    /// u8 a place: prominence in steps of 1/[`PROMINENCE_STEPS`].
    Prominences,
    /// u16 a place: line of `Timezones`.
    TimezoneIndexes,
    /// IANA names, one a line; the first is empty.
    Timezones,
    /// u8 for each of the first places (countries and regions): length of the ISO 3166-2 code.
    CodeLengths,
    Codes,
    /// u8 a name: bytes shared with the name before (names are folded, sorted and front-coded).
    NameShared,
    /// u8 a name: bytes that follow.
    NameLengths,
    NameBytes,
    /// u16 a name: how many postings it has; 0 where it is only the beginning of longer names.
    PostingCounts,
    /// u32 a posting: place id, and the rank of the name in the bits above [`RANK_SHIFT`]; the most
    /// prominent place first.
    Postings,
}

pub const SECTIONS: usize = Section::Postings as usize + 1;

pub const KIND_COUNTRY: u8 = 0;
pub const KIND_REGION: u8 = 1;
pub const KIND_CITY: u8 = 2;
pub const KIND_INSTITUTION: u8 = 3;
pub const KIND_FACILITY: u8 = 4;
pub const CAPITAL: u8 = 0x80;

pub const NO_POINT: i32 = i32::MIN;
pub const PROMINENCE_STEPS: f32 = 20.0;

pub const RANK_SHIFT: u32 = 29;
pub const RANK_OWN: u32 = 0;
pub const RANK_USUAL: u32 = 1;
pub const RANK_OTHER: u32 = 2;
pub const RANK_WEAK: u32 = 3;
pub const RANK_DEMONYM: u32 = 4;

/// How prominent a place is, in the unit of log10 of people: what orders namesakes.
///
/// A country stands before any city of its name (`Mexico`, `Kuwait`); a capital counts as ten times its
/// people (`San Jose` is first the capital of Costa Rica); a region as a tenth of its people, so that
/// `New York` and `Sao Paulo` are first the cities, and `Georgia` and `Victoria` first the states.
pub fn prominence(kind: u8, population: u32, capital: bool) -> f32 {
    let people = (population.max(1) as f32).log10();
    match kind {
        KIND_COUNTRY => 9.0 + people / 10.0,
        KIND_REGION => people - 1.0,
        _ if capital => people.max(4.0) + 1.0,
        _ => people,
    }
}

/// What a name of this rank takes off the prominence of its place: an alternative name wins over another
/// place's own name only when its place has some thirty times the people.
pub fn rank_penalty(rank: u32) -> f32 {
    match rank {
        RANK_OWN => 0.0,
        RANK_USUAL => 0.2,
        RANK_OTHER => 1.5,
        _ => 3.0,
    }
}
