//! One spelling for look-ups.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The look-up form of a name: lower case, no diacritics, no periods or apostrophes, hyphens and
/// runs of blanks as one space. `St. John's` and `ST JOHNS` fold to the same.
pub fn fold(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            '.' | '\'' | '’' | '‘' | 'ʼ' | '`' | '´' => {}
            '-' | '‐' | '‑' | '–' | '_' => push_space(&mut out),
            c if c.is_whitespace() => push_space(&mut out),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' | 'ð' => out.push('d'),
            'þ' => out.push_str("th"),
            'ı' => out.push('i'),
            c => out.push(c),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn push_space(out: &mut String) {
    if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}
