//! The tagger: reads the capitalised words again, with weights learnt from labelled copy, when the rules have had their say.
//!
//! The rules are right where a table or a form decides; between them stand names that only the sum of many small signs tells. A
//! conditional random field weighs those signs, what the rules found among them, and says for each stretch of capitals which of its words are a
//! person, an organisation, a place or something else. Each language has its own weights. `cargo xtask train` makes the model from data/training and open
//! corpora; data/model/README.md is its card.

use std::ops::Range;
use std::sync::OnceLock;

use super::languages::LANGUAGES;
use super::sheet::Sheet;
use super::tokens::{Case, Token};
use super::words::Class;

mod amend;
mod classes;
mod features;
pub mod labels;
pub mod lesson;
pub mod model;
mod revise;
#[cfg(test)]
mod tests;

pub use revise::reread;

use classes::Classes;
use labels::Kind;
use model::Model;

/// Most words in lower case between two capitals of one stretch: `Bank of the West`.
const CONNECTORS: usize = 2;
/// Longest stretch that is read as one; a longer one is cut.
const LONGEST: usize = 40;

pub struct Tagger {
    model: Model,
    /// Those of [`LANGUAGES`], in their order; read when the first dispatch of the language comes.
    others: Vec<OnceLock<Model>>,
    classes: Classes,
}

static BUILTIN: &[u8] = include_bytes!("../../../../data/model/names.bin");
static CLASSES: &[u8] = include_bytes!("../../../../data/model/classes.zst");

impl Tagger {
    /// The model that is shipped.
    pub fn builtin() -> Tagger {
        // Tests read both: what is built in is right.
        let model = Model::read(BUILTIN).expect("the model built in is right");
        let classes = Classes::read(CLASSES).expect("the word classes built in are right");
        let others = LANGUAGES.iter().map(|_| OnceLock::new()).collect();
        Tagger { model, others, classes }
    }

    /// The model of a sheet's language; `None` where there is none for it.
    fn model(&self, sheet: &Sheet<'_>) -> Option<&Model> {
        let Some(tongue) = sheet.tongue else {
            return sheet.story.is_english().then_some(&self.model);
        };
        let at = LANGUAGES.iter().position(|language| std::ptr::eq(language, tongue.language))?;
        let read = || Model::read(LANGUAGES[at].model).expect("the model built in is right");
        (!LANGUAGES[at].model.is_empty()).then(|| self.others[at].get_or_init(read))
    }

    /// The sheet's words under the names that people labelled in it; see [`lesson::lessons`].
    pub fn study(
        &self,
        sheet: &Sheet<'_>,
        names: &[(Range<usize>, Kind)],
        others: bool,
    ) -> Vec<lesson::Lesson> {
        lesson::lessons(sheet, &self.classes, names, others)
    }

    /// The names of the sheet's free and claimed words, as ranges of tokens; `None` where the tagger does not know the language.
    pub fn names(&self, sheet: &Sheet<'_>) -> Option<Vec<(Range<usize>, Kind)>> {
        let model = self.model(sheet)?;
        let stretches = stretches(sheet);
        let context = features::Context::of(sheet, &stretches, &self.classes);
        let mut found = Vec::new();
        let (mut facts, mut scores) = (Vec::new(), Vec::new());
        for stretch in stretches {
            scores.clear();
            for at in stretch.clone() {
                facts.clear();
                features::add(sheet, &context, stretch.start, stretch.end - 1, at, &mut facts);
                scores.push(model.score(&facts));
            }
            let names = labels::names(&model.best(&scores));
            let moved = |(range, kind): (Range<usize>, Kind)| {
                (range.start + stretch.start..range.end + stretch.start, kind)
            };
            found.extend(names.into_iter().map(moved));
        }
        Some(found)
    }
}

/// Stretches of words that may be names: capitals, with what may stand inside a name between them.
pub fn stretches(sheet: &Sheet<'_>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < sheet.tokens.len() {
        if !is_candidate(sheet, at) {
            at += 1;
            continue;
        }
        let first = at;
        at += 1;
        while at - first < LONGEST {
            let next =
                (at..(at + CONNECTORS + 1).min(sheet.tokens.len())).find(|at| is_candidate(sheet, *at));
            let Some(next) = next else { break };
            let joined = (at..=next).all(|at| {
                let token = &sheet.tokens[at];
                let within = sheet.claim_at(at).is_some_and(|claim| sheet.claims[claim].first < at);
                within
                    || !token.starts_paragraph()
                        && !token.starts_sentence()
                        && sheet.is_open(at)
                        && (at == next || is_connector(token))
            });
            if !joined {
                break;
            }
            at = next + 1;
        }
        found.push(first..at);
    }
    found
}

/// A capital, or part of what the rules took for a name: `Moon Jae-in`, `bin Laden`. The article or pronoun that begins a sentence is none,
/// unless a capital follows.
fn is_candidate(sheet: &Sheet<'_>, at: usize) -> bool {
    let token = &sheet.tokens[at];
    let alone = || !sheet.tokens.word_after(at).is_some_and(Token::is_capital);
    // `Según X`, `Laut X`: elsewhere than in English only articles and the like begin names.
    let foreign = || sheet.tongue.is_some() && !token.is(Class::PARTICLE) && !token.is(Class::ARTICLE);
    let capital = token.is_capital() && !(token.is_function() && (alone() || foreign()));
    sheet.is_open(at) && (capital || sheet.claim_at(at).is_some())
}

/// What may stand inside a name: small words, numbers, an ampersand.
fn is_connector(token: &Token) -> bool {
    match token.case {
        Case::Lower => token.is(Class::FUNCTION) || token.is(Class::PARTICLE) || token.glued(),
        Case::Number => true,
        Case::Punct(c) => matches!(c, '&' | '\'' | '’' | '/'),
        _ => false,
    }
}
