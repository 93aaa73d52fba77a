//! The report of a comparison for people.

use serde_json::Value;

use crate::cli::out;
use crate::replay::compare::report::{Field, Report, Side};

pub fn report(report: &Report) -> String {
    let side = |name: &str, side: &Side| {
        let mut line = format!("{name}  {}: {} records", side.topic, side.records);
        if side.repeats > 0 {
            line += &format!("; {} more than once, the newest counts", side.repeats);
        }
        if side.foreign > 0 {
            line += &format!("; {} messages without copydesk-source left out", side.foreign);
        }
        line + "\n"
    };
    let mut text = side("old", &report.old) + &side("new", &report.new);
    let Report { same, different, only_old, only_new, .. } = report;
    text += &format!("\n{same} the same, {different} different, {only_old} only old, {only_new} only new\n");
    if !report.fields.is_empty() {
        let head = ["FIELD", "RECORDS", "MOST OFTEN"].map(String::from).to_vec();
        let rows: Vec<_> = std::iter::once(head).chain(report.fields.iter().map(row)).collect();
        text += &format!("\n{}", out::table(&rows));
    }
    text + &format!("\nNot compared: {}\n", report.ignored.join(", "))
}

fn row(field: &Field) -> Vec<String> {
    let example = field.examples.first().map_or(String::new(), |example| {
        format!("{} → {} ({})", short(&example.old), short(&example.new), example.source)
    });
    vec![field.field.clone(), field.records.to_string(), example]
}

/// Longest value in a table, in characters.
const LONGEST: usize = 40;

fn short(value: &Option<Value>) -> String {
    let text = match value {
        None => return "–".into(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    if text.chars().count() <= LONGEST {
        return text;
    }
    text.chars().take(LONGEST - 1).chain(['…']).collect()
}
