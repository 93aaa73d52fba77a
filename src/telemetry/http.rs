//! /metrics, /healthz and /readyz.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::net::TcpListener;

use super::Telemetry;

/// Takes the port; the error says what to change.
pub async fn bind(listen: SocketAddr) -> Result<TcpListener, String> {
    TcpListener::bind(listen).await.map_err(|error| {
        format!("cannot listen on {listen} for metrics and health: {error}; change http.listen, or stop what holds the port")
    })
}

/// Serves until `stop` is done.
pub async fn serve(
    listener: TcpListener,
    telemetry: Arc<Telemetry>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listener, router(telemetry)).with_graceful_shutdown(stop).await
}

fn router(telemetry: Arc<Telemetry>) -> Router {
    Router::new()
        .route("/metrics", get(metrics))
        .route("/healthz", get(healthz))
        .route("/readyz", get(readyz))
        .with_state(telemetry)
}

async fn metrics(State(telemetry): State<Arc<Telemetry>>) -> Response {
    let kind = [(header::CONTENT_TYPE, prometheus::TEXT_FORMAT)];
    (kind, telemetry.metrics.render()).into_response()
}

async fn healthz(State(telemetry): State<Arc<Telemetry>>) -> Response {
    let health = &telemetry.health;
    let silence_secs = health.silence().as_secs_f64();
    json(health.live(), &serde_json::json!({ "live": health.live(), "silence_secs": silence_secs }))
}

async fn readyz(State(telemetry): State<Arc<Telemetry>>) -> Response {
    let readiness = telemetry.health.readiness();
    json(readiness.ready, &readiness)
}

fn json(ok: bool, body: &impl serde::Serialize) -> Response {
    let status = if ok { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let kind = [(header::CONTENT_TYPE, "application/json")];
    match serde_json::to_string(body) {
        Ok(text) => (status, kind, text + "\n").into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}
