//! Credits, bylines and sign-offs: who supplied and who wrote the dispatch.

pub mod byline;
#[cfg(test)]
mod cases;
pub mod chain;
pub mod contacts;
mod contributors;
mod copyright;
mod elements;
mod joins;
mod endmarks;
mod names;
mod openings;
pub mod namesakes;
pub mod signoff;
mod trailer;

pub use chain::Cited;
pub use copyright::copyright;

use crate::authority::Agencies;
use crate::desk::text;

/// A credit alone on its line: `NTB-AFP`, `STT–AFP`. Where it ends, and whom it names.
pub fn line<'a>(text: &str, at: usize, agencies: &'a Agencies) -> Option<(usize, Vec<Cited<'a>>)> {
    let rest = &text[at..];
    let line = text::line(text, at).trim_end();
    // A place or a word may be an agency's name too: initials or a chain of them is meant.
    let chained = line.contains(['-', '–', '/']) || line.chars().all(|c| c.is_uppercase());
    if line.is_empty()
        || line.len() > 32
        || !chained
        || !rest[line.len()..].trim_start_matches(['\r', ' ']).starts_with('\n')
    {
        return None;
    }
    let found = chain::whole(line, agencies);
    (!found.is_empty()).then(|| (at + line.len(), found))
}
