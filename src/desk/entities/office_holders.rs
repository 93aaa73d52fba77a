//! The people of the authority: by their names, and by title, family name and year.

use super::linking::{Identity, Thing};
use super::nominals;
use super::sheet::{Role, Sheet, What};
use super::titles;
use super::words::Group;
use crate::authority::{CountryCode, Person, Term, fold};

/// Most mentions of a person that are looked at: copy that never names him in full does not begin to.
const MOST: usize = 8;

/// The authority's person: by any form in full, for the time of the dispatch, or by title and family name.
pub fn person_of<'a>(sheet: &Sheet<'a>, thing: &Thing) -> Option<&'a Person> {
    if matches!(&thing.what, Identity::Person(person) if person.of_known_name) {
        return None;
    }
    // `Quarterback Mike Johnson` is not the Speaker.
    let mut roles =
        thing.mentions.iter().take(MOST).flat_map(|claim| titles::beside(sheet, *claim)).peekable();
    if roles.peek().is_some() && roles.all(|role| role.trade) {
        return None;
    }
    let claims = || thing.mentions.iter().map(|claim| &sheet.claims[*claim]);
    let full = claims().filter(|claim| claim.last > claim.first);
    full.take(MOST)
        .find_map(|claim| named(sheet, claim.first, claim.last))
        .or_else(|| {
            // `Pope Francis`, `King Hussein`: who goes by the given name is in full with the title.
            let by_title = thing.mentions.iter().filter(|claim| {
                let group = sheet.roles.get(claim).and_then(|role| role.group);
                group.is_some_and(|group| sheet.words.goes_by_given(group))
            });
            by_title.map(|claim| sheet.claims[*claim]).take(MOST).find_map(|claim| {
                let title = titles::before(sheet, claim.first)?;
                named(sheet, title.first, claim.last)
            })
        })
        .or_else(|| {
            // Who has a given name is known by it or not at all.
            let short = thing.mentions.iter().all(|claim| !family(sheet, *claim).is_empty());
            let titled = thing.mentions.iter().filter(|claim| short && sheet.roles.contains_key(claim));
            titled.take(MOST).find_map(|claim| in_office(sheet, *claim))
        })
}

/// The authority's person of this name in full. `Former President George Bush` is not the one in office.
pub fn named<'a>(sheet: &Sheet<'a>, first: usize, last: usize) -> Option<&'a Person> {
    let (story, folded) = (sheet.story, sheet.tokens.folded(first, last));
    let known = sheet.lexicon.person(story.authority, folded, story.year)?;
    let role = titles::before(sheet, first).and_then(|title| titles::role(sheet, title, first - 1));
    let Some((year, role)) = story.year.zip(role).filter(|(_, role)| titles::is_former(sheet, *role)) else {
        return Some(known);
    };
    let holds = |person: &Person, then: &dyn Fn(&Term) -> bool| {
        person.terms.iter().any(|term| then(term) && is_office(sheet, role, term))
    };
    if !holds(known, &|term| term.covers(year)) {
        return Some(known);
    }
    let mut before = story.authority.people.lookup_folded(folded).into_iter();
    before.find(|person| person.id != known.id && holds(person, &|term| term.is_over(year))).or(Some(known))
}

/// The one person of this family who holds the office of the title in the year of the dispatch: `President Trump`, whom
/// headlines and second references call so.
pub fn in_office<'a>(sheet: &Sheet<'a>, claim: usize) -> Option<&'a Person> {
    let (year, role) = (sheet.story.year?, *sheet.roles.get(&claim)?);
    let former = titles::is_former(sheet, role);
    let then = |term: &Term| if former { term.is_over(year) } else { term.covers(year) };
    let holds = |person: &&Person| person.terms.iter().any(|term| then(term) && is_office(sheet, role, term));
    let mut holders = family(sheet, claim).into_iter().filter(holds);
    holders.next().filter(|_| holders.next().is_none())
}

/// Whether the authority knows somebody of this family name in such an office, in the year of the dispatch or, where that is not
/// known, ever.
pub fn is_held_in_family(sheet: &Sheet<'_>, first: usize, last: usize, group: Group) -> bool {
    let family = sheet.story.authority.people.family_folded(sheet.tokens.folded(first, last));
    family.into_iter().any(|one| sheet.lexicon.offices(one, sheet.story.year).any(|held| held == group))
}

/// Whether a name behind a title is the family name of one who holds such an office.
pub fn is_titled(sheet: &Sheet<'_>, claim: usize) -> bool {
    let (group, claim) = (sheet.roles.get(&claim).and_then(|role| role.group), &sheet.claims[claim]);
    group.is_some_and(|group| is_held_in_family(sheet, claim.first, claim.last, group))
}

/// Everybody of the authority who has this family name.
fn family<'a>(sheet: &Sheet<'a>, claim: usize) -> Vec<&'a Person> {
    let claim = &sheet.claims[claim];
    sheet.story.authority.people.family_folded(sheet.tokens.folded(claim.first, claim.last))
}

/// Whether the role is this office: its title, and in front of it nothing but words of the office, the country, or that it is over.
fn is_office(sheet: &Sheet<'_>, role: Role, term: &Term) -> bool {
    let Some(title) = titles::ending_at(sheet, role.last) else { return false };
    let country = nominals::country_of(sheet, role.first, title.first);
    let (office, of) = (fold(&term.office), term.country.as_deref().and_then(CountryCode::new));
    let said = |at: usize| {
        let word = sheet.tokens.folded(at, at);
        office.split(' ').any(|of| of == word) || titles::FORMER.contains(&word)
    };
    let of_country = |at: usize| country.is_some() && country == of && sheet.what_at(at).is_some();
    // `Harvard's President Clinton` is another's than `America's`.
    let owner = role.first.checked_sub(1).filter(|at| sheet.tokens[*at].possessive());
    let owned = owner.is_none_or(|at| match sheet.what_at(at) {
        Some(What::Place(name)) => {
            let place = sheet.places[name as usize].sense;
            place.is_some_and(|place| sheet.story.authority.gazetteer.get(place).country == of)
        }
        _ => false,
    });
    owned
        && title.title.group.is_some()
        && sheet.lexicon.group_of(&term.office) == title.title.group
        && (role.first..title.first).all(|at| said(at) || of_country(at))
}

#[cfg(test)]
mod tests {
    use crate::desk::entities::testing::people_of;

    #[test]
    fn a_title_and_a_family_name_are_the_office_holder_of_the_year() {
        for (year, body, people) in [
            (
                Some(1996),
                "President Clinton left. Clinton waved.",
                &["Bill Clinton bill-clinton: Clinton, Clinton"][..],
            ),
            (Some(1985), "President Clinton left.", &["Clinton: Clinton"]),
            (None, "President Clinton left.", &["Clinton: Clinton"]),
            (
                Some(1993),
                "Former President George Bush left.",
                &["George H.W. Bush george-hw-bush: George Bush"],
            ),
            (
                Some(2017),
                "He met former President Barack Obama.",
                &["Barack Obama barack-obama: Barack Obama"],
            ),
            (Some(1996), "He met former President Nixon.", &["Richard Nixon richard-nixon: Nixon"]),
            (Some(1996), "French President Clinton left.", &["Clinton: Clinton"]),
            (Some(1996), "Rotary Club President Clinton left.", &["Clinton: Clinton"]),
            (Some(1996), "He met Harvard's President Clinton.", &["Clinton: Clinton"]),
            (Some(1996), "He met America's President Clinton.", &["Bill Clinton bill-clinton: Clinton"]),
            (Some(1998), "He met Chancellor Brown.", &["Gordon Brown gordon-brown: Brown"]),
            (
                Some(2019),
                "He met President Lopez Obrador.",
                &["Andres Manuel Lopez Obrador andres-manuel-lopez-obrador: Lopez Obrador"],
            ),
            (
                Some(1996),
                "President Clinton came with Hillary Clinton.",
                &["Bill Clinton bill-clinton: Clinton", "Hillary Clinton hillary-clinton: Hillary Clinton"],
            ),
            (
                Some(2006),
                "President Bush met former President George Bush.",
                &["George W. Bush george-w-bush: Bush", "George H.W. Bush george-hw-bush: George Bush"],
            ),
        ] {
            assert_eq!(people_of(year, body), people, "in: {body}");
        }
    }

    #[test]
    fn a_trade_is_no_office() {
        for (body, people) in [
            ("Quarterback Mike Johnson threw.", "Mike Johnson: Mike Johnson"),
            ("He met a plumber, Mike Johnson, in May.", "Mike Johnson: Mike Johnson"),
            ("Mike Johnson, the House speaker, left.", "Mike Johnson mike-johnson: Mike Johnson"),
            ("Mike Johnson left.", "Mike Johnson mike-johnson: Mike Johnson"),
        ] {
            assert_eq!(people_of(Some(2025), body), [people], "in: {body}");
        }
    }

    #[test]
    fn initials_are_added_to_known_names() {
        for (body, people) in [
            ("Gerald R. Ford left.", "Gerald Ford gerald-ford: Gerald R. Ford"),
            ("George P. Bush left.", "George P. Bush: George P. Bush"),
        ] {
            assert_eq!(people_of(Some(2006), body), [people], "in: {body}");
        }
    }
}
