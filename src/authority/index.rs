//! From a folded name to the rows that bear it.

use rustc_hash::FxHashMap;

/// Rows by folded name, in the order in which they were entered.
#[derive(Default)]
pub(super) struct NameIndex {
    rows: FxHashMap<Box<str>, Vec<u32>>,
    /// First word → words of the longest name that begins with it.
    longest: FxHashMap<Box<str>, u8>,
}

impl NameIndex {
    pub fn enter(&mut self, folded: &str, row: u32) {
        if folded.is_empty() {
            return;
        }
        let words = u8::try_from(folded.split(' ').count()).unwrap_or(u8::MAX);
        let first = folded.split(' ').next().unwrap_or(folded);
        match self.longest.get_mut(first) {
            Some(longest) => *longest = words.max(*longest),
            None => {
                self.longest.insert(first.into(), words);
            }
        }
        match self.rows.get_mut(folded) {
            Some(rows) if rows.contains(&row) => {}
            Some(rows) => rows.push(row),
            None => {
                self.rows.insert(folded.into(), vec![row]);
            }
        }
    }

    pub fn rows(&self, folded: &str) -> &[u32] {
        self.rows.get(folded).map_or(&[], Vec::as_slice)
    }

    /// How many words the longest name has that begins with this folded word; 0 when none does.
    pub fn longest_from(&self, first_word: &str) -> usize {
        self.longest.get(first_word).copied().unwrap_or(0).into()
    }
}
