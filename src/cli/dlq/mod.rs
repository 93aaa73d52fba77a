//! `copydesk dlq`: dead letters.

mod ls;
mod redrive;
mod show;

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

use super::desk::known_agency;
use super::{Exit, Failure};
use crate::config::Config;
use crate::kafka::client::Clients;
use crate::kafka::reader::{ReadError, Reader};
use crate::letters::now::Now;
use crate::letters::{Choice, choice, redrive as sending};
use crate::replay::range::Bound;

/// Dead letters: what was rejected and why; send it back
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    Ls(ls::Args),
    Show(show::Args),
    Redrive(redrive::Args),
}

pub fn run(args: Args) -> Result<Exit, Failure> {
    match args.what {
        What::Ls(args) => ls::run(args),
        What::Show(args) => show::run(args),
        What::Redrive(args) => redrive::run(args),
    }
}

/// Which topic, of which configuration.
#[derive(clap::Args)]
struct Where {
    /// The stage's configuration file; without it the defaults and the environment
    #[arg(short, long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Dead-letter topic; default: the configuration's, where it has only one
    #[arg(long)]
    topic: Option<String>,
}

/// Which letters.
#[derive(clap::Args)]
struct Which {
    /// Only this code, or with a dot at the end all codes that begin so (`wire.`); may be repeated
    #[arg(long, value_name = "CODE")]
    code: Vec<String>,
    /// Only this agency's (`copydesk list agencies`), where it can be told; may be repeated
    #[arg(long, value_name = "AGENCY")]
    agency: Vec<String>,
    /// Only dispatches of this time or later: a time with its zone, a duration back (6h, 2d), or now
    #[arg(long, value_name = "TIME")]
    since: Option<Bound>,
    /// Only dispatches from before this time, written alike
    #[arg(long, value_name = "TIME")]
    until: Option<Bound>,
}

/// An open dead-letter topic and what is needed to judge its letters.
struct Desk {
    config: Config,
    clients: Clients,
    topic: String,
    now: Now,
}

impl Desk {
    fn open(at: &Where) -> Result<Desk, Failure> {
        let config = super::config::load(at.config.as_deref())?.config;
        let clients = Clients::new(&config)?;
        let now = Now { desk: super::desk::open(&config)?, max_record: config.limits.max_record_bytes };
        let topic = match (&at.topic, &config.kafka.dead_letter_topic) {
            (Some(topic), _) | (None, Some(topic)) => topic.clone(),
            (None, None) => match config.kafka.source_topics.as_slice() {
                [source] => format!("{source}.dlq"),
                several => {
                    let names: Vec<_> = several.iter().map(|source| format!("{source}.dlq")).collect();
                    let message = format!(
                        "there are several dead-letter topics; name one with --topic: {}",
                        names.join(", ")
                    );
                    return Err(Failure::new(Exit::Usage, message));
                }
            },
        };
        Ok(Desk { config, clients, topic, now })
    }

    fn reader(&self) -> Result<Reader, Failure> {
        Reader::open(&self.clients.consumer, sending::GROUP, &self.topic).map_err(Failure::from)
    }

    fn choice(&self, which: &Which) -> Result<Choice, Failure> {
        let usage = |why| Failure::new(Exit::Usage, why);
        let (since, until) = choice::times(which.since, which.until, Timestamp::now()).map_err(usage)?;
        which.agency.iter().try_for_each(|code| known_agency(&self.now.desk, code))?;
        Ok(Choice { codes: which.code.clone(), agencies: which.agency.clone(), since, until })
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        Failure::new(Exit::Environment, error.to_string())
    }
}

/// A time in milliseconds since the epoch, for people and JSON alike.
fn time(ms: Option<i64>) -> Option<String> {
    Some(Timestamp::from_millisecond(ms?).ok()?.to_string())
}

fn letters(count: u64) -> String {
    format!("{count} letter{}", if count == 1 { "" } else { "s" })
}

/// Topics by name, as the plan of a redrive wants them.
fn shared(name: &Option<String>) -> Option<Arc<str>> {
    name.as_deref().map(Arc::from)
}
