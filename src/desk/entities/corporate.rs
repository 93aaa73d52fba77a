//! Names of organisations: which of them are one body's.
//!
//! Copy gives the full name once and then its beginning (`Dominion` of Dominion Textile), its initials, or its end without what says whose
//! it is (`the Freedom Caucus`, `the Senate`); offices go by two orders (`Department of the Interior`, `Interior Department`). A short form that
//! fits two names of the text is left to itself.

use rustc_hash::FxHashMap;

use super::at_home;
use super::introductions::Introductions;
use super::lexicon::Meaning;
use super::sheet::{Sheet, What};
use super::tokens::{Case, fnv};
use super::words::Class;
use crate::authority::CountryCode;

/// What an organisation of the text is told by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// Index of [`super::lexicon::Lexicon::organisation`].
    Known(u32),
    /// Hash of the name without its legal form.
    Name(u64),
}

/// Offices that are called by their field in two orders.
const OFFICES: [&str; 2] = ["department", "ministry"];
/// Bodies of a parliament, whose committees and groups are named without them later.
const CHAMBERS: [&str; 3] = ["house", "senate", "commons"];

/// A short form → whose it is; `None` where two names of the text have it.
type Short = FxHashMap<u64, Option<Key>>;

/// The names of organisations in one text.
#[derive(Default)]
pub struct Names {
    /// By the first words of a longer name.
    openings: Short,
    /// The same of names that go on with a small word: `House` of `House of Representatives`.
    heads: Short,
    /// By the words behind the country or the chamber: `Freedom Caucus`.
    endings: Short,
    /// By the initials of a long name.
    initials: FxHashMap<String, Option<Key>>,
    /// By the index of a party of a common name: the country's that the text gives it to.
    parties: Short,
}

impl Names {
    /// All names first, so that a short form in the lead finds the long one behind it.
    pub fn of(sheet: &Sheet<'_>, claims: &[usize]) -> Names {
        let mut names = Names::default();
        claims.iter().for_each(|claim| names.note(sheet, *claim));
        names
    }

    fn note(&mut self, sheet: &Sheet<'_>, claim: usize) {
        let key = own_key(sheet, claim);
        if let What::Organisation(Some(index)) = sheet.claims[claim].what
            && at_home::stated(sheet, claim, sheet.lexicon.organisation(index)).is_some()
        {
            enter(&mut self.parties, u64::from(index), key);
        }
        let (first, last) = core(sheet, claim);
        let mut hash = sheet.tokens[first].hash;
        for at in first..last {
            if at > first {
                hash = sheet.tokens.extend_hash(hash, at);
            }
            enter(&mut self.openings, hash, key);
            if sheet.tokens[at + 1].case == Case::Lower {
                enter(&mut self.heads, hash, key);
            }
        }
        if last == first {
            return;
        }
        self.note_initials(sheet, first, last, key);
        let chamber = CHAMBERS.contains(&sheet.tokens.folded(first, first));
        if chamber && last > first + 1 || country(sheet, first).is_some() {
            enter(&mut self.endings, sheet.tokens.hash_of(first + 1, last), key);
            self.note_initials(sheet, first + 1, last, key);
        }
    }

    fn note_initials(&mut self, sheet: &Sheet<'_>, first: usize, last: usize, key: Key) {
        let words = (first..=last).filter(|at| sheet.tokens[*at].is_capital());
        let initials: String = words.filter_map(|at| sheet.tokens.folded(at, at).chars().next()).collect();
        if initials.len() > 1 {
            let entry = self.initials.entry(initials).or_insert(Some(key));
            if *entry != Some(key) {
                *entry = None;
            }
        }
    }

    /// The organisation that a claim names.
    pub fn resolve(&self, sheet: &Sheet<'_>, claim: usize, introductions: &Introductions) -> Key {
        let claim = sheet.short_for.get(&claim).copied().unwrap_or(claim);
        let own = own_key(sheet, claim);
        let (first, last) = core(sheet, claim);
        let token = &sheet.tokens[first];
        let hash = sheet.tokens.hash_of(first, last);
        let of = |map: &Short| map.get(&hash).copied().flatten();
        if let Key::Known(index) = own {
            // The authority's `Senate` is anybody's; behind another country it is that one's.
            let known = sheet.lexicon.organisation(index);
            let anybodys = known.country.is_none() && !is_anothers(sheet, first);
            let party = || {
                *self
                    .parties
                    .get(&u64::from(index))
                    .filter(|_| at_home::stated(sheet, claim, known).is_none())?
            };
            return of(&self.endings).filter(|_| anybodys).or_else(party).unwrap_or(own);
        }
        if first == last && token.case == Case::Upper {
            if let Some(long) = introductions.long_form.get(&token.hash) {
                return own_key(sheet, *long);
            }
            if let Some(key) = self
                .initials
                .get(sheet.tokens.folded(first, last))
                .filter(|_| token.letters() > 2)
                .copied()
                .flatten()
            {
                return key;
            }
        }
        if let Some(key) = of(&self.endings).filter(|_| !is_anothers(sheet, first)) {
            return key;
        }
        // At the beginning of a sentence an ordinary word alone is too little.
        let opening = of(&self.openings).or_else(|| of(&self.heads));
        opening.filter(|_| last > first || !token.is_weak() || !token.is(Class::COMMON)).unwrap_or(own)
    }
}

fn enter(map: &mut Short, hash: u64, key: Key) {
    let entry = map.entry(hash).or_insert(Some(key));
    if *entry != Some(key) {
        *entry = None;
    }
}

/// Behind a country or people the name is theirs: `Iranian Foreign Ministry`, `Iran's Senate`.
fn is_anothers(sheet: &Sheet<'_>, first: usize) -> bool {
    let before = first.checked_sub(1).and_then(|at| sheet.what_at(at));
    sheet.tokens.word_before(first).is_some() && matches!(before, Some(What::Demonym(_) | What::Place(_)))
}

/// The words of an organisation's name without its legal forms: `Acme Corp` and `NV Acme` are `Acme`.
pub fn core(sheet: &Sheet<'_>, claim: usize) -> (usize, usize) {
    let claim = &sheet.claims[claim];
    let (mut first, mut last) = (claim.first, claim.last);
    while last > first && (sheet.tokens[last].is(Class::LEGAL) || !sheet.tokens[last].is_word()) {
        last -= 1;
    }
    while first < last && sheet.tokens[first].is(Class::LEGAL) && sheet.tokens[first].case == Case::Upper {
        first += 1;
    }
    (first, last)
}

/// What a claim is by its own words.
fn own_key(sheet: &Sheet<'_>, claim: usize) -> Key {
    let (first, last) = core(sheet, claim);
    if let What::Organisation(Some(index)) = sheet.claims[claim].what {
        // `Norway's Labour Party` is not `Britain's`.
        let abroad = at_home::abroad(sheet, claim, sheet.lexicon.organisation(index));
        let theirs = |country: CountryCode| {
            Key::Name(fnv(sheet.tokens.hash_of(first, last), country.as_str().as_bytes()))
        };
        return abroad.map_or(Key::Known(index), theirs);
    }
    known_behind_country(sheet, first, last)
        .or_else(|| turned(sheet, first, last))
        .or_else(|| {
            // `Vale`, but not `Vale Ltd`, which is another's form.
            let bare = (first, last) == (sheet.claims[claim].first, sheet.claims[claim].last);
            sheet.lexicon.bare_company(sheet.tokens.hash_of(first, last)).filter(|_| bare).map(Key::Known)
        })
        .unwrap_or_else(|| Key::Name(sheet.tokens.hash_of(first, last)))
}

/// `U.S. Consumer Financial Protection Bureau`, where the authority has the name without the country.
fn known_behind_country(sheet: &Sheet<'_>, first: usize, last: usize) -> Option<Key> {
    let country = country(sheet, first).filter(|_| last > first)?;
    let found =
        sheet.lexicon.longest(&sheet.tokens, first + 1, sheet.tongue).filter(|found| found.last == last)?;
    let Meaning::Organisation(index) = found.meaning else { return None };
    (sheet.lexicon.organisation(index).country == Some(country)).then_some(Key::Known(index))
}

/// `Department of the Interior` as `Interior Department`.
fn turned(sheet: &Sheet<'_>, first: usize, last: usize) -> Option<Key> {
    let tokens = &sheet.tokens;
    let office = OFFICES.iter().find(|office| **office == tokens.folded(first, first))?;
    if last < first + 2 || tokens.folded(first + 1, first + 1) != "of" {
        return None;
    }
    let field = first + 2 + usize::from(tokens.folded(first + 2, first + 2) == "the");
    if field > last {
        return None;
    }
    let short = format!("{} {office}", tokens.folded(field, last));
    let known = sheet.lexicon.organisation_named(&short).map(Key::Known);
    Some(known.unwrap_or(Key::Name(fnv(tokens.hash_of(field, last), format!(" {office}").as_bytes()))))
}

/// The country that a name begins with: `U.S.`, `British`.
fn country(sheet: &Sheet<'_>, at: usize) -> Option<CountryCode> {
    let gazetteer = &sheet.story.authority.gazetteer;
    if let Some(place) = sheet.demonym(at, at) {
        return gazetteer.get(place).country;
    }
    let entry = gazetteer.find(sheet.tokens.folded(at, at))?;
    let hit = entry.hits().next().filter(|hit| hit.kind == crate::record::PlaceKind::Country)?;
    gazetteer.get(hit.id).country
}

#[cfg(test)]
mod tests {
    use crate::desk::entities::testing::{mentions_of, read};
    use crate::record::EntityKind::Organisation;

    /// The organisations of a text as the desk reads it, each with its mentions.
    fn bodies(body: &str) -> Vec<(String, Vec<String>)> {
        let found = read(body).into_iter().filter(|entity| entity.kind == Organisation);
        found.map(|e| (e.name, e.mentions.into_iter().map(|m| m.text).collect())).collect()
    }

    #[test]
    fn a_company_of_an_ordinary_name_is_known_where_the_text_has_it() {
        let known = |body: &str| {
            let found = read(body).into_iter().filter_map(|entity| entity.links.get("copydesk").cloned());
            found.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(known("Shares of Apple rose to $50."), "apple-inc");
        assert_eq!(known("Shares of Vale Ltd rose to $50."), "");
        assert_eq!(known("The apple fell. SAP AG said so. E.ON agreed."), "sap e-on");
    }

    #[test]
    fn parties_of_two_countries_are_two() {
        let found = bodies("Norway's Labour Party and Britain's Labour Party met in May.");
        assert_eq!(found.len(), 2, "{found:?}");
        let found = bodies("Norway's ruling Labour Party met in May. The Labour Party won.");
        assert_eq!(found.len(), 1, "{found:?}");
    }

    #[test]
    fn short_forms_go_to_the_long_one() {
        for (body, name, count) in [
            ("A bid by Norvane Textile Inc failed. Shares of Norvane fell.", "Norvane Textile Inc", 2),
            (
                "The Senate voted. It was the U.S. Senate's first vote. Later the Senate rose.",
                "U.S. Senate",
                3,
            ),
            (
                "The House Tides Committee met. Members of the Tides Committee left.",
                "House Tides Committee",
                2,
            ),
            (
                "A suit of the U.S. Consumer Financial Protection Bureau. The CFPB won.",
                "Consumer Financial Protection Bureau",
                2,
            ),
            (
                "A suit of the Department of the Interior. The Interior Department won.",
                "Interior Department",
                2,
            ),
            ("A note of the Ministry of Tides. The Tides Ministry denied it.", "Ministry of Tides", 2),
            (
                "The House of Representatives met in the White House. Representatives wanted the bill of the House to be rejected immediately.",
                "U.S. House of Representatives",
                2,
            ),
        ] {
            let bodies = bodies(body);
            let found = bodies.iter().find(|(found, _)| found == name);
            assert_eq!(found.map(|(_, mentions)| mentions.len()), Some(count), "{bodies:?} in: {body}");
        }
    }

    #[test]
    fn what_fits_two_is_left() {
        let body = "Norvane Textile Inc bid for Norvane Foods Inc. Shares of Norvane fell.";
        assert_eq!(bodies(body).len(), 3, "{:?}", bodies(body));
        // Another country's.
        let body = "The U.S. Senate voted. The Philippine Senate did not.";
        assert_eq!(mentions_of(body, "U.S. Senate"), ["U.S. Senate"]);
    }
}
