//! Newsroom knowledge: [`Desk::edit`] turns a [`Dispatch`] into a [`Record`].
//!
//! Each room below it does one thing: [`dateline`] and [`credit`] read the head and the tail of the
//! copy, [`update`] says how it relates to earlier copy, [`furniture`] marks what is not the story,
//! [`entities`] finds who, what organisation and where.

use std::ops::Range;
use std::sync::Arc;

use crate::authority::{AgencyStyle, Authority, DisputePolicy};
use crate::dispatch::Dispatch;
use crate::record::{Record, Version};
use entities::Tagger;
use entities::tagger::labels::Kind;
use entities::tagger::lesson::Lesson;
use why::Why;

mod account;
mod assemble;
#[cfg(test)]
mod cases;
mod choice;
pub mod copy;
pub mod credit;
pub mod dateline;
pub mod entities;
pub mod furniture;
mod intake;
mod language;
pub mod metadata;
mod head;
mod inline;
mod publish;
pub mod text;
pub mod update;
pub mod why;

pub use choice::{Choice, Field};
pub use intake::{FORMAT_HEADER, Incoming, Outcome, Published, SPIKE_REASONS};

/// Settings of the desk: all that, besides the dispatch and the authority, decides what a record says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settings {
    /// Leave the `copydesk` object out.
    pub strict_ninjs: bool,
    /// Keep blocks that are not for publication, marked in `furniture`.
    pub keep_private: bool,
    /// How `located` is written.
    pub located: dateline::LocatedStyle,
    /// The country of disputed places; the authority is loaded under the same.
    pub disputed: DisputePolicy,
    /// Agencies whose spelling of the dateline is given too.
    pub dateline_styles: Vec<AgencyStyle>,
    /// Kinds of entities that are not looked for.
    pub entities_off: Vec<crate::record::EntityKind>,
    /// Formats to read, by name; empty for all.
    pub formats: Vec<String>,
    /// The format of messages that name none themselves; without it their bytes tell.
    pub format: Option<String>,
    pub filters: Filters,
    pub limits: crate::wire::Limits,
}

/// Which dispatches to publish; an empty list lets everything pass.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filters {
    /// Agency codes; a dispatch passes when it credits one of them.
    pub agencies: Vec<String>,
    /// Primary language subtags.
    pub languages: Vec<String>,
}

impl Filters {
    fn pass(&self, record: &Record) -> bool {
        let credited = || record.copydesk.credit.iter().flat_map(|credit| &credit.agencies);
        let agency =
            self.agencies.is_empty() || credited().any(|agency| self.agencies.contains(&agency.code));
        let primary = |tag: &str| tag.split('-').next().unwrap_or(tag).to_owned();
        let language = self.languages.is_empty()
            || record.language.as_deref().is_some_and(|tag| self.languages.contains(&primary(tag)));
        agency && language
    }
}

/// The desk: immutable, shared by all workers.
pub struct Desk {
    authority: Arc<Authority>,
    lexicon: entities::Lexicon,
    tagger: Tagger,
    languages: language::Languages,
    settings: Settings,
    /// Short hash of the settings, published as `copydesk.version.config`.
    settings_hash: String,
}

/// When a dispatch was sent, as far as the transport says: the clock that the desk does not have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sent {
    /// Milliseconds since the Unix epoch.
    pub timestamp_ms: Option<i64>,
}

impl Desk {
    pub fn new(authority: Arc<Authority>, settings: Settings) -> Self {
        let settings_hash = assemble::short_hash(format!("{settings:?}").as_bytes());
        let lexicon = entities::Lexicon::new(&authority);
        Desk {
            authority,
            lexicon,
            tagger: Tagger::builtin(),
            languages: language::Languages::new(),
            settings,
            settings_hash,
        }
    }

    /// Copy in a language (BCP 47) with the names that people labelled in it (bytes of the copy), as the tagger sees both: what
    /// `cargo xtask train` learns from. Where `others` is false, the labels say nothing of names of other things than people, organisations and places.
    pub fn study(
        &self,
        language: &str,
        copy: &str,
        names: &[(Range<usize>, Kind)],
        others: bool,
    ) -> Vec<Lesson> {
        let text = text::Text::new(copy);
        let told = metadata::Told::nothing();
        let read =
            copy::read(&text, &told, Some(language), &self.authority, Sent::default(), &why::Why::deaf());
        let story = entities::Story {
            text: &text,
            furniture: &read.furniture,
            marks: &[],
            authority: &self.authority,
            lexicon: &self.lexicon,
            tagger: None,
            dateline: &read.places,
            located: read.located.as_ref(),
            language: Some(language),
            year: None,
            off: &[],
            max_mentions: self.settings.limits.max_mentions,
        };
        self.tagger.study(&entities::rules(&story).0, names, others)
    }

    /// The reference knowledge that this desk reads.
    pub fn authority(&self) -> &Authority {
        &self.authority
    }

    /// What its records say of what produced them.
    pub fn version(&self) -> Version {
        Version {
            copydesk: env!("CARGO_PKG_VERSION"),
            authority: self.authority.version.clone(),
            config: self.settings_hash.clone(),
        }
    }

    /// Edits one dispatch. `source` says where it came from and is published as it is.
    ///
    /// The result is a function of the arguments, the authority and the settings: no clock, no I/O.
    /// It never panics, whatever the text (invariant 6).
    pub fn edit(&self, dispatch: Dispatch, sent: Sent, source: crate::record::Source) -> Record {
        assemble::record(self, dispatch, sent, source, Why::deaf()).0
    }
}
