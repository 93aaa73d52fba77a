//! The words of the machine: what it is told, what it answers.

/// A call to the broker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// `init_transactions`: ends what an earlier producer of this id left open.
    Init,
    Begin,
    /// The delivery of an outcome; never an [`Action`], but it can fail as the calls do.
    Deliver,
    /// The marks: into the transaction, or committed by the consumer.
    Offsets,
    Commit,
    Abort,
}

/// How a call failed, as far as it matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// The same call may be made again; what it did so far is unknown.
    Retriable,
    /// The transaction must be aborted; the producer lives on.
    Abortable,
    /// A topic takes no such message. What was learnt makes the next try another one, so it is made at once;
    /// but the broker has seen a sequence number go, which librdkafka 2.12 does not mend: a new producer.
    Refused,
    /// Another producer has taken the transactional id, or the broker gave up on the transaction.
    Fenced,
    /// The cluster forbids it: no retry helps.
    Denied,
    /// The producer is of no use any more. Also everything that fits nowhere else.
    Fatal,
}

/// Why the machine stopped for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    Fenced,
    Denied,
}

/// What the driver has to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Nothing before an event, or a time, has come.
    Wait,
    /// Outcomes may be sent.
    Send,
    Call(Step),
    /// Destroy the producer and make a new one (invariant 4); `rewind` when its output is undone by that.
    Replace {
        rewind: bool,
    },
    /// Begin again at the committed offsets; `ask` the broker for them, since the end of a commit is unknown.
    Rewind {
        ask: bool,
    },
    End(Ending),
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    Done(Step),
    Failed(Step, Class),
    /// A message's outcomes are sent; so many delivery reports are owed for them.
    Sent {
        owed: u32,
        bytes: usize,
    },
    Delivered,
    Replaced,
    Rewound,
    /// Partitions are lost whose outcomes may be in the transaction.
    Lost,
    /// Come to rest: a revocation, or a stop.
    Settle,
    /// That takes too long: give the producer up.
    Abandon,
}
