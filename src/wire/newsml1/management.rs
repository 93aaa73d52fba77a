//! Identification and NewsManagement: ids, times, status, revisions, embargo.

use super::super::xml::Node;
use super::super::{Limits, signs, times, unmapped};
use super::{formal, words};
use crate::dispatch::{Association, Envelope, Status};
use crate::record::UpdateKind;

pub(super) fn read(item: Node<'_>, envelope: &mut Envelope, limits: &Limits) {
    for part in item.children() {
        match part.name() {
            "Identification" => identification(part, envelope, limits),
            "NewsManagement" => management(part, envelope, limits),
            _ => {}
        }
    }
}

fn identification(node: Node<'_>, envelope: &mut Envelope, limits: &Limits) {
    if let Some(identifier) = node.find("NewsIdentifier") {
        self::identifier(identifier, envelope);
    }
    // AFP names the story here; a SlugLine says it better.
    Envelope::set(&mut envelope.slugline, node.text_of("NameLabel"));
    for label in node.all("Label") {
        let kind = label.find("LabelType").and_then(formal).unwrap_or_default();
        let text = label.text_of("LabelText").unwrap_or_default();
        unmapped::keep(envelope, &format!("Label/{kind}"), &text, limits);
    }
}

/// `NewsIdentifier`: the item through all its revisions is named by what `PublicIdentifier` has before the revision.
fn identifier(node: Node<'_>, envelope: &mut Envelope) {
    let field = |name: &str| node.text_of(name);
    let (provider, own, public) = (field("ProviderId"), field("NewsItemId"), field("PublicIdentifier"));
    let revision = node.find("RevisionId");
    let number = revision.and_then(Node::text).unwrap_or_default();
    // ATS writes `…:bsf153:1N`.
    let bare = |public: &str| {
        let stem = public
            .strip_suffix(['N', 'U', 'A'])
            .unwrap_or(public)
            .strip_suffix(number.as_str())?
            .strip_suffix(':')?;
        (!number.is_empty()).then(|| stem.to_owned())
    };
    // Belga has the same `urn:newsml:www.belga.be` in all its items; ANP a NewsItemId that changes with each revision.
    let names_item = |public: &String| {
        public.matches(':').count() > 3 || own.as_ref().is_some_and(|own| public.contains(own.as_str()))
    };
    let public = public.filter(names_item);
    let parts = || {
        let own = own.clone()?;
        let day = field("DateId").map_or(String::new(), |day| format!("{day}:"));
        Some(provider.as_ref().map_or(own.clone(), |provider| format!("urn:newsml:{provider}:{day}{own}")))
    };
    let stem = public.as_deref().and_then(bare).or_else(|| public.clone()).or_else(parts);
    if let Some(stem) = &stem {
        envelope.id("guid", stem);
    }
    if let Some(public) = &public {
        envelope.id("PublicIdentifier", public);
    }
    if let Some(own) = &own {
        envelope.id("NewsItemId", own);
    }
    if let Some(revision) = revision {
        self::revision(revision, &number, stem.as_deref(), envelope);
    }
    envelope.story = stem;
    Envelope::set(&mut envelope.provider, provider);
}

/// `RevisionId`, with the revision before it (0: none) and `Update`: N a whole item, U parts of one, A a change of its management alone.
fn revision(node: Node<'_>, number: &str, stem: Option<&str>, envelope: &mut Envelope) {
    Envelope::set(&mut envelope.version, Some(number.to_owned()));
    let count = |text: &str| text.trim().trim_end_matches(['N', 'U', 'A']).parse::<u32>().unwrap_or(0);
    let previous = count(&node.attr("PreviousRevision").unwrap_or_default());
    let update = node.filled("Update").is_some_and(|update| matches!(update.trim(), "U" | "A"));
    // Belga counts what its desk saved, from a previous revision 0 on: that is no update of what was sent.
    if update || previous > 0 && count(number) > previous {
        envelope.signal(UpdateKind::Update, None);
    }
    if let Some(stem) = stem.filter(|_| previous > 0) {
        envelope.replaces.push(format!("{stem}:{previous}"));
    }
}

fn management(node: Node<'_>, envelope: &mut Envelope, limits: &Limits) {
    let mut future = Vec::new();
    for field in node.children() {
        let value = formal(field).unwrap_or_default();
        match field.name() {
            "FirstCreated" => envelope.first_created = times::read(&value),
            "ThisRevisionCreated" => envelope.version_created = times::read(&value),
            "Status" => signs::tell(&value, envelope),
            "StatusWillChange" => future.push(field),
            "Urgency" => match value.parse() {
                Ok(urgency @ 1..=9) => envelope.urgency = Some(urgency),
                // Belga's audio: `DEFAULT`.
                _ if !value.is_empty() => _ = envelope.raw.insert("urgency", value),
                _ => {}
            },
            "NewsItemType" => {
                words::signal(&value).into_iter().for_each(|kind| envelope.signal(kind, None));
            }
            "Instruction" => instruction(field, &value, envelope, limits),
            "DerivedFrom" => associated(field, "derivedFrom", &value, envelope, limits),
            "AssociatedWith" => associated(field, "associatedWith", &value, envelope, limits),
            "Property" => property(field, envelope, limits),
            "RevisionHistory" | "Comment" | "Catalog" => {}
            name => unmapped::keep(envelope, name, &value, limits),
        }
    }
    future.into_iter().for_each(|change| status_will_change(change, envelope, limits));
    if envelope.version_created.is_none() {
        envelope.version_created = envelope.first_created;
    }
}

/// `FutureStatus` at `DateAndTime`: what is held now and usable then is under embargo until then.
fn status_will_change(node: Node<'_>, envelope: &mut Envelope, limits: &Limits) {
    let (word, time) =
        (node.find("FutureStatus").and_then(formal).unwrap_or_default(), node.text_of("DateAndTime"));
    let held = envelope.status == Some(Status::Withheld) || !envelope.embargoes.is_empty();
    if !held || signs::status(&word) != Some(Status::Usable) {
        let change = format!("{word} {}", time.unwrap_or_default());
        return unmapped::keep(envelope, "StatusWillChange", &change, limits);
    }
    let until = time.as_deref().and_then(times::until);
    envelope.embargo(&time.unwrap_or(word), until);
    if until.is_some() && envelope.status != Some(Status::Canceled) {
        envelope.status = Some(Status::Usable);
    }
}

/// `Instruction`: a word for the item, or what becomes of its earlier revisions.
fn instruction(node: Node<'_>, value: &str, envelope: &mut Envelope, limits: &Limits) {
    match words::signal(value) {
        Some(kind) => envelope.signal(kind, None),
        None => unmapped::keep(envelope, "Instruction", value, limits),
    }
    // Earlier revisions are to be dropped since this one comes in their place: no kill of the story.
    if node.find("RevisionStatus").is_some() {
        envelope.signal(UpdateKind::Update, None);
    }
}

/// Another item: by its id in `NewsItem`. AFP also tells by `FormalName` what kinds of pictures there are.
fn associated(field: Node<'_>, rel: &str, value: &str, envelope: &mut Envelope, limits: &Limits) {
    let Some(id) = field.filled("NewsItem") else {
        return unmapped::keep(envelope, field.name(), value, limits);
    };
    envelope.associate(Association {
        rel: Some(rel.to_owned()),
        kind: field.filled("FormalName").and_then(|kind| words::medium(&kind)),
        id: Some(id.trim().to_owned()),
        ..Association::default()
    });
}

/// A property that no rule knows: an embargo by its name, else kept under it.
pub(super) fn property(field: Node<'_>, envelope: &mut Envelope, limits: &Limits) {
    let name = field.filled("FormalName").unwrap_or_default();
    let value = field
        .filled("Value")
        .map(|value| value.trim().to_owned())
        .or_else(|| field.text())
        .unwrap_or_default();
    if signs::says_embargo(&name) {
        match value.to_ascii_lowercase().as_str() {
            "" | "no" | "none" | "false" | "0" | "n" => return,
            _ => envelope.embargo(&value, times::until(&value)),
        }
    }
    unmapped::keep(envelope, &format!("{}/{name}", place(field)), &value, limits);
}

/// The element that a property stands in.
fn place(field: Node<'_>) -> &str {
    field.parent().map_or("Property", Node::name)
}
