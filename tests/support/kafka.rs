//! A Kafka cluster to test on: one Apache Kafka for all tests of a binary, or the one that
//! `COPYDESK_TEST_BOOTSTRAP` names.
#![allow(clippy::disallowed_methods)] // Tests are told by the environment which cluster to use.

use std::io::Write;
use std::net::TcpListener;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use rdkafka::admin::{AdminClient, AdminOptions, AlterConfig, NewTopic, ResourceSpecifier, TopicReplication};
use rdkafka::client::DefaultClientContext;
use rdkafka::config::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer};

use super::broker::Broker;
use super::child::until;
use super::setting;

/// The cluster of this test binary, or `None` after saying why there is none (a failure where
/// `COPYDESK_REQUIRE_KAFKA=1`).
pub fn cluster() -> Option<&'static Cluster> {
    static SHARED: OnceLock<Result<Cluster, String>> = OnceLock::new();
    let shared = SHARED.get_or_init(|| match setting("COPYDESK_TEST_BOOTSTRAP") {
        Some(bootstrap) => Ok(Cluster { bootstrap, _broker: None }),
        _ => Broker::alone().map(|mut broker| {
            broker.start();
            Cluster { bootstrap: broker.bootstrap(), _broker: Some(broker) }
        }),
    });
    or_skip(shared.as_ref().map_err(String::clone))
}

/// A broker of the test's own, not yet started, to be stopped and started; skipped as [`cluster`] is.
pub fn own_broker() -> Option<Broker> {
    or_skip(Broker::alone())
}

/// What there is of Kafka, or `None` after saying why there is none.
pub fn or_skip<T>(kafka: Result<T, String>) -> Option<T> {
    let why = match kafka {
        Ok(kafka) => return Some(kafka),
        Err(why) => why,
    };
    let required = setting("COPYDESK_REQUIRE_KAFKA").is_some_and(|value| value == "1");
    assert!(!required, "COPYDESK_REQUIRE_KAFKA=1, but there is no Kafka: {why}");
    // Not by `eprintln!`, which the test harness hides where a test passes.
    let test = std::thread::current().name().unwrap_or("test").to_owned();
    let _ = writeln!(std::io::stderr(), "{test}: SKIPPED: no Kafka: {why}");
    None
}

/// A running cluster.
pub struct Cluster {
    pub bootstrap: String,
    _broker: Option<Broker>,
}

impl Cluster {
    /// Settings of a client of this cluster.
    pub fn client(&self) -> ClientConfig {
        client(&self.bootstrap)
    }
}

/// Settings of a client of the cluster at `bootstrap`.
pub fn client(bootstrap: &str) -> ClientConfig {
    let mut config = ClientConfig::new();
    config.set("bootstrap.servers", bootstrap);
    config.set_log_level(rdkafka::config::RDKafkaLogLevel::Critical);
    config
}

/// A name that no other test has, in this run or another one.
pub fn unique(what: &str) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let now = std::time::UNIX_EPOCH.elapsed().unwrap_or_default().as_millis();
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("copydesk-test-{now}-{}-{count}.{what}", std::process::id())
}

/// Creates a topic whose messages stay, however old their timestamps are.
pub fn create_topic(bootstrap: &str, name: &str, partitions: i32) {
    create_topic_with(bootstrap, name, partitions, &[]);
}

/// As [`create_topic`], with more settings.
pub fn create_topic_with(bootstrap: &str, name: &str, partitions: i32, settings: &[(&str, &str)]) {
    let admin: AdminClient<DefaultClientContext> = client(bootstrap).create().expect("an admin client");
    let mut topic = NewTopic::new(name, partitions, TopicReplication::Fixed(-1))
        .set("retention.ms", "-1")
        .set("max.message.bytes", "8000000");
    // The last one counts.
    for (key, value) in settings {
        topic.config.retain(|(known, _)| known != key);
        topic = topic.set(key, value);
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let done =
        runtime.block_on(admin.create_topics(&[topic], &AdminOptions::new())).expect("the cluster answers");
    for result in done {
        result.unwrap_or_else(|(topic, code)| panic!("{topic} cannot be created: {code}"));
    }
    // The answer comes before every broker knows the topic.
    let asker: BaseConsumer = client(bootstrap).create().expect("a consumer");
    until("the new topic has leaders", Duration::from_secs(30), || {
        asker.fetch_metadata(Some(name), Duration::from_secs(5)).is_ok_and(|m| {
            let parts = m.topics().first().map_or(&[][..], |t| t.partitions());
            parts.len() as i32 == partitions && parts.iter().all(|p| p.leader() >= 0)
        })
    });
}

/// A loopback port that nobody listens on. Another process might take it before we do; Kafka and the
/// stage then fail with its number.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a loopback port");
    listener.local_addr().expect("a bound listener has an address").port()
}

/// Changes one setting of a topic and waits until the broker tells so.
pub fn set_topic(bootstrap: &str, name: &str, setting: &str, value: &str) {
    let admin: AdminClient<DefaultClientContext> = client(bootstrap).create().expect("an admin client");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    // The request replaces all settings of the topic.
    let change =
        AlterConfig::new(ResourceSpecifier::Topic(name)).set("retention.ms", "-1").set(setting, value);
    let done = runtime.block_on(admin.alter_configs([&change], &AdminOptions::new()));
    for result in done.expect("the cluster answers") {
        result.unwrap_or_else(|(topic, code)| panic!("{topic:?} cannot be changed: {code}"));
    }
    until("the topic is changed", Duration::from_secs(30), || {
        let (topic, options) = (ResourceSpecifier::Topic(name), AdminOptions::new());
        let asked = admin.describe_configs([&topic], &options);
        let answer = runtime.block_on(asked).expect("the cluster answers").pop();
        let config = answer.expect("one topic was asked for").expect("it is there");
        config.get(setting).is_some_and(|entry| entry.value.as_deref() == Some(value))
    });
}
