//! What an envelope says that no record has a place for.

use super::{Limits, contact};
use crate::dispatch::Envelope;

/// Keeps `value` under the path of its field, trimmed; values of one path are joined by `; `. Blank ones are left out, and
/// silently so is what does not fit into `limits.max_unmapped_bytes`, paths and values taken together. What says how somebody is
/// reached becomes a note that is not for publication.
pub fn keep(envelope: &mut Envelope, path: &str, value: &str, limits: &Limits) {
    let value = value.trim();
    if value.is_empty() {
        return;
    }
    if contact::has_mail(value) || contact::announces_phone(value) {
        return envelope.note(value, false);
    }
    let map = &mut envelope.unmapped;
    // Walking the map costs little: the bound holds for it too.
    let used: usize = map.iter().map(|(path, value)| path.len() + value.len()).sum();
    let old = map.get(path).map(String::len);
    let added = value.len() + if old.is_some() { 2 } else { path.len() };
    if used + added > limits.max_unmapped_bytes {
        return;
    }
    match map.get_mut(path) {
        Some(old) if old.split("; ").any(|known| known == value) => {}
        Some(old) => {
            old.push_str("; ");
            old.push_str(value);
        }
        None => _ = map.insert(path.to_owned(), value.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kept_within_the_bound() {
        let limits = Limits { max_unmapped_bytes: 12, ..Limits::default() };
        let mut envelope = Envelope::default();
        for (path, value) in [
            ("a", " one "),
            ("a", "one"),
            ("b", " "),
            ("c", "much too long"),
            ("a", "two"),
            ("d", "no"),
            ("e", "Tel. 030 5550 1234"),
            ("f", "jane@wire.example"),
        ] {
            keep(&mut envelope, path, value, &limits);
        }
        let kept: Vec<_> =
            envelope.unmapped.iter().map(|(path, value)| (path.as_str(), value.as_str())).collect();
        assert_eq!(kept, [("a", "one; two"), ("d", "no")]);
        let notes: Vec<_> = envelope.notes.iter().map(|note| (note.text.as_str(), note.public)).collect();
        assert_eq!(notes, [("Tel. 030 5550 1234", false), ("jane@wire.example", false)]);
    }
}
