//! The dateline: where and when the reporter stood.
//!
//! [`grammar`] reads the form, [`evidence`] decides whether it is one, [`place`] cuts the place part into
//! places, [`resolve`] chooses each among its namesakes with the help of [`context`].

mod bounds;
mod calendar;
mod context;
mod credits;
mod date;
mod evidence;
mod extent;
mod grammar;
mod names;
mod place;
mod resolve;
mod scan;
mod typo;
mod year;

pub use calendar::{is_english_month, is_weekday, month};
pub use date::DateText;
pub use evidence::known;
pub use grammar::{CreditText, Grammar, Parsed, Stand, has_day};
pub use names::titled;
pub use place::{PlaceText, split};
pub use resolve::{Chosen, resolve};
pub use scan::{Case, Scan, case};
pub use year::resolve as resolve_date;

use crate::record::{DatelinePlace, PlaceKind};

/// The places in the house style: `Nairobi, Kenya; Kampala, Uganda`, with the state for the United States
/// and Canada (`Salem, Oregon, United States`), and the bare name of a country, a ship or a place that is
/// in no gazetteer.
pub fn located(places: &[DatelinePlace]) -> Option<String> {
    let one = |p: &DatelinePlace| {
        let mut parts = vec![p.name.as_str()];
        let state = p.place.region.as_deref().filter(|_| {
            matches!(p.place.country.as_deref(), Some("US" | "CA")) && p.kind != PlaceKind::Institution
        });
        for part in [state, p.place.country_name.as_deref()].into_iter().flatten() {
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        parts.join(", ")
    };
    (!places.is_empty()).then(|| places.iter().map(one).collect::<Vec<_>>().join("; "))
}
