//! The room of a stage that reads a stretch, or at a pace.

use rdkafka::consumer::BaseConsumer;
use rdkafka::consumer::Consumer;
use rdkafka::{Offset, TopicPartitionList};

use super::{Room, Stage};
use crate::kafka::faults::failure;
use crate::kafka::lag::Watermarks;
use crate::kafka::ledger::Partition;
use crate::kafka::source::Context;

impl Room {
    /// Whether the next message may be taken now; else the loop comes again soon.
    pub fn may_take(&mut self) -> bool {
        let now = self.now();
        self.stage != Stage::Running || self.reading.may_take(now)
    }

    /// Whether the stage reads a stretch, and so ends.
    pub fn has_end(&self) -> bool {
        self.reading.stretch.is_some()
    }

    /// The client has met the end of a partition.
    pub fn meet_end(&mut self, number: i32) {
        if let Some(stretch) = &mut self.reading.stretch {
            stretch.meet_end(number);
        }
    }

    /// No message is waiting.
    pub fn idle(&mut self) {
        if let Some(stretch) = &mut self.reading.stretch {
            stretch.idle();
        }
    }

    /// Statistics say where the client met the partitions' ends.
    pub fn place_ends(&mut self, watermarks: &Watermarks) {
        if let Some(stretch) = &mut self.reading.stretch {
            watermarks.met_ends().for_each(|(number, end)| stretch.place_end(number, end));
        }
    }

    /// Partitions that are not read begin anywhere: nothing may be committed there, or it may be gone.
    pub fn place_starts(&self, list: &TopicPartitionList) {
        for mut element in list.elements() {
            if self.left_alone(element.topic(), element.partition()) {
                // Fails for offsets that do not exist.
                let _ = element.set_offset(Offset::End);
            }
        }
    }

    /// Of an assignment the part that is not read.
    pub fn not_read(&self, list: &TopicPartitionList) -> TopicPartitionList {
        self.part(list, true)
    }

    /// Stops reading the partitions that have ended, and lets the ledger end their progress there.
    pub(super) fn close_ended(&mut self, consumer: &BaseConsumer<Context>) {
        let Some(stretch) = &mut self.reading.stretch else { return };
        let ended = stretch.ended();
        if ended.is_empty() {
            return;
        }
        let marks: Vec<_> =
            ended.into_iter().map(|(number, to)| (Partition { topic: 0, number }, to)).collect();
        for (partition, to) in &marks {
            self.sink.ledger.close(*partition, *to);
        }
        if let Err(error) = consumer.pause(&self.topics.list(marks)) {
            // What comes nevertheless is not taken.
            self.trouble(&failure("pausing", &error, None, "kafka.fetch"));
        }
    }

    /// Of an assignment the part that is read.
    pub(super) fn read(&self, list: &TopicPartitionList) -> TopicPartitionList {
        self.part(list, false)
    }

    /// A rewind goes back into partitions that may have ended.
    pub(super) fn reopen(&mut self, consumer: &BaseConsumer<Context>, partitions: &[Partition]) {
        let Some(stretch) = &mut self.reading.stretch else { return };
        partitions.iter().for_each(|partition| stretch.reopen(partition.number));
        if self.is_paused() {
            return;
        }
        let list = self.topics.list(partitions.iter().map(|partition| (*partition, 0)));
        if let Err(error) = consumer.resume(&list) {
            self.trouble(&failure("resuming", &error, None, "kafka.fetch"));
        }
    }

    fn left_alone(&self, topic: &str, number: i32) -> bool {
        let Some(stretch) = &self.reading.stretch else { return false };
        self.topics.index(topic).is_none() || stretch.is_ended(number)
    }

    fn part(&self, list: &TopicPartitionList, left_alone: bool) -> TopicPartitionList {
        let mut part = TopicPartitionList::new();
        for element in list.elements() {
            if self.left_alone(element.topic(), element.partition()) == left_alone {
                part.add_partition(element.topic(), element.partition());
            }
        }
        part
    }
}
