//! The table of weights, and the likeliest labels under it.
//!
//! A linear-chain conditional random field: each fact about a word (its hash) names a row that has a weight for each label, each pair of
//! neighbouring labels has a weight, and the best path through all is found by Viterbi's algorithm. Weights are whole numbers of one scale,
//! so that the table is small and a result the same on every machine. `cargo xtask train` writes it.

use super::labels::{LABELS, WIDTH, may_begin, may_end, may_follow};

/// Rows of the table, as a power of two: 4 MB.
pub const BITS: u32 = 18;

/// The weights of one fact, one for each label.
pub type Row = [i8; WIDTH];

/// What forbids a path; far below any sum of weights.
const NEVER: i32 = i32::MIN / 4;

/// The first bytes of a model.
const MAGIC: &[u8; 8] = b"cdnames1";

pub struct Model {
    rows: Box<[Row]>,
    /// Weight of the label `[next]` behind the label `[before]`.
    steps: [[i32; WIDTH]; WIDTH],
}

/// The row of a fact.
pub fn row(template: u32, value: u64) -> u32 {
    let mixed = (value ^ (u64::from(template) << 56)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 29) ^ u64::from(template)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed >> (64 - BITS)) as u32
}

impl Model {
    /// Reads a model that [`Model::bytes`] wrote.
    ///
    /// # Errors
    /// What is wrong with it, in one sentence.
    pub fn read(packed: &[u8]) -> Result<Model, String> {
        let bytes =
            zstd::decode_all(packed).map_err(|fault| format!("the model is no zstd frame: {fault}"))?;
        let wrong = || format!("the model has {} bytes, not those of its format", bytes.len());
        let rest = bytes.strip_prefix(MAGIC).ok_or("the model does not begin with its mark")?;
        let (steps, rows) = rest.split_at_checked(WIDTH * WIDTH * 4).ok_or_else(wrong)?;
        let mut model = Model { rows: Box::default(), steps: [[NEVER; WIDTH]; WIDTH] };
        for (at, weight) in steps.chunks_exact(4).enumerate() {
            let weight = i32::from_le_bytes([weight[0], weight[1], weight[2], weight[3]]);
            let (before, next) = (at / WIDTH, at % WIDTH);
            if may_follow(before, next) {
                model.steps[before][next] = weight.clamp(-0x10_0000, 0x10_0000);
            }
        }
        let (rows, left) = rows.as_chunks::<WIDTH>();
        if rows.len() != 1 << BITS || !left.is_empty() {
            return Err(wrong());
        }
        model.rows = rows.iter().map(|row| row.map(|byte| byte as i8)).collect();
        Ok(model)
    }

    /// A model of these weights, as it is written to a file. `steps` are the weights of pairs of labels, `rows` those of
    /// facts; the greatest of the latter becomes 127.
    pub fn bytes(rows: &[[f32; WIDTH]], steps: &[[f32; WIDTH]; WIDTH]) -> Vec<u8> {
        let greatest = rows.iter().flatten().fold(0.0_f32, |most, weight| most.max(weight.abs()));
        let scale = if greatest > 0.0 { 127.0 / greatest } else { 1.0 };
        let mut bytes = MAGIC.to_vec();
        for weight in steps.iter().flatten() {
            bytes.extend(((weight * scale).round() as i32).to_le_bytes());
        }
        bytes.extend(rows.iter().flatten().map(|weight| (weight * scale).round() as i8 as u8));
        bytes
    }

    /// Adds up the weights of a word's facts.
    pub fn score(&self, facts: &[u32]) -> [i32; WIDTH] {
        // A word has some seventy facts: 258 rows of at most 127 fit sixteen bits.
        let mut sum = [0_i32; WIDTH];
        for facts in facts.chunks(256) {
            let mut part = [0_i16; WIDTH];
            for fact in facts {
                let row = &self.rows[*fact as usize & ((1 << BITS) - 1)];
                for (sum, weight) in part.iter_mut().zip(row) {
                    *sum += i16::from(*weight);
                }
            }
            sum.iter_mut().zip(part).for_each(|(sum, part)| *sum += i32::from(part));
        }
        sum
    }

    /// The likeliest labels of a stretch of words with these scores.
    pub fn best(&self, scores: &[[i32; WIDTH]]) -> Vec<u8> {
        let Some((first, rest)) = scores.split_first() else {
            return Vec::new();
        };
        let mut sums = [NEVER; WIDTH];
        for label in (0..LABELS).filter(|label| may_begin(*label)) {
            sums[label] = first[label];
        }
        let mut back: Vec<[u8; WIDTH]> = Vec::with_capacity(rest.len());
        for score in rest {
            let mut next = [NEVER; WIDTH];
            let mut from = [0_u8; WIDTH];
            for (before, sum) in sums.iter().enumerate().take(LABELS) {
                for label in 0..LABELS {
                    let sum = sum + self.steps[before][label];
                    if sum > next[label] {
                        (next[label], from[label]) = (sum, before as u8);
                    }
                }
            }
            for label in 0..LABELS {
                // Sums of what is forbidden stay far below all others, and above the least number.
                next[label] = (next[label] + score[label]).max(NEVER);
            }
            back.push(from);
            sums = next;
        }
        let ends = (0..LABELS).filter(|label| may_end(*label));
        let mut label = ends.max_by_key(|label| sums[*label]).unwrap_or_default() as u8;
        let mut labels = vec![label; scores.len()];
        for (at, from) in back.iter().enumerate().rev() {
            label = from[usize::from(label)];
            labels[at] = label;
        }
        labels
    }
}
