//! `copydesk replay compare`: the same rules give no difference, a changed rule exactly those that it makes.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use crate::support::copy::{assorted, publish};
use crate::support::kafka;
use crate::support::stage::{Line, Setup, Stage};

/// A folder with a configuration, and the authority's own data where the test has any.
struct Desk {
    folder: tempfile::TempDir,
    toml: String,
}

impl Desk {
    fn new(line: &Line, port: u16) -> Desk {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Desk { toml: Setup::DEFAULT.toml(line, port), folder }
    }

    /// Another name for an agency that is built in.
    fn rename(mut self, code: &str, name: &str) -> Desk {
        let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("data/agencies/{code}.toml"));
        let text = fs::read_to_string(built_in).expect("the agency is built in");
        let renamed = text.lines().map(|line| match line.starts_with("name = ") {
            true => format!("name = \"{name}\"\n"),
            false => format!("{line}\n"),
        });
        let agencies = self.folder.path().join("authority/agencies");
        fs::create_dir_all(&agencies).expect("a folder");
        fs::write(agencies.join(format!("{code}.toml")), renamed.collect::<String>()).expect("a file");
        let dir = self.folder.path().join("authority");
        self.toml += &format!("[authority]\ndir = \"{}\"\n", dir.display());
        self
    }

    /// Runs the stage until it has read its source topic.
    fn run(&self, line: &Line, port: u16) {
        let mut stage = Stage::run(&self.toml, port);
        stage.until_done(line);
        stage.stop();
    }

    /// `copydesk replay compare --json` with this configuration.
    fn compare(&self, arguments: &[&str]) -> (i32, Value) {
        let output = self.output(&[arguments, &["--json"]].concat());
        let code = output.status.code().expect("it ends by itself");
        let said = String::from_utf8_lossy(&output.stderr);
        let report = serde_json::from_slice(&output.stdout);
        (code, report.unwrap_or_else(|error| panic!("exit {code}, {error}: {said}")))
    }

    fn output(&self, arguments: &[&str]) -> Output {
        let config = self.folder.path().join("copydesk.toml");
        fs::write(&config, &self.toml).expect("a file");
        Command::new(env!("CARGO_BIN_EXE_copydesk"))
            .args(["replay", "compare", "-c"])
            .arg(config)
            .args(arguments)
            .output()
            .expect("copydesk starts")
    }
}

/// Good copy among it, by the agency that `story` gives number `seq`.
fn is_dpa(seq: u64) -> bool {
    seq / 7 % 4 == 3
}

#[test]
fn a_changed_rule_gives_exactly_the_differences_it_makes() {
    let Some(cluster) = kafka::cluster() else { return };
    let line = Line::open(cluster);
    publish(&line.client(), &line.raw, (0..400).map(assorted));
    let (port, twin, changed) = (kafka::free_port(), line.twin(), line.twin());
    let old = Desk::new(&line, port);
    old.run(&line, port);
    Desk::new(&twin, port).run(&twin, port);
    Desk::new(&changed, port).rename("dpa", "Renamed Wire").run(&changed, port);

    let (code, report) = old.compare(&["--old", &line.records, "--new", &twin.records]);
    assert_eq!((code, &report["different"]), (0, &Value::from(0)), "{report:#}");
    let records = report["old"]["records"].as_u64().expect("a number");
    assert!(records > 250, "{report:#}");
    assert_eq!(report["same"], records);

    let (code, report) = old.compare(&["--old", &line.records, "--new", &changed.records]);
    assert_eq!(code, 4, "{report:#}");
    let fields: Vec<&str> =
        report["fields"].as_array().expect("a list").iter().filter_map(|f| f["field"].as_str()).collect();
    assert_eq!(fields, ["copydesk.credit.agencies[].name", "infoSources[].name"], "{report:#}");
    assert!((0..400).any(is_dpa));
}
