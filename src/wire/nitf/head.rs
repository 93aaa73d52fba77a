//! `head`: what the document is, when it may be used, and where it belongs.

use super::{meta, release, words};
use crate::dispatch::{Envelope, MOST, Stamp, Subject};
use crate::record::UpdateKind;
use crate::wire::xml::Node;
use crate::wire::{Limits, contact, signs, times, unmapped};

/// Seconds that a release may follow its issue without being an embargo: the sender's clock between two stamps.
const AT_ONCE: i64 = 60;

/// Where there is no time, The Canadian Press leaves the words of the standard: `YYYYMMDD000000-HHMM`.
const TEMPLATE: &str = "YYYY";

/// What only makes sense when the whole head is read.
#[derive(Debug, Default)]
pub(super) struct Found {
    title: Option<String>,
    /// PA's topics: the slug begins with the first.
    scopes: Vec<String>,
    keywords: Vec<String>,
    /// A second headline that may be the keyword line.
    pub(super) subheads: Vec<String>,
    issue: Option<Stamp>,
    /// As written, and as read.
    release: Option<(String, Option<Stamp>)>,
    embargoed: bool,
    /// When the story was made, by `story.date`.
    pub(super) story_date: Option<Stamp>,
    /// Comments on revisions with their times.
    revisions: Vec<(Option<Stamp>, String)>,
    published: Option<Stamp>,
}

/// Attributes that nothing else reads: element, attributes.
#[rustfmt::skip]
const LEFT: &[(&str, &[&str])] = &[
    ("doc.copyright", &["year"]),
    ("doc.rights", &["agent", "startdate", "enddate", "geography", "location-code"]),
    ("date.expire", &["norm"]),
    // Where the event took place, which is not where the reporter was; NTB puts parts of the world into its fields.
    ("evloc", &["city", "county-dist", "state-prov", "region", "iso-cc"]),
    ("fixture", &["fix-id"]),
    ("series", &["series.name", "series.part", "series.totalpart"]),
    ("du-key", &["generation", "part"]),
    ("ed-msg", &["msg-type"]),
    ("pubdata", &["type", "name", "date.publication", "edition.name", "edition.area", "volume", "number", "issue",
        "item-length", "unit-of-measure", "id", "ex-ref", "position.section", "position.sequence"]),
];

pub(super) fn read(head: Node<'_>, found: &mut Found, envelope: &mut Envelope, limits: &Limits) {
    head.children().for_each(|node| field(node, found, envelope, limits));
}

/// Reads one element of `head` or `docdata`. The Canadian Press and NTB put some of one into the other.
pub(super) fn field(node: Node<'_>, found: &mut Found, envelope: &mut Envelope, limits: &Limits) {
    let norm = |found: &mut Option<Stamp>| {
        let stamp = node.filled("norm").and_then(|norm| times::read(&norm));
        *found = found.or(stamp);
    };
    match node.name() {
        "docdata" => {
            docdata(node, found, envelope);
            read(node, found, envelope, limits);
        }
        "title" => Envelope::set(&mut found.title, words(node, &[])),
        "meta" => meta::read(node, envelope, limits),
        "tobject" => tobject(node, envelope),
        "doc-id" => {
            if let Some(id) = node.filled("id-string") {
                envelope.id("doc-id", &id);
            }
            Envelope::set(&mut envelope.provider, node.filled("regsrc"));
        }
        "urgency" => urgency(node, envelope),
        "date.issue" => norm(&mut found.issue),
        "date.release" => {
            let raw = node.filled("norm").filter(|norm| !norm.starts_with(TEMPLATE));
            if let (Some(raw), None) = (raw, &found.release) {
                found.release = Some((raw.trim().to_owned(), times::read(&raw)));
            }
        }
        "doc.copyright" => Envelope::set(&mut envelope.rights.holder, node.filled("holder")),
        "doc.rights" => rights(node, envelope),
        "doc-scope" => {
            if let Some(scope) = node.filled("scope").filter(|_| found.scopes.len() < MOST) {
                found.scopes.push(scope.trim().to_owned());
                let name = Some(scope.trim().to_owned());
                Envelope::subject(
                    &mut envelope.subjects,
                    Subject { scheme: Some("doc-scope".into()), code: None, name },
                );
            }
        }
        "series" => series(node, envelope),
        "du-key" => {
            Envelope::set(&mut envelope.story, node.filled("key"));
            Envelope::set(&mut envelope.version, node.filled("version"));
        }
        "ed-msg" => message(node, envelope),
        "correction" => correction(node, envelope),
        "key-list" => {
            for keyword in node.all("keyword").take(MOST.saturating_sub(found.keywords.len())) {
                // The Canadian Press writes the word as text.
                let word = keyword.filled("key").map(|key| key.trim().to_owned()).or_else(|| keyword.text());
                if let Some(word) = word {
                    Envelope::add(&mut envelope.keywords, &word);
                    found.keywords.push(word);
                }
            }
        }
        "del-list" => {
            let source = node.all("from-src").filter_map(|source| source.filled("src-name")).last();
            Envelope::set(&mut envelope.provider, source);
        }
        "identified-content" => identified(node, envelope),
        "revision-history" => {
            if let Some(comment) = node.filled("comment") {
                found.revisions.push((
                    node.filled("norm").and_then(|norm| times::read(&norm)),
                    comment.trim().to_owned(),
                ));
            }
        }
        "pubdata" => {
            let stamp = node.filled("date.publication").and_then(|date| times::read(&date));
            found.published = found.published.or(stamp);
        }
        "evloc" | "fixture" | "date.expire" => {}
        name => {
            if let Some(text) = words(node, &[]) {
                unmapped::keep(envelope, name, &text, limits);
            }
        }
    }
    for (_, attributes) in LEFT.iter().filter(|(name, _)| *name == node.name()) {
        for attribute in *attributes {
            if let Some(value) = node.filled(attribute).filter(|value| !value.starts_with(TEMPLATE)) {
                unmapped::keep(envelope, &format!("{}/@{attribute}", node.name()), &value, limits);
            }
        }
    }
}

fn docdata(node: Node<'_>, found: &mut Found, envelope: &mut Envelope) {
    if let Some(value) = node.filled("management-status") {
        // `Embargoed until Friday`: until when may stand in `date.release`.
        found.embargoed = signs::says_embargo(&value);
        if !found.embargoed {
            signs::tell(&value, envelope);
        }
        if signs::says_corrected(&value) {
            envelope.signal(UpdateKind::Correction, None);
        }
    }
    // A document that takes the place of another one.
    if let Some(id) = node.filled("management-doc-idref") {
        Envelope::add(&mut envelope.replaces, &id);
    }
}

/// `ed-urg` 1 to 8 by NITF, 9 by the IPTC's scale; 0 and all else is none.
fn urgency(node: Node<'_>, envelope: &mut Envelope) {
    let Some(value) = node.filled("ed-urg") else { return };
    match value.trim().parse() {
        Ok(urgency @ 1..=9) => _ = envelope.urgency.get_or_insert(urgency),
        _ => _ = envelope.raw.entry("urgency").or_insert_with(|| value.trim().to_owned()),
    }
}

fn tobject(node: Node<'_>, envelope: &mut Envelope) {
    let trimmed = |value: Option<std::borrow::Cow<'_, str>>| value.map(|value| value.trim().to_owned());
    let of_kind = |kind: Option<String>, envelope: &mut Envelope| {
        let Some(kind) = kind else { return };
        envelope.press_release |= release::is_kind(&kind);
        // NTB's results: `Tabeller og resultater`.
        envelope.tabular |= kind.to_lowercase().starts_with("tabell");
        Envelope::subject(&mut envelope.genres, Subject { name: Some(kind), ..Subject::default() });
    };
    // `news`, `data`, `advisory` and `alert` by the standard; sections of their own with NTB.
    let kind = trimmed(node.filled("tobject.type"));
    match kind.as_deref().map(str::to_ascii_lowercase).as_deref() {
        None | Some("news") => {}
        Some("data") => envelope.tabular = true,
        Some("advisory") => envelope.signal(UpdateKind::Advisory, None),
        Some("alert") => envelope.signal(UpdateKind::Alert, None),
        Some(_) => of_kind(kind, envelope),
    }
    for child in node.children() {
        match child.name() {
            "tobject.property" => of_kind(trimmed(child.filled("tobject.property.type")), envelope),
            "tobject.subject" => {
                let attribute = |name: &str| trimmed(child.filled(&format!("tobject.subject.{name}")));
                let name = attribute("detail").or_else(|| attribute("matter")).or_else(|| attribute("type"));
                let scheme = attribute("ipr").unwrap_or_else(|| "IPTC".to_owned());
                let code = attribute("refnum").or_else(|| attribute("code"));
                Envelope::subject(&mut envelope.subjects, Subject { scheme: Some(scheme), code, name });
            }
            _ => {}
        }
    }
}

/// `doc.rights`: who owns what and what may be done with it; AAP has whole clauses in `type` and `limitations`.
fn rights(node: Node<'_>, envelope: &mut Envelope) {
    Envelope::set(&mut envelope.rights.holder, node.filled("owner"));
    Envelope::set(&mut envelope.provider, node.filled("agent").or_else(|| node.filled("owner")));
    let clauses: Vec<_> = ["type", "limitations"].iter().filter_map(|name| node.filled(name)).collect();
    Envelope::set(&mut envelope.rights.usage, Some(clauses.join("\n")).filter(|_| !clauses.is_empty()));
}

/// `series`: of a story in parts PA numbers the part alone. A named one is a row of articles, and The Canadian Press, whose
/// `series.totalpart` is 0, counts the versions.
fn series(node: Node<'_>, envelope: &mut Envelope) {
    let part = node.filled("series.part").and_then(|part| part.trim().parse().ok());
    let parts = node.filled("series.totalpart").is_none_or(|total| total.trim() != "0");
    if node.filled("series.name").is_none() && parts {
        envelope.take = envelope.take.or(part);
    }
}

/// `ed-msg`: a word to those who receive the feed. PA tells embargoes in it, AP `Eds: …`, NTB `Noe utvidet.`
fn message(node: Node<'_>, envelope: &mut Envelope) {
    if let Some(info) = node.filled("info") {
        contact::tell(&info, true, envelope);
    }
}

fn correction(node: Node<'_>, envelope: &mut Envelope) {
    envelope.signal(UpdateKind::Correction, None);
    node.filled("id-string").inspect(|id| Envelope::add(&mut envelope.replaces, id));
    if let Some(info) = node.filled("info") {
        contact::tell(&info, true, envelope);
    }
}

/// `identified-content`: what the story is about.
fn identified(node: Node<'_>, envelope: &mut Envelope) {
    for child in node.children() {
        let value = child.filled("value").map(|value| value.trim().to_owned());
        match child.name() {
            // AP: `<classifier type="apcategorycode" value="s"/>`
            "classifier" => {
                let scheme = child.filled("type").map(|scheme| scheme.trim().to_owned());
                Envelope::subject(
                    &mut envelope.subjects,
                    Subject { scheme, code: value, name: child.text() },
                );
            }
            _ => _ = child.text().inspect(|name| Envelope::add(&mut envelope.keywords, name)),
        }
    }
}

impl Found {
    /// Fills what several fields say together.
    pub(super) fn settle(self, envelope: &mut Envelope, limits: &Limits) {
        let released = self.release.as_ref().and_then(|(_, release)| *release).filter(|_| !self.embargoed);
        let issue = self.issue.or(self.published).or(released);
        envelope.version_created = envelope.version_created.or(issue);
        if let (Some(made), Some(issue)) = (self.story_date, issue)
            && between(made, issue) >= 0
        {
            envelope.first_created = envelope.first_created.or(Some(made));
        }
        // What was done to this very version; `ADDS military statement`.
        for (at, comment) in &self.revisions {
            if at.is_some() && *at == self.issue {
                Envelope::add(&mut envelope.advisories, comment);
            } else {
                unmapped::keep(envelope, "revision-history/@comment", comment, limits);
            }
        }
        self.embargo(envelope);
        self.lines(envelope);
    }

    /// An embargo is told by the status, or by a release later than the issue (NITF 3.x, `date.release`).
    fn embargo(&self, envelope: &mut Envelope) {
        let later = match (&self.release, self.issue) {
            (Some((_, Some(release))), Some(issue)) => between(issue, *release) > AT_ONCE,
            _ => false,
        };
        match &self.release {
            Some((raw, _)) if later || self.embargoed => envelope.embargo(raw, times::until(raw)),
            _ if self.embargoed => envelope.embargo("embargoed", None),
            _ => {}
        }
    }

    /// Which of title and second headline is the keyword line.
    fn lines(&self, envelope: &mut Envelope) {
        let main = envelope.headlines.iter().any(|headline| headline.role.is_none());
        if let Some(title) = &self.title {
            let headline = envelope.headlines.iter().any(|headline| headline.text == *title);
            if !headline && self.is_slug(title) {
                Envelope::set(&mut envelope.slugline, Some(title));
            }
            if !main {
                envelope.headline(None, title);
            }
        }
        // AP: agate comes with the keyword line for a headline.
        let keyword_line =
            |line: &&str| ["BC-", "AM-", "PM-", "AP-"].iter().any(|cycle| line.starts_with(cycle));
        if envelope.slugline.is_none() {
            let lines = envelope.headlines.iter().map(|headline| headline.text.as_str());
            envelope.slugline = lines.take(1).find(keyword_line).map(str::to_owned);
        }
        for line in &self.subheads {
            // EFE: `HONDURAS GOVERNMENT`.
            if self.keywords.contains(line) {
                Envelope::set(&mut envelope.slugline, Some(line));
            } else if envelope.headlines.iter().any(|headline| headline.role.is_none()) {
                envelope.headline(Some("subhead"), line);
            } else {
                envelope.headline(None, line);
            }
        }
    }

    /// PA: `1 POLITICS Brexit`, a number, a topic and the keyword. The Canadian Press: `Harbour-Fire`, one word.
    fn is_slug(&self, title: &str) -> bool {
        let bare = title.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start();
        let topic = self.scopes.iter().any(|scope| bare.starts_with(scope.as_str()));
        topic
            || self.keywords.iter().any(|word| bare.ends_with(word.as_str()))
            || !title.contains(char::is_whitespace)
    }
}

/// Seconds from one time to another. Where only one of them tells its zone, or none, both are of one: a document's own clock.
fn between(from: Stamp, to: Stamp) -> i64 {
    let seconds = to.local.duration_since(from.local).as_secs();
    match (from.offset, to.offset) {
        (Some(from), Some(to)) => seconds + i64::from(from) - i64::from(to),
        _ => seconds,
    }
}
