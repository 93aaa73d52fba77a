//! `Gen Z`, `Generation X`: capitals that name people of an age, and nothing that is looked for here.

use super::sheet::Sheet;
use super::tokens::Case;

/// Closes the names of generations. `Gen. Z` is a general.
pub fn close(sheet: &mut Sheet<'_>) {
    for at in 1..sheet.tokens.len() {
        let letter = &sheet.tokens[at];
        let one = letter.case == Case::Initial
            && matches!(sheet.tokens.folded(at, at), "x" | "y" | "z")
            && !sheet.tokens.text(at, at).ends_with('.');
        let generation = one
            && sheet.tokens.word_before(at).is_some_and(|before| before.is_capital())
            && matches!(sheet.tokens.text(at - 1, at - 1), "Gen" | "GEN" | "Generation" | "GENERATION");
        if generation {
            sheet.close_words(at - 1..at + 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::desk::entities::testing::read;

    #[test]
    fn a_generation_is_nobody() {
        assert_eq!(read("The Gen Z vote grew. Protests of Gen Z, not of Generation X, went on."), []);
    }
}
