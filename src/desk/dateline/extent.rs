//! How far the place part of a dateline reaches: up to a date, a credit, a dash, or what no place has.

use std::ops::Range;

use super::calendar::{is_day_of_week, is_weekday, may_name};
use super::credits::{LEAGUES, inside};
use super::date::{self, DateText};
use super::grammar::{CreditText, Grammar};
use super::known;
use super::scan::{Case, Dash, Scan, case};
use super::{part, place};
use crate::authority::Gazetteer;
use crate::desk::credit::chain;

/// No place part has more words.
const WORDS: usize = 14;

/// The place part while it is read.
pub(super) struct PlaceScan {
    pub range: Range<usize>,
    pub words: usize,
    /// Words without a capital that are no connectors.
    pub loose: usize,
    /// The date that ends it, and where the copy goes on behind that.
    pub date: Option<(DateText, usize)>,
}

/// Small words within names of places, in the languages of the wires.
const CONNECTORS: &[&str] = &[
    "of", "the", "and", "de", "la", "las", "los", "el", "del", "do", "da", "dos", "das", "di", "della", "al",
    "an", "am", "im", "ob", "der", "den", "bei", "auf", "und", "sur", "sous", "lez", "les", "le", "et", "en",
    "y", "e", "upon", "on", "in", "near", "i", "ved", "aan", "op", "a",
];

/// Parts of the day behind a day of the week (`Paris, lundi soir (XYZ)`), and those that German joins to it
/// (`Köln, Montagabend (XYZ)`).
const HOURS: &[&str] = &[
    "morning",
    "afternoon",
    "evening",
    "night",
    "matin",
    "après-midi",
    "soir",
    "noche",
    "tarde",
    "mattina",
    "sera",
    "notte",
    "avond",
    "kveld",
    "kväll",
    "aften",
    "früh",
    "abend",
];
const COMPOUND: &[&str] = &["vormittag", "nachmittag", "mittag", "abend", "nacht", "morgen"];

impl<'a> Grammar<'a> {
    /// Reads words up to a date, a credit, a dash, a colon or the end of the line.
    pub(super) fn place(&self, s: &mut Scan<'a>) -> Option<PlaceScan> {
        let start = s.at;
        let mut end = start;
        let (mut words, mut loose) = (0, 0);
        let mut date = None;
        loop {
            let mut t = *s;
            let gap = t.spaces();
            match t.peek() {
                Some('(' | '[') => match self.qualifier(&mut t, start..end) {
                    Some(after) if words > 0 => {
                        end = after;
                        *s = t;
                    }
                    _ => break,
                },
                Some(',') if words > 0 => {
                    t.at += 1;
                    t.blanks();
                    *s = t;
                    date = date::ahead(t);
                    if date.is_some() || !t.rest().starts_with(char::is_alphabetic) {
                        break;
                    }
                    if self.bare(&mut t.clone(), false).is_some() || self.weekday(&mut t.clone()) {
                        break;
                    }
                }
                Some('/') if words > 0 => {
                    let inside = t.rest()[1..].find(['/', ':']).is_some_and(|n| n < 40);
                    if self.bare(&mut t.clone(), false).is_some()
                        || (inside && self.delimited(&mut t.clone(), true).is_some_and(|c| c.known))
                        || gap > 1
                    {
                        break;
                    }
                    t.at += 1;
                    t.spaces();
                    if !t.rest().starts_with(char::is_alphabetic) {
                        break;
                    }
                    *s = t;
                }
                Some('&') if words > 0 && gap > 0 => {
                    t.at += 1;
                    *s = t;
                }
                Some(c) if c.is_alphabetic() || t.elided() => {
                    date = if words > 0 { date::ahead(t) } else { None };
                    if date.is_some() {
                        break;
                    }
                    // `NUR-SULTAN. KAZINFORM -`, `NAIROBI, Kenya AP) -`
                    if words > 0
                        && (self.text[..end].ends_with('.') && self.bare(&mut t.clone(), false).is_some()
                            || self.delimited(&mut t.clone(), false).is_some())
                    {
                        break;
                    }
                    let word = t.word()?;
                    if words == 0 && word.eq_ignore_ascii_case("by") {
                        return None;
                    }
                    if words > 0 && gap == 0 && self.text[end..t.at].len() == word.len() {
                        // Glued to the word before: `Mass.Text` is no place.
                        break;
                    }
                    // The end of a headline: `… on Arms Charges. TBILISI, Georgia`
                    if self.text[start..end].ends_with('.')
                        && sentence(&self.text[start..end], &self.authority.gazetteer)
                    {
                        return None;
                    }
                    words += 1;
                    if case(word) == Case::Lower && !(CONNECTORS.contains(&word) && words > 1) {
                        loose += 1;
                    }
                    if words > WORDS || loose > 3 {
                        return None;
                    }
                    end = t.at;
                    *s = t;
                }
                // `WITH THE 5TH MARINES`
                Some(c) if c.is_ascii_digit() && words > 1 && ordinal(&mut t) => {
                    words += 1;
                    end = t.at;
                    *s = t;
                }
                _ => break,
            }
        }
        s.at = s.at.max(end);
        // `London on March 5`: no name ends so.
        let last = self.text[start..end].rsplit(' ').next().unwrap_or_default();
        if words > 1 && CONNECTORS.contains(&last) {
            return None;
        }
        // `The Sept. 11 attacks`
        if words == 1 && last.len() <= 4 && CONNECTORS.contains(&last.to_lowercase().as_str()) {
            return None;
        }
        let range = place::trim(self.text, start..end);
        (words > 0 && !range.is_empty()).then_some(PlaceScan { range, words, loose, date })
    }

    /// Skips a day of the week that stands for the date: `ACCRA, Tuesday (XYZ) -`, `ACCRA, Tues. -`,
    /// `Aarhus, tirsdag /ritzau/`, `Köln, am Montag (dpa)`.
    pub(super) fn weekday(&self, s: &mut Scan<'a>) -> bool {
        let mut t = *s;
        t.eat(",");
        t.spaces();
        let Some(mut word) = t.word() else { return false };
        let mut behind = t;
        if word.len() < 4
            && word.starts_with(char::is_lowercase)
            && behind.spaces() > 0
            && let Some(next) = behind.word()
        {
            (word, t) = (next, behind);
        }
        if !may_name(word) {
            return false;
        }
        word = COMPOUND.iter().find_map(|part| word.strip_suffix(part)).unwrap_or(word);
        // `CARACAS, Ven. (XYZ) -`: what other languages shorten to three letters is no proof.
        let full = word.trim_end_matches('.').len() > 3;
        if !(is_weekday(word) || full && is_day_of_week(word)) {
            return false;
        }
        let mut behind = t;
        if behind.spaces() > 0 && behind.word().is_some_and(|part| HOURS.contains(&part)) {
            t = behind;
        }
        let rest = t.rest().trim_start();
        let ends = rest.is_empty() || rest.starts_with(['(', '/']) || t.clone().dash(false).is_some();
        if ends {
            *s = t;
        }
        ends
    }

    /// The place behind the date that opens a dateline: `March 9, ACCRA (XYZ) -`, `OCT 14, 2004 (XYZ) - ACCRA --`.
    /// With the credit between them. Without any credit only a full date (`dated`) leads to one: an agenda
    /// too has its days and places (`March 5 - LONDON - Council meets`).
    pub(super) fn place_behind(
        &self,
        s: &mut Scan<'a>,
        dated: bool,
        credits: &[CreditText],
    ) -> Option<(Option<CreditText>, PlaceScan)> {
        let mut t = *s;
        let credit = match credits.is_empty() {
            true => self.delimited(&mut t, false),
            false => None,
        };
        let _ = t.dash(true).filter(|dash| *dash != Dash::Colon);
        t.blanks();
        if !t.rest().starts_with(char::is_uppercase) {
            return None;
        }
        let named = self.place(&mut t)?;
        let mut end = t;
        let credited = self.delimited(&mut end, false).is_some();
        let closed = credited || end.dash(false).is_some_and(|dash| dash == Dash::Free);
        let proven = credited || credit.is_some() || !credits.is_empty() || dated;
        let sound = closed
            && proven
            && named.loose == 0
            && known::known(self.text, &named.range, self.authority).name;
        sound.then(|| {
            *s = t;
            (credit, named)
        })
    }

    /// `(Reino Unido)` behind a place, as far as it is no credit and no date: moves behind the bracket.
    fn qualifier(&self, s: &mut Scan<'a>, name: Range<usize>) -> Option<usize> {
        let inner = inside(s, '(', ')').or_else(|| inside(s, '[', ']'))?;
        let content = self.text[inner.clone()].trim();
        if LEAGUES.contains(&content) {
            return None;
        }
        let letters = content.starts_with(|c: char| c.is_alphabetic() && c.is_uppercase())
            && content.chars().all(|c| c.is_alphabetic() || " .'’-,".contains(c));
        if !letters || content.split_whitespace().count() > 5 {
            return None;
        }
        if !chain::read(content, &self.authority.agencies).agencies.is_empty() {
            return None;
        }
        let mut ahead = *s;
        ahead.at = inner.end + 1;
        let after = ahead.at;
        // What follows a qualifier is the rest of a dateline; what follows a credit is a dash.
        ahead.blanks();
        ahead.eat(",");
        ahead.blanks();
        let goes_on = ahead.rest().starts_with(['(', '[', '/']) || date::ahead(ahead).is_some();
        let gazetteer = &self.authority.gazetteer;
        let outer = part::wider(content, gazetteer);
        // `BOSTON (AL)` is a league's: a code of two letters must be the state that the town lies in.
        let code = content.len() == 2;
        let inside = || {
            let hits = super::names::hits(&self.text[place::trim(self.text, name)], gazetteer);
            hits.iter().any(|h| outer.iter().any(|o| gazetteer.within(h.id, o.id)))
        };
        let wider = !outer.is_empty() && (!code || inside());
        if !goes_on && !wider {
            return None;
        }
        s.at = after;
        Some(after)
    }
}

/// Takes `5TH`, `101ST`: a number in capitals within a name.
fn ordinal(s: &mut Scan<'_>) -> bool {
    let mut t = *s;
    t.at += t.rest().bytes().take_while(u8::is_ascii_digit).take(3).count();
    let found = ["ST ", "ND ", "RD ", "TH "].iter().any(|sign| t.rest().starts_with(sign));
    if found {
        t.at += 2;
        *s = t;
    }
    found
}

/// Whether `text` ends in a sentence's period, not in that of an abbreviation.
fn sentence(text: &str, gazetteer: &Gazetteer) -> bool {
    let word = text.rsplit(' ').next().unwrap_or_default();
    word.len() > 6
        && case(word) != Case::Upper
        && !word[..word.len() - 1].contains('.')
        && !part::abbreviates(word, gazetteer)
}
