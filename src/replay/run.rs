//! Runs a plan: the stage itself, over a stretch, into a topic of its own.

use std::sync::Arc;

use super::draft::Topics;
use super::open::{OpenError, open};
use super::plan::{Plan, Rules};
use super::watch::{Live, Standing, Watch};
use crate::config::{Config, Delivery, OffsetReset, Property};
use crate::desk::Desk;
use crate::kafka::asker::{AskError, Asker};
use crate::kafka::client::Clients;
use crate::kafka::pace::Pace;
use crate::kafka::reading::{Hold, Reading};
use crate::kafka::stretch::{Progress, Stretch};
use crate::kafka::{Exit, Fault, Stop, stage};
use crate::telemetry::Telemetry;

/// How a plan is to be run.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Orders {
    /// Dispatches and bytes a second, at most, of this instance.
    pub rate: Option<f64>,
    pub bytes_per_second: Option<f64>,
    /// Rest while the live group is so many messages behind.
    pub yield_to_live: Option<i64>,
}

/// How a run ended in good order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// All of the plan is published and committed.
    Done,
    /// A stop was asked for before that.
    Stopped,
}

/// The configuration of a replay: the live stage's, with the plan's topics, a group and transactional ids of its
/// own (invariant 13).
pub fn config_of(live: &Config, plan: &Plan, instance: Option<&str>) -> Config {
    let mut config = live.clone();
    config.delivery = Delivery::ExactlyOnce;
    config.kafka.group_id.clone_from(&plan.group_id);
    if let Some(instance) = instance {
        instance.clone_into(&mut config.kafka.instance);
        // The file's own name is that of a live instance; here two would have it.
        for properties in [&mut config.kafka.properties, &mut config.kafka.consumer] {
            if let Some(name) = properties.get_mut("group.instance.id") {
                *name = Property::Text(instance.to_owned());
            }
        }
    }
    config.kafka.source_topics = vec![plan.topic.clone()];
    config.kafka.record_topic.clone_from(&plan.into.topic);
    config.kafka.dead_letter_topic = Some(plan.dead_letters.topic.clone());
    // Everything has a committed offset; where it is missing, the replay must not go on by itself.
    config.kafka.auto_offset_reset = OffsetReset::Error;
    config
}

/// What a run needs.
pub struct Run<'a> {
    pub plan: &'a Plan,
    /// The live stage's.
    pub live: &'a Config,
    /// Of [`config_of`].
    pub config: &'a Config,
    pub desk: Arc<Desk>,
    pub telemetry: Arc<Telemetry>,
    pub stop: Stop,
    pub orders: Orders,
}

impl Run<'_> {
    /// Runs the plan until all instances are done with it, or a stop is requested. `tell` hears how far it is.
    pub fn run(self, tell: impl FnMut(&Standing) + Send + 'static) -> Result<Ended, Fault> {
        let Run { plan, live, config, .. } = self;
        let mut clients = Clients::new(config)?;
        clients.end_aware();
        self.refuse(&clients)?;
        let progress =
            Arc::new(Progress::new(plan.ranges.iter().map(|range| (range.partition, range.from, range.to))));
        for (number, committed) in open(plan, &clients).map_err(not_opened)? {
            progress.set(number, committed);
        }

        let hold = Hold::default();
        // Until the live stage has been asked for the first time.
        hold.set(self.orders.yield_to_live.is_some());
        // What is committed counts, not what is about to be: a transaction that is open must not hold this up.
        let hasty = |clients: &Clients, group: &str| {
            let mut settings = clients.consumer.clone();
            settings.set("isolation.level", "read_uncommitted");
            Asker::open(&settings, group).map_err(not_asked)
        };
        let live = match self.orders.yield_to_live {
            None => None,
            Some(mark) => {
                let (clients, group) = (Clients::new(live)?, &live.kafka.group_id);
                Some(Live {
                    commits: hasty(&clients, group)?,
                    ends: Asker::open(&clients.consumer, group).map_err(not_asked)?,
                    topics: live.kafka.source_topics.clone(),
                    mark,
                })
            }
        };
        let watch = Watch {
            asker: hasty(&clients, &plan.group_id)?,
            topic: plan.topic.clone(),
            progress: progress.clone(),
            telemetry: self.telemetry.clone(),
            live,
            hold: hold.clone(),
            stop: self.stop.clone(),
        };
        let watching = watch.start(tell).map_err(|error| {
            Fault::new(Exit::Environment, format!("the watch's thread cannot be started: {error}"))
        })?;
        let reading = Reading {
            stretch: Some(Stretch::new(progress.clone())),
            pace: Pace::new(self.orders.rate, self.orders.bytes_per_second),
            hold,
            replay: Some(plan.id.clone()),
            choice: plan.choice.clone(),
        };
        let result = match progress.is_complete() {
            true => Ok(()),
            false => stage::read(config, self.desk, self.telemetry, self.stop, reading).map(|_| ()),
        };
        drop(watching);
        match result {
            Ok(()) if progress.is_complete() => Ok(Ended::Done),
            Ok(()) => Ok(Ended::Stopped),
            Err(fault) if fault.is_nowhere => Err(nowhere(plan, &clients).unwrap_or(fault)),
            Err(fault) => Err(fault),
        }
    }

    /// What must not be run with this configuration, or on this cluster.
    fn refuse(&self, clients: &Clients) -> Result<(), Fault> {
        let Run { plan, live, .. } = self;
        let topics = Topics {
            source: &plan.topic,
            into: &plan.into.topic,
            dead_letters: &plan.dead_letters.topic,
            in_place: plan.in_place,
            letters_named: true,
        };
        if let Some(why) = topics.clash(live) {
            return Err(Fault::new(Exit::Usage, why));
        }
        if live.kafka.group_id == plan.group_id {
            let message = format!(
                "kafka.group_id is the replay's own group {}; run it with the live stage's configuration",
                plan.group_id
            );
            return Err(Fault::new(Exit::Usage, message));
        }
        // One replay, one set of rules, also when it is resumed: else nobody could say what its records are worth.
        let rules = Rules::of(&self.desk);
        if rules != plan.rules {
            let message = format!(
                "the plan was made with {}, this is {rules}: its records would be of two kinds; make a new plan",
                plan.rules
            );
            return Err(Fault::new(Exit::Usage, message));
        }
        let asker = Asker::open(&clients.consumer, &plan.group_id).map_err(not_asked)?;
        // Asks a broker first: without any the cluster has no id yet.
        asker.partitions(&plan.topic, "the plan was made when it was there").map_err(not_asked)?;
        match (asker.cluster(), &plan.cluster) {
            (Some(found), Some(wanted)) if found != *wanted => {
                let message = format!(
                    "the plan was made on the cluster {wanted}, and kafka.bootstrap_servers leads to {found}; use the configuration that it was made with"
                );
                Err(Fault::new(Exit::Usage, message))
            }
            _ => Ok(()),
        }
    }
}

fn not_opened(error: OpenError) -> Fault {
    Fault::new(Exit::Environment, error.to_string())
}

fn not_asked(error: AskError) -> Fault {
    Fault::new(Exit::Environment, error.to_string())
}

/// Why the stage found nowhere to begin.
fn nowhere(plan: &Plan, clients: &Clients) -> Option<Fault> {
    let asker = Asker::open(&clients.consumer, &plan.group_id).ok()?;
    let committed = asker.committed(&plan.topic, plan.ranges.iter().map(|range| range.partition)).ok()?;
    for ((partition, committed), range) in committed.into_iter().zip(&plan.ranges) {
        let message = match committed {
            None => format!(
                "the offsets of group {} are gone from the cluster while the replay ran: where it stands is not known; plan a new replay of what is missing in {}",
                plan.group_id, plan.into.topic
            ),
            Some(at) => {
                let earliest = asker.held(&plan.topic, partition).ok()?.start;
                if at >= range.to || at >= earliest {
                    continue;
                }
                format!(
                    "retention has removed the offsets {at} to {earliest} of {}, partition {partition}, before they were replayed; plan the rest anew, from what is there",
                    plan.topic
                )
            }
        };
        return Some(Fault::new(Exit::Environment, message));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Invariant 13.
    #[test]
    fn a_replay_has_a_group_and_ids_of_its_own() {
        let live = Config::default();
        let plan = super::super::plan::tests::plan();
        let config = config_of(&live, &plan, Some("b"));
        let (ours, theirs) = (Clients::new(&config).expect("good"), Clients::new(&live).expect("good"));
        assert_eq!(ours.transactional_id, Some(plan.transactional_id("b")));
        for key in ["group.id", "transactional.id"] {
            let of = |clients: &Clients| {
                let consumer = clients.consumer.get(key).map(str::to_owned);
                consumer.or(clients.producer.get(key).map(str::to_owned))
            };
            assert!(of(&ours).is_some_and(|id| id.starts_with(&plan.group_id)), "{key}");
            assert_ne!(of(&ours), of(&theirs), "{key}");
        }
        assert_eq!(ours.consumer.get("auto.offset.reset"), Some("error"));
    }
}
