//! Staff contacts in the trailer: telephone numbers and addresses that are not for publication.

use std::ops::Range;

use super::signoff::{LINES, LONGEST, initials, is_end};

/// Lines that hold staff contacts in the trailer of `text`: whole lines with their break.
pub fn private(text: &str) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut end = text.len();
    for _ in 0..LINES {
        let trimmed = text[..end].trim_end().len();
        let start = text[..trimmed].rfind('\n').map_or(0, |at| at + 1);
        let line = text[start..trimmed].trim();
        if start == 0 || line.is_empty() || text.len() - start > LONGEST {
            break;
        }
        if contact(line) {
            ranges.push(start..end);
        } else if !short_tail(line) {
            break;
        }
        end = start;
    }
    ranges.reverse();
    ranges
}

/// A line of a trailer that is no story: an end mark, initials, a label.
fn short_tail(line: &str) -> bool {
    line.len() <= 60
        && (is_end(line)
            || initials(line)
            || line.ends_with(':')
            || line.starts_with(['#', '*', '_', '-', '(']))
}

/// Words that stand before a contact in a trailer, in the wires' languages.
const LABELS: &[&str] = &[
    "tel",
    "phone",
    "telephone",
    "telefon",
    "e-mail",
    "email",
    "mail",
    "contact",
    "contacts",
    "kontakt",
    "fax",
    "mobile",
    "newsroom",
    "desk",
    "newsdesk",
    "redaktion",
    "autor",
    "call",
];

/// A telephone number or e-mail address with little else on the line. A sentence is story, whatever it holds.
pub fn contact(line: &str) -> bool {
    if line.len() > 160 {
        return false;
    }
    let mail = line.split([' ', '<', '>', ',', ';', '(', ')']).any(|w| {
        w.split_once('@')
            .is_some_and(|(user, host)| !user.is_empty() && host.contains('.') && !host.ends_with('.'))
    });
    let words = line.split_whitespace().count();
    if mail {
        return words <= 14;
    }
    let sentence = line.ends_with(['.', '!', '?', '"', '”']);
    let digits = line.chars().filter(char::is_ascii_digit).count();
    let lower = line.to_lowercase();
    let label = lower.split(|c: char| !c.is_alphanumeric() && c != '-').any(|word| LABELS.contains(&word));
    // `+49 30 …`, and not a time or an amount that grew: `+0:01:23`, `+1.5`.
    let abroad = lower.split_whitespace().any(|word| {
        let number = word.trim_start_matches('(').strip_prefix('+');
        number.is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit()) && !n.contains(['.', ':', ',']))
    });
    !sentence && (label || abroad) && digits >= 7 && words <= 12
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_contacts_in_the_trailer_are_private() {
        for (text, kept) in [
            (
                "A ferry sank.\nends\nContact: Jane Roe, +1 555 010 0199\njane.roe@example.com\n",
                "A ferry sank.\nends\n",
            ),
            ("A ferry sank.\nasl/tib\nTel: 0555 010 0199", "A ferry sank.\nasl/tib\n"),
            (
                "A ferry sank. Call the port on 555 010 0199 for news of relatives and of luggage left aboard the ship.",
                "",
            ),
            (
                "Write to help@example.com to give.\nThe fund was opened on Tuesday by the mayor of the town.",
                "",
            ),
            ("jane.roe@example.com", ""),
            ("A ferry sank.\nHotel revenue rose to 1,234,567 in 2023.", ""),
            ("A ferry sank.\nHotel revenue 1,234,567 in 2023", ""),
            ("Results:\n1. Roe 4:12:03.11\n2. Doe 4:13:26.11 +0:01:23", ""),
        ] {
            let mut left = text.to_owned();
            for cut in private(text).into_iter().rev() {
                left.replace_range(cut, "");
            }
            assert_eq!(left, if kept.is_empty() { text } else { kept });
        }
    }
}
