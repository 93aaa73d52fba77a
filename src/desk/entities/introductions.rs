//! Initials that the text explains: `Long Name (ABC)`.

use rustc_hash::FxHashMap;

use super::sheet::{Sheet, What};
use super::tokens::Case;

/// `Long Name (ABC)`: initials that a name in the text explains, by the claim's index of the name.
#[derive(Debug, Default)]
pub struct Introductions {
    /// Hash of the folded initials → claim of the long name.
    pub long_form: FxHashMap<u64, usize>,
}

impl Introductions {
    /// Follows the claims to their new indices; drops what explains initials by a name that is none.
    pub fn renumber(&mut self, indices: &[Option<usize>]) {
        self.long_form.retain(|_, claim| match indices.get(*claim).copied().flatten() {
            Some(new) => {
                *claim = new;
                true
            }
            None => false,
        });
    }
}

/// Finds `Long Name (ABC)` and `ABC (Long Name)` and claims both. A capitalised run that its initials explain is an
/// organisation even when nothing else says so.
pub fn claim(sheet: &mut Sheet<'_>) -> Introductions {
    let mut found = Introductions::default();
    for at in 0..sheet.tokens.len() {
        let token = &sheet.tokens[at];
        if token.case != Case::Upper || !(2..=8).contains(&token.letters()) || sheet.in_dateline(at) {
            continue;
        }
        let bracketed = at > 1
            && sheet.tokens[at - 1].is_punct('(')
            && sheet.tokens.get(at + 1).is_some_and(|next| next.is_punct(')'));
        let long = if bracketed { explained(sheet, at) } else { explained_behind(sheet, at) };
        let Some((first, last)) = long else {
            continue;
        };
        let hash = token.hash;
        let long = match sheet.claim_at(last) {
            Some(claim) => Some(claim)
                .filter(|claim| matches!(sheet.claims[*claim].what, What::Organisation(_) | What::Event(_))),
            None => sheet.claim(first, last, What::Organisation(None)),
        };
        if let Some(long) = long {
            let what = sheet.claims[long].what;
            if sheet.is_free(at) {
                sheet.claim(at, at, what);
            }
            found.long_form.insert(hash, long);
        }
    }
    claim_initials(sheet, &found);
    found
}

/// The words in the bracket behind the initials, if they begin with them: three letters at least, for `UN (New York)`
/// and the like are chance.
fn explained_behind(sheet: &Sheet<'_>, at: usize) -> Option<(usize, usize)> {
    let tokens = &sheet.tokens;
    let initials = tokens.folded(at, at).as_bytes();
    if initials.len() < 3 || !tokens.get(at + 1)?.is_punct('(') {
        return None;
    }
    let first = at + 2;
    let mut seen = 0;
    for last in first..first + 2 * initials.len() {
        let token = tokens.get(last).filter(|token| token.is_word())?;
        if token.is_capital() {
            let letter = tokens.folded(last, last).as_bytes().first();
            if letter != initials.get(seen) {
                return None;
            }
            seen += 1;
        } else if !token.is_function() {
            return None;
        }
        if tokens.get(last + 1).is_some_and(|next| next.is_punct(')')) {
            return (seen == initials.len() && last > first).then_some((first, last));
        }
    }
    None
}

/// Initials that the text has explained stand alone: `the AU`.
fn claim_initials(sheet: &mut Sheet<'_>, found: &Introductions) {
    if found.long_form.is_empty() {
        return;
    }
    for at in 0..sheet.tokens.len() {
        let token = sheet.tokens[at];
        let alone = token.case == Case::Upper && !token.shouted() && !token.glued() && sheet.is_free(at);
        if alone && let Some(long) = found.long_form.get(&token.hash) {
            let what = sheet.claims[*long].what;
            sheet.claim(at, at, what);
        }
    }
}

/// The words before the bracket whose initials are those in it.
pub fn explained(sheet: &Sheet<'_>, at: usize) -> Option<(usize, usize)> {
    let tokens = &sheet.tokens;
    let initials = tokens.folded(at, at).as_bytes();
    let last = at.checked_sub(2)?;
    let mut first = last;
    let mut left = initials.len();
    loop {
        let token = tokens.get(first).filter(|t| t.is_word())?;
        let letter = tokens.folded(first, first).as_bytes().first().copied();
        if token.is_capital() && letter == Some(initials[left - 1]) {
            left -= 1;
        } else if !token.is_function() && token.case != Case::Lower {
            return None;
        }
        if left == 0 {
            return (first < last).then_some((first, last));
        }
        if last - first > 2 * initials.len() || tokens.word_before(first).is_none() {
            return None;
        }
        first -= 1;
    }
}

#[cfg(test)]
mod tests {
    use crate::desk::entities::testing::mentions_of;

    #[test]
    fn initials_and_short_forms_follow_the_long_name() {
        let body = "The Organisation of Ruritanian Growers (ORG) met. The ORG said no. Quorvex Corp. left; Quorvex did not comment.";
        assert_eq!(
            mentions_of(body, "Organisation of Ruritanian Growers"),
            ["Organisation of Ruritanian Growers", "ORG", "ORG"]
        );
        assert_eq!(mentions_of(body, "Quorvex Corp."), ["Quorvex Corp.", "Quorvex"]);
        // The initials first, and two letters.
        let body = "Envoys of the RGO (Ruritanian Growers Organisation) met. Later the RGO left.";
        assert_eq!(
            mentions_of(body, "Ruritanian Growers Organisation"),
            ["RGO", "Ruritanian Growers Organisation", "RGO"]
        );
        let body = "Envoys of the Ruritanian Union (RU) met. Later the RU left.";
        assert_eq!(mentions_of(body, "Ruritanian Union"), ["Ruritanian Union", "RU", "RU"]);
    }
}
