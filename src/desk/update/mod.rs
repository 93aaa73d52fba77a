//! How a dispatch relates to earlier ones: updates, corrections, kills, embargoes.
//!
//! Read from the lines and notes above the story, from its first sentence and from embargo lines below; a word such
//! as `kill` in a sentence is no signal.
//! Invariant 9: an embargo that cannot be read is reported, never dropped, and a kill stays a kill.

use std::borrow::Cow;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::Sent;
use super::text::{begins, lines};
use crate::record::{Embargo, Update, UpdateKind};

pub mod advisory;
#[cfg(test)]
mod cases;
mod corrections;
mod embargo;
mod instant;
mod kills;
mod markers;
mod openers;
mod zones;

/// What a line above the story says.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    Kind {
        kind: UpdateKind,
        sequence: Option<u32>,
        /// The marker has the line for itself.
        alone: bool,
    },
    Embargo(Embargo),
}

/// Reads all that the line or note `line` says; a slugline may say several things behind its commas.
pub fn marks(line: &str, sent: Sent) -> Vec<Mark> {
    let line = line.trim();
    if !is_slugline(line) {
        let mut found = mark(line, sent);
        found.extend(within(line, sent).filter(|_| found.is_empty()));
        return found;
    }
    // `BC-KILL--Ferry`: the keyword itself.
    let kill = line.strip_prefix("BC-KILL").is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    let kill = kill.then_some(Mark::Kind { kind: UpdateKind::Kill, sequence: None, alone: true });
    kill.into_iter().chain(line.split(',').skip(1).flat_map(|part| mark(part, sent))).collect()
}

/// Labels before the marker, folded: who speaks, to whom, how urgent.
#[rustfmt::skip]
const LABELS: &[&str] = &[
    "eds", "eds.", "editors", "editor's note", "editors' note", "editor's note", "note to editors", "attn", "attn editors",
    "attention", "attention editors", "note", "please note", // AP, PTI, Reuters
    "achtung", "achtung redaktionen", "hinweis", "redaktioneller hinweis", // dpa, APA
    "urgent", "bulletin", "advisory", "media advisory", "correction", "press release", "news release", "pressemitteilung",
    "communique", "comunicato", "comunicado", "service message",
    "afp", "ap", "dpa", "efe", "ansa", "pti", "upi", "reuters", "ntb", "tt", "ritzau", "apa", "ats", "sda", "belga", "anp",
    "lusa", "aap", "pa", "kyodo", "xinhua", "tass", "stt",
];

/// What stands around a note: brackets, stars, bells.
const DECOR: &[char] = &['(', '[', '*', ' ', '>', '+', '#', '=', '!', '_', '\t', '\n', '-', '–', '【', '<'];

/// Reads the line or note `line`, with or without its brackets.
fn mark(line: &str, sent: Sent) -> Vec<Mark> {
    let mut found = Vec::new();
    let line = closed_up(line.trim_start_matches(DECOR));
    let mut rest = &*line;
    for depth in 0..4 {
        let asked = openers::asked(rest);
        if let Some(embargo) = asked.embargo.then(|| embargo::read(rest, sent)).flatten() {
            found.push(Mark::Embargo(embargo));
            break;
        }
        let marker = asked.marker.then(|| markers::read(rest)).flatten();
        let replaces = matches!(marker, Some(Mark::Kind { kind: UpdateKind::Correction, .. }));
        let killed = matches!(marker, Some(Mark::Kind { kind: UpdateKind::Kill, .. }));
        // Behind a label only what must not be lost: `EDS: URGENT` is a greeting.
        found.extend(marker.filter(|_| depth == 0 || replaces || killed));
        if asked.kill && !killed && !replaces && kills::said(rest) {
            found.push(Mark::Kind { kind: UpdateKind::Kill, sequence: None, alone: true });
        }
        let corrects = if depth > 0 { corrections::noted } else { corrections::told };
        if asked.correction && corrects(rest) {
            found.push(Mark::Kind { kind: UpdateKind::Correction, sequence: None, alone: true });
        }
        let Some(more) = asked.label.then(|| behind_label(rest)).flatten() else { break };
        rest = more;
    }
    found
}

/// The line without the blanks between the letters of a spaced-out word that it begins with: ANP types `N i e u w  bericht,
/// vervangt`, German wires `S p e r r f r i s t`.
fn closed_up(line: &str) -> Cow<'_, str> {
    // Nearly all lines end here.
    if line.len() < 7 || !line.as_bytes()[1..].iter().take(3).any(|byte| *byte == b' ') {
        return Cow::Borrowed(line);
    }
    let mut word = String::new();
    let mut rest = line;
    // A letter and one blank each, but for the last.
    loop {
        let mut signs = rest.chars();
        let Some(letter) = signs.next().filter(|c| c.is_alphabetic()) else { break };
        let behind = signs.as_str();
        if behind.starts_with(char::is_alphanumeric) {
            break;
        }
        word.push(letter);
        rest = behind;
        match behind.strip_prefix(' ') {
            Some(next) if next.starts_with(char::is_alphabetic) => rest = next,
            _ => break,
        }
    }
    if word.chars().count() < 4 {
        return Cow::Borrowed(line);
    }
    // Behind the word stand two blanks, or one where the format folds them.
    let rest = rest.trim_start();
    let gap = if rest.starts_with(char::is_alphanumeric) { " " } else { "" };
    Cow::Owned(format!("{word}{gap}{rest}"))
}

/// An embargo behind a headline or a sentence: `Mill burns (EMBARGOED until 6 May)`.
fn within(line: &str, sent: Sent) -> Option<Mark> {
    static WORDS: LazyLock<[Finder<'static>; 3]> =
        LazyLock::new(|| ["EMBARGOED", "SPERRFRIST", "tory is embargoed"].map(Finder::new));
    let window = &line.as_bytes()[..line.floor_char_boundary(300)];
    WORDS.iter().find_map(|word| {
        let at = word.find(window)?;
        embargo::read(line[at..].trim_start_matches("tory is "), sent).map(Mark::Embargo)
    })
}

fn behind_label(line: &str) -> Option<&str> {
    let longest = LABELS.iter().filter_map(|label| {
        begins(line, label).then_some(())?;
        let rest = &line[label.len()..];
        rest.starts_with([':', '-', '–', '—', ' ', ',', '!', '.']).then_some(rest)
    });
    let rest = longest.min_by_key(|rest| rest.len())?;
    let rest = rest.trim_start_matches([':', '-', '–', '—', ',', '.']).trim_start_matches(DECOR);
    let rest = rest.trim_start_matches([':', '-', '–', '—', ',']).trim_start_matches(DECOR);
    (!rest.is_empty()).then_some(rest)
}

/// Reads what the line says at its beginning.
pub fn opening(line: &str, sent: Sent) -> Vec<Mark> {
    mark(line.trim(), sent)
}

/// Whether the line is a notice of its own that no dateline can be: an embargo, a kill, a replacement.
pub fn is_notice(marks: &[Mark]) -> bool {
    marks.iter().any(|mark| match mark {
        Mark::Embargo(_) | Mark::Kind { kind: UpdateKind::Kill, .. } => true,
        Mark::Kind { kind, alone, .. } => *kind == UpdateKind::Correction && *alone,
    })
}

/// How far embargo lines are looked for behind the head and before the end of the copy, in bytes.
const EDGE: usize = 2_000;

/// What the story itself says of its use: in its first sentence behind the dateline (Reuters' withdrawals), or in an
/// embargo line of its own near its beginning or its end.
pub fn in_story(story: &str, sent: Sent) -> Vec<Mark> {
    let first = story.trim_start();
    let first = lines(first).next().unwrap_or_default();
    let stays = |mark: &Mark| matches!(mark, Mark::Embargo(_) | Mark::Kind { kind: UpdateKind::Kill, .. });
    let mut found: Vec<Mark> = mark(first, sent).into_iter().filter(stays).collect();
    found.extend(within(first, sent).filter(|_| found.is_empty()));
    let head = &story[..story.floor_char_boundary(EDGE)];
    let tail = &story[story.ceil_char_boundary(story.len().saturating_sub(EDGE).max(head.len()))..];
    for line in lines(head).skip(1).chain(lines(tail)) {
        // A line that begins small goes on with a sentence that was broken.
        let line = line.trim_start_matches([' ', '\t']);
        if line.as_bytes().first().is_none_or(u8::is_ascii_lowercase) || !openers::may_note(line) {
            continue;
        }
        let asked = openers::asked(line);
        if !(asked.embargo || asked.label) {
            continue;
        }
        let line = line.trim_start_matches(DECOR);
        if (8..160).contains(&line.len()) && !line.starts_with(char::is_lowercase) {
            let bare = asked.embargo.then(|| embargo::read(line, sent)).flatten();
            let labelled = || asked.label.then(|| embargo::read(behind_label(line)?, sent)).flatten();
            found.extend(bare.or_else(labelled).map(Mark::Embargo));
        }
    }
    found
}

/// The first `most` characters in lower case without diacritics, a break as a blank, an apostrophe straight.
fn folded(text: &str, most: usize) -> String {
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::is_combining_mark;
    let one = |c: char| match c {
        '’' => '\'',
        '“' | '”' | '„' | '«' | '»' => '"',
        c if c.is_whitespace() => ' ',
        c => c,
    };
    let bytes = &text.as_bytes()[..text.len().min(most)];
    if bytes.is_ascii() {
        // Nearly all of it, and asked of many lines: no letter decomposes.
        let mut lower = bytes.to_ascii_lowercase();
        // Without a branch: many bytes at a time.
        lower.iter_mut().for_each(|byte| *byte = if matches!(byte, b'\t'..=b'\r') { b' ' } else { *byte });
        return String::from_utf8(lower).expect("ASCII bytes are UTF-8");
    }
    let mut out = String::with_capacity(bytes.len());
    for c in text.chars().take(most) {
        match one(c) {
            c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            c => out.extend(
                std::iter::once(c).nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase),
            ),
        }
    }
    out
}

/// A keyword line: `BC-EU--Serbia-Rail,3rd Ld-Writethru,0287` (AP, ANPA 1312: cycle, category, keywords,
/// then version and word count behind commas).
pub fn is_slugline(line: &str) -> bool {
    if line.as_bytes().get(2).is_none_or(|byte| *byte != b'-') {
        return false;
    }
    let keyword = line.split([',', ' ']).next().unwrap_or_default();
    let cycle = keyword.split_once('-').is_some_and(|(cycle, rest)| {
        ["BC", "AM", "PM", "AP"].contains(&cycle) && rest.starts_with(|c: char| c.is_uppercase())
    });
    cycle && line.len() < 120
}

/// The story that a keyword line names: `EU--Serbia-Rail`. The keywords stay with a story through its leads and
/// kills, the cycle before them (`AM`, `PM`, `BC`) changes with the papers' hours (AP, ANPA 1312).
pub fn story(slugline: &str) -> Option<&str> {
    let keyword = slugline.split([',', ' ']).next()?;
    let keyword = keyword.get(3..)?.trim_start_matches("KILL").trim_matches('-');
    (!keyword.is_empty()).then_some(keyword)
}

/// Whether the whole dispatch is one line in capitals, as wires flash a fact before its story.
pub fn is_flash(body: &str) -> bool {
    let line = body.trim();
    let words = || line.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count();
    line.len() <= 250 && !line.contains('\n') && !line.chars().any(char::is_lowercase) && words() >= 3
}

/// Takes `mark` into `update`. A kill or hold is never weakened by what follows it.
pub fn apply(update: &mut Update, mark: Mark) {
    match mark {
        Mark::Embargo(embargo) => match &mut update.embargo {
            // Two that differ: which of them holds cannot be said, so neither releases the item.
            Some(known) if known.until != embargo.until => known.until = None,
            Some(_) => {}
            none => *none = Some(embargo),
        },
        Mark::Kind { kind, sequence, .. } => {
            let rank = |k: UpdateKind| match k {
                UpdateKind::New => 0,
                UpdateKind::Update => 1,
                UpdateKind::Alert => 2,
                UpdateKind::Advisory => 3,
                UpdateKind::Correction => 4,
                UpdateKind::Test => 5,
                UpdateKind::Withhold => 6,
                UpdateKind::Kill => 7,
            };
            if rank(kind) > rank(update.kind) {
                update.kind = kind;
            }
            update.sequence = update.sequence.or(sequence);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers() {
        for (line, kind, sequence) in [
            ("UPDATE 2-Ferry sinks off island", UpdateKind::Update, Some(2)),
            ("WRAPUP 1-Markets", UpdateKind::Update, Some(1)),
            ("2nd LD", UpdateKind::Update, Some(2)),
            ("1st Ld-Writethru", UpdateKind::Update, Some(1)),
            ("CORRECTED-Ferry sinks", UpdateKind::Correction, None),
            ("CORRECTION: In the story", UpdateKind::Correction, None),
            ("REFILE-Ferry", UpdateKind::Correction, None),
            ("KILL KILL KILL", UpdateKind::Kill, None),
            ("KILL: ferry story", UpdateKind::Kill, None),
            ("HOLD HOLD HOLD", UpdateKind::Withhold, None),
            ("KILL. Please kill the ferry story.", UpdateKind::Kill, None),
            ("ATTENTION EDITORS: KILL. The story was wrong.", UpdateKind::Kill, None),
            ("EDITORS: WITHDRAWAL. Please withdraw the ferry story.", UpdateKind::Kill, None),
            ("URGENT", UpdateKind::Alert, None),
            ("TEST - please ignore", UpdateKind::Test, None),
            ("BC-XX--Ferry,3rd Ld-Writethru,0287", UpdateKind::Update, Some(3)),
            ("BC-XX--Ferry-Fire, KILL", UpdateKind::Kill, None),
            ("BC-XX--Ferry,1st Ld,KILL", UpdateKind::Kill, None),
            ("BC-KILL--Ferry", UpdateKind::Kill, None),
            ("BULLETIN KILL, EDITORS:", UpdateKind::Kill, None),
            ("N i e u w  bericht, vervangt: Brug dicht", UpdateKind::Update, None),
            ("N i e u w bericht, vervangt: Brug dicht", UpdateKind::Update, None),
            ("Z u r ü c k g e z o g e n: Brücke", UpdateKind::Kill, None),
        ] {
            let found = marks(line, Sent::default()).pop();
            let ok = matches!(&found, Some(Mark::Kind { kind: k, sequence: s, .. }) if (*k, *s) == (kind, sequence));
            assert!(ok, "{line}: {found:?}");
        }
        for line in [
            "KILL switch for phones",
            "N i e u w beleid",
            "A B C test",
            "K I L L E R",
            "TEST match ends in draw",
            "HOLD on tight",
            "Update on the ferry",
            "LEADERS meet",
            "2nd largest bank",
            "URGENTLY needed",
            "TEST: Northshire 301-4 at stumps",
            "BC-XX--Ferry,0287",
            "BC-Kill-Devil-Hills,0300",
        ] {
            assert_eq!(marks(line, Sent::default()), [], "{line}");
        }
    }

    #[test]
    fn leads_and_kills_keep_the_story() {
        for (line, wanted) in [
            ("BC-XX--Ferry-Fire,0287", Some("XX--Ferry-Fire")),
            ("AM-XX--Ferry-Fire, 1st Ld-Writethru,0450", Some("XX--Ferry-Fire")),
            ("BC-XX--Ferry-Fire, KILL", Some("XX--Ferry-Fire")),
            ("BC-KILL--Ferry", Some("Ferry")),
            ("BC-KILL", None),
        ] {
            assert!(is_slugline(line), "{line}");
            assert_eq!(story(line), wanted, "{line}");
        }
    }

    #[test]
    fn a_flash_is_one_line_in_capitals() {
        assert!(is_flash("CENTRAL BANK CUTS KEY RATE TO 7.0%\n"));
        for text in [
            "Central bank cuts key rate",
            "OSLO",
            "12.5 13.0 14.5",
            "FERRY SINKS OFF ISLAND\n\nThe ferry sank.",
        ] {
            assert!(!is_flash(text), "{text}");
        }
    }

    #[test]
    fn a_kill_stays_a_kill() {
        let mut update = Update::default();
        for line in ["KILL", "UPDATE 3-Ferry", "CORRECTED-Ferry"] {
            for mark in mark(line, Sent::default()) {
                apply(&mut update, mark);
            }
        }
        assert_eq!((update.kind, update.sequence), (UpdateKind::Kill, Some(3)));
    }
}
