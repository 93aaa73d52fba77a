//! Who stands in the fields for authors: people, initials or desks.

/// Initials of those who wrote and edited: `gr/bp` and `daa/mt/msr` (EFE), `bur-dar-gl/fz` (AFP), `lm` (ATS), `DWM`, `(TIP)` (Belga).
pub(super) fn is_initials(text: &str) -> bool {
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '(' | ')'));
    let short = |part: &str| (1..=4).contains(&part.chars().count()) && part.chars().all(char::is_alphabetic);
    let parts = || {
        text.split(|c: char| c.is_whitespace() || matches!(c, '/' | '-' | ',' | '+' | '.'))
            .filter(|part| !part.is_empty())
    };
    let one_case = |same: fn(char) -> bool| parts().all(|part| part.chars().all(same));
    let several = text.contains(|c: char| c.is_whitespace());
    // `Li Na`, `JO DOE` are names.
    parts().next().is_some()
        && parts().all(short)
        && (one_case(char::is_lowercase) || (one_case(char::is_uppercase) && !several))
}

/// A person, or several: two words at least, of letters. `sender` is who sends the item.
pub(super) fn is_person(text: &str, sender: Option<&str>) -> bool {
    let text = text.trim();
    let sign = |c: char| {
        c.is_alphabetic() || c.is_whitespace() || matches!(c, '.' | ',' | '\'' | '’' | '-' | '&' | '(' | ')')
    };
    let words = text.split_whitespace().filter(|word| word.starts_with(char::is_uppercase)).count();
    let is_sender = sender.is_some_and(|sender| sender.trim().eq_ignore_ascii_case(text));
    words >= 2 && text.chars().all(sign) && !is_initials(text) && !is_sender && !is_desk(text)
}

/// `Agencia EFE`, `Staff Reporter`, `Sports Desk`.
fn is_desk(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "agency",
        "agencia",
        "agence",
        "agentur",
        "agenzia",
        "bureau",
        "desk",
        "editor",
        "newsroom",
        "news",
        "press",
        "redaction",
        "redaktion",
        "redactie",
        "redaccion",
        "reporter",
        "service",
        "staff",
        "wire",
    ];
    text.split(|c: char| !c.is_alphanumeric())
        .any(|word| WORDS.iter().any(|known| known.eq_ignore_ascii_case(word)))
}

/// A name with a login behind it: `Jane Roe (jro)`.
pub(super) fn is_login(text: &str) -> bool {
    let Some((name, login)) = text.trim().strip_suffix(')').and_then(|text| text.rsplit_once(" (")) else {
        return false;
    };
    name.contains(' ') && (2..=5).contains(&login.len()) && login.bytes().all(|b| b.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_and_names() {
        for text in ["gr/bp", "daa/mt/msr", "bur-dar-gl/fz", "lm", "DWM", "(TIP)", "AB/CD", "ab cd"] {
            assert!(is_initials(text), "{text}");
            assert!(!is_person(text, None), "{text}");
        }
        for text in ["Li Na", "JO DOE", "Jane Roe", "Jane Roe with John Doe in Accra", "J. R. O'Hara"] {
            assert!(!is_initials(text), "{text}");
            assert!(is_person(text, None), "{text}");
        }
        for text in [
            "",
            "Reuters",
            "jane.roe@wire.example",
            "Agencia XYZ",
            "Sports Desk",
            "desk 14 b",
            "www.wire.example",
        ] {
            assert!(!is_person(text, None), "{text}");
        }
        assert!(!is_person("Example Wire Union", Some("Example Wire Union")));
        assert!(is_login("Jane Roe (jro)"));
        assert!(
            !is_login("USA-WEATHER (UPDATE 1)")
                && !is_login("Ferry (ann)")
                && !is_login("Storm in north (update)")
        );
    }
}
