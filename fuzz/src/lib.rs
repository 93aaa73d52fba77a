//! What holds for every wire format, whatever the bytes (invariants 6 and 7).

use std::sync::{Arc, LazyLock};

use copydesk::authority::Authority;
use copydesk::desk::{Desk, Incoming, Outcome};
use copydesk::wire::{self, Choice, Limits};

static DESK: LazyLock<Desk> = LazyLock::new(|| {
    let authority = Authority::builtin().expect("the data built in is right");
    Desk::new(Arc::new(authority), Default::default())
});

/// Reads `bytes` as this format: no panic, ranges within the body on character boundaries and in order; and then the desk
/// makes an outcome of each item.
pub fn check(format: &str, bytes: &[u8]) {
    let choice = Choice { named: Some(format), allowed: &[] };
    for dispatch in wire::decode(bytes, choice, &Limits::default()).into_iter().flatten().flatten() {
        let pieces = dispatch.pieces.iter().map(|piece| &piece.range).collect::<Vec<_>>();
        let marks = dispatch.marks.iter().map(|mark| &mark.range).collect::<Vec<_>>();
        for ranges in [pieces, marks] {
            let mut end = 0;
            for range in ranges {
                assert!(end <= range.start && range.start < range.end, "{range:?} behind {end}");
                assert!(dispatch.body.get(range.clone()).is_some(), "{range:?} of {}", dispatch.body.len());
                end = range.end;
            }
        }
    }
    let incoming = Incoming { payload: Some(bytes), format: Some(format), ..Incoming::default() };
    let outcomes = DESK.process(&incoming);
    assert!(!outcomes.is_empty());
    for outcome in outcomes {
        match outcome {
            Outcome::Publish(published) => drop(serde_json::to_vec(&published.record).expect("a record serializes")),
            Outcome::DeadLetter { reject, .. } => assert_ne!(reject.code, "desk.panic"),
            Outcome::Spike { .. } => {}
        }
    }
}
