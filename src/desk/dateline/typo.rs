//! Typing slips: one letter wrong, missing, doubled or too many, or two letters swapped.

/// Whether `typed` is one slip away from `meant` (Damerau-Levenshtein distance 1). Equal words are not.
pub fn one_slip(typed: &str, meant: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (typed.chars().collect(), meant.chars().collect());
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[same..], &b[same..]);
    let tail = |x: usize, y: usize| a.get(x..) == b.get(y..) && a.len() >= x && b.len() >= y;
    let swapped = a.len() >= 2 && b.len() >= 2 && a[0] == b[1] && a[1] == b[0] && tail(2, 2);
    (!a.is_empty() || !b.is_empty()) && (tail(1, 1) || tail(1, 0) || tail(0, 1) || swapped)
}

/// Everything that is one slip away from `word`, which is folded. The first letter may be missing, but no
/// other slip is looked for in it: they are rare and lead to other names.
pub fn slips(word: &str) -> impl Iterator<Item = String> {
    const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz ";
    let chars: Vec<char> = word.chars().collect();
    let len = chars.len();
    let headless: Vec<String> = ('a'..='z').map(|c| format!("{c}{word}")).collect();
    headless.into_iter().chain((1..=len).flat_map(move |at| {
        let put = |with: Option<char>, skip: usize| -> String {
            let tail = chars.get(at + skip..).unwrap_or_default();
            chars[..at].iter().copied().chain(with).chain(tail.iter().copied()).collect()
        };
        let mut out = Vec::with_capacity(2 * LETTERS.len() + 2);
        if at < len {
            out.push(put(None, 1));
            out.extend(LETTERS.chars().map(|c| put(Some(c), 1)));
        }
        if at + 1 < len {
            let mut swapped = chars.clone();
            swapped.swap(at, at + 1);
            out.push(swapped.into_iter().collect());
        }
        out.extend(LETTERS.chars().map(|c| put(Some(c), 0)));
        out
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_found() {
        for (typed, meant, slip) in [
            ("narch", "march", true),
            ("macrh", "march", true),
            ("apri", "april", true),
            ("junee", "june", true),
            ("march", "march", false),
            ("mrach", "march", true),
            ("mach", "april", false),
            ("hcram", "march", false),
        ] {
            assert_eq!(one_slip(typed, meant), slip, "{typed} {meant}");
        }
        for (typed, meant) in [("washingon", "washington"), ("newe york", "new york"), ("nairboi", "nairobi")]
        {
            assert!(slips(typed).any(|s| s == meant), "{typed}");
        }
    }
}
