//! The bylines of an envelope: names without `By`, bylines as in copy, and what is no byline though it stands there.

use super::Told;
use crate::authority::Authority;
use crate::desk::credit::byline;
use crate::dispatch::Byline;

/// Adds what a byline says. Initials (`gr/bp`, EFE), logins and generic authors (`Staff Reporter`, Scoop) name nobody;
/// an agency there is a credit (NTB's `NTB-AFP-DPA`).
pub fn read<'a>(written: &Byline, authority: &'a Authority, told: &mut Told<'a>) {
    let Some(found) = byline::in_field(&written.text, written.title.as_deref(), authority) else { return };
    told.agencies.extend(found.agencies);
    told.contributors.extend(found.contributors);
    for byline in found.bylines {
        if !told.bylines.iter().any(|known| known.name == byline.name) {
            told.bylines.push(byline);
        }
    }
}
