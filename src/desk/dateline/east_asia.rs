//! Datelines of East Asia: place, date and agency in one bracket or in one run without blanks. Kyodo
//! `【ワシントン共同】`, Jiji `【北京＝時事】`, Reuters `［東京 ５日 ロイター］`, Yonhap `(서울=연합뉴스)`, Newsis `【서울=뉴시스】`,
//! Xinhua `新华社北京3月5日电` and `（新华社北京3月5日电）`, Taiwan's CNA `（中央社記者羅安台北5日電）`.

use std::ops::Range;

use super::date::{DateText, Day};
use super::grammar::{CreditText, Parsed};
use super::known::Known;
use super::place;
use super::scan::Scan;
use crate::authority::{Agencies, Gazetteer};
use crate::desk::credit::chain;

/// No such head is longer, in bytes.
const LONGEST: usize = 120;

const BRACKETS: &[(char, char)] = &[('【', '】'), ('［', '］'), ('（', '）'), ('[', ']'), ('(', ')')];

/// "Cabled", "reported": ends the head of Chinese agencies.
const CABLED: &[char] = &['电', '電', '讯', '訊'];

/// Between agency and reporter in Chinese copy.
const REPORTER: &[&str] = &["记者", "記者"];

const SEPARATORS: &[char] = &[' ', '\u{3000}', '=', '＝', '、', ','];

/// The dateline that starts at `at`, if one of these forms does.
pub(super) fn read(text: &str, at: usize, agencies: &Agencies, gazetteer: &Gazetteer) -> Option<Parsed> {
    let rest = Scan::new(text, at, LONGEST).rest();
    let first = rest.chars().next()?;
    let (inner, end) = match BRACKETS.iter().find(|(open, _)| *open == first) {
        Some((open, close)) => {
            let start = open.len_utf8();
            let len = rest[start..].find(*close)?;
            (start..start + len, start + len + close.len_utf8())
        }
        None if east_asian(first) => {
            let end = rest.find(CABLED)?;
            (0..end, end + 3)
        }
        None => return None,
    };
    let content = rest[inner.clone()].trim_end_matches(CABLED);
    if content.contains('\n') || !content.chars().any(east_asian) {
        return None;
    }
    let from = at + inner.start;
    let agency = |part: &str| !chain::whole(part, agencies).is_empty();
    let bounds = || content.char_indices().map(|(i, _)| i).chain([content.len()]);
    let ahead = bounds().filter(|&i| i > 0 && i <= 24).rfind(|&i| agency(&content[..i]));
    let (credit, middle) = match ahead {
        Some(len) => (0..len, len..content.len()),
        None => {
            let start = bounds().find(|&i| i > 0 && agency(content[i..].trim_start_matches(SEPARATORS)))?;
            let shift = content[start..].len() - content[start..].trim_start_matches(SEPARATORS).len();
            (start + shift..content.len(), 0..start)
        }
    };
    let (place, date) = place_and_date(content, middle, gazetteer)?;
    if place.is_none() && date.is_none() {
        return None;
    }
    let shift = |range: Range<usize>| from + range.start..from + range.end;
    let (place, credit) = (place.map(shift), shift(credit));
    let date = date.map(|date| DateText { range: shift(date.range), ..date });
    let mut s = Scan::new(text, at + end, LONGEST);
    let dash = s.dash(true);
    let raw = match (&place, &date) {
        (Some(place), Some(date)) => Some(place.start..date.range.end),
        (Some(place), None) => Some(place.clone()),
        (None, date) => date.as_ref().map(|date| date.range.clone()),
    };
    let places = place.clone().map(|range| place::split(text, range, gazetteer)).unwrap_or_default();
    Some(Parsed {
        range: at..s.at,
        raw,
        // Only a place of the gazetteer is read here.
        known: Known { name: place.is_some(), ..Known::default() },
        place,
        places,
        date,
        credits: vec![CreditText { inner: credit.clone(), range: credit, known: true }],
        dash,
        loose: 0,
        rule: "east-asia",
        confidence: 0.95,
    })
}

type Middle = (Option<Range<usize>>, Option<DateText>);

/// Place and date between the agency and the end of the head; `None` where something else stands there.
fn place_and_date(content: &str, middle: Range<usize>, gazetteer: &Gazetteer) -> Option<Middle> {
    let text = &content[middle.clone()];
    let digits = text.find(|c: char| digit(c).is_some());
    let date = match digits {
        Some(start) => {
            let (year, day, len) = counted(&text[start..])?;
            let range = middle.start + start..middle.start + start + len;
            text[start + len..].trim_matches(SEPARATORS).is_empty().then_some(())?;
            Some(DateText { range, year, day })
        }
        None => None,
    };
    let named = text[..digits.unwrap_or(text.len())].trim_end_matches(SEPARATORS);
    let mut place = named.trim_start_matches(SEPARATORS);
    if REPORTER.iter().any(|word| place.starts_with(word)) {
        // The reporter's name runs into the place: the longest place that the run ends in.
        place = place
            .char_indices()
            .skip(3)
            .map(|(at, _)| &place[at..])
            .find(|tail| !gazetteer.lookup(tail).is_empty())?;
    }
    let end = middle.start + named.len();
    Some(((!place.is_empty()).then(|| end - place.len()..end), date))
}

/// Year, day and length in bytes of `2021年3月5日`, `3月5日`, `5日`, `3월 5일`, also in wide digits.
pub(super) fn counted(text: &str) -> Option<(Option<i16>, Day, usize)> {
    let mut counts = [None; 3];
    let mut at = 0;
    for (count, signs) in counts.iter_mut().zip([['年', '년'], ['月', '월'], ['日', '일']]) {
        let ahead = at + text[at..].len() - text[at..].trim_start_matches(' ').len();
        let mut value = 0;
        let mut len = 0;
        for c in text[ahead..].chars().take(5) {
            let Some(n) = digit(c) else { break };
            value = value * 10 + n;
            len += c.len_utf8();
        }
        let sign = text[ahead + len..].chars().next().filter(|c| len > 0 && signs.contains(c));
        if let Some(sign) = sign {
            (*count, at) = (i16::try_from(value).ok(), ahead + len + sign.len_utf8());
        }
    }
    let [year, month, Some(day)] = counts else { return None };
    let day = u8::try_from(day).ok()?;
    let day = match month {
        Some(month) => Day::Known { month: u8::try_from(month).ok()?, day },
        None => Day::OfMonth(day),
    };
    day.plausible().then_some((year, day, at))
}

/// A digit, also a wide one.
fn digit(c: char) -> Option<u32> {
    match c {
        '０'..='９' => Some(u32::from(c) - u32::from('０')),
        c => c.to_digit(10),
    }
}

/// Han, kana, hangul.
fn east_asian(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}
