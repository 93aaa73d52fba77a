//! Puts what the rooms found into a [`Record`].

use sha2::{Digest, Sha256};

use super::copy;
use super::entities::{self, Story};
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
    let text = Text::new(&dispatch.body);
    let guess = desk.languages.guess(&dispatch.body);
    let mut copy = copy::read(&text, dispatch.header.as_ref(), guess.sure(), &desk.authority, sent, &why);
    let credited = copy.credit.agencies.iter().filter_map(|a| desk.authority.agencies.by_code(&a.code));
    let language = guess.settle(&credited.collect::<Vec<_>>());
    if copy.update.kind == UpdateKind::New && update::is_flash(&dispatch.body) {
        copy.update.kind = UpdateKind::Alert;
    }
    if let Some(dateline) = &mut copy.dateline {
        for style in &desk.settings.dateline_styles {
            let styles = &desk.authority.styles;
            let written = dateline::styled(&dateline.places, dateline.date.as_deref(), *style, styles);
            dateline.styles.extend(written.map(|text| (style.name(), text)));
        }
    }
    let mut warnings = dispatch.warnings;
    warnings.append(&mut copy.warnings);
    let first = |kind| furniture::first(&copy.furniture, kind, &text);
    let headlines: Vec<_> = first(FurnitureKind::Headline).map(headline).into_iter().collect();
    // The keywords; version and word count stand behind the comma.
    let slugline = first(FurnitureKind::Slugline).and_then(|line| line.split(',').next()).map(str::to_owned);
    let furniture = furniture::publish(&copy.furniture, &text);
    source.format = Some(dispatch.format);
    source.charset = Some(dispatch.charset);
    let entities = entities::find(&Story {
        text: &text,
        furniture: &copy.furniture,
        authority: &desk.authority,
        lexicon: &desk.lexicon,
        dateline: &copy.places,
        located: copy.located.as_ref(),
        language,
        year: sent.timestamp_ms.and_then(year),
        max_mentions: desk.settings.limits.max_mentions,
    });
    if entities.iter().map(|entity| entity.mentions.len()).sum::<usize>() >= desk.settings.limits.max_mentions
    {
        warnings.push(Warning {
            code: "entities.cut",
            field: "entities",
            detail: format!("limits.max_mentions = {} was reached", desk.settings.limits.max_mentions),
        });
    }
    let named = |kind| entities.iter().filter(move |entity| entity.kind == kind).map(about);
    let (people, organisations) =
        (named(EntityKind::Person).collect(), named(EntityKind::Organisation).collect());
    let events = named(EntityKind::Event).collect();
    let about = entities.iter().filter(|entity| entity.kind == EntityKind::Place).map(place);
    let places = publish::located(&copy).chain(about).collect();
    let uri = uri(&source);
    let questions = why.questions(&text);
    let body = Body {
        role: "main",
        content_type: "text/plain",
        word_count: dispatch.body.split_whitespace().count(),
        char_count: text.point(dispatch.body.len()),
        value: dispatch.body,
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
        language: language.map(str::to_owned),
        urgency: None,
        version_created: source.timestamp.clone(),
        embargoed_until: copy.update.embargo.as_ref().and_then(|e| e.until.clone()),
        headlines,
        slugline,
        by: publish::by(&copy.credit),
        located: copy
            .dateline
            .as_ref()
            .and_then(|d| dateline::located(&d.places, desk.settings.located, &desk.authority.styles)),
        ed_note: None,
        bodies: vec![body],
        alt_ids: vec![],
        info_sources: publish::info_sources(&copy.credit),
        people,
        organisations,
        places,
        events,
        copydesk: Extension {
            hidden: strict,
            source,
            provenance: publish::provenance(&copy),
            dateline: copy.dateline,
            credit: Some(copy.credit).filter(|c| *c != Credit::default()),
            update: copy.update,
            furniture,
            entities,
            warnings,
            spiked: None,
            version: desk.version(),
        },
    };
    (record, questions)
}

fn headline(text: &str) -> Headline {
    Headline { value: text.to_owned() }
}

/// A person, organisation or event that the story is about.
fn about(entity: &Entity) -> Named {
    Named { name: entity.name.clone(), rel: "about", literal: entity.id.clone() }
}

/// A place that the story is about.
fn place(entity: &Entity) -> NamedPlace {
    let point = entity.place.as_ref().and_then(|place| Some([place.place.lon?, place.place.lat?]));
    NamedPlace {
        name: entity.name.clone(),
        rel: "about",
        literal: entity.id.clone(),
        uri: entity.links.get("geonames").map(|id| format!("https://sws.geonames.org/{id}/")),
        geo_json: point.map(|coordinates| GeoPoint { kind: "Point", coordinates }),
    }
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
