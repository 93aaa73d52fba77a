//! Runs the cases of datelines in `cases/`; the README there says how they are written.

use std::sync::LazyLock;

use super::Sent;
use super::copy::{private, read};
use super::language::Languages;
use super::text::Text;
use super::why::Why;
use crate::authority::Authority;
use crate::desk::metadata::Told;

const CASES: &[&str] = &[
    include_str!("cases/english.txt"),
    include_str!("cases/wires.txt"),
    include_str!("cases/slips.txt"),
    include_str!("cases/above.txt"),
    include_str!("cases/world.txt"),
    include_str!("cases/romance.txt"),
    include_str!("cases/germanic.txt"),
    include_str!("cases/east.txt"),
    include_str!("cases/namesakes.txt"),
    include_str!("cases/refused.txt"),
];

/// 10 March 2021, noon.
const SENT: Sent = Sent { timestamp_ms: Some(1_615_377_600_000) };

fn said(text: &str, authority: &Authority) -> [String; 4] {
    let language = LANGUAGES.detect(text);
    let copy = read(&Text::new(text), &Told::nothing(), language, authority, SENT, &Why::deaf());
    let none = |s: String| if s.is_empty() { "-".to_owned() } else { s };
    let place = |p: &crate::record::DatelinePlace| {
        format!("{} > {}, {}", p.raw, p.name, p.place.country.as_deref().unwrap_or("?"))
    };
    let dateline = copy.dateline.as_ref();
    let places: Vec<String> = dateline.iter().flat_map(|d| &d.places).map(place).collect();
    let agencies: Vec<&str> = copy.credit.agencies.iter().map(|a| a.code.as_str()).collect();
    let bylines: Vec<&str> = copy.credit.bylines.iter().map(|b| b.name.as_str()).collect();
    [
        none(places.join("; ")),
        none(dateline.and_then(|d| d.date.clone()).unwrap_or_default()),
        none(agencies.join(" ")),
        none(bylines.join(", ")),
    ]
}

#[test]
fn cases() {
    let authority = &AUTHORITY;
    let mut wrong = Vec::new();
    for line in CASES.iter().flat_map(|file| file.lines()) {
        if line.starts_with('#') || line.is_empty() {
            continue;
        }
        let columns: Vec<&str> = line.split(" ¦ ").collect();
        let [text, expected @ ..] = columns.as_slice() else { panic!("no columns: {line}") };
        assert_eq!(expected.len(), 4, "five columns: {line}");
        let found = said(&text.replace("\\n", "\n"), authority);
        if found != *expected {
            wrong.push(format!("{text}\n    found {found:?}\n    not   {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} cases\n{}", wrong.len(), wrong.join("\n"));
}

/// The code, and what it is said of.
#[test]
fn a_day_that_no_calendar_has_is_told() {
    for (text, written) in [
        ("SINGAPORE, Feb 30 (Reuters) - A bridge opened.", Some("Feb 30")),
        ("SINGAPORE, Sept. 31, 2026 (Reuters) - A bridge opened.", Some("Sept. 31, 2026")),
        ("SINGAPORE, Feb 29, 2025 (Reuters) - A bridge opened.", Some("Feb 29, 2025")),
        ("SINGAPORE, March 45 (Reuters) - A bridge opened.", Some("March 45")),
        ("SINGAPORE, Feb 29, 2024 (Reuters) - A bridge opened.", None),
        ("CHICAGO, April - A bridge opened on Monday, and the mayor crossed it first.", None),
        ("Zagreb, 31 listopada (Hina) - Most je otvoren.", None),
    ] {
        let copy = read(&Text::new(text), &Told::nothing(), None, &AUTHORITY, SENT, &Why::deaf());
        let told = copy.warnings.iter().find(|w| w.code == "dateline.date_impossible");
        let said = told.map(|w| w.detail.as_str());
        assert_eq!(
            said.map(|s| s.contains(written.unwrap_or("?"))),
            written.map(|_| true),
            "{text}: {said:?}"
        );
        assert!(copy.dateline.is_some_and(|d| d.date.is_none() || written.is_none()), "{text}");
    }
}

/// One row for each agency of `data/agencies/` that shows its dateline: code, places, date, agencies.
#[test]
fn every_agency_is_read_from_its_own_dateline() {
    let rows: std::collections::BTreeMap<&str, &str> = include_str!("cases/agencies.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(" ¦ "))
        .collect();
    let mut wrong = Vec::new();
    for agency in AUTHORITY.agencies.iter() {
        let Some(dateline) = &agency.dateline else { continue };
        let [places, date, agencies, _] = said(dateline, &AUTHORITY);
        let found = [places, date, agencies].join(" ¦ ");
        match rows.get(agency.code.as_str()) {
            Some(row) if *row == found => {}
            Some(row) => wrong.push(format!("{dateline}\n    found {found}\n    not   {row}")),
            None => wrong.push(format!("agencies.txt has no row for {}: {found}", agency.code)),
        }
    }
    assert!(wrong.is_empty(), "{} agencies\n{}", wrong.len(), wrong.join("\n"));
}

static LANGUAGES: LazyLock<Languages> = LazyLock::new(Languages::new);

static AUTHORITY: LazyLock<Authority> = LazyLock::new(|| Authority::builtin().expect("the data built in"));

/// Pieces of heads and tails in any order, with signs of many widths between them.
fn scrap() -> impl proptest::strategy::Strategy<Value = String> {
    use proptest::prelude::*;
    const PIECES: &[&str] = &[
        "By ",
        "JANE ROE",
        " and ",
        "NAIROBI",
        ", Kenya",
        "(AP)",
        " - ",
        "—",
        "--",
        "\n",
        "\n\n",
        "March 5",
        "(",
        ")",
        "/",
        "/TASS/",
        "&QL;",
        "(EDS: ",
        "c.2000 ",
        "©",
        "___",
        "(Reporting by ",
        "EMBARGOED UNTIL ",
        "KILL ",
        "é",
        "北京",
        "\u{fffd}",
        "l",
        " ",
        "  ",
        ".",
        ",",
        ":",
        "Zürich",
        "ABOARD ",
        "\t",
        "’",
        "2nd LD",
        "^M",
        "\u{1}",
        "((",
        "))",
        "Jane Roe in Lima",
        " contributed to this report.",
        " reported from ",
        "Editing by ",
        "Contact:",
        "SOURCE ",
        "+1 555 010 0199",
        "jane@example.com",
        "not for publication",
        "PTI ABC",
        "Enditem",
        "Von ",
        "Foto: ",
    ];
    // Long runs reach the limits of each reading: 260 bytes of a dateline, 1,500 of a head, 3,000 of a tail.
    let run = (prop::sample::select(PIECES), 40..400usize).prop_map(|(piece, times)| piece.repeat(times));
    let piece = prop_oneof![
        12 => prop::sample::select(PIECES).prop_map(str::to_owned),
        4 => "\\PC{0,6}",
        1 => run,
        1 => "[A-Z]{200,260}",
    ];
    let few = prop::collection::vec(piece.clone(), 0..24);
    let many = prop::collection::vec(piece, 100..300);
    prop_oneof![6 => few, 1 => many].prop_map(|pieces| pieces.concat())
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_within_its_bounds(text in scrap()) {
        let copy = read(&Text::new(&text), &Told::nothing(), None, &AUTHORITY, SENT, &Why::deaf());
        proptest::prop_assert!(text.get(copy.story.clone()).is_some(), "story {:?}", copy.story);
        for piece in &copy.furniture {
            proptest::prop_assert!(text.get(piece.range.clone()).is_some_and(|t| !t.is_empty()), "{piece:?}");
        }
        for pair in copy.furniture.windows(2) {
            proptest::prop_assert!(pair[0].range.end <= pair[1].range.start, "{pair:?} overlap");
        }
        for cut in private(&text, &Told::nothing(), &AUTHORITY) {
            proptest::prop_assert!(text.get(cut).is_some());
        }
    }
}
