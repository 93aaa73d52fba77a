use super::*;

fn one(text: &str) -> Dispatch {
    let input = Input::new(text.as_bytes());
    assert!((FORMAT.sniff)(&input), "{text}");
    decode(&input, &Limits::default()).unwrap().remove(0).unwrap()
}

#[test]
fn a_release_of_asianet() {
    let text = "Source: Lind Ferries ASA \r\nMEDIA RELEASE PR00042\r\nEMBARGOED UNTIL 0900 GMT MARCH 4\r\nLind Ferries Opens Line to the \r\nIsland\r\n\r\n\
        OSLO, Norway, March 4, 2019 /PRNewswire-AsiaNet/ --\r\n\r\nLind Ferries today opened.\r\n\r\nContact: Mara Lind, +47 1234\r\n\r\nSOURCE Lind Ferries ASA\r\n";
    let got = one(text);
    assert_eq!(got.body, text.replace("\r\n", "\n"));
    assert!(got.envelope.press_release);
    assert_eq!(got.envelope.headlines.len(), 1);
    assert_eq!(got.envelope.headlines[0].text, "Lind Ferries Opens Line to the Island");
    assert_eq!(got.envelope.credits, ["PRNewswire-AsiaNet"]);
    assert_eq!(got.envelope.advisories, ["EMBARGOED UNTIL 0900 GMT MARCH 4"]);
    assert_eq!(got.envelope.ids, [("release".into(), "PR00042".into())]);
    assert_eq!(got.envelope.dateline.as_deref(), Some("OSLO, Norway, March 4, 2019 /PRNewswire-AsiaNet/ --"));
    assert!(got.pieces.is_empty());
}

#[test]
fn heads_of_other_services() {
    for (text, headline, sub) in [
        (
            "Lind Ferries Opens Line\n\nIsland served daily\n\nOSLO, Norway--(BUSINESS WIRE)--Text",
            "Lind Ferries Opens Line",
            Some("Island served daily"),
        ),
        (
            "CORRECTING and REPLACING Lind Ferries Opens Line\n\nOSLO--(BUSINESS WIRE)--Text",
            "CORRECTING and REPLACING Lind Ferries Opens Line",
            None,
        ),
        (
            "FOR IMMEDIATE RELEASE\nMarch 4, 2019\n\nLind Ferries Opens Line\nOSLO, March 4, 2019 (GLOBE NEWSWIRE) -- Text",
            "Lind Ferries Opens Line",
            None,
        ),
        ("Lind Reederei eröffnet Linie\n\nHamburg (ots) - Text", "Lind Reederei eröffnet Linie", None),
    ] {
        let got = one(text);
        assert_eq!(got.envelope.headlines[0].text, headline);
        assert_eq!(got.envelope.headlines.get(1).map(|h| h.text.as_str()), sub);
        assert_eq!(got.body, text);
    }
    let got = one(
        "CORRECTION from SOURCE: Lind\nLind Ferries Opens Line\n\nOSLO, March 4, 2019 /PRNewswire/ -- Text",
    );
    assert_eq!(got.envelope.signals[0].kind, UpdateKind::Correction);
}

#[test]
fn what_is_none() {
    for text in [
        "OSLO (XYZ) - The maker said so on /PRNewswire/ -- it was sold.",
        "A story about press releases (and Business Wire).\n\nMore of it.",
        "OSLO, March 4 (XYZ) - Lind Ferries opened a line, a release on PRNewswire said.",
        "",
    ] {
        assert!(!(FORMAT.sniff)(&Input::new(text.as_bytes())), "{text}");
    }
}

#[test]
fn no_cut_and_no_stray_byte_breaks_it() {
    let limits = Limits::default();
    let text = "Source: Lind\r\nMEDIA RELEASE PR00042\r\nIn the news release, Lind\r\nLine opens\r\n\r\nOSLO and\r\nBERGEN, March 4, 2019 /PRNewswire/ --\r\nText (ots) – é";
    for at in 0..text.len() {
        let _ = decode(&Input::new(&text.as_bytes()[..at]), &limits);
        for byte in [0, b'\n', b'/', b'(', 0xc3, 0xff] {
            let mut bytes = text.as_bytes().to_vec();
            bytes[at] = byte;
            let input = Input::new(&bytes);
            (FORMAT.sniff)(&input);
            let _ = decode(&input, &limits);
        }
    }
}
