use crate::record::FurnitureKind;
use crate::wire::json::tests::{codes, one};

fn body(fields: &str) -> String {
    one(&format!("{{\"headline\":\"Ferry sinks\",{fields}}}")).body
}

#[test]
fn the_form_that_says_most_of_the_structure_is_taken() {
    for (fields, wanted) in [
        (r#""body_text":"One.\n\nTwo.","body_html":"<p>One.</p><p>Two.</p>""#, "One.\n\nTwo."),
        (r#""body_html":"<p> </p>","body_text":"One.""#, "One."),
        (r#""body_text":"One.\r\nTwo.\r\n""#, "One.\nTwo."),
        (r#""body_text":"One.\rTwo.""#, "One.\nTwo."),
        // Fields that hold the other form.
        (r#""body_text":"<p>One.</p><p>Two.</p>""#, "One.\n\nTwo."),
        (r#""body_html":"[Narrator]: caf&#233; \nTwo.""#, "[Narrator]: café \nTwo."),
        (r#""body_text":"Smith &amp; Sons\nR&D""#, "Smith & Sons\nR&D"),
        (r#""body_text":"<AXYZ.N> rose""#, "<AXYZ.N> rose"),
        (r#""body_text":"Shares < bonds > notes""#, "Shares < bonds > notes"),
        (
            r#""body_nitf":"<nitf><body><body.head><hedline><hl1>Ferry</hl1></hedline></body.head><body.content><p>One.</p></body.content></body></nitf>""#,
            "One.",
        ),
        (r#""body_nitf":"<block id=\"Main\"><p>One.<br>Two.</p></block>""#, "One.\nTwo."),
        (r#""nitf":{"body_html":"<p>One.</p>"}"#, "One."),
        (
            r#""bodies":[{"role":"text","contentType":"text/plain","value":"plain"},{"role":"main","contentType":"text/html","value":"<p>rich</p>"}]"#,
            "rich",
        ),
        (
            r#""bodies":[{"role":"ttnitf","contenttype":"application/xml","value":"<P>nitf"},{"role":"html5","contenttype":"text/html","value":"<p>rich</p>"}]"#,
            "rich",
        ),
        (r#""body":[{"name":"xhtml","value":"<p>old</p>"}]"#, "old"),
    ] {
        assert_eq!(body(fields), wanted, "{fields}");
    }
}

#[test]
fn what_the_markup_repeats_goes_and_nothing_else() {
    let html = r#"<html><head><title>Ferry sinks</title></head><body><h1>Ferry sinks</h1><div class='dat'><span class='vignette'>Shipping</span><span class='source'>XT</span></div><h1>What next</h1><p>One.</p><div class='byline'>Jane Roe</div><div class='byline'>Kim Poe</div><figure><img src='a.jpg'/><figcaption>A ferry.</figcaption></figure><figure class='table'><table><tr><td>a</td><td>1</td></tr></table></figure></body></html>"#;
    let got = one(&format!(r#"{{"headline":"Ferry sinks","byline":"Jane Roe/XT","body_html5":"{html}"}}"#));
    assert_eq!(got.body, "What next\n\nOne.\n\nKim Poe\n\na\t1");
    let kinds: Vec<_> = got.pieces.iter().map(|piece| (piece.kind, &got.body[piece.range.clone()])).collect();
    assert_eq!(kinds, [(FurnitureKind::Byline, "Kim Poe"), (FurnitureKind::Table, "a\t1")]);
    assert_eq!(got.envelope.keywords, ["Shipping"]);
    assert_eq!(got.envelope.credits, ["XT"]);
    assert_eq!(got.envelope.associations[0].caption.as_deref(), Some("A ferry."));
}

#[test]
fn a_source_with_its_place_is_a_dateline() {
    let html = "<div class='dat'><span class='vignette'>EU</span><span class='source'>Bryssel, XT:s korrespondent</span></div><p>Ett.</p>";
    let got = one(&format!(r#"{{"headline":"H","body_html5":"{html}"}}"#));
    assert_eq!(got.envelope.dateline.as_deref(), Some("Bryssel, XT:s korrespondent"));
}

#[test]
fn datelines_and_private_parts_are_marked() {
    let html = "<p><span class='dateline'>Kiel <span class='credit'>(xyz)</span> - </span>Die Fähre.</p><section class='np-nonpublic'>Jane Roe</section>";
    let got = one(&format!(r#"{{"headline":"H","body_html":"{html}"}}"#));
    let kinds: Vec<_> = got.pieces.iter().map(|piece| (piece.kind, &got.body[piece.range.clone()])).collect();
    assert_eq!(
        kinds,
        [(FurnitureKind::Dateline, "Kiel (xyz) -"), (FurnitureKind::NotForPublication, "Jane Roe")]
    );
}

#[test]
fn over_escaped_copy_is_mended() {
    let got =
        one(r#"{"headline":"H","body_text":"\\n<p>One\\u00a0two.</p>\\n<p>&amp;quot;Three&amp;quot;.</p>"}"#);
    assert_eq!(got.body, "One\u{a0}two.\n\n\"Three\".");
    assert_eq!(codes(&got), ["json.repaired"]);
}

#[test]
fn an_item_that_is_mostly_a_table_is_tabular() {
    let rows = "<tr><td>North</td><td>3</td></tr>".repeat(5);
    assert!(
        one(&format!(r#"{{"headline":"H","body_html":"<p>Results</p><table>{rows}</table>"}}"#))
            .envelope
            .tabular
    );
    assert!(!one(r#"{"headline":"H","body_html":"<p>The North won its game on Friday night.</p><table><tr><td>3</td></tr></table>"}"#).envelope.tabular);
}

#[test]
fn summaries_stand_for_copy_that_is_not_there() {
    let got = one(r#"{"headline":"H","description_text":"A ferry sank."}"#);
    assert_eq!((got.body.as_str(), codes(&got)), ("A ferry sank.", vec!["body.absent"]));
    let got = one(
        r#"{"type":"picture","headline":"H","body_text":"Ferry","description_text":"A ferry at its berth."}"#,
    );
    assert_eq!((got.body.as_str(), codes(&got)), ("A ferry at its berth.", vec![]));
    let got = one(r#"{"type":"text","headline":"H"}"#);
    assert_eq!((got.body.as_str(), codes(&got)), ("", vec!["body.absent"]));
}
