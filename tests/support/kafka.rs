//! A Kafka cluster to test on: one Apache Kafka for all tests of a binary, or the one that
//! `COPYDESK_TEST_BOOTSTRAP` names.
#![allow(clippy::disallowed_methods)] // Tests are told by the environment which cluster to use.

use std::fs;
use std::io::Write;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use rdkafka::admin::{AdminClient, AdminOptions, NewTopic, TopicReplication};
use rdkafka::client::DefaultClientContext;
use rdkafka::config::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer};

use super::child::{Leash, signal, until};
use super::{dist, setting};

/// The cluster of this test binary, or `None` after saying why there is none (a failure where
/// `COPYDESK_REQUIRE_KAFKA=1`).
pub fn cluster() -> Option<&'static Cluster> {
    static SHARED: OnceLock<Result<Cluster, String>> = OnceLock::new();
    let shared = SHARED.get_or_init(|| match setting("COPYDESK_TEST_BOOTSTRAP") {
        Some(bootstrap) => Ok(Cluster { bootstrap, _broker: None }),
        _ => Broker::prepare().map(|mut broker| {
            broker.start();
            Cluster { bootstrap: broker.bootstrap(), _broker: Some(broker) }
        }),
    });
    or_skip(shared.as_ref().map_err(String::clone))
}

/// A broker of the test's own, not yet started, to be stopped and started; skipped as [`cluster`] is.
pub fn own_broker() -> Option<Broker> {
    or_skip(Broker::prepare())
}

fn or_skip<T>(kafka: Result<T, String>) -> Option<T> {
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
    let admin: AdminClient<DefaultClientContext> = client(bootstrap).create().expect("an admin client");
    let topic = NewTopic::new(name, partitions, TopicReplication::Fixed(-1))
        .set("retention.ms", "-1")
        .set("max.message.bytes", "8000000");
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

/// One Apache Kafka in KRaft mode, broker and controller in one process, on loopback ports.
pub struct Broker {
    port: u16,
    home: PathBuf,
    jars: PathBuf,
    running: Option<(Child, Leash)>,
}

/// A small heap and a quick start rather than speed: the tests share two cores with it.
const JVM: [&str; 4] = ["-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"];
/// Any 16 bytes in base64.
const CLUSTER_ID: &str = "Y29weWRlc2stdGVzdHMtMQ";

impl Broker {
    /// Fetches Kafka and lays out an empty log folder. `Err` says why there is no Kafka to be had.
    pub fn prepare() -> Result<Broker, String> {
        let jars = dist::jars()?;
        let home = std::env::temp_dir().join(unique("broker"));
        fs::create_dir_all(&home).map_err(|e| format!("{}: {e}", home.display()))?;
        let broker = Broker { port: free_port(), home, jars, running: None };
        let properties = broker.properties(free_port());
        fs::write(broker.home.join("server.properties"), properties).map_err(|e| e.to_string())?;
        let format = broker
            .java()
            .args(["kafka.tools.StorageTool", "format", "-t", CLUSTER_ID, "-c", "server.properties"])
            .output()
            .map_err(|e| e.to_string())?;
        assert!(
            format.status.success(),
            "Kafka cannot format its storage: {}{}",
            String::from_utf8_lossy(&format.stdout),
            String::from_utf8_lossy(&format.stderr)
        );
        Ok(broker)
    }

    pub fn bootstrap(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Starts it, for the first time or again on the logs it left, and waits until it answers.
    pub fn start(&mut self) {
        let log = fs::File::create(self.home.join("broker.log")).expect("the broker's folder is there");
        let child = self
            .java()
            .args(["-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "kafka.Kafka", "server.properties"])
            .stdin(Stdio::null())
            .stderr(log.try_clone().expect("a second handle"))
            .stdout(log)
            .spawn()
            .expect("java starts");
        let leash = Leash::on(&child, Some(&self.home));
        self.running = Some((child, leash));
        let asker: BaseConsumer = client(&self.bootstrap()).create().expect("a consumer");
        until("Kafka answers", Duration::from_secs(120), || {
            let dead = self.running.as_mut().and_then(|(child, _)| child.try_wait().ok()?);
            if let Some(status) = dead {
                let log = fs::read_to_string(self.home.join("broker.log")).unwrap_or_default();
                panic!("Kafka did not start, {status}:\n{log}");
            }
            asker.fetch_metadata(None, Duration::from_secs(1)).is_ok_and(|m| !m.brokers().is_empty())
        });
    }

    /// Kills it; what it wrote stays.
    pub fn kill(&mut self) {
        if let Some((mut child, _leash)) = self.running.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// Stops its clock: connections stay open, and nothing answers on them.
    pub fn freeze(&self) {
        signal(&self.running.as_ref().expect("it runs").0, "STOP");
    }

    pub fn thaw(&self) {
        signal(&self.running.as_ref().expect("it runs").0, "CONT");
    }

    fn java(&self) -> Command {
        let mut java = Command::new("java");
        java.args(JVM).arg("-cp").arg(self.jars.join("*")).current_dir(&self.home);
        java
    }

    fn properties(&self, controller: u16) -> String {
        let Broker { port, home, .. } = self;
        format!(
            "process.roles=broker,controller\n\
             node.id=1\n\
             controller.quorum.voters=1@127.0.0.1:{controller}\n\
             listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}\n\
             advertised.listeners=PLAINTEXT://127.0.0.1:{port}\n\
             listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT\n\
             controller.listener.names=CONTROLLER\n\
             inter.broker.listener.name=PLAINTEXT\n\
             log.dirs={home}/log\n\
             auto.create.topics.enable=false\n\
             offsets.topic.replication.factor=1\n\
             offsets.topic.num.partitions=4\n\
             transaction.state.log.replication.factor=1\n\
             transaction.state.log.min.isr=1\n\
             transaction.state.log.num.partitions=4\n\
             transaction.abort.timed.out.transaction.cleanup.interval.ms=1000\n\
             group.initial.rebalance.delay.ms=0\n\
             log.cleaner.dedupe.buffer.size=10485760\n",
            home = home.display()
        )
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        self.kill();
        let _ = fs::remove_dir_all(&self.home);
    }
}

/// A loopback port that nobody listens on. Another process might take it before we do; Kafka and the
/// stage then fail with its number.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a loopback port");
    listener.local_addr().expect("a bound listener has an address").port()
}
