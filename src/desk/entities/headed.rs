//! Organisations whose names begin with what they are: `Banque centrale européenne`, `Ministerio de Hacienda`, `Bundesamt für X`.
//!
//! In French only the first word has its capital, so that the form decides how far the name goes.

use super::sheet::{Sheet, What};
use super::tokens::Case;
use super::words::Class;

/// Most words of a name.
const LONGEST: usize = 9;
/// Most small words between two words of a name: `de la`, `de los`.
const LINKS: usize = 2;

/// Claims the organisations of a text in a language that has tables.
pub fn claim(sheet: &mut Sheet<'_>) {
    if sheet.tongue.is_none() {
        return;
    }
    let mut at = 0;
    while at < sheet.tokens.len() {
        match extent(sheet, at) {
            Some(last) => {
                sheet.claim(at, last, What::Organisation(None));
                at = last + 1;
            }
            None => at += 1,
        }
    }
}

/// The last word of the organisation's name that begins at `first`.
fn extent(sheet: &Sheet<'_>, first: usize) -> Option<usize> {
    let tokens = &sheet.tokens;
    let head = &tokens[first];
    let german = sheet.grammar().nouns;
    if !sheet.is_free(first) || head.case != Case::Title || head.shouted() {
        return None;
    }
    // `Bundestag`, `Gobierno`, `Elysée` alone; at the start of a sentence the capital is no sign.
    let alone = head.is(Class::STATE_BODY) && (german || !head.starts_sentence());
    let opens = if german { head.is(Class::ORG_OF) } else { head.is(Class::ORG_HEAD) };
    if !opens {
        return alone.then_some(first);
    }
    let mut last = first;
    while last - first < LONGEST {
        match step(sheet, first, last) {
            Some(next) => last = next,
            None => break,
        }
    }
    (last > first || alone).then_some(last)
}

/// The next word of the name behind `last`.
fn step(sheet: &Sheet<'_>, first: usize, last: usize) -> Option<usize> {
    let tokens = &sheet.tokens;
    let grammar = sheet.grammar();
    let goes_on = |at: usize| {
        let token = &tokens[at];
        sheet.is_free(at)
            && token.is_capital()
            && !token.starts_sentence()
            && !token.is_function()
            && !token.is(Class::CALENDAR)
            && !token.is(Class::HONORIFIC)
    };
    let next = last + 1;
    let token = tokens.word_after(last)?;
    if goes_on(next) {
        // `le Conseil Jean Dupont`: a given name begins another name.
        let person = token.is(Class::GIVEN)
            && !token.is(Class::COMMON)
            && tokens.word_after(next).is_some_and(|after| after.is_capital())
            && !grammar.nouns;
        let title = grammar.nouns && token.is(Class::TITLE) && !token.is(Class::ORG_HEAD);
        return (!person && !title).then_some(next);
    }
    if token.case != Case::Lower || !sheet.is_free(next) {
        return None;
    }
    if is_adjective(sheet, next) || grammar.heads_first && token.glued() {
        return (!grammar.nouns).then_some(next);
    }
    // `et Industrie`, `y Hacienda`
    if token.is(Class::AND) {
        let after = tokens.word_after(next)?;
        let joins =
            last > first && goes_on(next + 1) && after.is(Class::COMMON) && !after.is(Class::ORG_HEAD);
        return joins.then_some(next + 1);
    }
    let mut at = next;
    while at - next < LINKS && tokens.get(at)?.is(Class::LINK) && tokens[at].case == Case::Lower {
        tokens.word_after(at)?;
        at += 1;
    }
    if at == next {
        return None;
    }
    // `Ministerium für Staatssicherheit`; a genitive tells whose it is: `das Amt des Präsidenten`.
    if grammar.nouns && !matches!(tokens.folded(next, next), "fur" | "zur") {
        return None;
    }
    // `Banco de España Presidente X`
    let title = tokens[at].is(Class::TITLE)
        && !tokens[at].is(Class::ORG_HEAD)
        && tokens.word_after(at).is_some_and(|after| after.is_capital());
    if goes_on(at) {
        return (!title || grammar.nouns).then_some(at);
    }
    // `Fédération des entreprises de Belgique`: a noun in small letters, but not at the start of a sentence, where
    // `Parti de rien` may be a word as any other.
    let noun = tokens[at].case == Case::Lower
        && !tokens[at].is_function()
        && grammar.elides
        && !tokens[first].starts_sentence()
        && (first + 1..=last).all(|at| is_adjective(sheet, at))
        && sheet.is_free(at);
    noun.then_some(at)
}

/// An adjective in small letters, as French has them in names: `européenne`.
pub fn is_adjective(sheet: &Sheet<'_>, at: usize) -> bool {
    let token = &sheet.tokens[at];
    let ending = || sheet.words.class_by_ending(sheet.tokens.folded(at, at));
    token.case == Case::Lower
        && !token.is_function()
        && (token.is(Class::ADJECTIVE) || ending().has(Class::ADJECTIVE))
}

#[cfg(test)]
mod tests {
    use crate::desk::entities::testing::{entities_in, names_of};
    use crate::record::EntityKind::Organisation;

    #[test]
    fn the_head_begins_the_name() {
        for (language, body, expected) in [
            ("fr", "Elle dirige la Banque centrale européenne depuis mars.", "Banque centrale européenne"),
            ("fr", "Un rapport du Ministère de l'Intérieur le dit.", "Ministère de l'Intérieur"),
            (
                "fr",
                "Selon la Fédération des bouchers de Zorvie, rien ne va.",
                "Fédération des bouchers de Zorvie",
            ),
            ("es", "Lo dijo el Banco Central Europeo en su informe.", "Banco Central Europeo"),
            ("es", "El Ministerio de Economía y Hacienda calla.", "Ministerio de Economía y Hacienda"),
            ("de", "Das Institut für Zorvanik in der Stadt schweigt.", "Institut für Zorvanik"),
            // Words as any other.
            ("fr", "Parti de rien, il a réussi. Une banque de la ville ferme.", ""),
            ("es", "Un banco de la ciudad cierra. Unión de dos ideas.", ""),
            ("de", "Die Gesellschaft der Zukunft ist alt.", ""),
        ] {
            assert_eq!(names_of(entities_in(language, body), Organisation), expected, "{body}");
        }
    }
}
