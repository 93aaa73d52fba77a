//! Every key of the configuration, read off [`super::Config`] itself: its type gives the kinds, its
//! documentation comments the documentation, its `Default` the defaults and the order. The loader, the
//! environment, `config show` and the documents all walk this one list.

use std::sync::LazyLock;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::Config;

/// A key that holds a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// Dotted path: `kafka.bootstrap_servers`.
    pub path: String,
    pub kind: Kind,
    /// The documentation comment.
    pub doc: String,
    /// Null: none.
    pub default: Value,
}

/// What a key takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    Text,
    /// A whole number, not negative.
    Number,
    Flag,
    /// One of these words; with each its documentation, where it has one.
    Choice(Vec<(String, String)>),
    /// A list of texts.
    List,
    /// librdkafka properties: a name and a [`super::Property`] each.
    Properties,
}

impl Kind {
    /// What to write, for people.
    pub fn wanted(&self) -> String {
        match self {
            Kind::Text => "a text in quotes".into(),
            Kind::Number => "a whole number of 0 or more".into(),
            Kind::Flag => "true or false".into(),
            Kind::Choice(words) => {
                let words: Vec<_> = words.iter().map(|(word, _)| format!("\"{word}\"")).collect();
                format!("one of {}", words.join(", "))
            }
            Kind::List => "a list of texts, [\"…\", \"…\"]".into(),
            Kind::Properties => "a table of librdkafka properties".into(),
        }
    }
}

impl Key {
    /// The environment variable that overrides the key; properties have none.
    pub fn variable(&self) -> Option<String> {
        let name = || format!("{PREFIX}{}", self.path.replace('.', "_").to_uppercase());
        (self.kind != Kind::Properties).then(name)
    }

    /// The section (empty for the top) and the name within it.
    pub fn split(&self) -> (&str, &str) {
        self.path.rsplit_once('.').unwrap_or(("", &self.path))
    }
}

/// Beginning of every environment variable of this program.
pub const PREFIX: &str = "COPYDESK_";

/// A section, `kafka` or `desk.filters`, and its documentation.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    pub path: String,
    pub doc: String,
}

/// All keys in the order of the file.
pub fn keys() -> &'static [Key] {
    &TREE.0
}

/// All sections in the order of the file.
pub fn sections() -> &'static [Section] {
    &TREE.1
}

/// The JSON Schema of the configuration file.
pub fn schema() -> Value {
    schemars::schema_for!(Config).to_value()
}

static TREE: LazyLock<(Vec<Key>, Vec<Section>)> = LazyLock::new(|| {
    let schema = schema();
    let defaults = serde_json::to_string(&Config::default()).unwrap_or_default();
    let order: Ordered = serde_json::from_str(&defaults).unwrap_or_default();
    let (mut keys, mut sections) = (Vec::new(), Vec::new());
    walk(&schema, &schema, "", &order, &mut keys, &mut sections);
    (keys, sections)
});

fn walk(
    root: &Value,
    table: &Value,
    prefix: &str,
    order: &Ordered,
    keys: &mut Vec<Key>,
    sections: &mut Vec<Section>,
) {
    for (name, default) in &order.0 {
        let property = &table["properties"][name];
        let target = resolve(root, property);
        let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        match default {
            Node::Table(inner) if target["properties"].is_object() => {
                sections.push(Section { path: path.clone(), doc: text(&target["description"]) });
                walk(root, target, &path, inner, keys, sections);
            }
            _ => keys.push(Key {
                path,
                kind: kind(target),
                doc: text(&property["description"]),
                default: property["default"].clone(),
            }),
        }
    }
}

fn resolve<'a>(root: &'a Value, schema: &'a Value) -> &'a Value {
    let reference = schema["$ref"].as_str().and_then(|path| path.strip_prefix('#'));
    reference.and_then(|pointer| root.pointer(pointer)).unwrap_or(schema)
}

fn kind(schema: &Value) -> Kind {
    let words = |list: &Value, read: fn(&Value) -> Vec<(String, String)>| {
        list.as_array().map(|variants| Kind::Choice(variants.iter().flat_map(read).collect()))
    };
    let plain = words(&schema["enum"], |word| vec![(text(word), String::new())]);
    let documented = words(&schema["oneOf"], |variant| match variant["enum"].as_array() {
        Some(words) => words.iter().map(|word| (text(word), String::new())).collect(),
        None => vec![(text(&variant["const"]), text(&variant["description"]))],
    });
    if let Some(choice) = plain.or(documented) {
        return choice;
    }
    let name = schema["type"].as_str().or(schema["type"][0].as_str());
    match name {
        Some("integer") => Kind::Number,
        Some("boolean") => Kind::Flag,
        Some("array") => Kind::List,
        Some("object") => Kind::Properties,
        _ => Kind::Text,
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// A JSON object in the order of its text: that of the struct's fields.
#[derive(Debug, Default)]
struct Ordered(Vec<(String, Node)>);

#[derive(Debug)]
enum Node {
    Table(Ordered),
    Leaf,
}

impl<'de> Deserialize<'de> for Ordered {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Node::deserialize(deserializer)? {
            Node::Table(ordered) => Ok(ordered),
            Node::Leaf => Ok(Ordered::default()),
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Node::Table(Ordered(entries)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node, A::Error> {
        while seq.next_element::<Node>()?.is_some() {}
        Ok(Node::Leaf)
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Leaf)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Node, E> {
        Ok(Node::Leaf)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Node, E> {
        Ok(Node::Leaf)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Node, E> {
        Ok(Node::Leaf)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Node, E> {
        Ok(Node::Leaf)
    }

    fn visit_str<E>(self, _: &str) -> Result<Node, E> {
        Ok(Node::Leaf)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(path: &str) -> &'static Key {
        keys().iter().find(|key| key.path == path).unwrap_or_else(|| panic!("no key {path}"))
    }

    #[test]
    fn keys_carry_kind_default_and_variable() {
        assert_eq!(keys()[0].path, "delivery", "in the order of the struct");
        assert!(matches!(&key("delivery").kind, Kind::Choice(words) if words[1].0 == "at_least_once"));
        let servers = key("kafka.bootstrap_servers");
        assert_eq!((&servers.kind, &servers.default), (&Kind::Text, &Value::from("localhost:9092")));
        assert_eq!(servers.variable().as_deref(), Some("COPYDESK_KAFKA_BOOTSTRAP_SERVERS"));
        assert_eq!(key("kafka.dead_letter_topic").kind, Kind::Text);
        assert_eq!(key("kafka.properties").kind, Kind::Properties);
        assert_eq!(key("kafka.properties").variable(), None);
        assert_eq!(key("desk.filters.agencies").kind, Kind::List);
        assert_eq!(key("run.workers").kind, Kind::Number);
        assert_eq!(key("http.listen").kind, Kind::Text);
    }

    #[test]
    fn every_key_and_section_is_documented() {
        for key in keys() {
            assert!(!key.doc.is_empty(), "{}: write a documentation comment", key.path);
        }
        for section in sections() {
            assert!(!section.doc.is_empty(), "{}: write a documentation comment", section.path);
        }
    }
}
