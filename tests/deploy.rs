//! The files of deploy/ name metrics, labels, topics and times that the program has: a dashboard that
//! draws nothing and an alert that never fires look the same as peace.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use copydesk::config::Config;
use copydesk::telemetry::events::{RebalanceKind, TransactionOutcome};
use copydesk::telemetry::metrics::FAMILIES;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every `copydesk_…` of a text that is followed by something a metric's name is followed by.
fn metrics_in(text: &str) -> BTreeSet<&str> {
    text.match_indices("copydesk_")
        .map(|(at, _)| {
            let rest = &text[at..];
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
            &rest[..end]
        })
        .collect()
}

fn known(name: &str) -> bool {
    FAMILIES.iter().any(|family| match family.kind {
        "histogram" => {
            ["_bucket", "_sum", "_count"].iter().any(|end| name == format!("{}{end}", family.name))
        }
        _ => name == family.name,
    })
}

#[test]
fn dashboard_and_alerts_name_metrics_that_exist() {
    for file in ["deploy/grafana/dashboards/copydesk.json", "deploy/prometheus/alerts.yml"] {
        let text = read(file);
        let names = metrics_in(&text);
        assert!(names.len() > 8, "{file} names almost no metric: {names:?}");
        let unknown: Vec<_> = names.into_iter().filter(|name| !known(name)).collect();
        assert!(unknown.is_empty(), "{file} names metrics that the program does not have: {unknown:?}");
    }
}

#[test]
fn label_values_in_alerts_are_ones_that_occur() {
    let alerts = read("deploy/prometheus/alerts.yml");
    let outcomes: Vec<_> = TransactionOutcome::ALL.iter().map(|outcome| outcome.name()).collect();
    let kinds: Vec<_> = RebalanceKind::ALL.iter().map(|kind| kind.name()).collect();
    for (label, values) in [("outcome", outcomes), ("kind", kinds)] {
        let mut found = 0;
        for (at, matcher) in alerts.match_indices(&format!("{{{label}=")) {
            let value = alerts[at + matcher.len()..].split('"').nth(1).unwrap_or_default();
            for one in value.split('|') {
                assert!(values.contains(&one), "no series has {label}={one:?}; there are {values:?}");
                found += 1;
            }
        }
        assert!(found > 0, "no alert looks at {label}");
    }
}

#[test]
fn every_alert_has_its_section_in_the_runbook() {
    let alerts = read("deploy/prometheus/alerts.yml");
    let runbook = read("docs/runbook.md");
    let named = |key: &str| -> Vec<String> {
        alerts.lines().filter_map(|line| line.trim().strip_prefix(key)).map(|v| v.trim().to_owned()).collect()
    };
    let names = named("- alert:");
    assert!(!names.is_empty());
    for name in &names {
        assert!(runbook.contains(&format!("\n## {name}\n")), "docs/runbook.md has no section {name}");
    }
    let links: Vec<_> = names.iter().map(|n| format!("docs/runbook.md#{}", n.to_lowercase())).collect();
    assert_eq!(named("runbook_url:"), links);
    for section in runbook.lines().filter_map(|line| line.strip_prefix("## ")) {
        assert!(
            names.iter().any(|name| name == section),
            "the runbook explains {section}, which no alert has"
        );
    }
}

#[test]
fn the_dashboard_is_one_that_grafana_loads() {
    let dashboard: serde_json::Value =
        serde_json::from_str(&read("deploy/grafana/dashboards/copydesk.json")).expect("JSON");
    let panels = dashboard["panels"].as_array().expect("panels");
    let ids: BTreeSet<_> = panels.iter().map(|panel| panel["id"].as_u64()).collect();
    assert_eq!(ids.len(), panels.len(), "two panels have one id");
    for panel in panels.iter().filter(|panel| panel["type"] != "row") {
        let targets = panel["targets"].as_array().map_or(0, Vec::len);
        assert!(targets > 0, "{} asks nothing", panel["title"]);
    }
}

#[test]
fn a_stop_has_time_to_drain() {
    let drain = Config::default().run.drain_timeout_secs;
    let seconds = |text: &str, key: &str| -> u64 {
        let value = text.lines().find_map(|line| line.trim().strip_prefix(key)).expect(key);
        value.trim().trim_end_matches('s').parse().expect(key)
    };
    let pod = read("deploy/k8s/statefulset.yaml");
    let set = seconds(&read("deploy/k8s/copydesk.toml"), "drain_timeout_secs =");
    assert!(seconds(&pod, "terminationGracePeriodSeconds:") > set);
    assert!(seconds(&read("deploy/compose.yaml"), "stop_grace_period:") > drain);
}

#[test]
fn the_cluster_configuration_has_only_keys_that_exist() {
    let config: Config = toml::from_str(&read("deploy/k8s/copydesk.toml")).expect("a configuration");
    assert_eq!(config.http.listen.port(), 9464, "the port of the manifests");
    assert!(!config.http.listen.ip().is_loopback(), "the probes come from outside the pod");
}
