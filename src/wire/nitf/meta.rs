//! `meta` of the head: fields that NITF has no element for, under names of each agency.

use crate::dispatch::{Envelope, Subject};
use crate::wire::xml::Node;
use crate::wire::{Limits, unmapped};

/// What a field means.
#[derive(Debug, Clone, Copy)]
enum Means {
    Slug,
    /// A line that says what the item is.
    Advisory,
    Id(&'static str),
    Credit,
    /// PA's desk that made the item; of `PA SPORT DATA` all is line-ups, results and tables.
    Desk,
    /// A code of that scheme.
    Subject(&'static str),
    Genre,
    Keyword,
    /// On the agency's own scale.
    Priority,
    /// ANPA's format: `t` is tabular.
    Format,
    /// A login or initials of the staff.
    Private,
    /// Says again what an element says.
    Again,
}

/// By the names of the fields, which no two agencies share in another sense.
#[rustfmt::skip]
const FIELDS: &[(&str, Means)] = &[
    // AAP, and all that comes from ANPA 1312.
    ("anpa-keyword", Means::Slug),
    ("anpa-takekey", Means::Advisory),
    ("anpa-category", Means::Subject("anpa-category")),
    ("anpa-sequence", Means::Id("transmission")),
    ("anpa-format", Means::Format),
    ("aap-source", Means::Credit),
    // NTB.
    ("NTBStikkord", Means::Slug),
    ("NTBKilde", Means::Credit),
    ("NTBID", Means::Id("guid")),
    ("NTBMeldingsType", Means::Genre),
    ("NTBPrioritet", Means::Priority),
    ("NTBEditor", Means::Private),
    ("NTBMeldingsSign", Means::Private),
    ("NTBBeskrivelse", Means::Again),
    ("foldername", Means::Private),
    ("subject", Means::Again),
    // PA: `optInfo` is blank or names the desk that is credited, `PA SPORT DATA`.
    ("optInfo", Means::Desk),
    ("category", Means::Subject("category")),
    // EFE.
    ("prioridad", Means::Priority),
    ("categoria", Means::Subject("categoria")),
    // ANSA: `keyword` and `subcategory` are the headline in other words.
    ("priority", Means::Priority),
    ("category_iptc", Means::Subject("IPTC")),
    ("author", Means::Private),
    ("writer", Means::Private),
    ("subcategory", Means::Again),
    ("product-id", Means::Id("product")),
    // Web exports.
    ("keywords", Means::Keyword),
    ("news_keywords", Means::Keyword),
];

pub(super) fn read(node: Node<'_>, envelope: &mut Envelope, limits: &Limits) {
    let (Some(name), Some(value)) = (node.filled("name"), node.filled("content")) else { return };
    let value = value.trim();
    let code =
        |scheme: &str| Subject { scheme: Some(scheme.to_owned()), code: Some(value.to_owned()), name: None };
    let row = FIELDS.iter().find(|(known, _)| *known == name);
    match row.map(|(_, means)| *means) {
        Some(Means::Slug) => Envelope::set(&mut envelope.slugline, Some(value)),
        Some(Means::Advisory) => Envelope::add(&mut envelope.advisories, value),
        Some(Means::Id(role)) => envelope.id(role, value),
        Some(Means::Credit) => Envelope::add(&mut envelope.credits, value),
        Some(Means::Desk) => {
            envelope.tabular |= value.ends_with("DATA");
            Envelope::add(&mut envelope.credits, value);
        }
        Some(Means::Subject(scheme)) => Envelope::subject(&mut envelope.subjects, code(scheme)),
        Some(Means::Genre) => {
            Envelope::subject(
                &mut envelope.genres,
                Subject { name: Some(value.to_owned()), ..Subject::default() },
            );
        }
        Some(Means::Keyword) => value.split(',').for_each(|word| Envelope::add(&mut envelope.keywords, word)),
        Some(Means::Priority) => _ = envelope.raw.entry("priority").or_insert_with(|| value.to_owned()),
        Some(Means::Format) => {
            envelope.tabular |= value.eq_ignore_ascii_case("t");
            unmapped::keep(envelope, "meta/anpa-format", value, limits);
        }
        Some(Means::Private) => envelope.note(&format!("{name}: {value}"), false),
        Some(Means::Again) => {}
        None => unmapped::keep(envelope, &format!("meta/{name}"), value, limits),
    }
}
