//! What the story says about where it is set: the countries and states it names. Asked only when a bare
//! name leaves a choice.

use std::cell::OnceCell;

use super::scan::Scan;
use crate::authority::{
    Agency, AgencyStyle, Authority, CountryCode, Entry, Gazetteer, Geo, GeoHit, GeoId, NameRank, fold,
};
use crate::desk::why::Why;
use crate::record::PlaceKind;

/// Bytes of the story that are looked at.
const WINDOW: usize = 1_500;
/// Names that are looked up at most.
const NAMES: usize = 120;

/// What the copy around a dateline says of where it is set.
pub struct Context<'a> {
    /// Headlines and the story's beginning.
    copy: &'a [&'a str],
    authority: &'a Authority,
    /// Countries of national agencies that the dispatch credits.
    homes: Vec<CountryCode>,
    /// Towns that the agencies which the dispatch credits name without state or country.
    towns: Vec<GeoId>,
    named: OnceCell<Named>,
    /// Hears what is weighed.
    pub why: &'a Why,
}

#[derive(Default)]
struct Named {
    countries: Vec<(CountryCode, f32)>,
    regions: Vec<(GeoId, f32)>,
}

/// What the home of a national agency counts for: abroad it names the country (EFE, PTI, ANSA).
const HOME: f32 = 1.5;

/// What a town counts for that a credited agency names bare: as much as AP's list of cities that stand alone
/// (`BIRMINGHAM` of an Alabama wire).
const HOME_TOWN: f32 = 4.0;

impl<'a> Context<'a> {
    /// `copy`: headlines and the story's beginning; `agencies`: those that the dispatch credits.
    pub fn new(copy: &'a [&'a str], agencies: &[&Agency], authority: &'a Authority, why: &'a Why) -> Self {
        let homes = agencies
            .iter()
            .filter(|a| !a.world)
            .filter_map(|a| CountryCode::new(a.country.as_deref()?))
            .collect();
        let towns = agencies.iter().flat_map(|a| &a.towns).copied().collect();
        Context { copy, authority, homes, towns, named: OnceCell::new(), why }
    }

    /// Whether a credited agency names the place without state or country.
    pub fn at_home(&self, id: GeoId) -> bool {
        self.towns.contains(&id)
    }

    /// How much the story speaks for `geo`, in the orders of magnitude that prominence counts in.
    pub fn support(&self, geo: &Geo<'_>) -> f32 {
        let named = self.named.get_or_init(|| self.read());
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
            .map(|(_, n)| 2.2 * n.min(1.0) + (n.min(3.0) - 1.0).max(0.0) * 0.6)
            .fold(0.0, f32::max);
        country + region
    }

    /// What a city that agencies name without its state or country has before its namesakes: who means another GENEVA
    /// writes `GENEVA, Ill.` (AP Stylebook, `datelines`). AP's list is short and kept; Reuters's is longer.
    pub fn stands_alone(&self, id: GeoId) -> f32 {
        match self.authority.styles.stands_alone(id) {
            _ if self.at_home(id) => HOME_TOWN,
            Some(AgencyStyle::Ap) => 4.0,
            Some(_) => 2.0,
            None => 0.0,
        }
    }

    fn read(&self) -> Named {
        let mut named = Named::default();
        for text in self.copy {
            self.scan(text, &mut named);
        }
        named
    }

    fn scan(&self, story: &str, named: &mut Named) {
        let gazetteer = &self.authority.gazetteer;
        let mut s = Scan::new(story, 0, WINDOW);
        let mut looked = 0;
        while !s.done() && looked < NAMES {
            if !s.rest().starts_with(char::is_uppercase) {
                s.at += capital(s.rest());
                // Within a word: `McDonald`, `iPod`.
                if story[..s.at].ends_with(char::is_alphanumeric) {
                    s.word();
                }
                continue;
            }
            let start = s.at;
            let (mut next, mut longest) = (start + 1, None);
            let mut t = s;
            for words in 1..=3 {
                if !t.rest().starts_with(char::is_uppercase) || t.word().is_none() {
                    break;
                }
                let end = t.at;
                if words == 1 {
                    next = end;
                }
                looked += 1;
                let name = without_possessive(&story[start..end]);
                // Two letters are initials or a word at the start of a sentence, but for the states wires shorten so.
                if name.len() >= 3 || matches!(name, "US" | "UK") {
                    let Some(entry) = gazetteer.find(&fold(name)) else { break };
                    if let Some(said) = Said::of(entry) {
                        (longest, next) = (Some(said), end);
                    }
                    if !entry.continues() {
                        break;
                    }
                }
                let sentence = story[start..end].ends_with('.') && end - start > 5;
                if sentence || t.spaces() == 0 && !t.eat("\n") {
                    break;
                }
            }
            if let Some(said) = longest {
                named.count(&said, gazetteer);
            }
            s.at = next.max(start + 1);
        }
    }
}

/// Where the first capital stands; the end where none does.
fn capital(text: &str) -> usize {
    let mut at = 0;
    while let Some(skip) = text[at..].bytes().position(|byte| byte.is_ascii_uppercase() || !byte.is_ascii()) {
        at += skip;
        match text[at..].chars().next() {
            Some(c) if !c.is_uppercase() => at += c.len_utf8(),
            _ => return at,
        }
    }
    text.len()
}

fn wide(kind: PlaceKind) -> bool {
    matches!(kind, PlaceKind::Country | PlaceKind::Region)
}

fn without_possessive(name: &str) -> &str {
    ["'s", "’s", "'", "’"].iter().find_map(|s| name.strip_suffix(s)).unwrap_or(name)
}

/// The countries and states that a name means or is an adjective of.
struct Said {
    places: [Option<GeoId>; 3],
}

impl Said {
    fn of(entry: Entry<'_>) -> Option<Said> {
        if let Some(id) = entry.demonym() {
            return Some(Said { places: [Some(id), None, None] });
        }
        let wide = |h: &GeoHit| wide(h.kind) && h.rank <= NameRank::Usual;
        entry.hits().next().filter(wide)?;
        let mut meant = entry.hits().filter(wide).map(|h| h.id);
        Some(Said { places: [meant.next(), meant.next(), meant.next()] })
    }
}

impl Named {
    /// A name of several places counts for each of them by its share.
    fn count(&mut self, said: &Said, gazetteer: &Gazetteer) {
        let share = 1.0 / said.places.iter().flatten().count() as f32;
        for id in said.places.iter().flatten() {
            self.add(gazetteer.get(*id), share);
        }
    }

    fn add(&mut self, geo: Geo<'_>, share: f32) {
        if let Some(country) = geo.country {
            match self.countries.iter_mut().find(|(c, _)| *c == country) {
                Some((_, n)) => *n += share,
                None => self.countries.push((country, share)),
            }
        }
        if geo.kind == PlaceKind::Region {
            match self.regions.iter_mut().find(|(id, _)| *id == geo.id) {
                Some((_, n)) => *n += share,
                None => self.regions.push((geo.id, share)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::authority::{Authority, OverrideFile};
    use crate::desk::Sent;
    use crate::desk::copy::read;
    use crate::desk::metadata::Told;
    use crate::desk::text::Text;
    use crate::desk::why::Why;

    #[test]
    fn an_agency_means_the_towns_of_its_home() {
        let text = "code = \"DIXIEWIRE\"\nname = \"Dixie Wire\"\nkind = \"agency\"\ncountry = \"US\"\n\
                    home = [\"Birmingham\", \"Athens\"]\n";
        let file = OverrideFile { path: "agencies/dixiewire.toml".to_owned(), text: text.to_owned() };
        let authority = Authority::load(&[file]).expect("the data built in and a sound file");
        for (copy, wanted) in [
            ("BIRMINGHAM (Dixie Wire) - A bridge was closed.", Some("US-AL")),
            ("ATHENS (Dixie Wire) - A bridge was closed.", Some("US-GA")),
            ("BIRMINGHAM (Reuters) - A bridge was closed.", Some("GB-ENG")),
            ("ATHENS (Reuters) - A bridge was closed.", Some("GR-I")),
            ("BIRMINGHAM, England (Dixie Wire) - A bridge was closed.", Some("GB-ENG")),
            // No town of its home.
            ("PARIS (Dixie Wire) - A bridge was closed.", Some("FR-IDF")),
        ] {
            let sent = Sent { timestamp_ms: None };
            let found =
                read(&Text::new(copy), &Told::nothing(), None, &authority, sent, &Why::deaf()).dateline;
            let place = found.and_then(|dateline| dateline.places.into_iter().next());
            assert_eq!(place.and_then(|p| p.place.region_code).as_deref(), wanted, "{copy}");
        }
    }
}
