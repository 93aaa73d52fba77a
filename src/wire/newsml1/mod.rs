//! NewsML 1.0 to 1.2 (IPTC), and files without a version.
//!
//! A NewsItem is one dispatch, or several where its components are stories of their own: translations, or texts that each
//! have a headline. [`management`] reads what the item is, [`tree`] what its components hold, [`story`] puts a dispatch together,
//! [`lines`] and [`metadata`] read what is said of it, [`content`] its copy. What words mean stands in [`words`].

use super::xml::{self, Node};
use super::{Format, Input, Item, Limits, Reject, reject, times, unmapped};
use crate::dispatch::Envelope;

mod content;
mod lines;
mod management;
mod metadata;
mod people;
mod story;
#[cfg(test)]
mod tests;
mod tree;
mod words;

pub const FORMAT: Format = Format {
    name: "newsml1",
    about: "NewsML 1.0 to 1.2: AFP, EFE, Kyodo, TASS, ANP, ATS, Belga, ANA-MPE, Business Wire and others",
    sniff: |input| input.root().is_some_and(|root| root.eq_ignore_ascii_case("NewsML")),
    decode,
};

fn decode(input: &Input<'_>, limits: &Limits) -> Result<Vec<Item>, Reject> {
    xml::message(input, limits, |root| {
        let sending = sending(root, limits);
        let mut items = Vec::new();
        root.all("NewsItem").try_for_each(|item| read(item, &sending, &mut items, limits))?;
        if items.is_empty() {
            return Err(reject(
                "wire.no_item",
                "the document holds no NewsItem with a text, a headline or a kill".into(),
            ));
        }
        Ok(items)
    })
}

/// Adds what a NewsItem holds to `items`, and behind it the NewsItems within.
fn read(item: Node<'_>, sending: &Envelope, items: &mut Vec<Item>, limits: &Limits) -> Result<(), Reject> {
    let mut envelope = sending.clone();
    envelope.language = item.filled("lang").map(|lang| lang.trim().to_owned());
    management::read(item, &mut envelope, limits);
    let tree = tree::Tree::read(item);
    let stories = story::read(&tree, envelope, limits);
    // A topic set, the removal of a part, a picture without a caption: nothing that a record could say.
    if stories.is_empty() && !tree.root.media && item.find("NewsComponent").is_some() {
        items.push(Err(reject("wire.empty", "the item has neither copy nor headline".into())));
    }
    items.extend(stories.into_iter().map(Ok));
    limits.items(items.len())?;
    tree.items.into_iter().try_for_each(|inner| read(inner, sending, items, limits))
}

/// `NewsEnvelope`: what is said of the sending, and so of all items in it.
fn sending(root: Node<'_>, limits: &Limits) -> Envelope {
    let mut envelope = Envelope::default();
    for field in root.find("NewsEnvelope").into_iter().flat_map(Node::children) {
        let value = formal(field).unwrap_or_default();
        match field.name() {
            "DateAndTime" => envelope.sent = times::read(&value),
            "SentFrom" => envelope.provider = field.find("Party").and_then(formal),
            // How fast it travels, which is not how urgent it is: Kyodo sends all with 9.
            "Priority" if !value.is_empty() => _ = envelope.raw.insert("priority", value),
            "TransmissionId" | "NewsService" | "NewsProduct" => {
                unmapped::keep(&mut envelope, field.name(), &value, limits);
            }
            _ => {}
        }
    }
    envelope
}

/// The value of a field: its `FormalName`, or its text, as TASS writes `<Urgency>2</Urgency>`.
fn formal(node: Node<'_>) -> Option<String> {
    let formal = node.filled("FormalName").map(|value| value.trim().to_owned());
    formal.or_else(|| if node.children().next().is_none() { node.text() } else { None })
}
