//! The topics of the stage: what it reads and what it writes.

use std::sync::Arc;

use rdkafka::{Offset, TopicPartitionList};

use super::ledger::{Mark, Partition};
use super::placing::Placing;
use crate::config::Config;

/// Names of topics, and what is known of their partitions.
pub struct Topics {
    pub sources: Vec<Arc<str>>,
    pub record: Arc<str>,
    /// As many as `sources`.
    pub dead_letter: Vec<Arc<str>>,
    pub placing: Placing,
}

impl Topics {
    pub fn new(config: &Config) -> Topics {
        let kafka = &config.kafka;
        let sources: Vec<Arc<str>> =
            kafka.source_topics.iter().map(|name| Arc::from(name.as_str())).collect();
        let dead_letter = |source: &Arc<str>| match &kafka.dead_letter_topic {
            Some(name) => Arc::from(name.as_str()),
            None => Arc::from(format!("{source}.dlq")),
        };
        Topics {
            dead_letter: sources.iter().map(dead_letter).collect(),
            sources,
            record: Arc::from(kafka.record_topic.as_str()),
            placing: Placing::new(&config.desk),
        }
    }

    /// Of the source topics.
    pub fn names(&self) -> Vec<&str> {
        self.sources.iter().map(|name| &**name).collect()
    }

    /// The index of a source topic.
    pub fn index(&self, name: &str) -> Option<u16> {
        self.sources.iter().position(|topic| &**topic == name).map(|index| index as u16)
    }

    pub fn name(&self, partition: Partition) -> &Arc<str> {
        &self.sources[usize::from(partition.topic)]
    }

    /// For librdkafka; drop it before the consumer.
    pub fn list(&self, marks: impl IntoIterator<Item = Mark>) -> TopicPartitionList {
        let mut list = TopicPartitionList::new();
        for (partition, offset) in marks {
            // Fails for offsets that librdkafka uses as signs only, and marks are never negative.
            let _ = list.add_partition_offset(self.name(partition), partition.number, Offset::Offset(offset));
        }
        list
    }
}
