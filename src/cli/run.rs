//! `copydesk run`: the stage.

use std::path::PathBuf;
use std::sync::Arc;

use super::service::Service;
use super::{Exit, Failure};
use crate::config::{Config, check_agencies};
use crate::desk::Desk;
use crate::kafka::{Stop, stage};
use crate::telemetry::{Telemetry, log};

/// The stage: consume, edit, publish, until SIGTERM
///
/// The first SIGTERM or SIGINT drains: no new dispatches are taken, those in work are finished and
/// committed, and the exit code is 0. Past run.drain_timeout_secs the transaction is aborted and the exit
/// code is 1. A second signal ends at once (143, 130); whatever was in work is read again by the next
/// instance.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  copydesk run -c /etc/copydesk/copydesk.toml
  COPYDESK_KAFKA_BOOTSTRAP_SERVERS=broker:9092 COPYDESK_KAFKA_INSTANCE=desk-0 copydesk run")]
pub struct Args {
    /// The configuration file; without it the defaults and the environment
    #[arg(short, long, value_name = "FILE")]
    config: Option<PathBuf>,
}

pub fn run(args: Args) -> Result<Exit, Failure> {
    let loaded = super::config::load(args.config.as_deref())?;
    let desk = super::desk::open(&loaded.config)?;
    let unknown = check_agencies(&loaded, &desk.authority().agencies);
    if !unknown.is_empty() {
        let lines: Vec<_> = unknown.iter().map(ToString::to_string).collect();
        return Err(Failure::new(Exit::Usage, lines.join("\ncopydesk: ")));
    }
    let config = loaded.config;
    log::start(&config.log).map_err(|message| Failure::new(Exit::Usage, message))?;

    let telemetry = Arc::new(Telemetry::new(&config, &desk.authority().agencies));
    let stop = Stop::new();
    let service = Service::start(Some(config.http.listen), &telemetry, &stop)?;
    announce(&config, &desk, &service);

    let result = stage::run(&config, desk, telemetry, stop);
    drop(service);
    let drained = result.map_err(|fault| Failure::new(fault.exit.into(), fault.message))?;
    tracing::info!(messages = drained.messages, "stopped, all that was read is committed");
    Ok(Exit::Done)
}

impl From<crate::kafka::Exit> for Exit {
    fn from(exit: crate::kafka::Exit) -> Self {
        match exit {
            crate::kafka::Exit::Failed => Exit::Failed,
            crate::kafka::Exit::Usage => Exit::Usage,
            crate::kafka::Exit::Environment => Exit::Environment,
        }
    }
}

fn announce(config: &Config, desk: &Desk, service: &Service) {
    let (_, librdkafka) = rdkafka::util::get_rdkafka_version();
    let kafka = &config.kafka;
    let dead_letter_topic = kafka.dead_letter_topic.as_deref().unwrap_or("<source topic>.dlq");
    tracing::info!(
        version = env!("CARGO_PKG_VERSION"),
        authority = desk.authority().version,
        librdkafka,
        builtin_features = super::builtin_features(),
        delivery = config.delivery.name(),
        bootstrap_servers = kafka.bootstrap_servers,
        group_id = kafka.group_id,
        instance = kafka.instance,
        source_topics = kafka.source_topics.join(","),
        record_topic = kafka.record_topic,
        dead_letter_topic,
        config_hash = config.hash(),
        metrics = service.address().map(|address| format!("http://{address}/metrics")),
        "copydesk starts"
    );
}
