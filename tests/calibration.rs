//! What the confidences of dateline places are worth: the table of docs/quality.md.
//!
//! `cargo test --test calibration -- --nocapture` prints it. The labelled dispatches are agency copy and not part of
//! the repository: where `../shared/corpora` is absent (or not named by `COPYDESK_SHARED`), the test says that it skips.
#![allow(clippy::disallowed_methods)] // The place of the corpora is for the person at the keyboard.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use copydesk::authority::Authority;
use copydesk::desk::{Desk, Incoming, Outcome, Settings};
use serde_json::Value;

/// Values of confidence that are counted together, from the highest.
const BUCKETS: [(u32, u32); 5] = [(95, 100), (90, 94), (75, 89), (50, 74), (0, 49)];

/// Places counted, of the right country, and within 50 km.
type Row = [u32; 3];

#[test]
fn a_confidence_of_nine_tenths_is_right_nine_times_in_ten() {
    let folder = std::env::var_os("COPYDESK_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from)
        .join("corpora");
    let Ok(gold) = fs::read_to_string(folder.join("gold/dateline.gold.jsonl")) else {
        println!("skipped: {} holds no labelled dispatches", folder.display());
        return;
    };
    let desk = Desk::new(Arc::new(Authority::builtin().expect("the data built in")), Settings::default());
    let (mut as_sent, mut stripped) = (BTreeMap::new(), BTreeMap::new());
    let mut left_out = [0; 2];
    for line in gold.lines() {
        let case: Value = serde_json::from_str(line).expect("a line of the gold is JSON");
        let wanted: Vec<&Value> = case["expect"]["places"].as_array().into_iter().flatten().collect();
        let text = case["text"].as_str().unwrap_or_default();
        left_out[0] += u32::from(!count(&desk, text, &wanted, &mut as_sent));
        // The state or country taken away: what remains is a bare name with namesakes, and its answer is known.
        if let [place] = wanted.as_slice()
            && let Some(raw) = place["raw"].as_str()
            && let Some((name, _)) = raw.split_once(',')
        {
            left_out[1] += u32::from(!count(&desk, &text.replacen(raw, name, 1), &wanted, &mut stripped));
        }
    }
    let mut local = BTreeMap::new();
    for file in ["lgl", "trnews", "geowebnews", "geovirus"] {
        let text = fs::read_to_string(folder.join(format!("toponyms/{file}.jsonl"))).unwrap_or_default();
        for line in text.lines() {
            let case: Value = serde_json::from_str(line).expect("a line of the toponyms is JSON");
            count_toponyms(&desk, &case, &mut local);
        }
    }
    println!(
        "left out, another number of places was read: {} as sent, {} without a part",
        left_out[0], left_out[1]
    );
    println!(
        "| confidence | as sent | country | 50 km | without its part | country | 50 km | other copy | country | 50 km |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|");
    let share = |part: u32, of: u32| {
        if of == 0 { "–".into() } else { format!("{:.3}", f64::from(part) / f64::from(of)) }
    };
    for (low, high) in BUCKETS {
        let mut line = format!("| {:.2} to {:.2} |", f64::from(low) / 100.0, f64::from(high) / 100.0);
        for table in [&as_sent, &stripped, &local] {
            let [n, country, near] = table.get(&low).copied().unwrap_or_default();
            line.push_str(&format!(" {n} | {} | {} |", share(country, n), share(near, n)));
        }
        println!("{line}");
        let all = [&as_sent, &stripped, &local].map(|table| table.get(&low).copied().unwrap_or_default());
        let [n, _, near] = all.iter().fold([0; 3], |sum, row| std::array::from_fn(|i| sum[i] + row[i]));
        assert!(
            low < 90 || n == 0 || f64::from(near) >= 0.9 * f64::from(n),
            "{low}: {near} of {n} are right"
        );
    }
}

fn bucket(confidence: f64) -> u32 {
    let percent = (confidence * 100.0).round() as u32;
    BUCKETS.iter().find(|(low, _)| percent >= *low).map_or(0, |(low, _)| *low)
}

/// The dateline of the record, as published.
fn dateline(desk: &Desk, text: &str) -> Value {
    let incoming = Incoming {
        payload: Some(text.as_bytes()),
        timestamp_ms: Some(1_500_000_000_000),
        ..Incoming::default()
    };
    let record = desk.process(&incoming).into_iter().find_map(|outcome| match outcome {
        Outcome::Publish(published) => Some(published.record),
        _ => None,
    });
    record.and_then(|record| serde_json::to_value(record.copydesk.dateline).ok()).unwrap_or_default()
}

/// False where as many places were not read as are labelled: a confidence says nothing of them.
fn count(desk: &Desk, text: &str, wanted: &[&Value], table: &mut BTreeMap<u32, Row>) -> bool {
    let found = dateline(desk, text);
    let places = found["places"].as_array().map(Vec::as_slice).unwrap_or_default();
    if places.len() != wanted.len() {
        return false;
    }
    for (place, wanted) in places.iter().zip(wanted) {
        let wide = matches!(wanted["kind"].as_str(), Some("country" | "region" | "mobile"));
        if wide || wanted["low_confidence"] == true || wanted["lat"].is_null() {
            continue;
        }
        let code = &place["country"];
        let also = &wanted["country_alt"];
        let listed = also.as_array().is_some_and(|codes| codes.contains(code));
        let country = !code.is_null() && (*code == wanted["country_iso2"] || code == also || listed);
        enter(place, country, near(place, wanted), table);
    }
    true
}

/// The places of a dateline that the corpus has labelled as a toponym where they stand.
fn count_toponyms(desk: &Desk, case: &Value, table: &mut BTreeMap<u32, Row>) {
    let text = case["text"].as_str().unwrap_or_default();
    let found = dateline(desk, text);
    let (Some(start), Some(raw)) = (found["start"].as_u64(), found["raw"].as_str()) else { return };
    for place in found["places"].as_array().into_iter().flatten() {
        let name = place["raw"].as_str().and_then(|raw| raw.split(',').next()).unwrap_or_default();
        let Some(at) = raw.find(name) else { continue };
        let at = start + raw[..at].chars().count() as u64;
        let labelled = case["toponyms"].as_array().into_iter().flatten().find(|toponym| {
            // Of the whole name: `Cincinnati man dies` is a headline.
            toponym["start"] == at && toponym["phrase"] == name && toponym["lat"].as_f64().is_some()
        });
        if let Some(labelled) = labelled {
            let code = &labelled["country_iso2"];
            enter(place, code.is_null() || *code == place["country"], near(place, labelled), table);
        }
    }
}

fn enter(place: &Value, country: bool, near: bool, table: &mut BTreeMap<u32, Row>) {
    let row = table.entry(bucket(place["confidence"].as_f64().unwrap_or_default())).or_default();
    row[0] += 1;
    row[1] += u32::from(country);
    row[2] += u32::from(near);
}

fn near(place: &Value, wanted: &Value) -> bool {
    let point = |value: &Value| value["lat"].as_f64().zip(value["lon"].as_f64());
    let (Some((lat, lon)), Some((lat2, lon2))) = (point(place), point(wanted)) else { return false };
    ((lat - lat2) * 111.2).hypot((lon - lon2) * 111.2 * lat.to_radians().cos()) <= 50.0
}
