//! JSON: ninjs and the dialects of agencies and aggregators.
//!
//! A message is parsed ([`parse`]), its items are found ([`items`]), and each is read field by field: tables say what a
//! field is for ([`ninjs::FIELDS`] and one more for each dialect), [`draft`] puts the dispatch together.

use super::{Format, Input, Item, Limits, Reject, charset};

mod ap;
mod codes;
mod copy;
mod dpa;
mod draft;
mod fingerpost;
mod items;
mod leftover;
mod lists;
mod moment;
mod ninjs;
mod parse;
mod parts;
mod repair;
mod reuters;
mod sniff;
mod value;

pub const AP: Format = Format {
    name: "ap-json",
    about: "AP Media API",
    sniff: |input| ap::KEYS.iter().all(|key| sniff::has_key(input, &[key])),
    decode: |input, limits| decode(input, limits, &ap::DIALECT),
};

pub const DPA: Format = Format {
    name: "dpa-json",
    about: "dpa digitalwires 0.9",
    sniff: |input| sniff::has_field(input, "format", dpa::FORMAT),
    decode: |input, limits| decode(input, limits, &dpa::DIALECT),
};

pub const REUTERS: Format = Format {
    name: "reuters-json",
    about: "Reuters Connect",
    sniff: |input| sniff::has_key(input, reuters::KEYS),
    decode: |input, limits| decode(input, limits, &reuters::DIALECT),
};

pub const FINGERPOST: Format = Format {
    name: "fingerpost-json",
    about: "Fingerpost GOA-WIRES-NINJS, of many agencies",
    sniff: |input| sniff::has_key(input, fingerpost::KEYS),
    decode: |input, limits| decode(input, limits, &fingerpost::DIALECT),
};

pub const NINJS: Format = Format {
    name: "ninjs",
    about: "ninjs 1.x to 3.x, as IPTC has it and as Superdesk, TT and others write it",
    sniff: |input| sniff::has_key(input, ITEM_KEYS),
    decode: |input, limits| decode(input, limits, &ninjs::DIALECT),
};

/// Fields that hold a headline or copy, or say that there is none any more, as dialects spell them: any JSON that has one is read.
#[rustfmt::skip]
const ITEM_KEYS: &[&str] = &[
    "headline", "headlines", "body", "bodies", "body_text", "body_html", "body_html5", "body_xhtml", "body_nitf", "bodyText",
    "bodyHtml", "bodytext", "bodyhtml", "description_text", "description_html", "descriptions", "pubstatus", "pubStatus",
];

fn decode(input: &Input<'_>, limits: &Limits, dialect: &draft::Dialect) -> Result<Vec<Item>, Reject> {
    let mut warnings = Vec::new();
    let (text, charset) = charset::decode(input, None, &mut warnings);
    let (values, repairs) = parse::parse(&text, limits)?;
    warnings.extend(repairs.warning());
    let found = items::find(&values, limits)?;
    let item = |found: items::Found<'_>| {
        let mut draft = draft::Draft::new(limits);
        draft.warnings.clone_from(&warnings);
        draft.read(&found, dialect);
        draft.finish(dialect.format, charset)
    };
    Ok(found.into_iter().map(item).collect())
}

#[cfg(test)]
mod tests;
