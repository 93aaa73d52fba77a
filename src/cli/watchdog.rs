//! A stage that hangs must not hang for ever.
//!
//! Every call to a broker has a limit, and librdkafka has been seen to overstep it: `send_offsets_to_transaction` never
//! came back when a coordinator was stopped in the middle of it. Nothing of a transaction is lost by an end: the
//! next instance of the name undoes what was open. So the process ends, and whoever supervises it starts it again.

use std::thread::JoinHandle;
use std::time::Duration;

use crate::telemetry::Health;

/// What the end by a watchdog is called.
pub const HUNG: &str = "the stage hangs in a call of the Kafka client that should have ended long ago; nothing \
                        unfinished was committed; start it again";

/// How long a heart may stand still.
pub struct Watchdog {
    tick: Duration,
    /// Looks in a row that find no new beat. Counted in looks and not by a clock: a process that was suspended as a
    /// whole does not hang.
    looks: u32,
}

/// Twice the silence that fails /healthz: where somebody asks for that, he acts first.
pub const PATIENT: Watchdog = Watchdog { tick: Duration::from_millis(100), looks: 1_200 };

impl Watchdog {
    /// Waits for a thread's end; `None` when it hangs. It is then left behind.
    pub fn join<T>(&self, thread: JoinHandle<T>, health: &Health) -> Option<std::thread::Result<T>> {
        let (mut last, mut still) = (health.last_beat(), 0);
        while !thread.is_finished() {
            std::thread::sleep(self.tick);
            let beat = health.last_beat();
            still = if beat == last { still + 1 } else { 0 };
            last = beat;
            if still >= self.looks {
                return None;
            }
        }
        Some(thread.join())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::mpsc::channel;

    use super::*;

    const HASTY: Watchdog = Watchdog { tick: Duration::from_millis(1), looks: 20 };

    #[test]
    fn what_hangs_is_left_behind_and_what_ends_is_waited_for() {
        let health = Arc::new(Health::new());
        let (release, hung) = channel::<()>();
        let hanging = std::thread::spawn(move || hung.recv());
        assert!(HASTY.join(hanging, &health).is_none());
        drop(release);

        let shared = health.clone();
        let beating = std::thread::spawn(move || {
            // More looks than it has patience for, with a heart that beats.
            for _ in 0..200 {
                std::thread::sleep(Duration::from_millis(1));
                shared.beat();
            }
            7
        });
        let patient = Watchdog { looks: 150, ..HASTY };
        assert_eq!(patient.join(beating, &health).and_then(Result::ok), Some(7));
    }
}
