//! A replay at length: what a million dispatches and five kills come to, beside a live stage.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::{Duration, Instant};

use rdkafka::consumer::{BaseConsumer, CommitMode, Consumer};
use rdkafka::{Offset, TopicPartitionList};

use crate::support::copy::{Feed, assorted, publish};
use crate::support::kafka;
use crate::support::read::{Isolation, read};
use crate::support::replay::Replay;
use crate::support::setting;
use crate::support::stage::{Line, SLOW, Setup, Stage};

/// 1,000,000 dispatches replayed twice: once undisturbed, once killed five times in mid-transaction. Both outputs are
/// the same to the byte, and the live stage beside them keeps its partitions and aborts nothing. Prints its figures:
///
/// ```text
/// cargo test --release --test kafka a_million -- --ignored --nocapture
/// ```
///
/// `COPYDESK_REPLAY_DISPATCHES` is another number of dispatches, for a shorter run.
#[test]
#[ignore = "takes a quarter of an hour; its comment has the command"]
fn a_million_dispatches_and_five_kills() {
    let Some(cluster) = kafka::cluster() else { return };
    let number = setting("COPYDESK_REPLAY_DISPATCHES").map(|n| n.parse().expect("a number"));
    let number: u64 = number.unwrap_or(1_000_000);
    let line = Line::open(cluster);
    let mut lz4 = line.client();
    lz4.set("compression.type", "lz4");
    let began = Instant::now();
    publish(&lz4, &line.raw, (0..number).map(assorted));
    println!("fed {number} dispatches in {:.0} s", began.elapsed().as_secs_f64());
    begin_behind(&line);
    let mut live = Setup::DEFAULT.start(&line);
    live.until_done(&line);
    live.until_ready();
    let (whole, broken) = (Replay::plan(&line, &SLOW, &[]), Replay::plan(&line, &SLOW, &[]));
    let feed = Feed::start(&line.client(), &line.raw, assorted);
    let mut beside = Beside::new(&live);

    let began = Instant::now();
    beside.until_ended(whole.start("a", &[]));
    let took = began.elapsed().as_secs_f64();
    println!("undisturbed: {took:.0} s, {:.0}/s", number as f64 / took);

    let began = Instant::now();
    let watch = broken.line.watch();
    // Five kills need some time: of effect in a shorter run only.
    let pace = (number / 20).to_string();
    let mut torn = 0;
    for kill in 1..=5 {
        let mark = (number * kill / 6) as i64;
        let mut instance = broken.start("a", &["--rate", &pace]);
        instance.patience = Duration::from_secs(3_600);
        let mut reached = false;
        instance.until("an open transaction past the mark", |_| {
            beside.look();
            reached = reached || broken.progress().is_some_and(|done| done >= mark);
            reached && watch.in_transaction(&broken.line.records)
        });
        instance.kill();
        torn += usize::from(watch.in_transaction(&broken.line.records));
        println!("kill {kill} past {mark} committed, after {:.0} s", began.elapsed().as_secs_f64());
    }
    beside.until_ended(broken.start("a", &[]));
    println!("with {torn} of 5 kills in mid-transaction: {:.0} s", began.elapsed().as_secs_f64());
    assert!(torn > 0, "every kill fell between two transactions");

    let outputs = (digest(&whole), digest(&broken));
    println!("outcomes {}, digests {:016x} {:016x}", outputs.0.0, outputs.0.1, outputs.1.1);
    assert_eq!(outputs.0, outputs.1, "the outputs differ");
    let fed = feed.stop();
    beside.look();
    println!(
        "the live stage had {fed} dispatches to read meanwhile, and was at most {} behind",
        beside.behind
    );
    assert_eq!(beside.disturbed(), beside.before, "the live stage was disturbed");
    live.until_done(&line);
    live.stop();
}

/// The live stage, looked at from beside.
struct Beside<'a> {
    live: &'a Stage,
    /// Rebalances and aborted transactions.
    before: (f64, f64),
    behind: f64,
}

impl<'a> Beside<'a> {
    fn new(live: &'a Stage) -> Self {
        let mut beside = Beside { live, before: (0.0, 0.0), behind: 0.0 };
        beside.before = beside.disturbed();
        beside
    }

    fn disturbed(&self) -> (f64, f64) {
        let aborted = self.live.metric_of("copydesk_transactions_total", "outcome=\"aborted\"");
        (self.live.metric("copydesk_rebalances_total"), aborted)
    }

    fn look(&mut self) {
        self.behind = self.behind.max(self.live.metric("copydesk_lag_records"));
    }

    /// Waits for the good end of a replay's instance.
    fn until_ended(&mut self, mut instance: Stage) {
        let status = loop {
            if let Some(status) = instance.child.try_wait().expect("a child of ours can be waited for") {
                break status;
            }
            self.look();
            std::thread::sleep(Duration::from_millis(500));
        };
        assert_eq!(status.code(), Some(0), "the replay ended with {status}");
    }
}

/// The live group begins behind what is there: it has read all of it long ago.
fn begin_behind(line: &Line) {
    let ends = line.watch().ends(&line.raw, Isolation::Committed).expect("an answer");
    let mut client = line.client();
    client.set("group.id", &line.group);
    let client: BaseConsumer = client.create().expect("a consumer");
    let mut list = TopicPartitionList::new();
    for (number, end) in (0..).zip(ends) {
        list.add_partition_offset(&line.raw, number, Offset::Offset(end)).expect("a good offset");
    }
    client.commit(&list, CommitMode::Sync).expect("committed");
}

/// How many outcomes a replay has, and the sum of their hashes, whatever their order: of all that a reader sees, but the
/// mark of the replay.
fn digest(replay: &Replay) -> (usize, u128) {
    let (mut count, mut sum) = (0, 0u128);
    for topic in [&replay.line.records, &replay.line.dead] {
        read(&replay.line.client(), topic, Isolation::Committed, |message| {
            let of_its_replay = ["copydesk-replay", "__dlq.errors.group"];
            let half = |seed: u8| {
                let mut hasher = DefaultHasher::new();
                (seed, &message.key, &message.payload, message.timestamp_ms).hash(&mut hasher);
                for header in message.headers.iter().filter(|(key, _)| !of_its_replay.contains(&key.as_str()))
                {
                    header.hash(&mut hasher);
                }
                u128::from(hasher.finish())
            };
            count += 1;
            sum = sum.wrapping_add(half(0) << 64 | half(1));
        });
    }
    (count, sum)
}
