//! NITF 3.x (IPTC News Industry Text Format), alone or as the content of NewsML.
//!
//! `head` says what the document is ([`head`]), `body.head` what stands above the copy ([`lead`]), `body.content` and `body.end`
//! are the copy ([`copy`]). Every agency fills the fields in its own way: what a byline really holds is told in [`byline`].

use super::body::Body;
use super::xml::{self, Node};
use super::{Format, Input, Item, Limits, Reject, reject};
use crate::dispatch::{Dispatch, Envelope};
use crate::record::FurnitureKind;

mod byline;
mod copy;
mod head;
mod lead;
mod meta;
pub(super) mod release;
#[cfg(test)]
mod tests;

pub const FORMAT: Format = Format {
    name: "nitf",
    about: "NITF 3.x: AP, PA, AAP, EFE, NTB, ANSA, The Canadian Press and others",
    sniff: |input| input.root().is_some_and(|root| root.eq_ignore_ascii_case("nitf")),
    decode,
};

fn decode(input: &Input<'_>, limits: &Limits) -> Result<Vec<Item>, Reject> {
    xml::message(input, limits, |root| {
        let documents = root.self_or_below("nitf");
        limits.items(documents.len())?;
        if documents.is_empty() {
            return Err(reject("wire.no_item", "the document holds no element nitf".into()));
        }
        Ok(documents.into_iter().map(|document| item(document, limits)).collect())
    })
}

fn item(document: Node<'_>, limits: &Limits) -> Item {
    let (mut envelope, mut body) = (Envelope::default(), Body::default());
    read(document, &mut envelope, &mut body, limits);
    if body.is_empty() && envelope.headlines.is_empty() && !envelope.stops() {
        return Err(reject("wire.empty", "the document has neither copy nor headline".into()));
    }
    let (body, pieces, marks) = body.finish();
    Ok(Dispatch { format: FORMAT.name, body, pieces, marks, envelope, ..Dispatch::default() })
}

/// Reads an element `nitf`, wherever it stands (alone, in NewsML 1.x, in NewsML-G2): its head and `body.head` into `envelope`,
/// where that says nothing yet, its `body.content` and `body.end` into `body`.
pub(super) fn read(nitf: Node<'_>, envelope: &mut Envelope, body: &mut Body, limits: &Limits) {
    // The name of the document, whatever its version.
    if let Some(uno) = nitf.filled("uno") {
        envelope.id("guid", &uno);
    }
    let mut found = head::Found::default();
    let mut parts = Vec::new();
    for part in nitf.children() {
        match part.name() {
            "head" => head::read(part, &mut found, envelope, limits),
            "body" => parts.push(part),
            // Documents without `body` or `head`, as fragments in other formats have them.
            "body.head" => lead::read(part, &mut found, envelope, limits),
            "body.content" | "body.end" => parts.push(part),
            _ => head::field(part, &mut found, envelope, limits),
        }
    }
    for part in &parts {
        part.all("body.head").for_each(|head| lead::read(head, &mut found, envelope, limits));
    }
    if envelope.language.is_none() {
        let declared = nitf.filled("baselang").or_else(|| nitf.filled("lang"));
        envelope.language = declared.map(|lang| lang.trim().to_owned());
    }
    let before = body.share(FurnitureKind::Table);
    parts.iter().for_each(|part| copy::read(*part, envelope, body, limits));
    let after = body.share(FurnitureKind::Table);
    // Nothing but tables, their heads and a source line.
    envelope.tabular |= (after.0 - before.0) * 10 > (after.1 - before.1) * 6;
    found.settle(envelope, limits);
}

/// All text below `node` but for what `left_out` names, blanks folded to one. Elements beside each other are words of their own
/// where a blank or the end of a paragraph divides them.
fn words(node: Node<'_>, left_out: &[&str]) -> Option<String> {
    let mut out = String::new();
    push(node, left_out, &mut out);
    let folded = out.split_whitespace().collect::<Vec<_>>().join(" ");
    (!folded.is_empty()).then_some(folded)
}

fn push(node: Node<'_>, left_out: &[&str], out: &mut String) {
    for child in node.nodes() {
        match child.as_text() {
            Some(text) => out.push_str(text),
            None if left_out.contains(&child.name()) => out.push(' '),
            None => {
                push(child, left_out, out);
                if matches!(child.name(), "p" | "br" | "li" | "hl1" | "hl2" | "td" | "block" | "body.content")
                {
                    out.push(' ');
                }
            }
        }
    }
}
