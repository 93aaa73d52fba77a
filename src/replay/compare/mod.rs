//! Compares two record topics, or a record topic with what this program would publish now.
//!
//! Records are joined by the place of their dispatch in the source topic ([`position`]). A first reading keeps a
//! digest of each ([`index`], [`fields`]); a second fetches only the records that differ and says in which
//! fields ([`difference`]). Nothing in the cluster changes (invariant 12).

pub mod difference;
mod entry;
pub mod fields;
pub mod index;
mod look;
mod material;
mod pool;
pub mod position;
pub mod report;
mod scan;
pub mod scope;

use std::sync::Arc;

use rdkafka::ClientConfig;
use rustc_hash::FxHashMap;

use crate::config::Config;
use crate::desk::Desk;
use crate::kafka::reader::{Place, ReadError, Reader};
use difference::Difference;
use fields::Ignored;
use index::Pair;
use look::Look;
use material::Material;
use position::Position;
use report::{Counter, Report};
use scan::Scan;
use scope::Scope;

/// Why there is no comparison, in one sentence with the mend.
#[derive(Debug, thiserror::Error)]
pub enum CompareError {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(
        "topic {0} has the time of writing in its records (message.timestamp.type=LogAppendTime), not that of the \
         dispatch; give --from and --to as offset:N, or a --plan"
    )]
    Restamped(String),
    #[error("no thread can be started: {0}; lower run.workers")]
    Threads(std::io::Error),
}

/// What to compare.
#[derive(Clone)]
pub struct Wanted {
    pub old: String,
    pub new: New,
    pub scope: Scope,
    pub ignored: Ignored,
    /// Of the records that differ, how many to look into; those are spread evenly.
    pub limit: Option<usize>,
    /// Threads that read records; 0: one a core.
    pub workers: usize,
}

/// Where the new records are.
#[derive(Clone)]
pub enum New {
    Topic(String),
    /// Nowhere: the desk edits the dispatches of this source topic.
    Shadow {
        source: String,
        desk: Arc<Desk>,
    },
}

/// A place of the source whose records differ, or that one side alone holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    pub position: Position,
    pub old: Option<Place>,
    /// Its own place on a topic; `None` too where it was made in memory.
    pub new: Option<Place>,
    pub kind: Kind,
    /// Empty where one side alone holds it.
    pub differences: Vec<Difference>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Different,
    /// With the reason, where it is known.
    OnlyOld(Option<&'static str>),
    OnlyNew,
}

/// How far a comparison is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub step: Step,
    pub done: u64,
    /// Upper bound.
    pub total: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Old,
    New,
    Differences,
}

/// Who is told of a comparison while it goes on; its errors end the comparison.
pub trait Listener {
    type Error;

    fn progress(&mut self, _: Progress) {}

    /// First what one side alone holds, in the order of the source, then what differs, in the order of the old
    /// topic.
    fn found(&mut self, found: &Found) -> Result<(), Self::Error>;
}

/// Why a comparison ended early.
#[derive(Debug)]
pub enum Failed<E> {
    Compare(CompareError),
    Listener(E),
}

impl<E, C: Into<CompareError>> From<C> for Failed<E> {
    fn from(error: C) -> Self {
        Failed::Compare(error.into())
    }
}

/// The name that the client bears; its group is never joined.
const GROUP: &str = "copydesk-replay-compare";

/// Compares. `consumer` holds the settings of the stage's consumer.
pub fn compare<L: Listener>(
    consumer: &ClientConfig,
    config: &Config,
    wanted: &Wanted,
    listener: &mut L,
) -> Result<Report, Failed<L::Error>> {
    let scope = &wanted.scope;
    let workers = workers(wanted.workers);
    let (new_topic, material) = match &wanted.new {
        New::Topic(topic) => (topic, Material::Records),
        New::Shadow { source, desk } => (source, Material::dispatches(config, desk.clone(), &wanted.old)),
    };
    // The old side's end first: whatever it holds then, its dispatch stands before the end of the source.
    let mut old = Reader::open(consumer, GROUP, &wanted.old)?;
    let mut new = Reader::open(consumer, GROUP, new_topic)?;
    if let Some(ms) = scope.since_ms() {
        old.since(ms)?;
        new.since(ms)?;
    }
    if material.is_shadow() {
        new.narrow(|partition| scope.offsets_of(partition));
    }

    let mut told = |step, done, total| listener.progress(Progress { step, done, total });
    let mut scan = Scan { wanted, workers, told: &mut told };
    let (old_side, held) = scan.old(&old)?;
    let made = scan.new_side(&held, &new, &material)?;
    let joined = index::join(&held.index, &made.index);
    let report = Report {
        old: old_side,
        new: made.side,
        shadow: material.is_shadow(),
        same: joined.same,
        different: joined.different.len() as u64,
        only_old: joined.only_old.len() as u64,
        only_new: joined.only_new.len() as u64,
        pending: made.pending,
        ignored: wanted.ignored.paths().to_vec(),
        ..Report::default()
    };
    // From here on the indexes, which are large, are not needed.
    drop((held, made.index));
    let look = Look { old: &old, new: &new, material: &material, wanted, workers };
    let mut telling = Telling { report, look, listener };
    telling.lone(joined.only_old, joined.only_new, &made.without)?;
    telling.differing(&thinned(joined.different, wanted.limit))?;
    Ok(telling.report)
}

/// Tells the listener what was found, and puts it into the report.
struct Telling<'a, L> {
    report: Report,
    look: Look<'a>,
    listener: &'a mut L,
}

impl<L: Listener> Telling<'_, L> {
    /// What one side alone holds; `without` knows why some dispatches have no record now.
    fn lone(
        &mut self,
        only_old: Vec<(Position, Place)>,
        only_new: Vec<(Position, Place)>,
        without: &FxHashMap<Position, &'static str>,
    ) -> Result<(), Failed<L::Error>> {
        for (position, place) in only_old {
            let why = without.get(&position).copied();
            if let Some(why) = why {
                *self.report.lost.entry(why).or_default() += 1;
            }
            let (old, kind) = (Some(place), Kind::OnlyOld(why));
            self.tell(&Found { position, old, new: None, kind, differences: Vec::new() })?;
        }
        for (position, place) in only_new {
            let (new, kind) = (self.published(place), Kind::OnlyNew);
            self.tell(&Found { position, old: None, new, kind, differences: Vec::new() })?;
        }
        Ok(())
    }

    fn differing(&mut self, pairs: &[Pair]) -> Result<(), Failed<L::Error>> {
        let mut counter = Counter::default();
        let (total, mut rest) = (pairs.len() as u64, pairs);
        while !rest.is_empty() {
            let (looked, answers) = self.look.at(rest)?;
            for (pair, differences) in rest[..looked].iter().zip(answers) {
                match differences {
                    None => self.report.vanished += 1,
                    // Another digest, and only the order of members or of a list was another.
                    Some(differences) if differences.is_empty() => {
                        self.report.different -= 1;
                        self.report.same += 1;
                    }
                    Some(differences) => {
                        self.report.looked_into += 1;
                        let Pair { position, old, new } = pair.clone();
                        let (old, new) = (Some(old), self.published(new));
                        let found = Found { position, old, new, kind: Kind::Different, differences };
                        counter.add(&found);
                        self.tell(&found)?;
                    }
                }
            }
            rest = &rest[looked..];
            let done = total - rest.len() as u64;
            self.listener.progress(Progress { step: Step::Differences, done, total });
        }
        self.report.fields = counter.finish();
        Ok(())
    }

    fn published(&self, place: Place) -> Option<Place> {
        (!self.report.shadow).then_some(place)
    }

    fn tell(&mut self, found: &Found) -> Result<(), Failed<L::Error>> {
        self.listener.found(found).map_err(Failed::Listener)
    }
}

/// No more than `limit` of them, spread evenly.
fn thinned(pairs: Vec<Pair>, limit: Option<usize>) -> Vec<Pair> {
    let Some(limit) = limit.filter(|limit| *limit < pairs.len()) else { return pairs };
    let all = pairs.len();
    let taken = |number: usize| (number + 1) * limit / all > number * limit / all;
    pairs.into_iter().enumerate().filter(|(number, _)| taken(*number)).map(|(_, pair)| pair).collect()
}

fn workers(wanted: usize) -> usize {
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    if wanted == 0 { cores() } else { wanted }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_takes_evenly_and_no_more() {
        let pair = |offset| {
            let position = Position { topic: "raw".into(), partition: 0, offset, item: None };
            let place = Place { partition: 0, offset };
            Pair { position, old: place, new: place }
        };
        let pairs: Vec<Pair> = (0..10).map(pair).collect();
        for (limit, want) in [
            (None, vec![0, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
            (Some(10), vec![0, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
            (Some(99), vec![0, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
            (Some(5), vec![1, 3, 5, 7, 9]),
            (Some(3), vec![3, 6, 9]),
            (Some(1), vec![9]),
        ] {
            let got: Vec<i64> = thinned(pairs.clone(), limit).iter().map(|pair| pair.old.offset).collect();
            assert_eq!(got, want, "{limit:?}");
        }
    }
}
