//! How agencies write the place of a dateline: `data/styles.tsv`.

use rustc_hash::{FxHashMap, FxHashSet};

use super::table;
use super::{AuthorityError, OverrideFile, fold};

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

    pub fn named(name: &str) -> Option<AgencyStyle> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, style)| *style)
    }

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
}

impl Styles {
    /// The table built in; the user's rows add to it and override it.
    pub(super) fn load(overrides: &[OverrideFile]) -> Result<Styles, AuthorityError> {
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
        Ok(styles)
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
        for (row, wanted) in [
            ("ansa\talone\tIT/Rome\t", "styles.tsv: line 2: `style` is \"ansa\"; write ap, reuters or afp"),
            ("ap\tsolo\tIT/Rome\t", "styles.tsv: line 2: `rule` is \"solo\"; write alone, division or short"),
            (
                "ap\talone\tRome\t",
                "styles.tsv: line 2: `subject` is \"Rome\"; write a code, a slash and the place",
            ),
        ] {
            let text = format!("style\trule\tsubject\ttext\n{row}\n");
            let fault = Styles::load(&[OverrideFile { path: FILE.to_owned(), text }]).unwrap_err();
            assert_eq!(fault.to_string(), wanted);
        }
    }

    #[test]
    fn eight_states_are_never_shortened() {
        // AP Stylebook, `state names`.
        let styles = Styles::load(&[]).unwrap();
        for code in ["US-AK", "US-HI", "US-ID", "US-IA", "US-ME", "US-OH", "US-TX", "US-UT"] {
            assert_eq!(styles.short(AgencyStyle::Ap, code), None, "{code}");
        }
        assert_eq!(
            styles.short.keys().filter(|(s, c)| *s == AgencyStyle::Ap && c.starts_with("US-")).count(),
            43
        );
    }
}
