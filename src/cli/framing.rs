//! Dispatches in files or on standard input, and the lines that stand for them on standard output.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use crate::desk::{Incoming, Outcome};
use crate::record::Source;
use crate::wire::Reject;
use crate::wire::envelope::Envelope;

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Framing {
    /// One file, one dispatch
    Whole,
    /// One line, one dispatch
    Lines,
    /// One line, one JSON envelope, as `kcat -J` prints it
    Ndjson,
}

/// A dispatch as the framing cut it out, or why it could not.
pub struct Item {
    pub source: Source,
    message: Result<Envelope, Reject>,
}

impl Item {
    /// The message as a topic would have delivered it.
    ///
    /// # Errors
    /// Why the framing could not cut it out.
    pub fn incoming(&self) -> Result<Incoming<'_>, &Reject> {
        let envelope = self.message.as_ref()?;
        let source = Source {
            topic: envelope.topic.clone(),
            partition: envelope.partition,
            offset: envelope.offset,
            ..self.source.clone()
        };
        Ok(Incoming {
            key: envelope.key.as_deref(),
            payload: envelope.payload.as_deref(),
            timestamp_ms: envelope.timestamp_ms,
            format: envelope.header(crate::desk::FORMAT_HEADER),
            source,
        })
    }
}

/// Which side of the pipe failed.
pub enum Trouble {
    Read(io::Error),
    Write(io::Error),
}

fn open(file: &Path) -> Result<Box<dyn Read>, Trouble> {
    if file == Path::new("-") {
        return Ok(Box::new(io::stdin()));
    }
    File::open(file).map(|file| Box::new(file) as Box<dyn Read>).map_err(Trouble::Read)
}

/// Most dispatches edited at once before they are written.
const BATCH: usize = 512;
/// Bytes read at once; also about the most text in a batch.
const BUFFER: usize = 1 << 20;

/// Reads `file` (`-`: standard input) and gives its dispatches in batches, in order. `max` is the most bytes
/// of a dispatch.
pub fn batches(
    file: &Path,
    framing: Framing,
    max: usize,
    mut each: impl FnMut(Vec<Item>) -> io::Result<()>,
) -> Result<(), Trouble> {
    let input = open(file)?;
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
        return each(vec![Item { source, message }]).map_err(Trouble::Write);
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
            each(std::mem::take(&mut batch)).map_err(Trouble::Write)?;
        }
    }
    each(batch).map_err(Trouble::Write)
}

/// The line of NDJSON for one outcome: the record, or what stands in its place.
pub fn line(outcome: &Outcome) -> Vec<u8> {
    match outcome {
        Outcome::Publish(published) => json(&published.record),
        Outcome::Spike { record: Some(record), .. } => json(record),
        Outcome::Spike { reason, source, record: None } => {
            json(&serde_json::json!({ "copydesk": { "source": source, "spiked": reason } }))
        }
        Outcome::DeadLetter { reject, source } => dead_letter(reject, source),
    }
}

/// The line of NDJSON for a dispatch that cannot be edited.
pub fn dead_letter(reject: &Reject, source: &Source) -> Vec<u8> {
    let fault = serde_json::json!({ "code": reject.code, "message": reject.message });
    json(&serde_json::json!({ "copydesk": { "source": source, "dead_letter": fault } }))
}

fn json(value: &impl serde::Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("records have string keys and finite numbers, so they serialize")
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
