//! What of the body is not the story: the ranges that the other rooms found, in order.

use std::ops::Range;

use super::credit::chain;
use super::text::{self, Text, opener};
use crate::authority::Agencies;
use crate::record::{Furniture, FurnitureKind};

pub use crate::dispatch::Piece;

/// Adds what the markup marks where the reading of the copy has found nothing; a table or list may hold what was read.
pub fn add(pieces: &mut Vec<Piece>, marked: Vec<Piece>) {
    let read: Vec<Range<usize>> = pieces.iter().map(|piece| piece.range.clone()).collect();
    let free = |piece: &Piece| read.iter().all(|r| r.end <= piece.range.start || piece.range.end <= r.start);
    pieces.extend(marked.into_iter().filter(free));
    pieces.sort_by_key(|piece| piece.range.start);
}

/// The pieces in code points of the body, as they are published.
pub fn publish(pieces: &[Piece], text: &Text<'_>) -> Vec<Furniture> {
    let one = |piece: &Piece| {
        let (start, end) = text.points(&piece.range);
        Furniture { kind: piece.kind, start, end }
    };
    pieces.iter().map(one).collect()
}

/// The text of the first piece of `kind`.
pub fn first<'a>(pieces: &[Piece], kind: FurnitureKind, text: &Text<'a>) -> Option<&'a str> {
    pieces.iter().find(|piece| piece.kind == kind).map(|piece| text.str[piece.range.clone()].trim())
}

/// Notes above the dateline: what opens them (folded) and what they are.
#[rustfmt::skip]
const NOTES: &[(&str, FurnitureKind)] = &[
    ("corrects", FurnitureKind::Correction), ("corrected", FurnitureKind::Correction),
    ("correction", FurnitureKind::Correction), ("clarifies", FurnitureKind::Correction),
    ("refiles", FurnitureKind::Correction), ("refiled", FurnitureKind::Correction),
    // dpa, APA; EFE, AFP; ANSA; NTB, Ritzau; TT; ANP
    ("berichtigung", FurnitureKind::Correction), ("korrektur", FurnitureKind::Correction),
    ("berichtigt", FurnitureKind::Correction), ("korrigiert", FurnitureKind::Correction),
    ("corrige", FurnitureKind::Correction), ("correccion", FurnitureKind::Correction),
    ("rectificatif", FurnitureKind::Correction), ("corregge", FurnitureKind::Correction),
    ("rettelse", FurnitureKind::Correction), ("retter", FurnitureKind::Correction),
    ("rattelse", FurnitureKind::Correction), ("rectificatie", FurnitureKind::Correction),
    ("correcting", FurnitureKind::Correction), ("fixing", FurnitureKind::Correction),
    ("fixes", FurnitureKind::Correction), ("removes", FurnitureKind::Correction),
    ("rewrites", FurnitureKind::Correction), ("in this", FurnitureKind::Correction),
    ("in the", FurnitureKind::Correction), ("this", FurnitureKind::Correction),
    ("the", FurnitureKind::Correction), ("in", FurnitureKind::Correction),
    ("adds", FurnitureKind::Trash), ("updates", FurnitureKind::Trash), ("update", FurnitureKind::Trash),
    ("recasts", FurnitureKind::Trash), ("recast", FurnitureKind::Trash), ("changes", FurnitureKind::Trash),
    ("repeats", FurnitureKind::Trash), ("writes through", FurnitureKind::Trash),
    ("raises", FurnitureKind::Trash), ("attn", FurnitureKind::Trash), ("lead", FurnitureKind::Trash),
    ("ld", FurnitureKind::Trash), ("urgent", FurnitureKind::Trash), ("new throughout", FurnitureKind::Trash),
    ("with", FurnitureKind::Trash), ("pix", FurnitureKind::Trash), ("picture", FurnitureKind::Trash),
    ("eds", FurnitureKind::EditorsNote), ("ed", FurnitureKind::EditorsNote),
    ("editors", FurnitureKind::EditorsNote), ("editor", FurnitureKind::EditorsNote),
    ("art adv", FurnitureKind::EditorsNote), ("art", FurnitureKind::EditorsNote),
    ("note", FurnitureKind::EditorsNote), ("attention", FurnitureKind::EditorsNote),
    ("optional", FurnitureKind::EditorsNote), ("trims", FurnitureKind::EditorsNote),
    ("undated", FurnitureKind::EditorsNote), ("for use", FurnitureKind::EditorsNote),
    ("for release", FurnitureKind::EditorsNote), ("embargo", FurnitureKind::EditorsNote),
    ("embargoed", FurnitureKind::EditorsNote), ("filed", FurnitureKind::EditorsNote),
];

/// No note is longer, in bytes.
const LONGEST: usize = 900;

/// The note in brackets that starts at `at`: `(Corrects spelling in paragraph 3)`, `(2nd LD)`,
/// `((This 4 December story …))`, `(EDS: …)`. A bracket that opens otherwise is none.
pub fn note(text: &str, at: usize) -> Option<Piece> {
    let rest = text[at..].strip_prefix('(')?;
    let inner = rest.trim_start_matches('(');
    let opening: String = inner.chars().take(24).collect();
    let folded = crate::authority::fold(&opening);
    let folded = folded.trim_start_matches(|c: char| c.is_ascii_digit() || c == '[' || c == ' ');
    let folded = ["st ", "nd ", "rd ", "th "].iter().find_map(|o| folded.strip_prefix(o)).unwrap_or(folded);
    let end = closing(text, at)?;
    let content = &text[at..end];
    let (words, kind) = NOTES.iter().find(|(words, _)| {
        folded.strip_prefix(words).is_some_and(|r| !r.starts_with(char::is_alphanumeric))
    })?;
    // `(In Nov 15 item, corrects …)`: an article or preposition proves nothing, the verb behind it does.
    let plain = matches!(*words, "in" | "the" | "this" | "in the" | "in this");
    if plain
        && !["correct", "refile", "fixes", "clarif", "removes", "replaces"]
            .iter()
            .any(|v| content.contains(v))
    {
        return None;
    }
    Some(Piece { kind: *kind, range: at..end })
}

/// Where the bracket that opens at `at` closes.
fn closing(text: &str, at: usize) -> Option<usize> {
    let mut depth = 0usize;
    for (offset, c) in text[at..].char_indices().take_while(|(o, _)| *o < LONGEST) {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at + offset + 1);
        }
    }
    None
}

/// Openings of lines to editors (AP, PTI).
const EDITORS: &[&str] = &[
    "Eds:",
    "EDS:",
    "Eds.:",
    "EDITOR'S NOTE",
    "EDITORS' NOTE",
    "EDITOR’S NOTE",
    "Editor's note:",
    "ADVISORY:",
];

/// A slugline, a line to editors or a summary above the story: `BC-XX--Ferry,1st Ld`, `Eds: Updates with
/// quotes.`, `* Shares fall 3 pct`.
pub fn line(text: &str, at: usize) -> Option<Piece> {
    let line = text::line(text, at).trim_end();
    let kind = if super::update::is_slugline(line) {
        FurnitureKind::Slugline
    } else if line.starts_with("* ") || line.starts_with("• ") {
        FurnitureKind::Bullets
    } else if opener(line, EDITORS).is_some()
        // AP heads a kill or advisory so: `BULLETIN KILL, EDITORS:`.
        || line.len() < 60 && line.ends_with("EDITORS:")
    {
        FurnitureKind::EditorsNote
    } else {
        return None;
    };
    Some(Piece { kind, range: at..at + line.len() })
}

/// A note in brackets right before the credit that opens the story: `(see related) (ANSA) - Milan, March 9 -`
/// (ANSA's English service). Whose work it is, another rule reads.
pub fn referral(text: &str, at: usize, agencies: &Agencies) -> Option<Piece> {
    const AUTHORS: &[&str] = &["by", "di", "de", "von", "par", "por"];
    let rest = text[at..].strip_prefix('(')?;
    let near = &rest[..rest.floor_char_boundary(140)];
    let (note, behind) = near.split_once(')')?;
    let (credit, behind) = behind.trim_start_matches(' ').strip_prefix('(')?.split_once(')')?;
    let first = note.split(' ').next().unwrap_or_default();
    let dashed = behind.trim_start_matches(' ').starts_with(['-', '–', '—', '_']);
    let sound = dashed
        && !note.contains(['(', '\n'])
        && !AUTHORS.iter().any(|author| author.eq_ignore_ascii_case(first))
        && chain::whole(note, agencies).is_empty()
        && !chain::whole(credit, agencies).is_empty();
    sound.then(|| Piece { kind: FurnitureKind::EditorsNote, range: at..at + note.len() + 2 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_above_the_dateline() {
        for (text, kind) in [
            ("(Corrects name in paragraph 3) LIMA", Some(FurnitureKind::Correction)),
            ("((This May 4 story has been corrected (twice))) By", Some(FurnitureKind::Correction)),
            ("(In May 4 item, corrects second paragraph) X", Some(FurnitureKind::Correction)),
            ("(The May 4 story was refiled to fix a date) X", Some(FurnitureKind::Correction)),
            ("(Adds comments, detail)\n", Some(FurnitureKind::Trash)),
            ("(2nd LD) (ATTN: ADDS reaction)", Some(FurnitureKind::Trash)),
            ("(LEAD) SEOUL", Some(FurnitureKind::Trash)),
            ("(EDS: trims possible.) By", Some(FurnitureKind::EditorsNote)),
            ("Eds: with photos.\nBy", Some(FurnitureKind::EditorsNote)),
            ("BULLETIN KILL, EDITORS:\nLIMA", Some(FurnitureKind::EditorsNote)),
            ("* Shares fall\n* More", Some(FurnitureKind::Bullets)),
            ("(Reuters) - Text", None),
            ("(The mayor) said", None),
            ("(In a first) the", None),
            ("(Corrects and never closes", None),
            ("BC-XX--Ferry,1st Ld-Writethru,0287\nEds: x", Some(FurnitureKind::Slugline)),
            ("BC-based firm sinks", None),
            ("Edsel shares", None),
        ] {
            let found = note(text, 0).or_else(|| line(text, 0));
            assert_eq!(found.map(|p| p.kind), kind, "{text}");
        }
    }
}
