//! Who else worked on the copy, as its last lines say: `(Reporting by …; Editing by …)`, `… contributed to this
//! report`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::chain;
use super::names::{is_name, person};
use super::openings::{is_source, last_function};
use crate::authority::Agencies;
use crate::desk::dateline::titled;
use crate::desk::text::begins;
use crate::record::{Contributor, ContributorRole as Role};

/// Words that say what a contributor did, in small letters (Reuters handbook and its services in other languages, AP,
/// PTI). Longer ones first where one begins with another.
#[rustfmt::skip]
const ROLES: &[(&str, Role)] = &[
    ("additional reporting and writing by", Role::AdditionalReporting), ("additional reporting by", Role::AdditionalReporting),
    ("additional reporting", Role::AdditionalReporting), ("additional research by", Role::AdditionalReporting),
    ("with additional reporting by", Role::AdditionalReporting), ("with reporting by", Role::AdditionalReporting),
    ("with assistance from", Role::AdditionalReporting), ("with assistance by", Role::AdditionalReporting),
    ("with contributions from", Role::AdditionalReporting), ("research by", Role::AdditionalReporting),
    ("reporting and writing by", Role::Reporting), ("reporting and editing by", Role::Reporting), ("reporting by", Role::Reporting), ("reported by", Role::Reporting), ("reporting from", Role::Reporting),
    ("writing by", Role::Writing), ("writing and editing by", Role::Writing), ("written by", Role::Writing), ("rewritten by", Role::Writing),
    ("compiled by", Role::Compiling), ("compiling by", Role::Compiling), ("compiled and edited by", Role::Compiling),
    ("translated by", Role::Translating), ("translating by", Role::Translating), ("translation by", Role::Translating),
    ("edited by", Role::Editing), ("editing and writing by", Role::Editing), ("editing by", Role::Editing), ("copyediting by", Role::Editing), ("desking by", Role::Editing),
    ("graphics by", Role::Graphics), ("graphic by", Role::Graphics), ("charts by", Role::Graphics), ("production by", Role::Graphics),
    ("photo editing by", Role::Editing), ("picture editing by", Role::Editing),
    ("photos by", Role::Photography), ("photo by", Role::Photography), ("photography by", Role::Photography), ("video by", Role::Photography),
    // German
    ("bericht von", Role::Reporting), ("berichtet von", Role::Reporting), ("reporter:", Role::Reporting), ("unter mitarbeit von", Role::AdditionalReporting),
    ("mitarbeit:", Role::AdditionalReporting), ("geschrieben von", Role::Writing), ("redigiert von", Role::Editing),
    ("bearbeitet von", Role::Editing), ("redaktion:", Role::Editing), ("übersetzt von", Role::Translating),
    // French
    ("reportage de", Role::Reporting), ("reportage par", Role::Reporting), ("rédigé par", Role::Writing), ("redige par", Role::Writing),
    ("écrit par", Role::Writing), ("édité par", Role::Editing), ("edité par", Role::Editing), ("édition par", Role::Editing),
    ("version française", Role::Translating), ("traduit par", Role::Translating), ("avec la contribution de", Role::AdditionalReporting),
    ("avec", Role::AdditionalReporting),
    // Spanish
    ("reporte adicional de", Role::AdditionalReporting), ("información adicional de", Role::AdditionalReporting),
    ("reportes adicionales de", Role::AdditionalReporting), ("reporte de", Role::Reporting), ("reportaje de", Role::Reporting),
    ("información de", Role::Reporting), ("escrito por", Role::Writing), ("redacción de", Role::Writing),
    ("editado en español por", Role::Editing), ("editado por", Role::Editing), ("edición de", Role::Editing),
    ("traducido por", Role::Translating), ("traducción de", Role::Translating),
    // Italian
    ("scritto da", Role::Writing), ("tradotto da", Role::Translating), ("montaggio di", Role::Editing), ("editing", Role::Editing),
    ("in redazione a roma", Role::Editing), ("in redazione a milano", Role::Editing), ("ha collaborato", Role::AdditionalReporting),
    // Portuguese
    ("reportagem adicional de", Role::AdditionalReporting), ("reportagem de", Role::Reporting), ("por", Role::Reporting), ("texto de", Role::Writing), ("edição de", Role::Editing),
    ("tradução de", Role::Translating), ("traduzido por", Role::Translating),
    // Taiwan, Antara: in brackets only
    ("by", Role::Reporting),
];
/// Roles too short to prove anything outside brackets.
const WEAK: &[&str] = &["by", "por", "avec", "editing", "redaktion:", "reporter:"];

/// Small words that join names, and that stand before their place.
const AND: &[&str] = &[" and ", " und ", " et ", " y ", " e ", " och ", " og ", " with ", " con "];
const AT: &[&str] = &[" in ", " IN ", " en ", " à ", " a ", " em ", " at ", " from "];
/// Ends the name of an office that did the work (Reuters: `Reporting by Bengaluru newsroom`).
const OFFICES: &[&str] =
    &["newsroom", "bureau", "bureaus", "desk", "team", "staff", "office", "newsrooms", "redaktion"];

/// The rows of [`ROLES`] by their first byte: a role is looked for behind every blank of a tail.
static ROWS: LazyLock<FxHashMap<u8, Vec<usize>>> = LazyLock::new(|| {
    let mut rows: FxHashMap<u8, Vec<usize>> = FxHashMap::default();
    for (row, (words, _)) in ROLES.iter().enumerate() {
        initial(words).into_iter().for_each(|byte| rows.entry(byte).or_default().push(row));
    }
    rows
});

/// The first byte in small letters; all letters beyond ASCII count as one.
fn initial(text: &str) -> Option<u8> {
    text.bytes().next().map(|byte| byte.to_ascii_lowercase().min(0x80))
}

/// The role that stands at the start of `text`: its length, what it says, whether it is plain outside brackets too.
fn role(text: &str) -> Option<(usize, Role, bool)> {
    let rows = ROWS.get(&initial(text)?)?;
    rows.iter().map(|row| &ROLES[*row]).find_map(|(words, role)| {
        let head = text.get(..words.len())?;
        let same = begins(text, words) || !head.is_ascii() && head.to_lowercase() == *words;
        let ends = words.ends_with(':') || !text[words.len()..].starts_with(char::is_alphanumeric);
        (same && ends).then(|| (words.len(), *role, !WEAK.contains(words)))
    })
}

/// Whether `text` begins as a sign-off does. `framed` where it stands in brackets.
pub fn opens(text: &str, framed: bool) -> bool {
    let text = text.trim_start_matches(['(', '[', '-', '—', '–', '*', ' ', '\n']);
    role(text).is_some_and(|(_, _, plain)| framed || plain)
}

/// The people of a sign-off, without its brackets; `None` where it is no sign-off. In brackets a name may stand before
/// the first role; outside them every name must be one, since prose may begin with the same words.
pub fn read(text: &str, framed: bool, agencies: &Agencies) -> Option<Vec<Contributor>> {
    let text = text.trim_start_matches(['(', '[', '-', '—', '–', '*', ' ', '\n']);
    let mut starts: Vec<(usize, usize, Role)> = Vec::new();
    let mut boundary = true;
    let mut at = 0;
    let mut plain = false;
    while at < text.len() {
        if boundary
            && let Some((len, found, strong)) = role(&text[at..])
            && (strong || at == 0 || framed && !matches!(found, Role::Reporting) && !starts.is_empty())
        {
            plain |= strong;
            starts.push((at, at + len, found));
            at += len;
            boundary = false;
            continue;
        }
        let c = text[at..].chars().next()?;
        boundary = !c.is_alphanumeric();
        at += c.len_utf8();
    }
    let first = starts.first()?.0;
    if first > 0 {
        // `(Jane Roe; Editing by …)`
        if !framed || !plain {
            return None;
        }
        starts.insert(0, (0, 0, Role::Reporting));
    }
    let mut people = Vec::new();
    let mut clean = true;
    for (n, (_, from, role)) in starts.iter().enumerate() {
        let to = starts.get(n + 1).map_or(text.len(), |(next, _, _)| *next);
        clean &= names(&text[*from..to], *role, agencies, &mut people);
    }
    // `(By Jane Roe)`, but not `(Por Navidad)`.
    let full = people.iter().all(|p| p.name.contains(' '));
    let proven = if plain { framed || clean } else { framed && clean && full && !people.is_empty() };
    proven.then_some(people)
}

/// Adds the people of `A in X, B and C in Y`; whether all that stands there was names.
pub fn names(text: &str, role: Role, agencies: &Agencies, people: &mut Vec<Contributor>) -> bool {
    let from = people.len();
    let mut clean = true;
    let mut placed = false;
    for (group, comma) in groups(text) {
        let element = group.trim().trim_matches(|c: char| "()[]:;.".contains(c) || c.is_whitespace());
        let element = ["and ", "by ", "von ", "de ", "por ", "par "]
            .iter()
            .find_map(|p| element.strip_prefix(p))
            .unwrap_or(element);
        if element.is_empty() {
            continue;
        }
        let element = function_less(element, agencies);
        let (name, place) = match AT.iter().filter_map(|at| Some((element.find(at)?, at.len()))).min() {
            Some((at, len)) => (element[..at].trim(), Some(element[at + len..].trim())),
            None => (element, None),
        };
        let words: Vec<&str> = name.split_whitespace().collect();
        let office = words.last().is_some_and(|w| OFFICES.contains(&w.to_lowercase().as_str()));
        let capitals = place.is_none_or(|p| p.starts_with(char::is_uppercase) && p.split(' ').count() <= 5);
        if placed && comma && place.is_none() && words.len() == 1 && is_name(&words) {
            // `in Lima, Peru`
            if let Some(place) = people.last_mut().and_then(|p| p.place.as_mut()) {
                place.push_str(", ");
                place.push_str(&titled(name));
            }
            continue;
        }
        placed = place.is_some();
        if office && words.len() <= 5 && capitals {
            let named = words[..words.len() - 1].join(" ");
            let named = named.strip_prefix("the ").unwrap_or(&named).to_owned();
            let place =
                Some(titled(&named)).filter(|p| !p.is_empty() && chain::whole(p, agencies).is_empty());
            let name = name.strip_prefix("the ").unwrap_or(name);
            if !named.is_empty() {
                people.push(Contributor { name: name.to_owned(), role, place });
            }
            continue;
        }
        if !chain::whole(name, agencies).is_empty() {
            continue;
        }
        if !is_name(&words) || !capitals {
            clean = false;
            continue;
        }
        let place = place.map(|p| titled(p.trim_end_matches('.')));
        people.push(Contributor { name: person(name), role, place });
    }
    // `A and B in Paris`: both were there.
    let mut last: Option<String> = None;
    for one in people[from..].iter_mut().rev() {
        match &one.place {
            Some(place) => last = Some(place.clone()),
            None => one.place = last.clone(),
        }
    }
    clean
}

/// The elements of a list of names, and whether a comma stands before each.
fn groups(text: &str) -> Vec<(&str, bool)> {
    let mut out = Vec::new();
    for clause in text.split(';') {
        let mut comma = false;
        for part in clause.split([',', '&', '/']) {
            let mut rest = part;
            let mut first = true;
            while let Some((at, len)) = AND.iter().filter_map(|w| Some((rest.find(w)?, w.len()))).min() {
                out.push((&rest[..at], comma && first));
                rest = &rest[at + len..];
                first = false;
            }
            out.push((rest, comma && first));
            comma = true;
        }
    }
    out
}

/// `Associated Press writers Jane Roe`, `AP photographer John Doe`: the name alone.
fn function_less<'t>(element: &'t str, agencies: &Agencies) -> &'t str {
    let words = element.split_whitespace().count();
    if let Some(at) = last_function(element).filter(|at| *at < words) {
        return nth_word(element, at);
    }
    let own = (1..words.min(4)).rev().find(|n| {
        let head = element[..element.len() - nth_word(element, *n).len()].trim_end();
        !chain::whole(head, agencies).is_empty()
    });
    own.map_or(element, |n| nth_word(element, n))
}

/// `text` from its word number `n`.
fn nth_word(text: &str, n: usize) -> &str {
    let mut rest = text.trim_start();
    for _ in 0..n {
        rest = rest.find(char::is_whitespace).map_or("", |at| rest[at..].trim_start());
    }
    rest
}

/// Longer is no list of those who worked on one story.
const WHO: usize = 700;

/// What stands behind the names of AP's last sentences.
const CONTRIBUTED: &[&str] = &[
    " contributed to this report",
    " contributed to this story",
    " contributed to this article",
    " contributed to this dispatch",
    " contributed to the report",
    " contributed to the story",
    " contributed reporting",
    " contributed from",
    " contributed.",
];

/// The people of a sentence such as `Roe reported from Lima and Doe from Quito.` or `Associated Press writers A in B and
/// C contributed to this report.`; `None` for any other.
pub fn reported(sentence: &str, agencies: &Agencies) -> Option<Vec<Contributor>> {
    let sentence = sentence.trim();
    let read = |list: &str, role| {
        let mut people = Vec::new();
        let clean = list.len() <= WHO && names(list, role, agencies, &mut people);
        // `Radio Lima reported from Quito.` is a source of the story.
        let outlets = people.iter().any(|one| is_source(&one.name));
        (clean && !outlets && !people.is_empty()).then_some(people)
    };
    if let Some((who, places)) =
        sentence.split_once(" reported from ").or_else(|| sentence.split_once(" reported in "))
    {
        return read(&format!("{who} in {}", places.trim_end_matches('.')), Role::Reporting);
    }
    let (at, phrase) = CONTRIBUTED.iter().find_map(|c| Some((sentence.find(c)?, c)))?;
    let who = sentence[..at].trim_end_matches([',', ' ']);
    let who = who.strip_suffix(" also").or_else(|| who.strip_suffix(" all")).unwrap_or(who);
    let behind = sentence[at + phrase.len()..].trim_end_matches('.');
    let list = match behind
        .split_once(" from ")
        .map(|(_, place)| place)
        .or_else(|| phrase.ends_with("from").then_some(behind))
    {
        Some(place) => format!("{who} in {}", place.trim()),
        None => who.to_owned(),
    };
    read(&list, Role::AdditionalReporting)
}
