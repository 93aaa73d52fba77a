use serde_json::json;

use super::*;

fn print(value: &Value) -> String {
    let mut out = Vec::new();
    record(&mut out, value, Style::PLAIN).unwrap();
    String::from_utf8(out).unwrap()
}

/// Every pair must stand on one line: label first, then the text somewhere in it.
fn check(value: Value, lines: &[(&str, &str)]) {
    let page = print(&value);
    for (label, text) in lines {
        let found = page.lines().any(|line| line.trim_start().starts_with(label) && line.contains(text));
        assert!(found, "no line {label:?} … {text:?} in\n{page}");
    }
}

#[test]
fn a_record_says_what_the_desk_found() {
    let body = "MOMBASA, Kenya, March 1 (XYZ) - Ferries stopped. Odera said so.";
    check(
        json!({
            "pubStatus": "usable",
            "located": "Mombasa, Kenya",
            "bodies": [{"value": body}],
            "copydesk": {
                "source": {"file": "a.txt", "format": "text"},
                "dateline": {"raw": "MOMBASA, Kenya, March 1", "date": "2026-03-01",
                    "places": [{"kind": "city", "lat": -4.05, "lon": 39.67}]},
                "credit": {"raw": "(XYZ)",
                    "agencies": [{"name": "Example Wire", "role": "source"}, {"name": "Other", "role": "partner"}],
                    "bylines": [{"name": "Jane Roe", "title": "Staff Writer", "place": "LAMU"}],
                    "contributors": [{"name": "A. Okello", "role": "additional-reporting", "place": "Nairobi"}]},
                "update": {"kind": "correction", "sequence": 2, "note": "corrects paragraph 3"},
                "furniture": [{"kind": "dateline", "start": 0, "end": 32}],
                "entities": [
                    {"type": "person", "name": "Grace Odera", "roles": ["minister"], "mentions": [{}, {}]},
                    {"type": "place", "name": "Lamu", "place": {"region": "Lamu", "country": "KE"}, "mentions": [{}]}],
                "warnings": [{"code": "charset.assumed", "detail": "read as windows-1252"}]
            }
        }),
        &[
            ("── a.txt ──", "text"),
            ("Ferries stopped.", "Odera said so."),
            ("located", "Mombasa, Kenya · 1 March 2026 · city -4.05 39.67"),
            ("credit", "Example Wire, Other (partner) · “(XYZ)”"),
            ("byline", "Jane Roe (Staff Writer, in LAMU)"),
            ("desk", "A. Okello (additional reporting in Nairobi)"),
            ("update", "correction version 2 “corrects paragraph 3”"),
            ("people", "Grace Odera ×2 (minister)"),
            ("places", "Lamu [Lamu, KE]"),
            ("warning", "charset.assumed read as windows-1252"),
        ],
    );
}

#[test]
fn what_must_not_run_is_plain_to_see() {
    check(
        json!({"pubStatus": "canceled", "copydesk": {"update": {"kind": "kill"}}}),
        &[("update", "canceled kill")],
    );
    check(
        json!({"pubStatus": "withheld", "copydesk": {"update": {"kind": "new", "embargo": {"raw": "HOLD"}}}}),
        &[("update", "withheld"), ("embargo", "until nobody knows when “HOLD”")],
    );
    check(json!({"embargoedUntil": "2026-12-10T00:01:00Z"}), &[("embargo", "until 2026-12-10T00:01:00Z")]);
    check(
        json!({"copydesk": {"source": {"topic": "wire.raw", "partition": 3, "offset": 9},
            "dead_letter": {"code": "wire.empty", "message": "there is nothing in it"}}}),
        &[("── wire.raw/3/9 ──", "dead letter"), ("dead letter", "wire.empty there is nothing in it")],
    );
    check(
        json!({"copydesk": {"source": {"key": "k1", "item": 2}, "spiked": "test"}}),
        &[("── k1#2 ──", "spiked"), ("spiked", "test")],
    );
    check(
        json!({"copydesk": {"dateline": {"raw": "Jan 30", "date": "--01-30", "places": []}}}),
        &[("dated         30 January · “Jan 30”", "")],
    );
}

#[test]
fn a_strict_record_still_shows_its_names() {
    check(
        json!({"uri": "urn:x", "headlines": [{"value": "Head"}], "people": [{"name": "A"}, {"name": "B"}],
            "infoSources": [{"name": "Example Wire"}], "by": "Jane Roe"}),
        &[
            ("── urn:x ──", ""),
            ("Head", ""),
            ("people", "A, B"),
            ("credit", "Example Wire"),
            ("byline", "Jane Roe"),
        ],
    );
}

#[test]
fn days() {
    for (iso, said) in [
        ("2026-03-01", "1 March 2026"),
        ("--12-31", "31 December"),
        ("2026-13-01", "2026-13-01"),
        ("soon", "soon"),
    ] {
        assert_eq!(day(iso), said);
    }
}

#[test]
fn any_json_can_be_printed() {
    for value in [json!(null), json!([1]), json!({"copydesk": 7}), json!({"bodies": "x"})] {
        print(&value);
    }
    let wide = json!({"bodies": [{"value": "é".repeat(999)}]});
    assert!(print(&wide).contains('…'));
}
