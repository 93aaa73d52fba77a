use crate::desk::entities::testing::{entities, names, read};
use crate::record::{EntityKind, SymbolType};

/// The codes of every organisation that has some: `Name: NYSE IBM, …`.
fn codes(body: &str) -> String {
    let mut rows = Vec::new();
    for entity in read(body).iter().filter(|entity| !entity.symbols.is_empty()) {
        assert_eq!(entity.kind, EntityKind::Organisation, "{body}");
        let code = |symbol: &crate::record::Symbol| match symbol.exchange {
            Some(exchange) => format!("{exchange} {}", symbol.symbol),
            None => symbol.symbol.clone(),
        };
        let codes: Vec<_> = entity.symbols.iter().map(code).collect();
        rows.push(format!("{}: {}", entity.mentions[0].text, codes.join(", ")));
    }
    rows.join("; ")
}

#[test]
fn a_code_belongs_to_the_name_before_it() {
    for (body, expected) in [
        ("Shares of Quorvex Corp. <QVX.N> rose.", "Quorvex Corp.: NYSE QVX.N"),
        ("Brandt Vintner Inc <BVI> said it would pay.", "Brandt Vintner Inc: BVI"),
        ("NEW YORK - Quorvex (NYSE: QVX) fell 2 pct.", "Quorvex: NYSE QVX"),
        ("Meridian Bank (TSX: MB; NYSE: MBK) said so.", "Meridian Bank: TSX MB, NYSE MBK"),
        ("Zenlith Pharma (Nasdaq: ZLPH) said so.", "Zenlith Pharma: Nasdaq ZLPH"),
        ("Quorvex Energy (LSE:QV.) said so.", "Quorvex Energy: LSE QV."),
        ("the carmaker Tamakura Motor (7991.T) recalled cars", "Tamakura Motor: Tokyo 7991.T"),
        (
            "Hansu Electronics (009931.KS) and Tengfei Holdings [0799.HK] gained.",
            "Hansu Electronics: KRX 009931.KS; Tengfei Holdings: HKEX 0799.HK",
        ),
        ("Wessex Holdings (NYSE:WSX.A, WSX.B) bought it.", "Wessex Holdings: NYSE WSX.A, NYSE WSX.B"),
        ("Quorvex Corp (QVX.N: Quote, Profile, Research) fell.", "Quorvex Corp: NYSE QVX.N"),
        ("Varnholt AG (ISIN DE0007164600, WKN 716460) legte zu.", "Varnholt AG: DE0007164600, 716460"),
        ("Shares of Varnholt AG, ISIN DE0007164600, rose.", "Varnholt AG: DE0007164600"),
        ("Shares of Varnholt <DE0007164600> rose.", "Varnholt: DE0007164600"),
        ("Frobozz! (NASDAQ: FRBZ) grew.", "Frobozz: Nasdaq FRBZ"),
        (
            "Varnholt <VRNHn.DE> and Quorvex <QVXG_p.DE> fell.",
            "Varnholt: Xetra VRNHn.DE; Quorvex: Xetra QVXG_p.DE",
        ),
        ("Quorvex Health, Inc. (NYSE: QVX) grew.", "Quorvex Health, Inc.: NYSE QVX"),
        ("Quorvex Silver Corp. (NYSE: QS) (TSX: QS) grew.", "Quorvex Silver Corp.: NYSE QS, TSX QS"),
        ("Baker Quorvex, a GE company (NYSE: BQGE), grew.", "Baker Quorvex: NYSE BQGE"),
    ] {
        assert_eq!(codes(body), expected, "{body}");
    }
}

#[test]
fn what_is_no_code_is_left() {
    for body in [
        "NAIROBI (AP) - Talks began.",
        "Sen. John Doe (R-Texas) voted no.",
        "Quorvex Corp <A0123> said.",
        "Acme Corp <P> said.",
        "The United Nations (U.N.) and Acme Corp (U.N) met.",
        "Acme Corp (see chart: B) fell.",
        "Acme Corp (founded: 1990) fell.",
        "Acme Corp (ISIN DE0007164601) fell.", // the check digit is wrong
        "Acme <B>Corp</B> fell.",
        "Acme Corp (No. 5) fell.",
        "The index <.DJI> rose, the yen <JPY=> fell.",
        "shares in the company (NYSE: QVX) fell",
    ] {
        assert_eq!(codes(body), "", "{body}");
    }
}

#[test]
fn a_code_makes_an_organisation_and_is_no_name_itself() {
    let body = "Shares of John Paul (NYSE: JPX) rose. Analysts liked Frobozz (Nasdaq: FRBZ). Frobozz grew.";
    assert_eq!(names(body, EntityKind::Organisation), "John Paul | Frobozz | Frobozz");
    assert_eq!(names(body, EntityKind::Person), "");
}

#[test]
fn codes_of_all_mentions_come_together_once() {
    let body =
        "Quorvex Corp. <QVX.N> rose. Later Quorvex Corp. (NYSE: QVX) fell, Quorvex Corp. <QVX.N> said.";
    let found = entities(body);
    let symbols: Vec<_> = found[0].symbols.iter().map(|s| (s.symbol_type, s.symbol.as_str())).collect();
    assert_eq!(symbols, [(SymbolType::Ric, "QVX.N"), (SymbolType::Ticker, "QVX")]);
}

#[test]
fn the_words_of_a_code_are_no_names_whoever_it_belongs_to() {
    assert_eq!(
        names("Rio Tinto shares (RIO.L) rose; the index <.DJI> fell.", EntityKind::Organisation),
        "Rio Tinto"
    );
}
