//! Three brokers, with a proxy before each of them.
//!
//! The stages reach the brokers through the proxies, and so does nothing else: the brokers among each other and
//! the tests themselves go straight. Topics have three replicas, and two must have a record before it counts.

use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use super::broker::Broker;
use super::kafka::{create_topic, create_topic_with, free_port, or_skip};
use super::proxy::Proxy;
use super::stage::Line;

pub struct Trio {
    pub brokers: Vec<Broker>,
    pub proxies: Vec<Proxy>,
}

/// The trio of this test binary, for one test at a time; skipped as [`super::kafka::cluster`] is.
pub fn trio() -> Option<MutexGuard<'static, Trio>> {
    static SHARED: OnceLock<Result<Mutex<Trio>, String>> = OnceLock::new();
    let trio = or_skip(SHARED.get_or_init(|| Trio::start().map(Mutex::new)).as_ref().map_err(String::clone))?;
    // A test that failed leaves brokers and proxies as they were.
    let mut trio = trio.lock().unwrap_or_else(PoisonError::into_inner);
    trio.mend();
    Some(trio)
}

impl Trio {
    fn start() -> Result<Trio, String> {
        let controllers: Vec<u16> = (0..3).map(|_| free_port()).collect();
        let voters: Vec<String> =
            (1..).zip(&controllers).map(|(id, port)| format!("{id}@127.0.0.1:{port}")).collect();
        let (mut brokers, mut proxies) = (Vec::new(), Vec::new());
        for (id, controller) in (1..).zip(&controllers) {
            let (straight, inner) = (free_port(), free_port());
            let proxy = Proxy::before(inner);
            let properties = format!(
                "node.id={id}\n\
                 controller.quorum.voters={voters}\n\
                 listeners=STRAIGHT://127.0.0.1:{straight},PROXIED://127.0.0.1:{inner},CONTROLLER://127.0.0.1:{controller}\n\
                 advertised.listeners=STRAIGHT://127.0.0.1:{straight},PROXIED://127.0.0.1:{proxied}\n\
                 listener.security.protocol.map=STRAIGHT:PLAINTEXT,PROXIED:PLAINTEXT,CONTROLLER:PLAINTEXT\n\
                 inter.broker.listener.name=STRAIGHT\n{REPLICATED}",
                voters = voters.join(","),
                proxied = proxy.port(),
            );
            brokers.push(Broker::prepare(straight, "-Xmx320m", &properties)?);
            proxies.push(proxy);
        }
        let mut trio = Trio { brokers, proxies };
        trio.brokers.iter_mut().for_each(Broker::launch);
        trio.brokers.iter_mut().for_each(Broker::until_up);
        Ok(trio)
    }

    /// Where the tests reach it.
    pub fn straight(&self) -> String {
        let all: Vec<String> = self.brokers.iter().map(Broker::bootstrap).collect();
        all.join(",")
    }

    /// Where the stages reach it.
    pub fn proxied(&self) -> String {
        let all: Vec<String> =
            self.proxies.iter().map(|proxy| format!("127.0.0.1:{}", proxy.port())).collect();
        all.join(",")
    }

    /// New topics of so many partitions, and a group.
    pub fn line(&self, partitions: i32) -> Line {
        self.line_with(partitions, &[])
    }

    /// As [`Trio::line`], the record topic with settings of its own.
    pub fn line_with(&self, partitions: i32, of_records: &[(&str, &str)]) -> Line {
        let mut line = Line::new(&self.straight());
        line.entrance = self.proxied();
        create_topic(&line.bootstrap, &line.raw, partitions);
        create_topic(&line.bootstrap, &line.dead, partitions);
        create_topic_with(&line.bootstrap, &line.records, partitions, of_records);
        line
    }

    /// All brokers up, all proxies without a fault.
    pub fn mend(&mut self) {
        self.proxies.iter().for_each(Proxy::mend);
        for broker in &mut self.brokers {
            if broker.is_running() {
                broker.thaw();
            } else {
                broker.launch();
            }
        }
        self.brokers.iter_mut().for_each(Broker::until_up);
    }
}

/// Faults are noticed in seconds, and leaders go back to where they were: each return of a broker moves them.
const REPLICATED: &str = "default.replication.factor=3\n\
    min.insync.replicas=2\n\
    offsets.topic.replication.factor=3\n\
    transaction.state.log.replication.factor=3\n\
    transaction.state.log.min.isr=2\n\
    broker.heartbeat.interval.ms=500\n\
    broker.session.timeout.ms=4000\n\
    replica.lag.time.max.ms=6000\n\
    leader.imbalance.check.interval.seconds=3\n\
    leader.imbalance.per.broker.percentage=1\n\
    group.consumer.min.session.timeout.ms=1000\n\
    group.consumer.session.timeout.ms=6000\n\
    group.consumer.min.heartbeat.interval.ms=500\n\
    group.consumer.heartbeat.interval.ms=500\n";
