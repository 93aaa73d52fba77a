//! Initials that several agencies share: `(APA)` is Austria's, Azerbaijan's or Africa's. The dateline, the language
//! and the other credits decide.

use super::chain::Cited;
use crate::authority::{Agencies, Agency, fold};
use crate::desk::why::Candidate;

/// What the copy says that can tell namesakes apart.
pub struct Evidence<'e> {
    /// The dateline's place as written: `Baku, Azerbaijan`.
    pub place: &'e str,
    /// Its country where it is known, ISO 3166-1 alpha-2.
    pub country: Option<&'e str>,
    /// The text's language, ISO 639-1.
    pub language: Option<&'e str>,
    /// The other credits.
    pub others: &'e [&'e Agency],
}

/// Weights. An agency's own town says most; its country nearly as much. Much copy of all agencies is in English,
/// which therefore says little.
const TOWN: i32 = 6;
const COUNTRY: i32 = 5;
const LANGUAGE: i32 = 3;
const COMPANY: i32 = 1;
/// What the best known of the namesakes has over the others.
const USUAL: i32 = 1;

/// The agency that `cited` means, and whether the copy leaves it open.
pub fn settle<'a>(cited: &Cited<'a>, evidence: &Evidence<'_>, agencies: &'a Agencies) -> (&'a Agency, bool) {
    match ranked(cited, evidence, agencies).as_slice() {
        [(first, agency), (second, _), ..] => (agency, first - second <= USUAL),
        _ => (cited.agency, false),
    }
}

/// The agencies that sign so, the likeliest first; none where only one does.
fn ranked<'a>(cited: &Cited<'a>, evidence: &Evidence<'_>, agencies: &'a Agencies) -> Vec<(i32, &'a Agency)> {
    if cited.rivals.is_empty() {
        return Vec::new();
    }
    let town = fold(evidence.place.split([',', '(', '/']).next().unwrap_or_default());
    let mut ranked: Vec<(i32, &Agency)> = Vec::with_capacity(cited.rivals.len());
    for (at, id) in cited.rivals.iter().enumerate() {
        let agency = agencies.get(*id);
        // In order, so that of two alike the usual one comes first.
        ranked.push((weight(agency, &town, evidence) + if at == 0 { USUAL } else { 0 }, agency));
    }
    ranked.sort_by_key(|(weight, _)| -weight);
    ranked
}

/// For `copydesk explain`: the agency that was taken, and each that signs so.
pub fn weighed(cited: &Cited<'_>, evidence: &Evidence<'_>, agencies: &Agencies) -> Vec<(String, Candidate)> {
    let ranked = ranked(cited, evidence, agencies);
    let Some((_, taken)) = ranked.first() else { return Vec::new() };
    let candidate = |(weight, agency): &(i32, &Agency)| Candidate {
        value: format!("{} ({})", agency.code, agency.name),
        score: Some(*weight as f32),
        because: format!("at home in {}", agency.country.as_deref().unwrap_or("no country")),
        ..Candidate::default()
    };
    ranked.iter().map(|one| (taken.code.clone(), candidate(one))).collect()
}

fn weight(agency: &Agency, town: &str, evidence: &Evidence<'_>) -> i32 {
    let mut weight = 0;
    if !town.is_empty() && agency.home.iter().any(|home| fold(home) == town) {
        weight += TOWN;
    }
    if evidence.country.is_some() && evidence.country == agency.country.as_deref() {
        weight += COUNTRY;
    }
    if let Some(language) = evidence.language {
        let own = agency.languages.iter().any(|l| l == language);
        weight += match own {
            true if language == "en" => 1,
            true => LANGUAGE,
            false if language == "en" => -1,
            false => -LANGUAGE,
        };
    }
    let near = |other: &&&Agency| other.country == agency.country && other.code != agency.code;
    weight + if evidence.others.iter().any(|o| near(&o)) { COMPANY } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authority::Authority;
    use crate::desk::credit::chain;

    #[test]
    fn initials_that_agencies_share() {
        let authority = Authority::builtin().expect("the data built in");
        let agencies = &authority.agencies;
        for (credit, place, country, language, others, expected, open) in [
            ("APA", "WIEN", Some("AT"), Some("de"), "", "APA", false),
            ("apa", "Linz", Some("AT"), Some("de"), "", "APA", false),
            ("APA", "Baku", Some("AZ"), Some("en"), "", "APAZERBAIJAN", false),
            ("APA", "Dakar", Some("SN"), Some("fr"), "", "APANEWS", false),
            ("APA", "Berlin", Some("DE"), Some("de"), "DPA", "APA", false),
            ("CNA", "Taipei", Some("TW"), Some("en"), "", "CNA", false),
            ("CNA", "VATICAN CITY", Some("VA"), Some("en"), "", "CATHOLICNEWSAGENCY", false),
            ("CNA", "SINGAPORE", Some("SG"), Some("en"), "", "CHANNELNEWSASIA", false),
            ("APS", "Dakar", Some("SN"), Some("fr"), "", "APSSENEGAL", false),
            ("APS", "ORAN", Some("DZ"), Some("fr"), "", "APS", false),
            ("ANP", "Niamey", Some("NE"), Some("fr"), "", "ANPNIGER", false),
            ("ANP", "Den Haag", Some("NL"), Some("nl"), "", "ANP", false),
            ("ABP", "Bujumbura", Some("BI"), Some("fr"), "", "ABPBURUNDI", false),
            ("ABC", "HOBART", Some("AU"), Some("en"), "", "ABCAU", false),
            // Nothing decides: the usual one, with a doubt.
            ("APA", "", None, None, "", "APA", true),
            ("CNA", "LONDON", Some("GB"), Some("en"), "", "CNA", true),
            // Named in full there is nothing to decide.
            ("Austria Presse Agentur", "Baku", Some("AZ"), Some("en"), "", "APA", false),
        ] {
            let cited = chain::name(credit, agencies).expect("an agency");
            let others: Vec<&Agency> = agencies.by_code(others).into_iter().collect();
            let evidence = Evidence { place, country, language, others: &others };
            let (agency, doubt) = settle(&cited, &evidence, agencies);
            assert_eq!((agency.code.as_str(), doubt), (expected, open), "{credit} at {place}");
        }
    }
}
