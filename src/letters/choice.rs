//! Which letters are meant: `--code`, `--agency`, `--since`, `--until`.

use jiff::Timestamp;

use super::letter::Letter;
use crate::replay::range::Bound;

/// A choice of letters; an empty list and a missing bound let all pass.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Choice {
    /// Codes, or their beginnings up to the dot: `wire.`.
    pub codes: Vec<String>,
    pub agencies: Vec<String>,
    /// Of the dispatch's time, in milliseconds since the epoch; the first is in, the second is not.
    pub since: Option<i64>,
    pub until: Option<i64>,
}

impl Choice {
    /// Whether a letter is meant, as far as its headers tell: its agency is asked for only where it matters.
    pub fn takes(&self, letter: &Letter) -> bool {
        let code = self.codes.is_empty() || self.codes.iter().any(|code| names(code, &letter.code));
        // A letter without a time is of no time.
        let since = self.since.is_none_or(|since| letter.timestamp_ms.is_some_and(|ms| ms >= since));
        let until = self.until.is_none_or(|until| letter.timestamp_ms.is_some_and(|ms| ms < until));
        code && since && until
    }

    pub fn takes_agency(&self, agency: Option<&str>) -> bool {
        self.agencies.is_empty() || agency.is_some_and(|code| self.agencies.iter().any(|known| known == code))
    }
}

fn names(wanted: &str, code: &str) -> bool {
    if wanted.ends_with('.') { code.starts_with(wanted) } else { code == wanted }
}

/// The instants of `--since` and `--until`; `None`: no bound.
///
/// # Errors
/// An offset is no time, and nothing is older than the earliest.
pub fn times(
    since: Option<Bound>,
    until: Option<Bound>,
    now: Timestamp,
) -> Result<(Option<i64>, Option<i64>), String> {
    let instant = |bound: Option<Bound>| match bound {
        None | Some(Bound::Earliest) => Ok(None),
        Some(Bound::Now) => Ok(Some(now.as_millisecond())),
        Some(bound @ (Bound::Time(_) | Bound::Back(_))) => Ok(bound.instant_ms(now)),
        Some(Bound::Offset(offset)) => Err(format!(
            "offset:{offset} is no time: write one with its zone such as 2024-03-01T00:00:00Z, or a duration back such as 6h"
        )),
    };
    if until == Some(Bound::Earliest) {
        return Err("--until earliest leaves no letter: write a time, or leave it out".into());
    }
    Ok((instant(since)?, instant(until)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letters::letter::tests::empty;

    #[test]
    fn a_choice_takes_what_it_names() {
        let letter = Letter { timestamp_ms: Some(1_000), ..empty() };
        let timeless = Letter { timestamp_ms: None, ..letter.clone() };
        let codes = |codes: &[&str]| Choice {
            codes: codes.iter().map(|code| (*code).to_owned()).collect(),
            ..Choice::default()
        };
        let times = |since, until| Choice { since, until, ..Choice::default() };
        for (choice, want, want_timeless) in [
            (Choice::default(), true, true),
            (codes(&["wire.empty"]), true, true),
            (codes(&["wire.not_text", "wire."]), true, true),
            (codes(&["wire"]), false, false),
            (codes(&["kafka."]), false, false),
            (times(Some(1_000), None), true, false),
            (times(Some(1_001), None), false, false),
            (times(None, Some(1_000)), false, false),
            (times(None, Some(1_001)), true, false),
        ] {
            assert_eq!((choice.takes(&letter), choice.takes(&timeless)), (want, want_timeless), "{choice:?}");
        }
        let agency = Choice { agencies: vec!["AP".into()], ..Choice::default() };
        assert!(agency.takes_agency(Some("AP")) && !agency.takes_agency(Some("AFP")));
        assert!(!agency.takes_agency(None) && Choice::default().takes_agency(None));
    }

    #[test]
    fn a_bound_in_time_is_an_instant() {
        let now = "2024-03-01T12:00:00Z".parse().expect("a time");
        let bound = |text: &str| text.parse::<Bound>().expect("a bound");
        for (text, since, until) in [
            ("2024-03-01T00:00:00Z", Ok(Some(1_709_251_200_000)), Ok(Some(1_709_251_200_000))),
            ("12h", Ok(Some(1_709_251_200_000)), Ok(Some(1_709_251_200_000))),
            ("now", Ok(Some(1_709_294_400_000)), Ok(Some(1_709_294_400_000))),
            ("earliest", Ok(None), Err(())),
            ("offset:3", Err(()), Err(())),
        ] {
            let got = times(Some(bound(text)), None, now).map(|(since, _)| since);
            assert_eq!(got.map_err(|_| ()), since, "--since {text}");
            let got = times(None, Some(bound(text)), now).map(|(_, until)| until);
            assert_eq!(got.map_err(|_| ()), until, "--until {text}");
        }
    }
}
