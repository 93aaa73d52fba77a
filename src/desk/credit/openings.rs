//! What opens a byline in the languages of the wires, what joins the names in it, and which words are functions.

use std::sync::LazyLock;

use super::chain;
use crate::desk::text::{Letters, begins};

/// How freely an opening may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// Before a dateline on the same line too.
    Free,
    /// Only on a line of its own: the word is also a common preposition.
    Line,
    /// A label, with its colon.
    Label,
}

/// A language's small words in bylines.
#[derive(Debug, PartialEq, Eq)]
pub struct Tongue {
    /// Join names.
    pub and: &'static [&'static str],
    /// Join a name that helped.
    pub with: &'static [&'static str],
    /// Stand before a name's place.
    pub at: &'static [&'static str],
}

/// An opening that was found.
#[derive(Debug, Clone, Copy)]
pub struct Opening {
    /// Its length in bytes, with the blank behind it.
    pub len: usize,
    pub stand: Stand,
    pub tongue: &'static Tongue,
    /// `From A in B`: only a place proves it.
    pub placed: bool,
}

/// The words of English bylines.
pub const ENGLISH: Tongue = Tongue { and: &["and"], with: &["with"], at: &["in", "at", "near", "aboard"] };
const GERMAN: Tongue = Tongue { and: &["und", "sowie"], with: &["mit"], at: &["in", "aus"] };
const FRENCH: Tongue = Tongue { and: &["et"], with: &["avec"], at: &["à", "a", "en", "au", "aux"] };
const SPANISH: Tongue = Tongue { and: &["y", "e"], with: &["con"], at: &["en", "desde"] };
const ITALIAN: Tongue = Tongue { and: &["e", "ed"], with: &["con"], at: &["a", "in", "da"] };
const PORTUGUESE: Tongue = Tongue { and: &["e"], with: &["com"], at: &["em"] };
const IBERIAN: Tongue = Tongue { and: &["y", "e"], with: &["con", "com"], at: &["en", "desde", "em"] };
const DUTCH: Tongue = Tongue { and: &["en"], with: &["met"], at: &["in", "vanuit"] };
const NORDIC: Tongue = Tongue { and: &["og", "och"], with: &["med"], at: &["i", "på"] };
const FINNISH: Tongue = Tongue { and: &["ja"], with: &[], at: &[] };

/// Words, where they may stand, language. Letters in any case but for the first, which is as here or all are
/// capitals. Seen at AP, Reuters, AFP, dpa, EFE, ANSA, ANP, TT, NTB, Ritzau, STT.
#[rustfmt::skip]
const OPENINGS: &[(&str, Stand, &Tongue)] = &[
    ("By-line: ", Stand::Label, &ENGLISH), ("Byline: ", Stand::Label, &ENGLISH), ("By: ", Stand::Label, &ENGLISH),
    ("Author: ", Stand::Label, &ENGLISH), ("Exclusive by ", Stand::Line, &ENGLISH), ("Analysis by ", Stand::Line, &ENGLISH),
    ("Commentary by ", Stand::Line, &ENGLISH), ("Opinion by ", Stand::Line, &ENGLISH), ("Review by ", Stand::Line, &ENGLISH),
    ("Interview by ", Stand::Line, &ENGLISH), ("Story by ", Stand::Line, &ENGLISH), ("Report by ", Stand::Line, &ENGLISH),
    ("Text by ", Stand::Line, &ENGLISH), ("Words by ", Stand::Line, &ENGLISH), ("Written by ", Stand::Line, &ENGLISH),
    ("Reported by ", Stand::Line, &ENGLISH), ("By ", Stand::Free, &ENGLISH), ("by ", Stand::Line, &ENGLISH),
    ("From ", Stand::Line, &ENGLISH),
    ("Eine Analyse von ", Stand::Line, &GERMAN), ("Ein Bericht von ", Stand::Line, &GERMAN),
    ("Text von ", Stand::Line, &GERMAN), ("Text: ", Stand::Label, &GERMAN), ("Von unserem Korrespondenten ", Stand::Line, &GERMAN),
    ("Von ", Stand::Line, &GERMAN),
    ("De notre correspondant ", Stand::Line, &FRENCH), ("De notre correspondante ", Stand::Line, &FRENCH),
    ("De notre envoyé spécial ", Stand::Line, &FRENCH), ("Propos recueillis par ", Stand::Line, &FRENCH),
    ("Texte : ", Stand::Label, &FRENCH), ("Auteur : ", Stand::Label, &FRENCH), ("Par ", Stand::Line, &FRENCH),
    ("Autor: ", Stand::Label, &SPANISH), ("Autora: ", Stand::Label, &SPANISH), ("Texto: ", Stand::Label, &IBERIAN),
    ("Por ", Stand::Line, &IBERIAN),
    ("Dal nostro inviato ", Stand::Line, &ITALIAN), ("Dell'inviato ", Stand::Line, &ITALIAN),
    ("Dell'inviata ", Stand::Line, &ITALIAN), ("Autore: ", Stand::Label, &ITALIAN), ("Di ", Stand::Line, &ITALIAN),
    ("Da ", Stand::Line, &ITALIAN),
    ("Do correspondente ", Stand::Line, &PORTUGUESE),
    ("Door onze correspondent ", Stand::Line, &DUTCH), ("Door ", Stand::Line, &DUTCH), ("Tekst: ", Stand::Label, &NORDIC),
    ("Av ", Stand::Line, &NORDIC), ("Af ", Stand::Line, &NORDIC),
    ("Kirjoittaja: ", Stand::Label, &FINNISH), ("Kirjoittaja ", Stand::Line, &FINNISH), ("Teksti: ", Stand::Label, &FINNISH),
];

/// The opening that `text` begins with.
pub fn opening(text: &str) -> Option<Opening> {
    static LETTERS: LazyLock<Letters> = LazyLock::new(|| OPENINGS.iter().map(|(words, ..)| *words).collect());
    if !LETTERS.may_open(text) {
        return None;
    }
    OPENINGS.iter().find_map(|(words, stand, tongue)| {
        let same = text.as_bytes().first() == words.as_bytes().first() && begins(text, words);
        let placed = *words == "From ";
        same.then_some(Opening { len: words.len(), stand: *stand, tongue, placed })
    })
}

/// Labels of photographs within a byline (`Text: A Foto: B`).
pub const PHOTO: &[&str] =
    &["Foto: ", "Fotos: ", "Photo: ", "Photos: ", "Bild: ", "Bilder: ", "Kuva: ", "Photo : ", "Photos : "];

/// Ends a function, or stands in one.
#[rustfmt::skip]
const FUNCTIONS: &[&str] = &[
    "writer", "writers", "correspondent", "correspondents", "reporter", "reporters", "editor", "editors", "analyst",
    "columnist", "staff", "chief", "critic", "commentator", "contributor", "contributors", "bureau", "service", "desk",
    "photographer", "specialist", "journalist", "journalists", "newsroom", "producer", "anchor", "director", "intern",
    "stringer", "economist", "researcher", "coordinator", "producers", "editor-at-large", "editor-in-chief",
    "korrespondent", "korrespondentin", "korrespondenten", "redakteur", "redakteurin", "reporterin", "redaktion", "büroleiter",
    "chefredakteur", "redacteur", "verslaggever", "correspondente", "correspondant", "correspondante", "journaliste",
    "rédacteur", "rédactrice", "envoyé", "corresponsal", "enviado", "enviada", "periodista", "redactor", "redactora",
    "repórter", "jornalista", "inviato", "inviata", "giornalista", "corrispondente", "redattore",
    "journalistin", "toimittaja", "kirjeenvaihtaja", "utrikeskorrespondent", "medarbeider", "journalisten",
];
/// Opens a function.
const FUNCTION_OPENINGS: &[&str] = &[
    "Special to ",
    "For The ",
    "for The ",
    "Head of ",
    "Chief of ",
    "head of ",
    "Exclusive to ",
    "Deputy ",
    "Senior ",
];
/// A byline without a name; folded. What stands for agencies is in `chain.rs`.
const NAMELESS: &[&str] = &[
    "our correspondent",
    "our correspondents",
    "our staff correspondent",
    "our staff reporter",
    "our own correspondent",
    "our reporter",
    "our special correspondent",
    "a correspondent",
    "a staff reporter",
    "a staff correspondent",
    "staff reporter",
    "staff reporters",
    "staff writer",
    "staff writers",
    "staff correspondent",
    "staff",
    "our bureau",
    "news desk",
    "web desk",
    "newsroom",
    "the newsroom",
    "agencies and staff",
    "correspondent",
    "special correspondent",
    "unserem korrespondenten",
    "notre correspondant",
    "nuestro corresponsal",
    "redaktionen",
];
/// Ends the name of a paper or station that no list has.
const OUTLETS: &[&str] = &[
    "News",
    "Times",
    "Post",
    "Tribune",
    "Press",
    "Radio",
    "TV",
    "Magazine",
    "Journal",
    "Wire",
    "Agency",
    "Media",
    "Gazette",
    "Herald",
    "Daily",
    "Newspapers",
    "Chronicle",
    "Observer",
    "Sentinel",
    "Network",
    "Online",
    "Review",
    "Argus",
    "Courier",
    "Register",
    "Dispatch",
    "Examiner",
    "Bulletin",
    "Star",
    "Sun",
    "Independent",
    "Broadcasting",
];

/// Whether one of the words is a function's: `Chief Political Editor`, `Head of News`.
pub fn is_function(text: &str) -> bool {
    FUNCTION_OPENINGS.iter().any(|o| text.starts_with(o)) || last_function(text).is_some()
}

/// Behind which word, counted from 1, the function in `text` ends: 3 for `AP Sports Writer JANE ROE`.
pub fn last_function(text: &str) -> Option<usize> {
    let function =
        |w: &str| FUNCTIONS.contains(&w.trim_matches(['.', ',', '=', ':']).to_lowercase().as_str());
    let words: Vec<bool> = text.split_whitespace().map(function).collect();
    words.iter().rposition(|f| *f).map(|at| at + 1)
}

/// `Our Correspondent`, `Staff Reporter`.
pub fn is_nameless(text: &str) -> bool {
    text.len() < 40 && (chain::unnamed(text) || NAMELESS.contains(&crate::authority::fold(text).as_str()))
}

/// `The Lake Argus`, `Example News`: a paper or station by the look of its name.
pub fn is_outlet(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or_default();
    let ends = OUTLETS.iter().any(|o| o.eq_ignore_ascii_case(last));
    let institution = || text.split(' ').any(|word| INSTITUTIONS.contains(&word));
    text.contains(' ') && (ends || text.starts_with("The ") || institution()) || last.ends_with(".com")
}

/// Words in the names of institutions whose people write for wires (The Conversation, 360info).
const INSTITUTIONS: &[&str] =
    &["University", "Université", "Universität", "Universidad", "Institute", "College"];

/// Words that stand first in the name of a station.
const STATIONS: &[&str] = &["Radio", "TV", "Television"];
/// Words of [`OUTLETS`] that are family names too.
const FAMILIES: &[&str] = &["Sun", "Post", "Star", "Daily"];

/// Whether what reported something is a paper or station that the story quotes, no reporter of the agency.
pub fn is_source(name: &str) -> bool {
    let word = |list: &[&str], word: &str| list.iter().any(|w| w.eq_ignore_ascii_case(word));
    let mut words = name.split(' ');
    let first = words.next().unwrap_or_default();
    let last = words.next_back().unwrap_or(first);
    word(STATIONS, first) || word(STATIONS, last) || word(OUTLETS, last) && !word(FAMILIES, last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn openings_of_bylines() {
        for (text, expected) in [
            ("By Jane", Some(Stand::Free)),
            ("BY JANE", Some(Stand::Free)),
            ("by Jane", Some(Stand::Line)),
            ("BY-LINE: Jane", Some(Stand::Label)),
            ("VON JANE", Some(Stand::Line)),
            ("Text: Jane", Some(Stand::Label)),
            ("Bystanders", None),
            ("von Jane", None),
            ("Party", None),
        ] {
            assert_eq!(opening(text).map(|o| o.stand), expected, "{text}");
        }
    }

    #[test]
    fn functions_and_outlets() {
        assert!(
            is_function("Chief Political Editor")
                && is_function("Special to The Argus")
                && !is_function("Jane Roe")
        );
        assert_eq!(last_function("AP Sports Writer JANE ROE"), Some(3));
        assert!(
            is_nameless("Our Correspondent") && is_nameless("STAFF REPORTER") && !is_nameless("Jane Roe")
        );
        assert!(
            is_outlet("The Lake Argus")
                && is_outlet("Example News")
                && !is_outlet("Jane Roe")
                && !is_outlet("News")
        );
        assert!(is_source("Radio Lima") && is_source("Example Television") && is_source("Lima Herald"));
        assert!(!is_source("Jane Sun") && !is_source("Roe") && !is_source("Ann Post"));
    }
}
