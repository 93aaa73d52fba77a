//! Where a record comes from: the header `copydesk-source`, by which two topics are joined.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

/// `topic/partition/offset` of the source message, and `#item` where it holds several.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    pub topic: String,
    pub partition: i32,
    pub offset: i64,
    pub item: Option<u32>,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.topic, self.partition, self.offset)?;
        self.item.map_or(Ok(()), |item| write!(f, "#{item}"))
    }
}

impl FromStr for Position {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (place, item) = match text.split_once('#') {
            Some((place, item)) => (place, Some(item.parse().map_err(drop)?)),
            None => (text, None),
        };
        let mut parts = place.rsplitn(3, '/');
        let offset: i64 = parts.next().ok_or(())?.parse().map_err(drop)?;
        let partition: i32 = parts.next().ok_or(())?.parse().map_err(drop)?;
        let topic = parts.next().ok_or(())?;
        if topic.is_empty() || offset < 0 || partition < 0 {
            return Err(());
        }
        Ok(Position { topic: topic.into(), partition, offset, item })
    }
}

/// Which dispatches are compared, by where and when they stood in the source topic. The bounds in time go by
/// the dispatch's own timestamp, which its record carries: so they mean the same in every topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// `None`: dispatches of all source topics.
    pub topic: Option<String>,
    /// Partitions with the offsets to compare in each; empty: every partition by `offsets`.
    pub partitions: Vec<(i32, Range<i64>)>,
    pub offsets: Range<i64>,
    /// Milliseconds since the epoch.
    pub times: Range<i64>,
}

impl Stretch {
    pub const ALL: Stretch =
        Stretch { topic: None, partitions: Vec::new(), offsets: 0..i64::MAX, times: i64::MIN..i64::MAX };

    /// Whether it holds a dispatch; one without a timestamp is in no stretch that is bounded in time.
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

    pub fn is_timed(&self) -> bool {
        self.times != Self::ALL.times
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_read_as_the_stage_writes_them() {
        for text in ["wire.raw/3/991", "a_b-c/0/0", "wire.raw/3/991#0", "wire.raw/11/7#42"] {
            assert_eq!(text.parse::<Position>().expect(text).to_string(), text);
        }
        for text in ["", "wire.raw", "wire.raw/3", "/3/991", "a/3/-1", "a/-3/1", "a/3/x", "a/3/1#", "a/3/1#x"]
        {
            assert_eq!(text.parse::<Position>(), Err(()), "{text}");
        }
    }

    #[test]
    fn a_stretch_holds_what_all_its_bounds_hold() {
        let all = Stretch::ALL;
        let some = Stretch { partitions: vec![(3, 10..20)], ..Stretch::ALL };
        let topic = Stretch { topic: Some("raw".into()), ..Stretch::ALL };
        let offsets = Stretch { offsets: 10..20, ..Stretch::ALL };
        let times = Stretch { times: 100..200, ..Stretch::ALL };
        for (stretch, partition, offset, time, want) in [
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
            let got = stretch.holds("raw", partition, offset, time);
            assert_eq!(got, want, "{stretch:?} {partition} {offset} {time:?}");
        }
        assert!(!topic.holds("other", 0, 0, None));
    }
}
