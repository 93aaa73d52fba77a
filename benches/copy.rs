//! What datelines, credits, bylines and sign-offs cost: one reading of head and tail.
//!
//! `cargo bench --bench copy`. The aim is under 10 µs a dispatch on one core.

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

fn copy(c: &mut Criterion) {
    let authority = Authority::builtin().expect("the data built in is right");
    let sent = Sent { timestamp_ms: Some(1_700_000_000_000) };
    let samples = samples();
    let texts: Vec<_> = samples.iter().map(|sample| Text::new(sample)).collect();
    let mut group = c.benchmark_group("copy");
    group.throughput(Throughput::Elements(texts.len() as u64));
    group.bench_function("dateline and credit of the samples", |b| {
        b.iter(|| {
            let read =
                |text| copy::read(text, None, Some("en"), &authority, sent, &Why::deaf()).furniture.len();
            texts.iter().map(read).sum::<usize>()
        });
    });
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
