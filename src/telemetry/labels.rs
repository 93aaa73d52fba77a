//! The closed sets that labels come from (invariant 11): what is not in one becomes `other`.

use std::collections::HashSet;
use std::sync::Arc;

use crate::record::EntityKind;

/// The label of everything outside a closed set.
pub const OTHER: &str = "other";

pub const ENTITY_TYPES: &[&str] = &["person", "organisation", "place", "event", "demonym"];

pub fn entity_type(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "person",
        EntityKind::Organisation => "organisation",
        EntityKind::Place => "place",
        EntityKind::Event => "event",
        EntityKind::Demonym => "demonym",
    }
}

/// The agencies that the authority knows; formats and codes are closed by their tables.
pub struct Labels {
    agencies: HashSet<Arc<str>>,
    other: Arc<str>,
}

impl Labels {
    pub(super) fn new<'a>(agencies: impl Iterator<Item = &'a str>) -> Self {
        Labels { agencies: agencies.map(Arc::from).collect(), other: Arc::from(OTHER) }
    }

    /// The label of an agency's code.
    pub fn agency(&self, code: Option<&str>) -> Arc<str> {
        code.and_then(|code| self.agencies.get(code)).unwrap_or(&self.other).clone()
    }

    /// The label of a wire format's name.
    pub fn format(&self, name: Option<&str>) -> &'static str {
        crate::wire::FORMATS
            .iter()
            .map(|format| format.name)
            .find(|known| Some(*known) == name)
            .unwrap_or(OTHER)
    }

    /// The stage and code labels of a code; a code outside the table keeps its stage.
    pub fn code(&self, stage: &'static str, code: &str) -> (&'static str, &'static str) {
        match crate::fault::find(code) {
            Some(row) => (row.stage, row.code),
            None => (stage, OTHER),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_unknown_becomes_other() {
        let labels = Labels::new(["EXW"].into_iter());
        for (code, want) in [(Some("EXW"), "EXW"), (Some("<script>"), "other"), (None, "other")] {
            assert_eq!(&*labels.agency(code), want);
        }
        assert_eq!(labels.format(Some("text")), "text");
        assert_eq!(labels.format(Some("telex")), "other");
        assert_eq!(labels.code("wire", "wire.empty"), ("wire", "wire.empty"));
        assert_eq!(labels.code("wire", "wire.no_such_code"), ("wire", "other"));
    }
}
