//! Embargo notes in every language that wires are sent in, told from prose about embargoes.
//!
//! Invariant 9: a note whose time cannot be read for certain is an embargo without an end, never none.

use super::{folded, instant};
use crate::desk::Sent;
use crate::desk::dateline::{is_day_of_week, month};
use crate::desk::text::{Openers, behind};
use crate::record::Embargo;

/// What may stand before the word, folded.
const QUALIFIERS: Openers = Openers::of(&[
    "strictly ",
    "strict ",
    "under ",
    "media ",
    "press ",
    "news ",
    "absolute ", // releases of ministries and journals
    "this ",
    "the ",
    "story ",
    "report ",
    "item ",
    "text ",
    "release ",
    "material ",
    "is ",
    "are ", // PA, AAP
    "sous ",
    "bajo ",
    "sotto ",
    "sob ",
    "onder ",
    "unter ", // AFP, EFE, ANSA, Lusa, ANP, dpa
]);

/// The word itself, folded.
#[rustfmt::skip]
const WORDS: Openers = Openers::of(&[
    "embargoed copy", "embargoed story", "embargoed material", "embargoed release", "embargoed", // AP, Reuters, PA
    "embargo", // nearly all; Italian, Spanish, Dutch and Portuguese copy too
    "embargado", "embargada", // EFE
    "sperrfrist", "sperrefrist", "sperrefristen", // dpa, APA; NTB
    "klausulert", "klausuleret", // NTB, Ritzau
    "sparrfrist", // TT
    "эмбарго", // TASS
]);

/// What leads to the time, folded, and nothing else.
const UNTIL: &[&str] = &[
    "until",
    "till",
    "til",
    "fino",
    "hasta",
    "jusqu'au",
    "jusqu'a",
    "jusque",
    "ate",
    "tot",
    "bis",
    "до",
    "for release",
    "for publication",
    "for use",
    "for broadcast",
];

/// What leads to the time, folded, where figures or a day follow.
const TOWARDS: &[&str] =
    &["to", "for", "at", "alle", "den", "kl", "kl.", "le", "vom", "ab", "a", "au", "from"];

/// Notes that say it without the word, folded.
#[rustfmt::skip]
const PHRASES: Openers = Openers::of(&[
    "not for release", "not for publication before", "not for publication until", "not for publication or broadcast", "not for use before",
    "not for use until", "not to be published before", "not to be published until", "not for broadcast before",
    "not to be used before", "hold for release", "for release at", // releases; AP
    "do not publish before", "do not publish until", "do not use before", "do not use until",
    "do not release before", "do not release until", "do not broadcast before", "do not broadcast until", // PA
    "ne pas publier avant", "ne pas diffuser avant", "a ne pas publier avant", // AFP
    "no publicar antes", "no publicar hasta", "no difundir antes", "no difundir hasta", // EFE
    "non pubblicare prima", "da non pubblicare prima", "nao publicar antes", // ANSA, Lusa
    "nicht vor dem", "bitte nicht vor", "nicht veroffentlichen vor", // dpa
    "niet publiceren voor", "niet voor publicatie voor", // ANP
    "far ej publiceras fore", "ej for publicering fore", "må ikke publiseres før", "ma ikke publiseres før", // TT, NTB
]);

/// Notes that say it where a day or figures follow at once, folded.
#[rustfmt::skip]
const RELEASES: Openers = Openers::of(&[
    "for release", "for release on", "release at", "for use", "for publication", // releases; AP advances
    "frei ab", "zur veroffentlichung ab", "a publier a partir du", "frigives", "tidigast publicering", // dpa, AFP, Ritzau, TT
    "не публиковать до", // TASS
]);

/// A note is no longer, in characters.
const NOTE: usize = 200;

/// What may open such a note, folded.
pub(super) fn openers() -> impl Iterator<Item = &'static str> {
    let tables = [QUALIFIERS, WORDS, PHRASES, RELEASES];
    tables.into_iter().flat_map(|table| table.rows()).chain(["please"])
}

/// The embargo that the line or note `line`, without its brackets, declares at its beginning.
pub fn read(line: &str, sent: Sent) -> Option<Embargo> {
    if !declares(line) {
        return None;
    }
    let (raw, rest) = note(line);
    // A second word about it behind what was taken for the end of the note: neither releases the copy.
    let more = folded(rest, NOTE).contains("embargo");
    let until = if more { None } else { instant::named(raw, sent) };
    Some(Embargo { raw: raw.trim_end_matches([')', ']', ' ', '*', '!', '+', '\n']).to_owned(), until })
}

fn declares(line: &str) -> bool {
    let folded = folded(line, 100);
    let mut rest = folded.strip_prefix("please ").unwrap_or(&folded);
    let word_ends = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    if PHRASES.at(rest).any(|(_, rest)| word_ends(rest)) {
        return true;
    }
    let mut releases = RELEASES.at(rest).filter(|(_, rest)| word_ends(rest));
    let released = releases.any(|(_, rest)| {
        let rest = rest.trim_start_matches([' ', ':', '-', '–']);
        rest.starts_with(|c: char| c.is_ascii_digit())
            || rest.split([' ', ',', '.']).next().is_some_and(is_day)
    });
    // `frei ab 16` is a film's.
    if released && folded.chars().count() > 16 {
        return true;
    }
    for _ in 0..5 {
        match QUALIFIERS.at(rest).next() {
            Some((_, more)) => rest = more,
            None => break,
        }
    }
    let Some((word, rest)) = WORDS.at(rest).find(|(_, rest)| word_ends(rest)) else { return false };
    let close = rest.strip_prefix(['-', '–', '—']).is_some_and(|r| r.starts_with(char::is_alphabetic));
    let rest = rest.trim_start_matches([' ', '*', '!', '.', ')', ']', '+', '=']);
    if rest.is_empty() || rest.starts_with([':', '-', '–', '—', '(']) {
        return !close; // `embargo-hit` is prose
    }
    let timed = rest.contains(|c: char| c.is_ascii_digit()) || rest.split([' ', ',', '.']).any(is_day);
    if UNTIL.iter().any(|lead| opens(rest, lead).is_some()) {
        // `Embargo until May urged` is a headline, `EMBARGO UNTIL DELIVERY` is a note.
        return word != "embargo" || timed || line.contains("EMBARGO");
    }
    let first = rest.split([' ', ',', '.', ':']).next().unwrap_or_default();
    rest.starts_with(|c: char| c.is_ascii_digit())
        || is_day(first)
        || opens(rest, "of").is_some() && rest.contains("gmt")
        || timed && TOWARDS.iter().any(|lead| opens(rest, lead).is_some())
}

fn is_day(word: &str) -> bool {
    word.len() > 3 && is_day_of_week(word) || word.len() >= 3 && month(word).is_some()
}

/// What follows `words` at the beginning of `text`.
fn opens<'a>(text: &'a str, words: &str) -> Option<&'a str> {
    behind(text, words).filter(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// The note's own sentence, and what stands behind it in its line: `EMBARGOED UNTIL 0600 GMT MARCH 4. A mill …`.
fn note(line: &str) -> (&str, &str) {
    let most = line.char_indices().nth(NOTE).map_or(line.len(), |(at, _)| at);
    let line = &line[..line.find('\n').unwrap_or(line.len())];
    let short = &line[..most.min(line.len())];
    for (at, _) in short.match_indices(". ") {
        let word = short[..at].rsplit([' ', '.']).next().unwrap_or_default();
        let behind = &short[at + 2..];
        // `p.m. ET`, `a.m. GMT` and `Sept. 5` go on.
        let word_ends = (word.chars().count() > 1 || word.ends_with(|c: char| c.is_ascii_digit()))
            && !["kl", "am", "pm"].contains(&word.to_lowercase().as_str());
        if word_ends
            && behind.starts_with(char::is_uppercase)
            && behind.len() > 8
            && month(behind.split(' ').next().unwrap_or_default()).is_none()
        {
            return (&line[..=at], &line[at + 2..]);
        }
    }
    (short, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn embargoes_are_read_or_said_to_be_unread() {
        let sent = Sent {
            // 2023-12-30T12:00:00Z
            timestamp_ms: Some(1_703_937_600_000),
        };
        for (line, until) in [
            ("EMBARGOED UNTIL 0001 GMT, March 5, 2024", Some("2024-03-05T00:01:00Z")),
            ("Embargoed until 10:00 CET, 2 January", Some("2024-01-02T09:00:00Z")),
            ("Embargo: 2024-01-02T10:00:00Z", Some("2024-01-02T10:00:00Z")),
            ("EMBARGOED UNTIL 5 pm GMT Jan 2 2024", Some("2024-01-02T17:00:00Z")),
            ("EMBARGOED UNTIL 0001 EST March 5", None),
            ("EMBARGOED FOR RELEASE AT 2 P.M. ET, MAY 6, 2026", Some("2026-05-06T18:00:00Z")),
            ("EMBARGOED UNTIL 2PM ET JAN 6, 2026", Some("2026-01-06T19:00:00Z")),
            ("SPERRFRIST: Dienstag, 5. Mai 2026, 10.00 Uhr MESZ", Some("2026-05-05T08:00:00Z")),
            ("Sperrfrist 5.5.2026, 10 Uhr MESZ", Some("2026-05-05T08:00:00Z")),
            ("SOUS EMBARGO JUSQU'AU 7 MAI 2026 A 06H00 GMT", Some("2026-05-07T06:00:00Z")),
            ("EMBARGOED until 24:00 GMT May 6 2026", Some("2026-05-07T00:00:00Z")),
            ("EMBARGOED until 10:00 GMT 13/05/2026", Some("2026-05-13T10:00:00Z")),
            ("EMBARGOED until 10:00 GMT Wednesday May 6 2026", Some("2026-05-06T10:00:00Z")),
            ("EMBARGOED until 10:00 GMT Monday May 6 2026", None),
            // Nearest to the dispatch, the later where that lies far back.
            ("EMBARGOED UNTIL 10:00 GMT Dec 29", Some("2023-12-29T10:00:00Z")),
            ("EMBARGOED UNTIL 10:00 GMT Aug 1", Some("2024-08-01T10:00:00Z")),
            ("EMBARGOED UNTIL 10:00 GMT+2 Aug 1", None),
            ("EMBARGOED UNTIL 10:00 GMT Aug 1, 12:00 CET", None),
            ("EMBARGOED UNTIL 6 May 2026 GMT", None),
            ("EMBARGOED UNTIL May 6 2026 12 noon GMT", None),
            ("EMBARGOED UNTIL midnight GMT May 6 2026", None),
            ("EMBARGOED UNTIL 2024-01-02T10:00:00Z or 2024-01-03T10:00:00Z", None),
            ("EMBARGOED UNTIL tomorrow noon", None),
            ("Sperrfrist: Dienstag, 19.00 Uhr", None),
            ("EMBARGOED UNTIL 0600 GMT MARCH 4. A mill burned on Monday.", Some("2024-03-04T06:00:00Z")),
            ("EMBARGOED UNTIL 06/05/2024 10:00 GMT", None),
            ("EMBARGO FINO ALLE ORE 12 DEL 5 MAGGIO", None),
            ("EMBARGADO HASTA LAS 10.00 GMT DEL 5 DE MAYO", Some("2024-05-05T10:00:00Z")),
            ("EMBARGO tot zondag 8 maart 06.00 uur", None),
            ("EMBARGO till kl 06.00 den 8 mars", None),
            ("Embargo até às 10h00 de 5 de maio", None),
            ("Sperrefrist: 7. mars kl. 06.00", None),
            ("Klausulert til lørdag", None),
            ("STRICT EMBARGO UNTIL DELIVERY", None),
            ("FOR RELEASE 10:00 A.M. EDT MAY 6, 2026", Some("2026-05-06T14:00:00Z")),
            ("For release Sunday, May 10, and thereafter", None),
            ("Frigives 6. maj kl. 06.00", None),
            ("Embargoed copy until 6 May", None),
            ("Release at 0600 GMT Friday 15 May 2026", Some("2026-05-15T06:00:00Z")),
            ("Story is embargoed until 6 May 2026 10:00 GMT", Some("2026-05-06T10:00:00Z")),
            ("Please do not publish before 6 May, 10.00 GMT", Some("2024-05-06T10:00:00Z")),
            ("EMBARGOED UNTIL 10:00 GMT 6 MAY 2026***", Some("2026-05-06T10:00:00Z")),
            ("STRICTLY EMBARGOED: 6 MAY 2026, 10:00 GMT", Some("2026-05-06T10:00:00Z")),
            ("EMBARGOED UNTIL 0001 GMT March 5 or 0900 GMT March 6", None),
        ] {
            let Some(embargo) = read(line, sent) else {
                panic!("{line} is an embargo");
            };
            assert_eq!(embargo.until.as_deref(), until, "{line}");
        }
        for line in [
            "Embargoes on oil were lifted",
            "EMBARGO on oil lifted",
            "An embargo on arms until May",
            "Embargo-hit port reopens on May 5",
            "Embargo until summer urged",
            "Embargoed goods seized at port on May 5",
            "Embargo to be eased",
            "Under embargo, the port emptied",
            "For release of hostages, talks go on",
            "FOR IMMEDIATE RELEASE",
            "Frei ab 16",
            "Do not publish lies, judge says",
        ] {
            assert_eq!(read(line, sent), None, "{line}");
        }
    }
}
