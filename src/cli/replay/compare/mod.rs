//! `copydesk replay compare`: what differs between two record topics, or between one and what this program
//! would publish now.

mod html;
mod progress;
mod sample;
mod text;

use std::path::PathBuf;

use crate::cli::{Exit, Failure, config, desk, out};
use crate::config::Config;
use crate::kafka::client::Clients;
use crate::replay::compare::fields::Ignored;
use crate::replay::compare::scope::Scope;
use crate::replay::compare::{self, CompareError, Failed, Found, Listener, New, Progress, Wanted};
use crate::replay::plan::Plan;
use crate::replay::range::Bound;
use progress::Bar;
use sample::Sample;

/// Compare the records of two topics by the dispatch they come from, or those of one with what this program would
/// publish now; changes nothing in the cluster
#[derive(clap::Args)]
#[command(after_help = "Bounds (of the dispatches, in the source topic):
  offset:1200, 2024-03-01T00:00:00Z, or a duration back: 6h, 30m, 2d; --from earliest and --to now are all

Exit codes:
  0 the same, 4 differences, 1 nothing to compare

Examples:
  copydesk replay compare -c copydesk.toml --old wire.enriched --new wire.enriched.v2
  copydesk replay compare -c new-rules.toml --old wire.enriched --shadow --from 2d --html differences.html
  copydesk replay compare -c new-rules.toml --old wire.enriched --shadow --ignore copydesk.entities.salience")]
pub struct Args {
    /// The configuration file; without it the defaults and the environment. With --shadow its [desk] and
    /// [authority] are the rules that are judged
    #[arg(short, long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Record topic as it is
    #[arg(long, value_name = "TOPIC")]
    old: String,
    /// Record topic as it would be
    #[arg(long, value_name = "TOPIC", required_unless_present = "shadow", conflicts_with = "shadow")]
    new: Option<String>,
    /// Edit the dispatches of the source topic in memory instead of reading a new topic
    #[arg(long)]
    shadow: bool,
    /// Source topic; default: all that records come from, with --shadow the first of kafka.source_topics
    #[arg(long)]
    topic: Option<String>,
    /// Partitions of the source topic; default: all
    #[arg(long, value_delimiter = ',')]
    partitions: Vec<i32>,
    /// First dispatch to compare
    #[arg(long, default_value = "earliest")]
    from: Bound,
    /// Where to end; the dispatch there is not compared
    #[arg(long, default_value = "now")]
    to: Bound,
    /// Compare the dispatches of this plan of `copydesk replay plan`
    #[arg(long, value_name = "FILE", conflicts_with_all = ["topic", "partitions", "from", "to"])]
    plan: Option<PathBuf>,
    /// Field to leave out, as the report names it; may be given more than once
    #[arg(long, value_name = "FIELD")]
    ignore: Vec<String>,
    /// Look into no more than so many of the records that differ, spread evenly
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    limit: Option<u32>,
    /// Write a line of JSON for each dispatch whose records differ
    #[arg(long, value_name = "FILE")]
    sample: Option<PathBuf>,
    /// Write the report as a self-contained page
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

pub fn run(args: Args) -> Result<Exit, Failure> {
    let config = config::load(args.config.as_deref())?.config;
    let clients = Clients::new(&config)?;
    let plan = args.plan.as_deref().map(Plan::load).transpose()?;
    let mut scope = match &plan {
        Some(plan) => Scope::of_plan(plan),
        None => scope(&args, jiff::Timestamp::now())?,
    };
    let new = new(&args, &config, &mut scope)?;
    let wanted = Wanted {
        old: args.old.clone(),
        new,
        scope,
        ignored: Ignored::new(&args.ignore),
        limit: args.limit.map(|limit| limit as usize),
        workers: config.run.workers,
    };
    let sample = args.sample.as_deref().map(Sample::create).transpose()?;
    let mut page = args.html.as_deref().map(html::Page::create).transpose()?;
    let mut clerk = Clerk { sample, bar: Bar::new() };
    let report =
        compare::compare(&clients.consumer, &config, &wanted, &mut clerk).map_err(|failed| match failed {
            Failed::Compare(error) => failure(&error),
            Failed::Listener(failure) => failure,
        })?;
    clerk.bar.finish();
    clerk.sample.map_or(Ok(()), Sample::finish)?;
    if report.is_empty() {
        let message = format!(
            "nothing was compared: neither {} nor {} has a record of these dispatches; see --topic, --partitions, --from and --to",
            report.old.topic, report.new.topic
        );
        return Err(Failure::new(Exit::Failed, message));
    }
    page.as_mut().map_or(Ok(()), |page| page.write(&report))?;
    let text = match args.json {
        true => serde_json::to_string(&report).map(|json| json + "\n"),
        false => Ok(text::report(&report)),
    };
    let text = text.map_err(|error| {
        Failure::new(Exit::Failed, format!("the report cannot be written as JSON: {error}; please report it"))
    })?;
    out::print(&text)?;
    Ok(if report.is_different() { Exit::Different } else { Exit::Done })
}

/// Where the new records are; a shadow has one source topic.
fn new(args: &Args, config: &Config, scope: &mut Scope) -> Result<New, Failure> {
    match &args.new {
        Some(new) if *new == args.old => {
            let message =
                format!("--old and --new are the same topic, {new}; name two, or compare with --shadow");
            Err(Failure::new(Exit::Usage, message))
        }
        Some(new) => Ok(New::Topic(new.clone())),
        None => {
            let source = scope.topic.take().or_else(|| config.kafka.source_topics.first().cloned());
            let source = source.ok_or_else(|| {
                let message = "--shadow needs a source topic; give --topic, or set kafka.source_topics";
                Failure::new(Exit::Usage, message)
            })?;
            scope.topic = Some(source.clone());
            Ok(New::Shadow { source, desk: desk::open(config)? })
        }
    }
}

fn scope(args: &Args, now: jiff::Timestamp) -> Result<Scope, Failure> {
    if args.from == Bound::Now || args.to == Bound::Earliest {
        let message = "--from now and --to earliest leave nothing to compare; write a time with its zone such as 2024-03-01T00:00:00Z, a duration back such as 6h, or offset:N";
        return Err(Failure::new(Exit::Usage, message));
    }
    let all = Scope::default();
    let offset = |bound, default| match bound {
        Bound::Offset(offset) => offset,
        _ => default,
    };
    let offsets = offset(args.from, all.offsets.start)..offset(args.to, all.offsets.end);
    let from = args.from.instant_ms(now).unwrap_or(all.times.start);
    let to = args.to.instant_ms(now).unwrap_or(all.times.end);
    let partitions = args.partitions.iter().map(|&number| (number, offsets.clone())).collect();
    Ok(Scope { topic: args.topic.clone(), partitions, offsets, times: from..to, choice: all.choice })
}

fn failure(error: &CompareError) -> Failure {
    Failure::new(Exit::Environment, error.to_string())
}

/// Writes down what is found, and shows how far it is.
struct Clerk {
    sample: Option<Sample>,
    bar: Bar,
}

impl Listener for Clerk {
    type Error = Failure;

    fn progress(&mut self, progress: Progress) {
        self.bar.show(progress);
    }

    fn found(&mut self, found: &Found) -> Result<(), Failure> {
        self.sample.as_mut().map_or(Ok(()), |sample| sample.write(found))
    }
}
