//! Which of its namesakes a place of the dateline is.

use std::borrow::Cow;
use std::ops::Range;

use super::bounds::{Bound, town_bounds, wide_bounds};
use super::choose::choose;
use super::context::Context;
use super::mistyped::mistyped;
use super::names::{clean, hedged, hits, mobile, stem, titled};
use super::place::PlaceText;
use crate::authority::{Agency, Authority, CountryCode, Gazetteer, GeoHit, GeoId, NameRank};
use crate::desk::why::{Answer, Field, Quote, Why};
use crate::record::{DatelinePlace, Place, PlaceKind};

/// A place of the dateline, chosen.
pub struct Chosen {
    pub place: DatelinePlace,
    /// Its row of the gazetteer, if it has one.
    pub id: Option<GeoId>,
    /// The runner-up came close.
    pub doubtful: bool,
}

impl Chosen {
    /// For `copydesk explain`; `text` is what the place was read from.
    fn account(&self, text: Quote) -> Answer {
        let place = &self.place;
        let parts = [Some(&place.name), place.place.region.as_ref(), place.place.country_name.as_ref()];
        let mut value = parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ");
        if let Some(id) = place.place.geonameid {
            value.push_str(&format!(" (GeoNames {id})"));
        }
        let because = if self.doubtful { "the runner-up came close" } else { "" }.to_owned();
        Answer { text, value, rule: place.rule, confidence: Some(place.confidence), because }
    }
}

/// Chooses the places of one dateline. `text` is what their ranges count in, `story` the copy behind it; `quote`
/// makes evidence of a range.
pub fn resolve(
    text: &str,
    places: &[PlaceText],
    story: &[&str],
    agencies: &[&Agency],
    authority: &Authority,
    why: &Why,
    quote: fn(&str, &Range<usize>) -> Quote,
) -> Vec<Chosen> {
    let context = Context::new(story, agencies, authority, why);
    let mut chosen: Vec<Chosen> = Vec::with_capacity(places.len());
    for place in places {
        let neighbours: Vec<CountryCode> =
            chosen.iter().filter_map(|c| CountryCode::new(c.place.place.country.as_deref()?)).collect();
        let choice = one(text, place, &neighbours, &context, authority);
        why.decided(Field::Place, || choice.account(quote(text, &place.range)));
        chosen.push(choice);
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
    let raw = one_line(&text[place.range.clone()]);
    let name = &text[place.name.clone()];
    if let Some(inner) = hedged(name) {
        let name = place.name.end - inner.len()..place.name.end;
        let inner = PlaceText { name, hits: hits(inner, gazetteer), ..place.clone() };
        let mut chosen = one(text, &inner, neighbours, context, authority);
        if chosen.id.is_some() {
            (chosen.place.rule, chosen.place.confidence) = ("hedge", chosen.place.confidence.min(0.85));
            return chosen;
        }
    }
    let name = clean(name);
    let parts = || place.parts.iter().rev().map(|part| &text[part.clone()]);
    let wide = parts().map(|p| wide_bounds(p, gazetteer)).find(|b| !b.is_empty()).unwrap_or_default();
    if mobile(&name) {
        return unplaced(raw, &name, PlaceKind::Mobile, "mobile", 0.95, &wide, gazetteer);
    }
    let found = match &name {
        Cow::Borrowed(_) => Cow::Borrowed(&*place.hits),
        Cow::Owned(name) => Cow::Owned(hits(name, gazetteer)),
    };
    let seen = Seen { raw: &raw, name: &name, hits: &found, neighbours, context, gazetteer };
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
        && let Some(chosen) = seen.among(&towns)
    {
        return chosen;
    }
    let mut all = wide;
    all.extend(towns);
    if all.is_empty() {
        // A part that no gazetteer has says nothing.
        return seen.bare();
    }
    // `NAIROBI, Keyna`, `Rome (IT)`: a slip or a code that is some village or district elsewhere moves no great town.
    let vague = parts().all(|p| p.len() <= 3) || all.iter().all(|b| b.kind == PlaceKind::City);
    match seen.great().filter(|_| vague) {
        Some(id) => seen.published(id, "part-conflict", PART_CONFLICT),
        None => seen.elsewhere(&all),
    }
}

/// With one blank between words, however the copy was broken.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// A place of the dateline, as seen by the rules that choose.
struct Seen<'a> {
    raw: &'a str,
    name: &'a str,
    /// What bears that name.
    hits: &'a [GeoHit],
    neighbours: &'a [CountryCode],
    context: &'a Context<'a>,
    gazetteer: &'a Gazetteer,
}

impl Seen<'_> {
    /// Without a state or country part.
    fn bare(&self) -> Chosen {
        let mut found = self.hits.to_vec();
        if self.name.len() <= 3 {
            // Codes are nothing to look for alone: `Sep`, `FOR`.
            found.retain(|hit| hit.rank < NameRank::Weak);
        }
        if let Some(choice) = choose(&found, &[], self.neighbours, self.context, self.gazetteer) {
            let geo = self.gazetteer.get(choice.id);
            let small = geo.kind == PlaceKind::City && geo.prominence < 4.4;
            if small
                && self.context.support(&geo) < 0.5
                && let Some((id, 1)) = mistyped(self.name, &[], self.context, self.gazetteer)
                && self.context.support(&self.gazetteer.get(id)) >= 1.5
            {
                // A hamlet far from the story, one slip from a great town within it.
                return self.published(id, "typo", BARE_TYPO);
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
            return self.stemmed(choice.id, kind, choice.confidence.min(BARE_STEM));
        }
        if let Some((id, letters)) = mistyped(self.name, &[], self.context, self.gazetteer) {
            return self.published(id, "typo", if letters == 1 { BARE_TYPO } else { TYPO_OF_TWO });
        }
        self.unplaced(kind.unwrap_or(PlaceKind::Unknown), "unknown", UNKNOWN, &[])
    }

    /// Within what its part allows, a typing slip too; `None` where the part holds no such place.
    fn bounded(&self, bounds: &[Bound]) -> Option<Chosen> {
        if let Some(chosen) = self.among(bounds) {
            return Some(chosen);
        }
        let (id, letters) = mistyped(self.name, bounds, self.context, self.gazetteer)?;
        Some(self.published(id, "typo", if letters == 1 { TYPO } else { TYPO_OF_TWO }))
    }

    /// Within what its part allows, by a name or a stem of it.
    fn among(&self, bounds: &[Bound]) -> Option<Chosen> {
        if let Some(choice) = choose(self.hits, bounds, self.neighbours, self.context, self.gazetteer) {
            let mut chosen = self.published(choice.id, choice.rule, choice.confidence);
            chosen.doubtful = choice.doubtful;
            return Some(chosen);
        }
        let (kind, stem) = stem(self.name);
        if let Some(stem) = stem
            && let Some(choice) =
                choose(&hits(&stem, self.gazetteer), bounds, self.neighbours, self.context, self.gazetteer)
        {
            return Some(self.stemmed(choice.id, kind, choice.confidence.min(STEM)));
        }
        None
    }

    /// A great town of this very name, wherever it lies.
    fn great(&self) -> Option<GeoId> {
        let choice = choose(self.hits, &[], self.neighbours, self.context, self.gazetteer)?;
        let geo = self.gazetteer.get(choice.id);
        (geo.kind == PlaceKind::City && (geo.capital || geo.population >= GREAT)).then_some(choice.id)
    }

    /// Not where its part says: a great town of the same country, else only the part is known.
    fn elsewhere(&self, bounds: &[Bound]) -> Chosen {
        let (kind, _) = stem(self.name);
        let great = self.hits.iter().find(|h| {
            let geo = self.gazetteer.get(h.id);
            let large = geo.capital || geo.population >= GREAT;
            let same = bounds.iter().any(|b| b.kind != PlaceKind::City && b.country == geo.country);
            h.kind == PlaceKind::City && h.rank <= NameRank::Usual && large && same
        });
        match great {
            Some(hit) => self.published(hit.id, "part-conflict", PART_CONFLICT),
            None => {
                let bounds = likeliest(bounds.to_vec(), self.context, self.gazetteer);
                self.unplaced(kind.unwrap_or(PlaceKind::Unknown), "part-only", PART_ONLY, &bounds)
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

/// People of a town that a dateline names by itself.
const GREAT: u32 = 100_000;

// What the confidence of each rule but the choice among namesakes is: the share of its choices that are right, country and within 50 km, as
// docs/quality.md measures it.
const STEM: f32 = 0.85;
const BARE_STEM: f32 = 0.75;
const TYPO: f32 = 0.85;
const BARE_TYPO: f32 = 0.7;
const TYPO_OF_TWO: f32 = 0.7;
const PART_CONFLICT: f32 = 0.6;
/// Of the country and division alone: the place has no coordinates.
const PART_ONLY: f32 = 0.8;
const UNKNOWN: f32 = 0.1;

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

fn published(raw: String, id: GeoId, rule: &'static str, confidence: f32, gazetteer: &Gazetteer) -> Chosen {
    let geo = gazetteer.get(id);
    Chosen {
        place: DatelinePlace {
            raw,
            name: geo.name().to_owned(),
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
                    .or_else(|| (b.kind == PlaceKind::Region).then(|| gazetteer.get(b.id).name().to_owned())),
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
