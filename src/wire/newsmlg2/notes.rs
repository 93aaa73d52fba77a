//! `edNote`: what is said to editors, and what of it is private.

use super::super::xml::Node;
use super::super::{Limits, contact, unmapped};
use super::values;
use crate::dispatch::Envelope;

/// What a role of a note says of it.
enum Kind {
    Public,
    Private,
    /// Says until when the item is embargoed, in words (dpa).
    Embargo,
    /// Codes of the desks (dpa's closing line).
    Codes,
}

/// Roles, by the last part of their code: dpa's and STT's.
const ROLES: &[(&str, Kind)] = &[
    ("editorialnote", Kind::Public),
    ("correction", Kind::Public),
    ("correctionshort", Kind::Public),
    ("picture", Kind::Public),
    ("public", Kind::Public),
    ("embargo", Kind::Embargo),
    ("dpacontacts", Kind::Private),
    ("contacts", Kind::Private),
    ("private", Kind::Private),
    ("nonpublic", Kind::Private),
    ("closingline", Kind::Codes),
];

/// Where the codes of the desks are kept.
const CODES: &str = "edNote/closingline";

/// Reads a note.
pub(super) fn read(note: Node<'_>, envelope: &mut Envelope, limits: &Limits) {
    if let Some(pad) =
        note.children().find(|child| child.attr("class").is_some_and(|class| class.contains("notepad")))
    {
        return notepad(pad, envelope, limits);
    }
    let Some(text) = note.text() else { return };
    let role = values::role(note, "role");
    let constrained = values::role(note, "pubconstraint").contains("nonpublic");
    match ROLES.iter().find(|(name, _)| *name == role).map(|(_, kind)| kind) {
        _ if constrained => envelope.note(&text, false),
        Some(Kind::Private) => envelope.note(&text, false),
        Some(Kind::Codes) => unmapped::keep(envelope, CODES, &text, limits),
        Some(Kind::Public) => envelope.note(&text, !contact::is_private(&text)),
        Some(Kind::Embargo) => {
            envelope.embargo(&text, None);
            Envelope::add(&mut envelope.advisories, &text);
        }
        None => contact::tell(&text, true, envelope),
    }
}

/// dpa's notepad: a part for readers, a part for desks, and their codes. The note fields repeat most of it.
fn notepad(pad: Node<'_>, envelope: &mut Envelope, limits: &Limits) {
    for part in pad.children().filter(|part| !part.is("header")) {
        let class = part.attr("class").unwrap_or_default();
        for line in std::iter::once(part).chain(part.below()).filter(|line| line.is("li") || line.is("p")) {
            let text = line.text().unwrap_or_default();
            match class.contains("closingline") {
                true => unmapped::keep(envelope, CODES, &text, limits),
                false => envelope.note(&text, !class.contains("nonpublic") && !contact::is_private(&text)),
            }
        }
    }
}
