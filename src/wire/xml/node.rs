//! Looking at a tree.

use std::borrow::Cow;

use quick_xml::escape;
use quick_xml::events::attributes::Attributes;

use super::{Data, Kind, NONE, Tree, among, local};

/// An element or a text of a [`Tree`].
#[derive(Clone, Copy)]
pub struct Node<'t> {
    pub(super) tree: &'t Tree<'t>,
    pub(super) at: u32,
}

impl PartialEq for Node<'_> {
    /// The same node of the same tree.
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.tree, other.tree) && self.at == other.at
    }
}

impl<'t> Node<'t> {
    fn data(self) -> &'t Data<'t> {
        &self.tree.nodes[self.at as usize]
    }

    fn at(self, at: u32) -> Option<Node<'t>> {
        (at != NONE).then_some(Node { tree: self.tree, at })
    }

    /// Local name of an element; empty for a text and for the document.
    pub fn name(self) -> &'t str {
        match &self.data().kind {
            Kind::Element { name, .. } => name,
            Kind::Text(_) => "",
        }
    }

    /// Whether this is an element of that local name, in any case.
    pub fn is(self, name: &str) -> bool {
        self.name().eq_ignore_ascii_case(name)
    }

    /// The characters of a text node.
    pub fn as_text(self) -> Option<&'t str> {
        match &self.data().kind {
            Kind::Text(text) => Some(text),
            Kind::Element { .. } => None,
        }
    }

    pub fn parent(self) -> Option<Node<'t>> {
        self.at(self.data().parent)
    }

    /// Elements and texts, in order.
    pub fn nodes(self) -> impl Iterator<Item = Node<'t>> {
        let mut next = self.at(self.data().first);
        std::iter::from_fn(move || {
            let node = next?;
            next = node.at(node.data().next);
            Some(node)
        })
    }

    /// Elements, in order.
    pub fn children(self) -> impl Iterator<Item = Node<'t>> {
        self.nodes().filter(|node| node.as_text().is_none())
    }

    /// Child elements of that name.
    pub fn all(self, name: &'static str) -> impl Iterator<Item = Node<'t>> {
        self.children().filter(move |node| node.is(name))
    }

    /// The first element by a path of names: `contentMeta/urgency`.
    pub fn find(self, path: &str) -> Option<Node<'t>> {
        match path.split_once('/') {
            None => self.children().find(|node| node.is(path)),
            Some((name, rest)) => {
                self.children().filter(|node| node.is(name)).find_map(|node| node.find(rest))
            }
        }
    }

    /// All elements of that name below this one, in the order of the document.
    pub fn descendants(self, name: &'static str) -> impl Iterator<Item = Node<'t>> {
        self.below().filter(move |node| node.is(name))
    }

    /// This element, if it has that name, else all of that name below it.
    pub fn self_or_below(self, name: &'static str) -> Vec<Node<'t>> {
        if self.is(name) { vec![self] } else { self.descendants(name).collect() }
    }

    /// All elements below this one, in the order of the document.
    pub fn below(self) -> impl Iterator<Item = Node<'t>> {
        let top = self.at;
        let mut next = self.at(self.data().first);
        std::iter::from_fn(move || {
            let node = next?;
            next = node.at(node.data().first).or_else(|| {
                let mut up = node;
                loop {
                    if let Some(sibling) = up.at(up.data().next) {
                        return Some(sibling);
                    }
                    up = up.parent().filter(|parent| parent.at != top)?;
                }
            });
            Some(node)
        })
        .filter(|node| node.as_text().is_none())
    }

    /// The value of an attribute by its name without prefix, its references decoded. `lang` finds `xml:lang`.
    pub fn attr(self, name: &str) -> Option<Cow<'t, str>> {
        let Kind::Element { attributes, .. } = &self.data().kind else { return None };
        if attributes.is_empty() {
            return None;
        }
        let mut found = Attributes::html(attributes, 0);
        let found = found.with_checks(false).flatten().find(|a| local(a.key.as_ref()) == name)?;
        Some(unescape(found.value))
    }

    /// As [`attr`](Self::attr); `None` also where the value is blank.
    pub fn filled(self, name: &str) -> Option<Cow<'t, str>> {
        self.attr(name).filter(|value| !value.trim().is_empty())
    }

    /// All text below, blanks folded to one; `None` where there is none.
    pub fn text(self) -> Option<String> {
        let mut out = String::new();
        self.push_text(&mut out);
        let folded = out.split_whitespace().collect::<Vec<_>>().join(" ");
        (!folded.is_empty()).then_some(folded)
    }

    /// The texts below, in the order of the document.
    #[cfg(test)]
    pub fn texts(self) -> impl Iterator<Item = &'t str> {
        fn collect<'t>(node: Node<'t>, out: &mut Vec<&'t str>) {
            for child in node.nodes() {
                match child.as_text() {
                    Some(text) => out.push(text),
                    None => collect(child, out),
                }
            }
        }
        let mut out = Vec::new();
        collect(self, &mut out);
        out.into_iter()
    }

    /// The text of the element at `path`.
    pub fn text_of(self, path: &str) -> Option<String> {
        self.find(path)?.text()
    }

    fn push_text(self, out: &mut String) {
        for node in self.nodes() {
            match node.as_text() {
                Some(text) => out.push_str(text),
                None => {
                    node.push_text(out);
                    // `<p>one</p><p>two</p>`: two words.
                    if among(node.name(), &["p", "br", "li", "div", "h1", "h2", "h3", "h4", "td"]) {
                        out.push(' ');
                    }
                }
            }
        }
    }
}

/// Decodes references in an attribute; unknown ones stay as they are.
fn unescape(value: Cow<'_, str>) -> Cow<'_, str> {
    if !value.contains('&') {
        return value;
    }
    let known = |name: &str| escape::resolve_html5_entity(name);
    match escape::unescape_with(&value, known) {
        Ok(text) => Cow::Owned(text.into_owned()),
        Err(_) => value,
    }
}
