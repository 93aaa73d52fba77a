//! A few messages of the stretch, read to know how large and how old they are.

use std::time::{Duration, Instant};

use rdkafka::consumer::Consumer;
use rdkafka::error::KafkaError;
use rdkafka::{Message, Offset};
use serde::{Deserialize, Serialize};

use super::range::Range;
use super::survey::SurveyError;
use crate::kafka::asker::{Asker, list};

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

/// Reads some messages of each range. A stretch of which nothing at all could be read is not judged by that: it may be
/// of any age.
pub fn sample(asker: &Asker, topic: &str, ranges: &[Range]) -> Result<Sample, SurveyError> {
    let (client, failed) = (asker.client(), |source| asker.unreachable(source));
    let mut sample = Sample::default();
    let places: [fn(&Range) -> i64; 3] = [
        |range| range.from,
        |range| range.from + range.offsets() / 2,
        |range| (range.to - EACH).max(range.from),
    ];
    for place in places {
        let read = || ranges.iter().filter(|range| range.offsets() > 0);
        let mut left: Vec<_> = read().map(|range| (range.partition, range.to, EACH)).collect();
        list(topic, read().map(|range| (range.partition, Offset::Offset(place(range)))))
            .and_then(|list| client.assign(&list))
            .map_err(failed)?;
        let (began, mut trouble) = (Instant::now(), None);
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
                Some(Err(error)) => trouble = Some(error),
                None => {}
            }
        }
        if !left.is_empty() && sample.messages == 0 {
            let why = trouble.map_or("neither a message nor an end came".into(), |error| error.to_string());
            return Err(SurveyError::NoSample { topic: topic.to_owned(), secs: PATIENCE.as_secs(), why });
        }
    }
    client.unassign().map_err(failed)?;
    Ok(sample)
}
