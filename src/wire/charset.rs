//! Bytes → text: what charset a dispatch is really in.

use crate::record::Warning;

/// The charset of bytes that say nothing of theirs and are no UTF-8.
pub const ASSUMED: &str = "windows-1252";

/// Decodes `bytes` and names the charset: a byte-order mark decides; else UTF-8 when it is valid;
/// else windows-1252, the superset of the Latin-1 that older wires send, with a warning.
pub fn decode(bytes: &[u8], warnings: &mut Vec<Warning>) -> (String, &'static str) {
    if let Some((encoding, bom)) = encoding_rs::Encoding::for_bom(bytes) {
        let (text, lossy) = encoding.decode_without_bom_handling(&bytes[bom..]);
        if lossy {
            warnings.push(replaced(encoding.name()));
        }
        return (text.into_owned(), canonical(encoding));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), "utf-8"),
        Err(_) => {
            // A text that is UTF-8 but for a few broken bytes is still UTF-8: reading it as Latin-1
            // would spoil every other accent.
            let (text, _) = encoding_rs::UTF_8.decode_without_bom_handling(bytes);
            let broken = text.chars().filter(|&c| c == char::REPLACEMENT_CHARACTER).count();
            let good = text.chars().filter(|&c| !c.is_ascii() && c != char::REPLACEMENT_CHARACTER).count();
            if good > broken {
                warnings.push(replaced("UTF-8"));
                return (text.into_owned(), "utf-8");
            }
            warnings.push(Warning {
                code: "charset.assumed",
                field: "bodies",
                detail: "not valid UTF-8 and no charset declared: read as windows-1252".into(),
            });
            let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
            (text.into_owned(), ASSUMED)
        }
    }
}

fn replaced(name: &str) -> Warning {
    Warning {
        code: "charset.replaced",
        field: "bodies",
        detail: format!("bytes that are no {name} became U+FFFD"),
    }
}

fn canonical(encoding: &'static encoding_rs::Encoding) -> &'static str {
    match encoding.name() {
        "UTF-16LE" => "utf-16le",
        "UTF-16BE" => "utf-16be",
        _ => "utf-8",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], text: &str, charset: &str, codes: &[&str]) {
        let mut warnings = Vec::new();
        assert_eq!(
            decode(bytes, &mut warnings),
            (
                text.to_owned(),
                match charset {
                    "utf-8" => "utf-8",
                    "utf-16le" => "utf-16le",
                    _ => "windows-1252",
                }
            )
        );
        assert_eq!(warnings.iter().map(|w| w.code).collect::<Vec<_>>(), codes);
    }

    #[test]
    fn charsets() {
        check("Zürich".as_bytes(), "Zürich", "utf-8", &[]);
        check(b"\xef\xbb\xbfZ", "Z", "utf-8", &[]);
        check(b"\xff\xfeA\0B\0", "AB", "utf-16le", &[]);
        check(b"Z\xfcrich \x96 ok", "Zürich – ok", "windows-1252", &["charset.assumed"]);
        check(b"Z\xc3\xbcrich \xc3\xa9 \xff", "Zürich é \u{fffd}", "utf-8", &["charset.replaced"]);
    }
}
