use super::*;
use crate::record::{FurnitureKind, UpdateKind};

fn one(text: &str) -> Dispatch {
    let input = Input::new(text.as_bytes());
    assert!((FORMAT.sniff)(&input), "{text}");
    decode(&input, &Limits::default()).unwrap().remove(0).unwrap()
}

fn message(head: &str, copy: &str) -> String {
    format!(
        "\x16\x16\x01W0042\x1f_test\r\nr i\x13\x11 BC-EU--FerrySinks 2ndLd-Writethru   03-04 0412\r\n\x02{head}{copy}\r\n\t   \x03AP-WF-03-04-19 1215GMT<\r\n\r\n\x0c\r\n\x04"
    )
}

#[test]
fn a_message_with_all_its_parts() {
    let got = one(&message(
        "^BC-EU--Ferry-Sinks, 2nd Ld-Writethru,412<\r\n^Ferry sinks off island; all\r\nare safe<\r\n^AP Photo ABC101, ABC102<\r\n\
         ^Eds: Updates with quote. With AP Photos.<\r\n^EDITOR'S NOTE _ One of a series.<\r\n^By MARA LIND=\r\n^Associated Press=\r\n",
        "\t   OSLO, Norway (AP) _ A ferry sank, ``all are safe,'' she said.\r\n \r\n\t   ___\r\n",
    ));
    let envelope = &got.envelope;
    assert_eq!(envelope.headlines.len(), 1);
    assert_eq!(envelope.headlines[0].text, "Ferry sinks off island; all are safe");
    assert_eq!(envelope.slugline.as_deref(), Some("BC-EU--Ferry-Sinks"));
    assert_eq!(envelope.advisories, ["2nd Ld-Writethru", "Eds: Updates with quote. With AP Photos."]);
    assert_eq!((envelope.signals[0].kind, envelope.signals[0].sequence), (UpdateKind::Update, Some(2)));
    assert_eq!(envelope.bylines[0].text, "By MARA LIND");
    assert_eq!(envelope.bylines[0].title.as_deref(), Some("Associated Press"));
    assert_eq!(
        envelope.notes.iter().map(|note| note.text.as_str()).skip(1).collect::<Vec<_>>(),
        ["Eds: Updates with quote. With AP Photos.", "EDITOR'S NOTE _ One of a series."]
    );
    assert_eq!(envelope.associations.len(), 2);
    assert_eq!((envelope.raw["priority"].as_str(), envelope.urgency), ("r", None));
    assert_eq!(envelope.provider.as_deref(), Some("AP"));
    assert_eq!(envelope.version_created.unwrap().local.to_string(), "2019-03-04T12:15:00");
    assert_eq!(got.body, "OSLO, Norway (AP) _ A ferry sank, ``all are safe,'' she said.\n\n   ___");
    assert!(!envelope.tabular);
}

#[test]
fn a_table_has_cells() {
    let text = "\x01s0042\x1f-----\r\nr s\x14\x12 BC-SOC--Standings     08-18 \r\n\x02^BC-SOC--Standings<\r\n^League Standings=\r\n\
        ^All Times CET=\r\n^By The Associated Press=\r\n^FIRST DIVISION=\r\n\x08^\x1f\x1e W\x1e \x1e  Pct\r\n\x08North\x10 Bay\x1f\x1e 12\x1e \x1e  .500\r\n\
        \x08South\x1f\x1e 11\x1e 16{\r\n\t   ___=\r\n^Sunday's Games=\r\n\t   North 3, South 1\r\n\t   \x03AP-WF-08-18-19 2017GMT<\r\n\x04";
    let got = one(text);
    assert_eq!(got.envelope.headlines[0].text, "League Standings");
    assert_eq!(got.envelope.bylines[0].text, "By The Associated Press");
    assert_eq!(
        got.body,
        "All Times CET\nFIRST DIVISION\n\tW\tPct\nNorth Bay\t12\t.500\nSouth\t11\t16½\n   ___\nSunday's Games\n   North 3, South 1"
    );
    assert_eq!(got.pieces.len(), 1);
    assert_eq!(got.pieces[0].kind, FurnitureKind::Table);
    assert_eq!(&got.body[got.pieces[0].range.clone()], "\tW\tPct\nNorth Bay\t12\t.500\nSouth\t11\t16½");
    assert!(got.envelope.tabular);
}

#[test]
fn contacts_of_the_desk_are_private() {
    let got = one(&message(
        "^BC-EU--Ferry,17<\r\n^Ferry<\r\n^Eds: Adds quote. Call the desk at 212-555-0100.<\r\n",
        "\t   OSLO (AP) _ Text.\r\n",
    ));
    assert_eq!(got.envelope.advisories, ["Eds: Adds quote."]);
    assert_eq!(
        (got.envelope.notes[0].text.as_str(), got.envelope.notes[0].public),
        ("Eds: Adds quote. Call the desk at 212-555-0100.", false)
    );
}

#[test]
fn lists_of_headlines_are_copy() {
    let got = one(&message(
        "^BC-Top News,40<\r\n^Top News at noon<\r\n^Ferry sinks off island<\r\n^Port is closed<\r\n",
        "",
    ));
    assert_eq!(got.envelope.headlines.len(), 1);
    assert_eq!(got.body, "Ferry sinks off island\nPort is closed");
}

#[test]
fn an_alert_has_no_headline() {
    let got = one(&message("^BC-EU--APNewsAlert,17<\r\n", "\t   OSLO, Norway (AP) _ A ferry sinks.\r\n"));
    assert!(got.envelope.headlines.is_empty());
    assert_eq!(got.envelope.signals[0].kind, UpdateKind::Alert);
    assert_eq!(got.body, "OSLO, Norway (AP) _ A ferry sinks.");
}

#[test]
fn the_dialect_of_kyodo() {
    let prose = "     KOBE, Japan, Dec. 9 Kyodo - A ferry that had left the port of Kobe on \r\nSunday reached the island after a night at sea, the coast guard of \r\nthe prefecture said in the morning.\r\n==Kyodo\r\n";
    let got = one(&format!(
        "\x01a0105KYODO\x1f_koko-\r\nu s\x14\x12 BC-Ferry   09-12 0344\r\n\x02BC-Ferry\r\nFerry reaches island\r\nafter night at sea+\r\n{prose}\x03KWS-21:37-09-12-18\x04\r\n"
    ));
    assert_eq!(got.envelope.headlines[0].text, "Ferry reaches island after night at sea");
    assert_eq!(got.envelope.slugline.as_deref(), Some("BC-Ferry"));
    let stamp = got.envelope.version_created.unwrap();
    assert_eq!((stamp.local.to_string().as_str(), stamp.offset), ("2018-12-09T21:37:00", None));
    assert_eq!(got.envelope.provider.as_deref(), Some("Kyodo"));
    assert!(got.body.starts_with("KOBE, Japan") && got.body.ends_with("==Kyodo"));
    assert!(!got.envelope.tabular);
}

#[test]
fn signs_of_prose_stay() {
    let got = one(&message(
        "^BC-EU--Ferry,17<\r\n^Ferry<\r\n",
        "\t   OSLO (AP) _ If a < b = c, {so} it is ^ here.\r\n\t   a =\r\n",
    ));
    assert_eq!(got.body, "OSLO (AP) _ If a < b = c, {so} it is ^ here.\n   a =");
}

#[test]
fn no_cut_and_no_stray_byte_breaks_it() {
    let limits = Limits::default();
    let text = message(
        "^BC-EU--Ferry, 2nd Ld,412<\r\n^Ferry\r\nsinks<\r\n^By MARA LIND=\r\n",
        "\x08North\x1f\x1e 1{\r\n\x08South\x1f\x1e 2\r\n\t   OSLO (AP) _ Text.\r\n",
    );
    for at in 0..text.len() {
        let _ = decode(&Input::new(&text.as_bytes()[..at]), &limits);
        for byte in [0, 1, 2, 3, 8, 0x1f, b'^', b'<', 0xc3, 0xff] {
            let mut bytes = text.as_bytes().to_vec();
            bytes[at] = byte;
            let input = Input::new(&bytes);
            (FORMAT.sniff)(&input);
            for got in decode(&input, &limits).into_iter().flatten().flatten() {
                assert!(
                    got.pieces.iter().all(|piece| got.body.get(piece.range.clone()).is_some()),
                    "{at} {byte}"
                );
            }
        }
    }
}

#[test]
fn a_kill_needs_no_copy_and_pictures_name_no_telephone() {
    let got = one(&message("^BC-US--Ferry, Bulletin Kill,60<\r\n", ""));
    assert!(got.envelope.stops());
    let got = one(&message(
        "^BC-EU--Ferry,17<\r\n^Ferry<\r\n^Photos: call 212-555-0100<\r\n",
        "\t   OSLO (AP) _ Text.\r\n",
    ));
    assert!(got.envelope.notes.iter().all(|note| !note.public) && got.envelope.associations.is_empty());
}
