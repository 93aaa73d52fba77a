//! `cargo xtask training` reads the training copy of `data/training/` and says what is wrong with its labels.
//!
//! A dispatch is a file: a line `# year=1996 style=reuters topic=markets`, then the copy, with `[PER Amina Otieno]` around
//! each name. data/training/README.md has the conventions.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// The types of names, as CoNLL-2003 has them.
pub const TYPES: [&str; 4] = ["PER", "ORG", "LOC", "MISC"];

/// A labelled name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Index of [`TYPES`].
    pub kind: usize,
    /// Bytes of the copy.
    pub start: usize,
    pub end: usize,
}

/// A dispatch without its marks.
#[derive(Debug, Default)]
pub struct Dispatch {
    pub copy: String,
    pub names: Vec<Name>,
}

/// Reads a file of training copy.
///
/// # Errors
/// What is wrong with its head or its marks, with the line.
pub fn read(text: &str) -> Result<Dispatch> {
    let (head, marked) = text.split_once('\n').context("it has no line but its head")?;
    let field = |name: &str| {
        head.split(' ').any(|word| word.strip_prefix(name).is_some_and(|value| !value.is_empty()))
    };
    if !head.starts_with("# ") || !["year=", "style=", "topic="].iter().all(|name| field(name)) {
        bail!("its first line is not `# year=… style=… topic=…`");
    }
    let mut dispatch = Dispatch::default();
    let mut rest = marked;
    let line = |rest: &str| marked[..marked.len() - rest.len()].matches('\n').count() + 2;
    while let Some(at) = rest.find('[') {
        let (before, mark) = rest.split_at(at);
        dispatch.copy.push_str(before);
        let kind = TYPES
            .iter()
            .position(|kind| mark[1..].strip_prefix(kind).is_some_and(|rest| rest.starts_with(' ')));
        let Some(kind) = kind else {
            // A bracket of the copy's own.
            dispatch.copy.push('[');
            rest = &mark[1..];
            continue;
        };
        let inner = &mark[TYPES[kind].len() + 2..];
        let end = inner.find(']').with_context(|| format!("line {}: a mark does not end", line(rest)))?;
        let name = &inner[..end];
        let loose = name.is_empty() || name.trim() != name || name.contains('[') || name.contains("\n\n");
        if loose {
            bail!(
                "line {}: `{name}` is no name: marks stand tight, not in one another and within a paragraph",
                line(rest)
            );
        }
        let start = dispatch.copy.len();
        dispatch.copy.push_str(name);
        dispatch.names.push(Name { kind, start, end: dispatch.copy.len() });
        rest = &inner[end + 1..];
    }
    dispatch.copy.push_str(rest);
    Ok(dispatch)
}

impl Dispatch {
    fn text(&self, name: &Name) -> String {
        self.copy[name.start..name.end].split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Names of two types, and names that stand without a mark elsewhere. `meant` are those of two senses.
    fn slips(&self, meant: &BTreeSet<String>) -> Vec<String> {
        let mut kinds: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        for name in &self.names {
            kinds.entry(self.text(name)).or_default().insert(name.kind);
        }
        let mut slips = Vec::new();
        for (name, kinds) in &kinds {
            if kinds.len() > 1 && !meant.contains(name) {
                let kinds: Vec<_> = kinds.iter().map(|kind| TYPES[*kind]).collect();
                slips.push(format!("`{name}` is {}", kinds.join(" and ")));
            }
            let long = name.contains(' ') || name.chars().count() > 4;
            if long && self.copy.match_indices(name.as_str()).any(|(at, _)| self.bare(at, name.len())) {
                slips.push(format!("`{name}` stands without a mark, too"));
            }
        }
        slips
    }

    /// Whether the whole words at these bytes touch no name.
    fn bare(&self, at: usize, len: usize) -> bool {
        let inside = |c: char| c.is_alphanumeric() || c == '-';
        let word = !self.copy[..at].ends_with(inside) && !self.copy[at + len..].starts_with(inside);
        word && self.names.iter().all(|name| name.end <= at || at + len <= name.start)
    }
}

/// All files of training copy, in order.
pub fn files(folder: &str) -> Result<Vec<PathBuf>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/training").join(folder);
    let entries =
        std::fs::read_dir(&folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "txt"));
    files.sort();
    Ok(files)
}

/// What is wrong with the training copy, a line each, and how much there is: files, words, names by type.
pub fn lint() -> Result<(Vec<String>, [usize; 6])> {
    let senses = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/training/senses.tsv");
    let senses =
        std::fs::read_to_string(&senses).with_context(|| format!("{} cannot be read", senses.display()))?;
    let mut meant: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (file, name) in senses.lines().filter_map(|line| line.split_once('\t')) {
        meant.entry(file).or_default().insert(name.to_owned());
    }
    let (mut faults, mut counts) = (Vec::new(), [0; 6]);
    for path in files("")? {
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).with_context(|| format!("{file} cannot be read"))?;
        let none = BTreeSet::new();
        match read(&text) {
            Err(fault) => faults.push(format!("{file}: {fault}")),
            Ok(dispatch) => {
                let own = meant.get(file.as_str()).unwrap_or(&none);
                faults.extend(dispatch.slips(own).into_iter().map(|slip| format!("{file}: {slip}")));
                counts[0] += 1;
                counts[1] += dispatch.copy.split_whitespace().count();
                dispatch.names.iter().for_each(|name| counts[2 + name.kind] += 1);
            }
        }
    }
    Ok((faults, counts))
}

pub fn run() -> Result<()> {
    let (faults, [files, words, names @ ..]) = lint()?;
    println!("{files} dispatches, {words} words");
    TYPES.iter().zip(names).for_each(|(kind, count)| println!("{kind:4} {count}"));
    faults.iter().for_each(|fault| println!("{fault}"));
    if !faults.is_empty() {
        bail!("{} slips in data/training", faults.len());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_training_copy_has_no_slips() {
        let (faults, [files, words, ..]) = lint().unwrap();
        assert_eq!(faults, [""; 0]);
        assert!(files >= 400 && words >= 100_000, "{files} dispatches, {words} words");
    }

    #[test]
    fn marks() {
        let read = |copy: &str| read(&format!("# year=1990 style=ap topic=x\n{copy}"));
        let got = read("[LOC OSLO] (AP) [ORG Oslo\nHarbour] in [[LOC Norway]] [sic]").unwrap();
        assert_eq!(got.copy, "OSLO (AP) Oslo\nHarbour in [Norway] [sic]");
        let names: Vec<_> = got.names.iter().map(|name| (TYPES[name.kind], got.text(name))).collect();
        assert_eq!(names, [("LOC", "OSLO".into()), ("ORG", "Oslo Harbour".into()), ("LOC", "Norway".into())]);
        for copy in ["[LOC Oslo", "[LOC  Oslo]", "[LOC Oslo ]", "[LOC Oslo [PER Roe]]", "[LOC Oslo\n\nRoe]"] {
            assert!(read(copy).is_err(), "{copy}");
        }
        assert!(super::read("no head\n[LOC Oslo]").is_err());
    }

    #[test]
    fn slips() {
        let slips = |copy: &str, meant: &[&str]| {
            let dispatch = read(&format!("# year=1990 style=ap topic=x\n{copy}")).unwrap();
            dispatch.slips(&meant.iter().map(|name| (*name).to_owned()).collect()).len()
        };
        assert_eq!(slips("[LOC Chelsea] met [ORG Chelsea]", &[]), 1);
        assert_eq!(slips("[LOC Chelsea] met [ORG Chelsea]", &["Chelsea"]), 0);
        assert_eq!(slips("[PER Jane Roe] left. Jane Roe said so.", &[]), 1);
        assert_eq!(slips("[PER Chelsea] left by Chelsea-road", &[]), 0);
    }
}
