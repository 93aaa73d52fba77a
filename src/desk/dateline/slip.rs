//! What slips in before a dateline, or stands there in place of one.

use super::date;
use super::scan::Scan;

/// Markers of urgency that stand on the dateline's own line (AP, ANPA copy).
const MARKERS: &[&str] = &["URGENT ", "BULLETIN ", "FLASH "];

/// Skips the word for a missing dateline: `UNDATED (XYZ) -`.
pub(super) fn undated(s: &mut Scan<'_>) -> bool {
    let mut t = *s;
    let found = (t.eat("UNDATED") || t.eat("Undated")) && t.rest().trim_start().starts_with(['(', ',']);
    if found {
        *s = t;
    }
    found
}

/// Skips what slipped in before a dateline: stars, hyphens, one stray letter or digit (Reuters, 1987). Where
/// the stray sign stands, if there is one.
pub(super) fn slip(s: &mut Scan<'_>) -> Option<usize> {
    let stars = s.rest().len() - s.rest().trim_start_matches(['*', '-']).len();
    if stars >= 2 {
        s.at += stars;
        s.spaces();
    }
    let sign = s.rest().strip_prefix(['>', '^', '.']);
    if sign.is_some_and(|rest| rest.starts_with(char::is_uppercase)) {
        s.at += 1;
    }
    for marker in MARKERS {
        let mut ahead = *s;
        if ahead.eat(marker) && ahead.rest().starts_with(char::is_uppercase) {
            *s = ahead;
        }
    }
    let mut chars = s.rest().chars();
    let (first, second) = (chars.next()?, chars.next()?);
    if !(first.is_ascii_digit() || first.is_ascii_lowercase()) || second != ' ' {
        return None;
    }
    // `9 March 2021, Accra -`
    if date::date(&mut s.clone(), false).is_some() {
        return None;
    }
    let mut ahead = *s;
    ahead.at += 1;
    ahead.spaces();
    if ahead.rest().starts_with(char::is_uppercase) {
        let at = s.at;
        *s = ahead;
        return Some(at);
    }
    None
}
