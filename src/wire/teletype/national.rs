//! National variants of ISO 646: seven-bit lines had their letters where ASCII has brackets.

/// A variant: its name, words that only its language has this often, and what stands for `[ \ ] { | } ~ @`.
struct Variant {
    name: &'static str,
    words: &'static [&'static str],
    letters: [char; 8],
}

const SIGNS: [char; 8] = ['[', '\\', ']', '{', '|', '}', '~', '@'];

#[rustfmt::skip]
const VARIANTS: &[Variant] = &[
    // DIN 66003
    Variant { name: "iso-646-de", words: &["der", "die", "und", "das", "nicht", "von"], letters: ['Ä', 'Ö', 'Ü', 'ä', 'ö', 'ü', 'ß', '@'] },
    // SEN 850200, also Finnish
    Variant { name: "iso-646-se", words: &["och", "att", "som", "inte", "ja", "on"], letters: ['Ä', 'Ö', 'Å', 'ä', 'ö', 'å', '~', '@'] },
    // NS 4551, DS 2089
    Variant { name: "iso-646-no", words: &["og", "ikke", "til", "det", "av", "af"], letters: ['Æ', 'Ø', 'Å', 'æ', 'ø', 'å', '~', '@'] },
    // NF Z 62-010
    Variant { name: "iso-646-fr", words: &["le", "les", "des", "du", "et", "une"], letters: ['°', 'ç', '§', 'é', 'ù', 'è', '¨', 'à'] },
];

/// So many letters inside of words prove a variant.
const ENOUGH: usize = 3;

/// The text in its letters, if its brackets are letters: never opened and closed, but inside of words, three times at
/// least, in a text of that language.
pub fn read(text: &str) -> Option<(String, &'static str)> {
    let bytes = text.as_bytes();
    let mut inside = 0usize;
    for at in memchr::memchr3_iter(b'{', b'|', b'}', bytes) {
        let letter = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_lowercase);
        let (before, after) = (letter(at.checked_sub(1)), letter(Some(at + 1)));
        if !before && !after {
            return None;
        }
        inside += usize::from(before && after);
    }
    if inside < ENOUGH {
        return None;
    }
    let counted = VARIANTS.iter().map(|variant| (variant, count(text, variant.words)));
    let (variant, words) = counted.max_by_key(|(_, words)| *words)?;
    if words < ENOUGH {
        return None;
    }
    let letter = |c: char| SIGNS.iter().position(|sign| *sign == c).map_or(c, |at| variant.letters[at]);
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    for (at, c) in text.char_indices() {
        // Between letters it is the sign of an address.
        let address = c == '@'
            && at > 0
            && [at - 1, at + 1].iter().all(|at| bytes.get(*at).is_some_and(u8::is_ascii_alphanumeric));
        out.push(if address { c } else { letter(c) });
    }
    Some((out, variant.name))
}

fn count(text: &str, words: &[&str]) -> usize {
    text.split_ascii_whitespace().filter(|word| words.contains(word)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_in_brackets() {
        let german =
            "Die Br}cke f}r den M}ller ist gro~, und das \\l der M{nner von der Insel ist nicht sch|n.";
        let (text, name) = read(german).unwrap();
        assert_eq!(
            text,
            "Die Brücke für den Müller ist groß, und das Öl der Männer von der Insel ist nicht schön."
        );
        assert_eq!(name, "iso-646-de");
        let swedish = "Skeppet l}g still och det var s} att ingen s}g som p{ron, inte jag och du.";
        assert_eq!(read(swedish).unwrap().1, "iso-646-se");
        for text in [
            "if (a) { return b; } else { der die und das } x{y}z a{b}c d{e}f",
            "Lots of {braces} in {english} words {here}a b{c d}e f|g the end of it",
            "Der Hafen und die Stadt: nur eine Br}cke.",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
