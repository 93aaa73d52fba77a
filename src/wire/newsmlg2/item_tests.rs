use super::super::tests::{described, item, managed, one, refused};

#[test]
fn what_takes_an_item_back_needs_no_copy() {
    for management in [
        "<pubStatus qcode='stat:canceled'/>",
        "<pubStatus qcode='stat:withheld'/>",
        "<signal qcode='sig:kill'/>",
        "<signal qcode='edStat:D'/><pubStatus qcode='stat:usable'/>",
        "<signal qcode='sig:hold'/>",
    ] {
        assert_eq!(one(&item(management, "", "")).body, "", "{management}");
    }
    for management in ["<signal qcode='sig:update'/>", "<pubStatus qcode='stat:usable'/>", ""] {
        assert_eq!(refused(&item(management, "", "")), "wire.empty", "{management}");
    }
}

#[test]
fn a_time_that_cannot_be_read_is_kept_as_written() {
    let got =
        managed("<versionCreated>gestern</versionCreated><firstCreated>2031-03-01T10:00:00Z</firstCreated>");
    assert_eq!((got.version_created, got.unmapped["versionCreated"].as_str()), (None, "gestern"));
    assert!(got.first_created.is_some() && !got.unmapped.contains_key("firstCreated"));
}

#[test]
fn fields_without_a_place_are_kept_but_for_addresses() {
    let got = managed(
        "<memberOf qcode='story:77'/><service qcode='svc:sport'/><desk>jane@wire.example</desk><title>T</title>",
    );
    assert_eq!(got.unmapped["memberOf"], "story:77");
    assert_eq!(got.unmapped["service"], "svc:sport");
    assert!(!got.unmapped.contains_key("desk"));
    assert!(!got.notes[0].public && got.notes[0].text.contains('@'));
    let got = described("<edNote>Call 030 5550 1234.</edNote>");
    assert!(got.unmapped.is_empty() && !got.notes[0].public);
}

#[test]
fn rights_in_several_parts() {
    let got = one(
        "<newsItem guid='g'><rightsInfo><copyrightHolder qcode='x:ABC'/></rightsInfo><rightsInfo><copyrightHolder qcode='x:DEF'/>\
         <usageTerms>No archive.</usageTerms></rightsInfo><contentMeta><headline>H</headline></contentMeta></newsItem>",
    );
    let rights = got.envelope.rights;
    assert_eq!((rights.holder.as_deref(), rights.usage.as_deref()), (Some("ABC"), Some("No archive.")));
}
