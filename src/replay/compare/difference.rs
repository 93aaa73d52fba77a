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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::replay::compare::fields::Ignored;
    use serde_json::json;

    fn told(old: &Value, new: &Value, ignore: &[&str]) -> Vec<(String, String)> {
        let ignore: Vec<String> = ignore.iter().map(|field| (*field).to_owned()).collect();
        let found = differences(old, new, Ignored::new(&ignore).root());
        found.into_iter().map(|difference| (difference.field, difference.path)).collect()
    }

    /// One record with a change, and the field and the path at which it must be told.
    #[test]
    fn a_change_is_told_at_its_field() {
        let person = |name: &str, salience: f64| json!({ "id": "e1", "type": "person", "name": name, "salience": salience });
        let entities = |list: Vec<Value>| json!({ "copydesk": { "entities": list } });
        let mentions = |list: &[(u32, u32)]| {
            let list: Vec<_> =
                list.iter().map(|(start, end)| json!({ "start": start, "end": end })).collect();
            json!({ "copydesk": { "entities": [{ "type": "person", "name": "A", "mentions": list }] } })
        };
        let headers = |trace: &str| json!({ "kafka": { "headers": { "trace": [trace], "feed": ["a"] } } });
        let table = [
            (json!({ "located": "Nairobi" }), json!({ "located": "Nairobi, Kenya" }), "located", "located"),
            (json!({}), json!({ "located": "Nairobi" }), "located", "located"),
            (json!({ "by": "A" }), json!({ "by": null }), "by", "by"),
            (
                json!({ "copydesk": { "dateline": { "date": "2024-03-01" } } }),
                json!({ "copydesk": {} }),
                "copydesk.dateline",
                "copydesk.dateline",
            ),
            // One more entity is one difference: those behind it keep their names.
            (
                entities(vec![person("Amina Otieno", 0.4)]),
                entities(vec![person("Lucas Ferrand", 0.2), person("Amina Otieno", 0.4)]),
                "copydesk.entities[]",
                "copydesk.entities[person Lucas Ferrand]",
            ),
            (
                entities(vec![person("A", 0.2), person("A", 0.2)]),
                entities(vec![person("A", 0.2), person("A", 0.3)]),
                "copydesk.entities[].salience",
                "copydesk.entities[person A #2].salience",
            ),
            (
                mentions(&[(0, 5), (9, 12)]),
                mentions(&[(9, 12)]),
                "copydesk.entities[].mentions[]",
                "copydesk.entities[person A].mentions[0 5]",
            ),
            (
                json!({ "bodies": [{ "value": "a" }] }),
                json!({ "bodies": [{ "value": "b" }] }),
                "bodies[].value",
                "bodies[0].value",
            ),
            // Names of headers are the feed's own: one field for all of them.
            (headers("1"), headers("2"), "kafka.headers[]", "kafka.headers.trace[0]"),
        ];
        for (old, new, field, path) in table {
            assert_eq!(told(&old, &new, &[]), [(field.to_owned(), path.to_owned())], "{old} {new}");
            assert_eq!(told(&new, &old, &[]), [(field.to_owned(), path.to_owned())], "{new} {old}");
            assert_eq!(told(&old, &new, &[field]), [], "left out: {field}");
        }
    }

    #[test]
    fn order_and_numbers_of_named_elements_are_no_difference() {
        let entity = |id: &str, name: &str| json!({ "id": id, "type": "person", "name": name });
        let record = |list: Vec<Value>, version: &str| {
            let people: Vec<_> =
                list.iter().map(|e| json!({ "name": e["name"], "literal": e["id"] })).collect();
            json!({
                "people": people,
                "copydesk": { "entities": list, "version": { "copydesk": version } },
                "kafka": { "headers": { "copydesk-version": [version], "copydesk-replay": [version] } },
            })
        };
        let old = record(vec![entity("e1", "A"), entity("e2", "B")], "0.1.0");
        let new = record(vec![entity("e1", "B"), entity("e2", "A")], "0.2.0");
        assert_eq!(told(&old, &new, &[]), []);
    }
}
