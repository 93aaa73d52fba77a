//! What stands below the story and is for readers or editors: notes, links, contacts of a press release, AP's `___`.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::chain::{self, Cited};
use super::contributors::reported;
use super::endmarks::{initials, is_end, signature};
use super::signoff::LONGEST;
use crate::authority::Agencies;
use crate::desk::text::Openers;
use crate::record::Contributor;

/// Openings of lines that are no story (AP, Reuters, CP, press-release wires, republishers).
#[rustfmt::skip]
const NOTES: Openers = Openers::of(&[
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
]);
/// Openings of a block that goes on to the end: contacts of a press release, dpa's notes, what is said to be for editors.
#[rustfmt::skip]
const BLOCKS: Openers = Openers::of(&[
    "Contact:", "Contacts:", "CONTACT:", "CONTACTS:", "Contact Information", "CONTACT INFORMATION", "Contacts\n", "Contact\n",
    "For media inquiries", "For media enquiries", "For further information", "FOR FURTHER INFORMATION",
    "For more information, contact", "For more information contact", "Ansprechpartner", "Kontakt:", "Rückfragehinweis",
    "Rückfragen", "Contacto:", "Contatti", "Contato:", "Contatos", "Yhteystiedot", "# Notizblock", "## Internet",
    "## Redaktionelle", "Notizblock",
]);
/// Openings of such a block that only a press release has.
#[rustfmt::skip]
const PRESS_CONTACTS: Openers = Openers::of(&[
    "Media Contact", "MEDIA CONTACT", "Media contact", "Press Contact", "PRESS CONTACT", "Press contact", "Investor Contact",
    "INVESTOR CONTACT", "Investor Relations", "INVESTOR RELATIONS", "Pressekontakt", "Medienkontakt", "Contact presse",
    "Contacts presse", "Contact médias", "Contacto de prensa", "Contacto para medios", "Contatti stampa", "Contatto stampa",
    "Ufficio stampa", "Perscontact", "Presskontakt",
]);
/// Lines that a press-release wire adds below the release (PR Newswire, Business Wire).
const RELEASED: &[&str] = &["SOURCE ", "View source version", "View original content"];
/// A block is no longer, in lines and bytes, nor are its lines.
const LINES: usize = 30;
const LINE: usize = 200;

/// Whether `line` is a note to readers or editors.
pub fn note(line: &str) -> bool {
    line.len() <= 400 && NOTES.open(line)
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
    let french = ["Ce texte de ", "Ce reportage de ", "Cette dépêche de "];
    if let Some(rest) = french.iter().find_map(|opening| line.strip_prefix(opening)) {
        return named(rest).filter(|_| rest.contains("publié"));
    }
    let rest = line.strip_prefix("View source version on ")?;
    let site = rest.split([':', ' ']).next()?;
    chain::name(site, agencies)
}

/// Whether the tail of `text` is built as a press release's: it names who is to be called, or the wire's line is below it.
pub fn release(text: &str) -> bool {
    let tail = &text[text.ceil_char_boundary(text.len().saturating_sub(LONGEST))..];
    tail.lines().map(str::trim).any(|line| {
        // `Investor Relations magazine gave the prize to …` is story.
        let sentence = line.ends_with(['.', '"', '”']) && line.split(' ').count() > 6;
        let opens = || PRESS_CONTACTS.open(line) || RELEASED.iter().any(|opening| line.starts_with(opening));
        line.len() <= LINE && !sentence && opens()
    })
}

/// Where the block of contacts or notes begins that ends the text, not before `from`.
pub fn block(text: &str, from: usize) -> Option<usize> {
    let begins = |at: usize| {
        let line = &text[at..];
        // Most lines of a story are told by their first letter.
        let first = line.as_bytes().first()?;
        if first.is_ascii_lowercase() {
            return None;
        }
        let bare = match first.is_ascii_uppercase() {
            true => line,
            false => line.trim_start_matches([' ', '\t', '\r', '\u{a0}']),
        };
        let start = text.len() - bare.len();
        let opens = BLOCKS.open(bare) || PRESS_CONTACTS.open(bare);
        (opens && only_lines(line)).then_some(start)
    };
    memchr::memchr_iter(b'\n', &text.as_bytes()[from..]).find_map(|at| begins(from + at + 1))
}

/// Whether `text` is lines of a block, no paragraphs of a story.
fn only_lines(text: &str) -> bool {
    let story = |line: &str| {
        let sentence = line.ends_with(['.', '"', '”']) && line.len() > 100;
        (line.len() > LINE || sentence) && !line.contains('@') && !line.starts_with(['-', '*'])
    };
    text.lines().count() <= LINES && !text.lines().any(|line| story(line.trim()))
}

/// Where AP's `___` stands, if all below it is a trailer; not before `from`. AP's roundups set it between items too.
pub fn rule(text: &str, from: usize, agencies: &Agencies) -> Option<usize> {
    // Searched backwards in every tail: nearly none has the sign.
    memchr::memrchr(b'_', &text.as_bytes()[from..])?;
    let at = text[from..].rfind("\n___").map(|at| from + at + 1)?;
    let lines = || text[at..].trim_start_matches('_').lines().map(str::trim).filter(|line| !line.is_empty());
    // Marks and signatures alone are read line by line.
    let mark = |line: &str| is_end(line) || initials(line) || signature(line, agencies).is_some();
    let fits = |line: &str| {
        mark(line)
            || note(line)
            || super::copyright(line, 0, agencies).is_some()
            || pieces(line).all(|sentence| for_readers(sentence) || reporters(sentence, agencies))
    };
    (lines().count() <= LINES && lines().any(|line| !mark(line)) && lines().all(fits)).then_some(at)
}

/// What sentences below AP's `___` hold, in small letters.
const ONLINE: &[&str] = &[
    "ollow ap",
    "ollow the ap",
    "ollow associated press",
    "https://",
    "http://",
    "www.",
    "on twitter",
    "on facebook",
    "on x:",
    "on x at",
    "online:",
    "on the net:",
    "associated press receives",
    "coverage receives support",
    "solely responsible for",
];

/// Whether a sentence tells readers where to look further or who paid (AP).
fn for_readers(sentence: &str) -> bool {
    let lower = sentence.to_ascii_lowercase();
    sentence.len() <= 400 && ONLINE.iter().any(|words| lower.contains(words))
}

/// Whether a sentence says who reported: names that can be read, or AP's own words whatever stands before them.
fn reporters(sentence: &str, agencies: &Agencies) -> bool {
    const SURE: &[&str] =
        &["contributed to this report", "contributed to this story", "contributed reporting"];
    SURE.iter().any(|words| sentence.contains(words)) || reported(sentence, agencies).is_some()
}

/// Most sentences of a block that are read for reporters, and most beginnings tried for each: a broken line, a title with
/// a period.
const SENTENCES: usize = 12;
const STARTS: usize = 4;

/// The people of the sentences of `text` that say who reported and who contributed.
pub fn people(text: &str, agencies: &Agencies) -> Vec<Contributor> {
    let mut said: Vec<usize> = [" contributed", " reported from ", " reported in "]
        .iter()
        .flat_map(|words| text.match_indices(words).map(|(at, _)| at))
        .collect();
    if said.is_empty() {
        return Vec::new();
    }
    said.sort_unstable();
    let starts: Vec<usize> = sentences(text).collect();
    let mut people = Vec::new();
    let mut done = 0;
    for at in said.into_iter().take(SENTENCES) {
        let (from, to) = (starts.partition_point(|s| *s < done), starts.partition_point(|s| *s < at));
        let end = at + sentence(&text[at..]).len();
        let near = starts.get(from.max(to.saturating_sub(STARTS))..to).unwrap_or_default();
        if let Some(mut found) = near.iter().find_map(|start| reported(&text[*start..end], agencies)) {
            people.append(&mut found);
            done = end;
        }
    }
    people
}

/// One of them stands in what says who reported. Asked of every last paragraph.
static SAID: LazyLock<[Finder<'static>; 2]> =
    LazyLock::new(|| [" contributed", " reported from "].map(Finder::new));

/// Where the last sentences of a paragraph begin that only say who reported and who contributed.
pub fn closing(paragraph: &str, agencies: &Agencies) -> Option<(usize, Vec<Contributor>)> {
    let from = paragraph.floor_char_boundary(paragraph.len().saturating_sub(700));
    let tail = &paragraph[from..];
    if !SAID.iter().any(|words| words.find(tail.as_bytes()).is_some()) {
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
        fresh && !initial(before) && text[at..].starts_with(|c: char| c.is_uppercase())
    };
    let starts = text.char_indices().filter(|(at, _)| *at == 0 || text[..*at].ends_with([' ', '\n']));
    starts.map(|(at, _)| at).filter(move |at| begins(*at))
}

/// Whether `text` ends with the initial of a name: `Jane A.`
fn initial(text: &str) -> bool {
    let word = text.rsplit([' ', '\n']).next().unwrap_or_default();
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.as_str() == "."
}

/// The sentences of `text`.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut starts = sentences(text).peekable();
    let first = starts.peek().copied().filter(|at| *at > 0).map(|at| &text[..at]);
    let alone = starts.peek().is_none().then_some(text);
    let rest = std::iter::from_fn(move || {
        let start = starts.next()?;
        Some(&text[start..starts.peek().copied().unwrap_or(text.len())])
    });
    first.into_iter().chain(alone).chain(rest)
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
        } else if initials(line)
            && let Some(cited) = line.split(' ').next().and_then(|first| chain::name(first, agencies))
        {
            found.push(cited);
        }
    }
    found
}
