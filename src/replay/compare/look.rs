//! The second reading: in what the records of one place differ.

use std::collections::HashMap;

use rdkafka::Message;
use rdkafka::message::OwnedMessage;
use rustc_hash::FxHashMap;
use serde_json::Value;

use super::difference::{Difference, differences};
use super::entry::Entry;
use super::index::Pair;
use super::material::{Material, Sight};
use super::pool::{self, Batch};
use super::position::Position;
use super::scope::Scope;
use super::{CompareError, Wanted};
use crate::kafka::reader::{Place, Reader};

/// Old records that are held while their counterparts are read, in number and in bytes.
const HELD: usize = 10_000;
const HELD_BYTES: usize = 32 << 20;

pub struct Look<'a> {
    pub old: &'a Reader,
    pub new: &'a Reader,
    pub material: &'a Material,
    pub wanted: &'a Wanted,
    pub workers: usize,
}

/// The differences of a pair; `None`: one of the two is not there any more.
type Answer = Option<Vec<Difference>>;

impl Look<'_> {
    /// Looks into the first of `pairs`, which are in the order of the old topic: as many as may be held at once.
    pub fn at(&self, pairs: &[Pair]) -> Result<(usize, Vec<Answer>), CompareError> {
        let (taken, held) = self.hold(&pairs[..pairs.len().min(HELD)])?;
        let pairs = &pairs[..taken];
        let numbers: FxHashMap<&Position, usize> =
            pairs.iter().enumerate().map(|(number, pair)| (&pair.position, number)).collect();
        let mut places: Vec<Place> = pairs.iter().map(|pair| pair.new).collect();
        places.sort_unstable();
        places.dedup();

        let all = Scope::default();
        let work = |batch: Vec<OwnedMessage>| {
            let mut answers: Vec<(usize, Vec<Difference>)> = Vec::new();
            for message in &batch {
                self.material.see(message, &all, &mut |sight, _| {
                    let Sight::Record(position, entry) = sight else { return };
                    let Some(&number) = numbers.get(&position) else { return };
                    // Of several records of a place, only the one that the first reading chose.
                    if pairs[number].new == place(message)
                        && let Some(old) = held.get(&pairs[number].old)
                    {
                        answers.push((number, self.compare(&Entry::of(old), &entry)));
                    }
                });
            }
            answers
        };
        let feed = |give: &dyn Fn(Vec<OwnedMessage>) -> bool| {
            let mut batch = Batch::default();
            self.new.fetch(&places, &mut |message| batch.push(message, give))?;
            batch.finish(give);
            Ok(())
        };
        let mut answers: Vec<Answer> = vec![None; taken];
        pool::spread(self.workers, feed, work, |some: Vec<_>| {
            for (number, differences) in some {
                answers[number] = Some(differences);
            }
        })?;
        Ok((taken, answers))
    }

    /// The old records of the first pairs, and how many pairs those are.
    fn hold(&self, pairs: &[Pair]) -> Result<(usize, HashMap<Place, OwnedMessage>), CompareError> {
        let places: Vec<Place> = pairs.iter().map(|pair| pair.old).collect();
        let (mut held, mut bytes, mut last) = (HashMap::new(), 0, None);
        self.old.fetch(&places, &mut |message| {
            let place = place(&message);
            bytes += message.payload().map_or(0, <[u8]>::len);
            held.insert(place, message);
            let room = bytes < HELD_BYTES;
            if !room {
                last = Some(place);
            }
            room
        })?;
        let taken = last.map_or(pairs.len(), |last| pairs.partition_point(|pair| pair.old <= last));
        Ok((taken, held))
    }

    fn compare(&self, old: &Entry<'_>, new: &Entry<'_>) -> Vec<Difference> {
        let (mut old, new) = (old.document(), new.document());
        // A dispatch without a time gets that of its publication, which is not the rules' doing.
        if self.material.is_shadow() && new["kafka"]["timestamp"].is_null() {
            let kafka = old.get_mut("kafka").and_then(Value::as_object_mut);
            kafka.and_then(|kafka| kafka.remove("timestamp"));
        }
        differences(&old, &new, self.wanted.ignored.root())
    }
}

fn place(message: &OwnedMessage) -> Place {
    Place { partition: message.partition(), offset: message.offset() }
}
