//! Whom a bare name means: `Guterres`, `president Kim`, `Mrs. Doe`, `Prince William`.
//!
//! Copy uses the family name alone for one person of a story and names later bearers in full ("Reuters handbook",
//! second reference). A title, an honorific or a relative (`Kim's sister`) may point elsewhere. What may mean several
//! people, and nothing settles it, is left open: a wrong guess puts one person's deeds on another.

use rustc_hash::FxHashMap;

use super::forms::Form;
use super::kinship;
use super::office_holders;
use super::persons::{Linker, PersonThing};
use super::tokens::LONGEST_PARAGRAPH;
use super::words::{Class, Group};

/// Whom a bare name means.
enum Choice {
    One(usize),
    /// Nobody of the text so far.
    New,
    /// One of these.
    Open(Vec<usize>),
}

impl Linker<'_, '_> {
    /// The person that a bare name means; a new one where nobody fits.
    pub(super) fn resolve(&mut self, claim: usize) -> usize {
        let form = Form::of(self.sheet, claim);
        let group = self.sheet.roles.get(&claim).and_then(|role| role.group);
        let mut fitting = self.candidates(claim, &form, group);
        self.without_child(&mut fitting, claim);
        if fitting.len() > 1 {
            self.narrow(&mut fitting, claim, group);
        }
        match self.choose(&fitting, form.last) {
            Choice::One(person) => person,
            Choice::Open(several) => self.leave_open(claim, form, several),
            Choice::New => self.add_short(claim, form),
        }
    }

    /// Everybody whom the name can mean.
    pub(super) fn candidates(&self, claim: usize, form: &Form, group: Option<Group>) -> Vec<usize> {
        let tokens = &self.sheet.tokens;
        let name = tokens[form.last].hash;
        let of = |map: &FxHashMap<u64, Vec<usize>>| map.get(&name).cloned().unwrap_or_default();
        let mut fitting = if form.is_full(self.sheet) {
            self.fitting_full(form)
        } else if let Some(known) = office_holders::in_office(self.sheet, claim)
            && let Some(holder) = self.by_known.get(&*known.id)
        {
            return vec![*holder];
        } else {
            let mut short = of(&self.by_short);
            if group.is_some_and(|group| self.sheet.words.goes_by_given(group)) {
                // Rulers and clerics go by the given name: `King Salman`, `Prince William`. A part of a name from within is no
                // prince's: `Abdullah` is not `Saad al-Abdullah`.
                let given = |person: &usize| tokens[self.people[*person].form.first].hash == name;
                short.extend(of(&self.by_word).into_iter().filter(given));
                short.sort_unstable();
                short.dedup();
            } else if short.is_empty() {
                short = of(&self.by_word);
            }
            short
        };
        if form.suffix.is_none() && self.sons.contains(&name) {
            // Copy that writes `Trump Jr.` does not mean him by `Trump`.
            fitting.retain(|person| !self.people[*person].form.is_son());
        }
        if form.suffix.is_some() {
            // `Griffey Jr.`
            fitting.retain(|person| self.people[*person].form.suffix == form.suffix);
        }
        if !form.is_full(self.sheet)
            && let Some(role) = self.sheet.roles.get(&claim).copied()
        {
            fitting.retain(|person| self.may_hold(*person, claim, role));
        }
        if let Some(honorific) = self.sheet.honorifics.get(&claim).copied() {
            // `John Penhallow and his wife Mary`, then `Mrs Penhallow`.
            fitting.extend(of(&self.by_marriage));
            let gender = self.sheet.words.gender(honorific);
            fitting.retain(|person| {
                let theirs = self.people[*person].gender;
                theirs == Class::NONE || gender == Class::NONE || theirs == gender
            });
        }
        fitting
    }

    /// Keeps whom a relative, a title or an honorific points to, where they point to anybody.
    fn narrow(&self, fitting: &mut Vec<usize>, claim: usize, group: Option<Group>) {
        let keep = |fitting: &mut Vec<usize>, test: &dyn Fn(&PersonThing) -> bool| {
            if fitting.iter().any(|person| test(&self.people[*person])) {
                fitting.retain(|person| test(&self.people[*person]));
            }
        };
        if let Some(kin) = kinship::relative_after(self.sheet, self.sheet.claims[claim].last) {
            let word = self.sheet.tokens[kin].hash;
            keep(fitting, &|person| person.kin.iter().any(|kin| kin.word == word));
        }
        if let Some(elder) = kinship::generation(self.sheet, self.sheet.claims[claim].first) {
            keep(fitting, &|person| person.elder == Some(elder));
        }
        let gender = kinship::gender_behind(self.sheet, self.sheet.claims[claim].last);
        if gender != Class::NONE {
            keep(fitting, &|person| person.gender == gender);
            keep(fitting, &|person| person.gender == gender || person.gender == Class::NONE);
        }
        if let Some(group) = group {
            keep(fitting, &|person| {
                person.groups.contains(&group) && person.first_at < self.sheet.claims[claim].first
            });
            keep(fitting, &|person| person.groups.is_empty() || person.groups.contains(&group));
        }
        if let Some(honorific) = self.sheet.honorifics.get(&claim).copied() {
            let gender = self.sheet.words.gender(honorific);
            keep(fitting, &|person| gender != Class::NONE && person.gender == gender);
            keep(fitting, &|person| person.honorific == Some(honorific));
            keep(fitting, &|person| person.honorific.is_none_or(|known| known == honorific));
        }
    }

    /// Of several the one for whom the name was established last; else the one of this paragraph; else the one
    /// who was named for more than a relative's sake; else who the story is plainly about. Where nobody came yet,
    /// the first to come.
    fn choose(&self, fitting: &[usize], at: usize) -> Choice {
        let person = |one: &usize| &self.people[*one];
        let before: Vec<usize> = fitting.iter().copied().filter(|one| person(one).first_at < at).collect();
        match (fitting, &before[..]) {
            ([], _) => return Choice::New,
            ([one], _) | (_, [one]) => return Choice::One(*one),
            (_, []) => {
                // Later bearers are named in full, so it is who is never: `Doe said so. Jane Doe wept. President Doe left.`
                let first =
                    fitting.iter().min_by_key(|one| (person(one).form.words() > 1, person(one).first_at));
                return first.map_or(Choice::New, |one| Choice::One(*one));
            }
            _ => {}
        }
        let one_of = |test: &dyn Fn(&PersonThing) -> bool| {
            let mut found = before.iter().filter(|one| test(person(one)));
            found.next().filter(|_| found.next().is_none()).copied()
        };
        let here = |person: &PersonThing| self.same_paragraph(person.last_at, at);
        let main_here =
            |person: &PersonThing| person.main_at.is_some_and(|main| self.same_paragraph(main, at));
        let name = self.sheet.tokens[at].hash;
        let first_at = before.iter().map(|one| person(one).first_at).min();
        // `Doe's wife, Jane Doe, spoke. Doe left.`
        let ahead = |person: &PersonThing| person.form.words() == 1 && Some(person.first_at) == first_at;
        let established =
            before.iter().filter(|one| person(one).established.contains(&name) || ahead(person(one)));
        let titled = || one_of(&|person| person.titled.contains(&name));
        let established = established.max_by_key(|one| person(one).last_at).copied();
        if let Some(one) = established.or_else(titled).as_ref() {
            // Another bearer has the paragraph: the writer may mean either.
            let rival = before.iter().any(|other| other != one && main_here(person(other)));
            return if rival && !here(person(one)) { Choice::Open(before) } else { Choice::One(*one) };
        }
        let most = before.iter().max_by_key(|one| person(one).count);
        let plain = most.filter(|most| {
            let lead = before.iter().all(|one| person(one).first_at >= person(most).first_at);
            lead && before.iter().all(|one| one == *most || person(one).count + 2 <= person(most).count)
        });
        let one = one_of(&here)
            .or_else(|| one_of(&main_here))
            .or_else(|| one_of(&|person| person.main_at.is_some()))
            .or(plain.copied());
        one.map_or(Choice::Open(before.clone()), Choice::One)
    }

    /// The open name that may mean these.
    fn leave_open(&mut self, claim: usize, form: Form, several: Vec<usize>) -> usize {
        let open = self.open.entry(form.hash(self.sheet)).or_default();
        if let Some(person) = open.iter().find(|one| self.people[**one].between == several) {
            return *person;
        }
        let person = self.people.len();
        open.push(person);
        self.people.push(PersonThing { form, longest: claim, between: several, ..PersonThing::default() });
        person
    }

    fn same_paragraph(&self, from: usize, to: usize) -> bool {
        from < to
            && to - from <= LONGEST_PARAGRAPH
            && !(from + 1..=to).any(|at| self.sheet.tokens[at].starts_paragraph())
    }
}

#[cfg(test)]
mod tests {
    use crate::desk::entities::testing::{entities, mentions_of};

    /// Three people of one family name, as copy of courts and palaces has them.
    const FAMILY: &str = "Envoys met Ruritania's ceremonial head of state Park Sung Ho on Monday. Park and the envoys dined. \
        They spoke with president Park for an hour.\n\n\
        Park came with Park Mi Ran, the younger sister of Ruritanian leader Park Dae Jung. \
        The envoys did not meet Park's sister.\n\nPark left on Tuesday.";

    #[test]
    fn a_bare_name_stays_with_whom_it_was_established_for() {
        assert_eq!(mentions_of(FAMILY, "Park Sung Ho"), ["Park Sung Ho", "Park", "Park", "Park", "Park"]);
        assert_eq!(mentions_of(FAMILY, "Park Mi Ran"), ["Park Mi Ran", "[Park's sister]"]);
        assert_eq!(mentions_of(FAMILY, "Park Dae Jung"), ["Park Dae Jung", "Park"]);
    }

    #[test]
    fn titles_and_honorifics_point() {
        for (body, name, mentions) in [
            (
                "Minister Ivo Zorvan met his rival, coach Emil Zorvan. Coach Zorvan left.",
                "Emil Zorvan",
                vec!["Emil Zorvan", "Zorvan"],
            ),
            (
                "Mr. Ivo Zorvan and Mrs. Olga Zorvan came. Mrs. Zorvan spoke.",
                "Olga Zorvan",
                vec!["Olga Zorvan", "Zorvan"],
            ),
            // The given name says who `Mrs.` can be.
            (
                "Peter Varnholt and Anna Varnholt came. Mrs. Varnholt spoke.",
                "Anna Varnholt",
                vec!["Anna Varnholt", "Varnholt"],
            ),
            (
                "Zorvan resigned, his office said.\n\nMinister Ivo Zorvan had been ill.",
                "Ivo Zorvan",
                vec!["Zorvan", "Ivo Zorvan"],
            ),
            (
                "John F. Varnholt spoke. John Varnholt is 60. J. Varnholt lost.",
                "John F. Varnholt",
                vec!["John F. Varnholt", "John Varnholt", "J. Varnholt"],
            ),
        ] {
            assert_eq!(mentions_of(body, name), mentions, "in: {body}");
        }
    }

    #[test]
    fn a_son_called_so_is_not_meant_without_it() {
        let body = "Police asked Ivo Zorvan Jr. about it. Zorvan Jr. wept. Later Zorvan said he was proud.";
        assert_eq!(mentions_of(body, "Ivo Zorvan Jr."), ["Ivo Zorvan Jr.", "Zorvan Jr."]);
        let body = "Police asked Ivo Zorvan Jr. about it. Later Zorvan said he was proud.";
        assert_eq!(mentions_of(body, "Ivo Zorvan Jr."), ["Ivo Zorvan Jr.", "Zorvan"]);
    }

    #[test]
    fn what_nothing_settles_stays_open() {
        let open = "Singer Ivo Zorvan met the dancer Olga Zorvan, and Olga Zorvan danced.\n\nZorvan wept.";
        assert_eq!(mentions_of(open, "Zorvan"), ["Zorvan"]);
        let zorvan = entities(open).into_iter().find(|entity| entity.name == "Zorvan").expect("an open name");
        assert_eq!(zorvan.candidates.len(), 2);
        // One of them has the paragraph, was only named for her husband's sake, or is called so already.
        for (body, name, mentions) in [
            ("Ivo Zorvan met Olga Zorvan.\n\nOlga Zorvan danced. Zorvan wept.", "Olga Zorvan", 3),
            ("Ivo Zorvan, the husband of dancer Olga Zorvan, came.\n\nZorvan wept.", "Ivo Zorvan", 2),
            ("Ivo Zorvan came. Zorvan met Olga Zorvan.\n\nZorvan wept.", "Ivo Zorvan", 3),
        ] {
            assert_eq!(mentions_of(body, name).len(), mentions, "in: {body}");
        }
    }
}
