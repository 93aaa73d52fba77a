//! Whole records of envelopes: what is taken where copy and envelope differ.

use std::sync::{Arc, LazyLock};

use super::*;
use crate::desk::{Desk, Sent, Settings};
use crate::dispatch::{Byline, Dispatch, Embargo, Headline, Located, Note, Signal, Stamp, Status};
use crate::record::{PubStatus, Record, UpdateKind};

static DESK: LazyLock<Desk> = LazyLock::new(|| {
    let authority = Authority::builtin().expect("the data built in");
    Desk::new(Arc::new(authority), Settings::default())
});

fn record(body: &str, envelope: Envelope) -> Record {
    let dispatch =
        Dispatch { format: "text", charset: "utf-8", body: body.into(), envelope, ..Dispatch::default() };
    DESK.edit(dispatch, Sent::default(), record::Source::default())
}

fn codes(record: &Record) -> Vec<&str> {
    record.copydesk.warnings.iter().map(|warning| warning.code).collect()
}

fn agencies(record: &Record) -> Vec<&str> {
    let credit = record.copydesk.credit.as_ref();
    credit
        .map(|credit| credit.agencies.iter().map(|agency| agency.code.as_str()).collect())
        .unwrap_or_default()
}

fn bylines(record: &Record) -> Vec<&str> {
    let credit = record.copydesk.credit.as_ref();
    credit
        .map(|credit| credit.bylines.iter().map(|byline| byline.name.as_str()).collect())
        .unwrap_or_default()
}

fn stamp(text: &str, offset: Option<i32>) -> Option<Stamp> {
    Some(Stamp { local: text.parse().expect("a time of the test"), offset })
}

const STORY: &str =
    "The harbour was closed on Monday after a storm drove two trawlers ashore, the port said.";

#[test]
fn the_text_wins_over_a_bureau() {
    let bureau = |name: &str, country: &str| Envelope {
        located: vec![Located {
            name: Some(name.into()),
            country: Some(country.into()),
            ..Located::default()
        }],
        ..Envelope::default()
    };
    let got = record(&format!("DAMASCUS (Reuters) - {STORY}"), bureau("Bangalore", "IN"));
    assert_eq!(got.located.as_deref(), Some("Damascus, Syria"));
    assert!(codes(&got).contains(&"dateline.metadata_conflict"), "{:?}", codes(&got));
    assert_eq!(got.copydesk.raw["dateline"], "Bangalore, India");
    let got = record(&format!("MUNICH, Germany (AP) — {STORY}"), bureau("München", "DEU"));
    assert!(!codes(&got).contains(&"dateline.metadata_conflict"), "{:?}", codes(&got));
    let got = record(STORY, bureau("Helsinki", "Finland"));
    assert_eq!(got.located.as_deref(), Some("Helsinki, Finland"));
}

#[test]
fn a_dateline_in_a_field_is_read_as_in_copy() {
    let dateline = "Gaza City, Palestinian Territories, May 16, 2021 (AFP) -";
    let got = record(STORY, Envelope { dateline: Some(dateline.into()), ..Envelope::default() });
    let read = got.copydesk.dateline.expect("a dateline");
    assert_eq!(
        (read.raw.as_str(), read.date.as_deref()),
        ("Gaza City, Palestinian Territories, May 16, 2021", Some("2021-05-16"))
    );
    assert_eq!(read.places[0].place.country.as_deref(), Some("PS"));
}

#[test]
fn credits_and_bylines() {
    let envelope = |credit: &str, byline: &str| Envelope {
        credits: vec![credit.into()],
        bylines: vec![Byline { text: byline.into(), title: None }],
        ..Envelope::default()
    };
    let got = record(STORY, envelope("NTB-AFP-DPA", "gr/bp"));
    assert_eq!((agencies(&got), bylines(&got)), (vec!["NTB", "AFP", "DPA"], vec![]));
    let got = record(STORY, envelope("STT–AFP", "By Ian Jones, Press Association"));
    assert_eq!((agencies(&got), bylines(&got)), (vec!["STT", "AFP", "PA"], vec!["Ian Jones"]));
    let got = record(STORY, envelope("AFP", "Adel Roe with Guillaume Doe in Jerusalem "));
    assert_eq!(bylines(&got), ["Adel Roe", "Guillaume Doe"]);
    let got = record(
        &format!("By Jane Roe\n\nAUCKLAND (BusinessDesk) - {STORY}"),
        envelope("BusinessDesk", "Staff Reporter"),
    );
    assert_eq!((bylines(&got), codes(&got)), (vec!["Jane Roe"], vec![]));
    let got = record(
        &format!("By Jane Roe\n\nAUCKLAND (BusinessDesk) - {STORY}"),
        envelope("BusinessDesk", "John Doe"),
    );
    assert_eq!((bylines(&got), codes(&got)), (vec!["Jane Roe"], vec!["byline.metadata_conflict"]));
    assert_eq!(got.copydesk.raw["byline"], "John Doe");
    for provider in ["afp.com", "AFP", "nprov:AFP", "Agence France-Presse"] {
        let got = record(STORY, Envelope { provider: Some(provider.into()), ..Envelope::default() });
        assert_eq!(agencies(&got), ["AFP"], "{provider}");
    }
}

#[test]
fn times_without_zone_are_the_agencys() {
    let envelope = |agency: &str, offset| Envelope {
        provider: Some(agency.into()),
        version_created: stamp("2024-01-12T12:35:40", offset),
        ..Envelope::default()
    };
    let got = record(STORY, envelope("BusinessDesk", None));
    assert_eq!(got.version_created.as_deref(), Some("2024-01-11T23:35:40Z"));
    assert_eq!(codes(&got), ["time.zone_assumed"]);
    let got = record(STORY, envelope("BusinessDesk", Some(3600)));
    assert_eq!((got.version_created.as_deref(), codes(&got)), (Some("2024-01-12T11:35:40Z"), vec![]));
    let got = record(STORY, envelope("Nobody", None));
    assert_eq!((got.version_created, got.copydesk.warnings[0].code), (None, "time.zone_unknown"));
}

#[test]
fn kills_and_embargoes_of_either_hold() {
    let kill = Envelope { status: Some(Status::Canceled), ..Envelope::default() };
    let got = record("", kill);
    assert_eq!((got.pub_status, got.copydesk.update.kind), (PubStatus::Canceled, UpdateKind::Kill));
    let until = |text, offset| vec![Embargo { raw: "field".into(), until: stamp(text, offset) }];
    let both = Envelope { embargoes: until("2024-03-05T10:00:00", Some(0)), ..Envelope::default() };
    let got = record(&format!("EMBARGOED UNTIL 12:00 GMT, March 5, 2024\n\n{STORY}"), both.clone());
    assert_eq!(got.embargoed_until.as_deref(), Some("2024-03-05T12:00:00Z"));
    assert!(codes(&got).contains(&"embargo.conflict"));
    let got = record(&format!("EMBARGOED UNTIL 09:00 GMT, March 5, 2024\n\n{STORY}"), both.clone());
    assert_eq!(got.embargoed_until.as_deref(), Some("2024-03-05T10:00:00Z"));
    let got = record(&format!("EMBARGOED UNTIL tomorrow noon\n\n{STORY}"), both);
    assert_eq!((got.embargoed_until.as_deref(), got.pub_status), (None, PubStatus::Withheld));
    let zoneless = Envelope { embargoes: until("2024-03-05T10:00:00", None), ..Envelope::default() };
    let got = record(STORY, zoneless);
    assert_eq!((got.embargoed_until, got.pub_status), (None, PubStatus::Withheld));
    // dpa: the field is a note, and the same note is read in words; other words beside it settle nothing.
    let note = |raw: &str, line: &str| Envelope {
        embargoes: vec![Embargo { raw: raw.into(), until: None }],
        advisories: vec![line.into()],
        ..Envelope::default()
    };
    let line = "Sperrfrist: 5. März 2024, 11.00 Uhr MEZ";
    assert_eq!(record(STORY, note(line, line)).embargoed_until.as_deref(), Some("2024-03-05T10:00:00Z"));
    assert_eq!(record(STORY, note("bis Dienstag", line)).pub_status, PubStatus::Withheld);
    // A field that says no more than that there is one leaves the rest to the words.
    let mere = format!("EMBARGOED UNTIL 12:00 GMT, March 5, 2024\n\n{STORY}");
    let got = record(&mere, note("embargoed", ""));
    assert_eq!(got.embargoed_until.as_deref(), Some("2024-03-05T12:00:00Z"));
    assert_eq!(record(STORY, note("embargoed", "")).pub_status, PubStatus::Withheld);
    let fields = |fields: &[(&str, Option<&str>)]| Envelope {
        embargoes: fields
            .iter()
            .map(|(raw, until)| Embargo {
                raw: (*raw).into(),
                until: until.and_then(|at| stamp(at, Some(0))),
            })
            .collect(),
        ..Envelope::default()
    };
    // Of several the last one; one that says when and cannot be read ends never.
    let (ten, noon) = (("10", Some("2024-03-05T10:00:00")), ("12", Some("2024-03-05T12:00:00")));
    for both in [[ten, noon], [noon, ten]] {
        let got = record(STORY, fields(&both));
        assert_eq!(got.embargoed_until.as_deref(), Some("2024-03-05T12:00:00Z"));
        assert!(codes(&got).contains(&"embargo.conflict"));
    }
    for both in [[ten, ("2024-03-06", None)], [("Friday", None), ten]] {
        let got = record(STORY, fields(&both));
        assert_eq!((got.embargoed_until, got.pub_status), (None, PubStatus::Withheld));
    }
    // What is withheld stays so when an embargo beside it ends.
    for embargoes in [fields(&[]).embargoes, fields(&[ten]).embargoes] {
        let held = Envelope { status: Some(Status::Withheld), embargoes, ..Envelope::default() };
        assert_eq!(record(STORY, held).pub_status, PubStatus::Withheld);
    }
}

#[test]
fn a_keyword_line_names_the_story() {
    let slugline = Some("BC-US--Ferry-Aground, 3rd Ld-Writethru".to_owned());
    let got = record(STORY, Envelope { slugline, ..Envelope::default() });
    assert_eq!(got.copydesk.update.story.as_deref(), Some("US--Ferry-Aground"));
}

#[test]
fn a_word_of_status_that_nobody_knows_is_told_of() {
    let got =
        record(STORY, Envelope { raw: [("pubStatus", "frozen".to_owned())].into(), ..Envelope::default() });
    assert_eq!((got.pub_status, got.copydesk.raw["pubStatus"].as_str()), (PubStatus::Usable, "frozen"));
    assert_eq!(codes(&got), ["status.unknown"]);
}

#[test]
fn signals_advisories_and_headlines_say_what_it_is() {
    let signal = |kind| Envelope { signals: vec![Signal { kind, sequence: Some(2) }], ..Envelope::default() };
    let got = record(STORY, signal(UpdateKind::Update)).copydesk.update;
    assert_eq!((got.kind, got.sequence), (UpdateKind::Update, Some(2)));
    for (line, kind) in [
        ("RECASTS with attack, UPDATES throughout", UpdateKind::Update),
        ("3rdLd-Writethru", UpdateKind::Update),
        ("2ND LEAD", UpdateKind::Update),
        ("KILL KILL KILL", UpdateKind::Kill),
        ("Korjattu aiempaa uutista: alus on Alli.", UpdateKind::Correction),
        ("Korjattu tie avattiin.", UpdateKind::New),
        ("(Picture+Video+Graphic)", UpdateKind::New),
    ] {
        let got = record(STORY, Envelope { advisories: vec![line.into()], ..Envelope::default() });
        assert_eq!(got.copydesk.update.kind, kind, "{line}");
    }
    let headline = |text: &str| Envelope {
        headlines: vec![Headline { role: None, text: text.into() }],
        ..Envelope::default()
    };
    let got = record(STORY, headline("CORRECTED-Harbour closed"));
    assert_eq!(got.copydesk.update.kind, UpdateKind::Correction);
    assert_eq!(got.headlines[0].value, "CORRECTED-Harbour closed");
}

#[test]
fn private_notes_stay_private() {
    let notes = vec![
        Note { text: "Call Jane Roe".into(), public: false },
        Note { text: "Pictures follow".into(), public: true },
    ];
    let got = record(STORY, Envelope { notes, ..Envelope::default() });
    assert_eq!(got.ed_note.as_deref(), Some("Pictures follow"));
    assert!(!serde_json::to_string(&got).expect("a record serializes").contains("Jane Roe"));
    assert_eq!(codes(&got), ["note.private_removed"]);
}

#[test]
fn languages() {
    for (declared, body, language, warned) in [
        (Some("en-GB"), STORY, Some("en-GB"), false),
        (Some("ENG"), STORY, Some("en"), false),
        (Some("it"), STORY, Some("en"), true),
        (Some("no"), "Havnen er stengt etter stormen, opplyser politiet mandag kveld.", Some("nb"), false),
        (Some("zh-hant-tw"), "12 34", Some("zh-Hant-TW"), false),
        (Some("?"), STORY, Some("en"), false),
    ] {
        let got = record(body, Envelope { language: declared.map(str::to_owned), ..Envelope::default() });
        assert_eq!(got.language.as_deref(), language, "{declared:?}");
        assert_eq!(codes(&got).contains(&"language.mismatch"), warned, "{declared:?}");
    }
}
