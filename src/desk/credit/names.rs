//! Names of reporters: which words can be one, and how a name in capitals is written.

use crate::authority::fold;
use crate::desk::dateline::{Case, case, is_day_of_week, is_english_month, is_weekday, month, titled};

/// Small words within names; in a name in capitals they become small again.
const PARTICLES: &[&str] = &[
    "de", "da", "do", "dos", "das", "del", "della", "dela", "di", "van", "von", "der", "den", "het", "la",
    "las", "los", "le", "bin", "bint", "ibn", "binti", "al", "el", "ter", "ten", "te", "y", "du", "des",
    "af", "av", "zu", "zur", "e", "i", "abu", "'t",
];

/// Behind a name: how they are written.
const SUFFIXES: &[(&str, &str)] =
    &[("jr", "Jr."), ("sr", "Sr."), ("ii", "II"), ("iii", "III"), ("iv", "IV"), ("phd", "PhD"), ("md", "MD")];

/// What follows `Mac` where it is a prefix: `MACDONALD` is `MacDonald`, but `MACHADO` is `Machado`.
const MAC: &[&str] = &[
    "allister", "arthur", "askill", "aulay", "callum", "cormac", "cormack", "dermott", "donald", "donnell",
    "dougall", "dowell", "duff", "eachern", "ewan", "fadyen", "farlane", "gill", "gregor", "guire", "innes",
    "intosh", "intyre", "kay", "kenna", "kenzie", "kinnon", "lachlan", "laren", "laughlin", "lean", "leish",
    "leod", "mahon", "millan", "nab", "namara", "neil", "neill", "nicol", "pherson", "phail", "quarrie",
    "rae", "sween", "taggart", "tavish", "vicar",
];

/// Words that stand in no name: what follows `By`, `Von`, `Par`, `Por` in prose and in headlines. Words of
/// two letters behind the first may be initials or short names.
#[rustfmt::skip]
const NEVER: &[&str] = &[
    "a", "about", "adding", "after", "again", "all", "also", "although", "an", "and", "another", "any", "are", "as", "at",
    "be", "because", "before", "being", "between", "both", "but", "buying", "by", "could", "doing", "each", "either",
    "every", "five", "for", "four", "from", "getting", "giving", "going", "having", "her", "here", "his", "how", "if",
    "in", "is", "it", "its", "less", "like", "making", "many", "more", "most", "much", "my", "next", "no", "none", "not",
    "now", "of", "on", "one", "only", "or", "other", "our", "out", "over", "percent", "said", "same", "saying", "says",
    "several", "she", "since", "six", "some", "such", "taking", "than", "that", "the", "their", "then", "there",
    "these", "they", "this", "those", "three", "to", "turning", "two", "under", "until", "using", "was", "we", "were",
    "what", "when", "where", "which", "while", "who", "why", "with", "yesterday", "your",
    // German, French, Spanish, Italian, Portuguese, Nordic.
    "einem", "einer", "einigen", "hier", "heute", "ihm", "ihr", "jetzt", "wegen", "weit", "ailleurs", "au", "aux", "ce",
    "ces", "cet", "cette", "contre", "leur", "un", "une", "eso", "esa", "ese", "esta", "este", "estas", "estos", "lo",
    "otra", "otro", "que", "su", "sus", "una", "unos", "isso", "outro", "um", "questo", "questa", "nuovo", "piu",
    "dem", "det", "den", "disse", "dessa", "en", "ett", "et",
];

/// Words that open no name: `By Popular Demand`, `By Law`. Behind a given name they are family names: `Violet Law`.
#[rustfmt::skip]
const OPENS_NONE: &[&str] = &[
    "accident", "acclamation", "account", "accounts", "afternoon", "agreement", "air", "appointment", "authority", "bike",
    "birth", "boat", "book", "bus", "car", "chance", "choice", "christmas", "closing", "coincidence", "comparison",
    "contrast", "custom", "day", "decade", "decree", "default", "definition", "demand", "design", "dusk", "early", "easter",
    "email", "end", "estimates", "evening", "extension", "far", "few", "foot", "force", "half", "hand", "heart", "hook",
    "implication", "instinct", "just", "land", "last", "late", "law", "least", "letter", "luck", "mail", "majority", "means",
    "midday", "midnight", "million", "mistake", "morning", "nature", "necessity", "night", "nightfall", "noon", "number",
    "numbers", "order", "phone", "plane", "popular", "post", "proxy", "quarter", "rail", "request", "right",
    "road", "sea", "season", "sheer", "ship", "spring", "standing", "state", "summer", "sunrise", "sunset", "ten",
    "thanksgiving", "time", "tradition", "train", "virtue", "volume", "vote", "water", "way", "week", "weekend", "weight",
    "winter", "word", "year", "years",
    // Who reports something to the reporter: `Police reported from Lima`.
    "authorities", "doctors", "media", "officials", "police", "radio", "residents", "soldiers", "television", "witnesses",
    // German, French, Spanish, Italian, Nordic.
    "anfang", "seiten", "consequent", "exemple", "moments", "rapport", "son", "suite", "telephone", "ejemplo", "fin",
    "favor", "parte", "primera", "segundo", "supuesto", "tanto", "tercera", "fronte",
];

/// Given names, and family names that stand first, that are words too: alone they are no name, before another word of
/// one they are (`Will Roe`, `He Wei`).
const GIVEN: &[&str] = &["can", "dag", "dawn", "he", "ramadan", "so", "uma", "will", "you"];

/// Whether the words can be somebody's name: capitals, particles, initials, nothing that is never in one.
pub fn is_name(words: &[&str]) -> bool {
    if !(1..=6).contains(&words.len()) {
        return false;
    }
    let initials = |w: &str| w.len() <= 2 || w.ends_with('.');
    let one = |(at, word): (usize, &&str)| {
        let bare = word.trim_matches(['.', '"', '\'', '’', '“', '”', ',']);
        let letters = !bare.is_empty() && bare.chars().all(|c| c.is_alphabetic() || "-'’.`ʼ".contains(c));
        let possessive = bare.ends_with("'s") || bare.ends_with("’s") || bare.ends_with("'S");
        if !letters || possessive {
            return false;
        }
        let folded = fold(bare);
        if at > 0 && at + 1 < words.len() && PARTICLES.contains(&folded.as_str()) {
            return true;
        }
        let capital = bare.chars().next().is_some_and(char::is_uppercase);
        let inner = bare.contains(['\'', '’', '-']) && bare.chars().any(char::is_uppercase);
        let particle = at + 1 < words.len() && PARTICLES.contains(&bare);
        let opens_none = at == 0
            && (OPENS_NONE.contains(&folded.as_str())
                || GIVEN.contains(&folded.as_str()) && !(2..=3).contains(&words.len()));
        // `Sun`, `Mon`, `Thu` are family names, of Shanghai, Tokyo and Yangon; `Sun Night` is none.
        let day = is_weekday(bare)
            && (bare.len() > 3
                || words.len() == 1
                || at == 0 && OPENS_NONE.contains(&words[1].to_lowercase().as_str()));
        (capital || inner || particle)
            && !(NEVER.contains(&folded.as_str()) && !(at > 0 && initials(word)))
            && !opens_none
            && !day
    };
    let calendar =
        words.len() == 1 && words[0].len() > 3 && (month(words[0]).is_some() || is_day_of_week(words[0]));
    // `March Roe` is nobody; April, May, June and August are given names.
    let dated = is_english_month(words[0])
        && !["april", "may", "june", "august"].contains(&words[0].to_lowercase().as_str());
    let letters = |w: &&str| w.chars().filter(|c| c.is_alphabetic()).count();
    // `Wu Bo`, `Xi Li`: short names in full, no initials.
    let short = words.len() == 2 && words.iter().all(|w| letters(w) == 2 && case(w) == Case::Title);
    let long = short || words.iter().any(|w| letters(w) > 2);
    long && !calendar && !dated && words.iter().enumerate().all(one)
}

/// A name as it is written: `JANE O'ROE` is `Jane O'Roe`, `IAN MCDOE III` is `Ian McDoe III`, `Jane ROE` (AFP) is
/// `Jane Roe`, `J.R. DE LA ROE` is `J.R. de la Roe`.
pub fn person(name: &str) -> String {
    let name = name.trim_matches([' ', ',', ';', ':', '"', '“', '”', '*']);
    let upper = case(name) == Case::Upper;
    let count = name.split_whitespace().count();
    let mut out = String::with_capacity(name.len());
    for (at, word) in name.split_whitespace().enumerate() {
        if at > 0 {
            out.push(' ');
        }
        let long = word.chars().filter(|c| c.is_alphabetic()).count() > 2;
        match upper || (long && case(word) == Case::Upper) {
            true => out.push_str(&one(word, at, count, upper)),
            false => out.push_str(word),
        }
    }
    let last = out.rsplit(' ').next().unwrap_or_default();
    let keeps = last.trim_end_matches('.').chars().count() <= 2 || last.matches('.').count() > 1;
    if out.ends_with('.') && !keeps {
        out.pop();
    }
    out
}

/// A word of a name, which is in capitals.
fn one(word: &str, at: usize, count: usize, upper: bool) -> String {
    let bare = word.trim_end_matches(['.', ',']);
    let lower = bare.to_lowercase();
    if at > 0
        && let Some((_, written)) = SUFFIXES.iter().find(|(s, _)| *s == lower)
    {
        return (*written).to_owned();
    }
    if upper && at > 0 && at + 1 < count && PARTICLES.contains(&lower.as_str()) {
        return lower;
    }
    if lower == "st" {
        return titled(word);
    }
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    // `J.R.`, `JP`, `AJ` are initials; `BO`, `LI`, `AL` are names.
    let vowels = lower.chars().filter(|c| "aeiouyáéíóúäöüåæø".contains(*c)).count();
    if letters <= 2
        && (word.contains('.') || letters == 2 && at == 0 && (vowels == 0 || lower.ends_with('j')))
    {
        return word.to_owned();
    }
    let parts: Vec<String> = word.split('-').map(prefixed).collect();
    parts.join("-")
}

/// `MCDOE`, `MACDONALD`.
fn prefixed(word: &str) -> String {
    let cut = |prefix: &str, written: &str| {
        let rest = word.strip_prefix(prefix)?;
        (rest.chars().count() > 2).then(|| format!("{written}{}", titled(rest)))
    };
    if let Some(found) = cut("MC", "Mc") {
        return found;
    }
    let stem = word.strip_prefix("MAC").unwrap_or_default().trim_end_matches(['.', ',']).to_lowercase();
    match MAC.contains(&stem.as_str()) {
        true => format!("Mac{}", titled(&word[3..])),
        // One letter alone is no capital word to `titled`.
        false if word.chars().filter(|c| c.is_alphabetic()).count() < 2 => word.to_owned(),
        false => titled(word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_capitals() {
        for (sent, written) in [
            ("JANE ROE", "Jane Roe"),
            ("JANE O'ROE", "Jane O'Roe"),
            ("JANE D’ROE", "Jane D’Roe"),
            ("IAN MCDOE", "Ian McDoe"),
            ("IAN MACDONALD", "Ian MacDonald"),
            ("ANA MACHADO", "Ana Machado"),
            ("LUC MACRON", "Luc Macron"),
            ("JOHN DOE JR.", "John Doe Jr."),
            ("JOHN DOE III", "John Doe III"),
            ("J.R. ROE", "J.R. Roe"),
            ("JP ROE", "JP Roe"),
            ("LI ROE", "Li Roe"),
            ("JEAN-LUC ROE", "Jean-Luc Roe"),
            ("ANA DE LA ROE", "Ana de la Roe"),
            ("MARY ST. ROE", "Mary St. Roe"),
            ("ÅSA ÖRN", "Åsa Örn"),
            ("Jane ROE", "Jane Roe"),
            ("Jane Roe", "Jane Roe"),
            ("Jane Roe.", "Jane Roe"),
            ("keith roe", "keith roe"),
            ("Jane McRoe", "Jane McRoe"),
        ] {
            assert_eq!(person(sent), written, "{sent}");
        }
    }

    #[test]
    fn no_known_given_name_is_refused() {
        let authority = crate::authority::Authority::builtin().expect("the data built in");
        let known = |word: &&&str| authority.names.given(word).is_some();
        let refused: Vec<_> = NEVER.iter().chain(OPENS_NONE).filter(known).collect();
        assert!(refused.is_empty(), "move to `GIVEN`: {refused:?}");
    }

    #[test]
    fn what_can_be_a_name() {
        for (text, expected) in [
            ("Jane Roe", true),
            ("JANE ROE", true),
            ("Jane A. Roe", true),
            ("J. de la Roe", true),
            ("Lai Kok Kin", true),
            ("Nguyen Thi Roe", true),
            ("Suryadi", true),
            ("Jean-Pierre O'Roe", true),
            ("April Roe", true),
            ("Abu al-Roe", true),
            // Family and given names that are words or short days.
            ("WILL ROE", true),
            ("Dawn Roe", true),
            ("YILEI SUN", true),
            ("Sun Wei", true),
            ("Violet Law", true),
            ("Jane Day", true),
            ("Ann Post", true),
            ("Jane He", true),
            ("Dawn", false),
            ("Will", false),
            ("Sun", false),
            ("He Wei", true),
            ("You Ji-roe", true),
            ("He", false),
            ("So Many", false),
            ("SUN NIGHT", false),
            ("SUNDAY NIGHT", false),
            ("Law Enforcement", false),
            ("Winter Storm", false),
            ("Police", false),
            ("Jane Than Expected", false),
            ("The Book", false),
            ("Popular Demand", false),
            ("Monday", false),
            ("March", false),
            ("March Madness", false),
            ("Montag", false),
            ("Roe's Ferry", false),
            ("jane roe", false),
            ("Jane went", false),
            ("5 March", false),
            ("Hook or Crook", false),
            ("", false),
        ] {
            let words: Vec<&str> = text.split_whitespace().collect();
            assert_eq!(is_name(&words), expected, "{text}");
        }
    }
}
