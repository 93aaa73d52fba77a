//! What the head and tail of the copy say, in the record's own words.

use super::copy::{self, Copy};
use super::metadata::{self, Published, Told};
use super::text::Text;
use super::{Desk, furniture};
use crate::dispatch::{Dispatch, Envelope};
use crate::record::*;

/// Cuts what is not for publication out of the body, before anything is counted in it: the blocks that the markup marks, and
/// staff contacts in the trailer.
pub(super) fn cut_private(desk: &Desk, dispatch: &mut Dispatch) {
    if desk.settings.keep_private {
        return;
    }
    let blocks = metadata::private(dispatch);
    metadata::cut(dispatch, &blocks);
    let told = Told::new(&dispatch.envelope, &desk.authority);
    let lines = copy::private(&dispatch.body, &told, &desk.authority);
    metadata::cut(dispatch, &lines);
    let count = blocks.len() + lines.len();
    if count > 0 {
        dispatch.warnings.push(Warning {
            code: "body.private_removed",
            field: "bodies",
            detail: format!("{count} lines or blocks that are not for publication were cut"),
        });
    }
}

/// Killed, held back or usable; an embargo that cannot be read holds the item back (invariant 9).
pub(super) fn pub_status(update: &Update) -> PubStatus {
    let unread = update.embargo.as_ref().is_some_and(|e| e.until.is_none());
    match update.kind {
        UpdateKind::Kill => PubStatus::Canceled,
        UpdateKind::Withhold => PubStatus::Withheld,
        _ if unread => PubStatus::Withheld,
        _ => PubStatus::Usable,
    }
}

/// The byline in words.
pub(super) fn by(credit: &Credit) -> Option<String> {
    let names: Vec<&str> = credit.bylines.iter().map(|b| b.name.as_str()).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// The credited agencies for the ninjs core.
pub(super) fn info_sources(credit: &Credit) -> Vec<InfoSource> {
    let one = |agency: &CreditedAgency| InfoSource {
        name: agency.name.clone(),
        literal: agency.code.clone(),
        role: agency.role,
    };
    credit.agencies.iter().map(one).collect()
}

/// The dateline's places for the ninjs core.
pub(super) fn located(copy: &Copy) -> impl Iterator<Item = NamedPlace> + '_ {
    let places = copy.dateline.iter().flat_map(|d| &d.places);
    places.map(|p| NamedPlace {
        name: p.name.clone(),
        rel: "located",
        literal: p.raw.clone(),
        uri: p.place.geonameid.map(|id| format!("https://sws.geonames.org/{id}/")),
        geo_json: p
            .place
            .lat
            .zip(p.place.lon)
            .map(|(lat, lon)| GeoPoint { kind: "Point", coordinates: [lon, lat] }),
    })
}

/// Where the values were read that a field and the text may both name. `typed` is what the text alone says of updates.
pub(super) fn provenance(
    copy: &Copy,
    typed: &Update,
    said: &Published,
    source: &Source,
    urgency: Option<u8>,
) -> std::collections::BTreeMap<&'static str, String> {
    let text_or = |in_text: bool, other: &'static str| if in_text { "text" } else { other };
    let update = &copy.update;
    let version = said.version_created.as_ref().map(|_| "metadata");
    let version = version.or_else(|| source.timestamp.as_ref().map(|_| "kafka.timestamp"));
    let rows = [
        ("dateline", copy.dateline.as_ref().map(|line| text_or(line.start.is_some(), "header"))),
        ("credit", (!copy.credit.agencies.is_empty()).then(|| text_or(copy.credit_in_text, "header"))),
        ("update", (*update != Update::default()).then(|| text_or(update.kind == typed.kind, "metadata"))),
        ("headlines", (!said.headlines.is_empty()).then_some("metadata")),
        ("urgency", urgency.map(|_| "metadata")),
        ("versionCreated", version),
        (
            "embargoedUntil",
            update.embargo.as_ref().map(|e| text_or(typed.embargo.as_ref() == Some(e), "metadata")),
        ),
    ];
    rows.into_iter().filter_map(|(field, from)| Some((field, from?.to_owned()))).collect()
}

/// The headline that stands in the copy.
pub(super) fn headline(copy: &Copy, text: &Text<'_>) -> Option<Headline> {
    let value = furniture::first(&copy.furniture, FurnitureKind::Headline, text)?;
    Some(Headline { role: None, value: value.to_owned() })
}

/// The envelope's slugline, else the keywords of the copy's; there version and word count stand behind the comma.
pub(super) fn slugline(envelope: &Envelope, copy: &Copy, text: &Text<'_>) -> Option<String> {
    let in_text = || furniture::first(&copy.furniture, FurnitureKind::Slugline, text)?.split(',').next();
    envelope.slugline.clone().or_else(|| in_text().map(str::to_owned))
}

/// The notes to editors that may be published, one a line.
pub(super) fn ed_note(notes: &[Note]) -> Option<String> {
    let public: Vec<&str> = notes.iter().filter(|note| note.public).map(|note| note.text.as_str()).collect();
    (!public.is_empty()).then(|| public.join("\n"))
}

/// The warning of an embargo whose time cannot be read.
pub(super) fn embargo_unread(update: &Update) -> Option<Warning> {
    let embargo = update.embargo.as_ref().filter(|embargo| embargo.until.is_none())?;
    Some(Warning {
        code: "embargo.unresolved",
        field: "embargoedUntil",
        detail: format!("the embargo `{}` names no instant that can be read", embargo.raw),
    })
}

/// The warning of a text with more names than the limit.
pub(super) fn entities_cut(desk: &Desk, entities: &[Entity]) -> Option<Warning> {
    let most = desk.settings.limits.max_mentions;
    let count = entities.iter().map(|entity| entity.mentions.len()).sum::<usize>();
    (count >= most).then(|| Warning {
        code: "entities.cut",
        field: "entities",
        detail: format!("limits.max_mentions = {most} was reached"),
    })
}

/// A person, organisation or event that the story is about.
pub(super) fn about(entity: &Entity) -> Named {
    Named {
        name: entity.name.clone(),
        rel: "about",
        literal: entity.id.clone(),
        uri: entity.links.get("wikidata").map(|id| format!("http://www.wikidata.org/entity/{id}")),
        symbols: entity.symbols.clone(),
    }
}

/// A place that the story is about.
pub(super) fn place(entity: &Entity) -> NamedPlace {
    let point = entity.place.as_ref().and_then(|place| Some([place.place.lon?, place.place.lat?]));
    NamedPlace {
        name: entity.name.clone(),
        rel: "about",
        literal: entity.id.clone(),
        uri: entity.links.get("geonames").map(|id| format!("https://sws.geonames.org/{id}/")),
        geo_json: point.map(|coordinates| GeoPoint { kind: "Point", coordinates }),
    }
}
