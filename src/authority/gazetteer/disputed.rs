//! Places whose country is disputed: `data/disputed.tsv` and the user's rows.

use rustc_hash::FxHashMap;

use super::{CountryCode, Gazetteer, GeoId, NameRank};
use crate::authority::table::{self, Row};
use crate::authority::{AuthorityError, OverrideFile, fold};
use crate::record::PlaceKind;

const FILE: &str = "disputed.tsv";
const TABLE: &str = include_str!("../../../data/disputed.tsv");
const COLUMNS: &[&str] = &["area", "covers", "iso", "de_facto", "claimant"];

/// Which country a disputed place is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DisputePolicy {
    /// What ISO 3166 and the United Nations say; where they give a place to nobody it has no country.
    #[default]
    Iso,
    /// Who governs there.
    DeFacto,
    /// The other side's claim.
    Claimant,
}

/// Whose a place is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Holder {
    Country(CountryCode),
    /// A government without a code: `Abkhazia`.
    Named(String),
    /// Nobody's that the policy knows.
    Nobody,
}

#[derive(Debug, Clone)]
struct Dispute {
    area: String,
    covers: Vec<String>,
    /// In the order of the policies.
    holders: [Holder; 3],
}

/// The disputes, by the place, the division or the country they are about.
#[derive(Debug, Default)]
pub(super) struct Disputed {
    list: Vec<Dispute>,
    /// Place, division or country → row.
    of: FxHashMap<GeoId, u32>,
}

impl Disputed {
    /// The table built in; the user's rows replace it by `area` or add to it.
    ///
    /// # Errors
    /// At the first row that cannot be read.
    pub fn load(overrides: &[OverrideFile], gazetteer: &Gazetteer) -> Result<Disputed, AuthorityError> {
        let [builtin, users] = table::with_overrides(FILE, TABLE, overrides, COLUMNS)?;
        let list = table::merge(read(&builtin)?, read(&users)?, |dispute| &dispute.area);
        let codes: FxHashMap<&str, GeoId> =
            gazetteer.divisions().filter_map(|geo| Some((geo.code?, geo.id))).collect();
        let mut of = FxHashMap::default();
        for (row, dispute) in list.iter().enumerate() {
            for covered in &dispute.covers {
                for id in places(covered, gazetteer, &codes) {
                    of.entry(id).or_insert(row as u32);
                }
            }
        }
        Ok(Disputed { list, of })
    }

    /// The row that says most nearly whose `id` is.
    fn row(&self, chain: [Option<GeoId>; 3]) -> Option<&Dispute> {
        let row = chain.into_iter().flatten().find_map(|id| self.of.get(&id))?;
        self.list.get(*row as usize)
    }

    /// Whose a place is. `chain`: the place, its division, its country.
    pub fn holder(&self, chain: [Option<GeoId>; 3], policy: DisputePolicy) -> Option<&Holder> {
        Some(&self.row(chain)?.holders[policy as usize])
    }

    /// Whether `country` holds or claims the place.
    pub fn claimed(&self, chain: [Option<GeoId>; 3], country: CountryCode) -> bool {
        self.row(chain).is_some_and(|dispute| dispute.holders.contains(&Holder::Country(country)))
    }
}

fn read(rows: &[Row<'_>]) -> Result<Vec<Dispute>, AuthorityError> {
    table::distinct(rows, 0)?;
    rows.iter()
        .map(|row| {
            let holder = |column| {
                let text = row.required(column)?;
                Ok(CountryCode::new(text).map_or_else(|| Holder::Named(text.to_owned()), Holder::Country))
            };
            let covers = row.list(1);
            if covers.is_empty() {
                return Err(row.error("`covers` is absent; name a code or a place such as UA:Donetsk"));
            }
            // Somebody governs and somebody claims every area; only ISO and the United Nations may be silent.
            let iso = row.optional(2).map_or(Ok(Holder::Nobody), |_| holder(2))?;
            Ok(Dispute { area: row.id(0)?.to_owned(), covers, holders: [iso, holder(3)?, holder(4)?] })
        })
        .collect()
}

/// The places that an entry of `covers` means: `XK`, `UA-43`, `UA:Donetsk`, `:Spratly Islands`. What the
/// gazetteer lacks is nothing: a user's gazetteer may have it.
fn places(covered: &str, gazetteer: &Gazetteer, codes: &FxHashMap<&str, GeoId>) -> Vec<GeoId> {
    let Some((country, name)) = covered.split_once(':') else {
        let country = CountryCode::new(covered).and_then(|code| gazetteer.country(code)).map(|geo| geo.id);
        return country.or_else(|| codes.get(covered).copied()).into_iter().collect();
    };
    let mut found: Vec<(PlaceKind, GeoId)> = Vec::new();
    for hit in gazetteer.lookup_folded(&fold(name)) {
        let geo = gazetteer.get(hit.id);
        let there = geo.country == CountryCode::new(country) && hit.rank <= NameRank::Other;
        // The most prominent of each kind; its namesake villages are not disputed. A division is meant only
        // where its code stands in the table, or it has none.
        let division = hit.kind == PlaceKind::Region && geo.code.is_some();
        if there && !division && found.iter().all(|(kind, _)| *kind != hit.kind) {
            found.push((hit.kind, hit.id));
        }
    }
    found.into_iter().map(|(_, id)| id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_policy_names_its_country() {
        for (place, iso, de_facto, claimant) in [
            ("Simferopol", "UA", "RU", "RU"),
            ("Sevastopol", "UA", "RU", "RU"),
            ("Donetsk", "UA", "RU", "RU"),
            ("Kramatorsk", "UA", "UA", "RU"),
            ("Kharkiv", "UA", "UA", "UA"),
            ("Kyrenia", "CY", "Northern Cyprus", "TR"),
            ("Nicosia", "CY", "CY", "CY"),
            ("Golan Heights", "SY", "IL", "IL"),
            ("East Jerusalem", "PS", "IL", "IL"),
            ("Jerusalem", "IL", "IL", "PS"),
            ("Ramallah", "PS", "PS", "IL"),
            ("Laayoune", "EH", "MA", "MA"),
            ("Pristina", "XK", "XK", "RS"),
            ("Taipei", "TW", "TW", "CN"),
            ("Hong Kong", "HK", "CN", "CN"),
            ("Srinagar", "IN", "IN", "PK"),
            ("Muzaffarabad", "PK", "PK", "IN"),
            ("Itanagar", "IN", "IN", "CN"),
            ("Sukhumi", "GE", "Abkhazia", "RU"),
            ("Tskhinvali", "GE", "South Ossetia", "RU"),
            ("Tiraspol", "MD", "Transnistria", "MD"),
            ("Chisinau", "MD", "MD", "MD"),
            ("Stepanakert", "AZ", "AZ", "AM"),
            ("Hargeisa", "SO", "Somaliland", "SO"),
            ("Mogadishu", "SO", "SO", "SO"),
            ("Port Stanley", "FK", "FK", "AR"),
            ("Ceuta", "ES", "ES", "MA"),
            ("Spratly Islands", "", "PH", "CN"),
            ("Paracel Islands", "", "CN", "VN"),
            ("Senkaku Islands", "", "JP", "CN"),
            ("Dokdo", "", "KR", "JP"),
        ] {
            for (policy, want) in [
                (DisputePolicy::Iso, iso),
                (DisputePolicy::DeFacto, de_facto),
                (DisputePolicy::Claimant, claimant),
            ] {
                let gazetteer = Gazetteer::load(&[]).unwrap().under(policy);
                let hit = gazetteer.lookup(place)[0];
                let published = gazetteer.publish(hit.id);
                let said = published.country.or(published.country_name).unwrap_or_default();
                assert_eq!(said, want, "{place} {policy:?}");
            }
        }
    }

    #[test]
    fn a_code_goes_with_its_country() {
        let gazetteer = Gazetteer::load(&[]).unwrap().under(DisputePolicy::DeFacto);
        let place = gazetteer.publish(gazetteer.lookup("Simferopol")[0].id);
        assert_eq!((place.country_name.as_deref(), place.region_code), (Some("Russia"), None));
        assert_eq!(place.region.as_deref(), Some("Crimea"));
    }

    #[test]
    fn what_is_nobodys_has_neither_country_nor_division() {
        let gazetteer = Gazetteer::load(&[]).unwrap();
        let place = gazetteer.publish(gazetteer.lookup("Senkaku Islands")[0].id);
        assert_eq!(
            (place.country, place.country_name, place.region, place.region_code),
            (None, None, None, None)
        );
        assert!(place.lat.is_some());
    }

    #[test]
    fn a_users_row_replaces_one() {
        let text = "area\tcovers\tiso\tde_facto\tclaimant\njerusalem\tIL:Jerusalem\tPS\tIL\tPS\n".to_owned();
        let gazetteer = Gazetteer::load(&[OverrideFile { path: FILE.to_owned(), text }]).unwrap();
        let country = |name: &str| gazetteer.publish(gazetteer.lookup(name)[0].id).country;
        assert_eq!(country("Jerusalem").as_deref(), Some("PS"));
        assert_eq!(country("Tel Aviv").as_deref(), Some("IL"));
    }

    #[test]
    fn a_row_that_covers_nothing_is_a_fault() {
        let text = "area\tcovers\tiso\tde_facto\tclaimant\nx\t-\tPS\tIL\tPS\n".to_owned();
        let fault = Gazetteer::load(&[OverrideFile { path: FILE.to_owned(), text }]).unwrap_err().to_string();
        assert_eq!(
            fault,
            "disputed.tsv: line 2: `covers` is absent; name a code or a place such as UA:Donetsk"
        );
    }
}
