//! Which dialect a message is in, by the names of its fields.
//!
//! Only keys count, never the text of values, and only near the top: copy may quote anything. Broken JSON is looked at like any
//! other.

use std::ops::ControlFlow;

use crate::wire::Input;

/// How deep keys are looked at: an item in a list in two envelopes.
const DEPTH: usize = 6;

/// Whether the message has one of `keys`, near its top and as written.
pub(super) fn has_key(input: &Input<'_>, keys: &[&str]) -> bool {
    // Most messages are told by this alone, at memory speed.
    if !input.is_json() || !keys.iter().any(|key| input.has(key)) {
        return false;
    }
    walk(&input.bytes, |key, _| {
        if keys.iter().any(|known| known.as_bytes() == key) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    })
    .is_break()
}

/// Whether the message has a field of that name with a text that begins so.
pub(super) fn has_field(input: &Input<'_>, name: &str, begins: &str) -> bool {
    if !input.is_json() || !input.has(begins) {
        return false;
    }
    let wanted =
        |value: &[u8]| value.strip_prefix(b"\"").is_some_and(|value| value.starts_with(begins.as_bytes()));
    walk(&input.bytes, |key, value| {
        if key == name.as_bytes() && wanted(value) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    })
    .is_break()
}

/// Shows every key near the top, and what follows its colon.
fn walk(bytes: &[u8], mut see: impl FnMut(&[u8], &[u8]) -> ControlFlow<()>) -> ControlFlow<()> {
    let mut depth = 0usize;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'"' => {
                let start = at + 1;
                at = end(bytes, start);
                let rest = bytes.get(at + 1..).unwrap_or_default().trim_ascii_start();
                if let Some(value) = rest.strip_prefix(b":")
                    && depth <= DEPTH
                {
                    see(&bytes[start..at.min(bytes.len())], value.trim_ascii_start())?;
                }
            }
            _ => {}
        }
        at += 1;
    }
    ControlFlow::Continue(())
}

/// Where the string that begins at `from` ends.
fn end(bytes: &[u8], mut from: usize) -> usize {
    while let Some(len) = bytes.get(from..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
        if bytes[from + len] == b'"' {
            return from + len;
        }
        from += len + 2;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_near_the_top_count_and_texts_do_not() {
        for (text, found) in [
            (r#"{"usn":"x"}"#, true),
            (r#" [ {"data" : {"item":{"usn" : 1}}} ]"#, true),
            (r#"{"a":"\"usn\":1"}"#, false),
            (r#"{"a":"usn"}"#, false),
            (r#"{"a":{"a":{"a":{"a":{"a":{"a":{"usn":1}}}}}}}"#, false),
            ("{\"a\":\"raw \n tab\t\",\"usn\":", true),
            (r#"{"a":"\"#, false),
            (r#""usn":1"#, false),
        ] {
            assert_eq!(has_key(&Input::new(text.as_bytes()), &["usn"]), found, "{text}");
        }
    }

    #[test]
    fn fields_by_their_beginning() {
        let input = Input::new(br#"{"format" : "digitalwires@1.0"}"#);
        assert!(has_field(&input, "format", "digitalwires@"));
        assert!(!has_field(&input, "form", "digitalwires@"));
        assert!(!has_field(
            &Input::new(br#"{"format":"ninjs","a":"digitalwires@"}"#),
            "format",
            "digitalwires@"
        ));
    }
}
