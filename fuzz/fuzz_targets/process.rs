//! Any bytes through the whole pure core: never a panic, always an outcome (invariants 2 and 6).
#![no_main]

use std::sync::{Arc, LazyLock};

use copydesk::authority::Authority;
use copydesk::desk::{Desk, Incoming, Outcome};
use libfuzzer_sys::fuzz_target;

static DESK: LazyLock<Desk> = LazyLock::new(|| {
    let authority = Authority::builtin().expect("the data built in is right");
    Desk::new(Arc::new(authority), Default::default())
});

fuzz_target!(|input: (Option<i64>, &[u8])| {
    let (timestamp_ms, payload) = input;
    let incoming = Incoming { payload: Some(payload), timestamp_ms, ..Incoming::default() };
    let outcomes = DESK.process(&incoming);
    assert!(!outcomes.is_empty());
    for outcome in outcomes {
        if let Outcome::Publish(published) = outcome {
            serde_json::to_vec(&published.record).expect("a record serializes");
        }
    }
});
