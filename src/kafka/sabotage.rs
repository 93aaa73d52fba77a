//! A press that does wrong on purpose, or ends the process at a given point: for the fault suite alone.
//!
//! A suite that passes proves something only when it fails for a program that is wrong. `COPYDESK_TEST_SABOTAGE`
//! names what this one does wrong, each a fault that real stages have had. Those that need an occasion make it
//! themselves, and `fail_offsets` and `lose_answer` make the same occasions and then do right: with them the suite
//! has to pass.
//!
//! Compiled with the feature `sabotage` only, which no release has.

use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rdkafka::consumer::{CommitMode, Consumer};

use super::ledger::{Mark, Partition, Ticket};
use super::outgoing::Edited;
use super::press::Live;
use super::sink::{Failure, Press, Report};
use super::txn::{Class, Millis, Step};

/// Everything that can be asked for; a number behind a colon says at which passage the process dies.
const DEEDS: &[(&str, Deed)] = &[
    ("commit_before_produce", Deed::CommitBeforeProduce),
    ("fail_offsets", Deed::FailOffsets),
    ("skip_abort", Deed::SkipAbort),
    ("commit_for_abort", Deed::CommitForAbort),
    ("lose_answer", Deed::LoseAnswer),
    ("reuse_after_timeout", Deed::ReuseAfterTimeout),
    ("dawdle", Deed::Dawdle),
    ("die_begun", Deed::Die(Point::Begun)),
    ("die_sending", Deed::Die(Point::Sending)),
    ("die_delivered", Deed::Die(Point::Delivered)),
    ("die_offsets", Deed::Die(Point::Offsets)),
    ("die_committing", Deed::Die(Point::Committing)),
    ("die_committed", Deed::Die(Point::Committed)),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    /// The offset of each partition's first message in a transaction is committed before its outcomes are sent.
    CommitBeforeProduce,
    /// The occasion alone: some offsets are refused, so that a transaction has to be aborted.
    FailOffsets,
    /// As that, and the abort is claimed and not done: what is sent again joins what was sent before.
    SkipAbort,
    /// As that, and the abort is a commit: of output whose offsets are not in it.
    CommitForAbort,
    /// The occasion alone: the answer to some commits is lost, and the second call tells it.
    LoseAnswer,
    /// As that, but the commit is taken for one that did not happen, and the same producer goes on.
    ReuseAfterTimeout,
    /// Once, with a transaction open, it does nothing for longer than the group waits for it, and then goes on.
    Dawdle,
    /// The process dies, as by SIGKILL.
    Die(Point),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Point {
    /// A transaction is begun, and empty.
    Begun,
    /// Some of its outcomes are with the producer.
    Sending,
    /// All of them are delivered.
    Delivered,
    /// The offsets are in it.
    Offsets,
    /// The commit is on its way.
    Committing,
    /// It is committed, and the stage does not know yet.
    Committed,
}

/// Of the occasions that a deed waits for, it takes each third.
const EACH: u64 = 3;

/// More than the `max.poll.interval.ms` of the test.
const DAWDLE: Duration = Duration::from_secs(12);

struct Scene {
    deed: Option<Deed>,
    /// Passage of the point at which to die.
    at: u64,
    passages: u64,
    /// Partitions that have an offset committed ahead in this transaction.
    ahead: Vec<Partition>,
    /// The next call of this kind is answered without being made.
    pretend: Option<Step>,
}

static SCENE: LazyLock<Mutex<Scene>> = LazyLock::new(|| Mutex::new(Scene::set()));

fn scene() -> MutexGuard<'static, Scene> {
    SCENE.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Scene {
    #[expect(
        clippy::disallowed_methods,
        reason = "no key of the configuration: it is no part of the program"
    )]
    fn set() -> Scene {
        let asked = std::env::var("COPYDESK_TEST_SABOTAGE").unwrap_or_default();
        let (name, at) = asked.split_once(':').unwrap_or((&asked, "1"));
        let deed = DEEDS.iter().find(|(known, _)| *known == name).map(|(_, deed)| *deed);
        assert!(
            deed.is_some() || asked.is_empty(),
            "COPYDESK_TEST_SABOTAGE={asked}: there is no such sabotage"
        );
        if deed.is_some() {
            tracing::warn!(sabotage = asked, "this program does wrong on purpose");
        }
        Scene { deed, at: at.parse().unwrap_or(1), passages: 0, ahead: Vec::new(), pretend: None }
    }

    /// Whether this occasion is one that the deed takes.
    fn takes(&mut self) -> bool {
        self.passages += 1;
        self.passages.is_multiple_of(EACH)
    }

    /// Whether the process dies here and now.
    fn dies(&mut self, point: Point) -> bool {
        self.passages += u64::from(self.deed == Some(Deed::Die(point)));
        self.deed == Some(Deed::Die(point)) && self.passages == self.at
    }

    fn pass(&mut self, point: Point) {
        if self.dies(point) {
            std::process::abort();
        }
    }
}

/// The real press behind a scene.
pub struct Sabotaged<'a>(pub Live<'a>);

impl Press<Edited> for Sabotaged<'_> {
    fn now(&self) -> Millis {
        self.0.now()
    }

    fn call(&mut self, step: Step, marks: &[Mark]) -> Result<(), Failure> {
        let mut scene = scene();
        if scene.pretend == Some(step) {
            scene.pretend = None;
            // An abort that was not done leaves the transaction open: it is not begun again either.
            if scene.deed == Some(Deed::SkipAbort) && step == Step::Abort {
                scene.pretend = Some(Step::Begin);
            }
            return Ok(());
        }
        match (scene.deed, step) {
            (Some(Deed::FailOffsets), Step::Offsets) if scene.takes() => {
                return Err(made_up(Class::Abortable));
            }
            (Some(Deed::SkipAbort), Step::Offsets) if scene.takes() => {
                scene.pretend = Some(Step::Abort);
                return Err(made_up(Class::Abortable));
            }
            (Some(Deed::CommitForAbort), Step::Offsets) if scene.takes() => {
                return Err(made_up(Class::Abortable));
            }
            (Some(Deed::CommitForAbort), Step::Abort) => return self.0.call(Step::Commit, &[]),
            (Some(Deed::Dawdle), Step::Offsets) => {
                scene.passages += 1;
                if scene.passages == scene.at {
                    std::thread::sleep(DAWDLE);
                }
            }
            (_, Step::Offsets) => scene.pass(Point::Delivered),
            (_, Step::Commit) if scene.dies(Point::Committing) => {
                // Some milliseconds are the time that a commit takes.
                let later = Duration::from_millis(scene.at % 8);
                std::thread::spawn(move || {
                    std::thread::sleep(later);
                    std::process::abort();
                });
            }
            _ => {}
        }
        self.0.call(step, marks)?;
        match (scene.deed, step) {
            (Some(Deed::LoseAnswer), Step::Commit) if scene.takes() => {
                scene.pretend = Some(Step::Commit);
                return Err(made_up(Class::Retriable));
            }
            (Some(Deed::ReuseAfterTimeout), Step::Commit) if scene.takes() => {
                scene.pretend = Some(Step::Abort);
                return Err(made_up(Class::Abortable));
            }
            (_, Step::Begin) => {
                scene.ahead.clear();
                scene.pass(Point::Begun);
            }
            (_, Step::Offsets) => scene.pass(Point::Offsets),
            (_, Step::Commit) => scene.pass(Point::Committed),
            _ => {}
        }
        Ok(())
    }

    fn replace(&mut self) -> Result<(), Failure> {
        scene().pretend = None;
        self.0.replace()
    }

    fn send(&mut self, ticket: Ticket, run: u64, edited: Edited) -> Result<(u32, usize), Failure> {
        let mut scene = scene();
        if scene.deed == Some(Deed::CommitBeforeProduce) && !scene.ahead.contains(&ticket.partition) {
            scene.ahead.push(ticket.partition);
            let ahead = self.0.topics.list([(ticket.partition, ticket.offset + 1)]);
            if let Err(error) = self.0.consumer.commit(&ahead, CommitMode::Sync) {
                tracing::warn!(%error, "the sabotage itself fails");
            }
        }
        let sent = self.0.send(ticket, run, edited)?;
        scene.pass(Point::Sending);
        Ok(sent)
    }

    fn report(&mut self) -> Option<Report> {
        self.0.report()
    }
}

fn made_up(class: Class) -> Failure {
    Failure { class, code: "kafka.transaction", message: "made up by the sabotage".into() }
}
