//! `copydesk check`: every fault of a configuration at once. With `--connect` it asks the cluster too, and
//! changes nothing there (invariant 12).

use std::path::PathBuf;
use std::time::Duration;

use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::producer::BaseProducer;

use super::{Exit, Failure, out};
use crate::config::{self, Finding, LoadError, Loaded};
use crate::kafka::client::Clients;
use crate::kafka::oauth::Asking;
use crate::kafka::placing::Placing;

/// Every fault of a configuration at once, each with its place and the mend
#[derive(clap::Args)]
#[command(after_help = "Exit codes: 0 no fault, 2 faults, 3 the cluster or the file cannot be reached

Examples:
  copydesk check -c copydesk.toml
  copydesk check -c copydesk.toml --connect --deny-warnings")]
pub struct Args {
    /// The configuration file; without it the defaults and the environment are checked
    #[arg(short, long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Ask the cluster for its brokers and topics; changes nothing
    #[arg(long)]
    connect: bool,
    /// Warnings count as faults
    #[arg(long)]
    deny_warnings: bool,
    /// How long to wait for the cluster, in seconds
    #[arg(long, default_value_t = 10, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=300))]
    timeout: u64,
}

pub fn run(args: Args) -> Result<Exit, Failure> {
    let name = args.config.as_ref().map_or("the environment".to_owned(), |path| path.display().to_string());
    let loaded = match config::load(args.config.as_deref()) {
        Ok(loaded) => loaded,
        Err(LoadError::Unreadable(message)) => return Err(Failure::new(Exit::Environment, message)),
        Err(LoadError::Faults(findings)) => return report(&name, &findings, true),
    };
    let mut findings = loaded.warnings.clone();
    let mut faults = false;
    match super::desk::open(&loaded.config) {
        Ok(desk) => {
            let unknown = config::check_agencies(&loaded, &desk.authority().agencies);
            faults |= !unknown.is_empty();
            findings.splice(0..0, unknown);
        }
        Err(error) => {
            faults = true;
            findings.push(Finding::fault(loaded.origin("authority.dir"), "authority", error.to_string()));
        }
    }
    match clients(&loaded) {
        Ok(()) => {}
        Err(message) => {
            faults = true;
            findings.push(Finding::fault(loaded.origin("kafka.properties"), "kafka", message));
        }
    }
    faults |= args.deny_warnings && !findings.is_empty();
    if faults || !args.connect {
        return report(&name, &findings, faults);
    }
    report(&name, &findings, false)?;
    connect(&loaded, Duration::from_secs(args.timeout))
}

fn report(name: &str, findings: &[Finding], faults: bool) -> Result<Exit, Failure> {
    let mut text: String = findings.iter().map(|finding| format!("{finding}\n")).collect();
    if findings.is_empty() {
        text = format!("{name}: no fault\n");
    }
    out::print(&text)?;
    Ok(if faults { Exit::Usage } else { Exit::Done })
}

/// Whether librdkafka takes the properties together: a missing certificate, a mechanism that needs a
/// password. Without a broker's address it connects to nothing.
fn clients(loaded: &Loaded) -> Result<(), String> {
    let mut clients = Clients::new(&loaded.config).map_err(|fault| fault.message)?;
    clients.consumer.remove("bootstrap.servers");
    clients.producer.remove("bootstrap.servers");
    let refused = |error: KafkaError| {
        format!("the properties do not go together: {}; see docs/configuration.md", reason(&error))
    };
    clients.consumer.create::<BaseConsumer>().map_err(refused)?;
    clients.producer.create::<BaseProducer>().map_err(refused)?;
    Ok(())
}

fn reason(error: &KafkaError) -> String {
    match error {
        KafkaError::ClientCreation(reason) => reason.clone(),
        error => error.to_string(),
    }
}

/// A topic as the cluster describes it.
struct Topic {
    name: String,
    partitions: u32,
}

/// Asks for metadata only: no group is joined, no producer initialised.
fn connect(loaded: &Loaded, timeout: Duration) -> Result<Exit, Failure> {
    let environment = |message: String| Failure::new(Exit::Environment, message);
    let kafka = &loaded.config.kafka;
    let mut clients = Clients::new(&loaded.config)?;
    clients.consumer.set("log_level", "0");
    let consumer: BaseConsumer<Asking> =
        clients.consumer.create_with_context(Asking).map_err(|error| environment(reason(&error)))?;
    // A login by token is served by a poll.
    consumer.poll(Duration::ZERO);
    let mut wanted = kafka.source_topics.clone();
    wanted.push(kafka.record_topic.clone());
    match &kafka.dead_letter_topic {
        Some(topic) => wanted.push(topic.clone()),
        None => wanted.extend(kafka.source_topics.iter().map(|source| format!("{source}.dlq"))),
    }
    let mut text = String::new();
    let mut topics = Vec::new();
    let mut troubles = Vec::new();
    for name in &wanted {
        let metadata = consumer.fetch_metadata(Some(name), timeout).map_err(|error| {
            environment(format!(
                "no answer from {} within {} s: {error}; see kafka.bootstrap_servers, security.protocol and the network",
                kafka.bootstrap_servers,
                timeout.as_secs()
            ))
        })?;
        if text.is_empty() {
            text.push_str(&format!("{} brokers answer\n", metadata.brokers().len()));
        }
        let Some(topic) = metadata.topics().iter().find(|topic| topic.name() == name) else { continue };
        match topic.error().map(RDKafkaErrorCode::from) {
            None => {
                text.push_str(&format!("{name}: {} partitions\n", topic.partitions().len()));
                topics.push(Topic { name: name.clone(), partitions: topic.partitions().len() as u32 });
            }
            Some(RDKafkaErrorCode::UnknownTopicOrPartition | RDKafkaErrorCode::UnknownTopic) => {
                troubles.push(format!("topic {name} does not exist; create it"));
            }
            Some(code) => troubles.push(format!("topic {name}: {code}; see its ACLs")),
        }
    }
    let partitions = |name: &String| topics.iter().find(|t| t.name == *name).map(|t| t.partitions);
    if let Some(records) = partitions(&kafka.record_topic) {
        let sources = kafka.source_topics.iter().filter_map(|name| Some((name.as_str(), partitions(name)?)));
        troubles.extend(Placing::new(&loaded.config.desk).misfit(sources, (&kafka.record_topic, records)));
    }
    out::print(&text)?;
    match troubles.as_slice() {
        [] => Ok(Exit::Done),
        troubles => Err(environment(troubles.join("\ncopydesk: "))),
    }
}
