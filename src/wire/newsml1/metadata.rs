//! Administrative, rights and descriptive metadata of components.

use super::super::nitf::release;
use super::super::xml::Node;
use super::super::{Limits, times, unmapped};
use super::management::property;
use super::story::Told;
use super::{formal, lines, words};
use crate::dispatch::{Envelope, Located, MOST, Subject};

/// `AdministrativeMetadata`: who made it and who provides it.
pub(super) fn administrative(node: Node<'_>, envelope: &mut Envelope, told: &mut Told, limits: &Limits) {
    for field in node.children() {
        match field.name() {
            "Provider" => Envelope::set(&mut told.provider, parties(field).next()),
            "Source" => parties(field).for_each(|name| Envelope::add(&mut told.sources, &name)),
            "Creator" => parties(field).for_each(|name| Envelope::add(&mut told.creators, &name)),
            "Property" => administrative_property(field, envelope, told, limits),
            "FileName" | "SystemIdentifier" => {
                unmapped::keep(envelope, field.name(), &field.text().unwrap_or_default(), limits);
            }
            "Comment" | "Catalog" => {}
            name => parties(field).for_each(|party| unmapped::keep(envelope, name, &party, limits)),
        }
    }
}

fn parties(field: Node<'_>) -> impl Iterator<Item = String> {
    field.all("Party").filter_map(formal)
}

fn administrative_property(field: Node<'_>, envelope: &mut Envelope, told: &mut Told, limits: &Limits) {
    let name = field.filled("FormalName").unwrap_or_default().to_ascii_lowercase();
    let Some(value) = field.filled("Value") else { return };
    match name.as_str() {
        // ATS has initials there, Belga's older feeds names.
        "author" => Envelope::add(&mut told.creators, &value),
        // Belga.
        "credit" => Envelope::add(&mut envelope.credits, &value),
        "editorialinfo" => envelope.note(&value, false),
        "priority" => _ = envelope.raw.entry("priority").or_insert_with(|| value.trim().to_owned()),
        _ => property(field, envelope, limits),
    }
}

/// `RightsMetadata`.
pub(super) fn rights(node: Node<'_>, envelope: &mut Envelope) {
    for field in node.children() {
        match field.name() {
            "Copyright" => Envelope::set(&mut envelope.rights.holder, field.text_of("CopyrightHolder")),
            "UsageRights" => Envelope::set(&mut envelope.rights.usage, field.text()),
            _ => {}
        }
    }
}

/// `DescriptiveMetadata`: language, genre, subjects, places.
pub(super) fn descriptive(node: Node<'_>, envelope: &mut Envelope, told: &mut Told, limits: &Limits) {
    // ANA-MPE has the place in properties of the item itself.
    place(node, envelope, told, limits);
    for field in node.children() {
        match field.name() {
            "Genre" => genre(field, envelope),
            "SubjectCode" => field.children().for_each(|code| subject(code, &mut envelope.subjects)),
            "Location" => location(field, envelope, told, limits),
            "DateLineDate" => {
                let stamp = formal(field).and_then(|text| times::read(&text));
                envelope.dateline_date = envelope.dateline_date.or(stamp);
            }
            "Property" => descriptive_property(field, envelope, limits),
            // TASS.
            "guid" => envelope.id("guid", &field.text().unwrap_or_default()),
            // Who of an agency's customers wants it.
            "OfInterestTo" | "TopicOccurrence" | "Language" | "Comment" | "Catalog" => {}
            name => unmapped::keep(envelope, name, &formal(field).unwrap_or_default(), limits),
        }
    }
}

fn descriptive_property(field: Node<'_>, envelope: &mut Envelope, limits: &Limits) {
    let name = field.filled("FormalName").unwrap_or_default();
    match &*name {
        "City" | "Country" | "CountryArea" | "Area" => {}
        // AFP names those in its pictures so as well (`PersonInImage`).
        "Keyword" | "Keywords" => lines::keywords(&field.filled("Value").unwrap_or_default(), envelope),
        _ => property(field, envelope, limits),
    }
}

/// `Metadata`: sets of an agency's own. Business Wire's key words are subjects of its own vocabularies.
pub(super) fn own(node: Node<'_>, envelope: &mut Envelope, limits: &Limits) {
    for field in node.all("Property") {
        let name = field.filled("FormalName").unwrap_or_default();
        match field.filled("Value").filter(|_| name.ends_with("Keywords")) {
            Some(value) => Envelope::subject(
                &mut envelope.subjects,
                Subject {
                    scheme: Some(name.trim().to_owned()),
                    code: None,
                    name: Some(value.trim().to_owned()),
                },
            ),
            None => property(field, envelope, limits),
        }
    }
}

fn genre(field: Node<'_>, envelope: &mut Envelope) {
    let Some(name) = formal(field) else { return };
    // AFP tells by its genres that a text is an update.
    words::signal(&name).into_iter().for_each(|kind| envelope.signal(kind, None));
    envelope.press_release |= name.eq_ignore_ascii_case("release") || release::is_kind(&name);
    envelope.tabular |= ["table", "tables", "tabular"].iter().any(|word| name.eq_ignore_ascii_case(word));
    Envelope::subject(&mut envelope.genres, Subject { scheme: scheme(field), code: None, name: Some(name) });
}

/// `Subject`, `SubjectMatter`, `SubjectDetail`, `SubjectQualifier`: codes of eight figures are IPTC's.
fn subject(field: Node<'_>, subjects: &mut Vec<Subject>) {
    if let Some(code) = field.filled("FormalName").map(|code| code.trim().to_owned()) {
        let iptc = code.len() == 8 && code.bytes().all(|b| b.is_ascii_digit());
        let scheme = scheme(field).or_else(|| iptc.then(|| "subj".to_owned()));
        Envelope::subject(subjects, Subject { scheme, code: Some(code), name: None });
    }
    // AFP's category.
    if let Some(category) = field.filled("cat") {
        Envelope::subject(
            subjects,
            Subject { scheme: Some("afpcat".into()), code: Some(category.trim().to_owned()), name: None },
        );
    }
}

/// `Scheme`, or the last part of a `Vocabulary`: `urn:newsml:anp.nl:20090407:ANPCatCodes:Webfeed`.
fn scheme(field: Node<'_>) -> Option<String> {
    let vocabulary =
        || field.filled("Vocabulary").and_then(|name| Some(name.rsplit(':').next()?.trim().to_owned()));
    field.filled("Scheme").map(|scheme| scheme.trim().to_owned()).or_else(vocabulary)
}

/// `Location`. `HowPresent` is `Origin` where the story was written (AFP, Kyodo, TASS) and `Event` where it happened (EFE); Belga,
/// which says neither, means the desk's dateline.
fn location(field: Node<'_>, envelope: &mut Envelope, told: &mut Told, limits: &Limits) {
    let how = field.filled("HowPresent").map(|how| how.trim().to_ascii_lowercase());
    if how.as_deref().is_none_or(|how| matches!(how, "origin" | "dateline" | "created")) {
        return place(field, envelope, told, limits);
    }
    let values: Vec<_> = field.all("Property").filter_map(|property| property.filled("Value")).collect();
    unmapped::keep(envelope, &format!("Location/{}", how.unwrap_or_default()), &values.join(", "), limits);
}

/// Adds the place that the properties of a node name, if they name a city. A country alone is a default (ANP) or tells of a
/// dateline's city (ATS).
fn place(node: Node<'_>, envelope: &mut Envelope, told: &mut Told, limits: &Limits) {
    let mut place = Located::default();
    for property in node.all("Property") {
        let (Some(name), Some(value)) = (property.filled("FormalName"), property.filled("Value")) else {
            continue;
        };
        let value = Some(value.into_owned());
        match &*name {
            "City" | "CityName" => Envelope::set(&mut place.name, value),
            "CountryArea" | "Area" | "State" | "Region" | "Province" => {
                Envelope::set(&mut place.region, value.map(canton))
            }
            "Country" | "CountryName" | "CountryCode" => Envelope::set(&mut place.country, value),
            _ => {}
        }
    }
    let full = envelope.located.len() + told.areas.len() >= MOST;
    if place.name.is_some() && !full && !envelope.located.contains(&place) {
        envelope.located.push(place);
    } else if place.name.is_none() && (place.country.is_some() || place.region.is_some()) && !full {
        for part in [&place.region, &place.country].into_iter().flatten() {
            unmapped::keep(envelope, "Location", part, limits);
        }
        told.areas.push(place);
    }
}

/// ATS writes the canton of Grisons `KGR`.
fn canton(area: String) -> String {
    match area.as_bytes() {
        [b'K', a, b] if a.is_ascii_uppercase() && b.is_ascii_uppercase() => area[1..].to_owned(),
        _ => area,
    }
}
