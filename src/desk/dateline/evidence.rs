//! What proves a dateline: which of place, date, credit and dash must be there, and how well the place must
//! be [known](super::known), before copy is taken for one.

use super::date::DateText;
use super::grammar::{Stand, has_day};
use super::known::Known;
use super::scan::{Case, Dash};

/// What was read, as far as it counts as evidence.
#[derive(Clone, Default)]
pub struct Shape {
    pub stand: Stand,
    /// A stray sign stands before it.
    pub slip: bool,
    pub feed: bool,
    /// Of the first place; `None` without a place.
    pub case: Option<Case>,
    pub words: usize,
    pub loose: usize,
    pub date: Option<DateText>,
    /// The place's own credit, not a feed's name before it: `Some(true)` for an agency of the authority.
    pub credit: Option<bool>,
    pub slashed: bool,
    /// A line break stands between place and credit.
    pub parted: bool,
    pub dash: Option<Dash>,
    /// The first sign of the story.
    pub next: Option<char>,
    pub line_ends: bool,
    /// A second dash closes what the first opened: `Rom - Stadt der sieben Hügel - schließt`.
    pub aside: bool,
    /// A comma follows where a dash would stand: `April 1, Example Corp said`.
    pub comma: bool,
    /// A period follows where a dash would stand: `BAKU, Azerbaijan, March 9. Text`.
    pub period: bool,
    /// The credit has no brackets and no date before it: `MONTREAL, AFP -`.
    pub bare: bool,
    /// A day of the week stands before a date without a place: agendas have it, datelines do not.
    pub weekday: bool,
    /// A line break stands between place and date.
    pub broken: bool,
    /// A comma stands between place and date.
    pub set_off: bool,
}

impl Shape {
    /// Nothing read yet, at `stand`; `slip`: behind a stray sign.
    pub fn at(stand: Stand, slip: bool) -> Self {
        Shape { stand, slip, ..Shape::default() }
    }
}

/// What `shape` shows, in words, for `copydesk explain`.
pub fn account(shape: &Shape, known: Option<Known>, told: bool) -> String {
    let stand = match shape.stand {
        Stand::Text => "opens the text",
        Stand::Line => "opens a line",
        Stand::Below => "below a headline",
        Stand::Inline => "within a line",
    };
    let place = match shape.case {
        None => "no place",
        Some(Case::Upper) => "place in capitals",
        Some(Case::Title) => "place with a capital",
        Some(Case::Lower) => "place in small letters",
    };
    let credit = match shape.credit {
        None => "no credit",
        Some(true) => "credit of a known agency",
        Some(false) => "credit of nobody known",
    };
    let gazetteer = known.filter(|_| shape.case.is_some()).map(|known| match known {
        Known { part: true, .. } => "its state or country is known",
        Known { prominent: true, .. } => "a place of note",
        Known { name: true, wide: true, .. } => "a country's or region's name",
        Known { name: true, .. } => "a known place",
        _ => "in no gazetteer",
    });
    let mut said = vec![stand, place];
    said.extend(gazetteer);
    said.push(if shape.date.is_some() { "date" } else { "no date" });
    said.push(credit);
    said.push(if shape.dash.is_some() { "dash" } else { "no dash" });
    said.extend((shape.loose > 0).then_some("words that no place name has"));
    said.extend(shape.next.filter(|c| c.is_lowercase()).map(|_| "goes on in small letters"));
    said.extend((!told).then_some("no story behind it"));
    said.join(", ")
}

/// Rules that a headline, a table or an interview meets as well: a story must stand behind them.
pub const WEAK: &[&str] = &["place", "place-colon", "place-credit-unknown"];

/// The rule that accepts this shape and how sure it is, or `None` when it is no dateline. `known` is asked
/// only where it matters.
pub fn weigh(shape: &Shape, known: impl FnOnce() -> Known) -> Option<(&'static str, f32)> {
    let opens = shape.next.is_none_or(|c| !c.is_lowercase());
    let dated = shape.date.is_some();
    let dash = shape.dash.is_some();
    let agency = shape.credit == Some(true);
    if shape.stand == Stand::Inline && !(agency && (dash || shape.date.is_some())) {
        return None;
    }
    // Below a headline a bare place needs capitals (papers' copy on the web).
    let headed = agency || dated || dash && shape.case == Some(Case::Upper);
    if shape.stand == Stand::Below && !headed {
        return None;
    }
    let Some(case) = shape.case else {
        return match (dated, agency, dash) {
            (true, true, true) => Some(("date-credit", 0.99)),
            (true, true, false) if opens => Some(("date-credit", 0.95)),
            (true, false, _) if shape.credit.is_some() && dash => Some(("date-credit-unknown", 0.8)),
            (true, false, true)
                if (matches!(shape.stand, Stand::Text | Stand::Line)
                    || shape.stand == Stand::Below
                        && shape.date.as_ref().is_some_and(|d| d.year.is_some()))
                    && opens
                    && !shape.weekday
                    && shape.dash != Some(Dash::Colon) =>
            {
                Some(("date", 0.7))
            }
            (false, true, true) if shape.feed => {
                (shape.stand == Stand::Text && opens).then_some(("feed", 0.95))
            }
            (false, true, true) if opens || shape.stand != Stand::Inline => Some(("credit", 0.97)),
            (false, true, false) if shape.slashed => Some(("credit", 0.9)),
            (false, true, false) if shape.stand == Stand::Text && opens && !shape.line_ends => {
                Some(("credit", 0.8))
            }
            _ => None,
        };
    };
    let lower = case == Case::Lower || shape.loose > 0;
    if lower && !((dated && dash) || agency) {
        return None;
    }
    if shape.slip && !(dated || agency) {
        return None;
    }
    let k = known();
    match (shape.credit, dated, shape.dash) {
        (Some(true), _, Some(_)) if shape.bare && !shape.slashed => {
            let known = k.part || k.name && !k.wide;
            let sound = opens && !lower && (known || dated && case == Case::Upper);
            sound.then_some(("place-credit", 0.93))
        }
        (Some(true), _, Some(_)) => {
            let plain = shape.words <= 4 && !lower && opens && !shape.parted;
            let dated = dated && (case != Case::Title || shape.set_off);
            let sound = case == Case::Upper || dated || k.name || k.part || plain;
            sound.then_some(("place-credit", if k.name || k.part { 0.99 } else { 0.93 }))
        }
        (Some(true), _, None) => {
            let sound = shape.slashed || (opens && (dated || k.name || k.part));
            sound.then_some(("place-credit", 0.95))
        }
        (Some(false), true, Some(_)) => {
            (opens || case == Case::Upper).then_some(("place-date-credit-unknown", 0.93))
        }
        (Some(false), false, Some(_)) => {
            let sound = match case {
                Case::Upper => k.name || k.part,
                _ => k.prominent && !k.wide,
            };
            sound.then_some(("place-credit-unknown", 0.88))
        }
        (None, true, Some(_)) => {
            let known = k.name || k.part;
            let sound = match case {
                // A headline's line does not run on into the date of the next.
                _ if shape.broken => known,
                Case::Upper => shape.words <= 6 || known,
                // `Measuring March: how …`, `Save the Date 2/22 -`
                Case::Title if !known => {
                    let day = shape.date.as_ref().is_some_and(has_day);
                    opens && day && shape.set_off && shape.loose == 0 && shape.words <= 4
                }
                Case::Title => opens || shape.set_off,
                Case::Lower => known || (shape.set_off && shape.words <= 2),
            };
            sound.then_some(("place-date", if k.name || k.part { 0.98 } else { 0.85 }))
        }
        (None, true, None) if shape.feed => k.name.then_some(("feed-place-date", 0.9)),
        (None, true, None) if shape.comma && shape.stand != Stand::Inline => {
            (case == Case::Upper && opens && (k.name || k.part)).then_some(("place-date-comma", 0.8))
        }
        (None, true, None) if shape.period && shape.stand != Stand::Inline => {
            (case == Case::Upper && opens && (k.name || k.part)).then_some(("place-date-period", 0.8))
        }
        // The wire's own archive form: place and full date on a line of their own.
        (None, true, None) => {
            let full = shape.date.as_ref().is_some_and(|d| d.year.is_some());
            (full && shape.line_ends && (case == Case::Upper || k.name || k.part))
                .then_some(("place-date-line", 0.9))
        }
        (None, false, Some(Dash::Colon)) => {
            let sound = opens
                && !shape.feed
                && !k.wide
                && !k.initials
                && match case {
                    Case::Upper => k.town,
                    _ => k.prominent,
                };
            sound.then_some(("place-colon", 0.85))
        }
        (None, false, Some(dash)) => {
            let sound = opens
                && match case {
                    // A list too has lines in capitals below its title.
                    Case::Upper if shape.stand == Stand::Below => k.town && !k.initials || k.part,
                    Case::Upper => k.name || k.part || (k.geographic && (2..=4).contains(&shape.words)),
                    _ => k.prominent && !k.wide && !k.initials && dash == Dash::Free && !shape.aside,
                };
            sound.then_some(("place", if case == Case::Upper { 0.95 } else { 0.88 }))
        }
        (None, false, None) | (Some(false), _, None) => None,
    }
}
