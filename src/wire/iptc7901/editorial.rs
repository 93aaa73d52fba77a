//! The editorial header: markers, headline and byline above the copy, up to a `=` at a line's end.

use super::markers;
use crate::dispatch::Envelope;

/// Most lines of an editorial header.
const LINES: usize = 12;
/// Longest line in it, in bytes.
const LONGEST: usize = 300;
/// How far into a line a dateline's credit stands, in bytes.
const DATELINE: usize = 100;

/// Reads the header into the envelope; what follows is the copy.
pub fn read<'a>(text: &'a str, provider: Option<&str>, envelope: &mut Envelope) -> &'a str {
    match ended(text, provider) {
        Some(end) => {
            take(text[..end].lines(), envelope);
            &text[end..]
        }
        None => unended(text, provider, envelope),
    }
}

/// Where the header ends that is closed by `=`.
fn ended(text: &str, provider: Option<&str>) -> Option<usize> {
    let mut at = 0;
    let mut blank_before = true;
    for line in text.split_inclusive('\n').take(LINES) {
        let content = line.trim();
        // The header is one block. A `=` below belongs to the copy: Belga has it for the dash of its datelines.
        if content.is_empty() && !blank_before || content.len() > LONGEST || dateline(content, provider) {
            return None;
        }
        blank_before = content.is_empty() && blank_before;
        at += line.len();
        if content.ends_with('=') && !content.ends_with("==") {
            return Some(at);
        }
    }
    None
}

/// The header that nothing closes, as gateways and smaller agencies send it: markers, then a block of at most three lines above
/// a blank line, an indented line or a dateline.
fn unended<'a>(text: &'a str, provider: Option<&str>, envelope: &mut Envelope) -> &'a str {
    let mut rest = text.trim_start_matches(['\n', ' ']);
    while let Some((line, after)) = rest.split_once('\n')
        && markers::take(line, envelope)
    {
        rest = after;
    }
    let mut end = 0;
    let mut lines = 0;
    for line in rest.split_inclusive('\n') {
        let indented = lines > 0 && line.starts_with("  ");
        let content = line.trim();
        if content.is_empty() || indented || dateline(content, provider) {
            break;
        }
        lines += 1;
        end += line.len();
        if lines > 3 || end > LONGEST || content.len() > 120 {
            return rest;
        }
    }
    let (header, copy) = rest.split_at(end);
    // A headline is no sentence, and something follows it.
    let sentence = header.trim_end().ends_with(['.', ',', ':', '"']);
    if header.trim().is_empty() || sentence || copy.trim().is_empty() {
        return rest;
    }
    take(header.lines(), envelope);
    copy
}

fn take<'a>(lines: impl Iterator<Item = &'a str>, envelope: &mut Envelope) {
    let mut headline = String::new();
    // Below a byline there is no headline.
    let mut below = false;
    for line in lines {
        let line = line.trim().trim_end_matches(['=', '+', '<']).trim_end();
        let marked = headline.is_empty() || line.starts_with('(') || markers::gate(line);
        if line.is_empty() || marked && markers::take(line, envelope) {
            continue;
        }
        if below && byline(line) {
            envelope.byline(line, None);
        } else if let Some(last) = envelope.bylines.last_mut().filter(|_| below) {
            // dpa wraps bylines of two; what else stands below a byline is its writer's title.
            if goes_on(&last.text, line) {
                last.text = format!("{} {line}", last.text);
            } else {
                let title = last.title.take().map(|title| title + " ").unwrap_or_default();
                last.title = Some(title + line);
            }
        } else if !headline.is_empty() && byline(line) {
            envelope.byline(line, None);
            below = true;
        } else {
            headline.push_str(line);
            headline.push(' ');
        }
    }
    envelope.headline(None, &headline);
}

/// Whether a byline is wrapped after `above`.
fn goes_on(above: &str, line: &str) -> bool {
    let joins = ["and", "und", "et", "y", "&"];
    let word = |word: Option<&str>| word.is_some_and(|word| joins.contains(&word));
    above.ends_with(',') || word(above.split_whitespace().last()) || word(line.split_whitespace().next())
}

/// Whether a line below the headline names its writer: `By Jane Roe, dpa`, `Von Jane Roe und John Doe, dpa`.
fn byline(line: &str) -> bool {
    let opening = ["By ", "BY ", "Von ", "Par ", "Por ", "Da ", "Di ", "Door ", "Av ", "Af "];
    let Some(names) = opening.iter().find_map(|word| line.strip_prefix(word)) else { return false };
    let small = [
        "and", "und", "et", "y", "e", "en", "in", "de", "da", "del", "della", "di", "van", "von", "der",
        "den", "la", "le", "og", "och",
    ];
    let person = names.split(',').next().unwrap_or_default();
    // `Von der Leyen kündigt Reform an` is a headline's second line.
    let named =
        person.split_whitespace().all(|word| word.starts_with(char::is_uppercase) || small.contains(&word));
    named
        && person.split_whitespace().filter(|word| word.starts_with(char::is_uppercase)).count() >= 2
        && line.len() <= 120
}

/// Whether a line begins with a dateline and its agency in parentheses: `Paris (ats afp) Le président`.
fn dateline(line: &str, provider: Option<&str>) -> bool {
    let near = &line[..line.floor_char_boundary(DATELINE)];
    let Some((place, rest)) = near.split_once('(') else { return false };
    let Some((credit, after)) = rest.split_once(')') else { return false };
    let agency = |word: &str| {
        provider.is_some_and(|name| word.eq_ignore_ascii_case(name))
            || ["dpa", "ats", "sda", "apa", "kna", "belga", "afp", "epd", "tass", "reuters"]
                .iter()
                .any(|name| word.eq_ignore_ascii_case(name))
    };
    let credited = credit.len() <= 30 && credit.split([' ', '/', '-', ',']).any(agency);
    // A headline may end in a credit; a dateline has its story behind it.
    let after = after.trim_start_matches([' ', '-', '.', '–', '—', '=']);
    credited
        && place.starts_with(char::is_uppercase)
        && (after.split_whitespace().count() >= 2 || line.contains(") ="))
}
