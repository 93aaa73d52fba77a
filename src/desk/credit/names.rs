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

/// Words that no reporter is called: what stands behind `By`, `Von`, `Par`, `Por` in prose and in headlines.
#[rustfmt::skip]
const NEVER: &[&str] = &[
    "a", "about", "accident", "acclamation", "account", "accounts", "adding", "after", "afternoon", "again", "agreement",
    "air", "all", "also", "although", "an", "and", "another", "any", "appointment", "are", "as", "at", "authority", "be",
    "because", "before", "being", "between", "bike", "birth", "boat", "book", "both", "bus", "but", "buying", "by",
    "can", "car", "chance", "choice", "christmas", "closing", "coincidence", "comparison", "contrast", "could", "custom",
    "dawn", "day", "decade", "decree", "default", "definition", "demand", "design", "doing", "dusk", "each", "early",
    "easter", "either", "email", "end", "estimates", "evening", "every", "extension", "far", "few", "five", "foot",
    "for", "force", "four", "from", "getting", "giving", "going", "half", "hand", "having", "he", "heart", "her", "here",
    "his", "hook", "how", "if", "implication", "in", "instinct", "is", "it", "its", "just", "land", "last", "late",
    "law", "least", "less", "letter", "like", "luck", "mail", "majority", "making", "many", "means", "midday",
    "midnight", "million", "mistake", "more", "morning", "most", "much", "my", "nature", "necessity", "next", "night",
    "nightfall", "no", "none", "noon", "not", "now", "number", "numbers", "of", "on", "one", "only", "or", "order",
    "other", "our", "out", "over", "percent", "phone", "plane", "popular", "post", "proxy", "quarter", "rail", "ramadan",
    "request", "right", "road", "said", "same", "saying", "says", "sea", "season", "several", "she", "ship", "sheer",
    "since", "six", "so", "some", "spring", "standing", "state", "such", "summer", "sunrise", "sunset", "taking", "ten",
    "than", "thanksgiving", "that", "the", "their", "then", "there", "these", "they", "this", "those", "three", "time",
    "to", "tradition", "train", "turning", "two", "under", "until", "using", "virtue", "volume", "vote", "was", "water",
    "way", "we", "week", "weekend", "weight", "were", "what", "when", "where", "which", "while", "who", "why", "will",
    "winter", "with", "word", "year", "years", "yesterday", "you", "your",
    // German, French, Spanish, Italian, Portuguese, Dutch, Nordic.
    "dem", "einem", "einer", "einigen", "hier", "heute", "ihm", "ihr", "jetzt", "wegen", "weit", "anfang", "seiten",
    "ailleurs", "an", "au", "aux", "ce", "ces", "cet", "cette", "consequent", "contre", "exemple", "leur", "moments",
    "rapport", "son", "suite", "telephone", "un", "une", "eso", "ejemplo", "esa", "ese", "esta", "este", "estas",
    "estos", "fin", "favor", "lo", "otra", "otro", "parte", "primera", "que", "segundo", "su", "sus", "supuesto",
    "tanto", "tercera", "una", "unos", "isso", "outro", "um", "uma", "questo", "questa", "fronte", "nuovo", "piu",
    "dag", "dem", "det", "den", "disse", "dessa", "en", "ett", "et",
];

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
        (capital || inner || particle)
            && !(NEVER.contains(&folded.as_str()) && !(at > 0 && initials(word)))
            && !is_weekday(bare)
    };
    let calendar =
        words.len() == 1 && words[0].len() > 3 && (month(words[0]).is_some() || is_day_of_week(words[0]));
    // `March Roe` is nobody; April, May, June and August are given names.
    let dated = is_english_month(words[0])
        && !["april", "may", "june", "august"].contains(&words[0].to_lowercase().as_str());
    let long = words.iter().any(|w| w.chars().filter(|c| c.is_alphabetic()).count() > 2);
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
