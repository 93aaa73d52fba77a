//! What may be committed: the progress of every assigned partition. Pure: no Kafka in it.
//!
//! A message taken from a partition gets a slot. Slots stand in source order, so one window serves three
//! ends: it puts what the workers finished back into order, it knows which outcomes are still owed a
//! delivery report, and its settled prefix is the mark that may be committed (invariants 1 and 3).
//! Slots are numbered by sequence and not by offset: offsets have gaps (compaction, control records).
//!
//! Each assignment, and each rewind, opens a new epoch. What carries a ticket of an older epoch is too
//! late and is dropped without a trace in the progress.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

/// A source partition: the topic's index in `kafka.source_topics`, and the partition's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Partition {
    pub topic: u16,
    pub number: i32,
}

/// The claim check of a message in work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ticket {
    pub partition: Partition,
    pub offset: i64,
    epoch: u64,
    seq: u64,
}

/// Partition and the offset to commit for it: the next one to read.
pub type Mark = (Partition, i64);

/// Progress of all assigned partitions. `E` is an edited message, `R` its receipt, which is handed back when
/// the message is settled.
pub struct Ledger<E, R> {
    lanes: FxHashMap<Partition, Lane<E, R>>,
    /// Partitions whose next message may be edited already; may name a partition more than once.
    ready: VecDeque<Partition>,
    epochs: u64,
    bytes: usize,
}

struct Lane<E, R> {
    epoch: u64,
    slots: VecDeque<Slot<E, R>>,
    /// Sequence of the first slot.
    base: u64,
    /// Sequence of the next slot to send.
    unsent: u64,
    last_seen: Option<i64>,
    /// Where reading began in this assignment.
    start: Option<i64>,
    /// The next offset behind the settled prefix.
    mark: Option<i64>,
    committed: Option<i64>,
    /// Nothing follows: the mark moves here when all before it is settled.
    end: Option<i64>,
}

struct Slot<E, R> {
    offset: i64,
    bytes: usize,
    /// When the message was sent, in milliseconds since the epoch.
    sent_ms: Option<i64>,
    stage: Stage<E>,
    receipt: Option<R>,
}

enum Stage<E> {
    InWork,
    Edited(E),
    /// Sent; so many delivery reports are still owed.
    Sent(u32),
}

impl<E, R> Default for Ledger<E, R> {
    fn default() -> Self {
        Ledger { lanes: FxHashMap::default(), ready: VecDeque::new(), epochs: 0, bytes: 0 }
    }
}

impl<E, R> Ledger<E, R> {
    /// A partition is assigned: a new epoch without any progress.
    pub fn assign(&mut self, partition: Partition) {
        self.release(partition);
        self.epochs += 1;
        let lane = Lane {
            epoch: self.epochs,
            slots: VecDeque::new(),
            base: 0,
            unsent: 0,
            last_seen: None,
            start: None,
            mark: None,
            committed: None,
            end: None,
        };
        self.lanes.insert(partition, lane);
    }

    /// Nothing more is read of this partition, and its progress ends at `end`, behind whatever gap is there.
    pub fn close(&mut self, partition: Partition, end: i64) {
        if let Some(lane) = self.lanes.get_mut(&partition) {
            lane.end = Some(end);
            lane.reach_end();
        }
    }

    /// Whether a partition has come to its end and that is not committed yet.
    pub fn has_ends(&self) -> bool {
        self.lanes
            .values()
            .any(|lane| lane.end.is_some() && lane.mark == lane.end && lane.committed < lane.end)
    }

    /// A partition is gone; whatever is still in work for it comes too late from now on.
    pub fn release(&mut self, partition: Partition) {
        if let Some(lane) = self.lanes.remove(&partition) {
            self.bytes -= lane.bytes();
        }
    }

    /// Takes a message of `bytes` bytes into work. `None` when the partition is not assigned or the offset
    /// was seen before: the client may deliver again after a broken connection.
    pub fn admit(
        &mut self,
        partition: Partition,
        offset: i64,
        bytes: usize,
        sent_ms: Option<i64>,
    ) -> Option<Ticket> {
        let lane = self.lanes.get_mut(&partition)?;
        if lane.last_seen.is_some_and(|seen| offset <= seen) {
            return None;
        }
        lane.last_seen = Some(offset);
        lane.start.get_or_insert(offset);
        let seq = lane.base + lane.slots.len() as u64;
        lane.slots.push_back(Slot { offset, bytes, sent_ms, stage: Stage::InWork, receipt: None });
        self.bytes += bytes;
        Some(Ticket { partition, offset, epoch: lane.epoch, seq })
    }

    /// A worker has edited a message, which now weighs `bytes` more. `false` when it comes too late.
    pub fn finish(&mut self, ticket: Ticket, edited: E, receipt: R, bytes: usize) -> bool {
        let Some(lane) = self.lanes.get_mut(&ticket.partition) else { return false };
        let next = lane.unsent;
        let Some(slot) = lane.slot(ticket) else { return false };
        if !matches!(slot.stage, Stage::InWork) {
            return false;
        }
        slot.stage = Stage::Edited(edited);
        slot.receipt = Some(receipt);
        slot.bytes += bytes;
        self.bytes += bytes;
        if ticket.seq == next {
            self.ready.push_back(ticket.partition);
        }
        true
    }

    /// Whether [`Ledger::next_ready`] has something.
    pub fn has_ready(&mut self) -> bool {
        while let Some(partition) = self.ready.front() {
            if self.lanes.get(partition).is_some_and(Lane::is_ready) {
                return true;
            }
            self.ready.pop_front();
        }
        false
    }

    /// The next edited message to send, in source order for each partition. [`Ledger::sent`] must follow.
    pub fn next_ready(&mut self) -> Option<(Ticket, E)> {
        while let Some(partition) = self.ready.pop_front() {
            let Some(lane) = self.lanes.get_mut(&partition) else { continue };
            if !lane.is_ready() {
                continue;
            }
            let seq = lane.unsent;
            lane.unsent += 1;
            let again = lane.is_ready();
            let epoch = lane.epoch;
            let slot = &mut lane.slots[(seq - lane.base) as usize];
            let offset = slot.offset;
            // Until `sent` says how many reports are owed, it owes one that nobody pays.
            let Stage::Edited(edited) = std::mem::replace(&mut slot.stage, Stage::Sent(u32::MAX)) else {
                continue;
            };
            if again {
                // At the front: a run of one partition makes a full batch for the producer.
                self.ready.push_front(partition);
            }
            return Some((Ticket { partition, offset, epoch, seq }, edited));
        }
        None
    }

    /// The outcomes of a message are sent and owe `owed` delivery reports; none for a message that has
    /// nothing to publish. Receipts of what is settled by it go to `settled`.
    pub fn sent(&mut self, ticket: Ticket, owed: u32, settled: &mut impl Extend<R>) {
        let Some(lane) = self.lanes.get_mut(&ticket.partition) else { return };
        if let Some(slot) = lane.slot(ticket) {
            slot.stage = Stage::Sent(owed);
            self.bytes -= lane.settle(settled);
        }
    }

    /// One delivery report came in. `false` when it comes too late.
    pub fn delivered(&mut self, ticket: Ticket, settled: &mut impl Extend<R>) -> bool {
        let Some(lane) = self.lanes.get_mut(&ticket.partition) else { return false };
        match lane.slot(ticket) {
            Some(Slot { stage: Stage::Sent(owed), .. }) if *owed > 0 => {
                *owed -= 1;
                self.bytes -= lane.settle(settled);
                true
            }
            _ => false,
        }
    }

    /// What may be committed and is not yet, in a stable order.
    pub fn marks(&self) -> Vec<Mark> {
        let moved = |lane: &Lane<E, R>| lane.mark.filter(|mark| lane.committed.is_none_or(|c| c < *mark));
        let mut marks: Vec<Mark> =
            self.lanes.iter().filter_map(|(partition, lane)| Some((*partition, moved(lane)?))).collect();
        marks.sort_unstable();
        marks
    }

    /// These marks are committed for certain.
    pub fn committed(&mut self, marks: &[Mark]) {
        for (partition, mark) in marks {
            if let Some(lane) = self.lanes.get_mut(partition) {
                lane.committed = lane.committed.max(Some(*mark));
            }
        }
    }

    /// A commit that was taken for certain has failed: all marks are to be committed again.
    pub fn doubt_commits(&mut self) {
        self.lanes.values_mut().for_each(|lane| lane.committed = None);
    }

    /// Where a rewind would begin again; `None` when nothing was read here.
    ///
    /// `broker` is the offset that the broker holds, asked when the end of a commit is unknown; what is known
    /// here to be committed, and the first offset that was read here, are lower bounds of it. With
    /// `keep_settled` what is settled is not read again though it is not committed: at least once.
    pub fn rewind_target(
        &self,
        partition: Partition,
        broker: Option<i64>,
        keep_settled: bool,
    ) -> Option<i64> {
        let lane = self.lanes.get(&partition)?;
        let settled = lane.mark.filter(|_| keep_settled);
        Some(lane.start?.max(lane.committed.unwrap_or(0)).max(broker.unwrap_or(0)).max(settled.unwrap_or(0)))
    }

    /// Drops all work of the partition and opens a new epoch, in which `from` is the next offset. The
    /// consumer must stand there already: what it would deliver in between would be taken for progress.
    pub fn rewind(&mut self, partition: Partition, from: i64, keep_settled: bool) {
        let Some(lane) = self.lanes.get_mut(&partition) else { return };
        self.bytes -= lane.bytes();
        self.epochs += 1;
        *lane = Lane {
            epoch: self.epochs,
            slots: VecDeque::new(),
            base: 0,
            unsent: 0,
            last_seen: Some(from - 1),
            start: lane.start,
            mark: lane.mark.filter(|_| keep_settled),
            end: None,
            // Without that, everything before `from` is committed, or was never this group's.
            committed: if keep_settled { lane.committed } else { Some(from) },
        };
    }

    /// Bytes in work: taken and not settled.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Messages in work.
    pub fn in_work(&self) -> usize {
        self.lanes.values().map(|lane| lane.slots.len()).sum()
    }

    /// The next offset to commit, known once something is settled here.
    pub fn mark(&self, partition: Partition) -> Option<i64> {
        let lane = self.lanes.get(&partition)?;
        lane.mark.max(lane.committed).or(lane.start)
    }

    /// The oldest message in work: when it was sent. `None` when nothing of the partition is in work.
    pub fn oldest(&self, partition: Partition) -> Option<Option<i64>> {
        Some(self.lanes.get(&partition)?.slots.front()?.sent_ms)
    }

    pub fn is_assigned(&self, partition: Partition) -> bool {
        self.lanes.contains_key(&partition)
    }

    /// All assigned partitions, in order.
    pub fn partitions(&self) -> Vec<Partition> {
        let mut all: Vec<_> = self.lanes.keys().copied().collect();
        all.sort_unstable();
        all
    }
}

impl<E, R> Lane<E, R> {
    fn slot(&mut self, ticket: Ticket) -> Option<&mut Slot<E, R>> {
        if self.epoch != ticket.epoch {
            return None;
        }
        self.slots.get_mut(ticket.seq.checked_sub(self.base)? as usize)
    }

    fn is_ready(&self) -> bool {
        let next = self.slots.get((self.unsent - self.base) as usize);
        matches!(next, Some(Slot { stage: Stage::Edited(_), .. }))
    }

    /// Takes the settled prefix off; returns its bytes.
    fn settle(&mut self, receipts: &mut impl Extend<R>) -> usize {
        let mut bytes = 0;
        while let Some(Slot { stage: Stage::Sent(0), .. }) = self.slots.front() {
            let Some(slot) = self.slots.pop_front() else { break };
            self.base += 1;
            self.mark = Some(slot.offset + 1);
            bytes += slot.bytes;
            receipts.extend(slot.receipt);
        }
        self.reach_end();
        bytes
    }

    fn reach_end(&mut self) {
        if self.slots.is_empty() && self.end.is_some() {
            self.mark = self.mark.max(self.end);
        }
    }

    fn bytes(&self) -> usize {
        self.slots.iter().map(|slot| slot.bytes).sum()
    }
}

#[cfg(test)]
mod tests;
