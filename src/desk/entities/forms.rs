//! The forms of a person's name: which of them can mean one person.
//!
//! `John F. Doe`, `John Doe`, `J. Doe` and `Johnny Doe` can; `George W. Doe` and `George H.W. Doe`, `John Doe Jr.` and
//! `John Doe Sr.`, `Doe Mi Ran` and `Doe Mi Sun` cannot.

use super::people;
use super::sheet::Sheet;
use super::tokens::Case;
use super::words::Class;

/// A name of one or more words: `first..=last`, without what stands behind it (`Jr.`, `XVI`).
#[derive(Debug, Clone, Copy, Default)]
pub struct Form {
    pub first: usize,
    pub last: usize,
    /// Hash of `Jr.` or `XVI`.
    pub suffix: Option<u64>,
    /// `John Paul II`, `Elizabeth II`: numbered among rulers; a family name is numbered among its sons.
    regnal: bool,
}

impl Form {
    pub fn of(sheet: &Sheet<'_>, claim: usize) -> Form {
        let (first, last) = (sheet.claims[claim].first, sheet.claims[claim].last);
        let end = &sheet.tokens[last];
        if last > first && end.is(Class::SUFFIX) && end.case != Case::Lower {
            let son = sheet.tokens.is_junior(last);
            let ruler = sheet.roles.get(&claim).and_then(|role| role.group);
            let ruler = ruler.is_some_and(|group| sheet.words.goes_by_given(group));
            let regnal = !son && (ruler || last == first + 1);
            // `Sammy Davis, Jr.`
            let comma = usize::from(last > first + 1 && !sheet.tokens[last - 1].is_word());
            return Form { first, last: last - 1 - comma, suffix: Some(end.hash), regnal };
        }
        Form { first, last, suffix: None, regnal: false }
    }

    pub fn words(&self) -> usize {
        self.last + 1 - self.first
    }

    /// Told apart from a father or a son by what stands behind the name.
    pub fn is_son(&self) -> bool {
        self.suffix.is_some() && !self.regnal
    }

    /// Given and family name; `bin Laden` is none.
    pub fn is_full(&self, sheet: &Sheet<'_>) -> bool {
        self.words() > 1 && sheet.tokens[self.first].case != Case::Lower
    }

    /// The words and what stands behind them, as one hash.
    pub fn hash(&self, sheet: &Sheet<'_>) -> u64 {
        sheet.tokens.hash_of(self.first, self.last) ^ self.suffix.unwrap_or(0).rotate_left(17)
    }
}

/// Whether one person can bear both names, each given and family name.
pub fn agree(sheet: &Sheet<'_>, a: &Form, b: &Form) -> bool {
    suffixes_agree(a, b) && (in_order(sheet, a, b) || reversed(sheet, a, b))
}

/// A son of his father's name is told apart by nothing else, so whoever lacks the `Jr.` is another; but a pope
/// or king goes by his name alone as well.
fn suffixes_agree(a: &Form, b: &Form) -> bool {
    match (a.suffix, b.suffix) {
        (Some(a), Some(b)) => a == b,
        (None, None) => true,
        (Some(_), None) => a.regnal,
        (None, Some(_)) => b.regnal,
    }
}

fn in_order(sheet: &Sheet<'_>, a: &Form, b: &Form) -> bool {
    let tokens = &sheet.tokens;
    let same = |x: usize, y: usize| tokens[x].hash == tokens[y].hash;
    if !same(a.last, b.last) || !given_agree(sheet, a.first, b.first) {
        return false;
    }
    let between = |form: &Form| form.words().saturating_sub(2);
    if between(a) != between(b) {
        // `Kim Un` is no short form of `Kim Jong Un`.
        let family_first = |form: &Form| people::is_family_first(sheet, form.first, form.last);
        return (between(a) == 0 || between(b) == 0) && !family_first(a) && !family_first(b);
    }
    (1..=between(a)).all(|at| given_agree(sheet, a.first + at, b.first + at))
}

/// `Orban Viktor` and `Viktor Orban`: the order of the language and that of English.
fn reversed(sheet: &Sheet<'_>, a: &Form, b: &Form) -> bool {
    let hash = |at: usize| sheet.tokens[at].hash;
    a.words() == 2 && b.words() == 2 && hash(a.first) == hash(b.last) && hash(a.last) == hash(b.first)
}

/// `J.` and `J.K.` for `John`, `Bill` for `William`.
fn given_agree(sheet: &Sheet<'_>, a: usize, b: usize) -> bool {
    let tokens = &sheet.tokens;
    if tokens[a].hash == tokens[b].hash {
        return true;
    }
    let initials = |at: usize| tokens[at].case == Case::Initial || people::has_initials(sheet, at);
    if initials(a) || initials(b) {
        let (x, y) = (tokens.folded(a, a), tokens.folded(b, b));
        return if initials(a) && initials(b) {
            x.starts_with(y) || y.starts_with(x)
        } else {
            x.chars().next() == y.chars().next()
        };
    }
    sheet.words.is_short_for(tokens[a].hash, tokens[b].hash)
}

/// Whether a name is the end of a longer one: `Lopez Obrador`, `Suu Kyi`, `Bin Laden`. `Mary Doe` is not the end of
/// `Anna Mary Doe`.
pub fn is_tail(sheet: &Sheet<'_>, tail: &Form, whole: &Form) -> bool {
    let tokens = &sheet.tokens;
    let words = tail.words();
    let opening = &tokens[tail.first];
    let family = !opening.is(Class::GIVEN) || opening.is(Class::OPENING);
    words > 1
        && words < whole.words()
        && family
        && (0..words).all(|back| tokens[tail.last - back].hash == tokens[whole.last - back].hash)
        && (tail.suffix.is_none() || tail.suffix == whole.suffix)
}

#[cfg(test)]
mod tests {
    use crate::desk::entities::testing::entities;
    use crate::record::EntityKind;

    /// The people of a text, each with the number of its mentions.
    fn people(body: &str) -> Vec<(String, usize)> {
        let people = entities(body).into_iter().filter(|entity| entity.kind == EntityKind::Person);
        people.map(|entity| (entity.name, entity.mentions.len())).collect()
    }

    #[test]
    fn forms_of_one_name_are_one_person() {
        for body in [
            "William Zorvan came. Bill Zorvan left.",
            "They asked Joanne K. Zorvan. They thanked J.K. Zorvan.",
            "They met Zorvan Viktor. Then Viktor Zorvan left.",
            "The judge freed Jose Luis Quintera Zorvan. Then Quintera Zorvan left.",
            "Police seek Omar bin Rashad. Bin Rashad has fled.",
            "They met Maria Olga Zorvan. Then Maria Zorvan left.",
            "The Mass was said by Pope John Paul II. Then John Paul left.",
        ] {
            let people = people(body);
            assert!(people.len() == 1 && people[0].1 == 2, "{people:?} in: {body}");
        }
    }

    #[test]
    fn forms_that_differ_are_two() {
        for body in [
            "They met George W. Zorvan. Then George H.W. Zorvan left.",
            "They met John Zorvan Jr. and then John Zorvan.",
            "They met John Zorvan Jr. and then John Zorvan Sr. of Ohio.",
            "They met Kim Yo Sung. Then Kim Il Sung left.",
            "They met Anna Zorvan. Then Maria Anna Zorvan left.",
            "They met Bill Zorvan. Then Robert Zorvan left.",
        ] {
            let people = people(body);
            assert!(people.len() == 2, "{people:?} in: {body}");
        }
    }
}
