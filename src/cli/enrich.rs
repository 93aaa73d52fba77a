//! `copydesk enrich`: dispatches in, records out; no Kafka.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::{Exit, Failure};
use crate::desk::{Desk, Incoming, Outcome};
use crate::record::Source;
use crate::wire::Reject;
use crate::wire::envelope::Envelope;

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
    /// Configuration whose [desk], [authority] and [limits] apply
    #[arg(short, long, value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Framing {
    /// One file, one dispatch
    Whole,
    /// One line, one dispatch
    Lines,
    /// One line, one JSON envelope, as `kcat -J` prints it
    Ndjson,
}

/// A dispatch as the framing cut it out, or why it could not.
struct Item {
    source: Source,
    message: Result<Envelope, Reject>,
}

pub fn run(args: Args) -> Result<Exit, Failure> {
    let mut config = super::config::load(args.config.as_deref())?.config;
    config.desk.strict_ninjs |= args.strict_ninjs;
    config.desk.dateline_styles.extend(args.dateline_style);
    let desk = super::desk::open(&config)?;
    let files = if args.files.is_empty() { vec![PathBuf::from("-")] } else { args.files };
    let bar = progress_bar(files.len());
    let mut press = Press {
        desk: &desk,
        out: BufWriter::with_capacity(BUFFER, io::stdout().lock()),
        pretty: args.pretty,
        style: super::pretty::Style::of_stdout(),
        tally: Tally::default(),
    };
    let started = std::time::Instant::now();
    let mut exit = Exit::Done;
    for file in &files {
        let result = open(file)
            .and_then(|input| press.file(file, input, args.framing, config.limits.max_dispatch_bytes));
        match result {
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

/// Which side of the pipe failed.
enum Trouble {
    Read(io::Error),
    Write(io::Error),
}

fn open(file: &Path) -> Result<Box<dyn Read>, Trouble> {
    if file == Path::new("-") {
        return Ok(Box::new(io::stdin()));
    }
    File::open(file).map(|file| Box::new(file) as Box<dyn Read>).map_err(Trouble::Read)
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

/// Most dispatches edited at once before they are written.
const BATCH: usize = 512;
/// Bytes read at once; also about the most text in a batch.
const BUFFER: usize = 1 << 20;

struct Press<'a, W: Write> {
    desk: &'a Desk,
    out: W,
    pretty: bool,
    style: super::pretty::Style,
    tally: Tally,
}

impl<W: Write> Press<'_, W> {
    fn file(
        &mut self,
        file: &Path,
        input: Box<dyn Read>,
        framing: Framing,
        max: usize,
    ) -> Result<(), Trouble> {
        let name = (file != Path::new("-")).then(|| file.display().to_string());
        let source = Source { file: name, ..Source::default() };
        if framing == Framing::Whole {
            let mut bytes = Vec::new();
            // One byte past the limit is enough to know: a file of any size costs no more (invariant 7).
            input.take(max as u64 + 1).read_to_end(&mut bytes).map_err(Trouble::Read)?;
            let message = match bytes.len() > max {
                true => Err(too_large(max)),
                false => Ok(Envelope { payload: Some(bytes), ..Envelope::default() }),
            };
            return self.batch(vec![Item { source, message }]);
        }
        let mut lines = BufReader::with_capacity(BUFFER, input);
        let mut batch = Vec::new();
        for number in 1.. {
            // JSON may write one byte as six (\u0000).
            let longest = if framing == Framing::Ndjson { max.saturating_mul(6) + (1 << 16) } else { max };
            let line = read_line(&mut lines, longest).map_err(Trouble::Read)?;
            let Some(line) = line else { break };
            let source = Source { line: Some(number), ..source.clone() };
            let message = match (line, framing) {
                (Line::TooLong, _) => Err(too_large(max)),
                (Line::Whole(line), Framing::Ndjson) => Envelope::parse(&line),
                (Line::Whole(line), _) => Ok(Envelope { payload: Some(line), ..Envelope::default() }),
            };
            batch.push(Item { source, message });
            // Never wait for input with finished dispatches in hand: a live pipe wants its records now.
            if batch.len() >= BATCH || memchr::memchr(b'\n', lines.buffer()).is_none() {
                self.batch(std::mem::take(&mut batch))?;
            }
        }
        self.batch(batch)
    }

    /// Edits the items on all cores and writes their lines in order.
    fn batch(&mut self, items: Vec<Item>) -> Result<(), Trouble> {
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
            self.write(&line.json).map_err(Trouble::Write)?;
        }
        self.out.flush().map_err(Trouble::Write)
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

enum Line {
    Whole(Vec<u8>),
    TooLong,
}

/// The next line without its end; `None` at the end of the input. A line past `max` bytes is skipped.
fn read_line(input: &mut impl BufRead, max: usize) -> io::Result<Option<Line>> {
    let mut line = Vec::new();
    let read = input.by_ref().take(max as u64 + 1).read_until(b'\n', &mut line)?;
    if read == 0 {
        return Ok(None);
    }
    let ended = line.last() == Some(&b'\n');
    if ended {
        line.pop();
        line.pop_if(|byte| *byte == b'\r');
    } else if line.len() > max {
        input.skip_until(b'\n')?;
        return Ok(Some(Line::TooLong));
    }
    Ok(Some(Line::Whole(line)))
}

fn too_large(max: usize) -> Reject {
    Reject {
        code: "wire.too_large",
        stage: "wire",
        message: format!("the dispatch is longer than limits.max_dispatch_bytes = {max}"),
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
    let envelope = match &item.message {
        Ok(envelope) => envelope,
        Err(reject) => return vec![dead_letter(reject, &item.source)],
    };
    let source = Source {
        topic: envelope.topic.clone(),
        partition: envelope.partition,
        offset: envelope.offset,
        ..item.source.clone()
    };
    let incoming = Incoming {
        key: envelope.key.as_deref(),
        payload: envelope.payload.as_deref(),
        timestamp_ms: envelope.timestamp_ms,
        source,
    };
    let line = |outcome| match outcome {
        Outcome::Publish(published) => OutputLine { kind: Kind::Record, json: json(&published.record) },
        Outcome::Spike { record: Some(record), .. } => OutputLine { kind: Kind::Spiked, json: json(&record) },
        Outcome::Spike { reason, source, record: None } => OutputLine {
            kind: Kind::Spiked,
            json: json(&serde_json::json!({ "copydesk": { "source": source, "spiked": reason } })),
        },
        Outcome::DeadLetter { reject, source } => dead_letter(&reject, &source),
    };
    desk.process(&incoming).into_iter().map(line).collect()
}

fn dead_letter(reject: &Reject, source: &Source) -> OutputLine {
    let fault = serde_json::json!({ "code": reject.code, "message": reject.message });
    let value = serde_json::json!({ "copydesk": { "source": source, "dead_letter": fault } });
    OutputLine { kind: Kind::DeadLetter, json: json(&value) }
}

fn json(value: &impl serde::Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("records have string keys and finite numbers, so they serialize")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_where_they_should() {
        let mut input = &b"one\r\n\ntoo long a line\nlast"[..];
        let mut got = Vec::new();
        while let Some(line) = read_line(&mut input, 8).unwrap() {
            got.push(match line {
                Line::Whole(line) => String::from_utf8(line).unwrap(),
                Line::TooLong => "<too long>".into(),
            });
        }
        assert_eq!(got, ["one", "", "<too long>", "last"]);
    }
}
