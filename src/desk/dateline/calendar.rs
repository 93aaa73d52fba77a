//! Months and days of the week as wires write them.

use crate::authority::fold;

/// Names of months in the languages of the wires, folded, in order of name. Where two languages share a
/// form they mean the same month.
#[rustfmt::skip]
const MONTHS: &[(&str, u8)] = &[
    ("abr", 4), ("abril", 4), ("ago", 8), ("agosto", 8), ("aout", 8), ("apr", 4), ("april", 4),
    ("aprile", 4), ("aug", 8), ("august", 8), ("augusti", 8), ("augustus", 8), ("avr", 4), ("avril", 4),
    ("dec", 12), ("december", 12), ("decembre", 12), ("des", 12), ("desember", 12), ("dez", 12),
    ("dezember", 12), ("dezembro", 12), ("dic", 12), ("dicembre", 12), ("diciembre", 12), ("elokuuta", 8),
    ("ene", 1), ("enero", 1), ("feb", 2), ("febbraio", 2), ("febr", 2), ("febrero", 2), ("februar", 2),
    ("februari", 2), ("february", 2), ("fev", 2), ("fevereiro", 2), ("fevr", 2), ("fevrier", 2), ("gen", 1),
    ("gennaio", 1), ("giu", 6), ("giugno", 6), ("heinakuuta", 7), ("helmikuuta", 2), ("huhtikuuta", 4),
    ("jan", 1), ("janeiro", 1), ("janner", 1), ("januar", 1), ("januari", 1), ("january", 1), ("janv", 1),
    ("janvier", 1), ("joulukuuta", 12), ("juil", 7), ("juillet", 7), ("juin", 6), ("jul", 7), ("julho", 7),
    ("juli", 7), ("julio", 7), ("july", 7), ("jun", 6), ("june", 6), ("junho", 6), ("juni", 6),
    ("junio", 6), ("kesakuuta", 6), ("lokakuuta", 10), ("lug", 7), ("luglio", 7), ("maaliskuuta", 3),
    ("maart", 3), ("mag", 5), ("maggio", 5), ("mai", 5), ("maio", 5), ("maj", 5), ("mar", 3), ("march", 3),
    ("marco", 3), ("marraskuuta", 11), ("mars", 3), ("mart", 3), ("marts", 3), ("marz", 3), ("marzo", 3),
    ("may", 5), ("mayo", 5), ("mei", 5), ("mrt", 3), ("nov", 11), ("november", 11), ("novembre", 11),
    ("novembro", 11), ("noviembre", 11), ("oct", 10), ("october", 10), ("octobre", 10), ("octubre", 10),
    ("okt", 10), ("oktober", 10), ("ott", 10), ("ottobre", 10), ("out", 10), ("outubro", 10), ("sep", 9),
    ("sept", 9), ("september", 9), ("septembre", 9), ("septiembre", 9), ("set", 9), ("setembro", 9),
    ("setiembre", 9), ("settembre", 9), ("syyskuuta", 9), ("tammikuuta", 1), ("toukokuuta", 5),
];

/// Months of the Muslim calendar: Gulf agencies put that date before the common one, which is the one read.
const HIJRI: &[&str] = &[
    "muharram", "safar", "rabi", "rabia", "jumada", "rajab", "shaban", "shaaban", "ramadan", "shawwal",
    "dhu", "dhul", "thul",
];

const WEEKDAYS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "tues",
    "wed",
    "thu",
    "thurs",
    "fri",
    "sat",
    "sun",
];

/// The month that `word` names in any of the languages.
pub fn month(word: &str) -> Option<u8> {
    if !(3..=13).contains(&word.len()) {
        return None;
    }
    let folded = fold(word);
    let found = MONTHS.binary_search_by(|(name, _)| (*name).cmp(&folded)).ok()?;
    Some(MONTHS[found].1)
}

/// The English month that `word` is a typing slip of: `Narch`, `Macrh`, `Apri`, `Junee`.
pub fn mistyped_month(word: &str) -> Option<u8> {
    const ENGLISH: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let folded = fold(word);
    let near = |name: &str| folded.len() >= 3 && super::typo::one_slip(&folded, name);
    let found = ENGLISH.iter().position(|name| near(name))?;
    u8::try_from(found + 1).ok()
}

/// Whether `word` is an English day of the week, also shortened.
pub fn is_weekday(word: &str) -> bool {
    let word = word.trim_end_matches('.');
    word.ends_with(['y', 'Y', 'n', 'N', 'e', 'E', 's', 'S', 'd', 'D', 'u', 'U', 'i', 'I', 't', 'T'])
        && WEEKDAYS.iter().any(|day| day.eq_ignore_ascii_case(word))
}

/// Whether `word` is a month of the Muslim calendar: `Dhu-AlHijjah`.
pub fn is_hijri(word: &str) -> bool {
    let folded = fold(word);
    let head = folded.split(' ').next().unwrap_or_default();
    HIJRI.iter().any(|m| head.starts_with(m))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_in_order() {
        assert!(MONTHS.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn months_of_many_languages() {
        for (word, number) in [
            ("March", 3),
            ("März", 3),
            ("août", 8),
            ("LUG", 7),
            ("ene", 1),
            ("kesäkuuta", 6),
            ("janv.", 1),
            ("dez", 12),
        ] {
            assert_eq!(month(word), Some(number), "{word}");
        }
        assert_eq!((month("Ma"), month("Marathon"), month("decent")), (None, None, None));
        assert_eq!(
            (mistyped_month("Narch"), mistyped_month("Macrh"), mistyped_month("Monday")),
            (Some(3), Some(3), None)
        );
    }
}
