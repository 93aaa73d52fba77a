//! Dispatches a second on one core: bytes in, JSON out, as a worker of the stage does it.
//!
//! `cargo bench --bench enrich`. The throughput line counts dispatches (`elem/s`).

use std::sync::Arc;

use copydesk::authority::Authority;
use copydesk::desk::{Desk, Incoming, Outcome};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Original copy in the manner of the wires; each text is filled to about 2.5 KB.
fn dispatches() -> Vec<String> {
    let heads = [
        "NAIROBI, Kenya (AP) — ",
        "BRUSSELS, March 4 (Reuters) - ",
        "Tokyo (dpa) - ",
        "SEOUL, Oct. 12 (Yonhap) -- ",
        "BUENOS AIRES, Argentina, Feb 3, 2024 (AFP) -",
    ];
    let paragraphs = [
        "Finance Minister Amina Otieno told parliament on Tuesday that the port of Mombasa would stay open through the dry season, easing fears among coffee exporters in Uganda and Rwanda.",
        "“We have the ships and we have the crews,” said Otieno, who took office in January. Shares of Harbour Freight Corp rose 3.4 percent in Nairobi.",
        "The European Union and the World Bank have lent the government $410 million since 2021, according to a report by the University of Cape Town.",
        "Peter van der Meer, an analyst at Lindqvist Bank in Stockholm, said the loans were “cheaper than anything on offer in London or New York”.",
        "Opposition leader Joseph Mwangi called the plan a gift to foreign companies. His party, the Democratic Front, holds 61 of 290 seats.",
        "In Geneva, a spokeswoman for the United Nations refugee agency, Clara Dubois, said 12,000 people had crossed the border from South Sudan since Friday.",
        "The Kenyan shilling was little changed at 129.4 to the dollar. Traders in Johannesburg said they expected the central bank to hold its rate on Thursday.",
    ];
    (0..35)
        .map(|n| {
            let mut text = heads[n % heads.len()].to_owned();
            while text.len() < 2_500 {
                text.push_str(paragraphs[(n + text.len()) % paragraphs.len()]);
                text.push_str("\n\n");
            }
            text
        })
        .collect()
}

fn enrich(c: &mut Criterion) {
    let authority = Authority::builtin().expect("the data built in is right");
    let desk = Desk::new(Arc::new(authority), Default::default());
    let texts = dispatches();
    let mut group = c.benchmark_group("enrich");
    group.throughput(Throughput::Elements(texts.len() as u64));
    group.bench_function("2.5 KB dispatches, bytes to JSON", |b| {
        b.iter(|| {
            texts
                .iter()
                .map(|text| {
                    let incoming = Incoming {
                        payload: Some(text.as_bytes()),
                        timestamp_ms: Some(1_700_000_000_000),
                        ..Incoming::default()
                    };
                    match desk.process(&incoming).remove(0) {
                        Outcome::Publish(published) => {
                            serde_json::to_vec(&published.record).expect("a record serializes").len()
                        }
                        other => unreachable!("a text dispatch is published, not {other:?}"),
                    }
                })
                .sum::<usize>()
        })
    });
    group.finish();
}

criterion_group!(benches, enrich);
criterion_main!(benches);
