//! Bylines above, before or behind the dateline: `By JANE ROE`, `By Jane Roe in LIMA and John Doe in QUITO`,
//! `Von Jane Roe, dpa`, `Jane Roe, The Canadian Press`, `By JANE ROE=` with `AP Sports Writer=` below it.

use std::ops::Range;

use super::chain::{self, Cited};
use super::elements::Parts;
use super::joins::Join;
use super::names::is_name;
use super::openings::{self, ENGLISH, Stand};
use crate::authority::{Agencies, Authority, fold};
use crate::desk::dateline::{Case, case};
use crate::desk::text::begins;
use crate::record::{self, Contributor};

/// A byline as read.
pub struct Read<'a> {
    /// Bytes of the body, with the line of titles below it.
    pub range: Range<usize>,
    /// Empty where the byline names an agency only, or nobody (`By our correspondent`).
    pub bylines: Vec<record::Byline>,
    /// Agencies of the affiliation.
    pub agencies: Vec<Cited<'a>>,
    /// Photographers (`Text: A Foto: B`).
    pub contributors: Vec<Contributor>,
}

/// No byline is longer, in bytes, unless it has its line for itself.
const LONG: usize = 160;
const LONGEST: usize = 300;

/// Reads the byline that starts at `at`. `end_hint` is where a dateline starts on the same line, if the
/// caller found one.
pub fn read<'a>(
    text: &str,
    at: usize,
    end_hint: Option<usize>,
    authority: &'a Authority,
) -> Option<Read<'a>> {
    let Some(opening) = openings::opening(&text[at..]) else { return signed(text, at, authority) };
    let start = at + opening.len;
    let stop = line_end(text, start).min(end_hint.unwrap_or(text.len()));
    if stop <= start {
        return None;
    }
    let closed = end_hint.is_some() || own_line(text, stop);
    if opening.stand != Stand::Free && !closed {
        return None;
    }
    let mut content = text[start..stop].trim_end();
    // `By Jane Roe in Lima. The port …`: the story goes on where the sentence ends.
    let sentence = sentence_end(content);
    let cut = sentence.filter(|_| end_hint.is_none());
    if let Some(end) = cut {
        if opening.stand != Stand::Free {
            return None;
        }
        content = &content[..end];
    }
    let most = if closed && cut.is_none() { LONGEST } else { LONG };
    if content.len() > most {
        return None;
    }
    let mut found = Parts::new(authority, opening.tongue);
    let names = found.photographs(content);
    found.read(names)?;
    let mut end = start + content.len();
    if cut.is_some() {
        end += usize::from(text[end..].starts_with('.'));
    }
    if text[end..].starts_with('=') {
        end += 1;
    }
    if end_hint.is_none() && cut.is_none() {
        for _ in 0..2 {
            let Some((title, title_end)) = title_line(text, end, &authority.agencies) else { break };
            found.title(title);
            end = title_end;
        }
    }
    (found.proven(&opening)).then_some(())?;
    found.finish(at..end)
}

/// Reads a byline that stands in a field of its own, with or without its opening, and the title that stands in another:
/// `By Ian Jones, Press Association`, `Adel Zaanoun with Guillaume Lavallee in Jerusalem`, `JANE ROE`. Initials
/// (`gr/bp`, EFE) and logins name nobody.
pub fn in_field<'a>(text: &str, title: Option<&str>, authority: &'a Authority) -> Option<Read<'a>> {
    let text = text.trim().trim_end_matches('=');
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let opening = openings::opening(text);
    let (content, tongue) = match &opening {
        Some(opening) => (text[opening.len..].trim(), opening.tongue),
        None => (text, &ENGLISH),
    };
    let mut found = Parts::new(authority, tongue);
    found.read(content)?;
    if let Some(title) = title {
        found.title(title);
    }
    // One word is a login or a desk, unless something says that it is a name.
    let said = |b: &record::Byline| b.title.is_some() || b.affiliation.is_some() || b.place.is_some();
    if found.doubtful && opening.is_none() && !found.bylines.iter().any(said) {
        return None;
    }
    found.finish(0..text.len())
}

/// A line of names with their agency and no opening: `Jane Roe, The Canadian Press`, `Jane Roe | AFP`,
/// `John Doe/TT`. Only a first name that is known and a whole agency prove it.
fn signed<'a>(text: &str, at: usize, authority: &'a Authority) -> Option<Read<'a>> {
    // Asked of every first line: most are longer.
    let most = text.len().min(at + 104);
    memchr::memchr(b'\n', &text.as_bytes()[at..most])?;
    let stop = line_end(text, at);
    let line = text[at..stop].trim_end();
    if !(8..=100).contains(&line.len())
        || !text[stop..].starts_with('\n')
        || !line.starts_with(char::is_uppercase)
    {
        return None;
    }
    let sign = line.find([',', '|', '/', '('])?;
    let first = line[..sign].split(' ').next()?;
    // `JANE ROE / AFP` is a photograph's credit.
    let tight = line[..sign].ends_with(char::is_lowercase);
    (!line[sign..].starts_with('/') || tight).then_some(())?;
    authority.names.given(&fold(first))?;
    let mut found = Parts::new(authority, &ENGLISH);
    found.read(line)?;
    let affiliated = found.bylines.iter().all(|b| b.affiliation.is_some() && b.name.contains(' '));
    (affiliated && !found.agencies.is_empty() && !found.bylines.is_empty()).then_some(())?;
    found.finish(at..at + line.len())
}

/// A name alone on the line above the dateline (wire archives keep bylines so), and whether the first name is
/// known; if not, it may be a short headline.
pub fn bare_name<'a>(text: &str, at: usize, authority: &'a Authority) -> Option<(Read<'a>, bool)> {
    // Asked of every first line: most are longer.
    memchr::memchr(b'\n', &text.as_bytes()[at..text.len().min(at + 64)])?;
    let stop = line_end(text, at);
    let line = text[at..stop].trim_end();
    let words: Vec<&str> = line.split(' ').collect();
    if !(2..=4).contains(&words.len())
        || line.len() > 40
        || case(line) == Case::Upper
        || !text[stop..].starts_with('\n')
        || line.contains(',')
        || openings::opening(line).is_some()
        || !is_name(&words)
    {
        return None;
    }
    let mut found = Parts::new(authority, &ENGLISH);
    found.name(line, Join::First)?;
    found.doubtful = !found.first_name_known();
    let sure = !found.doubtful;
    Some((found.finish(at..at + line.len())?, sure))
}

/// Names in capitals alone on their line (STT: `JANE ROE, JOHN DOE`); the caller must find the credit below.
pub fn bare_line<'a>(text: &str, at: usize, authority: &'a Authority) -> Option<Read<'a>> {
    let stop = line_end(text, at);
    let line = text[at..stop].trim_end();
    if line.len() > 80 || case(line) != Case::Upper || !text[stop..].starts_with('\n') {
        return None;
    }
    let mut found = Parts::new(authority, &ENGLISH);
    for name in line.split(',') {
        found.name(name.trim(), Join::And)?;
    }
    found.finish(at..at + line.len())
}

/// Opens a byline behind a dateline (Xinhua, ANSA).
const BEHIND: &[&str] = &[
    "by reporter ",
    "by reporters ",
    "by correspondent ",
    "by correspondents ",
    "by staff reporter ",
    "by xinhua writer ",
    "by xinhua writers ",
];

/// `, by reporter Jane Roe` (translated Xinhua copy), `by Xinhua writers A, B`, `(di Maria Rossi)` (ANSA) behind the
/// dateline.
pub fn behind<'a>(text: &str, at: usize, authority: &'a Authority) -> Option<Read<'a>> {
    let rest = text[at..].trim_start_matches([' ', ',', '.', '\n']);
    let start = text.len() - rest.len();
    if let Some(inner) = rest.strip_prefix('(') {
        let len = inner[..inner.floor_char_boundary(120)].find(')')?;
        let mut chars = inner.chars();
        let capital: String = chars.next()?.to_uppercase().chain(chars.take(24)).collect();
        let opening = openings::opening(&capital).filter(|o| o.stand != Stand::Label)?;
        let mut found = Parts::new(authority, opening.tongue);
        found.read(inner.get(opening.len..len)?)?;
        found.proven(&opening).then_some(())?;
        return found.finish(start..start + len + 2);
    }
    let opening = BEHIND.iter().find(|opening| begins(rest, opening))?;
    let name_at = start + opening.len();
    let line = &text[name_at..line_end(text, name_at)];
    let mut found = Parts::new(authority, &ENGLISH);
    if line.len() <= LONG && found.read(line).is_some() {
        return found.finish(start..name_at + line.trim_end().len());
    }
    // On a line with the story the name is two words long.
    let mut words = line.split(' ');
    let len = words.next()?.len() + 1 + words.next()?.len();
    let mut found = Parts::new(authority, &ENGLISH);
    found.name(&text[name_at..name_at + len], Join::First)?;
    found.finish(start..name_at + len)
}

/// Where a byline's line ends: at the break, `=`, markup, or two blanks before a dateline.
fn line_end(text: &str, start: usize) -> usize {
    let limit = text.floor_char_boundary((start + LONGEST + 20).min(text.len()));
    let rest = &text.as_bytes()[start..limit];
    // A stop is whole characters, so that bytes will do.
    const STOPS: &[&[u8]] = &[b"\n", b"=", b"<", b"  ", b"\\\\", b" --", b" - ", b"(Filed", "…".as_bytes()];
    let stops = |at: &usize| match rest[*at] {
        // `A & B` joins names; any other `&` is markup.
        b'&' => rest.get(at + 1) != Some(&b' '),
        // Most blanks stand between words.
        b' ' if !matches!(rest.get(at + 1), Some(b' ' | b'-')) => false,
        b'\n' | b'=' | b'<' | b' ' | b'\\' | b'(' | 0xE2 => {
            STOPS.iter().any(|stop| rest[*at..].starts_with(stop))
        }
        _ => false,
    };
    let end = (0..rest.len()).find(stops).unwrap_or(rest.len());
    start + end
}

/// Whether nothing else stands on the line that a byline was read to `stop` of.
fn own_line(text: &str, stop: usize) -> bool {
    let rest = text[stop..].trim_start_matches([' ', '\t', '\r']);
    rest.is_empty() || rest.starts_with(['\n', '=', '&', '<', '\\'])
}

/// Where the first sentence of `content` ends, if text follows it. An initial or `Jr.` ends none.
fn sentence_end(content: &str) -> Option<usize> {
    let ends = content.match_indices(". ").map(|(at, _)| at).find(|at| {
        let word = content[..*at].rsplit(' ').next().unwrap_or_default();
        word.chars().filter(|c| c.is_alphabetic()).count() > 3
    })?;
    let rest = &content[ends + 2..];
    // `By Jane Roe. By John Doe.` are books in review.
    (rest.starts_with(|c: char| c.is_uppercase() || c == '"') && !rest.starts_with("By ")).then_some(ends)
}

/// The line of titles below a byline: `AP Sports Writer=`, `Associated Press Writer`, `The Associated Press`.
fn title_line<'t>(text: &'t str, at: usize, agencies: &Agencies) -> Option<(&'t str, usize)> {
    let rest = text[at..].strip_prefix('<').unwrap_or(&text[at..]);
    let rest = rest.strip_prefix('\n').or_else(|| rest.strip_prefix("\r\n"))?;
    // A caret opens each line above the story in old copy (AP, ANPA 1312).
    let rest = rest.strip_prefix('^').unwrap_or(rest);
    let start = text.len() - rest.len();
    let end = line_end(text, start);
    let line = text[start..end].trim();
    let marked = text[end..].starts_with('=');
    let short = !line.is_empty() && line.len() <= 60 && line.split_whitespace().count() <= 7;
    let titled =
        short && !line.ends_with('.') && openings::is_function(line) && line.starts_with(char::is_uppercase);
    let agency = || short && line.contains(' ') && !chain::whole(line, agencies).is_empty();
    ((short && marked && case(line) != Case::Lower) || titled || agency())
        .then_some((line, end + usize::from(marked)))
}
