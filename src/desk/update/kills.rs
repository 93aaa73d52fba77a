//! Kills said in a sentence: the agency takes a story back, or asks that it not be used.
//!
//! Invariant 9: a kill never becomes a usable item. The sentence must be about a dispatch (`the story`, `die
//! Meldung`), for bills, troops and products are withdrawn too.

use super::folded;
use crate::desk::text::{Letters, Openers};

/// What the agencies call a dispatch, folded.
#[rustfmt::skip]
const DISPATCHES: &[&str] = &[
    "story", "stories", "item", "dispatch", "alert", "slugged", "headline", "copy", "version", "take", "brief",
    "article", "report", "meldung", "berichterstattung", "depeche", "urgent", "notizia", "lancio", "noticia",
    "informacion", "despacho", "nota", "bericht", "artikel", "nyhet", "nyheten", "sak", "saken", "melding",
    "meldingen", "telegram", "telegrammet", "artikeln",
];

/// Requests that begin a line, folded: a dispatch must be named within the next words.
#[rustfmt::skip]
const REQUESTS: Openers = Openers::of(&[
    "please kill", "kill", "please withdraw", "please cancel", "cancel", // Reuters, PTI, AAP
    "please disregard", "disregard", "do not use", "please do not use", "please delete", // AP, Kyodo
    "veuillez annuler", "veuillez ne pas utiliser", "veuillez ne pas tenir compte", "priere d'annuler",
    "priere de ne pas utiliser", "merci d'annuler", // AFP
    "annullare", "si prega di annullare", "si prega di non utilizzare", "non utilizzare", // ANSA
    "rogamos anulen", "rogamos no utilicen", "rogamos anular", "se ruega anular", "por favor anulen", "anulen",
    "anular", "se anula", "se anulan", "queda anulada", // EFE
    "bitte loschen", "bitte streichen", // dpa
]);

/// Words that begin a sentence about a dispatch, folded.
#[rustfmt::skip]
const SUBJECTS: &[&str] = &[
    "the", "this", "our", "a", "story", "die", "diese", "unsere", "der", "dieser", "meldung", "la", "cette", "notre",
    "esta", "el", "questa", "il", "de", "dit", "het", "item", "saken", "meldingen", "nyheten", "telegrammet",
];

/// What is said of it, folded; the sentence must end there or give the cause.
#[rustfmt::skip]
const TAKEN_BACK: &[&str] = &[
    " is withdrawn", " has been withdrawn", " is being withdrawn", " was withdrawn", " is retracted",
    " has been retracted", " has been killed", " is killed", " has been cancelled", " has been canceled",
    " should not be used", " must not be used", // Reuters, AP, PTI, UPI
    " wird zuruckgezogen", " ist zuruckgezogen", " wurde zuruckgezogen", " wird storniert",
    " darf nicht verwendet werden", " nicht verwenden", // dpa, APA
    " est annulee", " a ete annulee", " est annule", " queda anulada", " ha sido anulada", " e annullata",
    " e da annullare", " wordt ingetrokken", " is ingetrokken", " trekkes", " trekkes tilbake", " er trukket", " er trukket tilbake", " aterkallas",
];

/// Agencies that speak of themselves, folded. A newspaper that takes a story back is news.
#[rustfmt::skip]
const AGENCIES: Openers = Openers::of(&[
    "the associated press ", "associated press ", "the ap ", "ap ", "reuters ", "afp ", "agence france-presse ", "dpa ", "die dpa ",
    "the press trust of india ", "pti ", "upi ", "united press international ", "the canadian press ", "aap ", "pa ",
    "bloomberg ", "kyodo news ", "kyodo ", "yonhap ", "yonhap news agency ", "xinhua ", "efe ", "ansa ", "tass ",
    "ians ", "ani ", "we ", "the cp ", "apa ", "belga ", "anp ", "ntb ", "ritzau ", "tt ", "stt ",
]);

const TAKES_BACK: &[&str] = &[
    "has withdrawn",
    "has retracted",
    "has killed",
    "has deleted",
    "has removed",
    "is withdrawing",
    "is retracting",
    "have withdrawn",
    "have retracted",
    "are withdrawing",
    "are retracting",
    "withdraws",
    "retracts",
    "has pulled",
    "zieht",
    "trekker",
    "tilbagekalder",
    "aterkallar",
    "trekt",
];

/// Sentences are read so far, in characters.
const SENTENCE: usize = 300;

/// What may open such a sentence, folded.
pub(super) fn openers() -> impl Iterator<Item = &'static str> {
    REQUESTS.rows().chain(SUBJECTS.iter().copied()).chain(AGENCIES.rows()).chain(["bitte"])
}

/// Whether the line, note or sentence at the beginning of `text` takes a dispatch back.
pub fn said(text: &str) -> bool {
    let folded = folded(text, SENTENCE);
    let folded = folded.trim_start_matches(['+', ' ', '"']);
    folded.starts_with("a kill is mandatory") || requested(text, folded) || taken_back(folded) || own(folded)
}

fn requested(text: &str, folded: &str) -> bool {
    // `Bitte Meldung … nicht verwenden` (dpa): the verb stands behind.
    if folded.starts_with("bitte ") {
        let sentence = folded.split(['.', '\n']).next().unwrap_or_default();
        return names(folded, 5)
            && (folded.contains("verwenden") && folded.contains(" nicht")
                || sentence.contains("nicht veroffentlichen"));
    }
    REQUESTS.at(folded).any(|(request, rest)| {
        let Some(rest) = rest.strip_prefix(' ') else { return false };
        // `Kill the story, editors said`: without a courtesy only capitals are a request.
        let plain = !["kill", "cancel", "disregard", "anular", "anulen", "annullare"].contains(&request)
            || text.split([' ', '\n']).next().is_some_and(|word| !word.chars().any(char::is_lowercase));
        plain && names(rest, 3)
    })
}

/// Whether one of the first `within` words is a dispatch.
fn names(folded: &str, within: usize) -> bool {
    const LETTERS: Letters = Letters::of(DISPATCHES);
    let parts = |byte: &u8| matches!(byte, b' ' | b',' | b':' | b';' | b'.' | b'(' | b')' | b'"');
    // Cut at ASCII signs: each piece is whole characters.
    let words = folded.as_bytes().split(parts).filter(|word| !word.is_empty()).take(within);
    let mut words = words.filter_map(|word| std::str::from_utf8(word).ok());
    words.any(|word| LETTERS.may_open(word) && DISPATCHES.contains(&word))
}

fn taken_back(folded: &str) -> bool {
    let first = folded.split([' ', ',']).next().unwrap_or_default();
    if !SUBJECTS.contains(&first) || !names(folded, 7) {
        return false;
    }
    TAKEN_BACK.iter().any(|verb| {
        folded.match_indices(verb).any(|(at, _)| {
            let rest = folded[at + verb.len()..].trim_start_matches([')', '*', '+']);
            rest.trim().is_empty()
                || rest.starts_with(['.', ';', '!', ':'])
                || [" because", " due to", " and should", " and must", " pending", " as "]
                    .iter()
                    .any(|cause| rest.starts_with(cause))
        })
    })
}

fn own(folded: &str) -> bool {
    AGENCIES.at(folded).any(|(_, rest)| {
        TAKES_BACK
            .iter()
            .filter_map(|verb| rest.strip_prefix(verb))
            .any(|rest| rest.starts_with(' ') && names(rest, 5) && !rest.trim_start().starts_with("from "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_that_take_a_dispatch_back() {
        for text in [
            "The May 2 story headlined \"Mill burns\" is withdrawn. There will be no substitute story.",
            "The story \"Mill burns\" has been withdrawn. Do not use it.",
            "PLEASE KILL STORY MILL",
            "PLEASE DISREGARD THE STORY SLUGGED GHANA-MILL",
            "CANCEL STORY",
            "A kill is mandatory. Make certain the story is not used.",
            "Bitte verwenden Sie die Meldung dpa 0123 nicht.",
            "Die dpa zieht ihre Meldung zur Mühle zurück.",
            "Se anula la noticia titulada Molino",
            "Saken er trukket.",
            "KILL story)",
            "The Associated Press has withdrawn its story about a mill in Accra.",
            "Die Meldung \"Mühle brennt\" wird zurückgezogen.",
            "Bitte Meldung dpa 0123 nicht verwenden +++",
            "Veuillez annuler la dépêche MOULIN",
            "ANNULLARE LA NOTIZIA MULINO",
        ] {
            assert!(said(text), "{text}");
        }
        for text in [
            "The bill was withdrawn on Monday",
            "The bill was withdrawn.",
            "The story of a bill that was withdrawn on Monday",
            "KILL BILL opens",
            "Kill the story, editors told her",
            "The Daily Herald has withdrawn its story about the mayor.",
            "Reuters has withdrawn from the bidding",
            "Cancel culture is no story",
            "Cancel the item tax, says minister",
            "Bitte nicht stören, sagt der Minister",
            "The report was withdrawn by the ministry.",
            "Die Truppen werden zurückgezogen.",
            "Disregard for rules costs lives",
        ] {
            assert!(!said(text), "{text}");
        }
    }
}
