//! Puts what the rooms found into a [`Record`].

use sha2::{Digest, Sha256};

use super::copy;
use super::entities::{self, Story};
use super::metadata::{self, Clock, Told};
use super::text::Text;
use super::why::{Question, Why};
use super::{Desk, Sent, dateline, furniture, publish, update};
use crate::dispatch::Dispatch;
use crate::record::*;

pub fn record(
    desk: &Desk,
    mut dispatch: Dispatch,
    sent: Sent,
    mut source: Source,
    why: Why,
) -> (Record, Vec<Question>) {
    publish::cut_private(desk, &mut dispatch);
    let Dispatch { body, pieces, marks, envelope, mut warnings, format, charset } = dispatch;
    let text = Text::new(&body);
    // The names of a list or table are of all languages.
    let guess = if envelope.tabular { Default::default() } else { desk.languages.guess(&body) };
    let told = Told::new(&envelope, &desk.authority);
    let clock = Clock::new(told.home(), &desk.authority);
    let written = metadata::sent(&envelope, &clock, sent);
    let mut copy = copy::read(&text, &told, guess.sure(), &desk.authority, written, &why);
    let credited = copy.credit.agencies.iter().filter_map(|a| desk.authority.agencies.by_code(&a.code));
    let credited = credited.collect::<Vec<_>>();
    let language = metadata::language(&body, guess, envelope.language.as_deref(), &credited, &mut warnings);
    let typed = copy.update.clone();
    metadata::merge_update(&mut copy.update, &envelope, &clock, written, &mut copy.warnings);
    if copy.update.kind == UpdateKind::New && envelope.headlines.is_empty() && update::is_flash(&body) {
        copy.update.kind = UpdateKind::Alert;
    }
    warnings.extend(publish::embargo_unread(&copy.update));
    let overruled = metadata::overruled(&told, &copy, &desk.authority.gazetteer, &mut warnings);
    if let Some(dateline) = &mut copy.dateline {
        for style in &desk.settings.dateline_styles {
            let styles = &desk.authority.styles;
            let written = dateline::styled(&dateline.places, dateline.date.as_deref(), *style, styles);
            dateline.styles.extend(written.map(|text| (style.name(), text)));
        }
    }
    warnings.append(&mut copy.warnings);
    furniture::add(&mut copy.furniture, pieces);
    // A replayed topic is of the day its datelines say.
    let dated = copy.dateline.as_ref().and_then(|dateline| dateline.date.as_deref()?.get(..4)?.parse().ok());
    let entities = entities::find(&Story {
        text: &text,
        furniture: &copy.furniture,
        marks: &marks,
        authority: &desk.authority,
        lexicon: &desk.lexicon,
        tagger: Some(&desk.tagger),
        dateline: &copy.places,
        located: copy.located.as_ref(),
        language: language.as_deref(),
        year: dated.or_else(|| written.timestamp_ms.and_then(year)),
        off: &desk.settings.entities_off,
        max_mentions: desk.settings.limits.max_mentions,
    });
    warnings.extend(publish::entities_cut(desk, &entities));
    source.format = Some(format);
    source.charset = Some(charset);
    let uri = uri(&source);
    let (version, urgency, rights) = (envelope.version.clone(), envelope.urgency, envelope.rights.clone());
    let slugline = publish::slugline(&envelope, &copy, &text);
    let keep = desk.settings.keep_private;
    let mut said = metadata::publish(envelope, &desk.authority, &clock, keep, &uri, &mut warnings);
    said.raw.extend(overruled);
    let provenance = publish::provenance(&copy, &typed, &said, &source, urgency);
    if said.headlines.is_empty() {
        said.headlines.extend(publish::headline(&copy, &text));
    }
    // A name that the text leaves open is nobody of its own.
    let named = |kind| {
        let known = entities.iter().filter(move |entity| entity.kind == kind && entity.candidates.is_empty());
        known.map(publish::about)
    };
    let (people, organisations) =
        (named(EntityKind::Person).collect(), named(EntityKind::Organisation).collect());
    let events = named(EntityKind::Event).collect();
    let about = entities.iter().filter(|entity| entity.kind == EntityKind::Place).map(publish::place);
    let places = publish::located(&copy).chain(about).collect();
    let questions = why.questions(&text);
    let furniture = furniture::publish(&copy.furniture, &text);
    let body = Body {
        role: "main",
        content_type: "text/plain",
        word_count: body.split_whitespace().count(),
        char_count: text.point(body.len()),
        value: body,
    };
    let strict = desk.settings.strict_ninjs;
    let record = Record {
        uri,
        standard: Standard {
            name: "ninjs",
            version: "3.1",
            schema: if strict { NINJS_SCHEMA_ID } else { SCHEMA_ID },
        },
        kind: "text",
        pub_status: publish::pub_status(&copy.update),
        language,
        urgency,
        version,
        first_created: said.first_created,
        version_created: said.version_created.or_else(|| source.timestamp.clone()),
        embargoed_until: copy.update.embargo.as_ref().and_then(|e| e.until.clone()),
        headlines: said.headlines,
        slugline,
        by: publish::by(&copy.credit),
        located: copy
            .dateline
            .as_ref()
            .and_then(|d| dateline::located(&d.places, desk.settings.located, &desk.authority.styles)),
        ed_note: publish::ed_note(&said.notes),
        bodies: vec![body],
        descriptions: said.descriptions,
        copyright_holder: rights.holder,
        copyright_notice: rights.notice,
        usage_terms: rights.usage,
        subjects: said.subjects,
        genres: said.genres,
        associations: said.associations,
        alt_ids: said.alt_ids,
        info_sources: publish::info_sources(&copy.credit),
        people,
        organisations,
        places,
        events,
        copydesk: Extension {
            hidden: strict,
            source,
            provenance,
            dateline: copy.dateline,
            credit: Some(copy.credit).filter(|c| *c != Credit::default()),
            update: copy.update,
            furniture,
            entities,
            keywords: said.keywords,
            notes: said.notes,
            raw: said.raw,
            unmapped: said.unmapped,
            warnings,
            spiked: None,
            version: desk.version(),
        },
    };
    (record, questions)
}

fn year(ms: i64) -> Option<i16> {
    instant(ms)?.get(..4)?.parse().ok()
}

fn uri(source: &Source) -> String {
    let hash = source.sha256.as_deref().unwrap_or_default();
    match source.item {
        Some(item) => format!("urn:copydesk:sha256:{hash}#{item}"),
        None => format!("urn:copydesk:sha256:{hash}"),
    }
}

/// An instant of Kafka (milliseconds since the epoch) in RFC 3339, UTC. `None` outside jiff's range.
pub fn instant(ms: i64) -> Option<String> {
    jiff::Timestamp::from_millisecond(ms).ok().map(|t| t.to_string())
}

/// The first eight hex digits of the sha256.
pub fn short_hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes)[..4])
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
