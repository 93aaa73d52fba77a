//! Copy and pictures, stories and items.

use super::{component, content, document, items, lines, one, part, try_read};
use crate::record::FurnitureKind;
use crate::wire::{Choice, Limits, decode};

#[test]
fn the_source_of_a_release_is_no_agency_and_its_contact_is_public() {
    let source =
        "<AdministrativeMetadata><Source><Party FormalName='Proba Co'/></Source></AdministrativeMetadata>";
    let genre = "<DescriptiveMetadata><Genre FormalName='Release'/></DescriptiveMetadata>";
    let parts = part("Body", "Copy.") + &part("Contact", "Pat Tester");
    let got = one("", &format!("<NewsComponent>{source}{genre}{parts}</NewsComponent>"));
    assert!(got.envelope.press_release && got.envelope.credits.is_empty() && got.pieces.is_empty());
    assert_eq!(got.body, "Copy.\n\nPat Tester");
    let got = one("", &format!("<NewsComponent>{source}{parts}</NewsComponent>"));
    assert_eq!(got.pieces[0].kind, FurnitureKind::NotForPublication);
    assert_eq!(&got.body[got.pieces[0].range.clone()], "Pat Tester");
}

#[test]
fn parts_of_a_story() {
    let parts = [
        ("Title", "Head"),
        ("Lead", "The lead."),
        ("Body", "The body."),
        ("StyleSheet", ".a {}"),
        ("Summary", "In short."),
    ];
    let parts: String = parts.into_iter().map(|(role, text)| part(role, text)).collect();
    let got = one("", &format!("<NewsComponent>{parts}</NewsComponent>"));
    assert_eq!(
        (got.body.as_str(), got.envelope.headlines[0].text.as_str()),
        ("The lead.\n\nThe body.", "Head")
    );
    assert_eq!(got.envelope.descriptions, ["In short."]);
    let repeated = part("Lead", "The lead.") + &part("Body", "The lead. And more.");
    assert_eq!(one("", &format!("<NewsComponent>{repeated}</NewsComponent>")).body, "The lead. And more.");
}

#[test]
fn translations_and_headed_texts_are_stories_and_equivalents_are_one() {
    let text = |lang: &str, head: &str, text: &str| {
        component(
            &format!(
                "<NewsLines><HeadLine>{head}</HeadLine></NewsLines><DescriptiveMetadata><Language FormalName='{lang}'/></DescriptiveMetadata>"
            ),
            text,
        )
    };
    let read = |attributes: &str, inner: String| {
        items(&document(
            "",
            &format!(
                "<NewsComponent {attributes}><NewsLines><HeadLine>Both</HeadLine><CopyrightLine>W</CopyrightLine></NewsLines>{inner}</NewsComponent>"
            ),
        ))
    };
    let got = read("EquivalentsList='yes'", text("nl", "Kop", "Tekst.") + &text("fr", "Titre", "Texte."));
    let said: Vec<_> = got
        .iter()
        .map(|d| {
            (d.envelope.language.as_deref().unwrap(), d.envelope.headlines[0].text.as_str(), d.body.as_str())
        })
        .collect();
    assert_eq!(said, [("nl", "Kop", "Tekst."), ("fr", "Titre", "Texte.")]);
    assert!(
        got.iter().all(|d| d.envelope.rights.notice.is_some() && d.envelope.unmapped["HeadLine"] == "Both")
    );
    assert_ne!(got[0].envelope.story, got[1].envelope.story);
    let got = read("", text("en", "One", "1.") + &text("en", "Two", "2."));
    assert_eq!(got.len(), 2);
    let got = read("EquivalentsList='yes'", text("en", "One", "1.") + &text("en", "Two", "2."));
    assert_eq!((got.len(), got[0].body.as_str()), (1, "1."));
    let got = read("", part("Main", "1.") + &part("Main", "2."));
    assert_eq!((got.len(), got[0].body.as_str()), (1, "1.\n\n2."));
}

#[test]
fn one_text_in_two_formats_is_read_once() {
    let content = |format: &str| {
        format!("<ContentItem><Format FormalName='{format}'/><DataContent>Copy.</DataContent></ContentItem>")
    };
    assert_eq!(
        one("", &format!("<NewsComponent>{}{}</NewsComponent>", content("NITF"), content("Text"))).body,
        "Copy."
    );
    assert_eq!(
        one("", &format!("<NewsComponent>{}{}</NewsComponent>", content("Text"), content("Text"))).body,
        "Copy.\n\nCopy."
    );
}

#[test]
fn pictures_stand_beside_the_copy() {
    let picture = "<NewsComponent><Role FormalName='Photo'/><NewsLines><HeadLine>Cat</HeadLine></NewsLines><NewsComponent><Role FormalName='Caption'/><ContentItem><DataContent>A cat.</DataContent></ContentItem></NewsComponent>\
        <NewsComponent><ContentItem Href='small.jpg'><MediaType FormalName='Photo'/></ContentItem><ContentItem Href='large.jpg'><MediaType FormalName='Photo'/></ContentItem></NewsComponent></NewsComponent>";
    let got = one(
        "",
        &format!(
            "<NewsComponent>{}{picture}<NewsItemRef NewsItem='urn:x'/></NewsComponent>",
            part("Main", "Copy.")
        ),
    );
    assert_eq!((got.body.as_str(), got.envelope.headlines.len()), ("Copy.", 0));
    let [reference, photo] = &got.envelope.associations[..] else {
        panic!("{:?}", got.envelope.associations)
    };
    assert_eq!(reference.id.as_deref(), Some("urn:x"));
    assert_eq!(
        (photo.rel.as_deref(), photo.kind, photo.id.as_deref()),
        (Some("photo"), Some("picture"), Some("large.jpg"))
    );
    assert_eq!((photo.headline.as_deref(), photo.caption.as_deref()), (Some("Cat"), Some("A cat.")));
    // Without copy the caption is the story; without a caption there is none.
    assert_eq!(one("", picture).body, "A cat.");
    let bare = "<NewsComponent><NewsLines><HeadLine>Cat</HeadLine></NewsLines><ContentItem Href='a.jpg'/></NewsComponent>";
    assert_eq!(try_read(document("", bare).as_bytes()).unwrap_err().code, "wire.no_item");
}

#[test]
fn items_in_one_another_and_updates() {
    let inner = document("", &component("", "Inner.")).replace("<NewsML>", "").replace("</NewsML>", "");
    let inner = &inner[inner.find("<NewsItem>").unwrap()..];
    let got = items(&document("", &format!("<NewsComponent>{}{inner}</NewsComponent>", content("Outer."))));
    assert_eq!(got.iter().map(|d| d.body.as_str()).collect::<Vec<_>>(), ["Outer.", "Inner."]);
    let got = one(
        "",
        &format!(
            "<Update><Delete DuidRef='x'/><Replace DuidRef='y'>{}</Replace></Update>",
            component("", "New.")
        ),
    );
    assert_eq!(got.body, "New.");
    assert_eq!(one("", "<Update><InsertAfter DuidRef='y'><p>More.</p></InsertAfter></Update>").body, "More.");
    let got = one("", "<Update><Replace DuidRef='y'><HeadLine>New head</HeadLine></Replace></Update>");
    assert_eq!(got.envelope.headlines[0].text, "New head");
    assert_eq!(
        try_read(document("", "<Update><Delete DuidRef='x'/></Update>").as_bytes()).unwrap_err().code,
        "wire.no_item"
    );
    assert_eq!(try_read(document("", "<NewsComponent/>").as_bytes()).unwrap_err().code, "wire.empty");
    // A bad item is refused alone.
    let both = document("", &component("", "Copy."))
        .replace("</NewsML>", "<NewsItem><NewsComponent/></NewsItem></NewsML>");
    let read = decode(both.as_bytes(), Choice::default(), &Limits::default()).unwrap();
    assert_eq!(read.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn data() {
    for (data, body) in [
        ("<nitf><body><body.content><p>One.</p><p>Two.</p></body.content></body></nitf>", "One.\n\nTwo."),
        ("<body.content><p>One.</p></body.content>", "One."),
        ("<html><head><title>No</title></head><body><p>One.</p></body></html>", "One."),
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<![CDATA[<P>One &amp; two.</P><P>Three.</P>]]>", "One & two.\n\nThree."),
        (
            "&lt;nitf&gt;&lt;body&gt;&lt;body.content&gt;&lt;p&gt;One.&lt;/p&gt;&lt;/body.content&gt;&lt;/body&gt;&lt;/nitf&gt;",
            "One.",
        ),
        ("\n  Van &lt;b&gt;Geel&lt;/b&gt; ging.\n  Meer.\n", "Van Geel ging.\nMeer."),
        ("One.\n\n   Two.\n", "One.\n\nTwo."),
        ("One.\n   Two.\nThree.", "One.\n\nTwo.\nThree."),
        ("Team      Won\nNorth        3", "Team      Won\nNorth        3"),
        ("R &amp; D: 3 &lt; 4", "R & D: 3 < 4"),
    ] {
        assert_eq!(one("", &component("", data)).body, body, "{data}");
    }
    let encoded = "<NewsComponent><ContentItem><Encoding Notation='base64'><DataContent>PHA+T25l\n LjwvcD4=</DataContent></Encoding></ContentItem></NewsComponent>";
    assert_eq!(one("", encoded).body, "One.");
    // What is not base 64 is not lost.
    assert_eq!(one("", &encoded.replace("PHA+", "One. ")).body, "One. T25l\nLjwvcD4=");
}

#[test]
fn an_item_cut_anywhere_is_refused_and_never_panics() {
    let whole = document(
        "<Status FormalName='Usable'/>",
        &component("<NewsLines><HeadLine>Één</HeadLine></NewsLines>", "Copy é."),
    );
    let choice = Choice { named: Some("newsml1"), ..Choice::default() };
    for end in 0..whole.len() - 1 {
        assert!(decode(&whole.as_bytes()[..end], choice, &Limits::default()).is_err(), "{end}");
    }
    assert!(try_read(b"<NewsML/>").is_err());
    assert!(try_read(b"<NewsML><NewsItem/></NewsML>").is_err());
}

#[test]
fn items_stories_and_lines_are_bounded() {
    let limits = Limits { max_items: 20, ..Limits::default() };
    let many = document("", &component("", "Copy.")).replace("</NewsML>", &format!("{}</NewsML>", "<NewsItem><NewsComponent><ContentItem><DataContent>x</DataContent></ContentItem></NewsComponent></NewsItem>".repeat(30)));
    assert_eq!(decode(many.as_bytes(), Choice::default(), &limits).unwrap_err().code, "wire.too_many_items");
    // Many headed texts, each with all that is said around them.
    let stories = component("<NewsLines><HeadLine>One</HeadLine></NewsLines>", "1.")
        + &component("<NewsLines><HeadLine>Two</HeadLine></NewsLines>", "2.").repeat(500);
    assert_eq!(items(&document("", &format!("<NewsComponent>{stories}</NewsComponent>"))).len(), 1);
    let all = "<KeywordLine>k</KeywordLine><HeadLine>h</HeadLine><SlugLine>Jane Roe (jr)</SlugLine><ByLine>J. Roe</ByLine><CreditLine>c</CreditLine>";
    let numbered: String = (0..3_000).map(|n| all.replace("</", &format!(" {n}</"))).collect();
    let got = lines(&numbered).envelope;
    assert!(
        [got.keywords.len(), got.headlines.len(), got.notes.len(), got.bylines.len(), got.credits.len()]
            .iter()
            .all(|n| *n <= 200)
    );
}
