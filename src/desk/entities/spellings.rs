//! The spellings of places on a sheet, each looked up in the gazetteer once.

use super::sheet::{PlaceName, Sheet};
use crate::authority::{Entry, GeoHit, GeoId, NameRank};
use crate::record::PlaceKind;

impl Sheet<'_> {
    /// Index in [`Sheet::places`] of the spelling `first..=last`, looked up once.
    pub fn place_name(&mut self, first: usize, last: usize) -> u32 {
        self.place_spelling(first, last, false)
    }

    /// The same, with the possessive s of the last word as part of the name or not.
    pub fn place_spelling(&mut self, first: usize, last: usize, with_s: bool) -> u32 {
        let mut hash = self.tokens.hash_of(first, last);
        let mut folded = self.tokens.folded(first, last);
        if with_s {
            hash = self.tokens.hash_with_s(hash);
            folded = self.tokens.folded_possessive(first, last);
        }
        if let Some(index) = self.by_spelling.get(&hash) {
            return *index;
        }
        // Codes and transliterations confirm a name but do not make one; a region's codes count where a
        // comma stands before them.
        let sure = |hit: &GeoHit| hit.rank != NameRank::Weak || hit.kind == PlaceKind::Region;
        let entry = self.story.authority.gazetteer.find(folded);
        let hits = entry.map_or(Vec::new(), |entry| entry.hits().filter(sure).collect());
        let index = self.places.len() as u32;
        self.places.push(PlaceName { hits, ..PlaceName::default() });
        self.by_spelling.insert(hash, index);
        index
    }

    /// The place that these words are a demonym or adjective of: `Kenyan`, `South Koreans`.
    pub fn demonym(&self, first: usize, last: usize) -> Option<GeoId> {
        let folded = self.tokens.folded(first, last);
        if let Some(tongue) = self.tongue
            && let Some(country) = tongue.demonyms.get(&self.tokens.hash_of(first, last))
        {
            return self.story.authority.gazetteer.country(*country).map(|country| country.id);
        }
        let of = |folded: &str| self.story.authority.gazetteer.find(folded).and_then(Entry::demonym);
        of(folded).or_else(|| folded.strip_suffix('s').and_then(of))
    }

    /// Whether the word alone is some place's usual name.
    pub fn is_place(&self, at: usize) -> bool {
        let entry = self.story.authority.gazetteer.find(self.tokens.folded(at, at));
        entry.is_some_and(|entry| entry.hits().any(|hit| hit.rank <= NameRank::Usual))
    }

    /// The same for a part of the place behind the first word: `North London` that no gazetteer knows is in London.
    pub fn part_of_place(&mut self, first: usize, last: usize) -> u32 {
        let whole = self.place_name(first, last);
        if first == last || !self.places[whole as usize].hits.is_empty() {
            return whole;
        }
        let outer = self.place_name(first + 1, last);
        let hits = self.places[outer as usize].hits.clone();
        self.places[whole as usize] = PlaceName { hits, sense: None, part: true };
        whole
    }

    /// The same for a name by form: `Akita Prefecture` is the division that the gazetteer knows as `Akita`.
    pub fn division_name(&mut self, first: usize, last: usize) -> u32 {
        const WORDS: [&str; 6] = ["province", "prefecture", "oblast", "governorate", "district", "township"];
        let whole = self.place_name(first, last);
        let by_word = first < last && WORDS.contains(&self.tokens.folded(last, last));
        if !by_word || !self.places[whole as usize].hits.is_empty() {
            return whole;
        }
        let bare = self.place_name(first, last - 1);
        let mut hits = self.places[bare as usize].hits.clone();
        if hits.iter().any(|hit| hit.kind == PlaceKind::Region) {
            hits.retain(|hit| hit.kind == PlaceKind::Region);
        }
        self.places[whole as usize].hits = hits;
        whole
    }

    /// Index in [`Sheet::places`] of a place that is in no gazetteer.
    pub fn unknown_place(&mut self) -> u32 {
        self.place_of(Vec::new())
    }

    /// Index in [`Sheet::places`] of a place that means one of these here.
    pub fn place_of(&mut self, hits: Vec<GeoHit>) -> u32 {
        self.places.push(PlaceName { hits, ..PlaceName::default() });
        self.places.len() as u32 - 1
    }
}
