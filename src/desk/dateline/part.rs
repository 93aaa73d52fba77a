//! What stands behind a place and says where it lies: a state, county or country, in full or as the post and the
//! stylebooks shorten it.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::authority::{Gazetteer, GeoHit, fold};
use crate::record::PlaceKind;

/// Abbreviations that neither the post nor AP has: older ones, other agencies', other countries'.
#[rustfmt::skip]
const OTHERS: &[(&str, &str)] = &[
    ("alta", "Alberta"), ("bc", "British Columbia"), ("cal", "California"), ("kans", "Kansas"), ("man", "Manitoba"),
    ("nb", "New Brunswick"), ("nebr", "Nebraska"), ("nfld", "Newfoundland and Labrador"),
    ("newfoundland", "Newfoundland and Labrador"), ("ns", "Nova Scotia"), ("nsw", "New South Wales"),
    ("ont", "Ontario"), ("pei", "Prince Edward Island"), ("penn", "Pennsylvania"), ("que", "Quebec"),
    ("sask", "Saskatchewan"), ("tex", "Texas"), ("uk", "United Kingdom"), ("us", "United States"),
    ("usa", "United States"), ("w va", "West Virginia"), ("wva", "West Virginia"),
];

/// Abbreviations of British counties (PA style), as no gazetteer has them.
#[rustfmt::skip]
const COUNTIES: &[(&str, &str)] = &[
    ("beds", "Bedfordshire"), ("berks", "Berkshire"), ("bucks", "Buckinghamshire"), ("cambs", "Cambridgeshire"),
    ("derbys", "Derbyshire"), ("glos", "Gloucestershire"), ("hants", "Hampshire"), ("herts", "Hertfordshire"),
    ("lancs", "Lancashire"), ("leics", "Leicestershire"), ("lincs", "Lincolnshire"), ("northants", "Northamptonshire"),
    ("notts", "Nottinghamshire"), ("oxon", "Oxfordshire"), ("shrops", "Shropshire"), ("staffs", "Staffordshire"),
    ("warks", "Warwickshire"), ("wilts", "Wiltshire"), ("worcs", "Worcestershire"), ("yorks", "Yorkshire"),
];

/// Postal codes that mean a state of Australia as well as one of the United States.
const AUSTRALIAN: &[(&str, &str)] = &[("WA", "Western Australia")];

/// Every region, country or area that `part` may mean behind a place: `Ohio`, `Calif.`, `MN`, `Brasil`.
pub fn wider(part: &str, gazetteer: &Gazetteer) -> Vec<GeoHit> {
    let part = part.trim();
    let bare = bare(part);
    let abbreviated = match spelled_out(bare, gazetteer) {
        Some(Short::Of(state)) => {
            let other = AUSTRALIAN.iter().find(|(code, _)| *code == bare);
            let other =
                other.and_then(|(_, name)| gazetteer.lookup(name).into_iter().find(stylebook(gazetteer)));
            return [Some(state), other].into_iter().flatten().collect();
        }
        Some(Short::For(name)) => Some(name),
        None => None,
    };
    let mut hits = gazetteer.lookup(abbreviated.unwrap_or(bare));
    hits.retain(|h| matches!(h.kind, PlaceKind::Region | PlaceKind::Country));
    let british = abbreviated.is_some_and(|name| COUNTIES.iter().any(|(_, county)| *county == name));
    if british {
        if hits.is_empty() {
            hits = gazetteer.lookup("England");
        }
        hits.truncate(1);
        return hits;
    }
    if abbreviated.is_some() {
        match hits.iter().position(stylebook(gazetteer)) {
            Some(at) => hits = vec![hits[at]],
            None => hits.truncate(1),
        }
    }
    hits
}

/// Whether a hit is a state of the stylebooks' countries: `N.S.` is no other Nova Scotia.
fn stylebook(gazetteer: &Gazetteer) -> impl Fn(&GeoHit) -> bool {
    move |hit| {
        let code = gazetteer.get(hit.id).code.unwrap_or_default();
        ["US-", "CA-", "AU-"].iter().any(|country| code.starts_with(country))
    }
}

/// Without its article: `the Bahamas`.
pub(super) fn bare(part: &str) -> &str {
    let part = part.trim();
    part.strip_prefix("the ").or_else(|| part.strip_prefix("The ")).unwrap_or(part)
}

/// What an abbreviation stands for.
pub(super) enum Short {
    /// A state or province of North America.
    Of(GeoHit),
    /// A name.
    For(&'static str),
}

/// What a stylebook's or the post's abbreviation stands for: `Calif.`, `MN`.
pub(super) fn spelled_out(part: &str, gazetteer: &Gazetteer) -> Option<Short> {
    let code = part.trim_end_matches('.');
    if let Some(state) = (code.len() == 2).then(|| gazetteer.shortened(code)).flatten() {
        return Some(Short::Of(state));
    }
    let mut folded = (part.len() <= 14).then(|| fold(part))?;
    // `N. C.` is `N.C.`
    if folded.split(' ').all(|letter| letter.len() == 1) {
        folded.retain(|c| c != ' ');
    }
    let state = gazetteer.shortened(&folded).map(Short::Of);
    state.or_else(|| ABBREVIATIONS.get(folded.as_str()).map(|name| Short::For(name)))
}

static ABBREVIATIONS: LazyLock<FxHashMap<&str, &str>> =
    LazyLock::new(|| COUNTIES.iter().chain(OTHERS).copied().collect());

/// Whether `part` is a stylebook's abbreviation.
pub fn abbreviates(part: &str, gazetteer: &Gazetteer) -> bool {
    spelled_out(part, gazetteer).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authority::Authority;

    #[test]
    fn abbreviations_are_states() {
        let authority = Authority::builtin().expect("the data built in");
        let gazetteer = &authority.gazetteer;
        for (part, codes) in [
            ("MN", "US-MN"),
            ("Minn.", "US-MN"),
            ("N. C.", "US-NC"),
            ("D.C.", "US-DC"),
            ("W. Va.", "US-WV"),
            ("Penn.", "US-PA"),
            ("Ga.", "US-GA"),
            ("Tex.", "US-TX"),
            ("QC", "CA-QC"),
            ("P.E.I.", "CA-PE"),
            ("Nfld.", "CA-NL"),
            ("N.S.W.", "AU-NSW"),
            ("WA", "US-WA AU-WA"),
            ("Sept.", ""),
        ] {
            let found = wider(part, gazetteer);
            let found: Vec<&str> = found.iter().filter_map(|hit| gazetteer.get(hit.id).code).collect();
            assert_eq!(found.join(" "), codes, "{part}");
        }
    }
}
