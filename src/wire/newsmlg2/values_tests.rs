use super::super::tests::{all, described, item, managed};
use crate::dispatch::Status;
use crate::record::UpdateKind;

#[test]
fn codes_as_uris_say_what_qcodes_say() {
    let iptc = |field: &str, code: &str| format!("<{field} uri='http://cv.iptc.org/newscodes/{code}'/>");
    assert_eq!(managed(&iptc("pubStatus", "pubstatusg2/canceled")).status, Some(Status::Canceled));
    assert_eq!(managed(&iptc("pubStatus", "pubstatusg2/withheld/")).status, Some(Status::Withheld));
    assert_eq!(managed("<pubStatus literal='canceled'/>").status, Some(Status::Canceled));
    assert_eq!(managed(&iptc("signal", "signal/correction")).signals[0].kind, UpdateKind::Correction);
    assert_eq!(managed(&iptc("provider", "newsprovider/AFP")).provider.as_deref(), Some("AFP"));
    // The QCode is what counts where there are both.
    let both = "<pubStatus qcode='stat:usable' uri='http://cv.iptc.org/newscodes/pubstatusg2/canceled'/>";
    assert_eq!(managed(both).status, Some(Status::Usable));
    let got = described(
        "<subject uri='http://cv.iptc.org/newscodes/mediatopic/20000763'/><subject uri='http://x.example/'/>\
         <creator roleuri='http://cv.iptc.org/newscodes/contentprodpartyrole/author'><name>Jane Roe</name></creator>",
    );
    assert_eq!(got.subjects[0].scheme.as_deref(), Some("medtop"));
    assert_eq!(got.subjects[0].code.as_deref(), Some("20000763"));
    assert_eq!(
        (got.subjects[1].scheme.as_deref(), got.subjects[1].code.as_deref()),
        (None, Some("x.example"))
    );
    assert_eq!(got.bylines[0].text, "Jane Roe");
}

#[test]
fn places_and_sources_that_are_told_by_codes() {
    let got = described(
        "<located qcode='geo:3169070'/><located qcode='geo:3169070'/><located uri='http://sws.geonames.org/2950159/'/>\
         <located><geoAreaDetails><position latitude='1.5' longitude='2'/></geoAreaDetails></located><located qcode='x:77'/>",
    );
    let ids: Vec<_> = got.located.iter().map(|place| place.geonameid).collect();
    assert_eq!(ids, [Some(3169070), Some(2950159), None]);
    assert_eq!(got.located[2].point, Some((1.5, 2.0)));
    assert_eq!(got.unmapped["located"], "x:77");
    let credits = |field: &str| described(field).credits;
    assert_eq!(credits("<infoSource qcode='nprov:AFP'/>"), ["AFP"]);
    assert!(credits("<infoSource qcode='sttsource:1'/>").is_empty());
    assert_eq!(credits("<infoSource qcode='sttsource:1'><name>STT</name></infoSource>"), ["STT"]);
}

#[test]
fn a_headline_of_no_role_is_the_headline() {
    let got = described("<headline role='x:web'>For screens</headline>");
    assert_eq!(got.headlines[0].text, "H");
    assert_eq!(got.headlines[1].text, "For screens");
}

#[test]
fn media_without_a_class_are_no_texts() {
    let text = item("", "<headline>H</headline>", "<inlineData>Copy.</inlineData>");
    let with = |content: &str| {
        let other = item("", "<headline>A ferry</headline>", content);
        all(&format!("<newsMessage><itemSet>{text}{other}</itemSet></newsMessage>"))
    };
    let items = with("<remoteContent contenttype='image/jpeg' href='a.jpg'/>");
    assert_eq!(items.len(), 1);
    assert_eq!(items[0].as_ref().expect("a text").envelope.associations[0].kind, Some("picture"));
    assert_eq!(with("<remoteContent contenttype='image/jpeg'/><inlineData>More.</inlineData>").len(), 2);
    assert_eq!(with("<remoteContent contenttype='text/html'/>").len(), 2);
}
