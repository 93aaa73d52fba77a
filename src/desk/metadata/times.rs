//! The times of an envelope as instants.

use jiff::tz::{Offset, TimeZone};

use crate::authority::{Agency, Authority, instant};
use crate::desk::Sent;
use crate::dispatch::{Envelope, Stamp};
use crate::record::Warning;

/// What time it is where the envelope does not say: the home of the agency.
pub struct Clock {
    zone: Option<TimeZone>,
    /// Whose home it is.
    whose: String,
}

impl Clock {
    pub fn new(agency: Option<&Agency>, authority: &Authority) -> Self {
        let zone = agency.and_then(|agency| authority.zone(agency));
        Clock { zone, whose: agency.map(|agency| agency.code.clone()).unwrap_or_default() }
    }

    /// The instant of a time; `None` where neither it nor the agency names a zone.
    pub fn instant(&self, stamp: Stamp) -> Option<jiff::Timestamp> {
        match stamp.offset {
            Some(seconds) => {
                let zone = TimeZone::fixed(Offset::from_seconds(seconds).ok()?);
                instant(stamp.local, &zone)
            }
            None => instant(stamp.local, self.zone.as_ref()?),
        }
    }

    /// What clocks show at an instant: at `offsets` (seconds east of UTC), in UTC and at home.
    pub fn locals(
        &self,
        at: jiff::Timestamp,
        offsets: impl Iterator<Item = i32>,
    ) -> impl Iterator<Item = jiff::civil::DateTime> {
        let fixed = offsets.filter_map(|seconds| Offset::from_seconds(seconds).ok()).map(TimeZone::fixed);
        fixed.chain([TimeZone::UTC]).chain(self.zone.clone()).map(move |zone| zone.to_datetime(at))
    }

    /// As [`instant`](Self::instant) in RFC 3339, with a warning where the zone is the agency's.
    pub fn published(
        &self,
        stamp: Option<Stamp>,
        field: &'static str,
        warnings: &mut Vec<Warning>,
    ) -> Option<String> {
        let stamp = stamp?;
        let instant = self.instant(stamp);
        if stamp.offset.is_none() {
            let (what, whose) = (stamp.local, &self.whose);
            warnings.push(match (&instant, &self.zone) {
                (Some(_), Some(zone)) => Warning {
                    code: "time.zone_assumed",
                    field,
                    detail: format!(
                        "`{what}` names no zone: read in {} of {whose}",
                        zone.iana_name().unwrap_or("the zone")
                    ),
                },
                _ => Warning {
                    code: "time.zone_unknown",
                    field,
                    detail: format!("`{what}` names no zone, and no agency is known whose it could be"),
                },
            });
        }
        instant.map(|instant| instant.to_string())
    }
}

/// When the dispatch was written, for dates without a year: what its envelope says, else the transport. A zone makes no
/// difference that a year could show but in the hours around New Year.
pub fn written(envelope: &Envelope, clock: &Clock, sent: Sent) -> Sent {
    let said = envelope.version_created.or(envelope.sent).or(envelope.first_created);
    let utc = |stamp: Stamp| instant(stamp.local, &TimeZone::UTC);
    let ms = said.and_then(|stamp| clock.instant(stamp).or_else(|| utc(stamp))).map(|at| at.as_millisecond());
    Sent { timestamp_ms: ms.or(sent.timestamp_ms) }
}
