//! Keyword lines: `BC-AS--China-Daring Escape-ABRIDGED, 3rd Ld-Writethru,827`.

use super::super::{Limits, unmapped};
use crate::dispatch::Envelope;
use crate::record::UpdateKind;

/// What words of a keyword line say of the item, in small letters (AP's guidelines).
const WORDS: &[(&str, UpdateKind)] = &[
    ("kill", UpdateKind::Kill),
    ("elimination", UpdateKind::Kill),
    ("withhold", UpdateKind::Withhold),
    ("hold", UpdateKind::Withhold),
    ("corrective", UpdateKind::Correction),
    ("correction", UpdateKind::Correction),
    ("clarification", UpdateKind::Correction),
    ("advisory", UpdateKind::Advisory),
    ("advisories", UpdateKind::Advisory),
    ("newsalert", UpdateKind::Alert),
    ("apnewsalert", UpdateKind::Alert),
    ("flash", UpdateKind::Alert),
    ("bulletin", UpdateKind::Alert),
    ("ld", UpdateKind::Update),
    ("lead", UpdateKind::Update),
    ("writethru", UpdateKind::Update),
    ("writethrough", UpdateKind::Update),
    ("sub", UpdateKind::Update),
    ("insert", UpdateKind::Update),
    ("update", UpdateKind::Update),
    ("recasts", UpdateKind::Update),
    ("test", UpdateKind::Test),
];

/// Reads a keyword line without its signs.
pub fn read(line: &str, envelope: &mut Envelope, limits: &Limits) {
    let mut fields = line.split(',').map(str::trim).filter(|field| !field.is_empty());
    let Some(slug) = fields.next() else { return };
    if line.to_ascii_lowercase().contains("newsalert") {
        envelope.signal(UpdateKind::Alert, None);
    }
    // The short form divides the version by a blank only: `BC-US--Ethanol-LosingGra 1stLd-Writethru`.
    let version = slug
        .rsplit_once(' ')
        .filter(|(_, word)| word.starts_with(|c: char| c.is_ascii_digit()) && sense(word).is_some());
    envelope.slugline = Some(version.map_or(slug, |(slug, _)| slug.trim_end()).to_owned());
    let mut words = None;
    for field in version.map(|(_, version)| version).into_iter().chain(fields) {
        if field.bytes().all(|b| b.is_ascii_digit()) {
            words = Some(field);
        } else {
            self::version(field, envelope);
        }
    }
    unmapped::keep(envelope, "slug/words", words.unwrap_or_default(), limits);
}

/// `3rd Ld-Writethru`, `2nd Take`, `Bulletin Kill`
fn version(field: &str, envelope: &mut Envelope) {
    Envelope::add(&mut envelope.advisories, field);
    let Some((kind, number)) = sense(field) else { return };
    match kind {
        Some(kind) => envelope.signal(kind, number),
        None => envelope.take = number.or(envelope.take),
    }
}

/// What a version says; its kind is `None` for a take.
fn sense(field: &str) -> Option<(Option<UpdateKind>, Option<u32>)> {
    let lower = field.to_ascii_lowercase();
    let word = |word: &str| {
        let mut words = lower.split(|c: char| !c.is_ascii_alphabetic());
        // `1stLd` is one word.
        words.any(|part| {
            part == word
                || ["st", "nd", "rd", "th"].iter().any(|ordinal| part.strip_prefix(ordinal) == Some(word))
        })
    };
    let figures = lower.split(|c: char| !c.is_ascii_digit()).find(|figures| !figures.is_empty());
    let number = figures.and_then(|figures| figures.parse().ok());
    if word("take") {
        return Some((None, number));
    }
    // `3rd Test` is cricket.
    let own = |known: &str| known != "test" || lower == "test";
    WORDS.iter().find(|(known, _)| word(known) && own(known)).map(|(_, kind)| (Some(*kind), number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keyword_lines() {
        for (line, slug, kind, number) in [
            (
                "BC-AS--Ferry-Sinks-ABRIDGED, 3rd Ld-Writethru,827",
                "BC-AS--Ferry-Sinks-ABRIDGED",
                Some(UpdateKind::Update),
                Some(3),
            ),
            ("BC-US--Ferry 1stLd-Writethru", "BC-US--Ferry", Some(UpdateKind::Update), Some(1)),
            ("BC-US--APNewsAlert,17", "BC-US--APNewsAlert", Some(UpdateKind::Alert), None),
            ("BC-US--Ferry, Bulletin Kill,60", "BC-US--Ferry", Some(UpdateKind::Kill), None),
            ("AM-Ferry, CORRECTIVE,60", "AM-Ferry", Some(UpdateKind::Correction), None),
            ("BC-10 Things to Know-Today,364", "BC-10 Things to Know-Today", None, None),
            ("BC-CRI--India-Australia, 3rd Test,400", "BC-CRI--India-Australia", None, None),
            ("BC-US--Stakeholders,90", "BC-US--Stakeholders", None, None),
        ] {
            let mut envelope = Envelope::default();
            read(line, &mut envelope, &Limits::default());
            assert_eq!(envelope.slugline.as_deref(), Some(slug));
            assert_eq!(
                envelope.signals.first().map(|s| (Some(s.kind), s.sequence)).unwrap_or_default(),
                (kind, number),
                "{line}"
            );
        }
        let mut envelope = Envelope::default();
        read("BC-US--Ferry, 2nd Take,300", &mut envelope, &Limits::default());
        assert_eq!(envelope.take, Some(2));
    }
}
