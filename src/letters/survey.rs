//! What a dead-letter topic holds: every chosen letter in short, and which letters were redriven.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use rdkafka::message::OwnedMessage;

use super::choice::Choice;
use super::letter::{Letter, Origin};
use super::receipt::{Ranges, Receipt};
use crate::kafka::reader::{Place, ReadError, Reader};

/// A letter in short, some hundred bytes; texts that repeat are shared.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub place: Place,
    pub timestamp_ms: Option<i64>,
    pub code: Arc<str>,
    pub agency: Option<Arc<str>>,
    pub origin: Origin,
    pub redrives: u32,
    pub item: Option<u32>,
    pub truncated: bool,
    pub bytes: usize,
}

/// A dead-letter topic up to its end when it was opened.
#[derive(Debug, Default)]
pub struct Survey {
    /// The chosen letters, in the order of their places.
    pub entries: Vec<Entry>,
    /// All letters.
    pub letters: u64,
    /// Messages that no stage of copydesk wrote.
    pub others: u64,
    redriven: BTreeMap<i32, Ranges>,
    /// Letters of messages with several items, chosen or not: each holds the whole message.
    items: Vec<(Place, Origin)>,
    shared: HashMap<String, Arc<str>>,
}

impl Survey {
    /// Reads the whole topic. `agency` tells whose copy a letter is.
    pub fn read(
        reader: &Reader,
        choice: &Choice,
        agency: &dyn Fn(&OwnedMessage, &Letter) -> Option<String>,
    ) -> Result<Survey, ReadError> {
        let mut survey = Survey::default();
        reader.read(&mut |message| {
            survey.take(&message, choice, agency);
            true
        })?;
        survey.entries.sort_unstable_by_key(|entry| entry.place);
        survey.shared.clear();
        Ok(survey)
    }

    /// Whether a receipt names the letter.
    pub fn is_redriven(&self, place: Place) -> bool {
        self.redriven.get(&place.partition).is_some_and(|ranges| ranges.contains(place.offset))
    }

    /// The chosen letters that no receipt names.
    pub fn open(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| !self.is_redriven(entry.place))
    }

    /// Messages of several items that came back with one of their letters.
    pub fn returned(&self) -> HashSet<Origin> {
        let back = self.items.iter().filter(|(place, _)| self.is_redriven(*place));
        back.map(|(_, origin)| origin.clone()).collect()
    }

    fn take(
        &mut self,
        message: &OwnedMessage,
        choice: &Choice,
        agency: &dyn Fn(&OwnedMessage, &Letter) -> Option<String>,
    ) {
        let Some(letter) = Letter::of(message) else {
            match Receipt::of(message) {
                Some(receipt) => {
                    let partition = rdkafka::Message::partition(message);
                    self.redriven.entry(partition).or_default().extend(&receipt.letters);
                }
                None => self.others += 1,
            }
            return;
        };
        self.letters += 1;
        if letter.item.is_some() {
            self.items.push((letter.place, letter.origin.clone()));
        }
        if !choice.takes(&letter) {
            return;
        }
        let agency = agency(message, &letter);
        if !choice.takes_agency(agency.as_deref()) {
            return;
        }
        let entry = Entry {
            place: letter.place,
            timestamp_ms: letter.timestamp_ms,
            code: self.share(letter.code),
            agency: agency.map(|agency| self.share(agency)),
            origin: Origin { topic: self.share(letter.origin.topic.to_string()), ..letter.origin },
            redrives: letter.redrives,
            item: letter.item,
            truncated: letter.truncated.is_some(),
            bytes: letter.bytes,
        };
        self.entries.push(entry);
    }

    fn share(&mut self, text: String) -> Arc<str> {
        // Codes and topics come from headers that anybody may write: what is new without end is not kept here.
        const MOST: usize = 10_000;
        if let Some(known) = self.shared.get(&text) {
            return known.clone();
        }
        let shared: Arc<str> = text.as_str().into();
        if self.shared.len() < MOST {
            self.shared.insert(text, shared.clone());
        }
        shared
    }
}
