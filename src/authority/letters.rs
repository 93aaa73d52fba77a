//! What a look-up may begin with: a cheap look before the table itself is asked.

/// The two letters, in any case, that the words of a table begin with. Nearly all that a table is asked about ends
/// here.
#[derive(Debug, Clone, Default)]
pub struct Letters([u32; 32]);

impl Letters {
    /// Those of `words`.
    pub const fn of(words: &[&str]) -> Self {
        let mut letters = Letters([0; 32]);
        let mut at = 0;
        while at < words.len() {
            letters = letters.with(words[at]);
            at += 1;
        }
        letters
    }

    /// Letters of either case have the same five low bits; other signs may share them.
    const fn with(mut self, word: &str) -> Self {
        match word.as_bytes() {
            [first, second, ..] => self.0[(*first & 31) as usize] |= 1 << (*second & 31),
            [first] => self.0[(*first & 31) as usize] = u32::MAX,
            [] => self.0 = [u32::MAX; 32],
        }
        self
    }

    /// Whether a word of the table may begin `text`; always where it begins with other signs than two ASCII letters,
    /// which folding may drop (`M'arch`) or change.
    #[inline]
    pub fn may_open(&self, text: &str) -> bool {
        match *text.as_bytes() {
            [first, second, ..] if first.is_ascii_alphabetic() && second.is_ascii_alphabetic() => {
                self.0[usize::from(first & 31)] & 1 << (second & 31) != 0
            }
            _ => true,
        }
    }
}

impl<'w> FromIterator<&'w str> for Letters {
    fn from_iter<I: IntoIterator<Item = &'w str>>(words: I) -> Self {
        words.into_iter().fold(Letters::default(), Letters::with)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_letters_tell_what_a_table_cannot_open() {
        let letters = Letters::of(&["march", "Émile", "on board"]);
        for (text, may) in
            [("MARKET", true), ("M'arch", true), ("émile", true), ("on", true), ("June", false), ("m", true)]
        {
            assert_eq!(letters.may_open(text), may, "{text}");
        }
    }
}
