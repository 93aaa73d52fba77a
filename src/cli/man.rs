//! `copydesk man`: the manual, made from the same tables as `--help`.

use super::{Exit, Failure, out};

/// The manual page of copydesk or of one verb, as roff
#[derive(clap::Args)]
#[command(after_help = "Examples:
  copydesk man | man -l -
  copydesk man run > copydesk-run.1")]
pub struct Args {
    /// The verb; without it the page of copydesk itself
    verb: Option<String>,
}

pub fn run(args: Args) -> Result<Exit, Failure> {
    let mut command = super::command();
    command.build();
    let man = match &args.verb {
        None => clap_mangen::Man::new(command),
        Some(verb) => match command.find_subcommand(verb) {
            Some(found) => clap_mangen::Man::new(found.clone()).title(format!("copydesk-{verb}")),
            None => {
                let message = format!("there is no verb `{verb}`; copydesk --help lists them");
                return Err(Failure::new(Exit::Usage, message));
            }
        },
    };
    let mut roff = Vec::new();
    match man.render(&mut roff) {
        Ok(()) => out::print(&String::from_utf8_lossy(&roff)),
        Err(error) => Err(Failure::new(Exit::Failed, format!("the manual page cannot be written: {error}"))),
    }
}
