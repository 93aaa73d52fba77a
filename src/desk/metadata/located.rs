//! The dateline that an envelope has in fields, and whether it contradicts the one in the text.

use crate::authority::{Gazetteer, GeoId, country_of};
use crate::desk::dateline::near;
use crate::dispatch::{Envelope, Located};
use crate::record::Warning;

/// Two points of one place are no farther apart, in kilometres.
const NEAR: f64 = 60.0;

/// The place fields as a dateline would write them: `Nairobi, Kenya`. A country alone is no dateline's place unless nothing
/// more is said.
fn fields(located: &Located, gazetteer: &Gazetteer) -> Option<String> {
    let said = located.country.as_deref();
    let named =
        said.and_then(country_of).and_then(|code| gazetteer.country(code)).map(|country| country.name());
    let parts = [located.name.as_deref(), located.region.as_deref(), named.or(said)];
    let mut parts: Vec<&str> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    parts.dedup();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// What the envelope has as the dateline, as one line; a bureau is none.
pub fn written(envelope: &Envelope, gazetteer: &Gazetteer) -> Option<String> {
    envelope.dateline.clone().or_else(|| places(envelope, gazetteer, |place| !place.bureau))
}

/// As [`written`], a bureau too: what may contradict the text.
pub fn claimed(envelope: &Envelope, gazetteer: &Gazetteer) -> Option<String> {
    envelope.dateline.clone().or_else(|| places(envelope, gazetteer, |_| true))
}

fn places(envelope: &Envelope, gazetteer: &Gazetteer, wanted: fn(&Located) -> bool) -> Option<String> {
    let places: Vec<String> = envelope
        .located
        .iter()
        .filter(|place| wanted(place))
        .filter_map(|place| fields(place, gazetteer))
        .collect();
    (!places.is_empty()).then(|| places.join("; "))
}

/// The warning that the envelope puts the reporter elsewhere than the text does: `text` and `told` are the places of either, `raw`
/// and `written` what they are read from.
pub fn conflict(
    text: &[GeoId],
    raw: &str,
    told: &[GeoId],
    written: &str,
    gazetteer: &Gazetteer,
) -> Option<Warning> {
    let agree =
        |a: GeoId, b: GeoId| near(a, b, NEAR, gazetteer) || gazetteer.within(a, b) || gazetteer.within(b, a);
    let contradicts =
        !text.is_empty() && !told.is_empty() && !text.iter().any(|a| told.iter().any(|b| agree(*a, *b)));
    contradicts.then(|| Warning {
        code: "dateline.metadata_conflict",
        field: "dateline",
        detail: format!("the metadata say `{written}`, the text `{raw}`: the text was taken"),
    })
}
