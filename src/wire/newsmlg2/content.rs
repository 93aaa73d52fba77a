//! `contentMeta`: headlines, credits, places, subjects.

use super::super::xml::Node;
use super::super::{Limits, contact, times, unmapped};
use super::{item, notes, values};
use crate::dispatch::{Envelope, Located, MOST, Subject};

/// Roles of headlines, by the last part of their code: dpa's kicker is of rank 3, ANSA's `hld:subHeadline`.
const HEADLINES: &[(&str, &str)] = &[
    ("subheadline", "subhead"),
    ("subhead", "subhead"),
    ("sub", "subhead"),
    ("kicker", "kicker"),
    ("short", "short"),
    ("shortheadline", "short"),
    ("alternative", "extended"),
    ("extended", "extended"),
];

/// Providers whose `located` is the bureau that produced the item: Reuters has Bangalore over stories from Damascus.
const BUREAUS: &[&str] = &["reuters"];

/// Reads `contentMeta`.
pub(super) fn read(meta: Node<'_>, envelope: &mut Envelope, limits: &Limits) {
    let mut modified = None;
    // The headline itself first, before one for some other use: of two that say the same the other one is left out.
    let mut headlines: Vec<_> = meta.all("headline").map(|field| (headline_role(field), field)).collect();
    headlines.sort_by_key(|(role, field)| {
        (role.is_some(), role.is_none() && !values::term(*field, "role").is_empty())
    });
    for (role, field) in headlines {
        envelope.headline(role, &field.text().unwrap_or_default());
    }
    for field in meta.children() {
        match field.name() {
            "urgency" => urgency(field, envelope),
            "contentCreated" => {
                let created = field.text().and_then(|text| times::read(&text));
                envelope.first_created = envelope.first_created.or(created);
            }
            "contentModified" => modified = field.text().and_then(|text| times::read(&text)),
            "located" => located(field, envelope, limits),
            "headline" => {}
            "slugline" => envelope.slugline = envelope.slugline.take().or_else(|| field.text()),
            "dateline" => dateline(field, envelope, limits),
            "by" => envelope.byline(&field.text().unwrap_or_default(), None),
            "creditline" => credit(field.text(), envelope),
            "infoSource" => credit(values::name(field).or_else(|| letters(field)), envelope),
            "creator" => creator(field, envelope, limits),
            "language" => {
                let tag = field.filled("tag").map(|tag| tag.trim().to_owned());
                envelope.language = tag.or(envelope.language.take());
            }
            "keyword" => Envelope::add(&mut envelope.keywords, &field.text().unwrap_or_default()),
            "subject" => subject(field)
                .into_iter()
                .for_each(|subject| Envelope::subject(&mut envelope.subjects, subject)),
            "genre" => {
                subject(field).into_iter().for_each(|genre| Envelope::subject(&mut envelope.genres, genre))
            }
            "description" => description(field.text(), envelope),
            "altId" => id(field, envelope),
            // Firms that supply; dpa's are logins.
            "contributor" => staff("contributor", values::name(field), envelope, limits),
            "edNote" => notes::read(field, envelope, limits),
            _ => item::keep(field, envelope, limits),
        }
    }
    // STT has versions before their first one; when they were changed says when they are of.
    if envelope
        .version_created
        .zip(envelope.first_created)
        .is_some_and(|(this, first)| this.local < first.local)
    {
        envelope.version_created = modified.or(envelope.version_created);
    }
    envelope.version_created = envelope.version_created.or(modified);
}

fn description(text: Option<String>, envelope: &mut Envelope) {
    let Some(text) = text else { return };
    // Reuters' caption of a text is slugline and headline again.
    let again = envelope.slugline.as_deref().and_then(|slugline| text.strip_prefix(slugline));
    if !again.is_some_and(|rest| rest.starts_with(':')) {
        Envelope::add(&mut envelope.descriptions, &text);
    }
}

fn id(field: Node<'_>, envelope: &mut Envelope) {
    let Some(value) = field.text() else { return };
    match values::role(field, "type").as_str() {
        // TT: the item that this one replaces or goes on with.
        "refuno" => Envelope::add(&mut envelope.replaces, &value),
        "" => envelope.id("id", &value),
        role => envelope.id(role, &value),
    }
}

fn urgency(field: Node<'_>, envelope: &mut Envelope) {
    let Some(text) = field.text() else { return };
    match text.parse() {
        Ok(value @ 1..=9) => envelope.urgency = Some(value),
        _ => _ = envelope.raw.insert("urgency", text),
    }
}

fn headline_role(field: Node<'_>) -> Option<&'static str> {
    let role = values::role(field, "role");
    let known = HEADLINES.iter().find(|(name, _)| *name == role).map(|(_, role)| *role);
    // dpa: rank 1 is the headline, 2 a line below it, 3 the kicker above it.
    known.or(match field.attr("rank").as_deref().map(str::trim) {
        Some("2") => Some("subhead"),
        Some("3") => Some("kicker"),
        _ => None,
    })
}

/// Reuters has a time there.
fn dateline(field: Node<'_>, envelope: &mut Envelope, limits: &Limits) {
    let Some(text) = field.text() else { return };
    match text.starts_with(|c: char| c.is_ascii_digit()) && text.contains(':') {
        true => unmapped::keep(envelope, "dateline", &text, limits),
        false => envelope.dateline = Some(text),
    }
}

fn credit(name: Option<String>, envelope: &mut Envelope) {
    let name = name.unwrap_or_default();
    // STT: `STT–` where no second agency follows.
    Envelope::add(&mut envelope.credits, name.trim_end_matches(['–', '-', '—', ' ']));
}

/// The code of a source that has no name, where it is one that agencies go by: `nprov:AFP`; not `sttsource:1`.
fn letters(field: Node<'_>) -> Option<String> {
    let (_, code) = values::code(field)?;
    code.chars().all(char::is_alphabetic).then_some(code)
}

/// A creator: a reporter where its role says so; else a firm, a desk or a login (dpa, ANSA).
fn creator(field: Node<'_>, envelope: &mut Envelope, limits: &Limits) {
    let Some(name) = values::name(field) else { return };
    let role = values::role(field, "role");
    let reporter = ["reporter", "author", "writer", "journalist"].iter().any(|word| role.contains(word));
    // AP through dpa: the byline, and beside it `Associated Press` or `AP Sports Writer`.
    let title = field.text_of("jobtitle").or_else(|| field.text_of("related/name"));
    if name.contains(' ') && (reporter || name.starts_with("By ")) {
        let name = contact::named(&name, envelope);
        envelope.byline(&name, title.as_deref());
    } else {
        staff("creator", Some(name), envelope, limits);
    }
}

/// Keeps who had to do with an item, but for logins: those go nowhere.
fn staff(field: &str, name: Option<String>, envelope: &mut Envelope, limits: &Limits) {
    if let Some(name) = name.filter(|name| !values::is_login(name) && !contact::is_private(name)) {
        unmapped::keep(envelope, field, &name, limits);
    }
}

/// Where the reporter was.
pub(super) fn located(field: Node<'_>, envelope: &mut Envelope, limits: &Limits) {
    let mut place = Located { name: values::name(field), ..Located::default() };
    for wider in field.all("broader") {
        let name = values::name(wider).or_else(|| values::code(wider).map(|(_, code)| code));
        let kind = format!(
            "{} {}",
            values::role(wider, "type"),
            wider.find("facet").map(|f| values::role(f, "qcode")).unwrap_or_default()
        );
        // IPTC's and Reuters' codes of what an area is: geoProp 5 is a country, 7 a state.
        if kind.contains("country") || kind.ends_with(" 5") {
            place.country = place.country.or(name);
        } else if kind.contains("region")
            || kind.contains("state")
            || kind.contains("prov")
            || kind.ends_with(" 7")
        {
            place.region = place.region.or(name);
        }
    }
    if let Some(position) = field.find("geoAreaDetails/position") {
        let degrees = |name: &str| position.attr(name)?.trim().parse::<f64>().ok();
        place.point = degrees("latitude").zip(degrees("longitude"));
    }
    let geonames = values::code(field).filter(|(scheme, _)| scheme == "geo" || scheme.contains("geonames"));
    place.geonameid = geonames.and_then(|(_, id)| id.parse().ok());
    let provider = envelope.provider.as_deref().unwrap_or_default().to_ascii_lowercase();
    place.bureau = BUREAUS.iter().any(|name| provider.contains(name));
    // A place may be told by its number or its point alone.
    if place.name.is_none() && place.geonameid.is_none() && place.point.is_none() {
        return item::keep(field, envelope, limits);
    }
    let same = |known: &Located| known.name == place.name && (place.name.is_some() || *known == place);
    if envelope.located.len() < MOST && !envelope.located.iter().any(same) {
        envelope.located.push(place);
    }
}

/// A subject with scheme, code and name.
fn subject(field: Node<'_>) -> Option<Subject> {
    let (scheme, code) = values::code(field).unzip();
    let subject =
        Subject { scheme: scheme.filter(|scheme| !scheme.is_empty()), code, name: values::name(field) };
    (subject != Subject::default()).then_some(subject)
}

/// Places that the item describes (`assert`): what the story is about. STT's are codes alone in `subject`.
pub(super) fn places_named(item: Node<'_>, envelope: &mut Envelope, limits: &Limits) {
    for assert in item.all("assert") {
        let is_place = assert.find("geoAreaDetails").is_some() || assert.find("POIDetails").is_some();
        if let Some(name) = assert.text_of("name").filter(|_| is_place) {
            unmapped::keep(envelope, "assert/name", &name, limits);
        }
    }
}
