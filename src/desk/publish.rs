//! What the head and tail of the copy say, in the record's own words.

use super::Desk;
use super::copy::{self, Copy};
use crate::dispatch::Dispatch;
use crate::record::*;

/// Cuts staff contacts out of the trailer, before anything is counted in the body.
pub(super) fn cut_private(desk: &Desk, dispatch: &mut Dispatch) {
    if desk.settings.keep_private {
        return;
    }
    let cuts = copy::private(&dispatch.body, dispatch.header.as_ref(), &desk.authority);
    for cut in cuts.iter().rev() {
        dispatch.body.replace_range(cut.clone(), "");
    }
    if !cuts.is_empty() {
        dispatch.warnings.push(Warning {
            code: "body.private_removed",
            field: "bodies",
            detail: format!("{} lines of staff contacts were cut from the trailer", cuts.len()),
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

/// Where the dateline, the credit and the update were read.
pub(super) fn provenance(copy: &Copy) -> std::collections::BTreeMap<&'static str, String> {
    let header = |in_text: bool| if in_text { "text" } else { "header" }.to_owned();
    let mut map = std::collections::BTreeMap::new();
    if let Some(dateline) = &copy.dateline {
        map.insert("dateline", header(dateline.start.is_some()));
    }
    if !copy.credit.agencies.is_empty() {
        let in_text = copy.dateline.as_ref().is_none_or(|d| d.start.is_some());
        map.insert("credit", header(in_text));
    }
    if copy.update != Update::default() {
        map.insert("update", "text".to_owned());
    }
    map
}
