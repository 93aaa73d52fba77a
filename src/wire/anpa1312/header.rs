//! The two header lines of ANPA 1312:
//!
//! ```text
//! W2346␟_asian
//! r i␓␑ BC-AS--China-DaringEscap 3rdLd-Writethru   05-09 1444
//! ```

/// Fields of the header.
#[derive(Debug, Default, PartialEq)]
pub struct Header<'a> {
    /// Level and number of the message: `W2346`.
    pub serial: &'a str,
    /// Code of the service: `_asian`.
    pub selector: &'a str,
    /// A letter: `f u b r d a z w …`
    pub priority: &'a str,
    pub category: &'a str,
    /// The format's codes are those of tabular copy; Kyodo has them over prose too.
    pub tabular: bool,
    /// Keyword and version, cut to fit: `BC-AS--China-DaringEscap 3rdLd-Writethru`.
    pub keyword: &'a str,
    /// Month and day, or Kyodo's day and month, as written.
    pub date: &'a str,
    pub words: &'a str,
    /// Where the header ends, in bytes.
    pub end: usize,
    /// It can be nothing else, even without SOH.
    pub certain: bool,
}

/// The header that `bytes` begin with, behind fill and SOH.
pub fn find(bytes: &[u8]) -> Option<Header<'_>> {
    let near = &bytes[..bytes.len().min(400)];
    let text = match std::str::from_utf8(near) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&near[..error.valid_up_to()]).unwrap_or_default(),
    };
    let mut serial = "";
    let mut at = 0;
    for (count, line) in text.split_inclusive('\n').take(4).enumerate() {
        let start = at;
        at += line.len();
        if let Some(header) = second(line) {
            let (serial, selector) = first(serial).unwrap_or_default();
            let end = line.find('\u{2}').map_or(at, |stx| start + stx);
            return Some(Header { serial, selector, end, ..header });
        }
        // A gateway may leave nothing before the keyword line.
        if caret_keyword(line) && (count == 0 || first(serial).is_some()) {
            let (serial, selector) = first(serial).unwrap_or_default();
            return Some(Header { serial, selector, end: start, certain: true, ..Header::default() });
        }
        if count > 0 && !line.trim().is_empty() && !serial.is_empty() {
            return None;
        }
        if !line.trim().is_empty() {
            serial = line;
            first(serial)?;
        }
    }
    None
}

/// `W2346␟_asian`: level and number, then the selector.
fn first(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    let (serial, selector) = line.split_once(['\u{1f}', ' ']).unwrap_or((line, ""));
    let plain = serial.bytes().all(|b| b.is_ascii_alphanumeric());
    let figures = serial.bytes().filter(u8::is_ascii_digit).count();
    (plain && figures >= 3 && figures < serial.len() && line.len() <= 40 && serial.len() <= 16)
        .then_some((serial, selector.trim()))
}

/// The line of priority, category, format, keyword, date and number of words.
fn second(line: &str) -> Option<Header<'_>> {
    let line = line.split('\u{2}').next().unwrap_or_default().trim_end();
    let line = line.trim_start();
    let (priority, rest) = line.split_once(' ')?;
    if priority.len() != 1 || !priority.as_bytes()[0].is_ascii_lowercase() || line.len() > 120 {
        return None;
    }
    let end = rest.find(|c: char| !c.is_ascii_alphabetic())?;
    let (category, rest) = rest.split_at(end);
    let codes = rest.bytes().take_while(|b| (0x11..=0x14).contains(b)).count();
    let (format, rest) = rest.split_at(codes);
    let rest = rest.strip_prefix(' ').or((codes > 0).then_some(rest))?;
    let (keyword, date, words) = keyword(rest);
    let cycle = has_cycle(keyword);
    if !(1..=3).contains(&category.len()) || !(codes > 0 || cycle && !date.is_empty()) {
        return None;
    }
    let tabular = format.contains('\u{12}');
    Some(Header { priority, category, tabular, keyword, date, words, certain: cycle, ..Header::default() })
}

/// Keyword, date and number of words.
fn keyword(text: &str) -> (&str, &str, &str) {
    let text = text.trim();
    let cut = |text| {
        let (before, last): (&str, &str) = str::rsplit_once(text, char::is_whitespace)?;
        Some((before.trim_end(), last))
    };
    let is_date = |text: &str| {
        let bytes = text.as_bytes();
        bytes.len() == 5
            && bytes[2] == b'-'
            && bytes.iter().enumerate().all(|(at, b)| at == 2 || b.is_ascii_digit())
    };
    match cut(text) {
        Some((keyword, last)) if is_date(last) => (keyword, last, ""),
        Some((before, last)) if last.len() <= 5 && last.bytes().all(|b| b.is_ascii_digit()) => {
            match cut(before) {
                Some((keyword, date)) if is_date(date) => (keyword, date, last),
                _ => (text, "", ""),
            }
        }
        _ => (text, "", ""),
    }
}

/// Whether a keyword begins with its cycle: `BC-`, `AM-`, `PM-`, or a code of two letters before the hyphen.
pub fn has_cycle(keyword: &str) -> bool {
    let bytes = keyword.as_bytes();
    let letters = bytes.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    letters == 2
        && bytes.get(2) == Some(&b'-')
        && bytes.get(3).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'-')
        && (bytes[..2].iter().all(u8::is_ascii_uppercase) || bytes[..2].iter().all(u8::is_ascii_lowercase))
}

/// `^BC-AS--China-Daring Escape, 3rd Ld-Writethru,827<`
fn caret_keyword(line: &str) -> bool {
    let line = line.trim_matches(|c: char| c.is_control() || c.is_whitespace());
    line.strip_prefix('^').is_some_and(|line| has_cycle(line) && line.ends_with('<'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers() {
        let got = find(
            b"W2346\x1f_asian\r\nr i\x13\x11 BC-AS--China-DaringEscap 3rdLd-Writethru   05-09 1444\r\n\x02",
        )
        .unwrap();
        assert_eq!((got.serial, got.selector, got.priority, got.category), ("W2346", "_asian", "r", "i"));
        assert_eq!(
            (got.keyword, got.date, got.words),
            ("BC-AS--China-DaringEscap 3rdLd-Writethru", "05-09", "1444")
        );
        let got = find(b"s0284\x1f-----\r\nr s\x14\x12 BC-BBO--WildCardGlance     08-18 \r\n\x02").unwrap();
        assert!(got.tabular && got.date == "08-18" && got.words.is_empty());
        let got = find(b"a0105KYODO\x1f_koko-\r\nu s\x14\x12 BC-Ferry   09-12 0344\r\n\x02").unwrap();
        assert_eq!((got.serial, got.words), ("a0105KYODO", "0344"));
        assert!(find(b"W0012 x\n^BC-US--Ferry,17<\nText").is_some());
        assert!(find(b"^BC-US--Ferry,17<\nText").unwrap().certain);
    }

    #[test]
    fn what_is_none() {
        for text in [
            "OSLO (XYZ) - Text",
            "a b c",
            "r i Text of a story\n",
            "eca062 4 i 211 ccccb   dpa 061\r\n\nGermany/\r\n\x02",
            "",
            "x\n^not a keyword<\n",
        ] {
            assert_eq!(find(text.as_bytes()), None, "{text}");
        }
    }
}
