//! Which dispatches are compared.

use std::ops::Range;

use crate::desk::Choice;
use crate::replay::plan::Plan;
use crate::replay::range as offsets;

/// Which dispatches are compared, by where and when they stood in the source topic. The bounds in time go by
/// the dispatch's own timestamp, which its record carries: so they mean the same in every topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// `None`: dispatches of all source topics.
    pub topic: Option<String>,
    /// Partitions with the offsets to compare in each; empty: every partition by `offsets`.
    pub partitions: Vec<(i32, Range<i64>)>,
    pub offsets: Range<i64>,
    /// Milliseconds since the epoch.
    pub times: Range<i64>,
    /// What the record must say.
    pub choice: Choice,
}

const ALWAYS: Range<i64> = i64::MIN..i64::MAX;

/// Everything.
impl Default for Scope {
    fn default() -> Self {
        let (offsets, times) = (0..i64::MAX, ALWAYS);
        Scope { topic: None, partitions: Vec::new(), offsets, times, choice: Choice::default() }
    }
}

impl Scope {
    /// The dispatches that a plan reads, and of those the ones that it publishes.
    pub fn of_plan(plan: &Plan) -> Scope {
        let range = |range: &offsets::Range| (range.partition, range.from..range.to);
        Scope {
            topic: Some(plan.topic.clone()),
            partitions: plan.ranges.iter().map(range).collect(),
            choice: plan.choice.clone(),
            ..Scope::default()
        }
    }

    /// Whether it holds a dispatch; one without a timestamp is in no scope that is bounded in time.
    pub fn holds(&self, topic: &str, partition: i32, offset: i64, timestamp_ms: Option<i64>) -> bool {
        let timed = !self.is_timed() || timestamp_ms.is_some_and(|ms| self.times.contains(&ms));
        let named = self.topic.as_deref().is_none_or(|wanted| wanted == topic);
        named && timed && self.offsets_of(partition).contains(&offset)
    }

    /// The offsets to compare in a partition of the source.
    pub fn offsets_of(&self, partition: i32) -> Range<i64> {
        match self.partitions.iter().find(|(number, _)| *number == partition) {
            Some((_, offsets)) => offsets.clone(),
            None if self.partitions.is_empty() => self.offsets.clone(),
            None => 0..0,
        }
    }

    /// Whether a record, as it was published, is one of those.
    pub fn takes(&self, record: &[u8]) -> bool {
        let chosen = |record| self.choice.takes_published(&record);
        self.choice.is_all() || serde_json::from_slice(record).is_ok_and(chosen)
    }

    pub fn is_timed(&self) -> bool {
        self.times != ALWAYS
    }

    /// The time before which no message need be read.
    pub fn since_ms(&self) -> Option<i64> {
        (self.times.start != ALWAYS.start).then_some(self.times.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_holds_what_all_its_bounds_hold() {
        let all = Scope::default();
        let some = Scope { partitions: vec![(3, 10..20)], ..Scope::default() };
        let topic = Scope { topic: Some("raw".into()), ..Scope::default() };
        let offsets = Scope { offsets: 10..20, ..Scope::default() };
        let times = Scope { times: 100..200, ..Scope::default() };
        for (scope, partition, offset, time, want) in [
            (&all, 0, 0, None, true),
            (&all, 9, i64::MAX - 1, Some(-5), true),
            (&some, 3, 10, None, true),
            (&some, 3, 20, None, false),
            (&some, 4, 10, None, false),
            (&topic, 0, 0, None, true),
            (&offsets, 7, 19, None, true),
            (&offsets, 7, 9, None, false),
            (&times, 0, 0, Some(100), true),
            (&times, 0, 0, Some(200), false),
            (&times, 0, 0, None, false),
        ] {
            let got = scope.holds("raw", partition, offset, time);
            assert_eq!(got, want, "{scope:?} {partition} {offset} {time:?}");
        }
        assert!(!topic.holds("other", 0, 0, None));
    }
}
