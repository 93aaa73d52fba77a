//! Copy that was escaped once too often on its way: `\\n` for a line's end, `&amp;quot;` for a quote.
//!
//! Seen at the Guardian (Fingerpost feeds of Reuters and AFP). Mended only where nothing else can be meant: one backslash
//! that begins no escape leaves them all as they are.

use std::borrow::Cow;

/// Undoes one level too many of escapes of JSON, and of references in markup.
pub(super) fn unescape(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    if let Some(better) = json_escapes(&text) {
        text = Cow::Owned(better);
    }
    if let Some(better) = references(&text) {
        text = Cow::Owned(better);
    }
    text
}

/// Copy holds no backslashes, but for an address on some drive: so all of them must begin an escape, and one of them an
/// escape that no path looks like.
fn json_escapes(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    memchr::memchr(b'\\', bytes)?;
    let mut certain = false;
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    while let Some(len) = memchr::memchr(b'\\', &bytes[from..]) {
        let at = from + len;
        out.push_str(&text[from..at]);
        let rest = &bytes[at + 1..];
        let (char, used) = match rest.first()? {
            b'n' => ('\n', 1),
            b'r' => ('\r', 1),
            b't' => ('\t', 1),
            sign @ (b'"' | b'\\' | b'/' | b'\'') => (char::from(*sign), 1),
            b'u' => {
                let digits = text.get(at + 2..at + 6)?;
                (char::from_u32(u32::from_str_radix(digits, 16).ok()?)?, 5)
            }
            _ => return None,
        };
        let edge =
            |byte: Option<&u8>| byte.is_none_or(|byte| matches!(byte, b' ' | b'<' | b'>' | b'\\' | b'\n'));
        let alone = edge(at.checked_sub(1).map(|at| &bytes[at])) || edge(rest.get(1));
        certain |= used == 5 || rest[0] == b'"' || (rest[0] == b'n' && alone);
        out.push(char);
        from = at + 1 + used;
    }
    out.push_str(&text[from..]);
    certain.then_some(out)
}

/// References that stand for references: `&amp;quot;`, `&amp;#8217;`, and markup that is escaped as a whole.
fn references(text: &str) -> Option<String> {
    let whole = text.trim_start().starts_with("&lt;") && !text.contains('<');
    if whole
        && ["&lt;p&gt;", "&lt;p ", "&lt;div", "&lt;html", "&lt;section"].iter().any(|tag| text.contains(tag))
    {
        return Some(
            text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&"),
        );
    }
    let mut out = String::new();
    let mut from = 0;
    for (at, amp) in text.match_indices("&amp;") {
        let name = &text[at + amp.len()..];
        if is_reference(name) {
            out.push_str(&text[from..at]);
            out.push('&');
            from = at + amp.len();
        }
    }
    if from == 0 {
        return None;
    }
    out.push_str(&text[from..]);
    Some(out)
}

/// Whether the text goes on as a reference does behind its `&`. Only names that no company has.
fn is_reference(text: &str) -> bool {
    const NAMES: &[&str] = &[
        "quot", "apos", "amp", "lt", "gt", "nbsp", "mdash", "ndash", "lsquo", "rsquo", "ldquo", "rdquo",
        "hellip", "euro", "pound", "auml", "ouml", "uuml", "Auml", "Ouml", "Uuml", "szlig", "eacute",
        "egrave", "agrave", "ccedil", "ecirc", "aacute", "iacute", "oacute", "uacute", "ntilde", "aring",
        "oslash", "aelig", "laquo", "raquo", "copy", "reg",
    ];
    let Some(end) = text.bytes().take(9).position(|byte| byte == b';') else { return false };
    let name = &text[..end];
    match name.strip_prefix('#') {
        Some(digits) => {
            let hex = digits.strip_prefix(['x', 'X']);
            let all = |text: &str, ok: fn(&u8) -> bool| !text.is_empty() && text.as_bytes().iter().all(ok);
            hex.map_or_else(|| all(digits, u8::is_ascii_digit), |hex| all(hex, u8::is_ascii_hexdigit))
        }
        None => NAMES.contains(&name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_once_too_often() {
        for (text, wanted) in [
            ("\\n<p>One\\u00a0two</p>\\n", "\n<p>One\u{a0}two</p>\n"),
            ("<p>He said \\\"no\\\"</p>", "<p>He said \"no\"</p>"),
            ("One\\n\\nTwo", "One\n\nTwo"),
            (
                "<p>&amp;quot;No&amp;quot; &amp;#8211; R&amp;amp;D</p>",
                "<p>&quot;No&quot; &#8211; R&amp;D</p>",
            ),
            ("&lt;p&gt;One &amp;amp; two&lt;/p&gt;", "<p>One &amp; two</p>"),
        ] {
            assert_eq!(unescape(text), wanted, "{text}");
        }
    }

    #[test]
    fn what_may_be_meant_so_stays() {
        for text in [
            "the file C:\\new\\table.txt",
            "a path \\\\server\\share and \\n",
            "Smith &amp; Sons; R&amp;D; AT&amp;T",
            "a &lt; b &amp;&amp; c",
            "ends in \\",
            "&lt;AXYZ.N&gt; rose",
        ] {
            assert!(matches!(unescape(text), Cow::Borrowed(_)), "{text}");
        }
    }
}
