//! One newsItem: its identity, rights and management.

use super::super::unmapped;
use super::super::xml::Node;
use super::super::{Limits, Reject, reject, signs, times};
use super::{FORMAT, Header, content, copy, notes, tt, values};
use crate::dispatch::{Association, Dispatch, Envelope};
use crate::record::UpdateKind;

/// Signals: the qcode or its scheme, and what it means. IPTC's `sig`; Reuters' editorial status `edStat` (C corrected, D
/// deleted); TT's `tt_sig`; STT's `update`, which says how much was changed.
const SIGNALS: &[(&str, UpdateKind)] = &[
    ("sig:update", UpdateKind::Update),
    ("sig:updated", UpdateKind::Update),
    ("sig:correction", UpdateKind::Correction),
    ("sig:corrected", UpdateKind::Correction),
    ("sig:advisory", UpdateKind::Advisory),
    ("sig:alert", UpdateKind::Alert),
    ("sig:flash", UpdateKind::Alert),
    ("sig:test", UpdateKind::Test),
    ("edStat:C", UpdateKind::Correction),
    ("edStat:D", UpdateKind::Kill),
    ("edStat:K", UpdateKind::Kill),
    ("edStat:U", UpdateKind::Update),
    ("tt_sig:replace", UpdateKind::Update),
    ("tt_sig:update", UpdateKind::Update),
    ("tt_sig:correction", UpdateKind::Correction),
];

/// Reads a newsItem.
///
/// # Errors
/// `wire.empty` where it has neither copy nor a reason to have none.
pub(super) fn read(item: Node<'_>, header: &Header, limits: &Limits) -> Result<Dispatch, Reject> {
    let mut envelope = Envelope {
        sent: header.sent,
        provider: header.sender.clone(),
        language: item.filled("lang").map(|lang| lang.trim().to_owned()),
        ..Envelope::default()
    };
    if let Some(priority) = &header.priority {
        envelope.raw.insert("priority", priority.clone());
    }
    if header.test {
        envelope.signal(UpdateKind::Test, None);
    }
    if let Some(guid) = item.filled("guid") {
        envelope.id("guid", &guid);
        // The guid stays through all versions of an item, its kill included (G2 specification, 8.1).
        envelope.story = Some(guid.trim().to_owned());
    }
    envelope.version = item.filled("version").map(|version| version.trim().to_owned());
    item.all("rightsInfo").for_each(|rights| self::rights(rights, &mut envelope));
    if let Some(meta) = item.find("itemMeta") {
        management(meta, &mut envelope, limits);
    }
    if let Some(meta) = item.find("contentMeta") {
        content::read(meta, &mut envelope, limits);
    }
    tt::number(&mut envelope);
    content::places_named(item, &mut envelope, limits);
    let mut dispatch = copy::read(item, envelope, limits);
    dispatch.format = FORMAT.name;
    if dispatch.body.is_empty() && !dispatch.envelope.stops() {
        // A picture has its caption for copy, an alert its headline.
        let envelope = &dispatch.envelope;
        let said =
            envelope.descriptions.first().or(envelope.headlines.first().map(|headline| &headline.text));
        match said {
            Some(text) => dispatch.body = text.clone(),
            None => return Err(reject("wire.empty", "the item has neither copy nor headline".into())),
        }
    }
    Ok(dispatch)
}

/// Reads one `rightsInfo`; there may be several, each for a part of what is told.
fn rights(rights: Node<'_>, envelope: &mut Envelope) {
    let text = |name: &'static str| rights.all(name).find_map(Node::text);
    let known = &mut envelope.rights;
    known.holder =
        known.holder.take().or_else(|| rights.find("copyrightHolder").and_then(values::name_or_code));
    known.notice = known.notice.take().or_else(|| text("copyrightNotice"));
    known.usage = known.usage.take().or_else(|| text("usageTerms"));
}

fn management(meta: Node<'_>, envelope: &mut Envelope, limits: &Limits) {
    let guid = envelope.story.clone();
    for field in meta.children() {
        match field.name() {
            "provider" => envelope.provider = values::name_or_code(field).or(envelope.provider.take()),
            "versionCreated" | "firstCreated" => {
                let stamp = field.text().and_then(|text| times::read(&text));
                match (field.name(), stamp) {
                    (_, None) => keep(field, envelope, limits),
                    ("firstCreated", stamp) => envelope.first_created = stamp,
                    (_, stamp) => envelope.version_created = stamp,
                }
            }
            // BusinessDesk leaves it empty.
            "embargoed" => {
                field.text().into_iter().for_each(|raw| envelope.embargo(&raw, times::until(&raw)))
            }
            "pubStatus" => signs::tell(&values::role(field, "qcode"), envelope),
            "signal" => signal(field, envelope, limits),
            "edNote" | "ednote" => notes::read(field, envelope, limits),
            "link" => link(field, guid.as_deref(), envelope),
            "versionedId" => envelope.id("version", &field.filled("guid").unwrap_or_default()),
            // ANSA has its place here, too.
            "located" => content::located(field, envelope, limits),
            "itemClass" | "generator" | "profile" | "catalogRef" | "fileName" => {}
            _ => keep(field, envelope, limits),
        }
    }
}

/// Keeps a field that has no other place.
pub(super) fn keep(field: Node<'_>, envelope: &mut Envelope, limits: &Limits) {
    unmapped::keep(envelope, field.name(), &described(field), limits);
}

/// A field by its qcode or text.
fn described(field: Node<'_>) -> String {
    values::qcode(field).map(|qcode| qcode.into_owned()).or_else(|| values::name(field)).unwrap_or_default()
}

fn signal(field: Node<'_>, envelope: &mut Envelope, limits: &Limits) {
    let Some(qcode) = values::qcode(field) else { return };
    let qcode = qcode.trim();
    let known = SIGNALS.iter().find(|(known, _)| known.eq_ignore_ascii_case(qcode)).map(|(_, kind)| *kind);
    // `sig:kill`, and TT's `tt_sig:kill`.
    let stop = || {
        qcode
            .split_once(':')
            .filter(|(scheme, _)| scheme.ends_with("sig"))
            .and_then(|(_, code)| signs::stop(code))
    };
    // STT says beside `sig:update` how much was changed.
    let changed = || qcode.starts_with("update:").then_some(UpdateKind::Update);
    let test = || values::says_test(qcode).then_some(UpdateKind::Test);
    if let Some(kind) = known.or_else(stop).or_else(changed).or_else(test) {
        if !envelope.signals.iter().any(|signal| signal.kind == kind) {
            envelope.signal(kind, None);
        }
    } else if qcode == "sic:TABLE" {
        // Reuters: results, prices.
        envelope.tabular = true;
    } else {
        unmapped::keep(envelope, "signal", qcode, limits);
    }
}

/// A link: to an earlier version, or to something beside it.
fn link(field: Node<'_>, guid: Option<&str>, envelope: &mut Envelope) {
    let target = ["residref", "guidref", "href", "uri"].iter().find_map(|name| field.filled(name));
    let Some(target) = target.map(|target| target.trim().to_owned()) else { return };
    let rel = values::term(field, "rel");
    // STT links an item to its own earlier version without saying how.
    if rel.eq_ignore_ascii_case("previousVersion")
        || rel.eq_ignore_ascii_case("replaces")
        || Some(target.as_str()) == guid
    {
        return Envelope::add(&mut envelope.replaces, &target);
    }
    envelope.associate(Association {
        rel: Some(rel).filter(|rel| !rel.is_empty()),
        kind: field.find("itemClass").and_then(values::class),
        id: Some(target),
        headline: field.text_of("title").or_else(|| field.text_of("itemMeta/title")),
        caption: None,
    });
}

#[cfg(test)]
#[path = "item_tests.rs"]
mod tests;
