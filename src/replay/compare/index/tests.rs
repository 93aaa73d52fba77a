use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

/// Beyond 32 bits.
const FAR: i64 = 1 << 33;

fn position() -> impl Strategy<Value = Position> {
    (0..2u8, 0..3, 0..200i64, prop_oneof![3 => Just(None), 1 => (0..3u32).prop_map(Some)]).prop_map(
        |(topic, partition, offset, item)| Position { topic: format!("t{topic}"), partition, offset, item },
    )
}

/// Records in the order in which a reader meets them: content by one byte.
fn records() -> impl Strategy<Value = Vec<(Position, u8)>> {
    prop::collection::vec((position(), 0..4u8), 0..300)
}

/// A plain map: the newest record of each position.
fn plain(records: &[(Position, u8)]) -> BTreeMap<Position, (Place, u8)> {
    let place = |number| Place { partition: 1, offset: FAR + number };
    records.iter().zip(0..).map(|((position, content), n)| (position.clone(), (place(n), *content))).collect()
}

fn index(records: &[(Position, u8)]) -> (Index, u64) {
    let mut index = Index::default();
    let mut repeats = 0;
    for ((position, content), number) in records.iter().zip(0..) {
        let place = Place { partition: 1, offset: FAR + number };
        repeats += u64::from(index.insert(position, place, [*content; 16]));
    }
    (index, repeats)
}

proptest! {
    /// The pages give what a map by position would.
    #[test]
    fn joined_as_maps_are(old in records(), new in records()) {
        let (plain_old, plain_new) = (plain(&old), plain(&new));
        let records = old.len() as u64;
        let ((old, repeats), (new, _)) = (index(&old), index(&new));
        prop_assert_eq!((old.records(), repeats), (plain_old.len() as u64, records - plain_old.len() as u64));
        let joined = join(&old, &new);
        let mut want = Joined::default();
        for (position, (place, content)) in &plain_old {
            match plain_new.get(position) {
                Some((_, other)) if other == content => want.same += 1,
                Some((other, _)) => {
                    want.different.push(Pair { position: position.clone(), old: *place, new: *other });
                }
                None => want.only_old.push((position.clone(), *place)),
            }
        }
        want.different.sort_by_key(|pair| pair.old);
        let missing = plain_new.iter().filter(|(position, _)| !plain_old.contains_key(position));
        want.only_new.extend(missing.map(|(position, (place, _))| (position.clone(), *place)));
        prop_assert_eq!(joined, want);
    }
}

#[test]
fn of_two_records_the_newest_counts_in_whatever_order_they_come() {
    let position: Position = "raw/0/7".parse().expect("a position");
    let place = |offset| Place { partition: 0, offset };
    for order in [[1, 2], [2, 1]] {
        let mut index = Index::default();
        let repeated = order.map(|n| index.insert(&position, place(n), [n as u8; 16]));
        assert_eq!((repeated, index.records()), ([false, true], 1));
        assert_eq!(index.get(&position).map(Slot::place), Some(place(2)));
    }
}

/// docs/replay.md says what a comparison needs; it holds for dense offsets, that is for all but a choice.
#[test]
fn a_record_costs_some_thirty_bytes() {
    let mut index = Index::default();
    let records = 200_000;
    for number in 0..records {
        let place = Place { partition: 0, offset: number };
        let position = Position { topic: "raw".into(), partition: 0, offset: number, item: None };
        index.insert(&position, place, [0; 16]);
    }
    // The map keeps a byte for each of its places beside the place itself.
    let pages = index.pages.capacity() * (size_of::<(PageKey, Page)>() + 1);
    let slots: usize = index.pages.values().map(|page| page.slots.capacity() * size_of::<Slot>()).sum();
    let each = (pages + slots) as f64 / records as f64;
    assert!((28.0..31.0).contains(&each), "{each} bytes a record");
}
