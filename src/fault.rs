//! Every stable code: why a dispatch was dead-lettered, what a warning means, which infrastructure fault
//! is being retried. `copydesk list codes` and docs/codes.md show this table.

use serde::Serialize;

/// What a code is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A dispatch that cannot be edited: it goes to the dead-letter topic.
    Reject,
    /// A record with a field that was degraded or doubted.
    Warning,
    /// Infrastructure that does not do its part: retried, never a dead letter.
    Fault,
}

/// A stable code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Code {
    pub code: &'static str,
    pub kind: Kind,
    /// `receiving`, `wire`, `desk` or `kafka`.
    pub stage: &'static str,
    /// What happened.
    pub meaning: &'static str,
    /// What an operator or editor can do.
    pub mend: &'static str,
}

const fn reject(code: &'static str, stage: &'static str, meaning: &'static str, mend: &'static str) -> Code {
    Code { code, kind: Kind::Reject, stage, meaning, mend }
}

const fn warning(code: &'static str, stage: &'static str, meaning: &'static str, mend: &'static str) -> Code {
    Code { code, kind: Kind::Warning, stage, meaning, mend }
}

const fn fault(code: &'static str, meaning: &'static str, mend: &'static str) -> Code {
    Code { code, kind: Kind::Fault, stage: "kafka", meaning, mend }
}

/// All codes. A code is never renamed: dashboards and redrives name it.
#[rustfmt::skip]
pub const CODES: &[Code] = &[
    reject("wire.empty", "wire", "the message has no letter and no digit in it",
        "see what the feed sends; an empty message is often a test of the line"),
    reject("wire.too_large", "wire", "the message is larger than limits.max_dispatch_bytes",
        "raise the limit when such dispatches are wanted"),
    reject("wire.not_text", "wire", "the message is binary data",
        "see what else writes to the source topic"),
    reject("wire.format_unknown", "wire", "the message is in a format that this version does not read",
        "copydesk list formats shows what it reads"),
    reject("wire.format_refused", "wire", "the message is in a format that desk.formats does not name",
        "add the format to desk.formats, or leave the list empty to read all"),
    reject("wire.format_unnamed", "wire", "the header copydesk-format names a format that this version does not have",
        "copydesk list formats shows the names; correct the producer's header"),
    reject("wire.xml_broken", "wire", "the XML is not well-formed, or ends early",
        "ask the supplier; redrive it when it was cut on its way"),
    reject("wire.xml_entities", "wire", "the document type declares entities, which could expand without end",
        "ask the supplier to send character references or plain characters"),
    reject("wire.json_broken", "wire", "the JSON is broken beyond what can be repaired for certain",
        "ask the supplier; the message names line and column"),
    reject("wire.too_deep", "wire", "elements or values are nested deeper than limits.max_depth",
        "raise the limit when such dispatches are wanted"),
    reject("wire.too_many_attributes", "wire", "an XML element has more attributes than limits.max_attributes",
        "raise the limit when such dispatches are wanted"),
    reject("wire.too_many_items", "wire", "the message has more items than limits.max_items",
        "raise the limit when such messages are wanted, or send fewer items in one"),
    reject("wire.no_item", "wire", "the message is in a format that is read, but holds no item",
        "see what the feed sends: catalogs, topic lists and packages without text are no dispatches"),
    reject("wire.envelope", "wire", "a line of enrich --framing ndjson is no envelope as kcat -J prints it",
        "correct the line; source.line names it"),
    reject("kafka.record_too_large", "kafka", "the record is larger than limits.max_record_bytes",
        "raise the limit and the record topic's max.message.bytes"),
    reject("kafka.record_refused", "kafka", "the record topic refuses the record, for its timestamp or another rule",
        "see message.timestamp.before.max.ms and message.timestamp.after.max.ms of the record topic, then redrive"),
    reject("desk.panic", "desk", "the desk failed on this dispatch, which is a fault of the program",
        "report it with the dispatch; redrive it once it is mended"),
    warning("charset.assumed", "wire", "the bytes are not UTF-8 and were read in the likeliest charset",
        "ask the supplier to send UTF-8 or to declare the charset"),
    warning("charset.replaced", "wire", "some bytes mean nothing in the charset and became U+FFFD",
        "ask the supplier which charset the feed is in"),
    warning("charset.mislabelled", "wire", "the declared charset is not the one that the bytes are in; they were read as what they are",
        "tell the supplier"),
    warning("charset.mojibake", "wire", "the text had been decoded in the wrong charset by somebody before; it was put right where that is certain",
        "tell the supplier"),
    warning("json.repaired", "wire", "the JSON was broken or escaped twice, and was repaired",
        "tell the supplier"),
    warning("body.entity_unknown", "wire", "the markup refers to entities that nothing declares; they are kept as written",
        "tell the supplier"),
    warning("body.absent", "wire", "the message holds no body; its summary stands for it, or nothing",
        "the text is to be fetched elsewhere (AP's renditions); ask the supplier to send it along"),
    warning("body.escaped_twice", "wire", "character references in the copy were escaped twice and are read as meant",
        "ask the supplier to escape once"),
    warning("body.control_characters", "wire", "the text holds control characters",
        "tell the supplier; the text was kept as it is"),
    warning("body.private_removed", "desk", "a part that is not for publication was cut",
        "set desk.keep_private to keep such parts, marked"),
    warning("note.private_removed", "desk", "notes that are not for publication were left out",
        "set desk.keep_private to keep them, marked"),
    warning("status.unknown", "desk", "nothing is known of the word that says whether the item may be used; it holds nothing back",
        "look at the dispatch, and tell us the word"),
    warning("language.mismatch", "desk", "the declared language is not the text's; the text's was taken",
        "tell the supplier"),
    warning("time.zone_assumed", "desk", "a time names no zone and was read in that of the agency's home",
        "tell the supplier; `home` in agencies/*.toml of authority.dir says where an agency is"),
    warning("time.zone_unknown", "desk", "a time names no zone, and no agency is known whose it could be; it was left out",
        "name the agency in authority.dir, or ask the supplier to send zones"),
    warning("time.inverted", "desk", "this version was made before the first one, as the dispatch has it",
        "tell the supplier"),
    warning("dateline.metadata_conflict", "desk", "metadata and text put the reporter in different places; the text was taken",
        "nothing where the metadata name the bureau that produced the item; else tell the supplier"),
    warning("byline.metadata_conflict", "desk", "metadata and text name different authors; the text's were taken",
        "tell the supplier"),
    warning("dateline.place_unknown", "desk", "the dateline names a place that no gazetteer has",
        "add the place to places.tsv in authority.dir"),
    warning("dateline.place_ambiguous", "desk", "the dateline's place has namesakes, and nothing decides between them",
        "check the record: the likeliest was taken, with a low confidence"),
    warning("dateline.date_impossible", "desk", "the dateline has a date that no calendar has, as 30 February; the record has none",
        "check the copy: the date as it was written is in copydesk.dateline.date_raw"),
    warning("credit.agency_ambiguous", "desk", "the credit's initials are those of several agencies, and nothing decides between them",
        "check the record: the likeliest was taken; `shared` in agencies/*.toml of authority.dir lists who has them"),
    warning("entities.cut", "desk", "the text has more names than limits.max_mentions; the doubtful ones were left out",
        "raise the limit when such dispatches are wanted"),
    warning("embargo.unresolved", "desk", "there is an embargo whose time cannot be read; the item is withheld",
        "release it by hand when its time has come"),
    warning("embargo.conflict", "desk", "metadata and text name different ends of the embargo; the later one holds",
        "tell the supplier"),
    fault("kafka.brokers_down", "no broker answers",
        "nothing is lost: the stage waits; see kafka.bootstrap_servers and the cluster"),
    fault("kafka.authentication", "the cluster refuses the login",
        "see security.protocol and the sasl.* and ssl.* properties under [kafka.properties]"),
    fault("kafka.authorization", "the cluster forbids an operation",
        "grant the ACLs that docs/configuration.md lists"),
    fault("kafka.unknown_topic", "a topic does not exist",
        "create it, or correct kafka.source_topics, record_topic or dead_letter_topic"),
    fault("kafka.fetch", "reading from the source topics fails",
        "the stage goes on trying; when it lasts, see the broker's log"),
    fault("kafka.produce", "publishing fails",
        "the stage goes on trying; when it lasts, see the broker's log"),
    fault("kafka.commit", "a commit fails",
        "the stage goes on trying; what was not committed is read again"),
    fault("kafka.transaction", "a transaction fails",
        "the stage goes on trying; what was not committed is read again"),
    fault("kafka.dead_letter_refused", "the dead-letter topic does not take a letter, so the stage cannot go on: it never skips one",
        "raise max.message.bytes of the dead-letter topic to the source's, and let it take the source's timestamps"),
    fault("kafka.breaker_open", "too many of the last dispatches were rejected: the stage stands still and takes no more",
        "nothing more is taken or committed; see the newest with copydesk dlq ls, mend the cause or go back a version, then restart: it goes on where it stood"),
];

/// Why a dispatch is deliberately not published, and what that means.
pub const SPIKES: &[(&str, &str)] = &[
    ("tombstone", "a message without a value"),
    ("test", "the agency marks it as a test or a sign of life"),
    ("filtered", "left out by desk.filters, or by the filters of a replay"),
];

/// The row of a code.
pub fn find(code: &str) -> Option<&'static Code> {
    CODES.iter().find(|row| row.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_spelled_alike() {
        for (i, row) in CODES.iter().enumerate() {
            assert!(CODES[..i].iter().all(|other| other.code != row.code), "{} twice", row.code);
            let spelled = row.code.split_once('.').is_some_and(|(room, name)| {
                [room, name]
                    .iter()
                    .all(|s| !s.is_empty() && s.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
            });
            assert!(spelled, "{}: write room.what_happened", row.code);
            assert!(!row.meaning.ends_with('.') && !row.mend.ends_with('.'), "{}", row.code);
        }
    }

    #[test]
    fn every_spike_reason_is_explained() {
        let reasons: Vec<_> = SPIKES.iter().map(|(reason, _)| *reason).collect();
        assert_eq!(reasons, crate::desk::SPIKE_REASONS);
    }
}
