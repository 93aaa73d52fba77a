//! A stage that hangs must not hang for ever.
//!
//! Every call to a broker has a limit, and librdkafka has been seen to overstep it: `send_offsets_to_transaction` never
//! came back when a coordinator was stopped in the middle of it. Nothing of a transaction is lost by an end: the
//! next instance of the name undoes what was open. So the process ends, and whoever supervises it starts it again.

use std::thread::JoinHandle;
use std::time::Duration;

use super::{Exit, Fault};
use crate::telemetry::Health;

const HUNG: &str = "the stage hangs in a call of the Kafka client that should have ended long ago; nothing \
                    unfinished was committed; start it again";
const BROKE_OFF: &str = "the stage broke off by a fault of this program; nothing unfinished was committed; please \
                         report the message above";

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
    /// Waits for what a thread comes to.
    ///
    /// # Errors
    /// The thread's own; that it hangs, and is left behind; that it panicked.
    pub fn join<T>(&self, thread: JoinHandle<Result<T, Fault>>, health: &Health) -> Result<T, Fault> {
        let (mut last, mut still) = (health.last_beat(), 0);
        while !thread.is_finished() {
            std::thread::sleep(self.tick);
            let beat = health.last_beat();
            still = if beat == last { still + 1 } else { 0 };
            last = beat;
            if still >= self.looks {
                return Err(Fault::new(Exit::Failed, HUNG));
            }
        }
        thread.join().unwrap_or_else(|_| Err(Fault::new(Exit::Failed, BROKE_OFF)))
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
        let hanging = std::thread::spawn(move || {
            hung.recv().ok();
            Ok(())
        });
        assert_eq!(HASTY.join(hanging, &health).map_err(|fault| fault.message), Err(HUNG.into()));
        drop(release);

        let panics = std::thread::spawn(|| -> Result<(), Fault> { panic!("as a fault of ours would") });
        assert_eq!(PATIENT.join(panics, &health).map_err(|fault| fault.message), Err(BROKE_OFF.into()));

        let shared = health.clone();
        let beating = std::thread::spawn(move || {
            // More looks than it has patience for, with a heart that beats.
            for _ in 0..200 {
                std::thread::sleep(Duration::from_millis(1));
                shared.beat();
            }
            Ok(7)
        });
        let patient = Watchdog { looks: 150, ..HASTY };
        assert_eq!(patient.join(beating, &health).ok(), Some(7));
    }
}
