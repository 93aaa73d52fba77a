//! Whether words about an embargo, whose zone or day nobody can tell for certain, tell of a given time.

use jiff::civil::DateTime;

use crate::desk::dateline::month;

/// Whether the figures in `words` are those of `local`: a time of day, and the day and month where one is named. Words without a time
/// of day tell of nothing.
pub fn tells(words: &str, local: DateTime) -> bool {
    let mut months = words.split(|c: char| !c.is_alphabetic()).filter_map(month);
    if months.any(|month| month != local.month().unsigned_abs()) {
        return false;
    }
    let figures = figures(words);
    let hour = (local.hour(), local.minute());
    let timed = figures.iter().any(|figure| matches!(figure, Figure::Time(h, m) if (*h, *m) == hour));
    let mut days = figures.iter().filter_map(|figure| match figure {
        Figure::Number(number @ 1..=31) => Some(*number),
        _ => None,
    });
    let whole = |number: i8| local.minute() == 0 && number == local.hour();
    // `6 Uhr` is an hour in a bare number: one number may be the hour, all others are the day.
    let bare = !timed && days.clone().any(whole) && words.contains("Uhr");
    (timed && days.all(|number| number == local.day()))
        || (bare && days.all(|number| whole(number) || number == local.day()))
}

enum Figure {
    /// `19.00`, `06:30`, `0001`, `12:01 a.m.`
    Time(i8, i8),
    Number(i8),
}

fn figures(words: &str) -> Vec<Figure> {
    let mut found = Vec::new();
    let mut rest = words;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        rest = &rest[at..];
        let first = number(&mut rest);
        let second = rest
            .strip_prefix(['.', ':', 'h'])
            .filter(|more| more.bytes().take_while(u8::is_ascii_digit).count() == 2);
        if let (1..=2, Some(mut more)) = (first.len(), second) {
            let minute = number(&mut more);
            let dated = rest.starts_with('.') && more.starts_with('.');
            rest = more;
            match dated {
                // `15.03.2031`, `15.03.`
                true => found.extend(first.parse().ok().map(Figure::Number)),
                false => found.extend(time(first, minute, rest)),
            }
        } else if first.len() == 4 && !first.starts_with("20") {
            found.extend(time(&first[..2], &first[2..], rest));
        } else if first.len() <= 2 {
            found.extend(first.parse().ok().map(Figure::Number));
        }
    }
    found
}

/// Takes the figures at the beginning.
fn number<'t>(rest: &mut &'t str) -> &'t str {
    let (figures, behind) = rest.split_at(rest.bytes().take_while(u8::is_ascii_digit).count());
    *rest = behind;
    figures
}

fn time(hour: &str, minute: &str, behind: &str) -> Option<Figure> {
    let (hour, minute): (i8, i8) = (hour.parse().ok()?, minute.parse().ok()?);
    let half = behind.trim_start().to_ascii_lowercase();
    let hour = match half.as_bytes() {
        [b'p', b'm' | b'.', ..] => hour % 12 + 12,
        [b'a', b'm' | b'.', ..] => hour % 12,
        _ => hour,
    };
    (hour < 24 && minute < 60).then_some(Figure::Time(hour, minute))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_day_and_days() {
        for (words, agrees) in [
            ("Sperrfrist 19.00 Uhr", true),
            ("Sperrfrist: 14. M\u{e4}rz 2031, 19.00 Uhr", true),
            ("Sperrfrist: 14. M\u{e4}rz, 19 Uhr", true),
            ("EMBARGOED UNTIL 7:00 p.m. Friday March 14", true),
            ("Embargoed to 1900 March 14", true),
            ("19h00", true),
            ("Sperrfrist: 14. M\u{e4}rz 2031, 18.00 Uhr", false),
            ("Sperrfrist: 15. M\u{e4}rz 2031, 19.00 Uhr", false),
            ("Sperrfrist: 14.03.2031, 19.00 Uhr", true),
            ("Sperrfrist: 15.03.2031, 19.00 Uhr", false),
            ("Sperrfrist: 14. April, 19.00 Uhr", false),
            ("Embargoed to 0001 Friday March 14", false),
            ("7:00 a.m. March 14", false),
            ("until tomorrow noon", false),
            ("March 14", false),
            ("", false),
        ] {
            assert_eq!(tells(words, jiff::civil::date(2031, 3, 14).at(19, 0, 0, 0)), agrees, "{words}");
        }
    }
}
