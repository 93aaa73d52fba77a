//! Records are what their schema says: ours, and under `strict_ninjs` the IPTC's own. No network is used,
//! and formats are asserted.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use copydesk::authority::Authority;
use copydesk::desk::{Desk, Incoming, Outcome, Settings};
use copydesk::record::{Record, SCHEMA_ID, Source};
use jsonschema::{Registry, Validator};
use serde_json::{Value, json};

fn schema(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/schema").join(name);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn validator(schema_: &Value) -> Validator {
    let (ninjs, geojson) = (schema("ninjs-schema_3.1.json"), schema("GeoJSON.json"));
    // The ninjs document's id ends in an empty fragment, and it calls GeoJSON by one.
    let registry = Registry::new()
        .add("http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json", &ninjs)
        .and_then(|registry| registry.add("https://geojson.org/schema/GeoJSON.json", &geojson))
        .and_then(|registry| registry.prepare())
        .expect("the schemas are in the repository");
    jsonschema::options()
        .with_registry(&registry)
        .should_validate_formats(true)
        .build(schema_)
        .expect("the schema is a schema")
}

fn faults(validator: &Validator, value: &Value) -> Vec<String> {
    validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

fn desk(strict_ninjs: bool) -> Desk {
    let authority = Authority::builtin().expect("the data built in is right");
    Desk::new(Arc::new(authority), Settings { strict_ninjs, ..Settings::default() })
}

/// All files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = entries.map(|entry| entry.expect("readable").path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// The records of all sample dispatches and of the fixtures of all wire formats, the spiked ones too.
fn records(desk: &Desk) -> Vec<(String, Record)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["tests/cases", "config/samples"];
    let mut files: Vec<PathBuf> = folders.iter().flat_map(|folder| files(&root.join(folder))).collect();
    files.retain(|file| !file.ends_with("gold.jsonl"));
    files.sort();
    let mut records = Vec::new();
    for (offset, file) in (0..).zip(files) {
        let name = file.display().to_string();
        let bytes = fs::read(&file).expect("readable");
        let source = Source {
            topic: Some("wire.raw".into()),
            partition: Some(0),
            offset: Some(offset),
            ..Source::default()
        };
        let incoming = Incoming {
            key: Some(b"key \xff"),
            payload: Some(&bytes),
            timestamp_ms: Some(1_709_301_900_000),
            source,
            ..Incoming::default()
        };
        for outcome in desk.process(&incoming) {
            match outcome {
                Outcome::Publish(published) => records.push((name.clone(), published.record)),
                Outcome::Spike { record: Some(record), .. } => records.push((name.clone(), *record)),
                Outcome::Spike { .. } | Outcome::DeadLetter { .. } => {}
            }
        }
    }
    assert!(records.len() > 120, "only {} sample dispatches became records", records.len());
    records
}

fn check(validator: &Validator, records: &[(String, Record)]) {
    let mut bad = Vec::new();
    for (name, record) in records {
        let value = serde_json::to_value(record).expect("records serialize");
        bad.extend(faults(validator, &value).into_iter().map(|fault| format!("{name}: {fault}")));
    }
    assert!(bad.is_empty(), "{} faults:\n{}", bad.len(), bad.join("\n"));
}

#[test]
fn records_are_valid() {
    let schema = schema("record.schema.json");
    assert_eq!(schema["$id"], SCHEMA_ID);
    check(&validator(&schema), &records(&desk(false)));
}

#[test]
fn strict_records_are_plain_ninjs() {
    let records = records(&desk(true));
    check(&validator(&schema("ninjs-schema_3.1.json")), &records);
    let value = serde_json::to_value(&records[0].1).expect("records serialize");
    assert_eq!(value.get("copydesk"), None);
}

/// A schema that takes everything would make the tests above worthless.
#[test]
fn what_is_no_record_is_refused() {
    let validator = validator(&schema("record.schema.json"));
    let (_, record) = records(&desk(false)).swap_remove(0);
    let good = serde_json::to_value(record).expect("records serialize");
    assert_eq!(faults(&validator, &good), [""; 0]);
    for (pointer, value) in [
        ("/uri", json!("urn:something:else")),
        ("/versionCreated", json!("yesterday")),
        ("/pubStatus", json!("published")),
        ("/copydesk/version", json!({})),
        ("/copydesk/source/sha256", json!("abc")),
        ("/copydesk/update/kind", json!("rewrite")),
        ("/bodies", json!([])),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).unwrap_or_else(|| panic!("no {pointer} in {good:#}")) = value;
        assert_ne!(faults(&validator, &bad), [""; 0], "{pointer}");
    }
    for (pointer, key) in [("", "colour"), ("/copydesk", "colour"), ("/copydesk/source", "colour")] {
        let mut bad = good.clone();
        bad.pointer_mut(pointer)
            .expect("there")
            .as_object_mut()
            .expect("an object")
            .insert(key.into(), json!(1));
        assert_ne!(faults(&validator, &bad), [""; 0], "{pointer}/{key}");
    }
}
