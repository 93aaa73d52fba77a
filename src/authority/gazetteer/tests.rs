use super::*;

fn gazetteer() -> Gazetteer {
    Gazetteer::load(&[]).expect("the data built in are whole")
}

fn of_kind(gazetteer: &Gazetteer, name: &str, kind: PlaceKind) -> Option<String> {
    let hit = gazetteer.lookup(name).into_iter().find(|hit| hit.kind == kind)?;
    let geo = gazetteer.get(hit.id);
    Some(format!("{} {}", geo.name, geo.country.as_ref().map_or("-", CountryCode::as_str)))
}

#[test]
fn a_name_means_the_prominent_city_first() {
    let gazetteer = gazetteer();
    for (name, expected) in [
        ("New York", "New York US"),
        ("LONDON", "London GB"),
        ("Paris", "Paris FR"),
        ("WASHINGTON", "Washington US"),
        ("Birmingham", "Birmingham GB"),
        ("Hyderabad", "Hyderabad IN"),
        ("Kiev", "Kyiv UA"),
        ("Moskau", "Moscow RU"),
        ("Londres", "London GB"),
    ] {
        assert_eq!(of_kind(&gazetteer, name, PlaceKind::City).as_deref(), Some(expected), "{name}");
    }
}
