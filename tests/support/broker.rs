//! One Apache Kafka in KRaft mode, broker and controller in one process, on loopback ports: alone, or one of three.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use rdkafka::consumer::{BaseConsumer, Consumer};

use super::child::{self, Leash, signal, until};
use super::dist;
use super::kafka::{client, free_port, unique};

pub struct Broker {
    port: u16,
    home: PathBuf,
    jars: PathBuf,
    heap: &'static str,
    running: Option<(Child, Leash)>,
}

/// A small heap and a quick start rather than speed: the tests share two cores with it.
const JVM: [&str; 3] = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"];
/// Any 16 bytes in base64.
const CLUSTER_ID: &str = "Y29weWRlc2stdGVzdHMtMQ";
/// Longest that a start may take, and a stop in good order.
const PATIENCE: Duration = Duration::from_secs(120);

impl Broker {
    /// A cluster of one. Fetches Kafka and lays out an empty log folder; `Err` says why there is no Kafka to be had.
    pub fn alone() -> Result<Broker, String> {
        Broker::alone_with(None, "")
    }

    /// The same with what `properties` add; at the port `door` clients have to log in (SASL_PLAINTEXT).
    pub fn alone_with(door: Option<u16>, properties: &str) -> Result<Broker, String> {
        let door = door.map_or(String::new(), |port| format!(",SASL_PLAINTEXT://127.0.0.1:{port}"));
        let (port, controller) = (free_port(), free_port());
        let listeners = format!(
            "node.id=1\n\
             controller.quorum.voters=1@127.0.0.1:{controller}\n\
             listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}{door}\n\
             advertised.listeners=PLAINTEXT://127.0.0.1:{port}{door}\n\
             listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT\n\
             inter.broker.listener.name=PLAINTEXT\n\
             offsets.topic.replication.factor=1\n\
             transaction.state.log.replication.factor=1\n\
             transaction.state.log.min.isr=1\n\
             {properties}"
        );
        Broker::prepare(port, "-Xmx512m", &listeners)
    }

    /// A broker that answers at `port`, with what `properties` add to those that all brokers have.
    pub fn prepare(port: u16, heap: &'static str, properties: &str) -> Result<Broker, String> {
        let jars = dist::jars()?;
        let home = std::env::temp_dir().join(unique("broker"));
        fs::create_dir_all(&home).map_err(|e| format!("{}: {e}", home.display()))?;
        fs::write(home.join("server.properties"), common(&home) + properties).map_err(|e| e.to_string())?;
        let broker = Broker { port, home, jars, heap, running: None };
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
        self.launch();
        self.until_up();
    }

    /// Starts it and does not wait: one of three comes up only together with another one.
    pub fn launch(&mut self) {
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
    }

    pub fn until_up(&mut self) {
        let asker: BaseConsumer = client(&self.bootstrap()).create().expect("a consumer");
        until("Kafka answers", PATIENCE, || {
            let dead = self.running.as_mut().and_then(|(child, _)| child.try_wait().ok()?);
            if let Some(status) = dead {
                let log = fs::read_to_string(self.home.join("broker.log")).unwrap_or_default();
                panic!("Kafka did not start, {status}:\n{log}");
            }
            asker.fetch_metadata(None, Duration::from_secs(1)).is_ok_and(|m| !m.brokers().is_empty())
        });
    }

    pub fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// Kills it; what it wrote stays.
    pub fn kill(&mut self) {
        if let Some((mut child, _leash)) = self.running.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// Stops it in good order: it hands its partitions over first.
    pub fn stop(&mut self) {
        if let Some((mut child, _leash)) = self.running.take() {
            signal(&child, "TERM");
            if child::wait(&mut child, PATIENCE).is_none() {
                let _ = child.kill();
                let _ = child.wait();
            }
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
        // What lz4 unpacks goes with the folder, also when the broker is killed.
        java.arg(format!("-Djava.io.tmpdir={}", self.home.display()));
        java.arg(self.heap).args(JVM).arg("-cp").arg(self.jars.join("*")).current_dir(&self.home);
        java
    }
}

fn common(home: &Path) -> String {
    format!(
        "process.roles=broker,controller\n\
         controller.listener.names=CONTROLLER\n\
         log.dirs={home}/log\n\
         auto.create.topics.enable=false\n\
         offsets.topic.num.partitions=4\n\
         transaction.state.log.num.partitions=4\n\
         transaction.abort.timed.out.transaction.cleanup.interval.ms=1000\n\
         group.initial.rebalance.delay.ms=0\n\
         log.cleaner.dedupe.buffer.size=10485760\n\
         log.cleaner.backoff.ms=500\n",
        home = home.display()
    )
}

impl Drop for Broker {
    fn drop(&mut self) {
        self.kill();
        let _ = fs::remove_dir_all(&self.home);
    }
}
