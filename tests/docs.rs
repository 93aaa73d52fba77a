//! The documents that are made from the program's tables agree with them.
//!
//! After a change to a key, a metric or a code: `UPDATE=1 cargo test --test docs`.
#![allow(clippy::disallowed_methods)] // UPDATE is for the person at the keyboard, not for the program.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use copydesk::config::{self, Key, Kind};
use copydesk::fault;
use copydesk::telemetry::metrics::FAMILIES;

const BEGIN: &str = "<!-- made from the program: UPDATE=1 cargo test --test docs -->";
const END: &str = "<!-- end -->";

/// Compares a file with what it should be; with `UPDATE=1` writes it.
fn agree(path: &str, want: &str) {
    let full = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let have = fs::read_to_string(&full).unwrap_or_default();
    if have == want {
        return;
    }
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&full, want).unwrap_or_else(|error| panic!("{}: {error}", full.display()));
        return;
    }
    let line = have.lines().zip(want.lines()).take_while(|(a, b)| a == b).count();
    panic!(
        "{path} is not what the program says, from line {}; run UPDATE=1 cargo test --test docs and commit it",
        line + 1
    );
}

/// As [`agree`], for the part of a file between the two markers.
fn agree_part(path: &str, part: &str) {
    let full = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let have = fs::read_to_string(&full).unwrap_or_else(|error| panic!("{}: {error}", full.display()));
    let (head, rest) = have.split_once(BEGIN).unwrap_or_else(|| panic!("{path} has no line {BEGIN}"));
    let (_, tail) = rest.split_once(END).unwrap_or_else(|| panic!("{path} has no line {END}"));
    agree(path, &format!("{head}{BEGIN}\n\n{part}\n{END}{tail}"));
}

#[test]
fn the_default_configuration_file() {
    agree("config/copydesk.toml", &config::default_file());
}

#[test]
fn the_keys() {
    let mut text = String::new();
    let mut last = None;
    for key in config::keys() {
        let (section, _) = key.split();
        if last != Some(section) {
            last = Some(section);
            let doc = config::sections().iter().find(|s| s.path == section).map(|s| s.doc.as_str());
            match doc {
                Some(doc) => {
                    let _ = write!(text, "### {}\n\n", joined(doc));
                }
                None => text.push_str("### At the top\n\n"),
            }
        }
        let _ = writeln!(text, "`{}`", key.path);
        let _ = writeln!(text, ": {}", joined(&key.doc));
        if let Kind::Choice(words) = &key.kind {
            for (word, doc) in words.iter().filter(|(_, doc)| !doc.is_empty()) {
                let _ = writeln!(text, "  `{word}`: {}", joined(doc));
            }
        }
        let variable = key.variable().map(|name| format!("; variable `{name}`")).unwrap_or_default();
        let _ = writeln!(text, "  Default: {}{variable}.\n", default(key));
    }
    agree_part("docs/configuration.md", &text);
}

fn default(key: &Key) -> String {
    match &key.default {
        serde_json::Value::Null => "not set".into(),
        value if key.kind == Kind::Properties => format!("`{value}` (a table)"),
        value => format!("`{value}`"),
    }
}

#[test]
fn the_metrics() {
    let mut text = String::from("| metric | type | labels | meaning |\n|---|---|---|---|\n");
    for family in FAMILIES {
        let labels: Vec<_> = family.labels.iter().map(|label| format!("`{label}`")).collect();
        let _ = writeln!(
            text,
            "| `{}` | {} | {} | {} |",
            family.name,
            family.kind,
            labels.join(", "),
            family.help
        );
    }
    agree_part("docs/metrics.md", &text);
}

#[test]
fn the_codes() {
    let mut text = String::new();
    for (kind, title) in [
        (fault::Kind::Reject, "## Dead letters: the dispatch cannot be edited"),
        (fault::Kind::Warning, "## Warnings: a field of a record is degraded or doubted"),
        (fault::Kind::Fault, "## Faults: infrastructure, retried, never a dead letter"),
    ] {
        let _ = write!(text, "{title}\n\n| code | stage | what happened | what to do |\n|---|---|---|---|\n");
        for row in fault::CODES.iter().filter(|row| row.kind == kind) {
            let _ = writeln!(text, "| `{}` | {} | {} | {} |", row.code, row.stage, row.meaning, row.mend);
        }
        text.push('\n');
    }
    text.push_str("## Spiked: deliberately not published\n\n| reason | meaning |\n|---|---|\n");
    for (reason, meaning) in fault::SPIKES {
        let _ = writeln!(text, "| `{reason}` | {meaning} |");
    }
    agree_part("docs/codes.md", &text);
}

fn joined(doc: &str) -> String {
    doc.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}

/// Each promise of docs/delivery.md names the tests that prove it, and these exist.
#[test]
fn every_promise_has_its_tests() {
    fn read(path: &Path, text: &mut String) {
        for entry in fs::read_dir(path).expect("the repository can be read").flatten() {
            if entry.path().is_dir() {
                read(&entry.path(), text);
            } else if entry.path().extension().is_some_and(|end| end == "rs") {
                text.push_str(&fs::read_to_string(entry.path()).expect("sources are UTF-8"));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = String::new();
    ["src", "tests"].iter().for_each(|folder| read(&root.join(folder), &mut sources));
    let page = fs::read_to_string(root.join("docs/delivery.md")).expect("docs/delivery.md is there");
    let (_, table) = page.split_once("| # | promise |").expect("it has the table of promises");
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    for row in rows {
        let tests = row.rsplit('|').nth(1).unwrap_or_default();
        assert!(!tests.trim().is_empty(), "no test proves: {row}");
        for test in tests.split('`').skip(1).step_by(2) {
            assert!(sources.contains(&format!("fn {test}(")), "there is no test {test}, of: {row}");
        }
    }
}
