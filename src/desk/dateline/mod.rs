//! The dateline: where and when the reporter stood.
//!
//! [`grammar`] reads the form, [`evidence`] decides whether it is one by what is [`mod@known`] of the place, [`place`] cuts the place part into
//! places, [`resolve`] chooses each among its namesakes with the help of [`context`].

mod bounds;
mod calendar;
#[cfg(test)]
mod cases;
mod choose;
mod context;
mod credits;
mod date;
mod east_asia;
mod evidence;
mod extent;
mod grammar;
mod house;
mod known;
mod mistyped;
mod lone;
mod names;
mod numeric;
mod part;
mod place;
mod resolve;
mod scan;
mod slip;
mod stamp;
mod story;
mod typo;
mod weekday;
mod year;

pub use bounds::near;
pub use calendar::{is_day_of_week, is_english_month, is_weekday, month};
pub use credits::mistyped;
pub use date::DateText;
pub use grammar::{CreditText, Grammar, Parsed, Stand, has_day};
pub use house::{LocatedStyle, dateline as styled, located};
pub use known::known;
pub use names::titled;
pub use place::{PlaceText, split};
pub use resolve::{Chosen, resolve};
pub use scan::{Case, Scan, case};
pub use stamp::Stamp;
pub use year::{impossible, resolve as resolve_date};
