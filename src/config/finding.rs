//! What is wrong with a configuration: each finding names its place, its key and the mend.

use std::fmt;

/// Where a value was set.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    Default,
    /// A line of the file, from 1.
    File {
        file: String,
        line: usize,
    },
    /// An environment variable.
    Env(String),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Default => f.write_str("default"),
            Origin::File { file, line } => write!(f, "{file}:{line}"),
            Origin::Env(name) => f.write_str(name),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Fault,
    Warning,
}

/// One fault or warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub severity: Severity,
    pub origin: Origin,
    /// Dotted path of the key; empty when it is about the file as a whole.
    pub key: String,
    /// What is wrong, and what to do about it.
    pub message: String,
}

impl Finding {
    pub fn fault(origin: Origin, key: impl Into<String>, message: impl Into<String>) -> Self {
        Finding { severity: Severity::Fault, origin, key: key.into(), message: message.into() }
    }

    pub fn warning(origin: Origin, key: impl Into<String>, message: impl Into<String>) -> Self {
        Finding { severity: Severity::Warning, ..Finding::fault(origin, key, message) }
    }
}

impl fmt::Display for Finding {
    /// `copydesk.toml:12: kafka.group_id: is empty; give the group a name`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.origin)?;
        if self.severity == Severity::Warning {
            f.write_str("warning: ")?;
        }
        if !self.key.is_empty() {
            write!(f, "{}: ", self.key)?;
        }
        f.write_str(&self.message)
    }
}

/// The known name most like `name`, if one is like it: for "did you mean".
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = 1 + name.chars().count() / 4;
    let by_distance = known.into_iter().map(|candidate| (distance(name, candidate), candidate));
    by_distance.filter(|(distance, _)| *distance <= allowed).min_by_key(|(d, _)| *d).map(|(_, name)| name)
}

/// Insertions, deletions, replacements and swaps of neighbours between two names, all counting 1.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    rows[0] = (0..=b.len()).collect();
    for i in 1..=a.len() {
        rows[i][0] = i;
        for j in 1..=b.len() {
            let replaced = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = replaced.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_offered_only_when_it_is_near() {
        let known = ["source_topics", "record_topic", "group_id"];
        for (name, want) in [
            ("source_topic", Some("source_topics")),
            ("gruop_id", Some("group_id")),
            ("recordtopic", Some("record_topic")),
            ("colour", None),
            ("x", None),
        ] {
            assert_eq!(nearest(name, known), want, "{name}");
        }
    }
}
