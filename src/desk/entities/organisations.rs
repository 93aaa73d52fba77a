//! Organisations by the form of their names: `X Corp`, `Bank of X`, `X University`, `Long Name (ABC)`.

use rustc_hash::FxHashSet;

use super::introductions::Introductions;
use super::lexicon::Meaning;
use super::sheet::{Claim, Sheet, What};
use super::tokens::Case;
use super::words::Class;
use crate::authority::NameRank;

/// Claims organisations that the lexicon does not know but whose names say what they are.
pub fn claim_formed(sheet: &mut Sheet<'_>) {
    let runs = sheet.runs().to_vec();
    for run in runs {
        let mut from = run.start;
        while let Some((first, last)) = formed(sheet, from, run.end) {
            claim(sheet, first, last);
            from = last + 1;
        }
    }
}

/// Claims the words, letting an organisation of the lexicon at their beginning grow: `Microsoft` to
/// `Microsoft Corp`.
fn claim(sheet: &mut Sheet<'_>, first: usize, last: usize) {
    match sheet.claim_at(first) {
        Some(known) => {
            let legal = (sheet.claims[known].last + 1..=last).all(|at| sheet.tokens[at].is(Class::LEGAL));
            if !legal {
                sheet.claims[known].what = What::Organisation(None);
            }
            sheet.extend(known, first, last);
        }
        None => {
            sheet.claim(first, last, What::Organisation(None));
        }
    }
}

/// The first organisation in the run part `from..to`.
fn formed(sheet: &Sheet<'_>, from: usize, to: usize) -> Option<(usize, usize)> {
    let first = (from..to).find(|at| can_open(sheet, *at))?;
    // As far as the run is free behind its beginning.
    let opening = sheet.claim_at(first).map_or(first, |claim| sheet.claims[claim].last);
    let end = (opening + 1..to).find(|at| !sheet.is_free(*at)).unwrap_or(to);
    let head = heads(sheet, first, opening, end);
    if let Some(found) = of_name(sheet, first, end, head) {
        return Some(found);
    }
    match head {
        Some(last) => {
            let first = without_country(sheet, first, last);
            let first = before_of(sheet, first, last);
            // `West Bank` is no bank.
            let place = sheet.story.authority.gazetteer.find(sheet.tokens.folded(first, last));
            let place =
                place.and_then(|entry| entry.hits().next()).is_some_and(|hit| hit.rank <= NameRank::Usual);
            Some((first, last)).filter(|_| first < last && !place)
        }
        // Nothing here; but behind what was claimed in the middle of the run there may be.
        None if end < to => formed(sheet, end, to),
        None => None,
    }
}

/// Whether an organisation's name may begin here.
fn can_open(sheet: &Sheet<'_>, at: usize) -> bool {
    let token = &sheet.tokens[at];
    match sheet.what_at(at) {
        Some(What::Organisation(_)) => {
            sheet.claims.get(sheet.claim_at(at).unwrap_or(usize::MAX)).is_some_and(|c| c.first == at)
        }
        Some(_) => false,
        None => {
            sheet.is_free(at) && !token.is(Class::LEGAL) && !token.is(Class::HONORIFIC) && !token.shouted()
        }
    }
}

/// The last word of the organisation that begins at `first`: its company form, else its head word.
fn heads(sheet: &Sheet<'_>, first: usize, opening: usize, end: usize) -> Option<usize> {
    let tokens = &sheet.tokens;
    let mut head = None;
    for at in opening + 1..end {
        let token = &tokens[at];
        if token.case == Case::Lower || tokens[at - 1].possessive() && !tokens[at - 1].is(Class::COMMON) {
            break;
        }
        if token.is(Class::LEGAL) && token.case != Case::Initial {
            // `as`, `ab` and the like count in the form that companies write.
            let sure = token.letters() > 2
                || matches!(token.case, Case::Upper)
                || matches!(tokens.text(at, at), "Co" | "Co." | "Oy");
            if sure {
                let more = (at + 1..end).take_while(|at| tokens[*at].is(Class::LEGAL)).count();
                return Some(at + more);
            }
        }
        // A title ends the name: `Acme Bank Chairman X`.
        if token.is(Class::TITLE) && !token.is(Class::ORG_HEAD) && head.is_some() {
            break;
        }
        let state = token.is(Class::STATE_BODY) && !token.is_weak();
        let head_word = token.is(Class::ORG_HEAD) && !is_given_name(sheet, first, at);
        if (head_word || state) && !(tokens[first].is_weak() && at == first + 1 && !state) {
            head = Some(at);
        }
    }
    // `X & Co`, `Smith & Wesson Holdings`: over an ampersand.
    if let Some(beyond) = beyond_ampersand(sheet, end) {
        return Some(beyond);
    }
    head
}

/// `John Times`: two words, the first a given name, the head an ordinary family name.
fn is_given_name(sheet: &Sheet<'_>, first: usize, head: usize) -> bool {
    let weak_head = matches!(
        sheet.tokens.folded(head, head),
        "post"
            | "mail"
            | "star"
            | "sun"
            | "mirror"
            | "steel"
            | "gas"
            | "power"
            | "church"
            | "herald"
            | "bank"
    );
    head == first + 1 && weak_head && sheet.tokens[first].is(Class::GIVEN)
}

/// `Procter & Gamble`, `Brown & Root Inc`: the end of the run behind an ampersand.
fn beyond_ampersand(sheet: &Sheet<'_>, end: usize) -> Option<usize> {
    let tokens = &sheet.tokens;
    if !tokens.get(end)?.is_punct('&') || tokens[end - 1].possessive() {
        return None;
    }
    let mut last = end + 1;
    let next = tokens.get(last)?;
    if !next.is_capital() || !sheet.is_free(last) || next.starts_paragraph() {
        return None;
    }
    while last < end + 5
        && !tokens[last].possessive()
        && tokens.word_after(last).is_some_and(|t| t.is_capital() && !t.is_function() && !t.is(Class::TITLE))
        && sheet.is_free(last + 1)
    {
        last += 1;
    }
    Some(last)
}

/// `Bank of England`, `Ministry of Trade and Industry`, `University of X at Y`.
fn of_name(sheet: &Sheet<'_>, first: usize, end: usize, head: Option<usize>) -> Option<(usize, usize)> {
    let tokens = &sheet.tokens;
    let noun = end.checked_sub(1)?;
    if !tokens[noun].is(Class::ORG_OF) || tokens[noun].possessive() || head.is_some_and(|head| head > noun) {
        return None;
    }
    let link = tokens.word_after(noun)?;
    if link.case != Case::Lower || !matches!(tokens.text(end, end), "of" | "for" | "on") {
        return None;
    }
    let mut at = end + 1;
    if tokens.get(at)?.case == Case::Lower && tokens.text(at, at) == "the" {
        at += 1;
    }
    let mut last = None;
    while at <= end + 8 && sheet.is_unbroken(noun, at.min(tokens.len() - 1)) && sheet.is_free(at) {
        let token = &tokens[at];
        // `the party of Jane Doe`: whose it is, not what it is called.
        let somebody = last.is_none()
            && token.is(Class::GIVEN)
            && !token.is(Class::COMMON)
            && !sheet.is_place(at)
            && tokens.word_after(at).is_some_and(|next| next.case == Case::Title && !next.is(Class::COMMON));
        if somebody
            && matches!(
                tokens.folded(noun, noun),
                "party" | "movement" | "front" | "army" | "bank" | "league"
            )
        {
            return None;
        }
        if token.is_capital() && !token.is_function() && !token.is(Class::CALENDAR) && !token.is(Class::TITLE)
        {
            last = Some(at);
            if token.possessive() {
                break;
            }
        } else {
            // `and Industry`, `of State`: goes on only into another capital that is an ordinary word.
            let joins = matches!(tokens.text(at, at), "and" | "of" | "for" | "the");
            let next = tokens
                .word_after(at)
                .is_some_and(|next| next.is_capital() && next.is(Class::COMMON) && !next.is(Class::TITLE));
            if !joins || !next || last.is_none() {
                break;
            }
        }
        at += 1;
    }
    let last = last?;
    let common = tokens.text(end, end) == "of" || tokens[last].is(Class::COMMON);
    let first = without_country(sheet, first, noun);
    common.then_some((first, last))
}

/// `Gold Fields of South Africa Ltd`: the company's name goes on before the `of`.
fn before_of(sheet: &Sheet<'_>, first: usize, last: usize) -> usize {
    let legal = sheet.tokens[last].is(Class::LEGAL);
    // `Shares of X Corp.` begin no name: only a place cannot stand alone there.
    let place =
        last > first && sheet.story.authority.gazetteer.find(sheet.tokens.folded(first, last - 1)).is_some();
    if !legal
        || !place
        || first < 2
        || !sheet.is_unbroken(first - 2, first)
        || sheet.tokens.text(first - 1, first - 1) != "of"
    {
        return first;
    }
    let mut at = first - 1;
    while at > 0
        && first - at < 6
        && sheet.is_free(at - 1)
        && sheet.tokens[at - 1].is_capital()
        && !sheet.tokens[at - 1].is_function()
        && !sheet.tokens[at - 1].is(Class::TITLE)
        && sheet.tokens.word_before(at).is_some()
    {
        at -= 1;
    }
    if at < first - 1 { at } else { first }
}

/// The name without a country or demonym before a body of a state: `Kenyan | Foreign Ministry`.
fn without_country(sheet: &Sheet<'_>, first: usize, last: usize) -> usize {
    let state = sheet.tokens[last].is(Class::STATE_BODY) || sheet.tokens.folded(last, last) == "department";
    if !state {
        return first;
    }
    let gazetteer = &sheet.story.authority.gazetteer;
    let country = |first: usize, last: usize| {
        sheet.demonym(first, last).is_some()
            || gazetteer
                .find(sheet.tokens.folded(first, last))
                .and_then(|entry| entry.hits().next())
                .is_some_and(|hit| hit.kind == crate::record::PlaceKind::Country)
    };
    (1..=2)
        .rev()
        .find(|words| first + words <= last && country(first, first + words - 1))
        .map_or(first, |words| first + words)
}

/// `Elevance Health, Inc.`, `Sammy Davis, Jr.`, `Eli Lilly and Company`: what stands behind a comma or `and` belongs to the name, and
/// is none itself.
pub fn join_endings(sheet: &mut Sheet<'_>, introductions: &mut Introductions) {
    let lone = |claim: &Claim| {
        let front = claim.first.checked_sub(2).and_then(|at| sheet.what_at(at));
        claim.first != claim.last || front.and_then(|what| joined(sheet, what, claim.first)).is_none()
    };
    let keep: Vec<bool> = sheet.claims.iter().map(lone).collect();
    if keep.contains(&false) {
        introductions.renumber(&sheet.retain(&keep));
    }
    for claim in 0..sheet.claims.len() {
        let Claim { last, what, .. } = sheet.claims[claim];
        if let Some(what) = joined(sheet, what, last + 2) {
            sheet.claims[claim].what = what;
            sheet.extend(claim, last, last + 2);
        }
    }
}

/// What a name is with the ending at `at`, behind a comma or `and`; `None` where that is no ending of it.
fn joined(sheet: &Sheet<'_>, what: What, at: usize) -> Option<What> {
    let (tokens, token) = (&sheet.tokens, sheet.tokens.get(at)?);
    if tokens[at - 1].is_punct(',') {
        let form = token.is(Class::LEGAL) && token.case == Case::Title && token.letters() > 2;
        return match what {
            What::Person if tokens.is_junior(at) => Some(what),
            What::Organisation(_) if form => Some(what),
            _ => None,
        };
    }
    let partners =
        tokens.folded(at - 1, at - 1) == "and" && matches!(tokens.text(at, at), "Company" | "Co" | "Co.");
    match what {
        What::Organisation(_) if partners => Some(what),
        What::Person if partners => Some(What::Organisation(None)),
        _ => None,
    }
}

/// Claims the opening word of a longer name where it stands alone: `Merrill` after `Merrill Lynch`.
pub fn claim_bare(sheet: &mut Sheet<'_>) {
    let mut openings: FxHashSet<u64> = FxHashSet::default();
    for claim in &sheet.claims {
        if let What::Organisation(_) = claim.what {
            let token = &sheet.tokens[claim.first];
            let legal = sheet.tokens[claim.last].is(Class::LEGAL);
            let rare = !token.is(Class::COMMON)
                && token.letters() > 2
                && matches!(token.case, Case::Title | Case::Mixed);
            let name =
                !token.is(Class::GIVEN) && !token.is(Class::FAMILY_FIRST) && !sheet.is_place(claim.first);
            if claim.last > claim.first
                && rare
                && (legal || name)
                && sheet.demonym(claim.first, claim.first).is_none()
            {
                openings.insert(token.hash);
            }
        }
    }
    if openings.is_empty() {
        return;
    }
    for at in 0..sheet.tokens.len() {
        let token = &sheet.tokens[at];
        if !openings.contains(&token.hash) || !token.is_capital() || !sheet.is_free(at) || token.glued() {
            continue;
        }
        let goes_on = sheet.tokens.word_after(at).is_some_and(|next| {
            next.case == Case::Title
                && !token.possessive()
                && sheet.is_free(at + 1)
                && !next.is(Class::COMMON)
        });
        let follows = sheet
            .tokens
            .word_before(at)
            .is_some_and(|before| before.is(Class::GIVEN) || before.is(Class::HONORIFIC));
        if !goes_on && !follows && !sheet.is_located(at) {
            sheet.claim(at, at, What::Organisation(None));
        }
    }
}

/// Claims the words as an organisation, the authority's where it knows it.
pub fn claim_named(sheet: &mut Sheet<'_>, first: usize, last: usize) {
    let known = sheet.lexicon.longest(&sheet.tokens, first, sheet.tongue).filter(|found| found.last == last);
    let known = known.and_then(|found| match found.meaning {
        Meaning::Organisation(index) => Some(index),
        _ => None,
    });
    sheet.claim(first, last, What::Organisation(known));
}

#[cfg(test)]
mod tests {
    use crate::desk::entities::testing::assert_names;
    use crate::record::EntityKind::{Organisation, Place};

    #[test]
    fn the_form_tells() {
        assert_names(
            Organisation,
            &[
                ("Shares of Quorvex Corp. fell.", "Quorvex Corp."),
                ("He left Brandt Vintner Holdings Ltd on Monday.", "Brandt Vintner Holdings Ltd"),
                ("First Meridian Inc said it would pay.", "First Meridian Inc"),
                ("First Meridian Bank, Inc. said it would pay.", "First Meridian Bank, Inc."),
                ("First Meridian Bank and Company said it would pay.", "First Meridian Bank and Company"),
                ("a dean at Westmoor University", "Westmoor University"),
                ("the Bank of Ruritania raised rates", "Bank of Ruritania"),
                ("the Ministry of Trade and Industry said", "Ministry of Trade and Industry"),
                ("the Ruritanian Growers Party lost", "Ruritanian Growers Party"),
                ("lawyers Doe & Varnholt declined", "Doe & Varnholt"),
                ("Gold Meadows of Kenya Ltd fell", "Gold Meadows of Kenya Ltd"),
                // Heads without a name, and names without a head.
                ("The bank and the party met at the university.", ""),
                ("The Bank said so.", ""),
            ],
        );
    }

    #[test]
    fn places_inside_a_name_are_no_places() {
        assert_names(
            Place,
            &[("the University of Nairobi and the Paris Herald", ""), ("Bank of Kenya Ltd", "")],
        );
        assert_names(Organisation, &[("the Kenyan Foreign Ministry said", "Foreign Ministry")]);
    }
}
