//! Which names are kept, how usual each is, and the spellings that wires give them.

use super::layout::{RANK_OTHER, RANK_WEAK};

/// Rank of an alternative name, `None` for what no wire in Latin script writes.
pub fn alternative(name: &str) -> Option<u32> {
    let latin = |c: char| {
        !c.is_alphabetic() || matches!(c, '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | '\u{2b0}'..='\u{2ff}')
    };
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let junk = letters < 2
        || name.chars().count() > 60
        || !name.chars().all(latin)
        || name.contains("://")
        || name.chars().any(|c| c.is_ascii_digit());
    if junk {
        return None;
    }
    // GeoNames keeps airport codes among the names, and letter-by-letter transliterations in lower case.
    let code = letters <= 3 && !name.chars().any(char::is_lowercase);
    let transliteration = name.chars().next().is_some_and(char::is_lowercase);
    Some(if code || transliteration || letters <= 2 { RANK_WEAK } else { RANK_OTHER })
}

/// Whether a wire writes `name` in a script of its own: Greek, Cyrillic, Arabic, Chinese, Japanese, Korean.
pub fn other_script(name: &str) -> bool {
    let letters = || name.chars().filter(|c| c.is_alphabetic());
    let script = |c: char| {
        matches!(c, '\u{370}'..='\u{3ff}' | '\u{400}'..='\u{45f}' | '\u{490}'..='\u{491}' | '\u{621}'..='\u{64a}'
            | '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
    };
    letters().count() >= 2 && letters().all(script) && name.chars().count() <= 40
}

/// The name itself and the spellings that mean the same: ASCII digraphs for umlauts (`Duesseldorf`,
/// `Aarhus`: German and Nordic wires on seven-bit lines), `St.` for `Saint` and the reverse, a double
/// name's parts, a name without what stands in parentheses, `AFB` for an American air base.
pub fn spellings(name: &str) -> Vec<String> {
    let mut all = vec![name.to_owned()];
    if let Some((short, _)) = name.split_once(" (") {
        all.push(short.to_owned());
    }
    if name.contains('/') {
        all.extend(name.split('/').map(|part| part.trim().to_owned()));
    }
    for at in 0..all.len() {
        let digraphs = digraphs(&all[at]);
        if digraphs != all[at] {
            all.push(digraphs);
        }
    }
    const SHORT: [(&str, &str); 6] = [
        ("Saint ", "St "),
        ("Saint-", "St "),
        ("Sainte-", "Ste "),
        ("Sainte ", "Ste "),
        ("Mount ", "Mt "),
        ("Fort ", "Ft "),
    ];
    for at in 0..all.len() {
        for (long, short) in SHORT {
            if let Some(rest) = all[at].strip_prefix(long) {
                all.push(format!("{short}{rest}"));
            }
        }
        for prefix in ["St. ", "St "] {
            if let Some(rest) = all[at].strip_prefix(prefix) {
                all.push(format!("Saint {rest}"));
            }
        }
    }
    for at in 0..all.len() {
        if let Some(base) = all[at].strip_suffix(" Air Force Base") {
            all.push(format!("{base} AFB"));
        }
    }
    all
}

fn digraphs(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            'ä' | 'æ' => out.push_str("ae"),
            'ö' | 'ø' => out.push_str("oe"),
            'ü' => out.push_str("ue"),
            'å' => out.push_str("aa"),
            'Ä' | 'Æ' => out.push_str("Ae"),
            'Ö' | 'Ø' => out.push_str("Oe"),
            'Ü' => out.push_str("Ue"),
            'Å' => out.push_str("Aa"),
            c => out.push(c),
        }
    }
    out
}
