//! One newsItem: its identity, rights and management.

use super::super::nitf::contact;
use super::super::unmapped;
use super::super::xml::Node;
use super::super::{Limits, Reject, reject, times};
use super::{FORMAT, Header, content, copy, notes, tt, values};
use crate::dispatch::{Association, Dispatch, Embargo, Envelope, Status};
use crate::record::UpdateKind;

/// `pubStatus` (IPTC's `stat`).
const STATUSES: &[(&str, Status)] = &[
    ("usable", Status::Usable),
    ("withheld", Status::Withheld),
    ("canceled", Status::Canceled),
    ("cancelled", Status::Canceled),
];

/// Signals: the qcode or its scheme, and what it means. IPTC's `sig`; Reuters' editorial status `edStat` (C corrected, D
/// deleted); TT's `tt_sig`; STT's `update`, which says how much was changed.
const SIGNALS: &[(&str, UpdateKind)] = &[
    ("sig:update", UpdateKind::Update),
    ("sig:updated", UpdateKind::Update),
    ("sig:correction", UpdateKind::Correction),
    ("sig:corrected", UpdateKind::Correction),
    ("sig:kill", UpdateKind::Kill),
    ("sig:withdraw", UpdateKind::Kill),
    ("sig:hold", UpdateKind::Withhold),
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
    ("tt_sig:kill", UpdateKind::Kill),
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
    if dispatch.body.is_empty() && !ends(&dispatch.envelope) {
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

/// Whether an item takes another one back or holds it: it needs no copy for that, and must not be lost (invariant 9).
fn ends(envelope: &Envelope) -> bool {
    let by_status = matches!(envelope.status, Some(Status::Canceled | Status::Withheld));
    let kinds = [UpdateKind::Kill, UpdateKind::Withhold];
    by_status || envelope.signals.iter().any(|signal| kinds.contains(&signal.kind))
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

/// Of two embargoes the later one holds (invariant 9); one that cannot be read says less.
fn embargo(raw: String, envelope: &mut Envelope) {
    let until = times::read(&raw);
    let known = envelope.embargo.as_ref().and_then(|known| known.until);
    if known.is_none_or(|known| until.is_some_and(|until| times::utc(until) > times::utc(known))) {
        envelope.embargo = Some(Embargo { raw, until });
    }
}

fn management(meta: Node<'_>, envelope: &mut Envelope, limits: &Limits) {
    let guid = envelope.story.clone();
    for field in meta.children() {
        match field.name() {
            "provider" => envelope.provider = values::name_or_code(field).or(envelope.provider.take()),
            "versionCreated" => envelope.version_created = field.text().and_then(|text| times::read(&text)),
            "firstCreated" => envelope.first_created = field.text().and_then(|text| times::read(&text)),
            "embargoed" => field.text().into_iter().for_each(|raw| embargo(raw, envelope)),
            "pubStatus" => {
                let word = values::role(field, "qcode");
                match STATUSES.iter().find(|(name, _)| *name == word) {
                    Some((_, status)) => envelope.status = Some(*status),
                    None => unmapped::keep(&mut envelope.unmapped, "pubStatus", &described(field), limits),
                }
            }
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

/// Keeps a field that has no other place; one with somebody's address goes to no reader.
pub(super) fn keep(field: Node<'_>, envelope: &mut Envelope, limits: &Limits) {
    let text = described(field);
    match contact::has_mail(&text) {
        true => envelope.note(&text, false),
        false => unmapped::keep(&mut envelope.unmapped, field.name(), &text, limits),
    }
}

/// A field by its qcode or text.
fn described(field: Node<'_>) -> String {
    values::qcode(field).map(|qcode| qcode.into_owned()).or_else(|| values::name(field)).unwrap_or_default()
}

fn signal(field: Node<'_>, envelope: &mut Envelope, limits: &Limits) {
    let Some(qcode) = values::qcode(field) else { return };
    let qcode = qcode.trim();
    let known = SIGNALS.iter().find(|(known, _)| known.eq_ignore_ascii_case(qcode)).map(|(_, kind)| *kind);
    // STT says beside `sig:update` how much was changed.
    let changed = || qcode.starts_with("update:").then_some(UpdateKind::Update);
    let test = || values::says_test(qcode).then_some(UpdateKind::Test);
    if let Some(kind) = known.or_else(changed).or_else(test) {
        if !envelope.signals.iter().any(|signal| signal.kind == kind) {
            envelope.signal(kind, None);
        }
    } else if qcode == "sic:TABLE" {
        // Reuters: results, prices.
        envelope.tabular = true;
    } else {
        unmapped::keep(&mut envelope.unmapped, "signal", qcode, limits);
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
