//! Looks at what the group of a replay has committed, whoever reads it, and at how far the live stage is behind.
//!
//! It asks for offsets only, and joins neither group (invariant 13).

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::kafka::Stop;
use crate::kafka::asker::{AskError, Asker};
use crate::kafka::reading::Hold;
use crate::kafka::stretch::Progress;
use crate::telemetry::Telemetry;
use crate::telemetry::events::Replayed;

/// How far a replay is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    pub done: i64,
    pub total: i64,
    /// Offsets a second, of all instances, of late; `None` until it is known.
    pub per_second: Option<f64>,
    /// It rests, because the live stage is behind.
    pub held: bool,
}

impl Standing {
    /// Seconds until it is done, should it go on so.
    pub fn eta_secs(&self) -> Option<f64> {
        let left = (self.total - self.done) as f64;
        match self.per_second {
            _ if left == 0.0 => Some(0.0),
            Some(rate) if rate > 0.0 => Some(left / rate),
            _ => None,
        }
    }
}

/// The live stage, when the replay yields to it.
pub struct Live {
    /// Asks for the group's commits.
    pub commits: Asker,
    /// Asks for the last stable offsets: what is in an open transaction the live stage cannot read yet.
    pub ends: Asker,
    pub topics: Vec<String>,
    /// Messages behind at which the replay rests; at half of it goes on.
    pub mark: i64,
}

/// What a watch looks at, and whom it tells.
pub struct Watch {
    pub asker: Asker,
    pub topic: String,
    pub progress: Arc<Progress>,
    pub telemetry: Arc<Telemetry>,
    pub live: Option<Live>,
    pub hold: Hold,
    /// Requested when all of the plan is committed.
    pub stop: Stop,
}

/// Between two looks at the replay's own group, and at the live one.
const LOOK: Duration = Duration::from_secs(1);
const LOOK_LIVE: Duration = Duration::from_secs(3);
/// What the present pace is measured over.
const WINDOW: usize = 30;

/// A watch at work; ends when it is dropped.
pub struct Watching {
    end: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Watching {
    fn drop(&mut self) {
        self.end.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            // A panic there has said so itself.
            let _ = thread.join();
        }
    }
}

impl Watch {
    /// Looks until the plan is done; `tell` hears of each look.
    pub fn start(mut self, mut tell: impl FnMut(&Standing) + Send + 'static) -> std::io::Result<Watching> {
        let end = Arc::new(AtomicBool::new(false));
        let ended = end.clone();
        let thread = std::thread::Builder::new().name("watch".into()).spawn(move || {
            let mut pace = VecDeque::new();
            let mut looked_live: Option<Instant> = None;
            let mut is_blind = false;
            while !ended.load(Ordering::Relaxed) {
                if looked_live.is_none_or(|at| at.elapsed() >= LOOK_LIVE) {
                    looked_live = Some(Instant::now());
                    self.look_live();
                }
                match self.look() {
                    Ok(()) => {
                        tell(&self.standing(&mut pace));
                        is_blind = false;
                    }
                    Err(error) if !is_blind => {
                        tracing::warn!(
                            "what the replay has committed cannot be asked for, so it neither shows progress nor ends until it can: {error}"
                        );
                        is_blind = true;
                    }
                    Err(_) => {}
                }
                if self.progress.is_complete() {
                    self.stop.request();
                    return;
                }
                std::thread::park_timeout(LOOK);
            }
        })?;
        Ok(Watching { end, thread: Some(thread) })
    }

    /// Asks for the replay's commits.
    fn look(&mut self) -> Result<(), AskError> {
        self.asker.serve();
        let partitions: Vec<i32> = self.progress.remaining().map(|(number, _)| number).collect();
        for (number, offset) in self.asker.committed(&self.topic, partitions)? {
            offset.into_iter().for_each(|offset| self.progress.set(number, offset));
        }
        Ok(())
    }

    fn standing(&self, pace: &mut VecDeque<(Instant, i64)>) -> Standing {
        let remaining: Vec<(i32, i64)> = self.progress.remaining().collect();
        let total = self.progress.total();
        let done = total - remaining.iter().map(|(_, left)| left).sum::<i64>();
        pace.push_back((Instant::now(), done));
        if pace.len() > WINDOW {
            pace.pop_front();
        }
        let per_second = pace
            .front()
            .filter(|_| pace.len() > 1)
            .map(|(since, before)| (done - before) as f64 / since.elapsed().as_secs_f64().max(1e-3));
        let standing = Standing { done, total, per_second, held: self.hold.is_set() };
        let (held, eta_secs) = (standing.held, standing.eta_secs());
        Replayed { topic: &self.topic, remaining: &remaining, eta_secs, held }.emit(&self.telemetry);
        standing
    }

    /// Rests the replay while the live stage is behind. What cannot be asked for leaves things as they are.
    fn look_live(&mut self) {
        let Some(live) = &self.live else { return };
        match live.lag() {
            Ok(lag) => {
                let held = self.hold.is_set();
                let hold = lag > if held { live.mark / 2 } else { live.mark };
                if hold != held {
                    self.hold.set(hold);
                    let what = if hold { "the replay rests" } else { "the replay goes on" };
                    tracing::info!(live_lag = lag, mark = live.mark, "{what}");
                }
            }
            Err(error) => tracing::warn!("how far the live stage is behind cannot be asked for: {error}"),
        }
    }
}

impl Live {
    /// Offsets that the live group is behind: markers and aborted messages at the end count. A partition without a commit
    /// has not been read, and so is behind by all that it holds.
    fn lag(&self) -> Result<i64, AskError> {
        self.commits.serve();
        self.ends.serve();
        let mut lag = 0;
        for topic in &self.topics {
            let held = self.ends.all_held(topic, "see kafka.source_topics")?;
            for (partition, committed) in self.commits.committed(topic, held.keys().copied())? {
                let Some(held) = held.get(&partition) else { continue };
                lag += (held.end - committed.unwrap_or(0).max(held.start)).max(0);
            }
        }
        Ok(lag)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_follows_the_pace() {
        for (done, per_second, want) in
            [(0, None, None), (0, Some(0.0), None), (400, Some(60.0), Some(10.0)), (1_000, None, Some(0.0))]
        {
            let standing = Standing { done, total: 1_000, per_second, held: false };
            assert_eq!(standing.eta_secs(), want, "{standing:?}");
        }
    }
}
