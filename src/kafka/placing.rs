//! Which partition of the record topic a record goes to.
//!
//! By its key, as any Kafka client does; or with its source partition; or by its story, so that updates and kills
//! follow what they change. Order within a partition is then order within a story, as far as its dispatches came
//! from one source partition.

use crate::config::{Desk, PartitionBy};

/// How records are placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placing {
    /// The producer's partitioner: murmur2 of the key.
    Key,
    /// The number of the source partition.
    Source,
    /// murmur2 of the story's id; a record of no story goes by its key.
    Story {
        /// Partitions of the record topic, as the operator has confirmed them.
        partitions: u32,
    },
}

/// A topic and how many partitions it has.
pub type Counted<'a> = (&'a str, u32);

impl Placing {
    pub fn new(desk: &Desk) -> Placing {
        match desk.partition_by {
            PartitionBy::Key => Placing::Key,
            PartitionBy::Source => Placing::Source,
            // The configuration's rules let no zero through.
            PartitionBy::Story => Placing::Story { partitions: desk.record_partitions.max(1) },
        }
    }

    /// The partition of a record of `story` that was read from the source partition `from`; `None` leaves it to the key.
    pub fn partition(self, story: Option<&str>, from: i32) -> Option<i32> {
        match self {
            Placing::Key => None,
            Placing::Source => Some(from),
            Placing::Story { partitions } => {
                let hash = murmur2(story?.as_bytes()) & 0x7fff_ffff;
                // Fewer than 2^31, as the hash is.
                Some((hash % partitions) as i32)
            }
        }
    }

    /// Why the topics do not fit, with the mend; one sentence.
    pub fn misfit<'a>(
        self,
        sources: impl IntoIterator<Item = Counted<'a>>,
        (record, count): Counted<'_>,
    ) -> Option<String> {
        match self {
            Placing::Key => None,
            Placing::Source => {
                let (source, more) = sources.into_iter().find(|(_, source)| *source > count)?;
                Some(format!(
                    "desk.partition_by = \"source\" needs as many partitions in topic {record}, which has {count}, as in \
                     {source}, which has {more}: add them, or use \"key\""
                ))
            }
            Placing::Story { partitions } if partitions != count => Some(format!(
                "topic {record} has {count} partitions, and desk.record_partitions says {partitions}: updates and kills \
                 would part from their stories; let readers come to the end of the topic, then confirm the new count \
                 there"
            )),
            Placing::Story { .. } => None,
        }
    }
}

/// The hash of Kafka's own partitioner (MurmurHash2, 32 bits, seed 0x9747b28c, as in `Utils.murmur2` of its Java
/// client): librdkafka keeps it to itself.
fn murmur2(data: &[u8]) -> u32 {
    const M: u32 = 0x5bd1_e995;
    let mut hash = 0x9747_b28c ^ data.len() as u32;
    let (words, tail) = data.as_chunks::<4>();
    for word in words {
        let mut k = u32::from_le_bytes(*word).wrapping_mul(M);
        k ^= k >> 24;
        hash = hash.wrapping_mul(M) ^ k.wrapping_mul(M);
    }
    if !tail.is_empty() {
        let rest = tail.iter().rev().fold(0, |rest, byte| rest << 8 | u32::from(*byte));
        hash = (hash ^ rest).wrapping_mul(M);
    }
    hash ^= hash >> 13;
    hash = hash.wrapping_mul(M);
    hash ^ hash >> 15
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The values are those of Kafka's Java client.
    #[test]
    fn a_story_goes_where_javas_partitioner_would_send_its_id() {
        for (id, hash) in [
            ("21", -973_932_308),
            ("foobar", -790_332_482),
            ("a-little-bit-long-string", -985_981_536),
            ("a-little-bit-longer-string", -1_486_304_829),
            ("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58_897_971),
            ("abc", 479_470_107),
        ] {
            assert_eq!(murmur2(id.as_bytes()) as i32, hash, "{id}");
            let placing = Placing::Story { partitions: 12 };
            assert_eq!(placing.partition(Some(id), 3), Some((hash & i32::MAX) % 12), "{id}");
        }
    }

    #[test]
    fn without_a_story_the_key_decides() {
        assert_eq!(Placing::Story { partitions: 12 }.partition(None, 3), None);
        assert_eq!(Placing::Key.partition(Some("abc"), 3), None);
        assert_eq!(Placing::Source.partition(Some("abc"), 3), Some(3));
    }

    #[test]
    fn topics_that_do_not_fit_are_named() {
        let sources = [("raw.a", 4), ("raw.b", 9)];
        assert_eq!(Placing::Key.misfit(sources, ("out", 1)), None);
        assert_eq!(Placing::Source.misfit(sources, ("out", 9)), None);
        let text = Placing::Source.misfit(sources, ("out", 8)).expect("eight are too few");
        assert!(text.contains("raw.b") && text.contains('8') && text.contains('9'), "{text}");
        let story = Placing::Story { partitions: 12 };
        assert_eq!(story.misfit(sources, ("out", 12)), None);
        let text = story.misfit(sources, ("out", 24)).expect("twelve were confirmed");
        assert!(
            text.contains("24") && text.contains("12") && text.contains("desk.record_partitions"),
            "{text}"
        );
    }
}
