//! The command line as its user meets it: output, exit codes, sentences.
#![cfg(unix)]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

fn copydesk(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
    command.args(arguments).stdin(Stdio::null()).current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

fn output(arguments: &[&str]) -> Output {
    copydesk(arguments).output().expect("copydesk starts")
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("it ends by itself")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("output is UTF-8")
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A configuration file with this text, in a folder that goes away with the first value.
fn file(text: &str) -> (tempfile::TempDir, String) {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let path = dir.path().join("copydesk.toml");
    fs::write(&path, text).expect("a temporary file");
    let name = path.display().to_string();
    (dir, name)
}

#[test]
fn wrong_usage_ends_with_2_and_help_with_0() {
    for arguments in [&[][..], &["enrihc"], &["list", "planets"], &["check", "--colour"], &["man", "dance"]] {
        let got = output(arguments);
        assert_eq!(code(&got), 2, "{arguments:?}");
        assert_ne!(stderr(&got), "", "{arguments:?} says why");
    }
    let help = stdout(&output(&["--help"]));
    for taught in ["Exit codes:", "Environment:", "Start here:"] {
        assert!(help.contains(taught), "--help does not teach {taught}");
    }
    for verb in [
        "demo",
        "run",
        "enrich",
        "explain",
        "check",
        "config",
        "replay",
        "dlq",
        "list",
        "schema",
        "completions",
        "man",
    ] {
        let got = output(&[verb, "--help"]);
        assert_eq!(code(&got), 0, "{verb}");
        assert!(help.contains(verb), "--help does not name {verb}");
    }
}

/// A bound that would take nothing, or be passed over and take all, is refused before any broker is asked.
#[test]
fn bounds_that_mean_nothing_are_refused() {
    let (_dir, config) = file("[kafka]\nbootstrap_servers = \"127.0.0.1:1\"\n");
    let compare = ["replay", "compare", "--old", "a", "--new", "b"];
    for (verb, bound, mend) in [
        (&["dlq", "redrive"][..], ["--until", "earliest"], "leave it out"),
        (&["dlq", "ls"], ["--since", "offset:3"], "a duration back"),
        (&compare, ["--from", "now"], "a duration back"),
        (&compare, ["--to", "earliest"], "a duration back"),
    ] {
        let got = output(&[verb, &bound, &["-c", &config]].concat());
        assert_eq!(code(&got), 2, "{verb:?} {bound:?}");
        assert!(stderr(&got).contains(mend), "{verb:?} {bound:?}: {}", stderr(&got));
    }
}

#[test]
fn an_agency_in_a_credit_is_no_entity() {
    let (_dir, name) =
        file("CAIRO (MENA) - A port opened.\nLONDON (Dow Jones)--A mill closed.\n(CNN) — A mill closed.\n");
    let got = output(&["enrich", "--framing", "lines", &name]);
    let names = |line: &str| -> Vec<String> {
        let record: serde_json::Value = serde_json::from_str(line).expect("a record");
        let entities = record["copydesk"]["entities"].as_array().cloned().unwrap_or_default();
        entities.iter().map(|entity| entity["name"].as_str().unwrap().to_owned()).collect()
    };
    let found: Vec<_> = stdout(&got).lines().map(names).collect();
    assert_eq!(found, [vec!["Cairo".to_owned()], vec!["London".to_owned()], vec![]]);
}

#[test]
fn explain_says_why() {
    let (_dir, name) = file("BIRMINGHAM, Ala., Jan 2 (AP) — A mill closed on Monday.\n");
    let explain = |arguments: &[&str]| {
        let got = output(&[&["explain", "--sent", "2024-01-05T12:00:00Z"][..], arguments, &[&name]].concat());
        assert_eq!(code(&got), 0, "{}", stderr(&got));
        stdout(&got)
    };
    let text = explain(&[]);
    for said in
        ["named-part", "× Birmingham, England", "2024-01-02 year-nearest", "AP (The Associated Press)"]
    {
        assert!(text.contains(said), "{said} is missing in\n{text}");
    }
    let json: serde_json::Value = serde_json::from_str(&explain(&["--json"])).expect("one line of JSON");
    let fields: Vec<_> =
        json["questions"].as_array().unwrap().iter().map(|q| q["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["dateline", "place", "date", "agency"]);
    assert_eq!(json["record"]["located"], "Birmingham, Alabama, United States");
    let (_dir, two) = file("LONDON/PARIS (Reuters) - Two mills closed on Monday.\n");
    let json: serde_json::Value =
        serde_json::from_str(&stdout(&output(&["explain", "--json", &two]))).unwrap();
    let weighed: Vec<_> = json["questions"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|question| question["field"] == "place")
        .map(|question| {
            let all = question["candidates"].as_array().unwrap();
            (question["answer"]["value"].as_str().unwrap().to_owned(), all.len() > 1)
        })
        .collect();
    assert_eq!(weighed.len(), 2);
    assert!(weighed.iter().all(|(_, several)| *several), "each place has its own candidates: {weighed:?}");
    let page = explain(&["--html"]);
    assert!(page.starts_with("<!doctype html>") && page.trim_end().ends_with("</html>"));
    assert!(page.contains("<svg class=map"));
    let missing = output(&["explain", "no-such-file.txt"]);
    assert_eq!(code(&missing), 3);
    assert!(stderr(&missing).contains("no-such-file.txt cannot be read"));
}

#[test]
fn the_default_configuration_has_no_fault() {
    let got = output(&["check", "-c", "config/copydesk.toml", "--deny-warnings"]);
    assert_eq!((stdout(&got).as_str(), code(&got)), ("config/copydesk.toml: no fault\n", 0));
    assert_eq!(stdout(&output(&["config", "default"])), include_str!("../config/copydesk.toml"));
}

#[test]
fn check_shows_every_fault_and_ends_with_2() {
    let (_dir, name) = file(
        "[kafka]\nsource_topics = []\nrecord_topik = \"x\"\n[desk.filters]\nagencies = [\"XYZW\"]\n[run]\nworkers = \"two\"\n",
    );
    let got = output(&["check", "-c", &name]);
    assert_eq!(code(&got), 2);
    let lines: Vec<_> = stdout(&got).lines().map(|line| line.replace(&name, "c")).collect();
    assert_eq!(lines.len(), 3, "{lines:#?}");
    for (line, want) in lines.iter().zip([
        "c:2: kafka.source_topics: is empty",
        "c:3: kafka.record_topik: is no key; did you mean kafka.record_topic?",
        "c:7: run.workers: is \"two\"",
    ]) {
        assert!(line.starts_with(want), "{line}");
    }
    let got = output(&["run", "-c", &name]);
    assert_eq!(code(&got), 2, "run refuses what check refuses");
    assert!(stderr(&got).contains("kafka.source_topics: is empty"), "{}", stderr(&got));
}

#[test]
fn check_knows_agencies_certificates_and_warnings() {
    for (text, denied, want, exit) in [
        ("[desk.filters]\nagencies = [\"NOSUCH\"]\n", false, "names \"NOSUCH\", which is no agency", 2),
        (
            "[kafka.properties]\n\"security.protocol\" = \"ssl\"\n\"ssl.ca.location\" = \"/nowhere/ca.pem\"\n",
            false,
            "the properties do not go together: ",
            2,
        ),
        ("[kafka]\nauto_offset_reset = \"latest\"\n", false, "warning: kafka.auto_offset_reset", 0),
        ("[kafka]\nauto_offset_reset = \"latest\"\n", true, "warning: kafka.auto_offset_reset", 2),
        ("[authority]\ndir = \"/nowhere\"\n", false, "authority.dir /nowhere cannot be read", 2),
    ] {
        let (_dir, name) = file(text);
        let mut arguments = vec!["check", "-c", &name];
        arguments.extend(denied.then_some("--deny-warnings"));
        let got = output(&arguments);
        assert!(stdout(&got).contains(want), "{text}\n{}", stdout(&got));
        assert_eq!(code(&got), exit, "{text}");
    }
}

#[test]
fn what_is_not_there_ends_with_3() {
    let got = output(&["check", "-c", "/nowhere/copydesk.toml"]);
    assert_eq!(code(&got), 3);
    assert!(stderr(&got).contains("/nowhere/copydesk.toml cannot be read"), "{}", stderr(&got));

    let (_dir, name) = file("[kafka]\nbootstrap_servers = \"127.0.0.1:1\"\n");
    let got = output(&["check", "-c", &name, "--connect", "--timeout", "1"]);
    assert_eq!(code(&got), 3);
    assert!(stderr(&got).contains("no answer from 127.0.0.1:1 within 1 s"), "{}", stderr(&got));
}

#[test]
fn secrets_are_never_shown() {
    const CANARY: &str = "canary-4711";
    let (dir, name) = file(&format!(
        "[kafka.properties]\n\"sasl.password\" = \"{CANARY}\"\n\"ssl.key.password\" = {{ env = \"DESK_KEY\" }}\n"
    ));
    let secret = dir.path().join("secret");
    fs::write(&secret, CANARY).expect("a temporary file");
    for arguments in [["config", "show", "-c", &name], ["check", "--deny-warnings", "-c", &name]] {
        let got = copydesk(&arguments).env("DESK_KEY", CANARY).output().expect("copydesk starts");
        let all = stdout(&got) + &stderr(&got);
        assert!(!all.contains(CANARY), "{all}");
        assert!(all.contains("sasl.password"), "{all}");
    }
}

#[test]
fn the_environment_goes_over_the_file() {
    let (_dir, name) = file("[kafka]\ngroup_id = \"of-the-file\"\n");
    let got = copydesk(&["config", "show", "-c", &name])
        .env("COPYDESK_KAFKA_GROUP_ID", "of-the-environment")
        .output()
        .expect("copydesk starts");
    let want = "group_id = \"of-the-environment\"  # COPYDESK_KAFKA_GROUP_ID";
    assert!(stdout(&got).contains(want), "{}", stdout(&got));
}

#[test]
fn agencies_of_the_configuration_are_listed() {
    let (dir, name) = file("");
    let own = dir.path().join("own");
    fs::create_dir_all(own.join("agencies")).expect("a temporary folder");
    let agency = "code = \"LAKEWIRE\"\nname = \"Lakeside Wire\"\nkind = \"agency\"\n";
    fs::write(own.join("agencies/lakewire.toml"), agency).expect("a temporary file");
    fs::write(&name, format!("[authority]\ndir = {own:?}\n")).expect("a temporary file");
    assert!(stdout(&output(&["list", "agencies", "-c", &name])).contains("Lakeside Wire"));
    assert!(!stdout(&output(&["list", "agencies"])).contains("Lakeside Wire"));
}

#[test]
fn lists_and_schemas_are_json() {
    for (what, key, entry) in [
        ("formats", "name", "text"),
        ("agencies", "code", "AFP"),
        ("metrics", "name", "copydesk_lag_seconds"),
        ("codes", "code", "wire.empty"),
    ] {
        let rows: Value = serde_json::from_str(&stdout(&output(&["list", what, "--json"]))).expect("JSON");
        let rows = rows.as_array().expect("an array");
        assert!(rows.iter().any(|row| row[key] == entry), "{what} has no {entry}");
        assert!(stdout(&output(&["list", what])).contains(entry), "{what} has no {entry}");
    }
    for what in ["record", "config"] {
        let schema: Value = serde_json::from_str(&stdout(&output(&["schema", what]))).expect("JSON");
        assert!(schema["properties"].is_object(), "{what}");
    }
    assert!(stdout(&output(&["completions", "bash"])).contains("_copydesk()"));
    assert!(stdout(&output(&["man", "run"])).contains("SIGTERM"));
}

/// `copydesk list codes | head -0`
#[test]
fn a_reader_that_leaves_is_no_fault() {
    for arguments in [["list", "codes"], ["config", "default"], ["completions", "zsh"]] {
        let mut child = copydesk(&arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("copydesk starts");
        drop(child.stdout.take());
        let got = child.wait_with_output().expect("it ends");
        assert_eq!((code(&got), stderr(&got).as_str()), (0, ""), "{arguments:?}");
    }
}

#[test]
fn a_port_in_use_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = taken.local_addr().expect("bound").to_string();
    let got = copydesk(&["run"]).env("COPYDESK_HTTP_LISTEN", &address).output().expect("copydesk starts");
    assert_eq!(code(&got), 3);
    let told = stderr(&got);
    assert!(told.contains(&address) && told.contains("change http.listen"), "{told}");
}

/// Ends the stage when a test fails before it does.
struct Stage(Child);

impl Drop for Stage {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn get(address: &str, path: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).expect("metrics and health are served");
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
    (head[9..12].parse().expect("a status"), body.to_owned())
}

/// Without a broker the stage lives, is not ready, says why, and stops in good order.
#[test]
fn a_stage_without_broker_waits_and_says_so() {
    let child = copydesk(&["run"])
        .env("COPYDESK_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1")
        .env("COPYDESK_HTTP_LISTEN", "127.0.0.1:0")
        .env("COPYDESK_LOG_FORMAT", "json")
        .env("COPYDESK_LOG_LEVEL", "info,librdkafka=off")
        .stderr(Stdio::piped())
        .spawn()
        .expect("copydesk starts");
    let mut stage = Stage(child);
    let mut log = BufReader::new(stage.0.stderr.take().expect("piped")).lines();
    let first = log.next().expect("a line").expect("UTF-8");
    let first: Value = serde_json::from_str(&first).expect("the log is JSON");
    assert_eq!(first["message"], "copydesk starts");
    assert_eq!(first["delivery"], "exactly_once");
    let metrics = first["metrics"].as_str().expect("the address of the metrics");
    let address = metrics.trim_start_matches("http://").trim_end_matches("/metrics");

    assert_eq!(get(address, "/healthz").0, 200, "liveness does not depend on Kafka");
    let (status, body) = get(address, "/readyz");
    assert_eq!(status, 503);
    let readiness: Value = serde_json::from_str(&body).expect("JSON");
    assert_eq!(readiness["ready"], false);
    assert!(
        readiness["conditions"].as_array().is_some_and(|all| all.iter().any(|c| c["reason"].is_string()))
    );
    let (status, body) = get(address, "/metrics");
    assert_eq!(status, 200);
    for series in [
        "copydesk_build_info{",
        "copydesk_dispatches_dead_lettered_total{code=\"wire.empty\",stage=\"wire\"} 0",
        "copydesk_transactions_total{outcome=\"committed\"} 0",
        "copydesk_assigned_partitions 0",
    ] {
        assert!(body.contains(series), "no {series}");
    }
    assert_eq!(get(address, "/nothing").0, 404);

    let id = stage.0.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().expect("kill").success());
    let rest: Vec<String> = log.map_while(Result::ok).collect();
    assert_eq!(stage.0.wait().expect("it ends").code(), Some(0), "{rest:#?}");
}
