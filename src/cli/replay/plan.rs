//! `copydesk replay plan`: what a replay would read.

use std::path::PathBuf;

use crate::cli::{Exit, Failure, config, out};
use crate::kafka::client::Clients;
use crate::replay::plan::{self, Wanted};
use crate::replay::range::{Bound, Range};

/// Print the offsets that a stretch of a source topic comes to; changes nothing in the cluster
#[derive(clap::Args)]
#[command(after_help = "Bounds:
  earliest, now, offset:1200, 2024-03-01T00:00:00Z, or a duration back: 6h, 30m, 2d

Examples:
  copydesk replay plan -c copydesk.toml --from 2d
  copydesk replay plan -c copydesk.toml --from 2024-03-01T00:00:00Z --to 2024-04-01T00:00:00Z --json")]
pub struct Args {
    /// The stage's configuration file; without it the defaults and the environment
    #[arg(short, long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Source topic; default: the first of kafka.source_topics
    #[arg(long)]
    topic: Option<String>,
    /// Partitions to read; default: all
    #[arg(long, value_delimiter = ',')]
    partitions: Vec<i32>,
    /// First message to read
    #[arg(long, default_value = "earliest")]
    from: Bound,
    /// Where to end; the message there is not read
    #[arg(long, default_value = "now")]
    to: Bound,
    /// Print the plan as JSON
    #[arg(long)]
    json: bool,
}

pub fn run(args: Args) -> Result<Exit, Failure> {
    let config = config::load(args.config.as_deref())?.config;
    let clients = Clients::new(&config).map_err(|fault| Failure::new(Exit::Usage, fault.message))?;
    let topic = args.topic.or_else(|| config.kafka.source_topics.first().cloned()).unwrap_or_default();
    let wanted = Wanted { topic, partitions: args.partitions, from: args.from, to: args.to };
    let ranges = plan::plan(&clients.consumer, &wanted, jiff::Timestamp::now())
        .map_err(|error| Failure::new(Exit::Environment, error.to_string()))?;
    if args.json {
        let plan = serde_json::json!({ "topic": wanted.topic, "ranges": ranges });
        return out::print(&format!("{plan}\n"));
    }
    out::print(&describe(&wanted.topic, &ranges))
}

fn describe(topic: &str, ranges: &[Range]) -> String {
    let heads = ["partition", "from", "to", "offsets", "gone"].map(String::from).to_vec();
    let row = |range: &Range| {
        let numbers = [i64::from(range.partition), range.from, range.to, range.offsets(), range.gone];
        numbers.map(|number| number.to_string()).to_vec()
    };
    let rows: Vec<_> = std::iter::once(heads).chain(ranges.iter().map(row)).collect();
    let offsets: i64 = ranges.iter().map(Range::offsets).sum();
    let mut text =
        format!("{topic}: {offsets} offsets in {} partitions\n\n{}", ranges.len(), out::table(&rows));
    let gone: i64 = ranges.iter().map(|range| range.gone).sum();
    if gone > 0 {
        text.push_str(&format!("\n{gone} of the offsets asked for are gone: retention removed them.\n"));
    }
    text
}
