//! The forms of datelines, read by hand from left to right: place, date, credit, dash, in the orders that
//! the wires use. What was read must then pass [`super::evidence`].

use std::ops::Range;

use super::date::{self, DateText, Day};
use super::east_asia;
use super::evidence::{self, Shape};
use super::known::{self, Known};
use super::place::{self, PlaceText};
use super::scan::{Case, Dash, Scan, case};
use super::slip::{slip, undated};
use super::story;
use crate::authority::{Authority, CountryCode};
use crate::desk::why::{Candidate, Field, Quote, Why};

/// No dateline is longer, in bytes.
pub(super) const LONGEST: usize = 260;
/// Where in the copy a reading starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stand {
    /// At the beginning of the text.
    #[default]
    Text,
    /// At the beginning of a later line, or behind a byline or a note to editors.
    Line,
    /// Below a headline or other line that is no part of the head: only a date or a credit proves it.
    Below,
    /// Within a line, behind a headline or desk codes: only an agency's credit proves a dateline there.
    Inline,
}

/// A dateline as read. Ranges are bytes of the body.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// With credit and dash.
    pub range: Range<usize>,
    /// Place and date; `None` for a credit alone.
    pub raw: Option<Range<usize>>,
    pub place: Option<Range<usize>>,
    /// The place part, cut into places.
    pub places: Vec<PlaceText>,
    pub date: Option<DateText>,
    pub credits: Vec<CreditText>,
    pub dash: Option<Dash>,
    /// Words of the place part without a capital that are no connectors: a doubt.
    pub loose: usize,
    /// What the gazetteer knows of the place.
    pub known: Known,
    pub rule: &'static str,
    pub confidence: f32,
}

/// A credit in a dateline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditText {
    /// With its brackets.
    pub range: Range<usize>,
    pub inner: Range<usize>,
    /// All of it, or a part of its chain, is an agency of the authority.
    pub known: bool,
}

/// Reads datelines of one body.
pub struct Grammar<'a> {
    pub text: &'a str,
    pub authority: &'a Authority,
    /// Countries of the agencies that were credited above: their datelines name small towns bare.
    pub homes: Vec<CountryCode>,
    pub why: &'a Why,
}

impl<'a> Grammar<'a> {
    /// The dateline that starts at `at`, if one does.
    pub fn read(&self, at: usize, stand: Stand) -> Option<Parsed> {
        let Authority { agencies, gazetteer, .. } = self.authority;
        if let Some(parsed) = east_asia::read(self.text, at, agencies, gazetteer) {
            self.why.weighed(Field::Dateline, || Candidate {
                text: Quote::of(self.text, &parsed.range),
                value: parsed.raw.clone().map(|raw| self.text[raw].to_owned()).unwrap_or_default(),
                rule: Some(parsed.rule),
                score: Some(parsed.confidence),
                because: "place or date and the agency in one run".to_owned(),
            });
            return Some(parsed);
        }
        let mut s = Scan::new(self.text, at, LONGEST);
        let start = s.at;
        let slip = slip(&mut s);
        let mut shape = Shape::at(stand, slip.is_some());
        let mut credits = Vec::new();
        let mut dash = None;
        if let Some(credit) = self.delimited(&mut s, false) {
            credits.push(credit);
            s.eat(".");
            dash = s.dash(true);
            if dash.is_some() {
                s.blanks();
            }
        } else if stand != Stand::Inline
            && let Some(credit) = self.feed(&mut s)
        {
            credits.push(credit);
            shape.feed = true;
            dash = Some(Dash::Free);
            s.blanks();
        }
        if credits.is_empty() {
            let from = slip.unwrap_or(s.at);
            return self.body(s, from, start, shape, credits);
        }
        // A place behind the credit must prove itself: `(ANSA) - ROMA, 1 LUG -`, `Canadian Press - OTTAWA (CP) -`.
        if s.at < s.end {
            let from = s.at;
            if let Some(parsed) = self.body(s, from, start, shape.clone(), credits.clone()) {
                return Some(parsed);
            }
        }
        let mut end = s;
        end.at = match dash {
            Some(_) => self.trimmed_end(s.at),
            None => credits.last()?.range.end,
        };
        shape.credit = Some(true);
        self.finish(end, start, None, None, credits, dash, shape)
    }

    /// Place, date, credit and dash, from `s`.
    fn body(
        &self,
        mut s: Scan<'a>,
        from: usize,
        start: usize,
        mut shape: Shape,
        mut credits: Vec<CreditText>,
    ) -> Option<Parsed> {
        let before = credits.len();
        let mut place = match date::date(&mut s.clone(), false) {
            Some(_) => None,
            None if undated(&mut s) => None,
            None => Some(self.place(&mut s)?),
        };
        let mut date: Option<DateText> = None;
        let mut dash = None;
        if let Some(place) = &mut place {
            shape.words = place.words;
            shape.loose = place.loose;
            if let Some((found, end)) = place.date.take() {
                date = Some(found);
                s.at = end;
            }
        }
        loop {
            let mut t = s;
            if dash.is_none() {
                t.blanks();
                while t.eat(",") || t.eat(".") || t.eat(";") {
                    t.blanks();
                }
                if date.is_none() && place.is_some() && self.weekday(&mut t) {
                    s = t;
                }
            } else {
                t.spaces();
            }
            let behind_dash = dash.is_some();
            let tried = t;
            if date.is_none()
                && let Some(found) = date::date(&mut t, place.is_some())
                && (!behind_dash || self.closes(t, found.year.is_some()))
            {
                date = Some(found);
                s = t;
                dash = None;
                continue;
            }
            let mut t = tried;
            if date.is_none()
                && place.is_some()
                && credits.len() == before
                && let Some((credit, found)) = self.dated(&mut t)
                && t.clone().dash(true).is_some()
            {
                credits.extend(credit);
                date = Some(found);
                s = t;
                dash = None;
                continue;
            }
            let mut t = tried;
            if place.is_none()
                && !behind_dash
                && let Some(found) = date.as_ref()
                // A day on a line of its own is the paper's or the site's.
                && !self.text[found.range.end..t.at].contains('\n')
                && let Some((credit, named)) =
                    self.place_behind(&mut t, found.year.is_some(), &credits[before..])
            {
                credits.extend(credit);
                place = Some(named);
                s = t;
                continue;
            }
            let mut t = tried;
            if date.is_none()
                && place.is_some()
                && self.text[..t.at].ends_with(", ")
                && let Some(found) = date::day_alone(&mut t)
                && self.delimited(&mut t.clone(), false).is_some_and(|credit| credit.known)
            {
                date = Some(found);
                s = t;
                continue;
            }
            let mut t = tried;
            if credits.len() == before
                && let Some(credit) = self.delimited(&mut t, place.is_some() || date.is_some())
                && (!behind_dash || (credit.known && self.closes(t, true)))
            {
                credits.push(credit);
                s = t;
                dash = None;
                continue;
            }
            if credits.len() == before
                && (date.is_some() || place.is_some())
                && let Some(credit) = match date.is_some() && behind_dash {
                    true => self.closed(tried).or_else(|| self.bare(&mut tried.clone(), false)),
                    false => self.bare(&mut tried.clone(), date.is_some()),
                }
            {
                shape.bare |= date.is_none();
                s.at = credit.range.end;
                credits.push(credit);
                dash = None;
                continue;
            }
            // `/ ACCESSWIRE / March 9, 2021 /`
            if dash.is_none() && date.is_some() && credits.len() > before && tried.rest().starts_with("/ ") {
                s = tried;
                s.at += 1;
                dash = Some(Dash::Free);
                s.clone().dash(false).map(|_| s.dash(false));
                break;
            }
            if dash.is_none() && (place.is_some() || date.is_some()) {
                let tight = credits.len() > before || date.is_some();
                if let Some(found) = s.dash(tight) {
                    dash = Some(found);
                    if date.is_none() || credits.len() == before {
                        continue;
                    }
                }
            }
            break;
        }
        if dash.is_none() && credits.len() > before {
            s.eat(".");
        }
        let place_range = place.as_ref().map(|p| p.range.clone());
        let raw = raw(from, place_range.as_ref(), date.as_ref(), &credits[before..]);
        shape.credit = credits[before..].last().map(|c| c.known);
        shape.date = date;
        self.finish(s, start, raw, place_range, credits, dash, shape)
    }

    /// Whether a date or credit behind a dash is closed by another dash or the line's end, or is so plain
    /// (`surely`) that it needs no dash.
    fn closes(&self, mut s: Scan<'a>, surely: bool) -> bool {
        s.dash(true).is_some() || (surely && (s.spaces() > 0 || s.rest().starts_with('\n')))
    }

    #[allow(clippy::too_many_arguments)]
    fn finish(
        &self,
        s: Scan<'a>,
        start: usize,
        raw: Option<Range<usize>>,
        place: Option<Range<usize>>,
        credits: Vec<CreditText>,
        dash: Option<Dash>,
        mut shape: Shape,
    ) -> Option<Parsed> {
        shape.case = place
            .as_ref()
            .map(|p| case(self.text[p.clone()].split([',', '/', '(']).next().unwrap_or_default()));
        shape.parted = place.as_ref().zip(credits.last()).is_some_and(|(place, credit)| {
            self.text.get(place.end..credit.range.start).is_some_and(|between| between.contains('\n'))
        });
        shape.slashed = credits.iter().any(|c| self.text[c.range.clone()].starts_with('/'));
        shape.dash = dash;
        if let (Some(place), Some(date)) = (&place, &shape.date) {
            let between = self.text.get(place.end..date.range.start).unwrap_or_default();
            shape.broken = between.contains('\n');
            shape.set_off = between.contains(',');
        }
        shape.weekday = place.is_none() && shape.date.as_ref().is_some_and(|d| d.range.start > start);
        shape.comma = s.rest().starts_with(", ");
        shape.period = s.rest().starts_with(". ");
        let story = self.text[s.at..].trim_start_matches([',', '.', ' ']).trim_start();
        shape.next = story.chars().next();
        shape.line_ends = self.text[s.at..].trim_start_matches([' ', '\t', '\r']).starts_with('\n');
        let bare = shape.date.is_none() && shape.credit.is_none();
        shape.aside = bare && dash == Some(Dash::Free) && aside(story);
        let (mut asked, mut places) = (None, Vec::new());
        let verdict = evidence::weigh(&shape, || {
            let known = place.as_ref().map(|range| {
                places = place::split(self.text, range.clone(), &self.authority.gazetteer);
                known::at_home(self.text, range, &places, self.authority, &self.homes)
            });
            *asked.insert(known.unwrap_or_default())
        });
        let told = verdict.is_none_or(|(rule, _)| match rule {
            "date" => !story::counts_days(self.text, s.at),
            // A town in capitals with its state proves itself.
            "place" if asked.is_some_and(|k| k.part) && shape.case == Some(Case::Upper) => true,
            rule if evidence::WEAK.contains(&rule) => story::begins(self.text, s.at, dash, shape.stand),
            _ => true,
        });
        let verdict = verdict.filter(|_| told);
        self.why.weighed(Field::Dateline, || Candidate {
            text: Quote::of(self.text, &(start..s.at)),
            value: raw.clone().map(|raw| self.text[raw].to_owned()).unwrap_or_default(),
            rule: verdict.map(|(rule, _)| rule),
            score: verdict.map(|(_, confidence)| confidence),
            because: evidence::account(&shape, asked, told),
        });
        let (rule, confidence) = verdict?;
        Some(Parsed {
            range: start..s.at,
            raw,
            place,
            places,
            date: shape.date,
            credits,
            dash,
            loose: shape.loose,
            known: asked.unwrap_or_default(),
            rule,
            confidence,
        })
    }

    /// `at` without the blanks before it.
    fn trimmed_end(&self, at: usize) -> usize {
        self.text[..at].trim_end().len()
    }
}

/// Whether a dash soon closes what a dash has opened, and the sentence goes on: no story begins so.
fn aside(story: &str) -> bool {
    let near = &story[..story.floor_char_boundary(90)];
    let dashes = [" - ", " – ", " — ", " -- "];
    let Some((at, dash)) = dashes.iter().filter_map(|dash| Some((near.find(dash)?, dash))).min() else {
        return false;
    };
    !near[..at].contains(['.', '?', '!', '"']) && near[at + dash.len()..].starts_with(char::is_lowercase)
}

/// The dateline's own text: place and date, unless a credit stands between them.
fn raw(
    from: usize,
    place: Option<&Range<usize>>,
    date: Option<&DateText>,
    credits: &[CreditText],
) -> Option<Range<usize>> {
    match (place, date) {
        (Some(place), Some(date)) => {
            if date.range.start < place.start {
                let between =
                    credits.iter().any(|c| date.range.end <= c.range.start && c.range.end <= place.start);
                return Some(if between { place.clone() } else { date.range.start..place.end });
            }
            let between =
                credits.iter().any(|c| c.range.start >= place.end && c.range.start < date.range.start);
            Some(from.min(place.start)..if between { place.end } else { date.range.end })
        }
        (Some(place), None) => Some(from.min(place.start)..place.end),
        (None, Some(date)) => Some(date.range.clone()),
        (None, None) => None,
    }
}

/// Whether the day of a date was written.
pub fn has_day(date: &DateText) -> bool {
    !matches!(date.day, Day::Month(_))
}
