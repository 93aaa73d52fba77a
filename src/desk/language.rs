//! What language the text is in, whatever the metadata say.

use whatlang::{Detector, Lang};

/// The detector sees this many bytes: enough to be sure, little enough to be cheap.
const SAMPLE: usize = 400;
/// Below this many letters a guess is no better than chance.
const MIN_LETTERS: usize = 25;

/// whatlang's languages that wires are sent in, with their BCP 47 tags.
const LANGUAGES: &[(Lang, &str)] = &[
    (Lang::Eng, "en"),
    (Lang::Spa, "es"),
    (Lang::Fra, "fr"),
    (Lang::Deu, "de"),
    (Lang::Ita, "it"),
    (Lang::Por, "pt"),
    (Lang::Nld, "nl"),
    (Lang::Swe, "sv"),
    (Lang::Dan, "da"),
    (Lang::Nob, "nb"),
    (Lang::Fin, "fi"),
    (Lang::Cat, "ca"),
    (Lang::Pol, "pl"),
    (Lang::Ces, "cs"),
    (Lang::Slk, "sk"),
    (Lang::Slv, "sl"),
    (Lang::Hrv, "hr"),
    (Lang::Srp, "sr"),
    (Lang::Hun, "hu"),
    (Lang::Ron, "ro"),
    (Lang::Bul, "bg"),
    (Lang::Mkd, "mk"),
    (Lang::Ell, "el"),
    (Lang::Tur, "tr"),
    (Lang::Rus, "ru"),
    (Lang::Ukr, "uk"),
    (Lang::Bel, "be"),
    (Lang::Est, "et"),
    (Lang::Lav, "lv"),
    (Lang::Lit, "lt"),
    (Lang::Ara, "ar"),
    (Lang::Heb, "he"),
    (Lang::Pes, "fa"),
    (Lang::Urd, "ur"),
    (Lang::Hin, "hi"),
    (Lang::Ben, "bn"),
    (Lang::Tam, "ta"),
    (Lang::Tel, "te"),
    (Lang::Tha, "th"),
    (Lang::Vie, "vi"),
    (Lang::Ind, "id"),
    (Lang::Tgl, "tl"),
    (Lang::Cmn, "zh"),
    (Lang::Jpn, "ja"),
    (Lang::Kor, "ko"),
    (Lang::Kat, "ka"),
    (Lang::Hye, "hy"),
    (Lang::Aze, "az"),
    (Lang::Uzb, "uz"),
];

/// Detects languages; built once, shared.
pub struct Languages {
    detector: Detector,
}

impl Languages {
    pub fn new() -> Self {
        Languages { detector: Detector::with_allowlist(LANGUAGES.iter().map(|(lang, _)| *lang).collect()) }
    }

    /// The BCP 47 tag of `text`, or `None` when it is too short or the guess unsure.
    pub fn detect(&self, text: &str) -> Option<&'static str> {
        let sample = sample(text);
        let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
        let ideographs = sample.chars().filter(|&c| c >= '\u{2E80}').count();
        if letters < MIN_LETTERS && ideographs < 6 {
            return None;
        }
        let info = self.detector.detect(sample)?;
        let sure = info.is_reliable() || info.confidence() > 0.3 || letters > 150;
        LANGUAGES.iter().find(|(lang, _)| sure && *lang == info.lang()).map(|(_, tag)| *tag)
    }
}

/// A stretch from behind the first dash, where the dateline's foreign names are over, if there is enough text there.
fn sample(text: &str) -> &str {
    let text = text.trim_start();
    let head = &text[..text.floor_char_boundary(120)];
    let begin = head.find([')', '—', '–']).or_else(|| head.find(" - ")).unwrap_or(0);
    let story = &text[begin..];
    let story = if story.len() < 80 { text } else { story };
    &story[..story.floor_char_boundary(SAMPLE)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn detects_the_text_not_the_dateline() {
        let languages = Languages::new();
        for (text, want) in [
            (
                "REYKJAVIK, Iceland (XYZ) — The harbour was closed on Monday after a storm drove two trawlers ashore.",
                Some("en"),
            ),
            (
                "Nueva Delhi, 21 ene (XYZ).- El gobierno anunció este lunes que el puerto volverá a abrir mañana por la tarde.",
                Some("es"),
            ),
            (
                "London (xyz) - Der Hafen bleibt nach dem Sturm am Montag geschlossen, teilte die Behörde am Abend mit.",
                Some("de"),
            ),
            (
                "Paris, 21 jan 2019 (XYZ) - Le port restera fermé lundi après la tempête, a annoncé la préfecture dans la soirée.",
                Some("fr"),
            ),
            (
                "ROMA, 1 LUG - Il porto resta chiuso dopo la tempesta, ha annunciato lunedì sera la capitaneria della città.",
                Some("it"),
            ),
            (
                "Göteborg (XYZ) Hamnen är stängd efter stormen, meddelade myndigheten på måndagen och väntar nu på besked.",
                Some("sv"),
            ),
            ("Shr 12 cts", None),
            ("12 34 56 78", None),
        ] {
            assert_eq!(languages.detect(text), want, "{text}");
        }
    }
}
