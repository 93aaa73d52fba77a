//! The stage's loop: poll, edit, send, commit, until it is told to stop.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender};
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::{KafkaError, RDKafkaErrorCode as Code};

use super::breaker::{self, Breaker};
use super::client::Clients;
use super::faults::sentence;
use super::lag::Gauges;
use super::outgoing::Packing;
use super::press::Printer;
use super::reading::Reading;
use super::room::{Furniture, Room, TurnEnd};
use super::sink::Sink;
use super::source::{Context, lock};
use super::standstill::{Standstill, join_anew};
use super::topics::Topics;
use super::txn::{Ending, Policy};
use super::watchdog::PATIENT;
use super::workers::{self, Batch, Done};
use super::{Drained, Exit, Fault, Stop};
use crate::config::{Config, Delivery};
use crate::desk::Desk;
use crate::telemetry::events::{Draining, TransactionEnded, TransactionOutcome};
use crate::telemetry::{Condition, Telemetry};

/// A transaction is cut at the latest after so many messages, or bytes of output: a broker that fails then
/// throws away no more than this.
const CUT_MESSAGES: usize = 5_000;
const CUT_BYTES: usize = 8 << 20;
/// Messages taken in one go before the sink has its turn.
const GULP: usize = 512;
/// Longest sleep without any event: callbacks and the heartbeat have to come round.
const DOZE: Duration = Duration::from_millis(50);
/// Longest that closing the consumer may take when everything is settled.
const CLOSE: Duration = Duration::from_secs(10);

/// Runs the stage until `stop` is requested, or until it cannot go on. Blocks; the stage has a thread of its own.
///
/// Stopping drains: what is in work is finished and committed, for at most `run.drain_timeout_secs`; work
/// that no worker has begun at half of that is left to the next instance. A broker that is away is waited
/// for, at the start too.
///
/// # Errors
/// A [`Fault`] with its exit code: refused configuration, a cluster that forbids what the stage needs, an
/// instance fenced by its twin, a stop that took too long, a call of the client that never ends.
pub fn run(
    config: &Config,
    desk: Arc<Desk>,
    telemetry: Arc<Telemetry>,
    stop: Stop,
) -> Result<Drained, Fault> {
    read(config, desk, telemetry, stop, Reading::default())
}

/// As [`run`], over what `reading` says. A stretch that has been read does not end the stage, for other instances
/// may not be done with theirs: who knows of all of them requests the stop.
///
/// # Errors
/// As [`run`]; and one that [`Fault::is_nowhere`], with `auto_offset_reset` at `error`.
pub fn read(
    config: &Config,
    desk: Arc<Desk>,
    telemetry: Arc<Telemetry>,
    stop: Stop,
    reading: Reading,
) -> Result<Drained, Fault> {
    let (config, watched) = (config.clone(), telemetry.clone());
    let run = move || {
        let mut stage = Stage::open(&config, desk, telemetry, reading)?;
        let result = stage.work(&stop);
        stage.close(result.is_err());
        let messages = lock(&stage.room).messages;
        result.map(|()| Drained { messages })
    };
    let stage = std::thread::Builder::new().name("stage".into()).spawn(run).map_err(|error| {
        Fault::new(Exit::Environment, format!("the stage's thread cannot be started: {error}"))
    })?;
    PATIENT.join(stage, &watched.health)
}

struct Stage {
    room: Arc<Mutex<Room>>,
    /// `None` once it is closed.
    consumer: Option<BaseConsumer<Context>>,
    telemetry: Arc<Telemetry>,
    topics: Arc<Topics>,
    transactional_id: Option<String>,
    drain_timeout: Duration,
    done: Receiver<Vec<Done>>,
    /// Something is in the consumer's queue.
    woken: Receiver<()>,
    lag: Gauges,
    flow_told: Instant,
    standstill: Standstill,
}

impl Stage {
    fn open(
        config: &Config,
        desk: Arc<Desk>,
        telemetry: Arc<Telemetry>,
        mut reading: Reading,
    ) -> Result<Self, Fault> {
        let mut clients = Clients::new(config)?;
        if reading.stretch.is_some() {
            clients.end_aware();
        }
        let topics = Arc::new(Topics::new(config));
        let (jobs, todo) = crossbeam_channel::unbounded::<Batch>();
        let (finished, done): (Sender<Vec<Done>>, _) = crossbeam_channel::unbounded();
        let packing = Arc::new(Packing {
            desk,
            telemetry: telemetry.clone(),
            source_topics: topics.sources.clone(),
            record_topic: topics.record.clone(),
            placing: topics.placing,
            group: config.kafka.group_id.clone(),
            max_record: config.limits.max_record_bytes,
            message_max: clients.message_max,
            replay: reading.replay.take(),
            choice: std::mem::take(&mut reading.choice),
        });
        workers::start(config.run.workers, &packing, &todo, &finished)?;

        let breaker = Breaker::new(config.run.breaker_window, config.run.breaker_percent);
        let printer = Printer::new(clients.producer.clone(), config.delivery, telemetry.clone(), breaker)?;
        let policy = Policy {
            delivery: config.delivery,
            interval: config.run.commit_interval_ms,
            max_messages: CUT_MESSAGES,
            max_bytes: CUT_BYTES,
            deadline: clients.transaction_ms,
        };
        let room = Arc::new(Mutex::new(Room::new(Furniture {
            sink: Sink::new(policy),
            printer,
            topics: topics.clone(),
            telemetry: telemetry.clone(),
            delivery: config.delivery,
            patience: Duration::from_millis(clients.session_ms / 3),
            buffer_bytes: config.run.buffer_bytes,
            jobs,
            reading,
        })));
        let context = Context::new(room.clone(), telemetry.clone());
        let made = clients.consumer.create_with_context(context);
        let mut consumer: BaseConsumer<Context> = made.map_err(|error| {
            let message =
                format!("cannot make a consumer: {error}; see [kafka.properties] and [kafka.consumer]");
            Fault::new(Exit::Usage, message)
        })?;
        let (wake, woken) = crossbeam_channel::bounded(1);
        // A full channel is awake already.
        consumer.set_nonempty_callback(move || {
            let _ = wake.try_send(());
        });
        consumer.subscribe(&topics.names()).map_err(|error| {
            Fault::new(Exit::Usage, format!("cannot subscribe to {}: {error}", topics.names().join(", ")))
        })?;
        super::source::holds(&telemetry, Condition::Breaker, breaker::OPEN);
        if config.delivery == Delivery::AtLeastOnce {
            // Nothing has to be initialised: trouble will say otherwise.
            super::source::holds(&telemetry, Condition::Producer, "kafka.produce");
        }
        Ok(Stage {
            room,
            consumer: Some(consumer),
            telemetry,
            topics,
            transactional_id: clients.transactional_id,
            drain_timeout: Duration::from_secs(config.run.drain_timeout_secs),
            done,
            woken,
            lag: Gauges::default(),
            flow_told: Instant::now(),
            standstill: Standstill::default(),
        })
    }

    /// The loop.
    fn work(&mut self, stop: &Stop) -> Result<(), Fault> {
        let Some(consumer) = self.consumer.take() else { return Ok(()) };
        let result = self.turn_until(&consumer, stop);
        self.consumer = Some(consumer);
        result
    }

    fn turn_until(&mut self, consumer: &BaseConsumer<Context>, stop: &Stop) -> Result<(), Fault> {
        let mut draining: Option<Instant> = None;
        let shared = self.room.clone();
        loop {
            self.telemetry.health.beat();
            let took = self.poll(consumer)?;
            if let Some(denied) = consumer.context().take_denied() {
                return Err(Fault::new(Exit::Environment, denied));
            }
            let mut room = lock(&shared);
            room.survey(consumer)?;
            room.hand_over();
            while let Ok(done) = self.done.try_recv() {
                room.finish(done);
            }
            let busy = match room.turn(consumer, true) {
                TurnEnd::Busy => true,
                TurnEnd::Resting => false,
                TurnEnd::End(ending, reason) => {
                    drop(room);
                    return Err(self.ended(ending, &reason));
                }
            };
            // Somebody waits for the end of a replay; the live stage waits for somebody.
            if let (true, Some(why)) = (room.has_end(), room.printer.breaker.why()) {
                let message = sentence("the replay breaks off", why, breaker::OPEN);
                return Err(Fault::new(Exit::Failed, message));
            }
            room.regulate(consumer);
            if stop.is_requested() || draining.is_some() {
                let since = *draining.get_or_insert_with(|| {
                    let why = "a stop was requested";
                    Draining { why, timeout: self.drain_timeout }.emit(&self.telemetry);
                    room.drain(consumer);
                    Instant::now()
                });
                if drain(&mut room, since.elapsed(), self.drain_timeout)? {
                    return Ok(());
                }
            }
            let doze = if room.sink.owed() > 0 { Duration::from_millis(1) } else { wake_in(&room) };
            self.tell(&mut room, consumer);
            drop(room);
            if !busy && !took {
                self.doze(doze);
            }
        }
    }

    /// Polls: takes messages, serves callbacks. `true` when it took one.
    fn poll(&self, consumer: &BaseConsumer<Context>) -> Result<bool, Fault> {
        let mut nothing = 0;
        for taken in 0..GULP {
            if !lock(&self.room).may_take() {
                return Ok(false);
            }
            match consumer.poll(Duration::ZERO) {
                Some(Ok(message)) => {
                    nothing = 0;
                    let mut room = lock(&self.room);
                    room.take(&message);
                    drop(message);
                    // Above the mark the partitions are paused before more is taken.
                    if taken % 16 == 0 {
                        room.regulate(consumer);
                    }
                }
                Some(Err(KafkaError::MessageConsumptionFatal(code))) => {
                    let why = consumer.client().fatal_error().map(|(_, why)| why);
                    return Err(cannot_go_on(&why.unwrap_or_else(|| code.to_string())));
                }
                Some(Err(KafkaError::PartitionEOF(number))) => lock(&self.room).meet_end(number),
                Some(Err(KafkaError::MessageConsumption(Code::AutoOffsetReset)))
                    if lock(&self.room).has_end() =>
                {
                    return Err(Fault::nowhere());
                }
                // The context has told of it.
                Some(Err(_)) => {}
                // A callback or log line may have used this poll up.
                None if nothing == 0 => nothing = 1,
                None => {
                    // Asked for, because it is told once, and not always here.
                    if let Some((_, why)) = consumer.client().fatal_error() {
                        return Err(cannot_go_on(&why));
                    }
                    lock(&self.room).idle();
                    return Ok(taken > 1);
                }
            }
        }
        Ok(true)
    }

    fn doze(&self, longest: Duration) {
        crossbeam_channel::select! {
            recv(self.done) -> done => {
                if let Ok(done) = done {
                    lock(&self.room).finish(done);
                }
            }
            recv(self.woken) -> _ => {}
            default(longest) => {}
        }
    }

    fn tell(&mut self, room: &mut Room, consumer: &BaseConsumer<Context>) {
        if let Some(watermarks) = consumer.context().take_watermarks() {
            room.place_ends(&watermarks);
            // A stretch is not behind the topic's end: who watches it says what is left.
            if !room.has_end() {
                self.lag.set(&watermarks, &room.sink.ledger, &self.topics, &self.telemetry);
            }
            let unread = watermarks.unread(&room.sink.ledger, &self.topics);
            if room.is_running() && self.standstill.look(room.sink.ledger.partitions().len(), unread) {
                join_anew(consumer, &self.topics, unread, &self.telemetry);
            }
        }
        if self.flow_told.elapsed() > Duration::from_secs(1) {
            self.flow_told = Instant::now();
            room.tell_flow();
        }
    }

    /// The fault that the sink's end comes to.
    fn ended(&self, ending: Ending, reason: &str) -> Fault {
        match (ending, &self.transactional_id) {
            (Ending::Fenced, Some(id)) => {
                let outcome = TransactionOutcome::Fenced;
                TransactionEnded { outcome, took: Duration::ZERO, dispatches: 0, reason: Some(reason) }
                    .emit(&self.telemetry);
                let message = format!(
                    "another producer has taken the transactional id {id}: two instances run under one name; \
                     give each its own kafka.instance"
                );
                Fault::new(Exit::Failed, message)
            }
            (Ending::Fenced, None) => Fault::new(Exit::Failed, reason),
            (Ending::Denied, _) => Fault::new(Exit::Environment, reason),
        }
    }

    /// Lets go of everything, in the order that librdkafka needs: consumer, then producer. A client that
    /// does not close in time is left behind, for the process ends with it.
    fn close(&mut self, failed: bool) {
        let consumer = self.consumer.take();
        let producer = {
            let mut room = lock(&self.room);
            room.close();
            if failed && let Some(consumer) = &consumer {
                room.undo(consumer);
            }
            room.printer.close()
        };
        let (closed, wait) = crossbeam_channel::bounded(1);
        let closer = move || {
            drop(consumer);
            drop(producer);
            let _ = closed.send(());
        };
        let started = std::thread::Builder::new().name("closer".into()).spawn(closer);
        if started.is_ok() && wait.recv_timeout(CLOSE).is_err() {
            tracing::warn!(
                "the Kafka clients did not close within {} s; they are left behind",
                CLOSE.as_secs()
            );
        }
    }
}

/// One look at a stop under way. `true` when everything is settled.
fn drain(room: &mut Room, since: Duration, timeout: Duration) -> Result<bool, Fault> {
    if since > timeout / 2 {
        room.give_up_unstarted();
    }
    if since > timeout {
        let message = format!(
            "the stop took longer than run.drain_timeout_secs = {}; what was not committed is undone and \
             will be read again",
            timeout.as_secs()
        );
        return Err(Fault::new(Exit::Failed, message));
    }
    if room.sink.ledger.in_work() > 0 && since <= timeout / 2 {
        return Ok(false);
    }
    let now = room.now();
    room.sink.settle(now);
    Ok(room.sink.is_at_rest())
}

fn cannot_go_on(why: &str) -> Fault {
    let mend = "start it again; with kafka.consumer group.instance.id, give each instance its own";
    Fault::new(Exit::Failed, format!("the consumer cannot go on: {why}; {mend}"))
}

fn wake_in(room: &Room) -> Duration {
    let until = |at: u64| Duration::from_millis(at.saturating_sub(room.now()).max(1));
    room.sink.wake(room.now()).map_or(DOZE, until).min(DOZE)
}
