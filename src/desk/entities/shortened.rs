//! The last word of an organisation's name alone: `the Dolphins` after `Miami Dolphins`, `the Times`, `the Council`.

use rustc_hash::{FxHashMap, FxHashSet};

use super::corporate;
use super::people;
use super::sheet::{Sheet, What};
use super::tokens::Case;
use super::words::Class;
use crate::authority::NameRank;

/// A word that may stand for a long name of the text.
#[derive(Debug, Clone, Copy)]
struct Short {
    /// The claim of the long name; none where two organisations end so.
    long: Option<usize>,
    /// The name of a town stands first: a team, which goes without an article, too.
    team: bool,
}

/// Claims such words where the article makes names of them, and notes what they are short for.
pub fn claim(sheet: &mut Sheet<'_>) {
    let shorts = shorts(sheet);
    if shorts.is_empty() {
        return;
    }
    let claims = sheet.claims.len();
    for at in 1..sheet.tokens.len() {
        let token = &sheet.tokens[at];
        if token.case != Case::Title || token.shouted() || token.glued() || !sheet.is_free(at) {
            continue;
        }
        let Some(Short { long: Some(long), team }) = shorts.get(&token.hash).copied() else {
            continue;
        };
        let goes_on = !token.possessive()
            && sheet.tokens.word_after(at).is_some_and(|next| next.is_capital() && sheet.is_free(at + 1));
        let article = sheet
            .tokens
            .word_before(at)
            .is_some_and(|before| before.is(Class::FUNCTION) && sheet.tokens.folded(at - 1, at - 1) == "the");
        let before = sheet.tokens.word_before(at);
        let alone = before.is_none_or(|before| !before.is_capital() || before.is_function());
        let bare = team && alone && !token.is_weak() && !sheet.is_located(at);
        if (article && !goes_on || bare)
            && let Some(claim) = sheet.claim(at, at, What::Organisation(None))
        {
            sheet.short_for.insert(claim, long);
        }
    }
    // A story that calls the team by its nickname calls it by its town as well.
    let teams: Vec<usize> = (claims..sheet.claims.len())
        .filter_map(|claim| sheet.short_for.get(&claim).copied())
        .filter(|long| is_team(sheet, sheet.claims[*long].first, sheet.claims[*long].last))
        .collect();
    if !teams.is_empty() {
        claim_towns(sheet, &teams);
    }
}

/// The town alone is the team, where no preposition of place, no state and no townspeople stand beside it:
/// `Miami lost`, `the Miami coach`. A town of two teams stays a town.
fn claim_towns(sheet: &mut Sheet<'_>, teams: &[usize]) {
    let mut towns: FxHashMap<u64, usize> = FxHashMap::default();
    let mut uses: FxHashMap<usize, usize> = FxHashMap::default();
    for &long in teams {
        let claim = sheet.claims[long];
        towns.insert(sheet.tokens.hash_of(claim.first, claim.last - 1), long);
        *uses.entry(long).or_default() += 1;
    }
    for claim in &sheet.claims {
        if let What::Organisation(_) = claim.what
            && claim.last > claim.first
            && is_team(sheet, claim.first, claim.last)
            && let Some(long) = towns.get(&sheet.tokens.hash_of(claim.first, claim.last - 1)).copied()
            && sheet.tokens[claim.last].hash != sheet.tokens[sheet.claims[long].last].hash
        {
            towns.remove(&sheet.tokens.hash_of(claim.first, claim.last - 1));
        }
    }
    for index in 0..sheet.claims.len() {
        let claim = sheet.claims[index];
        let What::Place(_) = claim.what else { continue };
        let Some(long) = towns.get(&sheet.tokens.hash_of(claim.first, claim.last)).copied() else { continue };
        let tokens = &sheet.tokens;
        let comma = tokens.get(claim.last + 1).is_some_and(|next| next.is_punct(','))
            && tokens.get(claim.last + 2).is_some_and(|next| next.is_capital());
        let town = sheet.is_located(claim.first)
            || sheet.in_dateline_claim(claim.first)
            || sheet.told.contains_key(&index)
            || comma
            || tokens[claim.first].shouted()
            || tokens
                .word_after(claim.last)
                .is_some_and(|next| next.is_capital() || next.is(Class::TOWNSPEOPLE));
        if !town && uses.get(&long).is_some_and(|uses| *uses > 1) {
            sheet.claims[index].what = What::Organisation(None);
            sheet.short_for.insert(index, long);
        }
    }
}

/// `Miami Dolphins`: a town, and a nickname that is no word for an organisation.
fn is_team(sheet: &Sheet<'_>, first: usize, last: usize) -> bool {
    let token = &sheet.tokens[last];
    let entry = sheet.story.authority.gazetteer.find(sheet.tokens.folded(first, last - 1));
    let place = entry.is_some_and(|entry| entry.hits().any(|hit| hit.rank <= NameRank::Usual));
    let word = last == first + 1
        && sheet.tokens[first].is(Class::COMMON)
        && !people::is_prominent_place(sheet, first);
    // `Bank`, `Council`, `Times`: what teams are not called.
    let body = token.is(Class::STATE_BODY) || token.is(Class::ORG_OF) || token.is(Class::ORG_HEAD);
    place && !word && !body && token.case == Case::Title
}

fn shorts(sheet: &Sheet<'_>) -> FxHashMap<u64, Short> {
    let mut shorts: FxHashMap<u64, Short> = FxHashMap::default();
    for (index, claim) in sheet.claims.iter().enumerate() {
        let What::Organisation(known) = claim.what else { continue };
        let token = &sheet.tokens[claim.last];
        if claim.first == claim.last
            || token.case != Case::Title
            || token.is(Class::LEGAL)
            || token.letters() < 4
            // `The House` is a chamber, never the White House.
            || sheet.tokens.folded(claim.last, claim.last) == "house"
        {
            continue;
        }
        let team = is_team(sheet, claim.first, claim.last);
        let short = shorts.entry(token.hash).or_insert(Short { long: Some(index), team });
        short.team &= team;
        if let Some(long) = short.long {
            let other = &sheet.claims[long];
            let same = known.is_some() && other.what == claim.what
                || sheet.tokens.hash_of(other.first, other.last)
                    == sheet.tokens.hash_of(claim.first, claim.last);
            if !same {
                short.long = None;
            }
        }
    }
    shorts
}

/// Names that were taken for a person and are a company's without its legal form (`Helen of Troy`, after Helen of Troy Corp), or a word
/// that opens the name of one organisation, and no person's full name: `Zelmark said` where the text has spoken of Zelmark Therapeutics.
pub fn claim_companies(sheet: &mut Sheet<'_>) {
    let mut openings: FxHashSet<u64> = FxHashSet::default();
    let mut companies: FxHashSet<u64> = FxHashSet::default();
    let mut people: FxHashSet<u64> = FxHashSet::default();
    let mut titled: FxHashSet<u64> = FxHashSet::default();
    for (index, claim) in sheet.claims.iter().enumerate().filter(|(_, claim)| claim.last > claim.first) {
        let words = (claim.first..=claim.last).map(|at| &sheet.tokens[at]);
        match claim.what {
            What::Person => {
                people.extend(words.map(|token| token.hash));
                if is_titled(sheet, index) {
                    titled.insert(sheet.tokens.hash_of(claim.first, claim.last));
                }
            }
            What::Organisation(_) => {
                // `Smith & Sons` and `Jane Roe Foundation` are named for somebody.
                if !sheet.tokens[claim.first].is(Class::GIVEN) {
                    openings.insert(sheet.tokens[claim.first].hash);
                }
                let (first, last) = corporate::core(sheet, index);
                if (first, last) != (claim.first, claim.last) {
                    companies.insert(sheet.tokens.hash_of(first, last));
                    // `Corbin Webster Holdings, Inc.`, later `Corbin Webster`
                    let head =
                        sheet.tokens[last].is(Class::ORG_HEAD) && !sheet.tokens[first].is(Class::GIVEN);
                    if head && last > first + 1 {
                        companies.insert(sheet.tokens.hash_of(first, last - 1));
                    }
                }
            }
            _ => {}
        }
    }
    for index in 0..sheet.claims.len() {
        let claim = sheet.claims[index];
        if claim.what != What::Person || is_titled(sheet, index) {
            continue;
        }
        let hash = sheet.tokens.hash_of(claim.first, claim.last);
        let short = claim.first == claim.last && openings.contains(&hash) && !people.contains(&hash);
        // The designer Jane Roe and Jane Roe Inc. keep apart.
        let whole = claim.last > claim.first && companies.contains(&hash) && !titled.contains(&hash);
        if short || whole {
            sheet.claims[index].what = What::Organisation(None);
        }
    }
}

fn is_titled(sheet: &Sheet<'_>, claim: usize) -> bool {
    sheet.roles.contains_key(&claim) || sheet.honorifics.contains_key(&claim)
}

#[cfg(test)]
mod tests {
    use crate::desk::entities::testing::{assert_names, mentions_of};
    use crate::record::EntityKind::Organisation;

    #[test]
    fn the_first_word_of_a_company_is_the_company() {
        use crate::desk::entities::testing::{names_of, read};
        use crate::record::EntityKind;
        let body =
            "Zelmark Therapeutics (Nasdaq: ZLMK) rose. Zelmark said sales grew. Zelmark is based in Durham.";
        assert_eq!(
            names_of(read(body), EntityKind::Organisation),
            "Zelmark Therapeutics | Zelmark | Zelmark"
        );
        assert_eq!(names_of(read(body), EntityKind::Person), "");
        let body =
            "Helen of Varna Corp lost money. A spokesman for Helen of Varna said so. Dell Norvane Inc rose.";
        assert!(
            names_of(read(body), EntityKind::Organisation).contains("Helen of Varna Corp | Helen of Varna")
        );
        let body =
            "Corvin Zelmark Holdings, Inc. (Nasdaq: CWBH) will buy a mill. Corvin Zelmark rose 3 percent.";
        assert_eq!(names_of(read(body), EntityKind::Person), "");
        // Its founder keeps his name.
        let body = "Ivo Zelmark founded Zelmark Foods (Nasdaq: ZLMK). Zelmark said sales grew.";
        assert!(names_of(read(body), EntityKind::Person).starts_with("Ivo Zelmark"));
    }

    #[test]
    fn the_last_word_stands_for_one_long_name() {
        let body = "The Ruritanian Herald was sold. A buyer of the Herald said so, and Herald readers wept.";
        assert_eq!(mentions_of(body, "Ruritanian Herald"), ["Ruritanian Herald", "Herald"]);
        let body = "Quarterbacks abandoned the Miami Dolphins during August. The Dolphins struggled, a Dolphins coach explained.";
        assert_eq!(mentions_of(body, "Miami Dolphins"), ["Miami Dolphins", "Dolphins", "Dolphins"]);
    }

    #[test]
    fn a_team_is_called_by_its_town() {
        let body = "Quarterbacks abandoned the Miami Dolphins during August. The Dolphins struggled, a Dolphins \
            coach explained in Miami. Miami played poorly, and the Miami police looked for tickets.";
        assert_eq!(
            mentions_of(body, "Miami Dolphins"),
            ["Miami Dolphins", "Dolphins", "Dolphins", "Miami"],
            "in: {body}"
        );
        assert_eq!(mentions_of(body, "Miami"), ["Miami", "Miami"], "in: {body}");
    }

    #[test]
    fn of_two_long_names_it_stands_for_none() {
        assert_names(
            Organisation,
            &[(
                "The Vintner Council met the Orlanski Council. In the end the Council agreed.",
                "Vintner Council | Orlanski Council",
            )],
        );
    }
}
