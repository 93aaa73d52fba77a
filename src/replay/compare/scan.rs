//! The first reading: a digest of every record of a side.

use rustc_hash::FxHashMap;

use rdkafka::message::OwnedMessage;
use rdkafka::{Message, Timestamp};

use super::fields::Ignored;
use super::index::{Digest, Index};
use super::material::{Material, Sight};
use super::pool::{self, Batch};
use super::position::Position;
use super::report::Side;
use super::scope::Scope;
use super::{CompareError, Step, Wanted};
use crate::kafka::reader::{Place, Reader};

pub struct Scan<'a> {
    pub wanted: &'a Wanted,
    pub workers: usize,
    /// Step, messages read, messages in all.
    pub told: &'a mut dyn FnMut(Step, u64, u64),
}

/// The old side: what its index holds, and how far each partition of the source has come in it.
pub struct Old {
    pub index: Index,
    last: FxHashMap<(String, i32), i64>,
}

/// The new side.
#[derive(Default)]
pub struct Made {
    pub side: Side,
    pub index: Index,
    /// Dispatches that the old side has a record of, and this one has none: the code or the reason.
    pub without: FxHashMap<Position, &'static str>,
    /// Dispatches behind the last one that the old side has a record of.
    pub pending: u64,
}

/// A message as a worker saw it.
enum Seen {
    Record(Position, Place, Digest),
    /// A record outside the scope.
    Outside(Position),
    NoRecord(Position, &'static str),
    Foreign,
}

impl Scan<'_> {
    /// Reads the old side.
    pub fn old(&mut self, reader: &Reader) -> Result<(Side, Old), CompareError> {
        let mut side = Side { topic: reader.topic().to_owned(), ..Side::default() };
        let mut old = Old { index: Index::default(), last: FxHashMap::default() };
        self.pass(Step::Old, reader, &Material::Records, |seen| {
            if let Seen::Record(position, ..) | Seen::Outside(position) = &seen {
                old.reach(position);
            }
            match seen {
                Seen::Record(position, place, digest) => {
                    side.repeats += u64::from(old.index.insert(&position, place, digest));
                }
                Seen::Foreign => side.foreign += 1,
                Seen::Outside(_) | Seen::NoRecord(..) => {}
            }
        })?;
        side.records = old.index.records();
        Ok((side, old))
    }

    /// Reads the new side.
    pub fn new_side(
        &mut self,
        old: &Old,
        reader: &Reader,
        material: &Material,
    ) -> Result<Made, CompareError> {
        let mut made = Made::default();
        made.side.topic = reader.topic().to_owned();
        self.pass(Step::New, reader, material, |seen| match seen {
            // The stage is still on its way there.
            Seen::Record(position, ..) if material.is_shadow() && old.is_behind(&position) => {
                made.pending += 1
            }
            Seen::Record(position, place, digest) => {
                made.side.repeats += u64::from(made.index.insert(&position, place, digest));
            }
            Seen::NoRecord(position, why) if old.index.contains(&position) => {
                made.without.insert(position, why);
            }
            Seen::Foreign => made.side.foreign += 1,
            Seen::Outside(_) | Seen::NoRecord(..) => {}
        })?;
        made.side.records = made.index.records();
        Ok(made)
    }

    fn pass(
        &mut self,
        step: Step,
        reader: &Reader,
        material: &Material,
        mut take: impl FnMut(Seen),
    ) -> Result<(), CompareError> {
        let (total, mut done) = (reader.offsets(), 0);
        let Wanted { scope, ignored, .. } = self.wanted;
        let work = |batch: Vec<OwnedMessage>| {
            let mut seen = Vec::with_capacity(batch.len());
            for message in &batch {
                material.see(message, scope, &mut |sight, inside| {
                    seen.push(Seen::new(message, sight, inside, ignored));
                });
            }
            (batch.len(), seen)
        };
        pool::spread(
            self.workers,
            |give| feed(reader, scope, give),
            work,
            |(messages, seen)| {
                seen.into_iter().for_each(&mut take);
                done += messages as u64;
                (self.told)(step, done, total);
            },
        )
    }
}

/// Gives the messages of a topic; where the scope is bounded in time they must have times of their own.
fn feed(
    reader: &Reader,
    scope: &Scope,
    give: &dyn Fn(Vec<OwnedMessage>) -> bool,
) -> Result<(), CompareError> {
    let (mut batch, mut restamped) = (Batch::default(), false);
    reader.read(&mut |message| {
        restamped = scope.is_timed() && matches!(message.timestamp(), Timestamp::LogAppendTime(_));
        !restamped && batch.push(message, give)
    })?;
    if restamped {
        return Err(CompareError::Restamped(reader.topic().to_owned()));
    }
    batch.finish(give);
    Ok(())
}

impl Seen {
    fn new(message: &OwnedMessage, sight: Sight<'_>, inside: bool, ignored: &Ignored) -> Seen {
        match sight {
            Sight::Record(position, entry) if inside => {
                let place = Place { partition: message.partition(), offset: message.offset() };
                Seen::Record(position, place, entry.digest(ignored))
            }
            Sight::Record(position, _) => Seen::Outside(position),
            Sight::NoRecord(position, why) => Seen::NoRecord(position, why),
            Sight::Foreign => Seen::Foreign,
        }
    }
}

impl Old {
    fn reach(&mut self, position: &Position) {
        // Most records come behind the last one: no new key then.
        let key = (position.topic.clone(), position.partition);
        let last = self.last.entry(key).or_insert(position.offset);
        *last = position.offset.max(*last);
    }

    /// Whether a dispatch stands behind all that the old side holds of its partition. A partition of which it
    /// holds nothing is no such case: then its records are missing.
    fn is_behind(&self, position: &Position) -> bool {
        let last = self.last.get(&(position.topic.clone(), position.partition));
        last.is_some_and(|last| position.offset > *last)
    }
}
