//! Keeps a storm of one fault from filling the log: the first is logged, then one each ten seconds
//! with the number that was held back.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

const PERIOD: Duration = Duration::from_secs(10);

#[derive(Default)]
pub struct Limiter {
    sites: Mutex<HashMap<&'static str, Site>>,
}

struct Site {
    last: Instant,
    held: u64,
}

impl Limiter {
    /// `Some(held back since the last)` when this one is to be logged.
    pub fn pass(&self, site: &'static str) -> Option<u64> {
        self.pass_at(site, Instant::now())
    }

    fn pass_at(&self, site: &'static str, now: Instant) -> Option<u64> {
        let mut sites = self.sites.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        match sites.get_mut(site) {
            Some(seen) if now.saturating_duration_since(seen.last) < PERIOD => {
                seen.held += 1;
                None
            }
            Some(seen) => {
                seen.last = now;
                Some(std::mem::take(&mut seen.held))
            }
            None => {
                sites.insert(site, Site { last: now, held: 0 });
                Some(0)
            }
        }
    }

    /// Forgets a site, so that its next fault is logged at once.
    pub fn reset(&self, site: &'static str) {
        self.sites.lock().unwrap_or_else(std::sync::PoisonError::into_inner).remove(site);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_passes_then_one_a_period_with_its_count() {
        let limiter = Limiter::default();
        let start = Instant::now();
        let at = |secs| start + Duration::from_secs(secs);
        assert_eq!(limiter.pass_at("a", at(0)), Some(0));
        assert_eq!(limiter.pass_at("a", at(1)), None);
        assert_eq!(limiter.pass_at("b", at(1)), Some(0));
        assert_eq!(limiter.pass_at("a", at(9)), None);
        assert_eq!(limiter.pass_at("a", at(10)), Some(2));
        limiter.reset("a");
        assert_eq!(limiter.pass_at("a", at(11)), Some(0));
    }
}
