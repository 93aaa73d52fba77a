//! Short statements about what a text names, for the tests beside the rules.

use std::sync::{Arc, LazyLock};

use super::sheet::Sheet;
use super::{Lexicon, Story, Tagger, find};
use crate::authority::Authority;
use crate::desk::furniture::Piece;
use crate::desk::text::Text;
use crate::record::{Entity, EntityKind, FurnitureKind, MentionKind};

pub static AUTHORITY: LazyLock<Arc<Authority>> =
    LazyLock::new(|| Arc::new(Authority::builtin().expect("the data built in are right")));
pub static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(&AUTHORITY));
pub static TAGGER: LazyLock<Tagger> = LazyLock::new(Tagger::builtin);

/// The entities of a text without furniture, by the rules alone.
pub fn entities(body: &str) -> Vec<Entity> {
    limited(body, 10_000)
}

/// The people of a text of this year with their links, by the rules alone: `Bill Clinton bill-clinton: Clinton, Clinton`.
pub fn people_of(year: Option<i16>, body: &str) -> Vec<String> {
    let text = Text::new(body);
    let found = find(&Story { year, ..story(&text) });
    let people = found.into_iter().filter(|entity| entity.kind == EntityKind::Person);
    let shown = |entity: Entity| {
        let link = entity.links.get("copydesk").map_or(String::new(), |id| format!(" {id}"));
        let mentions: Vec<String> = entity.mentions.into_iter().map(|mention| mention.text).collect();
        format!("{}{link}: {}", entity.name, mentions.join(", "))
    };
    people.map(shown).collect()
}

/// The first person with the roles: `Jan Zorvan: minister | chairman`.
pub fn first_person(found: Vec<Entity>) -> String {
    let person = found.into_iter().find(|entity| entity.kind == EntityKind::Person);
    person.map_or("nobody".into(), |person| format!("{}: {}", person.name, person.roles.join(" | ")))
}

/// The entities of a text in another language, by the rules alone.
pub fn entities_in(language: &str, body: &str) -> Vec<Entity> {
    let text = Text::new(body);
    find(&Story { language: Some(language), ..story(&text) })
}

/// The same, read as the desk reads it.
pub fn read_in(language: &str, body: &str) -> Vec<Entity> {
    let text = Text::new(body);
    find(&Story { language: Some(language), tagger: Some(&TAGGER), ..story(&text) })
}

/// The entities of a text without furniture, read as the desk reads it.
pub fn read(body: &str) -> Vec<Entity> {
    found(body, 10_000, Some(&TAGGER))
}

/// The same with a user's authority.
pub fn read_with(authority: &Authority, body: &str) -> Vec<Entity> {
    let text = Text::new(body);
    find(&Story { authority, tagger: Some(&TAGGER), ..story(&text) })
}

/// The entities of a text without furniture, as the desk reads it but for kinds that are off.
pub fn read_without(off: &[EntityKind], body: &str) -> Vec<Entity> {
    let text = Text::new(body);
    find(&Story { off, tagger: Some(&TAGGER), ..story(&text) })
}

pub fn limited(body: &str, max_mentions: usize) -> Vec<Entity> {
    found(body, max_mentions, None)
}

fn found(body: &str, max_mentions: usize, tagger: Option<&Tagger>) -> Vec<Entity> {
    let text = Text::new(body);
    find(&Story { max_mentions, tagger, ..story(&text) })
}

/// The names in a body that is all one table, joined by ` | `.
pub fn read_table(body: &str) -> String {
    let text = Text::new(body);
    let furniture = [Piece { kind: FurnitureKind::Table, range: 0..body.len() }];
    let found = find(&Story { furniture: &furniture, tagger: Some(&TAGGER), ..story(&text) });
    found.into_iter().map(|entity| entity.name).collect::<Vec<_>>().join(" | ")
}

/// What a test makes of the empty sheet of a text.
pub fn on_sheet<T>(body: &str, test: impl FnOnce(&mut Sheet<'_>) -> T) -> T {
    let text = Text::new(body);
    let story = story(&text);
    test(&mut Sheet::new(&story))
}

fn story<'a>(text: &'a Text<'a>) -> Story<'a> {
    Story {
        text,
        furniture: &[],
        marks: &[],
        authority: &AUTHORITY,
        lexicon: &LEXICON,
        tagger: None,
        dateline: &[],
        located: None,
        language: Some("en"),
        year: None,
        off: &[],
        max_mentions: 10_000,
    }
}

/// The name mentions of one kind in text order, joined by ` | `.
pub fn names(body: &str, kind: EntityKind) -> String {
    names_of(entities(body), kind)
}

/// The same of entities found.
pub fn names_of(entities: Vec<Entity>, kind: EntityKind) -> String {
    let mut found: Vec<(usize, String)> = Vec::new();
    for entity in entities.into_iter().filter(|entity| entity.kind == kind) {
        let named = entity.mentions.into_iter().filter(|mention| mention.kind == MentionKind::Name);
        found.extend(named.map(|mention| (mention.start, mention.text)));
    }
    found.sort_unstable();
    found.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join(" | ")
}

/// Asserts for each row that the text's names of the kind are the ones given.
pub fn assert_names(kind: EntityKind, rows: &[(&str, &str)]) {
    for (body, expected) in rows {
        assert_eq!(names(body, kind), *expected, "in: {body}");
    }
}

/// The mentions of the entity of this name: texts in order, nominal ones in brackets.
pub fn mentions_of(body: &str, name: &str) -> Vec<String> {
    let entities = entities(body);
    let Some(entity) = entities.iter().find(|entity| entity.name == name) else {
        panic!("no {name} among {:?} in: {body}", entities.iter().map(|e| &e.name).collect::<Vec<_>>());
    };
    let shown = |mention: &crate::record::Mention| match mention.kind {
        MentionKind::Name => mention.text.clone(),
        MentionKind::Nominal => format!("[{}]", mention.text),
    };
    entity.mentions.iter().map(shown).collect()
}
