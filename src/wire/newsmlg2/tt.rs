//! TT's own markup (`application/ttnitf+xml`): Swedish element names, several texts in one.

use std::cell::RefCell;

use super::super::article::{self, Aside};
use super::super::markup::{self, Treat};
use super::super::xml::Node;
use crate::dispatch::{Association, Envelope};
use crate::record::UpdateKind;

/// Whether `root` is a document of that kind.
pub(super) fn is_document(root: Node<'_>) -> bool {
    root.name() == "BODY" && root.find("TEXT").is_some()
}

pub(super) fn treat(node: Node<'_>, known: &Envelope, aside: &RefCell<Aside>) -> Treat {
    match node.name() {
        "RUBRIK" if article::repeats(node, known) => Treat::Skip,
        // Headline of a further text, copy, quotation, heading between.
        "RUBRIK" | "TEXT" | "INGRESS" | "BRODTEXT" | "CITAT" | "MELLIS" => Treat::Block,
        // `ORT` is a topic or a country, the place stands in `SOURCE`.
        "DAT" => {
            let mut aside = aside.borrow_mut();
            aside.keywords.extend(node.text_of("ORT"));
            aside.sources.extend(node.text_of("SOURCE"));
            Treat::Skip
        }
        // The reporter's address stands in an attribute: it goes nowhere.
        "BYLINE" => {
            aside.borrow_mut().bylines.extend(node.text());
            Treat::Skip
        }
        "BILD" => {
            let lines = [node.text_of("BILDTEXT"), node.text_of("BILDSKAPARE")];
            let caption = lines.into_iter().flatten().collect::<Vec<_>>().join(" ");
            aside.borrow_mut().pictures.push(Association {
                kind: Some("picture"),
                id: node.text_of("BILDFIL"),
                caption: Some(caption).filter(|caption| !caption.is_empty()),
                ..Association::default()
            });
            Treat::Skip
        }
        _ => markup::usual(node),
    }
}

/// The number of a version, which stands in the slugline: `eu-polenUV4`.
pub(super) fn number(envelope: &mut Envelope) {
    let slugline = envelope.slugline.as_deref().filter(|_| envelope.provider.as_deref() == Some("TT"));
    let number =
        slugline.and_then(|slugline| slugline.rsplit_once("UV")).and_then(|(_, number)| number.parse().ok());
    for signal in envelope.signals.iter_mut().filter(|signal| signal.kind == UpdateKind::Update) {
        signal.sequence = signal.sequence.or(number);
    }
}
