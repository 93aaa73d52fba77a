//! Plain text: a dispatch as an agency types it, and the header form `PLACE, COUNTRY | AGENCY | text`.

use super::{Format, Limits, Reject, charset};
use crate::dispatch::{Dispatch, Header};

pub const FORMAT: Format = Format {
    name: "text",
    about: "plain text with its dateline and credit in the copy, or PLACE, COUNTRY | AGENCY | text",
    sniff: |_| true,
    decode,
};

fn decode(bytes: &[u8], _: &Limits) -> Result<Vec<Dispatch>, Reject> {
    let mut warnings = Vec::new();
    let (text, charset) = charset::decode(bytes, &mut warnings);
    let text = if text.contains('\r') {
        text.replace("\r\n", "\n")
    } else {
        text
    };
    if !text.chars().any(char::is_alphanumeric) {
        return Err(Reject {
            code: "wire.empty",
            stage: "wire",
            message: "the message has no letter and no digit in it".into(),
        });
    }
    let (header, body) = match split_header(&text) {
        Some((header, body)) => (Some(header), body.to_owned()),
        None => (None, text),
    };
    Ok(vec![Dispatch {
        format: FORMAT.name,
        charset,
        body,
        header,
        warnings,
    }])
}

/// The header form, as news sites relay AFP: two short fields and a text, divided by ` | `.
fn split_header(text: &str) -> Option<(Header, &str)> {
    let line = text.trim_start().lines().next()?;
    let (dateline, rest) = line.split_once('|')?;
    let (credit, _) = rest.split_once('|')?;
    let (dateline, credit) = (dateline.trim(), credit.trim());
    let short =
        |s: &str, max: usize| !s.is_empty() && s.chars().count() <= max && s.chars().any(char::is_alphabetic);
    if !short(dateline, 80)
        || !short(credit, 40)
        || dateline.contains(['.', '!', '?']) && !dateline.contains(',')
    {
        return None;
    }
    // Both bars stand in the first line, so the body begins behind the second one.
    let body = text.splitn(3, '|').nth(2)?.trim_start_matches([' ', '\t']);
    Some((
        Header {
            dateline: dateline.into(),
            credit: credit.into(),
        },
        body,
    ))
}
