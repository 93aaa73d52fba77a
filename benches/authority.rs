//! Loading the authority, and looking places up in it.

use std::hint::black_box;

use copydesk::authority::{Authority, Gazetteer, fold};
use criterion::{Criterion, criterion_group, criterion_main};

/// What a scan over copy asks: names of every kind, and words that are no name.
const WORDS: [&str; 12] = [
    "london",
    "new york",
    "ho chi minh city",
    "the minister",
    "springfield",
    "south korea",
    "kenyan",
    "said",
    "middle east",
    "mass",
    "saint petersburg",
    "parliament",
];

fn authority(c: &mut Criterion) {
    // Later loads share the places, which are unpacked once a process: the first is timed by hand.
    let start = std::time::Instant::now();
    let gazetteer = Gazetteer::load(&[]).expect("the data built in are whole");
    println!("first load of {} places: {:?}", gazetteer.len(), start.elapsed());

    c.bench_function("authority/load_again", |b| {
        b.iter(|| Authority::builtin().expect("the data built in are whole"));
    });
    c.bench_function("authority/find_12", |b| {
        b.iter(|| {
            for word in WORDS {
                black_box(gazetteer.find(black_box(word)).and_then(|entry| entry.hits().next()));
            }
        });
    });
    c.bench_function("authority/lookup_springfield", |b| {
        b.iter(|| gazetteer.lookup(black_box("SPRINGFIELD")));
    });
    c.bench_function("authority/fold_ascii", |b| b.iter(|| fold(black_box("PORT-AU-PRINCE"))));
    c.bench_function("authority/fold_accents", |b| b.iter(|| fold(black_box("São Tomé and Príncipe"))));
}

criterion_group!(benches, authority);
criterion_main!(benches);
