//! The body of an item: which of its forms is taken, and what of it is furniture.

use std::borrow::Cow;
use std::cell::RefCell;

use super::draft::Draft;
use super::repair;
use crate::dispatch::{Mark, Piece};
use crate::record::FurnitureKind;
use crate::wire::body::Body;
use crate::wire::xml::{Node, Tree};
use crate::wire::{article, markup, nitf};

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Html,
    Nitf,
    /// Text, or HTML where it looks so: several producers mix them up.
    Plain,
}

/// A way to have the copy.
#[derive(Debug, Clone)]
pub(super) struct Copy<'v> {
    pub form: Form,
    /// The smallest is taken.
    pub rank: u8,
    pub text: Cow<'v, str>,
}

/// A body that is written.
#[derive(Default)]
pub(super) struct Written {
    pub text: String,
    pub pieces: Vec<Piece>,
    pub marks: Vec<Mark>,
}

/// Share of the body in tables, in hundredths, above which the whole item is a table.
const TABULAR: usize = 60;

/// Writes the first body that has any text, and the boxes behind it.
pub(super) fn write(draft: &mut Draft<'_, '_>) -> Written {
    let mut copies = std::mem::take(&mut draft.copies);
    copies.sort_by_key(|copy| copy.rank);
    let mut body = Body::default();
    for copy in &copies {
        one(draft, copy, &mut body);
        if !body.is_empty() {
            break;
        }
    }
    for text in std::mem::take(&mut draft.boxes) {
        body.paragraph();
        one(draft, &Copy { form: Form::Html, rank: 0, text }, &mut body);
    }
    let (text, pieces, marks) = body.finish();
    let tables = pieces.iter().filter(|piece| piece.kind == FurnitureKind::Table);
    let rows: usize = tables.map(|piece| piece.range.len()).sum();
    draft.envelope.tabular |= !text.is_empty() && rows * 100 >= text.len() * TABULAR;
    Written { text, pieces, marks }
}

fn one(draft: &mut Draft<'_, '_>, copy: &Copy<'_>, body: &mut Body) {
    let text = repair::unescape(&copy.text);
    draft.mended |= matches!(text, Cow::Owned(_));
    match copy.form {
        Form::Nitf if text.trim_start().starts_with('<') => read_nitf(draft, &text, body),
        // Lines without any markup (transcripts): their ends are the only structure there is.
        _ if !text.contains('<') => plain(&references(&text, draft), body),
        Form::Plain | Form::Nitf if !looks_like_html(&text) => plain(&text, body),
        _ => read_html(draft, &text, body),
    }
}

/// Whether it has any tags, and not only `<AXYZ.N>` or `a < b`.
pub(super) fn looks_like_html(text: &str) -> bool {
    text.contains('<') && ["</", "<p>", "<p ", "<br", "<P>"].iter().any(|tag| text.contains(tag))
}

fn plain(text: &str, body: &mut Body) {
    if text.contains('\r') && !text.contains('\n') {
        body.verbatim(&text.replace('\r', "\n"));
    } else {
        body.verbatim(text.trim_end());
    }
}

/// Text with its references decoded and its lines as they are.
fn references<'t>(text: &'t str, draft: &Draft<'_, '_>) -> Cow<'t, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let tree = Tree::html(text, draft.limits);
    Cow::Owned(tree.document().nodes().filter_map(Node::as_text).collect())
}

fn read_nitf(draft: &mut Draft<'_, '_>, text: &str, body: &mut Body) {
    let tree = Tree::xml(text, draft.limits).unwrap_or_else(|_| Tree::html(text, draft.limits));
    match tree.root().filter(|root| root.is("nitf")) {
        Some(root) => {
            nitf::read(root, &mut draft.envelope, body, draft.limits);
            if body.is_empty() {
                let content = root.find("body/body.content").or_else(|| root.find("body"));
                markup::flatten(content.unwrap_or(root), body, &markup::usual);
            }
        }
        // AP sends the content alone: `<block>`, `<body.content>`.
        None => markup::flatten(tree.document(), body, &markup::usual),
    }
    draft.warnings.extend(markup::unknown_entities(&tree));
}

fn read_html(draft: &mut Draft<'_, '_>, text: &str, body: &mut Body) {
    let tree = Tree::html(text, draft.limits);
    let aside = RefCell::default();
    let known = &draft.envelope;
    markup::flatten(tree.document(), body, &|node| article::treat(node, known, &aside));
    draft.warnings.extend(markup::unknown_entities(&tree));
    aside.into_inner().settle(&mut draft.envelope);
}

#[cfg(test)]
#[path = "copy_tests.rs"]
mod tests;
