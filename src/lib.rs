//! copydesk: the copy desk of a news pipeline.
//!
//! ```text
//! bytes ──wire──▶ Dispatch ──desk──▶ Record ──kafka──▶ topic
//!                              ▲
//!                          authority (agencies, places, people, organisations)
//! ```
//!
//! The modules stand in the order that a dispatch travels. [`wire`], [`dispatch`], [`authority`],
//! [`desk`] and [`record`] are pure: no I/O after load, no clock, no environment.

pub mod wire;
pub mod dispatch;
pub mod authority;
pub mod desk;
pub mod record;
pub mod fault;
pub mod kafka;
pub mod letters;
pub mod replay;
pub mod telemetry;
pub mod config;
pub mod cli;
