//! The data of a ContentItem as copy: NITF, XHTML, text with or without markup, encoded or not.

use std::borrow::Cow;

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::super::body::Body;
use super::super::markup::{self, Treat, usual};
use super::super::xml::{Node, Tree};
use super::super::{Input, Limits, charset, nitf};
use crate::dispatch::Envelope;

/// Elements that begin a paragraph or a line: with one of them in a text, its own breaks mean nothing.
const BLOCKS: &[&str] = &["p", "br", "div", "li", "td", "h1", "h2", "h3", "body", "html", "pre"];
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// What a ContentItem holds.
enum Data<'t> {
    Markup(Node<'t>),
    Text(Cow<'t, str>),
}

/// `DataContent`, or that within `Encoding`s; an item of an `Update` holds its data itself.
fn data(item: Node<'_>) -> Data<'_> {
    let mut node = item;
    let mut base64 = false;
    while let Some(inner) = node.children().find(|child| matches!(child.name(), "DataContent" | "Encoding")) {
        base64 |=
            inner.filled("Notation").is_some_and(|notation| notation.to_ascii_lowercase().contains("base64"));
        node = inner;
    }
    if node.children().next().is_some() {
        return Data::Markup(node);
    }
    let mut texts = node.nodes().filter_map(Node::as_text);
    let text = match (texts.next(), texts.next()) {
        (None, _) => Cow::Borrowed(""),
        (Some(only), None) => Cow::Borrowed(only),
        (Some(first), Some(second)) => Cow::Owned([first, second].into_iter().chain(texts).collect()),
    };
    let decoded = if base64 { decode(&text) } else { None };
    Data::Text(decoded.map_or(text, Cow::Owned))
}

/// Text in base 64; `None` where it is none.
fn decode(text: &str) -> Option<String> {
    let packed: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let bytes = BASE64.decode(packed).ok()?;
    Some(charset::decode(&Input::new(&bytes), None, &mut Vec::new()).0.into_owned())
}

/// Adds the copy of a content item to the body, and what its NITF says to the envelope.
pub(super) fn copy(item: Node<'_>, envelope: &mut Envelope, body: &mut Body, limits: &Limits) {
    body.paragraph();
    match data(item) {
        Data::Markup(node) => markup(node, envelope, body, limits),
        Data::Text(text) => self::text(&text, envelope, body, limits),
    }
    body.paragraph();
}

fn markup(node: Node<'_>, envelope: &mut Envelope, body: &mut Body, limits: &Limits) {
    let mut found = false;
    for nitf in node.all("nitf") {
        found = true;
        nitf::read(nitf, envelope, body, limits);
    }
    let fragment = || node.children().any(|child| matches!(child.name(), "body.head" | "body.content"));
    if !found && fragment() {
        nitf::read(node, envelope, body, limits);
    } else if !found {
        markup::flatten(node, body, &treat);
    }
}

fn treat(node: Node<'_>) -> Treat {
    usual(node)
}

/// Text of a field: escaped NITF or HTML (ANA-MPE has HTML in capitals in a CDATA section), text with a few tags (Belga), or plain.
fn text(text: &str, envelope: &mut Envelope, body: &mut Body, limits: &Limits) {
    let text = text.trim_start_matches('\u{feff}').trim_end();
    let document = text.trim_start();
    if is_document(document) {
        let document = Tree::xml(document, limits).unwrap_or_else(|_| Tree::html(document, limits));
        return markup(document.document(), envelope, body, limits);
    }
    let tags = Tags::of(text);
    if tags.blocks {
        return markup::html(text, body, limits, &treat);
    }
    lines(text, tags.any, body, limits);
}

/// Whether a text is a NITF document.
fn is_document(text: &str) -> bool {
    let mut rest = text;
    while let Some(inner) = rest.strip_prefix("<?").or_else(|| rest.strip_prefix("<!")) {
        let Some((_, behind)) = inner.split_once('>') else { return false };
        rest = behind.trim_start();
    }
    rest.strip_prefix("<nitf").is_some_and(|rest| rest.starts_with(|c: char| c.is_whitespace() || c == '>'))
}

/// What tags and references stand in a text.
#[derive(Default)]
struct Tags {
    any: bool,
    blocks: bool,
}

impl Tags {
    fn of(text: &str) -> Self {
        let mut tags = Tags::default();
        for at in memchr::memchr2_iter(b'<', b'&', text.as_bytes()) {
            let rest = &text[at + 1..];
            if text.as_bytes()[at] == b'&' {
                let end = rest.bytes().take(10).position(|b| b == b';').unwrap_or(0);
                tags.any |= end > 1 && rest[..end].bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#');
                continue;
            }
            let name = rest.strip_prefix('/').unwrap_or(rest);
            let name = &name[..name.bytes().take(12).position(|b| !b.is_ascii_alphanumeric()).unwrap_or(0)];
            let known = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
            tags.blocks |= known(BLOCKS);
            tags.any |=
                tags.blocks || known(&["b", "i", "u", "em", "strong", "a", "span", "font", "sup", "sub"]);
            if tags.blocks {
                break;
            }
        }
        tags
    }
}

/// Text whose breaks are those of its lines. An empty line divides paragraphs, and so does a line that is set in behind one that is not.
fn lines(text: &str, markup: bool, body: &mut Body, limits: &Limits) {
    let mut before = usize::MAX;
    for line in text.lines() {
        let inner = line.trim_start();
        let indent = line.len() - inner.len();
        let inner = inner.trim_end();
        if inner.is_empty() || (indent > 1 && before == 0) {
            body.paragraph();
        }
        before = indent;
        if markup {
            markup::html(inner, body, limits, &treat);
        } else if is_row(inner) {
            body.verbatim(inner);
        } else {
            body.text(inner);
        }
        body.line();
    }
}

/// Whether the blanks of a line make columns.
fn is_row(line: &str) -> bool {
    line.contains("    ") || line.contains('\t')
}

/// The text of a content item as one line.
pub(super) fn line(item: Node<'_>, limits: &Limits) -> String {
    match data(item) {
        Data::Markup(node) => {
            // `head` of XHTML and NITF holds no text of the item.
            let mut body = Body::default();
            markup::flatten(node, &mut body, &treat);
            body.finish().0.split_whitespace().collect::<Vec<_>>().join(" ")
        }
        Data::Text(text) => markup::line(&text, limits),
    }
}
