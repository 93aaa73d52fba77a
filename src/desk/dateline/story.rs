//! What stands behind a place and a dash alone must be a story: not a headline, a table's row, a caption, an
//! answer in an interview or a day of an agenda, which all have that form too.

use super::calendar::month;
use super::grammar::Stand;
use super::scan::Dash;

/// How far behind the dash is looked, in bytes.
const WINDOW: usize = 320;
/// A line of running copy that was broken to fit a page is no shorter, with its dateline (Reuters, 1987: 68 signs).
const BROKEN: usize = 55;
/// A shorter line is a headline, if nothing ends a sentence in it.
const HEADLINE: usize = 110;
/// Below a headline or another such line a shorter paragraph is one more of them, or a day's entry in an agenda.
const ENTRY: usize = 60;

/// Opens what a person says behind the name, or what a headline asks (`PARIS: I knew`, `Washington: What we know`).
const SPOKEN: &[&str] = &[
    "I", "I'm", "I’m", "I've", "I’ve", "I'd", "I’d", "We", "We're", "We’re", "We've", "We’ve", "You", "Yes",
    "No", "Well", "Oh", "So", "What", "What's", "What’s", "How", "Why", "Who", "Where", "Thank", "Thanks",
    "My", "Our",
];

/// A picture's credit, which ends a caption.
const CAPTIONED: &[&str] = &["REUTERS/", "/REUTERS", "/AFP", "/AP", "AP Photo", "Getty Images", "File Photo"];

/// Whether another day stands at `at`: `Dec 24 - Jan 24` is a stretch of days.
pub(super) fn counts_days(text: &str, at: usize) -> bool {
    let mut words = text[at..].trim_start_matches(['-', ' ']).split(' ');
    let named = words.next().is_some_and(|word| word.len() < 12 && month(word).is_some());
    named && words.next().is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether a story begins at `at`, behind a place and `dash`.
pub(super) fn begins(text: &str, at: usize, dash: Option<Dash>, stand: Stand) -> bool {
    let mut end = (at + WINDOW).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let cut = end < text.len();
    let rest = text[at..end].trim_start_matches(['-', ' ']);
    let rest = rest.strip_prefix('\n').unwrap_or(rest).trim_start();
    let paragraph = rest.split("\n\n").next().unwrap_or_default();
    let (line, below) = paragraph.split_once('\n').unwrap_or((paragraph, ""));
    let line = line.trim_end();
    if line.is_empty() {
        return !rest.is_empty();
    }
    if dash == Some(Dash::Colon) && spoken(line) || stand == Stand::Below && paragraph.len() < ENTRY {
        return false;
    }
    let short = line.len() < HEADLINE;
    let capitals = !line.chars().any(char::is_lowercase);
    if short && (capitals || figures(line) || CAPTIONED.iter().any(|c| line.contains(c))) {
        return false;
    }
    let next = rest[line.len()..].trim_start();
    if short && dash.is_some_and(|dash| parallel(next, dash)) {
        return false;
    }
    let closed = ends_sentence(line) || !next.starts_with(char::is_uppercase) && !next.is_empty();
    // Copy with colons comes in whole paragraphs (PTI, Gulf and Pakistani papers).
    let broken = if dash == Some(Dash::Colon) { HEADLINE } else { BROKEN };
    let indent = text[..at].rfind('\n').map_or(at, |start| at - start - 1).min(BROKEN);
    if line.len() + indent < broken && !closed && !(cut && below.is_empty()) {
        return false;
    }
    cut || paragraph.len() >= HEADLINE || sentence_within(paragraph)
}

fn spoken(line: &str) -> bool {
    let word = line.split([' ', ',', '.', '!', '?']).next().unwrap_or_default();
    SPOKEN.contains(&word)
}

/// Rows of tables and box scores: a figure first, or two among the first words.
fn figures(line: &str) -> bool {
    let figure = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
    let first = line.split(' ').take(6).filter(figure).count();
    first >= 2 || line.len() < 40 && line.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether `next`, the line below, is another row of the same form: `Paris - sunny 15`, `DOE: He did not`.
fn parallel(next: &str, dash: Dash) -> bool {
    let line = next.split('\n').next().unwrap_or_default();
    let sign = match dash {
        Dash::Colon => line.find(": "),
        _ => [" - ", " -- ", " – ", " — "].iter().find_map(|sign| line.find(sign)),
    };
    sign.is_some_and(|at| {
        line.starts_with(char::is_uppercase)
            && line[..at].split(' ').count() <= 3
            && !line[..at].contains(['.', ','])
    })
}

fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(['"', '”', '\'', '’', ')', '»', '`'])
        .ends_with(['.', '!', '?', ':', ';', ',', '…', '-', '—'])
}

fn sentence_within(paragraph: &str) -> bool {
    ends_sentence(paragraph.trim_end())
        || [". ", ".\n", "? ", "! ", ".\"", ".”", ".'"].iter().any(|end| paragraph.contains(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stories_and_what_only_looks_like_one() {
        for (text, dash, story) in [
            ("A theatre reopened.", Dash::Free, true),
            ("A theatre that had been shut since\nthe flood reopened.", Dash::Free, true),
            (
                "A theatre that had been shut since the great flood of last\nYear reopened, Jane Roe said.",
                Dash::Free,
                true,
            ),
            ("\"It is open,\" Jane Roe said.", Dash::Free, true),
            ("Theatre reopens", Dash::Free, false),
            ("THEATRE REOPENS", Dash::Free, false),
            ("12 C, cloudy", Dash::Free, false),
            ("Roe 3, Doe 2. Dallas - Poe 1.", Dash::Free, false),
            ("Cloudy.\nParis - Sunny.", Dash::Free, false),
            ("I think he knew.", Dash::Colon, false),
            ("I think he knew, said Jane Roe.", Dash::Free, true),
            ("He did not.\nROE: He did.", Dash::Colon, false),
            ("Firefighters at a mill. Jane Roe/AFP", Dash::Colon, false),
        ] {
            assert_eq!(begins(text, 0, Some(dash), Stand::Text), story, "{text}");
        }
    }
}
