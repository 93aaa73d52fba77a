//! XML and HTML as a tree, within limits.
//!
//! The events are quick-xml's. The tree is ours since what wires send needs what no tree of a library has at once:
//! bounds on depth and attributes (invariant 7), names without their prefixes (each agency has its own), the entities of HTML
//! in XML that declares none, and, for the HTML inside of JSON, a reading that never fails and never drops a visible
//! character.

use std::borrow::Cow;

use quick_xml::events::Event;
use quick_xml::events::attributes::Attributes;
use quick_xml::{Reader, escape};

use super::{Input, Item, Limits, Reject, charset, markup, reject};

mod html;
mod node;
#[cfg(test)]
mod tests;

pub use node::Node;

/// A document. Nodes borrow from its text.
pub struct Tree<'a> {
    nodes: Vec<Data<'a>>,
    /// Names of entities that are not known; they stand in the text as they were written.
    pub unknown_entities: Vec<String>,
}

struct Data<'a> {
    kind: Kind<'a>,
    parent: u32,
    first: u32,
    last: u32,
    next: u32,
}

enum Kind<'a> {
    Element {
        /// Without prefix.
        name: &'a str,
        /// What stands between the name and the bracket.
        attributes: &'a str,
    },
    Text(Cow<'a, str>),
}

const NONE: u32 = u32::MAX;

impl<'a> Tree<'a> {
    /// Reads an XML document.
    ///
    /// # Errors
    /// `wire.xml_broken` where it is not well-formed or ends early, `wire.xml_entities` where it declares entities,
    /// `wire.too_deep` and `wire.too_many_attributes` over the limits.
    pub fn xml(text: &'a str, limits: &Limits) -> Result<Self, Reject> {
        let mut reader = Reader::from_str(text);
        reader.config_mut().allow_dangling_amp = true;
        let mut builder = Builder::new(limits);
        let mut start = 0;
        loop {
            let event = reader
                .read_event()
                .map_err(|error| broken(text, reader.error_position(), &error.to_string()))?;
            let end = usize::try_from(reader.buffer_position()).unwrap_or(text.len()).min(text.len());
            let raw = &text[start..end];
            start = end;
            match event {
                Event::Start(tag) => builder.open(raw, tag.name().as_ref().len())?,
                Event::Empty(tag) => {
                    builder.open(raw, tag.name().as_ref().len())?;
                    builder.close();
                }
                Event::End(_) => builder.close(),
                Event::Text(text) => builder.text(text.into_inner()),
                Event::CData(data) => builder.text(data.into_inner()),
                Event::GeneralRef(name) => builder.reference(&name, raw),
                Event::DocType(doctype) if declares_entities(&doctype) => {
                    return Err(reject(
                        "wire.xml_entities",
                        "the document type declares entities, which no news format needs and no reader should expand"
                            .into(),
                    ));
                }
                Event::DocType(_) | Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
                Event::Eof => break,
            }
        }
        if builder.open.len() > 1 {
            return Err(broken(text, text.len() as u64, "it ends inside of an element"));
        }
        Ok(builder.tree)
    }

    /// The document: parent of the root element.
    pub fn document(&self) -> Node<'_> {
        Node { tree: self, at: 0 }
    }

    /// The first element.
    pub fn root(&self) -> Option<Node<'_>> {
        self.document().children().next()
    }
}

/// Reads a message that is an XML document: `read` finds the items below its root. Each is told what decoding had to mend.
///
/// # Errors
/// Those of [`Tree::xml`] and of `read`; `wire.no_item` of a document without elements.
pub fn message(
    input: &Input<'_>,
    limits: &Limits,
    read: impl FnOnce(Node<'_>) -> Result<Vec<Item>, Reject>,
) -> Result<Vec<Item>, Reject> {
    let mut warnings = Vec::new();
    let (text, charset) = charset::decode(input, declared(&input.bytes), &mut warnings);
    let tree = Tree::xml(&text, limits)?;
    warnings.extend(markup::unknown_entities(&tree));
    let root = tree.root().ok_or_else(|| reject("wire.no_item", "the document is empty".into()))?;
    let mut items = read(root)?;
    for dispatch in items.iter_mut().flatten() {
        dispatch.charset = charset;
        dispatch.warnings.splice(0..0, warnings.iter().cloned());
    }
    Ok(items)
}

/// The charset that an XML declaration names.
fn declared(bytes: &[u8]) -> Option<&str> {
    let head = bytes.trim_ascii_start().strip_prefix(b"<?xml")?;
    let head = std::str::from_utf8(&head[..memchr::memmem::find(head, b"?>")?]).ok()?;
    let value = head[head.find("encoding")?..].split_once('=')?.1.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split(quote).next()
}

fn broken(text: &str, at: u64, why: &str) -> Reject {
    let at = usize::try_from(at).unwrap_or(text.len()).min(text.len());
    let line = memchr::memchr_iter(b'\n', &text.as_bytes()[..at]).count() + 1;
    // The error may quote what it met: a body never goes into a log (invariant 10).
    let why = why.split(['`', '\'', '"']).next().unwrap_or_default().trim_end();
    reject("wire.xml_broken", format!("the XML is broken in line {line}: {why}"))
}

/// Whether a document type declares general entities: those of a text, which can multiply. Parameter entities are for
/// the type itself, which is never read.
fn declares_entities(doctype: &str) -> bool {
    doctype.match_indices("<!ENTITY").any(|(at, word)| {
        let rest = &doctype[at + word.len()..];
        !rest.trim_start().starts_with('%')
    })
}

struct Builder<'a, 'l> {
    tree: Tree<'a>,
    /// The open elements, the document first.
    open: Vec<u32>,
    limits: &'l Limits,
}

impl<'a, 'l> Builder<'a, 'l> {
    fn new(limits: &'l Limits) -> Self {
        let document = Data {
            kind: Kind::Element { name: "", attributes: "" },
            parent: NONE,
            first: NONE,
            last: NONE,
            next: NONE,
        };
        let tree = Tree { nodes: vec![document], unknown_entities: Vec::new() };
        Builder { tree, open: vec![0], limits }
    }

    fn add(&mut self, kind: Kind<'a>) -> u32 {
        let at = self.tree.nodes.len() as u32;
        let parent = *self.open.last().unwrap_or(&0);
        self.tree.nodes.push(Data { kind, parent, first: NONE, last: NONE, next: NONE });
        let last = std::mem::replace(&mut self.tree.nodes[parent as usize].last, at);
        match last {
            NONE => self.tree.nodes[parent as usize].first = at,
            last => self.tree.nodes[last as usize].next = at,
        }
        at
    }

    /// `raw` is the whole tag, `name_len` the length of its name with the prefix.
    fn open(&mut self, raw: &'a str, name_len: usize) -> Result<(), Reject> {
        if self.open.len() > self.limits.max_depth {
            return Err(reject(
                "wire.too_deep",
                format!("elements are nested deeper than limits.max_depth = {}", self.limits.max_depth),
            ));
        }
        let (name, attributes) = tag(raw, name_len);
        let most = self.limits.max_attributes;
        if attributes.len() > most && memchr::memchr_iter(b'=', attributes.as_bytes()).count() > most {
            let count = Attributes::new(attributes, 0).with_checks(false).take(most + 1).count();
            if count > most {
                let message = format!("an element has more attributes than limits.max_attributes = {most}");
                return Err(reject("wire.too_many_attributes", message));
            }
        }
        let at = self.add(Kind::Element { name, attributes });
        self.open.push(at);
        Ok(())
    }

    fn close(&mut self) {
        if self.open.len() > 1 {
            self.open.pop();
        }
    }

    fn text(&mut self, text: Cow<'a, str>) {
        if !text.is_empty() {
            self.add(Kind::Text(text));
        }
    }

    /// A reference to a character or an entity, `raw` with its signs.
    fn reference(&mut self, name: &quick_xml::events::BytesRef<'_>, raw: &'a str) {
        let found = match name.resolve_char_ref() {
            Ok(Some(char)) => Some(Cow::Owned(char.to_string())),
            _ => escape::resolve_html5_entity(name).map(Cow::Borrowed),
        };
        if found.is_none() && self.tree.unknown_entities.len() < 8 {
            self.tree.unknown_entities.push((**name).to_owned());
        }
        self.text(found.unwrap_or(Cow::Borrowed(raw)));
    }
}

/// Name without prefix, and attributes, of a whole tag.
fn tag(raw: &str, name_len: usize) -> (&str, &str) {
    let inner = raw.strip_prefix('<').unwrap_or(raw);
    let (name, attributes) = inner.split_at(name_len.min(inner.len()));
    let attributes = attributes.trim_end_matches(['>', '/']);
    (local(name), attributes)
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

fn among(name: &str, names: &[&str]) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}
