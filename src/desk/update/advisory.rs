//! Lines that tell what an update changes: Reuters' trash line, AFP's advisory line, NTB's and STT's notes.

use super::{DECOR, Mark, behind_label, closed_up, folded};
use crate::record::UpdateKind;

/// What such a line begins with, folded.
#[rustfmt::skip]
const OPENERS: &[&str] = &[
    "adds", "adding", "updates", "updating", "recasts", "recasting", "raises", "writes through", "new throughout", "edits throughout", // Reuters, AFP, AP
    "with updates", "updated throughout", "updated with", "update:", "uppdaterad", "uppdaterar", // TT
    "ajoute", "actualise", "actualisation", "precise", "ajout", // AFP
    "actualiza", "amplia", "agrega", "anade", // EFE
    "aggiorna", "aggiornamento", "aggiunge", // ANSA
    "aktualisiert", "aktualisierung", "erganzt", "erweitert", "neu:", "neu mit", "durchgehend neu", // dpa, APA
    "noe utvidet", "utvidet", "oppdatert", "oppdaterer", "ny versjon", "med mer", // NTB
    "opdateret", "opdaterer", "udvidet", // Ritzau
    "taydennetty", "paivitetty", "taydentaa", "complemented", // STT
    "nieuw bericht, vervangt", "nieuw bericht vervangt", "vervangt", "update met", // ANP, Belga
];

/// Reads a note or advisory line that says that this is a fuller or newer version.
pub fn read(line: &str) -> Option<Mark> {
    let line = &closed_up(line.trim_start_matches(DECOR));
    [Some(&**line), behind_label(line)].into_iter().flatten().find_map(told)
}

fn told(line: &str) -> Option<Mark> {
    let line = folded(line, 60);
    let opens =
        |word: &&str| line.strip_prefix(*word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    OPENERS.iter().any(opens).then_some(Mark::Kind { kind: UpdateKind::Update, sequence: None, alone: true })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advisories() {
        for line in [
            "RECASTS with attack on port, RAISES toll, UPDATES throughout",
            "(Adds governor's announcement, background)",
            "ACTUALISE avec communiqué",
            "Noe utvidet.",
            "Eds: UPDATES: Adds quotes from farmers.",
            "N i e u w  bericht, vervangt: Brug dicht",
        ] {
            assert!(read(line).is_some(), "{line}");
        }
        for line in [
            "(Picture+Video)",
            "Addis Ababa",
            "Updatesque",
            "Raised beds",
            "With files from Jane Roe",
            "ADDITION",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
