//! Backfill: reading a stretch of a source topic again when the rules have become better.
//!
//! [`draft`] asks the cluster ([`survey`], [`sample`]) and makes a [`plan`]: [`range`] turns bounds into offsets,
//! [`target`] says whether a topic keeps old records; both know no client. [`run`] reads a plan with the stage itself
//! ([`crate::kafka::stage::read`]), after [`open`] has put the plan's beginning into its group, while [`watch`] looks
//! at what all instances have committed. [`compare`] says what has become different.

pub mod compare;
pub mod draft;
pub mod open;
pub mod plan;
pub mod range;
pub mod run;
pub mod sample;
pub mod survey;
pub mod target;
pub mod watch;
