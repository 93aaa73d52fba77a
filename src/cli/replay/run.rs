//! `copydesk replay run`: the stage over a plan, until all of it is published.

use std::io::{IsTerminal, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::cli::service::Service;
use crate::cli::{Exit, Failure, config, desk};
use crate::kafka::Stop;
use crate::replay::plan::Plan;
use crate::replay::run::{Ended, Orders, Run, config_of};
use crate::replay::watch::Standing;
use crate::telemetry::{Telemetry, log};

/// Run a plan: read its stretch with the live stage's configuration and publish it, exactly once
///
/// Runs until all of the plan is published, also what other instances read of it, and exits 0. Killed or stopped, it
/// goes on where it was when it is run again; stopped before the end it exits 1. The live stage's group,
/// transactional ids and offsets are never touched.
#[derive(clap::Args)]
#[command(
    after_help = "Progress is shown as a bar on a terminal, and as lines of JSON on standard output elsewhere.

Examples:
  copydesk replay run copydesk-replay-1f0c2d3e4a5b.json -c copydesk.toml
  copydesk replay run plan.json -c copydesk.toml --rate 500 --yield-to-live --listen 127.0.0.1:0
  copydesk replay run plan.json -c copydesk.toml --instance b        # beside another one"
)]
pub struct Args {
    /// The file that `copydesk replay plan` wrote
    plan: PathBuf,
    /// The live stage's configuration file; without it the defaults and the environment
    #[arg(short, long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Name of this instance: stable, and unique among those that share the plan; default: kafka.instance
    #[arg(long, value_name = "NAME")]
    instance: Option<String>,
    /// Take at most so many dispatches a second
    #[arg(long, value_name = "NUMBER", value_parser = positive)]
    rate: Option<f64>,
    /// Take at most so many bytes of dispatches a second
    #[arg(long, value_name = "BYTES", value_parser = positive)]
    max_bytes_per_sec: Option<f64>,
    /// Rest while the live group is more than so many messages behind, 1000 where no number is given
    #[arg(long, value_name = "MESSAGES", num_args = 0..=1, require_equals = true, default_missing_value = "1000", value_parser = clap::value_parser!(i64).range(1..))]
    yield_to_live: Option<i64>,
    /// Serve /metrics, /healthz and /readyz here; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
}

fn positive(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(number) if number > 0.0 && number.is_finite() => Ok(number),
        _ => Err("write a number above 0".into()),
    }
}

pub fn run(args: Args) -> Result<Exit, Failure> {
    let plan = Plan::load(&args.plan).map_err(Failure::from)?;
    let live = config::load(args.config.as_deref())?.config;
    let mut config = config_of(&live, &plan, args.instance.as_deref());
    let bar = std::io::stderr().is_terminal();
    if bar && config.log.level == crate::config::Config::default().log.level {
        // The bar says how it goes; the log speaks up only when something is wrong.
        config.log.level = "warn".into();
    }
    log::start(&config.log).map_err(|message| Failure::new(Exit::Usage, message))?;
    let desk = desk::open(&live)?;
    let telemetry = Arc::new(Telemetry::new(&config, &desk.authority().agencies));
    let stop = Stop::new();
    let service = Service::start(args.listen, &telemetry, &stop)?;
    tracing::info!(
        version = env!("CARGO_PKG_VERSION"),
        plan = plan.id,
        topic = plan.topic,
        into = plan.into.topic,
        group_id = plan.group_id,
        transactional_id = plan.transactional_id(&config.kafka.instance),
        offsets = plan.offsets(),
        metrics = service.address().map(|address| format!("http://{address}/metrics")),
        "replay starts"
    );
    let orders = Orders {
        rate: args.rate,
        bytes_per_second: args.max_bytes_per_sec,
        yield_to_live: args.yield_to_live,
    };
    let mut shown = Shown::new(bar, &plan);
    let run = Run { plan: &plan, live: &live, config: &config, desk, telemetry, stop, orders };
    let ended = run.run(move |standing| shown.show(standing));
    drop(service);
    match ended {
        Ok(Ended::Done) => {
            tracing::info!(plan = plan.id, "all of the plan is published and committed");
            Ok(Exit::Done)
        }
        Ok(Ended::Stopped) => Err(Failure::new(
            Exit::Failed,
            format!(
                "stopped before all of the plan was published; run {} again to go on",
                args.plan.display()
            ),
        )),
        Err(fault) => Err(Failure::new(fault.exit.into(), fault.message)),
    }
}

/// Shows people or programs how far it is.
struct Shown {
    bar: Option<ProgressBar>,
    plan: String,
    told: Option<(Instant, bool)>,
}

/// Between two lines of JSON.
const LINE: Duration = Duration::from_secs(5);

impl Shown {
    fn new(bar: bool, plan: &Plan) -> Self {
        let bar = bar.then(|| {
            let style = "{prefix} {bar:30} {percent}% {human_pos}/{human_len} offsets {msg}";
            let style = ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar());
            ProgressBar::new(plan.offsets().unsigned_abs())
                .with_style(style)
                .with_prefix(plan.into.topic.clone())
        });
        Shown { bar, plan: plan.id.clone(), told: None }
    }

    fn show(&mut self, standing: &Standing) {
        let done = standing.done == standing.total;
        if let Some(bar) = &self.bar {
            bar.set_position(standing.done.unsigned_abs());
            bar.set_message(words(standing));
            if done {
                bar.finish();
            }
            return;
        }
        let due = self.told.is_none_or(|(at, held)| at.elapsed() >= LINE || held != standing.held);
        if due || done {
            self.told = Some((Instant::now(), standing.held));
            let line = serde_json::json!({
                "replay": self.plan,
                "done": standing.done,
                "total": standing.total,
                "per_second": standing.per_second.map(f64::round),
                "eta_secs": standing.eta_secs().map(f64::round),
                "held": standing.held,
            });
            // Who does not want to read it is no reason to stop.
            let _ = writeln!(std::io::stdout(), "{line}");
        }
    }
}

fn words(standing: &Standing) -> String {
    match (standing.held, standing.per_second, standing.eta_secs()) {
        (true, ..) => "rests: the live stage is behind".into(),
        (false, Some(rate), Some(secs)) => {
            format!("{rate:.0}/s, {} left", indicatif::HumanDuration(Duration::from_secs_f64(secs)))
        }
        _ => String::new(),
    }
}
