//! How a dispatch relates to earlier ones: updates, corrections, kills, embargoes.
//!
//! Read from the lines and notes above the story only: a word such as `kill` in a sentence is no signal.
//! Invariant 9: an embargo that cannot be read is reported, never dropped, and a kill stays a kill.

use super::Sent;
use super::dateline::month;
use crate::record::{Embargo, Update, UpdateKind};

/// How a marker's line goes on.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    /// `UPDATE 2-Headline`: a number, then a hyphen.
    Numbered,
    /// `CORRECTED-Headline`, `CORRECTION: text`: a hyphen, colon or the line's end.
    Prefix,
    /// The word, perhaps repeated, has the line for itself, or a colon or hyphen follows.
    Alone,
}

/// Markers as the wires type them, in capitals (Reuters handbook, dpa and AP stylebooks, Yonhap, Xinhua).
#[rustfmt::skip]
const MARKERS: &[(&str, Form, UpdateKind)] = &[
    ("UPDATE", Form::Numbered, UpdateKind::Update), ("WRAPUP", Form::Numbered, UpdateKind::Update),
    ("UPDATE", Form::Prefix, UpdateKind::Update),
    ("RECASTS", Form::Prefix, UpdateKind::Update), ("LEAD", Form::Alone, UpdateKind::Update),
    ("RPT", Form::Prefix, UpdateKind::Update), ("REPEAT", Form::Prefix, UpdateKind::Update),
    ("CORRECTED", Form::Prefix, UpdateKind::Correction), ("CORRECTION", Form::Prefix, UpdateKind::Correction),
    ("CORRECTIVE", Form::Alone, UpdateKind::Correction), ("CORRECTS", Form::Prefix, UpdateKind::Correction),
    ("REFILE", Form::Prefix, UpdateKind::Correction), ("BERICHTIGUNG", Form::Prefix, UpdateKind::Correction),
    ("STORY WITHDRAWN", Form::Alone, UpdateKind::Kill), ("WITHDRAWAL", Form::Alone, UpdateKind::Kill),
    ("WITHDRAWN", Form::Alone, UpdateKind::Kill), ("MANDATORY KILL", Form::Alone, UpdateKind::Kill),
    ("KILL", Form::Alone, UpdateKind::Kill), ("BULLETIN KILL", Form::Alone, UpdateKind::Kill),
    ("BC-KILL", Form::Alone, UpdateKind::Kill),
    ("ANNULE", Form::Alone, UpdateKind::Kill), ("ANULAR", Form::Alone, UpdateKind::Kill),
    ("HOLD", Form::Alone, UpdateKind::Withhold), ("WITHHOLD", Form::Alone, UpdateKind::Withhold),
    ("ADVISORY", Form::Alone, UpdateKind::Advisory), ("MEDIA ADVISORY", Form::Alone, UpdateKind::Advisory),
    ("FLASH", Form::Alone, UpdateKind::Alert), ("ALERT", Form::Alone, UpdateKind::Alert),
    ("BULLETIN", Form::Alone, UpdateKind::Alert), ("SNAP", Form::Prefix, UpdateKind::Alert),
    ("URGENT", Form::Alone, UpdateKind::Alert), ("BREAKING", Form::Alone, UpdateKind::Alert),
    ("NEWSALERT", Form::Alone, UpdateKind::Alert), ("EIL", Form::Alone, UpdateKind::Alert),
    ("TEST", Form::Alone, UpdateKind::Test), ("TEST MESSAGE", Form::Alone, UpdateKind::Test),
    ("SERVICE TEST", Form::Alone, UpdateKind::Test),
];

/// What opens an embargo note, folded to lower case.
const EMBARGOES: &[&str] = &[
    "embargoed",
    "embargo:",
    "embargo until",
    "embargo -",
    "strictly embargoed",
    "under embargo",
    "sperrfrist",
    "not for release",
    "not for publication before",
    "not for publication until",
    "not for use before",
    "hold for release",
    "for release at",
    "sous embargo",
    "embargo jusqu",
    "embargo hasta",
];

/// What a line above the story says.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    Kind {
        kind: UpdateKind,
        sequence: Option<u32>,
        /// The marker has the line for itself.
        alone: bool,
    },
    Embargo(Embargo),
}

/// Reads the line or note `line` (without its brackets).
pub fn mark(line: &str, sent: Sent) -> Option<Mark> {
    let line = line.trim().trim_start_matches(['(', '[', '*', ' ', '>']);
    let window: String = line.chars().take(40).collect::<String>().to_lowercase();
    if EMBARGOES.iter().any(|e| window.starts_with(e)) {
        let raw = line.trim_end_matches([')', ']', ' ']).to_owned();
        let until = embargo_until(&raw, sent);
        return Some(Mark::Embargo(Embargo { raw, until }));
    }
    if is_slugline(line) {
        return line.split(',').skip(1).find_map(|part| mark(part, sent));
    }
    if let Some(sequence) = lead(line) {
        return Some(Mark::Kind { kind: UpdateKind::Update, sequence, alone: false });
    }
    MARKERS.iter().find_map(|(word, form, kind)| {
        let rest = line.strip_prefix(word)?;
        let (sequence, alone) = match form {
            Form::Numbered => {
                let number = rest.strip_prefix(' ')?;
                let digits = number.len() - number.trim_start_matches(|c: char| c.is_ascii_digit()).len();
                let sequence = number[..digits].parse().ok()?;
                let rest = number[digits..].trim_start();
                if !rest.is_empty() && !rest.starts_with(['-', '–', ':', ',', ')', '/']) {
                    return None;
                }
                (Some(sequence), rest.is_empty())
            }
            Form::Prefix => {
                let rest = rest.trim_start();
                if !rest.is_empty() && !rest.starts_with(['-', '–', '—', ':', '/', ')', '.', '!']) {
                    return None;
                }
                (None, rest.is_empty())
            }
            Form::Alone => {
                let mut rest = rest;
                while let Some(more) = rest.trim_start().strip_prefix(word) {
                    rest = more;
                }
                let rest = rest.trim_start();
                let ends = rest.trim_matches(['*', '!', '.', ')', ']', ' ', '=', '-']).is_empty();
                if !ends && !rest.starts_with([':', ',', '-', '–', '—', ')', '!']) {
                    return None;
                }
                (None, ends)
            }
        };
        Some(Mark::Kind { kind: *kind, sequence, alone })
    })
}

/// A keyword line: `BC-EU--Serbia-Rail,3rd Ld-Writethru,0287` (AP, ANPA 1312: cycle, category, keywords,
/// then version and word count behind commas).
pub fn is_slugline(line: &str) -> bool {
    let keyword = line.split([',', ' ']).next().unwrap_or_default();
    let cycle = keyword.split_once('-').is_some_and(|(cycle, rest)| {
        ["BC", "AM", "PM", "AP"].contains(&cycle) && rest.starts_with(|c: char| c.is_uppercase())
    });
    cycle && line.len() < 120
}

/// Whether the whole dispatch is one line in capitals, as wires flash a fact before its story.
pub fn is_flash(body: &str) -> bool {
    let line = body.trim();
    let words = line.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count();
    words >= 3 && line.len() <= 250 && !line.contains('\n') && !line.chars().any(char::is_lowercase)
}

/// `2nd LD`, `1st Ld-Writethru`, `3RD LEAD`, `2ndlead`: the number of the lead.
fn lead(line: &str) -> Option<Option<u32>> {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits == 0 || digits > 2 {
        return None;
    }
    let rest = line.get(digits..digits + 2)?.to_lowercase();
    if !["st", "nd", "rd", "th"].contains(&rest.as_str()) {
        return None;
    }
    let word = line[digits + 2..].trim_start().get(..2)?.to_lowercase();
    let rest = line[digits + 2..].trim_start();
    let led = word == "ld" || rest.get(..4).is_some_and(|w| w.eq_ignore_ascii_case("lead"));
    led.then(|| line[..digits].parse().ok())
}

/// Zones that embargo notes name, as minutes from UTC. `EST`, `IST` and the like mean several zones and are
/// not read.
const ZONES: &[(&str, i32)] = &[
    ("gmt", 0),
    ("utc", 0),
    ("z", 0),
    ("cet", 60),
    ("cest", 120),
    ("bst", 60),
    ("edt", -240),
    ("pdt", -420),
    ("jst", 540),
    ("aest", 600),
];

/// The instant up to which `raw` embargoes, in RFC 3339. Needs a day, a time and a zone; a year that is left
/// out is the first that does not lie before the dispatch.
fn embargo_until(raw: &str, sent: Sent) -> Option<String> {
    let mut time: Option<(i8, i8)> = None;
    let mut zone: Option<i32> = None;
    let (mut day, mut mon, mut year): (Option<i8>, Option<i8>, Option<i16>) = (None, None, None);
    let tokens: Vec<&str> =
        raw.split([' ', ',', '(', ')', ';', '\n', '\t']).filter(|t| !t.is_empty()).collect();
    for (at, token) in tokens.iter().enumerate() {
        if let Ok(stamp) = token.trim_end_matches('.').parse::<jiff::Timestamp>() {
            return Some(stamp.to_string());
        }
        let bare = token.trim_end_matches(['.', ':', '-']);
        let lower = bare.to_lowercase();
        let (clock, glued) = match ZONES.iter().find(|(z, _)| {
            lower.len() > z.len() && lower.ends_with(z) && lower.as_bytes()[0].is_ascii_digit()
        }) {
            Some((z, offset)) => (&lower[..lower.len() - z.len()], Some(*offset)),
            None => (lower.as_str(), None),
        };
        let next = tokens.get(at + 1).map(|t| t.to_lowercase());
        let half = match next.as_deref().map(|n| n.replace('.', "")) {
            Some(n) if n == "am" => Some(0),
            Some(n) if n == "pm" => Some(12),
            _ => None,
        };
        let zoned = glued.is_some()
            || next.as_deref().is_some_and(|n| {
                ZONES.iter().any(|(z, _)| *z == n.trim_end_matches('.'))
                    || n == "uhr"
                    || n == "hours"
                    || n == "hrs"
            });
        if let Some((_, offset)) = ZONES.iter().find(|(z, _)| *z == lower) {
            zone = Some(*offset);
        } else if let Some(read) = read_clock(clock, half, zoned) {
            if time.replace(read).is_some() {
                // Two times: which of them holds cannot be said.
                return None;
            }
            zone = glued.or(zone);
        } else if let Some(found) = month(bare).filter(|_| bare.len() >= 3) {
            if mon.replace(i8::try_from(found).ok()?).is_some() {
                return None;
            }
        } else if let Ok(number) = bare.trim_end_matches(|c: char| c.is_alphabetic()).parse::<i16>() {
            match number {
                1..=31 if day.is_none() => day = i8::try_from(number).ok(),
                1990..=2100 if year.is_none() => year = Some(number),
                _ => return None,
            }
        } else if let Ok(date) = bare.parse::<jiff::civil::Date>() {
            (day, mon, year) = (Some(date.day()), Some(date.month()), Some(date.year()));
        }
    }
    let ((hour, minute), offset, day, mon) = (time?, zone?, day?, mon?);
    let at = |year: i16| {
        let civil = jiff::civil::DateTime::new(year, mon, day, hour, minute, 0, 0).ok()?;
        jiff::tz::Offset::from_seconds(offset * 60).ok()?.to_timestamp(civil).ok()
    };
    let until = match year {
        Some(year) => at(year)?,
        None => {
            let sent = jiff::Timestamp::from_millisecond(sent.timestamp_ms?).ok()?;
            let this = jiff::tz::Offset::UTC.to_datetime(sent).year();
            at(this).filter(|t| *t >= sent).or_else(|| at(this + 1))?
        }
    };
    Some(until.to_string())
}

/// `10:00`, `10.30`, `0001` (where a zone follows), `10` (where `pm` does).
fn read_clock(clock: &str, half: Option<i8>, zoned: bool) -> Option<(i8, i8)> {
    let (hour, minute) = match clock.split_once([':', '.']) {
        Some((hour, minute)) if minute.len() == 2 => (hour.parse().ok()?, minute.parse().ok()?),
        Some(_) => return None,
        None if clock.len() == 4 && zoned => (clock.get(..2)?.parse().ok()?, clock.get(2..)?.parse().ok()?),
        None if half.is_some() => (clock.parse().ok()?, 0),
        None => return None,
    };
    let hour: i8 = match half {
        Some(add) => hour % 12 + add,
        None => hour,
    };
    let minute: i8 = minute;
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some((hour, minute))
}

/// Takes `mark` into `update`. A kill or hold is never weakened by what follows it.
pub fn apply(update: &mut Update, mark: Mark) {
    match mark {
        Mark::Embargo(embargo) => {
            update.embargo.get_or_insert(embargo);
        }
        Mark::Kind { kind, sequence, .. } => {
            let rank = |k: UpdateKind| match k {
                UpdateKind::New => 0,
                UpdateKind::Update => 1,
                UpdateKind::Alert => 2,
                UpdateKind::Advisory => 3,
                UpdateKind::Correction => 4,
                UpdateKind::Test => 5,
                UpdateKind::Withhold => 6,
                UpdateKind::Kill => 7,
            };
            if rank(kind) > rank(update.kind) {
                update.kind = kind;
            }
            update.sequence = update.sequence.or(sequence);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers() {
        for (line, kind, sequence) in [
            ("UPDATE 2-Ferry sinks off island", UpdateKind::Update, Some(2)),
            ("WRAPUP 1-Markets", UpdateKind::Update, Some(1)),
            ("2nd LD", UpdateKind::Update, Some(2)),
            ("1st Ld-Writethru", UpdateKind::Update, Some(1)),
            ("CORRECTED-Ferry sinks", UpdateKind::Correction, None),
            ("CORRECTION: In the story", UpdateKind::Correction, None),
            ("REFILE-Ferry", UpdateKind::Correction, None),
            ("KILL KILL KILL", UpdateKind::Kill, None),
            ("KILL: ferry story", UpdateKind::Kill, None),
            ("HOLD HOLD HOLD", UpdateKind::Withhold, None),
            ("URGENT", UpdateKind::Alert, None),
            ("TEST - please ignore", UpdateKind::Test, None),
            ("BC-XX--Ferry,3rd Ld-Writethru,0287", UpdateKind::Update, Some(3)),
            ("BC-XX--Ferry-Fire, KILL", UpdateKind::Kill, None),
            ("BULLETIN KILL, EDITORS:", UpdateKind::Kill, None),
        ] {
            let found = mark(line, Sent::default());
            let ok = matches!(&found, Some(Mark::Kind { kind: k, sequence: s, .. }) if (*k, *s) == (kind, sequence));
            assert!(ok, "{line}: {found:?}");
        }
        for line in [
            "KILL switch for phones",
            "TEST match ends in draw",
            "HOLD on tight",
            "Update on the ferry",
            "LEADERS meet",
            "2nd largest bank",
            "URGENTLY needed",
            "BC-XX--Ferry,0287",
            "BC-Kill-Devil-Hills,0300",
        ] {
            assert_eq!(mark(line, Sent::default()), None, "{line}");
        }
    }

    #[test]
    fn embargoes_are_read_or_said_to_be_unread() {
        let sent = Sent {
            // 2023-12-30T12:00:00Z
            timestamp_ms: Some(1_703_937_600_000),
        };
        for (line, until) in [
            ("EMBARGOED UNTIL 0001 GMT, March 5, 2024", Some("2024-03-05T00:01:00Z")),
            ("Embargoed until 10:00 CET, 2 January", Some("2024-01-02T09:00:00Z")),
            ("Embargo: 2024-01-02T10:00:00Z", Some("2024-01-02T10:00:00Z")),
            ("EMBARGOED UNTIL 5 pm GMT Jan 2 2024", Some("2024-01-02T17:00:00Z")),
            ("EMBARGOED UNTIL 0001 EST March 5", None),
            ("EMBARGOED UNTIL tomorrow noon", None),
            ("Sperrfrist: Dienstag, 19.00 Uhr", None),
            ("EMBARGOED UNTIL 0001 GMT March 5 or 0900 GMT March 6", None),
        ] {
            let Some(Mark::Embargo(embargo)) = mark(line, sent) else {
                panic!("{line} is an embargo");
            };
            assert_eq!(embargo.until.as_deref(), until, "{line}");
        }
        assert_eq!(mark("Embargoes on oil were lifted", sent), None);
    }

    #[test]
    fn a_flash_is_one_line_in_capitals() {
        assert!(is_flash("CENTRAL BANK CUTS KEY RATE TO 7.0%\n"));
        for text in [
            "Central bank cuts key rate",
            "OSLO",
            "12.5 13.0 14.5",
            "FERRY SINKS OFF ISLAND\n\nThe ferry sank.",
        ] {
            assert!(!is_flash(text), "{text}");
        }
    }

    #[test]
    fn a_kill_stays_a_kill() {
        let mut update = Update::default();
        for line in ["KILL", "UPDATE 3-Ferry", "CORRECTED-Ferry"] {
            apply(&mut update, mark(line, Sent::default()).expect("a marker"));
        }
        assert_eq!((update.kind, update.sequence), (UpdateKind::Kill, Some(3)));
    }
}
