//! The things of a dispatch as the record publishes them.

use std::collections::BTreeMap;
use std::ops::Range;

use super::at_home;
use super::lexicon::Known;
use super::linking::{Identity, Thing};
use super::office_holders;
use super::sheet::{Role, Sheet};
use super::titles;
use crate::record::{Entity, EntityKind, EntityPlace, FurnitureKind, Mention, MentionKind, Symbol};

/// Publishes all things in order of first mention.
pub fn entities(sheet: &Sheet<'_>, things: &[Thing]) -> Vec<Entity> {
    let headlines = sheet.story.furniture.iter().filter(|piece| piece.kind == FurnitureKind::Headline);
    // More than a headline, its kicker and its deck none has.
    let headlines: Vec<_> = headlines.take(4).map(|piece| sheet.words_of(&piece.range)).collect();
    let weights: Vec<f32> = things.iter().map(|thing| weight(sheet, thing, &headlines)).collect();
    let total: f32 = weights.iter().sum();
    things
        .iter()
        .zip(&weights)
        .enumerate()
        .map(|(index, (thing, weight))| {
            let mut entity = entity(sheet, things, thing);
            entity.id = id(index);
            entity.candidates = candidates(things, thing);
            entity.salience = (weight / total * 1000.0).round() / 1000.0;
            entity
        })
        .collect()
}

fn id(index: usize) -> String {
    format!("e{}", index + 1)
}

/// The things of which an open name means one.
fn candidates(things: &[Thing], thing: &Thing) -> Vec<String> {
    let Identity::Person(person) = &thing.what else { return Vec::new() };
    let of = |claim: &usize| things.iter().position(|thing| thing.mentions.contains(claim)).map(id);
    person.candidates.iter().filter_map(of).collect()
}

/// Attention that a thing gets; docs/entities.md tells users.
fn weight(sheet: &Sheet<'_>, thing: &Thing, headlines: &[Range<usize>]) -> f32 {
    // Wire copy tells its story in the first paragraphs; what stands last is cut first.
    let length = sheet.tokens.len().max(1) as f32;
    let share = |at: usize| {
        if !sheet.is_open(at) {
            return 0.25; // a dateline says where the copy was filed
        }
        let headline = headlines.iter().any(|words| words.contains(&at));
        1.0 + f32::from(u8::from(headline)) + (1.0 - at as f32 / length).powi(4)
    };
    let names: f32 = thing.mentions.iter().map(|claim| share(sheet.claims[*claim].first)).sum();
    let nominals: f32 = thing.nominals.iter().map(|(first, _)| 0.5 * share(*first)).sum();
    let whole = names + nominals;
    if matches!(thing.what, Identity::Demonym(_)) { whole / 2.0 } else { whole }
}

fn entity(sheet: &Sheet<'_>, things: &[Thing], thing: &Thing) -> Entity {
    let mut links = BTreeMap::new();
    let mut place = None;
    let mut roles = Vec::new();
    let longest = longest_form(sheet, thing);
    let gazetteer = &sheet.story.authority.gazetteer;
    let geo = |id| {
        let geo = gazetteer.get(id);
        let published = EntityPlace { name: geo.name().to_owned(), place: gazetteer.publish(id) };
        (geo, published)
    };
    let (kind, name) = match &thing.what {
        Identity::Person(person) => {
            roles = roles_of(sheet, thing);
            let known = office_holders::person_of(sheet, thing);
            if let Some(known) = known {
                links.insert("copydesk".into(), known.id.clone());
            }
            let given = person.only_given.then(|| one_line(claimed_text(sheet, person.longest)));
            (EntityKind::Person, known.map(|person| person.name.clone()).or(given))
        }
        Identity::Organisation(known) => {
            let known = known.map(|index| sheet.lexicon.organisation(index));
            let known = known.filter(|known| at_home::may_be(sheet, things, thing, known));
            if let Some(known) = known {
                links.insert("copydesk".into(), known.id.clone());
                links.extend(known.identifiers.iter().map(|i| (i.scheme.clone(), i.value.clone())));
            }
            (EntityKind::Organisation, known.map(|known| name_in_force(sheet, thing, known)))
        }
        Identity::Event(known) => {
            let known = known.map(|index| sheet.lexicon.event(index));
            if let Some(known) = known {
                links.insert("copydesk".into(), known.id.clone());
            }
            (EntityKind::Event, known.map(|known| known.name.clone()))
        }
        Identity::Place(id) => {
            let mut name = None;
            if let Some(id) = id {
                let (geo, published) = geo(*id);
                if let Some(id) = geo.geonameid {
                    links.insert("geonames".into(), id.to_string());
                }
                name = Some(published.name.clone());
                place = Some(published);
            }
            (EntityKind::Place, name)
        }
        Identity::PartOfPlace(id) => {
            let (_, published) = geo(*id);
            place = Some(published);
            (EntityKind::Place, None)
        }
        Identity::Demonym(id) => {
            let (_, published) = geo(*id);
            place = Some(published);
            (EntityKind::Demonym, None)
        }
    };
    Entity {
        id: String::new(),
        kind,
        name: name.unwrap_or(longest),
        roles,
        salience: 0.0,
        candidates: Vec::new(),
        links,
        place,
        symbols: symbols(sheet, thing),
        mentions: mentions(sheet, thing),
    }
}

/// The organisation's name of the time that the text is of.
fn name_in_force(sheet: &Sheet<'_>, thing: &Thing, known: &Known) -> String {
    let forms = thing.mentions.iter().map(|claim| {
        let claim = &sheet.claims[*claim];
        sheet.tokens.folded(claim.first, claim.last)
    });
    let former = known.in_force.as_ref().and_then(|names| names.former(forms));
    former.unwrap_or(&known.name).to_owned()
}

/// The stock exchange codes behind its mentions, each once.
fn symbols(sheet: &Sheet<'_>, thing: &Thing) -> Vec<Symbol> {
    let mut symbols: Vec<Symbol> = Vec::new();
    for listing in &sheet.listings {
        let mine = |claim: usize| thing.mentions.contains(&claim);
        if matches!(thing.what, Identity::Organisation(_)) && sheet.claim_at(listing.name).is_some_and(mine) {
            for symbol in &listing.symbols {
                if !symbols.contains(symbol) {
                    symbols.push(symbol.clone());
                }
            }
        }
    }
    symbols
}

/// The longest form, the first of equals, with single blanks.
fn longest_form(sheet: &Sheet<'_>, thing: &Thing) -> String {
    let mut longest = "";
    for claim in &thing.mentions {
        let text = claimed_text(sheet, *claim);
        if text.len() > longest.len() {
            longest = text;
        }
    }
    one_line(longest)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn claimed_text<'a>(sheet: &Sheet<'a>, claim: usize) -> &'a str {
    let range = claimed_range(sheet, claim);
    &sheet.tokens.body[range]
}

fn claimed_range(sheet: &Sheet<'_>, claim: usize) -> std::ops::Range<usize> {
    let claim = &sheet.claims[claim];
    let mut range = sheet.tokens.span(claim.first, claim.last);
    if claim.with_s {
        range.end = sheet.tokens[claim.last].possessive_end as usize;
    }
    range
}

/// The titles before the names and the functions behind them, each once.
fn roles_of(sheet: &Sheet<'_>, thing: &Thing) -> Vec<String> {
    let mut roles: Vec<String> = Vec::new();
    let mut seen = Vec::new();
    for claim in &thing.mentions {
        for Role { first, last, .. } in titles::beside(sheet, *claim) {
            let folded = sheet.tokens.folded(first, last).to_owned();
            if !seen.contains(&folded) && roles.len() < 16 {
                roles.push(one_line(sheet.tokens.text(first, last)));
                seen.push(folded);
            }
        }
    }
    roles
}

fn mentions(sheet: &Sheet<'_>, thing: &Thing) -> Vec<Mention> {
    let text = sheet.story.text;
    let mention = |range: std::ops::Range<usize>, kind| {
        let (start, end) = text.points(&range);
        Mention { start, end, text: text.str[range].to_owned(), kind }
    };
    let names = thing.mentions.iter().map(|claim| mention(claimed_range(sheet, *claim), MentionKind::Name));
    let nominals = thing
        .nominals
        .iter()
        .map(|(first, last)| mention(sheet.tokens.span(*first, *last), MentionKind::Nominal));
    let mut all: Vec<Mention> = names.chain(nominals).collect();
    all.sort_by_key(|mention| (mention.start, mention.end));
    all
}

#[cfg(test)]
mod tests {
    use crate::desk::entities::testing::{read, read_without};
    use crate::record::EntityKind;

    #[test]
    fn the_storys_subject_has_the_most_salience() {
        for (body, subject) in [
            (
                "Jane Roe resigned as chairman of Quorvex Corp. on Monday, the company said.\n\nRoe told reporters in London that she \
                 was tired. Roe had led the board for nine years.\n\nThe finance minister of Kenya, John Doe, praised her.",
                "Jane Roe",
            ),
            (
                "Quorvex Corp. will close its plant in Nairobi, it said on Friday.\n\nQuorvex has lost money for years. Analyst \
                 John Doe of Meridian Bank said Quorvex was late.",
                "Quorvex Corp.",
            ),
        ] {
            let found = read(body);
            let most = found.iter().max_by(|a, b| a.salience.total_cmp(&b.salience)).map(|e| e.name.as_str());
            assert_eq!(most, Some(subject), "{body}");
            let sum: f32 = found.iter().map(|entity| entity.salience).sum();
            assert!((sum - 1.0).abs() < 0.01, "{sum}");
        }
    }

    #[test]
    fn kinds_can_be_off() {
        let body = "Jane Roe of Quorvex Corp. spoke to Kenyan reporters in Nairobi.";
        let off = [EntityKind::Organisation, EntityKind::Demonym];
        let found: Vec<_> = read_without(&off, body).into_iter().map(|e| (e.id, e.name)).collect();
        assert_eq!(found, [("e1".into(), "Jane Roe".into()), ("e2".into(), "Nairobi".to_string())]);
        assert_eq!(read_without(&EntityKind::ALL, body), []);
    }
}
