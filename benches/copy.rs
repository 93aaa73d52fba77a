//! What datelines, credits, bylines and sign-offs cost: one reading of head and tail.
//!
//! `cargo bench --bench copy`. The aim is under 10 µs a dispatch on one core (over 100 K elements a second): the table
//! that is printed first is the one of docs/quality.md. Agency copy is no part of the repository: what is not in
//! `../shared/corpora` (or where `COPYDESK_SHARED` names) is left out.
#![allow(clippy::disallowed_methods)] // The place of the corpora is for the person at the keyboard.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use copydesk::authority::Authority;
use copydesk::desk::metadata::Told;
use copydesk::desk::text::Text;
use copydesk::desk::why::Why;
use copydesk::desk::{Sent, copy};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use serde_json::Value;

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The sample dispatches of the demo, plain text only: heads and tails of many agencies.
fn samples() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/config/samples");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the samples stand beside the source")
        .map(|entry| entry.expect("a folder that can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    files.sort();
    files.iter().filter_map(|file| std::fs::read_to_string(file).ok()).collect()
}

/// Each feed with its texts.
fn feeds() -> [(&'static str, Vec<String>); 5] {
    let text = |case: &Value| case["text"].as_str().map(str::to_owned);
    [
        ("samples", samples()),
        ("gold", corpus("gold/dateline.gold.jsonl", text)),
        ("AG News", corpus("agnews/agnews_test.jsonl", text)),
        ("ISOT", corpus("isot_reuters/isot_true_subset.jsonl", text)),
        ("Reuters 1987", corpus("reuters21578/reuters21578.jsonl.gz", as_sent)),
    ]
}

/// The texts of a corpus, where it is.
fn corpus(path: &str, text: impl Fn(&Value) -> Option<String>) -> Vec<String> {
    let shared = std::env::var_os("COPYDESK_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let file = shared.join("corpora").join(path);
    let lines = match file.extension().is_some_and(|extension| extension == "gz") {
        true => {
            Command::new("gzip").arg("-dc").arg(&file).stderr(Stdio::null()).output().map(|out| out.stdout)
        }
        false => std::fs::read(&file),
    };
    let lines = lines.ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
    if lines.is_empty() {
        println!("skipped, there is no {}", file.display());
    }
    let case = |line: &str| serde_json::from_str(line).expect("a line of the corpus is JSON");
    lines.lines().filter_map(|line| text(&case(line))).collect()
}

/// A dispatch of 1987, put together again from the corpus's fields.
fn as_sent(case: &Value) -> Option<String> {
    let field = |name: &str| case[name].as_str().filter(|text| !text.is_empty());
    let author = field("author").map(str::trim).filter(|author| !author.is_empty());
    let author = author.map(|author| format!("    {author}\n")).unwrap_or_default();
    Some(format!("{author}    {} {}", field("dateline_raw")?.trim(), field("body")?))
}

/// Prints what a dispatch of each feed costs: its best of several passes over the whole feed, so that other work of the
/// machine counts little.
fn table(feeds: &[(&str, Vec<Text<'_>>)], read: impl Fn(&Text<'_>) -> usize) {
    println!("| feed | dispatches | bytes, mean | µs, mean | µs, median |\n|---|---|---|---|---|");
    for (name, texts) in feeds {
        let mut costs = vec![Duration::MAX; texts.len()];
        for _ in 0..20 {
            for (text, best) in texts.iter().zip(&mut costs) {
                let start = Instant::now();
                black_box(read(text));
                *best = start.elapsed().min(*best);
            }
        }
        costs.sort_unstable();
        let number = texts.len();
        let bytes = texts.iter().map(|text| text.str.len()).sum::<usize>() / number;
        let micros = |cost: Duration| cost.as_secs_f64() * 1e6;
        let (mean, median) = (micros(costs.iter().sum()) / number as f64, micros(costs[number / 2]));
        println!("| {name} | {number} | {bytes} | {mean:.1} | {median:.1} |");
    }
}

fn copy(c: &mut Criterion) {
    let authority = Authority::builtin().expect("the data built in is right");
    let sent = Sent { timestamp_ms: Some(1_700_000_000_000) };
    let read = |text: &Text<'_>| {
        copy::read(text, &Told::nothing(), Some("en"), &authority, sent, &Why::deaf()).furniture.len()
    };
    let bodies = feeds();
    let feeds = bodies.iter().filter(|(_, bodies)| !bodies.is_empty());
    let feeds: Vec<(&str, Vec<Text<'_>>)> =
        feeds.map(|(name, bodies)| (*name, bodies.iter().map(|body| Text::new(body)).collect())).collect();
    table(&feeds, read);
    let mut group = c.benchmark_group("copy");
    for (name, texts) in &feeds {
        group.throughput(Throughput::Elements(texts.len() as u64));
        group.bench_function(format!("dateline and credit of {name}"), |b| {
            b.iter(|| texts.iter().map(read).sum::<usize>());
        });
    }
    // Signs that open a reading, over and over: the cost must stay in proportion to the length (invariant 7).
    let hostile: Vec<_> = HOSTILE.iter().map(|piece| piece.repeat(100_000 / piece.len())).collect();
    let texts: Vec<_> = hostile.iter().map(|text| Text::new(text)).collect();
    group.throughput(Throughput::Bytes(hostile.iter().map(|text| text.len() as u64).sum()));
    group.bench_function("hostile texts of 100 KB", |b| {
        b.iter(|| {
            let read = |text| {
                copy::read(text, &Told::nothing(), None, &authority, sent, &Why::deaf()).furniture.len()
            };
            texts.iter().map(read).sum::<usize>()
        });
    });
    group.finish();
}

const HOSTILE: &[&str] = &[
    "(",
    "A",
    "A,\n",
    "(AP) ",
    "NAIROBI, ",
    "PARIS/",
    "NEAR ",
    "By Jane Roe and ",
    "Copyright ",
    "Distributed by ",
    "Jane Roe reported from ",
    "(Reporting by ",
    "\n___\nA, B reported from C",
    "Contact: +1 555 010 0199\n",
    "北京",
];

criterion_group!(benches, copy);
criterion_main!(benches);
