//! Coded fields: may it be used, and what is it to the story.

use super::draft::Draft;
use super::value::Value;
use crate::dispatch::Status;
use crate::record::UpdateKind;

/// Words of status: IPTC's (`stat:usable`, `http://cv.iptc.org/newscodes/pubstatusg2/canceled`) and what agencies have
/// besides: AP and Fingerpost `embargoed`, TT `replaced` and `commissioned`, which announces a text that is not written.
#[rustfmt::skip]
const STATUS: &[(Status, &[&str])] = &[
    (Status::Usable, &["usable", "published", "corrected"]),
    (Status::Canceled, &["canceled", "cancelled", "killed", "kill", "recalled", "deleted", "revoked", "unpublished"]),
    (Status::Withheld, &["withheld", "withhold", "hold", "held", "embargoed", "replaced", "commissioned", "draft", "spiked"]),
];

/// Words of signals, roles and types: IPTC's `sig:…`, AP's editorial types, Superdesk's, TT's update types (`KORR`, `UV`:
/// utvidgad).
#[rustfmt::skip]
const SIGNALS: &[(UpdateKind, &[&str])] = &[
    (UpdateKind::Update, &[
        "update", "updated", "lead", "writethru", "writethrough", "add", "addto", "sub", "replace", "replacement", "rewrite",
        "uv", "kompl", "recast",
    ]),
    (UpdateKind::Correction, &["correction", "corrected", "corrective", "correct", "clarification", "korr", "corr", "refile"]),
    (UpdateKind::Kill, &["kill", "killed", "disregard", "retraction", "retract", "withdrawal", "withdrawn"]),
    (UpdateKind::Withhold, &["hold", "withhold", "holdforrelease"]),
    (UpdateKind::Advisory, &["advisory", "digest", "budget", "daybook", "commissioned", "notetoeditors"]),
    (UpdateKind::Alert, &["alert", "newsalert", "flash", "bulletin", "snap", "breaking", "newsflash", "apnewsalert"]),
    (UpdateKind::Test, &["test", "testcontent", "testmessage", "heartbeat", "servicemessage"]),
];

/// What a word means as a signal.
pub(super) fn signal(word: &str) -> Option<UpdateKind> {
    among(SIGNALS, word)
}

fn among<T: Copy>(rows: &[(T, &[&str])], word: &str) -> Option<T> {
    let word = fold(word);
    rows.iter().find(|(_, words)| words.contains(&word.as_str())).map(|(meaning, _)| *meaning)
}

/// The word itself, without scheme, case and signs: `sig:update`, `News Alert`.
fn fold(word: &str) -> String {
    let word = word.rsplit([':', '/']).next().unwrap_or(word);
    word.chars().filter(|char| char.is_alphanumeric()).map(|char| char.to_ascii_lowercase()).collect()
}

pub(super) fn status(draft: &mut Draft<'_, '_>, value: &Value<'_>) {
    let Some(word) = value.each().first().and_then(|value| value.text_of(&["qcode", "code", "name"])) else {
        return;
    };
    match among(STATUS, word) {
        // A second field (dpa has two) never makes an item more usable.
        Some(status) => {
            if draft.envelope.status.is_none_or(|known| known == Status::Usable) {
                draft.envelope.status = Some(status);
            }
        }
        None => draft.leave("status", value),
    }
    if fold(word) == "commissioned" {
        draft.envelope.signal(UpdateKind::Advisory, None);
    }
}

/// Signals as words, lists of words or of codes; TT's is an object of them.
pub(super) fn signals(draft: &mut Draft<'_, '_>, value: &Value<'_>) {
    for value in value.each() {
        match value {
            Value::Object(fields) if value.any(&["qcode", "code", "name", "literal", "uri"]).is_none() => {
                fields.iter().for_each(|(_, value)| signals(draft, value));
            }
            value => one(draft, value),
        }
    }
}

fn one(draft: &mut Draft<'_, '_>, value: &Value<'_>) {
    let Some(word) = value.text_of(&["qcode", "code", "literal", "name", "uri"]) else { return };
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
            ("http://cv.iptc.org/newscodes/pubstatusg2/withheld", Some(Status::Withheld)),
            ("Embargoed", Some(Status::Withheld)),
            ("newsworthy", None),
        ] {
            assert_eq!(among(STATUS, word), status, "{word}");
        }
        for (word, kind) in [
            ("sig:correction", Some(UpdateKind::Correction)),
            ("KORR", Some(UpdateKind::Correction)),
            ("AP News Alert", Some(UpdateKind::Alert)),
            ("HoldForRelease", Some(UpdateKind::Withhold)),
            ("newscontent", None),
        ] {
            assert_eq!(signal(word), kind, "{word}");
        }
    }
}
