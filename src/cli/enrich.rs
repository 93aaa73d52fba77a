//! `copydesk enrich`: dispatches in, records out; no Kafka.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::framing::{self, Framing, Item, Trouble};
use super::{Exit, Failure};
use crate::desk::{Desk, Outcome};

/// Dispatches in, records out as NDJSON: one line for each dispatch, in the order of the input.
///
/// A dispatch that cannot be edited gives a line with `copydesk.dead_letter` and does not change the
/// exit code. A summary goes to standard error.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  copydesk enrich dispatch.txt --pretty
  kcat -C -b broker -t wire.raw -J -e | copydesk enrich --framing ndjson
  copydesk enrich --framing lines - < leads.txt")]
pub struct Args {
    /// Files to read; `-` or none: standard input
    files: Vec<PathBuf>,
    /// What a dispatch is
    #[arg(long, value_enum, default_value_t = Framing::Whole)]
    framing: Framing,
    /// Print for people
    #[arg(long)]
    pretty: bool,
    /// Leave the `copydesk` object out: plain ninjs 3.1
    #[arg(long)]
    strict_ninjs: bool,
    /// Give the dateline as this agency would write it, in `copydesk.dateline.styles`; may be repeated
    #[arg(long, value_name = "STYLE", value_parser = ["ap", "reuters", "afp"])]
    dateline_style: Vec<String>,
    /// The wire format of all dispatches (`copydesk list formats`); by default their bytes tell
    #[arg(long, value_name = "NAME", value_parser = crate::cli::desk::format_name)]
    format: Option<String>,
    /// Configuration whose [desk], [authority] and [limits] apply
    #[arg(short, long, value_name = "FILE")]
    config: Option<PathBuf>,
}

pub fn run(args: Args) -> Result<Exit, Failure> {
    let mut config = super::config::load(args.config.as_deref())?.config;
    config.desk.strict_ninjs |= args.strict_ninjs;
    config.desk.dateline_styles.extend(args.dateline_style);
    config.desk.format = args.format.or(config.desk.format);
    let desk = super::desk::open(&config)?;
    let files = if args.files.is_empty() { vec![PathBuf::from("-")] } else { args.files };
    let bar = progress_bar(files.len());
    let mut press = Press {
        desk: &desk,
        out: BufWriter::with_capacity(1 << 20, io::stdout().lock()),
        pretty: args.pretty,
        style: super::pretty::Style::of_stdout(),
        tally: Tally::default(),
    };
    let started = std::time::Instant::now();
    let mut exit = Exit::Done;
    for file in &files {
        let max = config.limits.max_dispatch_bytes;
        match framing::batches(file, args.framing, max, |items| press.batch(items)) {
            Ok(()) => {}
            Err(Trouble::Read(error)) => {
                bar.suspend(|| eprintln!("copydesk: {} cannot be read: {error}", file.display()));
                exit = Exit::Environment;
            }
            // Whoever read the records has left: nothing more to do, and no fault.
            Err(Trouble::Write(error)) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(exit),
            Err(Trouble::Write(error)) => {
                return Err(Failure::new(
                    Exit::Environment,
                    format!("standard output cannot be written: {error}"),
                ));
            }
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    eprintln!("{}", press.tally.summary(started.elapsed()));
    Ok(exit)
}

fn progress_bar(files: usize) -> indicatif::ProgressBar {
    let wanted = files > 1 && io::stderr().is_terminal();
    if !wanted {
        return indicatif::ProgressBar::hidden();
    }
    let style = indicatif::ProgressStyle::with_template("{bar:30} {pos}/{len} files, {per_sec}, {eta} left")
        .unwrap_or_else(|_| indicatif::ProgressStyle::default_bar());
    indicatif::ProgressBar::new(files as u64).with_style(style)
}

struct Press<'a, W: Write> {
    desk: &'a Desk,
    out: W,
    pretty: bool,
    style: super::pretty::Style,
    tally: Tally,
}

impl<W: Write> Press<'_, W> {
    /// Edits the items on all cores and writes their lines in order.
    fn batch(&mut self, items: Vec<Item>) -> io::Result<()> {
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(items.len());
        let next = AtomicUsize::new(0);
        let done = Mutex::new(Vec::with_capacity(items.len()));
        let work = || {
            while let Some((index, item)) = {
                let index = next.fetch_add(1, Ordering::Relaxed);
                items.get(index).map(|item| (index, item))
            } {
                let lines = edit(self.desk, item);
                done.lock().unwrap_or_else(PoisonError::into_inner).push((index, lines));
            }
        };
        if threads <= 1 {
            work();
        } else {
            std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
        }
        let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
        done.sort_unstable_by_key(|(index, _)| *index);
        for line in done.into_iter().flat_map(|(_, lines)| lines) {
            self.tally.count(line.kind);
            self.write(&line.json)?;
        }
        self.out.flush()
    }

    fn write(&mut self, json: &[u8]) -> io::Result<()> {
        if self.pretty {
            let value: serde_json::Value = serde_json::from_slice(json).map_err(io::Error::other)?;
            return super::pretty::record(&mut self.out, &value, self.style);
        }
        self.out.write_all(json)?;
        self.out.write_all(b"\n")
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Record,
    DeadLetter,
    Spiked,
}

struct OutputLine {
    kind: Kind,
    json: Vec<u8>,
}

fn edit(desk: &Desk, item: &Item) -> Vec<OutputLine> {
    let incoming = match item.incoming() {
        Ok(incoming) => incoming,
        Err(reject) => {
            return vec![OutputLine {
                kind: Kind::DeadLetter,
                json: framing::dead_letter(reject, &item.source),
            }];
        }
    };
    let line = |outcome: Outcome| OutputLine {
        kind: match outcome {
            Outcome::Publish(_) => Kind::Record,
            Outcome::Spike { .. } => Kind::Spiked,
            Outcome::DeadLetter { .. } => Kind::DeadLetter,
        },
        json: framing::line(&outcome),
    };
    desk.process(&incoming).into_iter().map(line).collect()
}

#[derive(Default)]
struct Tally {
    records: u64,
    dead_letters: u64,
    spiked: u64,
}

impl Tally {
    fn count(&mut self, kind: Kind) {
        match kind {
            Kind::Record => self.records += 1,
            Kind::DeadLetter => self.dead_letters += 1,
            Kind::Spiked => self.spiked += 1,
        }
    }

    fn summary(&self, elapsed: std::time::Duration) -> String {
        let all = self.records + self.dead_letters + self.spiked;
        let rate = all as f64 / elapsed.as_secs_f64().max(1e-6);
        format!(
            "{all} dispatches: {} records, {} dead letters, {} spiked, in {:.2} s ({rate:.0}/s)",
            self.records,
            self.dead_letters,
            self.spiked,
            elapsed.as_secs_f64(),
        )
    }
}
