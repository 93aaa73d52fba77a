//! Fingerpost's GOA-WIRES-NINJS: what an aggregator makes of many agencies' feeds, as the Guardian receives it.

use super::draft::{Dialect, Draft, Use};
use super::leftover;
use super::lists;
use super::parts;
use super::value::Value;
use crate::dispatch::{Association, Envelope};
use crate::record::UpdateKind;

pub(super) const DIALECT: Dialect =
    Dialect { format: "fingerpost-json", fields: FIELDS, borrow: |_, _| {}, last };

/// Fields that only these items have.
pub(super) const KEYS: &[&str] = &["source-feed", "tabVtxt"];

#[rustfmt::skip]
const FIELDS: &[(&str, Use)] = &[
    // Holds time and version: `usn` and `unique-name` name the item.
    ("uri", Use::Id("uri")),
    ("usn", Use::Main("usn")),
    ("uniquename", Use::Id("unique-name")),
    ("sourcefeed", Use::With(source)),
    ("firstversion", Use::First),
    ("originalurn", Use::With(original)),
    ("subjects", Use::With(subjects)),
    ("mediacatcodes", Use::With(media_codes)),
    ("abstract", Use::With(summary)),
    ("tabvtxt", Use::With(tabular)),
    ("imageids", Use::With(images)),
    ("agencymetadata", Use::With(metadata)),
    ("location", Use::Skip),
    ("format", Use::Skip),
    ("destinations", Use::Skip),
    ("originalcontenttext", Use::Skip),
];

/// Feeds → the agency. The first whose beginning fits; several of AP's have no agency in their name.
#[rustfmt::skip]
const FEEDS: &[(&str, &[&str])] = &[
    ("Reuters", &["REUTERS", "Reuters"]),
    ("AAP", &["AAP"]),
    ("AFP", &["AFP"]),
    ("PA", &["PA ", "PA_", "PA"]),
    ("AP", &[
        "AP", "ADVIS", "ENTERTAINMENT", "FEATURES", "LOST", "NATIONAL", "POLITICS", "USSP", "WASH", "WEATHER", "WORLD",
    ]),
];

/// Parts of the names of feeds that carry press releases.
#[rustfmt::skip]
const RELEASES: &[&str] = &[
    "BUSINESSWIRE", "BIZWIR", "PR NEWSWIRE", "PRNEWSWIRE", "GLOBENEWSWIRE", "ACCESSWIRE", "ACCESS NEWSWIRE", "NEWSFILE",
    "EQS", "PRESSAT", "RESPONSESOURCE", "NEWS AKTUELL", "PRESSWIRE", "AGILITY PR", "MARKETTIERS", " RNS", " EON",
];

fn source(draft: &mut Draft<'_, '_>, value: &Value<'_>) {
    let Some(feed) = value.text() else { return };
    let agency = FEEDS.iter().find(|(_, feeds)| feeds.iter().any(|name| feed.starts_with(name)));
    draft.envelope.provider = Some(agency.map_or(feed, |(agency, _)| agency).to_owned());
    draft.envelope.press_release |= RELEASES.iter().any(|name| feed.to_ascii_uppercase().contains(name));
    leftover::keep(draft, "source-feed", value, 0);
}

fn last(draft: &mut Draft<'_, '_>, item: &Value<'_>) {
    let feed = item.get("sourcefeed").and_then(Value::text).unwrap_or_default();
    if let Some(place) = item.get("location").filter(|value| !value.is_empty()) {
        // Reuters' is the bureau that produced the item.
        if feed.to_ascii_uppercase().starts_with("REUTERS") {
            draft.leave("location", place);
        } else {
            parts::located(draft, place);
        }
    }
    // A sign of life of the line, which the Guardian does not store either.
    let words = [feed, item.get("slug").and_then(Value::text).unwrap_or_default()];
    let alive = |word: &&str| {
        ["HEARTBEAT", "SERVICE MESSAGE"].iter().any(|known| word.to_ascii_uppercase().contains(known))
    };
    if words.iter().any(alive) {
        draft.envelope.signal(UpdateKind::Test, None);
    }
}

/// `0` for the first of its kind.
fn original(draft: &mut Draft<'_, '_>, value: &Value<'_>) {
    if let Some(urn) = value.text().filter(|urn| *urn != "0") {
        draft.envelope.story = Some(urn.to_owned());
    }
}

/// `{"code": ["iptccat:a+b", "N2:GB"]}`
fn subjects(draft: &mut Draft<'_, '_>, value: &Value<'_>) {
    for value in value.get("code").unwrap_or(value).each() {
        lists::subjects(&mut draft.envelope.subjects, value, None);
    }
}

fn media_codes(draft: &mut Draft<'_, '_>, value: &Value<'_>) {
    for value in value.each() {
        lists::subjects(&mut draft.envelope.subjects, value, Some("mediacat"));
    }
}

/// A sentence is a summary; PA has the code of a desk there.
fn summary(draft: &mut Draft<'_, '_>, value: &Value<'_>) {
    match value.text() {
        Some(text) if text.contains(' ') => {
            let text = crate::wire::markup::line(text, draft.limits);
            Envelope::add(&mut draft.envelope.descriptions, &text);
        }
        _ => draft.leave("abstract", value),
    }
}

/// `X` is text (IPTC 7901, ANPA 1312: text or table).
fn tabular(draft: &mut Draft<'_, '_>, value: &Value<'_>) {
    draft.envelope.tabular |= value.text() == Some("T");
}

fn images(draft: &mut Draft<'_, '_>, value: &Value<'_>) {
    for id in value.each().iter().filter_map(Value::text) {
        let id = Some(id.to_owned());
        draft.associate(Association { kind: Some("picture"), id, ..Association::default() });
    }
}

/// What the agency's own item says besides: its subjects count as the item's.
fn metadata(draft: &mut Draft<'_, '_>, value: &Value<'_>) {
    for (name, value) in value.fields() {
        if name == "subject" {
            let list = &mut draft.envelope.subjects;
            value.each().iter().for_each(|value| lists::subjects(list, value, None));
        } else {
            draft.leave(&format!("agencyMetadata.{name}"), value);
        }
    }
}

#[cfg(test)]
#[path = "fingerpost_tests.rs"]
mod tests;
