//! Bylines above or before the dateline: `By JANE ROE`, `By Jane Roe and John Doe, Example News`,
//! `Von Jane Roe, dpa`, `By JANE ROE=` with `AP Sports Writer=` below it.

use std::ops::Range;

use super::chain::{self, Cited};
use crate::authority::Agencies;
use crate::desk::dateline::{Case, case, is_english_month, is_weekday, titled};
use crate::record;

/// A byline as read.
pub struct Read<'a> {
    /// Bytes of the body, with the line of titles below it.
    pub range: Range<usize>,
    pub bylines: Vec<record::Byline>,
    /// Agencies of the affiliation.
    pub agencies: Vec<Cited<'a>>,
}

/// Words that open a byline, in the languages of the wires. The foreign ones are also common
/// prepositions: they need a line of their own.
const OPENINGS: &[(&str, bool)] = &[
    ("By ", false),
    ("BY ", false),
    ("by ", true),
    ("Von ", true),
    ("Par ", true),
    ("Por ", true),
    ("Di ", true),
    ("Door ", true),
    ("Av ", true),
    ("Af ", true),
];

/// Ends a title.
const TITLES: &[&str] = &[
    "writer",
    "writers",
    "correspondent",
    "correspondents",
    "reporter",
    "reporters",
    "editor",
    "editors",
    "analyst",
    "columnist",
    "staff",
    "chief",
    "critic",
    "commentator",
    "contributor",
    "bureau",
    "service",
    "desk",
    "photographer",
    "specialist",
    "korrespondent",
    "korrespondentin",
    "redakteur",
    "redacteur",
];

/// Small words within names.
const PARTICLES: &[&str] = &[
    "de", "da", "do", "dos", "del", "della", "di", "van", "von", "der", "den", "la", "le", "bin", "ibn",
    "al", "el", "ter", "ten", "y", "du", "des", "af", "av", "zu", "e",
];

/// Reads the byline that starts at `at`. `end_hint` is where a dateline starts on the same line, if the
/// caller found one.
pub fn read<'a>(text: &str, at: usize, end_hint: Option<usize>, agencies: &'a Agencies) -> Option<Read<'a>> {
    let (opening, own_line) = OPENINGS.iter().find(|(o, _)| text[at..].starts_with(o))?;
    let start = at + opening.len();
    let stop = line_end(text, start).min(end_hint.unwrap_or(text.len()));
    if stop <= start {
        return None;
    }
    let content = text[start..stop].trim_end();
    if content.len() > 160 || content.ends_with('.') && content.split_whitespace().count() > 8 {
        return None;
    }
    let closed =
        end_hint.is_some() || !text[stop..].starts_with("  ") || text[stop..].trim_start().starts_with('\n');
    if *own_line && !closed {
        return None;
    }
    let mut found = Parts::default();
    found.read(content, agencies)?;
    let mut end = start + content.len();
    if text[end..].starts_with('=') {
        end += 1;
    }
    if end_hint.is_none()
        && let Some((title, title_end)) = title_line(text, end)
    {
        found.title(title, agencies);
        end = title_end;
    }
    found.finish(at..end)
}

/// A name alone on the line above the dateline (wire archives keep bylines so).
pub fn bare_name<'a>(text: &str, at: usize) -> Option<Read<'a>> {
    let stop = line_end(text, at);
    let line = text[at..stop].trim_end();
    let words = line.split(' ').count();
    if !(2..=4).contains(&words)
        || line.len() > 40
        || case(line) == Case::Upper
        || !text[stop..].starts_with('\n')
    {
        return None;
    }
    let mut found = Parts::default();
    found.name(line)?;
    found.finish(at..at + line.len())
}

/// Names in capitals alone on their line (STT: `JANE ROE, JOHN DOE`); the caller must find the credit below.
pub fn bare_line<'a>(text: &str, at: usize) -> Option<Read<'a>> {
    let stop = line_end(text, at);
    let line = text[at..stop].trim_end();
    if line.len() > 80 || case(line) != Case::Upper || !text[stop..].starts_with('\n') {
        return None;
    }
    let mut found = Parts::default();
    for name in line.split(',') {
        found.name(name.trim())?;
    }
    found.finish(at..at + line.len())
}

/// `, by reporter Jane Roe` behind the dateline (translated Xinhua copy).
pub fn behind<'a>(text: &str, at: usize) -> Option<Read<'a>> {
    let rest = text[at..].trim_start_matches([' ', ',', '.']);
    let start = text.len() - rest.len();
    let opening = ["by reporter ", "by reporters ", "by correspondent "]
        .iter()
        .find(|o| rest.get(..o.len()).is_some_and(|r| r.eq_ignore_ascii_case(o)))?;
    let name_at = start + opening.len();
    let mut words = text[name_at..].split(' ');
    let len = words.next()?.len() + 1 + words.next()?.len();
    let mut found = Parts::default();
    found.name(&text[name_at..name_at + len])?;
    found.finish(start..name_at + len)
}

/// Where a byline's line ends: at the break, `=`, markup, or two blanks before a dateline.
fn line_end(text: &str, start: usize) -> usize {
    // No byline is longer than this.
    let mut limit = (start + 240).min(text.len());
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    let rest = &text[start..limit];
    let mut end = rest.len();
    for stop in ["\n", "=", "&", "<", "  ", "\\\\", " --", " - ", "(Filed", "…"] {
        let window = &rest[..end];
        end = window.find(stop).unwrap_or(end);
    }
    start + end
}

/// The line of titles below a byline: `AP Sports Writer=`, `Associated Press Writer`.
fn title_line(text: &str, at: usize) -> Option<(&str, usize)> {
    let rest = text[at..].strip_prefix('\n').or_else(|| text[at..].strip_prefix("\r\n"))?;
    let start = text.len() - rest.len();
    let end = line_end(text, start);
    let line = text[start..end].trim();
    let marked = text[end..].starts_with('=');
    let titled = is_title(line) && !line.ends_with('.') && line.split_whitespace().count() <= 7;
    (!line.is_empty() && line.len() <= 60 && (titled || (marked && case(line) != Case::Lower)))
        .then_some((line, end + usize::from(marked)))
}

fn is_title(text: &str) -> bool {
    text.rsplit(' ')
        .next()
        .is_some_and(|w| TITLES.contains(&w.trim_matches(['.', ',', '=']).to_lowercase().as_str()))
}

#[derive(Default)]
struct Parts<'a> {
    bylines: Vec<record::Byline>,
    agencies: Vec<Cited<'a>>,
}

impl<'a> Parts<'a> {
    fn read(&mut self, content: &str, agencies: &'a Agencies) -> Option<()> {
        let elements = content
            .split([',', ';'])
            .flat_map(|e| e.split(" and "))
            .flat_map(|e| e.split(" AND "))
            .flat_map(|e| e.split(" with "))
            .flat_map(|e| e.split(" und "))
            .flat_map(|e| e.split(" et "))
            .flat_map(|e| e.split(" y "))
            .flat_map(|e| e.split(" & "))
            .map(str::trim)
            .filter(|e| !e.is_empty());
        let mut any = false;
        for element in elements {
            any = true;
            let chain = chain::read(element, agencies);
            if chain.whole {
                self.affiliate(&chain.agencies);
            } else if is_title(element) && !(self.bylines.is_empty() && self.agencies.is_empty()) {
                self.title(element, agencies);
            } else if self.agency_before(element, agencies).is_some() {
                continue;
            } else if self.agency_behind(element, agencies).is_none() && self.name(element).is_none() {
                return None;
            }
        }
        any.then_some(())
    }

    /// `PA Scotland`: the agency with its desk, behind a name.
    fn agency_before(&mut self, element: &str, agencies: &'a Agencies) -> Option<()> {
        let (first, rest) = element.split_once(' ')?;
        if self.bylines.is_empty() || case(first) != Case::Upper || rest.split(' ').count() > 3 {
            return None;
        }
        let found = chain::whole(first, agencies);
        (!found.is_empty()).then(|| self.affiliate(&found))
    }

    /// `JANE ROE Associated Press Writer`: name, agency and title without a comma.
    fn agency_behind(&mut self, element: &str, agencies: &'a Agencies) -> Option<()> {
        let title_end = is_title(element);
        let words: Vec<&str> = element.split(' ').collect();
        for cut in 2..words.len() {
            let tail = words[cut..].join(" ");
            let whole = chain::read(&tail, agencies).whole;
            let titled = title_end
                && (1..=3).any(|n| {
                    words.get(cut..cut + n).is_some_and(|w| chain::read(&w.join(" "), agencies).whole)
                });
            if whole || titled {
                self.name(&words[..cut].join(" "))?;
                if whole {
                    self.affiliate(&chain::read(&tail, agencies).agencies);
                } else {
                    self.title(&tail, agencies);
                }
                return Some(());
            }
        }
        None
    }

    fn affiliate(&mut self, found: &[Cited<'a>]) {
        self.agencies.extend(found);
        if let Some(agency) = found.first() {
            for byline in self.bylines.iter_mut().filter(|b| b.affiliation.is_none()) {
                byline.affiliation = Some(agency.name.clone());
            }
        }
    }

    /// `AP Sports Writer`: an agency and what the reporter is there.
    fn title(&mut self, title: &str, agencies: &'a Agencies) {
        let title = title.trim_end_matches('=').trim();
        let words: Vec<&str> = title.split(' ').collect();
        // The shortest: `AP Sports Writer` is a sports writer, though some wires credit `AP Sports`.
        let own = (1..words.len().min(5))
            .find(|n| chain::read(&words[..*n].join(" "), agencies).whole)
            .unwrap_or(0);
        if own > 0 {
            self.affiliate(&chain::read(&words[..own].join(" "), agencies).agencies);
        } else if chain::read(title, agencies).whole {
            self.affiliate(&chain::read(title, agencies).agencies);
            return;
        }
        let rest = words[own..].join(" ");
        for byline in self.bylines.iter_mut().filter(|b| b.title.is_none()) {
            byline.title = Some(rest.clone());
        }
    }

    /// A person: two to five capitalised words, with a place behind `in`. `None` for anything else.
    fn name(&mut self, element: &str) -> Option<()> {
        let (name, place) = match element.split_once(" in ").or_else(|| element.split_once(" IN ")) {
            Some((name, place)) => (name, Some(place)),
            None => (element, None),
        };
        let words: Vec<&str> = name.split_whitespace().collect();
        let good = |w: &&str| {
            let bare = w.trim_matches(['.', '"', '\'']);
            let letters = bare.chars().all(|c| c.is_alphabetic() || "-'’.`".contains(c));
            letters
                && bare.chars().next().is_some_and(|c| {
                    c.is_uppercase() || PARTICLES.contains(&bare) || bare.contains(['\'', '-'])
                })
        };
        let lower = words.iter().all(|w| case(w) == Case::Lower);
        let named = words.len() >= 2 || (words.len() == 1 && !self.bylines.is_empty());
        let calendar =
            words.iter().any(|w| is_english_month(w) && words.len() < 3 && w.len() > 4 || is_weekday(w));
        let generic = words
            .first()
            .is_some_and(|w| ["the", "a", "an", "our", "all"].contains(&w.to_lowercase().as_str()));
        if !named
            || words.len() > 5
            || calendar
            || generic
            || !(lower && words.len() == 2 || words.iter().all(good))
        {
            return None;
        }
        self.bylines.push(record::Byline {
            name: person(&words.join(" ")),
            title: None,
            affiliation: None,
            place: place.map(|p| titled(p.trim())),
        });
        Some(())
    }

    fn finish(self, range: Range<usize>) -> Option<Read<'a>> {
        (!self.bylines.is_empty() || !self.agencies.is_empty()).then_some(Read {
            range,
            bylines: self.bylines,
            agencies: self.agencies,
        })
    }
}

/// A name in capitals as names are written: `JANE O'ROE` is `Jane O'Roe`, `IAN MCDOE` is `Ian McDoe`.
pub fn person(name: &str) -> String {
    if case(name) != Case::Upper {
        return name.to_owned();
    }
    let word = |w: &str| match w.strip_prefix("MC") {
        Some(rest) if rest.len() > 2 => format!("Mc{}", titled(rest)),
        _ if w.chars().filter(|c| c.is_alphabetic()).count() <= 2 && w.contains('.') => w.to_owned(),
        _ => titled(w),
    };
    name.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authority::Authority;

    #[test]
    fn bylines() {
        let authority = Authority::builtin().expect("the data built in");
        for (text, expected, agencies) in [
            ("By Jane Roe\nLIMA", "Jane Roe", ""),
            ("By JANE ROE and IAN MCDOE\n", "Jane Roe; Ian McDoe", ""),
            ("By Jane Roe, John Doe and Ann Poe\n", "Jane Roe; John Doe; Ann Poe", ""),
            ("By Jane Roe, Reuters\n", "Jane Roe @Reuters", "REUTERS"),
            ("BY JANE D'ROE, REUTERS\n", "Jane D'Roe @Reuters", "REUTERS"),
            ("By JANE ROE Associated Press Writer\n", "Jane Roe, Writer @The Associated Press", "AP"),
            ("By JANE ROE=\nAP Sports Writer=\n", "Jane Roe, Sports Writer @The Associated Press", "AP"),
            ("By Jane Roe, Economics Correspondent\n", "Jane Roe, Economics Correspondent", ""),
            ("By Jane Roe in Lima\n", "Jane Roe in Lima", ""),
            ("By Jane Roe with John Doe in Quito\n", "Jane Roe; John Doe in Quito", ""),
            ("By keith roe, Reuters\n", "keith roe @Reuters", "REUTERS"),
            ("Von Jane Roe, dpa\n", "Jane Roe @Deutsche Presse-Agentur", "DPA"),
            ("Par Jane Roe\n", "Jane Roe", ""),
            ("By The Associated Press\n", "", "AP"),
            ("By Lai Kok Kin, Reuters\n", "Lai Kok Kin @Reuters", "REUTERS"),
        ] {
            let found = read(text, 0, None, &authority.agencies);
            let shown = found.as_ref().map(|f| f.bylines.iter().map(show).collect::<Vec<_>>().join("; "));
            let codes: Vec<&str> = found.iter().flat_map(|f| &f.agencies).map(|a| a.code.as_str()).collect();
            assert_eq!((shown.as_deref(), codes.join(" ").as_str()), (Some(expected), agencies), "{text}");
        }
        for text in [
            "By Friday the council had met twice.\n",
            "By the time Jane Roe came, the hall was empty.\n",
            "By March 5 all were gone\n",
            "By a vote of 5 to 4 the court ruled\n",
            "Von Paris aus ging es weiter, sagte Jane Roe am Dienstag der Zeitung.\n",
            "Bystanders saw it\n",
        ] {
            assert!(read(text, 0, None, &authority.agencies).is_none(), "{text}");
        }
    }

    fn show(byline: &record::Byline) -> String {
        let part = |sign: &str, value: &Option<String>| {
            value.as_ref().map(|v| format!("{sign}{v}")).unwrap_or_default()
        };
        let title = part(", ", &byline.title);
        format!("{}{title}{}{}", byline.name, part(" @", &byline.affiliation), part(" in ", &byline.place))
    }
}
