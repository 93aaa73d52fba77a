//! How fast dispatches are taken: token buckets. Pure: the caller has the clock.

use super::txn::Millis;

/// Upper bounds of what one instance takes. The default has none.
#[derive(Debug, Clone, Default)]
pub struct Pace {
    dispatches: Option<Bucket>,
    bytes: Option<Bucket>,
}

impl Pace {
    /// A second: `dispatches` and `bytes` of it at most.
    pub fn new(dispatches: Option<f64>, bytes: Option<f64>) -> Self {
        Pace { dispatches: dispatches.map(Bucket::new), bytes: bytes.map(Bucket::new) }
    }

    /// How long nothing more may be taken.
    pub fn wait(&mut self, now: Millis) -> Millis {
        let wait = |bucket: &mut Option<Bucket>| bucket.as_mut().map_or(0, |bucket| bucket.wait(now));
        wait(&mut self.dispatches).max(wait(&mut self.bytes))
    }

    /// A dispatch of so many bytes is taken.
    pub fn took(&mut self, bytes: usize) {
        self.dispatches.iter_mut().for_each(|bucket| bucket.level -= 1.0);
        self.bytes.iter_mut().for_each(|bucket| bucket.level -= bytes as f64);
    }
}

/// A tenth of a second's worth may come at once: enough for a batch, too little to be felt downstream.
const BURST: f64 = 0.1;

/// Fills at a steady rate. A dispatch larger than what is in it is taken nevertheless, and is paid for
/// afterwards: else one larger than the bucket would never come.
#[derive(Debug, Clone)]
struct Bucket {
    per_second: f64,
    level: f64,
    at: Millis,
}

impl Bucket {
    fn new(per_second: f64) -> Self {
        Bucket { per_second, level: 0.0, at: 0 }
    }

    fn wait(&mut self, now: Millis) -> Millis {
        let filled = now.saturating_sub(self.at) as f64 / 1e3 * self.per_second;
        self.at = now;
        // At least one, or a rate below ten a second would never fill it.
        self.level = (self.level + filled).min((self.per_second * BURST).max(1.0));
        let missing = 1.0 - self.level;
        // A rounding error must not cost a millisecond.
        if missing <= 1e-6 { 0 } else { ((missing / self.per_second * 1e3).ceil() as Millis).max(1) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes as fast as it may for `millis`, asking each millisecond.
    fn taken(mut pace: Pace, size: usize, millis: Millis) -> usize {
        let mut count = 0;
        for now in 0..millis {
            while pace.wait(now) == 0 && count < 1_000_000 {
                pace.took(size);
                count += 1;
            }
        }
        count
    }

    #[test]
    fn a_rate_is_kept() {
        for (dispatches, bytes, size, want) in [
            (Some(100.0), None, 1_000, 1_000),
            (Some(0.5), None, 1_000, 5),
            (Some(2_500.0), None, 1, 25_000),
            (None, Some(50_000.0), 1_000, 500),
            // Each is larger than the bucket: paid for afterwards.
            (None, Some(1_000.0), 5_000, 2),
            // The stricter one decides.
            (Some(1_000.0), Some(50_000.0), 1_000, 500),
            (Some(10.0), Some(50_000.0), 1_000, 100),
        ] {
            let got = taken(Pace::new(dispatches, bytes), size, 10_000);
            assert!(got.abs_diff(want) <= want / 100 + 1, "{dispatches:?} {bytes:?} {size}: {got}");
        }
    }

    #[test]
    fn time_without_work_is_not_saved_up() {
        let mut pace = Pace::new(Some(100.0), None);
        assert_eq!(pace.wait(3_600_000), 0);
        (0..10).for_each(|_| pace.took(1));
        assert_eq!(pace.wait(3_600_000), 10);
    }

    #[test]
    fn without_bounds_nothing_waits() {
        let mut pace = Pace::default();
        pace.took(usize::MAX / 2);
        assert_eq!(pace.wait(0), 0);
    }
}
