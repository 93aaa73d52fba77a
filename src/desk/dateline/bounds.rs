//! What a state, province or country part allows its place to be.

use super::names::hits;
use super::part;
use crate::authority::{CountryCode, Gazetteer, Geo, GeoId, NameRank, fold};
use crate::record::PlaceKind;

/// What a state or country part allows.
#[derive(Clone, Copy)]
pub struct Bound {
    pub id: GeoId,
    pub kind: PlaceKind,
    pub country: Option<CountryCode>,
}

const YUGOSLAVIA: &[&str] = &["RS", "ME", "HR", "SI", "BA", "MK", "XK"];
const SOVIET: &[&str] =
    &["RU", "UA", "BY", "KZ", "UZ", "TM", "TJ", "KG", "GE", "AM", "AZ", "MD", "LT", "LV", "EE"];
const CZECHOSLOVAKIA: &[&str] = &["CZ", "SK"];

/// States that fell apart or lost parts: a dateline of their time may mean any of today's countries.
const FORMER: &[(&str, &[&str])] = &[
    ("yugoslavia", YUGOSLAVIA),
    ("yougoslavie", YUGOSLAVIA),
    ("jugoslawien", YUGOSLAVIA),
    ("jugoslavia", YUGOSLAVIA),
    ("iugoslavia", YUGOSLAVIA),
    ("joegoslavie", YUGOSLAVIA),
    ("jugoslavien", YUGOSLAVIA),
    ("jugoslavija", YUGOSLAVIA),
    ("serbia and montenegro", &["RS", "ME", "XK"]),
    ("serbia", &["RS", "XK"]),
    ("soviet union", SOVIET),
    ("ussr", SOVIET),
    ("urss", SOVIET),
    ("udssr", SOVIET),
    ("sowjetunion", SOVIET),
    ("union sovietique", SOVIET),
    ("union sovietica", SOVIET),
    ("unione sovietica", SOVIET),
    ("uniao sovietica", SOVIET),
    ("sovjet unie", SOVIET),
    ("sovjetunionen", SOVIET),
    ("neuvostoliitto", SOVIET),
    ("czechoslovakia", CZECHOSLOVAKIA),
    ("tschechoslowakei", CZECHOSLOVAKIA),
    ("tchecoslovaquie", CZECHOSLOVAKIA),
    ("cecoslovacchia", CZECHOSLOVAKIA),
    ("checoslovaquia", CZECHOSLOVAKIA),
    ("tsjechoslowakije", CZECHOSLOVAKIA),
    ("tjeckoslovakien", CZECHOSLOVAKIA),
    ("cssr", CZECHOSLOVAKIA),
    ("sudan", &["SD", "SS"]),
    ("ethiopia", &["ET", "ER"]),
    ("indonesia", &["ID", "TL"]),
    ("israel", &["IL", "PS"]),
];

/// Territories with a code of their own that datelines place in the country they belong to (`LONGYEARBYEN, Norway`,
/// `CHRISTMAS ISLAND, Australia`, `SAN JUAN, United States`).
const TERRITORIES: &[(&str, &[&str])] = &[
    ("AU", &["CX", "CC", "NF"]),
    ("CN", &["HK", "MO"]),
    ("DK", &["GL", "FO"]),
    ("FI", &["AX"]),
    ("FR", &["GP", "MQ", "GF", "RE", "YT", "NC", "PF", "PM", "WF", "BL", "MF", "TF"]),
    ("GB", &["BM", "KY", "VG", "TC", "AI", "MS", "SH", "FK", "GI", "GG", "JE", "IM", "PN", "IO"]),
    ("NL", &["AW", "CW", "SX", "BQ"]),
    ("NO", &["SJ"]),
    ("NZ", &["CK", "NU", "TK"]),
    ("US", &["PR", "VI", "GU", "AS", "MP"]),
];

/// What a part allows: states and countries of that name.
pub fn wide_bounds(part: &str, gazetteer: &Gazetteer) -> Vec<Bound> {
    let folded = fold(part);
    if let Some((_, codes)) = FORMER.iter().find(|(name, _)| folded.ends_with(name)) {
        let countries = codes.iter().filter_map(|c| gazetteer.country(CountryCode::new(c)?));
        return countries.map(|geo| bound(geo.id, PlaceKind::Country, gazetteer)).collect();
    }
    part::wider(part, gazetteer).iter().map(|h| bound(h.id, h.kind, gazetteer)).collect()
}

/// What a part allows that goes by a town's name: `Galisteo (Cáceres)` lies in the town's province.
pub fn town_bounds(part: &str, gazetteer: &Gazetteer) -> Vec<Bound> {
    let towns = hits(part, gazetteer);
    towns
        .iter()
        .filter(|h| h.kind == PlaceKind::City && h.rank < NameRank::Weak)
        .take(8)
        .map(|h| bound(h.id, h.kind, gazetteer))
        .collect()
}

fn bound(id: GeoId, kind: PlaceKind, gazetteer: &Gazetteer) -> Bound {
    Bound { id, kind, country: gazetteer.get(id).country }
}

/// Whether the place that `id` gave lies where the part says; `None` without a part.
pub fn within(id: GeoId, geo: &Geo<'_>, bounds: &[Bound], gazetteer: &Gazetteer) -> Option<bool> {
    if bounds.is_empty() {
        return None;
    }
    let inside = bounds.iter().any(|b| match b.kind {
        PlaceKind::Region => geo.region == Some(b.id) || b.id == id || in_area(geo, b, gazetteer),
        // `SIMFEROPOL, Russia`: a side's dateline names its own country.
        PlaceKind::Country => b.country.is_some_and(|country| {
            gazetteer.claimed(geo, country) || geo.country.is_some_and(|own| territory(own, country))
        }),
        _ => geo.country == b.country && near(id, b.id, 200.0, gazetteer),
    });
    Some(inside)
}

/// Whether a place lies in an area or a county, which no city's row names, or in a division that its own row lacks:
/// near its middle, and in its country as far as it has one (`MAJDAL SHAMS, Golan Heights`).
fn in_area(geo: &Geo<'_>, area: &Bound, gazetteer: &Gazetteer) -> bool {
    let outer = gazetteer.get(area.id);
    // The cities of a division of the first level say that they lie in it; only such a one has people of its own.
    let division = outer.region.is_none() && outer.population > 0;
    // Without a division of its own in that country (`ARIEL, West Bank`) a place may lie in one of the first level.
    let loose = geo.region.is_none() || geo.country != area.country;
    if division && !loose {
        return false;
    }
    let same = area.country.is_none_or(|country| gazetteer.claimed(geo, country));
    let wide = match division {
        true => 120.0,
        false if outer.region.is_some() => 80.0,
        false => 350.0,
    };
    same && near(geo.id, area.id, wide, gazetteer)
}

/// Whether `own` is the code of a territory of `country`.
fn territory(own: CountryCode, country: CountryCode) -> bool {
    let (own, country) = (own.as_str(), country.as_str());
    TERRITORIES.iter().any(|(holder, codes)| *holder == country && codes.contains(&own))
}

/// Whether two places lie within `km` of each other.
pub fn near(a: GeoId, b: GeoId, km: f64, gazetteer: &Gazetteer) -> bool {
    let (Some((lat, lon)), Some((lat2, lon2))) = (gazetteer.get(a).point, gazetteer.get(b).point) else {
        return false;
    };
    let (dy, dx) = ((lat - lat2) * 111.2, (lon - lon2) * 111.2 * lat.to_radians().cos());
    (dx * dx + dy * dy).sqrt() <= km
}
