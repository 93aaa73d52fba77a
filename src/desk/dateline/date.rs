//! The date of a dateline: `March 5`, `21 ene`, `1 LUG`, `Aug 29, 2014`, `31/07`, `29th November, 2015`.

use std::ops::Range;

use super::calendar::{Month, is_day_of_week, may_name, mistyped_month, month_name};
use super::east_asia;
use super::scan::Scan;
use super::stamp;
use super::{numeric, weekday};
use crate::desk::text::{behind, digits, opener};

/// A date as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateText {
    /// Bytes of the body.
    pub range: Range<usize>,
    pub year: Option<i16>,
    pub day: Day,
}

/// Day and month, as far as the writing decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day {
    Known {
        month: u8,
        day: u8,
    },
    /// `04/05`: the one that lies nearer to the dispatch's time, else month first.
    Either {
        first: u8,
        second: u8,
    },
    /// A month without a day.
    Month(u8),
    /// `5 listopada`: October in Zagreb, November in Warsaw: the one nearer to the dispatch's time.
    Months {
        months: [u8; 2],
        day: u8,
    },
    /// A day of the month alone (`東京 5日`): of the month that the dispatch was sent in, or the one beside it.
    OfMonth(u8),
}

/// Words and signs that may stand between place and date: `Paris, le 5 mars`, `Madrid, a 5 de marzo`,
/// `Berlin, den 5. März`, `Warszawa, dnia 5 marca`, `Hà Nội, ngày 5/3`.
const ARTICLES: &[&str] = &[
    "le ", "den ", "am ", "il ", "lì ", "a ", "em ", "aos ", "el ", "op ", "dne ", "dnia ", "dana ", "ngày ",
    "on ", "the ",
];

/// Between day and month, and between month and year.
const CONNECTORS: &[&str] = &["de ", "DE ", "del ", "di ", "of ", "d'", "d’", "do ", "da "];

/// Ordinal signs, longest first: `1st`, `1º`, `1.º`, `1er`, `5:e`, `5e`, `5-го`.
const ORDINALS: &[&str] =
    &["st", "nd", "rd", "th", "ère", "er", "ER", ".º", "º", "ª", "°", ".er", ":e", ":a", "-го", "-ви"];

/// What some languages write behind the year or, in Lithuanian, the day: `2021 г.`, `2021 roku`, `kovo 5 d.`.
const TAILS: &[&str] = &[
    " г.",
    " года",
    " р.",
    " року",
    " r.",
    " roku",
    ". godine",
    " godine",
    " m.",
    " d.",
    " yılı",
    "年",
    "년",
];

/// Reads a date at the scan's position; `slips` also takes mistyped months and `l` for 1.
pub fn date(scan: &mut Scan<'_>, slips: bool) -> Option<DateText> {
    if !scan.peek()?.is_alphanumeric() || beside_words(scan) || !may_open(scan, slips) {
        return None;
    }
    let mut behind = *scan;
    // `mar 5 oct` is a Tuesday in Spanish, `mar 5` the fifth of March: the day of the week is tried first.
    let found = weekday::before(&mut behind).then(|| bare_date(&mut behind, slips)).flatten();
    if found.is_some() {
        *scan = behind;
        return found;
    }
    bare_date(scan, slips)
}

/// The date that stands here, typing slips allowed, and where the copy goes on behind it.
pub(super) fn ahead(mut scan: Scan<'_>) -> Option<(DateText, usize)> {
    let found = date(&mut scan, true)?;
    Some((found, scan.at))
}

/// Whether a plain word stands here that words follow, or a bracket: nearly every word of a place. Of all words only a
/// day of the week has a word between itself and the number.
fn beside_words(scan: &Scan<'_>) -> bool {
    let rest = scan.rest();
    let ahead = rest.as_bytes();
    let word = ahead.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let words = match ahead.get(word..) {
        Some([b' ', b'(', ..]) => return word > 0,
        // Typed for 1 and 0.
        Some([b' ', b'l' | b'I' | b'O', ..]) => false,
        Some([b' ', next, ..] | [b',', b' ', next, ..]) => next.is_ascii_alphabetic(),
        _ => false,
    };
    words && word > 0 && !is_day_of_week(&rest[..word])
}

/// Whether a date may stand here. Asked before every word of a place: first what is cheap to see.
fn may_open(scan: &Scan<'_>, slips: bool) -> bool {
    // Weekday, article and month stand before the number, and no more.
    const AHEAD: usize = 64;
    let ahead = scan.rest().as_bytes();
    if digits(&ahead[..ahead.len().min(AHEAD)]) > 0 {
        return true;
    }
    // `April l`, `CHICAGO, April -`: a month and what was typed for a number, or a dash.
    let word = ahead.iter().take_while(|byte| !byte.is_ascii_whitespace() && **byte != b'-').count();
    let behind = ahead[word..].trim_ascii_start();
    slips
        && matches!(
            behind.first(),
            Some(b'l' | b'I' | b'O' | b'-' | b'_' | b'=' | b':' | b'&' | b'#' | 0x80..)
        )
}

/// Reads a date without a day of the week before it.
fn bare_date(scan: &mut Scan<'_>, slips: bool) -> Option<DateText> {
    let mut s = *scan;
    // Behind a month and an article a number stands, or what was typed for one.
    let mut ahead = s;
    if let Some(word) = ahead.word()
        && let Some(next) = ahead.rest().trim_start().bytes().next()
        && next.is_ascii_alphabetic()
        && !matches!(next, b'l' | b'I' | b'O')
        && !word.bytes().any(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    weekday::hijri(&mut s);
    if s.rest().starts_with(char::is_lowercase)
        && let Some(article) = opener(s.rest(), ARTICLES)
    {
        let mut ahead = s;
        ahead.at += article.len();
        ahead.blanks();
        if ahead.rest().starts_with(|c: char| c.is_ascii_digit()) {
            s = ahead;
        }
    }
    let start = s.at;
    let (year, day) = match s.peek()? {
        '0'..='9' => numeric::read(&mut s)
            .or_else(|| year_first(&mut s))
            .or_else(|| counted(&mut s))
            .or_else(|| day_month(&mut s, slips))
            .or_else(|| stamp::joined(&mut s))?,
        c if c.is_alphabetic() => month_day(&mut s, slips)?,
        _ => return None,
    };
    let range = start..s.at;
    if !day.plausible() {
        return None;
    }
    weekday::behind(&mut s);
    stamp::hour(&mut s);
    *scan = s;
    Some(DateText { range, year, day })
}

impl Day {
    /// Whether some calendar has it.
    pub(super) fn plausible(self) -> bool {
        match self {
            Day::Known { month, day } => (1..=12).contains(&month) && (1..=31).contains(&day),
            Day::Either { first, second } => (1..=12).contains(&first) && (1..=12).contains(&second),
            Day::Months { day, .. } | Day::OfMonth(day) => (1..=31).contains(&day),
            Day::Month(_) => true,
        }
    }
}

/// A day of the month alone, as Agência Estado dates (`São Paulo, 5 (AE) -`). The caller must find the credit.
pub fn day_alone(scan: &mut Scan<'_>) -> Option<DateText> {
    let mut s = *scan;
    let start = s.at;
    let day = Day::OfMonth(day_number(&mut s, false)?);
    let date = DateText { range: start..s.at, year: None, day };
    day.plausible().then(|| {
        *scan = s;
        date
    })
}

/// A number of at most four digits: its value and how many digits.
pub(super) fn number(s: &mut Scan<'_>) -> Option<(i16, usize)> {
    let digits = s.rest().bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > 4 {
        return None;
    }
    let value = s.rest()[..digits].parse().ok()?;
    s.at += digits;
    Some((value, digits))
}

/// A day of the month, with its ordinal sign; under `slips` also `l` and `l7`.
pub(super) fn day_number(s: &mut Scan<'_>, slips: bool) -> Option<u8> {
    let mut ahead = *s;
    // `l` typed for 1 and `O` for 0 (Reuters, 1987).
    let typed = |c: char| match c {
        'l' | 'I' if slips => Some(1),
        'O' | 'o' if slips => Some(0),
        c => c.to_digit(10).and_then(|d| i16::try_from(d).ok()),
    };
    let mut day = 0;
    let mut digits = 0;
    while let Some(digit) = ahead.peek().and_then(typed) {
        if digits == 2 {
            return None;
        }
        day = day * 10 + digit;
        digits += 1;
        ahead.at += 1;
    }
    if digits == 0 {
        return None;
    }
    // Nearly always a blank or a comma.
    if !ahead.rest().starts_with([' ', ',']) {
        ahead.at += opener(ahead.rest(), ORDINALS).map_or(0, str::len);
        if ahead.rest().starts_with(char::is_alphabetic) {
            return None;
        }
    }
    *s = ahead;
    u8::try_from(day).ok()
}

/// `, 2014`, ` 2014`, ` de 2014`, `. 2014`: the year behind day and month.
fn year(s: &mut Scan<'_>) -> Option<i16> {
    let mut ahead = *s;
    ahead.eat(",");
    ahead.blanks();
    connector(&mut ahead);
    let short = ahead.eat("'") || ahead.eat("’");
    let (year, digits) = number(&mut ahead)?;
    let ends = !ahead.rest().starts_with(|c: char| c.is_alphanumeric() || c == ':');
    if short && digits == 2 && ends {
        *s = ahead;
        return Some(stamp::century(year));
    }
    if digits != 4 || !(1900..2100).contains(&year) || !ends {
        return None;
    }
    tail(&mut ahead);
    *s = ahead;
    Some(year)
}

fn connector(s: &mut Scan<'_>) {
    if let Some(connector) = opener(s.rest(), CONNECTORS) {
        s.at += connector.len();
        s.blanks();
    }
}

/// Skips what a language writes behind the number of a year or day.
pub(super) fn tail(s: &mut Scan<'_>) {
    if !s.rest().trim_start_matches(['.', ' ']).starts_with(char::is_alphabetic) {
        return;
    }
    let word_ends = |tail: &&str| {
        let after = behind(s.rest(), tail)?.chars().next();
        (tail.ends_with('.') || !after.is_some_and(char::is_alphanumeric)).then_some(tail.len())
    };
    s.at += TAILS.iter().find_map(word_ends).unwrap_or(0);
}

fn of(month: Month, day: u8) -> Day {
    match month.other {
        Some(other) => Day::Months { months: [month.number, other], day },
        None => Day::Known { month: month.number, day },
    }
}

/// `March 5`, `Aug. 29, 2014`, `April l`.
fn month_day(s: &mut Scan<'_>, slips: bool) -> Option<(Option<i16>, Day)> {
    if !slips && !may_name(s.rest()) {
        return None;
    }
    let mut ahead = *s;
    let mut word = ahead.word()?;
    let end = ahead.at;
    let mut gap = ahead.blanks() > 0 || word.ends_with('.');
    // `March9`
    if slips && let Some(at) = word.find(|c: char| c.is_ascii_digit()).filter(|at| *at >= 3) {
        ahead.at = s.at + at;
        word = &word[..at];
        gap = true;
    }
    let starts_number =
        ahead.rest().starts_with(|c: char| c.is_ascii_digit() || (slips && matches!(c, 'l' | 'I' | 'O')));
    let name = word.trim_end_matches('.');
    if !gap || !starts_number {
        // A month alone counts only where the day was left out before a dash: `CHICAGO, April -`.
        if !slips || name.len() <= 3 {
            return None;
        }
        let mut dash = *s;
        dash.at = end;
        dash.dash(false)?;
        let month = month_name(name)?.number;
        s.at = end;
        return Some((None, Day::Month(month)));
    }
    let mistyped = || mistyped_month(name).filter(|_| slips).map(|number| Month { number, other: None });
    let month = month_name(name).or_else(mistyped)?;
    let mut behind = ahead;
    let day = day_number(&mut behind, slips).filter(|day| !slips || (1..=31).contains(day));
    let Some(day) = day else {
        // `March 187`, `March 45`: which of the digits is wrong cannot be said.
        let (_, digits) = number(&mut ahead).filter(|_| slips)?;
        let year = year(&mut ahead);
        *s = ahead;
        return (2..=3).contains(&digits).then_some((year, Day::Month(month.number)));
    };
    ahead = behind;
    tail(&mut ahead);
    let year = year(&mut ahead);
    *s = ahead;
    Some((year, of(month, day)))
}

/// `5 March`, `21. März 2019`, `1 LUG`, `21 de enero`, `29th November, 2015`.
fn day_month(s: &mut Scan<'_>, closed: bool) -> Option<(Option<i16>, Day)> {
    let mut ahead = *s;
    let day = day_number(&mut ahead, false)?;
    ahead.eat(".");
    let hyphen = ahead.eat("-");
    ahead.blanks();
    connector(&mut ahead);
    let word = ahead.word()?;
    let month = month_name(word)?;
    if hyphen {
        // `9-Mar-2021`
        ahead.eat("-").then_some(())?;
    }
    // The period behind the month is its own, unless it ends the dateline.
    let mut year = year(&mut ahead);
    let mut short = ahead;
    short.spaces();
    if year.is_none()
        && closed
        && let Some((n, 2)) = number(&mut short)
        && short.rest().trim_start().starts_with(['(', '-', '–', '—', '/'])
    {
        // `9 Mar 21 (`
        year = Some(stamp::century(n));
        ahead = short;
    }
    *s = ahead;
    Some((year, of(month, day)))
}

/// `2021. március 5.`, `2021 m. kovo 5 d.`, `2021 March 5`: the year before all (Hungary, Lithuania).
fn year_first(s: &mut Scan<'_>) -> Option<(Option<i16>, Day)> {
    let mut ahead = *s;
    let (year, digits) = number(&mut ahead)?;
    if digits != 4 || !(1900..2100).contains(&year) {
        return None;
    }
    tail(&mut ahead);
    ahead.eat(".");
    ahead.blanks();
    let (None, day) = month_day(&mut ahead, false)? else { return None };
    *s = ahead;
    Some((Some(year), day))
}

/// `2021年3月5日`, `3월 5일`.
fn counted(s: &mut Scan<'_>) -> Option<(Option<i16>, Day)> {
    let (year, day, len) = east_asia::counted(s.rest())?;
    s.at += len;
    Some((year, day))
}

#[cfg(test)]
mod tests;
