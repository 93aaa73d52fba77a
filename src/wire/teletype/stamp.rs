//! Times of trailers: `131137 GMT Nov 13` (IPTC 7901), `AP-WF-06-29-17 2350GMT` (ANPA 1312), `KWS-21:37-09-12-18` (Kyodo).

use crate::dispatch::Stamp;
use crate::wire::times;

/// Beginnings of month names, January first, as agencies write them: English, German, French, Spanish, Italian, Dutch,
/// Portuguese, Scandinavian.
const MONTHS: [&[&str]; 12] = [
    &["jan", "ene", "gen", "jän", "jaen"],
    &["feb", "fév", "fev"],
    &["mar", "mär", "mae", "mrz", "maa", "mrt"],
    &["apr", "avr", "abr"],
    &["may", "mai", "mei", "maj", "mag"],
    &["jun", "juin", "giu"],
    &["jul", "juil", "lug"],
    &["aug", "aoû", "aou", "ago"],
    &["sep", "set"],
    &["oct", "okt", "ott", "out"],
    &["nov"],
    &["dec", "déc", "dez", "dic", "des"],
];

/// Zones by the letters of trailers, in hours east of UTC: AP's lines to members, dpa's German service.
const ZONES: &[(&str, i32)] = &[
    ("gmt", 0),
    ("utc", 0),
    ("z", 0),
    ("tu", 0),
    ("est", -5),
    ("edt", -4),
    ("cst", -6),
    ("cdt", -5),
    ("mst", -7),
    ("mdt", -6),
    ("pst", -8),
    ("pdt", -7),
    ("mez", 1),
    ("cet", 1),
    ("mesz", 2),
    ("cest", 2),
    ("jst", 9),
];

/// A trailer that ANPA 1312 ends with.
#[derive(Debug, PartialEq)]
pub struct Trailer<'a> {
    /// `AP`, `NYT`, `KWS`
    pub agency: &'a str,
    pub stamp: Stamp,
}

/// Reads `DDHHMM [GMT] MON YY` (IPTC 7901): `131137 GMT Nov 13`, `101137 Okt 2018`, `271425 mai 19`. Without GMT it
/// has no zone.
pub fn iptc(text: &str) -> Option<Stamp> {
    let mut fields = text.split_whitespace();
    let first = fields.next()?;
    let figures = first.bytes().take_while(u8::is_ascii_digit).count();
    let (clock, glued) = first.split_at(figures);
    if figures != 6 {
        return None;
    }
    let mut next = if glued.is_empty() { fields.next()? } else { glued };
    let offset = zone(next);
    if offset.is_some() {
        next = fields.next()?;
    }
    let month = month(next)?;
    let year = year(fields.next()?)?;
    if fields.next().is_some() {
        return None;
    }
    let number = |at: usize| clock[at..at + 2].parse::<i8>().ok();
    let local = times::local(year, month, number(0)?, number(2)?, number(4)?)?;
    Some(Stamp { local, offset: offset.map(|hours| hours * 3600) })
}

/// Reads the trailers of ANPA 1312. AP and those on its lines write month-day-year and the time with its zone; Kyodo
/// writes the time of Tokyo first, without a zone, and then day-month-year.
pub fn anpa(text: &str) -> Option<Trailer<'_>> {
    let text = text.trim().trim_end_matches(['<', '=']).trim_end();
    let (agency, rest) = text.split_once('-')?;
    let name = |name: &str| (2..=10).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphabetic());
    if !name(agency) || text.len() > 60 {
        return None;
    }
    let mut fields = rest.split('-').peekable();
    while fields.peek().is_some_and(|field| name(field)) {
        fields.next();
    }
    let first = fields.next()?;
    let stamp = match first.split_once(':') {
        Some((hour, minute)) => {
            let (day, month, year_) =
                (figures(fields.next()?)?, figures(fields.next()?)?, year(fields.next()?)?);
            let local = times::local(year_, month, day, figures(hour)?, figures(minute)?)?;
            Stamp { local, offset: None }
        }
        None => {
            let (month, day) = (figures(first)?, figures(fields.next()?)?);
            let (year_, clock) = fields.next()?.split_once(' ')?;
            let clock = clock.trim();
            let (time, zone_) = clock.split_at_checked(4)?;
            let offset = match zone_.trim() {
                "" => None,
                name => Some(zone(name)? * 3600),
            };
            let (hour, minute) = (figures(time.get(..2)?)?, figures(time.get(2..)?)?);
            Stamp { local: times::local(year(year_)?, month, day, hour, minute)?, offset }
        }
    };
    fields.next().is_none().then_some(Trailer { agency, stamp })
}

fn zone(name: &str) -> Option<i32> {
    ZONES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, hours)| *hours)
}

fn month(name: &str) -> Option<i8> {
    let name = name.to_lowercase();
    let found = MONTHS.iter().position(|forms| forms.iter().any(|form| name.starts_with(form)));
    found.filter(|_| name.chars().all(|c| c.is_alphabetic() || c == '.')).map(|at| at as i8 + 1)
}

/// A number of two figures.
fn figures(text: &str) -> Option<i8> {
    (text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

/// A year of two figures or four. The formats are of 1979: what is 70 and more is of the last century.
fn year(text: &str) -> Option<i16> {
    let number: i16 = text.parse().ok().filter(|_| text.bytes().all(|b| b.is_ascii_digit()))?;
    match text.len() {
        2 => Some(number + if number < 70 { 2000 } else { 1900 }),
        4 => Some(number),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(stamp: Option<Stamp>) -> Option<(String, Option<i32>)> {
        stamp.map(|stamp| (stamp.local.to_string(), stamp.offset))
    }

    #[test]
    fn trailers_of_iptc_7901() {
        for (text, local, offset) in [
            ("131137 GMT Nov 13 ", "2013-11-13T11:37:00", Some(0)),
            ("101137 gmt dez 18", "2018-12-10T11:37:00", Some(0)),
            ("071341 GMT Okt 2015", "2015-10-07T13:41:00", Some(0)),
            ("271425 mai 19", "2019-05-27T14:25:00", None),
            ("010905 Août 19", "2019-08-01T09:05:00", None),
            ("231805GMT Jan 98", "1998-01-23T18:05:00", Some(0)),
            ("171415 MESZ Jul 08", "2008-07-17T14:15:00", Some(7200)),
        ] {
            assert_eq!(shown(iptc(text)), Some((local.to_owned(), offset)), "{text}");
        }
        for text in [
            "",
            "131137",
            "131137 GMT",
            "321137 GMT Nov 13",
            "13113 GMT Nov 13",
            "131137 GMT Nov 13 and more",
            "1990 was",
        ] {
            assert_eq!(iptc(text), None, "{text}");
        }
    }

    #[test]
    fn trailers_of_anpa_1312() {
        for (text, agency, local, offset) in [
            ("AP-WF-06-29-17 2350GMT<", "AP", "2017-06-29T23:50:00", Some(0)),
            ("AP-NY-01-31-97 0745EST<", "AP", "1997-01-31T07:45:00", Some(-18000)),
            ("NYT-11-13-13 0745<", "NYT", "2013-11-13T07:45:00", None),
            ("KWS-21:37-09-12-18", "KWS", "2018-12-09T21:37:00", None),
        ] {
            let got = anpa(text).unwrap();
            assert_eq!(
                (got.agency, shown(Some(got.stamp))),
                (agency, Some((local.to_owned(), offset))),
                "{text}"
            );
        }
        for text in [
            "",
            "AP",
            "AP-WF-13-29-17 2350GMT",
            "AP-06-29-17",
            "a 3-2 win",
            "AP-WF-06-29-17 2350XYZ",
            "pre-2019",
        ] {
            assert_eq!(anpa(text), None, "{text}");
        }
    }
}
