//! What datelines, credits, bylines and sign-offs cost: one reading of head and tail.
//!
//! `cargo bench --bench copy`. The aim is under 10 µs a dispatch on one core (over 100 K elements a second). Labelled
//! agency copy is no part of the repository: where `../shared/corpora` is absent (or not named by `COPYDESK_SHARED`),
//! its figure is left out.
#![allow(clippy::disallowed_methods)] // The place of the corpora is for the person at the keyboard.

use std::path::{Path, PathBuf};

use copydesk::authority::Authority;
use copydesk::desk::text::Text;
use copydesk::desk::why::Why;
use copydesk::desk::{Sent, copy};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

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

/// The labelled dispatches, where they are.
fn gold() -> Vec<String> {
    let shared = std::env::var_os("COPYDESK_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let file = shared.join("corpora/gold/dateline.gold.jsonl");
    let Ok(cases) = std::fs::read_to_string(&file) else {
        println!("copy/dateline and credit of the gold: skipped, there is no {}", file.display());
        return Vec::new();
    };
    let text = |line: &str| {
        let case: serde_json::Value = serde_json::from_str(line).expect("a line of the gold is JSON");
        case["text"].as_str().map(str::to_owned)
    };
    cases.lines().filter_map(text).collect()
}

fn copy(c: &mut Criterion) {
    let authority = Authority::builtin().expect("the data built in is right");
    let sent = Sent { timestamp_ms: Some(1_700_000_000_000) };
    let mut group = c.benchmark_group("copy");
    for (name, bodies) in [("samples", samples()), ("gold", gold())] {
        let texts: Vec<_> = bodies.iter().map(|body| Text::new(body)).collect();
        if texts.is_empty() {
            continue;
        }
        group.throughput(Throughput::Elements(texts.len() as u64));
        group.bench_function(format!("dateline and credit of the {name}"), |b| {
            b.iter(|| {
                let read =
                    |text| copy::read(text, None, Some("en"), &authority, sent, &Why::deaf()).furniture.len();
                texts.iter().map(read).sum::<usize>()
            });
        });
    }
    // Signs that open a reading, over and over: the cost must stay in proportion to the length (invariant 7).
    let hostile: Vec<_> = HOSTILE.iter().map(|piece| piece.repeat(100_000 / piece.len())).collect();
    let texts: Vec<_> = hostile.iter().map(|text| Text::new(text)).collect();
    group.throughput(Throughput::Bytes(hostile.iter().map(|text| text.len() as u64).sum()));
    group.bench_function("hostile texts of 100 KB", |b| {
        b.iter(|| {
            let read = |text| copy::read(text, None, None, &authority, sent, &Why::deaf()).furniture.len();
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
