//! Fields that have no place in an envelope, and what of them is not for publication.

use super::draft::Draft;
use super::value::Value;
use crate::wire::unmapped;

/// How deep objects in such fields are looked into.
const DEEPEST: usize = 4;
/// Most texts of an item that are looked at here.
const MOST: usize = 1_000;

/// Names of fields that hold how to reach somebody (Superdesk authors, TT bylines, ninjs `contactinfo`).
const CONTACTS: &[&str] = &["email", "mail", "phone", "telephone", "mobile", "contact", "fax"];

/// Keeps all texts of a field by their paths. Ways to reach somebody become notes that are not for publication.
pub(super) fn keep(draft: &mut Draft<'_, '_>, path: &str, value: &Value<'_>, depth: usize) {
    match value {
        Value::Object(fields) if depth < DEEPEST => {
            for (name, value) in fields {
                keep(draft, &format!("{path}.{name}"), value, depth + 1);
            }
        }
        Value::Array(values) if depth < DEEPEST => {
            for value in values {
                // Of a person, place or product the name says it all; the rest is how a vocabulary spells it.
                let name = value.text_of(&["name", "title", "literal", "code"]);
                match name {
                    Some(name) => text(draft, path, name),
                    None => keep(draft, path, value, depth + 1),
                }
                // The address of a place says where it is.
                let contact =
                    value.any(&["contactinfo", "email", "phone"]).filter(|_| !path.starts_with("place"));
                if let Some(contact) = contact {
                    keep(draft, &format!("{path}.contact"), contact, depth + 1);
                }
            }
        }
        Value::Bool(true) => text(draft, path, "true"),
        value => {
            if let Some(found) = value.text() {
                text(draft, path, found);
            }
        }
    }
}

fn text(draft: &mut Draft<'_, '_>, path: &str, text: &str) {
    if draft.leftovers == MOST {
        return;
    }
    draft.leftovers += 1;
    let path_lower = path.to_ascii_lowercase();
    if CONTACTS.iter().any(|word| path_lower.contains(word)) {
        draft.envelope.note(text, false);
    } else {
        unmapped::keep(&mut draft.envelope, path, text, draft.limits);
    }
}
