//! Mentions without a name: `the UN chief`, `the minister`. Only where one person fits.

use super::linking::{Identity, Thing};
use rustc_hash::FxHashSet;

use super::office_holders;
use super::sheet::{Role, Sheet, What};
use super::titles;
use super::tokens::{Case, FNV_START, fnv};
use super::words::{Class, Group, TitleKind};
use crate::authority::{CountryCode, fold};

/// Roles that are remembered: a text that gives more is a list, and each phrase is compared with all of them.
const MOST: usize = 500;

/// A role that the text gave a person: its group and the words before its title.
struct Held {
    thing: usize,
    group: Group,
    /// Hashes of the words that modify the title, and of the title's own.
    words: Vec<u64>,
    /// The country of an office that the authority knows.
    country: Option<CountryCode>,
    /// The text gives it, and not only the authority.
    given: bool,
    /// Token where it was given.
    at: usize,
}

/// Adds the nominal mentions to the people they mean.
pub fn add(sheet: &Sheet<'_>, things: &mut [Thing]) {
    let held = roles_held(sheet, things);
    if held.is_empty() {
        return;
    }
    let mut count = sheet.claims.len();
    // `X, the UN chief,` is no mention of its own.
    let given: FxHashSet<usize> = held.iter().filter(|held| held.given).map(|held| held.at).collect();
    for at in 0..sheet.tokens.len() {
        let article = sheet.tokens[at].is(Class::FUNCTION) && sheet.tokens.folded(at, at) == "the";
        if !article || !sheet.is_free(at) {
            continue;
        }
        if let Some((last, role)) = phrase(sheet, at)
            && !given.contains(&role.first)
            && let Some(thing) = holder(sheet, &held, role, at)
            && count < sheet.story.max_mentions
        {
            things[thing].nominals.push((at, last));
            count += 1;
        }
    }
    for thing in things {
        thing.nominals.sort_unstable();
        thing.nominals.dedup();
    }
}

fn roles_held(sheet: &Sheet<'_>, things: &[Thing]) -> Vec<Held> {
    let mut held = Vec::new();
    for (thing, one) in things.iter().enumerate() {
        if !matches!(one.what, Identity::Person(_)) {
            continue;
        }
        for claim in &one.mentions {
            for role in titles::beside(sheet, *claim) {
                if held.len() >= MOST {
                    return held;
                }
                if let Some(group) = role.group {
                    let words = (role.first..=role.last).map(|at| spelled_out(sheet, at)).collect();
                    held.push(Held { thing, group, words, country: None, given: true, at: role.first });
                }
            }
        }
        held.extend(offices(sheet, thing, one));
    }
    held
}

/// The offices of the dispatch's year that the authority knows of this person.
fn offices(sheet: &Sheet<'_>, thing: usize, one: &Thing) -> Vec<Held> {
    let Some(year) = sheet.story.year else { return Vec::new() };
    let Some(person) = office_holders::person_of(sheet, one) else { return Vec::new() };
    let at = one.mentions.first().map_or(0, |claim| sheet.claims[*claim].first);
    let held = person.offices(year).filter_map(|term| {
        let group = sheet.lexicon.group_of(&term.office)?;
        let country = term.country.as_deref().and_then(CountryCode::new);
        let words = fold(&term.office).split(' ').map(|word| fnv(FNV_START, word.as_bytes())).collect();
        Some(Held { thing, group, words, country, given: false, at })
    });
    held.collect()
}

/// Titles that copy cuts before a name and writes out alone: `Sen. X`, `the senator` (AP stylebook, "titles").
const CUT: &[(&str, &str)] = &[
    ("sen", "senator"),
    ("gov", "governor"),
    ("rep", "representative"),
    ("gen", "general"),
    ("col", "colonel"),
    ("maj", "major"),
    ("capt", "captain"),
    ("lt", "lieutenant"),
    ("sgt", "sergeant"),
    ("adm", "admiral"),
    ("cmdr", "commander"),
    ("rev", "reverend"),
    ("msgr", "monsignor"),
];

/// Hash of a role's word, written out.
fn spelled_out(sheet: &Sheet<'_>, at: usize) -> u64 {
    let word = sheet.tokens.folded(at, at);
    if word.len() > 4 {
        return sheet.tokens[at].hash;
    }
    let long = CUT.iter().find(|(cut, _)| *cut == word);
    long.map_or(sheet.tokens[at].hash, |(_, long)| fnv(FNV_START, long.as_bytes()))
}

/// `the` and a title with what modifies it, with no name behind it and no `of`.
fn phrase(sheet: &Sheet<'_>, article: usize) -> Option<(usize, Role)> {
    let tokens = &sheet.tokens;
    for last in article + 1..article + 6 {
        if tokens.word_after(last - 1).is_none() || tokens[last - 1].possessive() {
            return None;
        }
        let Some(found) = titles::ending_at(sheet, last).filter(|found| found.kind != TitleKind::Honorific)
        else {
            continue;
        };
        let next = tokens.word_after(last);
        // Not the end of the phrase: `the president's office` is one, `the minister of X` and `the UN
        // spokesman X` are not.
        let open = next.is_some_and(|next| {
            next.is_capital()
                || next.glued()
                || next.is(Class::TITLE)
                || next.is(Class::TITLE_MODIFIER) && next.case == Case::Lower
                || tokens.text(last + 1, last + 1) == "of"
        });
        if open && !tokens[last].possessive() {
            continue;
        }
        let role = titles::role(sheet, found, last)?;
        return (role.first == article + 1).then_some((last, role));
    }
    None
}

/// The one person named before whose role these words name.
fn holder(sheet: &Sheet<'_>, held: &[Held], role: Role, at: usize) -> Option<usize> {
    let group = role.group?;
    // The words in front of the title must all be in the role: `the UN chief` is the UN secretary-general.
    let own: Vec<u64> = (role.first..=role.last).map(|at| spelled_out(sheet, at)).collect();
    let title = titles::ending_at(sheet, role.last)?;
    let modifiers = &own[..title.first - role.first];
    let title_words = own.len() - modifiers.len();
    // Without them the title itself must be the same: `the envoy` need not be the ambassador.
    // `the British prime minister` by the authority's office.
    let country = country_of(sheet, role.first, title.first);
    let same = |held: &Held| match modifiers {
        [] => held.words.ends_with(&own),
        _ => names_office(sheet, held, role, title.first, country),
    };
    // `Leader X` in copy from North Korea is the North Korean leader, where nobody else is a leader.
    let nation = || {
        let here =
            sheet.story.dateline.iter().any(|id| sheet.story.authority.gazetteer.get(*id).country == country);
        let mut held = held.iter().filter(|held| held.group == group && held.at < at);
        let one = held.next()?;
        let bare = one.words.len() == title_words && one.words.last() == own.last();
        (country.is_some() && here && bare && held.all(|held| held.thing == one.thing)).then_some(one.thing)
    };
    let fits = |held: &&Held| held.group == group && held.at < at && same(held);
    let unique = |exact: bool| {
        let mut one = None;
        for held in held.iter().filter(fits).filter(|held| !exact || held.words.len() == own.len()) {
            match one {
                None => one = Some(held.thing),
                Some(thing) if thing != held.thing => return Err(()),
                Some(_) => {}
            }
        }
        Ok(one)
    };
    match unique(false) {
        Ok(found) => found.or_else(nation).or_else(|| named_later(sheet, held, role, modifiers, at)),
        // Several hold such a role: the one who holds exactly this one.
        Err(()) if !modifiers.is_empty() => unique(true).ok().flatten(),
        Err(()) => None,
    }
}

/// The country of the adjective that stands between these words.
pub fn country_of(sheet: &Sheet<'_>, first: usize, end: usize) -> Option<CountryCode> {
    let last = end.checked_sub(1).filter(|last| *last >= first)?;
    let country = sheet.demonym(first, last)?;
    sheet.story.authority.gazetteer.get(country).country
}

/// Offices of which a country has one.
const ONE_OF_A_KIND: &[&str] = &[
    "pope",
    "pontiff",
    "king",
    "queen",
    "emperor",
    "president",
    "prime minister",
    "premier",
    "chancellor",
    "taoiseach",
];
/// So many words behind the phrase its holder is named, or somewhere else.
const SOON: usize = 200;

/// `The UN chief said …`, and the next sentence says who that is: the one person of the whole text who holds this role,
/// named soon. Without a word that says which (`the prime minister`) an office of which there is one, held here.
fn named_later(sheet: &Sheet<'_>, held: &[Held], role: Role, modifiers: &[u64], at: usize) -> Option<usize> {
    let group = role.group?;
    let title = titles::ending_at(sheet, role.last)?;
    let mut holders = held.iter().filter(|held| held.group == group);
    let one = holders.next()?;
    if one.at <= at || one.at - at > SOON || holders.any(|other| other.thing != one.thing) {
        return None;
    }
    let country = country_of(sheet, role.first, title.first);
    let all = held.iter().filter(|held| held.group == group && held.thing == one.thing);
    let fits = |held: &Held| match modifiers {
        [] => {
            let own: Vec<u64> = (role.first..=role.last).map(|at| spelled_out(sheet, at)).collect();
            let rest = held.words.strip_suffix(&own[..]);
            // `Prime Minister X`, or the office of the country that the copy comes from.
            rest.is_some_and(|rest| rest.is_empty())
                && held.country.is_none_or(|code| is_filed_in(sheet, code))
                || rest.is_some() && is_of_dateline(sheet, held)
        }
        _ => names_office(sheet, held, role, title.first, country),
    };
    // `The prime minister` of copy from Paris is not the British one who is named below.
    let abroad =
        |held: &Held| held.thing == one.thing && held.country.is_some_and(|code| !is_filed_in(sheet, code));
    if modifiers.is_empty() && held.iter().any(abroad) {
        return None;
    }
    let unique = ONE_OF_A_KIND.contains(&sheet.tokens.folded(title.first, role.last));
    let mut all = all.filter(|_| unique || !modifiers.is_empty());
    all.any(fits).then_some(one.thing)
}

/// Whether the words of a phrase say this office: those in front of its title are in the role, or name its country, and a title of
/// several words is in it too: `the British home secretary` is not the foreign secretary.
fn names_office(
    sheet: &Sheet<'_>,
    held: &Held,
    role: Role,
    title: usize,
    country: Option<CountryCode>,
) -> bool {
    let said = |at: usize| held.words.contains(&spelled_out(sheet, at));
    let of_country = |at: usize| {
        country.is_some()
            && country == held.country
            && matches!(sheet.what_at(at), Some(What::Demonym(_) | What::Place(_)))
    };
    (title == role.last || (title..=role.last).all(said))
        && (role.first..title).all(|at| said(at) || of_country(at))
}

fn is_filed_in(sheet: &Sheet<'_>, code: CountryCode) -> bool {
    let gazetteer = &sheet.story.authority.gazetteer;
    sheet.story.dateline.iter().any(|id| gazetteer.get(*id).country == Some(code))
}

/// `British Prime Minister X` in copy from Britain.
fn is_of_dateline(sheet: &Sheet<'_>, held: &Held) -> bool {
    let title = |last: usize| titles::ending_at(sheet, last).map(|title| title.first);
    let last = (held.at..sheet.tokens.len().min(held.at + 8))
        .find(|last| title(*last).is_some_and(|first| first > held.at));
    let first = last.and_then(title);
    first.and_then(|first| country_of(sheet, held.at, first)).is_some_and(|code| is_filed_in(sheet, code))
}

#[cfg(test)]
mod tests {
    use crate::desk::entities::testing::mentions_of;

    #[test]
    fn one_holder_of_the_role_is_meant() {
        for (body, name, mentions) in [
            (
                "UN Secretary-General Ivo Zorvan came. The UN chief said no.",
                "Ivo Zorvan",
                vec!["Ivo Zorvan", "[The UN chief]"],
            ),
            (
                "Finance Minister Ivo Zorvan came. He left when the minister fell ill.",
                "Ivo Zorvan",
                vec!["Ivo Zorvan", "[the minister]"],
            ),
            // Named only later: in so many words, or an office of which there is one.
            (
                "The UN chief said no. UN Secretary-General Ivo Zorvan was in Rome.",
                "Ivo Zorvan",
                vec!["[The UN chief]", "Ivo Zorvan"],
            ),
            ("The pope said no. Pope Zorvan was in Rome.", "Zorvan", vec!["[The pope]", "Zorvan"]),
            ("The president said no. Kenyan President Ivo Zorvan left.", "Ivo Zorvan", vec!["Ivo Zorvan"]),
            (
                "The UN chief said no. EU chief Ivo Zorvan left. UN chief Emil Doe stayed.",
                "Emil Doe",
                vec!["Emil Doe"],
            ),
            // Two hold such a role; the role is another; the phrase goes on to somebody else.
            (
                "Finance Minister Ivo Zorvan met Trade Minister Emil Doe. Later the minister left.",
                "Ivo Zorvan",
                vec!["Ivo Zorvan"],
            ),
            ("President Ivo Zorvan came. Then the minister spoke.", "Ivo Zorvan", vec!["Ivo Zorvan"]),
            ("Minister Ivo Zorvan came. So did the minister of health.", "Ivo Zorvan", vec!["Ivo Zorvan"]),
            ("Then the minister spoke. Minister Ivo Zorvan left.", "Ivo Zorvan", vec!["Ivo Zorvan"]),
            ("UN spokesman Ivo Zorvan spoke. A UN spokesman declined.", "Ivo Zorvan", vec!["Ivo Zorvan"]),
            (
                "British Foreign Secretary Ivo Zorvan came. The British home secretary left.",
                "Ivo Zorvan",
                vec!["Ivo Zorvan"],
            ),
            (
                "Miami Fire Chief Ivo Zorvan came. The Miami police chief left.",
                "Ivo Zorvan",
                vec!["Ivo Zorvan"],
            ),
            (
                "Joschka Fischer, the German foreign minister, came. The German finance minister left.",
                "Joschka Fischer",
                vec!["Joschka Fischer"],
            ),
        ] {
            assert_eq!(mentions_of(body, name), mentions, "in: {body}");
        }
    }
}
