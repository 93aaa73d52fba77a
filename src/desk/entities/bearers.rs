//! Who may bear a title and a family name: the judge is not the victim of her name, the president not his wife.

use super::forms::Form;
use super::office_holders;
use super::persons::{Linker, PersonThing};
use super::sheet::Role;
use super::titles;
use super::words::Class;

/// Words between two names of one person: `Anthony Doe, known as Tony Doe`.
const NAMING: [&str; 7] = ["called", "known", "nicknamed", "named", "alias", "born", "goes"];
/// Words that are looked at for the end of a sentence.
const LONGEST_SENTENCE: usize = 60;

impl Linker<'_, '_> {
    /// Notes where family names stand alone.
    pub(super) fn note_alone(&mut self, claims: &[usize]) {
        for claim in claims.iter().filter(|claim| !self.sheet.roles.contains_key(claim)) {
            let form = Form::of(self.sheet, *claim);
            if form.words() == 1 {
                self.alone.entry(self.sheet.tokens[form.last].hash).or_default().push(form.first);
            }
        }
    }

    /// A family name behind a title that nobody of the text has makes a person of its own, for all other names to be weighed against:
    /// in `President Doe and Jane Doe` and in `killed Jane Doe. Judge Doe said` they are two.
    pub(super) fn add_titled(&mut self, claims: &[usize]) {
        for &claim in claims {
            let form = Form::of(self.sheet, claim);
            let Some(role) = self.sheet.roles.get(&claim).copied() else { continue };
            if self.of_claim.contains_key(&claim) || form.is_full(self.sheet) || role.group.is_none() {
                continue;
            }
            if self.candidates(claim, &form, role.group).is_empty() {
                let person = self.add_short(claim, form);
                self.people[person].hold(self.sheet, role);
                self.of_claim.insert(claim, person);
                if let Some(known) = office_holders::in_office(self.sheet, claim) {
                    self.by_known.insert(&known.id, person);
                }
            }
        }
    }

    /// Whether `title and family name` at `claim` can mean the person: by the titles that the text gives, by the offices that the
    /// authority knows, or because the text has used the family name alone since it named the person; not the judge or the officer whose victim may be.
    pub(super) fn may_hold(&self, person: usize, claim: usize, role: Role) -> bool {
        let Some(group) = role.group else { return true };
        let sheet = self.sheet;
        let person = &self.people[person];
        let untitled = person.groups.is_empty() && person.former.is_empty();
        if person.groups.contains(&group) || untitled && person.form.words() == 1 {
            return true;
        }
        let name = sheet.tokens[sheet.claims[claim].last].hash;
        let by_family = sheet.words.goes_by_either(group) && sheet.tokens[person.form.last].hash == name;
        if sheet.words.goes_by_given(group) && !by_family {
            // `Prince Mohammed` may be any Mohammed bin Salman of the text, `King Charles` no Charles Doe.
            let particle = |at: usize| sheet.tokens[at].is(Class::PARTICLE);
            let given = sheet.tokens[person.form.first].hash == name;
            return given && (person.form.first..person.form.last).any(particle);
        }
        let now = sheet.story.year;
        let in_family = || {
            let claim = &sheet.claims[claim];
            office_holders::is_held_in_family(sheet, claim.first, claim.last, group)
        };
        if person.former.contains(&group) {
            // `President Ford` is the former president where no Ford is in office.
            return now.is_none() || titles::is_former(sheet, role) || !in_family();
        }
        match office_holders::named(sheet, person.form.first, person.form.last) {
            Some(known) if sheet.lexicon.offices(known, now).any(|held| held == group) => true,
            // Another of the family has the office: `President Clinton and Hillary Clinton`.
            _ if in_family() => false,
            // A court's story has victims and defendants of any name; elsewhere namesakes are rare.
            _ if untitled && sheet.words.is_of_the_law(group) => false,
            // Who is quoted says `General Doe` of anybody.
            _ => self.is_alone(person, claim) || sheet.tokens.in_quotes(sheet.claims[claim].first),
        }
    }

    /// Whether the text uses the family name alone between the person's name in full and the claim, or, for a headline's, anywhere
    /// behind the name in full: `CEO Doe quits`, above a lead that begins with `Jane Doe`.
    fn is_alone(&self, person: &PersonThing, claim: usize) -> bool {
        let (sheet, claim) = (self.sheet, &self.sheet.claims[claim]);
        let Some(alone) = self.alone.get(&sheet.tokens[claim.last].hash) else { return false };
        let since = alone.partition_point(|at| *at < person.first_at);
        alone.get(since).is_some_and(|at| *at < claim.first || sheet.in_headline(claim.first))
    }

    /// Two full names in one sentence are two people's, `Michael Doe and Mick Doe`, `Michael B. Doe and Michael Doe`, unless it speaks of names.
    pub(super) fn are_told_apart(&self, one: &Form, other: &Form) -> bool {
        let tokens = &self.sheet.tokens;
        let (from, to) = (one.first.min(other.first), one.first.max(other.first));
        one.hash(self.sheet) != other.hash(self.sheet)
            && tokens[one.last].hash == tokens[other.last].hash
            && to - from <= LONGEST_SENTENCE
            && !(from + 1..=to)
                .any(|at| tokens[at].starts_sentence() || NAMING.contains(&tokens.folded(at, at)))
    }

    /// Named by title and family name alone, behind another of that name: `murdered Jane Doe. Judge Doe said`.
    pub(super) fn is_second_bearer(&self, person: usize, claim: usize, name: u64) -> bool {
        let (titled, first_at) = (self.sheet.roles.contains_key(&claim), self.people[person].first_at);
        let bearers = self.by_short.get(&name).filter(|_| titled && self.people[person].form.words() == 1);
        bearers.is_some_and(|all| all.iter().any(|one| self.people[*one].first_at < first_at))
    }
}

#[cfg(test)]
mod tests {
    use crate::desk::entities::testing::people_of;

    #[test]
    fn a_title_parts_namesakes() {
        for (body, people) in [
            (
                "Thieves shot Laurel Zorvan. Judge Zorvan said that. Zorvan wept.",
                &["Laurel Zorvan: Laurel Zorvan", "Zorvan: Zorvan", "Zorvan: Zorvan"][..],
            ),
            (
                "Judge Zorvan jailed Peter Zorvan. Zorvan wept.",
                &["Zorvan: Zorvan, Zorvan", "Peter Zorvan: Peter Zorvan"],
            ),
            ("Judge Anna Zorvan spoke. Judge Zorvan wept.", &["Anna Zorvan: Anna Zorvan, Zorvan"]),
            (
                "Adviser Anna Zorvan spoke. Zorvan smiled. Captain Zorvan wept.",
                &["Anna Zorvan: Anna Zorvan, Zorvan, Zorvan"],
            ),
            (
                "Adviser Anna Zorvan came. \"I saw Captain Zorvan,\" he said.",
                &["Anna Zorvan: Anna Zorvan, Zorvan"],
            ),
            // The text gives her no title.
            (
                "Anna Zorvan was shot. Zorvan was 12. Captain Zorvan wept.",
                &["Anna Zorvan: Anna Zorvan, Zorvan", "Zorvan: Zorvan"],
            ),
            (
                "Anna Zorvan was shot. \"It was Captain Zorvan,\" he said.",
                &["Anna Zorvan: Anna Zorvan", "Zorvan: Zorvan"],
            ),
            (
                "Anna Zorvan spoke. Zorvan smiled. Senator Zorvan wept.",
                &["Anna Zorvan: Anna Zorvan, Zorvan, Zorvan"],
            ),
            ("Rev. Ivo Zorvan came. Bishop Zorvan wept.", &["Ivo Zorvan: Ivo Zorvan, Zorvan"]),
            (
                "Ivo Zorvan died. Zorvan's son wept. King Zorvan wept.",
                &["Ivo Zorvan: Ivo Zorvan, Zorvan", "Zorvan: Zorvan"],
            ),
            (
                "King Zorvan met Zorvan Doe. King Zorvan smiled.",
                &["Zorvan: Zorvan, Zorvan", "Zorvan Doe: Zorvan Doe"],
            ),
            ("Doe's wife, Anna Doe, spoke. Doe left.", &["Doe: Doe, Doe", "Anna Doe: Anna Doe"]),
        ] {
            assert_eq!(people_of(None, body), people, "in: {body}");
        }
    }

    #[test]
    fn two_given_names_in_one_sentence_are_two_people() {
        let two = people_of(None, "Michael Zorvan and Mick Zorvan won.");
        assert_eq!(two, ["Michael Zorvan: Michael Zorvan", "Mick Zorvan: Mick Zorvan"]);
        let two = people_of(None, "Michael B. Zorvan and Michael Zorvan won.");
        assert_eq!(two, ["Michael B. Zorvan: Michael B. Zorvan", "Michael Zorvan: Michael Zorvan"]);
        let one = people_of(None, "Michael Zorvan, known as Mick Zorvan, won.");
        assert_eq!(one, ["Michael Zorvan: Michael Zorvan, Mick Zorvan"]);
    }
}
