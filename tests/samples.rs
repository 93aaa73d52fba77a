//! What the desk must read in the heads of the sample dispatches, agency by agency: `samples.tsv` says it.
//! A row is what a newsroom librarian would file: credited agencies in order of code, the countries of the
//! dateline's places, its date (no year is known without a timestamp), bylines, kind of update, status.

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;

const TABLE: &str = include_str!("samples.tsv");
const COLUMNS: [&str; 6] = ["agencies", "countries", "date", "bylines", "update", "status"];

/// Sample and column that are known to come out wrong. Strike a line out when it is mended; add none.
const KNOWN: &[(&str, &str)] = &[("40-ntb.txt", "countries")];

#[test]
fn heads_of_the_samples_are_read() {
    let rows: Vec<Vec<&str>> = TABLE.lines().skip(1).map(|line| line.split('\t').collect()).collect();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/config/samples");
    let output = Command::new(env!("CARGO_BIN_EXE_copydesk"))
        .arg("enrich")
        .args(rows.iter().map(|row| row[0]))
        .current_dir(folder)
        .output()
        .expect("the binary starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let records: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(records.len(), rows.len(), "one sample of the table, one line");

    let mut faults = Vec::new();
    let mut wrong = BTreeSet::new();
    for (row, record) in rows.iter().zip(&records) {
        for ((column, want), got) in COLUMNS.iter().zip(&row[1..]).zip(read(record)) {
            if *want != got {
                wrong.insert((row[0], *column));
                if !KNOWN.contains(&(row[0], *column)) {
                    faults.push(format!("{}: {column} is {got:?}, not {want:?}", row[0]));
                }
            }
        }
    }
    for mended in KNOWN.iter().filter(|known| !wrong.contains(*known)) {
        eprintln!("{mended:?} comes out right now: strike it out of KNOWN");
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The columns of the table, as a record has them.
fn read(record: &Value) -> [String; 6] {
    let desk = &record["copydesk"];
    let each = |list: &Value, key: &str| -> Vec<String> {
        let items = list.as_array().into_iter().flatten();
        items.map(|item| item[key].as_str().unwrap_or("-").to_owned()).collect()
    };
    let mut agencies = each(&desk["credit"]["agencies"], "code");
    agencies.sort_unstable();
    [
        agencies.join(","),
        each(&desk["dateline"]["places"], "country").join(","),
        desk["dateline"]["date"].as_str().unwrap_or_default().to_owned(),
        each(&desk["credit"]["bylines"], "name").join(","),
        desk["update"]["kind"].as_str().unwrap_or_default().to_owned(),
        record["pubStatus"].as_str().unwrap_or_default().to_owned(),
    ]
}
