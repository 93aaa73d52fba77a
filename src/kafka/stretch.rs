//! A stretch of a topic: how one knows that a partition has been read to its end. Pure: no Kafka in it.
//!
//! The last offset of a stretch is often no message: transactions end in a marker, compaction leaves gaps, an
//! aborted transaction's records are never handed out. So nothing waits for "the last message". A partition
//! has ended when the position is at its bound, when a message comes from beyond it, or when the client has met
//! the end of the partition there.
//!
//! That last one needs care: the event does not say where it was met, and a broker that has just become the
//! leader may call too early an end. So it counts once the client's own statistics say that the end
//! lay at the bound or behind it, twice, because a statistic may be older than the event; and only when the
//! queue was empty after that, because statistics overtake messages. Whatever comes in between starts it over.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use rustc_hash::FxHashMap;

/// How far the whole group has come with a stretch, whoever reads it; shared with who asks the broker for it.
#[derive(Debug)]
pub struct Progress {
    partitions: BTreeMap<i32, Bounds>,
}

#[derive(Debug)]
struct Bounds {
    from: i64,
    to: i64,
    committed: AtomicI64,
}

impl Progress {
    /// From partition, first offset and the offset to end before.
    pub fn new(ranges: impl IntoIterator<Item = (i32, i64, i64)>) -> Self {
        let bounds = |(number, from, to)| (number, Bounds { from, to, committed: AtomicI64::new(from) });
        Progress { partitions: ranges.into_iter().map(bounds).collect() }
    }

    /// The group has committed up to here.
    pub fn set(&self, number: i32, committed: i64) {
        if let Some(bounds) = self.partitions.get(&number) {
            bounds.committed.fetch_max(committed, Ordering::Relaxed);
        }
    }

    /// The partitions, each with the offsets that are left of it.
    pub fn remaining(&self) -> impl Iterator<Item = (i32, i64)> {
        self.partitions.iter().map(|(number, bounds)| {
            let committed = bounds.committed.load(Ordering::Relaxed);
            (*number, (bounds.to - committed.max(bounds.from)).max(0))
        })
    }

    /// Offsets of the whole stretch.
    pub fn total(&self) -> i64 {
        self.partitions.values().map(|bounds| bounds.to - bounds.from).sum()
    }

    pub fn is_complete(&self) -> bool {
        self.remaining().all(|(_, left)| left == 0)
    }

    fn is_done(&self, number: i32) -> bool {
        self.remaining().all(|(at, left)| at != number || left == 0)
    }

    /// The bound of a partition; `None` when it is no part of the stretch.
    fn to(&self, number: i32) -> Option<i64> {
        Some(self.partitions.get(&number)?.to)
    }
}

/// The assigned partitions of a stretch.
#[derive(Debug)]
pub struct Stretch {
    progress: Arc<Progress>,
    tails: FxHashMap<i32, Tail>,
    /// Ended and not told yet.
    news: Vec<(i32, i64)>,
}

/// How near its end an assigned partition is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tail {
    Reading,
    /// The client met the partition's end, and so many statistics have placed it at the bound since.
    Met(u8),
    /// Nothing more is taken.
    Ended,
}

/// So many statistics make an end certain.
const CERTAIN: u8 = 2;

impl Stretch {
    pub fn new(progress: Arc<Progress>) -> Self {
        Stretch { progress, tails: FxHashMap::default(), news: Vec::new() }
    }

    /// A partition is assigned. One that is done, or no part of the stretch, is not read at all.
    pub fn assign(&mut self, number: i32) {
        let reads = self.progress.to(number).is_some() && !self.progress.is_done(number);
        self.tails.insert(number, if reads { Tail::Reading } else { Tail::Ended });
    }

    pub fn release(&mut self, number: i32) {
        self.tails.remove(&number);
        self.news.retain(|(at, _)| *at != number);
    }

    /// The partition is read again from an earlier offset.
    pub fn reopen(&mut self, number: i32) {
        self.news.retain(|(at, _)| *at != number);
        self.tails.insert(number, Tail::Reading);
    }

    /// A message has come; `true` when it belongs to the stretch.
    pub fn take(&mut self, number: i32, offset: i64) -> bool {
        let (Some(to), Some(tail)) = (self.progress.to(number), self.tails.get_mut(&number)) else {
            return false;
        };
        if *tail == Tail::Ended {
            return false;
        }
        *tail = Tail::Reading;
        if offset + 1 >= to {
            self.end(number);
        }
        offset < to
    }

    /// The client has met the end of the partition, wherever that was.
    pub fn meet_end(&mut self, number: i32) {
        if let Some(tail @ Tail::Reading) = self.tails.get_mut(&number) {
            *tail = Tail::Met(0);
        }
    }

    /// A statistic says where the client last met the partition's end.
    pub fn place_end(&mut self, number: i32, end: i64) {
        if let (Some(Tail::Met(told)), Some(to)) = (self.tails.get_mut(&number), self.progress.to(number))
            && end >= to
        {
            *told = told.saturating_add(1);
        }
    }

    /// No message is waiting.
    pub fn idle(&mut self) {
        let certain = |(number, tail): (&i32, &Tail)| {
            matches!(tail, Tail::Met(told) if *told >= CERTAIN).then_some(*number)
        };
        let ended: Vec<i32> = self.tails.iter().filter_map(certain).collect();
        ended.into_iter().for_each(|number| self.end(number));
    }

    /// The partitions that have ended since the last call, with the offset that their progress ends at.
    pub fn ended(&mut self) -> Vec<(i32, i64)> {
        std::mem::take(&mut self.news)
    }

    /// Whether an assigned partition is to be left alone.
    pub fn is_ended(&self, number: i32) -> bool {
        self.tails.get(&number) == Some(&Tail::Ended)
    }

    fn end(&mut self, number: i32) {
        self.tails.insert(number, Tail::Ended);
        self.news.extend(self.progress.to(number).map(|to| (number, to)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What happens to partition 0, whose stretch is 10..20.
    #[derive(Debug, Clone, Copy)]
    enum Step {
        Take(i64, bool),
        Met,
        Placed(i64),
        Idle,
        Reopen,
    }
    use Step::*;

    fn stretch() -> Stretch {
        let mut stretch = Stretch::new(Arc::new(Progress::new([(0, 10, 20), (1, 5, 5)])));
        stretch.assign(0);
        stretch
    }

    #[test]
    fn a_partition_ends_at_its_bound_and_never_before() {
        for (name, steps, ends) in [
            ("at the position", &[Take(18, true), Take(19, true)][..], true),
            ("behind a gap", &[Take(12, true), Take(31, false)], true),
            ("at once", &[Take(20, false)], true),
            ("in a marker", &[Take(12, true), Met, Placed(20), Placed(20), Idle], true),
            ("before it is read", &[Met, Placed(25), Placed(25), Idle], true),
            ("not in the middle", &[Take(12, true), Take(17, true), Idle], false),
            ("not without the event", &[Placed(20), Placed(20), Idle], false),
            ("not by an end that a lagging leader calls", &[Met, Placed(15), Placed(15), Idle], false),
            ("not by a statistic older than the event", &[Met, Placed(20), Idle], false),
            ("not while messages wait", &[Met, Placed(20), Placed(20)], false),
            ("not when more has come", &[Met, Placed(20), Placed(20), Take(15, true), Idle], false),
            ("not when it is read again", &[Met, Placed(20), Placed(20), Reopen, Idle], false),
            ("nor by what was before that", &[Take(19, true), Reopen, Placed(20), Placed(20), Idle], false),
        ] {
            let mut stretch = stretch();
            for step in steps {
                match *step {
                    Take(offset, want) => assert_eq!(stretch.take(0, offset), want, "{name}: {offset}"),
                    Met => stretch.meet_end(0),
                    Placed(end) => stretch.place_end(0, end),
                    Idle => stretch.idle(),
                    Reopen => stretch.reopen(0),
                }
            }
            let want = if ends { vec![(0, 20)] } else { vec![] };
            assert_eq!((stretch.ended(), stretch.is_ended(0)), (want, ends), "{name}");
            assert!(!ends || !stretch.take(0, 15), "{name}: nothing is taken behind the end");
        }
    }

    #[test]
    fn what_is_done_or_no_part_of_it_is_left_alone() {
        let progress = Arc::new(Progress::new([(0, 10, 20), (1, 5, 5), (2, 0, 9)]));
        progress.set(2, 9);
        let mut stretch = Stretch::new(progress);
        for (number, left_alone) in [(0, false), (1, true), (2, true), (3, true)] {
            stretch.assign(number);
            assert_eq!(stretch.is_ended(number), left_alone, "{number}");
            assert!(!left_alone || !stretch.take(number, 6), "{number}");
        }
        assert!(stretch.ended().is_empty());
    }

    #[test]
    fn progress_never_goes_back() {
        let progress = Progress::new([(0, 10, 20), (1, 5, 5)]);
        for (committed, left) in [(12, 8), (11, 8), (3, 8), (25, 0)] {
            progress.set(0, committed);
            assert_eq!(progress.remaining().collect::<Vec<_>>(), [(0, left), (1, 0)]);
        }
        assert!(progress.is_complete());
        assert_eq!(progress.total(), 10);
    }
}
