//! The agencies that a credit names: `AFP`, `tca/dpa`, `NTB-AFP-DPA`, `PRNewswire-AsiaNet`, `Bloomberg via XYZ`.

use std::ops::Deref;

use crate::authority::{Agencies, Agency, AgencyId, AgencyKind};
use crate::desk::text::{Letters, begins, opener};
use crate::record::{AgencyRole, CreditedAgency};

/// An agency as a credit names it.
#[derive(Clone, Copy)]
pub struct Cited<'a> {
    pub agency: &'a Agency,
    /// All that share the initials it was named by, itself first; empty for a name of its own.
    pub rivals: &'a [AgencyId],
    /// What the credit says that it did; `None` where it is only named.
    pub role: Option<AgencyRole>,
}

impl Deref for Cited<'_> {
    type Target = Agency;

    fn deref(&self) -> &Agency {
        self.agency
    }
}

/// What a credit's text says.
#[derive(Default)]
pub struct Chain<'a> {
    pub agencies: Vec<Cited<'a>>,
    /// Every part of the text was an agency, or stands for some (`Agencies`).
    pub whole: bool,
}

/// Signs that join the agencies of a chain.
const JOINS: [char; 9] = ['/', '-', '–', '—', ',', '+', '&', '|', ';'];
/// Words that do, behind a blank.
const WORDS: &[&str] = &["and ", "AND ", "und ", "et ", "y ", "e ", "og ", "och "];
/// What stands before the agency that only passes the copy on (Bloomberg, Kyodo JBN).
const VIA: &[&str] = &[" via ", " VIA ", " through "];

/// What stands before or behind agencies whose reports went into the copy (Indian, Pakistani and Gulf papers).
const INPUTS_BEFORE: &[&str] = &[
    "with inputs from ",
    "with additional inputs from ",
    "with input from ",
    "inputs from ",
    "with reports from ",
    "with reporting by ",
    "with material from ",
    "with files from ",
    "additional reporting by ",
    "mit material von ",
    "con información de ",
    "con informacion de ",
    "con información ",
    "avec ",
    "con ",
    "com ",
    "mit ",
    "with ",
];
const INPUTS_BEHIND: &[&str] = &[" inputs", " input"];

/// Stands for agencies that are not named. Letters in any case.
const UNNAMED: &[&str] = &[
    "agencies",
    "news agencies",
    "agency",
    "agency inputs",
    "agency input",
    "with agency inputs",
    "with agencies inputs",
    "with inputs from agencies",
    "inputs from agencies",
    "with agencies",
    "staff and agencies",
    "agency reports",
    "agencies report",
    "wire services",
    "wire reports",
    "from wire reports",
    "combined wire services",
    "news services",
    "agenturen",
    "mit agenturen",
    "agences",
    "avec agences",
    "avec les agences",
    "agencias",
    "con agencias",
    "agenzie",
    "agências",
    "com agências",
    "agentschappen",
    "byråerna",
    "byråene",
];

/// Reads a credit without its brackets.
pub fn read<'a>(text: &str, agencies: &'a Agencies) -> Chain<'a> {
    let text = text.trim().trim_matches(|c: char| matches!(c, '.' | '©' | ' '));
    if text.is_empty() || text.len() > 100 {
        return Chain::default();
    }
    if let Some(agency) = name(text, agencies) {
        return Chain { agencies: vec![agency], whole: true };
    }
    if unnamed(text) {
        return Chain { agencies: Vec::new(), whole: true };
    }
    let mut chain = Chain { agencies: Vec::new(), whole: true };
    let (written, passed) = match VIA.iter().find_map(|via| text.split_once(via)) {
        Some((written, passed)) => (written, Some(passed)),
        None => (text, None),
    };
    let inputs = before(written, INPUTS_BEFORE)
        .or_else(|| INPUTS_BEHIND.iter().find_map(|i| strip_end(written, i)))
        .filter(|named| named.starts_with(|c: char| c.is_uppercase()));
    chain.parts(inputs.unwrap_or(written), inputs.map(|_| AgencyRole::Partner), agencies);
    if let Some(passed) = passed {
        chain.parts(passed, Some(AgencyRole::Distributor), agencies);
    }
    // `AAP/PR Newswire`, ANSA, Kyodo JBN.
    if chain.agencies.iter().any(|a| a.kind == AgencyKind::PressRelease) {
        carry(&mut chain.agencies);
    }
    chain
}

/// Makes the agencies beside a press-release wire those that only carry the release.
pub fn carry(cited: &mut [Cited<'_>]) {
    for carrier in cited.iter_mut().filter(|a| a.kind == AgencyKind::Agency) {
        carrier.role = Some(AgencyRole::Distributor);
    }
}

/// The agency or agencies that the whole of `text` names; nothing where a part of it is none. As [`read`], but
/// gives up at once, for prose that is only asked about.
pub fn whole<'a>(text: &str, agencies: &'a Agencies) -> Vec<Cited<'a>> {
    let text = text.trim();
    if !agencies.may_open(text) {
        return Vec::new();
    }
    if let Some(agency) = name(text, agencies) {
        return vec![agency];
    }
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Vec::new(); // one word has no parts
    }
    let mut found = Vec::new();
    for part in parts(text).filter(|p| !p.trim().is_empty()) {
        let named = if part.len() < text.len() { name(part, agencies) } else { None };
        match named {
            Some(agency) => found.push(agency),
            None if words(part, agencies, &mut found) => {}
            None => return Vec::new(),
        }
    }
    found
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    let word = |text: &str| {
        let mut blanks = memchr::memchr_iter(b' ', text.as_bytes());
        blanks.find_map(|at| Some((at, 1 + opener(&text[at + 1..], WORDS)?.len())))
    };
    text.split(JOINS).flat_map(move |part| {
        let mut rest = Some(part);
        std::iter::from_fn(move || {
            let text = rest?;
            let cut = word(text);
            rest = cut.map(|(at, len)| &text[at + len..]);
            Some(cut.map_or(text, |(at, _)| &text[..at]))
        })
    })
}

impl<'a> Chain<'a> {
    fn parts(&mut self, text: &str, role: Option<AgencyRole>, agencies: &'a Agencies) {
        let from = self.agencies.len();
        let mut any = false;
        for part in parts(text) {
            match name(part, agencies) {
                Some(agency) => self.agencies.push(agency),
                // `ats afp`: some desks join with a blank.
                None if words(part, agencies, &mut self.agencies) => {}
                None if unnamed(part.trim()) => any = true,
                None => self.whole = false,
            }
        }
        self.whole &= any || self.agencies.len() > from;
        for cited in &mut self.agencies[from..] {
            cited.role = role;
        }
    }
}

/// Whether `text` stands for agencies without naming one.
pub fn unnamed(text: &str) -> bool {
    let fits = |phrase: &&str| phrase.len() == text.len() && begins(text, phrase);
    (6..=26).contains(&text.len()) && UNNAMED.iter().any(fits)
}

/// What in a headline or label says whose press release an agency carries (AFP, AAP, ANSA, Kyodo).
const RELEASED: &[&str] = &[
    "press release from ",
    "press release by ",
    "press release: ",
    "communiqué de presse de ",
    "comunicado de prensa de ",
    "comunicato stampa di ",
    "pressemitteilung von ",
    "persbericht van ",
    "pressmeddelande från ",
];

/// The press-release wire that a headline names: `Generic Gears has a gear (press release from Business Wire)`.
pub fn released<'a>(line: &str, agencies: &'a Agencies) -> Option<Cited<'a>> {
    if line.len() > 240 || !line.contains("re") {
        return None;
    }
    const LETTERS: Letters = Letters::of(RELEASED);
    let bytes = line.as_bytes();
    let letters = (0..bytes.len()).filter(|at| matches!(bytes[*at], b'p' | b'P' | b'c' | b'C'));
    let at = letters
        .filter(|at| LETTERS.may_open(&line[*at..]) && !line[..*at].ends_with(char::is_alphanumeric))
        .find_map(|at| Some(line.len() - before(&line[at..], RELEASED)?.len()))?;
    let (agency, len) = agencies.at_start(&line[at..])?;
    let wire = agency.kind == AgencyKind::PressRelease;
    wire.then(|| Cited {
        role: Some(AgencyRole::PressRelease),
        ..cited(agency, &line[at..at + len], agencies)
    })
}

/// The rest of `text` behind one of `phrases`, letters in any case.
fn before<'t>(text: &'t str, phrases: &[&str]) -> Option<&'t str> {
    phrases.iter().find(|phrase| begins(text, phrase)).map(|phrase| &text[phrase.len()..])
}

fn strip_end<'t>(text: &'t str, phrase: &str) -> Option<&'t str> {
    let at = text.len().checked_sub(phrase.len())?;
    text.get(at..)?.eq_ignore_ascii_case(phrase).then(|| &text[..at])
}

/// Adds the agencies of `tca dpa`, if two or three short names are all that `part` holds.
fn words<'a>(part: &str, agencies: &'a Agencies, found: &mut Vec<Cited<'a>>) -> bool {
    let words = || part.split_whitespace().take(4);
    if !(2..=3).contains(&words().count()) || words().any(|word| word.len() > 8) {
        return false;
    }
    let named: Option<Vec<_>> = words().map(|word| name(word, agencies)).collect();
    found.extend(named.iter().flatten());
    named.is_some()
}

/// One agency by its name, with the article or a web suffix that a credit may add.
pub fn name<'a>(text: &str, agencies: &'a Agencies) -> Option<Cited<'a>> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let bare = text.strip_prefix("The ").or_else(|| text.strip_prefix("the "));
    let agency = agencies
        .by_name(text)
        .or_else(|| agencies.by_name(bare?))
        .or_else(|| agencies.by_name(text.strip_suffix("net").filter(|t| t.len() > 4)?))
        .or_else(|| agencies.by_name(text.strip_suffix(".com")?))?;
    Some(cited(agency, text, agencies))
}

/// `agency`, as a credit that reads `spelling` names it.
pub fn cited<'a>(agency: &'a Agency, spelling: &str, agencies: &'a Agencies) -> Cited<'a> {
    Cited { agency, rivals: agencies.sharing(spelling), role: None }
}

/// Adds an agency to a credit, once. The first is the source, the others are partners, unless the credit says
/// what an agency did; a press-release wire is one wherever it stands.
pub fn add(list: &mut Vec<CreditedAgency>, agency: &Agency, said: Option<AgencyRole>) {
    let sourced = list.iter().any(|a| a.role == AgencyRole::Source);
    if let Some(at) = list.iter().position(|a| a.code == agency.code) {
        // `(XYZ) - …` above, `Distributed by XYZ` below: the tail knows better, and the paper it names wrote it.
        if said == Some(AgencyRole::Distributor) && list.len() > 1 && list[at].role == AgencyRole::Source {
            list[at].role = AgencyRole::Distributor;
            if let Some(next) = list.iter_mut().find(|a| a.role == AgencyRole::Partner) {
                next.role = AgencyRole::Source;
            }
        }
        return;
    }
    let role = match (agency.kind.role(), said) {
        (AgencyRole::PressRelease, _) => AgencyRole::PressRelease,
        (_, Some(role)) => role,
        (_, None) if sourced => AgencyRole::Partner,
        (role, None) => role,
    };
    list.push(CreditedAgency {
        code: agency.code.clone(),
        name: agency.name.clone(),
        country: agency.country.clone(),
        role,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authority::Authority;

    #[test]
    fn chains() {
        let authority = Authority::builtin().expect("the data built in");
        for (text, expected, all) in [
            ("AFP", "AFP", true),
            ("NTB-AFP-DPA", "NTB, AFP, DPA", true),
            ("STT–AFP", "STT, AFP", true),
            ("tca/dpa", "TCA, DPA", true),
            ("AP and Reuters", "AP, REUTERS", true),
            ("dpa/AFP/APA", "DPA, AFP, APA", true),
            ("ats afp", "ATS, AFP", true),
            ("AFP y EFE", "AFP, EFE", true),
            ("Bloomberg via TNS", "BLOOMBERG, TCA Distributor", true),
            ("PTI Inputs", "PTI Partner", true),
            ("With inputs from PTI and ANI", "PTI Partner, ANI Partner", true),
            ("Agencies", "", true),
            ("With agency inputs", "", true),
            ("AFP/agencies", "AFP", true),
            ("AAP/PR Newswire", "AAP Distributor, PRNEWSWIRE", true),
            ("PRNewswire-AsiaNet", "PRNEWSWIRE, ASIANET", true),
            ("APA-OTS", "OTS", true),
            // A company, a person, a phrase is none.
            ("GNGR", "", false),
            ("Reuters said", "", false),
            ("with help", "", false),
            ("secret agencies", "", false),
            ("AFP office", "", false),
        ] {
            let chain = read(text, &authority.agencies);
            let one = |a: &Cited<'_>| match a.role {
                Some(role) => format!("{} {role:?}", a.code),
                None => a.code.clone(),
            };
            let found: Vec<String> = chain.agencies.iter().map(one).collect();
            assert_eq!((found.join(", ").as_str(), chain.whole), (expected, all), "{text}");
        }
    }

    #[test]
    fn roles_of_a_credit() {
        let authority = Authority::builtin().expect("the data built in");
        for (cited, expected) in [
            (&[("NTB", None), ("AFP", None)][..], "NTB Source, AFP Partner"),
            (&[("PRNEWSWIRE", None), ("ASIANET", None)], "PRNEWSWIRE PressRelease, ASIANET PressRelease"),
            (
                &[("TCA", None), ("NYT", None), ("TCA", Some(AgencyRole::Distributor))],
                "TCA Distributor, NYT Source",
            ),
            (&[("AFP", None), ("AFP", None)], "AFP Source"),
            (&[("AFP", None), ("AFP", Some(AgencyRole::Distributor))], "AFP Source"),
        ] {
            let mut list = Vec::new();
            for (code, role) in cited {
                add(&mut list, authority.agencies.by_code(code).expect("known"), *role);
            }
            let found: Vec<String> = list.iter().map(|a| format!("{} {:?}", a.code, a.role)).collect();
            assert_eq!(found.join(", "), expected);
        }
    }
}
