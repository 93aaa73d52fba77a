//! What a comparison comes to: counts, and for each field how many records differ in it, with examples.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;
use serde_json::Value;

use super::Found;
use super::fields::Ignored;

/// One side of a comparison.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Side {
    pub topic: String,
    /// Source positions within the stretch.
    pub records: u64,
    /// Further records of a position that was there already: the newest counts.
    pub repeats: u64,
    /// Messages without the header `copydesk-source`.
    pub foreign: u64,
}

/// The outcome.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    pub old: Side,
    pub new: Side,
    pub same: u64,
    pub different: u64,
    pub only_old: u64,
    pub only_new: u64,
    /// By number of records, most first.
    pub fields: Vec<Field>,
    pub ignored: Vec<String>,
    #[serde(skip)]
    by_field: BTreeMap<String, Counted>,
}

/// A field in which records differ.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Field {
    pub field: String,
    pub records: u64,
    /// Differences: a list may differ in several elements.
    pub differences: u64,
    pub examples: Vec<Example>,
}

/// A change of value, and how often it was seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Example {
    pub count: u64,
    /// Where it was seen first.
    pub source: String,
    pub path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Value>,
}

#[derive(Debug, Clone, Default, PartialEq)]
struct Counted {
    records: u64,
    differences: u64,
    changes: HashMap<(String, String), Example>,
}

/// Changes that are told apart in one field: those that come later are counted, without an example.
const TOLD_APART: usize = 1_000;
/// Examples of a field in a report.
const EXAMPLES: usize = 5;

impl Report {
    pub fn new(old: Side, new: Side, same: u64, ignored: &Ignored) -> Report {
        Report {
            old,
            new,
            same,
            different: 0,
            only_old: 0,
            only_new: 0,
            fields: Vec::new(),
            ignored: ignored.paths().to_vec(),
            by_field: BTreeMap::new(),
        }
    }

    /// Whether the two sides are not the same.
    pub fn is_different(&self) -> bool {
        self.different + self.only_old + self.only_new > 0
    }

    pub fn add(&mut self, found: &Found) {
        match (found.old, found.new) {
            (Some(_), None) => self.only_old += 1,
            (None, _) => self.only_new += 1,
            // Another digest and the same content: only the order of members or of a list was another.
            _ if found.differences.is_empty() => self.same += 1,
            _ => self.different += 1,
        }
        let mut last = None;
        for difference in &found.differences {
            let counted = self.by_field.entry(difference.field.clone()).or_default();
            counted.differences += 1;
            // Differences come field by field, but a list's may be mixed.
            if last != Some(&difference.field) {
                last = Some(&difference.field);
            }
            let text = |value: &Option<Value>| value.as_ref().map_or(String::new(), Value::to_string);
            let change = (text(&difference.old), text(&difference.new));
            if let Some(example) = counted.changes.get_mut(&change) {
                example.count += 1;
            } else if counted.changes.len() < TOLD_APART {
                let example = Example {
                    count: 1,
                    source: found.position.to_string(),
                    path: difference.path.clone(),
                    old: difference.old.clone(),
                    new: difference.new.clone(),
                };
                counted.changes.insert(change, example);
            }
        }
        let fields: std::collections::BTreeSet<&String> =
            found.differences.iter().map(|difference| &difference.field).collect();
        for field in fields {
            if let Some(counted) = self.by_field.get_mut(field) {
                counted.records += 1;
            }
        }
    }

    /// Puts the fields in order, once all is added.
    pub fn finish(mut self) -> Report {
        let field = |(field, counted): (String, Counted)| {
            let mut examples: Vec<Example> = counted.changes.into_values().collect();
            examples.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.source.cmp(&b.source)));
            examples.truncate(EXAMPLES);
            Field { field, records: counted.records, differences: counted.differences, examples }
        };
        self.fields = std::mem::take(&mut self.by_field).into_iter().map(field).collect();
        self.fields.sort_by(|a, b| b.records.cmp(&a.records).then_with(|| a.field.cmp(&b.field)));
        self
    }
}
