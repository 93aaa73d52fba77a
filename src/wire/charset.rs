//! Bytes → text: what charset a dispatch is really in.

use std::borrow::Cow;

use encoding_rs::Encoding;

use super::{Input, mojibake};
use crate::record::Warning;

/// The charset of bytes that say nothing of theirs and are no UTF-8.
pub const ASSUMED: &str = "windows-1252";

/// Decodes `input` and names the charset. What is sure decides (a byte-order mark, UTF-16); else the bytes do: valid UTF-8
/// with any character beyond ASCII is UTF-8 whatever is declared (AFP and PA declare ISO 8859-1 over it). Bytes that are
/// no UTF-8 are read as `declared`, or else as windows-1252, the superset of the Latin-1 that older wires send.
pub fn decode<'i>(
    input: &'i Input<'_>,
    declared: Option<&str>,
    warnings: &mut Vec<Warning>,
) -> (Cow<'i, str>, &'static str) {
    let bytes = &*input.bytes;
    if input.replaced {
        warnings.push(replaced(input.charset.unwrap_or_default()));
    }
    let label = declared.map(str::trim).filter(|label| !label.is_empty());
    let named = label.and_then(|label| Encoding::for_label(label.as_bytes()));
    // UTF-16 cannot be declared in bytes that read as ASCII.
    let named = named.filter(|encoding| encoding.is_ascii_compatible());
    if let Some(label) = label.filter(|_| named.is_none() && input.charset.is_none()) {
        warnings.push(mislabelled(format!("`{}` is no charset that fits these bytes", short(label))));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => {
            let charset = input.charset.unwrap_or("utf-8");
            let lies = named.filter(|encoding| *encoding != encoding_rs::UTF_8 && input.charset.is_none());
            if let Some(encoding) = lies.filter(|_| !bytes.is_ascii()) {
                warnings.push(mislabelled(format!("declared {}, but UTF-8", name(encoding))));
            }
            (mojibake::judge(Cow::Borrowed(text), warnings), charset)
        }
        Err(_) => {
            let (text, charset) = decode_8bit(bytes, named, warnings);
            (Cow::Owned(text), charset)
        }
    }
}

fn decode_8bit(
    bytes: &[u8],
    named: Option<&'static Encoding>,
    warnings: &mut Vec<Warning>,
) -> (String, &'static str) {
    if let Some(encoding) = named.filter(|encoding| *encoding != encoding_rs::UTF_8) {
        let (text, lossy) = encoding.decode_without_bom_handling(bytes);
        if lossy {
            warnings.push(replaced(name(encoding)));
        }
        return (text.into_owned(), name(encoding));
    }
    // A text that is UTF-8 but for a few broken bytes is still UTF-8: reading it as Latin-1
    // would spoil every other accent.
    let (text, _) = encoding_rs::UTF_8.decode_without_bom_handling(bytes);
    let broken = text.chars().filter(|&c| c == char::REPLACEMENT_CHARACTER).count();
    let good = text.chars().filter(|&c| !c.is_ascii() && c != char::REPLACEMENT_CHARACTER).count();
    if good > broken {
        warnings.push(replaced("utf-8"));
        return (text.into_owned(), "utf-8");
    }
    if named.is_some() {
        warnings.push(mislabelled("declared utf-8, but windows-1252".into()));
    } else {
        warnings.push(Warning {
            code: "charset.assumed",
            field: "bodies",
            detail: "not valid UTF-8 and no charset declared: read as windows-1252".into(),
        });
    }
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
    (text.into_owned(), ASSUMED)
}

fn replaced(name: &str) -> Warning {
    Warning {
        code: "charset.replaced",
        field: "bodies",
        detail: format!("bytes that are no {name} became U+FFFD"),
    }
}

fn mislabelled(detail: String) -> Warning {
    Warning { code: "charset.mislabelled", field: "bodies", detail }
}

fn short(label: &str) -> &str {
    &label[..label.floor_char_boundary(24)]
}

/// The WHATWG name in lower case.
fn name(encoding: &'static Encoding) -> &'static str {
    const NAMES: &[&str] = &[
        "utf-8",
        "windows-1252",
        "iso-8859-2",
        "iso-8859-3",
        "iso-8859-4",
        "iso-8859-5",
        "iso-8859-6",
        "iso-8859-7",
        "iso-8859-8",
        "iso-8859-10",
        "iso-8859-13",
        "iso-8859-14",
        "iso-8859-15",
        "iso-8859-16",
        "koi8-r",
        "koi8-u",
        "macintosh",
        "windows-874",
        "windows-1250",
        "windows-1251",
        "windows-1253",
        "windows-1254",
        "windows-1255",
        "windows-1256",
        "windows-1257",
        "windows-1258",
        "gbk",
        "gb18030",
        "big5",
        "euc-jp",
        "iso-2022-jp",
        "shift_jis",
        "euc-kr",
    ];
    NAMES.iter().find(|known| known.eq_ignore_ascii_case(encoding.name())).copied().unwrap_or("other")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], declared: Option<&str>, text: &str, charset: &str, codes: &[&str]) {
        let mut warnings = Vec::new();
        let input = Input::new(bytes);
        let got = decode(&input, declared, &mut warnings);
        assert_eq!((&*got.0, got.1), (text, charset));
        assert_eq!(warnings.iter().map(|w| w.code).collect::<Vec<_>>(), codes, "{declared:?}");
    }

    #[test]
    fn charsets() {
        check("Zürich".as_bytes(), None, "Zürich", "utf-8", &[]);
        check(b"\xef\xbb\xbfZ", None, "Z", "utf-8", &[]);
        check(b"\xff\xfeA\0B\0", None, "AB", "utf-16le", &[]);
        check(b"Z\xfcrich \x96 ok", None, "Zürich – ok", "windows-1252", &["charset.assumed"]);
        check(b"Z\xc3\xbcrich \xc3\xa9 \xff", None, "Zürich é \u{fffd}", "utf-8", &["charset.replaced"]);
    }

    #[test]
    fn declared_against_actual() {
        check("Zürich".as_bytes(), Some("iso-8859-1"), "Zürich", "utf-8", &["charset.mislabelled"]);
        check(b"Zurich", Some("iso-8859-1"), "Zurich", "utf-8", &[]);
        check(b"10 \xa4", Some("ISO-8859-15"), "10 €", "iso-8859-15", &[]);
        check(b"Z\xfcrich", Some("iso-8859-1"), "Zürich", "windows-1252", &[]);
        check(b"Z\xfcrich", Some("utf-8"), "Zürich", "windows-1252", &["charset.mislabelled"]);
        check(
            b"Z\xfcrich",
            Some("klingon"),
            "Zürich",
            "windows-1252",
            &["charset.mislabelled", "charset.assumed"],
        );
        check(b"ok", Some("utf-16"), "ok", "utf-8", &["charset.mislabelled"]);
    }
}
