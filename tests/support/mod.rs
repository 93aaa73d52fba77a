//! What the tests on a real broker share: Apache Kafka itself, the stage as a child process, the copy
//! to feed it, and an independent reader that counts what came out.

#![allow(dead_code, reason = "each test binary uses a part of it")]

pub mod audit;
pub mod broker;
pub mod child;
pub mod copy;
pub mod dice;
pub mod dist;
pub mod kafka;
pub mod pen;
pub mod proxy;
pub mod read;
pub mod replay;
pub mod sabotaged;
pub mod stage;
pub mod trio;

/// A variable that chooses how the tests run; `None` when it is empty.
#[expect(clippy::disallowed_methods, reason = "nothing of the program's is read here")]
pub fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// A number among such variables.
pub fn number(name: &str, default: u64) -> u64 {
    setting(name)
        .map_or(default, |value| value.parse().unwrap_or_else(|_| panic!("{name}={value}: no number")))
}
