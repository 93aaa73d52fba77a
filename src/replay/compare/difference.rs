//! Two records, field by field.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::{Map, Value};

use super::fields::Node;

/// One difference between two records.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// The field, with elements of lists unnamed: what differences are counted by.
    #[serde(skip)]
    pub field: String,
    /// The field with the element named: `copydesk.entities[person Amina Otieno].salience`.
    pub path: String,
    /// `None`: not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Value>,
}

/// Lists whose elements are known by what they say and not by their number: the field, and the members that
/// name an element. An element of no other list keeps its name when another comes before it.
const NAMED_BY: &[(&str, &[&str])] = &[
    ("altIds", &["role"]),
    ("infoSources", &["literal"]),
    ("people", &["name"]),
    ("organisations", &["name"]),
    ("places", &["name"]),
    ("events", &["name"]),
    ("copydesk.dateline.places", &["raw"]),
    ("copydesk.credit.agencies", &["code"]),
    ("copydesk.credit.bylines", &["name"]),
    ("copydesk.credit.contributors", &["name", "role"]),
    ("copydesk.furniture", &["kind"]),
    ("copydesk.entities", &["type", "name"]),
    ("copydesk.entities[].mentions", &["start", "end"]),
    ("copydesk.warnings", &["code", "field"]),
];

/// Every difference between two documents, but those in fields that are left out. The order of lists in
/// [`NAMED_BY`] is not compared.
pub fn differences(old: &Value, new: &Value, ignored: &Node) -> Vec<Difference> {
    let mut walk = Walk { found: Vec::new() };
    walk.values(Some(old), Some(new), &At::default(), Some(ignored));
    walk.found
}

#[derive(Default)]
struct At {
    field: String,
    path: String,
}

impl At {
    fn member(&self, name: &str) -> At {
        let dot = if self.field.is_empty() { "" } else { "." };
        At { field: format!("{}{dot}{name}", self.field), path: format!("{}{dot}{name}", self.path) }
    }

    /// Names of headers are the feed's own: they are all one field.
    fn header(&self, name: &str) -> At {
        At { field: self.field.clone(), path: format!("{}.{name}", self.path) }
    }

    fn element(&self, name: &str) -> At {
        At { field: format!("{}[]", self.field), path: format!("{}[{name}]", self.path) }
    }
}

struct Walk {
    found: Vec<Difference>,
}

impl Walk {
    fn values(&mut self, old: Option<&Value>, new: Option<&Value>, at: &At, node: Option<&Node>) {
        match (old, new) {
            (Some(Value::Object(old)), Some(Value::Object(new))) => self.objects(old, new, at, node),
            (Some(Value::Array(old)), Some(Value::Array(new))) => self.arrays(old, new, at, node),
            (old, new) if old == new => {}
            (old, new) => {
                let (field, path) = (at.field.clone(), at.path.clone());
                self.found.push(Difference { field, path, old: old.cloned(), new: new.cloned() });
            }
        }
    }

    fn objects(&mut self, old: &Map<String, Value>, new: &Map<String, Value>, at: &At, node: Option<&Node>) {
        let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        for name in names {
            let node = node.and_then(|node| node.below(name));
            if !node.is_some_and(Node::is_ignored) {
                let at = if at.field == "kafka.headers" { at.header(name) } else { at.member(name) };
                self.values(old.get(name), new.get(name), &at, node);
            }
        }
    }

    fn arrays(&mut self, old: &[Value], new: &[Value], at: &At, node: Option<&Node>) {
        let named_by = NAMED_BY.iter().find(|(field, _)| *field == at.field).map(|(_, members)| *members);
        let Some(members) = named_by else {
            for number in 0..old.len().max(new.len()) {
                let at = at.element(&number.to_string());
                self.values(old.get(number), new.get(number), &at, node);
            }
            return;
        };
        let (old, new) = (by_name(old, members), by_name(new, members));
        let names: BTreeSet<&(String, usize)> = old.keys().chain(new.keys()).collect();
        for name in names {
            let at = match name {
                (text, 0) => at.element(text),
                (text, again) => at.element(&format!("{text} #{}", again + 1)),
            };
            self.values(old.get(name).copied(), new.get(name).copied(), &at, node);
        }
    }
}

/// Elements by name, those of one name numbered in their order.
fn by_name<'a>(list: &'a [Value], members: &[&str]) -> BTreeMap<(String, usize), &'a Value> {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    list.iter()
        .map(|element| {
            let part = |member: &&str| match &element[*member] {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            let name = members.iter().map(part).collect::<Vec<_>>().join(" ");
            let number = count.entry(name.clone()).or_default();
            *number += 1;
            ((name, *number - 1), element)
        })
        .collect()
}
