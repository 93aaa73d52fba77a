//! Marker lines above a headline: `EXTRA`, `2ND LEAD`, `(Achtung)`, `KILL KILL KILL`, `Eil`.

use super::super::contact;
use crate::dispatch::Envelope;
use crate::record::UpdateKind;

/// What a marker's word says of the item.
type Sense = Option<UpdateKind>;

/// Words that marker lines consist of (dpa stylebook and services, APA, ATS, KNA), small letters.
#[rustfmt::skip]
const WORDS: &[(&str, Sense)] = &[
    ("lead", Some(UpdateKind::Update)), ("ld", Some(UpdateKind::Update)), ("net", Some(UpdateKind::Update)),
    ("roundup", Some(UpdateKind::Update)), ("wrapup", Some(UpdateKind::Update)), ("update", Some(UpdateKind::Update)),
    ("writethru", Some(UpdateKind::Update)), ("zusammenfassung", Some(UpdateKind::Update)), ("neufassung", Some(UpdateKind::Update)),
    ("neu", Some(UpdateKind::Update)), ("aktualisierung", Some(UpdateKind::Update)), ("erweiterung", Some(UpdateKind::Update)),
    ("kill", Some(UpdateKind::Kill)), ("withdrawal", Some(UpdateKind::Kill)), ("storno", Some(UpdateKind::Kill)),
    ("stornierung", Some(UpdateKind::Kill)), ("annulation", Some(UpdateKind::Kill)), ("rückzug", Some(UpdateKind::Kill)),
    ("hold", Some(UpdateKind::Withhold)), ("withhold", Some(UpdateKind::Withhold)), ("sperren", Some(UpdateKind::Withhold)),
    ("korr", Some(UpdateKind::Correction)), ("korr-meldung", Some(UpdateKind::Correction)), ("korrektur", Some(UpdateKind::Correction)),
    ("berichtigung", Some(UpdateKind::Correction)), ("correction", Some(UpdateKind::Correction)), ("corrected", Some(UpdateKind::Correction)),
    ("corrective", Some(UpdateKind::Correction)), ("refile", Some(UpdateKind::Correction)), ("rectificatif", Some(UpdateKind::Correction)),
    ("eil", Some(UpdateKind::Alert)), ("eilmeldung", Some(UpdateKind::Alert)), ("blitz", Some(UpdateKind::Alert)),
    ("flash", Some(UpdateKind::Alert)), ("bulletin", Some(UpdateKind::Alert)), ("alert", Some(UpdateKind::Alert)),
    ("advisory", Some(UpdateKind::Advisory)), ("test", Some(UpdateKind::Test)), ("testmeldung", Some(UpdateKind::Test)),
    ("extra", None), ("urgent", None), ("achtung", None), ("attention", None), ("wiederholung", None), ("repeat", None),
    ("feature", None), ("preview", None), ("vorschau", None), ("hintergrund", None), ("background", None), ("analysis", None),
    ("analyse", None), ("interview", None), ("korrespondentenbericht", None), ("porträt", None), ("chronologie", None),
    ("stichwort", None), ("advance", None), ("add", None), ("picture", None), ("overview", None), ("tagesvorschau", None),
    ("vorab", None), ("mit", None), ("und", None), ("foto", None), ("fotos", None), ("bild", None), ("bilder", None),
    ("grafik", None), ("video", None), ("audio", None), ("teil", None), ("fortsetzung", None), ("schluss", None), ("meldung", None),
    ("papier", None), ("synthèse", Some(UpdateKind::Update)), ("répétition", None), ("précision", None),
];

/// Words that by themselves mean nothing in particular: a line needs another.
const WEAK: &[&str] = &[
    "mit", "und", "foto", "fotos", "bild", "bilder", "grafik", "video", "audio", "neu", "test", "teil",
    "meldung",
];

/// Takes `line` as a marker if it is one: its advisory and its signals.
pub fn take(line: &str, envelope: &mut Envelope) -> bool {
    let line = line.trim().trim_end_matches('=').trim_end();
    let Some((kind, sequence)) = sense(line) else { return false };
    contact::tell_editors(line, envelope);
    if let Some(kind) = kind
        && !envelope.signals.iter().any(|signal| signal.kind == kind)
    {
        envelope.signal(kind, sequence);
    }
    true
}

/// What a line says, if it is nothing but marker words and numbers, or a short remark in parentheses.
fn sense(line: &str) -> Option<(Sense, Option<u32>)> {
    let inner = line.strip_prefix('(').and_then(|line| line.strip_suffix(')'));
    let remark = inner.is_some_and(|inner| !inner.contains('(') && inner.len() <= 120);
    if remark || gate(line) {
        return Some((remarked(inner.unwrap_or_default()), None));
    }
    if line.len() > 60 {
        return None;
    }
    let kind = words(line)?;
    let strong = fields(line)
        .any(|word| !WEAK.contains(&word.as_str()) && !word.starts_with(|c: char| c.is_ascii_digit()));
    strong.then(|| (kind, number(line)))
}

/// What the first word of a remark says: `(Zusammenfassung 1630 - neu: Zitat)`. That it is a test takes more than a word.
fn remarked(inner: &str) -> Sense {
    let first = fields(inner).find(|word| !word.starts_with(|c: char| c.is_ascii_digit()))?;
    let (_, sense) = WORDS.iter().find(|(known, _)| *known == first)?;
    sense.filter(|kind| *kind != UpdateKind::Test)
}

/// Lines that say when the copy may be used; the desk reads them.
pub fn gate(line: &str) -> bool {
    let lower = line.to_lowercase();
    [
        "sperrfrist",
        "achtung:",
        "embargo:",
        "embargo until",
        "embargo bis",
        "embargo jusqu",
        "embargoed",
        "under embargo",
        "frei für ",
        "frei ab ",
        "attention editors",
        "attention:",
        "achtung redaktionen",
        "eds:",
        "editors:",
    ]
    .iter()
    .any(|word| lower.starts_with(word))
}

/// The sense of the first word that has one, or of one that stops the story; `None` unless all words are markers or numbers.
fn words(line: &str) -> Option<Sense> {
    let mut kind = None;
    let mut any = false;
    for word in fields(line) {
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        let (_, sense) = WORDS.iter().find(|(known, _)| *known == word)?;
        any = true;
        // `LEAD KILL`: what ends or holds a story is not hidden by what else it is.
        let stops = |sense: &Sense| matches!(sense, Some(UpdateKind::Kill | UpdateKind::Withhold));
        if !stops(&kind) && (kind.is_none() || stops(sense)) {
            kind = *sense;
        }
    }
    any.then_some(kind)
}

fn fields(line: &str) -> impl Iterator<Item = String> {
    line.split(|c: char| c.is_whitespace() || ",/.+:!".contains(c))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

/// `2` of `2ND LEAD`, `2. Zusammenfassung`.
fn number(line: &str) -> Option<u32> {
    let figures = line.find(|c: char| c.is_ascii_digit()).map(|at| &line[at..])?;
    let end = figures.find(|c: char| !c.is_ascii_digit()).unwrap_or(figures.len());
    figures[..end].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marker_lines() {
        for (line, signal) in [
            ("EXTRA", None),
            ("2ND LEAD", Some((UpdateKind::Update, Some(2)))),
            ("3RD NET =", Some((UpdateKind::Update, Some(3)))),
            ("2. Zusammenfassung", Some((UpdateKind::Update, Some(2)))),
            ("KILL KILL KILL", Some((UpdateKind::Kill, None))),
            ("HOLD HOLD HOLD", Some((UpdateKind::Withhold, None))),
            ("KORR-Meldung", Some((UpdateKind::Correction, None))),
            ("Eil", Some((UpdateKind::Alert, None))),
            ("(Achtung)", None),
            ("(Zusammenfassung 1630 - neu: Zitat)", Some((UpdateKind::Update, None))),
            ("(Test im Hafen)", None),
            ("(Wiederholung vom Vortag)", None),
            ("Sperrfrist: 19.00 Uhr", None),
        ] {
            let mut envelope = Envelope::default();
            assert!(take(line, &mut envelope), "{line}");
            assert_eq!(envelope.signals.first().map(|s| (s.kind, s.sequence)), signal, "{line}");
            assert_eq!(envelope.advisories.len(), 1);
        }
        for line in [
            "Embargo gegen Insel bleibt",
            "Korrektur: Hafen offen",
            "Ferry sinks off island",
            "Lead found in water",
            "100 years on",
            "Neu",
            "Test",
            "Video und Audio",
            "3 000",
        ] {
            let mut envelope = Envelope::default();
            assert!(!take(line, &mut envelope), "{line}");
            assert!(envelope.advisories.is_empty());
        }
    }
}
