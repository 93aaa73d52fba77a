//! Partitions that are assigned and not read.
//!
//! librdkafka asks the group's coordinator once where an assigned partition begins. Where the coordinator has just
//! moved, it takes the refusal for the answer and never reads the partition (its issue 5586, open; seen with 2.12.1 by the
//! fault suite). Its statistics tell of it; joining the group anew mends it and costs the group a rebalance.

use rdkafka::consumer::{BaseConsumer, Consumer};

use super::faults::sentence;
use super::source::Context;
use super::topics::Topics;
use crate::telemetry::events::Trouble;
use crate::telemetry::{Condition, Telemetry};

/// Statistics in a row that show it before the first mend, and at most before a further one: what stands still for
/// another reason, as where a transaction of offsets is open, is asked about less and less often.
const FIRST: u32 = 3;
const LONGEST: u32 = 60;

/// Counts the statistics in which a partition stands still.
#[derive(Debug)]
pub struct Standstill {
    seen: u32,
    patience: u32,
}

impl Default for Standstill {
    fn default() -> Self {
        Standstill { seen: 0, patience: FIRST }
    }
}

impl Standstill {
    /// Takes in how many partitions are assigned in these statistics, and how many of them are not read. `true`: join
    /// the group anew.
    pub fn look(&mut self, assigned: usize, unread: usize) -> bool {
        if assigned == 0 {
            return false;
        }
        if unread == 0 {
            *self = Standstill::default();
            return false;
        }
        self.seen += 1;
        if self.seen < self.patience {
            return false;
        }
        *self = Standstill { seen: 0, patience: (self.patience * 2).min(LONGEST) };
        true
    }
}

/// Leaves the group and joins it again; `unread` partitions are the reason.
pub fn join_anew(consumer: &BaseConsumer<Context>, topics: &Topics, unread: usize, telemetry: &Telemetry) {
    let why = format!("{unread} of them are assigned and not read; the group is joined anew");
    let message = sentence("reading partitions", &why, "kafka.fetch");
    Trouble { code: "kafka.fetch", condition: Some(Condition::Group), message: &message }.emit(telemetry);
    consumer.unsubscribe();
    // The same topics were taken at the start.
    let _ = consumer.subscribe(&topics.names());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_still_is_mended_less_and_less_often() {
        let mut standstill = Standstill::default();
        let mut looks =
            |assigned, unread, times: u32| (1..=times).filter(|_| standstill.look(assigned, unread)).count();
        assert_eq!(looks(4, 0, 100), 0, "all are read");
        assert_eq!(looks(4, 1, 2), 0, "just assigned");
        assert_eq!(looks(4, 1, 1), 1);
        assert_eq!(looks(0, 0, 5), 0, "nothing is assigned while the group is joined anew");
        assert_eq!(looks(4, 4, 5), 0, "twice the time for the second one");
        assert_eq!(looks(4, 4, 1), 1);
        assert_eq!(looks(4, 4, 12 + 24 + 48 + 5 * 60), 3 + 5, "and then once in 60");
        assert_eq!(looks(4, 0, 1) + looks(4, 1, 2), 0);
        assert_eq!(looks(4, 1, 1), 1, "read again in between");
    }
}
