//! IPTC 7901, the text format of dpa, ATS/SDA, APA, KNA, Belga, TASS and others since 1979: a header line, keywords, STX, an
//! editorial header that ends in `=`, the text, ETX and the time. And the copy of older lines between ZCZC and NNNN.

use super::teletype::{self, Galley, stamp};
use super::{Format, Input, Item, Limits, Reject, unmapped};
use crate::dispatch::{Dispatch, Envelope, Subject};

mod editorial;
mod header;
mod markers;
mod notebook;
#[cfg(test)]
mod tests;
mod zczc;

pub const FORMAT: Format = Format {
    name: "iptc7901",
    about: "IPTC 7901 (dpa, ATS, APA, KNA, TASS), and teletype copy between ZCZC and NNNN",
    sniff,
    decode,
};

/// ATS by way of a gateway begins with it, without SOH.
const DEL: u8 = 0x7f;

fn sniff(input: &Input<'_>) -> bool {
    let (bytes, soh) = teletype::begin(&input.bytes);
    let Some((line, rest)) = teletype::first_line(bytes) else { return false };
    if zczc::opens(line) {
        return true;
    }
    match header::read(line) {
        // Without its SOH a header is one if more speaks for it: an agency, or codes further on.
        Some(header) => soh || header.agency.is_some() || memchr::memchr2(2, 3, rest).is_some(),
        // An agency's own header is still one by its SOH and STX, if it is not that of ANPA 1312.
        None if !soh && input.bytes.first() == Some(&DEL) => memchr::memchr2(2, 3, rest).is_some(),
        None => {
            let agency = soh && is_line(line) && memchr::memchr(2, rest).is_some();
            agency && !(super::anpa1312::FORMAT.sniff)(input)
        }
    }
}

/// Whether a header could stand there: letters and figures, not bytes of other data among which SOH and STX come by chance.
fn is_line(line: &str) -> bool {
    let words = line.bytes().filter(u8::is_ascii_alphanumeric).count();
    words > 2 && line.bytes().filter(u8::is_ascii_control).count() * 4 < words
}

fn decode(input: &Input<'_>, limits: &Limits) -> Result<Vec<Item>, Reject> {
    let mut warnings = Vec::new();
    let (text, charset) = teletype::decode(input, &mut warnings);
    teletype::warn_of_lost(&text, &mut warnings);
    let text = teletype::lines(&text, &[]);
    let message = text.trim_start_matches(|c: char| c == teletype::SOH || c == '\u{4}' || c.is_whitespace());
    let mut envelope = Envelope::default();
    let mut copy = Galley::default();
    let mut pieces = Vec::new();
    if zczc::opens(message) {
        zczc::read(message, &mut envelope, &mut copy, limits);
    } else {
        let text = message_parts(message, &mut envelope, limits);
        let provider = envelope.provider.clone();
        let body = editorial::read(text, provider.as_deref(), &mut envelope);
        pieces = notebook::read(body, provider.as_deref(), &mut envelope, &mut copy);
    }
    teletype::readable(&copy.text, !envelope.headlines.is_empty() || envelope.stops())?;
    Ok(vec![Ok(Dispatch {
        format: FORMAT.name,
        charset,
        body: copy.text,
        pieces,
        envelope,
        warnings,
        ..Dispatch::default()
    })])
}

/// Reads what stands around the text: header, keywords, trailer. Gives the text.
fn message_parts<'a>(message: &'a str, envelope: &mut Envelope, limits: &Limits) -> &'a str {
    let parts = teletype::parts(message);
    let (line, rest) = parts.head.split_once('\n').unwrap_or((parts.head, ""));
    match header::read(line) {
        Some(header) => fill(&header, envelope, limits),
        None => unmapped::keep(envelope, "header", line, limits),
    }
    let text = match parts.text {
        Some(text) => {
            // Keywords have the lines between the header and STX.
            let mut lines = rest.lines().map(str::trim).filter(|line| !line.is_empty());
            envelope.slugline = lines.next().map(str::to_owned);
            lines.for_each(|line| Envelope::add(&mut envelope.advisories, line));
            text
        }
        None => match slugline(rest) {
            Some((line, rest)) => {
                envelope.slugline = Some(line.to_owned());
                rest
            }
            None => rest,
        },
    };
    let tail = parts.tail.trim();
    let mut text = text;
    if tail.is_empty() {
        // Where a gateway lost ETX, the trailer is the last line.
        let end = text.trim_end();
        let last = end.rfind('\n').map_or(0, |at| at + 1);
        if let Some(stamp) = stamp::iptc(&end[last..]) {
            envelope.version_created = Some(stamp);
            text = &text[..last];
        }
    } else {
        let line = tail.lines().next().unwrap_or_default();
        envelope.version_created =
            stamp::iptc(line).or_else(|| stamp::anpa(line).map(|trailer| trailer.stamp));
        unmapped::keep(envelope, "trailer", tail, limits);
    }
    text
}

fn fill(header: &header::Header<'_>, envelope: &mut Envelope, limits: &Limits) {
    envelope.urgency = Some(header.priority);
    envelope.provider = header.agency.map(str::to_owned);
    envelope.id("transmission", &header.id());
    envelope.subjects.push(Subject {
        scheme: Some("iptc7901".into()),
        code: Some(header.category.into()),
        name: None,
    });
    unmapped::keep(envelope, "header/words", header.words.unwrap_or_default(), limits);
    unmapped::keep(envelope, "header/routing", header.rest, limits);
}

/// The keyword line of a message that lost its STX: the first line, divided by slashes (dpa by way of a gateway).
fn slugline(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let (line, rest) = text.split_once('\n')?;
    let line = line.trim();
    let words = line.split_whitespace().count();
    let slashes = line.ends_with('/') || (line.contains('/') && words <= 3 && !line.contains("://"));
    (slashes && line.len() <= 80).then_some((line, rest))
}
