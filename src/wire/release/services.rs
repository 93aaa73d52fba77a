//! Services that send press releases, by the names in their datelines.

/// Names, small letters. A dateline may add to them: `PRNewswire-AsiaNet`, `CNW Telbec`, `Newsfile Corp. - July 5, 2023`.
const NAMES: &[&str] = &[
    "prnewswire",
    "pr newswire",
    "prn",
    "business wire",
    "businesswire",
    "globe newswire",
    "globenewswire",
    "cnw",
    "canada newswire",
    "accesswire",
    "access newswire",
    "newsfile",
    "einpresswire",
    "ein presswire",
    "marketwired",
    "marketwire",
    "market wire",
    "ots",
    "apa-ots",
    "xinhua-asianet",
    "asianet",
    "kyodo jbn",
    "jbn",
    "jcn newswire",
    "medianet",
    "newmediawire",
    "send2press",
    "prweb",
    "prlog",
    "3bl media",
    "cision",
    "thomson reuters one",
    "hugin",
    "primezone",
    "prime newswire",
    "collegiate presswire",
    "us newswire",
    "u.s. newswire",
    "news aktuell",
    "antara-asianet",
    "yonhap-asianet",
    "pti-asianet",
    "medianet international",
    "media outreach",
    "media outreach newswire",
    "acn newswire",
    "eqs newswire",
    "dgap",
    "actusnews",
    "bernama-asianet",
    "emwnews",
    "baystreet",
    "pressebox",
    "openpr",
    "newswire.ca",
    "newswire.com",
    "the newswire",
    "thenewswire",
    "stockhouse",
    "美國商業資訊",
    "美国商业资讯",
    "美通社",
    "ビジネスワイヤ",
    "prニュースワイヤー",
    "共同通信jbn",
    "비즈니스 와이어",
    "亚洲网",
    "新华美通",
    "prnewswire联合美通社",
];
/// The pairs of letters that names of ASCII letters begin with: a bit for the second under the first.
const PAIRS: [u32; 32] = {
    let mut pairs = [0; 32];
    let mut at = 0;
    while at < NAMES.len() {
        let name = NAMES[at].as_bytes();
        pairs[(name[0] & 31) as usize] |= 1 << (name[1] & 31);
        at += 1;
    }
    pairs
};

/// Whether a name may begin here: nearly all that stands in parentheses ends at this look. Letters of either case share
/// their five low bits.
fn may_open(bytes: &[u8]) -> bool {
    match bytes {
        [first, second, ..] => PAIRS[usize::from(first & 31)] & 1 << (second & 31) != 0,
        _ => false,
    }
}

/// Longest name with what stands behind it, in bytes.
const LONGEST: usize = 60;

/// A name in its signs.
pub struct Mark<'a> {
    /// Where the sign before it stands.
    pub start: usize,
    /// Behind the sign after it.
    pub end: usize,
    /// As written: `PRNewswire-AsiaNet`.
    pub name: &'a str,
}

/// The names that stand in parentheses or between slashes, in order.
pub fn marks(text: &str) -> impl Iterator<Item = Mark<'_>> {
    let opens = |(_, c): &(usize, char)| matches!(c, '(' | '/' | '（');
    text.char_indices().filter(opens).filter_map(|(start, sign)| mark(text, start, sign))
}

fn mark(text: &str, start: usize, sign: char) -> Option<Mark<'_>> {
    let inside = start + sign.len_utf8();
    if !may_open(text.as_bytes()[inside..].trim_ascii_start()) {
        return None;
    }
    let near = &text[inside..text.floor_char_boundary(inside + LONGEST)];
    let closing = |c: char| match sign {
        '/' => c == '/',
        _ => c == ')' || c == '）',
    };
    let length = near.find(|c: char| closing(c) || c == '\n')?;
    let close = near[length..].chars().next().filter(|c| closing(*c))?;
    let name = near[..length].trim();
    is_service(name).then_some(Mark { start, end: inside + length + close.len_utf8(), name })
}

/// Whether a name is a service's, alone or with what its datelines add.
pub fn is_service(name: &str) -> bool {
    let lower = name.to_lowercase();
    NAMES.iter().any(|known| {
        lower.strip_prefix(known).is_some_and(|rest| match rest.chars().next() {
            None => true,
            // `PRNewswire-FirstCall`, `Newsfile Corp.`, `EINPresswire.com`
            Some(c) => {
                known.len() >= 3 && (c == '-' || c == ' ' || c == '.' || c == '、') && rest.len() <= 40
            }
        })
    })
}

/// Whether a line is nothing but a service's name.
pub fn alone(line: &str) -> bool {
    let name = line.trim_matches(|c: char| "/()-*–— ".contains(c));
    name.len() <= LONGEST && is_service(name)
}

/// Whether any name may stand in the bytes: a quick look before the careful one.
pub fn named(bytes: &[u8]) -> bool {
    memchr::memchr2_iter(b'/', b'(', bytes).any(|at| may_open(bytes[at + 1..].trim_ascii_start()))
        || memchr::memmem::find(bytes, "（".as_bytes()).is_some()
        || memchr::memmem::find(bytes, b"MEDIA RELEASE PR").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_their_signs() {
        for (text, name) in [
            ("OSLO, Feb. 1 /PRNewswire-AsiaNet/ -- Text", "PRNewswire-AsiaNet"),
            ("OSLO--(BUSINESS WIRE)--Text", "BUSINESS WIRE"),
            ("OSLO / ACCESSWIRE / July 5", "ACCESSWIRE"),
            ("Oslo--(Newsfile Corp. - July 5, 2023) - Text", "Newsfile Corp. - July 5, 2023"),
            ("Oslo, /EINPresswire.com/ -- Text", "EINPresswire.com"),
            ("Berlin (ots) - Text", "ots"),
            ("奧斯陸--(美國商業資訊)--本文", "美國商業資訊"),
        ] {
            assert_eq!(marks(text).next().map(|mark| mark.name), Some(name), "{text}");
        }
        for text in ["OSLO (AFP) - Text", "and/or (lots of it)", "/prnewswire", "(cnwx)", "a/b/c", "(ots"] {
            assert!(marks(text).next().is_none(), "{text}");
        }
    }
}
