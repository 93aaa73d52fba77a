//! librdkafka properties: known, allowed, readable.

use std::collections::BTreeMap;

use rdkafka::ClientConfig;
use rdkafka::error::KafkaError;

use super::finding::Finding;
use super::load::Origins;
use super::{Config, Property};

/// Properties whose values are secrets: plain ones draw a warning and are masked when shown. The list is
/// that of librdkafka's CONFIGURATION.md: passwords, private keys, client secrets, tokens.
pub const SENSITIVE: &[&str] = &[
    "sasl.password",
    "ssl.key.password",
    "ssl.key.pem",
    "ssl.keystore.password",
    "sasl.oauthbearer.client.secret",
    "sasl.oauthbearer.assertion.private.key.passphrase",
    "sasl.oauthbearer.assertion.private.key.pem",
];

/// The three tables of properties by the path of their key.
pub fn tables(config: &Config) -> [(&'static str, &BTreeMap<String, Property>); 3] {
    let kafka = &config.kafka;
    [
        ("kafka.properties", &kafka.properties),
        ("kafka.consumer", &kafka.consumer),
        ("kafka.producer", &kafka.producer),
    ]
}

pub(super) fn check(config: &Config, origins: &Origins, findings: &mut Vec<Finding>) {
    for (path, table) in tables(config) {
        for (name, property) in table {
            let key = format!("{path}.{name}");
            let origin = origins.get(&key);
            let mut fault = |message: String| findings.push(Finding::fault(origin.clone(), &key, message));
            if let Some(reserved) = crate::kafka::client::find_reserved(name) {
                fault(format!("cannot be set: {}", reserved.why));
                continue;
            }
            let secret = matches!(property, Property::Secret(_)) || SENSITIVE.contains(&name.as_str());
            match property.value() {
                Err(message) => fault(message),
                Ok(value) => {
                    if let Some(message) = refused(name, &value, secret) {
                        fault(message);
                    } else if let Some(message) = doubtful(name, &value) {
                        findings.push(Finding::warning(origin, key, message));
                    } else if secret && !matches!(property, Property::Secret(_)) {
                        let message = "is a secret in plain text; write { file = \"…\" } or { env = \"…\" }";
                        findings.push(Finding::warning(origin, key, message));
                    }
                }
            }
        }
    }
}

/// librdkafka 2.15.0, in the form of `rd_kafka_version()`.
const MENDED: i32 = 0x020f_00ff;

/// What speaks against a value that librdkafka takes.
fn doubtful(name: &str, value: &str) -> Option<String> {
    let (number, version) = rdkafka::util::get_rdkafka_version();
    // KIP-848: silent stalls up to 2.14, https://github.com/Blizzard/node-rdkafka/issues/1146; the fault suite has seen
    // one with 2.12.1 when the group's coordinator moved in the middle of an assignment.
    (name == "group.protocol" && value == "consumer" && number < MENDED).then(|| {
        format!(
            "is consumer, and librdkafka {version} may then leave partitions unread when the group's coordinator \
             moves; write classic, or link librdkafka 2.15"
        )
    })
}

/// Why librdkafka does not take the property, if so. The value of a secret is not shown.
fn refused(name: &str, value: &str, secret: bool) -> Option<String> {
    let mut config = ClientConfig::new();
    config.set(name, value);
    match config.create_native_config() {
        Ok(_) => None,
        Err(KafkaError::ClientConfig(..)) if secret => {
            Some("has a value that librdkafka does not take; see its CONFIGURATION.md".into())
        }
        Err(KafkaError::ClientConfig(_, reason, ..)) => Some(format!(
            "is refused by librdkafka: {}; see its CONFIGURATION.md",
            reason.trim_end_matches(['.', '\n'])
        )),
        Err(error) => Some(format!("is refused by librdkafka: {error}")),
    }
}
