//! A JSON value that borrows from its text, and how dialects look into it.

use std::borrow::Cow;

/// A JSON value; fields stand in the order of the text.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<'a> {
    Null,
    Bool(bool),
    /// As written.
    Number(&'a str),
    String(Cow<'a, str>),
    Array(Vec<Value<'a>>),
    Object(Vec<(Cow<'a, str>, Value<'a>)>),
}

/// Most members of one field that are looked at. No desk has a thousand keywords for a story, and each is compared with all
/// before.
pub(super) const MEMBERS: usize = 1_000;

impl<'a> Value<'a> {
    /// The fields of an object; none of anything else.
    pub fn fields(&self) -> &[(Cow<'a, str>, Value<'a>)] {
        match self {
            Value::Object(fields) => fields,
            _ => &[],
        }
    }

    /// The field of that name, spelled in any of the ways that [`Key`] takes for one.
    pub fn get(&self, name: &str) -> Option<&Value<'a>> {
        self.fields().iter().find(|(key, _)| same(key, name)).map(|(_, value)| value)
    }

    /// The first field of those names that says anything.
    pub fn any(&self, names: &[&str]) -> Option<&Value<'a>> {
        names.iter().find_map(|name| self.get(name).filter(|value| !value.is_empty()))
    }

    /// By a path of names: `properties/locality`.
    pub fn find(&self, path: &str) -> Option<&Value<'a>> {
        path.split('/').try_fold(self, |value, name| value.get(name))
    }

    /// The members of a list, the first [`MEMBERS`] of them; a value that is no list is taken for a list of one, null for an
    /// empty one.
    pub fn each(&self) -> &[Value<'a>] {
        match self {
            Value::Array(values) => &values[..values.len().min(MEMBERS)],
            Value::Null => &[],
            value => std::slice::from_ref(value),
        }
    }

    /// A text or number, trimmed; `None` where it is blank.
    pub fn text(&self) -> Option<&str> {
        let text = match self {
            Value::String(text) => text.trim(),
            Value::Number(number) => number,
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }

    /// The text of the first field of those names that has one; of a text itself it is that.
    pub fn text_of(&self, names: &[&str]) -> Option<&str> {
        self.text().or_else(|| names.iter().find_map(|name| self.get(name)?.text()))
    }

    pub fn number(&self) -> Option<f64> {
        self.text()?.parse().ok().filter(|number: &f64| number.is_finite())
    }

    /// Whether it says nothing: null, blank, an empty list or object.
    pub fn is_empty(&self) -> bool {
        match self {
            Value::Null => true,
            Value::Bool(_) | Value::Number(_) => false,
            Value::String(text) => text.trim().is_empty(),
            Value::Array(values) => values.is_empty(),
            Value::Object(fields) => fields.is_empty(),
        }
    }
}

/// Whether `key` is `name` in any spelling. `name` is in lower case without signs.
fn same(key: &str, name: &str) -> bool {
    // Most keys differ in their first letter; a sign before it (`_source`) counts for nothing.
    let letter = key.bytes().find(|byte| !matches!(byte, b'_' | b'-'));
    letter.map(|byte| byte.to_ascii_lowercase()) == name.bytes().next()
        && Key::of(key).is_some_and(|key| key.bytes[..key.len] == *name.as_bytes())
}

/// The longest name of a field that any dialect has.
const LONGEST: usize = 32;

/// A field's name without case and signs: `versioncreated` (ninjs 1), `versionCreated` (ninjs 3), `version_created` (dpa)
/// and `version-created` are one.
pub(super) struct Key {
    bytes: [u8; LONGEST],
    len: usize,
}

impl Key {
    /// `None` where the name is longer than any known one, or not of ASCII letters.
    pub fn of(name: &str) -> Option<Key> {
        let mut key = Key { bytes: [0; LONGEST], len: 0 };
        for byte in name.bytes().filter(|byte| !matches!(byte, b'_' | b'-')) {
            if !byte.is_ascii() {
                return None;
            }
            *key.bytes.get_mut(key.len)? = byte.to_ascii_lowercase();
            key.len += 1;
        }
        Some(key)
    }

    pub fn as_str(&self) -> &str {
        // Only ASCII was put in.
        std::str::from_utf8(&self.bytes[..self.len]).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_key() {
        for name in ["versioncreated", "versionCreated", "version_created", "Version-Created"] {
            assert_eq!(Key::of(name).unwrap().as_str(), "versioncreated");
        }
        assert!(Key::of(&"a".repeat(33)).is_none());
        assert!(Key::of("größe").is_none());
    }

    #[test]
    fn looking_up() {
        let value = Value::Object(vec![
            ("b".into(), Value::Array(vec![Value::Number("1")])),
            ("c_D".into(), Value::Object(vec![("e".into(), Value::String(" x ".into()))])),
        ]);
        assert_eq!(value.find("cd/e").and_then(Value::text), Some("x"));
        assert_eq!(value.get("b").unwrap().each().len(), 1);
        assert_eq!(value.get("cd").unwrap().each().len(), 1);
        assert!(value.get("a").is_none());
    }
}
