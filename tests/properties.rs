//! What holds for every dispatch, whatever its bytes: an outcome, the same one each time, spans that fit
//! (invariants 2 and 6).

use std::sync::{Arc, LazyLock};

use copydesk::authority::Authority;
use copydesk::desk::{Desk, Incoming, Outcome};
use proptest::prelude::*;
use serde_json::Value;

static DESK: LazyLock<Desk> = LazyLock::new(|| {
    let authority = Authority::builtin().expect("the data built in is right");
    Desk::new(Arc::new(authority), Default::default())
});

/// The records and dead letters of one message, as they are published.
fn process(payload: &[u8], timestamp_ms: Option<i64>) -> Vec<Value> {
    let incoming = Incoming { payload: Some(payload), timestamp_ms, ..Incoming::default() };
    let value = |outcome| match outcome {
        Outcome::Publish(published) => serde_json::to_value(&published.record).expect("a record serializes"),
        Outcome::Spike { record, .. } => serde_json::to_value(&record).expect("a record serializes"),
        Outcome::DeadLetter { reject, .. } => Value::String(reject.code.to_owned()),
    };
    DESK.process(&incoming).into_iter().map(value).collect()
}

/// Checks every span of a record against its body.
fn check_spans(record: &Value) {
    let body: Vec<char> = record["bodies"][0]["value"].as_str().unwrap_or_default().chars().collect();
    let range = |value: &Value| {
        let (start, end) =
            (value["start"].as_u64().unwrap() as usize, value["end"].as_u64().unwrap() as usize);
        assert!(start < end && end <= body.len(), "span {start}..{end} of a body of {}", body.len());
        start..end
    };
    let own = &record["copydesk"];
    for piece in own["furniture"].as_array().into_iter().flatten() {
        range(piece);
    }
    if own["dateline"]["start"].is_u64() {
        let text: String = body[range(&own["dateline"])].iter().collect();
        assert_eq!(text, own["dateline"]["raw"].as_str().unwrap());
    }
    let mut names = Vec::new();
    for entity in own["entities"].as_array().into_iter().flatten() {
        assert!(!entity["mentions"].as_array().unwrap().is_empty(), "an entity without a mention: {entity}");
        for mention in entity["mentions"].as_array().unwrap() {
            let span = range(mention);
            let text: String = body[span.clone()].iter().collect();
            assert_eq!(text, mention["text"].as_str().unwrap());
            if mention["kind"].is_null() {
                names.push((span.start, span.end));
            }
        }
    }
    names.sort_unstable();
    for pair in names.windows(2) {
        assert!(pair[0].1 <= pair[1].0, "name mentions overlap: {pair:?}");
    }
}

/// Words and signs that wire copy is made of, so that random texts reach deep into the grammar.
#[rustfmt::skip]
const PARTS: &[&str] = &[
    "NEW YORK", "Nairobi", "Kenya", "LONDON/PARIS", "(Reuters)", "(AP)", "AFP", "/TASS/", "(dpa)", " - ", " — ", " -- ",
    "March 5", "5 mars 2019", "31/07", "Feb. 29", ",", ".", "\n", "\n\n", "    ", "By Jane Roe", "JOHN DOE", "(Reporting by",
    "Editing by A. Person;", "Kim", "Kim Yo Nam", "President", "UN", "the minister", "said", "“", "”", "'s", "Enditem", "___",
    "(Corrects", "UPDATE 2-", "Embargoed until", "KILL", "* bullet", "a@b.example", "+1 555 0100", "é", "北京", "\u{0301}", "\0", "|",
    "South Korean", "Winter Olympics", "St.", "of", "the", "Bank", "Corp", "1987", "<", ">", "&", "\u{200b}", "\u{202e}", "ẞ", "İ",
];

fn copy() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        8 => proptest::sample::select(PARTS).prop_map(str::to_owned),
        1 => "[a-zA-Z]{1,12}",
        1 => "\\PC{1,3}",
    ];
    proptest::collection::vec((part, prop_oneof![4 => Just(" "), 1 => Just("")]), 0..60)
        .prop_map(|parts| parts.into_iter().flat_map(|(part, gap)| [part, gap.to_owned()]).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_have_an_outcome(payload in proptest::collection::vec(any::<u8>(), 0..400), ts in any::<Option<i64>>()) {
        let outcomes = process(&payload, ts);
        prop_assert!(!outcomes.is_empty());
        outcomes.iter().for_each(check_spans);
    }

    #[test]
    fn copy_has_spans_that_fit(text in copy(), ts in proptest::option::of(0i64..2_000_000_000_000)) {
        let outcomes = process(text.as_bytes(), ts);
        outcomes.iter().for_each(check_spans);
        // The record is a function of its input: replay compares bytes.
        prop_assert_eq!(outcomes, process(text.as_bytes(), ts));
    }
}

#[test]
fn hostile_texts_end() {
    let texts = [
        "A".repeat(1 << 20),
        "Kim ".repeat(1 << 18),
        "NEW YORK, ".repeat(1 << 16),
        "(((((((((".repeat(1 << 16) + "a",
        "a-".repeat(1 << 19),
        "By A and ".repeat(1 << 16),
        "\n\n\n* ".repeat(1 << 17) + "a",
        "(Reporting by ".repeat(1 << 15),
        "OSLO (XYZ) - A ferry sank.\nReporting by İ Editing byẞ".to_owned(),
    ];
    for text in texts {
        let outcomes = process(&text.as_bytes()[..text.len().min(1 << 20)], Some(0));
        outcomes.iter().for_each(check_spans);
    }
}
