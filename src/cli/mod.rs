//! The command line: one verb a file. The only place that prints.

mod check;
mod completions;
mod config;
mod demo;
mod desk;
mod dlq;
mod enrich;
mod exit;
mod explain;
mod framing;
mod list;
mod man;
mod out;
mod page;
mod pretty;
mod replay;
mod run;
mod schema;
mod service;

pub use exit::{Exit, Failure};

use std::process::ExitCode;
use std::sync::LazyLock;

use clap::{CommandFactory, Parser, Subcommand};

/// The copy desk of a news pipeline: reads raw wire dispatches from Kafka, puts datelines and credits
/// into one form, finds people, organisations and places, and publishes enriched records exactly once.
#[derive(Parser)]
#[command(name = "copydesk", version, long_version = LONG_VERSION.as_str(), after_long_help = AFTER_HELP)]
#[command(infer_subcommands = false, arg_required_else_help = true)]
struct Args {
    #[command(subcommand)]
    verb: Verb,
}

const AFTER_HELP: &str = "\
Start here:
  copydesk demo                              the whole pipeline on an embedded broker, on samples
  copydesk enrich dispatch.txt --pretty      one dispatch, one record, no Kafka
  copydesk explain dispatch.txt              why: candidates, rules, the text behind them
  copydesk check -c copydesk.toml            every fault of a configuration at once
  copydesk run -c copydesk.toml              the stage, until SIGTERM

Exit codes:
  0    done
  1    failed while running
  2    bad usage or configuration
  3    environment: broker, file, port, permission
  4    a comparison found differences
  130, 143    ended at once by a second SIGINT or SIGTERM

Environment:
  COPYDESK_<SECTION>_<KEY>    overrides a key of the configuration file, e.g.
                              COPYDESK_KAFKA_BOOTSTRAP_SERVERS; lists are separated by commas
  NO_COLOR                    no colour in what is printed for people

Records and lists go to standard output, everything else to standard error.";

#[derive(Subcommand)]
enum Verb {
    Demo(demo::Args),
    Run(run::Args),
    Enrich(enrich::Args),
    Explain(explain::Args),
    Check(check::Args),
    Config(config::Args),
    Replay(Box<replay::Args>),
    Dlq(dlq::Args),
    List(list::Args),
    Schema(schema::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// Runs the verb that the arguments name.
pub fn main() -> ExitCode {
    let result = match Args::parse().verb {
        Verb::Demo(args) => demo::run(args),
        Verb::Run(args) => run::run(args),
        Verb::Enrich(args) => enrich::run(args),
        Verb::Explain(args) => explain::run(args),
        Verb::Check(args) => check::run(args),
        Verb::Config(args) => config::run(args),
        Verb::Replay(args) => replay::run(*args),
        Verb::Dlq(args) => dlq::run(args),
        Verb::List(args) => list::run(args),
        Verb::Schema(args) => schema::run(args),
        Verb::Completions(args) => completions::run(args),
        Verb::Man(args) => man::run(args),
    };
    match result {
        Ok(exit) => exit.into(),
        Err(failure) => failure.report(),
    }
}

/// The whole command line, for completions and the manual.
fn command() -> clap::Command {
    Args::command()
}

/// Version, with what the Kafka client was built with: without `ssl` there is no TLS and no SCRAM.
static LONG_VERSION: LazyLock<String> = LazyLock::new(|| {
    let (_, librdkafka) = rdkafka::util::get_rdkafka_version();
    let features = builtin_features();
    format!("{}\nlibrdkafka {librdkafka}\nbuiltin.features {features}", env!("CARGO_PKG_VERSION"))
});

/// What librdkafka was built with.
fn builtin_features() -> String {
    rdkafka::ClientConfig::new()
        .create_native_config()
        .and_then(|config| config.get("builtin.features"))
        .unwrap_or_else(|_| "unknown".into())
}
