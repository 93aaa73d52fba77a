//! How agencies write the place of a dateline: `data/styles.tsv`.

use rustc_hash::{FxHashMap, FxHashSet};

use super::table;
use super::{AuthorityError, CountryCode, Gazetteer, Geo, GeoId, OverrideFile, fold};
use crate::record::PlaceKind;

const FILE: &str = "styles.tsv";
const TABLE: &str = include_str!("../../data/styles.tsv");
const COLUMNS: &[&str] = &["style", "rule", "subject", "text"];

/// An agency whose way of writing datelines is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AgencyStyle {
    /// `CHATHAM, Mass.`
    Ap,
    /// `CHATHAM, Massachusetts, March 1`
    Reuters,
    /// `Chatham, United States, March 1, 2024`
    Afp,
}

impl AgencyStyle {
    /// All, with the names that configuration, table and records give them.
    pub const ALL: [(&'static str, AgencyStyle); 3] =
        [("ap", AgencyStyle::Ap), ("reuters", AgencyStyle::Reuters), ("afp", AgencyStyle::Afp)];

    /// The agency of a name in [`AgencyStyle::ALL`].
    pub fn named(name: &str) -> Option<AgencyStyle> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, style)| *style)
    }

    /// Its name in [`AgencyStyle::ALL`].
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, style)| *style == self).map_or("", |(name, _)| name)
    }
}

/// The table of styles.
#[derive(Debug, Default)]
pub struct Styles {
    /// Code and folded name of places that stand alone.
    alone: FxHashSet<(AgencyStyle, String, String)>,
    /// Countries whose divisions stand in their place.
    divisions: FxHashSet<(AgencyStyle, String)>,
    short: FxHashMap<(AgencyStyle, String), String>,
    /// The places that stand alone, in the gazetteer.
    standing: FxHashMap<GeoId, AgencyStyle>,
}

impl Styles {
    /// The table built in; the user's rows add to it and override it.
    pub(super) fn load(overrides: &[OverrideFile], gazetteer: &Gazetteer) -> Result<Styles, AuthorityError> {
        let mut styles = Styles::default();
        for row in table::with_overrides(FILE, TABLE, overrides, COLUMNS)?.iter().flatten() {
            let name = row.required(0)?;
            let style = AgencyStyle::named(name)
                .ok_or_else(|| row.error(format!("`style` is {name:?}; write ap, reuters or afp")))?;
            let subject = row.required(2)?;
            match row.required(1)? {
                "alone" => {
                    let (code, place) = subject.split_once('/').ok_or_else(|| {
                        row.error(format!("`subject` is {subject:?}; write a code, a slash and the place"))
                    })?;
                    styles.alone.insert((style, code.to_owned(), fold(place)));
                }
                "division" => {
                    styles.divisions.insert((style, subject.to_owned()));
                }
                "short" => {
                    let text = row.optional(3).unwrap_or_default().to_owned();
                    styles.short.insert((style, subject.to_owned()), text);
                }
                other => {
                    return Err(row.error(format!("`rule` is {other:?}; write alone, division or short")));
                }
            }
        }
        styles.stand(gazetteer);
        Ok(styles)
    }

    fn stand(&mut self, gazetteer: &Gazetteer) {
        for (style, code, name) in &self.alone {
            let country = code.get(..2).and_then(CountryCode::new);
            let there = |geo: &Geo<'_>| {
                let division = geo.region.and_then(|region| gazetteer.get(region).code);
                geo.country == country && (code.len() == 2 || division == Some(code))
            };
            let hits = gazetteer.lookup_folded(name);
            let city = hits.iter().filter(|hit| hit.kind == PlaceKind::City).map(|hit| gazetteer.get(hit.id));
            if let Some(geo) = city.into_iter().find(there) {
                // AP's list is the shorter: a city on it says more.
                let standing = self.standing.entry(geo.id).or_insert(*style);
                if *style == AgencyStyle::Ap {
                    *standing = AgencyStyle::Ap;
                }
            }
        }
    }

    /// Whose datelines name the place without its state or country: AP's list goes before the others'.
    pub fn stands_alone(&self, id: GeoId) -> Option<AgencyStyle> {
        self.standing.get(&id).copied()
    }

    /// Whether `name` in the country or division of one of `codes` stands without them.
    pub fn alone(&self, style: AgencyStyle, codes: [Option<&str>; 2], name: &str) -> bool {
        let name = fold(name);
        codes.into_iter().flatten().any(|code| self.alone.contains(&(style, code.to_owned(), name.clone())))
    }

    /// Whether the division stands behind a place of this country, and no country.
    pub fn names_division(&self, style: AgencyStyle, country: &str) -> bool {
        self.divisions.contains(&(style, country.to_owned()))
    }

    /// What stands for the country or division of this code, where it is not its name.
    pub fn short(&self, style: AgencyStyle, code: &str) -> Option<&str> {
        self.short.get(&(style, code.to_owned())).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_name_the_row_and_the_mend() {
        let gazetteer = Gazetteer::load(&[]).unwrap();
        for (row, wanted) in [
            ("ansa\talone\tIT/Rome\t", "styles.tsv: line 2: `style` is \"ansa\"; write ap, reuters or afp"),
            ("ap\tsolo\tIT/Rome\t", "styles.tsv: line 2: `rule` is \"solo\"; write alone, division or short"),
            (
                "ap\talone\tRome\t",
                "styles.tsv: line 2: `subject` is \"Rome\"; write a code, a slash and the place",
            ),
        ] {
            let text = format!("style\trule\tsubject\ttext\n{row}\n");
            let fault =
                Styles::load(&[OverrideFile { path: FILE.to_owned(), text }], &gazetteer).unwrap_err();
            assert_eq!(fault.to_string(), wanted);
        }
    }

    #[test]
    fn stand_alone_cities_are_found_among_their_namesakes() {
        let gazetteer = Gazetteer::load(&[]).unwrap();
        let styles = Styles::load(&[], &gazetteer).unwrap();
        for ((_, code, name), found) in styles.alone.iter().map(|row| {
            let hits = gazetteer.lookup_folded(&row.2);
            (row, hits.iter().any(|hit| styles.stands_alone(hit.id).is_some()))
        }) {
            assert!(found, "{code}/{name} is no city of the gazetteer");
        }
    }

    #[test]
    fn eight_states_are_never_shortened() {
        // AP Stylebook, `state names`.
        let styles = Styles::load(&[], &Gazetteer::load(&[]).unwrap()).unwrap();
        for code in ["US-AK", "US-HI", "US-ID", "US-IA", "US-ME", "US-OH", "US-TX", "US-UT"] {
            assert_eq!(styles.short(AgencyStyle::Ap, code), None, "{code}");
        }
        assert_eq!(
            styles.short.keys().filter(|(s, c)| *s == AgencyStyle::Ap && c.starts_with("US-")).count(),
            43
        );
    }
}
