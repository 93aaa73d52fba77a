//! What the pages of `explain` and `replay compare` share: self-contained, no script, nothing fetched.

use std::io::{self, Write};

const STYLE: &str = include_str!("page.css");

/// All before the body's content; `style` goes behind the style that every page has.
pub fn begin(out: &mut impl Write, title: &str, style: &str) -> io::Result<()> {
    writeln!(
        out,
        "<!doctype html><html lang=en><head><meta charset=utf-8>\
         <meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src 'unsafe-inline'\">\
         <meta name=viewport content=\"width=device-width, initial-scale=1\">\
         <title>{title}</title><style>{STYLE}{style}</style></head><body>"
    )
}

pub fn end(out: &mut impl Write) -> io::Result<()> {
    out.write_all(b"</body></html>\n")
}

/// `text` for the page: it may hold markup of its own.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            c => safe.push(c),
        }
    }
    safe
}
