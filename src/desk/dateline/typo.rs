//! Typing slips: one letter wrong, missing, doubled or too many, or two letters swapped.

/// Whether `typed` is one slip away from `meant` (Damerau-Levenshtein distance 1). Equal words are not.
pub fn one_slip(typed: &str, meant: &str) -> bool {
    let same = typed.chars().zip(meant.chars()).take_while(|(x, y)| x == y).map(|(x, _)| x.len_utf8()).sum();
    let (a, b): (&str, &str) = (&typed[same..], &meant[same..]);
    let (mut x, mut y) = (a.chars(), b.chars());
    let firsts = (x.next(), y.next());
    let (a_tail, b_tail) = (x.as_str(), y.as_str());
    match firsts {
        (None, None) => false,
        (Some(_), None) => a_tail.is_empty(),
        (None, Some(_)) => b_tail.is_empty(),
        (Some(p), Some(q)) => {
            let swapped = || a_tail.strip_prefix(q).zip(b_tail.strip_prefix(p)).is_some_and(|(a, b)| a == b);
            a_tail == b_tail || a_tail == b || a == b_tail || swapped()
        }
    }
}

/// Whether `typed` is at most two slips away from `meant`, and begins alike.
pub fn within_two(typed: &str, meant: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (typed.chars().collect(), meant.chars().collect());
    if a.first() != b.first() || a.len().abs_diff(b.len()) > 2 || a.len() > 40 {
        return false;
    }
    // Three rows of the table of distances (optimal string alignment).
    let (mut before, mut last) = (Vec::new(), (0..=b.len()).collect::<Vec<usize>>());
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut cost = (last[j] + usize::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                cost = cost.min(before[j - 1] + 1);
            }
            row.push(cost);
        }
        if row.iter().all(|cost| *cost > 2) {
            return false;
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().is_some_and(|cost| *cost <= 2)
}

/// Asks about everything that is one slip away from `word`, which is folded. The first letter may be missing, but no
/// other slip is looked for in it: they are rare and lead to other names. Nearly nothing of it is a name, so that it is
/// asked about as bytes.
pub fn slips(word: &str, mut ask: impl FnMut(&[u8])) {
    const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyz ";
    /// The place of a letter.
    const ANY: &str = " ";
    let mut slip = Vec::with_capacity(word.len() + 1);
    // Hundreds for each name: what stands behind the first part is written anew, one of `letters` after the other.
    let mut put = |parts: [&str; 4], letters: &[u8]| {
        slip.clear();
        parts.iter().for_each(|part| slip.extend_from_slice(part.as_bytes()));
        if letters.is_empty() {
            ask(&slip);
        }
        for letter in letters {
            slip[parts[0].len()] = *letter;
            ask(&slip);
        }
    };
    put(["", ANY, word, ""], &LETTERS[..26]);
    let ends = word.char_indices().skip(1).map(|(at, _)| at).chain([word.len()]);
    for at in ends.filter(|at| *at > 0) {
        let (head, tail) = word.split_at(at);
        let mut rest = tail.chars();
        if let Some(first) = rest.next() {
            let (first, behind) = (&tail[..first.len_utf8()], rest.as_str());
            put([head, behind, "", ""], &[]);
            put([head, ANY, behind, ""], LETTERS);
            if let Some(second) = rest.next() {
                put([head, &behind[..second.len_utf8()], first, rest.as_str()], &[]);
            }
        }
        put([head, ANY, tail, ""], LETTERS);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_slips_are_borne_in_a_long_name() {
        for (typed, meant, near) in [
            ("longeueil", "longueuil", true),
            ("lonueil", "longueuil", true),
            ("longueuil", "longueuil", true),
            ("langeueil", "longueuil", false),
            ("ongueuil", "longueuil", false),
            ("abcd", "abcdefg", false),
            ("", "", true),
        ] {
            assert_eq!(within_two(typed, meant), near, "{typed} {meant}");
        }
    }

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
            let mut found = false;
            slips(typed, |slip| found |= slip == meant.as_bytes());
            assert!(found, "{typed}");
        }
    }
}
