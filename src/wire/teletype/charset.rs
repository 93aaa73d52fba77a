//! The charsets of teletype lines that say nothing of them: what [`super::super::charset`] knows, and the two that came before
//! Latin-1: the accents of ISO 6937 and the national variants of ISO 646.

use super::national;
use crate::record::Warning;
use crate::wire::{Input, charset};

/// Decodes a message's bytes and names the charset.
pub fn decode(input: &Input<'_>, warnings: &mut Vec<Warning>) -> (String, &'static str) {
    if input.charset.is_none() && input.bytes.is_ascii() {
        // ASCII is UTF-8.
        let (text, charset) = charset::decode(input, None, warnings);
        return match national::read(&text) {
            Some((text, charset)) => (text, charset),
            None => (text.into_owned(), charset),
        };
    }
    if input.charset.is_none()
        && let Some(text) = iso_6937(&input.bytes)
    {
        return (text, "iso-6937");
    }
    let declared = is_latin_9(&input.bytes).then_some("iso-8859-15");
    let (text, charset) = charset::decode(input, declared, warnings);
    (text.into_owned(), charset)
}

/// Whether bytes that are no UTF-8 are ISO 8859-15 (ATS) and not its neighbours: it has the euro where they have a sign that no
/// copy has, and letters where they have fractions and accents alone; and it has nothing below A0.
fn is_latin_9(bytes: &[u8]) -> bool {
    if bytes.iter().any(|b| (0x80..0xa0).contains(b)) || std::str::from_utf8(bytes).is_ok() {
        return false;
    }
    let letter = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphabetic);
    bytes.iter().enumerate().any(|(at, b)| match b {
        0xa4 => true,
        // œ, š, ž inside of a word
        0xbd | 0xa8 | 0xb8 => letter(at.checked_sub(1)) && letter(Some(at + 1)),
        _ => false,
    })
}

/// Accents of ISO 6937 and the letters that they are set before, with the letters they make.
const ACCENTS: &[(u8, &str, &str)] = &[
    (0xc1, "aeiouAEIOU", "àèìòùÀÈÌÒÙ"),
    (0xc2, "aeiouycnszAEIOUYCNSZ", "áéíóúýćńśźÁÉÍÓÚÝĆŃŚŹ"),
    (0xc3, "aeiouAEIOU", "âêîôûÂÊÎÔÛ"),
    (0xc4, "anoANO", "ãñõÃÑÕ"),
    (0xc8, "aeiouyAEIOUY", "äëïöüÿÄËÏÖÜŸ"),
    (0xca, "auAU", "åůÅŮ"),
    (0xcb, "cstCST", "çşţÇŞŢ"),
    (0xcd, "ouOU", "őűŐŰ"),
    (0xce, "aeAE", "ąęĄĘ"),
    (0xcf, "cdenrstzCDENRSTZ", "čďěňřšťžČĎĚŇŘŠŤŽ"),
];
/// Signs of ISO 6937 of one byte.
const SIGNS: &[(u8, char)] = &[
    (0xa1, '¡'),
    (0xa3, '£'),
    (0xa7, '§'),
    (0xab, '«'),
    (0xb0, '°'),
    (0xb7, '·'),
    (0xbb, '»'),
    (0xbd, '½'),
    (0xbf, '¿'),
    (0xaa, '“'),
    (0xba, '”'),
    (0xa9, '‘'),
    (0xb9, '’'),
    (0xe1, 'Æ'),
    (0xe8, 'Ł'),
    (0xe9, 'Ø'),
    (0xea, 'Œ'),
    (0xf1, 'æ'),
    (0xf8, 'ł'),
    (0xf9, 'ø'),
    (0xfa, 'œ'),
    (0xfb, 'ß'),
];

/// The text, if all its bytes beyond ASCII are ISO 6937 and an accent stands inside of a word in small letters, where
/// no other charset has the capitals that those bytes are there.
fn iso_6937(bytes: &[u8]) -> Option<String> {
    let mut out = String::with_capacity(bytes.len());
    let mut certain = false;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii() {
            out.push(byte as char);
            at += 1;
            continue;
        }
        if let Some((_, sign)) = SIGNS.iter().find(|(code, _)| *code == byte) {
            out.push(*sign);
            at += 1;
            continue;
        }
        let (_, plain, accented) = ACCENTS.iter().find(|(code, ..)| *code == byte)?;
        let next = *bytes.get(at + 1)? as char;
        let which = plain.chars().position(|letter| letter == next)?;
        certain |= at > 0 && bytes[at - 1].is_ascii_lowercase() && next.is_ascii_lowercase();
        out.push(accented.chars().nth(which)?);
        at += 2;
    }
    certain.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, &'static str) {
        decode(&Input::new(bytes), &mut Vec::new())
    }

    #[test]
    fn accents_before_their_letters() {
        assert_eq!(
            read(b"Z\xc8urich liegt sch\xc8on, Stra\xfbe"),
            ("Zürich liegt schön, Straße".into(), "iso-6937")
        );
        assert_eq!(read(b"le pr\xc2esident a \xc2et\xc2e"), ("le président a été".into(), "iso-6937"));
        // Irish names and capitals in Latin-1 are no accents of ISO 6937.
        assert_eq!(read(b"\xc1ine said so").1, "windows-1252");
        assert_eq!(read(b"Z\xfcrich \xc4gypten").1, "windows-1252");
        assert_eq!(read("Zürich".as_bytes()).1, "utf-8");
    }

    #[test]
    fn the_euro_and_the_ligature() {
        assert_eq!(read(b"d\xe9j\xe0 10 \xa4"), ("déjà 10 €".into(), "iso-8859-15"));
        assert_eq!(read(b"le c\xbdur de l'\xe9t\xe9"), ("le cœur de l'été".into(), "iso-8859-15"));
        assert_eq!(read(b"2\xbd \xe9t\xe9 \x96 \xa4").1, "windows-1252");
    }
}
