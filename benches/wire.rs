//! Bytes a second on one core: what decoding costs, format by format, over the fixtures of `tests/cases`.
//!
//! `cargo bench --bench wire`. Plain text is a long dispatch as agencies type it.

use std::fs;
use std::path::Path;

use copydesk::wire::{self, Choice, FORMATS, Limits};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// The messages of a format that are decoded into a dispatch.
fn messages(format: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(format);
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let files = entries
        .map(|entry| entry.path())
        .filter(|path| path.file_name().is_some_and(|name| name != "gold.jsonl"));
    let mut messages: Vec<Vec<u8>> = files.map(|path| fs::read(path).expect("readable")).collect();
    messages.retain(|bytes| {
        let items = wire::decode(bytes, Choice::default(), &Limits::default()).unwrap_or_default();
        items.iter().flatten().any(|dispatch| dispatch.format == format)
    });
    messages
}

fn text() -> Vec<u8> {
    let paragraph = "The harbour was closed on Monday after a storm drove two trawlers ashore, the port said. It will open again on Thursday.\r\n";
    format!("NAIROBI, Kenya (XYZ) - {}", paragraph.repeat(100)).into_bytes()
}

fn decode(c: &mut Criterion) {
    let mut group = c.benchmark_group("decode");
    for format in FORMATS {
        let messages = if format.name == "text" { vec![text()] } else { messages(format.name) };
        if messages.is_empty() {
            continue;
        }
        group.throughput(Throughput::Bytes(messages.iter().map(|m| m.len() as u64).sum()));
        group.bench_function(format.name, |b| {
            b.iter(|| {
                let decoded = messages.iter().map(|m| wire::decode(m, Choice::default(), &Limits::default()));
                decoded.map(|items| items.expect("these are decoded").len()).sum::<usize>()
            })
        });
    }
    group.finish();
}

criterion_group!(benches, decode);
criterion_main!(benches);
