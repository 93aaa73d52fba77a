//! A few messages of the stretch, read to know how large and how old they are.

use std::time::{Duration, Instant};

use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::{KafkaError, KafkaResult};
use rdkafka::{Message, Offset, TopicPartitionList};
use serde::{Deserialize, Serialize};

use super::range::Range;
use crate::kafka::oauth::Asking;

/// What the sampled messages were.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    pub messages: u64,
    /// Of keys and values.
    pub bytes: u64,
    /// Milliseconds since the epoch.
    pub oldest_ms: Option<i64>,
    pub newest_ms: Option<i64>,
}

/// Messages of one partition that are read at its beginning, its middle and its end.
const EACH: i64 = 10;
/// Longest that each of the three may take.
const PATIENCE: Duration = Duration::from_secs(15);

impl Sample {
    pub fn mean_bytes(&self) -> u64 {
        self.bytes.checked_div(self.messages).unwrap_or(0)
    }

    fn add(&mut self, bytes: usize, timestamp_ms: Option<i64>) {
        self.messages += 1;
        self.bytes += bytes as u64;
        self.oldest_ms = self.oldest_ms.into_iter().chain(timestamp_ms).min();
        self.newest_ms = self.newest_ms.into_iter().chain(timestamp_ms).max();
    }
}

/// Reads some messages of each range. `client` reports partitions' ends and joins no group.
pub fn sample(client: &BaseConsumer<Asking>, topic: &str, ranges: &[Range]) -> KafkaResult<Sample> {
    let mut sample = Sample::default();
    let places: [fn(&Range) -> i64; 3] = [
        |range| range.from,
        |range| range.from + range.offsets() / 2,
        |range| (range.to - EACH).max(range.from),
    ];
    for place in places {
        let mut list = TopicPartitionList::new();
        let mut left = Vec::new();
        for range in ranges.iter().filter(|range| range.offsets() > 0) {
            list.add_partition_offset(topic, range.partition, Offset::Offset(place(range)))?;
            left.push((range.partition, range.to, EACH));
        }
        client.assign(&list)?;
        let began = Instant::now();
        while !left.is_empty() && began.elapsed() < PATIENCE {
            match client.poll(Duration::from_millis(100)) {
                Some(Ok(message)) => {
                    let (partition, offset) = (message.partition(), message.offset());
                    let Some(at) = left.iter().position(|(number, ..)| *number == partition) else {
                        continue;
                    };
                    if offset < left[at].1 {
                        sample
                            .add(message.payload_len() + message.key_len(), message.timestamp().to_millis());
                        left[at].2 -= 1;
                    }
                    if offset + 1 >= left[at].1 || left[at].2 == 0 {
                        left.swap_remove(at);
                    }
                }
                Some(Err(KafkaError::PartitionEOF(partition))) => {
                    left.retain(|(number, ..)| *number != partition);
                }
                // Mends itself, or the time is over: a sample is allowed to be small.
                Some(Err(_)) | None => {}
            }
        }
    }
    client.unassign()?;
    Ok(sample)
}
