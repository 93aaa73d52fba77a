//! Press releases as text: PR Newswire and AsiaNet, Business Wire, GlobeNewswire and others that send other people's words.
//!
//! The text stays as it came. A story that quotes a release is none: what makes one is a service's name where a dateline has
//! its agency.

use super::{Format, Input, Item, Limits, Reject, charset, unmapped};
use crate::dispatch::{Dispatch, Envelope};
use crate::record::UpdateKind;

mod dateline;
mod services;
#[cfg(test)]
mod tests;

pub const FORMAT: Format = Format {
    name: "release",
    about: "press releases of PR Newswire, AsiaNet, Business Wire, GlobeNewswire, news aktuell and others",
    sniff: |input| {
        let head = input.head(NEAR);
        !head.starts_with(b"<") && !head.starts_with(b"{") && services::named(head) && {
            let text = String::from_utf8_lossy(head);
            dateline::find(&text).is_some() || numbered(&text)
        }
    },
    decode,
};

/// How far into a release its dateline stands at most, in bytes.
const NEAR: usize = 6_000;
/// Most bytes of a headline.
const HEADLINE: usize = 400;

fn decode(input: &Input<'_>, limits: &Limits) -> Result<Vec<Item>, Reject> {
    let mut warnings = Vec::new();
    let (text, charset) = charset::decode(input, None, &mut warnings);
    super::teletype::warn_of_lost(&text, &mut warnings);
    let body = if text.contains('\r') { text.replace("\r\n", "\n") } else { text.into_owned() };
    super::teletype::readable(&body, false)?;
    let mut envelope = Envelope { press_release: true, ..Envelope::default() };
    let near = &body[..body.floor_char_boundary(NEAR)];
    let found = dateline::find(near);
    let above = match &found {
        Some(found) => {
            envelope.dateline = Some(found.text.split_whitespace().collect::<Vec<_>>().join(" "));
            Envelope::add(&mut envelope.credits, found.credit);
            &near[..found.start]
        }
        None => near,
    };
    head(above, found.is_some(), &mut envelope, limits);
    if let Some(line) = body
        .lines()
        .rev()
        .take(40)
        .find_map(|line| line.strip_prefix("SOURCE ").or_else(|| line.strip_prefix("SOURCE: ")))
    {
        unmapped::keep(&mut envelope, "source", line, limits);
    }
    Ok(vec![Ok(Dispatch { format: FORMAT.name, charset, body, envelope, warnings, ..Dispatch::default() })])
}

/// AsiaNet's own number stands above the headline: `MEDIA RELEASE PR67276`.
fn numbered(text: &str) -> bool {
    text.lines().take(6).any(|line| number(line).is_some())
}

fn number(line: &str) -> Option<&str> {
    let number = line.trim().strip_prefix("MEDIA RELEASE ")?.trim();
    let figures = number.strip_prefix("PR")?;
    (!figures.is_empty() && figures.bytes().all(|b| b.is_ascii_digit())).then_some(number)
}

/// Reads the lines above the dateline. Where there is no dateline the headline ends at the first blank line.
fn head(text: &str, dated: bool, envelope: &mut Envelope, limits: &Limits) {
    let mut blocks: Vec<String> = Vec::new();
    let mut open = false;
    // Inside of a paragraph that tells what was wrong.
    let mut told = false;
    for line in text.lines() {
        let line = line.trim();
        if line.is_empty() {
            (open, told) = (false, false);
            if !blocks.is_empty() && !dated {
                break;
            }
        } else if told {
            if let Some(advisory) =
                envelope.advisories.last_mut().filter(|advisory| advisory.len() <= HEADLINE)
            {
                advisory.push(' ');
                advisory.push_str(line);
            }
        } else if service_line(line, envelope, limits) {
            let lower = line.to_lowercase();
            told = TOLD.iter().any(|word| lower.starts_with(word));
        } else {
            let line = line.trim_start_matches("ots:").trim_start();
            // Points below the headline are lines of their own.
            let point = line.starts_with(['-', '•', '*', '–']);
            match blocks.last_mut().filter(|_| open && !point) {
                Some(block) => {
                    block.push(' ');
                    block.push_str(line);
                }
                None => blocks.push(line.to_owned()),
            }
            open = true;
        }
    }
    let mut blocks = blocks.into_iter().filter(|block| block.len() <= HEADLINE);
    if let Some(headline) = blocks.next() {
        envelope.headline(None, &headline);
    }
    blocks.take(3).for_each(|block| envelope.headline(Some("subhead"), &block));
}

/// Words that a line above the headline begins with, which is none of the headline: small letters.
const NO_HEADLINE: &[&str] = &[
    "source:",
    "for immediate release",
    "for release",
    "for further information",
    "media release",
    "press release",
    "news release",
    "pressemitteilung",
    "date:",
    "contact:",
    "contacts:",
    "media contact",
    "news provided by",
    "attention:",
    "to:",
    "from:",
    "/contact",
    "logo -",
    "photo -",
    "logo:",
    "photo:",
    "multimedia",
    "http://",
    "https://",
    "share this",
    "issued:",
    "not for distribution",
    "not for release",
];

/// Beginnings of paragraphs that tell what was wrong with the release before.
const TOLD: &[&str] =
    &["in the news release", "editor's note", "editors' note", "disregard release", "please disregard"];

/// Lines above the headline that say what the item is, small letters. The desk reads them.
const ADVISORIES: &[(&str, Option<UpdateKind>)] = &[
    ("embargoed", None),
    ("embargo:", None),
    ("embargo until", None),
    ("sperrfrist", None),
    ("strictly embargoed", None),
    ("under embargo", None),
    ("media advisory", Some(UpdateKind::Advisory)),
    ("correction from", Some(UpdateKind::Correction)),
    ("correction to", Some(UpdateKind::Correction)),
    ("correction -", Some(UpdateKind::Correction)),
    ("correction:", Some(UpdateKind::Correction)),
    ("correction/", Some(UpdateKind::Correction)),
    ("/correction", Some(UpdateKind::Correction)),
    ("c o r r e c t i o n", Some(UpdateKind::Correction)),
    ("/c o r r e c t i o n", Some(UpdateKind::Correction)),
    ("in the news release", Some(UpdateKind::Correction)),
    ("corrective:", Some(UpdateKind::Correction)),
    ("korrektur:", Some(UpdateKind::Correction)),
    ("k i l l", Some(UpdateKind::Kill)),
    ("/k i l l", Some(UpdateKind::Kill)),
    ("kill kill", Some(UpdateKind::Kill)),
    ("disregard release", Some(UpdateKind::Kill)),
    ("please disregard", Some(UpdateKind::Kill)),
    ("/advisory", Some(UpdateKind::Advisory)),
    ("/a d v i s o r y", Some(UpdateKind::Advisory)),
    ("/r e p e a t", None),
    ("repeat:", None),
    ("/repeat", None),
    ("/update", Some(UpdateKind::Update)),
    ("editor's note", None),
    ("editors' note", None),
    ("ots-korrektur", Some(UpdateKind::Correction)),
];

/// Takes a line that is none of the headline.
fn service_line(line: &str, envelope: &mut Envelope, limits: &Limits) -> bool {
    if let Some(number) = number(line) {
        envelope.id("release", number);
        return true;
    }
    let lower = line.to_lowercase();
    let bare = lower.trim_start_matches(['*', '(', '[']).trim_start();
    if let Some((_, kind)) = ADVISORIES.iter().find(|(word, _)| bare.starts_with(word)) {
        Envelope::add(&mut envelope.advisories, line);
        if let Some(kind) = kind
            && !envelope.signals.iter().any(|signal| signal.kind == *kind)
        {
            envelope.signal(*kind, None);
        }
        // Business Wire and GlobeNewswire set the word before the headline: `CORRECTION - Title`.
        return !(lower.starts_with("correction -") || lower.starts_with("correction:") && line.len() > 12);
    }
    if let Some(source) = line.get(7..).filter(|_| lower.starts_with("source:")) {
        unmapped::keep(envelope, "source", source, limits);
        return true;
    }
    // `CORRECTING and REPLACING Title` (Business Wire)
    if lower.starts_with("correcting and replacing") {
        Envelope::add(&mut envelope.advisories, "CORRECTING and REPLACING");
        envelope.signal(UpdateKind::Correction, None);
        return false;
    }
    NO_HEADLINE.iter().any(|word| lower.starts_with(word)) || is_date(line) || services::alone(line)
}

/// A line that is a date: `Wednesday, 1 February 2017`, `2017-02-01 09:00 CET`, `Feb. 1, 2017`.
fn is_date(line: &str) -> bool {
    let words: Vec<_> = line
        .split(|c: char| c.is_whitespace() || ",./-:".contains(c))
        .filter(|word| !word.is_empty())
        .collect();
    let year = words.iter().any(|word| {
        word.len() == 4
            && word.bytes().all(|b| b.is_ascii_digit())
            && (word.starts_with("19") || word.starts_with("20"))
    });
    let figures = words.iter().filter(|word| word.bytes().any(|b| b.is_ascii_digit())).count();
    year && figures >= 2
        && words.len() <= 9
        && words.iter().all(|word| word.len() <= 9)
        && line.len() <= 50
        && words.len() - figures <= 3
}
