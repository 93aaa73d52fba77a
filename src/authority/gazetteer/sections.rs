//! The unpacked bytes of `data/places.bin`, section by section, and the rows that they come to.

use super::layout::{SECTIONS, Section};

/// One place. All of it in one line of the processor's cache: a choice among namesakes looks at some dozens of them.
#[repr(align(32))]
pub(super) struct Row {
    pub name: u32,
    pub latitude: i32,
    pub longitude: i32,
    pub population: u32,
    pub geonameid: u32,
    pub region: u16,
    pub timezone: u16,
    pub country: [u8; 2],
    pub kind: u8,
    pub prominence: u8,
    pub name_length: u8,
}

/// The unpacked bytes, by section.
pub(super) struct Sections<'a>([&'a [u8]; SECTIONS]);

impl<'a> Sections<'a> {
    pub fn split(raw: &'a [u8]) -> Option<Self> {
        let (lengths, mut rest) = raw.split_at_checked(SECTIONS * 4)?;
        let mut sections = [&raw[..0]; SECTIONS];
        for (section, length) in sections.iter_mut().zip(lengths.chunks_exact(4)) {
            let length = u32::from_le_bytes([length[0], length[1], length[2], length[3]]) as usize;
            (*section, rest) = rest.split_at_checked(length)?;
        }
        Some(Sections(sections))
    }

    pub fn bytes(&self, section: Section) -> &'a [u8] {
        self.0[section as usize]
    }

    pub fn text(&self, section: Section) -> Option<String> {
        String::from_utf8(self.bytes(section).to_vec()).ok()
    }

    pub fn u16s(&self, section: Section) -> Vec<u16> {
        let bytes = self.bytes(section);
        let (low, high) = bytes.split_at(bytes.len() / 2);
        low.iter().zip(high).map(|(low, high)| u16::from_le_bytes([*low, *high])).collect()
    }

    pub fn u32s(&self, section: Section) -> Vec<u32> {
        let bytes = self.bytes(section);
        let n = bytes.len() / 4;
        (0..n)
            .map(|i| u32::from_le_bytes([bytes[i], bytes[n + i], bytes[2 * n + i], bytes[3 * n + i]]))
            .collect()
    }

    /// The places, from their columns; `None` where these are of unequal length.
    pub fn rows(&self) -> Option<Vec<Row>> {
        let lengths = self.bytes(Section::PlaceNameLengths);
        let kinds = self.bytes(Section::Kinds);
        let (countries, []) = self.bytes(Section::Countries).as_chunks::<2>() else { return None };
        let regions = self.u16s(Section::Regions);
        let latitudes = self.u32s(Section::Latitudes);
        let longitudes = self.u32s(Section::Longitudes);
        let populations = self.u32s(Section::Populations);
        let geonameids = self.u32s(Section::GeonameIds);
        let prominences = self.bytes(Section::Prominences);
        let timezones = self.u16s(Section::TimezoneIndexes);
        let places = lengths.len();
        let bytes = [kinds, prominences].iter().all(|column| column.len() == places);
        let shorts = [&regions, &timezones].iter().all(|column| column.len() == places);
        let words = [&latitudes, &longitudes, &populations, &geonameids];
        if !bytes || !shorts || countries.len() != places || words.iter().any(|column| column.len() != places)
        {
            return None;
        }
        let mut name = 0;
        let row = |at: usize| {
            let row = Row {
                name,
                latitude: latitudes[at] as i32,
                longitude: longitudes[at] as i32,
                population: populations[at],
                geonameid: geonameids[at],
                region: regions[at],
                timezone: timezones[at],
                country: countries[at],
                kind: kinds[at],
                prominence: prominences[at],
                name_length: lengths[at],
            };
            name += u32::from(lengths[at]);
            row
        };
        Some((0..places).map(row).collect())
    }

    /// The front-coded names: their bytes, their starts, and which are beginnings of the next.
    pub fn keys(&self) -> Option<(Vec<u8>, Vec<u32>, Vec<bool>)> {
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
