use crate::record::UpdateKind;
use crate::wire::json::tests::one;

#[test]
fn an_item() {
    let got = one(
        r#"{"uri":"http://AFP/1/2024-03-01T14:05:09.000Z/1","source-feed":"AFP","usn":"1","version":"1","unique-name":"AFP.1.1","status":"embargoed","type":"text","format":"GOA-WIRES-NINJS",
        "firstVersion":"2024-03-01T13:00:00.000Z","versionCreated":"2024-03-01T14:05:09.000Z","dateTimeSent":"2024-03-01T14:06:00.000Z","originalUrn":"0","slug":"Ferry-accident","headline":"Ferry sinks",
        "subhead":"","byline":"","priority":"4","subjects":{"code":["iptccat:a+n","afpCat:SPO"]},"mediaCatCodes":"SCN","destinations":{"code":["1"]},"keywords":" ferry + port++ferry","tabVtxt":"X",
        "language":"en","copyrightHolder":"","location":"Hobart","abstract":"POL","body_text":"<p>A ferry sank.</p>","imageIds":["img1"],
        "agencyMetadata":{"subject":[{"code":"medtop:20000139","name":"accident"}],"place":[{"name":"Tasmania"}]}}"#,
    );
    let envelope = &got.envelope;
    assert_eq!(got.body, "A ferry sank.");
    assert_eq!((envelope.provider.as_deref(), envelope.status), (Some("AFP"), None));
    assert_eq!(envelope.keywords, ["ferry", "port"]);
    assert_eq!((envelope.urgency, envelope.raw["priority"].as_str()), (None, "4"));
    let codes: Vec<_> = envelope
        .subjects
        .iter()
        .map(|subject| (subject.scheme.as_deref().unwrap(), subject.code.as_deref().unwrap()))
        .collect();
    assert_eq!(
        codes,
        [("iptccat", "a"), ("iptccat", "n"), ("afpCat", "SPO"), ("mediacat", "SCN"), ("medtop", "20000139")]
    );
    assert_eq!(envelope.located[0].name.as_deref(), Some("Hobart"));
    assert_eq!(envelope.ids[0], ("usn".to_owned(), "1".to_owned()));
    assert_eq!(envelope.associations[0].id.as_deref(), Some("img1"));
    assert_eq!(envelope.unmapped["abstract"], "POL");
    assert_eq!(envelope.unmapped["agencyMetadata.place"], "Tasmania");
    assert_eq!(envelope.first_created.unwrap().offset, Some(0));
    assert!(!envelope.press_release && envelope.signals.is_empty());
}

#[test]
fn feeds() {
    let feed = |feed: &str| {
        let envelope =
            one(&format!(r#"{{"source-feed":"{feed}","headline":"H","location":"Hobart"}}"#)).envelope;
        (
            envelope.provider.unwrap(),
            envelope.press_release,
            envelope.located.len(),
            envelope.signals.first().map(|signal| signal.kind),
        )
    };
    assert_eq!(feed("REUTERS"), ("Reuters".into(), false, 0, None));
    assert_eq!(feed("PA PR NEWSWIRE"), ("PA".into(), true, 1, None));
    assert_eq!(feed("PA_API"), ("PA".into(), false, 1, None));
    assert_eq!(feed("APBIZWIR"), ("AP".into(), true, 1, None));
    assert_eq!(feed("WORLD"), ("AP".into(), false, 1, None));
    assert_eq!(feed("AAP"), ("AAP".into(), false, 1, None));
    assert_eq!(feed("COMET"), ("COMET".into(), false, 1, None));
    assert_eq!(feed("HEARTBEAT").3, Some(UpdateKind::Test));
}
