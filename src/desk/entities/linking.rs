//! All names of one thing in a dispatch become one thing.
//!
//! People: full forms first, then each bare name goes to the person it was established for, or whom
//! its title or a relative beside it points to. Organisations: short forms and initials go to the long
//! form. Places and events: by what the authority says they are.

use rustc_hash::FxHashMap;

use super::corporate::{Key, Names};
use super::happenings;
use super::introductions::Introductions;
use super::persons::{self, PersonThing};
use super::sheet::{Sheet, What};
use crate::authority::GeoId;
use crate::record::EntityKind;

/// A thing that the text names.
#[derive(Debug)]
pub struct Thing {
    pub what: Identity,
    /// Claims, in text order.
    pub mentions: Vec<usize>,
    /// Words of the mentions that are no names: `the UN chief`.
    pub nominals: Vec<(usize, usize)>,
}

/// What a thing is, as far as it is known.
#[derive(Debug)]
pub enum Identity {
    Person(Box<PersonThing>),
    Organisation(Option<u32>),
    Event(Option<u32>),
    Place(Option<GeoId>),
    /// A part of a place that has no place of its own in the gazetteer: `North London`.
    PartOfPlace(GeoId),
    Demonym(GeoId),
}

impl Identity {
    pub fn kind(&self) -> EntityKind {
        match self {
            Identity::Person(_) => EntityKind::Person,
            Identity::Organisation(_) => EntityKind::Organisation,
            Identity::Event(_) => EntityKind::Event,
            Identity::Place(_) | Identity::PartOfPlace(_) => EntityKind::Place,
            Identity::Demonym(_) => EntityKind::Demonym,
        }
    }
}

/// Groups all claims. The order is that of the first mention.
pub fn link(sheet: &Sheet<'_>, introductions: &Introductions) -> Vec<Thing> {
    let mut order: Vec<usize> = (0..sheet.claims.len()).collect();
    order.sort_unstable_by_key(|claim| sheet.claims[*claim].first);
    let mut things: Vec<Thing> = persons::link(sheet, &order);
    link_organisations(sheet, &order, introductions, &mut things);
    link_rest(sheet, &order, &mut things);
    things.sort_by_key(|thing| sheet.claims[thing.mentions[0]].first);
    things
}

fn link_rest(sheet: &Sheet<'_>, order: &[usize], things: &mut Vec<Thing>) {
    let mut by_key: FxHashMap<(u8, u64), usize> = FxHashMap::default();
    let events = merged_events(sheet, order);
    for &claim in order {
        let (key, what) = match sheet.claims[claim].what {
            What::Event(Some(index)) => {
                let index = events.get(&index).copied().unwrap_or(index);
                ((0, u64::from(index)), Identity::Event(Some(index)))
            }
            What::Event(None) => ((5, happenings::key(sheet, claim)), Identity::Event(None)),
            What::Demonym(id) => ((1, key_of(id)), Identity::Demonym(id)),
            What::Place(name) => {
                let sense = sheet.told.get(&claim).copied().or(sheet.places[name as usize].sense);
                match sense {
                    Some(id) if sheet.places[name as usize].part => {
                        ((4, hash_of(sheet, claim)), Identity::PartOfPlace(id))
                    }
                    Some(id) => ((2, key_of(id)), Identity::Place(Some(id))),
                    None => ((3, hash_of(sheet, claim)), Identity::Place(None)),
                }
            }
            What::Person | What::Organisation(_) => continue,
        };
        let next = things.len();
        let thing = *by_key.entry(key).or_insert(next);
        if thing == next {
            things.push(Thing { what, mentions: Vec::new(), nominals: Vec::new() });
        }
        things[thing].mentions.push(claim);
    }
}

fn key_of(id: GeoId) -> u64 {
    use std::hash::{Hash, Hasher};
    let mut hasher = rustc_hash::FxHasher::default();
    id.hash(&mut hasher);
    hasher.finish()
}

fn hash_of(sheet: &Sheet<'_>, claim: usize) -> u64 {
    let claim = &sheet.claims[claim];
    sheet.tokens.hash_of(claim.first, claim.last)
}

/// Words that tell nothing about which event is meant.
const GENERIC: &[&str] = &[
    "the",
    "game",
    "cup",
    "championship",
    "open",
    "tour",
    "war",
    "summit",
    "final",
    "of",
    "world",
    "festival",
    "conference",
];

/// Which general event means which special one here: in a story about the Winter Olympics `the Olympic
/// Games` are those. Only where one special event fits.
fn merged_events(sheet: &Sheet<'_>, order: &[usize]) -> FxHashMap<u32, u32> {
    let mut events: Vec<u32> = Vec::new();
    for &claim in order {
        if let What::Event(Some(index)) = sheet.claims[claim].what
            && !events.contains(&index)
            && events.len() < 64
        {
            events.push(index);
        }
    }
    let words = |index: u32| -> Vec<String> {
        let folded = crate::authority::fold(&sheet.lexicon.event(index).name);
        let stems = folded.split(' ').map(|word| word.strip_suffix('s').unwrap_or(word));
        let telling =
            stems.filter(|word| !GENERIC.contains(word) && !word.bytes().all(|b| b.is_ascii_digit()));
        telling.map(str::to_owned).collect()
    };
    let words: Vec<Vec<String>> = events.iter().map(|index| words(*index)).collect();
    let mut merged = FxHashMap::default();
    for (general, mine) in words.iter().enumerate() {
        let special = |other: &usize| {
            let theirs = &words[*other];
            *other != general
                && !mine.is_empty()
                && theirs.len() > mine.len()
                && mine.iter().all(|word| theirs.contains(word))
        };
        let mut fitting = (0..events.len()).filter(special);
        if let (Some(one), None) = (fitting.next(), fitting.next()) {
            merged.insert(events[general], events[one]);
        }
    }
    merged
}

fn link_organisations(
    sheet: &Sheet<'_>,
    order: &[usize],
    introductions: &Introductions,
    things: &mut Vec<Thing>,
) {
    let organisations: Vec<usize> = order
        .iter()
        .copied()
        .filter(|claim| matches!(sheet.claims[*claim].what, What::Organisation(_)))
        .collect();
    let names = Names::of(sheet, &organisations);
    let mut by_key: FxHashMap<Key, usize> = FxHashMap::default();
    for &claim in &organisations {
        let key = names.resolve(sheet, claim, introductions);
        let next = things.len();
        let thing = *by_key.entry(key).or_insert(next);
        if thing == next {
            let known = match key {
                Key::Known(index) => Some(index),
                Key::Name(_) => None,
            };
            things.push(Thing {
                what: Identity::Organisation(known),
                mentions: Vec::new(),
                nominals: Vec::new(),
            });
        }
        things[thing].mentions.push(claim);
    }
}
