//! What the format says of the copy, in the desk's terms, beside what the copy says of itself.
//!
//! Both are read; the text wins where they contradict, for it is what the reporter typed: metadata name production bureaus as
//! datelines (Reuters' `Bangalore` over a story from Damascus), logins as authors, a feed's language instead of
//! the copy's. What lost is kept in `copydesk.raw`, with a warning.

mod bylines;
mod language;
mod located;
mod agree;
mod mentions;
mod overruled;
mod publish;
mod subjects;
mod times;
mod updates;

pub use language::language;
pub use located::{claimed, conflict, written};
pub use mentions::{cut, private};
pub use overruled::overruled;
pub use publish::{Published, publish};
pub use times::{Clock, written as sent};
pub use updates::merge as merge_update;

use std::sync::LazyLock;

use super::credit::{Cited, chain};
use crate::authority::{Agency, Authority};
use crate::dispatch::Envelope;
use crate::record::{self, Contributor};

/// What the envelope says of the same things as the head and tail of the copy.
pub struct Told<'a> {
    pub envelope: &'a Envelope,
    /// All that its credit lines and bylines credit, in their order.
    pub agencies: Vec<Cited<'a>>,
    /// Who sent it, where a name or domain tells; counts where nothing else names an agency.
    pub provider: Option<Cited<'a>>,
    pub bylines: Vec<record::Byline>,
    pub contributors: Vec<Contributor>,
}

/// An envelope that says nothing.
static NOTHING: LazyLock<Envelope> = LazyLock::new(Envelope::default);

impl Told<'static> {
    /// Of copy without an envelope.
    pub fn nothing() -> Self {
        Told {
            envelope: &NOTHING,
            agencies: Vec::new(),
            provider: None,
            bylines: Vec::new(),
            contributors: Vec::new(),
        }
    }
}

impl<'a> Told<'a> {
    pub fn new(envelope: &'a Envelope, authority: &'a Authority) -> Self {
        let agencies = &authority.agencies;
        let mut told = Told {
            envelope,
            agencies: Vec::new(),
            provider: envelope.provider.as_deref().and_then(|name| provider(name, authority)),
            bylines: Vec::new(),
            contributors: Vec::new(),
        };
        for credit in &envelope.credits {
            let found = chain::read(credit, agencies).agencies;
            // A sentence, a domain: one agency at most.
            let one = || provider(credit, authority).into_iter().collect();
            told.agencies.extend(if found.is_empty() { one() } else { found });
        }
        let holder = envelope.rights.holder.as_deref().and_then(|name| provider(name, authority));
        told.agencies.extend(holder.filter(|own| !told.agencies.iter().any(|known| known.code == own.code)));
        for byline in &envelope.bylines {
            bylines::read(byline, authority, &mut told);
        }
        told
    }

    /// The agency whose home tells what zone a time is in that names none.
    pub fn home(&self) -> Option<&'a Agency> {
        self.agencies.first().or(self.provider.as_ref()).map(|cited| cited.agency)
    }
}

/// The agency of `afp.com`, `www.sda-ats.ch`, `nprov:dpa`, `Deutsche Presse-Agentur GmbH`.
fn provider<'a>(name: &str, authority: &'a Authority) -> Option<Cited<'a>> {
    /// What companies add to a name.
    const COMPANY: &[&str] = &[
        " GmbH", " Ltd", " Ltd.", " Limited", " LLC", " Inc", " Inc.", " AG", " AS", " AB", " S.A.",
        " S.p.A.",
    ];
    let agencies = &authority.agencies;
    // `The Canadian Press. All rights reserved.`
    let name = name.split(". ").next().unwrap_or(name).trim();
    let bare = COMPANY.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name).trim_end_matches(',');
    if let Some(found) = chain::name(bare, agencies) {
        return Some(found);
    }
    let code = bare.rsplit_once(':').map_or(bare, |(_, code)| code);
    let host = code.strip_prefix("www.").unwrap_or(code);
    let (first, _) =
        host.rsplit_once('.').filter(|(_, top)| !top.contains(' ') && top.len() <= 4).unwrap_or((host, ""));
    let label = first.rsplit('.').next().unwrap_or(first);
    let of_two = || {
        label.split_once('-').and_then(|(a, b)| chain::name(a, agencies).or_else(|| chain::name(b, agencies)))
    };
    (!label.contains(' ')).then(|| chain::name(label, agencies).or_else(of_two)).flatten()
}

#[cfg(test)]
mod tests;
