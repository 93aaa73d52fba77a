//! Work of one kind spread over threads: one feeds, several work, the caller takes.

use std::thread;

use crossbeam_channel::bounded;
use rdkafka::Message;
use rdkafka::message::OwnedMessage;

use super::CompareError;

/// Feeds jobs by `feed`, works on them by `work` on `workers` threads, and gives what comes out to `take`, in no
/// order. Never more than a few jobs for each worker are waiting. `feed` is told by `false` that nobody listens.
pub fn spread<J: Send, R: Send>(
    workers: usize,
    feed: impl FnOnce(&dyn Fn(J) -> bool) -> Result<(), CompareError> + Send,
    work: impl Fn(J) -> R + Sync,
    mut take: impl FnMut(R),
) -> Result<(), CompareError> {
    let (jobs_in, jobs) = bounded::<J>(workers * 2);
    let (results_in, results) = bounded::<R>(workers * 2);
    thread::scope(|scope| {
        for number in 0..workers {
            let (jobs, results_in, work) = (jobs.clone(), results_in.clone(), &work);
            let run = move || jobs.into_iter().all(|job| results_in.send(work(job)).is_ok());
            let named = thread::Builder::new().name(format!("compare-{number}"));
            named.spawn_scoped(scope, run).map_err(CompareError::Threads)?;
        }
        let feeder = thread::Builder::new().name("compare-reader".into());
        let feeder = feeder
            .spawn_scoped(scope, move || feed(&|job| jobs_in.send(job).is_ok()))
            .map_err(CompareError::Threads)?;
        drop((jobs, results_in));
        results.into_iter().for_each(&mut take);
        feeder.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// Messages on their way to a worker: full at so many messages or bytes.
#[derive(Default)]
pub struct Batch {
    messages: Vec<OwnedMessage>,
    bytes: usize,
}

const FULL: usize = 256;
const FULL_BYTES: usize = 1 << 20;

impl Batch {
    /// Gives the batch away when it is full; false when nobody takes it.
    pub fn push(&mut self, message: OwnedMessage, give: &dyn Fn(Vec<OwnedMessage>) -> bool) -> bool {
        self.bytes += message.payload().map_or(0, <[u8]>::len);
        self.messages.push(message);
        if self.messages.len() < FULL && self.bytes < FULL_BYTES {
            return true;
        }
        give(std::mem::take(self).messages)
    }

    /// Gives away what is left.
    pub fn finish(self, give: &dyn Fn(Vec<OwnedMessage>) -> bool) {
        if !self.messages.is_empty() {
            // Nobody listens any more: nothing to tell.
            let _ = give(self.messages);
        }
    }
}
