//! Reuters Connect: the `item` of its GraphQL interface.

use super::copy::Form;
use super::draft::{Dialect, Draft, Use};
use super::value::Value;

pub(super) const DIALECT: Dialect =
    Dialect { format: "reuters-json", fields: FIELDS, borrow: |_, _| {}, last };

/// Fields that only Reuters' items have.
pub(super) const KEYS: &[&str] = &["headLine", "bodyXhtml", "versionedGuid"];

#[rustfmt::skip]
const FIELDS: &[(&str, Use)] = &[
    // `tag:reuters.com,2023:newsml_L1N2` stays, `…:12345` behind it is the version's.
    ("uri", Use::Main("uri")),
    ("usn", Use::Id("usn")),
    ("versionedguid", Use::Id("versionedGuid")),
    ("contenttimestamp", Use::Sent),
    ("sorttimestamp", Use::Sent),
    ("datecreated", Use::First),
    ("dateline", Use::Dateline),
    // The bureau that produced the item (seen by AAP as Bangalore for stories from everywhere), not where the reporter was.
    ("located", Use::With(|draft, value| draft.leave("located", value))),
    ("fragment", Use::Summary),
    ("intro", Use::Summary),
    ("description", Use::Summary),
    ("bodyxhtmlrich", Use::Copy(Form::Html, 1)),
    ("bodyxhtml", Use::Copy(Form::Html, 0)),
    ("sourceid", Use::With(|draft, value| draft.leave("sourceId", value))),
    ("contributor", Use::Credit),
    ("audience", Use::Skip),
    ("audiences", Use::Skip),
    ("channels", Use::Skip),
    ("thumbnailurl", Use::Skip),
    ("previewurl", Use::Skip),
];

fn last(draft: &mut Draft<'_, '_>, _: &Value<'_>) {
    draft.envelope.provider.get_or_insert_with(|| "Reuters".to_owned());
}

#[cfg(test)]
#[path = "reuters_tests.rs"]
mod tests;
