use crate::dispatch::{Status, Subject};
use crate::record::UpdateKind;
use crate::wire::json::tests::one;

fn kinds(text: &str) -> Vec<(UpdateKind, Option<u32>)> {
    one(text).envelope.signals.iter().map(|signal| (signal.kind, signal.sequence)).collect()
}

#[test]
fn version_1_as_superdesk_writes_it() {
    let got = one(
        r#"{"guid":"urn:newsml:localhost:2024:1","version":"2","type":"text","versioncreated":"2024-03-01T14:05:09+0000",
        "firstcreated":"2024-03-01T12:00:00+0000","pubstatus":"usable","urgency":3,"priority":6,"language":"en-AU","headline":"Ferry &amp; barge sink",
        "slugline":"FERRY","byline":"By Jane Roe","located":"Hobart","source":"XYZ","copyrightholder":"Example Press","ednote":"Adds detail",
        "description_html":"<p>A ferry sank.</p>","description_text":"A ferry sank.","subject":[{"code":"03000000","name":"disaster"}],
        "service":[{"code":"a","name":"National"}],"genre":[{"code":"Article","name":"Article (news)"}],"place":[{"code":"TAS","name":"TAS"}],
        "body_html":"<p>A ferry\nsank.</p>","evolvedfrom":"urn:newsml:localhost:2024:0","extra":{"headline_extended":"Long","doi":"10.1/x"},
        "authors":[{"name":"John Doe","role":"writer","email":"jd@example.org"}],"annotations":[],"wordcount":3}"#,
    );
    let envelope = &got.envelope;
    assert_eq!(got.body, "A ferry sank.");
    assert_eq!(envelope.headlines[0].text, "Ferry & barge sink");
    assert_eq!(envelope.headlines[1].role, Some("extended"));
    assert_eq!(envelope.slugline.as_deref(), Some("FERRY"));
    assert_eq!(
        envelope.bylines.iter().map(|byline| byline.text.as_str()).collect::<Vec<_>>(),
        ["By Jane Roe"]
    );
    assert_eq!(envelope.located[0].name.as_deref(), Some("Hobart"));
    assert_eq!(envelope.credits, ["XYZ"]);
    assert_eq!((envelope.urgency, envelope.raw["priority"].as_str()), (Some(3), "6"));
    assert_eq!(envelope.ids[0], ("guid".to_owned(), "urn:newsml:localhost:2024:1".to_owned()));
    assert_eq!((envelope.provider.as_deref(), envelope.status), (None, Some(Status::Usable)));
    assert_eq!(envelope.version_created.unwrap().offset, Some(0));
    assert_eq!(envelope.descriptions, ["A ferry sank."]);
    assert_eq!(envelope.replaces, ["urn:newsml:localhost:2024:0"]);
    assert_eq!(envelope.signals[0].kind, UpdateKind::Update);
    assert_eq!(envelope.advisories, ["Adds detail"]);
    assert_eq!(
        envelope.subjects[1],
        Subject { scheme: Some("service".into()), code: Some("a".into()), name: Some("National".into()) }
    );
    assert_eq!(envelope.unmapped["place"], "TAS");
    assert_eq!(envelope.unmapped["extra.doi"], "10.1/x");
    assert!(envelope.notes.iter().any(|note| note.text == "jd@example.org" && !note.public));
}

#[test]
fn versions_2_and_3() {
    let got = one(
        r#"{"uri":"http://tt.se/media/text/1","standard":{"name":"ninjs","version":"3.1"},"type":"text","pubStatus":"canceled","embargoedUntil":"2024-03-02T06:00:00+02:00",
        "versionCreated":"2024-03-01T14:05:09+02:00","title":"ferry slug","headlines":[{"role":"short","value":"Ferry"},{"role":"main","value":"Ferry sinks"},{"role":"kicker","value":"Accident"}],
        "descriptions":[{"role":"summary","value":"A ferry sank."}],"bodies":[{"role":"main","contentType":"text/plain","value":"A ferry sank.\n\nTwo left."}],
        "by":"Jane Roe","people":[{"name":"Kim Poe","rel":"mentions","contactInfo":[{"type":"phone","value":"+46 8 555 01 00"}]}],
        "infoSources":[{"name":"Example Wire","role":"originator"},{"name":"Hub","role":"isrol:provider"}],"altIds":[{"role":"transmission","value":"7"}],
        "places":[{"name":"Gotland"}],"subjects":[{"uri":"http://cv.iptc.org/newscodes/mediatopic/20000139","name":"accident"}],
        "associations":[{"name":"a1","type":"picture","uri":"http://tt.se/media/image/2","headlines":[{"value":"Berth"}],"descriptions":[{"value":"The berth."}]}],
        "trustIndicators":[{"role":"ethics","uri":"http://example.org"}]}"#,
    );
    let envelope = &got.envelope;
    assert_eq!(got.body, "A ferry sank.\n\nTwo left.");
    let headlines: Vec<_> =
        envelope.headlines.iter().map(|headline| (headline.role, headline.text.as_str())).collect();
    assert_eq!(headlines, [(None, "Ferry sinks"), (Some("short"), "Ferry"), (Some("kicker"), "Accident")]);
    assert_eq!(envelope.status, Some(Status::Canceled));
    assert_eq!(envelope.embargoes[0].until.unwrap().offset, Some(7200));
    assert_eq!(envelope.credits, ["Example Wire"]);
    assert_eq!(envelope.provider.as_deref(), Some("Hub"));
    assert_eq!(envelope.ids[1], ("transmission".to_owned(), "7".to_owned()));
    let association = &envelope.associations[0];
    assert_eq!((association.rel.as_deref(), association.kind), (Some("a1"), Some("picture")));
    assert_eq!(
        (association.headline.as_deref(), association.caption.as_deref()),
        (Some("Berth"), Some("The berth."))
    );
    assert_eq!(envelope.unmapped["person"], "Kim Poe");
    assert!(envelope.notes.iter().any(|note| note.text.contains("+46") && !note.public));
    assert!(!envelope.unmapped.values().any(|value| value.contains("+46")));
}

#[test]
fn bylines_that_are_none() {
    for (fields, bylines, credits) in [
        (r#""by":"NTB","copyrightHolder":"Other""#, vec![], vec!["NTB"]),
        (r#""byline":"NTB-AFP-DPA""#, vec![], vec!["NTB-AFP-DPA"]),
        (r#""byline":"Example Wire","source":"Example Wire""#, vec![], vec!["Example Wire"]),
        (r#""byline":"petr""#, vec![], vec![]),
        (r#""byline":"asl/tib""#, vec![], vec![]),
        (r#""byline":"JANE ROE, KIM POE""#, vec!["JANE ROE, KIM POE"], vec![]),
        (r#""byline":"Jane Roe jane@example.org""#, vec!["Jane Roe"], vec![]),
        (
            r#""authors":[{"name":"Jane Roe","role":"writer"},{"name":"Kim Poe","role":"editor"},{"name":"jdoe"}]"#,
            vec!["Jane Roe"],
            vec![],
        ),
        (r#""people":[{"name":"Jane Roe","rel":"author"}]"#, vec!["Jane Roe"], vec![]),
    ] {
        let got = one(&format!(r#"{{"headline":"H","body_text":"One.",{fields}}}"#));
        let found: Vec<_> = got.envelope.bylines.iter().map(|byline| byline.text.as_str()).collect();
        assert_eq!(found, bylines, "{fields}");
        assert_eq!(got.envelope.credits, credits, "{fields}");
    }
}

#[test]
fn places_that_are_none() {
    let at = |fields: &str| {
        let envelope = one(&format!(r#"{{"headline":"H","body_text":"One.",{fields}}}"#)).envelope;
        (envelope.dateline, envelope.located.into_iter().next().and_then(|place| place.name))
    };
    assert_eq!(at(r#""located":"Hobart""#), (None, Some("Hobart".into())));
    assert_eq!(at(r#""located":"Oslo, Norway""#), (Some("Oslo, Norway".into()), None));
    assert_eq!(
        at(r#""byline":"Jane Roe, Example State University","located":"Jane Roe, Example""#),
        (None, None)
    );
    assert_eq!(at(r#""dateline":"2024-03-01T14:05:09Z""#), (None, None));
    assert_eq!(
        at(r#""dateline":{"located":{"city":"Hobart","country_code":"AU"},"text":null}"#),
        (None, Some("Hobart".into()))
    );
}

#[test]
fn what_tt_has_besides() {
    let got = one(
        r#"{"uri":"http://tt.se/media/text/2","type":"text","profile":"PUBL","headline":"H","body_html5":"<p>Ett.</p>","slug":"farjaUV","sector":"INR",
        "product":[{"code":"TTINR","scheme":"http://tt.se/spec/product/1.0","name":"Inrikes"}],"replacing":["http://tt.se/media/text/1"],"job":"57",
        "byline":"Jane Roe/TT","bylines":[{"byline":"Jane Roe/TT","affiliation":"TT","email":""},{"byline":"","role":"Ansvarig","internal":"true","phone":"08-555 01 00"},
        {"byline":"Kim Poe/TT","role":"Fotograf"}],"datetime":"2024-03-01T14:05:09+02:00"}"#,
    );
    let envelope = &got.envelope;
    assert_eq!(envelope.bylines.len(), 1);
    assert_eq!(envelope.bylines[0].text, "Jane Roe/TT");
    assert_eq!((envelope.story.as_deref(), envelope.provider.as_deref()), (Some("57"), Some("tt.se")));
    assert_eq!(envelope.sent.unwrap().offset, Some(7200));
    assert!(envelope.notes.iter().any(|note| note.text == "08-555 01 00" && !note.public));
    assert_eq!(envelope.unmapped["bylines"], "Kim Poe/TT");
    for (fields, kinds_wanted) in [
        (r#""replacing":["x"]"#, vec![(UpdateKind::Update, None)]),
        (
            r#""signals":{"updatetype":"KORR","pagecode":"A"},"replacing":["x"]"#,
            vec![(UpdateKind::Correction, None)],
        ),
        (r#""pubstatus":"commissioned""#, vec![(UpdateKind::Advisory, None)]),
        (r#""profile":"INFO""#, vec![(UpdateKind::Advisory, None)]),
        (r#""type":"advisory""#, vec![(UpdateKind::Advisory, None)]),
        (r#""rewrite_sequence":2"#, vec![(UpdateKind::Update, Some(2))]),
        (r#""rewrite_sequence":0"#, vec![]),
        (r#""isTest":true"#, vec![(UpdateKind::Test, None)]),
        (r#""profile":"Story""#, vec![]),
    ] {
        assert_eq!(
            kinds(&format!(r#"{{"headline":"H","body_text":"One.",{fields}}}"#)),
            kinds_wanted,
            "{fields}"
        );
    }
}

#[test]
fn a_status_in_whatever_shape() {
    for status in [
        r#""pubStatus":{"uri":"http://cv.iptc.org/newscodes/pubstatusg2/canceled"}"#,
        r#""pubstatus":["usable","canceled"]"#,
        r#""pubstatus":"withheld","state":"killed""#,
    ] {
        assert_eq!(one(&format!(r#"{{"headline":"H",{status}}}"#)).envelope.status, Some(Status::Canceled));
    }
}

#[test]
fn kills_and_holds_need_no_copy() {
    for stop in [
        r#""pubstatus":"withdrawn""#,
        r#""pubStatus":"withheld""#,
        r#""pubstatus":"usable","signals":["sig:kill"]"#,
    ] {
        let got = one(&format!(r#"{{"uri":"urn:1","type":"text","version":"2",{stop}}}"#));
        assert!(got.envelope.stops() && got.body.is_empty(), "{stop}");
    }
}

#[test]
fn embargoes_are_never_lost() {
    let embargoes = |fields: &str| one(&format!(r#"{{"headline":"H",{fields}}}"#)).envelope.embargoes;
    for none in ["null", "\"\"", "false"] {
        assert!(embargoes(&format!(r#""embargoed":{none}"#)).is_empty(), "{none}");
    }
    assert!(embargoes(r#""embargoed":"2024-03-01T14:05:09Z""#)[0].until.is_some());
    for value in ["\"tonight\"", "true", "{\"a\":1}", "[\"x\"]", "\"2024-03-01\""] {
        assert_eq!(embargoes(&format!(r#""embargoed":{value}"#))[0].until, None, "{value}");
    }
    let both = embargoes(r#""embargoed":"2024-03-01T14:00:00Z","embargoedUntil":"soon""#);
    assert_eq!(both.iter().map(|embargo| embargo.until.is_some()).collect::<Vec<_>>(), [true, false]);
    let told = one(r#"{"headline":"H","status":"Embargoed until Friday"}"#).envelope;
    assert_eq!((told.embargoes[0].raw.as_str(), told.status), ("Embargoed until Friday", None));
}

#[test]
fn releases() {
    for (fields, release) in [
        (r#""uri":"http://www.businesswire.com/news/home/1/en""#, true),
        (r#""genre":[{"name":"Press Release"}]"#, true),
        (r#""uri":"http://www.example.org/1","genre":[{"name":"Feature"}]"#, false),
    ] {
        assert_eq!(
            one(&format!(r#"{{"headline":"H",{fields}}}"#)).envelope.press_release,
            release,
            "{fields}"
        );
    }
}

#[test]
fn superdesk_archive_items() {
    let got = one(
        r#"{"_id":"urn:1","state":"killed","pubstatus":"usable","headline":"H","body_html":"<p>One.</p>","sign_off":"jro/kpo",
        "dateline":{"located":{"city":"Hobart","country":"Australia","country_code":"AU"},"text":"HOBART, March 1 XYZ -"}}"#,
    );
    assert_eq!(got.envelope.status, Some(Status::Canceled));
    assert_eq!(got.envelope.dateline.as_deref(), Some("HOBART, March 1 XYZ -"));
    assert_eq!((got.envelope.notes[0].text.as_str(), got.envelope.notes[0].public), ("jro/kpo", false));
}

#[test]
fn notes_with_contacts_are_private_and_still_tell_of_a_kill() {
    let got = one(r#"{"headline":"H","ednote":"A kill is mandatory. Write to desk@example.org."}"#);
    assert_eq!(got.envelope.notes.len(), 1);
    assert!(!got.envelope.notes[0].public);
    assert_eq!(got.envelope.advisories, ["A kill is mandatory."]);
}

#[test]
fn signs_of_a_headline_are_no_markup() {
    for (text, wanted) in [
        ("<AXYZ.N> rises", "<AXYZ.N> rises"),
        ("a < b &amp; c", "a < b & c"),
        ("<b>Ferry</b> sinks", "Ferry sinks"),
        ("R&D; M&A", "R&D; M&A"),
    ] {
        assert_eq!(one(&format!(r#"{{"headline":"{text}"}}"#)).envelope.headlines[0].text, wanted);
    }
}

#[test]
fn footers_and_headlines_escaped_twice() {
    let got = one(
        r#"{"headline":"He said &amp;quot;no&amp;quot;","body_html":"<p>One.</p>","body_footer":"<p>More at example.org</p>"}"#,
    );
    assert_eq!(got.body, "One.\n\nMore at example.org");
    assert_eq!(got.envelope.headlines[0].text, "He said \"no\"");
    assert_eq!(got.warnings.len(), 1);
}
