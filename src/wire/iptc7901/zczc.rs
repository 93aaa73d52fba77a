//! Teletype copy between ZCZC and NNNN, as lines sent it before there were headers for machines, and AAP with fields since.

use super::super::teletype::{Galley, stamp};
use super::super::{Limits, unmapped};
use super::{editorial, header};
use crate::dispatch::{Envelope, Subject};

/// Whether a message begins with ZCZC, as a word.
pub fn opens(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| c.is_control() || c.is_whitespace());
    text.get(..4).is_some_and(|word| word.eq_ignore_ascii_case("zczc"))
        && text[4..].chars().next().is_none_or(|c| c.is_whitespace() || c.is_control())
}

/// Reads a message.
pub fn read(message: &str, envelope: &mut Envelope, copy: &mut Galley, limits: &Limits) {
    let text = message.trim_matches(|c: char| c.is_control() || c.is_whitespace());
    let (line, mut rest) = text.split_once('\n').unwrap_or((text, ""));
    // The line's letters and number: `ZCZC FRB0123`.
    envelope.id("transmission", line[4..].split_whitespace().next().unwrap_or_default());
    unmapped::keep(envelope, "header", &line[4..], limits);
    let first = rest.trim_start();
    let (line, after) = first.split_once('\n').unwrap_or((first, ""));
    if let Some(header) = header::read(line) {
        super::fill(&header, envelope, limits);
        rest = after;
    }
    rest = fields(rest, envelope, limits);
    let end = rest.trim_end();
    let last = end.rfind('\n').map_or(0, |at| at + 1);
    let mut body = if end[last..].trim().eq_ignore_ascii_case("nnnn") { &end[..last] } else { end };
    let end = body.trim_end();
    let last = end.rfind('\n').map_or(0, |at| at + 1);
    if let Some(stamp) = stamp::iptc(&end[last..]) {
        envelope.version_created = Some(stamp);
        body = &end[..last];
    }
    let provider = envelope.provider.clone();
    let body = if envelope.headlines.is_empty() {
        editorial::read(body, provider.as_deref(), envelope)
    } else {
        body
    };
    for line in body.split('\n') {
        copy.line(line.trim_matches(['\u{2}', '\u{3}', '\u{4}']));
    }
}

/// AAP's fields, a line each, told by their first sign: `^` headline, `:` keyword, `=` take key, `$` category, `+` subject,
/// `*` format (T: tabular), `&` service level, `@` place, `~` genre. Two of them are needed to believe it.
fn fields<'a>(text: &'a str, envelope: &mut Envelope, limits: &Limits) -> &'a str {
    let text = text.trim_start();
    let field = |line: &str| {
        let sign = line.chars().next().filter(|sign| "^:=$+*&@~".contains(*sign))?;
        Some((sign, line[1..].trim().to_owned())).filter(|(_, value)| value.len() <= 300)
    };
    if text.lines().take_while(|line| field(line).is_some()).count() < 2 {
        return text;
    }
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let Some((sign, value)) = field(line) else { break };
        at += line.len();
        let subject =
            |scheme: &str| Subject { scheme: Some(scheme.into()), code: Some(value.clone()), name: None };
        match sign {
            _ if value.is_empty() => {}
            '^' => envelope.headline(None, &value),
            ':' => envelope.slugline = Some(value),
            '=' => Envelope::add(&mut envelope.advisories, &value),
            '$' => envelope.subjects.push(subject("a1312cat")),
            '+' => envelope.subjects.push(subject("subj")),
            '~' => envelope.genres.push(subject("genre")),
            '*' => envelope.tabular = value.eq_ignore_ascii_case("t"),
            _ => unmapped::keep(
                envelope,
                if sign == '@' { "field/place" } else { "field/service" },
                &value,
                limits,
            ),
        }
    }
    &text[at..]
}
