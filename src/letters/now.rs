//! What this binary makes of a letter now, and whose copy it is. Edits in memory; nothing is sent.

use std::sync::Arc;

use rdkafka::Message;
use rdkafka::message::OwnedMessage;

use super::letter::Letter;
use crate::authority::Agencies;
use crate::desk::{Desk, Incoming, Outcome};
use crate::kafka::headers::{self, pairs};
use crate::record::Source;

/// The desk and the limit that a stage of this configuration has.
pub struct Now {
    pub desk: Arc<Desk>,
    /// `limits.max_record_bytes`.
    pub max_record: usize,
}

/// What would become of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// So many records would be published.
    Published(usize),
    /// All of it would be spiked, for this reason.
    Spiked(&'static str),
    Rejected {
        code: &'static str,
        message: String,
    },
}

/// Headers in which feeds name the agency.
const HEADERS: &[&str] = &["agency", "provider", "source", "supplier", "wire"];
/// A dispatch names its agency near its beginning.
const HEAD: usize = 4 << 10;

impl Now {
    /// The outcomes of a letter's message; none of a truncated one, of which only the beginning is left.
    pub fn outcomes(&self, message: &OwnedMessage, letter: &Letter) -> Vec<Outcome> {
        let format = headers::format(message.headers());
        self.desk.process(&incoming(message, letter, message.payload(), format.as_deref()))
    }

    /// What would become of the whole message: it fails when one of its items does.
    pub fn judge(&self, message: &OwnedMessage, letter: &Letter) -> Verdict {
        let mut published = 0;
        let mut spiked = "";
        for outcome in self.outcomes(message, letter) {
            match outcome {
                Outcome::DeadLetter { reject, .. } => {
                    return Verdict::Rejected { code: reject.code, message: reject.message };
                }
                Outcome::Spike { reason, .. } => spiked = reason,
                Outcome::Publish(record) => {
                    let bytes = serde_json::to_vec(&record.record).map_or(usize::MAX, |json| json.len());
                    if bytes > self.max_record {
                        let message = format!(
                            "the record has {bytes} bytes, more than limits.max_record_bytes = {}",
                            self.max_record
                        );
                        return Verdict::Rejected { code: "kafka.record_too_large", message };
                    }
                    published += 1;
                }
            }
        }
        if published == 0 { Verdict::Spiked(spiked) } else { Verdict::Published(published) }
    }

    /// Whose copy a letter is: as a header says, or the credit of its beginning, or else the first of its words
    /// that is an agency's name, as markup has them. `None`: it cannot be told.
    pub fn agency(&self, message: &OwnedMessage, letter: &Letter) -> Option<String> {
        let agencies = &self.desk.authority().agencies;
        let pairs = pairs(message.headers());
        let header = pairs.iter().flatten().find_map(|(name, value)| {
            let known = HEADERS.iter().any(|header| name.eq_ignore_ascii_case(header));
            known.then(|| named(agencies, std::str::from_utf8(value.as_deref()?).ok()?))?
        });
        header.or_else(|| {
            let value = message.payload()?;
            let head = &value[..value.len().min(HEAD)];
            self.credited(message, letter, head).or_else(|| in_markup(agencies, head))
        })
    }

    fn credited(&self, message: &OwnedMessage, letter: &Letter, head: &[u8]) -> Option<String> {
        let format = headers::format(message.headers());
        self.desk.process(&incoming(message, letter, Some(head), format.as_deref())).into_iter().find_map(
            |outcome| {
                let Outcome::Publish(published) = outcome else { return None };
                let credit = published.record.copydesk.credit?;
                credit.agencies.first().map(|agency| agency.code.clone())
            },
        )
    }
}

fn incoming<'a>(
    message: &'a OwnedMessage,
    letter: &Letter,
    payload: Option<&'a [u8]>,
    format: Option<&'a str>,
) -> Incoming<'a> {
    let source = Source {
        topic: Some(letter.origin.topic.to_string()),
        partition: Some(letter.origin.partition),
        offset: Some(letter.origin.offset),
        ..Source::default()
    };
    let timestamp_ms = message.timestamp().to_millis();
    Incoming { key: message.key(), payload, timestamp_ms, format, source }
}

fn named(agencies: &Agencies, name: &str) -> Option<String> {
    let name = name.trim();
    let agency = agencies.by_code(name).or_else(|| agencies.by_name(name))?;
    Some(agency.code.clone())
}

fn in_markup(agencies: &Agencies, head: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(head);
    if !text.trim_start_matches('\u{feff}').trim_start().starts_with(['<', '{', '[']) {
        return None;
    }
    // One letter is a code of nobody, and a long text no name.
    let length = 2..=60;
    let words = text.split(['<', '>', '"', '\'']).map(str::trim).filter(|word| length.contains(&word.len()));
    words.filter(|word| word.starts_with(char::is_uppercase)).find_map(|word| named(agencies, word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authority::Authority;
    use crate::letters::letter::tests::empty;
    use rdkafka::Timestamp;
    use rdkafka::message::{Header, OwnedHeaders};

    fn now() -> Now {
        let authority = Authority::builtin().expect("the data built in is right");
        Now { desk: Arc::new(Desk::new(Arc::new(authority), Default::default())), max_record: 4_000 }
    }

    fn letter(value: Option<&[u8]>, headers: &[(&str, &str)]) -> (OwnedMessage, Letter) {
        let mut owned = OwnedHeaders::new();
        for (key, value) in headers {
            owned = owned.insert(Header { key, value: Some(*value) });
        }
        let time = Timestamp::CreateTime(0);
        let message =
            OwnedMessage::new(value.map(<[u8]>::to_vec), None, "wire.dlq".into(), time, 0, 0, Some(owned));
        let letter = Letter { timestamp_ms: Some(0), ..empty() };
        (message, letter)
    }

    #[test]
    fn a_letter_is_judged_as_the_stage_would_now() {
        let now = now();
        let long = "The harbour was quiet. ".repeat(400);
        let code = |value: Option<&[u8]>| {
            let (message, letter) = letter(value, &[]);
            now.judge(&message, &letter)
        };
        assert_eq!(code(Some(b"PARIS (AFP) - A mill closed.")), Verdict::Published(1));
        assert_eq!(code(None), Verdict::Spiked("tombstone"));
        for (value, want) in [(&b" "[..], "wire.empty"), (long.as_bytes(), "kafka.record_too_large")] {
            assert!(matches!(code(Some(value)), Verdict::Rejected { code, .. } if code == want), "{want}");
        }
    }

    #[test]
    fn an_agency_is_told_where_it_can_be() {
        let now = now();
        let head = format!("PARIS (AFP) - A mill closed. {}", "It rained. ".repeat(3_000));
        for (value, headers, want) in [
            (&b"\x00"[..], &[("Provider", "Reuters")][..], Some("REUTERS")),
            (b"PARIS (AFP) - A mill closed.", &[("source", "desk 4")], Some("AFP")),
            (b"PARIS (AFP) - A mill closed.", &[("desk", "REUTERS")], Some("AFP")),
            (head.as_bytes(), &[], Some("AFP")),
            (b"<doc><provider>Associated Press</provider><p>REUTERS</p>", &[], Some("AP")),
            (b"{\"source\": \"AFP\", \"text\": \"", &[], Some("AFP")),
            (b"<doc><p>rain</p>", &[], None),
            (b"Rain.", &[], None),
            (b"", &[], None),
        ] {
            let (message, letter) = letter(Some(value), headers);
            assert_eq!(now.agency(&message, &letter).as_deref(), want, "{headers:?}");
        }
    }
}
