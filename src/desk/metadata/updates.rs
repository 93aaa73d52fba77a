//! Signals, advisories and embargoes of an envelope beside those of the text.

use super::agree;
use super::times::Clock;
use crate::desk::Sent;
use crate::desk::update::{self, Mark};
use crate::dispatch::{Envelope, Status};
use crate::record::{Embargo, Update, UpdateKind, Warning};

/// Takes what the envelope says into `update`, which holds what the text says. A kill or hold of either stays one, and of two
/// embargoes the later one holds (invariant 9).
pub fn merge(
    update: &mut Update,
    envelope: &Envelope,
    clock: &Clock,
    sent: Sent,
    warnings: &mut Vec<Warning>,
) {
    for signal in &envelope.signals {
        update::apply(update, Mark::Kind { kind: signal.kind, sequence: signal.sequence, alone: true });
    }
    let notes = || envelope.notes.iter().map(|note| &note.text);
    for line in envelope.advisories.iter().chain(notes()) {
        update::advisory::read(line).into_iter().for_each(|mark| update::apply(update, mark));
    }
    let mut said: Option<Embargo> = None;
    for line in lines(envelope).chain(envelope.advisories.iter()).chain(notes()) {
        for mark in update::marks(line, sent) {
            match mark {
                Mark::Embargo(embargo) => {
                    said = Some(said.map_or(embargo.clone(), |known| later(known, embargo, warnings)))
                }
                mark => update::apply(update, mark),
            }
        }
    }
    let words = [update.embargo.take(), said].into_iter().flatten().reduce(|a, b| later(a, b, warnings));
    update.embargo = held(envelope, words, clock, warnings);
    match envelope.status {
        Some(Status::Canceled) => {
            update::apply(update, Mark::Kind { kind: UpdateKind::Kill, sequence: None, alone: true });
        }
        Some(Status::Withheld) => {
            update::apply(update, Mark::Kind { kind: UpdateKind::Withhold, sequence: None, alone: true });
        }
        _ => {}
    }
    if let Some(word) = envelope.raw.get("pubStatus") {
        warnings.push(Warning {
            code: "status.unknown",
            field: "pubStatus",
            detail: format!("nothing is known of the status `{word}`: it holds nothing back"),
        });
    }
    corrected(update, envelope);
    update.take = update.take.or(envelope.take);
    let slug = envelope.slugline.as_deref().filter(|line| update::is_slugline(line)).and_then(update::story);
    update.story = envelope.story.clone().or(update.story.take()).or_else(|| slug.map(str::to_owned));
    update.replaces.extend(
        envelope.replaces.iter().filter(|id| !update.replaces.contains(id)).cloned().collect::<Vec<_>>(),
    );
}

/// Headlines and slugline: `UPDATE 1-`, `CORRECTED-`, `BC-XX--Ferry, 1st Ld-Writethru`, `USA-WEATHER/ (UPDATE 1, PIX)`.
fn lines(envelope: &Envelope) -> impl Iterator<Item = &String> {
    let main =
        envelope.headlines.iter().filter(|headline| headline.role.is_none()).map(|headline| &headline.text);
    main.chain(&envelope.slugline)
}

/// Keeps the public note that tells what a correction corrects.
fn corrected(update: &mut Update, envelope: &Envelope) {
    if update.kind != UpdateKind::Correction || update.note.is_some() {
        return;
    }
    let tells = |note: &&String| {
        update::marks(note, Sent::default())
            .iter()
            .any(|mark| matches!(mark, Mark::Kind { kind: UpdateKind::Correction, .. }))
    };
    let public = envelope.notes.iter().filter(|note| note.public).map(|note| &note.text);
    // What is read of a private note may not be quoted.
    let private =
        |line: &&String| envelope.notes.iter().any(|note| !note.public && note.text.contains(line.as_str()));
    update.note = envelope.advisories.iter().filter(|line| !private(line)).chain(public).find(tells).cloned();
}

/// Fields that say that there is an embargo and not until when.
const MERE: &[&str] = &["embargo", "embargoed", "true", "yes"];

/// The embargo that fields and `words` make together: the last. A field that says when and cannot be read holds the item back, and so
/// do words that cannot, unless they tell of the field's own time (dpa: `19.00 Uhr` beside 19:00+01:00).
fn held(
    envelope: &Envelope,
    words: Option<Embargo>,
    clock: &Clock,
    warnings: &mut Vec<Warning>,
) -> Option<Embargo> {
    let resolved: Vec<_> = envelope
        .embargoes
        .iter()
        .map(|embargo| Embargo {
            raw: embargo.raw.clone(),
            until: clock.published(embargo.until, "embargoedUntil", warnings),
        })
        .collect();
    let (timed, untimed): (Vec<_>, Vec<_>) = resolved.into_iter().partition(|field| field.until.is_some());
    let mere = |field: &Embargo| MERE.iter().any(|word| bare(&field.raw).eq_ignore_ascii_case(word));
    // dpa: the field is a note, whose words have been read.
    let read = |field: &Embargo| words.as_ref().is_some_and(|words| field.raw.contains(bare(&words.raw)));
    if let Some(unread) = untimed.iter().find(|field| !mere(field) && !read(field)) {
        return Some(unread.clone());
    }
    match (timed.into_iter().reduce(|a, b| later(a, b, warnings)), words) {
        (Some(field), Some(words)) if words.until.is_none() => {
            let offsets = envelope.embargoes.iter().filter_map(|embargo| embargo.until?.offset);
            let agrees = field.until.as_ref().and_then(|until| until.parse().ok()).is_some_and(|until| {
                clock.locals(until, offsets).any(|local| agree::tells(&words.raw, local))
            });
            Some(if agrees { field } else { words })
        }
        (Some(field), Some(words)) => Some(later(field, words, warnings)),
        (field, words) => field.or(words).or_else(|| untimed.into_iter().next()),
    }
}

fn bare(raw: &str) -> &str {
    raw.trim_matches(|c: char| !c.is_alphanumeric())
}

/// The embargo that ends later. One that cannot be read ends never.
fn later(a: Embargo, b: Embargo, warnings: &mut Vec<Warning>) -> Embargo {
    let instant =
        |embargo: &Embargo| embargo.until.as_ref().and_then(|until| until.parse::<jiff::Timestamp>().ok());
    let (Some(first), Some(second)) = (instant(&a), instant(&b)) else {
        return if a.until.is_none() { a } else { b };
    };
    if first != second {
        warnings.push(Warning {
            code: "embargo.conflict",
            field: "embargoedUntil",
            detail: format!("two embargoes differ, until {first} and until {second}: the later one holds"),
        });
    }
    if first >= second { a } else { b }
}
