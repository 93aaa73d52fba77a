//! Fields that are lists and objects: who wrote it, who supplied it, where, and the bodies of ninjs 2 and 3.

use super::copy::{Copy, Form};
use super::draft::Draft;
use super::leftover;
use super::value::Value;
use crate::dispatch::{Byline, Envelope, Located};
use crate::record::UpdateKind;
use crate::wire::contact;
use std::borrow::Cow;

/// Roles of TT's and Superdesk's authors whose name is no byline of the text.
const NO_WRITERS: &[&str] = &[
    "fotograf",
    "photographer",
    "photo",
    "ansvarig",
    "editor",
    "redaktör",
    "illustratör",
    "subeditor",
    "graphic",
    "kamera",
];

/// Bylines: a line, a list of them, or objects (AP `by` and `title`, TT `byline` with name, role and address).
pub(super) fn bylines(draft: &mut Draft<'_, '_>, value: &Value<'_>) {
    for value in value.each() {
        if let Some(line) = value.text() {
            let line = draft.line(line);
            draft.byline(line, None);
            continue;
        }
        contacts(draft, value);
        if !writes(value) {
            // A photographer is named; whoever is on duty is not.
            let name = value.text_of(&["byline", "name"]).filter(|_| !internal(value));
            if let Some(name) = name {
                draft.leave("bylines", &Value::String(name.into()));
            }
            continue;
        }
        let line = value.text_of(&["by", "byline", "value", "name", "fullname"]).map(str::to_owned);
        let full = || Some(format!("{} {}", value.get("firstname")?.text()?, value.get("lastname")?.text()?));
        if let Some(line) = line.or_else(full) {
            let line = draft.line(&line);
            draft.byline(line, value.text_of(&["title", "jobtitle"]));
        }
    }
}

/// Superdesk's `authors`, ninjs' `people` that are authors: bylines of items that have no line.
pub(super) fn authors(draft: &mut Draft<'_, '_>, value: &Value<'_>) {
    for value in value.each() {
        contacts(draft, value);
        let name = value.text_of(&["name", "fullname", "displayname"]).filter(|name| !is_login(name));
        if let Some(name) = name.filter(|_| writes(value)) {
            draft.writers.push(Byline { text: name.to_owned(), title: None });
        }
    }
}

/// ninjs `person`, `people`: whom the story is about, but for its authors.
pub(super) fn people(draft: &mut Draft<'_, '_>, value: &Value<'_>) {
    for value in value.each() {
        let author =
            value.get("rel").and_then(Value::text).is_some_and(|rel| rel.eq_ignore_ascii_case("author"));
        if author {
            authors(draft, value);
        } else {
            leftover::keep(draft, "person", &Value::Array(vec![value.clone()]), 0);
        }
    }
}

fn contacts(draft: &mut Draft<'_, '_>, value: &Value<'_>) {
    for name in ["email", "phone", "contactinfo", "mobile"] {
        if let Some(contact) = value.get(name) {
            draft.leave(&format!("contact.{name}"), contact);
        }
    }
}

fn internal(value: &Value<'_>) -> bool {
    value.get("internal").is_some_and(|value| *value == Value::Bool(true) || value.text() == Some("true"))
}

fn writes(value: &Value<'_>) -> bool {
    let role = value.text_of(&["role", "rolename"]).unwrap_or_default().to_lowercase();
    !internal(value) && !NO_WRITERS.contains(&role.as_str())
}

/// `petr`, `nickel.valeria`: an account, no name.
pub(super) fn is_login(name: &str) -> bool {
    !name.contains(' ')
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-".contains(&byte))
}

/// Puts a byline where what it says belongs. Some agencies give a credit in that field (NTB `NTB`, `NTB-AFP-DPA`), initials (EFE) or
/// an account (Superdesk).
pub(super) fn place_byline(draft: &mut Draft<'_, '_>, byline: Byline) {
    let text = contact::named(&byline.text, &mut draft.envelope);
    let rights =
        draft.envelope.rights.holder.iter().chain(&draft.envelope.credits).chain(&draft.envelope.provider);
    let agency = rights.into_iter().any(|name| name.eq_ignore_ascii_case(&text));
    // Capitals alone are an agency; a person's name has two words (Reuters, STT write those in capitals too).
    let initials = !text.is_empty() && text.chars().all(|char| char.is_uppercase() || "-/+ ".contains(char));
    let short = text
        .split(['-', '/', '+'])
        .all(|part| (2..=7).contains(&part.trim().len()) && !part.trim().contains(' '));
    if agency || (initials && short) {
        Envelope::add(&mut draft.envelope.credits, &text);
    } else if is_login(&text) || text.split('/').all(|part| part.len() <= 4 && is_login(part)) {
        leftover::keep(draft, "byline", &Value::String(text.into()), 0);
    } else {
        draft.envelope.byline(&text, byline.title.as_deref());
    }
}

/// Sources and credit lines: a line, or objects with a name and a role (ninjs `infoSources`, AP `infosource`).
pub(super) fn credits(draft: &mut Draft<'_, '_>, value: &Value<'_>) {
    for value in value.each() {
        let Some(name) = value.text_of(&["name", "literal", "value", "code"]) else { continue };
        let role = value.get("role").and_then(Value::text).unwrap_or_default();
        // A distributor is no source, but it is who sent the item.
        if role.ends_with("provider") || role.ends_with("distributor") || role.ends_with("supplier") {
            draft.envelope.provider.get_or_insert_with(|| name.to_owned());
        } else {
            let name = draft.line(name);
            Envelope::add(&mut draft.envelope.credits, &name);
        }
    }
}

/// Items that this one takes the place of: their ids as texts or in objects.
pub(super) fn replaces(draft: &mut Draft<'_, '_>, value: &Value<'_>) {
    for value in value.each() {
        if let Some(id) = value.text_of(&["uri", "guid", "urn", "id", "value"]) {
            Envelope::add(&mut draft.envelope.replaces, id);
        }
    }
    if !draft.envelope.replaces.is_empty() && draft.envelope.signals.is_empty() {
        draft.envelope.signal(UpdateKind::Update, None);
    }
}

/// Where the reporter was: `Singapore`, `Oslo, Norway`, or an object.
pub(super) fn located(draft: &mut Draft<'_, '_>, value: &Value<'_>) {
    let place = match value.text() {
        // A city with its country is written as in a dateline, and read as one.
        Some(text) if text.contains([',', '/']) => {
            draft.envelope.dateline.get_or_insert_with(|| text.to_owned());
            return;
        }
        Some(text) => Located { name: Some(text.to_owned()), ..Located::default() },
        None => place(value),
    };
    draft.envelope.place(place);
}

/// A place in fields, as AP (`datelinelocation`), GeoJSON and Superdesk have it.
pub(super) fn place(value: &Value<'_>) -> Located {
    let of = |names: &[&str]| value.text_of(names).map(str::to_owned);
    let point = ["geometrygeojson", "geojson", "geometry", "location"]
        .iter()
        .find_map(|name| point(value.get(name)?));
    let uri = value.text_of(&["uri", "literal"]).filter(|uri| uri.contains("geonames.org/"));
    let geonameid = uri.and_then(|uri| uri.split('/').find_map(|part| part.parse().ok()));
    Located {
        bureau: false,
        name: of(&["city", "locality", "name"]),
        region: of(&["countryareaname", "region", "state", "administrativearea", "countryareacode"]),
        country: of(&["countrycode", "countryname", "country"]),
        point: point.or_else(|| Some((value.get("lat")?.number()?, value.any(&["lon", "lng"])?.number()?))),
        geonameid,
    }
}

/// GeoJSON has the longitude first.
fn point(value: &Value<'_>) -> Option<(f64, f64)> {
    let list = value.find("coordinates").or_else(|| value.find("geometry/coordinates"))?.each();
    let (lon, lat) = (list.first()?.number()?, list.get(1)?.number()?);
    ((-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat)).then_some((lat, lon))
}

/// `located` is no place where it repeats the byline: Superdesk sites fill it from there (360info).
pub(super) fn check_located(draft: &mut Draft<'_, '_>) {
    let Some(line) = &draft.envelope.dateline else { return };
    let repeats = |byline: &Byline| line.contains(' ') && byline.text.starts_with(line.as_str());
    if draft.envelope.bylines.iter().any(repeats)
        && let Some(line) = draft.envelope.dateline.take()
    {
        draft.leave("located", &Value::String(line.into()));
    }
}

/// A member of ninjs `bodies`.
pub(super) fn body<'v>(draft: &mut Draft<'v, '_>, value: &'v Value<'v>) {
    let text = match value.get("value").unwrap_or(value) {
        Value::String(text) => Cow::Borrowed(&**text),
        _ => return,
    };
    let role = value.text_of(&["role", "name"]).unwrap_or_default().to_ascii_lowercase();
    let content = value.text_of(&["contenttype", "mimetype"]).unwrap_or_default().to_ascii_lowercase();
    // The first that says what it is; a TT item comes as text, two kinds of HTML and its own NITF.
    let (form, rank) = match (role.as_str(), content.as_str()) {
        ("ttnitf", _) => (Form::Html, 9),
        (role, content) if role.contains("nitf") || content.contains("nitf") => (Form::Nitf, 2),
        ("richhtml5", _) => (Form::Html, 3),
        (role, content) if role.contains("html") || content.contains("html") => (Form::Html, 1),
        (_, content) if content.contains("xml") => (Form::Html, 4),
        ("caption" | "summary" | "abstract", _) => return draft.captions.push(text.into_owned()),
        _ => (Form::Plain, 5),
    };
    draft.copies.push(Copy { form, rank, text });
}

/// The ninjs type of words for one.
pub(super) fn media(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "picture" | "photo" | "image" => "picture",
        "video" => "video",
        "audio" => "audio",
        "graphic" | "graphics" => "graphic",
        "text" | "story" | "article" | "composite" | "package" | "advisory" => "text",
        _ => return None,
    })
}
