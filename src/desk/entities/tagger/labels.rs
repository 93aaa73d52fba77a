//! The labels of words, and which may follow which.
//!
//! A name of one word is `Whole`, a longer one has a `First`, perhaps `Inner`s and a `Last`; knowing where a name ends is worth half a
//! point of F1 over knowing only where it begins. Names of other things (works, laws, adjectives of countries) are learnt too, because what
//! is one of them is no person, organisation or place; they have two labels, so that all fit a row of sixteen.

use std::ops::Range;

use crate::desk::entities::sheet::What;

/// Width of a row of weights.
pub const WIDTH: usize = 16;
/// Labels in use; the last of the row has no meaning.
pub const LABELS: usize = 15;

/// What a name may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Person,
    Organisation,
    Place,
    /// CoNLL's MISC.
    Other,
}

impl Kind {
    /// The kind of a claim; events and demonyms are other names.
    pub fn of(what: What) -> Kind {
        match what {
            What::Person => Kind::Person,
            What::Organisation(_) => Kind::Organisation,
            What::Place(_) => Kind::Place,
            What::Event(_) | What::Demonym(_) => Kind::Other,
        }
    }
}

/// Where in its name a word stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    First,
    Inner,
    Last,
    Whole,
}

/// No part of a name.
pub const OUTSIDE: usize = 0;

/// What a label says; `None` for [`OUTSIDE`].
fn meaning(label: usize) -> Option<(Kind, Part)> {
    const PARTS: [Part; 4] = [Part::First, Part::Inner, Part::Last, Part::Whole];
    match label {
        1..=4 => Some((Kind::Person, PARTS[label - 1])),
        5..=8 => Some((Kind::Organisation, PARTS[label - 5])),
        9..=12 => Some((Kind::Place, PARTS[label - 9])),
        13 => Some((Kind::Other, Part::First)),
        14 => Some((Kind::Other, Part::Inner)),
        _ => None,
    }
}

/// The label of the word `at` of a name of `length` words.
pub fn label(kind: Kind, at: usize, length: usize) -> usize {
    let base = match kind {
        Kind::Person => 1,
        Kind::Organisation => 5,
        Kind::Place => 9,
        Kind::Other => return 13 + usize::from(at > 0),
    };
    match (at, length) {
        (0, 1) => base + 3,
        (0, _) => base,
        (at, length) if at + 1 == length => base + 2,
        _ => base + 1,
    }
}

/// Whether a stretch may begin with this label.
pub fn may_begin(label: usize) -> bool {
    match meaning(label) {
        None => label == OUTSIDE,
        Some((_, part)) => matches!(part, Part::First | Part::Whole),
    }
}

/// Whether a stretch may end with this label.
pub fn may_end(label: usize) -> bool {
    match meaning(label) {
        None => label == OUTSIDE,
        Some((Kind::Other, _)) => true,
        Some((_, part)) => matches!(part, Part::Last | Part::Whole),
    }
}

/// Whether `next` may follow `before`.
pub fn may_follow(before: usize, next: usize) -> bool {
    match (meaning(before), meaning(next)) {
        (Some((Kind::Other, _)), Some((Kind::Other, Part::Inner))) => true,
        (Some((open, Part::First | Part::Inner)), Some((kind, Part::Inner | Part::Last)))
            if open != Kind::Other =>
        {
            open == kind
        }
        _ => may_end(before) && may_begin(next),
    }
}

/// The names that a sequence of labels spells, as ranges of it.
pub fn names(labels: &[u8]) -> Vec<(Range<usize>, Kind)> {
    let mut found: Vec<(Range<usize>, Kind)> = Vec::new();
    for (at, label) in labels.iter().enumerate() {
        match meaning(usize::from(*label)) {
            Some((kind, Part::First | Part::Whole)) => found.push((at..at + 1, kind)),
            Some(_) => {
                if let Some((range, _)) = found.last_mut() {
                    range.end = at + 1;
                }
            }
            None => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_spell_the_names_they_were_made_of() {
        for kind in [Kind::Person, Kind::Organisation, Kind::Place, Kind::Other] {
            for length in 1..5 {
                let mut labels = vec![OUTSIDE as u8];
                labels.extend((0..length).map(|at| label(kind, at, length) as u8));
                labels.push(OUTSIDE as u8);
                assert_eq!(names(&labels), [(1..1 + length, kind)]);
                assert!(labels.windows(2).all(|pair| may_follow(pair[0].into(), pair[1].into())));
                assert!(may_begin(labels[1].into()) && may_end(labels[length].into()));
            }
        }
    }

    #[test]
    fn a_name_ends_before_another_begins() {
        let (first, whole) = (label(Kind::Person, 0, 2), label(Kind::Place, 0, 1));
        assert!(!may_follow(first, whole) && !may_follow(first, OUTSIDE) && !may_end(first));
        assert!(may_follow(whole, first) && may_follow(whole, whole));
        assert!(!may_follow(first, label(Kind::Organisation, 1, 2)));
        assert!(!may_follow(OUTSIDE, label(Kind::Other, 1, 2)));
        assert!((0..WIDTH).all(|label| !may_follow(label, LABELS) && !may_follow(LABELS, label)));
    }
}
