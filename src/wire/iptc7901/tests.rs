use super::*;
use crate::record::{FurnitureKind, UpdateKind};

fn one(text: &str) -> Dispatch {
    let input = Input::new(text.as_bytes());
    assert!(sniff(&input), "{text}");
    decode(&input, &Limits::default()).unwrap().remove(0).unwrap()
}

const WIRE: &str = "\x7f\x7f\x01abc0042 3 i 57 ccccb   xyz 017\r\n\nHarbour/strike/\r\n\x02EXTRA\r\n2ND LEAD\r\nPort workers\r\n\
    walk out =\r\nBy Mara Lind, xyz =\r\n\n   Oslo (xyz) - The harbour stands still.\r\n\n# Notebook\r\n\n## Note to editors\r\n- Adds quote\r\n\n\
    * * * *\r\nThe following information is not for publication\r\n\n## Contacts\r\n- Jon Berg, +47 1234\r\n\nxyz mal jbe\r\n\x03\
    041215 GMT Dez 23 \r\n\x7f\x04";

#[test]
fn a_message_with_all_its_parts() {
    let text = WIRE.replace("walk out =", "walk out");
    let got = one(&text);
    let envelope = &got.envelope;
    assert_eq!(envelope.urgency, Some(3));
    assert_eq!(envelope.provider.as_deref(), Some("xyz"));
    assert_eq!(envelope.slugline.as_deref(), Some("Harbour/strike/"));
    assert_eq!(envelope.headlines[0].text, "Port workers walk out");
    assert_eq!(envelope.bylines[0].text, "By Mara Lind, xyz");
    assert_eq!(envelope.advisories, ["EXTRA", "2ND LEAD", "Adds quote"]);
    assert_eq!(envelope.signals[0].kind, UpdateKind::Update);
    let stamp = envelope.version_created.unwrap();
    assert_eq!((stamp.local.to_string().as_str(), stamp.offset), ("2023-12-04T12:15:00", Some(0)));
    assert!(got.body.starts_with("Oslo (xyz) - The harbour"), "{}", got.body);
    assert!(got.body.ends_with("\n\nxyz mal jbe"), "{}", got.body);
    let named: Vec<_> = got.pieces.iter().map(|piece| (piece.kind, &got.body[piece.range.clone()])).collect();
    assert_eq!(named[0].0, FurnitureKind::EditorsNote);
    assert_eq!(named[0].1, "# Notebook\n\n## Note to editors\n- Adds quote");
    assert_eq!(named[1].0, FurnitureKind::NotForPublication);
    assert!(
        named[1].1.starts_with("* * * *\nThe following") && named[1].1.ends_with("+47 1234"),
        "{}",
        named[1].1
    );
    assert_eq!(named.len(), 2);
}

#[test]
fn a_message_that_lost_its_codes() {
    let got = one(
        "abc00042 4 i 57    xyz 1003\n\n/economy/Norway/\n2ND LEAD\nPort workers walk out\nBy Mara Lind, xyz  =\n \nOslo (xyz) - Text.\n\n041215 Okt 23\n",
    );
    assert_eq!(got.body, "Oslo (xyz) - Text.");
    assert_eq!(got.envelope.slugline.as_deref(), Some("/economy/Norway/"));
    assert_eq!(got.envelope.headlines[0].text, "Port workers walk out");
    assert_eq!(got.envelope.version_created.unwrap().offset, None);
}

#[test]
fn headers_that_nothing_closes() {
    for (text, headline, body) in [
        (
            "Taureau en ville\nLandquart (ats) Un taureau s'est promené.\n",
            Some("Taureau en ville"),
            "Landquart (ats) Un taureau s'est promené.",
        ),
        (
            "Fähre sinkt vor\nder Insel\n\nOslo (xyz) Eine Fähre ist gesunken.",
            Some("Fähre sinkt vor der Insel"),
            "Oslo (xyz) Eine Fähre ist gesunken.",
        ),
        (
            "Oslo (xyz) - Eine Fähre ist\ngesunken.\n\nMehr.",
            None,
            "Oslo (xyz) - Eine Fähre ist\ngesunken.\n\nMehr.",
        ),
        (
            "A sentence stands here first.\n\nAnd another.",
            None,
            "A sentence stands here first.\n\nAnd another.",
        ),
    ] {
        let got = one(&format!("\x01abc042 4 f 57\r\n\x02{text}\x03271425 mai 19\r\n\x04"));
        assert_eq!(got.envelope.headlines.first().map(|h| h.text.as_str()), headline, "{text}");
        assert_eq!(got.body, body);
    }
}

#[test]
fn an_equals_sign_of_the_dateline_ends_no_header() {
    let got =
        one("\x01abc042 4 f 57 xyz 1\r\n\x02Brug dicht\n\nGENT 31/07 (BELGA) =\nDe brug is dicht.\x03\x04");
    assert_eq!(got.envelope.headlines[0].text, "Brug dicht");
    assert_eq!(got.body, "GENT 31/07 (BELGA) =\nDe brug is dicht.");
}

#[test]
fn the_words_of_a_private_block_in_a_story_open_none() {
    let got = one(
        "\x01abc042 4 f 57 xyz 1\r\n\x02Title =\n\nOslo (xyz) - The paper was marked\nas not for publication by the ministry, an official said.\nMore.\x03\x04",
    );
    assert!(got.pieces.is_empty());
}

#[test]
fn contacts_without_a_warning_are_private_too() {
    let got = one(
        "\x01abc042 4 f 57 dpa 1\r\n\x02Titel =\n\nOslo (dpa) - Text.\n\n# Notizblock\n\n## Orte\n- Hafen\n\n## dpa-Kontakte\n- Autor: Jon Berg\n\ndpa jb\x03\x04",
    );
    let last = got.pieces.last().unwrap();
    assert_eq!(last.kind, FurnitureKind::NotForPublication);
    assert_eq!(&got.body[last.range.clone()], "## dpa-Kontakte\n- Autor: Jon Berg");
}

#[test]
fn copy_between_zczc_and_nnnn() {
    let got = one(
        "ZCZC\r\n$S\r\n:Cricket\r\n=1ST LEAD\r\n^North win by ten runs\r\n*T\r\nNorth 210\r\nSouth 200\r\nNNNN\r\n",
    );
    assert_eq!(got.body, "North 210\nSouth 200");
    assert_eq!(got.envelope.headlines[0].text, "North win by ten runs");
    assert_eq!((got.envelope.slugline.as_deref(), got.envelope.tabular), (Some("Cricket"), true));
    let got =
        one("ZCZC FRB0123\r\nOSLO, Jan 12 (XYZ) - A ferry sank on Friday,\r\nofficials said.\r\nnnnn\r\n");
    assert_eq!(got.body, "OSLO, Jan 12 (XYZ) - A ferry sank on Friday,\nofficials said.");
    assert_eq!(got.envelope.ids[0].1, "FRB0123");
}

#[test]
fn what_is_none() {
    for text in ["OSLO (XYZ) - Text", "abc123 4 i 200\nplain text", "\x01", "zczcx text", "\x01\x02\x03\x04"]
    {
        assert!(!sniff(&Input::new(text.as_bytes())), "{text:?}");
    }
    assert_eq!(
        decode(&Input::new(b"\x01abc042 4 f 57\x02 \x03"), &Limits::default()).unwrap_err().code,
        "wire.empty"
    );
}

#[test]
fn no_cut_and_no_stray_byte_breaks_it() {
    let limits = Limits::default();
    for at in 0..WIRE.len() {
        let _ = decode(&Input::new(&WIRE.as_bytes()[..at]), &limits);
        for byte in [0, 1, 2, 3, 0x1b, b'=', b'(', 0xc3, 0xff] {
            let mut bytes = WIRE.as_bytes().to_vec();
            bytes[at] = byte;
            let input = Input::new(&bytes);
            sniff(&input);
            let Ok(items) = decode(&input, &limits) else { continue };
            let got = items[0].as_ref().unwrap();
            for piece in &got.pieces {
                assert!(
                    got.body.get(piece.range.clone()).is_some_and(|text| !text.is_empty()),
                    "{at} {byte}"
                );
            }
            // Whatever happens to one byte, an address behind the words that close it off is never public.
            if let Some(start) =
                got.body.find("not for publication").filter(|_| got.body.contains("+47 1234"))
            {
                let phone = got.body.find("+47").unwrap();
                let cut = got
                    .pieces
                    .iter()
                    .any(|p| p.kind == FurnitureKind::NotForPublication && p.range.contains(&phone));
                assert!(cut || start > phone, "{at} {byte}: {}", got.body);
            }
        }
    }
}

#[test]
fn bytes_of_other_data_are_no_message() {
    let all: Vec<u8> = (0..=255).collect();
    for bytes in [[1, 2, 3, b'a'].repeat(40), all, b"\x01\x02\x03".to_vec()] {
        assert!(!sniff(&Input::new(&bytes)), "{bytes:?}");
    }
}

#[test]
fn kills_and_embargoes_stay() {
    let got = one("\x01abc042 4 i 9\r\n\x02KILL KILL KILL =\x03");
    assert!(got.envelope.stops() && got.body.is_empty());
    let got = one("\x01abc042 4 i 57\r\n\x02LEAD KILL\nHafen zu =\n\nKiel (xyz) - Der Hafen ist zu.\x03");
    assert_eq!(got.envelope.signals[0].kind, UpdateKind::Kill);
    let got = one(
        "\x01abc042 4 i 57\r\n\x02Hafen zu\nSperrfrist: 4. M\u{e4}rz, 19.00 Uhr =\n\nKiel (xyz) - Der Hafen ist zu.\x03",
    );
    assert_eq!(got.envelope.headlines[0].text, "Hafen zu");
    assert!(got.envelope.advisories.contains(&"Sperrfrist: 4. M\u{e4}rz, 19.00 Uhr".to_owned()));
}

#[test]
fn a_marker_with_a_telephone_is_told_to_editors_alone() {
    let got = one(
        "\x01abc042 4 i 57\r\n\x02(Korrektur. R\u{fc}ckfragen: 030 5550 000)\nHafen zu =\n\nKiel (xyz) - Der Hafen ist zu.\x03",
    );
    assert!(got.envelope.advisories.iter().all(|line| !line.contains("5550")));
    assert!(got.envelope.notes.iter().any(|note| !note.public && note.text.contains("5550")));
}
