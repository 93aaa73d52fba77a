//! What stands below the story and is for readers or editors: notes, links, contacts of a press release, AP's `___`.

use super::chain::{self, Cited};
use super::contributors::reported;
use super::endmarks::{is_end, signature};
use crate::authority::Agencies;
use crate::record::Contributor;

/// Openings of lines that are no story (AP, Reuters, CP, press-release wires, republishers).
#[rustfmt::skip]
const NOTES: &[&str] = &[
    "Our Standards:", "Follow AP", "Follow the AP", "Follow The Associated Press", "Follow Reuters", "Follow @", "Follow us ",
    "More AP ", "AP's coverage", "Find AP", "Read more", "READ MORE", "Read the full", "Read also", "Also read", "ALSO READ",
    "See also:", "Related:", "RELATED:", "Click here", "CLICK HERE", "View source version", "View original content",
    "To view the original", "For more information, visit", "For more stories", "Sign up ", "Subscribe to", "Learn more about ",
    "Online:", "On the Net:", "Keywords:", "KEYWORD:", "INDUSTRY KEYWORD:", "SUBJECT CODE:", "Logo - ", "Photo - ", "Photo: ",
    "PHOTO: ", "Image: ", "Watch: ", "WATCH: ", "(See www.", "The Associated Press receives ", "This story has been corrected",
    "This story corrects ", "This story was first published", "This article was first published", "This story was originally published",
    "This article was originally published", "Lire aussi", "À lire aussi", "En savoir plus", "Mehr zum Thema", "Lesen Sie auch",
    "Leer más", "Lea también", "Leia mais", "Leia também", "Leggi anche", "Lees ook", "Läs mer", "Les også", "Læs også",
    "Lue myös", "Link:", "Links:", "Internet:", "Hinweis:", "Service:", "Thomson Reuters Trust Principles", "Eikon ",
    "Keep on top of ", "Double-click on ", "* More ", "=== ", "https://", "http://", "www.", "Source text for ",
];
/// Openings of a block that goes on to the end: contacts of a press release, dpa's notes, what is said to be for editors.
#[rustfmt::skip]
const BLOCKS: &[&str] = &[
    "Contact:", "Contacts:", "CONTACT:", "CONTACTS:", "Contact Information", "CONTACT INFORMATION", "Contacts\n", "Contact\n",
    "Media Contact", "MEDIA CONTACT", "Media contact", "Press Contact", "PRESS CONTACT", "Press contact", "Investor Contact",
    "INVESTOR CONTACT", "Investor Relations", "INVESTOR RELATIONS", "For media inquiries", "For media enquiries",
    "For further information", "FOR FURTHER INFORMATION", "For more information, contact", "For more information contact",
    "Pressekontakt", "Medienkontakt", "Ansprechpartner", "Kontakt:", "Rückfragehinweis", "Rückfragen", "Contact presse",
    "Contacts presse", "Contact médias", "Contacto de prensa", "Contacto:", "Contacto para medios", "Contatti", "Contatto stampa",
    "Ufficio stampa", "Contato:", "Contatos", "Perscontact", "Presskontakt", "Pressekontakt", "Yhteystiedot", "# Notizblock",
    "## Internet", "## Redaktionelle", "Notizblock",
];
/// A block is no longer, in lines and bytes, nor are its lines.
const LINES: usize = 30;
const LINE: usize = 200;

/// Whether `line` is a note to readers or editors.
pub fn note(line: &str) -> bool {
    line.len() <= 400 && NOTES.iter().any(|n| line.starts_with(n))
}

/// `Source: Example Wire`, `SOURCE Generic Gears`: the line below a republished story or a press release. `Some` with the
/// agency, if it is one.
pub fn source<'a>(line: &str, agencies: &'a Agencies) -> Option<Vec<Cited<'a>>> {
    let named = [
        "SOURCE: ",
        "Source: ",
        "SOURCE ",
        "Quelle: ",
        "Fuente: ",
        "Fonte: ",
        "Source : ",
        "Kilde: ",
        "Källa: ",
        "Bron: ",
    ]
    .iter()
    .find_map(|s| line.strip_prefix(s))?;
    let sentence = named.ends_with('.') && named.split(' ').count() > 6;
    (line.len() <= 100 && !sentence && named.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()))
        .then(|| chain::whole(named.trim_end_matches('.'), agencies))
}

/// `This report by The Canadian Press was first published …` (CP), in French too; `View source version on
/// businesswire.com`.
pub fn publisher<'a>(line: &str, agencies: &'a Agencies) -> Option<Cited<'a>> {
    let named = |text: &str| {
        let (agency, len) = agencies.at_start(text)?;
        Some(chain::cited(agency, &text[..len], agencies))
    };
    if let Some((_, rest)) = line.strip_prefix("This ").and_then(|l| l.split_once(" by ")) {
        return named(rest)
            .filter(|_| rest.contains(" first published") || rest.contains("originally published"));
    }
    if let Some(rest) = line.strip_prefix("Ce texte de ").or_else(|| line.strip_prefix("Cette dépêche de "))
    {
        return named(rest).filter(|_| rest.contains("publié"));
    }
    let rest = line.strip_prefix("View source version on ")?;
    let site = rest.split([':', ' ']).next()?;
    chain::name(site, agencies)
}

/// Where the block of contacts or notes begins that ends the text, not before `from`.
pub fn block(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    if from > 0 {
        at += text[from..].find('\n')? + 1;
    }
    while at < text.len() {
        let line_end = text[at..].find('\n').map_or(text.len(), |n| at + n);
        let start = at + text[at..line_end].len() - text[at..line_end].trim_start().len();
        let first = text.as_bytes().get(start);
        // Most lines of a story are told by their first letter.
        let may = first.is_some_and(|b| {
            matches!(b, b'C' | b'M' | b'P' | b'I' | b'F' | b'K' | b'A' | b'R' | b'U' | b'Y' | b'#' | b'N')
        });
        if may && at > 0 && BLOCKS.iter().any(|b| text[start..].starts_with(b)) && only_lines(&text[at..]) {
            return Some(start);
        }
        at = line_end + 1;
    }
    None
}

/// Whether `text` is lines of a block, no paragraphs of a story.
fn only_lines(text: &str) -> bool {
    let story = |line: &str| {
        let sentence = line.ends_with(['.', '"', '”']) && line.len() > 100;
        (line.len() > LINE || sentence) && !line.contains('@') && !line.starts_with(['-', '*'])
    };
    text.lines().count() <= LINES && !text.lines().any(|line| story(line.trim()))
}

/// Where AP's `___` stands, if what is below it is a trailer; not before `from`.
pub fn rule(text: &str, from: usize) -> Option<usize> {
    const SIGNS: &[&str] = &[
        "contributed to this",
        "contributed to the",
        "contributed reporting",
        "contributed from",
        "reported from",
        "ollow ap",
        "ollow the ap",
        "associated press receives",
        "on twitter",
        "on the net",
        "at https://",
        "on x:",
        "online:",
    ];
    let at = text[from..].rfind("\n___").map(|at| from + at + 1)?;
    let lower = text[at..].to_ascii_lowercase();
    SIGNS.iter().any(|s| lower.contains(s)).then_some(at)
}

/// The people of the sentences of `text` that say who reported and who contributed.
pub fn people(text: &str, agencies: &Agencies) -> Vec<Contributor> {
    sentences(text)
        .filter_map(|s| reported(&text[s..], agencies).or_else(|| reported(sentence(&text[s..]), agencies)))
        .flatten()
        .collect()
}

/// Where the last sentences of a paragraph begin that only say who reported and who contributed.
pub fn closing(paragraph: &str, agencies: &Agencies) -> Option<(usize, Vec<Contributor>)> {
    let from = paragraph.floor_char_boundary(paragraph.len().saturating_sub(700));
    let tail = &paragraph[from..];
    if !(tail.contains(" contributed") || tail.contains(" reported from ")) {
        return None;
    }
    let starts: Vec<usize> = sentences(tail).collect();
    let mut found = None;
    let mut people = Vec::new();
    let mut end = tail.len();
    for at in starts.into_iter().rev() {
        let Some(mut own) = reported(&tail[at..end], agencies) else { break };
        own.append(&mut people);
        people = own;
        found = Some(from + at);
        end = tail[..at].trim_end().len();
    }
    found.map(|at| (at, people))
}

/// Where the sentences of `text` begin: at its start, and where a capital stands behind a period.
fn sentences(text: &str) -> impl Iterator<Item = usize> {
    let begins = |at: usize| {
        let before = text[..at].trim_end();
        let fresh = before.is_empty()
            || before.ends_with(['.', '"', '”', '_'])
            || text[before.len()..at].contains('\n');
        fresh && text[at..].starts_with(|c: char| c.is_uppercase())
    };
    let starts = text.char_indices().filter(|(at, _)| *at == 0 || text[..*at].ends_with([' ', '\n']));
    starts.map(|(at, _)| at).filter(move |at| begins(*at))
}

/// The first sentence of `text`.
fn sentence(text: &str) -> &str {
    let line = text.split('\n').next().unwrap_or(text);
    let end = line
        .match_indices(". ")
        .map(|(at, _)| at + 1)
        .find(|at| line[*at + 1..].starts_with(char::is_uppercase));
    &line[..end.unwrap_or(line.len())]
}

/// The agencies that sign within a block.
pub fn signed<'a>(block: &str, agencies: &'a Agencies) -> Vec<Cited<'a>> {
    let mut found = Vec::new();
    for line in block.lines().map(str::trim).filter(|l| !l.is_empty()) {
        if let Some(cited) = source(line, agencies) {
            found.extend(cited);
        } else if let Some(cited) = publisher(line, agencies) {
            found.push(cited);
        } else if let Some((_, cited)) = super::copyright(line, 0, agencies) {
            found.extend(cited);
        } else if !is_end(line)
            && let Some(cited) = signature(line, agencies)
        {
            found.extend(cited);
        } else if super::endmarks::initials(line)
            && let Some(cited) = line.split(' ').next().and_then(|first| chain::name(first, agencies))
        {
            found.push(cited);
        }
    }
    found
}
