//! What time it is at an agency's desk.

use std::sync::LazyLock;

use jiff::civil::DateTime;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::{Agency, Authority, CountryCode};

/// The IANA zones that are built in: a record never depends on those of the machine.
static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

impl Authority {
    /// Time zone of the town where the agency has its home: the first that it names in its own country, else that
    /// country's capital.
    pub fn zone(&self, agency: &Agency) -> Option<TimeZone> {
        let country = agency.country.as_deref().and_then(CountryCode::new)?;
        let home = agency.home.iter().find_map(|name| {
            let hits = self.gazetteer.lookup(name);
            let towns = hits.iter().map(|hit| self.gazetteer.get(hit.id));
            let town = towns.filter(|geo| geo.country == Some(country) && geo.timezone.is_some());
            town.max_by(|a, b| a.prominence.total_cmp(&b.prominence))
        });
        let name = home.or_else(|| self.gazetteer.capital(country))?.timezone?;
        ZONES.get(name).ok()
    }
}

/// The instant of a local time. Of the two that an hour has when clocks go back it is the later one, and an hour that is left
/// out is read as the one behind it: an embargo never ends early (invariant 9).
pub fn instant(local: DateTime, zone: &TimeZone) -> Option<jiff::Timestamp> {
    zone.to_ambiguous_timestamp(local).later().ok()
}
