//! What the story says about where it is set: the countries and states it names. Asked only when a bare
//! name leaves a choice.

use std::cell::OnceCell;

use super::scan::Scan;
use crate::authority::{Agency, Authority, CountryCode, Geo, GeoId};
use crate::record::PlaceKind;

/// Bytes of the story that are looked at.
const WINDOW: usize = 1_500;
/// Names that are looked up at most.
const NAMES: usize = 120;

pub struct Context<'a> {
    story: &'a str,
    authority: &'a Authority,
    /// Countries of national agencies that the dispatch credits.
    homes: Vec<CountryCode>,
    named: OnceCell<Named>,
}

#[derive(Default)]
struct Named {
    countries: Vec<(CountryCode, f32)>,
    regions: Vec<(GeoId, f32)>,
}

/// World agencies: their home says nothing about where a story is set.
const WORLD: &[&str] = &["REUTERS", "AFP", "UPI", "XINHUA", "DPA", "BLOOMBERG", "DOWJONES", "TASS"];

/// What the home of a national agency counts for: abroad it names the country (EFE, PTI, ANSA).
const HOME: f32 = 1.0;

impl<'a> Context<'a> {
    pub fn new(story: &'a str, agencies: &[&Agency], authority: &'a Authority) -> Self {
        let homes = agencies
            .iter()
            .filter(|a| !WORLD.contains(&a.code.as_str()))
            .filter_map(|a| CountryCode::new(a.country.as_deref()?))
            .collect();
        Context { story, authority, homes, named: OnceCell::new() }
    }

    /// How much the story speaks for `geo`, in the orders of magnitude that prominence counts in.
    pub fn support(&self, geo: &Geo<'_>) -> f32 {
        let named = self.named.get_or_init(|| self.scan());
        let country = geo.country.map_or(0.0, |country| {
            let told =
                named.countries.iter().find(|(c, _)| *c == country).map_or(0.0, |(_, n)| n.min(3.0) * 0.7);
            told + if self.homes.contains(&country) { HOME } else { 0.0 }
        });
        let own = [geo.region, Some(geo.id)];
        let region = named
            .regions
            .iter()
            .filter(|(id, _)| own.contains(&Some(*id)))
            .map(|(_, n)| 1.6 + n.min(3.0) * 0.6)
            .fold(0.0, f32::max);
        country + region
    }

    fn scan(&self) -> Named {
        let mut named = Named::default();
        let gazetteer = &self.authority.gazetteer;
        let mut s = Scan::new(self.story, 0, WINDOW);
        let mut looked = 0;
        while !s.done() && looked < NAMES {
            if !s.rest().starts_with(char::is_uppercase) {
                let skip = s.rest().find(char::is_uppercase).unwrap_or(s.rest().len());
                s.at += skip;
                // Within a word: `McDonald`, `iPod`.
                if self.story[..s.at].ends_with(char::is_alphanumeric) {
                    s.word();
                }
                continue;
            }
            let start = s.at;
            let mut ends = Vec::with_capacity(3);
            let mut t = s;
            while ends.len() < 3 && t.rest().starts_with(char::is_uppercase) && t.word().is_some() {
                ends.push(t.at);
                let sentence = self.story[start..t.at].ends_with('.') && t.at - start > 5;
                if sentence || t.spaces() == 0 && !t.eat("\n") {
                    break;
                }
            }
            let mut next = *ends.first().unwrap_or(&(start + 1));
            for end in ends.iter().rev() {
                looked += 1;
                let name = without_possessive(&self.story[start..*end]);
                let id = gazetteer.demonym(name).or_else(|| {
                    let hits = gazetteer.lookup(name);
                    let first = hits.first().filter(|h| wide(h.kind))?;
                    Some(first.id)
                });
                if let Some(id) = id {
                    named.add(gazetteer.get(id));
                    next = *end;
                    break;
                }
            }
            s.at = next.max(start + 1);
        }
        named
    }
}

fn wide(kind: PlaceKind) -> bool {
    matches!(kind, PlaceKind::Country | PlaceKind::Region)
}

fn without_possessive(name: &str) -> &str {
    ["'s", "’s", "'", "’"].iter().find_map(|s| name.strip_suffix(s)).unwrap_or(name)
}

impl Named {
    fn add(&mut self, geo: Geo<'_>) {
        if let Some(country) = geo.country {
            match self.countries.iter_mut().find(|(c, _)| *c == country) {
                Some((_, n)) => *n += 1.0,
                None => self.countries.push((country, 1.0)),
            }
        }
        if geo.kind == PlaceKind::Region {
            match self.regions.iter_mut().find(|(id, _)| *id == geo.id) {
                Some((_, n)) => *n += 1.0,
                None => self.regions.push((geo.id, 1.0)),
            }
        }
    }
}
