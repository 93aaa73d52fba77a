//! The language of the text beside the one that is declared.

use crate::authority::Agency;
use crate::desk::language::Guess;
use crate::record::Warning;

/// Languages that detectors take for one another in a few lines: what is declared decides among them.
const ALIKE: &[&[&str]] = &[
    &["nb", "nn", "da", "sv"],
    &["hr", "sr", "bs", "sl", "mk"],
    &["cs", "sk"],
    &["es", "ca", "gl", "pt"],
    &["id", "ms"],
    &["ru", "uk", "be", "bg"],
];

/// Small words that one of two such languages has and the other spells otherwise. NTB sends Ritzau's Danish as Norwegian.
const TELLING: &[(&str, &[&str])] = &[
    ("da", &["af", "efter", "blev", "hvad", "ud", "gennem", "mellem", "sige"]),
    ("nb", &["av", "etter", "ble", "hva", "ut", "gjennom", "mellom", "si", "mye"]),
];
/// So many of them, and none of the other language, decide.
const ENOUGH: usize = 2;

/// The language of the text: what is declared where the text does not contradict, with its region or script.
pub fn language(
    body: &str,
    guess: Guess,
    declared: Option<&str>,
    agencies: &[&Agency],
    warnings: &mut Vec<Warning>,
) -> Option<String> {
    let Some(declared) = declared.and_then(tag) else { return guess.settle(agencies).map(str::to_owned) };
    let own = declared.split('-').next().unwrap_or(&declared);
    let alike = |a: &str| a == own || ALIKE.iter().any(|group| group.contains(&a) && group.contains(&own));
    let told =
        told(body).filter(|tag| alike(tag) && *tag != own && TELLING.iter().any(|(tag, _)| *tag == own));
    let against = told.or_else(|| guess.sure().filter(|sure| guess.firm() && !alike(sure)));
    let Some(actual) = against else { return Some(declared) };
    warnings.push(Warning {
        code: "language.mismatch",
        field: "language",
        detail: format!("declared {declared}, but the text is {actual}"),
    });
    Some(actual.to_owned())
}

/// The language that the telling words of the text's beginning are of.
fn told(body: &str) -> Option<&'static str> {
    let sample = &body[..body.floor_char_boundary(2_000)];
    let count = |words: &[&str]| {
        sample.split(|c: char| !c.is_alphabetic()).filter(|word| words.contains(word)).count()
    };
    let mut counts: Vec<(usize, &str)> = TELLING.iter().map(|(tag, words)| (count(words), *tag)).collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    let (most, next) = (counts.first()?, counts.get(1)?);
    (most.0 >= ENOUGH && next.0 == 0).then_some(most.1)
}

/// A declared language as a BCP 47 tag: `EN`, `en_GB`, `eng`, `English`, `no`.
fn tag(written: &str) -> Option<String> {
    /// ISO 639-2 and names, as envelopes have them.
    const NAMES: &[(&str, &str)] = &[
        ("eng", "en"),
        ("ger", "de"),
        ("deu", "de"),
        ("fre", "fr"),
        ("fra", "fr"),
        ("spa", "es"),
        ("ita", "it"),
        ("por", "pt"),
        ("dut", "nl"),
        ("nld", "nl"),
        ("swe", "sv"),
        ("dan", "da"),
        ("nor", "nb"),
        ("nob", "nb"),
        ("nno", "nn"),
        ("fin", "fi"),
        ("rus", "ru"),
        ("ara", "ar"),
        ("chi", "zh"),
        ("zho", "zh"),
        ("jpn", "ja"),
        ("kor", "ko"),
        ("gre", "el"),
        ("ell", "el"),
        ("english", "en"),
        ("german", "de"),
        ("deutsch", "de"),
        ("french", "fr"),
        ("français", "fr"),
        ("spanish", "es"),
        ("español", "es"),
        ("no", "nb"),
        ("sp", "es"),
        ("jp", "ja"),
        ("cn", "zh"),
        ("gr", "el"),
        ("dk", "da"),
        ("se", "sv"),
    ];
    let written = written.trim().replace('_', "-");
    let mut parts = written.split('-');
    let first = parts.next()?.to_lowercase();
    let primary = NAMES.iter().find(|(name, _)| *name == first).map_or(first.as_str(), |(_, tag)| tag);
    if !(2..=3).contains(&primary.len()) || !primary.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    let mut tag = primary.to_owned();
    for part in parts {
        match part.len() {
            2 if part.bytes().all(|b| b.is_ascii_alphabetic()) => {
                tag.push_str(&format!("-{}", part.to_uppercase()))
            }
            3 if part.bytes().all(|b| b.is_ascii_digit()) => tag.push_str(&format!("-{part}")),
            4 if part.bytes().all(|b| b.is_ascii_alphabetic()) => {
                let (first, rest) = part.split_at(1);
                tag.push_str(&format!("-{}{}", first.to_uppercase(), rest.to_lowercase()));
            }
            _ => {}
        }
    }
    Some(tag)
}
