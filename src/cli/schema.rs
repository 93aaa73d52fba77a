//! `copydesk schema`: the JSON Schemas of what this program publishes and reads.

use super::{Exit, Failure, out};

/// JSON Schema of the record or of the configuration, on standard output
#[derive(clap::Args)]
#[command(after_help = "Example:
  copydesk schema record > record.schema.json")]
pub struct Args {
    #[arg(value_enum)]
    what: What,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum What {
    /// The published record: ninjs 3.1 and the `copydesk` object
    Record,
    /// The configuration file
    Config,
}

/// The record schema, over the IPTC's of ninjs 3.1.
const RECORD: &str = include_str!("../../data/schema/record.schema.json");

pub fn run(args: Args) -> Result<Exit, Failure> {
    match args.what {
        What::Record => out::print(RECORD),
        What::Config => out::print(&format!("{:#}\n", crate::config::schema())),
    }
}
