//! `copydesk replay compare`: the same rules give no difference, a changed rule exactly those that it makes.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use rdkafka::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::message::OwnedHeaders;
use rdkafka::producer::{BaseProducer, BaseRecord, Producer};
use serde_json::{Value, json};

use crate::support::copy::{Raw, assorted, publish, story};
use crate::support::kafka;
use crate::support::read::{Isolation, read};
use crate::support::stage::{HANG, Line, Setup, Stage};

/// A folder with a configuration, and the authority's own data where the test has any.
struct Desk {
    folder: tempfile::TempDir,
    toml: String,
    port: u16,
}

impl Desk {
    fn new(line: &Line) -> Desk {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let port = kafka::free_port();
        Desk { toml: Setup::DEFAULT.toml(line, port), folder, port }
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

    fn with(mut self, toml: &str) -> Desk {
        self.toml += toml;
        self
    }

    /// Runs the stage until it has read its source topic.
    fn run(self, line: &Line) -> Desk {
        let mut stage = Stage::run(&self.toml, self.port);
        stage.until_done(line);
        stage.stop();
        self
    }

    /// `copydesk replay compare`: the exit code, the report, and the lines of the sample.
    fn compare(&self, arguments: &[&str]) -> (i32, Value, Vec<Value>) {
        let sample = self.folder.path().join("sample.ndjson");
        let file = sample.display().to_string();
        let output = self.output(&[arguments, &["--json", "--sample", &file]].concat());
        let code = output.status.code().expect("it ends by itself");
        let said = String::from_utf8_lossy(&output.stderr);
        let report = serde_json::from_slice(&output.stdout);
        let report = report.unwrap_or_else(|error| panic!("exit {code}, {error}: {said}"));
        let sample = fs::read_to_string(sample).expect("the sample");
        let lines = sample.lines().map(|line| serde_json::from_str(line).expect("a line is JSON"));
        (code, report, lines.collect())
    }

    /// A plan file of `copydesk replay plan`.
    fn plan(&self, name: &str, arguments: &[&str]) -> String {
        let file = self.folder.path().join(name).display().to_string();
        let output = self.replay("plan", &[arguments, &["--out", &file]].concat());
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{said}");
        file
    }

    fn output(&self, arguments: &[&str]) -> Output {
        self.replay("compare", arguments)
    }

    fn replay(&self, verb: &str, arguments: &[&str]) -> Output {
        let config = self.folder.path().join("copydesk.toml");
        fs::write(&config, &self.toml).expect("a file");
        Command::new(env!("CARGO_BIN_EXE_copydesk"))
            .args(["replay", verb, "-c"])
            .arg(config)
            .args(arguments)
            .output()
            .expect("copydesk starts")
    }
}

fn number(report: &Value, name: &str) -> u64 {
    report[name].as_u64().unwrap_or_else(|| panic!("{name} is a number: {report:#}"))
}

/// The names of the fields that differ.
fn fields(report: &Value) -> Vec<&str> {
    report["fields"].as_array().into_iter().flatten().filter_map(|field| field["field"].as_str()).collect()
}

fn sources(lines: &[Value]) -> BTreeSet<String> {
    lines.iter().filter_map(|line| line["source"].as_str()).map(str::to_owned).collect()
}

/// Where the records come from that credit an agency: read without copydesk.
fn credited(line: &Line, code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    read(&line.client(), &line.records, Isolation::Committed, |message| {
        let record: Value =
            serde_json::from_slice(&message.payload.clone().unwrap_or_default()).expect("JSON");
        let agencies = record["copydesk"]["credit"]["agencies"].as_array().cloned().unwrap_or_default();
        if agencies.iter().any(|agency| agency["code"] == code) {
            found.extend(message.header("copydesk-source"));
        }
    });
    assert!(found.len() > 20, "{code} is credited now and then");
    found
}

/// A producer of records that no stage made, which ends its transaction as it is told.
fn scribble(client: &ClientConfig, topic: &str, source: Option<&str>, commit: bool) {
    let mut config = client.clone();
    config.set("transactional.id", kafka::unique("scribbler"));
    let producer: BaseProducer = config.create().expect("a producer");
    producer.init_transactions(HANG).expect("transactions");
    producer.begin_transaction().expect("a transaction");
    for partition in 0..4 {
        let mut headers = OwnedHeaders::new();
        if let Some(value) = source {
            headers = headers.insert(rdkafka::message::Header { key: "copydesk-source", value: Some(value) });
        }
        let record: BaseRecord<'_, [u8], [u8]> =
            BaseRecord::to(topic).partition(partition).payload(&b"{}"[..]).headers(headers);
        producer.send(record).map_err(|(error, _)| error).expect("it is queued");
    }
    producer.flush(HANG).expect("it is delivered");
    let ended = if commit { producer.commit_transaction(HANG) } else { producer.abort_transaction(HANG) };
    ended.expect("the transaction ends");
}

#[test]
fn a_changed_rule_gives_exactly_the_differences_it_makes() {
    let Some(cluster) = kafka::cluster() else { return };
    let line = Line::open(cluster);
    let (twin, changed) = (line.twin(), line.twin());
    publish(&line.client(), &line.raw, (0..400).map(assorted));
    let old = Desk::new(&line).run(&line);
    Desk::new(&twin).run(&twin);
    let new_rules = Desk::new(&changed).rename("dpa", "Renamed Wire").run(&changed);
    let planted = credited(&line, "DPA");

    let (code, report, sample) = old.compare(&["--old", &line.records, "--new", &twin.records]);
    assert_eq!((code, sample), (0, vec![]), "{report:#}");
    let records = number(&report["old"], "records");
    assert!(records > 250, "{report:#}");
    assert_eq!(number(&report, "same"), records);

    let on_topics = ["--old", line.records.as_str(), "--new", &changed.records];
    let in_memory = ["--old", line.records.as_str(), "--shadow"];
    for (desk, arguments) in [(&old, &on_topics[..]), (&new_rules, &in_memory)] {
        let (code, report, sample) = desk.compare(arguments);
        assert_eq!(code, 4, "{report:#}");
        assert_eq!(fields(&report), ["copydesk.credit.agencies[].name", "infoSources[].name"]);
        assert_eq!(sources(&sample), planted);
        assert_eq!(number(&report, "different"), planted.len() as u64);
        assert_eq!(number(&report, "same"), records - planted.len() as u64);
        for difference in sample.iter().flat_map(|line| line["fields"].as_array()).flatten() {
            assert_eq!(difference["new"], "Renamed Wire", "{difference}");
        }
        let one = &report["fields"][0]["examples"][0];
        assert_eq!((&one["count"], &one["new"]), (&json!(planted.len()), &json!("Renamed Wire")));
    }

    // The fields left out leave nothing.
    let ignore = ["--ignore", "copydesk.credit.agencies[].name", "--ignore", "infoSources"];
    let (code, report, _) = old.compare(&[&on_topics[..], &ignore].concat());
    assert_eq!((code, number(&report, "same")), (0, records), "{report:#}");
}

/// In a shadow nothing is published: a stage that has not come so far yet is no difference, a dispatch that has
/// no record any more is one.
#[test]
fn a_shadow_says_what_would_have_no_record() {
    let Some(cluster) = kafka::cluster() else { return };
    let line = Line::open(cluster);
    publish(&line.client(), &line.raw, (0..300).map(assorted));
    // So that every partition's end has a record.
    publish(&line.client(), &line.raw, (300..400).map(story));
    let desk = Desk::new(&line).run(&line);
    let before = cluster_state(&line);
    let shadow = ["--old", line.records.as_str(), "--shadow"];
    let (code, report, sample) = desk.compare(&shadow);
    assert_eq!((code, sample), (0, vec![]), "{report:#}");
    assert_eq!(number(&report, "pending"), 0);
    let records = number(&report, "same");

    let dpa = credited(&line, "DPA");
    let strict = Desk::new(&line).with("[desk.filters]\nagencies = [\"AP\", \"REUTERS\", \"AFP\"]\n");
    let (code, report, sample) = strict.compare(&shadow);
    assert_eq!(code, 4, "{report:#}");
    assert_eq!(number(&report["lost"], "filtered"), number(&report, "only_old"));
    assert_eq!(number(&report, "same") + number(&report, "only_old"), records);
    assert!(sources(&sample).is_superset(&dpa), "{report:#}");
    assert!(sample.iter().all(|line| line["kind"] == "only_old" && line["why"] == "filtered"));

    assert_eq!(cluster_state(&line), before, "a comparison changes nothing");

    publish(&line.client(), &line.raw, (400..460).map(story));
    let (code, report, _) = desk.compare(&shadow);
    assert_eq!((code, number(&report, "pending"), number(&report, "same")), (0, 60, records), "{report:#}");
}

/// The ends of all topics, and the groups that the cluster knows.
fn cluster_state(line: &Line) -> (Vec<Option<Vec<i64>>>, Vec<String>) {
    let watch = line.watch();
    let ends = [&line.raw, &line.records, &line.dead];
    let ends = ends.map(|topic| watch.ends(topic, Isolation::Uncommitted)).to_vec();
    let asker: BaseConsumer = line.client().create().expect("a consumer");
    let groups = asker.fetch_group_list(None, HANG).expect("the cluster answers");
    let mut names: Vec<String> = groups.groups().iter().map(|group| group.name().to_owned()).collect();
    // Other tests run beside this one.
    names.retain(|name| *name == line.group || name.contains("compare"));
    (ends, names)
}

/// What a topic may hold besides one record for each dispatch, and how it may end.
#[test]
fn repeats_strangers_and_aborted_records_are_told_apart() {
    let Some(cluster) = kafka::cluster() else { return };
    let line = Line::open(cluster);
    let twin = line.twin();
    publish(&line.client(), &line.raw, (0..200).map(story));
    let desk = Desk::new(&line).run(&line);
    Desk::new(&twin).run(&twin);
    // The same replay once more under another group.
    let again = Line { group: kafka::unique("group"), ..twin.clone() };
    Desk::new(&again).run(&again);
    scribble(&line.client(), &twin.records, None, true);
    let source = format!("{}/0/900000", line.raw);
    scribble(&line.client(), &twin.records, Some(&source), false);

    let arguments = ["--old", line.records.as_str(), "--new", &twin.records];
    let (code, report, _) = desk.compare(&arguments);
    assert_eq!(code, 0, "{report:#}");
    let new = &report["new"];
    let counts = (number(new, "records"), number(new, "repeats"), number(new, "foreign"));
    assert_eq!(counts, (200, 200, 4), "{report:#}");

    // Now a record of its own for a dispatch that the old topic has none of; four times, of which one counts.
    scribble(&line.client(), &twin.records, Some(&source), true);
    let (code, report, sample) = desk.compare(&arguments);
    assert_eq!((code, number(&report, "only_new")), (4, 1), "{report:#}");
    assert_eq!((&sample[0]["source"], &sample[0]["kind"]), (&json!(source), &json!("only_new")));
    assert_eq!(sample[0]["old"], Value::Null);
}

#[test]
fn bounds_are_those_of_the_dispatches() {
    let Some(cluster) = kafka::cluster() else { return };
    let line = Line::open(cluster);
    let twin = line.twin();
    let raws: Vec<Raw> = (0..200).map(story).collect();
    let middle = raws[100].timestamp_ms;
    publish(&line.client(), &line.raw, raws);
    let desk = Desk::new(&line).run(&line);
    Desk::new(&twin).rename("ap", "Renamed Wire").run(&twin);
    let mut first = 0;
    read(&line.client(), &line.raw, Isolation::Committed, |message| {
        first += u64::from(message.partition == 1 && (5..20).contains(&message.offset));
    });
    assert_eq!(first, 15);

    let into = ["--into", &twin.records, "--dead-letters", twin.dead.as_str()];
    let partition = ["--partitions", "1", "--from", "offset:5", "--to", "offset:20"];
    let partition = desk.plan("partition.json", &[&into[..], &partition].concat());
    let dpa = desk.plan("dpa.json", &[&into[..], &["--agency", "DPA"]].concat());
    let by_dpa = credited(&line, "DPA").len() as u64;

    let time = jiff::Timestamp::from_millisecond(middle).expect("a time").to_string();
    let sides = [
        &["--old", line.records.as_str(), "--new", &twin.records][..],
        &["--old", line.records.as_str(), "--shadow"],
    ];
    for side in sides {
        for (bounds, want) in [
            (&["--partitions", "1", "--from", "offset:5", "--to", "offset:20"][..], 15),
            (&["--from", &time], 100),
            (&["--to", &time], 100),
            (&["--plan", &partition], 15),
            (&["--plan", &dpa], by_dpa),
        ] {
            let arguments = [side, bounds].concat();
            let (_, report, _) = desk.compare(&arguments);
            let compared = number(&report, "same") + number(&report, "different");
            assert_eq!(compared, want, "{arguments:?} {report:#}");
            assert_eq!((number(&report, "only_old"), number(&report, "only_new")), (0, 0), "{report:#}");
        }
    }
    // A stretch without a dispatch is no proof that nothing differs.
    let output = desk.output(&["--old", &line.records, "--new", &twin.records, "--partitions", "9"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("nothing was compared"));
}
