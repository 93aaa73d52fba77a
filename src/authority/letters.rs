//! What a look-up may begin with: a cheap look before the table itself is asked.

/// The three letters, in any case, that the words of a table begin with: by the first, which stand second and which
/// third. Nearly all that a table is asked about ends here.
#[derive(Debug, Clone, Default)]
pub struct Letters([[u32; 2]; 32]);

impl Letters {
    /// Those of `words`.
    pub const fn of(words: &[&str]) -> Self {
        let mut letters = Letters([[0; 2]; 32]);
        let mut at = 0;
        while at < words.len() {
            letters = letters.with(words[at]);
            at += 1;
        }
        letters
    }

    /// Letters of either case have the same five low bits; other signs may share them.
    const fn with(mut self, word: &str) -> Self {
        let (first, second, third) = match word.as_bytes() {
            [first, second, third, ..] => (*first, 1 << (*second & 31), 1 << (*third & 31)),
            [first, second] => (*first, 1 << (*second & 31), u32::MAX),
            [first] => (*first, u32::MAX, u32::MAX),
            [] => return Letters([[u32::MAX; 2]; 32]),
        };
        let row = &mut self.0[(first & 31) as usize];
        row[0] |= second;
        row[1] |= third;
        self
    }

    /// Whether a word of the table may begin `text`; always where it begins with other signs than two ASCII letters,
    /// which folding may drop (`M'arch`) or change. The third counts where it is such a letter or a blank.
    #[inline]
    pub fn may_open(&self, text: &str) -> bool {
        let [first, second, behind @ ..] = text.as_bytes() else { return true };
        if !(first.is_ascii_alphabetic() && second.is_ascii_alphabetic()) {
            return true;
        }
        let [seconds, thirds] = self.0[usize::from(first & 31)];
        let third = behind.first().filter(|sign| sign.is_ascii_alphabetic() || **sign == b' ');
        seconds & 1 << (second & 31) != 0 && third.is_none_or(|third| thirds & 1 << (third & 31) != 0)
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
    fn three_letters_tell_what_a_table_cannot_open() {
        let letters = Letters::of(&["march", "Émile", "on board", "ap", "south wind"]);
        for text in
            ["MARKET", "M'arch", "Ma.rch", "émile", "on", "On board", "m", "APT", "AP said", "so-uth", ""]
        {
            assert!(letters.may_open(text), "{text}");
        }
        for text in ["June", "Many", "ma rch", "only", "so the wind", "Amp"] {
            assert!(!letters.may_open(text), "{text}");
        }
    }
}
