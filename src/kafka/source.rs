//! The consumer's callbacks: rebalances, errors, statistics. All run inside `poll`, on the stage's thread.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rdkafka::client::OAuthToken;
use rdkafka::consumer::{BaseConsumer, Consumer, ConsumerContext, Rebalance};
use rdkafka::error::{KafkaError, KafkaResult, RDKafkaErrorCode as Code};
use rdkafka::statistics::Statistics;
use rdkafka::{ClientContext, TopicPartitionList};

use super::faults::{Kind, kind_of, sentence};
use super::lag::Watermarks;
use super::ledger::Partition;
use super::room::Room;
use crate::telemetry::events::{Recovered, Trouble};
use crate::telemetry::{Condition, Telemetry};

/// What the callbacks share with the loop. The loop never holds the lock while it polls.
pub struct Context {
    room: Arc<Mutex<Room>>,
    telemetry: Arc<Telemetry>,
    /// Of the last statistics.
    watermarks: Mutex<Option<Watermarks>>,
    /// What the cluster denied, in a sentence: no retry helps.
    denied: Mutex<Option<String>>,
    /// A broker has let us in before: a refused login may mend itself.
    connected: AtomicBool,
    /// Statistics in a row in which no broker was connected.
    unconnected: AtomicU32,
}

/// So many of them say that the brokers are down. librdkafka's own event comes once and may come before a client
/// is told of the broker; a single statistic may fall into a reconnect.
const UNCONNECTED: u32 = 2;

impl Context {
    pub fn new(room: Arc<Mutex<Room>>, telemetry: Arc<Telemetry>) -> Self {
        Context {
            room,
            telemetry,
            watermarks: Mutex::new(None),
            denied: Mutex::new(None),
            connected: AtomicBool::new(false),
            unconnected: AtomicU32::new(0),
        }
    }

    /// The newest watermarks, once.
    pub fn take_watermarks(&self) -> Option<Watermarks> {
        lock(&self.watermarks).take()
    }

    pub fn take_denied(&self) -> Option<String> {
        lock(&self.denied).take()
    }
}

/// A panic while the lock was held has ended the thread that held it; the state is of use for a clean end.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl ClientContext for Context {
    const ENABLE_REFRESH_OAUTH_TOKEN: bool = true;

    fn generate_oauth_token(&self, config: Option<&str>) -> Result<OAuthToken, Box<dyn std::error::Error>> {
        super::oauth::token(config)
    }

    fn stats(&self, statistics: Statistics) {
        if statistics.brokers.values().any(|broker| broker.state == "UP") {
            self.connected.store(true, Ordering::Relaxed);
            self.unconnected.store(0, Ordering::Relaxed);
            holds(&self.telemetry, Condition::Brokers, "kafka.brokers_down");
        } else if self.unconnected.fetch_add(1, Ordering::Relaxed) + 1 >= UNCONNECTED {
            let message = sentence("the consumer", "no broker is connected", "kafka.brokers_down");
            Trouble { code: "kafka.brokers_down", condition: Some(Condition::Brokers), message: &message }
                .emit(&self.telemetry);
        }
        // A spare instance without partitions is a healthy member too.
        if statistics.cgrp.as_ref().is_some_and(|group| group.join_state == "steady") {
            Recovered { condition: Condition::Group, code: None }.emit(&self.telemetry);
        }
        *lock(&self.watermarks) = Some(Watermarks::from(&statistics));
    }

    fn error(&self, error: KafkaError, reason: &str) {
        let Some((kind, message)) = trouble(&self.telemetry, "the consumer", &error, reason) else { return };
        let mends = kind.code == "kafka.authentication" && self.connected.load(Ordering::Relaxed);
        if kind.denied && !mends {
            lock(&self.denied).get_or_insert(message);
        }
    }
}

impl ConsumerContext for Context {
    fn pre_rebalance(&self, consumer: &BaseConsumer<Self>, rebalance: &Rebalance<'_>) {
        let mut room = lock(&self.room);
        match rebalance {
            Rebalance::Assign(list) => {
                let partitions = partitions(&room, list);
                room.assign(&partitions);
                room.place_starts(list);
            }
            Rebalance::Revoke(list) => {
                let partitions = partitions(&room, list);
                room.revoke(consumer, &partitions, consumer.assignment_lost());
            }
            Rebalance::Error(error) => {
                let message = sentence("the rebalance failed", &error.to_string(), "kafka.fetch");
                Trouble { code: "kafka.fetch", condition: Some(Condition::Group), message: &message }
                    .emit(&self.telemetry);
            }
        }
    }

    fn post_rebalance(&self, consumer: &BaseConsumer<Self>, rebalance: &Rebalance<'_>) {
        if let Rebalance::Assign(list) = rebalance {
            // New partitions come unpaused, whatever the others are.
            let room = lock(&self.room);
            let _ =
                if room.is_paused() { consumer.pause(list) } else { consumer.pause(&room.not_read(list)) };
        }
    }

    fn commit_callback(&self, result: KafkaResult<()>, _: &TopicPartitionList) {
        match result {
            Ok(()) | Err(KafkaError::ConsumerCommit(Code::NoOffset)) => {}
            Err(error) => {
                lock(&self.room).sink.doubt_commits();
                let message = sentence("committing offsets", &error.to_string(), "kafka.commit");
                Trouble { code: "kafka.commit", condition: None, message: &message }.emit(&self.telemetry);
            }
        }
    }
}

fn partitions(room: &Room, list: &TopicPartitionList) -> Vec<Partition> {
    let known = |name: &str, number: i32| Some(Partition { topic: room.topics.index(name)?, number });
    list.elements().iter().filter_map(|element| known(element.topic(), element.partition())).collect()
}

/// Tells of a client's error, when it is one that says what is wrong.
pub fn trouble(
    telemetry: &Telemetry,
    client: &str,
    error: &KafkaError,
    reason: &str,
) -> Option<(Kind, String)> {
    let kind = error.rdkafka_error_code().and_then(kind_of)?;
    let message = sentence(client, reason, kind.code);
    Trouble { code: kind.code, condition: kind.condition, message: &message }.emit(telemetry);
    Some((kind, message))
}

/// The condition holds; its fault, if there was one, is over.
pub fn holds(telemetry: &Telemetry, condition: Condition, code: &'static str) {
    Recovered { condition, code: Some(code) }.emit(telemetry);
}
