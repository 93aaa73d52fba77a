//! What runs beside the stage: /metrics and health over HTTP, and the signals that stop it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Runtime;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::oneshot;

use super::{Exit, Failure};
use crate::kafka::Stop;
use crate::telemetry::{Telemetry, http};

/// The services of one stage. They end when this is dropped: last of all, so that the drain can be watched.
pub struct Service {
    runtime: Option<Runtime>,
    address: Option<SocketAddr>,
    end: Option<oneshot::Sender<()>>,
}

impl Service {
    /// Takes the port, where one is given, and the signals.
    ///
    /// The first SIGTERM or SIGINT requests `stop`; the second ends the process at once, with 143 or 130.
    pub fn start(
        listen: Option<SocketAddr>,
        telemetry: &Arc<Telemetry>,
        stop: &Stop,
    ) -> Result<Self, Failure> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("service")
            .enable_all()
            .build()
            .map_err(|error| environment(format!("the service threads cannot be started: {error}")))?;
        let (end, ended) = oneshot::channel::<()>();
        let (address, signals) = runtime.block_on(async {
            let signals = Signals::new()
                .map_err(|error| environment(format!("signals cannot be received: {error}")))?;
            let Some(listen) = listen else { return Ok((None, signals)) };
            let listener = http::bind(listen).await.map_err(environment)?;
            let address = listener.local_addr().unwrap_or(listen);
            let telemetry = telemetry.clone();
            tokio::spawn(async move {
                let served = http::serve(listener, telemetry, async { drop(ended.await) }).await;
                if let Err(error) = served {
                    tracing::error!(%error, "metrics and health are no longer served");
                }
            });
            Ok::<_, Failure>((Some(address), signals))
        })?;
        runtime.spawn(signals.watch(stop.clone()));
        Ok(Service { runtime: Some(runtime), address, end: Some(end) })
    }

    /// The address that is served, with the real port where 0 was asked for.
    pub fn address(&self) -> Option<SocketAddr> {
        self.address
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        drop(self.end.take());
        if let Some(runtime) = self.runtime.take() {
            // A scrape that is under way may end.
            runtime.shutdown_timeout(Duration::from_millis(200));
        }
    }
}

fn environment(message: String) -> Failure {
    Failure::new(Exit::Environment, message)
}

struct Signals {
    term: Signal,
    int: Signal,
}

impl Signals {
    fn new() -> std::io::Result<Self> {
        Ok(Signals { term: signal(SignalKind::terminate())?, int: signal(SignalKind::interrupt())? })
    }

    async fn watch(mut self, stop: Stop) {
        let (why, _) = self.next().await;
        tracing::info!(why, "stop asked for");
        stop.request();
        let (why, number) = self.next().await;
        tracing::warn!(why, "ended at once by a second signal; what was in work is read again");
        #[allow(clippy::disallowed_methods)] // The one place that may: nothing is left to wait for.
        std::process::exit(128 + number);
    }

    /// The next signal's name and number.
    async fn next(&mut self) -> (&'static str, i32) {
        tokio::select! {
            _ = self.term.recv() => ("SIGTERM", 15),
            _ = self.int.recv() => ("SIGINT", 2),
        }
    }
}
