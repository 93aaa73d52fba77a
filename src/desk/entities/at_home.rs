//! Whether `the Labour Party` is the one that the authority knows: parties of many countries bear such names.

use super::lexicon::Known;
use super::linking::{Identity, Thing};
use super::sheet::{Sheet, What};
use super::tokens::Case;
use crate::authority::CountryCode;

/// Words that parties everywhere make their names of.
const COMMON: &[&str] = &[
    "action",
    "alliance",
    "and",
    "brotherhood",
    "change",
    "christian",
    "communist",
    "congress",
    "conservative",
    "democracy",
    "democratic",
    "democrats",
    "development",
    "for",
    "free",
    "freedom",
    "front",
    "independence",
    "islamic",
    "justice",
    "labor",
    "labour",
    "liberal",
    "liberation",
    "libertarian",
    "movement",
    "national",
    "nationalist",
    "new",
    "of",
    "party",
    "people",
    "peoples",
    "popular",
    "progressive",
    "reform",
    "republican",
    "s",
    "salvation",
    "social",
    "socialist",
    "society",
    "the",
    "union",
    "unionist",
    "unity",
    "workers",
];

/// How far before a name the country may stand: `Norway's main opposition Labour Party`.
const BEFORE: usize = 4;
/// Mentions that are asked for a country before them: it stands with the first.
const MENTIONS: usize = 8;

/// Whether the thing may be what the authority knows by this name. Only a name made of common words asks for more than
/// itself: that the country before it, or else one of the countries that the story names, is the organisation's own.
pub fn may_be(sheet: &Sheet<'_>, things: &[Thing], thing: &Thing, known: &Known) -> bool {
    let Some(home) = known.country.filter(|_| known.is_party) else { return true };
    let names =
        thing.mentions.iter().map(|claim| &sheet.claims[*claim]).filter(|claim| claim.last > claim.first);
    let mut common = false;
    for claim in names.clone() {
        if !is_common(sheet.tokens.folded(claim.first, claim.last)) {
            return true;
        }
        common = true;
    }
    if !common {
        return true;
    }
    if let Some(country) = thing.mentions.iter().take(MENTIONS).find_map(|claim| stated(sheet, *claim, known))
    {
        return country == home;
    }
    let mut countries = things.iter().filter_map(|thing| country(sheet, &thing.what)).peekable();
    countries.peek().is_none() || countries.any(|country| country == home)
}

fn is_common(folded: &str) -> bool {
    folded.split(' ').all(|word| COMMON.binary_search(&word).is_ok())
}

/// The other country whose party the text says this is, where the authority's has a common name: `Norway's Labour Party`.
pub fn abroad(sheet: &Sheet<'_>, claim: usize, known: &Known) -> Option<CountryCode> {
    stated(sheet, claim, known).filter(|country| known.country != Some(*country))
}

/// The country that stands before a party's common name.
pub fn stated(sheet: &Sheet<'_>, claim: usize, known: &Known) -> Option<CountryCode> {
    let claim = &sheet.claims[claim];
    let common =
        known.is_party && claim.last > claim.first && is_common(sheet.tokens.folded(claim.first, claim.last));
    country_before(sheet, claim.first).filter(|_| common)
}

/// The country in whose name or demonym the words before the name begin.
fn country_before(sheet: &Sheet<'_>, first: usize) -> Option<CountryCode> {
    for at in (first.saturating_sub(BEFORE)..first).rev() {
        if let Some(what) = sheet.what_at(at) {
            let geo = match what {
                What::Demonym(id) => id,
                What::Place(name) => sheet.places[name as usize].sense?,
                _ => return None,
            };
            return sheet.story.authority.gazetteer.get(geo).country;
        }
        let token = &sheet.tokens[at];
        if !token.is_word() || token.case != Case::Lower {
            return None;
        }
    }
    None
}

fn country(sheet: &Sheet<'_>, what: &Identity) -> Option<CountryCode> {
    match what {
        Identity::Place(Some(id)) | Identity::PartOfPlace(id) | Identity::Demonym(id) => {
            sheet.story.authority.gazetteer.get(*id).country
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::entities::testing::read;

    #[test]
    fn the_words_are_in_order() {
        assert!(COMMON.is_sorted());
    }

    #[test]
    fn a_common_name_is_known_at_home_only() {
        for (body, id) in [
            ("The Labour Party cheered in London on Monday.", Some("labour-party")),
            ("The Labour Party cheered on Monday.", Some("labour-party")),
            ("New Zealand's opposition Labour Party said on Monday it would vote against it.", None),
            ("Norway's Labour Party lost seats, and Britain took note on Monday.", None),
            ("The Labour Party governs in Oslo. Norwegian voters are tired, a poll said on Monday.", None),
            ("Albania's Democratic Party boycotted parliament in Tirana on Monday.", None),
            ("U.S. lawmakers of the Democratic Party said no on Monday.", Some("democratic-party")),
            ("In Paris the Liberal Party of Canada opened an office on Monday.", Some("liberal-ca")),
            ("In Paris Likud opened an office on Monday.", Some("likud")),
        ] {
            let found = read(body);
            let linked = found.iter().filter(|e| e.kind == crate::record::EntityKind::Organisation);
            let ids: Vec<_> = linked.filter_map(|e| e.links.get("copydesk")).map(String::as_str).collect();
            assert_eq!(ids, Vec::from_iter(id), "{body}");
        }
    }
}
