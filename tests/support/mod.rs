//! What the tests on a real broker share: Apache Kafka itself, the stage as a child process, the copy
//! to feed it, and an independent reader that counts what came out.

#![allow(dead_code, reason = "each test binary uses a part of it")]

pub mod audit;
pub mod child;
pub mod copy;
pub mod dist;
pub mod kafka;
pub mod read;
pub mod stage;
