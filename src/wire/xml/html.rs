//! The HTML inside of JSON and of fields: read without ever failing, and without losing a visible character.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::super::Limits;
use super::{Builder, Kind, Tree, among, tag};

/// HTML elements without content.
const VOID: &[&str] =
    &["br", "hr", "img", "input", "meta", "link", "col", "wbr", "source", "area", "base", "embed"];
/// HTML elements that end where another of their kind, or a block, begins.
const IMPLIED: &[(&str, &[&str])] = &[
    (
        "p",
        &[
            "p",
            "div",
            "ul",
            "ol",
            "table",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "blockquote",
            "pre",
            "section",
            "hr",
        ],
    ),
    ("li", &["li"]),
    ("tr", &["tr"]),
    ("td", &["td", "th", "tr"]),
    ("th", &["td", "th", "tr"]),
    ("dt", &["dt", "dd"]),
    ("dd", &["dt", "dd"]),
    ("option", &["option"]),
];

/// How many times its length a text of HTML may be looked at for stray `<`.
const AGAIN: usize = 64;

impl<'a> Tree<'a> {
    /// Reads HTML, or what calls itself so. Never fails: what is no markup is text. Over the limits elements are taken
    /// for their content.
    pub fn html(text: &'a str, limits: &Limits) -> Self {
        let mut builder = Builder::new(limits);
        let mut from = 0;
        // A `<` that opens nothing is a sign of the text, and reading goes on behind it. Each may cost a look at all that
        // follows, so that there is an end to it.
        let mut looks = AGAIN * text.len();
        while let Some((stray, looked)) = builder.read_html(text, from) {
            builder.text(Cow::Borrowed("<"));
            from = stray + 1;
            match looks.checked_sub(looked) {
                Some(left) => looks = left,
                None => {
                    builder.text(Cow::Borrowed(&text[from..]));
                    break;
                }
            }
        }
        builder.tree
    }
}

impl<'a> Builder<'a, '_> {
    /// Reads HTML from `from` on; where the `<` stands that opens nothing, if reading stopped there, and how many bytes behind
    /// it were looked at in vain.
    fn read_html(&mut self, text: &'a str, from: usize) -> Option<(usize, usize)> {
        let mut reader = Reader::from_str(&text[from..]);
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        let mut start = from;
        loop {
            let Ok(event) = reader.read_event() else { return Some((start, text.len() - start)) };
            let end = from + usize::try_from(reader.buffer_position()).unwrap_or(text.len());
            let raw = &text[start..end.min(text.len())];
            match event {
                Event::Start(tag) if !is_element(tag.name().as_ref()) => return Some((start, raw.len())),
                Event::Empty(tag) if !is_element(tag.name().as_ref()) => return Some((start, raw.len())),
                Event::End(tag) if !is_element(tag.name().as_ref()) => return Some((start, raw.len())),
                Event::Start(tag) => self.open_html(raw, tag.name().as_ref().len(), false),
                Event::Empty(tag) => self.open_html(raw, tag.name().as_ref().len(), true),
                Event::End(tag) => self.close_html(tag.local_name().as_ref()),
                Event::Text(text) => self.text(text.into_inner()),
                Event::CData(data) => self.text(data.into_inner()),
                Event::GeneralRef(name) => self.reference(&name, raw),
                Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::DocType(_) => {}
                Event::Eof => return None,
            }
            start = end;
        }
    }

    fn open_html(&mut self, raw: &'a str, name_len: usize, empty: bool) {
        let (name, attributes) = tag(raw, name_len);
        while let Some(open) = self.innermost()
            && IMPLIED.iter().any(|(inner, ends)| open.eq_ignore_ascii_case(inner) && among(name, ends))
        {
            self.close();
        }
        if self.open.len() > self.limits.max_depth {
            return;
        }
        let at = self.add(Kind::Element { name, attributes });
        if !empty && !among(name, VOID) {
            self.open.push(at);
        }
    }

    fn innermost(&self) -> Option<&'a str> {
        match self.tree.nodes[*self.open.last()? as usize].kind {
            Kind::Element { name, .. } => Some(name),
            Kind::Text(_) => None,
        }
    }

    /// Closes the innermost open element of that name, and what is open inside of it. A stray tag closes nothing.
    fn close_html(&mut self, name: &str) {
        let is = |at: &u32| matches!(&self.tree.nodes[*at as usize].kind, Kind::Element { name: open, .. } if open.eq_ignore_ascii_case(name));
        if let Some(depth) = self.open.iter().rposition(is)
            && depth > 0
        {
            self.open.truncate(depth);
        }
    }
}

/// HTML's elements in capitals, as old systems write them. Another name in capitals is text: `<AXYZ.N>` is a share.
const CAPITALS: &[&str] = &[
    "p",
    "br",
    "b",
    "i",
    "u",
    "em",
    "strong",
    "a",
    "div",
    "span",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "td",
    "th",
    "thead",
    "tbody",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "img",
    "pre",
    "html",
    "head",
    "body",
    "title",
    "meta",
    "link",
    "script",
    "style",
    "blockquote",
    "center",
    "font",
    "sup",
    "sub",
    "dl",
    "dt",
    "dd",
    "caption",
    "col",
    "small",
    "big",
    "tt",
    "code",
];

/// Whether HTML has elements of such a name: `a < b`, `<jane@example.org>` and `<AXYZ.N>` are text.
fn is_element(name: &str) -> bool {
    let lower = !name.bytes().any(|b| b.is_ascii_uppercase());
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && !name.contains(['@', ',', '<', '\'', '"'])
        && (lower || among(name, CAPITALS))
}
