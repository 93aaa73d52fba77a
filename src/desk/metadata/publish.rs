//! The fields of an envelope that need no judgement, in the record's words.

use std::collections::BTreeMap;

use super::{Clock, subjects};
use crate::authority::Authority;
use crate::dispatch::{self, Envelope};
use crate::record::{AltId, Association, Description, Genre, Headline, Note, Subject, Warning};

/// Most associations and keywords of one record.
const MOST: usize = 100;

/// What of an envelope is published as it is.
pub struct Published {
    pub headlines: Vec<Headline>,
    pub descriptions: Vec<Description>,
    pub subjects: Vec<Subject>,
    pub genres: Vec<Genre>,
    pub associations: Vec<Association>,
    pub alt_ids: Vec<AltId>,
    pub keywords: Vec<String>,
    pub notes: Vec<Note>,
    pub raw: BTreeMap<&'static str, String>,
    pub unmapped: BTreeMap<String, String>,
    pub first_created: Option<String>,
    pub version_created: Option<String>,
}

/// Takes the fields out of `envelope`. `uri` is the record's.
pub fn publish(
    envelope: Envelope,
    authority: &Authority,
    clock: &Clock,
    keep_private: bool,
    uri: &str,
    warnings: &mut Vec<Warning>,
) -> Published {
    let first_created = clock.published(envelope.first_created, "firstCreated", &mut Vec::new());
    let version_created = clock.published(envelope.version_created, "versionCreated", warnings);
    if let (Some(first), Some(this)) = (&first_created, &version_created)
        && first.parse::<jiff::Timestamp>().ok() > this.parse::<jiff::Timestamp>().ok()
    {
        warnings.push(Warning {
            code: "time.inverted",
            field: "versionCreated",
            detail: format!("this version is of {this}, before the first one of {first}"),
        });
    }
    if !keep_private && envelope.notes.iter().any(|note| !note.public) {
        warnings.push(Warning {
            code: "note.private_removed",
            field: "edNote",
            detail: "notes that are not for publication were left out".into(),
        });
    }
    let notes = envelope.notes.into_iter().filter(|note| note.public || keep_private);
    let text = |value: String, role| Description { role, content_type: "text/plain", value };
    Published {
        first_created,
        version_created,
        subjects: subjects::publish(&envelope.subjects, &authority.subjects),
        genres: subjects::genres(&envelope.genres),
        associations: envelope
            .associations
            .into_iter()
            .take(MOST)
            .enumerate()
            .map(|(at, association)| publish_association(association, at, uri))
            .collect(),
        alt_ids: envelope.ids.into_iter().map(|(role, value)| AltId { role, value }).collect(),
        headlines: envelope
            .headlines
            .into_iter()
            .map(|headline| Headline { role: headline.role, value: headline.text })
            .collect(),
        descriptions: envelope.descriptions.into_iter().map(|value| text(value, "summary")).collect(),
        keywords: envelope.keywords.into_iter().take(MOST).collect(),
        notes: notes.map(|note| Note { text: note.text, public: note.public }).collect(),
        raw: envelope.raw,
        unmapped: envelope.unmapped,
    }
}

fn publish_association(said: dispatch::Association, at: usize, uri: &str) -> Association {
    let absolute = |id: &&String| {
        let scheme = id.split_once(':').map(|(scheme, _)| scheme);
        scheme.is_some_and(|scheme| scheme.len() > 1 && scheme.bytes().all(|b| b.is_ascii_alphanumeric()))
            && id.bytes().all(|b| {
                b.is_ascii_graphic()
                    && !matches!(b, b'<' | b'>' | b'"' | b'{' | b'}' | b'|' | b'\\' | b'^' | b'`')
            })
    };
    let own = said.id.as_ref().filter(absolute).cloned();
    let described = |value: String| Description { role: "caption", content_type: "text/plain", value };
    let what = said.rel.as_deref().or(said.kind).unwrap_or("item");
    Association {
        name: format!("{what}-{}", at + 1),
        uri: own.clone().unwrap_or_else(|| format!("{uri}/association/{at}")),
        rel: said.rel,
        kind: said.kind,
        headlines: said.headline.into_iter().map(|value| Headline { role: None, value }).collect(),
        descriptions: said.caption.into_iter().map(described).collect(),
        alt_ids: said
            .id
            .filter(|_| own.is_none())
            .map(|value| AltId { role: "id".into(), value })
            .into_iter()
            .collect(),
    }
}
