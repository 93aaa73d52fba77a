//! What is said of the copy.

use super::{component, document, items, lines, metadata, one, part, try_read};
use crate::dispatch::{Dispatch, Status};
use crate::record::UpdateKind;

#[test]
fn identifiers_name_the_item_through_its_revisions() {
    let read = |identifier: &str| {
        let mut text = document("", &component("", "Copy."));
        let (from, to) = (text.find("<DateId>").unwrap(), text.find("</NewsIdentifier>").unwrap());
        text.replace_range(from..to, identifier);
        items(&text).remove(0).envelope
    };
    for (identifier, guid, replaces) in [
        (
            "<NewsItemId>b</NewsItemId><RevisionId PreviousRevision='1'>2</RevisionId><PublicIdentifier>urn:newsml:w:1:b:2</PublicIdentifier>",
            "urn:newsml:w:1:b",
            &["urn:newsml:w:1:b:1"][..],
        ),
        // ATS puts the kind of the update behind the revision.
        (
            "<NewsItemId>b</NewsItemId><RevisionId PreviousRevision='0'>1</RevisionId><PublicIdentifier>urn:newsml:w:1:b:1N</PublicIdentifier>",
            "urn:newsml:w:1:b",
            &[],
        ),
        // Belga: the same in all items.
        (
            "<DateId>1</DateId><NewsItemId>b</NewsItemId><RevisionId PreviousRevision='0'>4</RevisionId><PublicIdentifier>urn:newsml:w</PublicIdentifier>",
            "urn:newsml:wire.example:1:b",
            &[],
        ),
    ] {
        let envelope = read(identifier);
        assert_eq!(
            (envelope.ids[0].1.as_str(), envelope.story.as_deref()),
            (guid, Some(guid)),
            "{identifier}"
        );
        assert_eq!(envelope.replaces, replaces, "{identifier}");
        assert_eq!(envelope.signals.is_empty(), replaces.is_empty(), "{identifier}");
    }
}

#[test]
fn urgency_is_no_transmission_priority() {
    for (management, urgency) in [
        ("<Urgency FormalName='3'/>", Some(3)),
        // TASS
        ("<Urgency>2</Urgency>", Some(2)),
        ("<Urgency FormalName='DEFAULT'/>", None),
        ("", None),
    ] {
        let envelope = one(management, &component("", "Copy.")).envelope;
        assert_eq!((envelope.urgency, envelope.raw["priority"].as_str()), (urgency, "4"), "{management}");
    }
}

#[test]
fn status_and_embargo() {
    let change = |status: &str, time: &str| {
        format!(
            "<StatusWillChange><FutureStatus FormalName='{status}'/><DateAndTime>{time}</DateAndTime></StatusWillChange>"
        )
    };
    for (management, status, embargo) in [
        ("<Status FormalName='usable'/>".to_owned(), Some(Status::Usable), vec![]),
        ("<Status FormalName='Withheld'/>".to_owned(), Some(Status::Withheld), vec![]),
        ("<Status FormalName='Canceled'/>".to_owned(), Some(Status::Canceled), vec![]),
        ("<Status FormalName='OPEN'/>".to_owned(), None, vec![]),
        ("<Status FormalName='Embargoed'/>".to_owned(), None, vec![None]),
        (
            "<Status FormalName='Embargoed'/>".to_owned() + &change("Usable", "20310302T060000Z"),
            Some(Status::Usable),
            vec![None, Some(6)],
        ),
        // In whatever order.
        (
            change("Usable", "20310302T060000Z") + "<Status FormalName='Embargoed'/>",
            Some(Status::Usable),
            vec![None, Some(6)],
        ),
        (
            "<Status FormalName='Embargoed'/>".to_owned() + &change("Usable", "at noon"),
            None,
            vec![None, None],
        ),
        (
            "<Status FormalName='Embargoed'/>".to_owned() + &change("Canceled", "20310302T060000Z"),
            None,
            vec![None],
        ),
        // What is canceled does not come back when an embargo beside it ends.
        (
            "<Status FormalName='Canceled'/><Property FormalName='Embargo' Value='20310302T050000Z'/>"
                .to_owned()
                + &change("Usable", "20310302T060000Z"),
            Some(Status::Canceled),
            vec![Some(5), Some(6)],
        ),
        // When it is to be dropped is no embargo.
        (
            "<Status FormalName='Usable'/>".to_owned() + &change("Canceled", "20310302T060000Z"),
            Some(Status::Usable),
            vec![],
        ),
        ("<Property FormalName='EmbargoUntil' Value='20310302T070000Z'/>".to_owned(), None, vec![Some(7)]),
        ("<Property FormalName='Embargo' Value='no'/>".to_owned(), None, vec![]),
        (
            "<Status FormalName='Embargoed'/><Property FormalName='Embargo' Value='20310302T050000Z'/>"
                .to_owned()
                + &change("Usable", "20310302T060000Z"),
            Some(Status::Usable),
            vec![None, Some(5), Some(6)],
        ),
        (
            "<Status FormalName='Embargoed'/><Property FormalName='Embargo' Value='20310302T090000Z'/>"
                .to_owned()
                + &change("Usable", "20310302T060000Z"),
            Some(Status::Usable),
            vec![None, Some(9), Some(6)],
        ),
    ] {
        let envelope = one(&management, &component("", "Copy.")).envelope;
        let hours = envelope
            .embargoes
            .iter()
            .map(|embargo| embargo.until.map(|until| until.local.hour()))
            .collect::<Vec<_>>();
        assert_eq!((envelope.status, hours), (status, embargo), "{management}");
    }
}

#[test]
fn signals() {
    for (management, kind) in [
        ("<Instruction FormalName='Correction'/>", Some(UpdateKind::Correction)),
        ("<Instruction FormalName='Kill'/>", Some(UpdateKind::Kill)),
        ("<NewsItemType FormalName='Advisory'/>", Some(UpdateKind::Advisory)),
        ("<NewsItemType FormalName='News'/>", None),
        // What becomes of earlier revisions is no word on this one.
        (
            "<Instruction><RevisionStatus Revision='1'><Status FormalName='Canceled'/></RevisionStatus></Instruction>",
            Some(UpdateKind::Update),
        ),
    ] {
        let envelope = one(management, &component("", "Copy.")).envelope;
        assert_eq!(envelope.signals.first().map(|signal| signal.kind), kind, "{management}");
        assert_eq!(envelope.status, None, "{management}");
    }
}

#[test]
fn a_kill_or_a_hold_needs_no_text_and_nothing_else_does_without() {
    for (management, held) in [
        ("<Status FormalName='Canceled'/>", true),
        ("<Status FormalName='Withheld'/>", true),
        ("<Instruction FormalName='Kill'/>", true),
        ("<Status FormalName='Usable'/>", false),
    ] {
        let read = try_read(document(management, "").as_bytes());
        assert_eq!(
            read.map(|items| items.len()).map_err(|reject| reject.code),
            if held { Ok(1) } else { Err("wire.no_item") }
        );
    }
    let flash =
        one("", "<NewsComponent><NewsLines><HeadLine>Mine floods</HeadLine></NewsLines></NewsComponent>");
    assert_eq!((flash.body.as_str(), flash.envelope.headlines[0].text.as_str()), ("", "Mine floods"));
}

#[test]
fn headlines() {
    let roles = |dispatch: Dispatch| -> Vec<_> {
        dispatch.envelope.headlines.into_iter().map(|h| (h.role, h.text)).collect()
    };
    let got =
        lines("<SubHeadLine>Second line of it</SubHeadLine><HeadLine>One</HeadLine><HeadLine>Two</HeadLine>");
    let wanted = [(None, "One"), (Some("subhead"), "Second line of it"), (Some("extended"), "Two")];
    assert_eq!(roles(got), wanted.map(|(role, text)| (role, text.to_owned())));
    // EFE's slug.
    let got = lines("<HeadLine>One</HeadLine><SubHeadLine>INDIA SUCESOS</SubHeadLine>");
    assert_eq!(got.envelope.slugline.as_deref(), Some("INDIA SUCESOS"));
    assert_eq!(roles(got).len(), 1);
}

#[test]
fn bylines_are_names() {
    let got = lines("<ByLine>Jane Roe</ByLine><ByLineTitle>Health Editor</ByLineTitle><ByLine>John Doe, john@wire.example</ByLine>").envelope;
    let bylines: Vec<_> =
        got.bylines.iter().map(|byline| (byline.text.as_str(), byline.title.as_deref())).collect();
    assert_eq!(bylines, [("Jane Roe", Some("Health Editor")), ("John Doe", None)]);
    assert!(got.notes.iter().all(|note| !note.public) && got.notes[0].text.contains('@'));
    let got = lines("<ByLine>gr/bp</ByLine>").envelope;
    assert_eq!((got.bylines.len(), got.unmapped["ByLine"].as_str()), (0, "gr/bp"));
}

#[test]
fn creators_of_texts_are_authors_and_of_pictures_are_not() {
    let creator = |name: &str| {
        format!(
            "<AdministrativeMetadata><Provider><Party FormalName='Wire Example'/></Provider><Creator><Party FormalName='{name}'/></Creator></AdministrativeMetadata>"
        )
    };
    for (name, byline) in [
        ("Jane Roe with John Doe in Lome ", true),
        ("daa/mt", false),
        ("Wire Example", false),
        ("Agencia XYZ", false),
    ] {
        assert_eq!(metadata(&creator(name)).envelope.bylines.len(), usize::from(byline), "{name}");
    }
    let picture = "<ContentItem Href='a.jpg'><MediaType FormalName='Photo'/></ContentItem>";
    let got = one(
        "",
        &format!(
            "<NewsComponent>{}{}<NewsComponent>{picture}</NewsComponent></NewsComponent>",
            creator("Jane Roe"),
            part("Caption", "A cat.")
        ),
    );
    assert_eq!(
        (got.body.as_str(), got.envelope.bylines.len(), got.envelope.associations.len()),
        ("A cat.", 0, 1)
    );
    assert_eq!(got.envelope.unmapped["Creator"], "Jane Roe");
}

#[test]
fn datelines_and_days() {
    let day = |text: &str| {
        let envelope = lines(&format!("<DateLine>{text}</DateLine>")).envelope;
        (envelope.dateline, envelope.dateline_date.map(|stamp| stamp.local.date().to_string()))
    };
    assert_eq!(day("Paris, 21 jan 2031 (XYZ) -"), (Some("Paris, 21 jan 2031 (XYZ) -".into()), None));
    // ANA-MPE: the day first. Belga.
    assert_eq!(day("4/12/2031"), (None, Some("2031-12-04".into())));
    assert_eq!(day("20310616"), (None, Some("2031-06-16".into())));
    assert_eq!(day("12/31/2031").0.as_deref(), Some("12/31/2031"));
    assert_eq!(day(""), (None, None));
}

#[test]
fn slugs() {
    let slug = |text: &str| lines(text).envelope.slugline;
    assert_eq!(slug("<SlugLine>Trams</SlugLine>").as_deref(), Some("Trams"));
    // ATS
    let catchword =
        "<NewsLine><NewsLineType FormalName='CatchWord'/><NewsLineText>Tiere</NewsLineText></NewsLine>";
    assert_eq!(slug(catchword).as_deref(), Some("Tiere"));
    assert_eq!(slug(&format!("{catchword}<SlugLine>Trams</SlugLine>")).as_deref(), Some("Trams"));
    // ANP: the editor.
    let got = lines("<SlugLine>Jane Roe (jro)</SlugLine>").envelope;
    assert_eq!((got.slugline, got.notes[0].public), (None, false));
    // TASS: the item is urgent.
    assert_eq!(lines("<SlugLine>URGENT</SlugLine>").envelope.advisories, ["URGENT"]);
    // AFP's label where there is no SlugLine.
    let labelled = document("", &component("", "Copy."))
        .replace("</NewsIdentifier>", "</NewsIdentifier><NameLabel>Peru-rail</NameLabel>");
    assert_eq!(items(&labelled)[0].envelope.slugline.as_deref(), Some("Peru-rail"));
}

#[test]
fn lines_of_an_agency() {
    let line = |kind: &str, text: &str| {
        lines(&format!(
            "<NewsLine><NewsLineType FormalName='{kind}'/><NewsLineText>{text}</NewsLineText></NewsLine>"
        ))
        .envelope
    };
    assert_eq!(line("AdvisoryLine", "ADDS quotes").advisories, ["ADDS quotes"]);
    let got = line("EditorialNote", "Corrects name. Call desk@wire.example");
    assert_eq!((got.advisories, got.notes[0].public), (vec!["Corrects name.".to_owned()], false));
    assert_eq!(line("storyType", "correction").signals[0].kind, UpdateKind::Correction);
    let got = line("ProductLine", "(Picture)");
    assert!(got.advisories.is_empty() && got.unmapped["NewsLine/ProductLine"] == "(Picture)");
    assert_eq!(
        lines("<KeywordLine>ECO/ECO10;ECO-CAO</KeywordLine>").envelope.keywords,
        ["ECO/ECO10", "ECO-CAO"]
    );
}

#[test]
fn places() {
    let place = |location: &str| {
        let envelope = metadata(&format!("<DescriptiveMetadata>{location}</DescriptiveMetadata>")).envelope;
        (envelope.located, envelope.unmapped)
    };
    let properties =
        "<Property FormalName='Country' Value='PER'/><Property FormalName='City' Value='Cusco'/>";
    let (located, _) = place(&format!("<Location HowPresent='Origin'>{properties}</Location>"));
    assert_eq!((located[0].name.as_deref(), located[0].country.as_deref()), (Some("Cusco"), Some("PER")));
    assert_eq!(place(&format!("<Location>{properties}</Location>")).0.len(), 1);
    assert_eq!(place(properties).0.len(), 1);
    // Where it happened (EFE); a country alone (ANP).
    let (located, unmapped) = place(&format!("<Location HowPresent='Event'>{properties}</Location>"));
    assert!(located.is_empty() && unmapped["Location/event"] == "PER, Cusco");
    assert!(place("<Location HowPresent='Origin'><Property FormalName='Country' Value='NLD'/><Property FormalName='City' Value=''/></Location>").0.is_empty());
    // ATS: the canton of the dateline's city.
    let ats = "<NewsLines><DateLine>Chur GR</DateLine></NewsLines><DescriptiveMetadata><Location><Property FormalName='Country' Value='CH'/><Property FormalName='CountryArea' Value='KGR'/></Location></DescriptiveMetadata>";
    let located = metadata(ats).envelope.located;
    assert_eq!((located[0].region.as_deref(), located[0].country.as_deref()), (Some("GR"), Some("CH")));
}

#[test]
fn subjects_genres_and_rights() {
    let got = metadata(
        "<AdministrativeMetadata><Source><Party FormalName='XYZ'/></Source></AdministrativeMetadata>\
         <RightsMetadata><Copyright><CopyrightHolder>Wire</CopyrightHolder></Copyright><UsageRights><UsageType>Print</UsageType></UsageRights></RightsMetadata>\
         <DescriptiveMetadata><Genre FormalName='Update'/><SubjectCode><SubjectMatter FormalName='04015000' cat='ECO'/></SubjectCode>\
         <SubjectCode><Subject FormalName=''/></SubjectCode><Property FormalName='Keyword' Value='a;b'/><OfInterestTo FormalName='X'/></DescriptiveMetadata>",
    )
    .envelope;
    let subjects: Vec<_> = got.subjects.iter().map(|s| (s.scheme.as_deref(), s.code.as_deref())).collect();
    assert_eq!(subjects, [(Some("subj"), Some("04015000")), (Some("afpcat"), Some("ECO"))]);
    assert_eq!((got.keywords.len(), got.signals[0].kind, got.press_release), (2, UpdateKind::Update, false));
    assert_eq!((got.rights.holder.as_deref(), got.rights.usage.as_deref()), (Some("Wire"), Some("Print")));
    assert_eq!(got.credits, ["XYZ"]);
}
