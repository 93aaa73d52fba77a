//! The instant that an embargo note names.
//!
//! Invariant 9: every figure of the note must be understood, or it names none. A wrong reading would release the
//! copy early; none holds it back.

use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::Offset;

use super::zones::{self, Zone};
use crate::desk::Sent;
use crate::desk::dateline::{is_weekday, month};

/// A day without a year that lies further back than this may be next year's, which is then meant: the later one.
const STALE_DAYS: i32 = 40;

/// What may stand behind a day's number: `6th`, `1er`, `5º`.
const ORDINALS: &[&str] = &["", "st", "nd", "rd", "th", "er", "e", "o", "a", "º", "ª", "."];

/// What the note says, part by part; a part that is said twice is not decided.
#[derive(Default)]
struct Said {
    clock: Option<(i8, i8)>,
    /// The clock was four figures that may be a year: `2026 GMT`.
    year_like: bool,
    zone: Option<Zone>,
    day: Option<i8>,
    month: Option<i8>,
    year: Option<i16>,
    weekday: Option<Weekday>,
}

/// Puts `value` into `slot`; `None` where another stood there.
fn once<T: PartialEq>(slot: &mut Option<T>, value: T) -> Option<()> {
    if slot.as_ref().is_some_and(|known| *known != value) {
        return None;
    }
    *slot = Some(value);
    Some(())
}

/// The instant up to which `raw` embargoes, in RFC 3339. Needs a day, a time and a zone; a year that is left
/// out is that of the day nearest to the dispatch, in doubt the later.
pub(super) fn named(raw: &str, sent: Sent) -> Option<String> {
    let tokens: Vec<String> = raw
        .split(|c: char| c.is_whitespace() || ",()[];*!".contains(c))
        .filter(|token| !token.is_empty())
        .map(str::to_lowercase)
        .collect();
    let stamp = |token: &String| token.to_uppercase().trim_end_matches('.').parse::<jiff::Timestamp>().ok();
    if let Some((at, stamp)) = tokens.iter().enumerate().find_map(|(at, token)| Some((at, stamp(token)?))) {
        let figures = |token: &String| token.contains(|c: char| c.is_ascii_digit());
        let alone = tokens.iter().enumerate().all(|(other, token)| other == at || !figures(token));
        return alone.then(|| stamp.to_string());
    }
    let mut said = Said::default();
    let mut at = 0;
    while at < tokens.len() {
        at += said.take(&tokens, at)?;
    }
    said.instant(sent)
}

impl Said {
    /// Takes the token at `at`, and what belongs to it; how many. `None` where a figure means nothing known.
    fn take(&mut self, tokens: &[String], at: usize) -> Option<usize> {
        let bare = tokens[at].trim_end_matches(['.', ':', '-', '–', '—']);
        let bare = bare.trim_start_matches("d'").trim_start_matches("l'");
        if !bare.contains(|c: char| c.is_ascii_digit()) {
            if let Some(found) = month(bare).filter(|_| bare.chars().count() >= 3) {
                once(&mut self.month, i8::try_from(found).ok()?)?;
            } else if let Some(zone) = zones::named(bare) {
                once(&mut self.zone, zone)?;
            } else if let Some(weekday) = weekday(bare) {
                once(&mut self.weekday, weekday)?;
            }
            return Some(1);
        }
        if let Some(used) = self.time(tokens, at, bare) {
            return used;
        }
        if let Some(date) = full_date(bare) {
            once(&mut self.day, date.day())?;
            once(&mut self.month, date.month())?;
            once(&mut self.year, date.year())?;
            return Some(1);
        }
        let digits = bare.len() - bare.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let number: i16 = bare[..digits].parse().ok()?;
        match (number, &bare[digits..]) {
            (1..=31, ordinal) if digits <= 2 && ORDINALS.contains(&ordinal) => {
                once(&mut self.day, i8::try_from(number).ok()?)?;
            }
            (1990..=2100, "") => once(&mut self.year, number)?,
            _ => return None,
        }
        Some(1)
    }

    /// Takes a time of day: `10:00`, `06h00`, `2 p.m.`, `0001 GMT`. The outer `None` says that it is none.
    fn time(&mut self, tokens: &[String], at: usize, bare: &str) -> Option<Option<usize>> {
        let next = tokens.get(at + 1).map_or("", |t| t.trim_end_matches([':', '-']));
        let next_plain = next.replace('.', "");
        let (figures, glued) = match bare.find(|c: char| c.is_alphabetic() && c != 'h') {
            Some(end) => (&bare[..end], &bare[end..]),
            None => (bare, ""),
        };
        let glued_zone = zones::named(glued);
        let mut used = 1;
        let half = match glued.replace('.', "").as_str() {
            "am" => Some(0),
            "pm" => Some(12),
            _ => {
                let half =
                    [("am", 0), ("pm", 12)].iter().find(|(w, _)| *w == next_plain).map(|(_, add)| *add);
                used += usize::from(half.is_some());
                half
            }
        };
        if !glued.is_empty()
            && glued_zone.is_none()
            && !["am", "pm", "uhr"].contains(&glued.replace('.', "").as_str())
        {
            return None;
        }
        let marked = ["uhr", "hours", "hrs", "h", "hs", "uur"].contains(&next_plain.as_str());
        let zoned = glued_zone.is_some() || marked || glued == "uhr" || zones::named(&next_plain).is_some();
        let (hour, minute) = clock(figures, half.is_some(), zoned)?;
        let hour: i8 = match half {
            Some(_) if !(1..=12).contains(&hour) => return Some(None),
            Some(add) => hour % 12 + add,
            None => hour,
        };
        self.year_like |= figures.len() == 4 && (1990..=2100).contains(&figures.parse::<i16>().unwrap_or(0));
        let mut take = || {
            once(&mut self.clock, (hour, minute))?;
            if let Some(zone) = glued_zone {
                once(&mut self.zone, zone)?;
            }
            // `ET` and the like are a zone beside a time alone.
            if let Some(zone) = tokens.get(at + used).and_then(|t| zones::beside_time(t)) {
                once(&mut self.zone, zone)?;
                used += 1;
            }
            Some(used)
        };
        Some(take())
    }

    fn instant(self, sent: Sent) -> Option<String> {
        let ((hour, minute), zone, day, month) = (self.clock?, self.zone?, self.day?, self.month?);
        if self.year_like && self.year.is_none() {
            return None; // `until 6 May 2026 GMT` says no time
        }
        let date = match self.year {
            Some(year) => Date::new(year, month, day).ok()?,
            None => nearest(month, day, sent)?,
        };
        if self.weekday.is_some_and(|weekday| weekday != date.weekday()) {
            return None;
        }
        // 24:00 is the end of the day.
        let date = if hour == 24 { date.tomorrow().ok()? } else { date };
        let local = DateTime::from_parts(date, jiff::civil::Time::new(hour % 24, minute, 0, 0).ok()?);
        let offset = Offset::from_seconds(zones::minutes(zone, local) * 60).ok()?;
        Some(offset.to_timestamp(local).ok()?.to_string())
    }
}

/// The English day of the week: one that is not the date's puts the date in doubt.
fn weekday(word: &str) -> Option<Weekday> {
    const DAYS: [&str; 7] = ["mo", "tu", "we", "th", "fr", "sa", "su"];
    let at = DAYS.iter().position(|day| word.starts_with(day)).filter(|_| is_weekday(word))?;
    Weekday::from_monday_zero_offset(i8::try_from(at).ok()?).ok()
}

/// The day in the year nearest to the dispatch; the later one where it lies far back.
fn nearest(month: i8, day: i8, sent: Sent) -> Option<Date> {
    let sent = jiff::Timestamp::from_millisecond(sent.timestamp_ms?).ok()?;
    let sent = Offset::UTC.to_datetime(sent).date();
    let years = (sent.year() - 1..=sent.year() + 1).filter_map(|year| Date::new(year, month, day).ok());
    let days = |date: &Date| (*date - sent).get_days();
    years.min_by_key(|date| (days(date) < -STALE_DAYS, days(date).abs()))
}

/// `2026-05-06`, `6.5.2026`; `13/05/2026` only where a number can be no month. Others have no order that is sure.
fn full_date(token: &str) -> Option<Date> {
    if let Ok(date) = token.parse::<Date>() {
        return Some(date);
    }
    let sign = if token.contains('.') { '.' } else { '/' };
    let mut parts = token.split(sign);
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    let (first, second, year): (i8, i8, i16) =
        (first.parse().ok()?, second.parse().ok()?, year.parse().ok()?);
    match (sign, first, second) {
        ('.', day, month) => Date::new(year, month, day).ok(),
        (_, day, month) if day > 12 || day == month => Date::new(year, month, day).ok(),
        (_, month, day) if day > 12 => Date::new(year, month, day).ok(),
        _ => None,
    }
}

/// `10:00`, `10.30`, `06h00`, `6h`, `0001` (where a zone follows), `10` (where `pm` or `Uhr` does).
fn clock(figures: &str, half: bool, zoned: bool) -> Option<(i8, i8)> {
    let (hour, minute): (i8, i8) = match figures.split_once([':', '.', 'h']) {
        Some((hour, "")) if figures.ends_with('h') => (hour.parse().ok()?, 0),
        Some((hour, minute)) if minute.len() == 2 => (hour.parse().ok()?, minute.parse().ok()?),
        Some(_) => return None,
        None if figures.len() == 4 && zoned => {
            (figures.get(..2)?.parse().ok()?, figures.get(2..)?.parse().ok()?)
        }
        None if figures.len() <= 2 && (half || zoned) => (figures.parse().ok()?, 0),
        None => return None,
    };
    let day = (0..24).contains(&hour) && (0..60).contains(&minute) || (hour, minute) == (24, 0);
    day.then_some((hour, minute))
}
