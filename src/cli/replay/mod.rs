//! `copydesk replay`: backfill.

mod plan;

use super::{Exit, Failure};

/// Backfill: what of a source topic would be read again
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    Plan(plan::Args),
}

pub fn run(args: Args) -> Result<Exit, Failure> {
    match args.what {
        What::Plan(args) => plan::run(args),
    }
}
