//! Which of its namesakes a place of the dateline is.

use super::context::Context;
use super::place::{self, PlaceText};
use super::typo;
use crate::authority::{Agency, Authority, CountryCode, Gazetteer, GeoHit, GeoId, NameRank, fold};
use crate::record::{DatelinePlace, Place, PlaceKind};

/// A place of the dateline, chosen.
pub struct Chosen {
    pub place: DatelinePlace,
    /// Its row of the gazetteer, if it has one.
    pub id: Option<GeoId>,
    /// The runner-up came close.
    pub doubtful: bool,
}

/// What a state or country part allows.
#[derive(Clone, Copy)]
struct Bound {
    id: GeoId,
    kind: PlaceKind,
    country: Option<CountryCode>,
}

/// Begins the name of something that moves (AP: `ABOARD AIR FORCE ONE`).
const MOBILE: &[&str] =
    &["aboard", "on board", "a bord", "an bord", "a bordo", "ombord", "at sea", "with the "];

/// Ends the name of a facility: it is looked up with and without the word.
const FACILITY: &[&str] = &[
    "air base",
    "air force base",
    "naval base",
    "naval air station",
    "air station",
    "army base",
    "military base",
    "base",
    "airport",
    "international airport",
    "airfield",
    "tunnel",
    "dam",
    "bridge",
    "stadium",
    "refugee camp",
    "camp",
    "prison",
    "port",
    "border crossing",
    "pass",
    "national park",
    "space center",
];

/// Ends the name of a division.
const DIVISION: &[&str] =
    &["county", "province", "district", "township", "prefecture", "oblast", "governorate", "parish"];

/// Stands before a name without being part of it.
const LEADING: &[&str] = &[
    "near ",
    "outside ",
    "northern ",
    "southern ",
    "eastern ",
    "western ",
    "central ",
    "off ",
    "north ",
    "south ",
    "east ",
    "west ",
    "upper ",
    "lower ",
    "downtown ",
];

/// Whether `name` is that of something that moves.
pub fn mobile(name: &str) -> bool {
    let folded = fold(name);
    MOBILE.iter().any(|m| folded.starts_with(m))
}

/// Every place that `name` may mean, spelled out where wires shorten it (`St`, `Ft`, `Mt`).
pub fn hits(name: &str, gazetteer: &Gazetteer) -> Vec<GeoHit> {
    let folded = fold(name);
    let found = gazetteer.lookup_folded(&folded);
    if !found.is_empty() {
        return found;
    }
    for (short, long) in [
        ("st ", "saint "),
        ("saint ", "st "),
        ("ste ", "sainte "),
        ("ft ", "fort "),
        ("mt ", "mount "),
        ("n ", "north "),
        ("s ", "south "),
        ("e ", "east "),
        ("w ", "west "),
        ("the ", ""),
        ("west ", ""),
        ("east ", ""),
    ] {
        if let Some(rest) = folded.strip_prefix(short) {
            // A divided city that grew together again is the whole city today.
            if long.is_empty()
                && short != "the "
                && rest != "berlin"
                && rest != "jerusalem"
                && rest != "beirut"
            {
                continue;
            }
            let found = gazetteer.lookup_folded(&format!("{long}{rest}"));
            if !found.is_empty() {
                return found;
            }
        }
    }
    Vec::new()
}

/// Chooses the places of one dateline. `text` is what their ranges count in, `story` the copy behind it.
pub fn resolve(
    text: &str,
    places: &[PlaceText],
    story: &[&str],
    agencies: &[&Agency],
    authority: &Authority,
) -> Vec<Chosen> {
    let context = Context::new(story, agencies, authority);
    let mut chosen: Vec<Chosen> = Vec::new();
    for place in places {
        let neighbours: Vec<CountryCode> =
            chosen.iter().filter_map(|c| CountryCode::new(c.place.place.country.as_deref()?)).collect();
        chosen.push(one(text, place, &neighbours, &context, authority));
    }
    chosen
}

fn one(
    text: &str,
    place: &PlaceText,
    neighbours: &[CountryCode],
    context: &Context<'_>,
    authority: &Authority,
) -> Chosen {
    let gazetteer = &authority.gazetteer;
    let raw = text[place.range.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
    let name = clean(&text[place.name.clone()]);
    let parts = || place.parts.iter().rev().map(|part| &text[part.clone()]);
    let wide = parts().map(|p| wide_bounds(p, gazetteer)).find(|b| !b.is_empty()).unwrap_or_default();
    if mobile(&name) {
        return unplaced(raw, &name, PlaceKind::Mobile, "mobile", 0.95, &wide, gazetteer);
    }
    let seen = Seen { raw: &raw, name: &name, neighbours, context, gazetteer };
    if place.parts.is_empty() {
        return seen.bare();
    }
    let towns = || parts().map(|p| town_bounds(p, gazetteer)).find(|b| !b.is_empty()).unwrap_or_default();
    if !wide.is_empty()
        && let Some(chosen) = seen.bounded(&wide)
    {
        return chosen;
    }
    let towns = towns();
    if !towns.is_empty()
        && let Some(chosen) = seen.bounded(&towns)
    {
        return chosen;
    }
    let mut all = wide;
    all.extend(towns);
    if all.is_empty() {
        // A part that no gazetteer has says nothing.
        return seen.bare();
    }
    seen.elsewhere(&all)
}

/// A place of the dateline, as seen by the rules that choose.
struct Seen<'a> {
    raw: &'a str,
    name: &'a str,
    neighbours: &'a [CountryCode],
    context: &'a Context<'a>,
    gazetteer: &'a Gazetteer,
}

impl Seen<'_> {
    /// Without a state or country part.
    fn bare(&self) -> Chosen {
        let found = hits(self.name, self.gazetteer);
        if let Some(choice) = choose(&found, &[], self.neighbours, self.context, self.gazetteer) {
            let geo = self.gazetteer.get(choice.id);
            let small = geo.kind == PlaceKind::City && geo.prominence < 4.4;
            if small
                && self.context.support(&geo) < 0.5
                && let Some(id) = mistyped(self.name, &[], self.context, self.gazetteer)
                && self.context.support(&self.gazetteer.get(id)) >= 1.5
            {
                // A hamlet far from the story, one slip from a great town within it.
                return self.published(id, "typo", 0.7);
            }
            let mut chosen = self.published(choice.id, choice.rule, choice.confidence);
            chosen.doubtful = choice.doubtful;
            return chosen;
        }
        let (kind, stem) = stem(self.name);
        if let Some(stem) = stem
            && let Some(choice) =
                choose(&hits(&stem, self.gazetteer), &[], self.neighbours, self.context, self.gazetteer)
        {
            return self.stemmed(choice.id, kind, choice.confidence.min(0.85));
        }
        if let Some(id) = mistyped(self.name, &[], self.context, self.gazetteer) {
            return self.published(id, "typo", 0.7);
        }
        self.unplaced(kind.unwrap_or(PlaceKind::Unknown), "unknown", 0.1, &[])
    }

    /// Within what its part allows; `None` where the part holds no such place.
    fn bounded(&self, bounds: &[Bound]) -> Option<Chosen> {
        let found = hits(self.name, self.gazetteer);
        if let Some(choice) = choose(&found, bounds, self.neighbours, self.context, self.gazetteer) {
            return Some(self.published(choice.id, "named-part", 0.98));
        }
        let (kind, stem) = stem(self.name);
        if let Some(stem) = stem
            && let Some(choice) =
                choose(&hits(&stem, self.gazetteer), bounds, self.neighbours, self.context, self.gazetteer)
        {
            return Some(self.stemmed(choice.id, kind, 0.9));
        }
        let id = mistyped(self.name, bounds, self.context, self.gazetteer)?;
        Some(self.published(id, "typo", 0.85))
    }

    /// Not where its part says: a great town of the same country, else only the part is known.
    fn elsewhere(&self, bounds: &[Bound]) -> Chosen {
        let (kind, _) = stem(self.name);
        let found = hits(self.name, self.gazetteer);
        let great = found.iter().find(|h| {
            let geo = self.gazetteer.get(h.id);
            let large = geo.capital || geo.population >= 100_000;
            let same = bounds.iter().any(|b| b.kind != PlaceKind::City && b.country == geo.country);
            h.kind == PlaceKind::City && h.rank <= NameRank::Usual && large && same
        });
        match great {
            Some(hit) => self.published(hit.id, "part-conflict", 0.6),
            None => {
                let bounds = likeliest(bounds.to_vec(), self.context, self.gazetteer);
                self.unplaced(kind.unwrap_or(PlaceKind::Unknown), "part-only", 0.8, &bounds)
            }
        }
    }

    fn published(&self, id: GeoId, rule: &'static str, confidence: f32) -> Chosen {
        published(self.raw.to_owned(), id, rule, confidence, self.gazetteer)
    }

    /// A facility or division that is not in the gazetteer, at the place it is named for.
    fn stemmed(&self, id: GeoId, kind: Option<PlaceKind>, confidence: f32) -> Chosen {
        let mut chosen = self.published(id, "stem", confidence);
        chosen.place.kind = kind.unwrap_or(chosen.place.kind);
        chosen.place.name = titled(self.name);
        chosen
    }

    fn unplaced(&self, kind: PlaceKind, rule: &'static str, confidence: f32, bounds: &[Bound]) -> Chosen {
        unplaced(self.raw.to_owned(), self.name, kind, rule, confidence, bounds, self.gazetteer)
    }
}

/// Without the slips that a name may carry.
fn clean(name: &str) -> String {
    name.chars()
        .filter(|c| !matches!(c, '{' | '}' | '*'))
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .collect::<String>()
        .trim()
        .to_owned()
}

/// The name without a word for its kind or its surroundings, and the kind that the word says.
fn stem(name: &str) -> (Option<PlaceKind>, Option<String>) {
    let folded = fold(name);
    if let Some(rest) = LEADING.iter().find_map(|l| folded.strip_prefix(l)) {
        return (None, Some(rest.to_owned()));
    }
    let ends = |list: &[&str]| {
        let word = list
            .iter()
            .filter(|w| folded.strip_suffix(**w).is_some_and(|r| r.ends_with(' ')))
            .max_by_key(|w| w.len())?;
        Some(folded[..folded.len() - word.len()].trim_end().to_owned())
    };
    if let Some(rest) = ends(FACILITY) {
        return (Some(PlaceKind::Facility), Some(rest));
    }
    if let Some(rest) = ends(DIVISION) {
        return (Some(PlaceKind::Region), Some(rest));
    }
    (None, ends(&["city"]))
}

/// States that fell apart or lost parts: a dateline of their time may mean any of today's countries.
const FORMER: &[(&str, &[&str])] = &[
    ("yugoslavia", &["RS", "ME", "HR", "SI", "BA", "MK", "XK"]),
    ("serbia and montenegro", &["RS", "ME", "XK"]),
    ("serbia", &["RS", "XK"]),
    (
        "soviet union",
        &["RU", "UA", "BY", "KZ", "UZ", "TM", "TJ", "KG", "GE", "AM", "AZ", "MD", "LT", "LV", "EE"],
    ),
    ("ussr", &["RU", "UA", "BY", "KZ", "UZ", "TM", "TJ", "KG", "GE", "AM", "AZ", "MD", "LT", "LV", "EE"]),
    ("czechoslovakia", &["CZ", "SK"]),
    ("sudan", &["SD", "SS"]),
    ("ethiopia", &["ET", "ER"]),
    ("indonesia", &["ID", "TL"]),
    ("israel", &["IL", "PS"]),
];

/// What a part allows: states and countries of that name.
fn wide_bounds(part: &str, gazetteer: &Gazetteer) -> Vec<Bound> {
    let folded = fold(part);
    if let Some((_, codes)) = FORMER.iter().find(|(name, _)| folded.ends_with(name)) {
        let countries = codes.iter().filter_map(|c| gazetteer.country(CountryCode::new(c)?));
        return countries.map(|geo| bound(geo.id, PlaceKind::Country, gazetteer)).collect();
    }
    place::wider(part, gazetteer).iter().map(|h| bound(h.id, h.kind, gazetteer)).collect()
}

/// What a part allows that goes by a town's name: `Galisteo (Cáceres)` lies in the town's province.
fn town_bounds(part: &str, gazetteer: &Gazetteer) -> Vec<Bound> {
    let towns = hits(part, gazetteer);
    towns
        .iter()
        .filter(|h| h.kind == PlaceKind::City)
        .take(8)
        .map(|h| bound(h.id, h.kind, gazetteer))
        .collect()
}

fn bound(id: GeoId, kind: PlaceKind, gazetteer: &Gazetteer) -> Bound {
    Bound { id, kind, country: gazetteer.get(id).country }
}

/// Whether `id` lies where the part says; `None` without a part.
fn within(id: GeoId, bounds: &[Bound], gazetteer: &Gazetteer) -> Option<bool> {
    if bounds.is_empty() {
        return None;
    }
    let geo = gazetteer.get(id);
    let inside = bounds.iter().any(|b| match b.kind {
        PlaceKind::Region => geo.region == Some(b.id) || b.id == id,
        PlaceKind::Country => geo.country.is_some() && geo.country == b.country,
        _ => geo.country == b.country && near(id, b.id, 200.0, gazetteer),
    });
    Some(inside)
}

/// Whether two places lie within `km` of each other.
fn near(a: GeoId, b: GeoId, km: f64, gazetteer: &Gazetteer) -> bool {
    let (Some((lat, lon)), Some((lat2, lon2))) = (gazetteer.get(a).point, gazetteer.get(b).point) else {
        return false;
    };
    let (dy, dx) = ((lat - lat2) * 111.2, (lon - lon2) * 111.2 * lat.to_radians().cos());
    (dx * dx + dy * dy).sqrt() <= km
}

struct Choice {
    id: GeoId,
    rule: &'static str,
    confidence: f32,
    doubtful: bool,
}

/// A lead of this much over the next candidate needs no look at the story.
const CLEAR: f32 = 2.2;

fn choose(
    candidates: &[GeoHit],
    bounds: &[Bound],
    neighbours: &[CountryCode],
    context: &Context<'_>,
    gazetteer: &Gazetteer,
) -> Option<Choice> {
    let allowed = |h: &&GeoHit| within(h.id, bounds, gazetteer) != Some(false);
    let mut scored: Vec<(f32, &GeoHit)> =
        candidates.iter().filter(allowed).take(24).map(|h| (prominence(h, gazetteer), h)).collect();
    // Stable: the gazetteer's own order decides between equals.
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let best = *scored.first()?;
    let choice = |h: &GeoHit, rule, confidence, doubtful| Choice { id: h.id, rule, confidence, doubtful };
    let Some(next) = scored.get(1) else {
        return Some(choice(best.1, "only", 0.97, false));
    };
    // A country's name is a town's too in the country's own copy: `LEBANON (AP)` out of Ohio.
    let either = best.1.kind == PlaceKind::Country && next.1.kind == PlaceKind::City;
    if (best.0 - next.0 >= CLEAR && !either) || !bounds.is_empty() {
        return Some(choice(best.1, "prominence", 0.97, false));
    }
    let mut weighed: Vec<(f32, &GeoHit)> = scored
        .iter()
        .map(|(score, h)| {
            let geo = gazetteer.get(h.id);
            let neighbour = geo.country.is_some_and(|c| neighbours.contains(&c));
            (score + context.support(&geo) + if neighbour { 1.0 } else { 0.0 }, *h)
        })
        .collect();
    weighed.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (first, second) = (weighed[0], weighed[1]);
    let same_spot = near(first.1.id, second.1.id, 60.0, gazetteer);
    let rule = if first.1.id == best.1.id { "prominence" } else { "story" };
    let lead = first.0 - second.0;
    let confidence = if same_spot || lead >= 1.5 {
        0.94
    } else if lead >= 0.6 {
        0.85
    } else {
        0.65
    };
    Some(choice(first.1, rule, confidence, confidence < 0.7))
}

/// How likely a reporter means this place by the bare name: its prominence, less for names that are not
/// usual. A dateline names a town; a country or state where no town will do.
fn prominence(hit: &GeoHit, gazetteer: &Gazetteer) -> f32 {
    let geo = gazetteer.get(hit.id);
    let kind = match hit.kind {
        PlaceKind::Institution => 9.0,
        PlaceKind::City => geo.prominence,
        PlaceKind::Country => 7.0,
        PlaceKind::Region => 4.6 + if geo.point.is_some() { 0.2 } else { 0.0 },
        PlaceKind::Facility => 5.0,
        PlaceKind::Mobile | PlaceKind::Unknown => 0.0,
    };
    let name = match hit.rank {
        NameRank::Own => 0.0,
        NameRank::Usual => 0.3,
        NameRank::Other => 1.8,
        NameRank::Weak => 4.0,
    };
    kind - name
}

/// The bounds with the likeliest first.
fn likeliest(mut bounds: Vec<Bound>, context: &Context<'_>, gazetteer: &Gazetteer) -> Vec<Bound> {
    if bounds.len() > 1 {
        let weight = |b: &Bound| {
            let geo = gazetteer.get(b.id);
            geo.prominence + context.support(&geo)
        };
        bounds.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
    }
    bounds
}

/// The place that `name` is a typing slip of: only prominent ones, or any within the part's bounds.
fn mistyped(name: &str, bounds: &[Bound], context: &Context<'_>, gazetteer: &Gazetteer) -> Option<GeoId> {
    let folded = fold(name);
    if folded.chars().count() < 5 || folded.len() > 32 {
        return None;
    }
    let mut best: Option<(f32, GeoId)> = None;
    for word in typo::slips(&folded) {
        for hit in gazetteer.lookup_folded(&word) {
            let geo = gazetteer.get(hit.id);
            let inside = within(hit.id, bounds, gazetteer);
            let fits = match inside {
                Some(inside) => inside && hit.kind == PlaceKind::City,
                None => hit.kind == PlaceKind::City && (geo.population >= 200_000 || geo.capital),
            };
            if !fits {
                continue;
            }
            let score =
                prominence(&hit, gazetteer) + if bounds.is_empty() { context.support(&geo) } else { 0.0 };
            if best.is_none_or(|(s, _)| score > s) {
                best = Some((score, hit.id));
            }
        }
    }
    best.map(|(_, id)| id)
}

fn published(raw: String, id: GeoId, rule: &'static str, confidence: f32, gazetteer: &Gazetteer) -> Chosen {
    let geo = gazetteer.get(id);
    Chosen {
        place: DatelinePlace {
            raw,
            name: geo.name.to_owned(),
            kind: geo.kind,
            place: gazetteer.publish(id),
            rule,
            confidence,
        },
        id: Some(id),
        doubtful: false,
    }
}

/// A place without coordinates: only what its part says is known.
fn unplaced(
    raw: String,
    name: &str,
    kind: PlaceKind,
    rule: &'static str,
    confidence: f32,
    bounds: &[Bound],
    gazetteer: &Gazetteer,
) -> Chosen {
    let place = bounds
        .first()
        .map(|b| {
            let outer = gazetteer.publish(b.id);
            Place {
                region: outer
                    .region
                    .or_else(|| (b.kind == PlaceKind::Region).then(|| gazetteer.get(b.id).name.to_owned())),
                country: outer.country,
                country_name: outer.country_name,
                region_code: outer.region_code,
                ..Place::default()
            }
        })
        .unwrap_or_default();
    Chosen {
        place: DatelinePlace { raw, name: titled(name), kind, place, rule, confidence },
        id: None,
        doubtful: false,
    }
}

/// `RIO DE JANEIRO` as `Rio de Janeiro`: capitals become a name's usual writing.
pub fn titled(name: &str) -> String {
    if super::scan::case(name) != super::scan::Case::Upper {
        return name.to_owned();
    }
    const SMALL: &[&str] =
        &["DE", "DA", "DO", "DOS", "DEL", "OF", "AND", "THE", "UPON", "SUR", "AM", "AN", "DER"];
    let mut out = String::with_capacity(name.len());
    for (at, word) in name.split(' ').enumerate() {
        if at > 0 {
            out.push(' ');
        }
        if at > 0 && SMALL.contains(&word) {
            out.push_str(&word.to_lowercase());
            continue;
        }
        let mut start = true;
        for c in word.chars() {
            match start {
                true => out.push(c),
                false => out.extend(c.to_lowercase()),
            }
            start = matches!(c, '-' | '.' | '\'' | '’' | '/');
        }
    }
    out
}
