//! `copydesk replay plan`: what a replay would read, and whether its target would keep it.

use std::path::PathBuf;

use crate::cli::{Exit, Failure, config, desk, out};
use crate::desk::{Choice, Desk, Field};
use crate::kafka::client::Clients;
use crate::replay::draft::{DraftError, Wanted, draft};
use crate::replay::plan::{FileError, Plan, Rules};
use crate::replay::range::{Bound, Range};
use crate::wire::FORMATS;

/// Plan a replay: resolve its bounds, judge its target, write a plan file; changes nothing in the cluster
#[derive(clap::Args)]
#[command(after_help = "Bounds:
  earliest, now, offset:1200, 2024-03-01T00:00:00Z, or a duration back: 6h, 30m, 2d

Examples:
  copydesk replay plan -c copydesk.toml --from 2d --into wire.enriched.v2
  copydesk replay plan -c copydesk.toml --from 2024-03-01T00:00:00Z --to 2024-04-01T00:00:00Z \\
      --agency AP --language en --into wire.march --out march.json")]
pub struct Args {
    /// The live stage's configuration file; without it the defaults and the environment
    #[arg(short, long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Source topic; default: the first of kafka.source_topics
    #[arg(long)]
    topic: Option<String>,
    /// Partitions to read; default: all
    #[arg(long, value_delimiter = ',', value_name = "NUMBER")]
    partitions: Vec<i32>,
    /// First message to read
    #[arg(long, default_value = "earliest")]
    from: Bound,
    /// Where to end; the message there is not read
    #[arg(long, default_value = "now")]
    to: Bound,
    /// Topic to publish records to
    #[arg(long, value_name = "TOPIC")]
    into: String,
    /// Topic for messages that cannot be edited; default: the name of --into and .dlq
    #[arg(long, value_name = "TOPIC")]
    dead_letters: Option<String>,
    /// Publish only dispatches that credit one of these agencies (codes of `copydesk list agencies`)
    #[arg(long = "agency", value_delimiter = ',', value_name = "CODE")]
    agencies: Vec<String>,
    /// Publish only dispatches in one of these wire formats (`copydesk list formats`)
    #[arg(long = "format", value_delimiter = ',', value_name = "NAME")]
    formats: Vec<String>,
    /// Publish only dispatches in one of these languages (primary subtag, `en`)
    #[arg(long = "language", value_delimiter = ',', value_name = "TAG")]
    languages: Vec<String>,
    /// Publish only dispatches whose record says this, as copydesk.update.kind=kill; may be given again
    #[arg(long = "field", value_name = "PATH=VALUE")]
    fields: Vec<Field>,
    /// Publish into the topic that the live stage publishes to
    #[arg(long)]
    in_place: bool,
    /// Plan also where the target would drop, refuse or restamp old records
    #[arg(long)]
    allow_expiry: bool,
    /// Plan also where retention has removed messages that were asked for
    #[arg(long)]
    allow_gap: bool,
    /// Dispatches a second to estimate the time by
    #[arg(long, default_value_t = 1_000, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    rate: u32,
    /// The plan file, which must not be there yet; default: copydesk-replay-ID.json
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Print the plan as JSON
    #[arg(long)]
    json: bool,
}

pub fn run(args: Args) -> Result<Exit, Failure> {
    let live = config::load(args.config.as_deref())?.config;
    let clients = Clients::new(&live)?;
    let topic = args.topic.or_else(|| live.kafka.source_topics.first().cloned()).unwrap_or_default();
    let choice = Choice {
        agencies: args.agencies,
        formats: args.formats,
        languages: args.languages,
        fields: args.fields,
    };
    let desk = desk::open(&live)?;
    check(&choice, &desk)?;
    let wanted = Wanted {
        topic,
        partitions: args.partitions,
        from: args.from,
        to: args.to,
        choice,
        into: args.into,
        dead_letters: args.dead_letters,
        in_place: args.in_place,
        allow_expiry: args.allow_expiry,
        allow_gap: args.allow_gap,
    };
    let plan =
        draft(&live, &clients, &wanted, Rules::of(&desk), jiff::Timestamp::now()).map_err(|error| {
            let exit = match &error {
                DraftError::Survey(_) => Exit::Environment,
                DraftError::Refused(_) => Exit::Usage,
            };
            Failure::new(exit, error.to_string())
        })?;
    let file = args.out.unwrap_or_else(|| format!("{}.json", plan.group_id).into());
    plan.save(&file).map_err(Failure::from)?;
    if args.json {
        return out::print(&plan.text());
    }
    let transactional_id = plan.transactional_id(&live.kafka.instance);
    out::print(&describe(&plan, &file.display().to_string(), &transactional_id, args.rate))
}

impl From<FileError> for Failure {
    fn from(error: FileError) -> Self {
        let exit = if error.is_environment() { Exit::Environment } else { Exit::Usage };
        Failure::new(exit, error.to_string())
    }
}

/// A filter that nothing passes is a slip of the pen.
fn check(choice: &Choice, desk: &Desk) -> Result<(), Failure> {
    let usage = |message: String| Err(Failure::new(Exit::Usage, message));
    if let Some(name) = choice.formats.iter().find(|name| FORMATS.iter().all(|row| row.name != **name)) {
        return usage(format!("--format {name} is no format; see `copydesk list formats`"));
    }
    let primary = |tag: &String| (2..=3).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_lowercase());
    if let Some(tag) = choice.languages.iter().find(|tag| !primary(tag)) {
        return usage(format!("--language {tag} is no primary subtag; write it as en or fr"));
    }
    choice.agencies.iter().try_for_each(|code| desk::known_agency(desk, code))
}

fn describe(plan: &Plan, file: &str, transactional_id: &str, rate: u32) -> String {
    let heads = ["partition", "from", "to", "offsets", "gone"].map(String::from).to_vec();
    let row = |range: &Range| {
        let numbers = [i64::from(range.partition), range.from, range.to, range.offsets(), range.gone];
        numbers.map(|number| number.to_string()).to_vec()
    };
    let rows: Vec<_> = std::iter::once(heads).chain(plan.ranges.iter().map(row)).collect();
    let (offsets, sample) = (plan.offsets(), &plan.sample);
    let mut text = format!(
        "{}: at most {offsets} messages in {} partitions\n\n{}\n",
        plan.topic,
        plan.ranges.len(),
        out::table(&rows)
    );
    let gone: i64 = plan.ranges.iter().map(|range| range.gone).sum();
    if gone > 0 {
        text.push_str(&format!("{gone} of the offsets asked for are gone: retention removed them.\n\n"));
    }
    let time = |ms: Option<i64>| {
        ms.and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok())
            .map_or("none".into(), |time| time.to_string())
    };
    let facts = [
        ("into", format!("{}, dead letters into {}", plan.into.topic, plan.dead_letters.topic)),
        ("filters", filters(&plan.choice)),
        ("rules", plan.rules.to_string()),
        (
            "bytes",
            format!(
                "some {} to read, by {} messages of {} bytes on average",
                indicatif::HumanBytes(plan.bytes()),
                sample.messages,
                sample.mean_bytes()
            ),
        ),
        ("sent", format!("{} to {}, of those messages", time(sample.oldest_ms), time(sample.newest_ms))),
        (
            "time",
            format!(
                "{} at {rate} dispatches a second",
                indicatif::HumanDuration(std::time::Duration::from_secs(
                    offsets.unsigned_abs() / u64::from(rate)
                ))
            ),
        ),
        ("group", plan.group_id.clone()),
        ("transactional id", transactional_id.to_owned()),
        ("plan", file.to_owned()),
    ];
    let rows: Vec<_> = facts.into_iter().map(|(name, fact)| vec![name.to_owned(), fact]).collect();
    text.push_str(&out::table(&rows));
    text.push_str(&format!(
        "\nNothing is changed yet. Next: copydesk replay run {file} -c <the stage's configuration>\n"
    ));
    text
}

fn filters(choice: &Choice) -> String {
    let lists = [("agency", &choice.agencies), ("format", &choice.formats), ("language", &choice.languages)];
    let named = lists.into_iter().filter(|(_, list)| !list.is_empty());
    let mut all: Vec<String> = named.map(|(name, list)| format!("{name} {}", list.join(" or "))).collect();
    all.extend(choice.fields.iter().map(|field| format!("{} = {}", field.path, field.value)));
    if all.is_empty() { "none".into() } else { all.join(", ") }
}
