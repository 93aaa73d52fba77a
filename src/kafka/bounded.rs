//! A call that must end, whether librdkafka ends it or not.
//!
//! `send_offsets_to_transaction` has a time-out, but librdkafka 2.12 only looks at it when it sends a request. While it waits
//! for a coordinator it sends none, and when a broker stops in that moment it may wait for ever (`rd_kafka_coord_req_fsm`).

use std::time::Duration;

/// Why a call has no answer.
#[derive(Debug, thiserror::Error)]
pub enum Unanswered {
    #[error("the call hangs")]
    Hangs,
    /// It was not made.
    #[error("there is no thread to be had: {0}")]
    NoThread(#[from] std::io::Error),
}

/// Makes the call on a thread of its own. One that has not ended within `limit` is left behind, with what it holds.
pub fn within<T: Send + 'static>(
    limit: Duration,
    call: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Unanswered> {
    let (answer, answered) = crossbeam_channel::bounded(1);
    let caller = move || {
        // Nobody listens any more when it comes too late.
        let _ = answer.send(call());
    };
    std::thread::Builder::new().name("call".into()).spawn(caller)?;
    answered.recv_timeout(limit).map_err(|_| Unanswered::Hangs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_that_hangs_is_left_behind() {
        assert_eq!(within(Duration::from_secs(60), || 7).ok(), Some(7));
        let (release, hung) = crossbeam_channel::bounded::<()>(0);
        let ended = within(Duration::from_millis(20), move || hung.recv().is_ok());
        assert!(matches!(ended, Err(Unanswered::Hangs)));
        drop(release);
    }
}
