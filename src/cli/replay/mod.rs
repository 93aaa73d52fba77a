//! `copydesk replay`: backfill.

mod compare;
mod plan;

use super::{Exit, Failure};

/// Backfill: what of a source topic would be read again, and what that changes
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    Plan(plan::Args),
    Compare(compare::Args),
}

pub fn run(args: Args) -> Result<Exit, Failure> {
    match args.what {
        What::Plan(args) => plan::run(args),
        What::Compare(args) => compare::run(args),
    }
}
