//! The TOML file: every key with its line, every fault at once.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::finding::{Finding, Origin, nearest};
use super::keys::{Key, Kind, keys, sections};

/// One value that a layer of the configuration sets.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    pub key: &'static Key,
    /// For a librdkafka property: its name.
    pub property: Option<String>,
    pub value: toml::Value,
    pub origin: Origin,
}

/// Reads the text of a file. `name` is how findings call it.
pub fn read(name: &str, text: &str, findings: &mut Vec<Finding>) -> Vec<Setting> {
    let mut reader = Reader { name, text, findings, settings: Vec::new() };
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let origin = reader.origin(&error.span().unwrap_or(0..0));
        let message = format!("is no TOML: {}", error.message().trim_end().replace('\n', ", "));
        reader.findings.push(Finding::fault(origin, "", message));
    }
    reader.section("", table.get_ref());
    reader.settings
}

struct Reader<'a> {
    name: &'a str,
    text: &'a str,
    findings: &'a mut Vec<Finding>,
    settings: Vec<Setting>,
}

impl Reader<'_> {
    fn origin(&self, span: &Range<usize>) -> Origin {
        let before = &self.text.as_bytes()[..span.start.min(self.text.len())];
        Origin::File { file: self.name.to_owned(), line: 1 + memchr::memchr_iter(b'\n', before).count() }
    }

    fn section(&mut self, prefix: &str, table: &DeTable<'_>) {
        for (name, value) in table {
            let path = match prefix {
                "" => name.get_ref().to_string(),
                prefix => format!("{prefix}.{}", name.get_ref()),
            };
            let origin = self.origin(&name.span());
            if let Some(key) = keys().iter().find(|key| key.path == path) {
                self.key(key, value, origin);
            } else if sections().iter().any(|section| section.path == path) {
                match value.get_ref().as_table() {
                    Some(table) => self.section(&path, table),
                    None => {
                        let message = format!("is a section: write [{path}] and its keys below");
                        self.findings.push(Finding::fault(origin, path, message));
                    }
                }
            } else {
                self.findings.push(Finding::fault(origin, &path, unknown(prefix, &path)));
            }
        }
    }

    fn key(&mut self, key: &'static Key, value: &Spanned<DeValue<'_>>, origin: Origin) {
        if key.kind == Kind::Properties {
            match value.get_ref().as_table() {
                Some(table) => self.properties(key, "", table),
                None => {
                    let message = format!("takes {}: write [{}]", key.kind.wanted(), key.path);
                    self.findings.push(Finding::fault(origin, &key.path, message));
                }
            }
            return;
        }
        match plain(value) {
            Some(value) => self.settings.push(Setting { key, property: None, value, origin }),
            None => {
                let message = "has a value that cannot be read; see the TOML fault of this line";
                self.findings.push(Finding::fault(origin, &key.path, message));
            }
        }
    }

    /// `security.protocol = "ssl"` without quotes is a table in a table to TOML: it means the same here.
    fn properties(&mut self, key: &'static Key, prefix: &str, table: &DeTable<'_>) {
        for (name, value) in table {
            let name_span = name.span();
            let name = match prefix {
                "" => name.get_ref().to_string(),
                prefix => format!("{prefix}.{}", name.get_ref()),
            };
            let origin = self.origin(&name_span);
            match value.get_ref().as_table() {
                Some(inner) if !is_secret(inner) => self.properties(key, &name, inner),
                _ => match plain(value) {
                    Some(
                        value @ (toml::Value::Array(_) | toml::Value::Float(_) | toml::Value::Datetime(_)),
                    ) => {
                        let found = value.type_str();
                        let message = format!(
                            "is a value of type {found}; write a text, a number, true or false, {{ file = \"…\" }} or {{ env = \"…\" }}"
                        );
                        let path = format!("{}.{name}", key.path);
                        self.findings.push(Finding::fault(origin, path, message));
                    }
                    Some(value) => self.settings.push(Setting { key, property: Some(name), value, origin }),
                    None => {}
                },
            }
        }
    }
}

/// `{ file = "…" }` or `{ env = "…" }`: no librdkafka property ends in those words.
fn is_secret(table: &DeTable<'_>) -> bool {
    table.len() == 1
        && table.iter().all(|(name, value)| {
            matches!(name.get_ref().as_ref(), "file" | "env") && value.get_ref().is_str()
        })
}

fn plain(value: &Spanned<DeValue<'_>>) -> Option<toml::Value> {
    serde::Deserialize::deserialize(toml::de::ValueDeserializer::from(value.clone())).ok()
}

/// The message about an unknown key, with the nearest known one: in the same section first, else anywhere.
fn unknown(prefix: &str, path: &str) -> String {
    let known = || keys().iter().map(|k| k.path.as_str()).chain(sections().iter().map(|s| s.path.as_str()));
    let here = known().filter(|known| known.rsplit_once('.').map_or("", |(section, _)| section) == prefix);
    let name = path.rsplit('.').next().unwrap_or(path);
    let same_name = || known().find(|known| known.rsplit('.').next() == Some(name));
    match nearest(path, here).or_else(same_name).or_else(|| nearest(path, known())) {
        Some(near) => format!("is no key; did you mean {near}?"),
        None => "is no key; `copydesk config default` lists them all".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, settings: &[&str], findings: &[&str]) {
        let mut found = Vec::new();
        let got = read("c.toml", text, &mut found);
        let show = |setting: &Setting| {
            let property = setting.property.as_ref().map(|p| format!("/{p}")).unwrap_or_default();
            format!("{} {}{property} = {}", setting.origin, setting.key.path, setting.value)
        };
        assert_eq!(got.iter().map(show).collect::<Vec<_>>(), settings, "{text}");
        let found: Vec<_> = found.iter().map(Finding::to_string).collect();
        assert_eq!(found.len(), findings.len(), "{found:#?}");
        for (found, want) in found.iter().zip(findings) {
            assert!(found.starts_with(want), "{found} does not begin with {want}");
        }
    }

    #[test]
    fn keys_come_with_their_lines() {
        check(
            "delivery = \"at_least_once\"\n\n[kafka]\ngroup_id = \"g\"\n[desk.filters]\nlanguages = [\"en\"]\n",
            &[
                "c.toml:1 delivery = \"at_least_once\"",
                "c.toml:6 desk.filters.languages = [\"en\"]",
                "c.toml:4 kafka.group_id = \"g\"",
            ],
            &[],
        );
    }

    #[test]
    fn properties_are_flat_however_they_are_written() {
        check(
            "[kafka.properties]\n\"security.protocol\" = \"ssl\"\nsasl.password = { env = \"P\" }\nlinger.ms = 5\n",
            &[
                "c.toml:4 kafka.properties/linger.ms = 5",
                "c.toml:3 kafka.properties/sasl.password = { env = \"P\" }",
                "c.toml:2 kafka.properties/security.protocol = \"ssl\"",
            ],
            &[],
        );
        check(
            "[kafka.consumer]\n\"a.b\" = [1]\n",
            &[],
            &["c.toml:2: kafka.consumer.a.b: is a value of type"],
        );
    }

    #[test]
    fn what_is_unknown_gets_a_hint() {
        check(
            "group_id = \"g\"\nhttp = 1\n[kafka]\nsource_topic = \"x\"\n[kafak]\n[zzzzzz]\n",
            &[],
            &[
                "c.toml:1: group_id: is no key; did you mean kafka.group_id?",
                "c.toml:2: http: is a section: write [http]",
                "c.toml:5: kafak: is no key; did you mean kafka?",
                "c.toml:4: kafka.source_topic: is no key; did you mean kafka.source_topics?",
                "c.toml:6: zzzzzz: is no key; `copydesk config default`",
            ],
        );
    }

    #[test]
    fn broken_toml_is_reported_beside_the_rest() {
        let mut found = Vec::new();
        read("c.toml", "[kafka]\ngroup_id = \nsource_topic = 1\n[run]\nworkers = = 2\n", &mut found);
        let lines: Vec<_> = found.iter().map(|f| f.origin.to_string()).collect();
        for line in ["c.toml:2", "c.toml:3", "c.toml:5"] {
            assert!(lines.contains(&line.to_owned()), "{line} in {found:#?}");
        }
    }
}
