//! People by the words around and inside a name: titles, given names, family names that stand first.

use super::office_holders;
use super::sheet::{Sheet, What};
use super::titles;
use super::tokens::Case;
use super::words::{Class, TitleKind};

/// Most words of a name: `Maria de los Angeles Perez Soto`.
const LONGEST_NAME: usize = 6;

/// Claims people with a title, a known given name, an initial or a family name that stands first.
pub fn claim_named(sheet: &mut Sheet<'_>) {
    let runs = sheet.runs().to_vec();
    for run in runs {
        let mut at = run.start;
        while at < run.end {
            match name_at(sheet, at, run.start) {
                Some(last) => {
                    claim(sheet, at, last);
                    at = last + 1;
                }
                None => at += 1 + claim_institution(sheet, at, run.end),
            }
        }
    }
}

/// `the Wilson Center`: claims what is named after somebody; returns by how many words the name goes on.
fn claim_institution(sheet: &mut Sheet<'_>, first: usize, end: usize) -> usize {
    let token = &sheet.tokens[first];
    let opens = token.is(Class::GIVEN) && token.case == Case::Title && sheet.is_free(first);
    let named = opens && first + 1 < end && sheet.is_unbroken(first, first + 1);
    if named && is_institution(sheet, first + 1) && !token.possessive() && !token.is_weak() {
        sheet.claim(first, first + 1, What::Organisation(None));
        return 1;
    }
    0
}

/// Claims a person and notes the title in front and the function behind the name.
pub fn claim(sheet: &mut Sheet<'_>, first: usize, last: usize) {
    if let Some(claim) = sheet.claim(first, last, What::Person) {
        note_titles(sheet, claim);
    }
}

/// Notes the title before a claimed name.
pub fn note_titles(sheet: &mut Sheet<'_>, claim: usize) {
    let first = sheet.claims[claim].first;
    if let Some(found) = titles::before(sheet, first) {
        match titles::role(sheet, found, first - 1) {
            Some(role) => {
                sheet.roles.insert(claim, role);
            }
            None => {
                if let Some(gender) = found.title.group {
                    sheet.honorifics.insert(claim, gender);
                }
                // `Crown Prince Sheikh X`
                let office = titles::before(sheet, found.first);
                let last = found.first.wrapping_sub(1);
                if let Some(role) = office.and_then(|office| titles::role(sheet, office, last)) {
                    sheet.roles.insert(claim, role);
                }
            }
        }
    }
}

/// Reads the titles again when all names of the text are known: `South African President X`, `World War veteran X`.
pub fn renote_titles(sheet: &mut Sheet<'_>) {
    for claim in 0..sheet.claims.len() {
        if sheet.claims[claim].what == What::Person {
            note_titles(sheet, claim);
        }
    }
}

/// The last word of the person's name that begins at `first`, if one does.
fn name_at(sheet: &Sheet<'_>, first: usize, run: usize) -> Option<usize> {
    let tokens = &sheet.tokens;
    let token = &tokens[first];
    if !sheet.is_free(first) || !token.is_capital() || token.is(Class::LEGAL) && token.case != Case::Initial {
        return None;
    }
    if token.shouted() {
        return None;
    }
    // A title is no name: `President Donald Trump`.
    let own_title = titles::ending_at(sheet, first).is_some_and(|found| found.kind != TitleKind::Duty)
        && !titles::is_given_here(sheet, first);
    if own_title && sheet.tokens.word_after(first).is_some_and(|next| next.is_capital()) {
        return None;
    }
    let last = extent(sheet, first);
    if last > first && is_institution(sheet, last) {
        return None;
    }
    let title = titles::before(sheet, first);
    if let Some(found) = title
        && (titled(sheet, found.kind, first, last) || last == first && is_holder(sheet, found, first))
    {
        return Some(last);
    }
    // `his wife Mary`
    let relative =
        tokens.word_before(first).is_some_and(|before| before.is(Class::KIN) && before.case == Case::Lower);
    if relative
        && token.is(Class::GIVEN)
        && token.case == Case::Title
        && !token.is(Class::FREQUENT)
        && !token.glued()
    {
        return Some(last);
    }
    if last == first || !is_boundary(sheet, first, run) {
        return None;
    }
    // `his press secretary, Alton Miller,`
    if !token.is(Class::COMMON) && titles::ahead(sheet, first, last).is_some() {
        return Some(last);
    }
    // The next part of the name, behind particles.
    let second = (first + 1..last).find(|at| tokens[*at].is_capital()).unwrap_or(last);
    let initials = is_dotted_initials(sheet, second);
    let second = &tokens[second];
    let dictionary = second.is(Class::COMMON) && !second.is(Class::GIVEN);
    // An ordinary word behind a capital that proves nothing: `Will Power`, `Mark Time`.
    let doubtful = dictionary && second.is_weak();
    let named = (first..=last).any(|at| sheet.tokens[at].case == Case::Title);
    if token.case == Case::Initial || is_dotted_initials(sheet, first) {
        // `A. Smith`, but not `Plan A Smith` or a table's `W D L`.
        return (named && tokens.text(first, first).ends_with('.') && !token.starts_paragraph())
            .then_some(last);
    }
    if doubtful || token.is(Class::TITLE) && !token.is(Class::GIVEN) {
        return None;
    }
    if token.is(Class::FAMILY_FIRST) && is_family_first(sheet, first, last) {
        return Some(last);
    }
    if joins_arabic(sheet, first) && !token.is(Class::COMMON) {
        return Some(last);
    }
    // `Paris Match`, `Sydney Harbour`: a place before an ordinary word is no given name.
    let place = dictionary && is_prominent_place(sheet, first) && !token.is(Class::COMMON);
    let given =
        token.is(Class::GIVEN) && !place && (second.case != Case::Upper || initials && last > first + 1);
    given.then_some(last)
}

/// Whether what follows a title is a person.
fn titled(sheet: &Sheet<'_>, kind: TitleKind, first: usize, last: usize) -> bool {
    let token = &sheet.tokens[first];
    // `Agent M`; but `Mr. T`
    let letter = token.case == Case::Initial && last == first && kind != TitleKind::Honorific;
    let nothing = token.is(Class::CALENDAR) && !token.is(Class::GIVEN)
        || token.is_function() && !sheet.is_article_of_name(first)
        || letter;
    if nothing || token.case == Case::Upper && last == first {
        return false;
    }
    let thing = token.is(Class::ORG_HEAD) || token.is(Class::STATE_BODY) || token.is(Class::TITLE);
    match kind {
        TitleKind::Honorific => true,
        TitleKind::Office => {
            let alone = last == first && (thing || token.is(Class::TITLE_MODIFIER));
            !alone && !token.is_weak()
        }
        TitleKind::Duty => {
            !token.is(Class::COMMON) && !thing && (last > first || !is_prominent_place(sheet, first))
                || token.is(Class::GIVEN) && last > first
        }
    }
}

/// `Prime Minister Major`: a word that is a title, too, and the family name of one who holds this office.
fn is_holder(sheet: &Sheet<'_>, title: titles::Found, name: usize) -> bool {
    let group = title.title.group.filter(|_| sheet.tokens[name].case == Case::Title);
    group.is_some_and(|group| office_holders::is_held_in_family(sheet, name, name, group))
}

pub fn is_prominent_place(sheet: &Sheet<'_>, at: usize) -> bool {
    let gazetteer = &sheet.story.authority.gazetteer;
    let entry = gazetteer.find(sheet.tokens.folded(at, at));
    entry.and_then(|entry| entry.hits().next()).is_some_and(|hit| gazetteer.get(hit.id).population >= 100_000)
}

/// Where a name may begin: not behind a word that would be part of it.
fn is_boundary(sheet: &Sheet<'_>, first: usize, run: usize) -> bool {
    if first == run || !sheet.is_free(first - 1) {
        return !sheet.tokens[first].glued();
    }
    let before = &sheet.tokens[first - 1];
    before.is_weak()
        || before.is(Class::COMMON) && !before.is(Class::GIVEN) && !sheet.tokens[first].glued()
        || before.is(Class::TITLE)
        || before.is(Class::TITLE_MODIFIER)
        || before.case == Case::Upper
        || sheet.demonym(first - 1, first - 1).is_some()
}

/// `J.K.`, and no state or country: `U.S.`
fn is_dotted_initials(sheet: &Sheet<'_>, at: usize) -> bool {
    has_initials(sheet, at) && !sheet.tokens[at].is(Class::STATE_ABBREV) && !sheet.is_place(at)
}

/// Written like `J.K.`.
pub fn has_initials(sheet: &Sheet<'_>, at: usize) -> bool {
    let token = &sheet.tokens[at];
    token.case == Case::Upper && token.letters() <= 3 && sheet.tokens.text(at, at).contains('.')
}

/// `Kim Jong Un`, `Ban Ki-moon`, `Xi Jinping`: a Chinese, Korean or Vietnamese family name and one
/// or two short given names.
pub fn is_family_first(sheet: &Sheet<'_>, first: usize, last: usize) -> bool {
    let short = |at: usize| sheet.tokens[at].letters() <= 9 && sheet.tokens[at].case != Case::Initial;
    sheet.tokens[first].is(Class::FAMILY_FIRST)
        && (1..=3).contains(&(last - first))
        && (first + 1..=last).all(short)
        && !sheet.tokens[last].is(Class::SUFFIX)
        && !(last == first + 1 && sheet.tokens[last].is(Class::FREQUENT))
}

/// The last word of a name that begins at `first`: capitals, particles between them, `Jr.` and `III`.
pub fn extent(sheet: &Sheet<'_>, first: usize) -> usize {
    let tokens = &sheet.tokens;
    let mut last = first;
    while last - first + 1 < LONGEST_NAME && !tokens[last].possessive() {
        let next = last + 1;
        if tokens.word_after(last).is_none() || !sheet.is_free(next) {
            break;
        }
        let token = &tokens[next];
        // Behind `H.W.` a sentence may seem to begin.
        if token.starts_sentence() && !(last > first && is_dotted_initials(sheet, last)) {
            break;
        }
        if token.is_capital() {
            let suffix = token.is(Class::SUFFIX);
            let shape = token.case != Case::Upper
                || suffix
                || tokens[first].case == Case::Upper && tokens[first].letters() > 3
                || is_dotted_initials(sheet, next);
            let other = token.is(Class::LEGAL) && token.case != Case::Initial
                || token.is_function() && !sheet.is_article_of_name(next)
                || token.is(Class::HONORIFIC)
                || (last > first || tokens[first].case == Case::Initial) && token.is(Class::CALENDAR)
                || tokens[last].case == Case::Initial && is_feast(sheet, next)
                || (last > first
                    && token.is(Class::TITLE)
                    && tokens.word_after(next).is_some_and(|t| t.is_capital())
                    && !tokens.is_junior(next + 1));
            if !shape || other {
                break;
            }
            last = next;
        } else if sheet.is_given_tail(next) {
            last = next;
        } else if let Some(family) = past_particles(sheet, next) {
            last = family;
        } else {
            break;
        }
    }
    if last == first { past_nickname(sheet, first).unwrap_or(last) } else { last }
}

/// `Wilson Center` is named after somebody.
pub fn is_institution(sheet: &Sheet<'_>, at: usize) -> bool {
    matches!(
        sheet.tokens.folded(at, at),
        "center" | "centre" | "institute" | "foundation" | "university" | "hospital" | "museum"
    )
}

/// Behind an initial a feast is no family name: `Malcolm X. Christmas was cold`; Jane Christmas has hers.
pub fn is_feast(sheet: &Sheet<'_>, at: usize) -> bool {
    matches!(
        sheet.tokens.folded(at, at),
        "christmas" | "easter" | "ramadan" | "thanksgiving" | "hanukkah" | "passover"
    )
}

/// The family name behind a nickname in quotes: `Roberto "Macho" Perez`.
fn past_nickname(sheet: &Sheet<'_>, given: usize) -> Option<usize> {
    let tokens = &sheet.tokens;
    let quote = |at: usize| {
        tokens.get(at).is_some_and(|t| matches!(t.case, Case::Punct('"' | '“' | '”' | '`' | '\'')))
    };
    let is_given =
        tokens[given].is(Class::GIVEN) && tokens[given].case == Case::Title && !tokens[given].possessive();
    if !is_given || !quote(given + 1) || !tokens.get(given + 2)?.is_capital() {
        return None;
    }
    let close = (given + 3..given + 7).find(|at| quote(*at))?;
    let family = tokens.get(close + 1)?;
    let named = family.case == Case::Title && !family.starts_paragraph() && !family.is(Class::COMMON);
    (named && (given + 1..=close + 1).all(|at| sheet.is_free(at))).then_some(close + 1)
}

/// `Munqith al-Faroon`, `Omar bin Rashad`: particles that stand in names of people and nowhere else.
fn joins_arabic(sheet: &Sheet<'_>, first: usize) -> bool {
    let tokens = &sheet.tokens;
    let particle = tokens.word_after(first).is_some_and(|next| {
        next.case == Case::Lower
            && !next.glued()
            && matches!(tokens.folded(first + 1, first + 1), "al" | "el" | "bin" | "ibn" | "bint" | "ould")
    });
    particle && tokens[first].case == Case::Title && past_particles(sheet, first + 1).is_some()
}

/// The family name behind the particles that begin at `at`: `de la Cruz`, `bin Laden`.
fn past_particles(sheet: &Sheet<'_>, at: usize) -> Option<usize> {
    let tokens = &sheet.tokens;
    let mut next = at;
    while next < at + 3 && tokens.get(next)?.case == Case::Lower && tokens[next].is(Class::PARTICLE) {
        next += 1;
    }
    let family = tokens.get(next).filter(|t| t.case == Case::Title && !t.is_function())?;
    let joined =
        next > at && sheet.is_unbroken(at - 1, next) && sheet.is_free(next) && !family.is(Class::CALENDAR);
    joined.then_some(next)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_title_may_be_an_office_holders_name() {
        use crate::desk::entities::testing::names;
        use crate::record::EntityKind::Person;
        assert_eq!(
            names("President Clinton, Prime Minister Major and others met.", Person),
            "Clinton | Major"
        );
        assert_eq!(names("Prime Minister Captain met them.", Person), "");
    }

    use crate::desk::entities::testing::assert_names;
    use crate::record::EntityKind::Person;

    #[test]
    fn titles_open_a_name() {
        assert_names(
            Person,
            &[
                ("The cabinet met President Zorvan on Monday.", "Zorvan"),
                ("A statement by UN spokesman Fadil Hamrouk was read.", "Fadil Hamrouk"),
                ("It was signed by Prime Minister Ilze Kalnroze.", "Ilze Kalnroze"),
                ("Mr. Brown and Mrs. Field left.", "Brown | Field"),
                ("Lt. Gen. Oskar Vintner resigned.", "Oskar Vintner"),
                // Titles of nobody, and titles that are parts of other things.
                ("The president of the bank met the foreign minister.", ""),
                ("She saw the Prime Minister on Friday.", ""),
                ("The General Assembly and the Attorney General disagreed.", ""),
                ("The president Friday declined.", ""),
                ("He came with his wife Mary.", "Mary"),
                ("It was said at the Wilson Center.", ""),
            ],
        );
    }

    #[test]
    fn names_by_their_parts() {
        assert_names(
            Person,
            &[
                ("A man met John F. Varnholt Jr. in a park.", "John F. Varnholt Jr."),
                ("They sued Maria de la Quintera over it.", "Maria de la Quintera"),
                ("The house of Ahmed al-Tarhuni was searched.", "Ahmed al-Tarhuni"),
                ("The film stars Jean-Pierre Lavolle.", "Jean-Pierre Lavolle"),
                ("A shot by Jan van der Meulen won it.", "Jan van der Meulen"),
                ("The boxer Roberto \"Rayo\" Quintana lost.", "Roberto \"Rayo\" Quintana"),
                ("Critics praised Mark Butcher.", "Mark Butcher"),
                ("It was given to T. Orlanski by the club.", "T. Orlanski"),
                ("The Korean singer Park Seo-yun and Kim Dae Ho sang.", "Park Seo-yun | Kim Dae Ho"),
                (
                    "one long line of copy that was wrapped for the printers by Maria\nKowalczyk of Essen",
                    "Maria\nKowalczyk",
                ),
            ],
        );
    }

    #[test]
    fn days_months_and_common_words_are_nobody() {
        assert_names(
            Person,
            &[
                ("Friday said it all. On Monday March began.", ""),
                ("Police said Tuesday that April was dry.", ""),
                ("They knew of Malcolm X. Christmas was cold.", "Malcolm X."),
                ("OIL PRICES RISE AS STOCKS FALL\n\nTraders said so.", ""),
                ("Council Approves New Budget For Schools\n\nIt was late.", ""),
            ],
        );
    }
}
