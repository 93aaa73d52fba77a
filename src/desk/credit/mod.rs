//! Credits, bylines and sign-offs: who supplied and who wrote the dispatch.

pub mod byline;
pub mod chain;
pub mod contacts;
mod contributors;
pub mod signoff;

use crate::authority::{Agencies, Agency};

/// A credit alone on its line: `NTB-AFP`, `STT–AFP`. Where it ends, and whom it names.
pub fn line<'a>(text: &str, at: usize, agencies: &'a Agencies) -> Option<(usize, Vec<&'a Agency>)> {
    let rest = &text[at..];
    let line = rest.split('\n').next().unwrap_or_default().trim_end();
    // A place or a word may be an agency's name too: initials or a chain of them is meant.
    let chained = line.contains(['-', '–', '/']) || line.chars().all(|c| c.is_uppercase());
    if line.is_empty()
        || line.len() > 32
        || !chained
        || !rest[line.len()..].trim_start_matches(['\r', ' ']).starts_with('\n')
    {
        return None;
    }
    let found = chain::whole(line, agencies);
    (!found.is_empty()).then(|| (at + line.len(), found))
}

/// Words that open a copyright line (AP, NYT, AFP).
const COPYRIGHT: &[&str] = &["Copyright", "COPYRIGHT", "(c)", "(C)", "©", "c."];

/// The agencies of a copyright line that starts at `at`, and where it ends: `c.2000 Example News Service`,
/// `Copyright 2004 The Example Press`, `© 2024 EXM`.
pub fn copyright<'a>(text: &str, at: usize, agencies: &'a Agencies) -> Option<(usize, Vec<&'a Agency>)> {
    let opening = COPYRIGHT.iter().find(|o| text[at..].starts_with(**o))?;
    let rest = &text[at + opening.len()..];
    let line = &rest[..rest.find(['\n', '&', '<']).unwrap_or(rest.len())];
    let line = &line[..line.find("  ").filter(|n| *n > 0).unwrap_or(line.len())];
    let years = line.trim_start_matches(|c: char| c.is_ascii_digit() || " ,-–©()cC".contains(c));
    if *opening == "c." && years.len() == line.len() {
        return None;
    }
    let name = years.strip_prefix("by ").or_else(|| years.strip_prefix("BY ")).unwrap_or(years);
    let words: Vec<&str> = name.split(' ').take(8).collect();
    let end = at + opening.len() + line.trim_end().len();
    let found = (1..=words.len())
        .rev()
        .map(|n| chain::read(words[..n].join(" ").trim_end_matches(['.', ',']), agencies))
        .find(|c| c.whole);
    match found {
        Some(chain) => {
            // On a line of running text the copyright ends with the name.
            let short = line.len() > 120;
            let name_end = at + opening.len() + (line.len() - years.len());
            Some((if short { name_end } else { end }, chain.agencies))
        }
        None => (*opening != "c." && line.len() <= 120 && !years.is_empty()).then(|| (end, Vec::new())),
    }
}
