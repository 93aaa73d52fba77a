//! The agencies that a credit names: `AFP`, `tca/dpa`, `NTB-AFP-DPA`, `PRNewswire-AsiaNet`.

use crate::authority::{Agencies, Agency};
use crate::record::{AgencyRole, CreditedAgency};

/// What a credit's text says.
#[derive(Default)]
pub struct Chain<'a> {
    pub agencies: Vec<&'a Agency>,
    /// Every part of the text was an agency.
    pub whole: bool,
}

/// Signs that join the agencies of a chain.
const JOINS: [char; 8] = ['/', '-', '–', '—', ',', '+', '&', '|'];

/// Reads a credit without its brackets.
pub fn read<'a>(text: &str, agencies: &'a Agencies) -> Chain<'a> {
    let text = text.trim().trim_matches(|c: char| matches!(c, '.' | '©' | ' '));
    if text.is_empty() || text.len() > 80 {
        return Chain::default();
    }
    if let Some(agency) = name(text, agencies) {
        return Chain { agencies: vec![agency], whole: true };
    }
    let mut chain = Chain { agencies: Vec::new(), whole: true };
    for part in text.split(JOINS).flat_map(|p| p.split(" and ")) {
        match name(part, agencies) {
            Some(agency) => chain.agencies.push(agency),
            // `ats afp`: some desks join with a blank.
            None if !words(part, agencies, &mut chain.agencies) => chain.whole = false,
            None => {}
        }
    }
    chain.whole &= !chain.agencies.is_empty();
    chain
}

/// The agency or agencies that the whole of `text` names; nothing where a part of it is none. As [`read`], but
/// gives up at once, for prose that is only asked about.
pub fn whole<'a>(text: &str, agencies: &'a Agencies) -> Vec<&'a Agency> {
    let text = text.trim();
    if let Some(agency) = name(text, agencies) {
        return vec![agency];
    }
    let mut found = Vec::new();
    let parts = text.split(JOINS).flat_map(|p| p.split(" and ")).filter(|p| !p.trim().is_empty());
    for part in parts {
        match name(part, agencies) {
            Some(agency) => found.push(agency),
            None if words(part, agencies, &mut found) => {}
            None => return Vec::new(),
        }
    }
    found
}

/// Adds the agencies of `tca dpa`, if two or three short names are all that `part` holds.
fn words<'a>(part: &str, agencies: &'a Agencies, found: &mut Vec<&'a Agency>) -> bool {
    let words: Vec<&str> = part.split_whitespace().take(4).collect();
    if !(2..=3).contains(&words.len()) || words.iter().any(|w| w.len() > 8) {
        return false;
    }
    let named: Option<Vec<_>> = words.iter().map(|w| name(w, agencies)).collect();
    found.extend(named.iter().flatten());
    named.is_some()
}

/// One agency by its name, with the article or a web suffix that a credit may add.
fn name<'a>(text: &str, agencies: &'a Agencies) -> Option<&'a Agency> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let bare = text.strip_prefix("The ").or_else(|| text.strip_prefix("the "));
    agencies
        .by_name(text)
        .or_else(|| agencies.by_name(bare?))
        .or_else(|| agencies.by_name(text.strip_suffix("net").filter(|t| t.len() > 4)?))
        .or_else(|| agencies.by_name(text.strip_suffix(".com")?))
}

/// Adds `agency` to a credit, once. The first is the source, the others are partners; a press-release wire
/// is one wherever it stands.
pub fn add(list: &mut Vec<CreditedAgency>, agency: &Agency) {
    if list.iter().any(|a| a.code == agency.code) {
        return;
    }
    let role = match agency.kind.role() {
        AgencyRole::Source if list.iter().any(|a| a.role == AgencyRole::Source) => AgencyRole::Partner,
        role => role,
    };
    list.push(CreditedAgency {
        code: agency.code.clone(),
        name: agency.name.clone(),
        country: agency.country.clone(),
        role,
    });
}
