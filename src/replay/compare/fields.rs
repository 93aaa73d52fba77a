//! Which fields are compared, and the digest over them.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use sha2::{Digest as _, Sha256};

use super::index::Digest;

/// Fields that are never compared: they say who made the record, or only number its parts.
pub const ALWAYS_IGNORED: &[(&str, &str)] = &[
    ("copydesk.version", "differs whenever program, authority or settings do"),
    ("copydesk.entities.id", "numbers the entities; one more entity renumbers all behind it"),
    ("copydesk.entities.candidates", "the numbers of entities"),
    ("people.literal", "the number of an entity"),
    ("organisations.literal", "the number of an entity"),
    ("places.literal", "the number of an entity"),
    ("events.literal", "the number of an entity"),
    ("kafka.headers.copydesk-version", "the version again"),
    ("kafka.headers.copydesk-replay", "names the replay that wrote the record"),
];

/// The fields to leave out, as a tree of names; elements of lists have no name of their own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ignored {
    paths: Vec<String>,
    root: Node,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Node {
    names: Vec<(String, Node)>,
    /// It and all below it is left out.
    ends: bool,
}

impl Node {
    /// The node of a member; `None` where nothing below it is left out.
    pub fn below(&self, name: &str) -> Option<&Node> {
        self.names.iter().find(|(known, _)| known == name).map(|(_, node)| node)
    }

    pub fn is_ignored(&self) -> bool {
        self.ends
    }
}

impl Ignored {
    /// Those of [`ALWAYS_IGNORED`] and `more`, each as a report writes fields: `copydesk.entities[].salience`; the
    /// brackets may be left out, and a `.*` at the end too.
    pub fn new(more: &[String]) -> Ignored {
        let mut ignored = Ignored::default();
        let always = ALWAYS_IGNORED.iter().map(|(path, _)| (*path).to_owned());
        for path in always.chain(more.iter().cloned()) {
            let plain = path.replace("[]", "");
            let plain = plain.trim_end_matches(".*");
            let mut node = &mut ignored.root;
            for name in names(plain) {
                let at = node.names.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
                    node.names.push((name.to_owned(), Node::default()));
                    node.names.len() - 1
                });
                node = &mut node.names[at].1;
            }
            node.ends = true;
            ignored.paths.push(path);
        }
        ignored
    }

    pub fn root(&self) -> &Node {
        &self.root
    }

    /// As they were given.
    pub fn paths(&self) -> &[String] {
        &self.paths
    }
}

/// The names of a path. A header's name may hold dots: behind `kafka.headers.` all is one name.
fn names(path: &str) -> Vec<&str> {
    match path.strip_prefix("kafka.headers.") {
        Some(header) => vec!["kafka", "headers", header],
        None => path.split('.').collect(),
    }
}

/// Digests the compared part of a JSON text, in the order in which it is written. Equal digests mean equal
/// content; other digests may still, where only an order is another: the comparison of the values decides.
///
/// `hash` may hold something already. False where the text is no JSON; then its bytes were taken.
pub fn digest_json(hash: &mut Sha256, text: &[u8], ignored: &Node) -> bool {
    let mut json = serde_json::Deserializer::from_slice(text);
    let mut tokens = hash.clone();
    let read = Tokens { hash: &mut tokens, node: Some(ignored) }.deserialize(&mut json);
    if read.and_then(|()| json.end()).is_ok() {
        *hash = tokens;
        return true;
    }
    hash.update(text);
    false
}

/// The first 128 bits.
pub fn finish(hash: Sha256) -> Digest {
    let mut digest = Digest::default();
    digest.copy_from_slice(&hash.finalize()[..16]);
    digest
}

/// Reads one JSON value and digests its tokens; each carries its kind and its length, so that none runs into
/// the next.
struct Tokens<'a, 'n> {
    hash: &'a mut Sha256,
    node: Option<&'n Node>,
}

impl Tokens<'_, '_> {
    fn number(&mut self, kind: u8, bits: u64) {
        self.hash.update([kind]);
        self.hash.update(bits.to_le_bytes());
    }
}

impl<'de> DeserializeSeed<'de> for Tokens<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tokens<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(mut self) -> Result<(), E> {
        self.number(b'0', 0);
        Ok(())
    }

    fn visit_bool<E>(mut self, value: bool) -> Result<(), E> {
        self.number(b'b', u64::from(value));
        Ok(())
    }

    fn visit_u64<E>(mut self, value: u64) -> Result<(), E> {
        self.number(b'u', value);
        Ok(())
    }

    fn visit_i64<E>(mut self, value: i64) -> Result<(), E> {
        self.number(b'i', value as u64);
        Ok(())
    }

    fn visit_f64<E>(mut self, value: f64) -> Result<(), E> {
        self.number(b'f', value.to_bits());
        Ok(())
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        text(self.hash, b's', value.as_bytes());
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        self.hash.update(b"[");
        while seq.next_element_seed(Tokens { hash: &mut *self.hash, node: self.node })?.is_some() {}
        self.hash.update(b"]");
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        self.hash.update(b"{");
        while let Some(node) = map.next_key_seed(Name { hash: &mut *self.hash, node: self.node })? {
            if node.is_some_and(Node::is_ignored) {
                map.next_value::<IgnoredAny>()?;
            } else {
                map.next_value_seed(Tokens { hash: &mut *self.hash, node })?;
            }
        }
        self.hash.update(b"}");
        Ok(())
    }
}

/// Reads the name of a member, digests it unless it is left out, and gives its node.
struct Name<'a, 'n> {
    hash: &'a mut Sha256,
    node: Option<&'n Node>,
}

impl<'de, 'n> DeserializeSeed<'de> for Name<'_, 'n> {
    type Value = Option<&'n Node>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_str(self)
    }
}

impl<'de, 'n> Visitor<'de> for Name<'_, 'n> {
    type Value = Option<&'n Node>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        let node = self.node.and_then(|node| node.below(name));
        if !node.is_some_and(Node::is_ignored) {
            text(self.hash, b'k', name.as_bytes());
        }
        Ok(node)
    }
}

/// A text, told apart from every other and from what follows it.
pub fn text(hash: &mut Sha256, kind: u8, text: &[u8]) {
    hash.update([kind]);
    hash.update((text.len() as u64).to_le_bytes());
    hash.update(text);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::replay::compare::difference::differences;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn digest(record: &Value, ignored: &Ignored) -> Digest {
        let mut hash = Sha256::new();
        assert!(digest_json(&mut hash, record.to_string().as_bytes(), ignored.root()));
        finish(hash)
    }

    /// Values with few names, so that two of them meet often.
    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            (-2..3i64).prop_map(Value::from),
            (0..3u8).prop_map(|n| json!(f64::from(n) / 2.0)),
            "[ab]{0,2}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 24, 3, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
                prop::collection::btree_map("[a-c]", inner, 0..3).prop_map(|map| json!(map)),
            ]
        })
    }

    fn record() -> impl Strategy<Value = Value> {
        (value(), value(), value()).prop_map(|(a, version, entities)| {
            json!({ "a": a, "copydesk": { "version": version, "entities": [entities] } })
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        /// What the first reading takes for the same, the second would find the same; and the other way round, as
        /// long as members stand in one order.
        #[test]
        fn equal_digests_are_equal_records(old in record(), new in record(), more in prop::option::of("a(\\.[a-c]){0,2}")) {
            let ignored = Ignored::new(&more.into_iter().collect::<Vec<_>>());
            let same = differences(&old, &new, ignored.root()).is_empty();
            prop_assert_eq!(digest(&old, &ignored) == digest(&new, &ignored), same);
        }
    }

    #[test]
    fn fields_are_left_out_however_they_are_written() {
        let record =
            |salience: f64| json!({ "copydesk": { "entities": [{ "name": "A", "salience": salience }] } });
        let none = Ignored::new(&[]);
        assert_ne!(digest(&record(0.1), &none), digest(&record(0.2), &none));
        for field in
            ["copydesk.entities[].salience", "copydesk.entities.salience", "copydesk.entities.*", "copydesk"]
        {
            let ignored = Ignored::new(&[field.to_owned()]);
            assert_eq!(digest(&record(0.1), &ignored), digest(&record(0.2), &ignored), "{field}");
        }
        let ignored = Ignored::new(&["copydesk.entities.sal".to_owned()]);
        assert_ne!(digest(&record(0.1), &ignored), digest(&record(0.2), &ignored));
    }

    #[test]
    fn a_header_is_one_name_whatever_its_dots() {
        let ignored = Ignored::new(&["kafka.headers.x.trace.id".to_owned()]);
        let headers = ignored.root().below("kafka").and_then(|kafka| kafka.below("headers")).expect("a node");
        assert!(headers.below("x.trace.id").is_some_and(Node::is_ignored));
        assert!(headers.below("x").is_none());
    }

    #[test]
    fn what_is_no_json_counts_byte_for_byte() {
        let digest = |text: &[u8]| {
            let mut hash = Sha256::new();
            let read = digest_json(&mut hash, text, Ignored::new(&[]).root());
            (read, finish(hash))
        };
        let cases: [&[u8]; 4] = [b"{\"a\":1", b"{\"a\":1}}", b"\xff", b""];
        for (number, text) in cases.iter().enumerate() {
            assert!(!digest(text).0);
            assert!(cases[..number].iter().all(|other| digest(other) != digest(text)));
        }
    }
}
