//! How far behind the stage is. librdkafka's own consumer lag goes by the consumer's commits, of which there
//! are none in exactly_once, so it is counted here: from the last stable offset to the committed mark.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use rdkafka::statistics::{ConsumerGroup, Partition as Fetched, Statistics};

use super::ledger::{Ledger, Partition};
use super::topics::Topics;
use crate::telemetry::Telemetry;
use crate::telemetry::events::Lag;

/// Ends of the assigned partitions, by topic and number.
pub struct Watermarks {
    ends: Vec<(String, i32, End)>,
    /// That the client does not fetch, though its group has settled.
    unread: Vec<(String, i32)>,
}

struct End {
    /// Behind the last message that a read_committed reader sees.
    stable: i64,
    /// The next offset that the consumer hands out; past control records, which no ledger ever sees.
    position: i64,
    /// Where the client last met the partition's end.
    met: i64,
}

impl From<&Statistics> for Watermarks {
    fn from(statistics: &Statistics) -> Self {
        let partitions = statistics.topics.iter().flat_map(|(name, topic)| {
            topic.partitions.iter().filter(|(number, _)| **number >= 0).map(move |(number, partition)| {
                let end = End {
                    stable: partition.ls_offset,
                    position: partition.app_offset,
                    met: partition.eof_offset,
                };
                (name.clone(), *number, end)
            })
        });
        let settled = |group: &ConsumerGroup| group.state == "up" && group.join_state == "steady";
        let topics = statistics.topics.iter().filter(|_| statistics.cgrp.as_ref().is_some_and(settled));
        let unread = topics.flat_map(|(name, topic)| {
            let idle = |partition: &Fetched| matches!(partition.fetch_state.as_str(), "none" | "stopped");
            let idle =
                topic.partitions.iter().filter(move |(number, partition)| **number >= 0 && idle(partition));
            idle.map(|(number, _)| (name.clone(), *number))
        });
        Watermarks {
            ends: partitions.filter(|(_, _, end)| end.stable >= 0).collect(),
            unread: unread.collect(),
        }
    }
}

impl Watermarks {
    /// How many of the partitions of this ledger are not read.
    pub fn unread<E, R>(&self, ledger: &Ledger<E, R>, topics: &Topics) -> usize {
        let assigned = |(topic, number): &&(String, i32)| {
            let index = topics.index(topic);
            index.is_some_and(|topic| ledger.is_assigned(Partition { topic, number: *number }))
        };
        self.unread.iter().filter(assigned).count()
    }

    /// Partitions and where the client last met their ends; of the one topic that a stretch is read from.
    pub fn met_ends(&self) -> impl Iterator<Item = (i32, i64)> {
        self.ends.iter().map(|(_, number, end)| (*number, end.met))
    }
}

/// Remembers since when a partition without work is behind: its next message's age is not known yet.
#[derive(Default)]
pub struct Gauges {
    behind_since: HashMap<Partition, Instant>,
}

impl Gauges {
    /// Sets the gauges of every assigned partition. One whose position is not known yet has none: lag is
    /// never -1.
    pub fn set<E, R>(
        &mut self,
        watermarks: &Watermarks,
        ledger: &Ledger<E, R>,
        topics: &Topics,
        telemetry: &Telemetry,
    ) {
        let now = Instant::now();
        let now_ms = jiff::Timestamp::now().as_millisecond();
        for (topic, number, end) in &watermarks.ends {
            let Some(index) = topics.index(topic) else { continue };
            let partition = Partition { topic: index, number: *number };
            // The statistics still tell of partitions that went away: another instance reports them now.
            if !ledger.is_assigned(partition) {
                continue;
            }
            let oldest = ledger.oldest(partition);
            let mark = match (oldest, ledger.mark(partition)) {
                (None, mark) => mark.max(Some(end.position)).filter(|position| *position >= 0),
                (Some(_), mark) => mark,
            };
            let Some(mark) = mark else { continue };
            let records = (end.stable - mark).max(0) as u64;
            let since = if records == 0 {
                self.behind_since.remove(&partition);
                now
            } else {
                *self.behind_since.entry(partition).or_insert(now)
            };
            let age = match oldest.flatten() {
                _ if records == 0 => Duration::ZERO,
                Some(sent_ms) => Duration::from_millis((now_ms - sent_ms).max(0) as u64),
                None => now - since,
            };
            Lag { topic, partition: *number, records, age }.emit(telemetry);
        }
        self.behind_since.retain(|partition, _| ledger.is_assigned(*partition));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn gauges(text: &str) -> Vec<&str> {
        let mut lines: Vec<_> =
            text.lines().filter(|line| line.starts_with("copydesk_lag_records{")).collect();
        lines.sort_unstable();
        lines
    }

    #[test]
    fn lag_is_counted_from_the_mark_and_never_negative() {
        let config = crate::config::Config::default();
        let authority = crate::authority::Authority::builtin().expect("the data built in is right");
        let telemetry = Telemetry::new(&config, &authority.agencies);
        let name: Arc<str> = "wire.raw".into();
        let topics = Topics {
            sources: vec![name.clone()],
            record: "out".into(),
            dead_letter: vec!["dlq".into()],
            placing: crate::kafka::placing::Placing::Key,
        };
        let mut ledger = Ledger::<(), ()>::default();
        let partition = |number| Partition { topic: 0, number };
        (0..4).for_each(|number| ledger.assign(partition(number)));
        // 0: in work from offset 10. 1: idle, behind a control record. 2: never read. 3: settled up to 5.
        // 4: taken away.
        ledger.admit(partition(0), 10, 1, Some(1));
        let done = ledger.admit(partition(3), 4, 1, None).expect("new");
        ledger.finish(done, (), (), 0);
        let (sent, ()) = ledger.next_ready().expect("ready");
        ledger.sent(sent, 0, &mut Vec::new());
        let ends = [(0, 30, 12), (1, 8, 8), (2, 8, -1001), (3, 9, -1001), (4, 8, 2)];
        let ends = ends.into_iter().map(|(number, stable, position)| {
            ("wire.raw".to_owned(), number, End { stable, position, met: -1001 })
        });
        let watermarks = Watermarks { ends: ends.collect(), unread: Vec::new() };
        Gauges::default().set(&watermarks, &ledger, &topics, &telemetry);
        let text = telemetry.metrics.render();
        let want = |number: i32, lag: u64| {
            format!("copydesk_lag_records{{partition=\"{number}\",topic=\"wire.raw\"}} {lag}")
        };
        assert_eq!(gauges(&text), [want(0, 20), want(1, 0), want(3, 4)]);
    }
}
