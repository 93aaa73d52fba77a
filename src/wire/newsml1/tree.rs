//! NewsComponents as a tree: which of them hold copy, which pictures, and which are stories of their own.

use super::super::xml::Node;
use super::formal;
use super::words::{self, Part};

/// The components of a NewsItem.
pub(super) struct Tree<'t> {
    /// The item itself as a component around all others.
    pub root: Component<'t>,
    /// NewsItems that stand within components.
    pub items: Vec<Node<'t>>,
}

/// A NewsComponent with all in it.
pub(super) struct Component<'t> {
    pub node: Node<'t>,
    pub contents: Vec<Content<'t>>,
    pub children: Vec<Component<'t>>,
    /// Declared language of this component, or of the one around it.
    pub language: Option<String>,
    pub headline: Option<String>,
    /// Whether there is copy in it, however deep.
    pub copy: bool,
    /// Whether there are pictures, sounds, graphics in it, however deep.
    pub media: bool,
    /// What stands in it says the same in several ways.
    pub equivalents: bool,
}

/// A ContentItem.
pub(super) struct Content<'t> {
    pub node: Node<'t>,
    pub holds: Holds,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    Text(Part),
    /// A medium by its ninjs type.
    Media(&'static str),
}

/// Most stories of one item: each repeats what the item says of all.
const MOST_STORIES: usize = 32;
/// Longest tag of a language, in bytes (BCP 47 asks for 35).
const LONGEST_TAG: usize = 64;
/// What an `Update` may hold of copy without a component around it.
const COPY: &[&str] = &["DataContent", "Encoding", "nitf", "html", "body.content", "block", "p"];

impl<'t> Tree<'t> {
    pub fn read(item: Node<'t>) -> Self {
        let mut items = Vec::new();
        let mut root = Component::read(item, None, None, &mut items);
        // `InsertBefore`, `InsertAfter` and `Replace` hold components, or content alone.
        let changes = item.all("Update").flat_map(Node::children).filter(|change| !change.is("Delete"));
        for change in changes {
            let mut part = Component::read(change, None, root.language.as_deref(), &mut items);
            if change.children().any(|child| COPY.contains(&child.name())) {
                part.copy = true;
                part.contents.push(Content { node: change, holds: Holds::Text(Part::Copy) });
            }
            root.copy |= part.copy;
            root.media |= part.media;
            root.children.push(part);
        }
        Tree { root, items }
    }
}

impl<'t> Component<'t> {
    fn read(node: Node<'t>, part: Option<Part>, language: Option<&str>, items: &mut Vec<Node<'t>>) -> Self {
        let role = node.find("Role").and_then(formal).and_then(|role| words::part(&role));
        // What is said nearest holds: the `Body` within Belga's `Audio`.
        let part = role.or(part);
        let mut component = Component {
            node,
            contents: Vec::new(),
            children: Vec::new(),
            language: declared(node).or_else(|| language.map(str::to_owned)),
            headline: None,
            copy: false,
            media: false,
            equivalents: node
                .filled("EquivalentsList")
                .is_some_and(|said| said.trim().eq_ignore_ascii_case("yes")),
        };
        for child in node.children() {
            match child.name() {
                "NewsComponent" => {
                    let inner = Component::read(child, part, component.language.as_deref(), items);
                    component.copy |= inner.copy;
                    component.media |= inner.media;
                    component.children.push(inner);
                }
                "ContentItem" => component.contents.extend(content(child, part)),
                "NewsLines" if component.headline.is_none() => {
                    component.headline = child.all("HeadLine").find_map(Node::text);
                }
                "NewsItem" => items.push(child),
                _ => {}
            }
        }
        let media = |content: &Content<'_>| matches!(content.holds, Holds::Media(_));
        component.media |= component.contents.iter().any(media);
        component.copy |= component.contents.iter().any(|content| content.holds == Holds::Text(Part::Copy));
        component
    }

    /// The language that is said nearest to the first copy in this component.
    pub fn spoken(&self) -> Option<&str> {
        let inner = self.children.iter().filter(|child| child.copy == self.copy).find_map(Component::spoken);
        inner.or(self.language.as_deref())
    }

    /// The components that are stories of their own, and all that stand around them, the outermost first. Where there are none, the whole
    /// is one story.
    pub fn split(&self) -> (Vec<&Component<'t>>, Vec<&Component<'t>>) {
        let (mut around, mut at) = (Vec::new(), self);
        loop {
            around.push(at);
            if let Some(stories) = at.stories() {
                return (around, stories);
            }
            let mut with_copy = at.children.iter().filter(|child| child.copy);
            match (with_copy.next(), with_copy.next()) {
                (Some(only), None) => at = only,
                _ => return (Vec::new(), vec![self]),
            }
        }
    }

    /// The children with copy, where each is a story of its own: they differ in their languages or in their headlines.
    fn stories(&self) -> Option<Vec<&Component<'t>>> {
        let with_copy: Vec<_> = self.children.iter().filter(|child| child.copy).collect();
        let (first, others) = with_copy.split_first()?;
        let languages =
            others.iter().all(|other| other.language.is_some() && other.language != first.language);
        let headed = with_copy.iter().all(|child| child.headline.is_some());
        let headlines = headed && others.iter().any(|other| other.headline != first.headline);
        let own = (1..MOST_STORIES).contains(&others.len()) && (languages || headlines && !self.equivalents);
        own.then_some(with_copy)
    }
}

/// The language that a component declares for itself. TASS spells `DescriptiveMetada`.
fn declared(node: Node<'_>) -> Option<String> {
    let described = node.children().filter(|child| is_descriptive(*child));
    let language = described.filter_map(|described| described.find("Language").and_then(formal)).next();
    let language = language.or_else(|| node.filled("lang").map(|lang| lang.trim().to_owned()));
    // It is repeated in all that stands within.
    language.filter(|tag| tag.len() <= LONGEST_TAG)
}

pub(super) fn is_descriptive(node: Node<'_>) -> bool {
    node.name().starts_with("DescriptiveMeta")
}

fn content(node: Node<'_>, part: Option<Part>) -> Option<Content<'_>> {
    let said = |name: &str| node.find(name).and_then(formal).unwrap_or_default();
    let (media, mime, format) = (said("MediaType"), said("MimeType"), said("Format"));
    if part == Some(Part::Style) || mime.ends_with("/css") || format.eq_ignore_ascii_case("css") {
        return None;
    }
    let known =
        words::medium(&media).or_else(|| words::medium(&mime)).or_else(|| words::medium_of_format(&format));
    let href = node.filled("Href");
    let inline = node.children().any(|child| matches!(child.name(), "DataContent" | "Encoding"));
    let elsewhere = || {
        href.as_deref()
            .and_then(words::medium_of_format)
            .or_else(|| (part == Some(Part::Media)).then_some("picture"))
    };
    let holds = match known {
        Some(kind) => Holds::Media(kind),
        None if inline => Holds::Text(match part {
            Some(Part::Media) => Part::Caption,
            part => part.unwrap_or(Part::Copy),
        }),
        None => Holds::Media(elsewhere()?),
    };
    Some(Content { node, holds })
}
