//! Words that are used alike: `data/model/classes.zst`, a line a class with the number of its coarse class first.

use rustc_hash::FxHashMap;

use crate::authority::fold;
use crate::desk::entities::tokens::{FNV_START, fnv};

/// The classes of a word; zeros for a word that none has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Group {
    pub fine: u16,
    pub coarse: u16,
}

pub struct Classes {
    of: FxHashMap<u64, Group>,
}

impl Classes {
    /// Reads the table.
    ///
    /// # Errors
    /// What is wrong with it, in one sentence.
    pub fn read(packed: &[u8]) -> Result<Classes, String> {
        let bytes = zstd::decode_all(packed)
            .map_err(|fault| format!("the word classes are no zstd frame: {fault}"))?;
        let text = String::from_utf8(bytes).map_err(|_| "the word classes are not UTF-8")?;
        let mut of = FxHashMap::default();
        for (line, words) in text.lines().enumerate() {
            let (coarse, words) = words.split_once(' ').ok_or("a word class has no words")?;
            let coarse: u16 = coarse.parse().map_err(|_| "a word class has no number")?;
            for word in words.split(' ') {
                let hash = fnv(FNV_START, fold(word).as_bytes());
                // The first spelling of a word that accents tell apart is the commoner one only by chance.
                of.entry(hash).or_insert(Group { fine: line as u16 + 1, coarse: coarse + 1 });
            }
        }
        Ok(Classes { of })
    }

    pub fn of(&self, hash: u64) -> Group {
        self.of.get(&hash).copied().unwrap_or_default()
    }
}
