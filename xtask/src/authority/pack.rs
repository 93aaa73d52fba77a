//! Places to bytes; the layout is src/authority/gazetteer/layout.rs.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, ensure};

use super::layout::{
    self, CAPITAL, MAGIC, NO_POINT, PROMINENCE_STEPS, RANK_DEMONYM, RANK_SHIFT, SECTIONS, Section,
};
use super::place::Place;

/// The file, and a line about its content. The same places give the same bytes.
pub fn pack(places: &[Place], date: &str) -> Result<(Vec<u8>, String)> {
    let mut sections: [Vec<u8>; SECTIONS] = Default::default();
    sections[Section::Date as usize] = date.as_bytes().to_vec();
    columns(places, &mut sections)?;
    let (names, postings) = names(places, &mut sections)?;

    let mut raw = Vec::new();
    for section in &sections {
        raw.extend(u32::try_from(section.len())?.to_le_bytes());
    }
    raw.extend(sections.concat());
    let mut bytes = MAGIC.to_vec();
    bytes.extend(u32::try_from(raw.len())?.to_le_bytes());
    bytes.extend(zstd::bulk::compress(&raw, 19)?);
    let report =
        format!("{} places, {names} names, {postings} meanings, {} bytes unpacked", places.len(), raw.len());
    Ok((bytes, report))
}

fn columns(places: &[Place], sections: &mut [Vec<u8>; SECTIONS]) -> Result<()> {
    let zones: BTreeSet<&str> = places.iter().map(|place| place.timezone.as_str()).collect();
    let zones: Vec<&str> = zones.into_iter().collect();
    ensure!(zones.first() == Some(&""), "some place has no time zone, and the empty one sorts first");
    let (mut regions, mut zone_indexes) = (Vec::new(), Vec::new());
    let (mut latitudes, mut longitudes) = (Vec::new(), Vec::new());
    let coded = places.iter().rposition(|place| !place.code.is_empty()).map_or(0, |last| last + 1);
    for (id, place) in places.iter().enumerate() {
        let mut put = |section: Section, bytes: &[u8]| sections[section as usize].extend(bytes);
        let short = |text: &str| u8::try_from(text.len()).with_context(|| format!("`{text}` is too long"));
        put(Section::PlaceNameLengths, &[short(&place.name)?]);
        put(Section::PlaceNames, place.name.as_bytes());
        put(Section::Kinds, &[place.kind | if place.capital { CAPITAL } else { 0 }]);
        match place.country.as_bytes() {
            [a, b] => put(Section::Countries, &[*a, *b]),
            _ => put(Section::Countries, &[0, 0]),
        }
        let steps = (place.prominence() * PROMINENCE_STEPS).clamp(0.0, 255.0);
        put(Section::Prominences, &[steps as u8]);
        if id < coded {
            put(Section::CodeLengths, &[short(&place.code)?]);
            put(Section::Codes, place.code.as_bytes());
        }
        regions.push(u16::try_from(place.region.unwrap_or(0)).context("too many regions")?);
        let (lat, lon) = place.point.map_or((NO_POINT, NO_POINT), |(lat, lon)| {
            ((lat * 1e5).round() as i32, (lon * 1e5).round() as i32)
        });
        latitudes.push(lat);
        longitudes.push(lon);
        let zone = zones.binary_search(&place.timezone.as_str()).unwrap_or(0);
        zone_indexes.push(zone as u16);
    }
    let column = |value: fn(&Place) -> u32| places.iter().map(value).collect::<Vec<_>>();
    sections[Section::Regions as usize] = planes(regions.iter().map(|n| n.to_le_bytes()));
    sections[Section::Latitudes as usize] = planes(latitudes.iter().map(|n| n.to_le_bytes()));
    sections[Section::Longitudes as usize] = planes(longitudes.iter().map(|n| n.to_le_bytes()));
    let populations = column(|place| place.population);
    sections[Section::Populations as usize] = planes(populations.iter().map(|n| n.to_le_bytes()));
    let ids = column(|place| place.geonameid);
    sections[Section::GeonameIds as usize] = planes(ids.iter().map(|n| n.to_le_bytes()));
    sections[Section::TimezoneIndexes as usize] = planes(zone_indexes.iter().map(|n| n.to_le_bytes()));
    sections[Section::Timezones as usize] = zones.join("\n").into_bytes();
    Ok(())
}

/// Writes the names; gives their number and the number of postings.
fn names(places: &[Place], sections: &mut [Vec<u8>; SECTIONS]) -> Result<(usize, usize)> {
    let mut names: BTreeMap<&str, Vec<(u32, usize)>> = BTreeMap::new();
    for (id, place) in places.iter().enumerate() {
        for (name, rank) in &place.names {
            names.entry(name).or_default().push((*rank, id));
        }
        for word in &place.demonyms {
            names.entry(word).or_default().push((RANK_DEMONYM, id));
        }
    }
    for beginning in beginnings(&names) {
        names.entry(beginning).or_default();
    }
    let mut postings = Vec::new();
    let mut counts = Vec::new();
    let mut last: &str = "";
    for (name, meanings) in &mut names {
        let score = |&(rank, id): &(u32, usize)| places[id].prominence() - layout::rank_penalty(rank);
        meanings.sort_by(|a, b| score(b).total_cmp(&score(a)).then(a.1.cmp(&b.1)));
        counts.push(u16::try_from(meanings.len())?);
        for (rank, id) in meanings {
            postings.push(*rank << RANK_SHIFT | u32::try_from(*id)?);
        }
        let shared = last.bytes().zip(name.bytes()).take_while(|(a, b)| a == b).count().min(255);
        let suffix = &name.as_bytes()[shared..];
        sections[Section::NameShared as usize].push(shared as u8);
        sections[Section::NameLengths as usize]
            .push(u8::try_from(suffix.len()).with_context(|| format!("`{name}` is too long"))?);
        sections[Section::NameBytes as usize].extend(suffix);
        last = name;
    }
    sections[Section::PostingCounts as usize] = planes(counts.iter().map(|n| n.to_le_bytes()));
    sections[Section::Postings as usize] = planes(postings.iter().map(|n| n.to_le_bytes()));
    Ok((counts.len(), postings.len()))
}

/// The first words of every name of several words, one word, two words, ….
fn beginnings<'a>(names: &BTreeMap<&'a str, Vec<(u32, usize)>>) -> BTreeSet<&'a str> {
    names.keys().flat_map(|name| name.match_indices(' ').map(|(at, _)| &name[..at])).collect()
}

/// All first bytes, then all second bytes, ….
fn planes<const N: usize>(numbers: impl Iterator<Item = [u8; N]> + Clone) -> Vec<u8> {
    (0..N).flat_map(|plane| numbers.clone().map(move |bytes| bytes[plane])).collect()
}
