//! Framing apart from format: several items, each in the same wire format, in one message.

use super::{Input, Limits, Reject, teletype};

const SOH: u8 = 1;

/// The frames of a message, in order: what an agency's line would have sent one after another. One frame is the message
/// itself.
///
/// Frames begin with SOH (IPTC 7901, ANPA 1312: the ENQ and SYN before it and the EOT behind are between frames), with ZCZC,
/// with an XML declaration, or are JSON objects each on its line.
pub fn split<'a>(input: &'a Input<'a>, limits: &Limits) -> Result<Vec<Input<'a>>, Reject> {
    let bytes: &'a [u8] = &input.bytes;
    let starts = starts(bytes);
    if starts.len() < 2 {
        return Ok(vec![input.part(bytes)]);
    }
    limits.items(starts.len())?;
    let ends = starts[1..].iter().copied().chain([bytes.len()]);
    let frames = starts.iter().zip(ends).map(|(start, end)| &bytes[*start..end]);
    Ok(frames.map(|frame| input.part(frame)).collect())
}

/// Where frames begin; the first at 0. Empty where there are not several.
fn starts(bytes: &[u8]) -> Vec<usize> {
    let head = bytes.trim_ascii_start();
    match head.first() {
        Some(b'<') if head.starts_with(b"<?xml") => {
            let mut starts: Vec<usize> = memchr::memmem::find_iter(bytes, b"<?xml ").collect();
            // A declaration inside of a CDATA section belongs to what it stands in.
            starts.retain(|at| bytes[..*at].trim_ascii_end().last().is_none_or(|before| *before == b'>'));
            starts
        }
        Some(b'{') => json_lines(bytes),
        // A list of objects is one message, whatever control characters stand in it.
        Some(b'[') if head[1..].trim_ascii_start().starts_with(b"{") => Vec::new(),
        _ => messages(bytes),
    }
}

/// Where messages of the teletype age begin: at each SOH that opens one, or else at each ZCZC that has the beginning of a line.
fn messages(bytes: &[u8]) -> Vec<usize> {
    let mut starts: Vec<usize> =
        memchr::memchr_iter(SOH, bytes).filter(|at| opens_message(bytes, *at)).collect();
    if starts.is_empty()
        && bytes.trim_ascii_start().get(..4).is_some_and(|word| word.eq_ignore_ascii_case(b"ZCZC"))
    {
        let word = |at: &usize| {
            let line = *at == 0 || bytes[*at - 1] == b'\n';
            line && bytes.get(at + 4).is_none_or(u8::is_ascii_whitespace)
        };
        let upper =
            memchr::memmem::find_iter(bytes, b"ZCZC").chain(memchr::memmem::find_iter(bytes, b"zczc"));
        starts = upper.filter(word).collect();
        starts.sort_unstable();
    }
    if let Some(first) = starts.first_mut() {
        *first = 0;
    }
    starts
}

/// Whether the SOH at `at` opens a message: it stands at the beginning, behind a line's end, or behind what lines send between messages
/// (ETX, EOT and fill); a header's first field follows, letters and figures, in a short line. Stray bytes of other data
/// do not look like that.
fn opens_message(bytes: &[u8], at: usize) -> bool {
    let free = at == 0 || matches!(bytes[at - 1], 3 | b' ') || teletype::is_fill(bytes[at - 1]);
    let near = &bytes[at + 1..bytes.len().min(at + 161)];
    let near = &near[near.iter().position(|b| !teletype::is_fill(*b)).unwrap_or(near.len())..];
    let field = near.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
    let letters = near[..field].iter().filter(|b| b.is_ascii_alphabetic()).count();
    let separated = near.get(field).is_some_and(|b| matches!(b, b' ' | 0x1f | b'\r' | b'\n'));
    let line = near.iter().position(|b| matches!(b, b'\n' | b'\r' | 2));
    free && separated && letters > 0 && letters < field && (3..=20).contains(&field) && line.is_some()
}

/// Lines that each hold an object. One that is cut is a bad item among good ones; an object over several lines ends its lines
/// with a comma or bracket.
fn json_lines(bytes: &[u8]) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut at = 0;
    for line in bytes.split(|byte| *byte == b'\n') {
        let text = line.trim_ascii();
        if !text.is_empty() {
            if !text.starts_with(b"{\"")
                || text.ends_with(b",")
                || text.ends_with(b"[")
                || text.ends_with(b"{")
            {
                return Vec::new();
            }
            starts.push(at);
        }
        at += line.len() + 1;
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(text: &str) -> Vec<String> {
        let input = Input::new(text.as_bytes());
        let frames = split(&input, &Limits::default()).unwrap();
        frames.iter().map(|frame| String::from_utf8_lossy(&frame.bytes).into_owned()).collect()
    }

    #[test]
    fn a_frame_that_cannot_be_read_is_rejected_alone() {
        let good = "<?xml version='1.0'?><nitf><body><body.head><hedline><hl1>Ferry</hl1></hedline></body.head></body></nitf>";
        let message = format!("{good}\n<?xml version='1.0'?><nitf><body></nitf>\n{good}");
        let items = crate::wire::decode(message.as_bytes(), Default::default(), &Limits::default()).unwrap();
        assert_eq!(items.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, true]);
    }

    #[test]
    fn frames_and_what_is_none() {
        let (a, b) = ("\x01abc001 4 i 1\r\n\x02a\x03", "\x01abc002 4 i 1\r\n\x02b\x03");
        assert_eq!(frames(&format!("{a}\x04\r\n{b}")), [format!("{a}\x04\r\n"), b.into()]);
        assert_eq!(frames(&format!("\x16\x16{a}\x04\x7f\x05\x16{b}")).len(), 2);
        let c = "\x01W0042\x1f_test\r\nr i\x13\x11 BC-Ferry 03-04\r\n\x02c\x03";
        assert_eq!(frames(&format!("{a}{c}\x07\x07{b}")).len(), 3);
        assert_eq!(frames("ZCZC A1\nx\nNNNN\n\nzczc A2\ny ZCZC\nNNNN\n").len(), 2);
        for text in [
            "\x01a\x03\x01b\x03",
            "a\x01b12 c\nd\x01e34 f\ng",
            "\x01abc001 4 i 1\r\n\x02a\x01\x01 b\x03",
            "x\nZCZC A1\nNNNN\nZCZC A2",
        ] {
            assert_eq!(frames(text), [text], "{text:?}");
        }
        assert_eq!(frames("<?xml version='1.0'?><a/>\n<?xml version='1.0'?><b/>").len(), 2);
        assert_eq!(frames("<?xml version='1.0'?><a><![CDATA[x <?xml version='1.0'?>]]></a>").len(), 1);
        assert_eq!(frames("{\"a\":1}\n{\"b\":2}\n").len(), 2);
        assert_eq!(frames("{\"a\":1}\n{\"b\":\"cu\n{\"c\":3}").len(), 3);
        assert_eq!(frames("{\"a\":[\n{\"b\":2},\n{\"c\":2}]}").len(), 1);
        assert_eq!(frames("{\"a\":\n{\"b\":2}\n}").len(), 1);
        assert_eq!(frames("[{\"a\":\"\x01b\"},\x01{}]").len(), 1);
        assert_eq!(frames("text\nand more"), ["text\nand more"]);
    }
}
