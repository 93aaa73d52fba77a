//! The typed configuration: one TOML file, every key documented and with a default; the environment goes
//! over the file. The only room that reads the environment.
//!
//! ```text
//! file ──┐
//!        ├──▶ settings with their origins ──▶ Config ──rules──▶ Loaded, or every finding at once
//! env  ──┘
//! ```

#![allow(clippy::disallowed_methods)] // This is the room that reads the environment.

mod environment;
mod file;
mod finding;
mod keys;
mod load;
mod properties;
mod rules;
mod secret;
mod settings;
mod show;

pub use finding::{Finding, Origin, Severity, nearest};
pub use keys::{Key, Kind, Section, keys, schema, sections};
pub use load::{LoadError, Loaded, load, parse};
pub use rules::check_agencies;
pub use secret::{Property, Secret};
pub use settings::*;
pub use show::{default_file, effective};

#[cfg(test)]
mod tests;
