//! What is kept of every record of a topic while it is compared: a digest and where it stands, 28 bytes.
//!
//! Records of one source partition have dense offsets, so they are kept in pages of 64 offsets with one bit for
//! each that is there: the key of a record costs a bit, not 16 bytes.

use rustc_hash::FxHashMap;

use super::position::Position;
use crate::kafka::reader::Place;

/// 128 bits of SHA-256 over all of a record that is compared.
pub type Digest = [u8; 16];

#[derive(Clone, Copy)]
struct Slot {
    digest: Digest,
    partition: i32,
    /// In two halves, which keeps a slot at 28 bytes.
    offset: [u32; 2],
}

impl Slot {
    fn new(place: Place, digest: Digest) -> Slot {
        let offset = [(place.offset >> 32) as u32, place.offset as u32];
        Slot { digest, partition: place.partition, offset }
    }

    fn place(&self) -> Place {
        let offset = i64::from(self.offset[0]) << 32 | i64::from(self.offset[1]);
        Place { partition: self.partition, offset }
    }
}

/// Offsets on a page.
const PAGE: i64 = 64;

/// 64 offsets of one source partition and one item number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct PageKey {
    topic: u32,
    partition: i32,
    number: i64,
    item: Option<u32>,
}

/// `mask` says which offsets are there; `slots` holds those, in order.
#[derive(Default)]
struct Page {
    mask: u64,
    slots: Vec<Slot>,
}

impl Page {
    fn rank(&self, bit: u32) -> usize {
        (self.mask & ((1 << bit) - 1)).count_ones() as usize
    }

    fn get(&self, bit: u32) -> Option<&Slot> {
        (self.mask >> bit & 1 == 1).then(|| &self.slots[self.rank(bit)])
    }
}

/// All records of one side.
#[derive(Default)]
pub struct Index {
    topics: Vec<String>,
    pages: FxHashMap<PageKey, Page>,
    records: u64,
}

impl Index {
    /// Keeps a record. One of the same position that is there already is replaced if it stands before it: the
    /// newest counts. True when there was one.
    pub fn insert(&mut self, position: &Position, place: Place, digest: Digest) -> bool {
        let topic = self.topics.iter().position(|topic| *topic == position.topic).unwrap_or_else(|| {
            self.topics.push(position.topic.clone());
            self.topics.len() - 1
        });
        let (key, bit) = key(topic, position);
        let page = self.pages.entry(key).or_default();
        let rank = page.rank(bit);
        if page.mask >> bit & 1 == 0 {
            page.mask |= 1 << bit;
            page.slots.insert(rank, Slot::new(place, digest));
            self.records += 1;
            return false;
        }
        let slot = &mut page.slots[rank];
        let age = |place: Place| (place.offset, place.partition);
        if age(slot.place()) < age(place) {
            *slot = Slot::new(place, digest);
        }
        true
    }

    /// Positions that are kept.
    pub fn records(&self) -> u64 {
        self.records
    }

    pub fn contains(&self, position: &Position) -> bool {
        self.get(position).is_some()
    }

    fn get(&self, position: &Position) -> Option<&Slot> {
        let topic = self.topics.iter().position(|topic| *topic == position.topic)?;
        let (key, bit) = key(topic, position);
        self.pages.get(&key)?.get(bit)
    }

    /// Every position with its slot.
    fn iter(&self) -> impl Iterator<Item = (Position, &Slot)> {
        self.pages.iter().flat_map(|(key, page)| {
            let bits = (0..PAGE as u32).filter(|bit| page.mask >> bit & 1 == 1);
            bits.zip(&page.slots).map(|(bit, slot)| {
                let topic = self.topics[key.topic as usize].clone();
                let offset = key.number * PAGE + i64::from(bit);
                (Position { topic, partition: key.partition, offset, item: key.item }, slot)
            })
        })
    }
}

fn key(topic: usize, position: &Position) -> (PageKey, u32) {
    let number = position.offset / PAGE;
    let key = PageKey { topic: topic as u32, partition: position.partition, number, item: position.item };
    (key, (position.offset % PAGE) as u32)
}

/// A position that both sides hold, with other content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    pub position: Position,
    pub old: Place,
    pub new: Place,
}

/// Two indexes joined.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Joined {
    pub same: u64,
    /// In the order of the old topic.
    pub different: Vec<Pair>,
    /// In the order of the source.
    pub only_old: Vec<(Position, Place)>,
    pub only_new: Vec<(Position, Place)>,
}

/// Joins two sides by position.
pub fn join(old: &Index, new: &Index) -> Joined {
    let mut joined = Joined::default();
    for (position, slot) in old.iter() {
        match new.get(&position) {
            Some(other) if other.digest == slot.digest => joined.same += 1,
            Some(other) => {
                joined.different.push(Pair { position, old: slot.place(), new: other.place() });
            }
            None => joined.only_old.push((position, slot.place())),
        }
    }
    let missing = new.iter().filter(|(position, _)| old.get(position).is_none());
    joined.only_new.extend(missing.map(|(position, slot)| (position, slot.place())));
    joined.different.sort_unstable_by(|a, b| (a.old, &a.position).cmp(&(b.old, &b.position)));
    joined.only_old.sort_unstable();
    joined.only_new.sort_unstable();
    joined
}

#[cfg(test)]
mod tests;
