//! `copydesk dlq redrive`: letters back to the topic they came from.

use std::io::IsTerminal;

use super::{Desk, Where, Which, letters, shared};
use crate::cli::{Exit, Failure, out};
use crate::letters::Survey;
use crate::letters::redrive::{self, Kept, Outcome, Plan, RedriveError};

/// Send dead letters back to the topic that they came from, each exactly once
///
/// A letter goes back as the message it was, with the header copydesk-redrives counted up. Those that this binary
/// would reject again stay, unless --all is given. Letters and the receipts for them are written in one
/// transaction, so a redrive that was broken off is just run again; docs/dead-letters.md says how.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  copydesk dlq redrive -c copydesk.toml --dry-run
  copydesk dlq redrive -c copydesk.toml --code wire.format_unknown --agency AFP
  copydesk dlq redrive -c copydesk.toml --all --to wire.again --limit 10")]
pub struct Args {
    #[command(flatten)]
    at: Where,
    #[command(flatten)]
    which: Which,
    /// Say what would be sent, and send nothing
    #[arg(long)]
    dry_run: bool,
    /// Send to this topic instead
    #[arg(long, value_name = "TOPIC")]
    to: Option<String>,
    /// Send also what this binary would reject again
    #[arg(long)]
    all: bool,
    /// Leave letters that came back so often already
    #[arg(long, value_name = "N", default_value_t = 3)]
    max_redrives: u32,
    /// Send no more than so many
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

pub fn run(args: Args) -> Result<Exit, Failure> {
    let desk = Desk::open(&args.at)?;
    let choice = desk.choice(&args.which)?;
    let plan = Plan {
        to: shared(&args.to),
        sources: desk.config.kafka.source_topics.clone(),
        max_redrives: args.max_redrives,
        all: args.all,
        limit: args.limit,
    };
    if args.to.as_deref() == Some(desk.topic.as_str()) {
        let message = format!("--to {} is the dead-letter topic itself; name another", desk.topic);
        return Err(Failure::new(Exit::Usage, message));
    }
    if args.to.as_ref() == Some(&desk.config.kafka.record_topic) {
        let message = format!(
            "--to {} is the record topic: who reads it wants records; name another",
            desk.config.kafka.record_topic
        );
        return Err(Failure::new(Exit::Usage, message));
    }
    // Asks first, so that a topic that is not there is said before anything is begun. Invariant 12: a dry run
    // opens no producer.
    desk.reader()?;
    let mut sender = match args.dry_run {
        true => None,
        false => Some(redrive::open(&desk.clients, &desk.topic)?),
    };
    let reader = desk.reader()?;
    // An agency costs an edit: it is asked for only where it decides.
    let ask = !choice.agencies.is_empty();
    let survey = Survey::read(&reader, &choice, &|message, letter| {
        ask.then(|| desk.now.agency(message, letter)).flatten()
    })?;
    let open = survey.open().count() as u64;
    let bar = progress(open);
    let (outcome, ended) =
        redrive::redrive(&reader, &survey, &plan, &desk.now, sender.as_mut(), &mut |outcome| {
            bar.set_position(met(outcome));
        });
    bar.finish_and_clear();
    let redriven = survey.entries.len() as u64 - open;
    let head = format!(
        "{}: {}, {} chosen, {redriven} of them redriven before\n",
        desk.topic,
        letters(survey.letters),
        survey.entries.len()
    );
    let left = match &ended {
        Ok(()) => "stay: were not met a second time; run again",
        Err(_) => "are open still: it broke off before them",
    };
    out::print(&(head + &describe(&outcome, open, left, &plan, args.dry_run)))?;
    ended?;
    Ok(Exit::Done)
}

impl From<RedriveError> for Failure {
    fn from(error: RedriveError) -> Self {
        Failure::new(error.exit().into(), error.to_string())
    }
}

/// Letters that something was done about.
fn met(outcome: &Outcome) -> u64 {
    outcome.sent.values().chain(outcome.kept.values()).sum()
}

fn progress(open: u64) -> indicatif::ProgressBar {
    if !std::io::stderr().is_terminal() {
        return indicatif::ProgressBar::hidden();
    }
    let style =
        indicatif::ProgressStyle::with_template("{bar:30} {pos}/{len} letters, {per_sec}, {eta} left")
            .unwrap_or_else(|_| indicatif::ProgressStyle::default_bar());
    indicatif::ProgressBar::new(open).with_style(style)
}

/// `left` says what is with those that nothing was done about.
fn describe(outcome: &Outcome, open: u64, left: &str, plan: &Plan, dry_run: bool) -> String {
    let mut rows = Vec::new();
    let did = if dry_run { "would be sent" } else { "sent" };
    for (topic, count) in &outcome.sent {
        rows.push((*count, format!("{did} to {topic}")));
    }
    if rows.is_empty() {
        rows.push((0, did.to_owned()));
    }
    for (kept, count) in &outcome.kept {
        let why = match kept {
            Kept::StillRejected(code) => format!("stay: would be rejected again, {code}"),
            Kept::TooOften => format!("stay: came back {} times or more (--max-redrives)", plan.max_redrives),
            Kept::Truncated => "stay: only the beginning of the message is there; replay its source".into(),
            Kept::Foreign(topic) => {
                format!("stay: from {topic:?}, which is not in kafka.source_topics (--to)")
            }
            Kept::SameMessage => "came back with another letter of the same message".into(),
            Kept::Headers => "stay: a header's name is not UTF-8".into(),
            Kept::Refused => "stay: the topic refuses the message, for its size or its time".into(),
        };
        rows.push((*count, why));
    }
    let met = met(outcome);
    if met < open && !outcome.limited {
        rows.push((open - met, left.into()));
    }
    let mut text: String = rows.iter().map(|(count, why)| format!("{count:>8} {why}\n")).collect();
    if outcome.limited {
        text.push_str("         the limit is reached; run again for the rest\n");
    }
    if dry_run {
        text.push_str("         (dry run: nothing was sent)\n");
    }
    text
}
