//! The explanation for a terminal: below the record, each question with its answer and its candidates.

use std::io::{self, Write};

use serde_json::Value;

use crate::cli::pretty::{self, Ink, Paper, Run, Style, run};
use crate::desk::why::{Candidate, Question, Quote};
use crate::record::label;

/// Candidates shown of one question; a name may have hundreds of namesakes.
const SHOWN: usize = 12;

pub fn dispatch(
    out: &mut impl Write,
    record: &Value,
    questions: &[Question],
    style: Style,
) -> io::Result<()> {
    pretty::record(out, record, style)?;
    let paper = &mut Paper::new(out, style);
    for question in questions {
        ask(paper, question)?;
    }
    if !questions.is_empty() {
        paper.blank()?;
    }
    Ok(())
}

fn ask(paper: &mut Paper<'_, impl Write>, question: &Question) -> io::Result<()> {
    let label = &label(&question.field);
    match &question.answer {
        Some(answer) => {
            let mut runs = vec![run(Ink::Strong, &answer.value)];
            runs.push(run(Ink::Good, answer.rule));
            runs.extend(answer.confidence.map(|c| run(Ink::Faint, format!("{c:.2}"))));
            runs.extend(quoted(&answer.text, &answer.value));
            if !answer.because.is_empty() {
                runs.push(run(Ink::Plain, format!("— {}", answer.because)));
            }
            paper.field(label, &runs)?;
        }
        None => paper.field(label, &[run(Ink::Doubt, "none: every candidate was refused")])?,
    }
    for candidate in question.candidates.iter().take(SHOWN) {
        paper.field("", &weighed(candidate))?;
    }
    if let Some(more) = question.candidates.len().checked_sub(SHOWN).filter(|n| *n > 0) {
        paper.field("", &[run(Ink::Faint, format!("  and {more} more"))])?;
    }
    Ok(())
}

fn weighed(candidate: &Candidate) -> Vec<Run> {
    let accepted = candidate.rule.is_some() || candidate.score.is_some();
    let mut runs = vec![run(if accepted { Ink::Good } else { Ink::Bad }, if accepted { "·" } else { "×" })];
    if !candidate.value.is_empty() {
        runs.push(run(Ink::Plain, &candidate.value));
    }
    runs.extend(candidate.rule.map(|rule| run(Ink::Good, rule)));
    runs.extend(candidate.score.map(|score| run(Ink::Faint, format!("{score:.2}"))));
    runs.extend(quoted(&candidate.text, &candidate.value));
    runs.push(run(Ink::Faint, format!("— {}", candidate.because)));
    runs
}

/// The text behind `value`, where it says more than the value does.
fn quoted(quote: &Quote, value: &str) -> Option<Run> {
    let place = quote.start.zip(quote.end).map(|(start, end)| format!(" {start}–{end}")).unwrap_or_default();
    (!quote.text.is_empty() && quote.text != value)
        .then(|| run(Ink::Plain, format!("“{}”{place}", quote.text)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::why::{Answer, Field};

    #[test]
    fn shows_winner_losers_and_the_text_behind() {
        let place = |value: &str, score, because: &str| Candidate {
            value: value.into(),
            score,
            because: because.into(),
            ..Candidate::default()
        };
        let question = Question {
            field: Field::Place,
            answer: Some(Answer {
                text: Quote { text: "CHATHAM, Mass.".into(), start: Some(0), end: Some(14) },
                value: "Chatham, Massachusetts".into(),
                rule: "named-part",
                confidence: Some(0.98),
                because: String::new(),
            }),
            candidates: vec![
                place("Chatham, Massachusetts", Some(3.15), "1421 people"),
                place("Chatham, England", None, "not there"),
            ],
        };
        let mut out = Vec::new();
        let record = serde_json::json!({ "uri": "urn:x" });
        dispatch(&mut out, &record, &[question], Style::PLAIN).unwrap();
        let text = String::from_utf8(out).unwrap();
        for line in [
            "place         Chatham, Massachusetts named-part 0.98 “CHATHAM, Mass.” 0–14",
            "· Chatham, Massachusetts 3.15 — 1421 people",
            "× Chatham, England — not there",
        ] {
            assert!(text.contains(line), "{line} is missing in\n{text}");
        }
    }
}
