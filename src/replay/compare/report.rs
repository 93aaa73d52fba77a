//! What a comparison comes to: counts, and for each field how many records differ in it, with examples.

use std::collections::BTreeMap;
use std::hash::BuildHasher;

use rustc_hash::{FxBuildHasher, FxHashMap};
use serde::Serialize;
use serde_json::Value;

use super::Found;
use super::difference::Difference;

/// One side of a comparison.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Side {
    /// The topic that was read.
    pub topic: String,
    /// Records within the scope, by their place in the source.
    pub records: u64,
    /// Further records of a place that was there already: the newest counts.
    pub repeats: u64,
    /// Messages without the header `copydesk-source`.
    pub foreign: u64,
}

/// The outcome.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Report {
    pub old: Side,
    pub new: Side,
    /// The new records were made by this program, and are on no topic.
    pub shadow: bool,
    pub same: u64,
    pub different: u64,
    pub only_old: u64,
    pub only_new: u64,
    /// Of those only in the old topic: why they have no record now, by code or reason. Only in a shadow.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub lost: BTreeMap<&'static str, u64>,
    /// Dispatches behind the last one whose record the old topic holds: it may still come. Only in a shadow.
    pub pending: u64,
    /// Of those that differ, how many were looked into: the fields below speak of these.
    pub looked_into: u64,
    /// Those that differ and went from their topic before they could be looked into.
    pub vanished: u64,
    /// By number of records, most first.
    pub fields: Vec<Field>,
    /// Fields that were not compared.
    pub ignored: Vec<String>,
}

impl Report {
    /// Whether the two sides are not the same.
    pub fn is_different(&self) -> bool {
        self.different + self.only_old + self.only_new > 0
    }

    /// Whether there was anything to compare.
    pub fn is_empty(&self) -> bool {
        self.same + self.different + self.only_old + self.only_new == 0
    }
}

/// A field in which records differ.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Field {
    pub field: String,
    pub records: u64,
    /// A list may differ in several elements.
    pub differences: u64,
    /// The commonest changes, the most common first.
    pub examples: Vec<Example>,
}

/// A change of a value, and how often it was seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Example {
    pub count: u64,
    /// Where it was seen first.
    pub source: String,
    #[serde(flatten)]
    pub difference: Difference,
}

/// Counts differences by field.
#[derive(Debug, Default)]
pub struct Counter {
    fields: BTreeMap<String, Counted>,
}

#[derive(Debug, Default)]
struct Counted {
    records: u64,
    differences: u64,
    /// By a hash of both values.
    changes: FxHashMap<u64, Example>,
}

/// Changes of one field that are told apart; those that come later are counted without an example, so that memory
/// stays bounded however many values there are.
const TOLD_APART: usize = 500;
/// Longest value of an example, in characters.
const LONGEST: usize = 500;
/// Examples of a field in a report.
const EXAMPLES: usize = 5;

impl Counter {
    pub fn add(&mut self, found: &Found) {
        let mut fields: Vec<&str> = Vec::new();
        for difference in &found.differences {
            if !self.fields.contains_key(&difference.field) {
                self.fields.insert(difference.field.clone(), Counted::default());
            }
            let Some(counted) = self.fields.get_mut(&difference.field) else { continue };
            counted.differences += 1;
            if !fields.contains(&difference.field.as_str()) {
                fields.push(&difference.field);
                counted.records += 1;
            }
            let change = FxBuildHasher.hash_one(value_texts(difference));
            if let Some(example) = counted.changes.get_mut(&change) {
                example.count += 1;
            } else if counted.changes.len() < TOLD_APART {
                let source = found.position.to_string();
                counted.changes.insert(change, Example { count: 1, source, difference: clipped(difference) });
            }
        }
    }

    /// The fields, those in which most records differ first.
    pub fn finish(self) -> Vec<Field> {
        let field = |(field, counted): (String, Counted)| {
            let mut examples: Vec<Example> = counted.changes.into_values().collect();
            examples.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.source.cmp(&b.source)));
            examples.truncate(EXAMPLES);
            Field { field, records: counted.records, differences: counted.differences, examples }
        };
        let mut fields: Vec<Field> = self.fields.into_iter().map(field).collect();
        fields.sort_by(|a, b| b.records.cmp(&a.records).then_with(|| a.field.cmp(&b.field)));
        fields
    }
}

fn value_texts(difference: &Difference) -> [Option<String>; 2] {
    [&difference.old, &difference.new].map(|value| value.as_ref().map(Value::to_string))
}

/// An example for the report: long values are cut, the sample has them whole.
fn clipped(difference: &Difference) -> Difference {
    let clip = |value: &Value| match value {
        Value::String(text) => cut(text).map_or_else(|| value.clone(), Value::String),
        other => cut(&other.to_string()).map_or_else(|| other.clone(), Value::String),
    };
    let Difference { field, path, old, new } = difference;
    let (old, new) = (old.as_ref().map(clip), new.as_ref().map(clip));
    Difference { field: field.clone(), path: path.clone(), old, new }
}

/// The beginning of a text that is too long; `None`: it is not.
fn cut(text: &str) -> Option<String> {
    let (end, _) = text.char_indices().nth(LONGEST)?;
    Some(format!("{}…", &text[..end]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::replay::compare::Kind;
    use serde_json::json;

    fn found(offset: i64, changes: &[(&str, &str, &str)]) -> Found {
        let difference = |(field, old, new): &(&str, &str, &str)| Difference {
            field: (*field).to_owned(),
            path: (*field).to_owned(),
            old: Some(json!(old)),
            new: Some(json!(new)),
        };
        Found {
            position: format!("raw/0/{offset}").parse().expect("a position"),
            old: None,
            new: None,
            kind: Kind::Different,
            differences: changes.iter().map(difference).collect(),
        }
    }

    #[test]
    fn fields_are_counted_by_records_and_changes_by_how_often() {
        let mut counter = Counter::default();
        counter.add(&found(1, &[("by", "A", "B"), ("list", "a", "b"), ("list", "a", "b")]));
        counter.add(&found(2, &[("list", "a", "c")]));
        counter.add(&found(3, &[("list", "a", "c"), ("list", "a", "c")]));
        let fields = counter.finish();
        let told: Vec<_> = fields.iter().map(|f| (f.field.as_str(), f.records, f.differences)).collect();
        assert_eq!(told, [("list", 3, 5), ("by", 1, 1)]);
        let changes: Vec<_> = fields[0]
            .examples
            .iter()
            .map(|e| (e.count, e.source.as_str(), e.difference.new.clone()))
            .collect();
        assert_eq!(changes, [(3, "raw/0/2", Some(json!("c"))), (2, "raw/0/1", Some(json!("b")))]);
    }

    /// However many values there are, what is kept of them is bounded; the counts stay exact.
    #[test]
    fn a_field_of_ever_new_values_costs_no_more() {
        let mut counter = Counter::default();
        let long = "x".repeat(10_000);
        for number in 0..2_000 {
            counter.add(&found(number, &[("body", &format!("{number}{long}"), "short")]));
        }
        assert_eq!(counter.fields["body"].changes.len(), TOLD_APART);
        let field = counter.finish().remove(0);
        assert_eq!((field.records, field.differences, field.examples.len()), (2_000, 2_000, EXAMPLES));
        let old = field.examples[0].difference.old.as_ref().and_then(Value::as_str).unwrap_or_default();
        assert_eq!(old.chars().count(), LONGEST + 1, "cut, with a mark");
    }
}
