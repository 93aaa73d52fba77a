//! Why a record says what it says: every candidate that the rooms of the desk weighed, and what decided.
//!
//! The rooms tell a [`Why`] as they work. It listens only for `copydesk explain`; else telling costs nothing.

use std::cell::RefCell;
use std::ops::Range;

use serde::Serialize;

use super::text::Text;

/// Listens to the rooms, or does not.
pub struct Why(Option<RefCell<Vec<Question>>>);

/// What had to be decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Field {
    Dateline,
    /// A place of the dateline.
    Place,
    /// The dateline's date.
    Date,
    Agency,
    Byline,
    Contributor,
    Update,
    Embargo,
}

/// One thing that had to be decided.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Question {
    pub field: Field,
    /// `None` when every candidate was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
    /// The heaviest first, the refused last; the answer is one of them where there was a choice.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<Candidate>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Answer {
    /// The text behind it.
    #[serde(flatten)]
    pub text: Quote,
    pub value: String,
    pub rule: &'static str,
    /// 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f32>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub because: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Candidate {
    #[serde(flatten)]
    pub text: Quote,
    pub value: String,
    /// The rule that accepts it; `None` when it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<&'static str>,
    /// What it weighed where candidates are compared; more is better.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<f32>,
    pub because: String,
}

/// Copy that is quoted as evidence.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Quote {
    pub text: String,
    /// Code points of the body; absent for what stands in a header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<usize>,
}

impl Quote {
    /// The bytes `range` of the body. Published in code points by [`Why::questions`].
    pub fn of(body: &str, range: &Range<usize>) -> Quote {
        Quote { text: body[range.clone()].trim().to_owned(), start: Some(range.start), end: Some(range.end) }
    }

    /// The bytes `range` of a header, which is not in the body.
    pub fn in_header(header: &str, range: &Range<usize>) -> Quote {
        Quote::elsewhere(&header[range.clone()])
    }

    /// Text that stands elsewhere than in the body.
    pub fn elsewhere(text: &str) -> Quote {
        Quote { text: text.trim().to_owned(), start: None, end: None }
    }
}

impl Why {
    /// Hears nothing.
    pub fn deaf() -> Why {
        Why(None)
    }

    /// Hears everything.
    pub fn listening() -> Why {
        Why(Some(RefCell::default()))
    }

    /// Whether telling is worth the work.
    pub fn listens(&self) -> bool {
        self.0.is_some()
    }

    /// A candidate for `field` was weighed; `tell` is asked only when somebody listens.
    pub fn weighed(&self, field: Field, tell: impl FnOnce() -> Candidate) {
        self.open(field, |question| question.candidates.push(tell()));
    }

    /// `field` was decided.
    pub fn decided(&self, field: Field, tell: impl FnOnce() -> Answer) {
        self.open(field, |question| question.answer = Some(tell()));
    }

    /// Adds to the open question of `field`, or to a new one.
    fn open(&self, field: Field, add: impl FnOnce(&mut Question)) {
        let Some(questions) = &self.0 else { return };
        let mut questions = questions.borrow_mut();
        let open = questions.iter_mut().find(|q| q.field == field && q.answer.is_none());
        match open {
            Some(question) => add(question),
            None => {
                let mut question = Question { field, answer: None, candidates: Vec::new() };
                add(&mut question);
                questions.push(question);
            }
        }
    }

    /// What was heard, with the ranges of `text` as code points.
    pub fn questions(self, text: &Text<'_>) -> Vec<Question> {
        let mut questions = self.0.map(RefCell::into_inner).unwrap_or_default();
        for question in &mut questions {
            // A form may be tried twice in a row; once is enough to see.
            question.candidates.dedup();
            // Those that stood a chance first, the heaviest of them at the top.
            question.candidates.sort_by(|a, b| b.score.unwrap_or(-1.0).total_cmp(&a.score.unwrap_or(-1.0)));
            let quotes = question.candidates.iter_mut().map(|c| &mut c.text);
            for quote in quotes.chain(question.answer.as_mut().map(|a| &mut a.text)) {
                quote.start = quote.start.map(|at| text.point(at));
                quote.end = quote.end.map(|at| text.point(at));
            }
        }
        questions
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_closes_its_question() {
        let why = Why::listening();
        let candidate = |value: &str| Candidate { value: value.into(), ..Candidate::default() };
        why.weighed(Field::Place, || candidate("one"));
        why.weighed(Field::Dateline, || candidate("form"));
        why.weighed(Field::Place, || candidate("two"));
        why.decided(Field::Place, || Answer { value: "two".into(), ..Answer::default() });
        why.weighed(Field::Place, || candidate("next"));
        let questions = why.questions(&Text::new(""));
        let told: Vec<_> =
            questions.iter().map(|q| (q.field, q.candidates.len(), q.answer.is_some())).collect();
        assert_eq!(told, [(Field::Place, 2, true), (Field::Dateline, 1, false), (Field::Place, 1, false)]);
    }

    #[test]
    fn quotes_count_in_code_points() {
        let why = Why::listening();
        let body = "ZÜRICH (XYZ) - ";
        why.decided(Field::Agency, || Answer { text: Quote::of(body, &(8..13)), ..Answer::default() });
        let questions = why.questions(&Text::new(body));
        let quote = &questions[0].answer.as_ref().unwrap().text;
        assert_eq!((quote.text.as_str(), quote.start, quote.end), ("(XYZ)", Some(7), Some(12)));
    }

    #[test]
    fn a_deaf_one_asks_nothing() {
        let why = Why::deaf();
        why.weighed(Field::Dateline, || unreachable!("nobody listens"));
        assert_eq!(why.questions(&Text::new("")), []);
    }
}
