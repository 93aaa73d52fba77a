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

/// States of the United States as Chinese copy of their releases has them, before the town and without a sign between:
/// `加州桑尼維爾` (Business Wire, PR Newswire).
#[rustfmt::skip]
const CHINESE: &[(&str, &str)] = &[
    ("加利福尼亞州", "California"), ("加利福尼亚州", "California"), ("加州", "California"), ("德克薩斯州", "Texas"), ("得克萨斯州", "Texas"),
    ("德州", "Texas"), ("紐約州", "New York"), ("纽约州", "New York"), ("新澤西州", "New Jersey"), ("新泽西州", "New Jersey"),
    ("麻薩諸塞州", "Massachusetts"), ("馬薩諸塞州", "Massachusetts"), ("马萨诸塞州", "Massachusetts"), ("麻省", "Massachusetts"),
    ("麻州", "Massachusetts"), ("華盛頓州", "Washington"), ("华盛顿州", "Washington"), ("佛羅里達州", "Florida"), ("佛罗里达州", "Florida"),
    ("佛州", "Florida"), ("伊利諾州", "Illinois"), ("伊利諾伊州", "Illinois"), ("伊利诺伊州", "Illinois"), ("伊利诺斯州", "Illinois"),
    ("賓夕法尼亞州", "Pennsylvania"), ("宾夕法尼亚州", "Pennsylvania"), ("賓州", "Pennsylvania"), ("宾州", "Pennsylvania"),
    ("喬治亞州", "Georgia"), ("佐治亚州", "Georgia"), ("乔治亚州", "Georgia"), ("科羅拉多州", "Colorado"), ("科罗拉多州", "Colorado"),
    ("亞利桑那州", "Arizona"), ("亚利桑那州", "Arizona"), ("密西根州", "Michigan"), ("密歇根州", "Michigan"), ("密歇根", "Michigan"),
    ("俄亥俄州", "Ohio"), ("明尼蘇達州", "Minnesota"), ("明尼苏达州", "Minnesota"), ("北卡羅來納州", "North Carolina"),
    ("北卡罗来纳州", "North Carolina"), ("北卡", "North Carolina"), ("維吉尼亞州", "Virginia"), ("弗吉尼亞州", "Virginia"),
    ("弗吉尼亚州", "Virginia"), ("馬里蘭州", "Maryland"), ("马里兰州", "Maryland"), ("康乃狄克州", "Connecticut"),
    ("康涅狄格州", "Connecticut"), ("內華達州", "Nevada"), ("内华达州", "Nevada"), ("俄勒岡州", "Oregon"), ("俄勒冈州", "Oregon"),
    ("猶他州", "Utah"), ("犹他州", "Utah"), ("威斯康辛州", "Wisconsin"), ("威斯康星州", "Wisconsin"), ("印第安納州", "Indiana"),
    ("印第安纳州", "Indiana"), ("田納西州", "Tennessee"), ("田纳西州", "Tennessee"), ("密蘇里州", "Missouri"), ("密苏里州", "Missouri"),
];

/// The length of the state that a name in Chinese begins with, where a town follows it.
pub(super) fn chinese_state(name: &str) -> Option<usize> {
    let opens = |(state, _): &&(&str, &str)| name.strip_prefix(*state).is_some_and(|town| !town.is_empty());
    (!name.is_ascii()).then(|| CHINESE.iter().find(opens).map(|(state, _)| state.len())).flatten()
}

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
    if !part.is_ascii()
        && let Some((_, name)) = CHINESE.iter().find(|(state, _)| *state == part)
    {
        return Some(Short::For(name));
    }
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
