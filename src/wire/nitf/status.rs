//! `management-status`: what the document may be used for.

use crate::dispatch::{Envelope, Status};
use crate::record::UpdateKind;

/// What a value of `management-status` means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    Usable,
    /// To be held until `date.release`.
    Embargoed,
    Withheld,
    Canceled,
    Corrected,
}

/// NITF 3.x knows the first of each row (its values are those of NewsML); the others are what agencies write for them.
#[rustfmt::skip]
const WORDS: &[(Word, &[&str])] = &[
    (Word::Usable, &["usable", "use", "ok", "ready", "released", "release", "live", "published", "update", "updated"]),
    (Word::Embargoed, &["embargoed", "embargo"]),
    (Word::Withheld, &["withheld", "withhold", "hold", "held", "onhold", "restricted", "draft"]),
    (Word::Canceled, &["canceled", "cancelled", "cancel", "kill", "killed", "pull", "pulled", "withdrawn", "withdraw",
        "delete", "deleted", "retracted", "spiked", "revoked"]),
    (Word::Corrected, &["corrected", "correction", "correct"]),
];

pub(super) fn word(value: &str) -> Option<Word> {
    let bare: String = value.chars().filter(|c| c.is_alphanumeric()).collect();
    let row = WORDS.iter().find(|(_, words)| words.iter().any(|word| word.eq_ignore_ascii_case(&bare)));
    row.map(|(word, _)| *word)
}

impl Word {
    /// Sets what needs nothing but the word; an embargo needs the time of release as well.
    pub(super) fn tell(self, envelope: &mut Envelope) {
        let status = match self {
            Word::Usable => Status::Usable,
            Word::Withheld => Status::Withheld,
            Word::Canceled => Status::Canceled,
            Word::Corrected => {
                envelope.signal(UpdateKind::Correction, None);
                Status::Usable
            }
            Word::Embargoed => return,
        };
        envelope.status.get_or_insert(status);
    }
}
