//! Who else worked on the copy, as its last lines say: `Reporting by …`, `… contributed to this report`.

use super::chain;
use super::signoff::Tail;
use crate::authority::Agencies;
use crate::desk::dateline::titled;
use crate::record::{Contributor, ContributorRole};

/// Words that say what a contributor did (Reuters handbook, AP). Longer ones first.
const ROLES: &[(&str, ContributorRole)] = &[
    ("additional reporting by", ContributorRole::AdditionalReporting),
    ("additional reporting", ContributorRole::AdditionalReporting),
    ("reporting by", ContributorRole::Reporting),
    ("reported by", ContributorRole::Reporting),
    ("reporting and writing by", ContributorRole::Reporting),
    ("writing by", ContributorRole::Writing),
    ("written by", ContributorRole::Writing),
    ("compiled by", ContributorRole::Compiling),
    ("compiling by", ContributorRole::Compiling),
    ("translated by", ContributorRole::Translating),
    ("translating by", ContributorRole::Translating),
    ("translation by", ContributorRole::Translating),
    ("edited by", ContributorRole::Editing),
    ("editing by", ContributorRole::Editing),
    ("with assistance from", ContributorRole::AdditionalReporting),
];

/// Whether the line begins with words such as `Reporting by`.
pub fn opens_role(line: &str) -> bool {
    let line = line.trim_start_matches(['(', '[', '-', '—', '–', '*', ' ']).as_bytes();
    ROLES
        .iter()
        .any(|(words, _)| line.get(..words.len()).is_some_and(|l| l.eq_ignore_ascii_case(words.as_bytes())))
}

impl Tail<'_> {
    /// `Reporting by A in X; Editing by B and C`, also without the semicolon.
    pub(super) fn contributors(&mut self, text: &str) {
        // ASCII only: offsets stay those of the text, and the words of the roles are ASCII.
        let lower = text.to_ascii_lowercase();
        let mut starts: Vec<(usize, usize, ContributorRole)> = Vec::new();
        let mut at = 0;
        while at < lower.len() {
            let hit = ROLES.iter().find(|(words, _)| lower[at..].starts_with(words));
            if let Some((words, role)) = hit {
                starts.push((at, at + words.len(), *role));
                at += words.len();
            } else {
                at += lower[at..].chars().next().map_or(1, char::len_utf8);
            }
        }
        let mut found = Vec::new();
        for (n, (_, from, role)) in starts.iter().enumerate() {
            let to = starts.get(n + 1).map_or(text.len(), |(next, _, _)| *next);
            let before = self.contributors.len();
            self.named(&text[*from..to], *role, None);
            found.push(self.contributors.split_off(before));
        }
        // The tail is read upwards and turned round at the end.
        for group in found.into_iter().rev() {
            self.contributors.extend(group.into_iter().rev());
        }
    }

    pub(super) fn named(&mut self, names: &str, role: ContributorRole, place: Option<&str>) {
        for element in names.split([',', ';', '&']).flat_map(|e| e.split(" and ")) {
            let element = element.trim().trim_matches(|c: char| "()[].: ".contains(c)).trim();
            let element = element.strip_prefix("and ").unwrap_or(element);
            let (name, own) = match element.split_once(" in ") {
                Some((name, place)) => (name, Some(place)),
                None => (element, place),
            };
            let words = name.split_whitespace().count();
            if !(1..=5).contains(&words) || !name.starts_with(char::is_uppercase) {
                continue;
            }
            self.contributors.push(Contributor {
                name: super::names::person(name),
                role,
                place: own.map(|p| titled(p.trim())),
            });
        }
    }
}

/// `Associated Press writers A and B`: the names alone.
pub fn without_function(names: &str, agencies: &Agencies) -> String {
    let words: Vec<&str> = names.split(' ').collect();
    let function = words.iter().position(|w| {
        let w = w.to_lowercase();
        [
            "writer",
            "writers",
            "reporter",
            "reporters",
            "correspondent",
            "correspondents",
            "journalist",
            "journalists",
        ]
        .contains(&w.as_str())
    });
    match function {
        Some(at) if at < 5 => words[at + 1..].join(" "),
        _ => {
            let own =
                (1..words.len().min(4)).rev().find(|n| chain::read(&words[..*n].join(" "), agencies).whole);
            words[own.unwrap_or(0)..].join(" ")
        }
    }
}
