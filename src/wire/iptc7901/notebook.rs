//! The end of dpa's copy: its notebook for editors, the block that is not for publication, the line of initials.

use super::super::contact;
use super::super::teletype::Galley;
use crate::dispatch::{Envelope, Piece};
use crate::record::FurnitureKind;

/// What a line says, in small letters, above a block that is not for publication (dpa, in its languages; other agencies).
const PRIVATE: &[&str] = &[
    "not for publication",
    "not intended for publication",
    "not to be published",
    "nicht zur veröffentlichung",
    "nicht zur veroeffentlichung",
    "nicht für die veröffentlichung",
    "nicht fuer die veroeffentlichung",
    "no está destinada a la publicación",
    "no está destinada a ser publicada",
    "no destinada a la publicación",
    "no está destinada para su publicación",
    "pas destinées à la publication",
    "pas destinés à la publication",
    "ne pas publier",
    "non destinate alla pubblicazione",
    "niet voor publicatie",
    "ikke for publisering",
    "ikke til offentliggørelse",
    "inte för publicering",
    "ej för publicering",
    "ei julkaistavaksi",
];
/// Headings of blocks of staff contacts.
const CONTACTS: &[&str] = &[
    "dpa contacts",
    "dpa-kontakte",
    "dpa kontakte",
    "editorial contacts",
    "redaktionelle kontakte",
    "contactos editoriales",
    "contactos de dpa",
    "dpa-contacts",
    "contacts for editors",
];
/// Headings of the notebook.
const NOTEBOOK: &[&str] = &[
    "notebook",
    "notizblock",
    "dpa notebook",
    "dpa-notizblock",
    "dpa notizblock",
    "bloc de notas",
    "cuaderno de notas",
];
/// Headings of what editors should know of this version.
const FOR_EDITORS: &[&str] = &[
    "note to editors",
    "notes to editors",
    "editorial notes",
    "redaktionelle hinweise",
    "redaktioneller hinweis",
    "nota a los editores",
    "nota para editores",
    "hinweis an die redaktionen",
    "berichtigung",
    "correction",
];

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Story,
    Notebook,
    Editors,
    Private,
}

/// Copies the text, names its parts, and puts the hints to editors with the advisories.
pub fn read(text: &str, provider: Option<&str>, envelope: &mut Envelope, copy: &mut Galley) -> Vec<Piece> {
    let text = text.trim_end();
    let mut pieces: Vec<Piece> = Vec::new();
    let mut part = Part::Story;
    // Lines of asterisks, where a private block may be about to begin.
    let mut rule: Option<usize> = None;
    let closing = closing_line(text, provider);
    let mut at = 0;
    for line in text.split('\n') {
        let start = at;
        at += line.len() + 1;
        let content = line.trim();
        let Some(range) = copy.line(line) else { continue };
        if closing.is_some_and(|closing| start >= closing) {
            part = Part::Story;
        } else if let Some(next) = turn(content, rule.is_some(), part) {
            part = next;
        }
        let is_rule = content.len() >= 3 && content.chars().all(|c| c == '*' || c == ' ');
        let kind = match part {
            Part::Story => None,
            Part::Private => Some(FurnitureKind::NotForPublication),
            Part::Notebook | Part::Editors => Some(FurnitureKind::EditorsNote),
        };
        if part == Part::Editors {
            hint(content, envelope);
        }
        if let Some(kind) = kind {
            // The asterisks belong to the block that they open.
            let start = rule.filter(|_| part == Part::Private).unwrap_or(range.start);
            if let Some(last) = pieces.last_mut().filter(|last| last.range.end > start) {
                last.range.end = copy.text[..start].trim_end().len();
            }
            pieces.retain(|piece| !piece.range.is_empty());
            match pieces
                .last_mut()
                .filter(|last| last.kind == kind && copy.text[last.range.end..start].trim().is_empty())
            {
                Some(last) => last.range.end = range.end,
                None => pieces.push(Piece { kind, range: start..range.end }),
            }
        }
        rule = is_rule.then_some(range.start);
    }
    pieces
}

/// The part that `line` opens.
fn turn(line: &str, after_rule: bool, part: Part) -> Option<Part> {
    if line.len() > 160 {
        return None;
    }
    let lower = line.to_lowercase();
    let heading = lower.trim_start_matches(['#', '*', ' ']).trim_end_matches([':', '*', ' ', '-']);
    let headed = line.starts_with('#') || part != Part::Story;
    if PRIVATE.iter().any(|phrase| lower.contains(phrase)) {
        // A story may quote the words; a block's first line has little else, and stands alone.
        let opens = after_rule || headed || PRIVATE.contains(&heading);
        let opens = opens
            || [
                "the following",
                "die folgenden",
                "folgende",
                "la siguiente",
                "les informations",
                "le seguenti",
            ]
            .iter()
            .any(|word| lower.starts_with(word));
        return opens.then_some(Part::Private);
    }
    if part == Part::Private {
        return None;
    }
    if headed && CONTACTS.contains(&heading) {
        return Some(Part::Private);
    }
    if (line.starts_with('#') || line.starts_with("dpa")) && NOTEBOOK.contains(&heading)
        || line == "Notizblock"
        || line == "Notebook"
    {
        return Some(Part::Notebook);
    }
    if headed && line.starts_with('#') {
        return Some(if FOR_EDITORS.contains(&heading) { Part::Editors } else { Part::Notebook });
    }
    None
}

/// `- Adds comments by coach`: what this version has that the last had not.
fn hint(line: &str, envelope: &mut Envelope) {
    if let Some(text) = line.strip_prefix('-') {
        contact::tell_editors(text, envelope);
    }
}

/// Where the line of initials begins that ends dpa's copy: `dpa wsz jln npr`. It is for the desk to read.
fn closing_line(text: &str, provider: Option<&str>) -> Option<usize> {
    let start = text.rfind('\n').map_or(0, |at| at + 1);
    let mut words = text[start..].split_whitespace();
    let agency = words.next()?;
    let known = agency == "dpa" || provider.is_some_and(|name| name.eq_ignore_ascii_case(agency));
    let initials = |word: &str| word.len() <= 6 && word.bytes().all(|b| b.is_ascii_alphanumeric());
    (known && words.all(initials)).then_some(start)
}
