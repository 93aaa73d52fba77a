//! A replay under test: `copydesk replay plan` and `run` as child processes.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;

use super::audit::{Audit, Copies, Counts};
use super::kafka::{create_topic, free_port, unique};
use super::read::Watch;
use super::stage::{Line, Setup, Stage};

/// A plan and what it writes to.
pub struct Replay {
    /// The source of the live line, with the replay's own topics and group.
    pub line: Line,
    pub id: String,
    /// By partition: first offset, and the one to end before.
    pub ranges: BTreeMap<i32, (i64, i64)>,
    pub file: PathBuf,
    /// The configuration that it is run with.
    pub toml: String,
    watch: Watch,
    _folder: tempfile::TempDir,
}

/// Where a replay of this line may go: a topic and its dead-letter topic, created.
pub fn target(line: &Line) -> String {
    let into = unique("again");
    create_topic(&line.bootstrap, &into, 4);
    create_topic(&line.bootstrap, &format!("{into}.dlq"), 4);
    into
}

/// `copydesk replay plan` on the configuration of a live line. `into` and more come with the arguments.
pub fn plan(line: &Line, setup: &Setup, folder: &tempfile::TempDir, arguments: &[&str]) -> Output {
    let config = folder.path().join("live.toml");
    fs::write(&config, setup.toml(line, free_port())).expect("a file can be written");
    Command::new(env!("CARGO_BIN_EXE_copydesk"))
        .args(["replay", "plan", "-c"])
        .arg(&config)
        .args(arguments)
        .current_dir(folder.path())
        .output()
        .expect("copydesk starts")
}

impl Replay {
    /// Plans a replay into new topics; it must be possible.
    pub fn plan(line: &Line, setup: &Setup, arguments: &[&str]) -> Replay {
        let into = target(line);
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut all = vec!["--into", &into, "--out", "plan.json", "--json"];
        all.extend(arguments);
        let output = plan(line, setup, &folder, &all);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let plan: Value = serde_json::from_slice(&output.stdout).expect("a plan is JSON");
        let number = |range: &Value, name: &str| range[name].as_i64().expect("a number");
        let ranges = plan["ranges"].as_array().expect("ranges").iter();
        let ranges =
            ranges.map(|r| (number(r, "partition") as i32, (number(r, "from"), number(r, "to")))).collect();
        let text = |name: &str| plan[name].as_str().expect("a text").to_owned();
        let own =
            Line { dead: format!("{into}.dlq"), records: into, group: text("group_id"), ..line.clone() };
        let file = folder.path().join("plan.json");
        let toml = setup.toml(line, free_port());
        let watch = own.watch();
        Replay { line: own, id: text("id"), ranges, file, toml, watch, _folder: folder }
    }

    /// Starts an instance and does not wait for it.
    pub fn start(&self, instance: &str, arguments: &[&str]) -> Stage {
        let port = free_port();
        let mut program = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        program.args(["replay", "run"]).arg(&self.file).args(["--instance", instance]);
        program.args(["--listen", &format!("127.0.0.1:{port}")]).args(arguments);
        Stage::spawn(&mut program, &self.toml, port)
    }

    /// Runs it to its end, which must be a good one.
    pub fn run(&self, arguments: &[&str]) {
        finish(self.start("a", arguments));
    }

    /// Offsets that its group has committed; `None` while a transaction is open.
    pub fn progress(&self) -> Option<i64> {
        let begun: i64 = self.ranges.values().map(|(from, _)| from).sum();
        self.watch.progress(&self.line.raw).map(|committed| (committed - begun).max(0))
    }
}

/// Waits for the end of an instance: the plan is done.
pub fn finish(mut instance: Stage) {
    let status = instance.ended();
    assert_eq!(status.code(), Some(0), "the replay ended with {status}");
}

/// All of the stretch came out once, marked, as the desk makes it, and nothing else did.
pub fn audit(replay: &Replay, setup: &Setup) -> Counts {
    let mut audit = Audit::new(&replay.line, setup, Copies::One);
    audit.replay = Some(replay);
    audit.pass()
}
