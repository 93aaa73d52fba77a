//! Copyright lines and the lines of syndicates: `c.2000 Example News Service`, `© 2024 EXM`, `(c)2024 The Example
//! Press. Visit example.com. Distributed by Example Content Agency, LLC.`

use std::sync::LazyLock;

use super::chain::{self, Cited};
use crate::authority::Agencies;
use crate::desk::text::{Letters, begins, opener};
use crate::record::AgencyRole;

/// What a clause of such a line says of the name behind it.
#[derive(Clone, Copy, PartialEq)]
enum Says {
    /// Whose the text is.
    Holder,
    /// Who passes it on (TNS, SyndiGate).
    Distributor,
    /// Nothing: `Visit …`, `All rights reserved`.
    Nothing,
}

/// Openings of clauses, letters in any case.
#[rustfmt::skip]
const CLAUSES: &[(&str, Says)] = &[
    ("copyright", Says::Holder), ("(c)", Says::Holder), ("©", Says::Holder), ("c.", Says::Holder),
    ("distributed by ", Says::Distributor), ("syndicated by ", Says::Distributor),
    ("provided by ", Says::Distributor), ("supplied by ", Says::Distributor),
    ("vertrieb durch ", Says::Distributor), ("vertrieb: ", Says::Distributor),
    ("diffusé par ", Says::Distributor), ("fourni par ", Says::Distributor),
    ("distribuido por ", Says::Distributor), ("distribuito da ", Says::Distributor),
    ("distribuído por ", Says::Distributor), ("gedistribueerd door ", Says::Distributor),
    ("visit ", Says::Nothing), ("all rights reserved", Says::Nothing),
    ("todos los derechos reservados", Says::Nothing), ("todos os direitos reservados", Says::Nothing),
    ("tous droits réservés", Says::Nothing), ("alle rechte vorbehalten", Says::Nothing),
    ("tutti i diritti riservati", Says::Nothing), ("alle rechten voorbehouden", Says::Nothing),
    ("this material may not be ", Says::Nothing), ("reproduction or redistribution ", Says::Nothing),
];
/// Stands between the opening and the name.
const FILLERS: &[&str] = &["copyright", "(c)", "©", "by ", "por ", "par ", "bei ", "the contents of "];
/// A longer line is running text: the copyright ends with what is known of it.
const LINE: usize = 300;
/// What is looked at of any line.
const LONGEST: usize = 1_000;
/// A line that names no agency is one only if it is short and says when or that rights are reserved.
const UNKNOWN: usize = 200;

/// The agencies of a copyright or syndicate's line that starts at `at`, and where it ends.
pub fn copyright<'a>(text: &str, at: usize, agencies: &'a Agencies) -> Option<(usize, Vec<Cited<'a>>)> {
    let rest = &text[at..];
    let (_, first) = clause(rest)?;
    // Invariant 7: no line of a syndicate is longer.
    let rest = &rest[..rest.floor_char_boundary(rest.len().min(LONGEST))];
    let line = &rest[..rest.find(['\n', '<']).unwrap_or(rest.len())];
    let line = line.split(" &").next().unwrap_or(line);
    let line = line[..line.find("  ").filter(|n| *n > 0).unwrap_or(line.len())].trim_end();
    let mut cited = Vec::new();
    let (mut pos, mut dated) = (0, false);
    while let Some((opening, says)) = clause(&line[pos..]) {
        let behind = pos + opening;
        let name_at = behind + fillers(&line[behind..]);
        let year = line[behind..name_at].bytes().filter(u8::is_ascii_digit).count() >= 4;
        if line[pos..].starts_with("c.") && !year {
            break; // `c. 12 people`, `C. Example`
        }
        dated |= year;
        pos = name_at;
        if says != Says::Nothing
            && let Some((agency, len)) = agencies.at_start(&line[name_at..])
        {
            let name = chain::cited(agency, &line[name_at..name_at + len], agencies);
            let role = (says == Says::Distributor).then_some(AgencyRole::Distributor);
            cited.push(Cited { role, ..name });
            pos += len;
        }
        match next_clause(&line[pos..]) {
            Some(next) => pos += next,
            None => break,
        }
    }
    let rights = first == Says::Nothing && !line.to_ascii_lowercase().starts_with("visit")
        || line.len() <= UNKNOWN && line.to_ascii_lowercase().contains("reserved");
    let holder = first == Says::Holder && dated && line.len() <= UNKNOWN;
    if cited.is_empty() && !(holder || rights && line.len() <= LINE) {
        return None;
    }
    let end = if line.len() <= LINE { line.len() } else { pos + sentence_end(&line[pos..]) };
    Some((at + end, cited))
}

/// Where in a paragraph that ends with them the syndicate's sentences begin.
pub fn closing(paragraph: &str) -> Option<usize> {
    let from = paragraph.floor_char_boundary(paragraph.len().saturating_sub(LINE));
    let tail = &paragraph.as_bytes()[from..];
    let signs = memchr::memchr3_iter(b'(', b'C', b'D', tail).chain(memchr::memchr_iter(0xC2, tail));
    let opens = |at: &usize| {
        opener(&paragraph[*at..], &["©", "(c)", "(C)", "Copyright ", "Distributed by "]).is_some()
            && paragraph[..*at].trim_end().ends_with(['.', '"', '”', ')', '?', '!'])
    };
    signs.map(|at| from + at).filter(opens).min()
}

fn clause(text: &str) -> Option<(usize, Says)> {
    static LETTERS: LazyLock<Letters> =
        LazyLock::new(|| CLAUSES.iter().map(|(opening, _)| *opening).collect());
    if !LETTERS.may_open(text) {
        return None;
    }
    CLAUSES.iter().find(|(opening, _)| begins(text, opening)).map(|(opening, says)| (opening.len(), *says))
}

/// Years, signs and small words before a name.
fn fillers(text: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = text[at..].trim_start_matches(|c: char| c.is_ascii_digit() || " ,-–:".contains(c));
        at = text.len() - rest.len();
        match FILLERS.iter().find(|filler| begins(rest, filler)) {
            Some(filler) => at += filler.len(),
            None => return at,
        }
    }
}

/// Where the next clause begins: at the start of a sentence or behind a blank.
fn next_clause(text: &str) -> Option<usize> {
    text.char_indices()
        .filter(|(at, _)| *at > 0 && text.as_bytes()[at - 1] == b' ')
        .map(|(at, _)| at)
        .find(|at| clause(&text[*at..]).is_some_and(|(len, _)| len > 2))
}

fn sentence_end(text: &str) -> usize {
    match text.find(". ") {
        Some(at) if at < 24 => at + 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authority::Authority;

    #[test]
    fn copyright_lines() {
        let authority = Authority::builtin().expect("the data built in");
        for (text, expected) in [
            ("c.2003 N.Y. Times News Service &QC; LIMA", Some(("c.2003 N.Y. Times News Service", "NYT"))),
            ("© 2024 AFP", Some(("© 2024 AFP", "AFP"))),
            ("©NTB", Some(("©NTB", "NTB"))),
            (
                "(C) COPYRIGHT 2004 The Associated Press.",
                Some(("(C) COPYRIGHT 2004 The Associated Press.", "AP")),
            ),
            (
                "Copyright (c) 2019, Reuters. All rights reserved.\nX",
                Some(("Copyright (c) 2019, Reuters. All rights reserved.", "REUTERS")),
            ),
            (
                "(c)2024 The Miami Herald. Visit The Miami Herald at www.example.com. Distributed by Tribune Content Agency, LLC.",
                Some((
                    "(c)2024 The Miami Herald. Visit The Miami Herald at www.example.com. Distributed by Tribune Content Agency, LLC.",
                    "MIAMIHERALD TCA:Distributor",
                )),
            ),
            (
                "Distributed by The New York Times Syndicate",
                Some(("Distributed by The New York Times Syndicate", "NYT:Distributor")),
            ),
            (
                "Copyright 2021 Lake Argus. Provided by SyndiGate Media Inc.",
                Some((
                    "Copyright 2021 Lake Argus. Provided by SyndiGate Media Inc.",
                    "SYNDIGATE:Distributor",
                )),
            ),
            (
                "© Agencia EFE, S.A. Todos los derechos reservados",
                Some(("© Agencia EFE, S.A. Todos los derechos reservados", "EFE")),
            ),
            ("Alle Rechte vorbehalten.", Some(("Alle Rechte vorbehalten.", ""))),
            ("Copyright 2021 Lake Argus", Some(("Copyright 2021 Lake Argus", ""))),
            // Prose, lists and other clauses.
            ("Copyright law was changed on Tuesday, a minister said.", None),
            ("(c) the third point of the list", None),
            ("c. 40 people came", None),
            ("Provided by nature with thick fur, it does not freeze.", None),
            ("Distributed by volunteers, the parcels arrived on Monday.", None),
            ("Visit Lima in the spring", None),
        ] {
            let found = copyright(text, 0, &authority.agencies);
            let shown = found.map(|(end, cited)| {
                let one = |c: &Cited<'_>| match c.role {
                    Some(role) => format!("{}:{role:?}", c.code),
                    None => c.code.clone(),
                };
                (&text[..end], cited.iter().map(one).collect::<Vec<_>>().join(" "))
            });
            assert_eq!(shown.as_ref().map(|(t, c)| (*t, c.as_str())), expected, "{text}");
        }
    }
}
