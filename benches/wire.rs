//! Bytes a second on one core: what decoding costs, format by format, over the fixtures of `tests/cases` and, where it is there, the
//! agency copy in `../shared/wire-samples` (or where `COPYDESK_SHARED` names).
//!
//! `cargo bench --bench wire`. Plain text is a long dispatch as agencies type it.
#![allow(clippy::disallowed_methods)] // The place of the samples is for the person at the keyboard.

use std::fs;
use std::path::{Path, PathBuf};

use copydesk::wire::{self, Choice, FORMATS, Limits};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// All files in the folders of `root`.
fn files(root: &Path) -> Vec<Vec<u8>> {
    let entries =
        |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let files = entries(root).flat_map(|folder| entries(&folder).collect::<Vec<_>>());
    files
        .filter(|path| path.extension().is_none_or(|extension| extension != "jsonl"))
        .map(|path| fs::read(path).expect("readable"))
        .collect()
}

/// Those that are decoded into a dispatch of that format.
fn messages<'f>(files: &'f [Vec<u8>], format: &str) -> Vec<&'f [u8]> {
    let of_format = |bytes: &&'f [u8]| {
        let items = wire::decode(bytes, Choice::default(), &Limits::default()).unwrap_or_default();
        items.iter().flatten().any(|dispatch| dispatch.format == format)
    };
    files.iter().map(Vec::as_slice).filter(of_format).collect()
}

fn text() -> Vec<u8> {
    let paragraph = "The harbour was closed on Monday after a storm drove two trawlers ashore, the port said. It will open again on Thursday.\r\n";
    format!("NAIROBI, Kenya (XYZ) - {}", paragraph.repeat(100)).into_bytes()
}

fn decode(c: &mut Criterion) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared = std::env::var_os("COPYDESK_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let samples = shared.join("wire-samples");
    if !samples.is_dir() {
        println!("agency copy skipped, there is no {}", samples.display());
    }
    for (name, folder) in [("fixtures", root.join("tests/cases")), ("agency copy", samples)] {
        let files = files(&folder);
        let mut group = c.benchmark_group(format!("decode {name}"));
        for format in FORMATS.iter().filter(|format| format.name != "text") {
            let messages = messages(&files, format.name);
            if messages.is_empty() {
                continue;
            }
            group.throughput(Throughput::Bytes(messages.iter().map(|m| m.len() as u64).sum()));
            group.bench_function(format.name, |b| b.iter(|| all(&messages)));
        }
        group.finish();
    }
    let text = text();
    let mut group = c.benchmark_group("decode");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("text", |b| b.iter(|| all(&[&text])));
    group.finish();
}

fn all(messages: &[&[u8]]) -> usize {
    let decoded = messages.iter().map(|m| wire::decode(m, Choice::default(), &Limits::default()));
    decoded.map(|items| items.expect("these are decoded").len()).sum()
}

criterion_group!(benches, decode);
criterion_main!(benches);
