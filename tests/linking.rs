//! Who is who in hard dispatches: namesakes, families, names of all orders. Nobody may be taken for another, nobody
//! be two; every role that the text gives is with its bearer; what the text leaves open stays open.
//!
//! `gold.tsv` in `tests/cases/linking` says what is right, and how to read it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use copydesk::authority::Authority;
use copydesk::desk::{Desk, Incoming, Outcome, Settings};
use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/linking")
}

/// A mention as the gold has it.
#[derive(Debug)]
struct Wanted<'a> {
    text: &'a str,
    nominal: bool,
    may_be_missed: bool,
    who: Who<'a>,
}

#[derive(Debug)]
enum Who<'a> {
    /// `person:guterres`
    One(&'a str),
    /// One of these; the text does not say which.
    Open(Vec<&'a str>),
}

#[derive(Debug, Default)]
struct Gold<'a> {
    mentions: Vec<Wanted<'a>>,
    roles: Vec<(&'a str, &'a str)>,
}

fn wanted<'a>(text: &'a str, who: &'a str) -> Wanted<'a> {
    let (text, may_be_missed) = match text.strip_suffix('?') {
        Some(text) => (text, true),
        None => (text, false),
    };
    let inner = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
    let who = match who.strip_prefix("open: ") {
        Some(several) => Who::Open(several.split(' ').collect()),
        None => Who::One(who),
    };
    Wanted { text: inner.unwrap_or(text), nominal: inner.is_some(), may_be_missed, who }
}

fn gold(text: &str) -> BTreeMap<&str, Gold<'_>> {
    let mut all: BTreeMap<&str, Gold<'_>> = BTreeMap::new();
    let mut file = "";
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix("== ") {
            file = name;
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        let gold = all.entry(file).or_default();
        match fields[..] {
            ["role", who, role] => gold.roles.push((who, role)),
            [text, who] => gold.mentions.push(wanted(text, who)),
            _ => panic!("gold.tsv: {line}"),
        }
    }
    all
}

/// A mention of the record, with its entity.
struct Found<'a> {
    start: usize,
    end: usize,
    nominal: bool,
    entity: &'a Value,
}

fn found(record: &Value) -> Vec<Found<'_>> {
    let point = |value: &Value| value.as_u64().expect("a point") as usize;
    let mut all = Vec::new();
    for entity in record["copydesk"]["entities"].as_array().into_iter().flatten() {
        for mention in entity["mentions"].as_array().into_iter().flatten() {
            all.push(Found {
                start: point(&mention["start"]),
                end: point(&mention["end"]),
                nominal: mention["kind"] == "nominal",
                entity,
            });
        }
    }
    all
}

fn id(entity: &Value) -> &str {
    entity["id"].as_str().expect("an id")
}

/// What is wrong with the entities of one record.
fn faults(record: &Value, gold: &Gold<'_>) -> Vec<String> {
    let body: Vec<char> = record["bodies"][0]["value"].as_str().unwrap_or_default().chars().collect();
    let found = found(record);
    let mut faults = Vec::new();
    let mut known: BTreeSet<(usize, usize, bool)> = BTreeSet::new();
    let mut entity_of: BTreeMap<&str, &Value> = BTreeMap::new();
    let mut open = Vec::new();
    let mut from = 0;
    for wanted in &gold.mentions {
        let text: Vec<char> = wanted.text.chars().collect();
        let whole = |at: &usize| {
            body[*at..].starts_with(&text)
                && body.get(*at + text.len()).is_none_or(|next| !next.is_alphanumeric())
                && (*at == 0 || !body[*at - 1].is_alphanumeric())
        };
        let Some(start) = (from..body.len()).find(whole) else {
            panic!("gold.tsv: the text has no {:?} behind the mention before it", wanted.text)
        };
        // A mention without a name may hold one: `the French president`.
        from = if wanted.nominal { start + 1 } else { start + text.len() };
        let end = start + text.len();
        let near: String =
            body[start.saturating_sub(25)..(end + 15).min(body.len())].iter().collect::<String>();
        let here = format!("{:?} in {near:?}", wanted.text);
        known.insert((start, end, wanted.nominal));
        let hit = found.iter().find(|f| (f.start, f.end, f.nominal) == (start, end, wanted.nominal));
        let Some(hit) = hit else {
            let overlapping = found.iter().find(|f| !f.nominal && f.start < end && start < f.end);
            let instead = overlapping.map(|f| format!(": {} {}", f.entity["type"], f.entity["name"]));
            if !wanted.may_be_missed {
                faults.push(format!("missed: {here}{}", instead.unwrap_or_default()));
            }
            continue;
        };
        match &wanted.who {
            Who::One(who) => {
                let kind = who.split(':').next().unwrap_or_default();
                if hit.entity["type"] != kind {
                    faults.push(format!("no {kind} but a {}: {here}", hit.entity["type"]));
                }
                if hit.entity["candidates"].is_array() {
                    faults.push(format!("left open: {here}"));
                    continue;
                }
                let entity = entity_of.entry(who).or_insert(hit.entity);
                if id(entity) != id(hit.entity) {
                    faults.push(format!("split: {who} is {} and {here}", entity["name"]));
                }
            }
            Who::Open(several) => open.push((hit.entity, several, here)),
        }
    }
    let mut by_entity: BTreeMap<&str, &str> = BTreeMap::new();
    for (who, entity) in &entity_of {
        if let Some(other) = by_entity.insert(id(entity), who) {
            faults.push(format!("merged: {other} and {who}"));
        }
    }
    for (entity, several, here) in open {
        let mut candidates: Vec<&str> =
            entity["candidates"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let mut wanted: Vec<&str> =
            several.iter().filter_map(|who| entity_of.get(who)).map(|e| id(e)).collect();
        candidates.sort_unstable();
        wanted.sort_unstable();
        if candidates != wanted {
            faults.push(format!("candidates {candidates:?}, not {wanted:?}: {here}: {}", entity["name"]));
        }
    }
    // Mentions that the gold does not have: of its people, or without a name of anybody.
    for extra in found.iter().filter(|f| !known.contains(&(f.start, f.end, f.nominal))) {
        let listed = by_entity.contains_key(id(extra.entity)) && extra.entity["type"] != "place";
        if listed || extra.nominal {
            let text: String = body[extra.start..extra.end].iter().collect();
            faults.push(format!("not said to be {}: {text:?} at {}", extra.entity["name"], extra.start));
        }
    }
    for (who, role) in &gold.roles {
        let roles = entity_of.get(who).map(|entity| entity["roles"].to_string()).unwrap_or_default();
        if !roles.contains(&format!("\"{role}\"")) {
            faults.push(format!("{who} is {role}, not {roles}"));
        }
    }
    faults
}

#[test]
fn nobody_is_taken_for_another() {
    let desk =
        Desk::new(Arc::new(Authority::builtin().expect("the data built in is right")), Settings::default());
    let text = fs::read_to_string(folder().join("gold.tsv")).expect("gold.tsv is part of the repository");
    let gold = gold(&text);
    let mut all = Vec::new();
    for entry in fs::read_dir(folder()).expect("readable").flatten() {
        let file = entry.file_name().to_string_lossy().into_owned();
        if file != "gold.tsv" && !gold.contains_key(file.as_str()) {
            all.push(format!("{file} is not in gold.tsv"));
        }
    }
    assert!(gold.len() >= 30, "thirty hard dispatches");
    for (file, gold) in &gold {
        let bytes = fs::read(folder().join(file)).unwrap_or_else(|e| panic!("{file}: {e}"));
        let incoming = Incoming { payload: Some(&bytes), ..Incoming::default() };
        let outcomes: Vec<Outcome> = desk.process(&incoming).into_iter().collect();
        let [Outcome::Publish(published)] = &outcomes[..] else {
            all.push(format!("{file} is not published"));
            continue;
        };
        let record = serde_json::to_value(&published.record).expect("records serialize");
        all.extend(faults(&record, gold).into_iter().map(|fault| format!("{file}: {fault}")));
    }
    assert!(all.is_empty(), "{} faults:\n{}", all.len(), all.join("\n"));
}
