//! HTML of an article: what of it is furniture, and what says again what fields say.

use std::cell::RefCell;

use super::contact;
use super::markup::{self, Treat};
use super::xml::Node;
use crate::dispatch::{Association, Envelope};
use crate::record::FurnitureKind;

/// What stands in the markup and goes into fields.
#[derive(Default)]
pub(super) struct Aside {
    pub pictures: Vec<Association>,
    pub keywords: Vec<String>,
    /// The source as written, perhaps with its place in front: `TT`; `Bryssel, TT:s korrespondent`.
    pub sources: Vec<String>,
    pub bylines: Vec<String>,
    pub subheads: Vec<String>,
    /// The headline was the last element.
    below_headline: bool,
}

impl Aside {
    /// Puts all of it into the fields of `envelope`, but for pictures that are known by their captions.
    pub fn settle(self, envelope: &mut Envelope) {
        for picture in self.pictures {
            let known = |association: &Association| {
                let shown = picture.caption.as_deref().zip(association.caption.as_deref());
                shown.is_some_and(|(here, known)| here.contains(known))
            };
            if !envelope.associations.iter().any(known) {
                envelope.associate(picture);
            }
        }
        self.keywords.iter().for_each(|word| Envelope::add(&mut envelope.keywords, word));
        for byline in &self.bylines {
            let name = contact::named(byline, envelope);
            envelope.byline(&name, None);
        }
        self.subheads.iter().for_each(|line| envelope.headline(Some("subhead"), line));
        for source in self.sources {
            if source.contains(',') {
                envelope.dateline.get_or_insert(source);
            } else {
                Envelope::add(&mut envelope.credits, &source);
            }
        }
    }
}

/// What an element of an article does. Classes by what they hold: dpa's dateline, header and notepad, TT's line of topic and
/// source, Superdesk's and TT's bylines.
pub(super) fn treat(node: Node<'_>, known: &Envelope, aside: &RefCell<Aside>) -> Treat {
    let usual = markup::usual(node);
    if node.is("figure") {
        return figure(node, aside).unwrap_or(usual);
    }
    // dpa has a header with the time, keywords, headlines and byline above the copy.
    let in_header = node.parent().is_some_and(|parent| parent.is("header"));
    let below_headline = std::mem::take(&mut aside.borrow_mut().below_headline);
    if node.is("h1") || in_header && (node.is("h2") || node.is("h3")) {
        let repeated = repeats(node, known);
        aside.borrow_mut().below_headline = repeated && !in_header;
        return if repeated { Treat::Skip } else { usual };
    }
    // GlobeNewswire: the line below the headline.
    if below_headline && node.is("h2") {
        aside.borrow_mut().subheads.extend(node.text());
        return Treat::Skip;
    }
    if in_header && node.is("time") {
        return Treat::Skip;
    }
    let Some(class) = node.attr("class") else { return usual };
    let has = |name: &str| class.split_ascii_whitespace().any(|word| word == name);
    let inline = usual == Treat::Inline;
    let piece = |kind| if inline { Treat::Span(kind) } else { Treat::Piece(kind) };
    if has("dateline") {
        piece(FurnitureKind::Dateline)
    } else if class.contains("nonpublic") {
        Treat::Piece(FurnitureKind::NotForPublication)
    } else if has("closingline") && !inline {
        Treat::Piece(FurnitureKind::Signoff)
    } else if in_header && has("slugline") {
        aside.borrow_mut().keywords.extend(node.all("li").filter_map(Node::text));
        Treat::Skip
    } else if in_header && has("byline") {
        aside.borrow_mut().bylines.extend(node.text());
        Treat::Skip
    } else if has("byline") && !inline {
        let text = node.text().unwrap_or_default();
        // The field has it with the agency: `Jane Roe/TT`.
        if known.bylines.iter().any(|byline| byline.text.starts_with(&text)) {
            return Treat::Skip;
        }
        // Nobody else is named: it stands behind the copy, where no byline of the text is looked for (TT).
        if known.bylines.is_empty() {
            aside.borrow_mut().bylines.push(text);
        }
        Treat::Piece(FurnitureKind::Byline)
    } else if has("dat") && node.find("span").is_some() {
        let mut aside = aside.borrow_mut();
        for span in node.all("span") {
            let source = span.attr("class").is_some_and(|class| class == "source");
            let texts = if source { &mut aside.sources } else { &mut aside.keywords };
            texts.extend(span.text());
        }
        Treat::Skip
    } else {
        usual
    }
}

/// Whether an element says what a headline of the fields says.
pub(super) fn repeats(node: Node<'_>, known: &Envelope) -> bool {
    let text = node.text();
    known.headlines.iter().any(|headline| Some(&headline.text) == text.as_ref())
}

/// A picture with its caption goes to the associations. One with a table, a quotation or anything else is part of the copy.
fn figure(node: Node<'_>, aside: &RefCell<Aside>) -> Option<Treat> {
    const COPY: &[&str] = &["p", "table", "blockquote", "ul", "ol", "pre"];
    if node.below().any(|inner| COPY.iter().any(|name| inner.is(name))) {
        return None;
    }
    if let Some(caption) = node.text() {
        // TT names its picture so.
        let id = node.find("img").and_then(|img| img.filled("data-uri")).map(|id| id.trim().to_owned());
        let picture =
            Association { kind: Some("picture"), id, caption: Some(caption), ..Association::default() };
        aside.borrow_mut().pictures.push(picture);
    }
    Some(Treat::Skip)
}
