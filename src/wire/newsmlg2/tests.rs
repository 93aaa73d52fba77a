use super::super::{Choice, Item, Limits, decode as read};
use super::FORMAT;
use crate::dispatch::{Dispatch, Envelope, MOST, Status};
use crate::record::UpdateKind;

pub(super) fn all(document: &str) -> Vec<Item> {
    read(document.as_bytes(), Choice::default(), &Limits::default()).expect("a document with items")
}

pub(super) fn one(document: &str) -> Dispatch {
    let mut items = all(document);
    assert_eq!(items.len(), 1, "{document}");
    items.remove(0).expect("an item")
}

/// An item with that `itemMeta`, `contentMeta` and `contentSet`.
pub(super) fn item(management: &str, description: &str, content: &str) -> String {
    format!(
        "<newsItem guid='g' xml:lang='en'><itemMeta>{management}</itemMeta><contentMeta>{description}</contentMeta>\
         <contentSet>{content}</contentSet></newsItem>"
    )
}

pub(super) fn managed(management: &str) -> Envelope {
    one(&item(management, "<headline>H</headline>", "")).envelope
}

pub(super) fn described(description: &str) -> Envelope {
    one(&item("", &format!("{description}<headline>H</headline>"), "")).envelope
}

pub(super) fn refused(document: &str) -> &'static str {
    let items = read(document.as_bytes(), Choice::default(), &Limits::default());
    match items.map(|mut items| items.remove(0)) {
        Err(reject) | Ok(Err(reject)) => reject.code,
        Ok(Ok(_)) => "",
    }
}

#[test]
fn any_prefix_and_any_place_of_the_items() {
    for document in [
        "<newsItem guid='g'><contentMeta><headline>H</headline></contentMeta></newsItem>",
        "<a:newsItem xmlns:a='x' guid='g'><a:contentMeta><a:headline>H</a:headline></a:contentMeta></a:newsItem>",
        "<newsMessage><itemSet><packageItem/><newsItem guid='g'><contentMeta><headline>H</headline></contentMeta></newsItem></itemSet></newsMessage>",
    ] {
        let got = one(document);
        assert_eq!((got.format, got.body.as_str()), (FORMAT.name, "H"), "{document}");
        assert_eq!(got.envelope.story.as_deref(), Some("g"));
    }
}

#[test]
fn what_holds_no_news_is_refused() {
    for (document, code) in [
        ("<packageItem guid='p'><groupSet/></packageItem>", "wire.no_item"),
        ("<conceptItem guid='c'><concept/></conceptItem>", "wire.no_item"),
        ("<knowledgeItem guid='k'><conceptSet/></knowledgeItem>", "wire.no_item"),
        ("<newsMessage><itemSet><conceptItem/></itemSet></newsMessage>", "wire.no_item"),
        ("<newsMessage/>", "wire.no_item"),
        (&item("", "", "<inlineXML><html><body><p> </p></body></html></inlineXML>"), "wire.empty"),
        (&item("<pubStatus qcode='stat:canceled'/>", "", ""), ""),
        ("<newsItem guid='g'>", "wire.xml_broken"),
    ] {
        assert_eq!(refused(document), code, "{document}");
    }
}

#[test]
fn the_header_says_when_and_whether_it_is_a_test() {
    let message = |origin: &str| {
        one(&format!(
            "<newsMessage><header><sent>2031-03-01T10:00:00Z</sent><sender>wire.example</sender><priority>4</priority>\
             <origin>{origin}</origin></header><itemSet>{}</itemSet></newsMessage>",
            item("", "<headline>H</headline>", "")
        ))
        .envelope
    };
    let got = message("XW TEST FROM DESK");
    assert!(got.sent.is_some());
    assert_eq!(got.provider.as_deref(), Some("wire.example"));
    assert_eq!(got.raw.get("priority").map(String::as_str), Some("4"));
    assert_eq!(got.signals[0].kind, UpdateKind::Test);
    assert_eq!(message("THE CONTEST").signals, []);
}

#[test]
fn status_and_signals() {
    for (management, status, kind) in [
        ("<pubStatus qcode='stat:usable'/>", Some(Status::Usable), None),
        ("<pubStatus qcode='stat:canceled'/>", Some(Status::Canceled), None),
        ("<pubStatus qcode='stat:withheld'/>", Some(Status::Withheld), None),
        ("<pubStatus qcode='stat:other'/>", None, None),
        ("<signal qcode='sig:update'/><signal qcode='update:append'/>", None, Some(UpdateKind::Update)),
        ("<signal qcode='update:append'/>", None, Some(UpdateKind::Update)),
        ("<signal qcode='edStat:C'/>", None, Some(UpdateKind::Correction)),
        ("<signal qcode='edStat:N'/>", None, None),
        ("<signal qcode='tt_sig:replace'/>", None, Some(UpdateKind::Update)),
        ("<signal qcode='red-address:TEST'/>", None, Some(UpdateKind::Test)),
        ("<signal qcode='sig:routing'/>", None, None),
        ("<signal/>", None, None),
    ] {
        let got = managed(management);
        let kinds: Vec<_> = got.signals.iter().map(|signal| signal.kind).collect();
        assert_eq!((got.status, kinds), (status, Vec::from_iter(kind)), "{management}");
    }
    assert_eq!(managed("<pubStatus qcode='stat:other'/>").raw["pubStatus"], "other");
    assert!(managed("<signal qcode='sic:TABLE'/>").tabular);
}

#[test]
fn embargoes_in_fields_and_in_words() {
    let until = |management: &str| -> Vec<bool> {
        managed(management).embargoes.iter().map(|embargo| embargo.until.is_some()).collect()
    };
    assert_eq!(until("<embargoed>2031-03-01T10:00:00Z</embargoed>"), [true]);
    assert_eq!(until("<embargoed>Friday noon</embargoed>"), [false]);
    assert_eq!(until("<embargoed>2031-03-01</embargoed>"), [false]);
    assert_eq!(until("<embargoed> </embargoed>"), [false; 0]);
    let words = "<edNote role='dpaednoterole:embargo'>Sperrfrist 19.00 Uhr</edNote>";
    let got = managed(words);
    assert_eq!(got.advisories, ["Sperrfrist 19.00 Uhr"]);
    assert_eq!(until(words), [false]);
    let field = "<embargoed>2031-03-01T19:00:00+01:00</embargoed>";
    assert_eq!(until(&format!("{field}{words}")), [true, false]);
}

#[test]
fn private_notes_and_public_ones() {
    for (note, public) in [
        ("<edNote role='sttnote:private'>Line two is wrong.</edNote>", false),
        ("<edNote role='sttnote:public'>Line two was wrong.</edNote>", true),
        ("<edNote role='x:editorialnote'>Call 030 5550 1234.</edNote>", false),
        ("<edNote role='x:other' pubconstraint='y:nonpublic'>Ask the desk.</edNote>", false),
        ("<edNote role='x:dpacontacts'>Jane Roe</edNote>", false),
        ("<edNote>New: the mayor.</edNote>", true),
        ("<edNote>Write to jane@wire.example</edNote>", false),
    ] {
        let got = managed(note);
        assert_eq!(got.notes.iter().map(|note| note.public).collect::<Vec<_>>(), [public], "{note}");
        assert!(public || got.advisories.is_empty(), "{note}");
    }
}

#[test]
fn a_notepad_has_parts_for_readers_and_for_desks() {
    let got = managed(
        "<edNote role='d:notepad'><section class='notepad'><header><h3>Notizblock</h3></header>\
         <section class='np-public'><h4>Hinweis</h4><ul><li>Bilder folgen.</li><li>Tel. 030 5550 1234</li></ul></section>\
         <section class='np-nonpublic'><ul><li>Autor: Jane Roe</li></ul></section><p>Mehr um 18 Uhr.</p>\
         <p class='closingline'>dpa xx n1</p></section></edNote>",
    );
    let notes: Vec<_> = got.notes.iter().map(|note| (note.text.as_str(), note.public)).collect();
    assert_eq!(
        notes,
        [
            ("Bilder folgen.", true),
            ("Tel. 030 5550 1234", false),
            ("Autor: Jane Roe", false),
            ("Mehr um 18 Uhr.", true)
        ]
    );
    assert_eq!(got.unmapped["edNote/closingline"], "dpa xx n1");
}

#[test]
fn links_to_earlier_versions_and_to_things_beside() {
    let got = managed(
        "<link guidref='g' version='1'/><link rel='irel:previousVersion' residref='old'/>\
         <link rel='irel:seeAlso' href='http://news.example/1'/><link rel='irel:associatedWith' residref='pic'>\
         <itemClass qcode='ninat:picture'/><title>A ferry</title></link><link rel='irel:seeAlso'/>",
    );
    assert_eq!(got.replaces, ["g", "old"]);
    let beside: Vec<_> = got.associations.iter().map(|a| (a.rel.as_deref().unwrap(), a.kind)).collect();
    assert_eq!(beside, [("seeAlso", None), ("associatedWith", Some("picture"))]);
    assert_eq!(got.associations[1].headline.as_deref(), Some("A ferry"));
}

#[test]
fn headlines_by_role_and_rank() {
    let got = described(
        "<headline role='hld:subHeadline'>Below</headline><headline rank='3'>Above</headline><headline rank='1'>Main</headline>\
         <headline role='hld:subHeadline'>Main</headline>",
    );
    let headlines: Vec<_> = got.headlines.iter().map(|h| (h.role, h.text.as_str())).collect();
    assert_eq!(
        headlines,
        [(None, "Main"), (None, "H"), (Some("subhead"), "Below"), (Some("kicker"), "Above")]
    );
}

#[test]
fn who_wrote_and_who_had_to_do_with_it() {
    for (creator, byline, title, kept) in [
        ("<creator role='x:reporter'><name>Jane Roe</name></creator>", Some("Jane Roe"), None, None),
        (
            "<creator><name>By JANE ROE</name><related><name>AP Sports Writer</name></related></creator>",
            Some("By JANE ROE"),
            Some("AP Sports Writer"),
            None,
        ),
        ("<creator literal='Reuters'/>", None, None, Some("Reuters")),
        ("<creator><name>roe.jane</name></creator>", None, None, None),
        ("<creator literal=''/>", None, None, None),
    ] {
        let got = described(creator);
        let found = got.bylines.first().map(|byline| (byline.text.as_str(), byline.title.as_deref()));
        assert_eq!(found, byline.map(|byline| (byline, title)), "{creator}");
        assert_eq!(got.unmapped.get("creator").map(String::as_str), kept, "{creator}");
    }
    assert!(described("<contributor><name>roe.jane</name></contributor>").unmapped.is_empty());
}

#[test]
fn datelines_credits_and_captions_of_dialects() {
    assert_eq!(described("<dateline>Paris (XW) - </dateline>").dateline.as_deref(), Some("Paris (XW) -"));
    // Reuters has a time there.
    let got = described("<dateline>2031-03-01T10:00:00.000Z</dateline>");
    assert_eq!((got.dateline, got.unmapped.len()), (None, 1));
    assert_eq!(described("<creditline>STT–</creditline>").credits, ["STT"]);
    assert_eq!(described("<creditline>STT–AFP</creditline>").credits, ["STT–AFP"]);
    let caption = |text: &str| {
        described(&format!("<slugline>FERRY/</slugline><description role='d:caption'>{text}</description>"))
            .descriptions
    };
    assert!(caption("FERRY/:Ferry sinks").is_empty());
    assert_eq!(caption("A ferry sank."), ["A ferry sank."]);
}

#[test]
fn places_and_their_wider_ones() {
    let got = described(
        "<located type='cptype:city' qcode='geo:3169070'><name>Roma</name><broader type='cptype:country' qcode='geo:IT'/>\
         <broader type='cptype:region'><name>Lazio</name></broader><geoAreaDetails><position latitude='41.9' longitude='12.5'/>\
         </geoAreaDetails></located><located literal='Roma'/><located><name/></located>",
    );
    assert_eq!(got.located.len(), 1);
    let place = &got.located[0];
    assert_eq!((place.country.as_deref(), place.region.as_deref()), (Some("IT"), Some("Lazio")));
    assert_eq!((place.point, place.geonameid, place.bureau), (Some((41.9, 12.5)), Some(3169070), false));
    let reuters = item(
        "<provider literal='reuters.com'/>",
        "<located><name>Bangalore</name></located>",
        "<inlineData>a</inlineData>",
    );
    assert!(one(&reuters).envelope.located[0].bureau);
}

#[test]
fn a_version_from_before_the_first_is_dated_by_its_change() {
    let times = |version: &str| {
        let management = format!(
            "<versionCreated>{version}</versionCreated><firstCreated>2031-03-02T10:00:00</firstCreated>"
        );
        let content = "<headline>H</headline><contentModified>2031-03-05T10:00:00</contentModified>";
        one(&item(&management, content, "")).envelope.version_created.expect("a time").local.to_string()
    };
    assert_eq!(times("2031-03-01T10:00:00"), "2031-03-05T10:00:00");
    assert_eq!(times("2031-03-03T10:00:00"), "2031-03-03T10:00:00");
}

/// A picture and a text of a message.
fn picture(guid: &str, caption: &str) -> String {
    format!(
        "<newsItem guid='{guid}'><itemMeta><itemClass qcode='ninat:picture'/></itemMeta><contentMeta>\
         <description role='drol:caption'>{caption}</description></contentMeta></newsItem>"
    )
}

#[test]
fn pictures_belong_to_the_text_that_names_them_or_stands_before_them() {
    let text = |guid: &str, link: &str| {
        format!(
            "<newsItem guid='{guid}'><itemMeta>{link}</itemMeta><contentMeta><headline>H {guid}</headline></contentMeta></newsItem>"
        )
    };
    let message = format!(
        "<newsMessage><itemSet>{}{}{}{}</itemSet></newsMessage>",
        text("a", "<link rel='irel:associatedWith' residref='p2'/>"),
        text("b", ""),
        picture("p1", "One"),
        picture("p2", "Two"),
    );
    let got: Vec<_> =
        all(&message).into_iter().map(|item| item.expect("a text").envelope.associations).collect();
    let shown = |at: usize| {
        got[at].iter().map(|a| (a.id.as_deref().unwrap(), a.caption.as_deref().unwrap())).collect::<Vec<_>>()
    };
    assert_eq!(got.len(), 2);
    assert_eq!(shown(0), [("p2", "Two")]);
    assert_eq!(shown(1), [("p1", "One")]);
}

#[test]
fn a_picture_alone_is_an_item_with_its_caption() {
    assert_eq!(one(&picture("p1", "A ferry.")).body, "A ferry.");
}

#[test]
fn cut_anywhere_it_neither_panics_nor_passes() {
    let content = "<inlineXML><html><body><h1>H</h1><p>Ä&amp;#39;</p></body></html></inlineXML>";
    let whole = format!(
        "<newsMessage><itemSet>{}{}</itemSet></newsMessage>",
        item(
            "<edNote role='d:notepad'><s class='notepad'><p>x</p></s></edNote>",
            "<headline>H</headline>",
            content
        ),
        picture("p", "c")
    );
    for end in 0..whole.len() {
        let named = Choice { named: Some(FORMAT.name), ..Choice::default() };
        assert!(read(&whole.as_bytes()[..end], named, &Limits::default()).is_err(), "cut at {end}");
    }
    assert_eq!(all(&whole).len(), 1);
}

#[test]
fn long_lists_are_bounded() {
    let limits = Limits::default();
    let many = |row: &str| row.repeat((limits.max_dispatch_bytes - 2_000) / row.len());
    let numbered = |row: &str| (0..12_000).map(|n| row.replace('#', &n.to_string())).collect::<String>();
    for document in [
        item("", &numbered("<headline>#</headline>"), ""),
        item("", &numbered("<headline>H</headline><keyword>#</keyword><by>A #</by>"), ""),
        item("", &numbered("<headline>H</headline><located><name>#</name></located>"), ""),
        item(&numbered("<edNote>a #</edNote><link residref='#'/>"), "<headline>H</headline>", ""),
        item(&many("<signal qcode='update:x'/>"), "<headline>H</headline>", ""),
        item(
            "",
            "<headline>H</headline>",
            &format!("<inlineXML><html>{}</html></inlineXML>", many("&amp;<h2/>")),
        ),
        item(
            "",
            "<headline>H</headline>",
            &format!("<inlineXML><html>{}</html></inlineXML>", many("<figure><img/>x</figure>")),
        ),
        item("", "<headline>H</headline>", &format!("<inlineXML><p>{}</p></inlineXML>", many("&amp;#39"))),
    ] {
        let envelope = one(&document).envelope;
        let lengths = [
            envelope.headlines.len(),
            envelope.keywords.len(),
            envelope.bylines.len(),
            envelope.located.len(),
            envelope.notes.len(),
            envelope.associations.len(),
            envelope.signals.len(),
        ];
        assert!(lengths.iter().all(|length| *length <= MOST), "{lengths:?}");
    }
    let pictures: String = (0..400).map(|n| picture(&n.to_string(), &n.to_string())).collect();
    let got =
        one(&format!("<newsMessage>{}{pictures}</newsMessage>", item("", "<headline>H</headline>", "")));
    assert_eq!(got.envelope.associations.len(), MOST);
}
