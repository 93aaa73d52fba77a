//! The report of a comparison for people.

use serde_json::Value;

use crate::cli::out;
use crate::cli::pretty::safe;
use crate::replay::compare::report::{Field, Report, Side};

pub fn report(report: &Report) -> String {
    let new = if report.shadow { "edited now" } else { "records" };
    let mut text = side("old", "records", &report.old) + &side("new", new, &report.new);
    text += &format!("\n{}\n", counts(report));
    for line in notes(report) {
        text += &format!("{line}\n");
    }
    if !report.fields.is_empty() {
        let head = ["FIELD", "RECORDS", "COMMONEST CHANGE"].map(String::from).to_vec();
        let rows: Vec<_> = std::iter::once(head).chain(report.fields.iter().map(row)).collect();
        text += &format!("\n{}", out::table(&rows));
    }
    text + &format!("\nNot compared: {}\n", report.ignored.join(", "))
}

fn side(name: &str, what: &str, side: &Side) -> String {
    let mut line = format!("{name}  {}: {} {what}", side.topic, side.records);
    if side.repeats > 0 {
        line += &format!("; {} repeated, of which the newest count", side.repeats);
    }
    if side.foreign > 0 {
        line += &format!("; {} without copydesk-source left out", side.foreign);
    }
    line + "\n"
}

fn counts(report: &Report) -> String {
    let Report { same, different, only_old, only_new, .. } = report;
    format!("{same} the same, {different} different, {only_old} only old, {only_new} only new")
}

/// What there is to say beside the counts, a sentence each.
pub fn notes(report: &Report) -> Vec<String> {
    let mut notes = Vec::new();
    if !report.lost.is_empty() {
        let reasons: Vec<_> = report.lost.iter().map(|(why, count)| format!("{why} {count}")).collect();
        notes.push(format!("Of those only old, these have no record now: {}.", reasons.join(", ")));
    }
    if report.pending > 0 {
        notes.push(format!(
            "{} dispatches stand behind the last one that the old topic has a record of, and are left out.",
            report.pending
        ));
    }
    if report.vanished > 0 {
        notes.push(format!(
            "{} that differ were gone from their topic before they could be looked into.",
            report.vanished
        ));
    }
    if report.looked_into + report.vanished < report.different {
        notes.push(format!(
            "{} of those that differ were looked into; the fields speak of these.",
            report.looked_into
        ));
    }
    notes
}

fn row(field: &Field) -> Vec<String> {
    let example = field.examples.first().map_or(String::new(), |example| {
        let (old, new) = (&example.difference.old, &example.difference.new);
        format!("{} → {}  {}× {}", short(old), short(new), example.count, example.source)
    });
    vec![field.field.clone(), field.records.to_string(), example]
}

/// Longest value in a table, in characters.
const LONGEST: usize = 40;

fn short(value: &Option<Value>) -> String {
    let text = match value {
        None => return "nothing".into(),
        Some(Value::String(text)) => format!("“{text}”"),
        Some(other) => other.to_string(),
    };
    let text = safe(&text);
    if text.chars().count() <= LONGEST {
        return text;
    }
    text.chars().take(LONGEST - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_value_fits_its_line_and_a_terminal_obeys_nothing() {
        for (value, want) in [
            (None, "nothing".to_owned()),
            (Some(json!("Nairobi")), "“Nairobi”".into()),
            (Some(json!(null)), "null".into()),
            (Some(json!({ "a": [1] })), "{\"a\":[1]}".into()),
            (Some(json!("a\u{1b}[2J\nb\u{202e}c")), "“a�[2J b�c”".into()),
            (Some(json!("ü".repeat(60))), format!("“{}…", "ü".repeat(LONGEST - 2))),
        ] {
            assert_eq!(short(&value), want);
        }
    }
}
