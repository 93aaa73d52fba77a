//! ANPA 1312, the text format of AP until 2023, UPI, Scripps and, in a dialect of its own, Kyodo: two header lines, STX, lines of
//! keyword, headline, notes and byline that end in typesetting signs, the text, ETX and the trailer.
//!
//! What a reader sees stays as it was typed: ``` `` ``` and `''` for quotation marks, ` _ ` for the dash, which the desk
//! knows. What typesetting machines obeyed goes: rails, quads, fixed spaces, the `^` before and the `<` or `=` behind a line.

use super::teletype::{self, stamp};
use super::{Format, Input, Item, Limits, Reject, unmapped};
use crate::dispatch::{Dispatch, Envelope, Subject};

mod head;
mod header;
mod lines;
mod slug;
#[cfg(test)]
mod tests;

pub const FORMAT: Format = Format {
    name: "anpa1312",
    about: "ANPA 1312 (AP, UPI, Scripps, Kyodo)",
    sniff: |input| {
        let (bytes, soh) = teletype::begin(&input.bytes);
        header::find(bytes).is_some_and(|header| soh || header.certain)
    },
    decode,
};

/// Codes that mean something in this format: tab lines, fixed spaces, leaders, and the header's format.
const CODES: [char; 8] = ['\u{8}', '\u{10}', '\u{11}', '\u{12}', '\u{13}', '\u{14}', '\u{1e}', '\u{1f}'];

/// Agencies by the letters of their trailers, where they are not their names.
const AGENCIES: &[(&str, &str)] =
    &[("KWS", "Kyodo"), ("KJS", "Kyodo"), ("SH", "Scripps"), ("SHNS", "Scripps")];

fn decode(input: &Input<'_>, limits: &Limits) -> Result<Vec<Item>, Reject> {
    let mut warnings = Vec::new();
    let (text, charset) = teletype::decode(input, &mut warnings);
    teletype::warn_of_lost(&text, &mut warnings);
    let text = teletype::lines(&text, &CODES);
    let message = text.trim_start_matches(|c: char| c == teletype::SOH || c == '\u{4}' || c.is_whitespace());
    let mut envelope = Envelope::default();
    let parts = teletype::parts(message);
    let found = header::find(parts.head.as_bytes());
    let mut short = None;
    let mut tabular = false;
    let mut rest = parts.head;
    if let Some(found) = &found {
        envelope.id("transmission", found.serial);
        unmapped::keep(&mut envelope, "header/selector", found.selector, limits);
        unmapped::keep(&mut envelope, "header/date", found.date, limits);
        unmapped::keep(&mut envelope, "header/words", found.words, limits);
        // Letters of priority are not to be trusted: AP has sent features as flashes.
        if !found.priority.is_empty() {
            envelope.raw.insert("priority", found.priority.to_owned());
            let code = Some(found.category.to_owned());
            envelope.subjects.push(Subject { scheme: Some("a1312cat".into()), code, name: None });
        }
        tabular = found.tabular;
        short = Some(found.keyword).filter(|keyword| !keyword.is_empty());
        rest = &parts.head[found.end..];
    }
    let (mut text, mut tail) = (parts.text.unwrap_or(rest), parts.tail.trim());
    if tail.is_empty() {
        // Without ETX the trailer is the last line.
        let end = text.trim_end_matches(|c: char| c.is_whitespace() || c.is_control());
        let last = end.rfind('\n').map_or(0, |at| at + 1);
        if stamp::anpa(end[last..].trim()).is_some() {
            (text, tail) = (&text[..last], end[last..].trim());
        }
    }
    let line = tail.lines().next().unwrap_or_default();
    if let Some(trailer) = stamp::anpa(line) {
        let known = AGENCIES.iter().find(|(letters, _)| *letters == trailer.agency);
        envelope.provider = Some(known.map_or(trailer.agency, |(_, name)| name).to_owned());
        envelope.version_created = Some(trailer.stamp);
    } else {
        envelope.version_created = stamp::iptc(line);
    }
    unmapped::keep(&mut envelope, "trailer", tail, limits);
    let (kept, copy) = head::read(text, short, tabular, &mut envelope, limits);
    let body = lines::read(&kept, copy);
    envelope.tabular = lines::is_tabular(&body, tabular);
    teletype::readable(&body.text, !envelope.headlines.is_empty() || envelope.stops())?;
    Ok(vec![Ok(Dispatch {
        format: FORMAT.name,
        charset,
        body: body.text,
        pieces: body.tables,
        envelope,
        warnings,
        ..Dispatch::default()
    })])
}
