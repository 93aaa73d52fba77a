use super::super::tests::{item, one};
use crate::dispatch::Dispatch;
use crate::record::FurnitureKind;

fn copied(body: &str) -> Dispatch {
    let content = format!("<inlineXML><html><body>{body}</body></html></inlineXML>");
    one(&item("", "<headline>H</headline><by>By Jane Roe</by>", &content))
}

#[test]
fn one_rendition_and_only_of_text() {
    for (content, wanted) in [
        (
            "<inlineXML><html><body><p>One.</p></body></html></inlineXML><inlineData>One again.</inlineData>",
            "One.",
        ),
        (
            "<inlineData>Two.</inlineData><inlineXML><nitf><body><body.content><p>One.</p></body.content></body></nitf></inlineXML>",
            "One.",
        ),
        (
            "<inlineXML><html><body><p/></body></html></inlineXML><inlineData contenttype='text/plain'>a  1\nb  2\n</inlineData>",
            "a  1\nb  2",
        ),
        ("<inlineData><![CDATA[<p>One.</p><p>Two.</p>]]></inlineData>", "One.\n\nTwo."),
        ("<inlineData><p>One.</p> and two</inlineData>", "One.\n\nand two"),
        ("<inlineXML>&lt;p&gt;One.&lt;/p&gt;</inlineXML>", "One."),
        ("<inlineData contenttype='image/jpeg'>AAAA</inlineData>", "H"),
        ("<inlineData encoding='base64'>AAAA</inlineData>", "H"),
    ] {
        assert_eq!(one(&item("", "<headline>H</headline>", content)).body, wanted, "{content}");
    }
}

#[test]
fn the_title_of_the_document_for_want_of_a_headline() {
    for content in [
        "<nitf><head><title>T</title></head><body><body.content><p>One.</p></body.content></body></nitf>",
        "<html><head><title>T</title></head><body><h1>T</h1><p>One.</p></body></html>",
    ] {
        let got = one(&item("", "", &format!("<inlineXML>{content}</inlineXML>")));
        assert_eq!((got.envelope.headlines[0].text.as_str(), got.body.as_str()), ("T", "One."), "{content}");
    }
}

#[test]
fn what_the_markup_of_an_article_repeats() {
    for (body, wanted) in [
        ("<header><time>today</time><h1>H</h1><p class='byline'>By Jane Roe</p></header><p>One.</p>", "One."),
        ("<header><p>Read this first.</p></header><p>One.</p>", "Read this first.\n\nOne."),
        ("<h1>H</h1><h2>Below</h2><p>One.</p><h2>Between</h2>", "One.\n\nBetween"),
        ("<h1>Else</h1><h2>Below</h2><p>One.</p>", "Else\n\nBelow\n\nOne."),
        ("<p><span class='dateline'>ROME <span class='credit'>(XW)</span></span>One.</p>", "ROME (XW) One."),
        ("<p><span class='dateline'>Rom (XW) - </span>One.</p>", "Rom (XW) - One."),
    ] {
        assert_eq!(copied(body).body, wanted, "{body}");
    }
    let got = copied(
        "<header><ul class='slugline'><li>Ferries</li></ul></header><h1>H</h1><h2>Below</h2><p>One.</p>",
    );
    assert_eq!(got.envelope.keywords, ["Ferries"]);
    assert_eq!(got.envelope.headlines[1].role, Some("subhead"));
}

#[test]
fn pieces_of_the_copy() {
    let got = copied(
        "<p>One.</p><section class='np-nonpublic'><p>Call us.</p></section><p class='closingline'>x/y</p>",
    );
    let pieces: Vec<_> =
        got.pieces.iter().map(|piece| (piece.kind, &got.body[piece.range.clone()])).collect();
    assert_eq!(pieces, [(FurnitureKind::NotForPublication, "Call us."), (FurnitureKind::Signoff, "x/y")]);
    assert!(copied("<table><tr><td>a</td><td>1</td></tr></table>").envelope.tabular);
    assert!(!copied("<p>One long line of copy.</p><table><tr><td>a</td></tr></table>").envelope.tabular);
}

#[test]
fn references_escaped_twice_are_mended_and_pieces_move_with_them() {
    let got = copied(
        "<p>&amp;quot;Fish &amp;amp; chips R&amp;D&amp;#39;s&amp;quot; é</p><table><tr><td>b &amp;#38; c</td></tr></table><p>end</p>",
    );
    assert_eq!(got.body, "\"Fish & chips R&D's\" é\n\nb & c\n\nend");
    assert_eq!(&got.body[got.pieces[0].range.clone()], "b & c");
    assert_eq!(got.warnings[0].code, "body.escaped_twice");
    // A lone name of an entity may be meant.
    let got = copied("<p>Type &amp;amp; here.</p>");
    assert_eq!((got.body.as_str(), got.warnings.len()), ("Type &amp; here.", 0));
}

#[test]
fn texts_of_tt() {
    let content = "<inlineXML><BODY><TEXT><RUBRIK>H</RUBRIK><DAT><ORT>Norge</ORT><SOURCE>Oslo, XT:s korrespondent</SOURCE></DAT>\
        <INGRESS><P>Ett.</P></INGRESS><BRODTEXT><CITAT>Två.</CITAT><MELLIS>Tre</MELLIS></BRODTEXT>\
        <BYLINE EPOST='jane@wire.example'>Jane Roe/XT</BYLINE><BILD><BILDFIL>p1</BILDFIL><BILDTEXT><P>En fyr.</P></BILDTEXT></BILD></TEXT>\
        <TEXT><RUBRIK>Fakta</RUBRIK><BRODTEXT><P>Fyra.</P></BRODTEXT></TEXT></BODY></inlineXML>";
    let management = "<provider literal='TT'/><signal qcode='tt_sig:replace'/>";
    let description = "<slugline>fyrUV4</slugline><altId type='tt:refuno'>old</altId><headline>H</headline>";
    let got = one(&item(management, description, content));
    assert_eq!(got.body, "Ett.\n\nTvå.\n\nTre\n\nFakta\n\nFyra.");
    let envelope = got.envelope;
    assert_eq!(envelope.dateline.as_deref(), Some("Oslo, XT:s korrespondent"));
    assert_eq!((envelope.bylines[0].text.as_str(), envelope.keywords[0].as_str()), ("Jane Roe/XT", "Norge"));
    assert_eq!((envelope.associations[0].id.as_deref(), envelope.replaces[0].as_str()), (Some("p1"), "old"));
    assert_eq!(envelope.signals[0].sequence, Some(4));
    // Another agency's slugline counts no versions.
    let other = item("<signal qcode='sig:update'/>", "<slugline>SUV4</slugline><headline>H</headline>", "");
    assert_eq!(one(&other).envelope.signals[0].sequence, None);
}

#[test]
fn html_in_data_of_breaks_alone() {
    let data = |kind: &str, text: &str| {
        one(&item(
            "",
            "<headline>H</headline>",
            &format!("<inlineData contenttype='{kind}'>{text}</inlineData>"),
        ))
        .body
    };
    assert_eq!(data("text/plain", "One&lt;br/&gt;two"), "One\ntwo");
    assert_eq!(data("text/html", "One&lt;p&gt;two"), "One\n\ntwo");
    // Called HTML, but lines of plain text.
    assert_eq!(data("text/html", "One\ntwo"), "One\ntwo");
    assert_eq!(data("text/plain", "1 &lt; 2"), "1 < 2");
}
