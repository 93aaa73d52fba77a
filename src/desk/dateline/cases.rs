//! The cases of `src/desk/cases/places.txt`: each dateline's places, by name, code and point.

use crate::authority::Authority;
use crate::desk::Sent;
use crate::desk::copy::read;
use crate::desk::metadata::Told;
use crate::desk::text::Text;
use crate::desk::why::Why;
use crate::record::DatelinePlace;

const CASES: &str = include_str!("../cases/places.txt");

/// Where the division counts, not the country alone.
const DIVIDED: [&str; 5] = ["AU", "CA", "ES", "GB", "US"];

fn told(place: &DatelinePlace) -> String {
    let country = place.place.country.as_deref().unwrap_or("?");
    let division = place.place.region_code.as_deref().filter(|_| DIVIDED.contains(&country));
    format!("{}, {}", place.name, division.unwrap_or(country))
}

fn near(place: &DatelinePlace, point: &str) -> bool {
    let (lat, lon) = point.split_once(' ').expect("a case's point is two numbers");
    let (lat, lon): (f64, f64) = (lat.parse().expect("degrees"), lon.parse().expect("degrees"));
    let (Some(own_lat), Some(own_lon)) = (place.place.lat, place.place.lon) else { return false };
    ((own_lat - lat) * 111.2).hypot((own_lon - lon) * 111.2 * lat.to_radians().cos()) <= 50.0
}

#[test]
fn places_are_what_and_where_they_are() {
    let authority = Authority::builtin().expect("the data built in");
    // 10 March 2021, noon.
    let sent = Sent { timestamp_ms: Some(1_615_377_600_000) };
    let mut wrong = Vec::new();
    for line in CASES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let columns: Vec<&str> = line.split(" ¦ ").collect();
        let [text, names, points] = columns.as_slice() else { panic!("three columns: {line}") };
        let found = read(&Text::new(text), &Told::nothing(), None, &authority, sent, &Why::deaf()).dateline;
        let places = found.map(|dateline| dateline.places).unwrap_or_default();
        let said = places.iter().map(told).collect::<Vec<_>>().join(" / ");
        let there = places.iter().zip(points.split(" / ")).all(|(place, point)| near(place, point));
        if said != *names || !there {
            let at: Vec<_> = places.iter().map(|p| (p.rule, p.place.lat, p.place.lon)).collect();
            wrong.push(format!("{text}\n    found {said} {at:?}\n    not   {names} {points}"));
        }
    }
    assert!(wrong.is_empty(), "{} cases\n{}", wrong.len(), wrong.join("\n"));
}
