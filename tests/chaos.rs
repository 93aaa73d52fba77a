//! The fault suite: three brokers of Apache Kafka, a network that fails, stages that are killed, and one oracle.
//!
//! Each test makes one kind of fault under load and then asks `tests/support/audit.rs`, which knows nothing of
//! faults: one outcome for each message, in order, of the right content. Faults come on observed progress. What is
//! left to chance is told by a seed, which is printed; `COPYDESK_TEST_SEED` gives it again.
//!
//! `cargo test --test chaos` is the short form; `cargo xtask chaos` the long one.

mod support;

#[path = "chaos/crew.rs"]
mod crew;
#[path = "chaos/kills.rs"]
mod kills;
#[path = "chaos/brokers.rs"]
mod brokers;
#[path = "chaos/network.rs"]
mod network;
#[path = "chaos/sabotage.rs"]
mod sabotage;
#[path = "chaos/storm.rs"]
mod storm;
