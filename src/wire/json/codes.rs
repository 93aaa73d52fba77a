//! Coded fields: may it be used, and what is it to the story.

use super::draft::Draft;
use super::value::Value;
use crate::dispatch::Status;
use crate::record::UpdateKind;
use crate::wire::signs;

/// Words of signals, roles and types: IPTC's `sig:…`, AP's editorial types, Superdesk's, TT's update types (`KORR`, `UV`:
/// utvidgad).
#[rustfmt::skip]
const SIGNALS: &[(UpdateKind, &[&str])] = &[
    (UpdateKind::Update, &[
        "update", "updated", "lead", "writethru", "writethrough", "add", "addto", "sub", "replace", "replacement", "rewrite",
        "uv", "kompl", "recast",
    ]),
    (UpdateKind::Correction, &["correction", "corrected", "corrective", "correct", "clarification", "korr", "corr", "refile"]),
    (UpdateKind::Advisory, &["advisory", "digest", "budget", "daybook", "commissioned", "notetoeditors"]),
    (UpdateKind::Alert, &["alert", "newsalert", "flash", "bulletin", "snap", "breaking", "newsflash", "apnewsalert"]),
    (UpdateKind::Test, &["test", "testcontent", "testmessage", "heartbeat", "servicemessage"]),
];

/// Members of an object that hold the word.
const WORDS: &[&str] = &["qcode", "code", "literal", "name", "uri"];

/// What a word means as a signal.
pub(super) fn signal(word: &str) -> Option<UpdateKind> {
    let word = bare(word);
    signs::find(SIGNALS, word).or_else(|| signs::stop(word))
}

/// The word itself, without its scheme: `sig:update`.
fn bare(word: &str) -> &str {
    word.trim_end_matches('/').rsplit([':', '/']).next().unwrap_or(word)
}

pub(super) fn status(draft: &mut Draft<'_, '_>, value: &Value<'_>) {
    for word in value.each().iter().filter_map(|value| value.text_of(WORDS)) {
        // `Embargoed until 10:00` has no scheme.
        signs::tell(if word.contains(' ') { word } else { bare(word) }, &mut draft.envelope);
        if bare(word).eq_ignore_ascii_case("commissioned") {
            draft.envelope.signal(UpdateKind::Advisory, None);
        }
    }
}

/// Signals as words, lists of words or of codes; TT's is an object of them.
pub(super) fn signals(draft: &mut Draft<'_, '_>, value: &Value<'_>) {
    for value in value.each() {
        match value {
            Value::Object(fields) if value.any(WORDS).is_none() => {
                fields.iter().for_each(|(_, value)| signals(draft, value));
            }
            value => one(draft, value),
        }
    }
}

/// Whether a status or signal takes an item back or holds it.
pub(super) fn stops(value: &Value<'_>) -> bool {
    value.text_of(WORDS).map(bare).is_some_and(|word| {
        matches!(signs::status(word), Some(Status::Canceled | Status::Withheld))
            || signs::stop(word).is_some()
    })
}

fn one(draft: &mut Draft<'_, '_>, value: &Value<'_>) {
    let Some(word) = value.text_of(WORDS) else { return };
    match signal(word) {
        Some(kind) if draft.envelope.signals.iter().any(|known| known.kind == kind) => {}
        Some(kind) => draft.envelope.signal(kind, None),
        None => draft.leave("signal", value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words() {
        for (word, status) in [
            ("usable", Some(Status::Usable)),
            ("stat:canceled", Some(Status::Canceled)),
            ("withdrawn", Some(Status::Canceled)),
            ("http://cv.iptc.org/newscodes/pubstatusg2/withheld", Some(Status::Withheld)),
            ("newsworthy", None),
        ] {
            assert_eq!(signs::status(bare(word)), status, "{word}");
        }
        for (word, kind) in [
            ("sig:correction", Some(UpdateKind::Correction)),
            ("sig:withdraw", Some(UpdateKind::Kill)),
            ("KORR", Some(UpdateKind::Correction)),
            ("AP News Alert", Some(UpdateKind::Alert)),
            ("HoldForRelease", Some(UpdateKind::Withhold)),
            ("newscontent", None),
        ] {
            assert_eq!(signal(word), kind, "{word}");
        }
    }
}
