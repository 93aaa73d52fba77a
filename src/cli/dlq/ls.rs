//! `copydesk dlq ls`: what lies in a dead-letter topic.

use std::collections::BTreeMap;

use serde_json::json;

use super::{Desk, Where, Which, letters, time};
use crate::cli::pretty::safe;
use crate::cli::{Exit, Failure, out};
use crate::letters::Survey;
use crate::letters::survey::Entry;

/// List dead letters by code and agency, or one by one; changes nothing in the cluster
///
/// Reads the whole topic up to its end. The times are those of the dispatches. Letters that were redriven are
/// left out unless --redriven is given.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  copydesk dlq ls -c copydesk.toml
  copydesk dlq ls -c copydesk.toml --code wire. --agency AFP --since 2d --list
  copydesk dlq ls -c copydesk.toml --json | jq -r .source")]
pub struct Args {
    #[command(flatten)]
    at: Where,
    #[command(flatten)]
    which: Which,
    /// One line for each letter, with its place for `show`
    #[arg(long)]
    list: bool,
    /// One line of JSON for each letter
    #[arg(long, conflicts_with = "list")]
    json: bool,
    /// List no more than so many, the newest
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Letters that were redriven, too
    #[arg(long)]
    redriven: bool,
}

pub fn run(args: Args) -> Result<Exit, Failure> {
    let desk = Desk::open(&args.at)?;
    let choice = desk.choice(&args.which)?;
    let reader = desk.reader()?;
    let survey = Survey::read(&reader, &choice, &|message, letter| desk.now.agency(message, letter))?;
    let mut entries: Vec<&Entry> = match args.redriven {
        true => survey.entries.iter().collect(),
        false => survey.open().collect(),
    };
    if args.json || args.list {
        let newest = entries.len().saturating_sub(args.limit.unwrap_or(usize::MAX));
        entries.sort_by_key(|entry| (entry.timestamp_ms, entry.place));
        entries.drain(..newest);
        return match args.json {
            true => out::print(&lines(&desk.topic, &survey, &entries)),
            false => out::print(&list(&survey, &entries)),
        };
    }
    out::print(&describe(&desk.topic, &survey, &entries))
}

fn lines(topic: &str, survey: &Survey, entries: &[&Entry]) -> String {
    let line = |entry: &&Entry| {
        let line = json!({
            "topic": topic,
            "partition": entry.place.partition,
            "offset": entry.place.offset,
            "timestamp": time(entry.timestamp_ms),
            "code": &*entry.code,
            "agency": entry.agency.as_deref(),
            "source": source(entry),
            "redrives": entry.redrives,
            "redriven": survey.is_redriven(entry.place),
            "truncated": entry.truncated,
            "bytes": entry.bytes,
        });
        format!("{line}\n")
    };
    entries.iter().map(line).collect()
}

/// Where the message stood, as the header `copydesk-source` of a record has it.
fn source(entry: &Entry) -> String {
    let item = entry.item.map(|item| format!("#{item}")).unwrap_or_default();
    let origin = &entry.origin;
    format!("{}/{}/{}{item}", origin.topic, origin.partition, origin.offset)
}

fn list(survey: &Survey, entries: &[&Entry]) -> String {
    let heads = ["letter", "time", "code", "agency", "bytes", "source", ""].map(String::from).to_vec();
    let row = |entry: &&Entry| {
        let mut marks = Vec::new();
        if survey.is_redriven(entry.place) {
            marks.push("redriven".to_owned());
        }
        if entry.redrives > 0 {
            marks.push(format!("redrives {}", entry.redrives));
        }
        if entry.truncated {
            marks.push("truncated".to_owned());
        }
        vec![
            format!("{}/{}", entry.place.partition, entry.place.offset),
            time(entry.timestamp_ms).unwrap_or_else(|| "-".into()),
            safe(&entry.code),
            entry.agency.as_deref().unwrap_or("-").to_owned(),
            entry.bytes.to_string(),
            safe(&source(entry)),
            marks.join(", "),
        ]
    };
    out::table(&std::iter::once(heads).chain(entries.iter().map(row)).collect::<Vec<_>>())
}

fn describe(topic: &str, survey: &Survey, entries: &[&Entry]) -> String {
    let redriven = survey.entries.iter().filter(|entry| survey.is_redriven(entry.place)).count();
    let mut text = format!(
        "{topic}: {}, {} chosen, {redriven} of them redriven\n",
        letters(survey.letters),
        survey.entries.len()
    );
    if survey.others > 0 {
        text.push_str(&format!("{} other messages that copydesk did not write\n", survey.others));
    }
    if entries.is_empty() {
        return text;
    }
    #[derive(Default)]
    struct Row {
        count: u64,
        first: Option<i64>,
        last: Option<i64>,
    }
    let mut rows: BTreeMap<(&str, &str), Row> = BTreeMap::new();
    for entry in entries {
        let row = rows.entry((&entry.code, entry.agency.as_deref().unwrap_or("-"))).or_default();
        row.count += 1;
        row.first = entry.timestamp_ms.min(row.first.or(entry.timestamp_ms));
        row.last = row.last.max(entry.timestamp_ms);
    }
    let mut rows: Vec<_> = rows.into_iter().collect();
    rows.sort_by_key(|(_, row)| std::cmp::Reverse(row.count));
    let heads = ["code", "agency", "letters", "first", "last"].map(String::from).to_vec();
    let cells = |((code, agency), row): ((&str, &str), Row)| {
        let time = |ms| time(ms).unwrap_or_else(|| "-".into());
        vec![safe(code), agency.to_owned(), row.count.to_string(), time(row.first), time(row.last)]
    };
    let rows: Vec<_> = std::iter::once(heads).chain(rows.into_iter().map(cells)).collect();
    format!("{text}\n{}", out::table(&rows))
}
