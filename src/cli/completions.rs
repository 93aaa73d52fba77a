//! `copydesk completions`: what a shell needs to complete the command line.

use super::{Exit, Failure, out};

/// Completions for a shell, on standard output
#[derive(clap::Args)]
#[command(after_help = "Example:
  copydesk completions bash > /etc/bash_completion.d/copydesk")]
pub struct Args {
    #[arg(value_enum)]
    shell: clap_complete::Shell,
}

pub fn run(args: Args) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::command(), "copydesk", &mut script);
    out::print(&String::from_utf8_lossy(&script))
}
