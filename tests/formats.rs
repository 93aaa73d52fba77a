//! Every fixture of `tests/cases` through the whole desk: one for each dialect of each wire format, and one for each trap.
//! (`tests/linking.rs` reads those of `linking`.)
//!
//! `gold.jsonl` beside the fixtures says what a record must hold: a line a file, `expect` for its first item, `more` for
//! further ones; `items` is how many there are.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use copydesk::authority::Authority;
use copydesk::desk::{Desk, Incoming, Outcome, Settings};
use copydesk::wire::FORMATS;
use serde_json::Value;

fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut folders: Vec<_> = fs::read_dir(root)
        .expect("tests/cases is part of the repository")
        .map(|e| e.expect("readable").path())
        .filter(|folder| !folder.ends_with("linking") && !folder.ends_with("languages"))
        .collect();
    folders.sort();
    folders
}

/// The records of a message, a dead letter as its code.
fn edit(desk: &Desk, bytes: &[u8]) -> Vec<Value> {
    let incoming = Incoming { payload: Some(bytes), ..Incoming::default() };
    let value = |outcome| match outcome {
        Outcome::Publish(published) => serde_json::to_value(published.record).expect("records serialize"),
        Outcome::Spike { record: Some(record), .. } => {
            serde_json::to_value(record).expect("records serialize")
        }
        Outcome::Spike { record: None, reason, .. } => Value::from(reason),
        Outcome::DeadLetter { reject, .. } => Value::from(reject.code),
    };
    desk.process(&incoming).into_iter().map(value).collect()
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn sorted(mut texts: Vec<String>) -> Vec<String> {
    texts.sort();
    texts
}

fn instant(value: &Value) -> Option<jiff::Timestamp> {
    value.as_str()?.parse().ok()
}

/// What is wrong with the field `key` of a record; nothing where it is as wanted.
fn fault(record: &Value, expect: &Value, key: &str) -> Option<String> {
    let want = &expect[key];
    let list = |path: &str, field: &str| -> Vec<String> {
        let rows = record.pointer(path).and_then(Value::as_array);
        rows.into_iter().flatten().filter_map(|row| row[field].as_str()).map(str::to_owned).collect()
    };
    let body = record["bodies"][0]["value"].as_str().unwrap_or_default();
    let primary = |value: &Value| value.as_str().map(|tag| tag.split('-').next().unwrap_or(tag).to_owned());
    let (right, got) = match key {
        "headline" | "slugline" => {
            let got = if key == "headline" { &record["headlines"][0]["value"] } else { &record[key] };
            let more = texts(&expect[format!("{key}_alt")]);
            let fits = got
                .as_str()
                .map(folded)
                .is_some_and(|got| want == &Value::from(got.as_str()) || more.contains(&got));
            (fits || want.is_null() && got.is_null(), got.clone())
        }
        "language" => (primary(&record["language"]) == primary(want), record["language"].clone()),
        "urgency" => (&record["urgency"] == want, record["urgency"].clone()),
        "timestamp" => {
            (instant(&record["versionCreated"]) == instant(want), record["versionCreated"].clone())
        }
        "embargo" => (instant(&record["embargoedUntil"]) == instant(want), record["embargoedUntil"].clone()),
        "status" => (&record["pubStatus"] == want, record["pubStatus"].clone()),
        "dateline_date" => {
            let got = record.pointer("/copydesk/dateline/date").cloned().unwrap_or_default();
            (&got == want, got)
        }
        "places" => {
            let got = record
                .pointer("/copydesk/dateline/places")
                .and_then(Value::as_array)
                .cloned()
                .unwrap_or_default();
            let wanted = want.as_array().expect("a list of places");
            let one = |want: &Value, got: &Value| {
                let same = |key: &str| want[key].is_null() || want[key] == got[key];
                // Either spelling will do: a fixture may know the English name or the one in the text.
                let named = want["name"] == got["name"] || want["raw"] == got["raw"];
                same("country") && (named || want["name"].is_null() && want["raw"].is_null())
            };
            let right =
                got.len() == wanted.len() && wanted.iter().zip(&got).all(|(want, got)| one(want, got));
            (
                right,
                Value::from(
                    got.iter()
                        .map(|p| format!("{} = {}, {}", p["raw"], p["name"], p["country"]))
                        .collect::<Vec<_>>(),
                ),
            )
        }
        "agencies" => {
            let got = sorted(list("/copydesk/credit/agencies", "code"));
            (got == sorted(texts(want)), Value::from(got))
        }
        "bylines" => {
            let got = sorted(list("/copydesk/credit/bylines", "name"));
            (got == sorted(texts(want)), Value::from(got))
        }
        "update" => {
            let got = &record["copydesk"]["update"]["kind"];
            (got == want, got.clone())
        }
        "must_contain" => {
            let body = folded(body);
            let missing: Vec<String> =
                texts(want).into_iter().filter(|text| !body.contains(&folded(text))).collect();
            (missing.is_empty(), Value::from(missing))
        }
        "must_not_contain" => {
            let whole = record.to_string().to_lowercase();
            let found: Vec<String> =
                texts(want).into_iter().filter(|text| whole.contains(&text.to_lowercase())).collect();
            (found.is_empty(), Value::from(found))
        }
        "dead_letter" => (record == want, record.clone()),
        "warnings" => {
            let got = list("/copydesk/warnings", "code");
            (texts(want).iter().all(|code| got.contains(code)), Value::from(got))
        }
        key if key.ends_with("_alt") => (true, Value::Null),
        other => (false, Value::from(format!("{other}: there is no such field"))),
    };
    (!right).then(|| format!("{key}: {got}, wanted {want}"))
}

#[test]
fn every_fixture_becomes_what_its_gold_says() {
    let desk =
        Desk::new(Arc::new(Authority::builtin().expect("the data built in is right")), Settings::default());
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for folder in folders() {
        let name = folder.file_name().expect("a folder").to_string_lossy().into_owned();
        let gold = fs::read_to_string(folder.join("gold.jsonl"))
            .unwrap_or_else(|e| panic!("{name}/gold.jsonl: {e}"));
        let mut named = vec!["gold.jsonl".to_owned()];
        for line in gold.lines().filter(|line| !line.trim().is_empty()) {
            let row: Value =
                serde_json::from_str(line).unwrap_or_else(|e| panic!("{name}/gold.jsonl: {e}: {line}"));
            let file = row["file"].as_str().expect("a file");
            let keys = row.as_object().expect("an object").keys();
            for key in keys.filter(|key| !["file", "items", "expect", "more"].contains(&key.as_str())) {
                faults.push(format!("{name}/{file}: `{key}` stands beside `expect`, where nobody looks"));
            }
            let bytes = fs::read(folder.join(file)).unwrap_or_else(|e| panic!("{name}/{file}: {e}"));
            named.push(file.to_owned());
            let records = edit(&desk, &bytes);
            if let Some(items) = row["items"].as_u64().filter(|items| *items != records.len() as u64) {
                faults.push(format!("{name}/{file}: {} items, wanted {items}", records.len()));
            }
            let wanted = std::iter::once(&row["expect"]).chain(row["more"].as_array().into_iter().flatten());
            for (item, expect) in wanted.enumerate() {
                let Some(record) = records.get(item) else {
                    faults.push(format!("{name}/{file}#{item}: no such item"));
                    continue;
                };
                let letter = record.as_str().filter(|_| expect["dead_letter"].is_null());
                if let Some(code) = letter {
                    faults.push(format!("{name}/{file}#{item}: a dead letter or spike, {code}"));
                    continue;
                }
                seen.extend(record["copydesk"]["source"]["format"].as_str().map(str::to_owned));
                let keys = expect.as_object().expect("an object").keys();
                faults.extend(
                    keys.filter_map(|key| fault(record, expect, key))
                        .map(|f| format!("{name}/{file}#{item}: {f}")),
                );
            }
        }
        for entry in fs::read_dir(&folder).expect("readable").flatten() {
            let file = entry.file_name().to_string_lossy().into_owned();
            if !named.contains(&file) {
                faults.push(format!("{name}/{file} is not in gold.jsonl"));
            }
        }
    }
    // Every wire format has fixtures, so that none can be added without.
    let without = FORMATS.iter().filter(|format| !seen.contains(format.name) && format.name != "text");
    faults.extend(without.map(|format| format!("no fixture is read as {}", format.name)));
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
