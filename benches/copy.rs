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
    group.finish();
}

criterion_group!(benches, copy);
criterion_main!(benches);
