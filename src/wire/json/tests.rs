//! Whole messages through sniffing and decoding.

use crate::dispatch::{Dispatch, MOST};
use crate::wire::{self, Choice, Limits};

/// The only item of a message.
pub(super) fn one(text: &str) -> Dispatch {
    let mut items = all(text.as_bytes()).unwrap();
    assert_eq!(items.len(), 1, "{text}");
    items.remove(0)
}

fn all(bytes: &[u8]) -> Result<Vec<Dispatch>, &'static str> {
    let items = wire::decode(bytes, Choice::default(), &Limits::default()).map_err(|reject| reject.code)?;
    items.into_iter().map(|item| item.map_err(|reject| reject.code)).collect()
}

pub(super) fn codes(dispatch: &Dispatch) -> Vec<&'static str> {
    dispatch.warnings.iter().map(|warning| warning.code).collect()
}

#[test]
fn dialects_are_told_by_their_keys() {
    for (text, format) in [
        (r#"{"data":{"item":{"altids":{"itemid":"1"},"headline":"Ferry sinks"}}}"#, "ap-json"),
        (r#"{"format":"digitalwires@0.9.1","headline":"Fähre sinkt"}"#, "dpa-json"),
        (r#"{"data":{"item":{"headLine":"Ferry sinks","usn":"L1"}}}"#, "reuters-json"),
        (r#"{"source-feed":"AFP","headline":"Ferry sinks"}"#, "fingerpost-json"),
        (r#"{"headline":"Ferry sinks"}"#, "ninjs"),
        // Copy may speak of anything.
        (
            r#"{"headline":"Ferry sinks","body_text":"\"source-feed\": \"digitalwires@0.9\", \"itemid\""}"#,
            "ninjs",
        ),
    ] {
        assert_eq!(one(text).format, format, "{text}");
    }
}

#[test]
fn what_is_no_item() {
    for (text, code) in [
        (r#"{"temperature":21,"unit":"C"}"#, "wire.format_unknown"),
        (r#"[{"unit":"headline"}]"#, "wire.format_unknown"),
        (r#"{"headline":"","body_text":" "}"#, "wire.no_item"),
        (r#"{"data":{"item":null},"errors":[{"headLine":"gone"}]}"#, "wire.no_item"),
        (r#"{"headline":"Ferry si"#, "wire.json_broken"),
    ] {
        assert_eq!(all(text.as_bytes()).err(), Some(code), "{text}");
    }
}

#[test]
fn lists_give_items_in_order_and_a_bad_one_spoils_no_other() {
    let text = r#"[{"headline":"One"},{"headline":null,"body_text":""},{"headline":"Three"}]"#;
    let items = wire::decode(text.as_bytes(), Choice::default(), &Limits::default()).unwrap();
    let headlines: Vec<_> = items
        .iter()
        .map(|item| {
            item.as_ref().map(|item| item.envelope.headlines[0].text.as_str()).map_err(|reject| reject.code)
        })
        .collect();
    assert_eq!(headlines, [Ok("One"), Err("wire.no_item"), Ok("Three")]);
}

#[test]
fn broken_json_is_mended_and_told_of() {
    let got = one("{\"headline\":\"Ferry \\“sinks\\”\",\"body_text\":\"One\tline.\nTwo.\",}");
    assert_eq!(got.envelope.headlines[0].text, "Ferry “sinks”");
    assert_eq!(got.body, "One\tline.\nTwo.");
    assert_eq!(codes(&got), ["json.repaired"]);
    assert!(codes(&one(r#"{"headline":"Ferry sinks","body_text":"One."}"#)).is_empty());
}

#[test]
fn charsets() {
    let text = r#"{"headline":"Zürich floats","body_text":"Zürich."}"#;
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (latin, ..) = encoding_rs::WINDOWS_1252.encode(text);
    let bom = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    for (bytes, charset) in [(&utf16[..], "utf-16le"), (&latin, "windows-1252"), (&bom, "utf-8")] {
        let got = all(bytes).unwrap().remove(0);
        assert_eq!((got.charset, got.body.as_str()), (charset, "Zürich."));
    }
}

#[test]
fn never_panics_whatever_is_cut_or_changed() {
    let text = r#"{"data":{"item":{"altids":{"itemid":"1"},"uri":"http://a.b/c?d","versioncreated":"2024-03-01T14:05:09Z","bylines":[{"by":"By A"}],
        "headline":"F\u00fc \ud83d\ude00","subject":[{"code":"a:b","rels":["direct"]}],"body_nitf":"<block><p>One &amp;quot; \\n two</p></block>"}}}"#;
    for cut in 0..text.len() {
        _ = all(&text.as_bytes()[..cut]);
        for byte in [b'"', b'\\', b'{', b']', 0, 0xff] {
            let mut changed = text.as_bytes().to_vec();
            changed[cut] = byte;
            _ = all(&changed);
        }
    }
}

#[test]
fn long_lists_are_bounded() {
    let words = (0..30_000).map(|n| format!("\"w{n}\"")).collect::<Vec<_>>().join(",");
    let fields = (0..30_000).map(|n| format!("\"f{n}\":\"a@b.example\"")).collect::<Vec<_>>().join(",");
    for text in [
        format!("{{\"headline\":\"H\",\"keywords\":[{words}]}}"),
        format!("{{\"headline\":[{words}]}}"),
        format!("{{\"headline\":\"H\",\"keywords\":\"{}\"}}", "w+".repeat(200_000)),
        format!("{{\"headline\":\"H\",\"signals\":[{words}],\"x\":{{{fields}}}}}"),
        format!("{{\"headline\":\"H\",{fields}}}"),
        format!("{{\"headline\":\"H\",\"body_html\":\"{}\"}}", "<figure>".repeat(60_000)),
        format!("{{\"headline\":\"H\",\"body_html\":\"{}\"}}", "<figure><img>x</figure>".repeat(30_000)),
    ] {
        for got in all(text.as_bytes()).unwrap() {
            let of = got.envelope;
            let lengths = [
                of.headlines.len(),
                of.keywords.len(),
                of.notes.len(),
                of.signals.len(),
                of.associations.len(),
                of.subjects.len(),
            ];
            assert!(lengths.iter().all(|length| *length <= MOST), "{lengths:?}");
        }
    }
}
