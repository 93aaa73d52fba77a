//! The command line: one verb a file. The only place that prints.

mod desk;
mod enrich;
pub mod pretty;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The copy desk of a news pipeline.
#[derive(Parser)]
#[command(name = "copydesk", version)]
struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    Enrich(enrich::Args),
}

/// Runs the verb that the arguments name.
pub fn main() -> ExitCode {
    match Args::parse().verb {
        Verb::Enrich(args) => enrich::run(args),
    }
}
