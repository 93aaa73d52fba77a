//! `copydesk explain`: why a record says what it says.

mod html;
mod map;
mod text;

use std::io::{self, Write};
use std::path::PathBuf;

use serde_json::Value;

use super::framing::{self, Framing, Item, Trouble};
use super::{Exit, Failure, page};
use crate::desk::Desk;
use crate::desk::why::Question;

/// Why: every value of the head and the tail with the rule that won, the candidates that lost, and the text
/// behind them.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  copydesk explain dispatch.txt
  copydesk explain --html dispatch.txt > page.html
  kcat -C -b broker -t wire.raw -p 3 -o 991 -c 1 -J | copydesk explain --framing ndjson -")]
pub struct Args {
    /// Files to read; `-`: standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// What a dispatch is
    #[arg(long, value_enum, default_value_t = Framing::Whole)]
    framing: Framing,
    /// When the dispatches were sent, where their envelope does not say, e.g. 2024-03-01T12:00:00Z
    #[arg(long, value_name = "TIME")]
    sent: Option<jiff::Timestamp>,
    /// Write one self-contained page: the text with its furniture and entities marked, and a map
    #[arg(long, conflicts_with = "json")]
    html: bool,
    /// Write NDJSON: the record and the questions that were decided
    #[arg(long)]
    json: bool,
    /// Configuration whose [desk], [authority] and [limits] apply
    #[arg(short, long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// One dispatch explained.
struct Explained {
    /// The line that `copydesk enrich` prints.
    line: Vec<u8>,
    questions: Vec<Question>,
}

pub fn run(args: Args) -> Result<Exit, Failure> {
    let config = super::config::load(args.config.as_deref())?.config;
    let desk = super::desk::open(&config)?;
    let out = &mut io::BufWriter::new(io::stdout().lock());
    let style = super::pretty::Style::of_stdout();
    let result = (|| -> Result<(), Failure> {
        if args.html {
            html::begin(out).map_err(unwritable)?;
        }
        for file in &args.files {
            let press = |items: Vec<Item>| {
                for explained in items.iter().flat_map(|item| explain(&desk, item, args.sent)) {
                    if args.json {
                        write_json(out, &explained)?;
                        continue;
                    }
                    let record: Value = serde_json::from_slice(&explained.line)?;
                    if args.html {
                        html::dispatch(out, &record, &explained.questions)?;
                    } else {
                        text::dispatch(out, &record, &explained.questions, style)?;
                    }
                }
                out.flush()
            };
            framing::batches(file, args.framing, config.limits.max_dispatch_bytes, press).map_err(
                |trouble| match trouble {
                    Trouble::Read(error) => {
                        Failure::new(Exit::Environment, format!("{} cannot be read: {error}", file.display()))
                    }
                    Trouble::Write(error) => unwritable(error),
                },
            )?;
        }
        if args.html {
            page::end(out).map_err(unwritable)?;
        }
        out.flush().map_err(unwritable)
    })();
    result.map(|()| Exit::Done)
}

fn unwritable(error: io::Error) -> Failure {
    Failure::new(Exit::Environment, format!("standard output cannot be written: {error}"))
}

fn write_json(out: &mut impl Write, explained: &Explained) -> io::Result<()> {
    out.write_all(b"{\"record\":")?;
    out.write_all(&explained.line)?;
    out.write_all(b",\"questions\":")?;
    serde_json::to_writer(&mut *out, &explained.questions)?;
    out.write_all(b"}\n")
}

/// The items of one message; a message that cannot be edited gives its dead letter and no questions.
fn explain(desk: &Desk, item: &Item, sent: Option<jiff::Timestamp>) -> Vec<Explained> {
    let mut incoming = match item.incoming() {
        Ok(incoming) => incoming,
        Err(reject) => {
            let line = framing::dead_letter(reject, &item.source);
            return vec![Explained { line, questions: Vec::new() }];
        }
    };
    incoming.timestamp_ms = incoming.timestamp_ms.or_else(|| sent.map(jiff::Timestamp::as_millisecond));
    let outcomes = desk.explain(&incoming).into_iter();
    outcomes.map(|(outcome, questions)| Explained { line: framing::line(&outcome), questions }).collect()
}
