//! What holds for every text, and the dispatch that the project began with.

use proptest::prelude::*;

use super::testing::{entities, limited};
use crate::record::{Entity, EntityKind, MentionKind};

/// Spans lie in the text and say what it says there; name mentions do not overlap; ids count on.
fn assert_sound(body: &str, entities: &[Entity]) {
    let points: Vec<char> = body.chars().collect();
    let mut names: Vec<(usize, usize)> = Vec::new();
    for (index, entity) in entities.iter().enumerate() {
        assert_eq!(entity.id, format!("e{}", index + 1));
        assert!(!entity.mentions.is_empty() && !entity.name.trim().is_empty());
        assert!((0.0..=1.0).contains(&entity.salience));
        for mention in &entity.mentions {
            assert!(mention.start < mention.end && mention.end <= points.len(), "{mention:?}");
            let text: String = points[mention.start..mention.end].iter().collect();
            assert_eq!(text, mention.text);
            if mention.kind == MentionKind::Name {
                names.push((mention.start, mention.end));
            }
        }
    }
    names.sort_unstable();
    for pair in names.windows(2) {
        assert!(pair[0].1 <= pair[1].0, "{pair:?} overlap in {body:?}");
    }
}

/// Words that set the rules off, in any order and with any punctuation.
fn copy() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "President",
        "Mr.",
        "U.S.",
        "Kim",
        "Jong",
        "Jae-in",
        "said",
        "of",
        "the",
        "The",
        "Bank",
        "Corp.",
        "Ministry",
        "and",
        "Springfield,",
        "Ill.",
        "Kenyan",
        "South",
        "Korean",
        "O'Neill",
        "bin",
        "al-",
        "Laden",
        "’s",
        "'s",
        "(ABC)",
        "\n",
        "\n\n",
        "“",
        "”",
        "--",
        "&",
        "ROME",
        "é",
        "北京",
        "1,000",
        "St.",
        "J.",
        "Zoë",
        "Olympics",
        "chief",
        ",",
        ".",
        "minister",
        "a.m.",
        "sister",
        "beat",
        "2",
        "Essex",
        "in",
        "Paris",
        "\u{301}",
        "ß",
        "İstanbul",
    ]);
    prop::collection::vec((words, prop::bool::weighted(0.85)), 0..60).prop_map(|words| {
        words.into_iter().map(|(word, blank)| format!("{word}{}", if blank { " " } else { "" })).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn spans_are_sound_in_copy(body in copy()) {
        assert_sound(&body, &entities(&body));
    }

    #[test]
    fn spans_are_sound_in_anything(body in "\\PC{0,120}") {
        assert_sound(&body, &entities(&body));
    }
}

#[test]
fn never_more_mentions_than_asked_for() {
    let body = "Mr. Doe met Mrs. Roe in Kenya. ".repeat(50);
    let count = |found: &[Entity]| found.iter().map(|entity| entity.mentions.len()).sum::<usize>();
    assert_eq!(count(&limited(&body, 10_000)), 150);
    assert_eq!(count(&limited(&body, 20)), 20);
    assert_eq!(count(&limited(&body, 0)), 0);
}

#[test]
fn the_same_text_gives_the_same_entities() {
    let body = "Mr. Doe said Acme Corp. of Springfield, Illinois, would leave Kenya for Uganda. Acme did not comment.";
    assert_eq!(entities(body), entities(body));
}

/// A body of nothing but capitals costs time in proportion to its length: this would not end otherwise.
#[test]
fn hostile_bodies_are_edited() {
    for word in ["Kim ", "Bank of ", "A", "Xyz Corp ", "the chief ", "X, a "] {
        let body = word.repeat(200_000 / word.len());
        assert_sound(&body, &limited(&body, 500));
    }
}
/// The seed of the project is agency copy and lies beside the repository, not in it.
#[test]
fn the_seed() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/seed/000_18cb3d3223e7157a.txt");
    let Ok(text) = std::fs::read_to_string(path) else {
        eprintln!("skipped: the seed is not beside the repository");
        return;
    };
    let body = text.splitn(3, " | ").nth(2).expect("place, agency and text");
    let found = entities(body);
    assert_sound(body, &found);
    let of = |kind: EntityKind| {
        let mut names: Vec<&str> = found.iter().filter(|e| e.kind == kind).map(|e| e.name.as_str()).collect();
        names.sort_unstable();
        names
    };
    let mut people = vec![
        "Antonio Guterres",
        "Kim Yong Nam",
        "Farhan Haq",
        "Kim Yo Jong",
        "Kim Jong Un",
        "Moon Jae-in",
        "Nikki Haley",
        "Mike Pence",
        "Jeffrey Feltman",
        "Donald Trump",
    ];
    people.sort_unstable();
    assert_eq!(of(EntityKind::Person), people);
    assert_eq!(of(EntityKind::Organisation), ["Supreme People's Assembly", "United Nations"]);
    assert_eq!(of(EntityKind::Event), ["Winter Olympics"]);
    for place in [
        "North Korea",
        "South Korea",
        "Pyeongchang",
        "Pyongyang",
        "Seoul",
        "Korean peninsula",
        "United States",
    ] {
        assert!(of(EntityKind::Place).contains(&place), "{place}");
    }
    let roles =
        |name: &str| found.iter().find(|e| e.name == name).map(|e| e.roles.clone()).unwrap_or_default();
    for (name, role) in [
        ("Antonio Guterres", "UN Secretary-General"),
        ("Kim Yong Nam", "ceremonial head of state"),
        ("Farhan Haq", "UN spokesman"),
        ("Kim Jong Un", "North Korean leader"),
        ("Moon Jae-in", "South Korean President"),
        ("Nikki Haley", "US Ambassador"),
        ("Mike Pence", "Vice President"),
        ("Jeffrey Feltman", "UN political chief"),
        ("Donald Trump", "President"),
    ] {
        assert!(roles(name).iter().any(|found| found == role), "{name}: {:?}", roles(name));
    }
    // Whom each bare family name means, in text order.
    let mut bare: Vec<(usize, &str)> = Vec::new();
    for entity in &found {
        bare.extend(
            entity.mentions.iter().filter(|m| m.text == "Kim").map(|m| (m.start, entity.name.as_str())),
        );
    }
    bare.sort_unstable();
    let bare: Vec<&str> = bare.into_iter().map(|(_, name)| name).collect();
    assert_eq!(
        bare,
        ["Kim Yong Nam", "Kim Yong Nam", "Kim Yong Nam", "Kim Jong Un", "Kim Yong Nam", "Kim Yong Nam"]
    );
}
