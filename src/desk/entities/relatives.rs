//! Who the text says is whose relative: `Bush's father, former President Bush`, `X and his wife Mary`.

use rustc_hash::FxHashMap;

use super::kinship::{self, Introduced, Kin};
use super::persons::{Linker, push};
use super::sheet::Sheet;
use super::words::Class;

/// Which claims the text introduces as relatives of which others.
#[derive(Default)]
pub struct Relatives {
    /// The relative's claim → the claim of whose relative it is, and how.
    pub(super) of: FxHashMap<usize, (usize, Introduced)>,
    /// The other way round.
    with: FxHashMap<usize, Vec<usize>>,
}

impl Relatives {
    pub fn of(sheet: &Sheet<'_>, claims: &[usize]) -> Relatives {
        let mut relatives = Relatives::default();
        for (index, &claim) in claims.iter().enumerate() {
            let Some(found) = kinship::introduced(sheet, sheet.claims[claim].first) else { continue };
            // The owner of the possessive, or whom the sentence spoke of last.
            let before = claims[..index].partition_point(|other| sheet.claims[*other].first <= found.whose);
            let owner = &sheet.tokens[found.whose];
            // `the President's wife` is nobody's who was named; a pronoun that opens a sentence may be anybody's.
            let named = |other: &usize| {
                if owner.possessive() {
                    sheet.claims[*other].last >= found.whose
                } else {
                    !owner.starts_sentence()
                }
            };
            if let Some(other) = before.checked_sub(1).map(|at| claims[at]).filter(named) {
                relatives.of.insert(claim, (other, found));
                relatives.with.entry(other).or_default().push(claim);
            }
        }
        relatives
    }
}

impl Linker<'_, '_> {
    /// `Bush's father, former President Bush`: nobody is his own father, however well the names agree.
    pub(super) fn without_child(&self, fitting: &mut Vec<usize>, claim: usize) {
        if fitting.is_empty() {
            return;
        }
        for relative in self.relatives.with.get(&claim).into_iter().flatten() {
            if let Some(relative) = self.of_claim.get(relative) {
                fitting.retain(|person| person != relative);
            }
        }
        let of = self.relatives.of.get(&claim).filter(|(_, found)| found.may_share_name(self.sheet));
        let Some((child, _)) = of else { return };
        let name = self.sheet.tokens[self.sheet.claims[*child].last].hash;
        match self.of_claim.get(child) {
            Some(child) => fitting.retain(|person| person != child),
            // Not known yet who that is: whoever can be called so.
            None => fitting.retain(|person| {
                let form = &self.people[*person].form;
                self.sheet.tokens[form.last].hash != name && self.sheet.tokens[form.first].hash != name
            }),
        }
    }

    /// `X and his wife Mary`: what that says of both, once it is known who they are.
    pub(super) fn note_introduced(&mut self, person: usize, claim: usize) {
        let Some(&(other, found)) = self.relatives.of.get(&claim) else { return };
        let Some(&owner) = self.of_claim.get(&other) else { return };
        if owner == person {
            return;
        }
        let word = self.sheet.tokens[found.word].hash;
        self.people[owner].kin.push(Kin { word, person, at: found.word });
        self.note_generation(owner, person, found.word);
        let relative = &mut self.people[person];
        if relative.gender == Class::NONE {
            relative.gender = kinship::gender(self.sheet, found.word);
        }
        let form = self.people[owner].form;
        if kinship::is_spouse(self.sheet, found.word)
            && self.people[person].form.words() == 1
            && form.words() > 1
        {
            self.people[person].only_given = true;
            push(&mut self.by_marriage, self.sheet.tokens[form.last].hash, person);
        }
    }

    /// Notes who of the two is the elder.
    fn note_generation(&mut self, owner: usize, relative: usize, word: usize) {
        if let Some(elder) = kinship::is_elder(self.sheet, word) {
            self.people[relative].elder = Some(elder);
            self.people[owner].elder = Some(!elder);
        }
    }

    /// `A, the younger sister of X leader B`
    pub(super) fn note_kin(&mut self, claims: &[usize]) {
        for pair in claims.windows(2) {
            let (Some(&relative), Some(&person)) = (self.of_claim.get(&pair[0]), self.of_claim.get(&pair[1]))
            else {
                continue;
            };
            let (from, to) = (self.sheet.claims[pair[0]].last + 1, self.sheet.claims[pair[1]].first);
            if relative != person
                && let Some(kin) = kinship::between(self.sheet, from, to)
            {
                let word = self.sheet.tokens[kin].hash;
                self.people[person].kin.push(Kin { word, person: relative, at: kin });
                self.note_generation(person, relative, kin);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::desk::entities::testing::entities;
    use crate::record::EntityKind;

    #[test]
    fn nobody_is_his_own_father() {
        for body in [
            "President Zorvan spoke. Then Zorvan's father, the first President Zorvan, sang. President Zorvan wept.",
            "President Ivo P. Zorvan spoke. Then Zorvan's father, former President Ivo Zorvan, sang. Zorvan wept.",
            "President Ivo P. Zorvan spoke beside his father, former President Ivo Zorvan. President Zorvan wept.",
        ] {
            let people = people(body);
            assert_eq!(people.len(), 2, "{people:?} in: {body}");
        }
    }

    #[test]
    fn a_son_is_one_with_a_comma_or_without() {
        assert_eq!(
            people("Ivo Zorvan, Jr. came. Ivo Zorvan Jr. left. Rev. Ivo Zorvan, Jr., sang."),
            ["Ivo Zorvan, Jr."]
        );
        assert_eq!(people("Martin Luther King Jr. came. King left."), ["Martin Luther King Jr."]);
    }

    fn people(body: &str) -> Vec<String> {
        let people = entities(body).into_iter().filter(|entity| entity.kind == EntityKind::Person);
        people.map(|entity| entity.name).collect()
    }
}
