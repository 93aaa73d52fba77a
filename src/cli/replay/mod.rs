//! `copydesk replay`: backfill.

mod compare;
mod plan;
mod run;

use super::{Exit, Failure};

/// Backfill: read a stretch of a source topic again, and see what that changes
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    Plan(plan::Args),
    Run(run::Args),
    Compare(compare::Args),
}

pub fn run(args: Args) -> Result<Exit, Failure> {
    match args.what {
        What::Plan(args) => plan::run(args),
        What::Run(args) => run::run(args),
        What::Compare(args) => compare::run(args),
    }
}
