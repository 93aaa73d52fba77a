//! ninjs 1.x to 3.x (IPTC) and what is near to it: Superdesk's (AAP, CP, NTB, 360info), TT's, the BBC's.

use std::borrow::Cow;

use super::codes;
use super::copy::Form;
use super::draft::{Dialect, Draft, Use};
use super::items::Found;
use super::lists;
use super::parts;
use super::value::Value;
use crate::dispatch::Envelope;
use crate::record::UpdateKind;
use crate::wire::nitf::release;

pub(super) const DIALECT: Dialect = Dialect { format: "ninjs", fields: &[], borrow: footer, last };

/// What fields of ninjs are for, in all of its versions; other dialects fall back on it. Sources: ninjs 1.6, 2.2 and 3.1,
/// Superdesk's ninjs formatter, TT's and AP's feeds.
#[rustfmt::skip]
pub(super) const FIELDS: &[(&str, Use)] = &[
    ("uri", Use::Main("uri")),
    ("guid", Use::Main("guid")),
    ("id", Use::Id("id")),
    ("altids", Use::With(alt_ids)),
    ("originaltransmissionreference", Use::Id("transmission")),
    ("job", Use::Story),
    ("type", Use::With(kind)),
    ("profile", Use::With(profile)),
    ("version", Use::Version),
    ("firstcreated", Use::First),
    ("versioncreated", Use::Created),
    ("datetime", Use::Sent),
    ("datetimesent", Use::Sent),
    ("pubstatus", Use::Status),
    ("status", Use::Status),
    // Superdesk's archive: `killed`, `recalled`.
    ("state", Use::Status),
    ("signal", Use::Signals),
    ("signals", Use::Signals),
    ("embargoed", Use::Embargo),
    ("embargoeduntil", Use::Embargo),
    ("embargo", Use::Embargo),
    ("embargodate", Use::Embargo),
    ("embargoedtext", Use::Note),
    ("evolvedfrom", Use::Replaces),
    ("replacing", Use::Replaces),
    ("replaces", Use::Replaces),
    ("replacedby", Use::With(replaced)),
    ("rewritesequence", Use::With(|draft, value| sequence(draft, value, UpdateKind::Update))),
    ("correctionsequence", Use::With(|draft, value| sequence(draft, value, UpdateKind::Correction))),
    ("istest", Use::With(test)),
    ("urgency", Use::Urgency),
    ("priority", Use::Raw("priority")),
    ("webprio", Use::Raw("webprio")),
    ("language", Use::Language),
    ("headline", Use::Headline(None)),
    ("headlines", Use::With(headlines)),
    ("headlineextended", Use::Headline(Some("extended"))),
    ("subhead", Use::Headline(Some("subhead"))),
    ("subtitle", Use::Headline(Some("subhead"))),
    ("subheadline", Use::Headline(Some("subhead"))),
    ("kicker", Use::Headline(Some("kicker"))),
    ("slugline", Use::Slugline),
    ("slug", Use::Slugline),
    ("keywords", Use::Keywords),
    ("keyword", Use::Keywords),
    ("descriptiontext", Use::Summary),
    ("descriptionhtml", Use::Summary),
    ("descriptionxhtml", Use::Summary),
    ("descriptionsummary", Use::Summary),
    ("descriptioncaption", Use::Caption),
    ("descriptions", Use::With(descriptions)),
    ("caption", Use::Caption),
    ("abstract", Use::Summary),
    ("summary", Use::Summary),
    ("teaser", Use::Summary),
    ("by", Use::Byline),
    ("byline", Use::Byline),
    ("bylines", Use::Byline),
    ("authors", Use::With(parts::authors)),
    ("dateline", Use::With(dateline)),
    ("located", Use::Located),
    ("datelinelocation", Use::Located),
    ("ednote", Use::Note),
    ("editorialnote", Use::Note),
    // Accounts and addresses of those who worked on it (Superdesk).
    ("signoff", Use::PrivateNote),
    ("source", Use::Credit),
    ("creditline", Use::Credit),
    ("descriptioncreditline", Use::Credit),
    ("infosource", Use::Credit),
    ("infosources", Use::Credit),
    ("provider", Use::Provider),
    ("copyrightholder", Use::Holder),
    ("copyrightnotice", Use::Notice),
    ("usageterms", Use::Usage),
    ("usage", Use::Usage),
    ("subject", Use::Subjects(None)),
    ("subjects", Use::Subjects(None)),
    ("service", Use::Subjects(Some("service"))),
    ("anpacategory", Use::Subjects(Some("a1312cat"))),
    ("sector", Use::Subjects(Some("ttsector"))),
    ("product", Use::Subjects(None)),
    ("genre", Use::Genres(None)),
    ("genres", Use::Genres(None)),
    ("person", Use::With(parts::people)),
    ("people", Use::With(parts::people)),
    ("associations", Use::Associations),
    ("attachments", Use::Associations),
    ("links", Use::Associations),
    ("extra", Use::With(extra)),
    ("body", Use::Copy(Form::Plain, 5)),
    ("bodies", Use::Copy(Form::Plain, 5)),
    ("bodyhtml", Use::Copy(Form::Html, 0)),
    ("bodyxhtml", Use::Copy(Form::Html, 1)),
    ("bodyhtml5", Use::Copy(Form::Html, 1)),
    ("bodynitf", Use::Copy(Form::Nitf, 2)),
    ("nitf", Use::Copy(Form::Nitf, 2)),
    ("bodytext", Use::Copy(Form::Plain, 6)),
    // Read beside the copy.
    ("bodyfooter", Use::Skip),
    ("title", Use::Skip),
    ("renditions", Use::Skip),
    ("mimetype", Use::Skip),
    ("representationtype", Use::Skip),
    ("standard", Use::Skip),
    ("charcount", Use::Skip),
    ("wordcount", Use::Skip),
    ("readtime", Use::Skip),
    ("etag", Use::Skip),
    ("revisions", Use::Skip),
    ("trustindicators", Use::Skip),
    ("subscribers", Use::Skip),
    ("products", Use::Skip),
];

/// Hosts of services that distribute what others pay for.
const RELEASES: &[&str] = &[
    "businesswire.com",
    "prnewswire.",
    "globenewswire.com",
    "prnewswire.co",
    "newsaktuell",
    "presseportal.de",
];

/// Superdesk: what a site puts below every story.
fn footer<'v>(draft: &mut Draft<'v, '_>, found: &Found<'v>) {
    if let Some(Value::String(html)) = found.item.get("bodyfooter") {
        draft.boxes.push(Cow::Borrowed(html));
    }
}

fn last(draft: &mut Draft<'_, '_>, item: &Value<'_>) {
    title(draft, item);
    let uri = item.get("uri").and_then(Value::text).unwrap_or_default();
    draft.envelope.press_release |= RELEASES.iter().any(|host| uri.contains(host));
    mark_releases(draft);
    if draft.envelope.provider.is_none() {
        let ids = [uri, item.get("guid").and_then(Value::text).unwrap_or_default()];
        draft.envelope.provider = ids.into_iter().find_map(domain).map(str::to_owned);
    }
}

/// The domain in an id: `http://tt.se/media/…`, `urn:newsml:dpa.com:2009:…` (RFC 3085), `tag:reuters.com,2023:…` (RFC 4151).
fn domain(id: &str) -> Option<&str> {
    let rest = id.split_once("://").map(|(_, rest)| rest);
    let rest = rest.or_else(|| id.strip_prefix("urn:newsml:")).or_else(|| id.strip_prefix("tag:"))?;
    let host = rest.split(['/', ':', ',', '?']).next()?;
    // `localhost` is whoever installed Superdesk.
    host.contains('.').then(|| host.trim_start_matches("www."))
}

/// Marks an item whose genre is that of press releases.
pub(super) fn mark_releases(draft: &mut Draft<'_, '_>) {
    let names = draft.envelope.genres.iter().flat_map(|genre| [&genre.name, &genre.code]).flatten();
    let release = names.into_iter().any(|name| release::is_kind(name));
    draft.envelope.press_release |= release;
}

/// ninjs 2 and 3: a name of the item. AP has its slug there; others repeat the headline.
pub(super) fn title(draft: &mut Draft<'_, '_>, item: &Value<'_>) {
    let Some(text) = item.get("title").and_then(Value::text) else { return };
    if item.any(&["headline", "headlines"]).is_none() {
        draft.headline(None, text.to_owned());
    } else if Some(text) != draft.envelope.slugline.as_deref() {
        draft.leave("title", &Value::String(text.into()));
    }
}

pub(super) fn kind(draft: &mut Draft<'_, '_>, value: &Value<'_>) {
    draft.kind = value.text().unwrap_or_default().to_ascii_lowercase();
    if let Some(kind) = codes::signal(&draft.kind) {
        draft.envelope.signal(kind, None);
    }
}

/// TT's kinds of texts: `PUBL` for readers, `INFO` and `DAGB` for desks, `PRM` of somebody's press room. Superdesk has a
/// content profile there.
fn profile(draft: &mut Draft<'_, '_>, value: &Value<'_>) {
    match value.text().unwrap_or_default() {
        "PUBL" => {}
        "INFO" | "DAGB" => draft.envelope.signal(UpdateKind::Advisory, None),
        "PRM" => draft.envelope.press_release = true,
        text if codes::signal(text) == Some(UpdateKind::Test) => {
            draft.envelope.signal(UpdateKind::Test, None)
        }
        _ => draft.leave("profile", value),
    }
}

/// ninjs 3 has a list of roles and values, AP an object.
pub(super) fn alt_ids(draft: &mut Draft<'_, '_>, value: &Value<'_>) {
    for (role, id) in value.fields() {
        if let Some(id) = id.text() {
            draft.envelope.id(role, id);
        }
    }
    if value.fields().is_empty() {
        for value in value.each() {
            let role = value.get("role").and_then(Value::text).unwrap_or("alt");
            if let Some(id) = value.text_of(&["value", "id", "literal"]) {
                draft.envelope.id(role, id);
            }
        }
    }
}

/// TT: the item has a newer version.
fn replaced(draft: &mut Draft<'_, '_>, value: &Value<'_>) {
    draft.leave("replacedby", value);
}

fn sequence(draft: &mut Draft<'_, '_>, value: &Value<'_>, kind: UpdateKind) {
    if let Some(number) = value.number().filter(|number| (1.0..1000.0).contains(number)) {
        draft.envelope.signals.retain(|signal| signal.kind != kind);
        draft.envelope.signal(kind, Some(number as u32));
    }
}

fn test(draft: &mut Draft<'_, '_>, value: &Value<'_>) {
    if *value == Value::Bool(true) || value.text() == Some("true") {
        draft.envelope.signal(UpdateKind::Test, None);
    }
}

fn headlines(draft: &mut Draft<'_, '_>, value: &Value<'_>) {
    // Where none calls itself the main one, the first is.
    let role = |value: &Value<'_>| {
        value.text_of(&["role", "name"]).filter(|_| value.text().is_none()).map(str::to_ascii_lowercase)
    };
    let mut main =
        value.each().iter().any(|value| role(value).is_none_or(|role| role == "main" || role == "headline"));
    for value in value.each() {
        let Some(text) = value.text_of(&["value", "text"]) else { continue };
        let role = match role(value).as_deref() {
            None | Some("main" | "headline") => None,
            _ if !std::mem::replace(&mut main, true) => None,
            Some("subhead" | "sub" | "subheadline" | "subtitle" | "deck") => Some("subhead"),
            Some("kicker" | "vignette" | "dachzeile" | "overline") => Some("kicker"),
            Some("short" | "mobile" | "sms" | "seo") => Some("short"),
            Some(_) => Some("extended"),
        };
        let text = draft.line(text);
        draft.headline(role, text);
    }
}

fn descriptions(draft: &mut Draft<'_, '_>, value: &Value<'_>) {
    for value in value.each() {
        let Some(text) = value.text_of(&["value", "text", "description"]) else { continue };
        let text = draft.line(text);
        let role = value.text_of(&["role", "name"]).filter(|_| value.text().is_none()).unwrap_or_default();
        if role.to_ascii_lowercase().contains("caption") {
            draft.captions.push(text);
        } else {
            Envelope::add(&mut draft.envelope.descriptions, &text);
        }
    }
}

/// A dateline as a text, or in fields as Superdesk stores it.
fn dateline(draft: &mut Draft<'_, '_>, value: &Value<'_>) {
    match value.text_of(&["text", "value"]) {
        // A time stands there in some exports.
        Some(text) if crate::wire::times::read(text).is_some() => draft.leave("dateline", value),
        Some(text) => _ = draft.envelope.dateline.get_or_insert_with(|| text.to_owned()),
        None => {
            if let Some(value) = value.get("located") {
                parts::located(draft, value);
            }
        }
    }
}

/// Superdesk's fields of a site: some are known, and found where others have them (CP `headline_extended`, NTB `subtitle`).
fn extra(draft: &mut Draft<'_, '_>, value: &Value<'_>) {
    for (name, value) in value.fields() {
        let text = value.text().unwrap_or_default();
        match &**name {
            "headline_extended" => draft.headline(Some("extended"), text.to_owned()),
            "subtitle" => draft.headline(Some("subhead"), text.to_owned()),
            // Who signed the copyright off, with accounts and their comments (360info).
            "publish_sign_off" => {}
            "link" | "links" => lists::associations(draft, value),
            _ => draft.leave(&format!("extra.{name}"), value),
        }
    }
}

#[cfg(test)]
#[path = "ninjs_tests.rs"]
mod tests;
