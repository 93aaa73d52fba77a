//! Plain text: a dispatch as an agency types it, and the header form
//! `PLACE, COUNTRY | AGENCY | text`.

use super::{Format, Input, Item, Limits, Reject, charset};
use crate::dispatch::{Dispatch, Envelope};
use crate::record::Warning;

pub const FORMAT: Format = Format {
    name: "text",
    about: "plain text with its dateline and credit in the copy, or PLACE, COUNTRY | AGENCY | text",
    sniff: |_| true,
    decode,
};

/// Share of control characters above which bytes are no text; old wires use some for flow and typesetting.
const MAX_CONTROL_SHARE: f64 = 0.1;
/// The same where the bytes are no UTF-8 either: pictures and archives have one in ten, old copy one in a hundred.
const MAX_CONTROL_SHARE_8BIT: f64 = 0.04;
/// So many controls may stand in any short message.
const FEW_CONTROLS: usize = 8;

fn decode(input: &Input<'_>, _: &Limits) -> Result<Vec<Item>, Reject> {
    let mut warnings = Vec::new();
    let (text, charset) = charset::decode(input, None, &mut warnings);
    let text = if text.contains('\r') { text.replace("\r\n", "\n") } else { text.into_owned() };
    if !text.chars().any(char::is_alphanumeric) {
        return Err(super::reject("wire.empty", "the message has no letter and no digit in it".into()));
    }
    // Counted without a branch, so that it goes at the memory's speed.
    let control = |b: u8| (b < 0x20) & (b != b'\t') & (b != b'\n') & (b != 0xc) & (b != b'\r') | (b == 0x7f);
    let controls: usize = text
        .as_bytes()
        .chunks(128)
        .map(|c| usize::from(c.iter().map(|b| u8::from(control(*b))).sum::<u8>()))
        .sum();
    let share = controls as f64 / text.chars().count() as f64;
    let binary = charset == charset::ASSUMED && controls > FEW_CONTROLS && share > MAX_CONTROL_SHARE_8BIT;
    if binary || share > MAX_CONTROL_SHARE {
        return Err(super::reject(
            "wire.not_text",
            format!("the message is no text: {controls} control characters"),
        ));
    }
    if looks_like_markup(&text) {
        return Err(super::reject(
            "wire.format_unknown",
            "the message is XML, JSON or an agency envelope of no format that this version reads".into(),
        ));
    }
    if controls > 0 {
        warnings.push(Warning {
            code: "body.control_characters",
            field: "bodies",
            detail: format!("{controls} control characters are kept in the body"),
        });
    }
    let mut envelope = Envelope::default();
    let body = match split_header(&text) {
        Some((header, body)) => {
            envelope.dateline = Some(header.dateline.to_owned());
            envelope.credits.push(header.credit.to_owned());
            body.to_owned()
        }
        None => text,
    };
    Ok(vec![Ok(Dispatch { format: FORMAT.name, charset, body, envelope, warnings, ..Dispatch::default() })])
}

/// Markup published as if it were copy would be worse than a dead letter.
fn looks_like_markup(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let element = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!' || c == '?');
    let tag = text.strip_prefix('<').is_some_and(|rest| element(rest) && text.trim_end().ends_with('>'));
    let object = text.strip_prefix('[').map_or(text, str::trim_start).strip_prefix('{');
    let json = object.is_some_and(|rest| rest.trim_start().starts_with(['"', '}']));
    // SOH opens the envelopes of IPTC 7901 and ANPA 1312.
    tag || json || text.starts_with("<?xml") || text.starts_with('\u{1}')
}

/// `PLACE, COUNTRY | AGENCY | text`
#[derive(Debug, PartialEq)]
struct Header<'a> {
    dateline: &'a str,
    credit: &'a str,
}

/// The header form, as news sites relay AFP: two short fields and a text, divided by bars in the first line.
fn split_header(text: &str) -> Option<(Header<'_>, &str)> {
    let line = text.trim_start().lines().next()?;
    let mut fields = line.splitn(3, '|');
    let (dateline, credit) = (fields.next()?.trim(), fields.next()?.trim());
    // A story follows, not the next column of a table.
    let story = fields.next()?.split_whitespace().count() >= 4;
    let starts_upper = dateline.starts_with(char::is_uppercase);
    let sentence = dateline.ends_with(['.', '!', '?', ':']);
    if !story || !starts_upper || sentence || dateline.chars().count() > 80 || !is_credit(credit) {
        return None;
    }
    let body = text.splitn(3, '|').nth(2)?.trim_start();
    body.chars().any(char::is_alphanumeric).then_some((Header { dateline, credit }, body))
}

/// A credit is a short name: a few words, no digits, no sentence.
fn is_credit(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let name = |c: char| c.is_alphabetic() || " -/&.'’".contains(c);
    (1..=5).contains(&words) && text.chars().count() <= 40 && text.chars().all(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(bytes: &[u8]) -> Dispatch {
        decode(&Input::new(bytes), &Limits::default()).unwrap().remove(0).unwrap()
    }

    #[test]
    fn header_form() {
        let got = one("Lagos, Nigeria | XYZ | Traders met on Friday.\nThey left.".as_bytes());
        assert_eq!(got.envelope.dateline.as_deref(), Some("Lagos, Nigeria"));
        assert_eq!(got.envelope.credits, ["XYZ"]);
        assert_eq!(got.body, "Traders met on Friday.\nThey left.");
        for text in [
            "OSLO (XYZ) - Shares | bonds | notes fell.",
            "Team | Won | Lost\nNorth | 3 | 4",
            "He said so. | XYZ | Text",
            "| XYZ | Text",
            "Lagos | XYZ |",
            "Lagos | 12 | 14",
        ] {
            let got = one(text.as_bytes());
            assert_eq!(got.body, text);
            assert_eq!(got.envelope.dateline, None, "{text}");
        }
    }

    #[test]
    fn the_body_is_what_came_in() {
        assert_eq!(one(b"  OSLO -  Text\r\n\r\nmore \r\n").body, "  OSLO -  Text\n\nmore \n");
    }

    #[test]
    fn binary_data_is_no_text() {
        // Every byte once, in an order that no text has: as a picture or an archive looks.
        let noise: Vec<u8> = (0..2_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert_eq!(decode(&Input::new(&noise), &Limits::default()).unwrap_err().code, "wire.not_text");
        let latin = "Zürich (XYZ) - Der Hafen bleibt zu.\u{1}\u{2}\u{3}";
        let (latin, ..) = encoding_rs::WINDOWS_1252.encode(latin);
        assert!(decode(&Input::new(&latin), &Limits::default()).is_ok());
    }

    #[test]
    fn what_is_no_text() {
        for (bytes, code) in [
            (&b""[..], "wire.empty"),
            (b" \r\n\t ", "wire.empty"),
            (b"--- * ---", "wire.empty"),
            (b"\0\0\0\0\0\0\0\0\0\0\0a", "wire.not_text"),
            (b"\x01\x02\x03a\x01\x02\x03a", "wire.not_text"),
            (b"<?xml version=\"1.0\"?><nitf/>", "wire.format_unknown"),
            (b"<nitf><body/></nitf>\n", "wire.format_unknown"),
            (b"{\"headline\":\"x\"}", "wire.format_unknown"),
            (b"[{\"headline\":1}]", "wire.format_unknown"),
            (b"{\"payload\":\"abc", "wire.format_unknown"),
            (b"\x01abc001 3 pol 12\r\n\x02A ferry sank off the island on Friday.\x03", "wire.format_unknown"),
        ] {
            assert_eq!(decode(&Input::new(bytes), &Limits::default()).unwrap_err().code, code, "{bytes:?}");
        }
        let got = one(b"OSLO (XYZ) - A line with one \0 in it.");
        assert_eq!(got.warnings[0].code, "body.control_characters");
        assert!(decode(&Input::new(b"<AXYZ.N> shares rose, a trader said."), &Limits::default()).is_ok());
    }
}
