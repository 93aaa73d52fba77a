//! Titles with what follows them before a name, as French and Spanish have it: `la ministre des Affaires étrangères X`, `le président
//! russe X`, `el presidente de Telefónica X`.

use super::sheet::{Sheet, What};
use super::titles::{self, Found};
use super::tokens::Case;
use super::words::{Class, TitleKind};

/// Most words between a title and the name.
const LONGEST: usize = 8;

/// The title before the word `name`, with its office, country or body between.
pub fn before(sheet: &Sheet<'_>, name: usize) -> Option<Found> {
    if !sheet.grammar().heads_first {
        return None;
    }
    let tokens = &sheet.tokens;
    let mut at = name;
    let mut content = false;
    while at > 0 && name - at < LONGEST && tokens.word_before(at).is_some() {
        at -= 1;
        let token = &tokens[at];
        if let Some(claim) = sheet.claim_at(at) {
            if sheet.claims[claim].what == What::Person {
                return None;
            }
            at = sheet.claims[claim].first;
            content = true;
            continue;
        }
        if content && let Some(found) = titles::ending_at(sheet, at) {
            let told = tokens[at + 1].is(Class::LINK) || describes(sheet, at + 1);
            return Some(found).filter(|found| told && found.kind != TitleKind::Honorific);
        }
        let small = token.is(Class::LINK) || token.is(Class::AND);
        if !(content && small || describes(sheet, at)) {
            return None;
        }
        content |= !small;
    }
    None
}

/// An office or an adjective.
fn describes(sheet: &Sheet<'_>, at: usize) -> bool {
    let token = &sheet.tokens[at];
    let adjective =
        token.case == Case::Lower && (token.is(Class::ADJECTIVE) || token.is(Class::TITLE_MODIFIER));
    adjective || token.is(Class::PORTFOLIO)
}

#[cfg(test)]
mod tests {
    use crate::desk::entities::testing::{entities_in, first_person};

    #[test]
    fn the_office_stands_between_title_and_name() {
        for (language, body, name, role) in [
            (
                "fr",
                "Il a vu la ministre des Affaires étrangères Zora Vintnac à Oslo.",
                "Zora Vintnac",
                "ministre des Affaires étrangères",
            ),
            ("fr", "Le président russe Zorvan a signé le texte.", "Zorvan", "président russe"),
            ("es", "Lo dijo el ministro de Hacienda Zorvino en la radio.", "Zorvino", "ministro de Hacienda"),
            // No title before the name.
            ("fr", "La politique des Affaires étrangères Zora Vintnac la connaît.", "Zora Vintnac", ""),
        ] {
            assert_eq!(first_person(entities_in(language, body)), format!("{name}: {role}"), "{body}");
        }
    }
}
