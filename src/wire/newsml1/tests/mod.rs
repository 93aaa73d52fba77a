//! One short document a rule.

use crate::dispatch::Dispatch;
use crate::wire::{Choice, Limits, Reject, decode};

mod copy;
mod envelope;

pub(super) fn try_read(bytes: &[u8]) -> Result<Vec<Dispatch>, Reject> {
    decode(bytes, Choice::default(), &Limits::default())?.into_iter().collect()
}

pub(super) fn items(text: &str) -> Vec<Dispatch> {
    try_read(text.as_bytes()).unwrap()
}

/// A document of one item with that `NewsManagement` and those components.
pub(super) fn document(management: &str, components: &str) -> String {
    format!(
        "<NewsML><NewsEnvelope><DateAndTime>20310301T120500Z</DateAndTime><Priority FormalName='4'/></NewsEnvelope><NewsItem>\
         <Identification><NewsIdentifier><ProviderId>wire.example</ProviderId><DateId>20310301</DateId><NewsItemId>a1</NewsItemId>\
         <RevisionId PreviousRevision='0' Update='N'>1</RevisionId>\
         <PublicIdentifier>urn:newsml:wire.example:20310301:a1:1</PublicIdentifier></NewsIdentifier></Identification>\
         <NewsManagement>{management}</NewsManagement>{components}</NewsItem></NewsML>"
    )
}

/// The only item of such a document.
pub(super) fn one(management: &str, components: &str) -> Dispatch {
    let mut items = items(&document(management, components));
    assert_eq!(items.len(), 1, "{components}");
    items.remove(0)
}

/// A component with one plain text.
pub(super) fn component(inner: &str, text: &str) -> String {
    format!("<NewsComponent>{inner}{}</NewsComponent>", content(text))
}

pub(super) fn content(text: &str) -> String {
    format!("<ContentItem><DataContent>{text}</DataContent></ContentItem>")
}

pub(super) fn part(role: &str, text: &str) -> String {
    component(&format!("<Role FormalName='{role}'/>"), text)
}

pub(super) fn lines(lines: &str) -> Dispatch {
    one("", &component(&format!("<NewsLines>{lines}</NewsLines>"), "Copy."))
}

pub(super) fn metadata(metadata: &str) -> Dispatch {
    one("", &component(metadata, "Copy."))
}
