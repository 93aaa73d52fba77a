use std::sync::OnceLock;

use super::*;

fn gazetteer() -> &'static Gazetteer {
    static GAZETTEER: OnceLock<Gazetteer> = OnceLock::new();
    GAZETTEER.get_or_init(|| Gazetteer::load(&[]).expect("the data built in are whole"))
}

/// `Kyiv UA City`, for the place that stands first under a name.
fn first(gazetteer: &Gazetteer, name: &str) -> String {
    gazetteer.lookup(name).first().map_or_else(String::new, |hit| describe(gazetteer, hit.id))
}

fn describe(gazetteer: &Gazetteer, id: GeoId) -> String {
    let geo = gazetteer.get(id);
    let country = geo.country.map_or("-".to_owned(), |code| code.as_str().to_owned());
    format!("{} {country} {:?}", geo.name(), geo.kind)
}

fn users(text: &str) -> Result<Gazetteer, AuthorityError> {
    let head = "name\tkind\tcountry\tregion\tlat\tlon\tpopulation\ttimezone\taliases\n";
    Gazetteer::load(&[OverrideFile { path: "places.tsv".into(), text: format!("{head}{text}") }])
}

#[test]
fn the_most_prominent_place_of_a_name_stands_first() {
    for (name, expected) in [
        // Own names, in the case of datelines too.
        ("New York", "New York US"),
        ("LONDON", "London GB"),
        ("Paris", "Paris FR"),
        ("WASHINGTON", "Washington US"),
        ("Birmingham", "Birmingham GB"),
        ("Hyderabad", "Hyderabad IN"),
        ("Kingston", "Kingston JM"),
        ("San Jose", "San Jose CR"),
        ("Cambridge", "Cambridge GB"),
        ("Valencia", "Valencia ES"),
        ("Pyeongchang", "Pyeongchang KR"),
        ("Ramallah", "Ramallah PS"),
        ("Bethlehem", "Bethlehem PS"),
        ("Bonn", "Bonn DE"),
        ("St. John's", "Saint John's AG"),
        // Former and foreign names, spellings without umlauts.
        ("Frankfurt", "Frankfurt DE"),
        ("FRANKFURT/MAIN", "Frankfurt DE"),
        ("Kiev", "Kyiv UA"),
        ("Rangoon", "Yangon MM"),
        ("Peking", "Beijing CN"),
        ("Bombay", "Mumbai IN"),
        ("Saigon", "Ho Chi Minh City VN"),
        ("Leningrad", "St. Petersburg RU"),
        ("Danzig", "Gdansk PL"),
        ("Rom", "Rome IT"),
        ("Nueva Delhi", "New Delhi IN"),
        ("Kiova", "Kyiv UA"),
        ("Bryssel", "Brussels BE"),
        ("Londres", "London GB"),
        ("Parigi", "Paris FR"),
        ("Genf", "Geneva CH"),
        ("Moskau", "Moscow RU"),
        ("Muenchen", "Munich DE"),
        ("Goeteborg", "Gothenburg SE"),
        ("Gaza", "Gaza City PS"),
    ] {
        assert_eq!(first(gazetteer(), name), format!("{expected} City"), "{name}");
    }
}

#[test]
fn a_name_of_several_kinds_keeps_them_all() {
    use PlaceKind::{City, Country, Region};
    for (name, kinds) in [
        ("Georgia", vec![Country, Region]),
        ("Washington", vec![City, Region]),
        ("New York", vec![City, Region]),
        ("Luxembourg", vec![Country, City]),
        ("Singapore", vec![Country, City]),
        ("Kuwait", vec![Country, City]),
        ("Mexico", vec![Country, City]),
        ("Panama", vec![Country, City]),
        ("Lebanon", vec![Country, City]),
        ("Jordan", vec![Country, City]),
        ("Victoria", vec![Region, City]),
    ] {
        let mut found = Vec::new();
        for hit in gazetteer().lookup(name) {
            if !found.contains(&hit.kind) {
                found.push(hit.kind);
            }
        }
        let shared: Vec<PlaceKind> = found.into_iter().filter(|kind| kinds.contains(kind)).collect();
        assert_eq!(shared, kinds, "{name}");
    }
}

#[test]
fn countries_answer_to_all_their_names_of_today_and_before() {
    for (name, code, primary) in [
        ("South Korea", "KR", true),
        ("Republic of Korea", "KR", false),
        ("Corea del Sur", "KR", false),
        ("U.S.", "US", false),
        ("USA", "US", false),
        ("UK", "GB", false),
        ("U.A.E.", "AE", false),
        ("USSR", "RU", false),
        ("Soviet Union", "RU", false),
        ("West Germany", "DE", false),
        ("W. Germany", "DE", false),
        ("Yugoslavia", "RS", false),
        ("Czechoslovakia", "CZ", false),
        ("Burma", "MM", false),
        ("Zaire", "CD", false),
        ("Ceylon", "LK", false),
        ("Upper Volta", "BF", false),
        ("Persia", "IR", false),
        ("Swaziland", "SZ", false),
        ("Macedonia", "MK", false),
        ("Taiwan", "TW", true),
        ("Kosovo", "XK", true),
        ("Allemagne", "DE", false),
        ("Yhdysvallat", "US", false),
    ] {
        let hit = gazetteer().lookup(name)[0];
        let geo = gazetteer().get(hit.id);
        assert_eq!(hit.kind, PlaceKind::Country, "{name}");
        assert_eq!(geo.country, CountryCode::new(code), "{name}");
        assert_eq!(hit.primary, primary, "{name}");
    }
}

#[test]
fn a_state_or_province_answers_to_its_abbreviation_within_its_country() {
    for (name, country, expected) in [
        ("Mass.", "US", "US-MA"),
        ("Calif.", "US", "US-CA"),
        ("Calif", "US", "US-CA"),
        ("N.Y.", "US", "US-NY"),
        ("MA", "US", "US-MA"),
        ("Ont.", "CA", "CA-ON"),
        ("B.C.", "CA", "CA-BC"),
        ("NSW", "AU", "AU-NSW"),
        ("Bayern", "DE", "DE-BY"),
        ("GR", "CH", "CH-GR"),
        ("Scotland", "GB", "GB-SCT"),
        ("Minas Gerais", "BR", "BR-MG"),
        ("Orissa", "IN", "IN-OD"),
        ("Chechnya", "RU", "RU-CE"),
    ] {
        let code = CountryCode::new(country).unwrap();
        let region = gazetteer().lookup_region(name, code).map(|id| gazetteer().get(id));
        assert_eq!(region.and_then(|region| region.code), Some(expected), "{name}");
    }
    let france = CountryCode::new("FR").unwrap();
    assert_eq!(gazetteer().lookup_region("Mass.", france), None);
}

#[test]
fn a_demonym_means_its_country_or_region_and_is_no_name() {
    for (word, expected) in [
        ("Kenyan", "Kenya KE Country"),
        ("Kenyans", "Kenya KE Country"),
        ("South Korean", "South Korea KR Country"),
        ("French", "France FR Country"),
        ("Dutch", "Netherlands NL Country"),
        ("Scottish", "Scotland GB Region"),
        ("Catalan", "Catalonia ES Region"),
        ("Chechen", "Chechnya RU Region"),
        ("Texans", "Texas US Region"),
        ("European", "Europe - Region"),
    ] {
        let id = gazetteer().demonym(word).unwrap_or_else(|| panic!("{word} is no demonym"));
        assert_eq!(describe(gazetteer(), id), expected, "{word}");
    }
    assert_eq!(gazetteer().demonym("Kenya"), None);
    assert!(gazetteer().lookup("Kenyan").is_empty());
}

#[test]
fn areas_and_institutions_have_their_kind_and_point() {
    use PlaceKind::{Facility, Institution, Region};
    for (name, kind, country) in [
        ("United Nations", Institution, Some("US")),
        ("Korean peninsula", Region, None),
        ("Middle East", Region, None),
        ("Gaza Strip", Region, Some("PS")),
        ("West Bank", Region, Some("PS")),
        ("Kremlin", Facility, Some("RU")),
        ("Guantanamo Bay", Facility, Some("CU")),
        ("Persian Gulf", Region, None),
        ("Silicon Valley", Region, Some("US")),
    ] {
        let hit = gazetteer().lookup(name)[0];
        let geo = gazetteer().get(hit.id);
        assert_eq!(hit.kind, kind, "{name}");
        assert_eq!(geo.country, country.and_then(CountryCode::new), "{name}");
        assert!(geo.point.is_some(), "{name}");
    }
}

#[test]
fn what_is_published_of_a_place_is_whole() {
    let hit = gazetteer().lookup("Nairobi")[0];
    let place = gazetteer().publish(hit.id);
    assert_eq!(place.country.as_deref(), Some("KE"));
    assert_eq!(place.country_name.as_deref(), Some("Kenya"));
    assert_eq!(place.region.as_deref(), Some("Nairobi County"));
    assert_eq!(place.region_code.as_deref(), Some("KE-30"));
    assert_eq!(place.geonameid, Some(184_745));
    assert_eq!(place.timezone.as_deref(), Some("Africa/Nairobi"));
    let (lat, lon) = (place.lat.unwrap(), place.lon.unwrap());
    assert!((lat + 1.28).abs() < 0.02 && (lon - 36.82).abs() < 0.02);

    let un = gazetteer().publish(gazetteer().lookup("United Nations")[0].id);
    assert_eq!(un.region.as_deref(), Some("New York"));
    assert_eq!(un.country_name.as_deref(), Some("United States"));

    let area = gazetteer().publish(gazetteer().lookup("Middle East")[0].id);
    assert_eq!((area.country, area.region), (None, None));
}

#[test]
fn a_scan_for_the_longest_name_knows_when_to_go_on() {
    for (words, prefix) in [
        ("new", true),
        ("ho chi", true),
        ("ho chi minh city", true),
        ("south", true),
        ("ho chi mi", false),
        ("", false),
        ("qqqq", false),
    ] {
        assert_eq!(gazetteer().is_prefix(words), prefix, "{words:?}");
    }
    let entry = gazetteer().find("ho chi minh").unwrap();
    assert!(entry.continues());
}

#[test]
fn capitals_and_what_lies_where() {
    for (code, capital) in [("FR", "Paris"), ("US", "Washington"), ("KR", "Seoul"), ("BR", "Brasilia")] {
        let code = CountryCode::new(code).unwrap();
        assert_eq!(gazetteer().capital(code).map(|geo| geo.name()), Some(capital));
    }
    let boston = gazetteer().lookup("Boston")[0].id;
    let id = |name: &str| gazetteer().lookup(name)[0].id;
    assert!(gazetteer().within(boston, id("Massachusetts")));
    assert!(gazetteer().within(boston, id("United States")));
    assert!(!gazetteer().within(boston, id("Texas")));
    assert!(!gazetteer().within(boston, id("Canada")));
}

#[test]
fn a_users_row_adds_a_place_or_stands_in_for_one() {
    let own = users(
        "Nova Zembla Station\tfacility\tRU\t\t76.1\t62.5\t\t\tZembla Base\n\
         Nairobi\tcity\tKE\t\t\t\t9000000\t\tNBO Town\n",
    )
    .unwrap();
    assert_eq!(first(&own, "Nova Zembla Station"), "Nova Zembla Station RU Facility");
    assert_eq!(first(&own, "zembla base"), "Nova Zembla Station RU Facility");
    assert!(own.is_prefix("nova zembla"));
    let hit = own.lookup("NBO Town")[0];
    assert!(!hit.primary);
    let nairobi = own.get(hit.id);
    assert_eq!((nairobi.name(), nairobi.population), ("Nairobi", 9_000_000));
    assert_eq!(nairobi.geonameid, Some(184_745), "what a row leaves out stays");
    let nairobis = own.lookup("Nairobi");
    let cities = nairobis.iter().filter(|hit| hit.kind == PlaceKind::City);
    assert_eq!(cities.count(), 1, "the old one is not found beside it");
    assert_eq!(first(&own, "London"), first(gazetteer(), "London"));
}

#[test]
fn a_malformed_row_is_refused_with_file_line_and_mend() {
    for (row, expected) in [
        (
            "Here\ttown\tKE\t\t\t\t\t\t",
            "places.tsv: line 2: `kind` is \"town\"; write city, region, country, institution or facility",
        ),
        (
            "Here\tcity\tKE\tKE-99\t\t\t\t\t",
            "places.tsv: line 2: `region` is \"KE-99\"; write an ISO 3166-2 code such as KE-30, or leave it empty",
        ),
        (
            "Here\tcity\tKE\t\t91\t0\t\t\t",
            "places.tsv: line 2: `lat` is \"91\"; write degrees from -90 to 90",
        ),
        (
            "Here\tcity\tKE\t\t1\t\t\t\t",
            "places.tsv: line 2: only one of `lat` and `lon` is given; give both or none",
        ),
        (
            "Here\tcity\tKE\t\t\t\tmany\t\t",
            "places.tsv: line 2: `population` is \"many\"; write a whole number of people",
        ),
        ("Here\tcity\tQQ\t\t\t\t\t\t", "places.tsv: line 2: `country` QQ is none of today; see ISO 3166-1"),
    ] {
        assert_eq!(users(row).unwrap_err().to_string(), expected);
    }
    assert!(users("Here\tcity").unwrap_err().to_string().contains("line 2"));
}

#[test]
fn damaged_data_are_refused() {
    for packed in [&b""[..], b"CDPLACE1", b"CDPLACE1\x10\0\0\0notzstd", b"another file"] {
        assert!(Base::unpack(packed).is_err());
    }
}

/// A mean of their towns by people would put Russia 2,800 km to the west, and Texas into its eastern half.
#[test]
fn countries_divisions_and_features_stand_in_their_middle() {
    let gazetteer = gazetteer();
    for (name, lat, lon, within) in [
        ("United States", 39.8, -98.5, 100.0),
        ("Russia", 60.0, 100.0, 100.0),
        ("Texas", 31.3, -99.3, 60.0),
        ("Alaska", 64.0, -152.0, 60.0),
        ("Licking County", 40.1, -82.5, 40.0),
        ("Loire Valley", 47.4, 0.8, 60.0),
        ("Lake Travis", 30.4, -98.0, 20.0),
        ("Mount Whitney", 36.6, -118.3, 20.0),
        ("Kiel Canal", 54.2, 9.4, 20.0),
    ] {
        let geo = gazetteer.get(gazetteer.lookup(name)[0].id);
        let (own_lat, own_lon) = geo.point.unwrap_or_else(|| panic!("{name} has no point"));
        let km = ((own_lat - lat) * 111.2).hypot((own_lon - lon) * 111.2 * lat.to_radians().cos());
        assert!(km <= within, "{name} is {km:.0} km off");
    }
    // What GeoNames is not asked for has no id; a feature in one division lies in it.
    let lake = gazetteer.get(gazetteer.lookup("Lake Travis")[0].id);
    assert_eq!(lake.geonameid, None);
    assert_eq!(lake.region.map(|region| gazetteer.get(region).name()), Some("Texas"));
    // The town of the name stands for the district.
    let district = gazetteer.get(gazetteer.lookup("Twickenham")[0].id);
    assert_eq!(
        (district.country.map(|code| code.as_str().to_owned()), district.geonameid.is_some()),
        (Some("GB".into()), true)
    );
}

/// The repository holds sixteen megabytes of data at most.
#[test]
fn the_data_stay_small() {
    fn size(path: &std::path::Path) -> u64 {
        let meta = std::fs::metadata(path).expect("data/ is part of the repository");
        if !meta.is_dir() {
            return meta.len();
        }
        let entries = std::fs::read_dir(path).expect("data/ can be read");
        entries.map(|entry| size(&entry.expect("data/ can be read").path())).sum()
    }
    let data = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    assert!(size(&data) <= 16 << 20, "{} bytes", size(&data));
}
