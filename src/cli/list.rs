//! `copydesk list`: what this binary knows.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{Exit, Failure, out};

/// What this binary knows: formats, agencies, metrics, codes
#[derive(clap::Args)]
#[command(after_help = "Examples:
  copydesk list formats
  copydesk list agencies -c copydesk.toml
  copydesk list codes --json | jq -r '.[].code'")]
pub struct Args {
    #[arg(value_enum)]
    what: What,
    /// A JSON array instead of a table
    #[arg(long)]
    json: bool,
    /// Configuration whose [authority] applies: your own agencies are listed too
    #[arg(short, long, value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum What {
    /// The wire formats that are read
    Formats,
    /// The agencies of the authority
    Agencies,
    /// Every family on /metrics
    Metrics,
    /// Every code of dead letters, warnings and faults, and the reasons to spike
    Codes,
}

pub fn run(args: Args) -> Result<Exit, Failure> {
    let (heads, rows) = match args.what {
        What::Formats => formats(),
        What::Agencies => agencies(args.config.as_deref())?,
        What::Metrics => metrics(),
        What::Codes => codes(),
    };
    out::print(&if args.json { as_json(heads, &rows) } else { as_table(heads, &rows) })
}

type Rows = (&'static [&'static str], Vec<Vec<Value>>);

fn formats() -> Rows {
    let row = |format: &crate::wire::Format| vec![json!(format.name), json!(format.about)];
    (&["name", "about"], crate::wire::FORMATS.iter().map(row).collect())
}

fn agencies(config: Option<&Path>) -> Result<Rows, Failure> {
    let desk = super::desk::open(&super::config::load(config)?.config)?;
    let row = |agency: &crate::authority::Agency| {
        vec![json!(agency.code), json!(agency.name), json!(agency.country), json!(agency.languages)]
    };
    Ok((&["code", "name", "country", "languages"], desk.authority().agencies.iter().map(row).collect()))
}

fn metrics() -> Rows {
    let row = |family: &crate::telemetry::metrics::Family| {
        vec![json!(family.name), json!(family.kind), json!(family.labels), json!(family.help)]
    };
    (&["name", "kind", "labels", "help"], crate::telemetry::metrics::FAMILIES.iter().map(row).collect())
}

fn codes() -> Rows {
    let code = |row: &crate::fault::Code| {
        vec![json!(row.code), json!(row.kind), json!(row.stage), json!(row.meaning), json!(row.mend)]
    };
    let spike = |(reason, meaning): &(&str, &str)| {
        vec![json!(reason), json!("spike"), json!("desk"), json!(meaning), json!("nothing to mend")]
    };
    let codes = crate::fault::CODES.iter().map(code);
    let spikes = crate::fault::SPIKES.iter().map(spike);
    (&["code", "kind", "stage", "meaning", "mend"], codes.chain(spikes).collect())
}

fn as_json(heads: &[&str], rows: &[Vec<Value>]) -> String {
    let object = |row: &Vec<Value>| -> Value {
        heads.iter().map(|head| (*head).to_owned()).zip(row.iter().cloned()).collect()
    };
    let array: Value = rows.iter().map(object).collect();
    format!("{array:#}\n")
}

fn as_table(heads: &[&str], rows: &[Vec<Value>]) -> String {
    let cell = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    };
    let head = heads.iter().map(|head| head.to_uppercase()).collect();
    let body = rows.iter().map(|row| row.iter().map(cell).collect());
    out::table(&std::iter::once(head).chain(body).collect::<Vec<_>>())
}
