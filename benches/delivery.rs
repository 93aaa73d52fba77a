//! What exactly-once costs beside at-least-once, on a real Apache Kafka and at the default settings: dispatches a second
//! through `copydesk run`, and how long a `read_committed` reader of the record topic waits for a dispatch.
//!
//! `cargo bench --bench delivery`. One broker on this machine shares the cores with the stage, for both modes alike; the
//! modes take turns in one run. `COPYDESK_BENCH_DISPATCHES` sets how many dispatches a turn reads.
#![allow(clippy::disallowed_methods)] // A bench reads the clock.

#[path = "../tests/support/mod.rs"]
mod support;

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::{Message, Offset, TopicPartitionList};

use support::copy::{Feed, Raw, publish, story};
use support::kafka::{self, free_port};
use support::stage::{Line, Stage};

const MODES: [&str; 2] = ["at_least_once", "exactly_once"];
const ROUNDS: usize = 3;
/// Latencies that one turn takes, at some 200 dispatches a second.
const READ: usize = 3_000;

fn main() {
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let Some(cluster) = kafka::cluster() else { return };
    let dispatches = support::number("COPYDESK_BENCH_DISPATCHES", 60_000);
    let mut rates = [const { Vec::new() }; 2];
    let mut waits = [const { Vec::new() }; 2];
    println!(
        "| round | mode | dispatches/s | wait of a reader, ms: median | 99 in a hundred |\n|---|---|---|---|---|"
    );
    for round in 1..=ROUNDS {
        for (mode, name) in MODES.iter().enumerate() {
            let rate = throughput(&Line::open(cluster), name, dispatches);
            let mut wait = latencies(&Line::open(cluster), name);
            wait.sort_unstable();
            println!("| {round} | {name} | {rate:.0} | {} | {} |", share(&wait, 50), share(&wait, 99));
            rates[mode].push(rate);
            waits[mode].extend(wait);
        }
    }
    rates.iter_mut().for_each(|rates| rates.sort_by(f64::total_cmp));
    waits.iter_mut().for_each(|waits| waits.sort_unstable());
    let [least, exactly] = rates.map(|rates| rates[ROUNDS / 2]);
    let [base, with] = waits.map(|waits| share(&waits, 50));
    println!(
        "exactly_once costs {:.1} % of the throughput of at_least_once (medians of {ROUNDS} rounds)",
        (1.0 - exactly / least) * 100.0
    );
    println!(
        "and lets a read_committed reader wait {} ms longer at the median ({base} and {with} ms)",
        with - base
    );
}

/// The default settings; only the names are the bench's own.
fn stage(line: &Line, mode: &str) -> Stage {
    let port = free_port();
    let Line { bootstrap, raw, records, dead, group, .. } = line;
    let toml = format!(
        "delivery = \"{mode}\"\n[kafka]\nbootstrap_servers = \"{bootstrap}\"\ngroup_id = \"{group}\"\n\
         source_topics = [\"{raw}\"]\nrecord_topic = \"{records}\"\ndead_letter_topic = \"{dead}\"\n\
         [http]\nlisten = \"127.0.0.1:{port}\"\n[log]\nlevel = \"warn\"\n"
    );
    Stage::run(&toml, port)
}

/// Dispatches a second from the first twentieth of the topic on, when the stage is warm, to its end.
fn throughput(line: &Line, mode: &str, dispatches: u64) -> f64 {
    publish(&line.client(), &line.raw, (0..dispatches).map(story));
    let mut stage = stage(line, mode);
    let done = |stage: &Stage| stage.metric("copydesk_records_published_total") as u64;
    let (mut warm, mut end) = (None, None);
    stage.until("all is published", |stage| {
        let count = done(stage);
        let now = Instant::now();
        if warm.is_none() && count >= dispatches / 20 {
            warm = Some((now, count));
        }
        end = (count >= dispatches).then_some((now, count));
        end.is_some()
    });
    stage.stop();
    let ((from, first), (to, last)) = warm.zip(end).expect("it came to its end");
    (last - first) as f64 / (to - from).as_secs_f64()
}

/// Milliseconds from the time that a dispatch was sent at to when a reader has its record.
fn latencies(line: &Line, mode: &str) -> Vec<i64> {
    let mut config = line.client();
    config.set("isolation.level", "read_committed").set("group.id", "copydesk-bench-reader");
    let reader: BaseConsumer = config.create().expect("the settings are right");
    let mut list = TopicPartitionList::new();
    for partition in 0..4 {
        list.add_partition_offset(&line.records, partition, Offset::Beginning).expect("a good offset");
    }
    reader.assign(&list).expect("the topic is there");
    let mut stage = stage(line, mode);
    stage.until_ready();
    let feed = Feed::start(&line.client(), &line.raw, |seq| Raw { timestamp_ms: now_ms(), ..story(seq) });
    let mut waits = Vec::with_capacity(READ);
    // The first ones wait for connections and for the group.
    let mut warming = READ / 6;
    let mut heard = Instant::now();
    while waits.len() < READ {
        let message = match reader.poll(Duration::from_millis(100)) {
            Some(Ok(message)) => message,
            Some(Err(error)) => panic!("the reader fails: {error}"),
            // An event of the client ends a poll too.
            None => {
                assert!(heard.elapsed() < Duration::from_secs(60), "no record for a minute");
                continue;
            }
        };
        heard = Instant::now();
        let sent = message.timestamp().to_millis().expect("records have the time of their dispatch");
        match warming {
            0 => waits.push(now_ms() - sent),
            _ => warming -= 1,
        }
    }
    feed.stop();
    stage.stop();
    waits
}

fn now_ms() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as i64)
}

/// The value that `percent` of the sorted values do not exceed.
fn share(sorted: &[i64], percent: usize) -> i64 {
    sorted[(sorted.len() - 1) * percent / 100]
}
