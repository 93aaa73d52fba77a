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

/// A telephone number or e-mail address with little else on the line.
pub fn contact(line: &str) -> bool {
    if line.len() > 160 {
        return false;
    }
    let mail = line.split([' ', '<', '>', ',', ';', '(', ')']).any(|w| {
        w.split_once('@')
            .is_some_and(|(user, host)| !user.is_empty() && host.contains('.') && !host.ends_with('.'))
    });
    let digits = line.chars().filter(char::is_ascii_digit).count();
    let lower = line.to_lowercase();
    const LABELS: &[&str] = &[
        "tel",
        "phone",
        "e-mail",
        "email",
        "mail:",
        "contact",
        "kontakt",
        "fax",
        "mobile",
        "newsroom",
        "desk:",
        "redaktion",
        "autor",
        "call",
        "+",
    ];
    let labelled = LABELS.iter().any(|l| lower.contains(l));
    let words = line.split_whitespace().count();
    (mail && words <= 14) || (labelled && digits >= 7 && words <= 12)
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
        ] {
            let mut left = text.to_owned();
            for cut in private(text).into_iter().rev() {
                left.replace_range(cut, "");
            }
            assert_eq!(left, if kept.is_empty() { text } else { kept });
        }
    }
}
