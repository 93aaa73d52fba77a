//! NewsML-G2 2.x (IPTC): a newsMessage, a bare newsItem, whatever the prefix.
//!
//! Each news item of text is a dispatch: [`item`] reads its management (`itemMeta`), [`content`] its description
//! (`contentMeta`), [`copy`] its text, [`notes`] what is said to editors, [`values`] how G2 writes names and codes.
//! Pictures and films beside a text are its associations ([`beside`]); packages list items and are none.

use super::xml::{self, Node};
use super::{Format, Input, Item, Limits, Reject, reject, times};
use crate::dispatch::Stamp;

mod beside;
mod content;
mod copy;
mod item;
mod notes;
#[cfg(test)]
mod tests;
mod tt;
mod twice;
mod values;

pub const FORMAT: Format = Format {
    name: "newsmlg2",
    about: "NewsML-G2 2.x: Reuters, dpa, ANSA, STT, TT, GlobeNewswire, BusinessDesk and others",
    sniff: |input| input.root().is_some_and(|root| ROOTS.iter().any(|name| name.eq_ignore_ascii_case(root))),
    decode,
};

/// Root elements of G2 documents; all but the first two hold no news, and are told so.
const ROOTS: &[&str] = &[
    "newsMessage",
    "newsItem",
    "packageItem",
    "conceptItem",
    "knowledgeItem",
    "planningItem",
    "catalogItem",
];

fn decode(input: &Input<'_>, limits: &Limits) -> Result<Vec<Item>, Reject> {
    xml::message(input, limits, |root| {
        let header = Header::read(root);
        let nodes = root.self_or_below("newsItem");
        limits.items(nodes.len())?;
        // Pictures without a text are items of their own.
        let alone = !nodes.iter().any(|node| values::is_text(*node));
        let (mut items, mut pictures) = (Vec::new(), beside::Pictures::default());
        for node in nodes {
            if alone || values::is_text(node) {
                items.push(item::read(node, &header, limits));
            } else {
                pictures.add(node, items.len());
            }
        }
        pictures.settle(&mut items);
        match items.is_empty() {
            true => Err(reject("wire.no_item", "the document holds no newsItem".into())),
            false => Ok(items),
        }
    })
}

/// What the message says of all its items.
#[derive(Default)]
struct Header {
    sent: Option<Stamp>,
    sender: Option<String>,
    /// Transmission priority.
    priority: Option<String>,
    /// The message is a test: ANSA says so where it says whence it comes.
    test: bool,
}

impl Header {
    fn read(root: Node<'_>) -> Self {
        let Some(header) = root.find("header") else { return Header::default() };
        let text = |name: &str| header.text_of(name);
        Header {
            sent: text("sent").and_then(|sent| times::read(&sent)),
            sender: text("sender"),
            priority: text("priority"),
            test: text("origin").is_some_and(|origin| values::says_test(&origin)),
        }
    }
}
