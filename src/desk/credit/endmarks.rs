//! The last signs of a dispatch: end marks, desk initials, the agency's signature.

use super::chain::{self, Cited};
use crate::authority::Agencies;
use crate::desk::text::last_line;

/// Marks of the end of copy, folded to lower case without dashes and brackets (PA, AP, Xinhua, CNA, APA, IPS, SRNA).
const ENDS: &[&str] = &[
    "enditem",
    "ends",
    "end",
    "30",
    "0",
    "more",
    "fin",
    "ends it",
    "item ends",
    "schluss",
    "ende",
    "slut",
    "slutt",
    "fine",
    "fim",
    "kraj",
    "mehr",
    "segue",
    "sigue",
    "a suivre",
    "end of story",
    "ends item",
    "end item",
    "finish",
];

/// Short words that look like initials.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "the", "and", "or", "of", "to", "in", "at", "on", "by", "is", "it", "he", "she", "his", "her", "an", "a", "as",
    "up", "no", "we", "if", "so", "do", "be", "us", "am", "pm", "gmt", "dlrs", "bbl", "stg", "pct", "mln", "cts",
    "shr", "net", "vs", "rev", "unch", "nil", "end", "ends", "more", "fin", "new", "not", "for", "from", "was", "had",
    "see", "all", "km", "h", "w", "n", "said", "says", "has", "did", "will", "who", "with", "that", "this", "they",
];

/// An end mark alone on its line: `Enditem`, `-30-`, `___`, `(END)`, `AP-WF-02-20-16 0337GMT<`.
pub fn is_end(line: &str) -> bool {
    if line.is_empty() || line.len() > 32 {
        return false;
    }
    if line.bytes().all(|b| matches!(b, b'_' | b'-' | b'#' | b'*' | b'=' | b' ')) {
        return line.len() <= 12;
    }
    let bare = line.trim_matches(|c: char| !c.is_alphanumeric());
    // CNA and Xinhua add initials: `Enditem/AB`.
    let mark = bare.split_once('/').map_or(bare, |(mark, rest)| if rest.len() <= 4 { mark } else { "" });
    let numbers = matches!(mark, "30" | "0");
    let ends = || ENDS.iter().any(|end| end.eq_ignore_ascii_case(mark));
    line.len() <= bare.len() + 6 && ends() && (!numbers || line.starts_with('-')) || stamp(line)
}

/// AP's and its kin's line of cycle, date and time: `AP-WF-02-20-16 0337GMT<`, `AP-NY-03-01-04 1405EST`.
fn stamp(line: &str) -> bool {
    let Some((head, time)) = line.trim_end_matches('<').rsplit_once(' ') else { return false };
    let digits = time.bytes().take_while(u8::is_ascii_digit).count();
    digits == 4
        && time.len() <= 8
        && head.split('-').count() >= 4
        && head.split('-').all(|p| (1..=3).contains(&p.len()))
}

/// Desk initials: `asl/tib/pid/cac`, `bur-dar-gl/fz` (AFP), `dpa pre yyhe n1 deg`, `kk ap` (Interfax), `(pvs/ji)`.
/// The caller must see that a sentence ends before them: the end of a broken line may look so too.
pub fn initials(line: &str) -> bool {
    let bare = line.strip_prefix('(').and_then(|l| l.strip_suffix(')')).unwrap_or(line);
    if !(2..=40).contains(&bare.len()) || bare.contains("  ") {
        return false;
    }
    let tokens = || bare.split([' ', '/', '-']);
    let letters = |t: &str| (1..=4).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_lowercase());
    // dpa adds the number of its copy.
    let code = |t: &str| letters(t) || t.len() == 2 && t.starts_with('n') && t.as_bytes()[1].is_ascii_digit();
    let count = tokens().count();
    let words = |t: &str| WORDS.contains(&t);
    if bare.len() < line.len() {
        return count <= 4 && tokens().all(letters) && !tokens().any(words);
    }
    if bare.starts_with("dpa ") {
        return (2..=8).contains(&count) && tokens().all(code);
    }
    let joined = bare.contains('/') && !bare.contains(' ') && (2..=8).contains(&count);
    let pair = count == 2 && bare.len() == 5 && bare.as_bytes()[2] == b' ';
    (joined || pair) && tokens().all(letters) && !tokens().any(words)
}

/// Routing codes below a signature (ANSA: `Y04-ROE`, `XAB/1`).
pub fn routing(line: &str) -> bool {
    (4..=14).contains(&line.len())
        && line.contains(['-', '/'])
        && line.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || matches!(b, b'-' | b'/'))
        && line.bytes().any(|b| b.is_ascii_uppercase())
}

/// Whether what stands before `at` ends a sentence or a paragraph.
pub fn after_sentence(text: &str, at: usize) -> bool {
    let before = &text[..at];
    let trimmed = before.trim_end();
    let last = last_line(trimmed);
    before[trimmed.len()..].matches('\n').count() > 1
        || trimmed.ends_with(['.', '"', '”', '!', '?', '»', ')', ':', '\'', '_', ']', '。'])
        || signed(trimmed)
        || is_end(last.trim())
        || last.trim_start().starts_with(['-', '–', '—', '=', '/'])
}

/// Whether `text` ends with a word in capitals behind a sentence: `… dijo el puerto. EFE`.
fn signed(text: &str) -> bool {
    let capitals = text.bytes().rev().take_while(u8::is_ascii_uppercase).count();
    let before = &text[..text.len() - capitals];
    (2..=8).contains(&capitals)
        && before.ends_with([' ', '\n'])
        && before.trim_end().ends_with(['.', '"', '”', '!', '?', '»'])
}

/// What stands around a signature.
const FRAME: [char; 16] = ['(', ')', '[', ']', '/', '=', '-', '.', '©', '_', '*', '#', ' ', '–', '—', '|'];

/// How an agency signs: `==Kyodo`, `--IANS ab/cd`, `PTI XYZ ABC`, `– Emirates News Agency, WAM –`, `(SDA/sj)`,
/// `--SPA 00:49 LOCAL TIME 21:49 GMT`, `/ritzau/`, `(©NTB)`. `signed` where a sentence ends before it.
pub fn signature<'a>(line: &str, agencies: &'a Agencies) -> Option<Vec<Cited<'a>>> {
    if !(2..=60).contains(&line.len()) {
        return None;
    }
    let bare = line.trim_matches(FRAME);
    let chain = chain::read(bare, agencies);
    let framed = bare.len() < line.len();
    if chain.whole {
        // A name in words may end a list; initials or a frame are a signature's.
        // AP signs its advisories `The AP`.
        let name = bare.strip_prefix("The ").unwrap_or(bare);
        let short =
            !bare.contains(' ') || framed || name.len() <= 20 && name.chars().all(|c| !c.is_lowercase());
        return short.then_some(chain.agencies);
    }
    let first = bare.split([' ', '/', '\t']).next()?;
    if first.len() < 2 || first.len() == bare.len() {
        return None;
    }
    let agency = chain::name(first, agencies)?;
    let rest = bare[first.len()..].trim_matches([' ', '/']);
    let capital = |t: &str| {
        (1..=5).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
    };
    let small = |t: &str| {
        (1..=4).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_lowercase()) && !WORDS.contains(&t)
    };
    let time = |t: &str| t.len() == 5 && t.as_bytes()[2] == b':' || matches!(t, "LOCAL" | "TIME" | "GMT");
    let all = |test: &dyn Fn(&str) -> bool| rest.split([' ', '/', '-']).filter(|t| !t.is_empty()).all(test);
    // Lusa: `Lusa/Fim`.
    if bare[first.len()..].starts_with('/') && ENDS.contains(&rest.to_lowercase().as_str()) {
        return Some(vec![agency]);
    }
    let sign = line.starts_with(['-', '=', '–', '—', '(', '/']);
    let slashed = rest.contains('/') || bare[first.len()..].starts_with('/');
    let fits = all(&capital)
        || sign && all(&|t| capital(t) || time(t))
        || (sign || slashed) && all(&|t| small(t) || capital(t));
    (fits && rest.len() <= 32).then(|| vec![agency])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authority::Authority;

    #[test]
    fn ends_and_initials() {
        for line in [
            "Enditem",
            "-30-",
            "___",
            "(END)",
            "ends",
            "END<",
            "-0-",
            "(Schluss)",
            "###",
            "* * * *",
            "Enditem/AB",
            "(MORE)",
            "AP-WF-02-20-16 0337GMT<",
            "AP-NY-03-01-04 1405EST",
            "Fin",
            "/kraj/",
        ] {
            assert!(is_end(line), "{line}");
        }
        for line in
            ["30", "It ends", "Endings", "more than 30", "The end of an era", "Friends", "0", "AP-style 1234"]
        {
            assert!(!is_end(line), "{line}");
        }
        for line in [
            "asl/tib/pid/cac",
            "bur-dar-gl/fz",
            "dpa wsz jln npr",
            "dpa pre yyhe n1 deg",
            "kk ap",
            "(pvs/ji)",
            "(fd)",
            "gr/bp",
        ] {
            assert!(initials(line), "{line}");
        }
        for line in [
            "dlrs/bbl",
            "pct in 1985.",
            "it is so",
            "and/or",
            "he/she",
            "of gold",
            "18 kg",
            "(and)",
            "the deal",
            "AB/CD",
        ] {
            assert!(!initials(line), "{line}");
        }
    }

    #[test]
    fn signatures() {
        let authority = Authority::builtin().expect("the data built in");
        for (line, expected) in [
            ("==Kyodo", Some("KYODO")),
            ("--IANS", Some("IANS")),
            ("--IANS ab/cd", Some("IANS")),
            ("PTI XYZ ABC", Some("PTI")),
            ("ANI", Some("ANI")),
            ("(SDA/sj)", Some("ATS")),
            ("/ritzau/", Some("RITZAU")),
            ("--SPA 00:49 LOCAL TIME 21:49 GMT", Some("SPA")),
            ("– Emirates News Agency, WAM –", Some("WAM")),
            ("AAP RTV ar", None),
            ("(ANSA).", Some("ANSA")),
            ("Lusa/Fim", Some("LUSA")),
            ("(AFP/Reuters)", Some("AFP REUTERS")),
            ("Reuters said", None),
            ("AP said so", None),
            ("The Associated Press", None),
            ("PTI in Pune", None),
            ("(see AFP)", None),
        ] {
            let found = signature(line, &authority.agencies);
            let codes = found.map(|f| f.iter().map(|c| c.code.as_str()).collect::<Vec<_>>().join(" "));
            assert_eq!(codes.as_deref(), expected, "{line}");
        }
    }
}
