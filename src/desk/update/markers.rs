//! Markers at the beginning of a line above the story, as the wires type them.

use super::Mark;
use crate::record::UpdateKind;

/// How a marker's line goes on.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    /// `UPDATE 2-Headline`: a number, then a hyphen.
    Numbered,
    /// `CORRECTED-Headline`, `CORRECTION: text`: a hyphen, colon or the line's end.
    Prefix,
    /// The word, perhaps repeated, has the line for itself, or a colon or hyphen follows.
    Alone,
    /// The words suffice.
    Opens,
    /// Only a colon follows; the words alone may be a name or prose.
    Colon,
}

/// Markers as the wires type them (Reuters handbook, dpa and AP stylebooks, Yonhap, Xinhua).
#[rustfmt::skip]
const MARKERS: &[(&str, Form, UpdateKind)] = &[
    ("UPDATE", Form::Numbered, UpdateKind::Update), ("WRAPUP", Form::Numbered, UpdateKind::Update),
    ("UPDATE", Form::Prefix, UpdateKind::Update),
    ("RECASTS", Form::Prefix, UpdateKind::Update), ("LEAD", Form::Alone, UpdateKind::Update),
    ("RPT", Form::Prefix, UpdateKind::Update), ("REPEAT", Form::Prefix, UpdateKind::Update),
    ("CORRECTED", Form::Prefix, UpdateKind::Correction), ("CORRECTION", Form::Prefix, UpdateKind::Correction),
    ("CORRECTIVE", Form::Alone, UpdateKind::Correction), ("CORRECTS", Form::Prefix, UpdateKind::Correction),
    ("REFILE", Form::Prefix, UpdateKind::Correction), ("BERICHTIGUNG", Form::Prefix, UpdateKind::Correction),
    ("KORREKTUR", Form::Prefix, UpdateKind::Correction), ("Korrektur", Form::Colon, UpdateKind::Correction), // dpa
    ("Berichtigung", Form::Colon, UpdateKind::Correction), ("RETTELSE", Form::Prefix, UpdateKind::Correction), // NTB
    ("Rettelse", Form::Colon, UpdateKind::Correction), ("RÄTTELSE", Form::Prefix, UpdateKind::Correction), // TT
    ("RETTING", Form::Prefix, UpdateKind::Correction), ("OIKAISU", Form::Prefix, UpdateKind::Correction), // STT
    ("KORJATTU", Form::Prefix, UpdateKind::Correction), ("Korjattu", Form::Colon, UpdateKind::Correction),
    ("Korjattu aiempaa uutista", Form::Opens, UpdateKind::Correction),
    ("RECTIFICATIF", Form::Prefix, UpdateKind::Correction), ("RECTIFICATIE", Form::Prefix, UpdateKind::Correction),
    ("CORRECCIÓN", Form::Prefix, UpdateKind::Correction), ("RECTIFICACIÓN", Form::Prefix, UpdateKind::Correction),
    ("CORREZIONE", Form::Prefix, UpdateKind::Correction), ("RETTIFICA", Form::Prefix, UpdateKind::Correction), // ANSA
    ("CORREÇÃO", Form::Prefix, UpdateKind::Correction), // Lusa
    ("STORY WITHDRAWN", Form::Alone, UpdateKind::Kill), ("WITHDRAWAL", Form::Alone, UpdateKind::Kill),
    ("WITHDRAWN", Form::Alone, UpdateKind::Kill), ("MANDATORY KILL", Form::Alone, UpdateKind::Kill),
    ("Kill", Form::Colon, UpdateKind::Kill), ("ANNULATION DÉPÊCHE", Form::Opens, UpdateKind::Kill),
    ("ANNULATION Dépêche", Form::Opens, UpdateKind::Kill), ("ANNULATION dépêche", Form::Opens, UpdateKind::Kill), // AFP
    ("ВНИМАНИЕ! Сообщение АННУЛИРОВАНО", Form::Opens, UpdateKind::Kill), // TASS
    ("ВНИМАНИЕ! СООБЩЕНИЕ АННУЛИРОВАНО", Form::Opens, UpdateKind::Kill),
    ("Сообщение аннулировано", Form::Opens, UpdateKind::Kill), ("СООБЩЕНИЕ АННУЛИРОВАНО", Form::Opens, UpdateKind::Kill),
    ("KILL", Form::Alone, UpdateKind::Kill), ("BULLETIN KILL", Form::Alone, UpdateKind::Kill),
    // AP, AAP, PTI: a headline may follow without a sign.
    ("KILL NOTICE", Form::Opens, UpdateKind::Kill), ("URGENT KILL", Form::Opens, UpdateKind::Kill),
    ("PLEASE KILL", Form::Opens, UpdateKind::Kill), ("KILL STORY", Form::Opens, UpdateKind::Kill),
    ("KILL ADVISORY", Form::Opens, UpdateKind::Kill), ("MANDATORY KILL", Form::Opens, UpdateKind::Kill),
    ("STORY REMOVED", Form::Alone, UpdateKind::Kill), ("STORY KILLED", Form::Alone, UpdateKind::Kill),
    ("STORY RETRACTED", Form::Alone, UpdateKind::Kill), ("RETRACTION", Form::Alone, UpdateKind::Kill),
    ("RETRACTED", Form::Alone, UpdateKind::Kill), ("Retraction", Form::Colon, UpdateKind::Kill), // UPI
    ("ANNULE", Form::Alone, UpdateKind::Kill), ("ANULAR", Form::Alone, UpdateKind::Kill),
    ("ANNULATION", Form::Alone, UpdateKind::Kill), ("ANNULÉ", Form::Alone, UpdateKind::Kill), // AFP, ATS
    ("ANNULÉE", Form::Alone, UpdateKind::Kill), ("Annulation", Form::Colon, UpdateKind::Kill),
    ("ANULACIÓN", Form::Alone, UpdateKind::Kill), ("ANULACION", Form::Alone, UpdateKind::Kill), // EFE
    ("ANULA", Form::Alone, UpdateKind::Kill), ("ANULADA", Form::Alone, UpdateKind::Kill),
    ("ANNULLARE", Form::Alone, UpdateKind::Kill), ("ANNULLAMENTO", Form::Alone, UpdateKind::Kill), // ANSA
    ("ANNULLARE LA NOTIZIA", Form::Opens, UpdateKind::Kill), ("ANULAÇÃO", Form::Alone, UpdateKind::Kill), // Lusa
    ("ANNULLATA", Form::Alone, UpdateKind::Kill), ("ANNULLATO", Form::Alone, UpdateKind::Kill),
    ("ZURÜCKGEZOGEN", Form::Alone, UpdateKind::Kill), ("Zurückgezogen", Form::Colon, UpdateKind::Kill), // dpa
    ("Rückzug der Meldung", Form::Opens, UpdateKind::Kill), ("RÜCKZUG DER MELDUNG", Form::Opens, UpdateKind::Kill),
    ("STORNIERUNG", Form::Alone, UpdateKind::Kill), ("STORNO", Form::Alone, UpdateKind::Kill), // dpa, APA
    ("Stornierung", Form::Colon, UpdateKind::Kill), ("INTREKKING", Form::Alone, UpdateKind::Kill), // ANP
    ("TREKKES", Form::Alone, UpdateKind::Kill), ("TREKKES TILBAKE", Form::Alone, UpdateKind::Kill), // NTB
    ("Trekkes", Form::Colon, UpdateKind::Kill), ("TILBAKETREKKING", Form::Alone, UpdateKind::Kill),
    ("TILBAGEKALDELSE", Form::Alone, UpdateKind::Kill), ("Tilbagekaldelse", Form::Colon, UpdateKind::Kill), // Ritzau
    ("TILBAGEKALDES", Form::Alone, UpdateKind::Kill), ("ÅTERKALLAS", Form::Alone, UpdateKind::Kill), // TT
    ("ÅTERKALLELSE", Form::Alone, UpdateKind::Kill), ("PERUUTUS", Form::Alone, UpdateKind::Kill), // STT
    ("АННУЛИРОВАНО", Form::Alone, UpdateKind::Kill), ("АННУЛИРУЕТСЯ", Form::Alone, UpdateKind::Kill), // TASS
    // What takes an item back and gives another in its place (ANSA, AFP, EFE, ANP).
    ("ANNULLA E SOSTITUISCE", Form::Opens, UpdateKind::Correction),
    ("ANNULE ET REMPLACE", Form::Opens, UpdateKind::Correction),
    ("ANULA Y SUSTITUYE", Form::Opens, UpdateKind::Correction),
    ("WITHDRAWN AND REPLACED", Form::Opens, UpdateKind::Correction),
    ("HOLD", Form::Alone, UpdateKind::Withhold), ("WITHHOLD", Form::Alone, UpdateKind::Withhold),
    // ANP, in spaced letters or not.
    ("Nieuw bericht, vervangt", Form::Opens, UpdateKind::Update), ("NIEUW BERICHT, VERVANGT", Form::Opens, UpdateKind::Update),
    ("ADVISORY", Form::Alone, UpdateKind::Advisory), ("MEDIA ADVISORY", Form::Alone, UpdateKind::Advisory),
    ("FLASH", Form::Alone, UpdateKind::Alert), ("ALERT", Form::Alone, UpdateKind::Alert),
    ("BULLETIN", Form::Alone, UpdateKind::Alert), ("SNAP", Form::Prefix, UpdateKind::Alert),
    ("URGENT", Form::Alone, UpdateKind::Alert), ("BREAKING", Form::Alone, UpdateKind::Alert),
    ("NEWSALERT", Form::Alone, UpdateKind::Alert), ("EIL", Form::Alone, UpdateKind::Alert),
    ("TEST", Form::Alone, UpdateKind::Test), ("TEST MESSAGE", Form::Alone, UpdateKind::Test),
    ("SERVICE TEST", Form::Alone, UpdateKind::Test),
];

/// What may open a line with a marker; a lead's number may as well.
pub(super) fn openers() -> impl Iterator<Item = &'static str> {
    MARKERS.iter().map(|(word, ..)| *word)
}

/// The marker at the beginning of `line`.
pub(super) fn read(line: &str) -> Option<Mark> {
    if let Some(sequence) = lead(line) {
        return Some(Mark::Kind { kind: UpdateKind::Update, sequence, alone: lead_alone(line) });
    }
    MARKERS.iter().find_map(|(word, form, kind)| {
        let rest = line.strip_prefix(word)?;
        let (sequence, alone) = match form {
            Form::Numbered => {
                let number = rest.strip_prefix(' ')?;
                let digits = number.len() - number.trim_start_matches(|c: char| c.is_ascii_digit()).len();
                let sequence = number[..digits].parse().ok()?;
                let rest = number[digits..].trim_start();
                if !rest.is_empty() && !rest.starts_with(['-', '–', ':', ',', ')', '/']) {
                    return None;
                }
                (Some(sequence), rest.is_empty())
            }
            Form::Prefix => {
                let rest = rest.trim_start();
                if !rest.is_empty() && !rest.starts_with(['-', '–', '—', ':', '/', ')', '(', '.', '!', '>'])
                {
                    return None;
                }
                (None, rest.is_empty())
            }
            Form::Opens => {
                if rest.starts_with(char::is_alphanumeric) {
                    return None;
                }
                (None, true)
            }
            Form::Colon => {
                if !rest.starts_with(':') {
                    return None;
                }
                (None, false)
            }
            Form::Alone => {
                let mut rest = rest;
                while let Some(more) = rest.trim_start().strip_prefix(word) {
                    rest = more;
                }
                let rest = rest.trim_start();
                let ends = rest.trim_matches(['*', '!', '.', ')', ']', ' ', '=', '-']).is_empty();
                // `KILL. Please kill the story`: a full stop and a sentence.
                let stops = matches!(kind, UpdateKind::Kill | UpdateKind::Withhold) && rest.starts_with(". ");
                if !ends && !stops && !rest.starts_with([':', ',', '-', '–', '—', ')', '!', '\n']) {
                    return None;
                }
                // `TEST: England 301-4 at stumps` is cricket.
                let ignore = || ["ignore", "disregard"].iter().any(|word| rest.to_lowercase().contains(word));
                if *kind == UpdateKind::Test && !ends && !ignore() {
                    return None;
                }
                (None, ends)
            }
        };
        Some(Mark::Kind { kind: *kind, sequence, alone })
    })
}

/// `2nd LD`, `1st Ld-Writethru`, `3RD LEAD`, `2ndlead`: the number of the lead.
fn lead(line: &str) -> Option<Option<u32>> {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits == 0 || digits > 2 {
        return None;
    }
    let rest = line.get(digits..digits + 2)?.to_lowercase();
    if !["st", "nd", "rd", "th"].contains(&rest.as_str()) {
        return None;
    }
    let word = line[digits + 2..].trim_start().get(..2)?.to_lowercase();
    let rest = line[digits + 2..].trim_start();
    let led = word == "ld" || rest.get(..4).is_some_and(|w| w.eq_ignore_ascii_case("lead"));
    led.then(|| line[..digits].parse().ok())
}

/// Whether the line says nothing but which lead it is: `1st Ld-Writethru,0287`, but not `2nd LD Ferry sinks`.
fn lead_alone(line: &str) -> bool {
    line.split([' ', '-', ',', '.', ')']).skip(1).all(|word| {
        word.bytes().all(|b| b.is_ascii_digit())
            || ["ld", "lead", "writethru", "writethrough"].contains(&word.to_ascii_lowercase().as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lead_has_its_line_for_itself() {
        for (line, wanted) in [
            ("1st Ld-Writethru", true),
            ("2nd LD", true),
            ("3rd Lead, 0450", true),
            ("2ndlead", true),
            ("2nd LD Ferry sinks off island", false),
        ] {
            let found = read(line);
            assert!(matches!(found, Some(Mark::Kind { alone, .. }) if alone == wanted), "{line}: {found:?}");
        }
    }
}
