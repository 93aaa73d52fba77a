//! `cargo xtask train FOLDER` fits the tagger's models to data/training and to the open corpora of a folder, and writes them with their cards;
//! `cargo xtask train FOLDER fr de` only those of these languages.
//!
//! The same input gives the same model. The desk's rules and tables are among what the tagger weighs: train again when they have changed.

use std::fmt::Write;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use copydesk::authority::Authority;
use copydesk::desk::Desk;
use copydesk::desk::entities::tagger::labels::{Kind, names};
use copydesk::desk::entities::tagger::lesson::Lesson;
use copydesk::desk::entities::tagger::model::Model;

use crate::training;

mod corpora;
mod crf;
mod languages;

use corpora::{CORPORA, Labelled};
use crf::{Plan, Weights};

/// Found by the cross-validation below and on labelled copy that nothing is learnt from.
const PLAN: Plan = Plan { rounds: 12, step: 0.05, decay: 16.0 };
/// What a lesson of our own copy counts beside one of the corpora: it alone is written as wires write.
const OWN_WEIGHT: f32 = 2.0;
/// Parts that our own copy is cut into for the cross-validation.
const FOLDS: usize = 5;

const KINDS: [Kind; 4] = [Kind::Person, Kind::Organisation, Kind::Place, Kind::Other];

/// A stretch and what it counts.
type Weighed = (Lesson, f32);

/// Fits, checks and writes the model and its card.
pub fn run(arguments: &[String]) -> Result<()> {
    let Some((folder, languages)) = arguments.split_first() else {
        bail!("name the folder of the open corpora: `cargo xtask train FOLDER`");
    };
    let folder = Path::new(folder);
    let authority = Authority::builtin().map_err(|fault| anyhow::anyhow!("{fault}"))?;
    let desk = Desk::new(Arc::new(authority), Default::default());
    let mut card = Card::default();
    let mut lessons = Vec::new();
    for corpus in CORPORA {
        let labelled = corpus.read(folder)?;
        card.add(corpus.name, corpus.licence, &labelled);
        lessons.extend(labelled.iter().flat_map(|labelled| study(&desk, "en", labelled, corpus.others, 1.0)));
    }
    let own = own_copy("")?;
    card.add("data/training", "ours", &own);
    let own: Vec<Vec<Weighed>> =
        own.iter().map(|labelled| study(&desk, "en", labelled, true, OWN_WEIGHT)).collect();
    if languages.is_empty() {
        card.figures = check(&lessons, &own)?;
    }
    lessons.extend(own.into_iter().flatten());
    if languages.is_empty() {
        let model = packed(&Weights::fit(&lessons, PLAN))?;
        write("names.bin", &model)?;
        write("README.md", card.text().as_bytes())?;
        println!("{} stretches learnt, {} KB written\n\n{}", lessons.len(), model.len() / 1024, card.figures);
    }
    languages::train(&desk, folder, &lessons, languages)
}

/// Writes a file of data/model.
fn write(name: &str, bytes: &[u8]) -> Result<()> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/model").join(name);
    std::fs::write(&path, bytes).with_context(|| format!("{} cannot be written", path.display()))
}

fn study(desk: &Desk, language: &str, labelled: &Labelled, others: bool, weight: f32) -> Vec<Weighed> {
    let lessons = desk.study(language, &labelled.copy, &labelled.names, others);
    lessons.into_iter().map(|lesson| (lesson, weight)).collect()
}

fn packed(weights: &Weights) -> Result<Vec<u8>> {
    let (rows, steps) = weights.tables();
    Ok(zstd::encode_all(Model::bytes(rows, steps).as_slice(), 19)?)
}

/// The dispatches of data/training or of a folder in it, in the order of their names.
fn own_copy(folder: &str) -> Result<Vec<Labelled>> {
    let mut all = Vec::new();
    for path in training::files(folder)? {
        let text =
            std::fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        let dispatch = training::read(&text).with_context(|| path.display().to_string())?;
        let names = dispatch.names.iter().map(|name| (name.start..name.end, KINDS[name.kind])).collect();
        all.push(Labelled { copy: dispatch.copy, names });
    }
    Ok(all)
}

/// Names found right, found, and labelled.
#[derive(Default, Clone, Copy)]
struct Counts([usize; 3]);

impl Counts {
    fn row(self, name: &str) -> String {
        let [right, found, labelled] = self.0.map(|count| count as f64);
        let f1 = 2.0 * right / (found + labelled);
        format!("| {name} | {:.3} | {:.3} | {f1:.3} |\n", right / found, right / labelled)
    }
}

/// Learns from all corpora and four fifths of our own copy, and scores the fifth that is left out; five times.
fn check(lessons: &[Weighed], own: &[Vec<Weighed>]) -> Result<String> {
    let mut counts = [Counts::default(); 4];
    for fold in 0..FOLDS {
        let mut learnt = lessons.to_vec();
        let (test, train): (Vec<_>, Vec<_>) = own.iter().enumerate().partition(|(at, _)| at % FOLDS == fold);
        learnt.extend(train.into_iter().flat_map(|(_, lessons)| lessons.clone()));
        let model = Model::read(&packed(&Weights::fit(&learnt, PLAN))?).map_err(anyhow::Error::msg)?;
        for (lesson, _) in test.into_iter().flat_map(|(_, lessons)| lessons) {
            let scores: Vec<_> = lesson.facts.iter().map(|facts| model.score(facts)).collect();
            let found = names(&model.best(&scores));
            let labels: Vec<u8> =
                lesson.allowed.iter().map(|allowed| allowed.trailing_zeros() as u8).collect();
            let labelled = names(&labels);
            for (Counts(counts), kind) in counts.iter_mut().zip(KINDS) {
                let of = |names: &[(Range<usize>, Kind)]| names.iter().filter(|name| name.1 == kind).count();
                counts[0] += found.iter().filter(|name| name.1 == kind && labelled.contains(name)).count();
                counts[1] += of(&found);
                counts[2] += of(&labelled);
            }
        }
    }
    let sum = |at: usize| counts[..3].iter().map(|Counts(counts)| counts[at]).sum();
    let all = Counts([sum(0), sum(1), sum(2)]);
    let names = ["people", "organisations", "places", "other"];
    let mut text = String::from("| | precision | recall | F1 |\n|---|---|---|---|\n");
    text.extend(names.iter().zip(counts).map(|(name, counts)| counts.row(name)));
    text += &all.row("the first three");
    Ok(text)
}

/// What a reader of the model must know.
#[derive(Default)]
struct Card {
    sources: String,
    figures: String,
}

impl Card {
    fn add(&mut self, name: &str, licence: &str, labelled: &[Labelled]) {
        let words: usize = labelled.iter().map(|labelled| labelled.copy.split_whitespace().count()).sum();
        let names: usize = labelled.iter().map(|labelled| labelled.names.len()).sum();
        let texts = labelled.len();
        let _ = writeln!(self.sources, "| {name} | {licence} | {texts} | {words} | {names} |");
    }

    fn text(&self) -> String {
        include_str!("card.md").replace("SOURCES\n", &self.sources).replace("FIGURES\n", &self.figures)
    }
}
