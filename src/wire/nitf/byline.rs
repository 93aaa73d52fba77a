//! What stands in `byline`: names, a chain of agencies, initials or a subtitle, as the agency has it.

use super::super::contact;
use super::{release, words};
use crate::dispatch::{Envelope, MOST};
use crate::wire::Limits;
use crate::wire::unmapped;
use crate::wire::xml::Node;

/// What a byline holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Names,
    /// NTB: `NTB-AFP-DPA`.
    Credit,
    /// EFE: `gr/bp`, those who wrote and those who edited.
    Initials,
    /// ANSA (as sent to Belga): the subtitle, so named by the comment within.
    Subtitle,
}

/// Agencies whose byline always holds a certain other thing, by their `distributor`: where its look alone does not tell.
const SENDERS: &[(&str, Kind)] = &[("ANSA", Kind::Subtitle)];

/// Words that open a byline in the languages of the wires.
const OPENERS: &[&str] =
    &["by", "von", "par", "por", "av", "af", "door", "di", "da", "de", "redigerat", "exclusive"];

/// Small words within names, places and lists of names.
#[rustfmt::skip]
const PARTICLES: &[&str] = &[
    "and", "in", "at", "for", "of", "the", "with", "og", "och", "und", "et", "y", "e", "ed", "en", "i", "de", "da", "di", "do", "dos",
    "la", "le", "du", "del", "della", "van", "von", "der", "den", "ter", "ten", "zu", "af", "av", "al", "el", "bin", "à", "für", "pour", "para",
];

/// Reads an element `byline`. `distributor` names the agency, where the document does.
pub(super) fn read(node: Node<'_>, distributor: Option<&str>, envelope: &mut Envelope, limits: &Limits) {
    if envelope.bylines.len() + envelope.headlines.len() + envelope.notes.len() > MOST {
        return;
    }
    let title = node.descendants("byttl").find_map(|title| words(title, &[]));
    // Anadolu and others have the name itself in `byttl`.
    let (text, title) = match words(node, &["byttl"]) {
        Some(text) => (text.trim_end_matches([',', ';', ' ']).to_owned(), title),
        None => (title.unwrap_or_default(), None),
    };
    let (text, private) = contact::without_mail(&text);
    if private && let Some(whole) = words(node, &[]) {
        envelope.note(&whole, false);
    }
    let sender = SENDERS.iter().find(|(name, _)| Some(*name) == distributor).map(|(_, kind)| *kind);
    match sender.unwrap_or_else(|| kind(&text)) {
        Kind::Names => envelope.byline(&text, title.as_deref()),
        Kind::Credit => {
            envelope.press_release |= release::is_wire(&text);
            Envelope::add(&mut envelope.credits, &text);
        }
        Kind::Initials => unmapped::keep(envelope, "byline", &text, limits),
        Kind::Subtitle => envelope.headline(Some("subhead"), &text),
    }
}

fn kind(text: &str) -> Kind {
    let first = text.split_whitespace().next().unwrap_or_default();
    let opened = OPENERS.iter().any(|opener| opener.eq_ignore_ascii_case(first));
    if is_credit(text) || release::is_wire(text) {
        Kind::Credit
    } else if is_initials(text) {
        Kind::Initials
    } else if !opened && is_sentence(text) {
        Kind::Subtitle
    } else {
        Kind::Names
    }
}

/// Codes of agencies joined by strokes: `NTB-AFP-DPA`, `STT–AFP`, `NTB-Reuters`, `(©NTB)`. One at least is in capitals.
fn is_credit(text: &str) -> bool {
    let text = text.trim_matches(['(', ')', '©', ' ']);
    let mut capitals = 0;
    let codes = text.split(['-', '–', '—', '/', '+']).map(str::trim).all(|code| {
        let upper = code.chars().all(|c| c.is_uppercase() || c.is_ascii_digit());
        let fits = (2..=if upper { 6 } else { 9 }).contains(&code.chars().count());
        capitals += usize::from(upper && fits);
        fits && code.chars().all(char::is_alphanumeric) && code.starts_with(char::is_uppercase)
    });
    codes && capitals > 0
}

/// A few small letters each: `gr/bp`, `daa/mt/msr`.
fn is_initials(text: &str) -> bool {
    let mut parts = text.split(['/', '-', ' ', '.']).filter(|part| !part.is_empty());
    let short = |part: &str| part.chars().count() <= 4 && part.chars().all(char::is_lowercase);
    text.chars().count() <= 24 && parts.clone().count() > 0 && parts.all(short)
}

/// A line of copy: what stands before its first comma has words in small letters that stand in no name.
fn is_sentence(text: &str) -> bool {
    let small = |word: &&str| word.starts_with(char::is_lowercase) && !PARTICLES.contains(word);
    let segment = text.split([',', '/', '|', ';']).next().unwrap_or_default();
    segment.split_whitespace().any(|word| small(&word)) && text.split_whitespace().filter(small).count() >= 3
}

/// Reads `distributor`: who sends the document.
pub(super) fn distributor(node: Node<'_>, envelope: &mut Envelope) -> Option<String> {
    let name = words(node, &[])?;
    envelope.press_release |= release::is_wire(&name);
    Envelope::add(&mut envelope.credits, &name);
    Envelope::set(&mut envelope.provider, Some(&name));
    Some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds() {
        for (text, wanted) in [
            ("By Jane Roe, Example Wire", Kind::Names),
            ("By staff and wire reports", Kind::Names),
            ("Jane Roe and John Doe", Kind::Names),
            ("Jane Roe, senior political correspondent", Kind::Names),
            ("Jane van der Roe in Nairobi", Kind::Names),
            ("JANE ROE", Kind::Names),
            ("Kari Nordmann/NTB", Kind::Names),
            ("Kari Nordmann / Kontroll.example", Kind::Names),
            ("Anne-Marie", Kind::Names),
            ("NTB-AFP-DPA", Kind::Credit),
            ("NTB-Reuters", Kind::Credit),
            ("STT–AFP", Kind::Credit),
            ("NTB", Kind::Credit),
            ("PR Newswire", Kind::Credit),
            ("gr/bp", Kind::Initials),
            ("daa/mt/msr", Kind::Initials),
            ("Harbour closed, ready for all cases says mayor", Kind::Subtitle),
            ("Ministers say the talks went well", Kind::Subtitle),
        ] {
            assert_eq!(kind(text), wanted, "{text}");
        }
    }
}
