//! A dispatch from the components of a story and of those around it.

use super::super::body::Body;
use super::super::contact;
use super::super::nitf::release;
use super::super::xml::Node;
use super::super::{Limits, unmapped};
use super::content;
use super::tree::{Component, Content, Holds, Tree, is_descriptive};
use super::words::Part;
use super::{FORMAT, lines, metadata, people};
use crate::dispatch::{Association, Dispatch, Envelope, Located, MOST};
use crate::record::FurnitureKind;

/// What components say that is put in its place when all are read.
#[derive(Default)]
pub(super) struct Told {
    pub provider: Option<String>,
    pub sources: Vec<String>,
    pub creators: Vec<String>,
    /// A SlugLine; what else may serve as one.
    pub slugline: Option<String>,
    pub slug: Option<String>,
    pub captions: Vec<String>,
    /// Countries and regions without a city.
    pub areas: Vec<Located>,
    /// Components around the story are being read.
    around: bool,
}

/// What the components of a story hold.
#[derive(Default)]
struct Found<'t> {
    leads: Vec<Node<'t>>,
    copy: Vec<Node<'t>>,
    captions: Vec<Node<'t>>,
    contacts: Vec<Node<'t>>,
}

/// The dispatches of an item. `envelope` says what is true of all of them. Empty where there is nothing to publish.
pub(super) fn read(tree: &Tree<'_>, envelope: Envelope, limits: &Limits) -> Vec<Dispatch> {
    let (around, stories) = tree.root.split();
    let several = stories.len() > 1;
    let mut dispatches = Vec::with_capacity(stories.len());
    for story in stories {
        let mut envelope = envelope.clone();
        if several {
            name(story, &mut envelope);
        }
        dispatches.extend(one(story, &around, envelope, limits));
    }
    dispatches
}

/// Stories of one item differ by the `Duid` of their components.
fn name(story: &Component<'_>, envelope: &mut Envelope) {
    let own = story.node.filled("Duid").or_else(|| story.node.filled("Euid")).map(|id| id.trim().to_owned());
    let Some(own) = own.or_else(|| story.language.clone()) else { return };
    for id in [envelope.story.as_mut(), envelope.ids.first_mut().map(|(_, id)| id)].into_iter().flatten() {
        id.push('#');
        id.push_str(&own);
    }
}

fn one(
    story: &Component<'_>,
    around: &[&Component<'_>],
    mut envelope: Envelope,
    limits: &Limits,
) -> Option<Dispatch> {
    let (mut told, mut found) = (Told::default(), Found::default());
    if let Some(language) = story.spoken() {
        envelope.language = Some(language.to_owned());
    }
    gather(story, story.copy, &mut envelope, &mut told, &mut found, limits);
    // What stands nearer says it first.
    told.around = true;
    for outer in around.iter().rev() {
        metadata_of(outer, &mut envelope, &mut told, limits);
        outer
            .children
            .iter()
            .filter(|child| !child.copy)
            .for_each(|child| associate(child, &mut envelope, limits));
    }
    let caption = !story.copy && story.media;
    told.settle(caption, &mut envelope, limits);
    let mut body = Body::default();
    write(found, &told, &mut envelope, &mut body, limits);
    let (body, pieces, marks) = body.finish();
    // A headline over a picture is no story.
    let said = !body.is_empty() || (!envelope.headlines.is_empty() && !caption);
    (said || envelope.stops()).then(|| Dispatch {
        format: FORMAT.name,
        body,
        pieces,
        marks,
        envelope,
        ..Dispatch::default()
    })
}

/// Reads a component and those in it. `has_copy`: the story does not only consist of captions, so that components of pictures are
/// beside it.
fn gather<'t>(
    component: &Component<'t>,
    has_copy: bool,
    envelope: &mut Envelope,
    told: &mut Told,
    found: &mut Found<'t>,
    limits: &Limits,
) {
    metadata_of(component, envelope, told, limits);
    let repeated = component.contents.len() > 1 && is_repeated(component);
    let mut read_copy = false;
    for content in &component.contents {
        match content.holds {
            Holds::Text(Part::Copy) if read_copy && repeated => {}
            Holds::Text(part) => {
                read_copy |= part == Part::Copy;
                text(part, content.node, envelope, told, found, limits);
            }
            Holds::Media(kind) => envelope.associate(picture(content, kind)),
        }
    }
    let mut read_copy = false;
    for child in &component.children {
        if has_copy && child.media && !child.copy {
            associate(child, envelope, limits);
        } else if !(component.equivalents && child.copy && read_copy) {
            // Of equivalents the first is enough.
            read_copy |= child.copy;
            gather(child, has_copy, envelope, told, found, limits);
        }
    }
}

/// Whether the texts of a component are one text in several formats.
fn is_repeated(component: &Component<'_>) -> bool {
    let format = |content: &Content<'_>| content.node.find("Format").and_then(super::formal);
    let mut formats =
        component.contents.iter().filter(|content| matches!(content.holds, Holds::Text(_))).map(format);
    let first = formats.next();
    component.equivalents || formats.any(|other| Some(other) != first)
}

/// What a component says in lines and metadata of its own.
fn metadata_of(component: &Component<'_>, envelope: &mut Envelope, told: &mut Told, limits: &Limits) {
    for part in component.node.children() {
        match part.name() {
            "NewsLines" => lines::read(part, envelope, told, limits),
            "AdministrativeMetadata" => metadata::administrative(part, envelope, told, limits),
            "RightsMetadata" => metadata::rights(part, envelope),
            "Metadata" => metadata::own(part, envelope, limits),
            "NewsItemRef" => envelope.associate(reference(part)),
            // TASS.
            "item_keywords" => {
                part.all("item_keyword")
                    .filter_map(Node::text)
                    .for_each(|word| Envelope::add(&mut envelope.keywords, &word));
            }
            _ if is_descriptive(part) => metadata::descriptive(part, envelope, told, limits),
            _ => {}
        }
    }
    if matches!(component.node.name(), "Replace" | "InsertBefore" | "InsertAfter") {
        lines::read(component.node, envelope, told, limits);
    }
}

fn text<'t>(
    part: Part,
    node: Node<'t>,
    envelope: &mut Envelope,
    told: &mut Told,
    found: &mut Found<'t>,
    limits: &Limits,
) {
    let line = || content::line(node, limits);
    match part {
        Part::Copy => found.copy.push(node),
        Part::Lead => found.leads.push(node),
        Part::Caption => found.captions.push(node),
        Part::Contact => found.contacts.push(node),
        Part::Headline(role) => told.headline(role, &line(), envelope, limits),
        Part::Summary => Envelope::add(&mut envelope.descriptions, &line()),
        Part::Note => contact::tell(&line(), false, envelope),
        Part::Media | Part::Style => {}
    }
}

/// Writes the copy; where there is none, the captions.
fn write(found: Found<'_>, told: &Told, envelope: &mut Envelope, body: &mut Body, limits: &Limits) {
    let (copy, captions) = match found.copy.is_empty() && found.leads.is_empty() {
        true => (found.captions, Vec::new()),
        false => (found.copy, found.captions),
    };
    // Read once, however many leads there are.
    let opening = copy.first().filter(|_| !found.leads.is_empty()).map(|copy| content::line(*copy, limits));
    for lead in found.leads {
        let first = content::line(lead, limits);
        // Belga has it in some feeds as the first paragraph of the body as well.
        if !first.is_empty() && !opening.as_ref().is_some_and(|opening| opening.starts_with(&first)) {
            content::copy(lead, envelope, body, limits);
        }
    }
    copy.into_iter().for_each(|copy| content::copy(copy, envelope, body, limits));
    let mut lines = told.captions.iter();
    if body.is_empty() {
        lines.by_ref().for_each(|line| {
            body.text(line);
            body.paragraph();
        });
    }
    let captions = captions.into_iter().map(|caption| content::line(caption, limits)).chain(lines.cloned());
    let mut pictures =
        envelope.associations.iter_mut().filter(|other| other.kind.is_some() && other.caption.is_none());
    let mut left = Vec::new();
    for caption in captions.filter(|caption| !caption.is_empty()) {
        match pictures.next() {
            Some(picture) => picture.caption = Some(caption),
            None => left.push(caption),
        }
    }
    left.iter().for_each(|caption| unmapped::keep(envelope, "Caption", caption, limits));
    for contact in found.contacts {
        body.paragraph();
        // Whom to call about a press release is for everybody.
        if envelope.press_release {
            content::copy(contact, envelope, body, limits);
        } else {
            body.piece(FurnitureKind::NotForPublication);
            content::copy(contact, envelope, body, limits);
            body.end();
        }
        body.paragraph();
    }
}

impl Told {
    /// Adds a headline: of the story first, then of what stands around it, where that says nothing new.
    pub fn headline(
        &mut self,
        role: Option<&'static str>,
        text: &str,
        envelope: &mut Envelope,
        limits: &Limits,
    ) {
        let main = envelope.headlines.iter().any(|headline| headline.role.is_none());
        match role {
            None if main && self.around => {
                if envelope.headlines.iter().all(|headline| headline.text != text) {
                    unmapped::keep(envelope, "HeadLine", text, limits);
                }
            }
            None if main => envelope.headline(Some("extended"), text),
            None => {
                envelope.headline(None, text);
                envelope.headlines.sort_by_key(|headline| headline.role.is_some());
            }
            role => envelope.headline(role, text),
        }
    }

    /// Puts in its place what depends on all that was read. `caption`: the story is that of a picture.
    fn settle(&mut self, caption: bool, envelope: &mut Envelope, limits: &Limits) {
        if let Some(provider) = self.provider.take() {
            envelope.provider = Some(provider);
        }
        let sender = envelope.provider.clone();
        // `businesswire.com`
        let label = |name: &str| {
            name.trim()
                .rsplit_once('.')
                .map_or(name, |(label, _)| label)
                .trim_start_matches("www.")
                .to_owned()
        };
        envelope.press_release |=
            sender.as_deref().is_some_and(|name| release::is_wire(name) || release::is_wire(&label(name)));
        for source in self.sources.drain(..) {
            match envelope.press_release {
                // Business Wire: the company whose release it is.
                true => unmapped::keep(envelope, "Source", &source, limits),
                false => Envelope::add(&mut envelope.credits, &source),
            }
        }
        let slug = self.slugline.take().or(self.slug.take());
        if let Some(label) = slug.and_then(|slug| envelope.slugline.replace(slug)) {
            unmapped::keep(envelope, "NameLabel", &label, limits);
        }
        let named = !envelope.bylines.is_empty();
        for creator in self.creators.drain(..) {
            // AFP has the reporters of a text there, and the photographer of a picture.
            if !caption && !named && people::is_person(&creator, sender.as_deref()) {
                envelope.byline(&creator, None);
            } else if sender.as_ref() != Some(&creator)
                && !envelope.bylines.iter().any(|known| known.text == creator)
            {
                unmapped::keep(envelope, "Creator", &creator, limits);
            }
        }
        if envelope.dateline.is_some() && envelope.located.is_empty() {
            envelope.located.append(&mut self.areas);
        }
    }
}

/// A content item that is no text.
fn picture(content: &Content<'_>, kind: &'static str) -> Association {
    let id =
        content.node.filled("Href").or_else(|| content.node.filled("Duid")).map(|id| id.trim().to_owned());
    Association { rel: None, kind: Some(kind), id, ..Association::default() }
}

/// `NewsItemRef`: another item of a package.
fn reference(node: Node<'_>) -> Association {
    let id = node.filled("NewsItem").map(|id| id.trim().to_owned());
    Association { rel: Some("newsItemRef".into()), id, ..Association::default() }
}

/// A component of a picture beside the copy: its last rendition, which is the largest, with headline and caption.
fn associate(component: &Component<'_>, envelope: &mut Envelope, limits: &Limits) {
    if !component.media || envelope.associations.len() >= MOST {
        return;
    }
    let mut association = Association { headline: component.headline.clone(), ..Association::default() };
    Envelope::set(
        &mut association.rel,
        component.node.find("Role").and_then(super::formal).map(|role| role.to_ascii_lowercase()),
    );
    fill(component, &mut association, limits);
    envelope.associate(association);
}

fn fill(component: &Component<'_>, association: &mut Association, limits: &Limits) {
    for content in &component.contents {
        match content.holds {
            Holds::Media(kind) => {
                let picture = picture(content, kind);
                association.kind = association.kind.or(picture.kind);
                association.id = picture.id.or(association.id.take());
            }
            Holds::Text(Part::Headline(_)) => {
                Envelope::set(&mut association.headline, Some(content::line(content.node, limits)))
            }
            Holds::Text(_) => {
                Envelope::set(&mut association.caption, Some(content::line(content.node, limits)))
            }
        }
    }
    for line in component.node.all("NewsLines").flat_map(|lines| lines.all("NewsLine")) {
        let kind = line.find("NewsLineType").and_then(super::formal).unwrap_or_default();
        if kind.eq_ignore_ascii_case("caption") {
            Envelope::set(&mut association.caption, line.text_of("NewsLineText"));
        }
    }
    component.children.iter().for_each(|child| fill(child, association, limits));
}
