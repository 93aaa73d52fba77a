use crate::dispatch::Status;
use crate::record::UpdateKind;
use crate::wire::json::tests::{codes, one};

#[test]
fn an_item_in_its_envelope() {
    let got = one(
        r#"{"api_version":"2.1","data":{"meta":{"products":[{"id":1,"name":"Wire"}]},"item":{"uri":"https://api.example.org/c/1?qt=key&et=2",
        "altids":{"itemid":"9e2f","etag":"9e2f_1","friendlykey":"29","referenceid":"US--Ferry","transref":"A1"},"version":3,"type":"text","urgency":4,
        "profile":"Spot Development","editorialpriority":"u","language":"en","versioncreated":"2024-03-01T14:05:09Z","pubstatus":"usable",
        "ednote":"Eds: UPDATES: Adds quotes.","editorialtypes":["Lead"],"signals":["newscontent"],"title":"US--Ferry","headline":"Ferry sinks",
        "headline_extended":"A ferry sank off Hobart","slugline":"AP-US--Ferry, 3rd Ld-Writethru","bylines":[{"by":"By JANE ROE and KIM POE","title":"Associated Press"}],
        "located":"PORTLAND, Ore.","datelinelocation":{"city":"Portland","countryareaname":"Oregon","countrycode":"USA","countryname":"United States","geometry_geojson":{"type":"Point","coordinates":[-122.67,45.52]}},
        "usageterms":["Editorial use only.","No archive."],"provider":"AP","infosource":[{"name":"AP","type":"AP"}],"person":[{"name":"Pat Coe","rels":["direct"]}],
        "associations":{"1":{"uri":"http://api.example.org/c/2?qt=key","type":"picture","headline":"Ferry"}},"renditions":{"nitf":{"href":"https://api.example.org/d?key=secret"}}}},
        "nitf":{"body_html":"<p>PORTLAND, Ore. (AP) — A ferry sank.</p>"}}"#,
    );
    let envelope = &got.envelope;
    assert_eq!(got.body, "PORTLAND, Ore. (AP) — A ferry sank.");
    assert_eq!(envelope.dateline.as_deref(), Some("PORTLAND, Ore."));
    let place = &envelope.located[0];
    assert_eq!(
        (place.name.as_deref(), place.region.as_deref(), place.country.as_deref()),
        (Some("Portland"), Some("Oregon"), Some("USA"))
    );
    assert_eq!(place.point, Some((45.52, -122.67)));
    assert_eq!(
        (envelope.bylines[0].text.as_str(), envelope.bylines[0].title.as_deref()),
        ("By JANE ROE and KIM POE", Some("Associated Press"))
    );
    assert_eq!(envelope.ids[0], ("itemid".to_owned(), "9e2f".to_owned()));
    assert_eq!(envelope.ids[1].1, "https://api.example.org/c/1");
    assert_eq!(envelope.story.as_deref(), Some("US--Ferry"));
    assert_eq!(envelope.advisories, ["Eds: UPDATES: Adds quotes.", "3rd Ld-Writethru"]);
    assert_eq!(envelope.signals[0].kind, UpdateKind::Update);
    assert_eq!(envelope.rights.usage.as_deref(), Some("Editorial use only. No archive."));
    assert_eq!(envelope.raw["priority"], "u");
    assert_eq!(envelope.unmapped["person"], "Pat Coe");
    // Addresses hold the keys of the session.
    assert!(!format!("{envelope:?}").contains("qt=key") && !format!("{envelope:?}").contains("secret"));
}

#[test]
fn the_story_in_a_rendition() {
    let item =
        |story: &str| one(&format!(r#"{{"altids":{{"itemid":"1"}},"headline":"Ferry sinks",{story}}}"#)).body;
    assert_eq!(
        item(
            r#""renditions":{"nitf":{"content":"<nitf><body><body.content><block><p>One.</p></block></body.content></body></nitf>"}}"#
        ),
        "One."
    );
    assert_eq!(item(r#""renditions":{"main":"<p>One.</p>"}"#), "One.");
    assert_eq!(item(r#""body_nitf":"<body.content><block><p>One.</p></block></body.content>""#), "One.");
}

#[test]
fn kills_agate_and_pictures() {
    let got = one(
        r#"{"altids":{"itemid":"1"},"type":"text","pubstatus":"canceled","editorialtypes":["Kill"],"headline":"Ferry"}"#,
    );
    assert_eq!(
        (got.envelope.status, got.envelope.signals[0].kind),
        (Some(Status::Canceled), UpdateKind::Kill)
    );
    let got = one(
        r#"{"altids":{"itemid":"1"},"type":"text","profile":"Agate","textformat":"at","headline":"Top Ten","infosource":[{"name":"Stats Co"}],"provider":"Stats Co"}"#,
    );
    assert!(got.envelope.tabular);
    assert_eq!(codes(&got), ["body.absent"]);
    let got = one(
        r#"{"data":{"items":[{"meta":{},"item":{"altids":{"itemid":"1"},"type":"picture","headline":"Berth","description_caption":"The berth on Friday.","description_creditline":"Kim Poe/AP"}}]}}"#,
    );
    assert_eq!(
        (got.body.as_str(), got.envelope.credits.as_slice()),
        ("The berth on Friday.", &["Kim Poe/AP".to_owned()][..])
    );
    assert!(codes(&got).is_empty());
}
