//! `contentSet`: the copy, in XHTML, NITF, TT's markup or plain text.

use std::cell::RefCell;

use super::super::article::{self, Aside};
use super::super::body::Body;
use super::super::xml::{Node, Tree};
use super::super::{Limits, markup, nitf};
use super::{tt, twice};
use crate::dispatch::{Dispatch, Envelope};
use crate::record::FurnitureKind;

/// Reads the copy of an item: the first of its renditions that has any, one in markup before one in plain text.
pub(super) fn read(item: Node<'_>, mut envelope: Envelope, limits: &Limits) -> Dispatch {
    let mut body = Body::default();
    let set = || item.find("contentSet").into_iter().flat_map(Node::children);
    let markup = set().filter(|content| content.name() == "inlineXML");
    for content in markup.chain(set().filter(|content| content.name() == "inlineData" && is_text(*content))) {
        body.paragraph();
        rendition(content, &mut envelope, &mut body, limits);
        if !body.is_empty() {
            break;
        }
    }
    let (table, all) = body.share(FurnitureKind::Table);
    // Nothing but tables, their heads and a source line.
    envelope.tabular |= table * 10 > all * 6;
    let (mut body, mut pieces, mut marks) = body.finish();
    let warnings = Vec::from_iter(twice::mend(&mut body, &mut pieces, &mut marks, &mut envelope));
    Dispatch { body, pieces, marks, envelope, warnings, ..Dispatch::default() }
}

/// Whether inline data is text: it may be a picture in base64.
fn is_text(content: Node<'_>) -> bool {
    let kind = content.attr("contenttype").unwrap_or_default().to_ascii_lowercase();
    let text =
        kind.is_empty() || kind.starts_with("text/") || kind.ends_with("xml") || kind.ends_with("html");
    text && content.filled("encoding").is_none()
}

fn rendition(content: Node<'_>, envelope: &mut Envelope, body: &mut Body, limits: &Limits) {
    let Some(root) = content.children().next() else { return text(content, envelope, body, limits) };
    let nitf = root.is("nitf");
    if nitf {
        nitf::read(root, envelope, body, limits);
    }
    // BusinessDesk has its headline as the title of the document.
    if envelope.headlines.is_empty() {
        envelope.headline(None, &root.text_of("head/title").unwrap_or_default());
    }
    if !nitf {
        articles(content, envelope, body, if tt::is_document(root) { tt::treat } else { article::treat });
    }
}

fn articles(
    content: Node<'_>,
    envelope: &mut Envelope,
    body: &mut Body,
    treat: fn(Node<'_>, &Envelope, &RefCell<Aside>) -> markup::Treat,
) {
    let aside = RefCell::default();
    markup::flatten(content, body, &|node| treat(node, envelope, &aside));
    aside.into_inner().settle(envelope);
}

/// Content without elements: plain text, or markup in CDATA or escaped (ANSA).
fn text(content: Node<'_>, envelope: &mut Envelope, body: &mut Body, limits: &Limits) {
    let text: String = content.nodes().filter_map(Node::as_text).collect();
    let said = content.attr("contenttype").is_some_and(|kind| kind.to_ascii_lowercase().contains("html"));
    let has = |sign: &str| memchr::memmem::find(text.as_bytes(), sign.as_bytes()).is_some();
    // HTML of no other elements than breaks, too; plain text that is called HTML keeps its lines.
    if said && has("<") || ["</", "<br", "<BR"].into_iter().any(has) {
        articles(Tree::html(&text, limits).document(), envelope, body, article::treat);
    } else {
        body.verbatim(text.trim_end());
    }
}

#[cfg(test)]
#[path = "copy_tests.rs"]
mod tests;
