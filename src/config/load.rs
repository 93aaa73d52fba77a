//! File and environment → a [`Config`] that holds, or every reason why not.

use std::collections::BTreeMap;
use std::path::Path;

use super::file::Setting;
use super::finding::{Finding, Origin, Severity};
use super::keys::{Key, Kind};
use super::{Config, environment, file, properties, rules};

/// A configuration and where each of its values was set.
#[derive(Debug, Clone)]
pub struct Loaded {
    pub config: Config,
    origins: Origins,
    /// What is doubtful but does not stop the program.
    pub warnings: Vec<Finding>,
}

/// Key (or key, dot, property) → where it was set; what is not in it is a default.
#[derive(Debug, Clone, Default)]
pub struct Origins(BTreeMap<String, Origin>);

impl Origins {
    pub fn get(&self, path: &str) -> Origin {
        self.0.get(path).cloned().unwrap_or(Origin::Default)
    }
}

impl Loaded {
    /// Where the value of a key was set.
    pub fn origin(&self, path: &str) -> Origin {
        self.origins.get(path)
    }
}

/// Why there is no configuration: the faults first, then the warnings.
#[derive(Debug, Clone)]
pub enum LoadError {
    /// The file cannot be read: one sentence with the mend.
    Unreadable(String),
    Faults(Vec<Finding>),
}

/// Reads the file (without one: the defaults), then the environment over it, and checks all of it.
pub fn load(path: Option<&Path>) -> Result<Loaded, LoadError> {
    let text = match path {
        None => None,
        Some(path) => {
            let name = path.display().to_string();
            match std::fs::read_to_string(path) {
                Ok(text) => Some((name, text)),
                Err(error) if error.kind() == std::io::ErrorKind::InvalidData => {
                    let origin = Origin::File { file: name, line: 1 };
                    return Err(LoadError::Faults(vec![Finding::fault(
                        origin,
                        "",
                        "is not UTF-8; save it as UTF-8",
                    )]));
                }
                Err(error) => {
                    let message =
                        format!("the configuration {name} cannot be read: {error}; name a file with -c");
                    return Err(LoadError::Unreadable(message));
                }
            }
        }
    };
    // A variable that is not UTF-8 cannot be ours: every name and every value of ours is.
    let variables = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.to_string_lossy().into_owned())));
    parse(text.as_ref().map(|(name, text)| (name.as_str(), text.as_str())), variables)
        .map_err(LoadError::Faults)
}

/// As [`load`], from texts: `file` is its name and text.
pub fn parse(
    file: Option<(&str, &str)>,
    variables: impl IntoIterator<Item = (String, String)>,
) -> Result<Loaded, Vec<Finding>> {
    let mut findings = Vec::new();
    let mut settings = match file {
        Some((name, text)) => file::read(name, text, &mut findings),
        None => Vec::new(),
    };
    let secrets: Vec<String> = settings.iter().filter_map(secret_variable).collect();
    // Later ones win.
    settings.extend(environment::read(variables, &secrets, &mut findings));

    let mut config = toml::Table::new();
    let mut origins = Origins::default();
    for setting in settings {
        match accept(&setting) {
            Ok(()) => {
                let path = match &setting.property {
                    Some(property) => format!("{}.{property}", setting.key.path),
                    None => setting.key.path.clone(),
                };
                origins.0.insert(path, setting.origin.clone());
                insert(&mut config, &setting);
            }
            Err(message) => {
                let path = match &setting.property {
                    Some(property) => format!("{}.{property}", setting.key.path),
                    None => setting.key.path.clone(),
                };
                findings.push(Finding::fault(setting.origin, path, message));
            }
        }
    }
    match config.try_into::<Config>() {
        Ok(config) => {
            rules::check(&config, &origins, &mut findings);
            properties::check(&config, &origins, &mut findings);
            findings.sort_by_key(place);
            if findings.iter().any(|finding| finding.severity == Severity::Fault) {
                return Err(findings);
            }
            Ok(Loaded { config, origins, warnings: findings })
        }
        Err(error) => {
            let message = format!("cannot be taken: {}", error.message());
            findings.push(Finding::fault(Origin::Default, "", message));
            Err(findings)
        }
    }
}

/// Faults before warnings, then in the order of the file.
fn place(finding: &Finding) -> (Severity, u8, usize) {
    match &finding.origin {
        Origin::File { line, .. } => (finding.severity, 0, *line),
        Origin::Env(_) => (finding.severity, 1, 0),
        Origin::Default => (finding.severity, 2, 0),
    }
}

fn secret_variable(setting: &Setting) -> Option<String> {
    setting.value.get("env").and_then(toml::Value::as_str).map(str::to_owned)
}

/// Whether the value is of the key's kind, by itself.
fn accept(setting: &Setting) -> Result<(), String> {
    let Setting { key, value, .. } = setting;
    if let Some(text) = strings(value).find(|text| text.contains("${")) {
        let mend = match (&setting.property, key.variable()) {
            (None, Some(variable)) => format!("set the environment variable {variable} instead"),
            _ => "write { env = \"NAME\" } instead".to_owned(),
        };
        // A value may be half a secret, so only the reference itself is shown.
        let name: String =
            text.split("${").nth(1).unwrap_or_default().chars().take_while(|c| *c != '}').collect();
        return Err(format!("holds ${{{name}}}, and nothing is put in its place; {mend}"));
    }
    let right = match &key.kind {
        Kind::Text => value.is_str(),
        Kind::Number => value.as_integer().is_some_and(|number| number >= 0),
        Kind::Flag => value.is_bool(),
        Kind::List => value.as_array().is_some_and(|items| items.iter().all(toml::Value::is_str)),
        Kind::Choice(words) => value.as_str().is_some_and(|text| words.iter().any(|(word, _)| word == text)),
        Kind::Properties => true,
    };
    if !right {
        return Err(format!("is {}; write {}", shown(value), key.kind.wanted()));
    }
    // What the kind does not say, the type does: an address, the width of a number.
    let mut alone = toml::Table::new();
    insert(&mut alone, setting);
    match alone.try_into::<Config>() {
        Ok(_) => Ok(()),
        Err(_) if setting.property.is_some() => {
            Err("cannot be read; write a text, a number, true or false, { file = \"…\" } or { env = \"…\" }"
                .into())
        }
        Err(error) => Err(format!("is {}: {}", shown(value), error.message().trim())),
    }
}

fn shown(value: &toml::Value) -> String {
    match value {
        toml::Value::Table(_) => "a table".into(),
        toml::Value::Array(_) => "a list with something else than texts".into(),
        value => value.to_string(),
    }
}

fn strings(value: &toml::Value) -> Box<dyn Iterator<Item = &str> + '_> {
    match value {
        toml::Value::String(text) => Box::new(std::iter::once(text.as_str())),
        toml::Value::Array(items) => Box::new(items.iter().flat_map(strings)),
        toml::Value::Table(table) => Box::new(table.values().flat_map(strings)),
        _ => Box::new(std::iter::empty()),
    }
}

/// Puts a setting into the tree that [`Config`] is read from.
fn insert(root: &mut toml::Table, setting: &Setting) {
    let Key { path, .. } = setting.key;
    let mut steps: Vec<&str> = path.split('.').collect();
    steps.extend(setting.property.as_deref());
    let Some((last, sections)) = steps.split_last() else { return };
    let mut table = root;
    for section in sections {
        let entry = table.entry(*section).or_insert_with(|| toml::Table::new().into());
        match entry.as_table_mut() {
            Some(inner) => table = inner,
            None => return,
        }
    }
    table.insert((*last).to_owned(), setting.value.clone());
}
