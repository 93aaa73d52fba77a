//! `copydesk replay compare`: what differs between two record topics.

mod text;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::cli::{Exit, Failure, config, out};
use crate::kafka::client::Clients;
use crate::replay::compare::fields::Ignored;
use crate::replay::compare::position::Stretch;
use crate::replay::compare::{self, CompareError, Failed, Found, Wanted};
use crate::replay::range::Bound;

/// Compare the records of two topics by the dispatch they come from; changes nothing in the cluster
#[derive(clap::Args)]
#[command(after_help = "Exit codes: 0 the same, 4 differences.

Examples:
  copydesk replay compare -c copydesk.toml --old wire.enriched --new wire.enriched.v2
  copydesk replay compare -c copydesk.toml --old wire.enriched --new wire.enriched.v2 --ignore copydesk.entities.salience --sample differences.ndjson")]
pub struct Args {
    /// The stage's configuration file; without it the defaults and the environment
    #[arg(short, long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Record topic as it is
    #[arg(long, value_name = "TOPIC")]
    old: String,
    /// Record topic as it would be
    #[arg(long, value_name = "TOPIC")]
    new: String,
    /// Source topic whose dispatches are compared; default: all
    #[arg(long)]
    topic: Option<String>,
    /// Partitions of the source topic; default: all
    #[arg(long, value_delimiter = ',')]
    partitions: Vec<i32>,
    /// First dispatch: its offset in the source topic, or its time
    #[arg(long, default_value = "earliest")]
    from: Bound,
    /// Where to end; the dispatch there is not compared
    #[arg(long, default_value = "now")]
    to: Bound,
    /// Field to leave out, as the report names it; may be given more than once
    #[arg(long, value_name = "FIELD")]
    ignore: Vec<String>,
    /// Write one line of JSON for each dispatch that differs
    #[arg(long, value_name = "FILE.ndjson")]
    sample: Option<PathBuf>,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

pub fn run(args: Args) -> Result<Exit, Failure> {
    let config = config::load(args.config.as_deref())?.config;
    let clients = Clients::new(&config).map_err(|fault| Failure::new(Exit::Usage, fault.message))?;
    let wanted = Wanted {
        old: args.old.clone(),
        new: args.new.clone(),
        stretch: stretch(&args),
        ignored: Ignored::new(&args.ignore),
        workers: config.run.workers,
    };
    let mut sample = args.sample.as_deref().map(Sample::create).transpose()?;
    let report = compare::compare(&clients.consumer, &wanted, |found| match &mut sample {
        Some(sample) => sample.write(found),
        None => Ok(()),
    });
    let report = report.map_err(|failed| match failed {
        Failed::Compare(error) => failure(&error),
        Failed::Each(failure) => failure,
    })?;
    if let Some(sample) = sample {
        sample.finish()?;
    }
    out::print(&if args.json { format!("{}\n", json!(report)) } else { text::report(&report) })?;
    Ok(if report.is_different() { Exit::Different } else { Exit::Done })
}

fn failure(error: &CompareError) -> Failure {
    Failure::new(Exit::Environment, error.to_string())
}

fn stretch(args: &Args) -> Stretch {
    let now = jiff::Timestamp::now();
    let Stretch { offsets, times, .. } = Stretch::ALL;
    let offset = |bound, default| match bound {
        Bound::Offset(offset) => offset,
        _ => default,
    };
    let offsets = offset(args.from, offsets.start)..offset(args.to, offsets.end);
    let from = args.from.instant_ms(now).unwrap_or(times.start);
    let to = args.to.instant_ms(now).unwrap_or(times.end);
    Stretch {
        topic: args.topic.clone(),
        partitions: args.partitions.iter().map(|&number| (number, offsets.clone())).collect(),
        offsets,
        times: from..to,
    }
}

/// The file of `--sample`.
struct Sample<'a> {
    path: &'a Path,
    out: BufWriter<File>,
}

impl<'a> Sample<'a> {
    fn create(path: &'a Path) -> Result<Self, Failure> {
        let file = File::create(path).map_err(|error| unwritable(path, &error))?;
        Ok(Sample { path, out: BufWriter::new(file) })
    }

    fn write(&mut self, found: &Found) -> Result<(), Failure> {
        let place =
            |place: compare::index::Place| json!({ "partition": place.partition, "offset": place.offset });
        let line = json!({
            "source": found.position.to_string(),
            "old": found.old.map(place),
            "new": found.new.map(place),
            "fields": found.differences,
        });
        writeln!(self.out, "{line}").map_err(|error| unwritable(self.path, &error))
    }

    fn finish(mut self) -> Result<(), Failure> {
        self.out.flush().map_err(|error| unwritable(self.path, &error))
    }
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(Exit::Environment, format!("{} cannot be written: {error}", path.display()))
}
