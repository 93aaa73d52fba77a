//! Which words may open a mark: nearly every line begins with none of them, and is asked nothing more.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::{LABELS, corrections, embargo, folded, kills, markers};
use crate::desk::text::{Letters, lowered};

/// Which rooms may read something from a line that begins so.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Asked {
    pub embargo: bool,
    pub marker: bool,
    pub kill: bool,
    pub correction: bool,
    pub label: bool,
}

impl Asked {
    pub const NONE: Asked =
        Asked { embargo: false, marker: false, kill: false, correction: false, label: false };
}

/// First words, folded, of all that the rooms know.
static OPENERS: LazyLock<FxHashMap<String, Asked>> = LazyLock::new(|| {
    let mut openers = FxHashMap::<String, Asked>::default();
    let mut add = |words: &mut dyn Iterator<Item = &'static str>, ask: fn(&mut Asked)| {
        for words in words {
            ask(openers.entry(first(words)).or_default());
        }
    };
    add(&mut embargo::openers(), |asked| asked.embargo = true);
    add(&mut markers::openers(), |asked| asked.marker = true);
    add(&mut kills::openers(), |asked| asked.kill = true);
    add(&mut corrections::openers(), |asked| asked.correction = true);
    add(&mut LABELS.iter().copied(), |asked| asked.label = true);
    openers
});

static LETTERS: LazyLock<Letters> = LazyLock::new(|| OPENERS.keys().map(String::as_str).collect());

/// Of those that are asked for in every line of a story.
static NOTES: LazyLock<Letters> = LazyLock::new(|| {
    let notes = OPENERS.iter().filter(|(_, asked)| asked.embargo || asked.label);
    notes.map(|(word, _)| word.as_str()).collect()
});

/// Whether `line` may begin with an embargo or with a label before one.
pub(super) fn may_note(line: &str) -> bool {
    NOTES.may_open(line)
}

/// No opener is longer, in bytes.
const LONGEST: usize = 32;

/// Who is to be asked about a line that begins with `line`'s first word.
pub(super) fn asked(line: &str) -> Asked {
    let plain = line.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric);
    let line = if plain { line } else { line.trim_start_matches(|c: char| !c.is_alphanumeric()) };
    // `2nd LD`
    if line.starts_with(|c: char| c.is_ascii_digit()) {
        return Asked { marker: true, ..Asked::NONE };
    }
    let bytes = line.as_bytes();
    if !LETTERS.may_open(line) {
        return Asked::NONE;
    }
    let len = bytes.iter().take(LONGEST).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let known = if bytes.get(len).is_some_and(|byte| !byte.is_ascii()) {
        OPENERS.get(first(line).as_str())
    } else {
        lowered(&line[..len], &mut [0; LONGEST]).and_then(|word| OPENERS.get(word))
    };
    known.copied().unwrap_or(Asked::NONE)
}

/// The first word, folded.
fn first(words: &str) -> String {
    let mut folded = folded(words, LONGEST);
    folded.truncate(folded.find(|c: char| !c.is_alphanumeric()).unwrap_or(folded.len()));
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_asked_by_its_first_word() {
        let kill = Asked { kill: true, marker: true, ..Asked::NONE };
        let embargo = Asked { embargo: true, ..Asked::NONE };
        for (line, want) in [
            ("Kill the story", kill),
            ("*** SPERRFRIST: 6 Uhr", embargo),
            ("эмбарго до 6", embargo),
            ("Embargoes were lifted", Asked::NONE),
            ("ANNULÉ", Asked { marker: true, ..Asked::NONE }),
            ("EDITOR’S NOTE: x", Asked { label: true, ..Asked::NONE }),
            ("2nd LD", Asked { marker: true, ..Asked::NONE }),
            ("Officials said", Asked::NONE),
            ("", Asked::NONE),
            ("—", Asked::NONE),
        ] {
            assert_eq!(asked(line), want, "{line}");
        }
    }
}
