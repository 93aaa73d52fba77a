//! People, organisations and places in French, German and Spanish copy: the shares that docs/quality.md states hold.
//!
//! The French dispatches of `tests/cases/languages` are ours and written for this. The Spanish and German copy is others' and no part of the
//! repository: where `../shared/corpora` is absent (or not named by `COPYDESK_SHARED`), the test says that it skips.
//! `cargo test --release --test languages -- --nocapture` prints the figures.

#![allow(clippy::disallowed_methods)] // The place of the corpora is for the person at the keyboard.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use copydesk::authority::Authority;
use copydesk::desk::{Desk, Incoming, Outcome, Settings};
use serde_json::Value;

/// Code points from and to, and the type.
type Name = (usize, usize, &'static str);

const TYPES: [(&str, &str); 3] = [("person", "PER"), ("organisation", "ORG"), ("place", "LOC")];

/// A text with the names that people labelled in it.
#[derive(Default)]
struct Labelled {
    text: String,
    names: BTreeSet<Name>,
    /// Stretches whose labels say nothing: parts of compounds in GermEval, the agency's signature in EFE's copy.
    open: Vec<(usize, usize)>,
}

fn kind(label: &str) -> Option<&'static str> {
    TYPES.iter().map(|(_, kind)| *kind).find(|kind| *kind == label)
}

/// Reads `[PER Jane Roe]`.
fn marked(text: &str) -> Labelled {
    let mut labelled = Labelled::default();
    let mut rest = text;
    while let Some((before, mark)) = rest.split_once('[') {
        labelled.text.push_str(before);
        let (label, name) = mark.split_once(' ').expect("a mark has a type");
        let (name, after) = name.split_once(']').expect("a mark ends");
        let start = labelled.text.chars().count();
        labelled.text.push_str(name);
        if let Some(kind) = kind(label) {
            labelled.names.insert((start, labelled.text.chars().count(), kind));
        }
        rest = after;
    }
    labelled.text.push_str(rest);
    labelled
}

/// Puts sentences of words and IOB labels back into text, a paragraph each.
fn joined(sentences: &[Vec<(String, String)>]) -> Labelled {
    let mut labelled = Labelled::default();
    let text = &mut labelled.text;
    let mut length = 0;
    for sentence in sentences {
        if !text.is_empty() {
            text.push_str("\n\n");
            length += 2;
        }
        let (mut quoted, mut tight) = (false, true);
        let mut open: Option<(usize, &str)> = None;
        for (word, label) in sentence {
            let quote = word == "\"";
            let closes = matches!(word.as_str(), "," | "." | ";" | ":" | "!" | "?" | ")" | "]" | "%" | "»");
            let closed = quote && quoted;
            if !tight && !closes && !closed {
                text.push(' ');
                length += 1;
            }
            tight = matches!(word.as_str(), "(" | "[" | "«" | "¿" | "¡") || quote && !quoted;
            quoted ^= quote;
            let start = length;
            text.push_str(word);
            length += word.chars().count();
            let (mark, of) = label.split_once('-').unwrap_or(("O", ""));
            if of.ends_with("part") || word.starts_with("EFE") {
                labelled.open.push((start, length));
            }
            let Some(kind) = kind(of).filter(|_| !word.starts_with("EFE")) else {
                open = None;
                continue;
            };
            if let Some((from, _)) = open.filter(|(_, own)| mark == "I" && *own == kind) {
                let name = labelled.names.iter().find(|name| name.0 == from).copied();
                name.map(|name| labelled.names.remove(&name));
                labelled.names.insert((from, length, kind));
            } else {
                labelled.names.insert((start, length, kind));
                open = Some((start, kind));
            }
        }
    }
    labelled
}

/// Sentences of a corpus in columns.
fn sentences(path: &Path, word: usize, label: usize) -> Vec<Vec<(String, String)>> {
    let text = fs::read_to_string(path).expect("the corpus can be read");
    let mut all = vec![Vec::new()];
    for line in text.lines().filter(|line| !line.starts_with("#\t")) {
        let cells: Vec<&str> = line.split(['\t', ' ']).collect();
        match (cells.get(word), cells.get(label)) {
            (Some(word), Some(label)) => {
                all.last_mut().expect("one is open").push((word.to_string(), label.to_string()))
            }
            _ => all.push(Vec::new()),
        }
    }
    all.retain(|sentence| !sentence.is_empty());
    all
}

/// EFE's dispatches begin with a line that has the agency in brackets.
fn dispatches(sentences: &[Vec<(String, String)>]) -> Vec<Labelled> {
    let begins = |sentence: &[(String, String)]| {
        sentence
            .iter()
            .take(16)
            .zip(sentence.iter().skip(1))
            .any(|(a, b)| a.0 == "(" && b.0.starts_with("EFE"))
    };
    let mut starts: Vec<usize> =
        (0..sentences.len()).filter(|at| *at == 0 || begins(&sentences[*at])).collect();
    starts.push(sentences.len());
    starts.windows(2).map(|part| joined(&sentences[part[0]..part[1]])).collect()
}

/// The F1 over people, organisations and places.
fn f1(language: &str, copy: &[Labelled]) -> f64 {
    let authority = Arc::new(Authority::builtin().expect("the data built in"));
    let desk = Desk::new(authority, Settings::default());
    let (mut right, mut found, mut labelled) = ([0.0; 4], [0.0; 4], [0.0; 4]);
    for one in copy {
        let incoming = Incoming { payload: Some(one.text.as_bytes()), ..Default::default() };
        let Outcome::Publish(published) = desk.process(&incoming).remove(0) else {
            panic!("nothing is published");
        };
        let record = serde_json::to_value(&published.record).expect("a record is JSON");
        assert_eq!(record["bodies"][0]["value"], Value::String(one.text.clone()));
        let names = names(&record);
        let names: BTreeSet<&Name> = names
            .iter()
            .filter(|name| one.open.iter().all(|open| open.1 <= name.0 || name.1 <= open.0))
            .collect();
        for (at, (_, kind)) in TYPES.iter().enumerate() {
            let of = |name: &&Name| name.2 == *kind;
            right[at] += names.iter().filter(|name| of(name) && one.names.contains(**name)).count() as f64;
            found[at] += names.iter().filter(|name| of(name)).count() as f64;
            labelled[at] += one.names.iter().filter(of).count() as f64;
        }
    }
    for sums in [&mut right, &mut found, &mut labelled] {
        sums[3] = sums[..3].iter().sum();
    }
    for (at, what) in ["people", "organisations", "places", "all three"].iter().enumerate() {
        let f1 = 2.0 * right[at] / (found[at] + labelled[at]);
        println!("{language} {what}: {f1:.3} ({} labelled)", labelled[at]);
    }
    2.0 * right[3] / (found[3] + labelled[3])
}

fn names(record: &Value) -> Vec<Name> {
    let mut names = Vec::new();
    for entity in record["copydesk"]["entities"].as_array().into_iter().flatten() {
        let Some((_, kind)) = TYPES.iter().find(|(own, _)| entity["type"] == *own) else { continue };
        for mention in entity["mentions"].as_array().into_iter().flatten() {
            if mention["kind"].as_str().is_none_or(|kind| kind == "name") {
                let at = |key: &str| mention[key].as_u64().unwrap_or_default() as usize;
                names.push((at("start"), at("end"), *kind));
            }
        }
    }
    names
}

fn corpora() -> Option<PathBuf> {
    let shared = std::env::var_os("COPYDESK_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let corpora = shared.join("corpora");
    if !corpora.is_dir() {
        eprintln!("skipped: {} is not there", corpora.display());
    }
    corpora.is_dir().then_some(corpora)
}

#[test]
fn french() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/languages/fr");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("a file").path())
        .collect();
    files.sort();
    let copy: Vec<Labelled> =
        files.iter().map(|file| marked(&fs::read_to_string(file).expect("a text"))).collect();
    assert!(f1("French", &copy) > 0.85);
}

#[test]
fn spanish() {
    let Some(corpora) = corpora() else { return };
    let path = corpora.join("conll2002_es_efe/esp.testa");
    assert!(f1("Spanish", &dispatches(&sentences(&path, 0, 2))) > 0.70);
}

#[test]
fn german() {
    let Some(corpora) = corpora() else { return };
    let path = corpora.join("train_open/germeval2014_de/NER-de-dev.tsv");
    // The sentences are of many texts; eight together are enough for their language to be known.
    let copy: Vec<Labelled> = sentences(&path, 1, 2).chunks(8).map(joined).collect();
    assert!(f1("German", &copy) > 0.64);
}
