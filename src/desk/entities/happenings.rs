//! Events by the form of their names: `Hurricane Opal`, `the Battle of Verdun`, `the Hong Kong Open`.
//!
//! Storms have a word for their kind and a name of one word, which stands alone later (`Opal weakened`); battles and sieges have a
//! place; contests end in a word for a contest and open with a place, an adjective of a country, or `World`.

use rustc_hash::FxHashSet;

use super::sheet::{Sheet, What};
use super::tokens::Case;
use super::words::Class;

/// Kinds of storms that stand before a name (World Meteorological Organization's names of tropical cyclones).
const STORMS: [&str; 4] = ["hurricane", "typhoon", "cyclone", "storm"];
/// `Battle of X`.
const FIGHTS: [&str; 2] = ["battle", "siege"];
/// Words that open a contest of the whole world or a part of it.
const WIDE: [&str; 3] = ["world", "european", "commonwealth"];

/// Claims the events whose form says what they are.
pub fn claim(sheet: &mut Sheet<'_>) {
    let runs = sheet.runs().to_vec();
    for run in &runs {
        for at in run.clone() {
            if let Some(last) = storm(sheet, at).or_else(|| fight(sheet, at)) {
                sheet.claim(at, last, What::Event(None));
            }
        }
        if let Some((first, last)) = contest(sheet, run.start, run.end) {
            sheet.claim(first, last, What::Event(None));
        }
    }
}

/// Claims the bare names of storms that the text has named in full, where they are nobody's else.
pub fn claim_bare(sheet: &mut Sheet<'_>) {
    let mut storms: FxHashSet<u64> = FxHashSet::default();
    let mut people: FxHashSet<u64> = FxHashSet::default();
    for claim in sheet.claims.iter().filter(|claim| claim.last > claim.first) {
        match claim.what {
            What::Event(None) if is_storm(sheet, claim.last - 1) => {
                storms.insert(sheet.tokens[claim.last].hash);
            }
            // Copy calls nobody by the given name alone.
            What::Person => {
                people.insert(sheet.tokens[claim.last].hash);
            }
            _ => {}
        }
    }
    storms.retain(|name| !people.contains(name));
    if storms.is_empty() {
        return;
    }
    for at in 0..sheet.tokens.len() {
        let token = sheet.tokens[at];
        if !storms.contains(&token.hash) || !token.is_capital() || !sheet.is_open(at) {
            continue;
        }
        match sheet.claim_at(at) {
            None => {
                sheet.claim(at, at, What::Event(None));
            }
            Some(index) => {
                let claim = sheet.claims[index];
                let titled = sheet.roles.contains_key(&index) || sheet.honorifics.contains_key(&index);
                if claim.first == claim.last && !titled && !matches!(claim.what, What::Event(_)) {
                    sheet.claims[index].what = What::Event(None);
                }
            }
        }
    }
}

/// What the mentions of one event share: of a storm its name, of others all words.
pub fn key(sheet: &Sheet<'_>, claim: usize) -> u64 {
    let claim = sheet.claims[claim];
    let storm = claim.last > claim.first && is_storm(sheet, claim.last - 1);
    let first = if storm { claim.last } else { claim.first };
    sheet.tokens.hash_of(first, claim.last)
}

fn is_storm(sheet: &Sheet<'_>, at: usize) -> bool {
    STORMS.contains(&sheet.tokens.folded(at, at))
}

/// The last word of the storm whose kind begins at `at`: `Tropical Storm X`, `Super Typhoon X`.
fn storm(sheet: &Sheet<'_>, at: usize) -> Option<usize> {
    let tokens = &sheet.tokens;
    let opener = matches!(tokens.folded(at, at), "tropical" | "super" | "cyclonic");
    let kind = if opener { at + 1 } else { at };
    let name = kind + 1;
    let storm = tokens.get(name).is_some() && is_storm(sheet, kind) && sheet.is_unbroken(at, name);
    // `Mr Storm Thorgerson`; `Storm Lake City`.
    let bare = tokens.folded(at, at) == "storm" && !opener;
    let named = || {
        let token = &tokens[name];
        token.case == Case::Title
            && (token.is(Class::GIVEN) || !token.is(Class::COMMON))
            && !token.is_function()
            && !tokens[kind].possessive()
    };
    let titled = || {
        tokens.word_before(at).is_some_and(|before| before.is(Class::HONORIFIC) || before.is(Class::TITLE))
    };
    let alone = || !bare || !titled() && tokens.word_after(name).is_none_or(|next| !next.is_capital());
    (storm && tokens[at].is_capital() && named() && alone()).then_some(name)
}

/// `Battle of Verdun`, `Siege of Leningrad`.
fn fight(sheet: &Sheet<'_>, at: usize) -> Option<usize> {
    let tokens = &sheet.tokens;
    let of = at + 1;
    let opens = tokens[at].is_capital() && FIGHTS.contains(&tokens.folded(at, at)) && !tokens[at].is_weak();
    if !opens || tokens.word_after(at)?.is_capital() || tokens.folded(of, of) != "of" {
        return None;
    }
    let mut last = of;
    while last < of + 3 && tokens.word_after(last).is_some_and(|next| next.is_capital()) {
        last += 1;
        if tokens[last].possessive() {
            break;
        }
    }
    (last > of).then_some(last)
}

/// The contest in a run of capitals: what opens it, up to the last word for one.
fn contest(sheet: &Sheet<'_>, start: usize, end: usize) -> Option<(usize, usize)> {
    let tokens = &sheet.tokens;
    let last = (start + 1..end).rev().find(|at| tokens[*at].is(Class::CONTEST) && sheet.is_free(*at))?;
    let first = (start..last).find(|at| {
        let wide = WIDE.contains(&tokens.folded(*at, *at));
        sheet.is_free(*at) && (wide || sheet.demonym(*at, *at).is_some() || sheet.is_place(*at))
    })?;
    let joined = (first..=last).all(|at| sheet.is_free(at) && tokens[at].case == Case::Title)
        && (first..last).all(|at| !tokens[at].possessive());
    (joined && !tokens[first].is_weak() && last - first < 5).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::desk::entities::testing::read;
    use crate::record::EntityKind;

    /// Name → mentions.
    fn events(body: &str) -> BTreeMap<String, usize> {
        let events = read(body).into_iter().filter(|entity| entity.kind == EntityKind::Event);
        events.map(|entity| (entity.name, entity.mentions.len())).collect()
    }

    #[test]
    fn the_form_of_a_name_tells_an_event() {
        for (body, name, mentions) in [
            (
                "Hurricane Opalia hit the coast on Monday. Opalia weakened as it moved inland.",
                "Hurricane Opalia",
                2,
            ),
            ("Forecasters said Tropical Storm Varnel would grow.", "Tropical Storm Varnel", 1),
            ("Super Typhoon Haikunu killed 12 people.", "Super Typhoon Haikunu", 1),
            ("He wrote about the Battle of Verdun in 1931.", "Battle of Verdun", 1),
            ("She won the Hong Kong Open on Sunday.", "Hong Kong Open", 1),
            ("He ran the Nairobi Marathon in the rain.", "Nairobi Marathon", 1),
        ] {
            assert_eq!(events(body).get(name), Some(&mentions), "{:?} in: {body}", events(body));
        }
    }

    #[test]
    fn what_only_looks_like_one_is_none() {
        for body in [
            "A hurricane warning was out. Hurricane warnings are rare.",
            "The battle of the budget went on. Battle lines were drawn.",
            "Mr. Storm Thorgerson designed the cover.",
            "They live near Storm Lake City.",
            "The game was open. Masters of arts met.",
        ] {
            assert!(events(body).is_empty(), "{:?} in: {body}", events(body));
        }
    }

    #[test]
    fn a_storm_is_nobody_of_its_name() {
        let body = "Hurricane Iris weakened. Iris Walsh lost her roof. Iris was moving west. Walsh wept.";
        assert_eq!(crate::desk::entities::testing::names(body, EntityKind::Event), "Hurricane Iris | Iris");
        assert_eq!(crate::desk::entities::testing::names(body, EntityKind::Person), "Iris Walsh | Walsh");
    }
}
