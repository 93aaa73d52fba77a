//! Corrections said in a note to editors or in a sentence about the story's own history.

use super::folded;
use crate::desk::text::Openers;

/// Verbs that open a note to editors, folded: `Eds: CORRECTS spelling of name` (AP), `Eds: Fixing typo` (PTI).
const VERBS: &[&str] = &[
    "corrects",
    "correcting",
    "corrected",
    "fixes",
    "fixing",
    "clarifies",
    "clarifying",
    "amends",
    "amending",
    "rectifies",
    "rectifying",
    "corrige",
    "corregge",
    "korrigiert",
    "korrigerer",
    "rattar",
];

/// How a sentence about the copy itself begins, folded (AP, CP, Reuters on the web).
const COPY: Openers = Openers::of(&[
    "this story ",
    "this article ",
    "this report ",
    "this item ",
    "this dispatch ",
    "this version ",
    "this headline ",
    "this is a corrected ",
    "an earlier version of this ",
    "a previous version of this ",
    "the story has been ",
]);

/// What it then says of its past: without one of these it is no history.
const PAST: &[&str] = &[
    "first published",
    "originally published",
    "was published",
    "was updated",
    "has been updated",
    "was corrected",
    "has been corrected",
    "is a corrected",
    "corrects",
    "misstated",
    "misspelled",
    "incorrectly",
    "was amended",
    "has been amended",
    "was refiled",
    "has been refiled",
];

/// What makes it a correction.
const MENDED: &[&str] = &[
    "to correct",
    "corrects",
    "corrected",
    "correction",
    "to fix",
    "to clarify",
    "to reflect that",
    "misstated",
    "misspelled",
    "incorrectly",
    "amended",
    "refiled",
];

/// What may open such a note or sentence, folded.
pub(super) fn openers() -> impl Iterator<Item = &'static str> {
    VERBS.iter().copied().chain(COPY.rows())
}

/// Whether a note to editors, without its label, says what it corrects.
pub(super) fn noted(text: &str) -> bool {
    let folded = folded(text, 24);
    VERBS.iter().any(|verb| folded.strip_prefix(verb).is_some_and(|rest| rest.starts_with([' ', ':', ','])))
}

/// Whether the line tells that the story below it was corrected.
pub(super) fn told(line: &str) -> bool {
    if !COPY.open(&folded(line, 40)) {
        return false;
    }
    let folded = folded(line, 300);
    let any = |words: &[&str]| words.iter().any(|word| folded.contains(word));
    any(PAST) && any(MENDED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn histories_of_the_story() {
        for line in [
            "This story was first published on May 3. It was updated on May 4 to correct the name of the mill.",
            "This story has been corrected to show that the mill is in Accra.",
            "An earlier version of this report misspelled the owner's name.",
        ] {
            assert!(told(line), "{line}");
        }
        for line in [
            "This story was first published on May 3.",
            "This report found the figures were not corrected for inflation.",
            "This year the mill was updated to correct its faults.",
            "The minister corrected his statement.",
        ] {
            assert!(!told(line), "{line}");
        }
        assert!(noted("CORRECTS spelling of name") && noted("Fixing typo in para 2"));
        assert!(!noted("UPDATES with quotes") && !noted("Correctional officers walk out"));
    }
}
