//! The configuration as TOML text: the effective one with its origins, and the default file.

use std::fmt::Write;

use super::finding::Origin;
use super::keys::{Key, Kind, keys, sections};
use super::properties::{SENSITIVE, tables};
use super::{Config, Loaded, Property};

/// Stands where a secret is.
const MASK: &str = "***";

/// The effective configuration with the origin of each value; secrets are masked (invariant 10).
pub fn effective(loaded: &Loaded) -> String {
    let tree = toml::Table::try_from(&loaded.config).unwrap_or_default();
    let mut text = String::new();
    for (section, keys) in by_section() {
        if !section.is_empty() {
            let _ = writeln!(text, "\n[{section}]");
        }
        for key in keys {
            if key.kind == Kind::Properties {
                properties(&mut text, loaded, key);
                continue;
            }
            let (_, name) = key.split();
            let origin = loaded.origin(&key.path);
            match find(&tree, &key.path) {
                Some(value) => {
                    let _ = writeln!(text, "{name} = {value}  # {origin}");
                }
                None => {
                    let _ = writeln!(text, "# {name}  # {origin}: not set");
                }
            }
        }
    }
    text
}

fn properties(text: &mut String, loaded: &Loaded, key: &Key) {
    let tables = tables(&loaded.config);
    let Some((_, table)) = tables.into_iter().find(|(path, _)| *path == key.path) else { return };
    let (_, table_name) = key.split();
    for (name, property) in table {
        let value = match property {
            Property::Text(_) | Property::Number(_) | Property::Flag(_)
                if SENSITIVE.contains(&name.as_str()) =>
            {
                toml::Value::from(MASK).to_string()
            }
            Property::Text(text) => toml::Value::from(mask_urls(text)).to_string(),
            Property::Number(number) => number.to_string(),
            Property::Flag(flag) => flag.to_string(),
            Property::Secret(secret) => {
                toml::Value::try_from(secret).map(|v| v.to_string()).unwrap_or_default()
            }
        };
        let origin: Origin = loaded.origin(&format!("{}.{name}", key.path));
        let _ = writeln!(text, "{table_name}.{name:?} = {value}  # {origin}");
    }
}

/// `https://user:password@host` → `https://***@host`.
fn mask_urls(text: &str) -> String {
    match text.split_once("://").and_then(|(scheme, rest)| Some((scheme, rest.split_once('@')?))) {
        Some((scheme, (_, host))) => format!("{scheme}://{MASK}@{host}"),
        None => text.to_owned(),
    }
}

fn find<'a>(tree: &'a toml::Table, path: &str) -> Option<&'a toml::Value> {
    let (section, name) = path.rsplit_once('.').unwrap_or(("", path));
    let steps = section.split('.').filter(|step| !step.is_empty());
    let table = steps.into_iter().try_fold(tree, |table, step| table.get(step)?.as_table())?;
    table.get(name)
}

/// Keys grouped by section, in the order of the file; a section of tables only is left out.
fn by_section() -> Vec<(&'static str, Vec<&'static Key>)> {
    let mut groups: Vec<(&str, Vec<&Key>)> = Vec::new();
    for key in keys() {
        let (section, _) = key.split();
        match groups.iter_mut().find(|(name, _)| *name == section) {
            Some((_, keys)) => keys.push(key),
            None => groups.push((section, vec![key])),
        }
    }
    groups
}

/// The default file: every key with its documentation, default and variable. It is config/copydesk.toml.
pub fn default_file() -> String {
    let mut text = String::from(
        "# copydesk: every key with its default. A key left out has its default; an unknown one is a fault.\n\
         # `copydesk check -c FILE` finds every fault. The variable in parentheses overrides the key.\n",
    );
    let tree = toml::Table::try_from(Config::default()).unwrap_or_default();
    for (section, keys) in by_section() {
        if let Some(found) = sections().iter().find(|found| found.path == section) {
            let _ = write!(text, "\n{}[{section}]\n", comment(&found.doc));
        }
        for key in keys.iter().filter(|key| key.kind != Kind::Properties) {
            let (_, name) = key.split();
            let variable = key.variable().unwrap_or_default();
            let _ = write!(text, "\n{}", comment(&format!("{} ({variable})", key.doc)));
            if let Kind::Choice(words) = &key.kind {
                for (word, doc) in words.iter().filter(|(_, doc)| !doc.is_empty()) {
                    text.push_str(&comment(&format!("  {word}: {doc}")));
                }
            }
            match find(&tree, &key.path) {
                Some(value) => {
                    let _ = writeln!(text, "{name} = {value}");
                }
                None => {
                    let _ = writeln!(text, "# {name} = \"\"");
                }
            }
        }
        for key in keys.iter().filter(|key| key.kind == Kind::Properties) {
            let _ = write!(text, "\n{}[{}]\n", comment(&key.doc), key.path);
        }
    }
    text
}

fn comment(doc: &str) -> String {
    doc.lines().map(|line| format!("# {line}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_file_is_the_default() {
        let text = default_file();
        let loaded = super::super::parse(Some(("copydesk.toml", &text)), []).expect("no fault");
        assert_eq!(loaded.config, Config::default());
        assert_eq!(loaded.warnings, []);
        for key in keys() {
            assert!(text.contains(&key.path) || text.contains(key.split().1), "{}", key.path);
        }
    }

    #[test]
    fn values_come_with_their_origin_and_secrets_masked() {
        let file = "[kafka]\ngroup_id = \"desk\"\n[kafka.properties]\n\"sasl.password\" = \"hunter2\"\n\
                    \"security.protocol\" = \"sasl_ssl\"\n\
                    \"client.rack\" = \"https://me:hunter2@id.example/token\"\n";
        let variables = [("COPYDESK_RUN_WORKERS".to_owned(), "3".to_owned())];
        let loaded = super::super::parse(Some(("c.toml", file)), variables).expect("no fault");
        let shown = effective(&loaded);
        for line in [
            "delivery = \"exactly_once\"  # default",
            "group_id = \"desk\"  # c.toml:2",
            "properties.\"sasl.password\" = \"***\"  # c.toml:4",
            "properties.\"security.protocol\" = \"sasl_ssl\"  # c.toml:5",
            "workers = 3  # COPYDESK_RUN_WORKERS",
            "# dead_letter_topic  # default: not set",
        ] {
            assert!(shown.lines().any(|shown| shown == line), "{line}\nin\n{shown}");
        }
        assert!(!shown.contains("hunter2"), "{shown}");
        let again = super::super::parse(Some(("shown.toml", &shown)), []).expect("what is shown can be read");
        assert_eq!(again.config.run.workers, 3);
    }
}
