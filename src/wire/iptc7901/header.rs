//! The header line of IPTC 7901: `eca062 4 i 211 ccccb   dpa 061`.

/// Fields of the header line.
#[derive(Debug, PartialEq)]
pub struct Header<'a> {
    /// Service identifier: `eca`, `bdt`.
    service: &'a str,
    /// Number of the message on that service.
    number: &'a str,
    /// Priority, 1 (highest) to 9; it is the urgency of the IPTC's later formats.
    pub priority: u8,
    /// Desk: `i` (international), `pl` (Politik), `s` (sports).
    pub category: &'a str,
    /// Number of words, as written.
    pub words: Option<&'a str>,
    /// `dpa`, `KNA`
    pub agency: Option<&'a str>,
    /// What follows the number of words: codes for routing, the agency, its own number.
    pub rest: &'a str,
}

impl Header<'_> {
    pub fn id(&self) -> String {
        format!("{}{}", self.service, self.number)
    }
}

/// Reads a header line; `None` where it is none.
pub fn read(line: &str) -> Option<Header<'_>> {
    let line = line.trim_matches(|c: char| c.is_control() || c.is_whitespace());
    let letters = line.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (service, rest) = line.split_at(letters);
    let figures = rest.trim_start_matches(' ');
    let digits = figures.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = figures.split_at(digits);
    if !(2..=5).contains(&letters) || !(2..=8).contains(&digits) {
        return None;
    }
    let (priority, rest) = field(rest.strip_prefix(' ')?)?;
    let priority = match priority.as_bytes() {
        [digit @ b'1'..=b'9'] => digit - b'0',
        _ => return None,
    };
    let (category, rest) = field(rest)?;
    if category.len() > 5
        || !category.starts_with(|c: char| c.is_ascii_alphabetic())
        || !category.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'/')
    {
        return None;
    }
    let (words, rest) = match field(rest) {
        Some((words, rest)) if words.len() <= 5 && words.bytes().all(|b| b.is_ascii_digit()) => {
            (Some(words), rest)
        }
        _ => (None, rest),
    };
    if words.is_none() && !rest.is_empty() {
        return None;
    }
    let rest = rest.trim();
    Some(Header { service, number, priority, category, words, agency: agency(rest), rest })
}

fn field(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

/// The agency: the first field of letters that is no code for routing (`ccccb` of dpa, `vvvvb` of KNA).
fn agency(rest: &str) -> Option<&str> {
    rest.split_whitespace().find(|field| {
        let bytes = field.as_bytes();
        let routing = bytes.len() >= 4 && bytes[..3].iter().all(|b| *b == bytes[0]);
        let name = bytes.iter().all(|b| b.is_ascii_alphabetic() || *b == b'-' || *b == b'/');
        name && !routing && (2..=12).contains(&bytes.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_lines() {
        for (line, id, priority, category, words, agency) in [
            ("eca062 4 i 211 ccccb   dpa 061\r", "eca062", 4, "i", Some("211"), Some("dpa")),
            ("eca00075 3 i 510    dpa 1003", "eca00075", 3, "i", Some("510"), Some("dpa")),
            ("bkn014 4 pl 171 vvvvb KNA 170123-89-00065#2", "bkn014", 4, "pl", Some("171"), Some("KNA")),
            ("\u{1}bsf 028 5 eco 88", "bsf028", 5, "eco", Some("88"), None),
            ("abc001 3 pol", "abc001", 3, "pol", None, None),
        ] {
            let got = read(line).unwrap();
            assert_eq!(
                (got.id().as_str(), got.priority, got.category, got.words, got.agency),
                (id, priority, category, words, agency),
                "{line}"
            );
        }
        for line in [
            "",
            "OSLO (XYZ) - 3 men",
            "W2607 asian",
            "r a BC-US",
            "flight BA123 4 am 300 people",
            "abc123 0 i 20",
            "abc123 4 i men",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
