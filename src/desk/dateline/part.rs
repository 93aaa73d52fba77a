//! What stands behind a place and says where it lies: a state, county or country, in full or as the post and the
//! stylebooks shorten it.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::authority::{Gazetteer, GeoHit, fold};
use crate::record::PlaceKind;

/// Postal codes of US states and Canadian provinces, which web copy and sports wires use in datelines
/// (`Minneapolis, MN`). Only in capitals and only behind a place.
#[rustfmt::skip]
const POSTAL: &[(&str, &str)] = &[
    ("AB", "Alberta"), ("AK", "Alaska"), ("AL", "Alabama"), ("AR", "Arkansas"), ("AZ", "Arizona"),
    ("BC", "British Columbia"), ("CA", "California"), ("CO", "Colorado"), ("CT", "Connecticut"),
    ("DC", "District of Columbia"), ("DE", "Delaware"), ("FL", "Florida"), ("GA", "Georgia"), ("HI", "Hawaii"),
    ("IA", "Iowa"), ("ID", "Idaho"), ("IL", "Illinois"), ("IN", "Indiana"), ("KS", "Kansas"),
    ("KY", "Kentucky"), ("LA", "Louisiana"), ("MA", "Massachusetts"), ("MB", "Manitoba"), ("MD", "Maryland"),
    ("ME", "Maine"), ("MI", "Michigan"), ("MN", "Minnesota"), ("MO", "Missouri"), ("MS", "Mississippi"),
    ("MT", "Montana"), ("NB", "New Brunswick"), ("NC", "North Carolina"), ("ND", "North Dakota"),
    ("NE", "Nebraska"), ("NH", "New Hampshire"), ("NJ", "New Jersey"), ("NL", "Newfoundland and Labrador"),
    ("NM", "New Mexico"), ("NS", "Nova Scotia"), ("NV", "Nevada"), ("NY", "New York"), ("OH", "Ohio"),
    ("OK", "Oklahoma"), ("ON", "Ontario"), ("OR", "Oregon"), ("PA", "Pennsylvania"),
    ("PE", "Prince Edward Island"), ("QC", "Quebec"), ("RI", "Rhode Island"), ("SC", "South Carolina"),
    ("SD", "South Dakota"), ("SK", "Saskatchewan"), ("TN", "Tennessee"), ("TX", "Texas"), ("UT", "Utah"),
    ("VA", "Virginia"), ("VT", "Vermont"), ("WA", "Washington"), ("WI", "Wisconsin"), ("WV", "West Virginia"),
    ("WY", "Wyoming"),
];

/// Abbreviations of the AP and Reuters stylebooks that no gazetteer has as names.
#[rustfmt::skip]
const STYLEBOOK: &[(&str, &str)] = &[
    ("ala", "Alabama"), ("alta", "Alberta"), ("ariz", "Arizona"), ("ark", "Arkansas"),
    ("bc", "British Columbia"), ("cal", "California"), ("calif", "California"), ("colo", "Colorado"),
    ("conn", "Connecticut"), ("dc", "District of Columbia"), ("del", "Delaware"), ("fla", "Florida"),
    ("ga", "Georgia"), ("ill", "Illinois"), ("ind", "Indiana"), ("kan", "Kansas"), ("kans", "Kansas"),
    ("ky", "Kentucky"), ("la", "Louisiana"), ("man", "Manitoba"), ("mass", "Massachusetts"),
    ("md", "Maryland"), ("mich", "Michigan"), ("minn", "Minnesota"), ("miss", "Mississippi"),
    ("mo", "Missouri"), ("mont", "Montana"), ("nb", "New Brunswick"), ("nc", "North Carolina"),
    ("nd", "North Dakota"), ("neb", "Nebraska"), ("nebr", "Nebraska"), ("nev", "Nevada"),
    ("nfld", "Newfoundland and Labrador"), ("newfoundland", "Newfoundland and Labrador"),
    ("nh", "New Hampshire"), ("nj", "New Jersey"), ("nm", "New Mexico"), ("ns", "Nova Scotia"),
    ("nsw", "New South Wales"), ("ny", "New York"), ("okla", "Oklahoma"), ("ont", "Ontario"),
    ("ore", "Oregon"), ("pa", "Pennsylvania"), ("pei", "Prince Edward Island"), ("penn", "Pennsylvania"),
    ("que", "Quebec"), ("ri", "Rhode Island"), ("sask", "Saskatchewan"), ("sc", "South Carolina"),
    ("sd", "South Dakota"), ("tenn", "Tennessee"), ("tex", "Texas"), ("uk", "United Kingdom"),
    ("us", "United States"), ("usa", "United States"), ("va", "Virginia"), ("vt", "Vermont"),
    ("w va", "West Virginia"), ("wash", "Washington"), ("wis", "Wisconsin"), ("wva", "West Virginia"),
    ("wyo", "Wyoming"),
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
    let abbreviated = spelled_out(bare);
    let mut hits = match abbreviated {
        Some(name) => gazetteer.lookup(name),
        None => gazetteer.lookup(bare),
    };
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
        // `Ga.` is the state of the stylebook's country, never the other Georgia.
        let of_stylebook = |h: &GeoHit| {
            let code = gazetteer.get(h.id).code.unwrap_or_default();
            ["US-", "CA-", "AU-"].iter().any(|c| code.starts_with(c))
        };
        match hits.iter().position(of_stylebook) {
            Some(at) => {
                hits = vec![hits[at]];
                if let Some((_, other)) = AUSTRALIAN.iter().find(|(code, _)| *code == bare) {
                    hits.extend(gazetteer.lookup(other).into_iter().find(of_stylebook));
                }
            }
            None => hits.truncate(1),
        }
    }
    hits
}

/// Without its article: `the Bahamas`.
pub(super) fn bare(part: &str) -> &str {
    let part = part.trim();
    part.strip_prefix("the ").or_else(|| part.strip_prefix("The ")).unwrap_or(part)
}

/// What a stylebook's or the post's abbreviation stands for: `Calif.`, `MN`.
pub(super) fn spelled_out(part: &str) -> Option<&'static str> {
    let code = part.trim_end_matches('.');
    let postal = (code.len() == 2).then(|| POSTAL.iter().find(|(short, _)| *short == code)).flatten();
    if let Some((_, name)) = postal {
        return Some(name);
    }
    let mut folded = (part.len() <= 14).then(|| fold(part))?;
    // `N. C.` is `N.C.`
    if folded.split(' ').all(|letter| letter.len() == 1) {
        folded.retain(|c| c != ' ');
    }
    ABBREVIATIONS.get(folded.as_str()).copied()
}

static ABBREVIATIONS: LazyLock<FxHashMap<&str, &str>> =
    LazyLock::new(|| COUNTIES.iter().chain(STYLEBOOK).copied().collect());

/// Whether `part` is a stylebook's abbreviation.
pub fn abbreviates(part: &str) -> bool {
    spelled_out(part).is_some()
}
