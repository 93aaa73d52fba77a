use crate::dispatch::Status;
use crate::record::{FurnitureKind, UpdateKind};
use crate::wire::json::tests::{codes, one};

#[test]
fn an_item() {
    let got = one(
        r#"{"format":"digitalwires@0.9.1","type":"composite","entry_id":"x1","updated":"2031-02-03T09:12:13Z","urn":"urn:newsml:dpa.com:20090101:310203-930-1",
        "version_created":"2031-02-03T10:11:12+01:00","version":2,"pubstatus":"usable","signal":"sig:update","embargoed":"2031-02-03T19:00:00+01:00","language":"de","urgency":3,
        "kicker":"Unglück","headline":"Fähre sinkt","subhead":null,"teaser":"Eine Fähre sank.","byline":"Von Jane Roe, dpa","dateline":"Kiel (dpa/lno) - ",
        "article_html":"<section class=\"main\"><p><span class=\"dateline\">Kiel (dpa/lno) - </span>Eine Fähre.</p></section>","infobox_html":"<section><h2>Links</h2></section>",
        "linkbox_html":"<ul><li><a href=\"https://example.org\">Hafen</a></li></ul>","creditline":"dpa","notepad":{"nonpublic_html":"<p>Jane Roe, +49 431 555 0100</p>"},
        "ednotes":[{"role":"dpaednoterole:embargo","ednote":"Sperrfrist 19.00 Uhr","is_publishable":true},{"role":"dpaednoterole:closingline","ednote":"dpa jro n1","is_publishable":true},
        {"role":"dpaednoterole:dpacontacts","ednote":"Redaktion: Kim Poe","is_publishable":false}],
        "associations":[{"type":"image","urn":"urn:newsml:dpa.com:2","headline":"Hafen","caption":"Der Hafen.","is_featureimage":true}],
        "categories":[{"type":"dnltype:pubstatus","name":"usable","qcode":"stat:usable"},{"type":"dnltype:creator","name":"poe.kim","qcode":null},
        {"type":"dnltype:dpasubject","name":"Schiff","qcode":"medtop:20000139","rank":1},{"type":"dnltype:keyword","name":"Fähre","qcode":null},
        {"type":"dnltype:genre","name":"Meldung","qcode":"dpatextgenre:1"},{"type":"dnltype:poi","name":"Hafen, Kiel","qcode":null},{"type":"dnltype:provider","name":"dpa","qcode":"dnlprov:dpa"}],
        "keyword_names":["Fähre"]}"#,
    );
    let envelope = &got.envelope;
    assert_eq!(got.body, "Kiel (dpa/lno) - Eine Fähre.\n\nLinks");
    assert_eq!(
        (got.pieces[0].kind, &got.body[got.pieces[0].range.clone()]),
        (FurnitureKind::Dateline, "Kiel (dpa/lno) -")
    );
    let headlines: Vec<_> =
        envelope.headlines.iter().map(|headline| (headline.role, headline.text.as_str())).collect();
    assert_eq!(headlines, [(None, "Fähre sinkt"), (Some("kicker"), "Unglück")]);
    assert_eq!(
        (envelope.status, envelope.signals[0].kind, envelope.signals.len()),
        (Some(Status::Usable), UpdateKind::Update, 1)
    );
    assert!(envelope.embargoes[0].until.is_some());
    assert_eq!(envelope.dateline.as_deref(), Some("Kiel (dpa/lno) -"));
    assert_eq!(envelope.advisories, ["Sperrfrist 19.00 Uhr"]);
    assert_eq!(
        (envelope.provider.as_deref(), envelope.credits.as_slice()),
        (Some("dpa"), &["dpa".to_owned()][..])
    );
    assert_eq!(envelope.keywords, ["Fähre"]);
    assert_eq!(envelope.subjects[0].scheme.as_deref(), Some("medtop"));
    let links: Vec<_> = envelope
        .associations
        .iter()
        .map(|association| (association.rel.as_deref(), association.headline.as_deref()))
        .collect();
    assert_eq!(links, [(Some("seeAlso"), Some("Hafen")), (None, Some("Hafen"))]);
    assert_eq!(envelope.unmapped["ednotes.closingline"], "dpa jro n1");
    assert_eq!(envelope.unmapped["categories.poi"], "Hafen, Kiel");
    let private: Vec<_> =
        envelope.notes.iter().filter(|note| !note.public).map(|note| note.text.as_str()).collect();
    assert_eq!(private, ["Redaktion: Kim Poe", "creator: poe.kim"]);
}

#[test]
fn the_notepad_counts_where_notes_are_missing() {
    let got = one(
        r#"{"format":"digitalwires@0.9.1","headline":"H","article_html":"<p>Eins.</p>","ednotes":[],
        "notepad":{"public_html":"<h4>Berichtigung</h4><ul><li>Zahl im 2. Absatz</li></ul>","nonpublic_html":"<p>Kim Poe</p>"}}"#,
    );
    let notes: Vec<_> = got.envelope.notes.iter().map(|note| (note.text.as_str(), note.public)).collect();
    assert_eq!(notes, [("Berichtigung Zahl im 2. Absatz", true), ("Kim Poe", false)]);
}

#[test]
fn pictures_have_their_caption_for_copy() {
    let got = one(
        r#"{"format":"digitalwires@0.9.1","type":"composite","headline":"Hafen","article_html":null,"associations":[{"type":"image","urn":"u1"}],"creditline":"Kim Poe/XY/dpa","signal":"sig:correction",
        "descriptions":[{"role":"drol:caption","description":"Der Hafen am Freitag."}],"ednotes":[{"role":null,"ednote":"Ort korrigiert","is_publishable":false}],
        "categories":[{"type":"dnltype:infosource","name":"XY","qcode":"dpacprh:xy","role":"isrol:contentSource"},{"type":"dnltype:infosource","name":null,"qcode":null,"role":"isrol:contentSource"},
        {"type":"dnltype:creator","name":"Kim Poe","qcode":"dpaaccno:1"},{"type":"dnltype:locationcreated","name":"Kiel","qcode":null,"geojson":{"properties":{"locality":"Kiel","country":"Deutschland"}}}]}"#,
    );
    assert_eq!(got.body, "Der Hafen am Freitag.");
    assert_eq!(got.envelope.credits, ["Kim Poe/XY/dpa", "XY"]);
    assert_eq!(got.envelope.signals[0].kind, UpdateKind::Correction);
    assert_eq!(got.envelope.located[0].country.as_deref(), Some("Deutschland"));
    assert_eq!(got.envelope.unmapped["categories.creator"], "Kim Poe");
    assert!(codes(&got).is_empty());
}
