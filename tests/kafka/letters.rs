//! `copydesk dlq`: dead letters are listed, shown and sent back, each once, whatever breaks off the sending.

use std::collections::BTreeMap;
use std::process::{Child, Command, Output, Stdio};

use rdkafka::message::{Header, OwnedHeaders};
use rdkafka::producer::{BaseProducer, BaseRecord, Producer};
use serde_json::Value;

use crate::support::child::{signal, until};
use crate::support::copy::{Raw, babble, publish, story};
use crate::support::kafka;
use crate::support::pen::Pen;
use crate::support::read::{Isolation, Message, read};
use crate::support::stage::{HANG, Line, Setup};

/// A desk that takes short copy only, and lets any share of it be rejected.
const SHORT: Setup = Setup { max_dispatch_bytes: 1_024, breaker_window: 0, ..Setup::DEFAULT };
/// The same when it was mended.
const MENDED: Setup = Setup { breaker_window: 0, ..Setup::DEFAULT };

type Headers<'a> = &'a [(&'a str, &'a str)];

/// The command line on a configuration.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new(line: &Line, setup: &Setup) -> Desk {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(folder.path().join("copydesk.toml"), setup.toml(line, 0)).expect("a file");
        Desk { folder }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        command.arg("dlq").args(arguments).args(["-c", "copydesk.toml"]).current_dir(self.folder.path());
        command
    }

    fn output(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("copydesk starts")
    }

    /// What it prints; it must end well.
    fn says(&self, arguments: &[&str]) -> String {
        let output = self.output(arguments);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "dlq {arguments:?}: {errors}");
        String::from_utf8(output.stdout).expect("output is UTF-8")
    }

    fn list(&self, arguments: &[&str]) -> Vec<Value> {
        let text = self.says(&[&["ls", "--json"], arguments].concat());
        text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
    }

    fn start(&self, arguments: &[&str]) -> Child {
        let mut command = self.command(arguments);
        command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("copydesk starts")
    }
}

fn all(line: &Line, topic: &str) -> Vec<Message> {
    let mut messages = Vec::new();
    read(&line.client(), topic, Isolation::Committed, |message| messages.push(message));
    messages
}

fn seq(message: &Message) -> u64 {
    message.header("seq").and_then(|seq| seq.parse().ok()).expect("copy is numbered")
}

/// Noise among copy that is too long for the desk: what a redrive should send, and what it should not.
fn copy(seq: u64) -> Raw {
    if seq % 50 == 7 { Raw { payload: Some(b"\x01\x02\x03a".repeat(40)), ..story(seq) } } else { story(seq) }
}

fn too_long(raw: &Raw) -> bool {
    raw.payload.as_ref().is_some_and(|payload| payload.len() > SHORT.max_dispatch_bytes)
}

/// A line on which a stage has rejected what its desk does not take.
fn rejected(count: u64) -> Option<Line> {
    let line = Line::open(kafka::cluster()?);
    publish(&line.client(), &line.raw, (0..count).map(copy));
    let mut stage = SHORT.start(&line);
    stage.until_done(&line);
    stage.stop();
    Some(line)
}

#[test]
fn letters_are_listed_shown_and_sent_back_once() {
    const COUNT: u64 = 300;
    let Some(line) = rejected(COUNT) else { return };
    let long: Vec<u64> = (0..COUNT).filter(|seq| too_long(&copy(*seq))).collect();
    let noise: Vec<u64> = (0..COUNT).filter(|seq| seq % 50 == 7).collect();
    let before = all(&line, &line.raw);
    let desk = Desk::new(&line, &MENDED);

    // Listing and a dry run: complete, and nothing is changed by it.
    let letters = desk.list(&[]);
    assert_eq!(letters.len(), long.len() + noise.len());
    let of = |code: &str| letters.iter().filter(|letter| letter["code"] == code).count();
    assert_eq!((of("wire.too_large"), of("wire.not_text")), (long.len(), noise.len()));
    assert_eq!(desk.list(&["--code", "wire.", "--limit", "5"]).len(), 5);
    assert_eq!(desk.list(&["--code", "desk."]).len(), 0);
    let ap = long.iter().filter(|seq| (**seq / 7) % 4 == 0).count();
    assert_eq!(desk.list(&["--agency", "AP"]).len(), ap, "the credit tells whose copy a letter is");
    // story(100) is sent at 2024-03-01T00:01:40Z.
    let late = long.iter().chain(&noise).filter(|seq| **seq >= 100).count();
    assert_eq!(desk.list(&["--since", "2024-03-01T00:01:40Z"]).len(), late);
    assert_eq!(desk.list(&["--until", "2024-03-01T00:01:40Z"]).len(), letters.len() - late);
    let table = desk.says(&["ls"]);
    assert!(table.contains("wire.too_large") && table.contains("REUTERS"), "{table}");
    let planned = desk.says(&["redrive", "--dry-run"]);
    assert!(planned.contains(&format!("{} would be sent to {}", long.len(), line.raw)), "{planned}");
    assert!(
        planned.contains(&format!("{} stay: would be rejected again, wire.not_text", noise.len())),
        "{planned}"
    );
    let watch = line.watch();
    assert_eq!(
        watch.ends(&line.raw, Isolation::Uncommitted).map(|ends| ends.iter().sum::<i64>()),
        Some(COUNT as i64)
    );

    // One letter, as it is and as it would be now.
    let place = |code: &str| {
        let letter = letters.iter().find(|letter| letter["code"] == code).expect("there is one");
        format!("{}/{}", letter["partition"], letter["offset"])
    };
    let shown = desk.says(&["show", &place("wire.too_large")]);
    for part in
        ["wire.too_large: the message is larger", "raise the limit", "Transport Minister", "now: a record"]
    {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    let shown = desk.says(&["show", &place("wire.not_text")]);
    assert!(shown.contains("now: still rejected, wire.not_text") && !shown.contains('\u{1}'), "{shown}");
    let raw = desk.output(&["show", "--raw", &place("wire.not_text")]).stdout;
    assert_eq!(raw, b"\x01\x02\x03a".repeat(40));
    assert_eq!(desk.output(&["show", "0/999999"]).status.code(), Some(1));
    assert_eq!(desk.output(&["show", "99/0"]).status.code(), Some(1));

    // A filter takes its own and leaves the others open.
    let sent = desk.says(&["redrive", "--agency", "AP"]);
    assert!(sent.contains(&format!("{ap} sent to {}", line.raw)), "{sent}");
    assert_eq!(desk.list(&[]).len(), letters.len() - ap);
    assert_eq!(desk.list(&["--redriven"]).len(), letters.len());
    let sent = desk.says(&["redrive"]);
    assert!(sent.contains(&format!("{} sent to {}", long.len() - ap, line.raw)), "{sent}");
    let sent = desk.says(&["redrive"]);
    assert!(sent.contains(" 0 sent"), "{sent}");
    assert_eq!(desk.list(&[]).len(), noise.len(), "what fails still is open still");

    // They are the messages that they were.
    let originals: BTreeMap<u64, &Message> = before.iter().map(|message| (seq(message), message)).collect();
    let after = all(&line, &line.raw);
    let back: Vec<&Message> = after.iter().filter(|m| m.header("copydesk-redrives").is_some()).collect();
    let mut seqs: Vec<u64> = back.iter().map(|message| seq(message)).collect();
    seqs.sort_unstable();
    assert_eq!(seqs, long);
    for message in back {
        let original = originals[&seq(message)];
        assert_eq!((&message.key, &message.payload), (&original.key, &original.payload));
        assert_eq!((message.partition, message.timestamp_ms), (original.partition, original.timestamp_ms));
        let mut headers = original.headers.clone();
        headers.push(("copydesk-redrives".into(), Some(b"1".to_vec())));
        assert_eq!(message.headers, headers);
    }

    // And a stage that is mended makes records of them.
    let mut stage = MENDED.start(&line);
    let published = "copydesk_records_published_total";
    stage.until("all came back", |stage| stage.metric(published) as usize == long.len());
    stage.stop();
    let mut records: Vec<u64> = all(&line, &line.records).iter().map(seq).collect();
    records.sort_unstable();
    let want: Vec<u64> = (0..COUNT).filter(|seq| !noise.contains(seq)).collect();
    assert_eq!(records, want, "each dispatch has one record");
}

/// How often each dispatch came back; all of them must have come once.
fn came_back_once(line: &Line, count: u64) {
    let mut back = BTreeMap::<u64, u32>::new();
    for message in all(line, &line.raw).iter().filter(|m| m.header("copydesk-redrives").is_some()) {
        *back.entry(seq(message)).or_default() += 1;
    }
    let twice: Vec<_> = back.iter().filter(|(_, count)| **count > 1).collect();
    assert!(twice.is_empty(), "sent more than once: {twice:?}");
    let want = (0..count).filter(|seq| too_long(&copy(*seq)));
    assert!(back.into_keys().eq(want), "not all came back");
}

/// Killed again and again as soon as something of it is to be seen, a redrive sends each letter once all the same.
#[test]
fn a_redrive_that_is_killed_goes_on_where_it_was() {
    const COUNT: u64 = 4_000;
    let Some(line) = rejected(COUNT) else { return };
    let desk = Desk::new(&line, &MENDED);
    let watch = line.watch();
    let end = || watch.ends(&line.raw, Isolation::Uncommitted).map_or(0, |ends| ends.iter().sum::<i64>());
    let mut kills = 0;
    for _ in 0..3 {
        let seen = end();
        let mut run = desk.start(&["redrive"]);
        until("it sends, or is done", HANG, || {
            end() > seen || run.try_wait().is_ok_and(|done| done.is_some())
        });
        kills += u32::from(run.try_wait().is_ok_and(|done| done.is_none()));
        run.kill().expect("it can be killed");
        run.wait().expect("it can be waited for");
    }
    assert!(kills > 0, "every run was done before it could be killed");
    desk.says(&["redrive"]);
    came_back_once(&line, COUNT);
}

/// Two redrives of one topic: the older one ends and says so, and no letter is sent twice.
#[test]
fn of_two_redrives_the_older_one_ends() {
    const COUNT: u64 = 4_000;
    let Some(line) = rejected(COUNT) else { return };
    let desk = Desk::new(&line, &MENDED);
    let watch = line.watch();
    let older = desk.start(&["redrive"]);
    until("it sends", HANG, || {
        watch
            .ends(&line.raw, Isolation::Uncommitted)
            .is_some_and(|ends| ends.iter().sum::<i64>() > COUNT as i64)
    });
    signal(&older, "STOP");
    desk.says(&["redrive"]);
    signal(&older, "CONT");
    let ended = older.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&ended.stderr);
    assert_eq!(ended.status.code(), Some(1), "{said}");
    assert!(said.contains("another redrive of") && said.contains(&line.dead), "{said}");
    came_back_once(&line, COUNT);
}

/// A transaction that a killed stage left open hides the receipts behind it from the next redrive: none is written
/// there, and nothing is sent, before it has ended.
#[test]
fn a_redrive_waits_for_what_is_open() {
    const COUNT: u64 = 200;
    let Some(line) = rejected(COUNT) else { return };
    let dead = Line { raw: line.dead.clone(), ..line.clone() };
    let open = Pen::transaction(&dead);
    (0..4).for_each(|partition| {
        open.write(partition, [story(0)]);
    });
    // How long it waits follows from the stage's own limit.
    let desk = Desk::new(&line, &Setup { transaction_timeout_ms: 1_000, ..MENDED });
    let refused = desk.output(&["redrive", "--limit", "10"]);
    let said = String::from_utf8_lossy(&refused.stderr);
    assert_eq!(refused.status.code(), Some(3), "{said}");
    assert!(said.contains("a transaction is open in topic") && said.contains(&line.dead), "{said}");
    assert_eq!(all(&line, &line.raw).len() as u64, COUNT, "nothing is sent");

    let mut waits = desk.start(&["redrive", "--limit", "10"]);
    open.abort();
    assert_eq!(waits.wait().expect("it ends").code(), Some(0));
    desk.says(&["redrive"]);
    came_back_once(&line, COUNT);
}

/// A letter that comes back and fails again is counted by the stage, and stays at last.
#[test]
fn letters_do_not_go_round_for_ever() {
    let Some(cluster) = kafka::cluster() else { return };
    let line = Line::open(cluster);
    publish(&line.client(), &line.raw, [copy(7)]);
    let desk = Desk::new(&line, &MENDED);
    for round in 0..3u64 {
        let mut stage = MENDED.start(&line);
        let dead = "copydesk_dispatches_dead_lettered_total";
        stage.until("it is rejected", |stage| stage.metric(dead) == 1.0);
        stage.stop();
        let letters = desk.list(&[]);
        assert_eq!((letters.len(), &letters[0]["redrives"]), (1, &Value::from(round)));
        let said = desk.says(&["redrive", "--all", "--max-redrives", "2"]);
        let want = if round < 2 { " 1 sent to " } else { " 1 stay: came back 2 times or more" };
        assert!(said.contains(want), "{said}");
    }
    assert_eq!(all(&line, &line.raw).len(), 3);
}

/// What must stay: half a message, a topic that nobody configured, the second letter of one message, a letter that
/// the topic does not take. What others wrote into the topic is left alone.
#[test]
fn what_cannot_go_back_as_it_was_stays() {
    let Some(cluster) = kafka::cluster() else { return };
    let line = Line::open(cluster);
    kafka::set_topic(&line.bootstrap, &line.raw, "max.message.bytes", "20000");
    let noise = babble(1, 30_000);
    let rows: [(&str, i64, Headers, &[u8]); 7] = [
        (&line.raw, 1, &[], b"plain"),
        (&line.raw, 2, &[("copydesk-truncated", "900000")], b"cut"),
        ("__consumer_offsets", 3, &[], b"strange"),
        (&line.raw, 4, &[("copydesk-item", "0")], b"two items"),
        (&line.raw, 4, &[("copydesk-item", "1")], b"two items"),
        (&line.raw, 5, &[], &noise),
        (&line.raw, 6, &[], b"plain too"),
    ];
    let producer: BaseProducer = line.client().create().expect("a producer");
    for (topic, offset, more, value) in rows {
        let offset = offset.to_string();
        let mut headers = OwnedHeaders::new();
        let first = [
            ("__dlq.errors.topic", topic),
            ("__dlq.errors.partition", "1"),
            ("__dlq.errors.offset", &offset),
        ];
        for (key, value) in first.iter().chain(&[("copydesk-code", "wire.empty")]).chain(more) {
            headers = headers.insert(Header { key, value: Some(*value) });
        }
        let record = BaseRecord::<[u8], [u8]>::to(&line.dead).partition(1).headers(headers).payload(value);
        producer.send(record).map_err(|(error, _)| error).expect("the queue has room");
    }
    let strange = BaseRecord::<[u8], [u8]>::to(&line.dead).partition(1).payload(b"not ours");
    producer.send(strange).map_err(|(error, _)| error).expect("the queue has room");
    producer.flush(HANG).expect("delivered");

    let desk = Desk::new(&line, &MENDED);
    let said = desk.says(&["redrive", "--all"]);
    for part in [
        &format!(" 3 sent to {}", line.raw)[..],
        " 1 stay: only the beginning",
        " 1 stay: from \"__consumer_offsets\"",
        " 1 came back with another letter",
        " 1 stay: the topic refuses the message",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let mut back: Vec<_> = all(&line, &line.raw).into_iter().filter_map(|message| message.payload).collect();
    back.sort();
    assert_eq!(back, [&b"plain"[..], b"plain too", b"two items"]);
    let said = desk.says(&["redrive", "--all"]);
    assert!(said.contains(" 0 sent"), "{said}");
    assert!(desk.says(&["ls"]).contains("1 other messages"));
}
