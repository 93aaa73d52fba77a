//! News agencies, newspapers and press-release wires, and how each writes datelines and credits.

use rustc_hash::FxHashMap;

use super::{
    AuthorityError, CountryCode, Gazetteer, Geo, GeoHit, GeoId, Letters, NameRank, OverrideFile, fold,
};
use crate::record::{AgencyRole, PlaceKind};

/// The files of `data/agencies/`: path and text.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/agency_files.rs"));

/// A supplier of dispatches; a file of `data/agencies/`.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agency {
    /// Short name in capitals without signs. Itself a spelling, letter for letter.
    pub code: String,
    pub name: String,
    /// Every other spelling a credit may have, in all its languages and eras; case and periods do not matter.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Spellings that count only letter for letter, since in another case they are words or names
    /// (`AA`, `Ticker`); the name too may stand here.
    #[serde(default)]
    pub exact: Vec<String>,
    /// Initials that are also another agency's, which [`Agencies::by_name`] gives: `APA` of Senegal and of
    /// Austria. What else the copy says decides between them.
    #[serde(default)]
    pub shared: Vec<String>,
    /// ISO 3166-1 alpha-2.
    #[serde(default)]
    pub country: Option<String>,
    /// ISO 639-1, the main one first.
    #[serde(default)]
    pub languages: Vec<String>,
    pub kind: AgencyKind,
    /// Reports from everywhere: its country says nothing about where a story is set.
    #[serde(default)]
    pub world: bool,
    /// Dateline of this wire as it is typed, an invented example.
    #[serde(default)]
    pub dateline: Option<String>,
    /// Places that its datelines name without state or country; of several in its country the largest.
    #[serde(default)]
    pub home: Vec<String>,
    /// The cities of `home` in its own country.
    #[serde(skip)]
    pub towns: Vec<GeoId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AgencyKind {
    Agency,
    Newspaper,
    Broadcaster,
    Online,
    PressRelease,
}

impl AgencyKind {
    /// The role of a credit of this kind that stands alone.
    pub fn role(self) -> AgencyRole {
        match self {
            AgencyKind::PressRelease => AgencyRole::PressRelease,
            _ => AgencyRole::Source,
        }
    }
}

/// An agency among [`Agencies`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgencyId(u32);

/// All agencies, by code and by spelling.
#[derive(Default)]
pub struct Agencies {
    /// In order of code.
    list: Vec<Agency>,
    exact: FxHashMap<Box<str>, u32>,
    folded: FxHashMap<Box<str>, u32>,
    /// Initials in capitals and all that share them, the one that `by_name` gives first.
    shared: FxHashMap<Box<str>, Vec<AgencyId>>,
    /// Words of the longest spelling.
    longest: usize,
    /// What [`Agencies::spelled`] gives, in order.
    spelled: Vec<(Box<str>, AgencyId)>,
    /// What the spellings begin with, with or without their article.
    letters: Letters,
}

/// Prominence from which a town of an agency's home is meant whatever bears its name abroad.
const GREAT: f32 = 5.0;
/// Lead in prominence of a place abroad that a smaller town's name would mean first.
const FAR_GREATER: f32 = 0.8;

/// Letters of a name that is still known with one of them wrong. `(Kyoto)` is no slip of an agency's five.
const SPELLED: std::ops::RangeInclusive<usize> = 6..=24;

impl Agencies {
    /// The agencies built in, with the user's `agencies/*.toml` over them: a file with a known code
    /// replaces that agency whole, and a spelling of the user's is taken from whoever had it.
    pub(super) fn load(overrides: &[OverrideFile]) -> Result<Agencies, AuthorityError> {
        let mut list: Vec<Agency> =
            FILES.iter().map(|(file, text)| parse(file, text)).collect::<Result<_, _>>()?;
        let mut users: Vec<String> = Vec::new();
        for file in overrides.iter().filter(|o| is_agency_file(&o.path)) {
            let agency = parse(&file.path, &file.text)?;
            users.push(agency.code.clone());
            list.retain(|known| known.code != agency.code);
            list.push(agency);
        }
        list.sort_by(|a, b| a.code.cmp(&b.code));
        let mut agencies = Agencies { list, ..Agencies::default() };
        let order =
            (0..agencies.list.len()).partition::<Vec<_>, _>(|&at| !users.contains(&agencies.list[at].code));
        for at in order.0.into_iter().chain(order.1) {
            agencies.enter(at);
        }
        agencies.share();
        agencies.spell();
        let spellings = agencies.exact.keys().chain(agencies.folded.keys()).map(|spelling| &**spelling);
        agencies.letters = spellings.chain(["the"]).collect();
        Ok(agencies)
    }

    /// Finds the towns of each agency's home in its own country. Some homes name cities abroad too (AP's): a small
    /// town is not meant where one far greater has its name.
    pub(super) fn settle(&mut self, gazetteer: &Gazetteer) {
        for agency in &mut self.list {
            let Some(country) = agency.country.as_deref().and_then(CountryCode::new) else { continue };
            let town = |name: &String| {
                let hits = gazetteer.lookup(name);
                let own = |h: &&GeoHit| h.kind == PlaceKind::City && h.rank == NameRank::Own;
                let own = hits.iter().filter(own).map(|h| gazetteer.get(h.id));
                let own = own.filter(|geo| geo.country == Some(country));
                let town = own.max_by(|a, b| a.prominence.total_cmp(&b.prominence))?;
                let usual = hits.iter().filter(|h| h.rank <= NameRank::Usual).map(|h| gazetteer.get(h.id));
                let small = town.prominence < GREAT;
                let overshadowed = |geo: Geo<'_>| small && geo.prominence > town.prominence + FAR_GREATER;
                let mut abroad = usual.filter(|geo| geo.country != Some(country));
                (!abroad.any(overshadowed)).then_some(town.id)
            };
            agency.towns = agency.home.iter().filter_map(town).collect();
            agency.towns.sort_unstable();
            agency.towns.dedup();
        }
    }

    /// Gathers the names that bear a slip: agencies' own, of one word, that are no word in another case.
    fn spell(&mut self) {
        for (row, agency) in self.list.iter().enumerate().filter(|(_, a)| a.kind == AgencyKind::Agency) {
            for spelling in std::iter::once(&agency.name).chain(&agency.aliases) {
                let word = fold(spelling);
                let letters = word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
                if letters && SPELLED.contains(&word.len()) && !agency.exact.contains(spelling) {
                    self.spelled.push((word.into(), AgencyId(row as u32)));
                }
            }
        }
        self.spelled.sort_by(|a, b| a.0.cmp(&b.0));
        self.spelled.dedup();
    }

    /// Names of one word that are long enough to be known with a letter wrong (`Xinhau`), folded, with whose they are.
    pub fn spelled(&self) -> impl Iterator<Item = (&str, AgencyId)> {
        self.spelled.iter().map(|(word, id)| (&**word, *id))
    }

    /// Enters the initials that several agencies share. Where no agency has them as its own, the first in
    /// order of code is the one that a credit most likely means.
    fn share(&mut self) {
        for (row, agency) in self.list.iter().enumerate() {
            for initials in &agency.shared {
                let row = row as u32;
                let known =
                    self.exact.get(initials.as_str()).or_else(|| self.folded.get(fold(initials).as_str()));
                let first = known.copied().unwrap_or(row);
                if known.is_none() {
                    self.exact.insert(initials.as_str().into(), row);
                }
                let all =
                    self.shared.entry(initials.as_str().into()).or_insert_with(|| vec![AgencyId(first)]);
                if !all.contains(&AgencyId(row)) {
                    all.push(AgencyId(row));
                }
            }
        }
    }

    /// All agencies that a credit of these initials may mean, the usual one first; empty where only one has them.
    pub fn sharing(&self, initials: &str) -> &[AgencyId] {
        let initials = initials.trim();
        if !(2..=6).contains(&initials.len()) {
            return &[];
        }
        let found = self.shared.get(initials).or_else(|| {
            let lower = initials.bytes().any(|b| b.is_ascii_lowercase());
            lower.then(|| self.shared.get(initials.to_ascii_uppercase().as_str())).flatten()
        });
        found.map_or(&[], Vec::as_slice)
    }

    /// The agency of an id that these agencies gave.
    pub fn get(&self, id: AgencyId) -> &Agency {
        &self.list[id.0 as usize]
    }

    fn enter(&mut self, at: usize) {
        let agency = &self.list[at];
        let row = at as u32;
        for spelling in std::iter::once(&agency.code).chain(&agency.exact) {
            self.longest = self.longest.max(words(spelling));
            self.exact.insert(spelling.as_str().into(), row);
        }
        for spelling in std::iter::once(&agency.name).chain(&agency.aliases) {
            self.longest = self.longest.max(words(spelling));
            if !agency.exact.contains(spelling) {
                self.folded.insert(fold(spelling).into(), row);
            }
        }
    }

    pub fn by_code(&self, code: &str) -> Option<&Agency> {
        let at = self.list.binary_search_by(|agency| agency.code.as_str().cmp(code)).ok()?;
        Some(&self.list[at])
    }

    /// The agency a credit names: `Reuter`, `AFP`, `The Associated Press`, `Saudi Press Agency (SPA)` are
    /// all spellings. Only a whole credit of one agency; chains are the caller's to take apart.
    pub fn by_name(&self, name: &str) -> Option<&Agency> {
        let name = name.trim();
        if let Some(row) = self.spelling(name) {
            return Some(&self.list[row as usize]);
        }
        let (long, short) = name.strip_suffix(')')?.rsplit_once('(')?;
        let row = self.spelling(long.trim_end())?;
        (self.spelling(short) == Some(row)).then(|| &self.list[row as usize])
    }

    /// Whether some agency's spelling may begin `text`, at its first letters: nearly all that is asked about is
    /// prose.
    pub fn may_open(&self, text: &str) -> bool {
        self.letters.may_open(text)
    }

    fn spelling(&self, name: &str) -> Option<u32> {
        if !self.may_open(name) {
            return None;
        }
        self.exact.get(name).copied().or_else(|| {
            let folded = fold(name);
            let bare = || self.folded.get(folded.strip_prefix("the ")?);
            self.folded.get(folded.as_str()).or_else(bare).copied()
        })
    }

    /// The agency whose spelling `text` begins with, the longest one that ends at a word's end, and the
    /// spelling's length in bytes: `Associated Press Writer` begins with AP's.
    pub fn at_start(&self, text: &str) -> Option<(&Agency, usize)> {
        let mut ends = Vec::with_capacity(self.longest);
        let mut inside = false;
        for (at, c) in text.char_indices() {
            let wordlike = c.is_alphanumeric() || matches!(c, '\'' | '’' | '.' | '&');
            if inside && !wordlike {
                ends.push(at);
                if ends.len() > self.longest {
                    break;
                }
            }
            inside = wordlike;
        }
        if inside {
            ends.push(text.len());
        }
        ends.into_iter().rev().find_map(|end| {
            // A sentence's period is not the spelling's; that of `A.P.` is.
            let bare = text[..end].trim_end_matches('.');
            let spelling = if bare.contains('.') { &text[..end] } else { bare };
            Some((self.by_name(spelling)?, spelling.len()))
        })
    }

    /// In order of code.
    pub fn iter(&self) -> impl Iterator<Item = &Agency> {
        self.list.iter()
    }
}

fn is_agency_file(path: &str) -> bool {
    path.strip_prefix("agencies/").is_some_and(|name| name.ends_with(".toml"))
}

/// Words as [`Agencies::at_start`] counts them.
fn words(spelling: &str) -> usize {
    spelling.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '.' | '&')).count()
}

fn parse(file: &str, text: &str) -> Result<Agency, AuthorityError> {
    let fault = |message: String| AuthorityError { file: file.to_owned(), message };
    let agency: Agency = toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
        fault(format!("line {line}: {}", error.message()))
    })?;
    let code = &agency.code;
    if code.is_empty() || !code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) {
        return Err(fault(format!("`code` is {code:?}; write capital letters and digits without signs")));
    }
    if agency.name.trim().is_empty() {
        return Err(fault("`name` is empty; give the agency's full name".to_owned()));
    }
    if let Some(country) = &agency.country
        && !(country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase()))
    {
        return Err(fault(format!("`country` is {country:?}; write two capitals of ISO 3166-1")));
    }
    let lists = [
        ("aliases", &agency.aliases),
        ("exact", &agency.exact),
        ("shared", &agency.shared),
        ("home", &agency.home),
        ("languages", &agency.languages),
    ];
    for (key, list) in lists {
        if list.iter().any(|value| value.trim().is_empty()) {
            return Err(fault(format!("`{key}` has an empty value; take it out")));
        }
    }
    Ok(agency)
}

#[cfg(test)]
mod tests;
