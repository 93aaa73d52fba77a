//! The typed configuration: one TOML file, every key documented and with a default.

mod secret;
mod settings;

pub use secret::{Property, Secret};
pub use settings::*;
