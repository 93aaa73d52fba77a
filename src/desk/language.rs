//! What language the text is in, whatever the metadata say.

use rustc_hash::FxHashMap;
use whatlang::{Detector, Lang};

use crate::authority::Agency;

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

/// Small words that tell the languages of the wires apart where a text is short: a detector of letters takes
/// `Nikkei ends down` for French.
const SMALL_WORDS: &[(&str, &str)] = &[
    (
        "en",
        "the of to in on and for from with was were said says after by at is are has an as its that it be near two three four \
         five this who their been his her people police died killed monday tuesday wednesday thursday friday saturday sunday",
    ),
    ("es", "el la los las de del en y que por con una un para se su al lo es sigue"),
    ("fr", "le la les de des du et en un une dans pour par sur au aux est sont que qui ce il"),
    ("de", "der die das den dem des und in im von mit für auf ist sind ein eine nicht nach zu am bei"),
    ("it", "il lo la i gli le di del della dei e in per con un una che è sono da al nel si"),
    ("pt", "o a os as de do da dos das em no na e que por com um uma para se ao não"),
    ("nl", "de het een en van in op met voor is zijn niet na bij aan door te dat er"),
    ("sv", "och i att en ett det som på är av för med den till har inte om efter"),
    ("da", "og i at en et det som på er af for med den til har ikke om efter ved"),
    ("nb", "og i at en et det som på er av for med den til har ikke om etter ved"),
    ("fi", "ja on ei että oli se hän ovat myös kun mukaan sekä"),
];
/// Below this many letters the small words are asked.
const SHORT: usize = 220;
/// So many small words of one language, with a third of them or less in any other, decide alone.
const CLEAR: u32 = 10;

/// Detects languages; built once, shared.
pub struct Languages {
    detector: Detector,
    /// Small word → languages that have it, as bits in the order of [`SMALL_WORDS`].
    small: FxHashMap<&'static str, u16>,
}

/// What the letters and words of a text say of its language.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Guess {
    /// BCP 47.
    tag: Option<&'static str>,
    sure: bool,
    /// The detector itself is sure, not only the text long: a list of names has letters enough.
    firm: bool,
}

impl Guess {
    /// The language, if the text alone decides.
    pub fn sure(self) -> Option<&'static str> {
        self.tag.filter(|_| self.sure)
    }

    /// Whether the text contradicts whoever says that it is in another language.
    pub fn firm(self) -> bool {
        self.firm
    }

    /// The language, where the text leaves it open the one that the agencies write in: the guess if one of them does,
    /// else the first agency's main language.
    pub fn settle(self, agencies: &[&Agency]) -> Option<&'static str> {
        let known = |code: &str| LANGUAGES.iter().map(|(_, tag)| *tag).find(|tag| *tag == code);
        let writes = |tag: &str| agencies.iter().any(|agency| agency.languages.iter().any(|own| own == tag));
        let main = || known(agencies.first()?.languages.first()?);
        let sure = self.sure().filter(|tag| self.firm || agencies.is_empty() || writes(tag));
        sure.or_else(|| self.tag.filter(|tag| writes(tag))).or_else(main).or(self.sure())
    }
}

impl Languages {
    pub fn new() -> Self {
        let mut small: FxHashMap<&'static str, u16> = FxHashMap::default();
        for (bit, (_, words)) in SMALL_WORDS.iter().enumerate() {
            words.split(' ').for_each(|word| *small.entry(word).or_default() |= 1 << bit);
        }
        let detector = Detector::with_allowlist(LANGUAGES.iter().map(|(lang, _)| *lang).collect());
        Languages { detector, small }
    }

    /// The BCP 47 tag of `text`, or `None` when it is too short or the guess unsure.
    #[cfg(test)]
    pub fn detect(&self, text: &str) -> Option<&'static str> {
        self.guess(text).sure()
    }

    pub fn guess(&self, text: &str) -> Guess {
        let sample = sample(text);
        let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
        let latin = sample.chars().filter(|c| c.is_alphabetic() && *c < '\u{250}').count();
        let ideographs = sample.chars().filter(|&c| c >= '\u{2E80}').count();
        if letters < SHORT && latin * 2 > letters {
            return self.small_words(sample);
        }
        if letters < MIN_LETTERS && ideographs < 6 {
            return Guess::default();
        }
        // Most copy: its small words leave no doubt, and the detector costs as much as all the desk's other work on the head.
        let (counts, best, next) = self.count(sample);
        if counts[best] >= CLEAR && counts[best] >= 3 * next {
            return Guess { tag: Some(SMALL_WORDS[best].0), sure: true, firm: true };
        }
        let Some(info) = self.detector.detect(sample) else { return Guess::default() };
        let tag = LANGUAGES.iter().find(|(lang, _)| *lang == info.lang()).map(|(_, tag)| *tag);
        let firm = info.is_reliable() || info.confidence() > 0.3;
        Guess { tag, sure: firm || letters > 150, firm }
    }

    /// How many of a text's small words each row of [`SMALL_WORDS`] has; the row that has most, and what the next one has.
    fn count(&self, sample: &str) -> ([u32; SMALL_WORDS.len()], usize, u32) {
        let mut counts = [0u32; SMALL_WORDS.len()];
        for word in sample.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
            let languages = match word.bytes().any(|byte| !byte.is_ascii_lowercase()) {
                true => self.small.get(word.to_lowercase().as_str()),
                false => self.small.get(word),
            };
            let languages = languages.copied().unwrap_or_default();
            counts.iter_mut().enumerate().for_each(|(bit, count)| *count += u32::from(languages >> bit & 1));
        }
        let best =
            (0..counts.len()).max_by_key(|at| (counts[*at], std::cmp::Reverse(*at))).unwrap_or_default();
        let next = (0..counts.len()).filter(|at| *at != best).map(|at| counts[at]).max().unwrap_or_default();
        (counts, best, next)
    }

    /// Of a short text in Latin letters: the language of most of its small words, sure with a lead of two; with none,
    /// the detector's, unsure.
    fn small_words(&self, sample: &str) -> Guess {
        let (counts, best, next) = self.count(sample);
        let count = counts[best];
        let detected = self.detector.detect(sample).map(|info| (info.lang(), info.is_reliable()));
        let detected = detected.and_then(|(lang, reliable)| {
            LANGUAGES.iter().find(|(own, _)| *own == lang).map(|(_, tag)| (*tag, reliable))
        });
        let most = |tag: &str| SMALL_WORDS.iter().zip(counts).any(|((own, _), n)| *own == tag && n == count);
        let rowless = |tag: &str| !SMALL_WORDS.iter().any(|(own, _)| *own == tag);
        let (tag, sure) = match detected {
            _ if count >= next + 2 => (Some(SMALL_WORDS[best].0), true),
            // Two witnesses: words and letters say the same.
            Some((tag, reliable)) if count > 0 && most(tag) => (Some(tag), reliable || count > next),
            Some((tag, true)) if count == 0 && rowless(tag) => (Some(tag), true),
            _ => (Some(SMALL_WORDS[best].0).filter(|_| count > next), false),
        };
        Guess { tag, sure, firm: sure }
    }
}

/// A stretch from behind the first dash, where the dateline's foreign names are over, if there is enough text there.
fn sample(text: &str) -> &str {
    let text = text.trim_start();
    let head = &text[..text.floor_char_boundary(120)];
    let begin = head.find([')', '—', '–']).or_else(|| head.find(" - ")).unwrap_or(0);
    let story = &text[begin..];
    let story = if story.len() < 25 { text } else { story };
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
            // Portuguese by its letters and its `a`.
            ("PARIS, March 14 (XYZ) - A bomb exploded near a market. Three people died.", Some("en")),
            ("ROME, March 14 (XYZ) - Minister Rossi met union leaders Thursday.", None),
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
            (
                "NAIROBI, Kenya (XYZ) — Parliament on Monday passed a budget for the year, the clerk said.",
                Some("en"),
            ),
            ("Berlin (xyz) - Der Hafen bleibt nach dem Sturm geschlossen.", Some("de")),
            ("TOKYO, June 2 (XYZ) - Gears end down 1.2%", None),
            ("Shr 12 cts", None),
            ("12 34 56 78", None),
        ] {
            assert_eq!(languages.detect(text), want, "{text}");
        }
    }
    #[test]
    fn agencies_decide_where_the_text_does_not() {
        let languages = Languages::new();
        let authority = crate::authority::Authority::builtin().expect("the data built in");
        for (text, agency, want) in [
            ("TOKYO, June 2 (Reuters) - Nikkei ends down 1.2%", "REUTERS", Some("en")),
            ("MARSEILLE, France (AP) — Police arrest 12 suspects in drug raid", "AP", Some("en")),
            ("Paris, 3 mai (AFP) - Le port reste fermé.", "AFP", Some("fr")),
            ("Oslo (NTB): Havnen er stengt etter stormen.", "NTB", Some("nb")),
            ("København /ritzau/ Havnen er lukket.", "RITZAU", Some("da")),
            ("Helsinki (STT) Satama on suljettu.", "STT", Some("fi")),
            ("Shr 12 cts", "", None),
        ] {
            let agencies: Vec<&Agency> = authority.agencies.by_code(agency).into_iter().collect();
            assert_eq!(languages.guess(text).settle(&agencies), want, "{text}");
        }
    }
}
