//! `copydesk demo`: the whole pipeline at once, on a broker inside this process.
//!
//! What runs here is [`crate::kafka::stage::run`], the very code of `copydesk run`. Only the broker is not
//! a real one: [`NOT_A_BROKER`] says what it lacks, and so does the output.

mod broker;
mod samples;
mod watch;

use std::collections::BTreeMap;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rdkafka::error::KafkaError;
use serde_json::json;

use self::broker::{Broker, Feed, Reader};
use self::samples::Sample;
use self::watch::{PATIENCE, Watch};
use super::pretty::{self, Style};
use super::service::Service;
use super::{Exit, Failure};
use crate::config::Config;
use crate::kafka::{Drained, Fault, Stop, stage};
use crate::telemetry::{Telemetry, log};

/// The whole pipeline at once: an embedded broker, the stage, and dispatches to run through it.
///
/// Publishes sample dispatches, or the files named, one message each; prints every record, dead letter and
/// spike for a person to read. On a terminal it then serves until Ctrl-C; else, or with --once, it ends
/// with the last one. Exit code 1: a dispatch had no outcome within 60 seconds.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  copydesk demo
  copydesk demo --once dispatches/*.txt
  copydesk demo --listen 127.0.0.1:9464")]
pub struct Args {
    /// Files to publish, one dispatch each; none: the samples built in
    files: Vec<PathBuf>,
    /// End after the last outcome, on a terminal too
    #[arg(long)]
    once: bool,
    /// Address of /metrics, /healthz and /readyz; port 0: any free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0")]
    listen: SocketAddr,
}

/// What the broker is not, in the words of the output.
const NOT_A_BROKER: &str = "\
The broker is librdkafka's mock cluster, inside this process. It keeps nothing when the process ends and
5 MiB for each partition until then; its transactions are accepted but neither isolated nor undone, so
exactly-once delivery shows only on a real Kafka: copydesk run -c copydesk.toml";

pub fn run(args: Args) -> Result<Exit, Failure> {
    let samples = read(&args.files)?;
    let mut config = Config::default();
    config.kafka.group_id = "copydesk-demo".into();
    config.kafka.instance = "demo".into();
    config.http.listen = args.listen;
    // Whoever tries their own files wants to see each of them fail.
    config.run.breaker_window = 0;
    // The records are the output here; the log speaks up only when something is wrong.
    config.log.level = "warn,librdkafka=error".into();
    log::start(&config.log).map_err(|message| Failure::new(Exit::Usage, message))?;
    let broker = Broker::start(&config).map_err(no_broker)?;
    config.kafka.bootstrap_servers = broker.address();
    let desk = super::desk::open(&config).map_err(|error| Failure::new(Exit::Usage, error.to_string()))?;
    let telemetry = Arc::new(Telemetry::new(&config, &desk.authority().agencies));
    let stop = Stop::new();
    // Dropped last, so that the drain can be watched.
    let service = Service::start(Some(config.http.listen), &telemetry, &stop)?;
    let mut show = Show {
        out: BufWriter::new(io::stdout()),
        style: Style::of_stdout(),
        feed: Feed::new(&config).map_err(no_broker)?,
        reader: Reader::new(&config).map_err(no_broker)?,
        watch: Watch::default(),
        telemetry: Arc::clone(&telemetry),
        stop: stop.clone(),
        spikes: BTreeMap::new(),
    };
    let stage = {
        let (config, stop) = (config.clone(), stop.clone());
        std::thread::spawn(move || stage::run(&config, desk, telemetry, stop))
    };
    let serve = io::stdout().is_terminal() && !args.once;
    let shown =
        show.run(&samples, &stage, &facts(service.address().unwrap_or(args.listen), &broker, &config), serve);
    stop.request();
    let ended = stage.join();
    match (shown, ended) {
        (Err(End::ReaderLeft), _) => Ok(Exit::Done),
        // The stage's own reason says more than its silence.
        (_, Ok(Err(fault))) => Err(Failure::new(fault.exit.into(), fault.message)),
        // The thread only waits for the stage's own.
        (_, Err(_)) => Err(Failure::new(Exit::Failed, "the demo broke off; please report what stands above")),
        (Err(End::Failed(failure)), _) => Err(failure),
        (Ok(()), Ok(Ok(_))) => Ok(Exit::Done),
    }
}

/// The dispatches to publish: all files are read before anything starts.
fn read(files: &[PathBuf]) -> Result<Vec<Sample>, Failure> {
    if files.is_empty() {
        return Ok(samples::builtin());
    }
    let one = |file: &PathBuf| match std::fs::read(file) {
        Ok(bytes) => Ok(Sample { name: file.display().to_string(), payload: Some(bytes) }),
        Err(error) => {
            let message = format!("{} cannot be read: {error}", file.display());
            Err(Failure::new(Exit::Environment, message))
        }
    };
    files.iter().map(one).collect()
}

fn no_broker(error: KafkaError) -> Failure {
    let message = format!("the embedded broker does not start: {error}; it needs a free port on 127.0.0.1");
    Failure::new(Exit::Environment, message)
}

/// Where to look while it runs.
fn facts(http: SocketAddr, broker: &Broker, config: &Config) -> String {
    let kafka = &config.kafka;
    let source = kafka.source_topics.join(", ");
    format!(
        "  metrics   http://{http}/metrics\n  health    http://{http}/healthz  http://{http}/readyz\n  \
         broker    {}  {source} → {}, dead letters in {source}.dlq\n",
        broker.address(),
        kafka.record_topic,
    )
}

fn count(dispatches: usize) -> String {
    format!("{dispatches} dispatch{}", if dispatches == 1 { "" } else { "es" })
}

/// Why the show ended before its end.
enum End {
    /// Whoever read the output has left.
    ReaderLeft,
    Failed(Failure),
}

impl From<io::Error> for End {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return End::ReaderLeft;
        }
        let message = format!("standard output cannot be written: {error}");
        End::Failed(Failure::new(Exit::Environment, message))
    }
}

type Stage = JoinHandle<Result<Drained, Fault>>;

/// Publishes, reads back and prints.
struct Show {
    out: BufWriter<io::Stdout>,
    style: Style,
    feed: Feed,
    reader: Reader,
    watch: Watch,
    telemetry: Arc<Telemetry>,
    stop: Stop,
    /// Spikes whose dispatch is known, by reason.
    spikes: BTreeMap<&'static str, u64>,
}

impl Show {
    fn run(&mut self, samples: &[Sample], stage: &Stage, facts: &str, serve: bool) -> Result<(), End> {
        let started = Instant::now();
        writeln!(self.out, "copydesk {}: {}\n{facts}", env!("CARGO_PKG_VERSION"), count(samples.len()))?;
        writeln!(self.out, "{NOT_A_BROKER}\n\nstarting… a new consumer group takes about three seconds\n")?;
        self.out.flush()?;
        let mut queue = samples.iter().enumerate().peekable();
        while queue.peek().is_some() || !self.watch.is_settled() {
            if self.is_over(stage) {
                return Ok(());
            }
            while let Some((number, sample)) = queue.next_if(|(_, sample)| self.watch.has_room(sample)) {
                self.publish(number, sample)?;
            }
            self.turn()?;
            let overdue = self.watch.overdue(Instant::now());
            if !overdue.is_empty() {
                let names = overdue.join(", ");
                let message = format!("no outcome within {} s for {names}", PATIENCE.as_secs());
                return Err(End::Failed(Failure::new(Exit::Failed, message)));
            }
        }
        let tally = self.watch.tally;
        writeln!(
            self.out,
            "{} in {:.1} s: {} published, {} dead-lettered, {} spiked",
            count(tally.total()),
            started.elapsed().as_secs_f64(),
            tally.records,
            tally.dead_letters,
            tally.spiked,
        )?;
        if serve {
            let address =
                facts.split_whitespace().skip_while(|word| *word != "broker").nth(1).unwrap_or_default();
            write!(
                self.out,
                "{facts}  publish   kcat -P -b {address} -t wire.raw FILE\n  stop      Ctrl-C\n\n"
            )?;
        }
        self.out.flush()?;
        while serve && !self.is_over(stage) {
            self.turn()?;
        }
        Ok(())
    }

    /// Somebody asked to stop, or the stage has ended by itself.
    fn is_over(&self, stage: &Stage) -> bool {
        self.stop.is_requested() || stage.is_finished()
    }

    fn publish(&mut self, number: usize, sample: &Sample) -> Result<(), End> {
        let failed = |message: String| End::Failed(Failure::new(Exit::Failed, message));
        loop {
            let error = |error| failed(format!("{} could not be published: {error}", sample.name));
            if self.feed.publish(number, sample).map_err(error)? {
                break;
            }
            self.turn()?;
        }
        self.watch.published(number, sample, Instant::now());
        match self.feed.failure() {
            Some(message) => Err(failed(message)),
            None => Ok(()),
        }
    }

    /// Prints what has arrived since the last turn; waits a little when there is nothing.
    fn turn(&mut self) -> Result<(), End> {
        if let Some(message) = self.feed.failure() {
            return Err(End::Failed(Failure::new(Exit::Failed, message)));
        }
        let mut patience = Duration::from_millis(50);
        while let Some(arrival) = self.reader.next(patience) {
            if let Some(number) = arrival.number {
                self.watch.arrived(number, arrival.kind);
            }
            pretty::record(&mut self.out, &arrival.value, self.style)?;
            self.out.flush()?;
            if self.stop.is_requested() {
                return Ok(());
            }
            patience = Duration::ZERO;
        }
        self.spikes()
    }

    /// Prints the dispatches that are now known to be spiked.
    fn spikes(&mut self) -> Result<(), End> {
        let counter = &self.telemetry.metrics.dispatches_spiked;
        let count = |reason: &'static str| (reason, counter.with_label_values(&[reason]).get());
        let counts: BTreeMap<_, _> = crate::fault::SPIKES.iter().map(|(reason, _)| count(reason)).collect();
        let names = self.watch.spiked(counts.values().sum());
        if names.is_empty() {
            return Ok(());
        }
        // A spike leaves nothing on a topic: its reason is what the counters have gained.
        let grown = counts.iter().filter(|(reason, count)| self.spikes.get(*reason).unwrap_or(&0) < count);
        let reason = grown.map(|(reason, _)| *reason).collect::<Vec<_>>().join(" or ");
        self.spikes = counts;
        for name in names {
            let value = json!({ "copydesk": { "source": { "key": name }, "spiked": reason } });
            pretty::record(&mut self.out, &value, self.style)?;
        }
        self.out.flush()?;
        Ok(())
    }
}
