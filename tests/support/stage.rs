//! The stage under test: the real program, run as a child process on a configuration of its own.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;

use copydesk::authority::Authority;
use copydesk::desk::{Desk, Settings};
use copydesk::wire::Limits;

use super::child::{self, Leash, until};
use super::kafka::{Cluster, client, create_topic, free_port, unique};
use super::read::Watch;
use super::sabotaged::sabotaged;

/// Guards against hanging only: no test asserts a time.
pub const HANG: Duration = Duration::from_secs(120);

/// Topics and a group that no other test uses.
#[derive(Clone)]
pub struct Line {
    /// Where the tests reach the cluster.
    pub bootstrap: String,
    /// Where the stages do; a proxy may stand there.
    pub entrance: String,
    pub raw: String,
    pub records: String,
    pub dead: String,
    pub group: String,
}

impl Line {
    /// Names alone; see [`Line::create_topics`].
    pub fn new(bootstrap: &str) -> Line {
        let name = unique("raw");
        let stem = name.trim_end_matches(".raw");
        Line {
            bootstrap: bootstrap.into(),
            entrance: bootstrap.into(),
            raw: name.clone(),
            records: format!("{stem}.enriched"),
            dead: format!("{name}.dlq"),
            group: format!("{stem}.group"),
        }
    }

    /// Four partitions a topic.
    pub fn open(cluster: &Cluster) -> Line {
        let line = Line::new(&cluster.bootstrap);
        line.create_topics();
        line
    }

    /// The line of another stage that reads the same topic, with topics and a group of its own.
    pub fn twin(&self) -> Line {
        let other = Line { raw: self.raw.clone(), ..Line::new(&self.bootstrap) };
        for topic in [&other.records, &other.dead] {
            create_topic(&self.bootstrap, topic, 4);
        }
        other
    }

    pub fn create_topics(&self) {
        for topic in [&self.raw, &self.records, &self.dead] {
            create_topic(&self.bootstrap, topic, 4);
        }
    }

    pub fn client(&self) -> rdkafka::ClientConfig {
        client(&self.bootstrap)
    }

    pub fn watch(&self) -> Watch {
        Watch::new(&self.client(), &self.group)
    }
}

/// How a group shares its partitions out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// The default: members keep what they have.
    Sticky,
    /// Everything is given back at each rebalance.
    Range,
    /// KIP-848: the broker decides.
    Consumer,
}

/// How a stage is run.
#[derive(Clone)]
pub struct Setup {
    pub delivery: &'static str,
    pub instance: &'static str,
    pub protocol: Protocol,
    /// A member for good: it comes back under its name without a rebalance.
    pub is_static: bool,
    /// What the sabotaged build is to do wrong; `None` runs the program itself.
    pub sabotage: Option<&'static str>,
    pub transaction_timeout_ms: u64,
    pub max_poll_interval_ms: u64,
    pub buffer_bytes: usize,
    pub commit_interval_ms: u64,
    pub drain_timeout_secs: u64,
    pub max_dispatch_bytes: usize,
    pub max_record_bytes: usize,
    pub breaker_window: usize,
}

/// The group must notice a killed member soon.
const SHORT_SESSION: &str = "\"session.timeout.ms\" = 6000\n\"heartbeat.interval.ms\" = 500\n";

/// A second between commits: time enough to see a transaction open, or to leave work uncommitted.
pub const SLOW: Setup = Setup { commit_interval_ms: 1_000, ..Setup::DEFAULT };

impl Setup {
    pub const DEFAULT: Setup = Setup {
        delivery: "exactly_once",
        instance: "0",
        protocol: Protocol::Sticky,
        is_static: false,
        sabotage: None,
        transaction_timeout_ms: 5_000,
        max_poll_interval_ms: 60_000,
        buffer_bytes: 64 << 20,
        commit_interval_ms: 100,
        drain_timeout_secs: 5,
        max_dispatch_bytes: 64 << 10,
        max_record_bytes: 4 << 20,
        breaker_window: 1_000,
    };

    /// The configuration file.
    pub fn toml(&self, line: &Line, port: u16) -> String {
        let Line { entrance, raw, records, dead, group, .. } = line;
        let Setup { delivery, instance, commit_interval_ms, drain_timeout_secs, .. } = self;
        let Setup { max_dispatch_bytes, max_record_bytes, breaker_window, transaction_timeout_ms, .. } = self;
        let Setup { max_poll_interval_ms, buffer_bytes, .. } = self;
        let mut membership = match self.protocol {
            Protocol::Sticky => SHORT_SESSION.to_owned(),
            Protocol::Range => format!("{SHORT_SESSION}\"partition.assignment.strategy\" = \"range\"\n"),
            Protocol::Consumer => "\"group.protocol\" = \"consumer\"\n".to_owned(),
        };
        if self.is_static {
            membership += &format!("\"group.instance.id\" = \"{instance}\"\n");
        }
        format!(
            r#"delivery = "{delivery}"
[kafka]
bootstrap_servers = "{entrance}"
group_id = "{group}"
instance = "{instance}"
source_topics = ["{raw}"]
record_topic = "{records}"
dead_letter_topic = "{dead}"
[kafka.consumer]
"max.poll.interval.ms" = {max_poll_interval_ms}
{membership}[kafka.producer]
"transaction.timeout.ms" = {transaction_timeout_ms}
[http]
listen = "127.0.0.1:{port}"
[limits]
max_dispatch_bytes = {max_dispatch_bytes}
max_record_bytes = {max_record_bytes}
[run]
commit_interval_ms = {commit_interval_ms}
drain_timeout_secs = {drain_timeout_secs}
breaker_window = {breaker_window}
buffer_bytes = {buffer_bytes}
[log]
format = "json"
"#
        )
    }

    /// The desk that a stage of this configuration must have, made without it.
    pub fn desk(&self) -> Desk {
        let limits = Limits { max_dispatch_bytes: self.max_dispatch_bytes, ..Limits::default() };
        let authority = Authority::builtin().expect("the authority that is built in has no fault");
        Desk::new(Arc::new(authority), Settings { limits, ..Settings::default() })
    }

    /// Starts a stage and does not wait for it.
    pub fn start(&self, line: &Line) -> Stage {
        let port = free_port();
        let toml = self.toml(line, port);
        match self.sabotage {
            None => Stage::run(&toml, port),
            Some(sabotage) => {
                let mut program = Command::new(sabotaged());
                Stage::spawn(program.env("COPYDESK_TEST_SABOTAGE", sabotage).arg("run"), &toml, port)
            }
        }
    }
}

/// A running stage. Killed when dropped; a test that fails shows the end of its log.
pub struct Stage {
    pub child: Child,
    /// Longest wait of [`Stage::until`].
    pub patience: Duration,
    port: u16,
    log: PathBuf,
    _leash: Leash,
    _folder: tempfile::TempDir,
}

impl Stage {
    /// Runs `copydesk run` on a configuration, whose HTTP port is `port`.
    pub fn run(toml: &str, port: u16) -> Stage {
        Stage::spawn(Command::new(env!("CARGO_BIN_EXE_copydesk")).arg("run"), toml, port)
    }

    /// Starts a verb of the program on a configuration.
    pub fn spawn(program: &mut Command, toml: &str, port: u16) -> Stage {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let config = folder.path().join("copydesk.toml");
        fs::write(&config, toml).expect("a file can be written");
        let log = folder.path().join("stage.log");
        let log_file = fs::File::create(&log).expect("a file can be written");
        let child = program
            .arg("-c")
            .arg(&config)
            .stdin(Stdio::null())
            .stdout(log_file.try_clone().expect("a second handle"))
            .stderr(log_file)
            .spawn()
            .expect("copydesk starts");
        let leash = Leash::on(&child, Some(folder.path()));
        Stage { child, patience: HANG, port, log, _leash: leash, _folder: folder }
    }

    /// Waits until `done`; a stage that ends meanwhile is a failure.
    pub fn until(&mut self, what: &str, mut done: impl FnMut(&Stage) -> bool) {
        until(what, self.patience, || {
            if let Ok(Some(status)) = self.child.try_wait() {
                panic!("the stage ended, {status}, before: {what}");
            }
            done(self)
        });
    }

    /// Waits until /readyz says 200.
    pub fn until_ready(&mut self) {
        self.until("the stage is ready", |stage| stage.get("/readyz").is_some_and(|(code, _)| code == 200));
    }

    /// Waits until its group has committed all of the source topic.
    pub fn until_done(&mut self, line: &Line) {
        let watch = line.watch();
        self.until("all of the source topic is committed", |_| watch.is_done(&line.raw));
    }

    /// Status and body of a page; `None` while nobody listens.
    pub fn get(&self, path: &str) -> Option<(u16, String)> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        let (head, body) = answer.split_once("\r\n\r\n")?;
        Some((head.split(' ').nth(1)?.parse().ok()?, body.to_owned()))
    }

    /// The sum of a metric family over all its labels; 0 while there is none.
    pub fn metric(&self, family: &str) -> f64 {
        self.samples(|name, _| name == family)
    }

    /// The sum of the samples of a family with this label: `reason="tombstone"`.
    pub fn metric_of(&self, family: &str, label: &str) -> f64 {
        self.samples(|name, labels| name == family && labels.contains(label))
    }

    fn samples(&self, wanted: impl Fn(&str, &str) -> bool) -> f64 {
        let (_, text) = self.get("/metrics").unwrap_or_default();
        let sample = |line: &str| {
            let (series, value) = line.rsplit_once(' ')?;
            let (name, labels) = series.split_once('{').unwrap_or((series, ""));
            wanted(name, labels).then(|| value.parse::<f64>().ok())?
        };
        text.lines().filter_map(sample).fold(0.0, |sum, value| sum + value)
    }

    /// How many series a family has.
    pub fn series(&self, family: &str) -> usize {
        let (_, text) = self.get("/metrics").unwrap_or_default();
        text.lines().filter(|line| line.split(['{', ' ']).next() == Some(family)).count()
    }

    pub fn signal(&self, name: &str) {
        child::signal(&self.child, name);
    }

    /// SIGKILL: no drain, no goodbye to the group.
    pub fn kill(mut self) {
        self.child.kill().expect("it can be killed");
        self.child.wait().expect("it can be waited for");
    }

    /// Waits for its end.
    pub fn ended(&mut self) -> ExitStatus {
        child::wait(&mut self.child, HANG).unwrap_or_else(|| panic!("the stage does not end"))
    }

    /// SIGTERM, and it must drain and exit 0.
    pub fn stop(mut self) {
        self.signal("TERM");
        let status = self.ended();
        assert_eq!(status.code(), Some(0), "after SIGTERM the stage ended with {status}");
    }

    pub fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            let log = self.log();
            let tail: Vec<&str> = log.lines().rev().take(40).collect();
            eprintln!("--- the end of the stage's log, last line first ---\n{}", tail.join("\n"));
        }
    }
}
