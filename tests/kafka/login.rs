//! A login by token (OAUTHBEARER): the client library asks for the token only where its events are served, so the verbs
//! that talk to the cluster are tried. `replay plan` is not: see docs/configuration.md.

use std::fs;
use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::support::broker::Broker;
use crate::support::copy::{Raw, publish, story};
use crate::support::kafka::{self, free_port};
use crate::support::stage::{Line, Setup, Stage};

/// Tokens that nobody has signed will do.
const TOKENS: &str = "sasl.enabled.mechanisms=OAUTHBEARER\n\
    listener.name.sasl_plaintext.oauthbearer.sasl.jaas.config=\
    org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;\n";

#[test]
fn verbs_log_in_by_token() {
    let door = free_port();
    let Some(mut broker) = kafka::or_skip(Broker::alone_with(Some(door), TOKENS)) else { return };
    broker.start();
    let line = Line { entrance: format!("127.0.0.1:{door}"), ..Line::new(&broker.bootstrap()) };
    line.create_topics();
    let bad = Raw { payload: Some(b"\x01\x02\x03a".repeat(40)), ..story(20) };
    publish(&line.client(), &line.raw, (0..20).map(story).chain([bad]));

    let folder = tempfile::tempdir().expect("a temporary folder");
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let token = format!("{}.{}.", part(r#"{"alg":"none"}"#), part(r#"{"sub":"copydesk","exp":4102444800}"#));
    fs::write(folder.path().join("token"), token).expect("a file");
    let port = free_port();
    let toml = format!(
        "{}[kafka.properties]\n\"security.protocol\" = \"sasl_plaintext\"\n\"sasl.mechanism\" = \"OAUTHBEARER\"\n\
         \"sasl.oauthbearer.config\" = \"token_file={}\"\n",
        Setup::DEFAULT.toml(&line, port),
        folder.path().join("token").display()
    );
    fs::write(folder.path().join("copydesk.toml"), &toml).expect("a file");
    let mut stage = Stage::run(&toml, port);
    stage.until_done(&line);
    stage.stop();
    for verb in [
        &["check", "--connect"][..],
        &["dlq", "ls"],
        &["replay", "compare", "--old", &line.records, "--shadow"],
        &["dlq", "redrive", "--all"],
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        command.args(verb).args(["-c", "copydesk.toml"]).current_dir(folder.path());
        let output = command.output().expect("copydesk starts");
        assert_eq!(output.status.code(), Some(0), "{verb:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
}
