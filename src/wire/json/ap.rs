//! AP Media API: `data.item`, or the item alone, with the story beside it or in one of its renditions.

use super::copy::Form;
use super::draft::{Dialect, Draft, Use};
use super::items::Found;
use super::value::Value;
use crate::dispatch::{Envelope, Subject};

pub(super) const DIALECT: Dialect = Dialect { format: "ap-json", fields: FIELDS, borrow: renditions, last };

/// Fields that every item of AP's has, one inside of the other.
pub(super) const KEYS: [&str; 2] = ["altids", "itemid"];

#[rustfmt::skip]
const FIELDS: &[(&str, Use)] = &[
    ("uri", Use::With(uri)),
    ("altids", Use::With(ids)),
    ("editorialpriority", Use::Raw("priority")),
    ("editorialtypes", Use::Signals),
    ("editorialrole", Use::Signals),
    // The dateline's place as printed: `CHEYENNE, Wyo.`
    ("located", Use::Dateline),
    ("profile", Use::With(profile)),
    ("textformat", Use::With(text_format)),
    ("fixture", Use::Genres(Some("apfixture"))),
    ("slugline", Use::With(slugline)),
    ("title", Use::Skip),
    ("main", Use::Copy(Form::Html, 3)),
    ("renditions", Use::Skip),
    // Where it may be sold, and to whom.
    ("audiences", Use::Skip),
    ("foreignkeys", Use::Skip),
    ("links", Use::Skip),
];

fn last(draft: &mut Draft<'_, '_>, item: &Value<'_>) {
    // Usually the slug of the story, which the ids have.
    if item.get("title").and_then(Value::text) != draft.envelope.story.as_deref() {
        super::ninjs::title(draft, item);
    }
    draft.envelope.provider.get_or_insert_with(|| "AP".to_owned());
}

/// Behind the question mark stand the session and its key.
fn uri(draft: &mut Draft<'_, '_>, value: &Value<'_>) {
    if let Some(uri) = value.text() {
        draft.envelope.id("uri", uri.split('?').next().unwrap_or(uri));
    }
}

/// `itemid` stays with a story through its versions, `referenceid` is the slug of the story as it runs.
fn ids(draft: &mut Draft<'_, '_>, value: &Value<'_>) {
    for (name, value) in value.fields() {
        let Some(id) = value.text() else { continue };
        match &**name {
            "itemid" => draft.main_id("itemid", id),
            "referenceid" => draft.envelope.story = Some(id.to_owned()),
            "transref" => draft.envelope.id("transmission", id),
            name => draft.envelope.id(name, id),
        }
    }
}

/// `Agate` is what stands in tables; the others are kinds of stories.
fn profile(draft: &mut Draft<'_, '_>, value: &Value<'_>) {
    let Some(name) = value.text() else { return };
    draft.envelope.tabular |= name == "Agate";
    let genre = Subject { scheme: Some("approfile".into()), code: None, name: Some(name.to_owned()) };
    Envelope::subject(&mut draft.envelope.genres, genre);
}

/// `bx` is body text, `at` agate text.
fn text_format(draft: &mut Draft<'_, '_>, value: &Value<'_>) {
    draft.envelope.tabular |= value.text() == Some("at");
}

/// `AP-US--Ferry, 3rd Ld-Writethru`: behind the comma stands what became of the story.
fn slugline(draft: &mut Draft<'_, '_>, value: &Value<'_>) {
    let Some(text) = value.text() else { return };
    draft.envelope.slugline = Some(text.to_owned());
    if let Some((_, version)) = text.split_once(',') {
        Envelope::add(&mut draft.envelope.advisories, version);
    }
}

/// The story in a rendition that holds it: else an address is there, to fetch it from.
fn renditions<'v>(draft: &mut Draft<'v, '_>, found: &Found<'v>) {
    // Clients put the story that they fetched beside the answer (CP).
    if let Some(story) = found.around.and_then(|around| around.get("nitf")) {
        draft.copy(Form::Nitf, 2, story);
    }
    let Some(renditions) = found.item.get("renditions") else { return };
    for name in ["nitf", "main", "story", "captionnitf", "scriptnitf"] {
        let Some(rendition) = renditions.get(name) else { continue };
        let text = rendition.any(&["body", "content", "text", "value", "data"]).unwrap_or(rendition);
        if matches!(text, Value::String(_)) {
            draft.copy(Form::Nitf, 2, text);
        }
    }
}

#[cfg(test)]
#[path = "ap_tests.rs"]
mod tests;
