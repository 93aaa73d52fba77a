//! Who of the published dispatches still owes an outcome. Pure: the clock is an argument.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::samples::Sample;

/// Longest wait for the outcome of one dispatch.
pub const PATIENCE: Duration = Duration::from_secs(60);
/// Most bytes and dispatches without an outcome at once. The embedded broker keeps 5 MiB a partition, and a
/// record is several times as large as its dispatch: so little can never push out what nobody has read.
const WINDOW_BYTES: usize = 256 << 10;
const WINDOW: usize = 32;

/// What has been published, and what came of it.
#[derive(Debug, Default)]
pub struct Watch {
    waiting: BTreeMap<usize, Waiting>,
    bytes: usize,
    /// Spikes that the stage has counted, and those whose dispatch is known.
    counted: u64,
    known: u64,
    pub tally: Tally,
}

/// Dispatches by outcome; one with several items counts by its first.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    pub records: usize,
    pub dead_letters: usize,
    pub spiked: usize,
}

impl Tally {
    pub fn total(self) -> usize {
        self.records + self.dead_letters + self.spiked
    }
}

#[derive(Debug)]
struct Waiting {
    name: String,
    bytes: usize,
    since: Instant,
}

/// Which output topic an outcome came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Record,
    DeadLetter,
}

impl Watch {
    /// Whether `sample` may be published now.
    pub fn has_room(&self, sample: &Sample) -> bool {
        // One that is larger than the window goes alone. While it is not known which one was spiked nothing
        // is added to those in question.
        let room = self.waiting.len() < WINDOW && self.bytes + size(sample) <= WINDOW_BYTES;
        self.waiting.is_empty() || room && self.known == self.counted
    }

    /// `sample` was published under `number`.
    pub fn published(&mut self, number: usize, sample: &Sample, now: Instant) {
        self.bytes += size(sample);
        let waiting = Waiting { name: sample.name.clone(), bytes: size(sample), since: now };
        self.waiting.insert(number, waiting);
    }

    /// An outcome of `number` was read.
    pub fn arrived(&mut self, number: usize, kind: Kind) {
        let Some(waiting) = self.waiting.remove(&number) else { return };
        self.bytes -= waiting.bytes;
        match kind {
            Kind::Record => self.tally.records += 1,
            Kind::DeadLetter => self.tally.dead_letters += 1,
        }
    }

    /// The stage has spiked `total` dispatches since it started. A spike leaves nothing to read, so it is
    /// known by elimination: as soon as no more wait than were spiked. Their names, in order.
    pub fn spiked(&mut self, total: u64) -> Vec<String> {
        self.counted = total;
        let unknown = total.saturating_sub(self.known);
        if self.waiting.len() as u64 > unknown {
            return Vec::new();
        }
        // Fewer may wait: an item of a message that had other outcomes.
        self.known = total;
        self.tally.spiked += self.waiting.len();
        self.bytes = 0;
        std::mem::take(&mut self.waiting).into_values().map(|waiting| waiting.name).collect()
    }

    /// Nothing waits.
    pub fn is_settled(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Names of those that have waited too long.
    pub fn overdue(&self, now: Instant) -> Vec<&str> {
        self.waiting
            .values()
            .filter(|waiting| now.duration_since(waiting.since) > PATIENCE)
            .map(|waiting| waiting.name.as_str())
            .collect()
    }
}

fn size(sample: &Sample) -> usize {
    sample.payload.as_ref().map_or(0, Vec::len)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(name: &str, bytes: usize) -> Sample {
        Sample { name: name.into(), payload: Some(vec![b'x'; bytes]) }
    }

    #[test]
    fn publishes_no_faster_than_is_read() {
        let now = Instant::now();
        let mut watch = Watch::default();
        let huge = sample("huge", 50 << 20);
        assert!(watch.has_room(&huge), "a large one goes alone");
        watch.published(0, &huge, now);
        assert!(!watch.has_room(&sample("small", 1)));
        watch.arrived(0, Kind::DeadLetter);
        for number in 1..=WINDOW {
            assert!(watch.has_room(&sample("small", 1)));
            watch.published(number, &sample("small", 1), now);
        }
        assert!(!watch.has_room(&sample("small", 1)));
        assert_eq!(watch.tally, Tally { dead_letters: 1, ..Tally::default() });
    }

    #[test]
    fn spikes_are_known_by_elimination() {
        let now = Instant::now();
        let mut watch = Watch::default();
        for (number, name) in ["a", "b", "c"].iter().enumerate() {
            watch.published(number, &sample(name, 10), now);
        }
        assert!(watch.spiked(0).is_empty());
        assert!(watch.spiked(1).is_empty(), "three wait, one was spiked: nobody knows which");
        assert!(!watch.has_room(&sample("d", 10)), "another one would not help to find out");
        watch.arrived(0, Kind::Record);
        watch.arrived(2, Kind::Record);
        assert_eq!(watch.spiked(1), ["b"]);
        assert!(watch.is_settled() && watch.has_room(&sample("d", 10)));
        watch.published(3, &sample("d", 10), now);
        assert!(watch.spiked(1).is_empty(), "that spike was b");
        assert_eq!(watch.spiked(2), ["d"]);
        assert_eq!(watch.tally, Tally { records: 2, dead_letters: 0, spiked: 2 });
    }

    #[test]
    fn several_items_of_one_message_are_one_dispatch() {
        let mut watch = Watch::default();
        watch.published(0, &sample("a", 10), Instant::now());
        watch.arrived(0, Kind::Record);
        watch.arrived(0, Kind::DeadLetter);
        assert_eq!(watch.tally.total(), 1);
    }

    #[test]
    fn patience_ends() {
        let now = Instant::now();
        let mut watch = Watch::default();
        watch.published(0, &sample("slow", 10), now);
        assert!(watch.overdue(now + PATIENCE).is_empty());
        assert_eq!(watch.overdue(now + PATIENCE + Duration::from_secs(1)), ["slow"]);
    }
}
