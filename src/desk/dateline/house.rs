//! A dateline in one style: the house's for `located`, an agency's on request.

use super::names::titled;
use crate::authority::{AgencyStyle, Styles};
use crate::record::{DatelinePlace, PlaceKind};

/// The style of `located`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LocatedStyle {
    /// `Nairobi, Kenya; Salem, Oregon, United States`
    #[default]
    House,
    Agency(AgencyStyle),
}

/// The places in the style of `located`, without the date.
pub fn located(places: &[DatelinePlace], style: LocatedStyle, styles: &Styles) -> Option<String> {
    if places.is_empty() {
        return None;
    }
    Some(match style {
        LocatedStyle::House => places.iter().map(house).collect::<Vec<_>>().join("; "),
        LocatedStyle::Agency(agency) => listed(places, agency, styles),
    })
}

/// The place in the house style: the state for the United States and Canada (`Salem, Oregon, United States`),
/// and the bare name of a country, a ship or a place that is in no gazetteer.
fn house(p: &DatelinePlace) -> String {
    let mut parts = vec![p.name.as_str()];
    let state = p.place.region.as_deref().filter(|_| {
        matches!(p.place.country.as_deref(), Some("US" | "CA")) && p.kind != PlaceKind::Institution
    });
    for part in [state, p.place.country_name.as_deref()].into_iter().flatten() {
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts.join(", ")
}

/// The dateline as the agency would write it, without credit and dash. `date` is the record's, `YYYY-MM-DD` or
/// `--MM-DD`. AP gives no date since the 1990s; AFP gives the year.
pub fn dateline(
    places: &[DatelinePlace],
    date: Option<&str>,
    style: AgencyStyle,
    styles: &Styles,
) -> Option<String> {
    let mut parts = Vec::with_capacity(2);
    if !places.is_empty() {
        parts.push(listed(places, style, styles));
    }
    parts.extend(date.and_then(|date| dated(date, style)));
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn listed(places: &[DatelinePlace], style: AgencyStyle, styles: &Styles) -> String {
    let each: Vec<String> = places.iter().map(|p| one(p, style, styles)).collect();
    match each.as_slice() {
        // Reuters writes `LONDON/PARIS`, the others `LONDON and PARIS`.
        _ if style == AgencyStyle::Reuters => each.join("/"),
        [first @ .., before, last] => {
            // The comma that opens a state or country is closed by another: `WARSAW, Poland, and LONDON`.
            let comma = if before.contains(',') { "," } else { "" };
            let first: String = first.iter().map(|one| format!("{one}, ")).collect();
            format!("{first}{before}{comma} and {last}")
        }
        each => each.concat(),
    }
}

fn one(p: &DatelinePlace, style: AgencyStyle, styles: &Styles) -> String {
    let name = match style {
        AgencyStyle::Ap | AgencyStyle::Reuters => p.name.to_uppercase(),
        AgencyStyle::Afp => titled(&p.name),
    };
    match wider(p, style, styles) {
        Some(part) if !part.is_empty() && part != p.name => format!("{name}, {part}"),
        _ => name,
    }
}

/// The state or country behind the place; `None` where it stands alone.
fn wider<'a>(p: &'a DatelinePlace, style: AgencyStyle, styles: &'a Styles) -> Option<&'a str> {
    if matches!(p.kind, PlaceKind::Country | PlaceKind::Mobile) {
        return None;
    }
    if p.kind == PlaceKind::Institution && style != AgencyStyle::Afp {
        // `UNITED NATIONS (AP)`
        return None;
    }
    let country = p.place.country.as_deref();
    let region = p.place.region_code.as_deref();
    if styles.alone(style, [country, region], &p.name) {
        return None;
    }
    let division = country
        .filter(|code| styles.names_division(style, code))
        .and(p.place.region.as_deref())
        .filter(|division| *division != p.name && p.kind != PlaceKind::Region);
    if let Some(division) = division {
        return Some(region.and_then(|code| styles.short(style, code)).unwrap_or(division));
    }
    country.and_then(|code| styles.short(style, code)).or(p.place.country_name.as_deref())
}

/// Months as AP, Reuters and AFP shorten them before a day; Reuters and AFP without the period.
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"];

fn dated(date: &str, style: AgencyStyle) -> Option<String> {
    let mut parts = date.rsplitn(3, '-');
    let day: u8 = parts.next()?.parse().ok()?;
    let month: usize = parts.next()?.parse().ok()?;
    let month = MONTHS.get(month.checked_sub(1)?)?;
    let year = parts.next().filter(|year| year.len() == 4);
    match (style, year) {
        (AgencyStyle::Ap, _) => None,
        (AgencyStyle::Afp, Some(year)) => Some(format!("{month} {day}, {year}")),
        _ => Some(format!("{month} {day}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authority::Authority;
    use crate::desk::Sent;
    use crate::desk::copy::read;
    use crate::desk::metadata::Told;
    use crate::desk::text::Text;
    use crate::desk::why::Why;

    #[test]
    fn each_style_writes_the_place_its_way() {
        let authority = Authority::builtin().unwrap();
        // 10 March 2021.
        let sent = Sent { timestamp_ms: Some(1_615_377_600_000) };
        for (lead, house, ap, reuters, afp) in [
            (
                "NAIROBI, Kenya, March 1 (Reuters) - A bridge opened.",
                "Nairobi, Kenya",
                "NAIROBI, Kenya",
                "NAIROBI, March 1",
                "Nairobi, Kenya, March 1, 2021",
            ),
            (
                "CHATHAM, Mass. (AP) — A bridge opened.",
                "Chatham, Massachusetts, United States",
                "CHATHAM, Mass.",
                "CHATHAM, Massachusetts",
                "Chatham, United States",
            ),
            (
                "AUSTIN, Texas (AP) — A bridge opened.",
                "Austin, Texas, United States",
                "AUSTIN, Texas",
                "AUSTIN, Texas",
                "Austin, United States",
            ),
            (
                "CHICAGO (AP) — A bridge opened.",
                "Chicago, Illinois, United States",
                "CHICAGO",
                "CHICAGO",
                "Chicago, United States",
            ),
            (
                "WASHINGTON, Jan 21 (Reuters) - A bridge opened.",
                "Washington, District of Columbia, United States",
                "WASHINGTON",
                "WASHINGTON, Jan 21",
                "Washington, United States, Jan 21, 2021",
            ),
            (
                "MANCHESTER, England (AP) — A bridge opened.",
                "Manchester, United Kingdom",
                "MANCHESTER, England",
                "MANCHESTER, England",
                "Manchester, United Kingdom",
            ),
            (
                "RAMALLAH, West Bank (AP) — A bridge opened.",
                "Ramallah, Palestinian Territories",
                "RAMALLAH, West Bank",
                "RAMALLAH, West Bank",
                "Ramallah, Palestinian Territories",
            ),
            (
                "KINSHASA, Sept 5 (Reuters) - A bridge opened.",
                "Kinshasa, Democratic Republic of the Congo",
                "KINSHASA, Congo",
                "KINSHASA, Sept 5",
                "Kinshasa, DR Congo, Sept 5, 2020",
            ),
            ("SINGAPORE (AP) — A bridge opened.", "Singapore", "SINGAPORE", "SINGAPORE", "Singapore"),
            (
                "UNITED NATIONS (AP) — A vote was held.",
                "United Nations, United States",
                "UNITED NATIONS",
                "UNITED NATIONS",
                "United Nations, United States",
            ),
            (
                "LONDON/PARIS, March 1 (Reuters) - A bridge opened.",
                "London, United Kingdom; Paris, France",
                "LONDON and PARIS",
                "LONDON/PARIS, March 1",
                "London, United Kingdom, and Paris, France, March 1, 2021",
            ),
            (
                "WASHINGTON/PARIS/SALEM, Oregon, March 1 (Reuters) - A bridge opened.",
                "Washington, District of Columbia, United States; Paris, France; Salem, Oregon, United States",
                "WASHINGTON, PARIS and SALEM, Ore.",
                "WASHINGTON/PARIS/SALEM, Oregon, March 1",
                "Washington, United States, Paris, France, and Salem, United States, March 1, 2021",
            ),
            (
                "WARSAW/LONDON, March 1 (Reuters) - A bridge opened.",
                "Warsaw, Poland; London, United Kingdom",
                "WARSAW, Poland, and LONDON",
                "WARSAW/LONDON, March 1",
                "Warsaw, Poland, and London, United Kingdom, March 1, 2021",
            ),
            (
                "ARIEL, West Bank (AP) — A bridge opened.",
                "Ariel, Palestinian Territories",
                "ARIEL, West Bank",
                "ARIEL, West Bank",
                "Ariel, Palestinian Territories",
            ),
            (
                "MCALLEN, Texas (AP) — A bridge opened.",
                "McAllen, Texas, United States",
                "MCALLEN, Texas",
                "MCALLEN, Texas",
                "McAllen, United States",
            ),
            (
                "ABOARD THE USS EXAMPLE (AP) — A ship sailed.",
                "Aboard the USS Example",
                "ABOARD THE USS EXAMPLE",
                "ABOARD THE USS EXAMPLE",
                "Aboard the USS Example",
            ),
        ] {
            let found = read(&Text::new(lead), &Told::nothing(), None, &authority, sent, &Why::deaf())
                .dateline
                .expect(lead);
            let styles = &authority.styles;
            assert_eq!(located(&found.places, LocatedStyle::House, styles).as_deref(), Some(house), "{lead}");
            for (style, want) in
                [(AgencyStyle::Ap, ap), (AgencyStyle::Reuters, reuters), (AgencyStyle::Afp, afp)]
            {
                let said = dateline(&found.places, found.date.as_deref(), style, styles);
                assert_eq!(said.as_deref(), Some(want), "{lead}");
            }
        }
    }

    #[test]
    fn without_place_only_a_date_stands() {
        let styles = Styles::default();
        assert_eq!(located(&[], LocatedStyle::House, &styles), None);
        for (date, style, want) in [
            (Some("2024-12-31"), AgencyStyle::Reuters, Some("Dec 31")),
            (Some("--02-03"), AgencyStyle::Afp, Some("Feb 3")),
            (Some("2024-12-31"), AgencyStyle::Ap, None),
            (Some("2024-13-31"), AgencyStyle::Afp, None),
            (None, AgencyStyle::Afp, None),
        ] {
            assert_eq!(dateline(&[], date, style, &styles).as_deref(), want, "{date:?} {style:?}");
        }
    }
}
