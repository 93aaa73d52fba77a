//! The lines above the copy: keyword, headline, photo and editors' notes, byline and title.

use super::super::{Limits, contact};
use super::{header, slug};
use crate::dispatch::{Association, Envelope};

/// Most lines that a line of the head may run over.
const WRAPPED: usize = 12;

/// Words of the line below a byline that make it the writer's title, small letters.
const TITLES: &[&str] = &[
    "associated press",
    "writer",
    "editor",
    "press",
    "correspondent",
    "reporter",
    "columnist",
    "analyst",
    "bureau",
    "staff",
    "news",
    "service",
    "photographer",
    "chief",
    "international",
    "special to",
    "contributor",
    "critic",
];

/// A line's end sign.
#[derive(Clone, Copy, PartialEq)]
enum End {
    /// `<`: flush left.
    Left,
    /// `=`: centred.
    Centre,
    /// `+`: Kyodo's headlines.
    Plus,
    None,
}

/// Reads the head into the envelope. Gives the lines of it that belong to the copy, and the copy.
pub fn read<'a>(
    text: &'a str,
    short: Option<&str>,
    tabular: bool,
    envelope: &mut Envelope,
    limits: &Limits,
) -> (Vec<String>, &'a str) {
    let text = text.trim_start_matches('\n');
    let (head, copy) = if text.starts_with('^') { carets(text) } else { plain(text, short) };
    let mut kept = Vec::new();
    let mut lines = head.into_iter().peekable();
    if let Some((line, _)) = lines.peek()
        && is_keyword(line, short)
    {
        slug::read(line, envelope, limits);
        lines.next();
    } else if let Some(short) = short {
        slug::read(short, envelope, limits);
    }
    let lines: Vec<_> = lines.collect();
    let has_copy = copy.chars().any(char::is_alphanumeric);
    // A table's title is its first centred line, where no line is set flush as a headline.
    let flush =
        lines.iter().any(|(line, end)| matches!(end, End::Left | End::Plus) && role(line) == Role::Other);
    let mut lines = lines.into_iter().peekable();
    while let Some((line, end)) = lines.next() {
        match role(&line) {
            // `Eds: Updates with quote. For questions call the desk at 212-555-0100.`
            Role::Advisory => contact::tell(line.trim_matches(['(', ')']), true, envelope),
            Role::Photo => photos(&line, envelope),
            Role::Note => envelope.note(&line, !contact::is_private(&line)),
            Role::Byline => {
                let person = !line.to_ascii_lowercase().starts_with("by the ");
                let title = lines.next_if(|(next, _)| person && !tabular && is_title(next));
                envelope.byline(&line, title.as_ref().map(|(title, _)| title.as_str()));
            }
            Role::Other if end == End::Centre && (flush || !envelope.headlines.is_empty()) => kept.push(line),
            Role::Other if envelope.headlines.is_empty() => envelope.headline(None, &line),
            // AP's digests have a longer headline below the first. More lines than that are the copy of a list.
            Role::Other if envelope.headlines.len() == 1 && has_copy => {
                envelope.headline(Some("extended"), &line)
            }
            Role::Other => kept.push(line),
        }
    }
    (kept, copy)
}

#[derive(PartialEq)]
enum Role {
    Advisory,
    Photo,
    Note,
    Byline,
    Other,
}

fn role(line: &str) -> Role {
    let lower = line.trim_start_matches('(').to_lowercase();
    let is = |words: &[&str]| words.iter().any(|word| lower.starts_with(word));
    if is(&[
        "eds:",
        "eds.",
        "eds,",
        "ed:",
        "editors:",
        "editors,",
        "attention:",
        "updates:",
        "hold for release",
        "for release",
        "embargoed",
        "embargo:",
        "advisory:",
    ]) {
        Role::Advisory
    } else if is(&[
        "ap photo",
        "ap graphic",
        "ap video",
        "ap audio",
        "photos:",
        "photo:",
        "graphic:",
        "with photo",
    ]) {
        Role::Photo
    } else if is(&["editor's note", "editors' note", "editor’s note"]) {
        Role::Note
    } else if is(&["by "]) && !line.starts_with('(') && line.len() <= 160 {
        Role::Byline
    } else {
        Role::Other
    }
}

/// `AP Photo SDDD101, SDDD102, GFX0456`: the numbers of pictures that go with the story.
fn photos(line: &str, envelope: &mut Envelope) {
    if contact::is_private(line) {
        return envelope.note(line, false);
    }
    envelope.note(line, true);
    let lower = line.to_ascii_lowercase();
    let (rel, kind) = if lower.contains("graphic") {
        ("graphic", "graphic")
    } else if lower.contains("video") {
        ("video", "video")
    } else {
        ("photo", "picture")
    };
    let number = |word: &str| {
        word.len() <= 16
            && word.bytes().any(|b| b.is_ascii_digit())
            && word.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    for id in line.split([',', ' ']).filter(|word| number(word)).take(16) {
        envelope.associate(Association {
            rel: Some(rel.into()),
            kind: Some(kind),
            id: Some(id.into()),
            ..Association::default()
        });
    }
}

fn is_title(line: &str) -> bool {
    let lower = line.to_lowercase();
    line.len() <= 80 && TITLES.iter().any(|word| lower.contains(word))
}

/// Whether a line is the keyword line: it has the cycle, or it begins as the header's keyword does.
fn is_keyword(line: &str, short: Option<&str>) -> bool {
    let bare =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).take(8).collect::<String>().to_lowercase();
    header::has_cycle(line)
        || short
            .is_some_and(|short| header::has_cycle(short) && !line.contains(' ') && bare(line) == bare(short))
}

/// The lines that begin with `^`, each up to its end sign, and the copy below them.
fn carets(text: &str) -> (Vec<(String, End)>, &str) {
    let mut head = Vec::new();
    let mut rest = text;
    while let Some(marked) = rest.strip_prefix('^') {
        let (mut line, mut end, mut at) = (String::new(), End::None, 0);
        for (count, part) in marked.split_inclusive('\n').enumerate() {
            let code = part.starts_with(['^', '\t', '\u{8}']);
            if count > 0 && (code || part.trim().is_empty()) || count >= WRAPPED {
                break;
            }
            at += part.len();
            let (part, sign) = strip(part);
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(part);
            end = sign;
            if end != End::None {
                break;
            }
        }
        // A marked line that nothing ends is the copy's.
        if end == End::None && !head.is_empty() {
            return (head, rest);
        }
        if !line.is_empty() {
            head.push((visible(&line), end));
        }
        rest = &marked[at..];
    }
    (head, rest)
}

/// The head of Kyodo and others that set no `^`: the lines above the first indented or blank one, four at most.
fn plain<'a>(text: &'a str, short: Option<&str>) -> (Vec<(String, End)>, &'a str) {
    let mut head = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n').take(5) {
        let indented = line.starts_with("  ") || line.starts_with('\t') || line.trim().is_empty();
        if indented || head.len() == 4 {
            break;
        }
        let (content, end) = strip(line);
        // A sentence is copy.
        if end == End::None && content.ends_with('.') {
            break;
        }
        at += line.len();
        head.push((visible(content), end));
    }
    let indented =
        text[at..].starts_with([' ', '\t']) || text[at..].trim_start_matches([' ', '\t']).starts_with('\n');
    let ended = head.last().is_some_and(|(_, end)| *end != End::None);
    if !indented && !ended {
        // No sign tells head from copy: only the keyword line is certain.
        let keyword = head.first().is_some_and(|(line, _)| is_keyword(line, short));
        at = if keyword { text.find('\n').map_or(text.len(), |at| at + 1) } else { 0 };
        head.truncate(usize::from(keyword));
    }
    // A headline of two lines has its sign at the end of the second.
    let mut joined: Vec<(String, End)> = Vec::new();
    for (line, end) in head {
        match joined.last_mut() {
            Some((last, open @ End::None)) if !is_keyword(last, short) => {
                last.push(' ');
                last.push_str(&line);
                *open = end;
            }
            _ => joined.push((line, end)),
        }
    }
    (
        joined
            .into_iter()
            .map(|(line, end)| (line, if end == End::None { End::Left } else { end }))
            .collect(),
        &text[at..],
    )
}

fn strip(line: &str) -> (&str, End) {
    let line = line.trim();
    let end = match line.as_bytes().last() {
        Some(b'<') => End::Left,
        Some(b'=') => End::Centre,
        Some(b'+') => End::Plus,
        _ => return (line, End::None),
    };
    (line[..line.len() - 1].trim_end(), end)
}

/// A line without the codes of typesetting.
fn visible(line: &str) -> String {
    line.chars().filter(|c| !c.is_control()).collect()
}
