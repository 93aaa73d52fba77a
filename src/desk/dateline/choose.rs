//! The choice among the places of one name: prominence, cities that stand alone, the story, the dateline's own part.

use super::bounds::{Bound, near, within};
use super::context::Context;
use crate::authority::{CountryCode, Gazetteer, GeoHit, GeoId, NameRank};
use crate::desk::why::{Candidate, Field};
use crate::record::PlaceKind;

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

/// One of the places of a name, and why it.
pub struct Choice {
    pub id: GeoId,
    pub rule: &'static str,
    pub confidence: f32,
    /// The runner-up came close.
    pub doubtful: bool,
}

/// A lead of this much over the next candidate needs no look at the story.
const CLEAR: f32 = 1.9;

/// No more namesakes are weighed.
const MOST: usize = 24;

/// Chooses among `candidates`, which all bear the name; within `bounds` where there are any. `neighbours` are the
/// countries of the places before it in the dateline. `None` when no candidate lies within the bounds.
pub fn choose(
    candidates: &[GeoHit],
    bounds: &[Bound],
    neighbours: &[CountryCode],
    context: &Context<'_>,
    gazetteer: &Gazetteer,
) -> Option<Choice> {
    // Behind a name stands a part that says where: a hamlet of that name is meant before a city once called so.
    let known_as = |h: &GeoHit| {
        let bare = prominence(h, gazetteer);
        if bounds.is_empty() {
            return bare;
        }
        let once = h.rank == NameRank::Other;
        // Russia has a Donetsk too, and its datelines mean that one before the city it claims.
        let country = gazetteer.get(h.id).country;
        let foreign = bounds.iter().all(|b| b.country.is_some() && b.country != country);
        bare - if once { 1.0 } else { 0.0 } - if foreign { 1.5 } else { 0.0 }
    };
    let allowed = |h: &&GeoHit| {
        bounds.is_empty() || within(h.id, &gazetteer.get(h.id), bounds, gazetteer) != Some(false)
    };
    let mut scored: Vec<(f32, &GeoHit)> = Vec::with_capacity(candidates.len().min(MOST));
    scored.extend(candidates.iter().filter(allowed).take(MOST).map(|h| (known_as(h), h)));
    // Stable: the gazetteer's own order decides between equals.
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let why = |score: f32, h: &GeoHit, held: bool| {
        context.why.weighed(Field::Place, || weighed(score, h, held, gazetteer));
    };
    if !bounds.is_empty() && context.why.listens() {
        let others = candidates.iter().filter(|h| !allowed(h));
        others.take(MOST).for_each(|h| why(prominence(h, gazetteer), h, false));
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
    // A wire of Georgia means its own Athens; `KUWAIT` is not its city's own name.
    let alone = |h: &GeoHit| bounds.is_empty() && h.rank == NameRank::Own;
    let home = scored.iter().any(|(_, h)| alone(h) && context.at_home(h.id));
    if (best.0 - next.0 >= CLEAR && !either && !home) || state {
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
            // With a part behind it no city stands alone.
            let alone = if alone(h) { context.stands_alone(h.id) } else { 0.0 };
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
pub fn prominence(hit: &GeoHit, gazetteer: &Gazetteer) -> f32 {
    let kind = match hit.kind {
        PlaceKind::Institution => 9.0,
        PlaceKind::City => gazetteer.prominence(hit.id),
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
    let parts = [Some(geo.name().to_owned()), place.region, place.country_name];
    Candidate {
        value: parts.into_iter().flatten().collect::<Vec<_>>().join(", "),
        rule: None,
        score: within.then_some(score),
        because,
        ..Candidate::default()
    }
}
