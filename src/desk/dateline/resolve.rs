//! Which of its namesakes a place of the dateline is.

use super::bounds::{Bound, near, town_bounds, wide_bounds, within};
use super::context::Context;
use super::names::{clean, hits, mobile, stem, titled};
use super::place::PlaceText;
use super::typo;
use crate::authority::{Agency, Authority, CountryCode, Gazetteer, GeoHit, GeoId, NameRank, fold};
use crate::desk::why::{Answer, Candidate, Field, Quote, Why};
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
    pub fn account(&self, text: Quote) -> Answer {
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

/// Chooses the places of one dateline. `text` is what their ranges count in, `story` the copy behind it.
pub fn resolve(
    text: &str,
    places: &[PlaceText],
    story: &[&str],
    agencies: &[&Agency],
    authority: &Authority,
    why: &Why,
) -> Vec<Chosen> {
    let context = Context::new(story, agencies, authority, why);
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
        let mut found = hits(self.name, self.gazetteer);
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
        let found = hits(self.name, self.gazetteer);
        if let Some(choice) = choose(&found, bounds, self.neighbours, self.context, self.gazetteer) {
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

struct Choice {
    id: GeoId,
    rule: &'static str,
    confidence: f32,
    doubtful: bool,
}

// What each rule's confidence is: the share of its choices that are right, country and within 50 km, as
// docs/quality.md measures it.
const ONLY: f32 = 0.97;
const ONLY_OTHER_NAME: f32 = 0.8;
const ONLY_WEAK_NAME: f32 = 0.6;
const NAMED_PART: f32 = 0.98;
const CLEAR_LEAD: f32 = 0.97;
const WIDE_LEAD: f32 = 0.9;
const SOME_LEAD: f32 = 0.7;
const SMALL_LEAD: f32 = 0.6;
const STEM: f32 = 0.85;
const BARE_STEM: f32 = 0.75;
const TYPO: f32 = 0.85;
const BARE_TYPO: f32 = 0.7;
const TYPO_OF_TWO: f32 = 0.7;
const PART_CONFLICT: f32 = 0.6;
/// Of the country and division alone: the place has no coordinates.
const PART_ONLY: f32 = 0.8;
const UNKNOWN: f32 = 0.1;

/// A lead of this much over the next candidate needs no look at the story.
const CLEAR: f32 = 1.9;

fn choose(
    candidates: &[GeoHit],
    bounds: &[Bound],
    neighbours: &[CountryCode],
    context: &Context<'_>,
    gazetteer: &Gazetteer,
) -> Option<Choice> {
    // Behind a name stands a part that says where: a hamlet of that name is meant before a city once called so.
    let known_as = |h: &GeoHit| {
        let once = !bounds.is_empty() && h.rank == NameRank::Other;
        // Russia has a Donetsk too, and its datelines mean that one before the city it claims.
        let country = gazetteer.get(h.id).country;
        let foreign =
            !bounds.is_empty() && bounds.iter().all(|b| b.country.is_some() && b.country != country);
        prominence(h, gazetteer) - if once { 1.0 } else { 0.0 } - if foreign { 1.5 } else { 0.0 }
    };
    let allowed = |h: &&GeoHit| within(h.id, bounds, gazetteer) != Some(false);
    let mut scored: Vec<(f32, &GeoHit)> =
        candidates.iter().filter(allowed).take(24).map(|h| (known_as(h), h)).collect();
    // Stable: the gazetteer's own order decides between equals.
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let why = |score: f32, h: &GeoHit, held: bool| {
        context.why.weighed(Field::Place, || weighed(score, h, held, gazetteer));
    };
    if !bounds.is_empty() {
        candidates
            .iter()
            .filter(|h| !allowed(h))
            .take(24)
            .for_each(|h| why(prominence(h, gazetteer), h, false));
    }
    let best = *scored.first()?;
    let choice = |h: &GeoHit, rule, confidence, doubtful| Choice { id: h.id, rule, confidence, doubtful };
    let Some(next) = scored.get(1) else {
        why(best.0, best.1, true);
        let (rule, sure) = if bounds.is_empty() { ("only", ONLY) } else { ("named-part", NAMED_PART) };
        return Some(choice(best.1, rule, sure.min(by_name(best.1.rank)), false));
    };
    // A country's name is a town's too in the country's own copy: `LEBANON (AP)` out of Ohio.
    let either = best.1.kind == PlaceKind::Country && next.1.kind == PlaceKind::City;
    let state = bounds.iter().any(|b| b.kind != PlaceKind::Country);
    if (best.0 - next.0 >= CLEAR && !either) || state {
        scored.iter().for_each(|(score, h)| why(*score, h, true));
        // Two villages of one name and size in one state.
        let even = state && best.0 - next.0 < 0.3 && !near(best.1.id, next.1.id, 60.0, gazetteer);
        let (rule, sure) = match (bounds.is_empty(), even) {
            (true, _) => ("prominence", CLEAR_LEAD),
            (false, false) => ("named-part", NAMED_PART),
            (false, true) => ("named-part", SMALL_LEAD),
        };
        return Some(choice(best.1, rule, sure.min(by_name(best.1.rank)), even));
    }
    let mut weighed: Vec<(f32, &GeoHit)> = scored
        .iter()
        .map(|(score, h)| {
            let geo = gazetteer.get(h.id);
            let neighbour = geo.country.is_some_and(|c| neighbours.contains(&c));
            let told = context.support(&geo) + if neighbour { 1.0 } else { 0.0 };
            // With a part behind it no city stands alone; and `KUWAIT` is not the city's own name.
            let alone =
                if bounds.is_empty() && h.rank == NameRank::Own { context.stands_alone(h.id) } else { 0.0 };
            (score + told + alone, *h)
        })
        .collect();
    weighed.sort_by(|a, b| b.0.total_cmp(&a.0));
    weighed.iter().for_each(|(score, h)| why(*score, h, true));
    let (first, second) = (weighed[0], weighed[1]);
    let same_spot = near(first.1.id, second.1.id, 60.0, gazetteer);
    let rule = match (bounds.is_empty(), first.1.id == best.1.id) {
        (false, _) => "named-part",
        (true, true) => "prominence",
        (true, false) => "story",
    };
    let lead = first.0 - second.0;
    let sure = if lead >= 2.5 {
        CLEAR_LEAD
    } else if same_spot || lead >= 1.5 {
        WIDE_LEAD
    } else if lead >= 0.6 {
        SOME_LEAD
    } else {
        SMALL_LEAD
    };
    Some(choice(first.1, rule, sure.min(by_name(first.1.rank)), sure <= SMALL_LEAD))
}

/// What a name of this rank allows a choice to be sure of: an old or foreign name may be another place's that no
/// gazetteer has (`BEAVER CREEK, Colo.` was once Brush).
fn by_name(rank: NameRank) -> f32 {
    match rank {
        NameRank::Own | NameRank::Usual => 1.0,
        NameRank::Other => ONLY_OTHER_NAME,
        NameRank::Weak => ONLY_WEAK_NAME,
    }
}

/// How likely a reporter means this place by the bare name: its prominence, less for names that are not
/// usual. A dateline names a town; a country or state where no town will do.
fn prominence(hit: &GeoHit, gazetteer: &Gazetteer) -> f32 {
    let geo = gazetteer.get(hit.id);
    let kind = match hit.kind {
        PlaceKind::Institution => 9.0,
        PlaceKind::City => geo.prominence,
        PlaceKind::Country => 7.0,
        PlaceKind::Region => 4.4,
        PlaceKind::Facility => 5.0,
        PlaceKind::Mobile | PlaceKind::Unknown => 0.0,
    };
    let name = match hit.rank {
        NameRank::Own => 0.0,
        NameRank::Usual => 0.3,
        NameRank::Other => 2.2,
        NameRank::Weak => 4.0,
    };
    kind - name
}

/// A namesake for `copydesk explain`: how it scored, or that the dateline's own part rules it out.
fn weighed(score: f32, hit: &GeoHit, within: bool, gazetteer: &Gazetteer) -> Candidate {
    let geo = gazetteer.get(hit.id);
    let place = gazetteer.publish(hit.id);
    let name = match hit.rank {
        NameRank::Own | NameRank::Usual => "its usual name",
        NameRank::Other => "another name of it",
        NameRank::Weak => "a rare name of it",
    };
    let told = score - prominence(hit, gazetteer);
    let mut because = match geo.population {
        0 => name.to_owned(),
        people => format!("{name}, {people} people"),
    };
    if !within {
        because.push_str(", not where the dateline's own part says");
    } else if told > 0.0 {
        because.push_str(&format!(", {told:+.1} for what the story and its agency say"));
    }
    let parts = [Some(geo.name.to_owned()), place.region, place.country_name];
    Candidate {
        value: parts.into_iter().flatten().collect::<Vec<_>>().join(", "),
        rule: None,
        score: within.then_some(score),
        because,
        ..Candidate::default()
    }
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

/// The place that `name` is a typing slip of, and how many letters are wrong: only prominent ones, or any town
/// within the part's bounds. A long name may have two wrong (`LONGEUEIL, Quebec`).
fn mistyped(
    name: &str,
    bounds: &[Bound],
    context: &Context<'_>,
    gazetteer: &Gazetteer,
) -> Option<(GeoId, u8)> {
    let folded = fold(name);
    let letters = folded.chars().count();
    if letters < 5 || folded.len() > 32 {
        return None;
    }
    let state = bounds.iter().any(|b| b.kind == PlaceKind::Region);
    // A short word is one slip from many: the shorter, the larger the town has to be.
    let least = match (bounds.is_empty(), state) {
        (true, _) => 200_000,
        (false, true) if letters >= 8 => 500,
        (false, true) => 5_000,
        (false, false) if letters >= 8 => 5_000,
        (false, false) => 50_000,
    };
    let fits = |hit: &GeoHit, least: u32| {
        let geo = gazetteer.get(hit.id);
        let large = geo.population >= least || geo.capital;
        let named = hit.rank <= NameRank::Usual || geo.population >= 100_000;
        hit.kind == PlaceKind::City && large && named && within(hit.id, bounds, gazetteer) != Some(false)
    };
    let score = |hit: &GeoHit| {
        let told = if bounds.is_empty() { context.support(&gazetteer.get(hit.id)) } else { 0.0 };
        prominence(hit, gazetteer) + told
    };
    let mut best: Option<(f32, GeoId)> = None;
    for word in typo::slips(&folded) {
        for hit in gazetteer.find(&word).into_iter().flat_map(|entry| entry.hits()) {
            if fits(&hit, least) && best.is_none_or(|(s, _)| score(&hit) > s) {
                best = Some((score(&hit), hit.id));
            }
        }
    }
    if let Some((_, id)) = best {
        return Some((id, 1));
    }
    if letters < 8 || bounds.is_empty() {
        return None;
    }
    // Nothing else fits and the part says where to look: the towns there, one by one.
    let mut found: Option<GeoId> = None;
    for geo in gazetteer.iter().filter(|geo| geo.kind == PlaceKind::City && geo.population >= 20_000) {
        let near =
            geo.name.len().abs_diff(name.len()) <= 4 && within(geo.id, bounds, gazetteer) == Some(true);
        if near && typo::within_two(&folded, &fold(geo.name)) {
            if found.is_some() {
                return None;
            }
            found = Some(geo.id);
        }
    }
    found.map(|id| (id, 2))
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
