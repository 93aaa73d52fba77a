//! What coded fields say of an item's use: words that all formats share.

use crate::dispatch::{Envelope, Status};
use crate::record::UpdateKind;

/// IPTC's `pubStatus` (usable, withheld, canceled), the status of NewsML 1.2 and NITF, and what agencies write for them: AP and
/// Fingerpost, Superdesk (`spiked`, `recalled`), TT (`replaced`, and `commissioned` for a text that is not written).
#[rustfmt::skip]
const STATUSES: &[(Status, &[&str])] = &[
    (Status::Usable, &["usable", "use", "ok", "ready", "released", "release", "live", "published", "update", "updated", "corrected",
        "correction", "correct"]),
    (Status::Withheld, &["withheld", "withhold", "hold", "held", "onhold", "restricted", "draft", "replaced", "commissioned",
        "spiked"]),
    (Status::Canceled, &["canceled", "cancelled", "cancel", "kill", "killed", "pull", "pulled", "withdrawn", "withdraw", "delete",
        "deleted", "retracted", "revoked", "recalled", "unpublished", "annulled", "annuleret"]),
];

/// Signals that end or hold a story: IPTC's `sig:kill`, `sig:withdraw` and `sig:hold`, AFP's `annulation`, AP's `Disregard` and
/// `HoldForRelease`.
#[rustfmt::skip]
const STOPS: &[(UpdateKind, &[&str])] = &[
    (UpdateKind::Kill, &["kill", "killed", "mandatorykill", "cancel", "canceled", "cancelled", "cancellation", "annulation",
        "annulled", "annuleret", "delete", "deleted", "withdraw", "withdrawn", "withdrawal", "retract", "retracted", "retraction",
        "recall", "recalled", "disregard"]),
    (UpdateKind::Withhold, &["hold", "onhold", "withhold", "withheld", "holdforrelease"]),
];

/// Longest word that is looked up, in bytes.
const LONGEST: usize = 64;

/// Takes a word of status into `envelope`: a second one never makes an item more usable (dpa has two). One that is not known is kept
/// for the desk to warn of.
pub fn tell(word: &str, envelope: &mut Envelope) {
    match status(word) {
        _ if says_embargo(word) => envelope.embargo(word, None),
        Some(status) => envelope.status = envelope.status.max(Some(status)),
        None if !word.trim().is_empty() => _ = envelope.raw.insert("pubStatus", word.trim().to_owned()),
        _ => {}
    }
}

/// What a word says of the use of an item.
pub fn status(word: &str) -> Option<Status> {
    find(STATUSES, word)
}

/// Whether a word of status says that the item corrects another (PA).
pub fn says_corrected(word: &str) -> bool {
    bare(word).starts_with("correct")
}

/// Whether a signal ends or holds the story.
pub fn stop(word: &str) -> Option<UpdateKind> {
    find(STOPS, word)
}

/// Whether a word, or the name of a field, tells of an embargo: `embargoed`, `EmbargoUntil`, `Sperrfrist`.
pub fn says_embargo(word: &str) -> bool {
    let small = folded(word);
    small.contains("embargo") || small.contains("sperrfrist")
}

/// The row of `rows` that has the word.
pub fn find<T: Copy>(rows: &[(T, &[&str])], word: &str) -> Option<T> {
    let bare = bare(word);
    rows.iter().find(|(_, words)| words.contains(&bare.as_str())).map(|(meaning, _)| *meaning)
}

/// The letters and figures of a word, small; empty where it is too long for a word.
fn bare(word: &str) -> String {
    if word.len() > LONGEST { String::new() } else { folded(word) }
}

fn folded(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words() {
        for (word, wanted) in [
            ("usable", Some(Status::Usable)),
            ("Withdrawn", Some(Status::Canceled)),
            ("PULLED", Some(Status::Canceled)),
            ("on hold", Some(Status::Withheld)),
            ("newsworthy", None),
            ("", None),
        ] {
            assert_eq!(status(word), wanted, "{word}");
        }
        for (word, wanted) in [
            ("withdraw", Some(UpdateKind::Kill)),
            ("Mandatory Kill", Some(UpdateKind::Kill)),
            ("HoldForRelease", Some(UpdateKind::Withhold)),
            ("skill", None),
            ("update", None),
        ] {
            assert_eq!(stop(word), wanted, "{word}");
        }
        assert!(
            says_embargo("Embargoed until 10:00")
                && says_embargo("Sperrfrist")
                && says_embargo(&format!("{} embargo", "x ".repeat(99)))
                && !says_embargo("usable")
        );
    }

    #[test]
    fn a_second_word_never_makes_an_item_more_usable() {
        for (words, status, embargoes, unknown) in [
            (["usable", "withheld"], Some(Status::Withheld), 0, false),
            (["canceled", "usable"], Some(Status::Canceled), 0, false),
            (["withheld", "killed"], Some(Status::Canceled), 0, false),
            (["usable", "Embargoed until Friday"], Some(Status::Usable), 1, false),
            (["frozen", ""], None, 0, true),
        ] {
            let mut envelope = Envelope::default();
            words.iter().for_each(|word| tell(word, &mut envelope));
            assert_eq!((envelope.status, envelope.embargoes.len()), (status, embargoes), "{words:?}");
            assert_eq!(envelope.raw.contains_key("pubStatus"), unknown, "{words:?}");
        }
    }
}
