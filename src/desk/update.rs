//! How a dispatch relates to earlier ones: updates, corrections, kills, embargoes.
//!
//! Read from the lines and notes above the story only: a word such as `kill` in a sentence is no signal.
//! Invariant 9: an embargo that cannot be read is reported, never dropped, and a kill stays a kill.

use super::{Sent, embargo};
use crate::record::{Embargo, Update, UpdateKind};

/// How a marker's line goes on.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    /// `UPDATE 2-Headline`: a number, then a hyphen.
    Numbered,
    /// `CORRECTED-Headline`, `CORRECTION: text`: a hyphen, colon or the line's end.
    Prefix,
    /// The word, perhaps repeated, has the line for itself, or a colon or hyphen follows.
    Alone,
}

/// Markers as the wires type them, in capitals (Reuters handbook, dpa and AP stylebooks, Yonhap, Xinhua).
#[rustfmt::skip]
const MARKERS: &[(&str, Form, UpdateKind)] = &[
    ("UPDATE", Form::Numbered, UpdateKind::Update), ("WRAPUP", Form::Numbered, UpdateKind::Update),
    ("UPDATE", Form::Prefix, UpdateKind::Update),
    ("RECASTS", Form::Prefix, UpdateKind::Update), ("LEAD", Form::Alone, UpdateKind::Update),
    ("RPT", Form::Prefix, UpdateKind::Update), ("REPEAT", Form::Prefix, UpdateKind::Update),
    ("CORRECTED", Form::Prefix, UpdateKind::Correction), ("CORRECTION", Form::Prefix, UpdateKind::Correction),
    ("CORRECTIVE", Form::Alone, UpdateKind::Correction), ("CORRECTS", Form::Prefix, UpdateKind::Correction),
    ("REFILE", Form::Prefix, UpdateKind::Correction), ("BERICHTIGUNG", Form::Prefix, UpdateKind::Correction),
    ("STORY WITHDRAWN", Form::Alone, UpdateKind::Kill), ("WITHDRAWAL", Form::Alone, UpdateKind::Kill),
    ("WITHDRAWN", Form::Alone, UpdateKind::Kill), ("MANDATORY KILL", Form::Alone, UpdateKind::Kill),
    ("KILL", Form::Alone, UpdateKind::Kill), ("BULLETIN KILL", Form::Alone, UpdateKind::Kill),
   
    ("ANNULE", Form::Alone, UpdateKind::Kill), ("ANULAR", Form::Alone, UpdateKind::Kill),
    ("HOLD", Form::Alone, UpdateKind::Withhold), ("WITHHOLD", Form::Alone, UpdateKind::Withhold),
    ("ADVISORY", Form::Alone, UpdateKind::Advisory), ("MEDIA ADVISORY", Form::Alone, UpdateKind::Advisory),
    ("FLASH", Form::Alone, UpdateKind::Alert), ("ALERT", Form::Alone, UpdateKind::Alert),
    ("BULLETIN", Form::Alone, UpdateKind::Alert), ("SNAP", Form::Prefix, UpdateKind::Alert),
    ("URGENT", Form::Alone, UpdateKind::Alert), ("BREAKING", Form::Alone, UpdateKind::Alert),
    ("NEWSALERT", Form::Alone, UpdateKind::Alert), ("EIL", Form::Alone, UpdateKind::Alert),
    ("TEST", Form::Alone, UpdateKind::Test), ("TEST MESSAGE", Form::Alone, UpdateKind::Test),
    ("SERVICE TEST", Form::Alone, UpdateKind::Test),
];

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
        return mark(line, sent).into_iter().collect();
    }
    // `BC-KILL--Ferry`: the keyword itself.
    let kill = line.strip_prefix("BC-KILL").is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    let kill = kill.then_some(Mark::Kind { kind: UpdateKind::Kill, sequence: None, alone: true });
    kill.into_iter().chain(line.split(',').skip(1).filter_map(|part| mark(part, sent))).collect()
}

/// Reads the line or note `line` (without its brackets).
fn mark(line: &str, sent: Sent) -> Option<Mark> {
    let line = line.trim().trim_start_matches(['(', '[', '*', ' ', '>']);
    if let Some(embargo) = embargo::read(line, sent) {
        return Some(Mark::Embargo(embargo));
    }
    if let Some(sequence) = lead(line) {
        return Some(Mark::Kind { kind: UpdateKind::Update, sequence, alone: false });
    }
    MARKERS.iter().find_map(|(word, form, kind)| {
        let rest = line.strip_prefix(word)?;
        let (sequence, alone) = match form {
            Form::Numbered => {
                let number = rest.strip_prefix(' ')?;
                let digits = number.len() - number.trim_start_matches(|c: char| c.is_ascii_digit()).len();
                let sequence = number[..digits].parse().ok()?;
                let rest = number[digits..].trim_start();
                if !rest.is_empty() && !rest.starts_with(['-', '–', ':', ',', ')', '/']) {
                    return None;
                }
                (Some(sequence), rest.is_empty())
            }
            Form::Prefix => {
                let rest = rest.trim_start();
                if !rest.is_empty() && !rest.starts_with(['-', '–', '—', ':', '/', ')', '.', '!']) {
                    return None;
                }
                (None, rest.is_empty())
            }
            Form::Alone => {
                let mut rest = rest;
                while let Some(more) = rest.trim_start().strip_prefix(word) {
                    rest = more;
                }
                let rest = rest.trim_start();
                let ends = rest.trim_matches(['*', '!', '.', ')', ']', ' ', '=', '-']).is_empty();
                if !ends && !rest.starts_with([':', ',', '-', '–', '—', ')', '!']) {
                    return None;
                }
                // `TEST: England 301-4 at stumps` is cricket.
                let ignore = || ["ignore", "disregard"].iter().any(|word| rest.to_lowercase().contains(word));
                if *kind == UpdateKind::Test && !ends && !ignore() {
                    return None;
                }
                (None, ends)
            }
        };
        Some(Mark::Kind { kind: *kind, sequence, alone })
    })
}

/// A keyword line: `BC-EU--Serbia-Rail,3rd Ld-Writethru,0287` (AP, ANPA 1312: cycle, category, keywords,
/// then version and word count behind commas).
pub fn is_slugline(line: &str) -> bool {
    let keyword = line.split([',', ' ']).next().unwrap_or_default();
    let cycle = keyword.split_once('-').is_some_and(|(cycle, rest)| {
        ["BC", "AM", "PM", "AP"].contains(&cycle) && rest.starts_with(|c: char| c.is_uppercase())
    });
    cycle && line.len() < 120
}

/// Whether the whole dispatch is one line in capitals, as wires flash a fact before its story.
pub fn is_flash(body: &str) -> bool {
    let line = body.trim();
    let words = line.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count();
    words >= 3 && line.len() <= 250 && !line.contains('\n') && !line.chars().any(char::is_lowercase)
}

/// `2nd LD`, `1st Ld-Writethru`, `3RD LEAD`, `2ndlead`: the number of the lead.
fn lead(line: &str) -> Option<Option<u32>> {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits == 0 || digits > 2 {
        return None;
    }
    let rest = line.get(digits..digits + 2)?.to_lowercase();
    if !["st", "nd", "rd", "th"].contains(&rest.as_str()) {
        return None;
    }
    let word = line[digits + 2..].trim_start().get(..2)?.to_lowercase();
    let rest = line[digits + 2..].trim_start();
    let led = word == "ld" || rest.get(..4).is_some_and(|w| w.eq_ignore_ascii_case("lead"));
    led.then(|| line[..digits].parse().ok())
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
            ("URGENT", UpdateKind::Alert, None),
            ("TEST - please ignore", UpdateKind::Test, None),
            ("BC-XX--Ferry,3rd Ld-Writethru,0287", UpdateKind::Update, Some(3)),
            ("BC-XX--Ferry-Fire, KILL", UpdateKind::Kill, None),
            ("BC-XX--Ferry,1st Ld,KILL", UpdateKind::Kill, None),
            ("BC-KILL--Ferry", UpdateKind::Kill, None),
            ("BULLETIN KILL, EDITORS:", UpdateKind::Kill, None),
        ] {
            let found = marks(line, Sent::default()).pop();
            let ok = matches!(&found, Some(Mark::Kind { kind: k, sequence: s, .. }) if (*k, *s) == (kind, sequence));
            assert!(ok, "{line}: {found:?}");
        }
        for line in [
            "KILL switch for phones",
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
            apply(&mut update, mark(line, Sent::default()).expect("a marker"));
        }
        assert_eq!((update.kind, update.sequence), (UpdateKind::Kill, Some(3)));
    }
}
