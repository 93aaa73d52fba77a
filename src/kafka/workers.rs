//! The workers: threads that edit. They own no order and no partition, so a hot partition uses all cores.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender};
use rdkafka::message::OwnedMessage;

use super::ledger::Ticket;
use super::outgoing::{Edited, Packing, Refused};
use super::{Exit, Fault};
use crate::telemetry::Tally;
use crate::telemetry::events::Timed;

/// Messages of one partition on their way to a worker.
pub struct Batch {
    pub messages: Vec<Job>,
    /// False when the partition was taken away meanwhile: the work would be for nothing.
    pub wanted: Arc<AtomicBool>,
}

pub struct Job {
    pub ticket: Ticket,
    pub message: OwnedMessage,
    pub refused: Refused,
}

/// A message that a worker is done with.
pub struct Done {
    pub ticket: Ticket,
    pub edited: Edited,
    pub tally: Tally,
}

/// Starts the workers; they end when the sender of `jobs` is dropped. `count` 0 is one for each core.
pub fn start(
    count: usize,
    packing: &Arc<Packing>,
    jobs: &Receiver<Batch>,
    done: &Sender<Vec<Done>>,
) -> Result<(), Fault> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let count = if count == 0 { cores } else { count };
    for number in 0..count {
        let (packing, jobs, done) = (packing.clone(), jobs.clone(), done.clone());
        std::thread::Builder::new()
            .name(format!("desk-{number}"))
            .spawn(move || work(&packing, &jobs, &done))
            .map_err(|error| {
                let message = format!("cannot start worker {number} of {count}: {error}; lower run.workers");
                Fault::new(Exit::Environment, message)
            })?;
    }
    Ok(())
}

fn work(packing: &Packing, jobs: &Receiver<Batch>, done: &Sender<Vec<Done>>) {
    for batch in jobs {
        let mut finished = Vec::with_capacity(batch.messages.len());
        for Job { ticket, message, refused } in batch.messages {
            if !batch.wanted.load(Ordering::Relaxed) {
                break;
            }
            let began = Instant::now();
            let (edited, tally) = packing.edit(message, ticket.partition.topic, refused);
            Timed::Edit.observe(&packing.telemetry, began.elapsed());
            finished.push(Done { ticket, edited, tally });
            // A slow dispatch must not hold up those before it.
            if began.elapsed() > Duration::from_millis(20) {
                let ready = std::mem::take(&mut finished);
                if done.send(ready).is_err() {
                    return;
                }
            }
        }
        if !finished.is_empty() && done.send(finished).is_err() {
            return;
        }
    }
}
