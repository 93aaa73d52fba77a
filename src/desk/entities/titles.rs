//! Titles and functions beside a person's name, before it or in apposition behind it.

use super::complements;
use super::sheet::{Role, Sheet, What};
use super::tokens::Case;
use super::words::{Class, LONGEST_TITLE, Title, TitleKind};

/// A title that ends right before a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    pub kind: TitleKind,
    /// First word of the title itself, without what modifies it.
    pub first: usize,
    pub title: Title,
}

/// Most words that a role may have: `U.N. deputy special envoy for …` is cut.
const LONGEST_ROLE: usize = 8;

/// The title whose last word is `last`, the longest one.
pub fn ending_at(sheet: &Sheet<'_>, last: usize) -> Option<Found> {
    let end = sheet.tokens.get(last)?;
    if !end.is(Class::TITLE) || end.possessive() {
        return None;
    }
    let mut found = None;
    for words in 1..=LONGEST_TITLE {
        let Some(first) = (last + 1).checked_sub(words) else {
            break;
        };
        if !sheet.tokens[first].is_word() || !sheet.is_unbroken(first, last) {
            break;
        }
        let hash = sheet.tokens.hash_of(first, last);
        let compound =
            || (words == 1).then(|| sheet.words.title_by_ending(sheet.tokens.folded(last, last)))?;
        if let Some(title) = sheet.words.title(hash).or_else(compound) {
            found = Some(Found { kind: title.kind, first, title });
        }
    }
    found
}

/// A title of men before a given name of women is a name itself: `Sheikh Hasina`.
pub fn is_given_here(sheet: &Sheet<'_>, at: usize) -> bool {
    let given = sheet.tokens.word_after(at).is_some_and(|next| next.class.of_gender() == Class::FEMALE);
    given && matches!(sheet.tokens.folded(at, at), "sheikh" | "sheik" | "haji")
}

/// The title right before the word `name`.
pub fn before(sheet: &Sheet<'_>, name: usize) -> Option<Found> {
    sheet.tokens.word_before(name)?;
    // `King Jr.`
    if sheet.tokens[name].glued() || sheet.tokens.is_junior(name) || is_given_here(sheet, name - 1) {
        return None;
    }
    ending_at(sheet, name - 1).or_else(|| complements::before(sheet, name))
}

/// The whole role that ends in this title, with what modifies it in front: `UN political chief`,
/// `ceremonial head of state`. `None` for an honorific.
pub fn role(sheet: &Sheet<'_>, found: Found, last: usize) -> Option<Role> {
    if found.kind == TitleKind::Honorific {
        return None;
    }
    let mut first = found.first;
    while last - first < LONGEST_ROLE {
        let Some(before) = sheet.tokens.word_before(first) else {
            break;
        };
        if before.possessive() || !modifies(sheet, first - 1) {
            break;
        }
        first -= 1;
    }
    Some(Role { first, last, group: found.title.group, trade: found.title.trade })
}

/// Words that say that an office is over.
pub const FORMER: [&str; 3] = ["former", "ex", "erstwhile"];

/// `former President X`, `ex-minister X`
pub fn is_former(sheet: &Sheet<'_>, role: Role) -> bool {
    (role.first..=role.last).any(|at| FORMER.contains(&sheet.tokens.folded(at, at)))
}

/// Whether a word may stand in a role before its title: a known modifier, an adjective of a
/// country, the name of an organisation or place.
fn modifies(sheet: &Sheet<'_>, at: usize) -> bool {
    let token = &sheet.tokens[at];
    match sheet.what_at(at) {
        Some(What::Person) => return false,
        Some(_) => return true,
        None => {}
    }
    match token.case {
        Case::Lower => token.is(Class::TITLE_MODIFIER) || token.is(Class::TITLE),
        _ if token.shouted() => token.is(Class::TITLE_MODIFIER) || token.is(Class::TITLE),
        // `Congress president X` at the start of a sentence, before a title in lower case.
        Case::Title if token.is_weak() => {
            token.is(Class::TITLE_MODIFIER)
                || !token.is_function()
                    && !token.is(Class::CALENDAR)
                    && sheet.tokens.word_after(at).is_some_and(|next| {
                        next.case == Case::Lower && next.is(Class::TITLE) && !token.possessive()
                    })
        }
        Case::Title | Case::Upper | Case::Mixed => {
            !token.is_function() && !token.is(Class::CALENDAR) && !token.is(Class::HONORIFIC)
        }
        _ => false,
    }
}

/// The roles that the text gives beside a claimed name: before it, before it and a comma, behind it.
pub fn beside(sheet: &Sheet<'_>, claim: usize) -> impl Iterator<Item = Role> + use<> {
    let (first, last) = (sheet.claims[claim].first, sheet.claims[claim].last);
    let before = sheet.roles.get(&claim).copied().or_else(|| ahead(sheet, first, last));
    before.into_iter().chain(apposition(sheet, last))
}

/// The function before a name between two commas: `his press secretary, X,` and `Kenya's finance minister, X.`
pub fn ahead(sheet: &Sheet<'_>, first: usize, last: usize) -> Option<Role> {
    let tokens = &sheet.tokens;
    let title = first.checked_sub(2)?;
    let closed = tokens.get(last + 1).is_none_or(|next| next.is_punct(',') || next.is_punct('.'));
    if !tokens[first - 1].is_punct(',') || !closed || tokens[last].possessive() {
        return None;
    }
    let found = ending_at(sheet, title).filter(|_| !is_relative(sheet, title));
    let found = found.or_else(|| complements::before(sheet, title + 1))?;
    let role = role(sheet, found, title)?;
    let before = role.first.checked_sub(1)?;
    let owned = tokens[before].possessive()
        || matches!(
            tokens.folded(before, before),
            "the" | "its" | "his" | "her" | "their" | "a" | "an" | "our" | "my"
        )
        || tokens[before].is(Class::ARTICLE);
    (owned && tokens.word_after(before).is_some()).then_some(role)
}

/// The function given behind a name: `X, a UN spokesman,`, `X, president of the board,`. Only
/// phrases between two commas (or up to the sentence's end) that begin right behind the name.
pub fn apposition(sheet: &Sheet<'_>, last: usize) -> Option<Role> {
    let tokens = &sheet.tokens;
    if tokens[last].possessive() || !tokens.get(last + 1)?.is_punct(',') {
        return None;
    }
    let mut first = last + 2;
    if tokens.get(first)?.is(Class::FUNCTION) && tokens[first].case == Case::Lower {
        let article =
            matches!(tokens.text(first, first), "a" | "an" | "the" | "its" | "his" | "her" | "their")
                || tokens[first].is(Class::ARTICLE);
        first += usize::from(article);
    }
    // `the country's first president`
    if tokens.get(first)?.possessive() && tokens.word_after(first).is_some() {
        first += 1;
    }
    let article = first > last + 2;
    let mut at = first;
    let mut found = None;
    // The noun phrase: modifiers, demonyms and names, up to its title; behind an article also a noun that
    // says which: `an eye doctor`, `a chess champion`.
    while let Some(token) = tokens.get(at) {
        if !token.is_word() || at - first >= LONGEST_ROLE || sheet.what_at(at) == Some(What::Person) {
            break;
        }
        if let Some(title) = ending_at(sheet, at).filter(|title| title.first >= first) {
            found = Some((at, title));
        } else if !(modifies(sheet, at)
            || article && found.is_none() && is_noun(token) && !token.possessive()
            || token.is(Class::FUNCTION) && found.is_none() && continues_title(sheet, at))
        {
            break;
        }
        at += 1;
    }
    let is_role =
        |(end, title): &(usize, Found)| title.kind != TitleKind::Honorific && !is_relative(sheet, *end);
    let (mut end, title) = found.filter(is_role)?;
    // `president of the board`: as far as the words go on to the comma, at most six more.
    if tokens.word_after(end).is_some_and(|next| next.case == Case::Lower)
        && (matches!(tokens.text(end + 1, end + 1), "of" | "for" | "at") || tokens[end + 1].is(Class::LINK))
    {
        let mut to = end + 1;
        while tokens.word_after(to).is_some() && to - end < 7 {
            to += 1;
        }
        let closed = tokens.get(to + 1).is_none_or(|next| next.is_punct(',') || next.is_punct('.'));
        // Not closed: as far as the names go, `the manager of Peterborough and a son of his`.
        // The adjective of a place is no name: `president of London-based Acme`.
        let named = (end + 2..=to).take_while(|at| tokens[*at].is_capital()).last();
        let named = named.filter(|at| !tokens.get(at + 1).is_some_and(|next| next.glued()));
        end = if closed { to } else { named.unwrap_or(end) };
    }
    // `X, president and chief executive …` or `X, minister since 1999` are cut at the title; but where a
    // name follows the title, it is another person's: `X, President Y and Z`.
    let named = tokens.word_after(end).is_some_and(|next| next.is_capital());
    let Title { group, trade, .. } = title.title;
    (!named && sheet.is_unbroken(first, end)).then_some(Role { first, last: end, group, trade })
}

/// `his father, X,`: no priest.
fn is_relative(sheet: &Sheet<'_>, at: usize) -> bool {
    sheet.tokens[at].is(Class::KIN) && sheet.tokens[at].case == Case::Lower
}

fn is_noun(token: &super::tokens::Token) -> bool {
    token.case == Case::Lower
        && !token.is(Class::FUNCTION)
        && !token.is(Class::PARTICLE)
        && !token.is(Class::SAYS)
        && !token.is(Class::KIN)
}

/// `of` inside `head of state`.
fn continues_title(sheet: &Sheet<'_>, at: usize) -> bool {
    (at + 1..at + 3).any(|last| ending_at(sheet, last).is_some_and(|title| title.first < at))
}

#[cfg(test)]
mod tests {
    use crate::desk::entities::testing::entities;
    use crate::record::EntityKind;

    #[test]
    fn roles_are_what_the_text_gives() {
        for (body, roles) in [
            ("The plea of UN spokesman Fadil Hamrouk failed.", "UN spokesman"),
            ("It pleased South Korean President Moon Seo-jin.", "South Korean President"),
            ("Ruritania's ceremonial head of state Ivo Zorvan came.", "ceremonial head of state"),
            ("They met former deputy prime minister Ilze Kalnroze.", "former deputy prime minister"),
            ("They met Fadil Hamrouk, a UN spokesman, in Geneva.", "UN spokesman"),
            ("Fadil Hamrouk, president of the league, resigned.", "president of the league"),
            ("Fadil Hamrouk, the Kenyan finance minister.", "Kenyan finance minister"),
            ("Fadil Hamrouk, general counsel for the watchdog, left.", "general counsel for the watchdog"),
            ("Fadil Hamrouk, president of London-based oil and gas trading consultants, left.", "president"),
            ("Vice President Olga Vintner met nobody.", "Vice President"),
            // What is in front may be known only later: a demonym, an event, an organisation.
            ("South African President Fadil Hamrouk came.", "South African President"),
            ("It met Second World War veteran Fadil Hamrouk.", "Second World War veteran"),
            ("WEST GERMAN CHANCELLOR HELMUT KOHL LEFT ON MONDAY.", "WEST GERMAN CHANCELLOR"),
            ("Police met Crown Prince Sheikh Fadil Hamrouk.", "Crown Prince"),
            ("He met his father, Fadil Hamrouk.", ""),
            // No role: an honorific, another person behind the comma, no title at all.
            ("Mr. Hamrouk was there.", ""),
            ("They met Fadil Hamrouk, President Olga Vintner and others.", ""),
            ("They met Fadil Hamrouk, who was late.", ""),
        ] {
            let found = entities(body);
            let person = found.iter().find(|entity| entity.kind == EntityKind::Person);
            let person = person.unwrap_or_else(|| panic!("nobody in: {body}"));
            assert_eq!(person.roles.join(" | "), roles, "in: {body}");
        }
    }
}
