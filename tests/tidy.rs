//! The house keeps its order: what each room may do, how long a file may be, which codes there are.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use copydesk::{config, fault};

/// A source file: its path below the repository, and its text.
struct Source {
    path: String,
    text: String,
}

impl Source {
    /// The program's part: without the tests at the end and without comments.
    fn program(&self) -> String {
        // Files of these names are modules of tests.
        let tests = ["/tests.rs", "_tests.rs", "/testing.rs", "/simulation.rs"];
        if tests.iter().any(|end| self.path.ends_with(end)) || self.path.contains("/simulation/") {
            return String::new();
        }
        let end = self.text.find("#[cfg(test)]\nmod tests {").unwrap_or(self.text.len());
        let lines = self.text[..end].lines().filter(|line| !line.trim_start().starts_with("//"));
        lines.collect::<Vec<_>>().join("\n")
    }
}

fn sources(folders: &[&str]) -> Vec<Source> {
    fn collect(path: &Path, files: &mut Vec<PathBuf>) {
        if path.is_dir() {
            for entry in fs::read_dir(path).expect("the repository can be read") {
                collect(&entry.expect("the repository can be read").path(), files);
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path.to_owned());
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    folders.iter().for_each(|folder| collect(&root.join(folder), &mut files));
    assert!(!files.is_empty(), "no source in {folders:?}");
    files.sort();
    let read = |file: PathBuf| Source {
        path: file.strip_prefix(root).unwrap_or(&file).display().to_string(),
        text: fs::read_to_string(&file).expect("sources are UTF-8"),
    };
    files.into_iter().map(read).collect()
}

fn none(faults: Vec<String>) {
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The lines of the program that hold one of `words`.
fn lines_with(sources: &[Source], words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources {
        for line in source.program().lines() {
            if let Some(word) = words.iter().find(|word| line.contains(**word)) {
                found.push(format!("{}: {word}: {}", source.path, line.trim()));
            }
        }
    }
    found
}

/// No I/O, no clock, no environment, no threads: a record is a function of its input (DESIGN, "The house").
#[test]
fn pure_rooms_are_pure() {
    let pure = [
        "src/wire",
        "src/dispatch.rs",
        "src/authority",
        "src/desk",
        "src/record.rs",
        "src/record",
        "src/fault.rs",
        "src/kafka/breaker.rs",
        "src/kafka/ledger.rs",
        "src/kafka/txn.rs",
        "src/kafka/stretch.rs",
        "src/kafka/pace.rs",
        "src/replay/range.rs",
        "src/replay/target.rs",
        "src/replay/compare/difference.rs",
        "src/replay/compare/fields.rs",
        "src/replay/compare/index.rs",
        "src/replay/compare/position.rs",
        "src/replay/compare/report.rs",
        "src/replay/compare/scope.rs",
    ];
    let forbidden = [
        "std::time",
        "std::fs",
        "std::env",
        "std::net",
        "std::thread",
        "Timestamp::now",
        "Zoned::now",
        "println!",
        "print!",
        "dbg!",
        "tokio",
        "rdkafka",
        "tracing::",
    ];
    none(lines_with(&sources(&pure), &forbidden));
}

#[test]
fn only_the_command_line_prints() {
    let mut sources = sources(&["src"]);
    sources.retain(|source| !source.path.starts_with("src/cli/"));
    none(lines_with(&sources, &["println!", "print!", "dbg!"]));
}

#[test]
fn nothing_is_left_to_do() {
    let mut sources = sources(&["src", "xtask"]);
    sources.extend(self::sources(&["tests"]));
    sources.retain(|source| source.path != "tests/tidy.rs");
    let mut found = Vec::new();
    for source in &sources {
        for word in ["TODO", "FIXME", "XXX", "todo!(", "unimplemented!("] {
            if source.text.contains(word) {
                found.push(format!("{}: {word}", source.path));
            }
        }
    }
    none(found);
}

const LONGEST: usize = 400;

#[test]
fn files_are_short() {
    let mut faults = Vec::new();
    for source in sources(&["src", "tests", "xtask"]) {
        let lines = source.text.lines().count();
        if lines > LONGEST {
            faults.push(format!("{} has {lines} lines; divide it, one thought a file", source.path));
        }
    }
    none(faults);
}

/// Texts in quotes of the form `room.what_happened`.
fn codes_in(text: &str) -> BTreeSet<&str> {
    let word = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_lowercase())
            && part.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
    };
    let is_code = |text: &&str| text.split_once('.').is_some_and(|(room, what)| word(room) && word(what));
    text.split('"').filter(is_code).collect()
}

/// What is spelled like a code and is none: values of `provenance`, elements of NITF.
const NO_CODES: &[&str] = &["kafka.timestamp", "body.head", "body.content", "body.end"];

#[test]
fn every_code_is_in_the_table_and_every_row_is_used() {
    let mut known: BTreeSet<&str> = fault::CODES.iter().map(|row| row.code).collect();
    known.extend(NO_CODES);
    known.extend(config::keys().iter().map(|key| key.path.as_str()));
    known.extend(config::sections().iter().map(|section| section.path.as_str()));
    let rooms: BTreeSet<&str> = fault::CODES.iter().filter_map(|row| row.code.split('.').next()).collect();
    let sources = sources(&["src/wire", "src/desk", "src/kafka", "src/cli"]);
    let (mut used, mut faults) = (BTreeSet::new(), Vec::new());
    for source in &sources {
        let program = source.program();
        for code in codes_in(&program) {
            let room = code.split('.').next().unwrap_or_default();
            // Elsewhere `group.id` is a librdkafka property.
            let meant = rooms.contains(room) || source.path.starts_with("src/desk");
            if meant && !known.contains(code) && !code.ends_with(".toml") && !code.ends_with(".rs") {
                faults.push(format!("{}: {code} is not in the table of src/fault.rs", source.path));
            }
            used.insert(code.to_owned());
        }
    }
    let unused = fault::CODES.iter().filter(|row| !used.contains(row.code));
    faults.extend(unused.map(|row| format!("src/fault.rs: nothing gives the code {}", row.code)));
    none(faults);
}
