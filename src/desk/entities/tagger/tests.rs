//! What the tagger adds to the rules, on names that no table has.

use super::*;
use crate::desk::entities::testing::{TAGGER, names, names_of, read};
use crate::record::EntityKind::{self, Demonym, Event, Organisation, Person, Place};

fn assert_read(kind: EntityKind, rows: &[(&str, &str)]) {
    for (body, expected) in rows {
        assert_eq!(names_of(read(body), kind), *expected, "in: {body}");
    }
}

#[test]
fn names_that_no_table_has_are_read_by_what_stands_around_them() {
    assert_read(
        Organisation,
        &[
            (
                "The strike was called by the Brelund Dockers Federation, which has 3,000 members.",
                "Brelund Dockers Federation",
            ),
            ("Talks between the Okmar Foods board and its bankers broke down on Friday.", "Okmar Foods"),
        ],
    );
    assert_read(
        Person,
        &[
            ("Striker Vuko Drazhenik scored twice before half-time.", "Vuko Drazhenik"),
            ("\"We will not pay,\" said farmer Ruel Bantayo, 41.", "Ruel Bantayo"),
        ],
    );
    assert_read(Place, &[("Rebels took the village of Tarmezeh on Monday.", "Tarmezeh")]);
}

#[test]
fn what_is_no_name_is_left() {
    for body in [
        "The Bank said so.",
        "Two of them left. Later the others followed.",
        "But However it ends, Monday was Friday for them.",
        "A B C",
        "",
    ] {
        assert_eq!(read(body), [], "in: {body}");
    }
}

#[test]
fn the_article_of_a_place_stays() {
    assert_read(Place, &[("Prosecutors in The Hague said the Bank of the West paid Jane Roe.", "The Hague")]);
}

#[test]
fn events_and_demonyms_stay() {
    let body = "French striker Vuko Drazhenik missed the World Cup in Qatar.";
    assert_read(Demonym, &[(body, "French")]);
    assert_read(Event, &[(body, &names(body, Event))]);
    assert!(names(body, Event).contains("World Cup"));
}

#[test]
fn who_is_called_mr_is_a_person() {
    assert_read(Person, &[("Mr. Brown and Mrs. Field left.", "Brown | Field")]);
}

#[test]
fn a_broken_model_is_refused() {
    let whole = zstd::decode_all(BUILTIN).expect("a frame");
    let pack = |bytes: &[u8]| zstd::encode_all(bytes, 1).expect("bytes can be packed");
    assert!(Model::read(&pack(&whole)).is_ok());
    for broken in [
        &b"no frame"[..],
        &pack(b"another mark"),
        &pack(&whole[..whole.len() - 1]),
        &pack(&whole[..20]),
        &pack(b""),
    ] {
        assert!(Model::read(broken).is_err());
    }
    assert!(Classes::read(&pack(b"no number\n")).is_err());
}

#[test]
fn no_path_is_forbidden_whatever_the_scores() {
    let mut dice = 7_u64;
    let mut next = || {
        dice = dice.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
        (dice >> 40) as i32 % 500 - 250
    };
    for length in 1..40 {
        let scores: Vec<_> = (0..length).map(|_| std::array::from_fn(|_| next())).collect();
        let best = TAGGER.model.best(&scores);
        assert_eq!(best.len(), length);
        assert!(labels::may_begin(best[0].into()) && labels::may_end(best[length - 1].into()));
        assert!(best.windows(2).all(|pair| labels::may_follow(pair[0].into(), pair[1].into())));
    }
}
