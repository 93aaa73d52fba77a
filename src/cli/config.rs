//! `copydesk config`: the configuration as it is, and as it would be without any.

use std::path::PathBuf;

use super::{Exit, Failure, out};
use crate::config::{self, LoadError, Loaded};

/// The effective configuration, and the default one
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// The effective configuration with the origin of each value, secrets masked
    Show {
        /// The configuration file; without it the defaults and the environment
        #[arg(short, long, value_name = "FILE")]
        config: Option<PathBuf>,
    },
    /// A configuration file with every key, its documentation and its default
    Default,
}

pub fn run(args: Args) -> Result<Exit, Failure> {
    match args.what {
        What::Show { config } => out::print(&config::effective(&load(config.as_deref())?)),
        What::Default => out::print(&config::default_file()),
    }
}

/// Loads a configuration; warnings go to standard error, faults are the failure.
pub fn load(path: Option<&std::path::Path>) -> Result<Loaded, Failure> {
    match config::load(path) {
        Ok(loaded) => {
            loaded.warnings.iter().for_each(|warning| eprintln!("copydesk: {warning}"));
            Ok(loaded)
        }
        Err(LoadError::Unreadable(message)) => Err(Failure::new(Exit::Environment, message)),
        Err(LoadError::Faults(findings)) => {
            let lines: Vec<_> = findings.iter().map(ToString::to_string).collect();
            Err(Failure::new(Exit::Usage, lines.join("\ncopydesk: ")))
        }
    }
}
