//! The oracle: for each message of the source topic exactly one outcome, in order, complete and right.
//!
//! It knows nothing of the stage. It reads the source topic again, asks a desk of its own what should come of each
//! message, and reads the record and dead-letter topics as a downstream consumer would.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use copydesk::desk::{Desk, Incoming, Outcome};
use copydesk::record::Source;

use super::read::{Isolation, Message, read};
use super::replay::Replay;
use super::stage::{Line, Setup};

/// What a delivery mode promises of the number of copies.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Copies {
    One,
    /// After a crash outcomes may come again; the first copies are still in order.
    OneOrMore,
}

/// What an audit counted.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub inputs: usize,
    pub records: usize,
    pub dead_letters: usize,
    pub spiked: usize,
    /// Outcomes that came more than once.
    pub repeats: usize,
}

/// What must become of one item of a message.
enum Due {
    Record {
        key: Option<Vec<u8>>,
        body: u64,
    },
    DeadLetter {
        code: &'static str,
        stage: &'static str,
    },
    Spiked,
    /// Not computed (see [`Audit::content_every`]): a record or a dead letter.
    Either,
}

struct Input {
    original: Original,
    /// By item, with the number of outcomes seen.
    due: Vec<(Due, usize)>,
}

/// What an outcome has in common with its message.
struct Original {
    key: Option<Vec<u8>>,
    payload: u64,
    headers: Vec<(String, Option<Vec<u8>>)>,
    timestamp_ms: Option<i64>,
}

/// Place in the source topic.
type Position = (i32, i64);

pub struct Audit<'a> {
    line: &'a Line,
    desk: Desk,
    copies: Copies,
    /// Of every so many inputs one is edited here too and compared to the byte; 1 compares all. More than 1 is for
    /// copy of which nothing is spiked.
    pub content_every: i64,
    /// Only this stretch of the source is due, and all that comes of it is marked.
    pub replay: Option<&'a Replay>,
    inputs: HashMap<Position, Input>,
    counts: Counts,
    faults: Vec<String>,
}

/// Audits a line with all content compared; panics with the faults.
pub fn audit(line: &Line, setup: &Setup, copies: Copies) -> Counts {
    Audit::new(line, setup, copies).pass()
}

impl<'a> Audit<'a> {
    pub fn new(line: &'a Line, setup: &Setup, copies: Copies) -> Self {
        Audit {
            line,
            desk: setup.desk(),
            copies,
            content_every: 1,
            replay: None,
            inputs: HashMap::new(),
            counts: Counts::default(),
            faults: Vec::new(),
        }
    }

    /// Reads everything; panics with the first faults where there are any.
    pub fn pass(self) -> Counts {
        self.run().unwrap_or_else(|faults| {
            let shown: Vec<&str> = faults.iter().take(12).map(String::as_str).collect();
            panic!("{} faults:\n{}", faults.len(), shown.join("\n"));
        })
    }

    /// Reads everything; `Err` holds every fault.
    pub fn run(mut self) -> Result<Counts, Vec<String>> {
        let client = self.line.client();
        read(&client, &self.line.raw, Isolation::Committed, |message| self.input(message));
        let mut order = Order::default();
        read(&client, &self.line.records, Isolation::Committed, |m| self.record(&m, &mut order));
        let mut order = Order::default();
        read(&client, &self.line.dead, Isolation::Committed, |m| self.dead_letter(&m, &mut order));
        self.missing();
        // Neighbours together, and the same each time.
        self.faults.sort();
        if self.faults.is_empty() { Ok(self.counts) } else { Err(self.faults) }
    }

    fn input(&mut self, message: Message) {
        let within = |replay: &Replay| {
            let range = replay.ranges.get(&message.partition);
            range.is_some_and(|(from, to)| (*from..*to).contains(&message.offset))
        };
        if !self.replay.is_none_or(within) {
            return;
        }
        self.counts.inputs += 1;
        let position = (message.partition, message.offset);
        let due = if message.offset % self.content_every == 0 {
            self.due(&message).into_iter().map(|due| (due, 0)).collect()
        } else {
            vec![(Due::Either, 0)]
        };
        self.counts.spiked += due.iter().filter(|(due, _)| matches!(due, Due::Spiked)).count();
        let original = Original {
            key: message.key,
            payload: hash(&message.payload),
            headers: message.headers,
            timestamp_ms: message.timestamp_ms,
        };
        self.inputs.insert(position, Input { original, due });
    }

    fn due(&self, message: &Message) -> Vec<Due> {
        let source = Source {
            topic: Some(self.line.raw.clone()),
            partition: Some(message.partition),
            offset: Some(message.offset),
            ..Source::default()
        };
        let incoming = Incoming {
            key: message.key.as_deref(),
            payload: message.payload.as_deref(),
            timestamp_ms: message.timestamp_ms,
            source,
            ..Incoming::default()
        };
        let due = |outcome| match outcome {
            Outcome::Publish(published) => {
                let body = serde_json::to_vec(&published.record).expect("records serialize");
                Due::Record { key: published.key, body: hash(&Some(body)) }
            }
            Outcome::DeadLetter { reject, .. } => Due::DeadLetter { code: reject.code, stage: reject.stage },
            Outcome::Spike { .. } => Due::Spiked,
        };
        self.desk.process(&incoming).into_iter().map(due).collect()
    }

    fn record(&mut self, message: &Message, order: &mut Order) {
        let here = format!("record {}/{}", message.partition, message.offset);
        let source = message.header("copydesk-source").unwrap_or_default();
        let (source, item) = match source.split_once('#') {
            Some((source, item)) => (source, item.parse().unwrap_or(usize::MAX)),
            None => (source.as_str(), 0),
        };
        let position = source.strip_prefix(&self.line.raw).and_then(|rest| {
            let (partition, offset) = rest.strip_prefix('/')?.split_once('/')?;
            Some((partition.parse().ok()?, offset.parse().ok()?))
        });
        for name in ["copydesk-schema", "copydesk-version"] {
            if message.header(name).is_none() {
                self.faults.push(format!("{here} has no header {name}"));
            }
        }
        let added = ["copydesk-schema", "copydesk-version", "copydesk-source"];
        self.outcome(
            &here,
            position.map(|at| (at, item)),
            message,
            &added,
            order,
            |due, original| match due {
                Due::Record { key, .. } if *key != message.key => Err("has another key".into()),
                Due::Record { body, .. } if *body != hash(&message.payload) => {
                    Err(format!("is not what the desk makes of it: {}", text(&message.payload)))
                }
                Due::Either if original.key != message.key => Err("has another key".into()),
                Due::Record { .. } | Due::Either => Ok(()),
                Due::DeadLetter { code, .. } => Err(format!("should be a dead letter, {code}")),
                Due::Spiked => Err("should be spiked".into()),
            },
        );
        self.counts.records += 1;
    }

    fn dead_letter(&mut self, message: &Message, order: &mut Order) {
        let here = format!("dead letter {}/{}", message.partition, message.offset);
        let header = |name: &str| message.header(name).unwrap_or_default();
        let number = |name: &str| header(name).parse::<i64>().ok();
        let position = number("__dlq.errors.partition")
            .zip(number("__dlq.errors.offset"))
            .map(|(partition, offset)| (partition as i32, offset));
        let item = header("copydesk-item").parse().unwrap_or(0);
        let (topic, group) = (header("__dlq.errors.topic"), header("__dlq.errors.group"));
        if topic != self.line.raw || group != self.line.group {
            self.faults.push(format!("{here} names topic {topic:?}, group {group:?}"));
        }
        if header("__dlq.errors.message").is_empty() || header("copydesk-redrives") != "0" {
            self.faults.push(format!("{here} has no message or no redrives of 0"));
        }
        let added = [
            "__dlq.errors.topic",
            "__dlq.errors.partition",
            "__dlq.errors.offset",
            "__dlq.errors.group",
            "__dlq.errors.message",
            "copydesk-code",
            "copydesk-stage",
            "copydesk-redrives",
            "copydesk-version",
            "copydesk-item",
        ];
        self.outcome(
            &here,
            position.map(|at| (at, item)),
            message,
            &added,
            order,
            |due, original| match due {
                Due::DeadLetter { code, stage }
                    if *code != header("copydesk-code") || *stage != header("copydesk-stage") =>
                {
                    Err(format!("should have code {code}, stage {stage}"))
                }
                _ if original.key != message.key => Err("has another key".into()),
                _ if original.payload != hash(&message.payload) => Err("has another value".into()),
                Due::DeadLetter { .. } | Due::Either => Ok(()),
                Due::Record { .. } => Err(format!("should be a record, not {}", header("copydesk-code"))),
                Due::Spiked => Err("should be spiked".into()),
            },
        );
        self.counts.dead_letters += 1;
    }

    /// What records and dead letters have in common: their place, order, timestamp and headers.
    fn outcome(
        &mut self,
        here: &str,
        position: Option<(Position, usize)>,
        message: &Message,
        added: &[&str],
        order: &mut Order,
        check: impl FnOnce(&Due, &Original) -> Result<(), String>,
    ) {
        let input = position.and_then(|(at, item)| Some((at, item, self.inputs.get_mut(&at)?)));
        let Some((position, item, Input { original, due })) = input else {
            return self.faults.push(format!("{here} comes from {position:?}, where nothing is"));
        };
        let here = format!("{here}, of {}/{}#{item},", position.0, position.1);
        let Some((due, seen)) = due.get_mut(item) else {
            return self.faults.push(format!("{here} is of an item that does not exist"));
        };
        *seen += 1;
        let again = *seen > 1;
        let result = check(due, original);
        if let Err(fault) = result {
            self.faults.push(format!("{here} {fault}"));
        }
        if original.timestamp_ms != message.timestamp_ms {
            self.faults.push(format!("{here} has timestamp {:?}", message.timestamp_ms));
        }
        let mark = "copydesk-replay";
        if message.header(mark) != self.replay.map(|replay| replay.id.clone()) {
            self.faults.push(format!("{here} is of replay {:?}", message.header(mark)));
        }
        let is_carried = |name: &str| name != mark && !added.contains(&name);
        let carried: Vec<_> = message.headers.iter().filter(|(name, _)| is_carried(name)).collect();
        if carried != original.headers.iter().collect::<Vec<_>>() {
            self.faults.push(format!("{here} carries other headers: {carried:?}"));
        }
        if again {
            self.counts.repeats += 1;
            if self.copies == Copies::One {
                self.faults.push(format!("{here} comes again"));
            }
        } else if !order.follows(message.partition, position, item) {
            self.faults.push(format!("{here} comes behind a later one"));
        }
    }

    fn missing(&mut self) {
        for ((partition, offset), input) in &self.inputs {
            for (item, (due, seen)) in input.due.iter().enumerate() {
                if *seen == 0 && !matches!(due, Due::Spiked) {
                    self.faults.push(format!("{partition}/{offset}#{item} has no outcome"));
                }
            }
        }
    }
}

/// The last source position seen in each output partition, by source partition. Keys lie within both, so
/// this order holds for every key.
#[derive(Default)]
struct Order(HashMap<(i32, i32), (i64, usize)>);

impl Order {
    fn follows(&mut self, partition: i32, (source, offset): Position, item: usize) -> bool {
        let last = self.0.insert((partition, source), (offset, item));
        last.is_none_or(|last| last < (offset, item))
    }
}

fn hash(bytes: &Option<Vec<u8>>) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

fn text(bytes: &Option<Vec<u8>>) -> String {
    String::from_utf8_lossy(bytes.as_deref().unwrap_or_default()).chars().take(300).collect()
}
