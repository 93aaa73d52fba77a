//! Who, what organisation, where: the names in the text, each thing once with all its mentions.
//!
//! The rules run over a sheet of tokens in order of certainty, each claiming words that none before it
//! took: names of the authority ([`matching`]), names whose form says what they are ([`organisations`]),
//! long place names ([`places`]), people with titles and given names ([`people`]), short place names and
//! demonyms, and last what only its surroundings explain ([`leftovers`]). The [`tagger`] then reads the
//! capitals again. Which words are titles, verbs of speech and the like, the tables of the text's language say ([`languages`]).
//! [`symbols`] brings in stock exchange codes, [`tables`] lets go of what is unsure in tables, and the user's [`rulings`] win
//! over all. Then all names of one thing are brought together ([`linking`], [`persons`]).

use std::ops::Range;

use super::furniture::Piece;
use super::text::Text;
use crate::authority::{Authority, GeoId};
use crate::dispatch::Mark;
use crate::record::{Entity, EntityKind};

mod agreement;
mod at_home;
mod bare;
mod bearers;
mod class;
mod complements;
mod context;
mod corporate;
mod counties;
mod forms;
mod generations;
mod happenings;
mod headed;
mod in_force;
mod introductions;
mod kinship;
mod landmarks;
mod languages;
#[cfg(test)]
mod languages_tests;
mod leftovers;
mod lexicon;
mod linking;
mod marked;
mod matching;
mod nominals;
mod office_holders;
mod organisations;
mod pairs;
mod parties;
mod people;
mod persons;
mod places;
mod publish;
mod reading;
mod reference;
mod relatives;
mod rivers;
mod rulings;
mod senses;
mod shape;
mod sheet;
mod shortened;
mod spellings;
mod surroundings;
mod symbols;
mod tables;
pub mod tagger;
mod teams;
#[cfg(test)]
mod testing;
mod titles;
mod tokens;
mod words;

pub use lexicon::Lexicon;
pub use tagger::Tagger;

/// What the names are looked for in.
pub struct Story<'a> {
    pub text: &'a Text<'a>,
    /// What is not the story. Nothing is found in bylines, sign-offs and notes; in a dateline only places are.
    pub furniture: &'a [Piece],
    /// Names that the agency marked itself.
    pub marks: &'a [Mark],
    pub authority: &'a Authority,
    pub lexicon: &'a Lexicon,
    /// `None`: the rules alone.
    pub tagger: Option<&'a Tagger>,
    /// The places of the dateline, also one that stood in a header.
    pub dateline: &'a [GeoId],
    /// Where the dateline names them: what else stands in it is its date and the agency.
    pub located: Option<&'a Range<usize>>,
    /// BCP 47 tag of the text, where known. English, or one of [`languages`]; of others only what the tables know is found.
    pub language: Option<&'a str>,
    /// Year of the dispatch, where known: decides between namesakes in office.
    pub year: Option<i16>,
    /// Kinds that are not published.
    pub off: &'a [EntityKind],
    /// Most mentions that are published; the first ones in the order of certainty stay.
    pub max_mentions: usize,
}

impl Story<'_> {
    fn is_english(&self) -> bool {
        self.language.is_none_or(|tag| tag.starts_with("en"))
    }
}

/// Everything that the story names, in order of first mention. Name mentions never overlap.
///
/// Never panics, whatever the text; costs time in proportion to its length.
pub fn find(story: &Story<'_>) -> Vec<Entity> {
    if u32::try_from(story.text.str.len()).is_err() {
        return Vec::new(); // four gigabytes are no dispatch
    }
    if EntityKind::ALL.iter().all(|kind| story.off.contains(kind)) {
        return Vec::new();
    }
    let (mut sheet, mut introductions) = rules(story);
    let known = story.is_english() || sheet.tongue.is_some();
    if let Some(tagger) = story.tagger.filter(|_| known) {
        tagger::reread(tagger, &mut sheet, &mut introductions);
        bare::claim(&mut sheet);
        agreement::settle(&mut sheet);
    }
    organisations::join_endings(&mut sheet, &mut introductions);
    symbols::claim_named(&mut sheet);
    if story.is_english() {
        happenings::claim_bare(&mut sheet);
    }
    shortened::claim_companies(&mut sheet);
    tables::gate(&mut sheet, &mut introductions);
    rulings::apply(&mut sheet, &mut introductions);
    people::renote_titles(&mut sheet);
    let mut things = linking::link(&sheet, &introductions);
    nominals::add(&sheet, &mut things);
    things.retain(|thing| !story.off.contains(&thing.what.kind()));
    publish::entities(&sheet, &things)
}

/// What the rules alone make of a story.
pub fn rules<'a>(story: &'a Story<'a>) -> (sheet::Sheet<'a>, introductions::Introductions) {
    let english = story.is_english();
    let mut sheet = sheet::Sheet::new(story);
    symbols::close(&mut sheet);
    if english {
        generations::close(&mut sheet);
        parties::claim(&mut sheet);
        counties::claim(&mut sheet);
    }
    matching::claim_known(&mut sheet);
    if english {
        happenings::claim(&mut sheet);
    }
    pairs::claim_introduced(&mut sheet);
    let introductions = introductions::claim(&mut sheet);
    headed::claim(&mut sheet);
    let known = english || sheet.tongue.is_some();
    if known {
        organisations::claim_formed(&mut sheet);
    }
    places::claim_long(&mut sheet);
    if english {
        landmarks::claim(&mut sheet);
    }
    people::claim_named(&mut sheet);
    marked::claim(&mut sheet);
    bare::claim(&mut sheet);
    organisations::claim_bare(&mut sheet);
    places::claim_short(&mut sheet);
    if known {
        teams::reread(&mut sheet);
    }
    if english {
        shortened::claim(&mut sheet);
    }
    if known {
        leftovers::claim_unknown(&mut sheet);
        bare::claim(&mut sheet);
    }
    (sheet, introductions)
}

#[cfg(test)]
mod tests;
