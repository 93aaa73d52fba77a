//! Compares two record topics, or a record topic with what this binary would publish now.
//!
//! Records are joined by the place of their dispatch in the source topic ([`position`]). A first reading keeps a
//! digest of each ([`index`], [`fields`]); a second fetches only the records that differ ([`reader`]) and says
//! in which fields ([`difference`]). Nothing in the cluster changes (invariant 12).

pub mod difference;
mod entry;
pub mod fields;
pub mod index;
mod pool;
pub mod position;
mod reader;
pub mod report;

use std::collections::HashMap;

use rdkafka::ClientConfig;
use rdkafka::error::KafkaError;
use rdkafka::message::OwnedMessage;

use difference::{Difference, differences};
use entry::Entry;
use fields::Ignored;
use index::{Digest, Index, Pair, Place};
use position::{Position, Stretch};
use reader::Reader;
use report::{Report, Side};

/// Why there is no comparison, in one sentence with the mend.
#[derive(Debug, thiserror::Error)]
pub enum CompareError {
    #[error("the cluster at {brokers} does not answer: {source}; see kafka.bootstrap_servers")]
    Unreachable { brokers: String, source: KafkaError },
    #[error("topic {0} does not exist; see --old and --new")]
    NoTopic(String),
    #[error("topic {topic} cannot be read: {source}")]
    Read { topic: String, source: KafkaError },
    #[error(
        "topic {topic} gave neither a record nor its end for {secs} s; see that all its partitions have a leader"
    )]
    Silent { topic: String, secs: u64 },
    #[error("retention removed records of topic {0} while they were read; compare again")]
    Gone(String),
}

/// What to compare.
#[derive(Debug, Clone)]
pub struct Wanted {
    pub old: String,
    pub new: String,
    pub stretch: Stretch,
    pub ignored: Ignored,
    /// Threads that read records; 0: one a core.
    pub workers: usize,
}

/// A position whose records differ, or that one side alone holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    pub position: Position,
    pub old: Option<Place>,
    pub new: Option<Place>,
    /// Empty where one side alone holds it.
    pub differences: Vec<Difference>,
}

/// Old records that are held in memory while their counterparts are fetched.
const HELD: usize = 5_000;

/// Compares; `each` is given every difference: first what one side alone holds, in the order of the source, then
/// the others in the order of the old topic.
pub fn compare<E>(
    consumer: &ClientConfig,
    wanted: &Wanted,
    mut each: impl FnMut(&Found) -> Result<(), E>,
) -> Result<Report, Failed<E>> {
    let comparing = Comparing { wanted, workers: workers(wanted.workers) };
    let old = Reader::open(consumer, &wanted.old)?;
    let new = Reader::open(consumer, &wanted.new)?;
    let (old_side, old_index) = comparing.scan(&old, &wanted.old)?;
    let (new_side, new_index) = comparing.scan(&new, &wanted.new)?;
    let joined = index::join(&old_index, &new_index);
    drop((old_index, new_index));

    let mut report = Report::new(old_side, new_side, joined.same, &wanted.ignored);
    let lone = |(position, old, new)| Found { position, old, new, differences: Vec::new() };
    let only_old = joined.only_old.into_iter().map(|(position, place)| lone((position, Some(place), None)));
    let only_new = joined.only_new.into_iter().map(|(position, place)| lone((position, None, Some(place))));
    for found in only_old.chain(only_new) {
        report.add(&found);
        each(&found).map_err(Failed::Each)?;
    }
    for pairs in joined.different.chunks(HELD) {
        for found in comparing.look(&old, &new, pairs)? {
            report.add(&found);
            if !found.differences.is_empty() {
                each(&found).map_err(Failed::Each)?;
            }
        }
    }
    Ok(report.finish())
}

/// Why a comparison ended early.
#[derive(Debug)]
pub enum Failed<E> {
    Compare(CompareError),
    /// The caller's own.
    Each(E),
}

impl<E> From<CompareError> for Failed<E> {
    fn from(error: CompareError) -> Self {
        Failed::Compare(error)
    }
}

fn workers(wanted: usize) -> usize {
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    if wanted == 0 { cores() } else { wanted }
}

struct Comparing<'a> {
    wanted: &'a Wanted,
    workers: usize,
}

/// What the first reading makes of a message.
enum Seen {
    Record(Position, Place, Digest),
    /// Outside the stretch.
    Outside,
    /// Nothing that a copydesk published.
    Foreign,
}

impl Comparing<'_> {
    /// The first reading of a topic.
    fn scan(&self, reader: &Reader, topic: &str) -> Result<(Side, Index), CompareError> {
        let mut side = Side { topic: topic.to_owned(), ..Side::default() };
        let mut index = Index::default();
        let work = |batch: Vec<OwnedMessage>| -> Vec<Seen> { batch.iter().map(|m| self.see(m)).collect() };
        pool::spread(
            self.workers,
            |give| reader.read(give),
            work,
            |seen| {
                for seen in seen {
                    match seen {
                        Seen::Record(position, place, digest) => {
                            side.repeats += u64::from(index.insert(&position, place, digest));
                        }
                        Seen::Outside => {}
                        Seen::Foreign => side.foreign += 1,
                    }
                }
            },
        )?;
        side.records = index.records();
        Ok((side, index))
    }

    fn see(&self, message: &OwnedMessage) -> Seen {
        let entry = Entry::of(message);
        let Some(position) = entry.position() else { return Seen::Foreign };
        let Position { topic, partition, offset, .. } = &position;
        if !self.wanted.stretch.holds(topic, *partition, *offset, entry.timestamp_ms) {
            return Seen::Outside;
        }
        let place = place(message);
        let digest = entry.digest(&self.wanted.ignored);
        Seen::Record(position, place, digest)
    }

    /// The second reading: what is different in `pairs`, in their order.
    fn look(&self, old: &Reader, new: &Reader, pairs: &[Pair]) -> Result<Vec<Found>, CompareError> {
        let olds: Vec<Place> = pairs.iter().map(|pair| pair.old).collect();
        let mut held = HashMap::with_capacity(olds.len());
        old.fetch(&olds, &mut |message| drop(held.insert(place(&message), message)))?;
        let mut news: Vec<Place> = pairs.iter().map(|pair| pair.new).collect();
        news.sort_unstable();
        let mut fetched = HashMap::with_capacity(news.len());
        new.fetch(&news, &mut |message| drop(fetched.insert(place(&message), message)))?;
        let found = |pair: &Pair| {
            let (old, new) = (held.get(&pair.old)?, fetched.get(&pair.new)?);
            let (old, new) = (Entry::of(old).document(), Entry::of(new).document());
            let differences = differences(&old, &new, self.wanted.ignored.root());
            let position = pair.position.clone();
            Some(Found { position, old: Some(pair.old), new: Some(pair.new), differences })
        };
        Ok(pairs.iter().filter_map(found).collect())
    }
}

fn place(message: &OwnedMessage) -> Place {
    use rdkafka::Message;
    Place { partition: message.partition(), offset: message.offset() }
}
