//! Chance that can be had again: a seed given again makes the same choices.

use super::setting;

/// splitmix64.
pub struct Dice(u64);

impl Dice {
    /// By `COPYDESK_TEST_SEED`, or by the clock. Says the seed, in the name of `what`.
    pub fn new(what: &str) -> Dice {
        let given =
            setting("COPYDESK_TEST_SEED").map(|seed| seed.parse().expect("COPYDESK_TEST_SEED: a number"));
        let seed =
            given.unwrap_or_else(|| std::time::UNIX_EPOCH.elapsed().unwrap_or_default().as_millis() as u64);
        println!("{what}: COPYDESK_TEST_SEED={seed}");
        Dice(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from `low` up to and without `high`.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.next() % (high - low)
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.between(0, from.len() as u64) as usize]
    }
}
