//! Backfill: reading a stretch of a source topic again when the rules have become better.
//!
//! [`range`] turns what an operator asks for into offsets; it knows no client. [`plan`] asks the cluster
//! for what it holds, without joining a group and without changing anything (invariants 12 and 13).

pub mod compare;
pub mod plan;
pub mod range;
