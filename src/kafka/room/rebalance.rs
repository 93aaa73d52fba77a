//! Partitions come, go, and are read again.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use rdkafka::consumer::{BaseConsumer, Consumer};

use super::{ASK, Room, Stage, TurnEnd};
use crate::config::Delivery;
use crate::kafka::faults::failure;
use crate::kafka::ledger::{Mark, Partition};
use crate::kafka::press::Live;
use crate::kafka::sink::{Failure, Press};
use crate::kafka::source::{Context, holds};
use crate::kafka::txn::{Class, Step};
use crate::telemetry::Condition;
use crate::telemetry::events::{RebalanceKind, Rebalanced};

impl Room {
    /// Partitions are assigned to this instance.
    pub fn assign(&mut self, partitions: &[Partition]) {
        for partition in partitions {
            self.sink.ledger.assign(*partition);
            self.intake.assign(*partition);
            self.reading.stretch.iter_mut().for_each(|stretch| stretch.assign(partition.number));
        }
        self.tell_rebalance(RebalanceKind::Assign, partitions);
        holds(&self.telemetry, Condition::Brokers, "kafka.brokers_down");
        holds(&self.telemetry, Condition::Group, "kafka.authorization");
        if !partitions.is_empty() {
            holds(&self.telemetry, Condition::Topics, "kafka.unknown_topic");
        }
    }

    /// Partitions go away. On return nothing of them is uncertain any more (invariant 5): what was delivered
    /// is committed, or, when they are lost or it takes too long, undone.
    pub fn revoke(&mut self, consumer: &BaseConsumer<Context>, partitions: &[Partition], lost: bool) {
        for partition in partitions {
            self.intake.release(*partition);
            self.reading.stretch.iter_mut().for_each(|stretch| stretch.release(partition.number));
        }
        if lost {
            partitions.iter().for_each(|partition| self.sink.ledger.release(*partition));
            self.sink.lost(self.now());
        }
        if self.stage != Stage::Closing && !partitions.is_empty() {
            self.settle(consumer);
        }
        partitions.iter().for_each(|partition| self.sink.ledger.release(*partition));
        self.tell_rebalance(if lost { RebalanceKind::Lost } else { RebalanceKind::Revoke }, partitions);
    }

    /// Brings output to rest within the patience that a session leaves.
    fn settle(&mut self, consumer: &BaseConsumer<Context>) {
        self.sink.settle(self.now());
        let began = Instant::now();
        while !self.sink.is_at_rest() {
            self.telemetry.health.beat();
            if began.elapsed() > self.patience {
                self.sink.abandon(self.now());
            }
            match self.turn(consumer, false) {
                TurnEnd::Busy => {}
                // The loop meets the same end and says it.
                TurnEnd::End(..) => break,
                _ => self.printer.poll(Duration::from_millis(1)),
            }
        }
        if self.stage == Stage::Running {
            self.sink.unsettle();
        }
    }

    /// Goes back to what is committed, in all partitions that have got on since.
    pub(super) fn rewind(&mut self, consumer: &BaseConsumer<Context>, ask: bool) -> Result<(), Failure> {
        let keep_settled = self.delivery == Delivery::AtLeastOnce;
        let partitions = self.sink.ledger.partitions();
        let fail = |doing: &str, error| Failure {
            class: Class::Retriable,
            ..failure(doing, &error, None, "kafka.fetch")
        };
        let mut at_broker = HashMap::new();
        if ask && !partitions.is_empty() {
            let list = self.topics.list(partitions.iter().map(|partition| (*partition, 0)));
            let committed = consumer
                .committed_offsets(list, ASK)
                .map_err(|error| fail("asking for the committed offsets", error))?;
            for element in committed.elements() {
                element.error().map_err(|error| fail("asking for the committed offsets", error))?;
                if let (Some(topic), rdkafka::Offset::Offset(offset)) =
                    (self.topics.index(element.topic()), element.offset())
                {
                    at_broker.insert(Partition { topic, number: element.partition() }, offset);
                }
            }
        }
        let targets: Vec<Mark> = partitions
            .iter()
            .filter_map(|partition| {
                let broker = at_broker.get(partition).copied();
                Some((*partition, self.sink.ledger.rewind_target(*partition, broker, keep_settled)?))
            })
            .collect();
        if !targets.is_empty() {
            let list = self.topics.list(targets.iter().copied());
            let sought = consumer.seek_partitions(list, ASK).map_err(|error| fail("going back to", error))?;
            for element in sought.elements() {
                element.error().map_err(|error| fail("going back", error))?;
            }
        }
        let gone_back: Vec<Partition> = targets.iter().map(|(partition, _)| *partition).collect();
        for (partition, from) in targets {
            self.intake.assign(partition);
            self.sink.ledger.rewind(partition, from, keep_settled);
        }
        self.reopen(consumer, &gone_back);
        self.sink.rewound(self.now());
        Ok(())
    }

    /// Ends the open transaction on the way out, as far as the broker allows.
    pub fn undo(&mut self, consumer: &BaseConsumer<Context>) {
        if self.delivery == Delivery::ExactlyOnce && self.sink.is_open() {
            let topics = self.topics.clone();
            let start = self.start;
            let mut live =
                Live { printer: &mut self.printer, consumer, topics: &topics, start, certain: true };
            // What the broker does not hear of now, it undoes by itself after the transaction's timeout, or
            // when this instance comes back.
            if let Err(failure) = live.call(Step::Abort, &[]) {
                self.trouble(&failure);
            }
        }
    }

    fn tell_rebalance(&self, kind: RebalanceKind, partitions: &[Partition]) {
        let named: Vec<_> = partitions.iter().map(|p| (self.topics.name(*p).to_string(), p.number)).collect();
        let assigned = self.sink.ledger.partitions().len();
        Rebalanced { kind, partitions: &named, assigned }.emit(&self.telemetry);
    }
}
