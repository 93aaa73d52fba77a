//! `copydesk dlq show`: one letter, why it is one, and what this binary makes of it now.

use std::io::Write;
use std::str::FromStr;

use rdkafka::Message;
use rdkafka::message::OwnedMessage;

use super::{Desk, Where, time};
use crate::cli::pretty::{self, safe};
use crate::cli::{Exit, Failure, framing, out};
use crate::desk::Outcome;
use crate::kafka::headers::pairs;
use crate::kafka::reader::Place;
use crate::letters::Letter;
use crate::letters::now::Verdict;

/// Show one dead letter: its headers, why it is one, its text, and what this binary makes of it now
///
/// Changes nothing in the cluster. The text is printed because it is asked for; it is in no log.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  copydesk dlq show -c copydesk.toml 3/991
  copydesk dlq show -c copydesk.toml 3/991 --raw > dispatch.bin")]
pub struct Args {
    #[command(flatten)]
    at: Where,
    /// The letter's partition and offset, as `dlq ls --list` prints them
    #[arg(value_name = "PARTITION/OFFSET")]
    letter: Wanted,
    /// Only the message's bytes, as they are
    #[arg(long)]
    raw: bool,
}

#[derive(Clone, Copy)]
struct Wanted(Place);

impl FromStr for Wanted {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let place = || {
            let (partition, offset) = text.split_once('/')?;
            let place = Place { partition: partition.parse().ok()?, offset: offset.parse().ok()? };
            (place.partition >= 0 && place.offset >= 0).then_some(Wanted(place))
        };
        place().ok_or_else(|| format!("{text} is no letter: write partition and offset, such as 3/991"))
    }
}

/// Longest text that is shown, in characters; `--raw` has all.
const SHOWN: usize = 20_000;

pub fn run(args: Args) -> Result<Exit, Failure> {
    let desk = Desk::open(&args.at)?;
    let Wanted(place) = args.letter;
    let mut found = None;
    desk.reader()?.fetch(&[place], &mut |message| {
        found = Some(message);
        false
    })?;
    let Some(message) = found else {
        let message = format!(
            "{} has no message at {}/{}: retention removed it, or it never was one; see `copydesk dlq ls --list`",
            desk.topic, place.partition, place.offset
        );
        return Err(Failure::new(Exit::Failed, message));
    };
    if args.raw {
        let mut stdout = std::io::stdout().lock();
        let bytes = message.payload().unwrap_or_default();
        return match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                Err(Failure::new(Exit::Environment, format!("standard output cannot be written: {error}")))
            }
            _ => Ok(Exit::Done),
        };
    }
    out::print(&describe(&desk, &message))
}

fn describe(desk: &Desk, message: &OwnedMessage) -> String {
    let place = format!("{} {}/{}", desk.topic, message.partition(), message.offset());
    let mut text = format!("{place}\n");
    let mut field = |name: &str, value: &str| text.push_str(&format!("  {name:10} {value}\n"));
    let letter = Letter::of(message);
    match &letter {
        None => field("letter", "no: copydesk's stage did not write this message"),
        Some(letter) => {
            let row = crate::fault::find(&letter.code);
            let meaning = row.map_or("a code that this version does not know", |row| row.meaning);
            field("code", &format!("{}: {meaning}", safe(&letter.code)));
            field("why", &safe(&letter.reason));
            if let Some(row) = row {
                field("mend", row.mend);
            }
            let origin = &letter.origin;
            field("from", &format!("{} {}/{}", safe(&origin.topic), origin.partition, origin.offset));
            if let Some(item) = letter.item {
                field("item", &item.to_string());
            }
            if let Some(whole) = letter.truncated {
                field("truncated", &format!("the whole message had {whole} bytes; it can only be replayed"));
            }
            field("redrives", &letter.redrives.to_string());
        }
    }
    field("time", &time(message.timestamp().to_millis()).unwrap_or_else(|| "-".into()));
    field("key", &message.key().map_or("-".into(), |key| safe(&String::from_utf8_lossy(key))));
    text.push_str("\nheaders\n");
    for pair in pairs(message.headers()) {
        let line = match pair {
            None => "(a name that is not UTF-8)".into(),
            Some((name, None)) => format!("{} (null)", safe(&name)),
            Some((name, Some(value))) => {
                format!("{}: {}", safe(&name), safe(&String::from_utf8_lossy(&value)))
            }
        };
        text.push_str(&format!("  {line}\n"));
    }
    let bytes = message.payload().map_or("no value".into(), |value| format!("{} bytes", value.len()));
    text.push_str(&format!("\nmessage, {bytes}\n{}\n", body(message.payload().unwrap_or_default())));
    if let Some(letter) = letter {
        text.push_str(&now(desk, message, &letter));
    }
    text
}

/// The message for a terminal, made safe line by line.
fn body(value: &[u8]) -> String {
    let text = String::from_utf8_lossy(value);
    let shown: String = text.chars().take(SHOWN).collect();
    let mut lines: Vec<_> = shown.lines().map(|line| format!("  {}", safe(line))).collect();
    if shown.len() < text.len() {
        lines.push("  … (--raw has all)".into());
    }
    lines.join("\n") + "\n"
}

/// What this binary makes of the letter.
fn now(desk: &Desk, message: &OwnedMessage, letter: &Letter) -> String {
    let mut text = match desk.now.judge(message, letter) {
        Verdict::Published(1) => "now: a record\n".to_owned(),
        Verdict::Published(records) => format!("now: {records} records\n"),
        Verdict::Spiked(reason) => format!("now: spiked, {reason}\n"),
        Verdict::Rejected { code, message } => format!("now: still rejected, {code}: {message}\n"),
    };
    if letter.truncated.is_some() {
        text = "now: only its beginning is here, so it cannot be judged\n".into();
        return text;
    }
    let style = pretty::Style::of_stdout();
    let mut paper = Vec::new();
    // What is rejected is said already.
    let edited = |outcome: &Outcome| !matches!(outcome, Outcome::DeadLetter { .. });
    for outcome in desk.now.outcomes(message, letter).into_iter().filter(edited) {
        let value = serde_json::from_slice(&framing::line(&outcome)).unwrap_or_default();
        // Writing to memory does not fail.
        let _ = pretty::record(&mut paper, &value, style);
    }
    format!("{text}\n{}", String::from_utf8_lossy(&paper))
}
