//! The tail of the copy: sign-offs, end marks, initials, trailers, contacts. Read from the last line
//! upwards and never past the first line of the story.

use std::ops::Range;

use super::chain::{self, Cited};
use super::contacts::contact;
use super::contributors::{opens_role, without_function};
use crate::authority::Agencies;
use crate::desk::furniture::Piece;
use crate::record::{Contributor, ContributorRole, FurnitureKind};

/// No tail is longer, in bytes or lines.
pub const LONGEST: usize = 3_000;
pub const LINES: usize = 30;

/// What the tail says.
#[derive(Default)]
pub struct Tail<'a> {
    pub pieces: Vec<Piece>,
    pub agencies: Vec<Cited<'a>>,
    pub contributors: Vec<Contributor>,
}

/// Marks of the end of copy, folded to lower case without dashes and brackets.
const ENDS: &[&str] = &["enditem", "ends", "end", "30", "more", "fin", "ends it", "item ends"];

/// Reads the tail of `text`, not before `floor`.
pub fn read<'a>(text: &str, floor: usize, agencies: &'a Agencies) -> Tail<'a> {
    let mut tail = Tail::default();
    let from = floor.max(text.len().saturating_sub(LONGEST));
    let mut end = text.len();
    for _ in 0..LINES {
        let trimmed = text[..end].trim_end().len();
        if trimmed <= from {
            break;
        }
        let start = text[..trimmed].rfind('\n').map_or(0, |at| at + 1);
        if start < floor {
            // The line holds the head too: only a token at its end may be furniture.
            tail.token(text, floor..trimmed, agencies);
            break;
        }
        let line = start + text[start..trimmed].len() - text[start..trimmed].trim_start().len()..trimmed;
        if !tail.line(text, line.clone(), agencies) && !tail.token(text, line, agencies) {
            break;
        }
        end = tail.pieces.last().map_or(start, |p| p.range.start).min(end - 1);
        // A token at the end of a paragraph: what stands before it is the story.
        if end > start && !text[start..end].trim().is_empty() {
            if !tail.token(text, start..text[..end].trim_end().len(), agencies) {
                break;
            }
            end = tail.pieces.last().map_or(end, |piece| piece.range.start);
        }
    }
    tail.trailer(text, floor, agencies);
    tail.pieces.sort_by_key(|p| p.range.start);
    tail.agencies.reverse();
    tail.contributors.reverse();
    tail
}

/// Whether what stands before `at` ends a sentence or a paragraph.
fn after_sentence(text: &str, at: usize) -> bool {
    let before = &text[..at];
    let trimmed = before.trim_end();
    before[trimmed.len()..].matches('\n').count() > 1
        || trimmed.ends_with(['.', '"', '”', '!', '?', '»', ')', ':', '\'', '_'])
        || is_end(trimmed.rsplit('\n').next().unwrap_or_default().trim())
        || trimmed.rsplit(['\n', ' ']).next().is_some_and(|word| word.starts_with("--"))
}

/// An end mark alone on its line: `Enditem`, `-30-`, `___`.
pub fn is_end(line: &str) -> bool {
    if line.len() > 24 {
        return false;
    }
    let bare = line.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let framed = line.len() <= bare.len() + 6;
    framed && (ENDS.contains(&bare.as_str()) && (bare != "30" || line.starts_with('-')))
        || (!line.is_empty() && line.len() <= 8 && line.chars().all(|c| matches!(c, '_' | '-' | '#' | '*')))
}

/// Desk initials: `asl/tib/pid/cac`, `bur-dar-gl/fz` (AFP), `dpa pre yyhe n1 deg`, `kk ap` (Interfax), `(pvs/ji)`.
/// The caller must see that a sentence ends before them: the end of a broken line may look so too.
pub fn initials(line: &str) -> bool {
    let bare = line.strip_prefix('(').and_then(|l| l.strip_suffix(')')).unwrap_or(line);
    if !(2..=40).contains(&bare.len()) || bare.contains("  ") {
        return false;
    }
    let tokens = || bare.split([' ', '/', '-']);
    let letters = |t: &str| (1..=4).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_lowercase());
    // dpa adds the number of its copy.
    let code = |t: &str| letters(t) || t.len() == 2 && t.starts_with('n') && t.as_bytes()[1].is_ascii_digit();
    let count = tokens().count();
    let words = |t: &str| WORDS.contains(&t);
    if bare.len() < line.len() {
        return count <= 4 && tokens().all(letters) && !tokens().any(words);
    }
    if bare.starts_with("dpa ") {
        return (2..=8).contains(&count) && tokens().all(code);
    }
    let joined = bare.contains('/') && !bare.contains(' ') && (2..=8).contains(&count);
    let pair = count == 2 && bare.len() == 5 && bare.as_bytes()[2] == b' ';
    (joined || pair) && tokens().all(letters) && !tokens().any(words)
}

/// Short words that look like initials.
const WORDS: &[&str] = &[
    "the", "and", "or", "of", "to", "in", "at", "on", "by", "is", "it", "he", "she", "his", "her", "an", "a",
    "as", "up", "no", "we", "if", "so", "do", "be", "us", "am", "pm", "gmt", "dlrs", "bbl", "stg", "pct",
    "mln", "cts", "shr", "net", "vs", "rev", "unch", "nil", "end", "ends", "more", "fin", "new", "not",
    "for", "from", "was", "had", "see", "all", "km", "h", "w", "n",
];

impl<'a> Tail<'a> {
    fn piece(&mut self, kind: FurnitureKind, range: Range<usize>) {
        self.pieces.push(Piece { kind, range });
    }

    /// A line that is furniture as a whole.
    fn line(&mut self, text: &str, range: Range<usize>, agencies: &'a Agencies) -> bool {
        let line = &text[range.clone()];
        if line.len() > 600 {
            return false; // a paragraph of the story
        }
        if opens_role(line) {
            self.contributors(line);
            self.piece(FurnitureKind::Signoff, range);
            return true;
        }
        if let Some(found) = super::copyright(text, range.start, agencies) {
            self.agencies.extend(found.1.into_iter().rev());
            self.piece(FurnitureKind::Trailer, range);
            return true;
        }
        if let Some(agency) = first_published(line, agencies) {
            self.agencies.push(agency);
            self.piece(FurnitureKind::Trailer, range);
            return true;
        }
        let bare = line.trim_matches(|c: char| "()[]/=-.©_ –—".contains(c));
        let framed = bare.len() < line.len();
        let chain = chain::read(bare, agencies);
        if chain.whole && line.len() <= 40 && (framed || line.split_whitespace().count() <= 2) {
            self.agencies.extend(chain.agencies);
            self.piece(FurnitureKind::Signoff, range);
            return true;
        }
        if initials(line) && after_sentence(text, range.start) {
            if let Some(agency) = line.split([' ', '/']).next().and_then(|t| chain::name(t, agencies)) {
                self.agencies.push(agency);
            }
            self.piece(FurnitureKind::Signoff, range);
            return true;
        }
        if is_end(line) {
            self.piece(FurnitureKind::Signoff, range);
            return true;
        }
        if contact(line) {
            self.piece(FurnitureKind::NotForPublication, range);
            return true;
        }
        false
    }

    /// Furniture at the end of a paragraph: `… (Reporting by …)`, `… REUTER`, `… Enditem`, `… --IANS`,
    /// `… (dpa)`.
    fn token(&mut self, text: &str, range: Range<usize>, agencies: &'a Agencies) -> bool {
        let line = text[range.clone()].trim_end();
        let end = range.start + line.len();
        if let Some(at) = super::copyright::closing(line).map(|at| range.start + at)
            && let Some((stop, found)) = super::copyright(text, at, agencies)
            && stop >= end
        {
            self.agencies.extend(found.into_iter().rev());
            self.piece(FurnitureKind::Trailer, at..end);
            return true;
        }
        let closed = line.strip_suffix('.').unwrap_or(line);
        if closed.ends_with([')', ']'])
            && let Some(open) = closed.rfind(['(', '['])
        {
            let inner = &closed[open + 1..closed.len() - 1];
            if opens_role(inner) {
                self.contributors(inner);
                self.piece(FurnitureKind::Signoff, range.start + open..end);
                return true;
            }
            let chain = chain::read(inner, agencies);
            let sentence = line[..open].trim_end().ends_with(['.', '"', '”', '!', '?', '»']);
            if chain.whole && sentence {
                self.agencies.extend(chain.agencies);
                self.piece(FurnitureKind::Signoff, range.start + open..end);
                return true;
            }
            return false;
        }
        let last = line.rsplit([' ', '\t']).next().unwrap_or_default();
        let word = last.trim_matches(|c: char| !c.is_alphanumeric());
        let before = line[..line.len() - last.len()].trim_end();
        let sentence = before.ends_with(['.', '"', '”', '!', '?', '»', ')', ','])
            || line.len() - before.len() - last.len() >= 2;
        if word.is_empty() || before.is_empty() || !sentence {
            return false;
        }
        let marked = word.eq_ignore_ascii_case("enditem")
            || (last.starts_with("--") && chain::read(word, agencies).whole);
        // The old Reuters sign-off is a bare word; other agencies' names need their sign.
        let reuter = word.eq_ignore_ascii_case("reuter") || last == "REUTERS";
        if !marked && !reuter {
            return false;
        }
        self.agencies.extend(chain::read(word, agencies).agencies);
        let start = end - last.len();
        self.piece(FurnitureKind::Signoff, start..end);
        true
    }

    /// AP's `___` and what follows it.
    fn trailer(&mut self, text: &str, floor: usize, agencies: &'a Agencies) {
        let mut from = floor.max(text.len().saturating_sub(LONGEST));
        while !text.is_char_boundary(from) {
            from += 1;
        }
        let Some(at) = text[from..].rfind("\n___").map(|at| from + at + 1) else { return };
        let body = text[at..].trim_start_matches('_');
        let lower = body.to_lowercase();
        const SIGNS: &[&str] = &[
            "contributed to this report",
            "reported from",
            "contributed from",
            "follow ap",
            "on twitter",
            "on the net",
        ];
        if !SIGNS.iter().any(|s| lower.contains(s)) {
            return;
        }
        for sentence in body.split(". ").flat_map(|s| s.split('\n')) {
            let sentence = sentence.trim();
            let names = match (sentence.split_once(" reported from"), sentence.split_once(" contributed")) {
                (Some((names, place)), _) => Some((names, Some(place), ContributorRole::Reporting)),
                (None, Some((names, _))) => Some((names, None, ContributorRole::AdditionalReporting)),
                _ => None,
            };
            if let Some((names, place, role)) = names {
                let names = without_function(names, agencies);
                let place = place.map(|p| p.trim().trim_end_matches('.').trim().to_owned());
                self.named(&names, role, place.as_deref());
            }
        }
        let end = text.trim_end().len();
        self.pieces.retain(|p| p.range.start < at);
        if end > at {
            self.piece(FurnitureKind::Trailer, at..end);
        }
    }
}

/// `This report by The Canadian Press was first published …` (CP).
fn first_published<'a>(line: &str, agencies: &'a Agencies) -> Option<Cited<'a>> {
    let rest = line.strip_prefix("This ")?.split_once(" by ")?.1;
    let (name, _) = rest.split_once(" was first published")?;
    chain::whole(name, agencies).first().copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authority::Authority;

    fn tail(text: &str) -> (String, String, String) {
        let authority = Authority::builtin().expect("the data built in");
        let tail = read(text, 0, &authority.agencies);
        let pieces: Vec<&str> = tail.pieces.iter().map(|p| &text[p.range.clone()]).collect();
        let agencies: Vec<&str> = tail.agencies.iter().map(|a| a.code.as_str()).collect();
        let people: Vec<String> = tail
            .contributors
            .iter()
            .map(|c| {
                format!(
                    "{:?} {}{}",
                    c.role,
                    c.name,
                    c.place.as_ref().map(|p| format!(" in {p}")).unwrap_or_default()
                )
            })
            .collect();
        (pieces.join(" | "), agencies.join(" "), people.join("; "))
    }

    #[test]
    fn sign_offs() {
        const STORY: &str = "A ferry sank.\nNobody was hurt, the port said.";
        for (end, pieces, agencies, people) in [
            (
                " (Reporting by Jane Roe in LIMA; Editing by John Doe and Ann Poe)",
                "(Reporting by Jane Roe in LIMA; Editing by John Doe and Ann Poe)",
                "",
                "Reporting Jane Roe in Lima; Editing John Doe; Editing Ann Poe",
            ),
            (
                "\n(Reporting by Jane Roe Editing by John Doe)",
                "(Reporting by Jane Roe Editing by John Doe)",
                "",
                "Reporting Jane Roe; Editing John Doe",
            ),
            (
                "\nAdditional reporting by Jane Roe",
                "Additional reporting by Jane Roe",
                "",
                "AdditionalReporting Jane Roe",
            ),
            ("\n REUTER", "REUTER", "REUTERS", ""),
            (" Reuter", "Reuter", "REUTERS", ""),
            (" Enditem", "Enditem", "", ""),
            ("\n--IANS\nab/cd", "--IANS | ab/cd", "IANS", ""),
            ("\n==Kyodo", "==Kyodo", "KYODO", ""),
            ("\nends", "ends", "", ""),
            ("\n-30-", "-30-", "", ""),
            (
                "\nThis report by The Canadian Press was first published Nov. 17, 2026.",
                "This report by The Canadian Press was first published Nov. 17, 2026.",
                "CP",
                "",
            ),
            (" (ANSA).", "(ANSA).", "ANSA", ""),
            ("\nasl/tib/pid/cac", "asl/tib/pid/cac", "", ""),
            ("\ndpa wsz jln npr", "dpa wsz jln npr", "DPA", ""),
            ("\n© 2021 AFP", "© 2021 AFP", "AFP", ""),
            (
                "\nCopyright 2021 The Associated Press. All rights reserved.",
                "Copyright 2021 The Associated Press. All rights reserved.",
                "AP",
                "",
            ),
            (
                "\n___\nRoe reported from Lima. Associated Press writer John Doe contributed to this report.",
                "___\nRoe reported from Lima. Associated Press writer John Doe contributed to this report.",
                "",
                "AdditionalReporting John Doe; Reporting Roe in Lima",
            ),
            // The story's own end is no furniture.
            ("", "", "", ""),
            (" The case ends.", "", "", ""),
            (" She spoke to Reuters.", "", "", ""),
            (" It cost more", "", "", ""),
            (" They met at the inn (which has closed).", "", "", ""),
        ] {
            let text = format!("{STORY}{end}");
            let found = tail(&text);
            assert_eq!(
                (found.0.as_str(), found.1.as_str(), found.2.as_str()),
                (pieces, agencies, people),
                "{end}"
            );
        }
    }
}
