//! Labelled copy as the tagger sees it, for the learner.

use std::ops::Range;

use super::classes::Classes;
use super::labels::{self, Kind, LABELS, OUTSIDE};
use super::{features, stretches};
use crate::desk::entities::sheet::Sheet;

/// A stretch of words: of each the rows of its facts, and the labels that it may have, a bit each.
#[derive(Debug, Clone, Default)]
pub struct Lesson {
    pub facts: Vec<Vec<u32>>,
    pub allowed: Vec<u16>,
}

/// The stretches of a sheet under the names that people labelled in it, as bytes of the body. Where `others` is false, the labels say nothing of
/// names of other things: what is no person, organisation or place there may be one of them.
pub fn lessons(
    sheet: &Sheet<'_>,
    classes: &Classes,
    names: &[(Range<usize>, Kind)],
    others: bool,
) -> Vec<Lesson> {
    let stretches = stretches(sheet);
    let context = features::Context::of(sheet, &stretches, classes);
    let mut name_of = vec![None; sheet.tokens.len()];
    for (index, (range, _)) in names.iter().enumerate() {
        for at in sheet.words_of(range) {
            name_of[at] = Some(index);
        }
    }
    let no_name = 1 << OUTSIDE;
    let unlabelled = if others {
        no_name
    } else {
        no_name | 1 << labels::label(Kind::Other, 0, 2) | 1 << labels::label(Kind::Other, 1, 2)
    };
    stretches
        .into_iter()
        .map(|stretch| {
            let mut lesson = Lesson::default();
            for at in stretch.clone() {
                let mut facts = Vec::new();
                features::add(sheet, &context, stretch.start, stretch.end - 1, at, &mut facts);
                lesson.facts.push(facts);
                lesson.allowed.push(name_of[at].map_or(unlabelled, |index: usize| {
                    let same = |at: &usize| name_of[*at] == Some(index);
                    let before = (stretch.start..at).rev().take_while(same).count();
                    let after = (at + 1..stretch.end).take_while(same).count();
                    1 << labels::label(names[index].1, before, before + 1 + after)
                }));
            }
            debug_assert!(lesson.allowed.iter().all(|allowed| *allowed < 1 << LABELS));
            lesson
        })
        .collect()
}
