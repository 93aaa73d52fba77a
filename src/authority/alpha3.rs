//! Country codes of three letters, as AFP, dpa and Reuters have them in their fields.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::CountryCode;

const TABLE: &str = include_str!("../../data/alpha3.tsv");

static CODES: LazyLock<FxHashMap<&str, CountryCode>> = LazyLock::new(|| {
    let rows = TABLE.lines().filter_map(|line| line.split_once('\t'));
    rows.filter_map(|(three, two)| Some((three, CountryCode::new(two)?))).collect()
});

/// The country of an ISO 3166-1 code of two or three capitals.
pub fn country_of(code: &str) -> Option<CountryCode> {
    CODES.get(code).copied().or_else(|| CountryCode::new(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_three_letters() {
        for (code, wanted) in
            [("PSE", Some("PS")), ("DEU", Some("DE")), ("FR", Some("FR")), ("QQQ", None), ("alpha3", None)]
        {
            assert_eq!(country_of(code).map(|code| code.as_str().to_owned()).as_deref(), wanted, "{code}");
        }
        assert_eq!(CODES.len(), TABLE.lines().count() - 2);
    }
}
