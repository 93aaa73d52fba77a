//! A wrong configuration, as its author sees it: all faults at once, each with place, key and mend.

use super::{Severity, parse};

fn findings(text: &str, variables: &[(&str, &str)]) -> Vec<String> {
    let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    match parse(Some(("c.toml", text)), variables) {
        Ok(loaded) => loaded.warnings.iter().map(ToString::to_string).collect(),
        Err(findings) => {
            assert!(findings.iter().any(|finding| finding.severity == Severity::Fault));
            findings.iter().map(ToString::to_string).collect()
        }
    }
}

/// Each wanted line is the beginning of a finding; the order counts.
fn check(text: &str, want: &[&str]) {
    let got = findings(text, &[]);
    assert_eq!(got.len(), want.len(), "{text}\n{got:#?}");
    for (got, want) in got.iter().zip(want) {
        assert!(got.starts_with(want), "{got}\ndoes not begin with\n{want}");
    }
}

#[test]
fn all_faults_come_at_once() {
    check(
        "delivery = \"twice\"\ncolour = 1\n\
         [kafka]\nbootstrap_servers = \"\"\nsource_topics = []\nrecord_topic = \"wire raw\"\ngruop_id = \"x\"\n\
         [http]\nlisten = \"9464\"\n\
         [run]\nworkers = -1\ncommit_interval_ms = \"200\"\n\
         [log]\nlevel = \"copydesk=loud\"\n",
        &[
            "c.toml:1: delivery: is \"twice\"; write one of \"exactly_once\", \"at_least_once\"",
            "c.toml:2: colour: is no key",
            "c.toml:4: kafka.bootstrap_servers: is empty; name at least one broker",
            "c.toml:5: kafka.source_topics: is empty; name at least one topic",
            "c.toml:6: kafka.record_topic: has \"wire raw\", which is no topic name",
            "c.toml:7: kafka.gruop_id: is no key; did you mean kafka.group_id?",
            "c.toml:9: http.listen: is \"9464\": invalid socket address syntax",
            "c.toml:11: run.workers: is -1; write a whole number of 0 or more",
            "c.toml:12: run.commit_interval_ms: is \"200\"; write a whole number",
            "c.toml:14: log.level: `copydesk=loud` is no log filter",
        ],
    );
}

#[test]
fn topics_must_not_run_in_a_circle() {
    for (text, want) in [
        (
            "source_topics = [\"a\"]\nrecord_topic = \"a\"",
            "c.toml:3: kafka.record_topic: is a, which is also a",
        ),
        (
            "source_topics = [\"a\"]\ndead_letter_topic = \"a\"",
            "c.toml:3: kafka.dead_letter_topic: is a, which is also a source",
        ),
        ("record_topic = \"x\"\ndead_letter_topic = \"x\"", "c.toml:3: kafka.dead_letter_topic: is x, which"),
        ("source_topics = [\"a\", \"a.dlq\"]", "default: kafka.dead_letter_topic: is a.dlq, which is also"),
        ("source_topics = [\"a\", \"a\"]", "c.toml:2: kafka.source_topics: names a twice"),
    ] {
        check(&format!("[kafka]\n{text}\n"), &[want]);
    }
}

#[test]
fn numbers_have_ranges() {
    check(
        "[run]\ncommit_interval_ms = 0\ndrain_timeout_secs = 0\nbuffer_bytes = 1\n[limits]\nmax_mentions = 0\nmax_items = 0\nmax_depth = 500\n",
        &[
            "c.toml:2: run.commit_interval_ms: is 0; write 5 to 10000 milliseconds",
            "c.toml:3: run.drain_timeout_secs: is 0; write 1 to 3600 seconds",
            "c.toml:4: run.buffer_bytes: is 1; write",
            "c.toml:6: limits.max_mentions: is 0",
            "c.toml:7: limits.max_items: is 0; write 1 to 1000000 items",
            "c.toml:8: limits.max_depth: is 500; write 1 to 120 levels",
            "c.toml:4: warning: run.buffer_bytes: is 1, less than limits.max_dispatch_bytes",
        ],
    );
}

#[test]
fn the_desk_knows_its_names() {
    check(
        "[desk]\nformats = [\"txet\"]\nentities = [\"person\", \"people\"]\n[desk.filters]\nlanguages = [\"English\"]\n",
        &[
            "c.toml:2: desk.formats: names \"txet\", which is no format",
            "c.toml:3: desk.entities: names \"people\"; write some of person, organisation, place, event, demonym",
            "c.toml:5: desk.filters.languages: names \"English\"; write primary subtags",
        ],
    );
}

#[test]
fn properties_are_known_allowed_and_readable() {
    check(
        "[kafka.properties]\n\"securty.protocol\" = \"ssl\"\n\"security.protocol\" = \"tls\"\n\
         \"enable.auto.commit\" = true\n\"sasl.password\" = { file = \"/nowhere/password\" }\n\
         \"ssl.key.password\" = \"hunter2\"\n\"linger.ms\" = \"hunter2\"\n",
        &[
            "c.toml:2: kafka.properties.securty.protocol: is refused by librdkafka: No such configuration",
            "c.toml:3: kafka.properties.security.protocol: is refused by librdkafka: Invalid value \"tls\"",
            "c.toml:4: kafka.properties.enable.auto.commit: cannot be set: ",
            "c.toml:5: kafka.properties.sasl.password: the file /nowhere/password cannot be read",
            "c.toml:7: kafka.properties.linger.ms: is refused by librdkafka: ",
            "c.toml:6: warning: kafka.properties.ssl.key.password: is a secret in plain text",
        ],
    );
}

#[test]
fn references_in_texts_are_faults_and_show_no_more_than_their_name() {
    let got = findings(
        "[kafka]\ngroup_id = \"${GROUP}\"\n[kafka.properties]\n\"sasl.password\" = \"hunter2${REST}\"\n",
        &[],
    );
    assert_eq!(
        got,
        [
            "c.toml:2: kafka.group_id: holds ${GROUP}, and nothing is put in its place; set the environment variable COPYDESK_KAFKA_GROUP_ID instead",
            "c.toml:4: kafka.properties.sasl.password: holds ${REST}, and nothing is put in its place; write { env = \"NAME\" } instead",
        ]
    );
}

#[test]
fn the_environment_goes_over_the_file_and_is_named_in_faults() {
    let got = findings(
        "[kafka]\nrecord_topic = \"good\"\n",
        &[("COPYDESK_KAFKA_RECORD_TOPIC", "b d"), ("COPYDESK_KAFKA_RECORD_TOPIK", "x")],
    );
    assert_eq!(got.len(), 2, "{got:#?}");
    assert!(got[0].starts_with("COPYDESK_KAFKA_RECORD_TOPIC: kafka.record_topic: has \"b d\""), "{}", got[0]);
    assert!(got[1].starts_with("COPYDESK_KAFKA_RECORD_TOPIK: warning: has no effect"), "{}", got[1]);
}

#[test]
fn times_have_an_order() {
    check(
        "[run]\ncommit_interval_ms = 4500\ndrain_timeout_secs = 7\n[kafka.consumer]\n\"session.timeout.ms\" = 6000\n",
        &[
            "c.toml:2: run.commit_interval_ms: is 4500, and transaction.timeout.ms is 4500",
            "c.toml:3: warning: run.drain_timeout_secs: is 7, longer than session.timeout.ms = 6000",
        ],
    );
}

#[test]
fn doubtful_settings_are_warnings() {
    check(
        "[kafka]\nauto_offset_reset = \"latest\"\n[limits]\nmax_record_bytes = 2048\n",
        &["c.toml:2: warning: kafka.auto_offset_reset", "c.toml:4: warning: limits.max_record_bytes"],
    );
    check(
        "[kafka.consumer]\n\"group.protocol\" = \"consumer\"\n",
        &["c.toml:2: warning: kafka.consumer.group.protocol: is consumer, and librdkafka "],
    );
    check("[kafka.consumer]\n\"group.protocol\" = \"classic\"\n", &[]);
}
