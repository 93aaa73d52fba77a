//! A consumer group of stages, by number, and what befalls them.

use std::time::{Duration, Instant};

use crate::support::audit::{Audit, Copies, Counts};
use crate::support::child::until;
use crate::support::copy::{Feed, assorted, publish, story};
use crate::support::dice::Dice;
use crate::support::read::Watch;
use crate::support::setting;
use crate::support::stage::{HANG, Line, Protocol, SLOW, Setup, Stage};
use crate::support::trio::Trio;

/// Names of instances. A name comes back with whoever takes the place of one that was killed.
const NAMES: [&str; 12] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"];

/// Copy that shows at the end that the line is alive.
const PROBE: u64 = 200;

/// What a stage may say when it ends by itself: where librdkafka's errors are fatal, or its calls hang.
const EXCUSES: [&str; 3] = [
    // With `group.protocol=consumer`: a name that is not free until the session of the one that was killed is over,
    // and a poll interval that was missed.
    "ConsumerGroupHeartbeat fatal",
    // A static member whose answer from the coordinator was lost, and which asks again.
    "Static consumer fenced",
    // The watchdog's word.
    "hangs in a call of the Kafka client",
];

pub struct Crew {
    pub line: Line,
    pub setup: Setup,
    pub watch: Watch,
    pub members: Vec<Option<Stage>>,
    /// Longest wait for progress.
    pub patience: Duration,
    /// How many ended by themselves, and were started again.
    pub revived: usize,
}

/// Where brokers and networks fail. KIP-848 is left out: librdkafka before 2.15 may then leave partitions unread, which
/// `copydesk check` says.
pub const CLASSIC: [Protocol; 2] = [Protocol::Sticky, Protocol::Range];
/// Where instances fail.
pub const ANY: [Protocol; 3] = [Protocol::Sticky, Protocol::Range, Protocol::Consumer];

/// A setup by chance: how the group shares out, and whether its members are members for good.
pub fn membership(dice: &mut Dice, protocols: &[Protocol]) -> Setup {
    let protocol = protocol(dice, protocols);
    let is_static = dice.pick(&[false, true]);
    println!("  {protocol:?}, static members: {is_static}");
    Setup { protocol, is_static, commit_interval_ms: 200, drain_timeout_secs: 20, ..SLOW }
}

/// Two instances of the same topics, where brokers and networks are to fail, and copy that keeps coming.
pub fn pair(trio: &Trio, what: &str) -> (Crew, Feed, Dice) {
    let mut dice = Dice::new(what);
    let mut crew = Crew::new(trio.line(9), membership(&mut dice, &CLASSIC), 2);
    let feed = Feed::start(&crew.line.client(), &crew.line.raw, assorted);
    crew.fill();
    (crew, feed, dice)
}

/// By `COPYDESK_TEST_PROTOCOL`, or one of these by chance.
pub fn protocol(dice: &mut Dice, protocols: &[Protocol]) -> Protocol {
    let chance = dice.pick(protocols);
    match setting("COPYDESK_TEST_PROTOCOL").as_deref() {
        None => chance,
        Some("sticky") => Protocol::Sticky,
        Some("range") => Protocol::Range,
        Some("consumer") => Protocol::Consumer,
        Some(other) => panic!("COPYDESK_TEST_PROTOCOL={other}: use sticky, range or consumer"),
    }
}

impl Crew {
    /// So many places, and nobody in them yet.
    pub fn new(line: Line, setup: Setup, places: usize) -> Crew {
        let watch = line.watch();
        let members = (0..places).map(|_| None).collect();
        Crew { line, setup, watch, members, patience: 2 * HANG, revived: 0 }
    }

    /// Starts whoever is missing.
    pub fn fill(&mut self) {
        for place in 0..self.members.len() {
            if self.members[place].is_none() {
                self.start(place);
            }
        }
    }

    pub fn start(&mut self, place: usize) {
        self.start_as(place, self.setup.clone());
    }

    /// Starts one that differs from the others; its name is that of its place.
    pub fn start_as(&mut self, place: usize, setup: Setup) {
        let setup = Setup { instance: NAMES[place], ..setup };
        self.members[place] = Some(setup.start(&self.line));
    }

    /// Those that are there.
    pub fn stages(&self) -> impl Iterator<Item = &Stage> {
        self.members.iter().flatten()
    }

    /// Waits until one has died, as it was told to.
    pub fn until_died(&mut self, place: usize) {
        let mut stage = self.members[place].take().expect("somebody is there");
        let status = stage.ended();
        assert_eq!(status.code(), None, "it should have died, and ended with {status}:\n{}", stage.log());
    }

    pub fn kill(&mut self, place: usize) {
        self.members[place].take().expect("somebody is there").kill();
    }

    /// SIGTERM; it must drain and exit 0.
    pub fn stop(&mut self, place: usize) {
        // Before it listens it does not hear a SIGTERM either, and just ends.
        self.until("it listens", |crew| {
            crew.members[place].as_ref().is_some_and(|s| s.get("/healthz").is_some())
        });
        let mut stage = self.members[place].take().expect("somebody is there");
        stage.signal("TERM");
        let status = stage.ended();
        let log = stage.log();
        self.revived += usize::from(status.code() != Some(0));
        assert!(status.code() == Some(0) || is_excused(&log), "it stopped with {status}:\n{log}");
    }

    /// Messages that the group has committed.
    pub fn progress(&self) -> i64 {
        self.watch.progress_so_far(&self.line.raw).unwrap_or(0)
    }

    /// Waits until `done`. Nobody may end by himself meanwhile: what befalls a stage from outside it survives.
    /// Where librdkafka leaves no other way ([`EXCUSES`]) it is started again, as by a supervisor, and counted.
    pub fn until(&mut self, what: &str, mut done: impl FnMut(&Crew) -> bool) {
        let started = Instant::now();
        until(what, self.patience, || {
            self.look_after(what);
            let is_done = done(self);
            if !is_done && started.elapsed() + Duration::from_secs(2) > self.patience {
                self.tell_logs();
            }
            is_done
        });
    }

    /// Waits until everybody has partitions.
    pub fn until_settled(&mut self, partitions: f64) {
        self.until("everybody has partitions", |crew| {
            let owned: Vec<f64> = crew.stages().map(|s| s.metric("copydesk_assigned_partitions")).collect();
            owned.iter().all(|owned| *owned > 0.0) && owned.iter().sum::<f64>() == partitions
        });
    }

    /// Everything committed, and with faults over a fresh probe goes through; then all stop in good order, and
    /// the books are audited.
    pub fn close(&mut self, fed: u64) -> Counts {
        self.until("all of the source topic is committed", |crew| crew.watch.is_done(&crew.line.raw));
        publish(&self.line.client(), &self.line.raw, (fed..fed + PROBE).map(story));
        self.until("the probe is committed", |crew| crew.watch.is_done(&crew.line.raw));
        for place in 0..self.members.len() {
            if let Some(stage) = &self.members[place] {
                balances(stage);
                self.stop(place);
            }
        }
        let counts = self.audit().pass();
        // A feed that meets a cluster without a memory may publish a message twice: that makes two inputs.
        assert!(counts.inputs as u64 >= fed + PROBE, "all that was fed is there: {counts:?}");
        counts
    }

    pub fn audit(&self) -> Audit<'_> {
        let copies = if self.setup.delivery == "exactly_once" { Copies::One } else { Copies::OneOrMore };
        Audit::new(&self.line, &self.setup, copies)
    }

    fn look_after(&mut self, what: &str) {
        for place in 0..self.members.len() {
            let Some(stage) = &mut self.members[place] else { continue };
            let Ok(Some(status)) = stage.child.try_wait() else { continue };
            let log = stage.log();
            assert!(is_excused(&log), "instance {place} ended by itself, {status}, before: {what}\n{log}");
            println!("  instance {place} is started again: {}", log.lines().last().unwrap_or_default());
            self.revived += 1;
            self.start(place);
        }
    }

    /// A wait that is about to fail shows what everybody was about.
    fn tell_logs(&self) {
        for (place, stage) in self.members.iter().enumerate().filter_map(|(n, m)| Some((n, m.as_ref()?))) {
            let (_, metrics) = stage.get("/metrics").unwrap_or_default();
            let told = ["assigned", "paused", "in_flight", "lag_records", "transactions_total"];
            let metrics = metrics
                .lines()
                .filter(|line| told.iter().any(|name| line.starts_with(&format!("copydesk_{name}"))));
            let log = stage.log();
            let tail = log.lines().rev().take(15);
            let all: Vec<&str> = metrics.chain(tail).collect();
            eprintln!("--- instance {place}: metrics, and its log, last line first ---\n{}", all.join("\n"));
        }
    }
}

fn is_excused(log: &str) -> bool {
    EXCUSES.iter().any(|said| log.contains(said))
}

/// Consumed = published + dead-lettered + spiked, in every instance by itself.
fn balances(stage: &Stage) {
    let count = |name: &str| stage.metric(&format!("copydesk_{name}_total"));
    let consumed = count("dispatches_consumed");
    let ended = count("records_published") + count("dispatches_dead_lettered") + count("dispatches_spiked");
    assert_eq!(consumed, ended, "consumed = published + dead-lettered + spiked");
}
