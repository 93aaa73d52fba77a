//! Runs the cases of `src/desk/cases/{credits,bylines,signoffs}.txt`; the README beside them says how they are written.

use std::sync::LazyLock;

use crate::authority::Authority;
use crate::desk::Sent;
use crate::desk::copy::{self, Copy};
use crate::desk::language::Languages;
use crate::desk::metadata::Told;
use crate::desk::text::Text;
use crate::desk::why::Why;
use crate::record::{Byline, Contributor, CreditedAgency, label};

const CASES: &[(&str, &str)] = &[
    ("credits", include_str!("../cases/credits.txt")),
    ("bylines", include_str!("../cases/bylines.txt")),
    ("signoffs", include_str!("../cases/signoffs.txt")),
];

/// 10 March 2021, noon.
const SENT: Sent = Sent { timestamp_ms: Some(1_615_377_600_000) };
/// Where the story ends, if the case says so.
const END: char = '‖';

static AUTHORITY: LazyLock<Authority> = LazyLock::new(|| Authority::builtin().expect("the data built in"));

fn joined(parts: &[&str]) -> String {
    parts.join("|").trim_end_matches('|').to_owned()
}

fn agency(agency: &CreditedAgency) -> String {
    match label(&agency.role).as_str() {
        "source" => agency.code.clone(),
        role => format!("{} {role}", agency.code),
    }
}

fn byline(byline: &Byline) -> String {
    let part = |p: &Option<String>| p.clone().unwrap_or_default();
    joined(&[&byline.name, &part(&byline.title), &part(&byline.affiliation), &part(&byline.place)])
}

fn contributor(one: &Contributor) -> String {
    joined(&[&one.name, &label(&one.role), one.place.as_deref().unwrap_or_default()])
}

fn said(copy: &Copy) -> [String; 3] {
    let none = |list: Vec<String>| if list.is_empty() { "-".to_owned() } else { list.join("; ") };
    [
        none(copy.credit.agencies.iter().map(agency).collect()),
        none(copy.credit.bylines.iter().map(byline).collect()),
        none(copy.credit.contributors.iter().map(contributor).collect()),
    ]
}

#[test]
fn cases() {
    let languages = Languages::new();
    let mut wrong = Vec::new();
    let mut count = 0;
    for (file, line) in CASES.iter().flat_map(|(file, text)| text.lines().map(move |line| (file, line))) {
        if line.starts_with('#') || line.is_empty() {
            continue;
        }
        count += 1;
        let columns: Vec<&str> = line.split(" ¦ ").collect();
        let [text, expected @ ..] = columns.as_slice() else { continue };
        assert_eq!(expected.len(), 3, "{file}: four columns: {line}");
        let text = text.replace("\\n", "\n");
        let end = text.find(END);
        let text = text.replace(END, "");
        let copy = copy::read(
            &Text::new(&text),
            &Told::nothing(),
            languages.detect(&text),
            &AUTHORITY,
            SENT,
            &Why::deaf(),
        );
        let found = said(&copy);
        if found != *expected {
            wrong.push(format!("{file}: {line}\n    found {found:?}\n    not   {expected:?}"));
        }
        let story = text[..copy.story.end].trim_end();
        if let Some(end) = end.filter(|end| text[..*end].trim_end() != story) {
            wrong.push(format!(
                "{file}: {line}\n    ends the story behind {story:?}\n    not {:?}",
                &text[..end]
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {count} cases\n{}", wrong.len(), wrong.join("\n"));
}
