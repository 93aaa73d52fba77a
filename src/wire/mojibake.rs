//! Text that somebody decoded in the wrong charset before it was sent.

use std::borrow::Cow;

use encoding_rs::{UTF_8, WINDOWS_1252};

use crate::record::Warning;

/// What every UTF-8 text that was read as windows-1252 holds: `Ã`, `Â`, `â`, `Ð`, `Ñ`, … before another sign beyond ASCII.
const LEADS: std::ops::RangeInclusive<char> = '\u{C2}'..='\u{F4}';

/// The text as it was meant, where UTF-8 had been read as windows-1252: `CafÃ© â€“ open` was `Café – open`.
///
/// Only where that is certain: all signs beyond ASCII, put back into bytes, must be UTF-8 without exception. Real copy with
/// `Ã` or `Â` (São Paulo, Vietnam, Romania) does not pass, since there they stand before plain letters.
pub fn mend(text: &str) -> Option<String> {
    // Nearly all copy ends here: a lead and what follows it are four bytes that no other text has often.
    memchr::memchr2_iter(0xC3, 0xC2, text.as_bytes()).next()?;
    let mut last = 'a';
    let suspicious = text.chars().any(|c| {
        let pair = LEADS.contains(&last) && !c.is_ascii();
        last = c;
        pair
    });
    if !suspicious {
        return None;
    }
    let (bytes, _, lossy) = WINDOWS_1252.encode(text);
    if lossy {
        return None;
    }
    let (mended, broken) = UTF_8.decode_without_bom_handling(&bytes);
    (!broken).then(|| mended.into_owned())
}

/// Mends the text, or says that signs of it were lost before it came.
pub fn judge<'t>(text: Cow<'t, str>, warnings: &mut Vec<Warning>) -> Cow<'t, str> {
    if let Some(mended) = mend(&text) {
        warnings.push(Warning {
            code: "charset.mojibake",
            field: "bodies",
            detail: "UTF-8 had been read as windows-1252 before it was sent: put right".into(),
        });
        return Cow::Owned(mended);
    }
    let lost = text.matches('\u{FFFD}').count() + questioned(&text);
    if lost > 0 && !warnings.iter().any(|warning| warning.code == "charset.replaced") {
        warnings.push(Warning {
            code: "charset.replaced",
            field: "bodies",
            detail: format!("{lost} characters were lost before it was sent; U+FFFD or ? stands for them"),
        });
    }
    text
}

/// Question marks that stand for an apostrophe: `the EU?s`, `don?t` (TASS).
fn questioned(text: &str) -> usize {
    let bytes = text.as_bytes();
    let lost = |at: &usize| {
        let before = at.checked_sub(1).is_some_and(|before| bytes[before].is_ascii_alphabetic());
        let rest = &bytes[at + 1..];
        let ending = [&b"s"[..], b"t", b"re", b"ve", b"ll"].iter().any(|ending| {
            rest.strip_prefix(*ending)
                .is_some_and(|rest| rest.first().is_none_or(|b| matches!(b, b' ' | b'.' | b',' | b'\n')))
        });
        before && ending
    };
    memchr::memchr_iter(b'?', bytes).filter(lost).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_certain_is_mended() {
        for text in ["Café – open", "“Zürich”", "Пожар в порту", "naïve"] {
            let bytes = text.as_bytes();
            let (spoilt, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
            assert_eq!(mend(&spoilt).as_deref(), Some(text), "{spoilt}");
        }
        for text in
            ["São Paulo", "SÃO PAULO", "plain", "Âge d’or", "Ã – “so”", "Zürich", "CafÃ© and Zürich", "Прага"]
        {
            assert_eq!(mend(text), None, "{text}");
        }
    }

    #[test]
    fn lost_characters_are_told_of() {
        let codes = |text: &str| {
            let mut warnings = Vec::new();
            judge(text.into(), &mut warnings);
            warnings.iter().map(|w| w.code).collect::<Vec<_>>()
        };
        assert_eq!(codes("The EU?s port don?t open."), ["charset.replaced"]);
        assert_eq!(codes("Mr M\u{fffd}ller"), ["charset.replaced"]);
        assert_eq!(codes("Who knows? So it is. http://example.org/a?s=1"), [""; 0]);
    }
}
