//! `body.head`: headlines, byline, dateline, abstract and notes above the copy.

use super::super::contact;
use super::head::{self, Found};
use super::{byline, words};
use crate::dispatch::{Envelope, Located, MOST};
use crate::wire::xml::Node;
use crate::wire::{Limits, markup, times, unmapped};

pub(super) fn read(node: Node<'_>, found: &mut Found, envelope: &mut Envelope, limits: &Limits) {
    let distributor = node.find("distributor").and_then(|name| words(name, &[]));
    for child in node.children() {
        match child.name() {
            // Anadolu, and who reads the standard by ear.
            "hedline" | "headline" => {
                child.children().for_each(|line| headline(line, found, envelope, limits))
            }
            "hl1" | "hl2" => headline(child, found, envelope, limits),
            "byline" => byline::read(child, distributor.as_deref(), envelope, limits),
            "distributor" => _ = byline::distributor(child, envelope),
            "dateline" => dateline(child, found, envelope),
            "abstract" => {
                if let Some(text) = words(child, &["media"]) {
                    Envelope::add(&mut envelope.descriptions, &markup::line(&text, limits));
                }
            }
            "note" => note(child, envelope),
            "rights" | "copyrite" => rights(child, envelope),
            "rights.owner" => Envelope::set(&mut envelope.rights.holder, child.text()),
            _ => head::field(child, found, envelope, limits),
        }
    }
}

fn headline(node: Node<'_>, found: &mut Found, envelope: &mut Envelope, limits: &Limits) {
    let Some(text) = words(node, &[]) else { return };
    let text = if text.contains("</") { markup::line(&text, limits) } else { text };
    let main = envelope.headlines.iter().any(|headline| headline.role.is_none());
    let new = envelope.headlines.iter().all(|headline| headline.text != text);
    // AP: the headline before the desk changed it.
    let original = node.attr("id").is_some_and(|id| id == "originalHeadline");
    match node.name() {
        "hl1" if !main => envelope.headline(None, &text),
        // What NewsML says around it comes first.
        "hl1" if new => unmapped::keep(envelope, "hl1", &text, limits),
        "hl2" if original && new => unmapped::keep(envelope, "hl2/originalHeadline", &text, limits),
        // dpa-infocom: `ShortHeadLine`.
        "hl2" if node.attr("class").is_some_and(|class| class.to_ascii_lowercase().starts_with("short")) => {
            envelope.headline(Some("short"), &text);
        }
        "hl2" if !original && found.subheads.len() < MOST => found.subheads.push(text),
        _ => {}
    }
}

/// Reads `dateline`: a place in words or in elements, and `story.date`.
fn dateline(node: Node<'_>, found: &mut Found, envelope: &mut Envelope) {
    let date = node.descendants("story.date").next();
    let stamp = date.and_then(|date| date.filled("norm")).and_then(|norm| times::read(&norm));
    found.story_date = found.story_date.or(stamp);
    // EFE has the same figures as text and calls that a mistake; others have `Jan. 2` there.
    let figures = date.and_then(Node::text).is_none_or(|text| times::read(&text).is_some());
    let raw = words(node, if figures { &["story.date"] } else { &[] });
    let places: Vec<_> = node.descendants("location").filter_map(located).collect();
    let Some(raw) = raw.filter(|raw| times::read(raw).is_none()) else { return };
    if envelope.dateline.is_none() {
        envelope.dateline = Some(match &places[..] {
            // Elements with nothing between them.
            [(parts, _)] if parts.len() > 1 && same(&parts.concat(), &raw) => parts.join(", "),
            _ => raw,
        });
    }
    if envelope.located.is_empty() {
        envelope.located.extend(places.into_iter().map(|(_, place)| place));
    }
}

fn same(a: &str, b: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    letters(a) == letters(b)
}

/// A place in elements, and their texts in order; `None` where it is text alone.
fn located(node: Node<'_>) -> Option<(Vec<String>, Located)> {
    let mut place = Located::default();
    let mut parts = Vec::new();
    for child in node.children() {
        let text = child.text();
        parts.extend(text.clone());
        match child.name() {
            "city" => place.name = text,
            "sublocation" => place.name = place.name.or(text),
            "state" | "region" => place.region = place.region.or(text),
            "country" => {
                place.country = child.filled("iso-cc").map(|code| code.trim().to_owned()).or(text);
            }
            _ => {}
        }
    }
    let told = place.name.is_some() || place.region.is_some() || place.country.is_some();
    told.then_some((parts, place))
}

/// `note`: `type` is `std`, `pa` (a publishable advisory) or `npa` (one that is not); `noteclass` its kind.
fn note(node: Node<'_>, envelope: &mut Envelope) {
    let Some(text) = words(node, &[]) else { return };
    let class = node.filled("noteclass");
    if class.as_deref() == Some("cpyrt") {
        return Envelope::set(&mut envelope.rights.notice, Some(text));
    }
    if class.as_deref() == Some("trademk") {
        return envelope.note(&text, true);
    }
    contact::tell(&text, !is_private(node), envelope);
}

pub(super) fn is_private(note: Node<'_>) -> bool {
    note.attr("type").is_some_and(|kind| kind.trim().eq_ignore_ascii_case("npa"))
}

/// `rights` of NITF 3.x, `copyrite` of older ones: a line with its holder in an element of its own.
fn rights(node: Node<'_>, envelope: &mut Envelope) {
    let holder = ["rights.owner", "copyrite.holder"].iter().find_map(|name| node.text_of(name));
    let whole = words(node, &[]);
    let line = whole.filter(|whole| holder.as_deref() != Some(whole));
    Envelope::set(&mut envelope.rights.holder, holder);
    Envelope::set(&mut envelope.rights.notice, line);
}
