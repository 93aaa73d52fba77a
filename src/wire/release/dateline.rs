//! The dateline of a release: a place, mostly a date, and a service's name in its signs.

use super::services;

/// A release's dateline.
#[derive(Debug, PartialEq)]
pub struct Dateline<'a> {
    /// Where it begins, in bytes.
    pub start: usize,
    /// With its service and dash: `OSLO, Feb. 1, 2017 /PRNewswire/ --`.
    pub text: &'a str,
    /// The service as written.
    pub credit: &'a str,
}

/// Longest dateline before the service, in bytes: three cities with their states.
const LONGEST: usize = 220;

/// Small words of datelines, in the languages of the services.
const SMALL: &[&str] = &[
    "and", "de", "del", "la", "le", "les", "of", "the", "und", "et", "y", "e", "da", "do", "dos", "das",
    "di", "am", "an", "der", "in", "im", "bei", "on", "upon", "sur", "sous", "en", "al", "el", "st", "den",
    "van", "von", "a", "aan", "près",
];
/// Month names that some languages write small, by their beginnings.
const MONTHS: &[&str] = &[
    "jan", "fév", "fev", "feb", "mar", "avr", "abr", "apr", "mai", "may", "mag", "maj", "mei", "juin", "jun",
    "juil", "jul", "aoû", "aug", "ago", "sep", "set", "oct", "okt", "ott", "out", "nov", "déc", "dez", "dec",
    "dic", "ene", "gen", "giu", "lug",
];

/// Finds the dateline: the first service's name with a dateline's shape before it on its line and story, dash or line's end
/// behind it.
pub fn find(text: &str) -> Option<Dateline<'_>> {
    services::marks(text).find_map(|mark| {
        let line = text[..mark.start].rfind('\n').map_or(0, |at| at + 1);
        let start = begin(text, line, mark.start)?;
        let end = behind(text, mark.end)?;
        let credit = mark.name.split(" - ").next().unwrap_or(mark.name).trim();
        Some(Dateline { start, text: text[start..end].trim(), credit })
    })
}

/// Where the dateline begins whose service stands at `mark`.
fn begin(text: &str, line: usize, mark: usize) -> Option<usize> {
    if mark - line > LONGEST {
        return None;
    }
    let before = text[line..mark].trim();
    // A dateline may be wrapped: its last line begins in the middle.
    let mut start = line;
    for _ in 0..3 {
        let above = text[..start].strip_suffix('\n').unwrap_or_default().trim_end_matches('\r');
        let from = above.rfind('\n').map_or(0, |at| at + 1);
        let upper = above[from..].trim_end();
        let goes_on = upper.ends_with([',', '/', '&'])
            || [" and", " und", " et", " y"].iter().any(|word| upper.ends_with(word));
        let bare = start == line && (before.is_empty() || before.starts_with(|c: char| c.is_ascii_digit()));
        if upper.is_empty() || !(goes_on || bare) || !is_dateline(upper) {
            break;
        }
        start = from;
    }
    let whole = text[start..mark].trim();
    (is_dateline(whole) && whole.len() <= LONGEST).then_some(start)
}

/// Whether a text has the shape of places and a date: names and figures, nothing else.
fn is_dateline(text: &str) -> bool {
    let text = text.trim_matches(|c: char| c.is_whitespace() || "-–—/(）（)*".contains(c));
    let mut names = 0;
    for word in text.split(|c: char| c.is_whitespace() || "/,".contains(c)) {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let Some(first) = word.chars().next() else { continue };
        if first.is_lowercase() {
            let lower = word.to_lowercase();
            if !SMALL.contains(&lower.as_str())
                && !MONTHS.iter().any(|month| lower.starts_with(month) && lower.len() <= month.len() + 6)
            {
                return false;
            }
        } else if first.is_alphabetic() {
            names += 1;
        }
    }
    let sentence =
        text.contains(['?', '!', '"', '“', '。', ';']) || text.contains(": ") || text.contains('|');
    names > 0 && names <= 24 && !sentence
}

/// Where the dateline ends: behind its dash, if the story, a date or nothing follows.
fn behind(text: &str, end: usize) -> Option<usize> {
    let line = text[end..].split('\n').next().unwrap_or_default();
    let rest = line.trim_start();
    let at = end + (line.len() - rest.len());
    if rest.is_empty() {
        return Some(end);
    }
    for dash in ["--", "- ", "-", "– ", "–", "— ", "—", "/", ":"] {
        if let Some(story) = rest.strip_prefix(dash) {
            return Some(at + dash.len() + date(story));
        }
    }
    // `OSLO / ACCESSWIRE / July 5, 2023 / Text`; GlobeNewswire and PR Newswire leave the dash out at times.
    rest.starts_with(|c: char| c.is_uppercase() || !c.is_ascii()).then(|| at + date(rest))
}

/// Length of a date that stands behind the service, with what divides it from the story: `July 5, 2023 / `, `Aug 29, 2024--`.
fn date(rest: &str) -> usize {
    let near = &rest[..rest.floor_char_boundary(40)];
    let Some((at, sign)) = ["--", "/", ") -"].iter().filter_map(|sign| Some((near.find(sign)?, *sign))).min()
    else {
        return 0;
    };
    let words: Vec<_> = near[..at].split([' ', ',', '-']).filter(|word| !word.is_empty()).collect();
    let figures = |word: &&&str| word.bytes().all(|b| b.is_ascii_digit());
    let year = words.last().is_some_and(|word| word.len() == 4 && figures(&word));
    if year && (2..=4).contains(&words.len()) && words.iter().filter(figures).count() >= 2 {
        at + sign.len()
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines() {
        for (text, want) in [
            (
                "Title\n\nAUSTIN, Texas, Feb. 1, 2017 /PRNewswire-AsiaNet/ --\n\nText",
                "AUSTIN, Texas, Feb. 1, 2017 /PRNewswire-AsiaNet/ --",
            ),
            (
                "Title\nMUMBAI, India, July 25, 2018/PRNewswire-AsiaNet/\n\nText",
                "MUMBAI, India, July 25, 2018/PRNewswire-AsiaNet/",
            ),
            (
                "NEW YORK, LONDON and\nBEIJING, Feb. 2, 2017 /Xinhua-AsiaNet/ -- Text",
                "NEW YORK, LONDON and\nBEIJING, Feb. 2, 2017 /Xinhua-AsiaNet/ --",
            ),
            ("LAKEVILLE, Conn.--(BUSINESS WIRE)--Text", "LAKEVILLE, Conn.--(BUSINESS WIRE)--"),
            ("OSLO / ACCESSWIRE / July 5, 2023 / Text / more", "OSLO / ACCESSWIRE / July 5, 2023 /"),
            ("OSLO--(BUSINESS WIRE)--Aug 29, 2024--Text", "OSLO--(BUSINESS WIRE)--Aug 29, 2024--"),
            ("Oslo--(Newsfile Corp. - July 5, 2023) - Text", "Oslo--(Newsfile Corp. - July 5, 2023) -"),
            ("Berlin (ots) - Text", "Berlin (ots) -"),
            ("MONTRÉAL, le 3 août 2023 /CNW/ - Text", "MONTRÉAL, le 3 août 2023 /CNW/ -"),
            ("奧斯陸--(BUSINESS WIRE)--(美國商業資訊)--本文", "奧斯陸--(BUSINESS WIRE)--"),
        ] {
            assert_eq!(find(text).map(|found| found.text), Some(want));
        }
    }

    #[test]
    fn stories_that_quote_releases() {
        for text in [
            "OSLO (XYZ) - The maker said on /PRNewswire/ -- that it sold.",
            "The company announced the deal in a release (Business Wire) - its third.",
            "(PRNewswire) is a service.",
            "OSLO, Norway (XYZ) - Text",
            "Source: The company's statement (via Business Wire) said so",
        ] {
            assert_eq!(find(text), None, "{text}");
        }
    }
}
