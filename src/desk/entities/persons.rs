//! Which person each name means.
//!
//! A name in full makes a person, the longest form first. A bare name belongs to the person it was established
//! for: copy uses the family name alone for one person of a story and names later bearers in full ("Reuters
//! handbook", second reference). A title (`president Kim`), an honorific (`Mrs. Doe`) or a relative (`Kim's sister`)
//! may point elsewhere. What may mean several people, and nothing settles it, is left open: a wrong guess puts one
//! person's deeds on another.

use rustc_hash::FxHashMap;

use super::forms::{self, Form};
use super::kinship::{self, Kin};
use super::linking::{Identity, Thing};
use super::people;
use super::sheet::{Sheet, What};
use super::titles;
use super::words::{Class, Group};

/// A person of the text, or a bare name that the text leaves open.
#[derive(Debug, Default)]
pub struct PersonThing {
    /// The longest form.
    form: Form,
    /// Groups of the titles that the text gives.
    groups: Vec<Group>,
    honorific: Option<Group>,
    /// Of the given name: [`Class::MALE`], [`Class::FEMALE`] or neither.
    gender: Class,
    /// Token of the first mention in full.
    first_at: usize,
    /// Token of the last mention of any kind so far.
    last_at: usize,
    /// Token of the last mention so far that is not in passing, if there was one.
    main_at: Option<usize>,
    /// Mentions so far.
    count: usize,
    /// Names that were used alone for this one, by the hash of their last word.
    established: Vec<u64>,
    /// The claim of the longest form.
    pub longest: usize,
    /// Relatives named beside this one.
    pub kin: Vec<Kin>,
    /// The people that an open name may mean, by the claims of their longest forms.
    pub candidates: Vec<usize>,
    /// The same by index.
    between: Vec<usize>,
}

/// Groups all claims of people.
pub fn link(sheet: &Sheet<'_>, order: &[usize]) -> Vec<Thing> {
    let claims: Vec<usize> =
        order.iter().copied().filter(|claim| sheet.claims[*claim].what == What::Person).collect();
    let mut linker = Linker {
        sheet,
        people: Vec::new(),
        of_claim: FxHashMap::default(),
        by_form: FxHashMap::default(),
        by_last: FxHashMap::default(),
        by_short: FxHashMap::default(),
        by_word: FxHashMap::default(),
        open: FxHashMap::default(),
    };
    linker.add_full(&claims);
    linker.note_kin(&claims);
    for &claim in &claims {
        let person = match linker.of_claim.get(&claim) {
            Some(person) => *person,
            None => linker.resolve(claim, &claims),
        };
        linker.mention(person, claim);
    }
    let longest: Vec<usize> = linker.people.iter().map(|person| person.longest).collect();
    for person in &mut linker.people {
        person.candidates = person.between.iter().map(|one| longest[*one]).collect();
    }
    let mut things: Vec<Thing> = linker
        .people
        .into_iter()
        .map(|person| Thing { what: Identity::Person(person), mentions: Vec::new(), nominals: Vec::new() })
        .collect();
    for claim in claims {
        things[linker.of_claim[&claim]].mentions.push(claim);
    }
    kinship::note_mentions(sheet, &mut things);
    things
}

struct Linker<'s, 'a> {
    sheet: &'s Sheet<'a>,
    people: Vec<PersonThing>,
    of_claim: FxHashMap<usize, usize>,
    /// The very same form, by its hash.
    by_form: FxHashMap<u64, usize>,
    /// By the last word of a form in full.
    by_last: FxHashMap<u64, Vec<usize>>,
    /// By the names that stand alone for the person: the family name; the first of a Korean name.
    by_short: FxHashMap<u64, Vec<usize>>,
    by_word: FxHashMap<u64, Vec<usize>>,
    /// Open names by their hash.
    open: FxHashMap<u64, Vec<usize>>,
}

/// Most people of one name that are told apart; the rest are each their own.
const MOST_NAMESAKES: usize = 32;

/// Whom a bare name means.
enum Choice {
    One(usize),
    /// Nobody of the text so far.
    New,
    /// One of these.
    Open(Vec<usize>),
}

impl Linker<'_, '_> {
    /// All names in full, the longest first: each is somebody known, or makes a new person. One that fits
    /// several is decided later, where it stands.
    fn add_full(&mut self, claims: &[usize]) {
        let forms = claims.iter().map(|claim| (*claim, Form::of(self.sheet, *claim)));
        let mut full: Vec<(usize, Form)> = forms.filter(|(_, form)| form.is_full(self.sheet)).collect();
        full.sort_by_key(|(_, form)| std::cmp::Reverse((form.words(), form.suffix.is_some())));
        for (claim, form) in full {
            let mut fitting = self.fitting_full(&form);
            self.without_child(&mut fitting, claim, claims);
            let person = match self.by_form.get(&form.hash(self.sheet)) {
                Some(person) => *person,
                None => match fitting[..] {
                    [] => self.add(claim, form),
                    [one] => one,
                    _ => continue,
                },
            };
            self.note(person, claim, form);
        }
    }

    /// `Bush's father, former President Bush`: nobody is his own father, however well the names agree.
    fn without_child(&self, fitting: &mut Vec<usize>, claim: usize, claims: &[usize]) {
        let first = self.sheet.claims[claim].first;
        if fitting.is_empty() {
            return;
        }
        let Some(whose) = kinship::introduced_by(self.sheet, first) else { return };
        // The owner of the possessive, or whom the sentence spoke of last.
        let before = claims.partition_point(|other| self.sheet.claims[*other].first <= whose);
        let Some(child) = before.checked_sub(1).map(|at| claims[at]) else { return };
        let name = self.sheet.tokens[self.sheet.claims[child].last].hash;
        match self.of_claim.get(&child) {
            Some(child) => fitting.retain(|person| person != child),
            // Not known yet who that is: whoever can be called so.
            None => fitting.retain(|person| {
                let form = &self.people[*person].form;
                self.sheet.tokens[form.last].hash != name && self.sheet.tokens[form.first].hash != name
            }),
        }
    }

    fn add(&mut self, claim: usize, form: Form) -> usize {
        self.people.push(PersonThing {
            form,
            first_at: form.first,
            longest: claim,
            gender: if form.words() > 1 {
                self.sheet.tokens[form.first].class.of_gender()
            } else {
                Class::NONE
            },
            ..PersonThing::default()
        });
        self.people.len() - 1
    }

    /// The people to whom a name of several words can belong.
    fn fitting_full(&self, form: &Form) -> Vec<usize> {
        let tokens = &self.sheet.tokens;
        let namesakes = |at: usize| self.by_last.get(&tokens[at].hash).into_iter().flatten().copied();
        let mut fitting: Vec<usize> = Vec::new();
        for person in namesakes(form.last).chain(namesakes(form.first)) {
            let theirs = &self.people[person].form;
            let fits = forms::agree(self.sheet, form, theirs) || forms::is_tail(self.sheet, form, theirs);
            if fits && !fitting.contains(&person) {
                fitting.push(person);
            }
        }
        fitting
    }

    /// A name in full is the person's.
    fn note(&mut self, person: usize, claim: usize, form: Form) {
        let tokens = &self.sheet.tokens;
        self.by_form.entry(form.hash(self.sheet)).or_insert(person);
        let thing = &mut self.people[person];
        thing.groups.extend(titles::beside(self.sheet, claim).filter_map(|role| role.group));
        thing.honorific = thing.honorific.or(self.sheet.honorifics.get(&claim).copied());
        thing.first_at = thing.first_at.min(form.first);
        let (given, family) = (tokens[form.first].hash, tokens[form.last].hash);
        push(&mut self.by_last, family, person);
        let mut short = vec![family];
        if people::is_family_first(self.sheet, form.first, form.last) {
            short.insert(0, given);
            if form.words() > 2 && !tokens[form.first].is(Class::VIETNAMESE) {
                short.truncate(1);
            }
        }
        for name in short {
            push(&mut self.by_short, name, person);
        }
        for at in form.first..=form.last {
            push(&mut self.by_word, tokens[at].hash, person);
        }
        self.of_claim.insert(claim, person);
    }

    /// The person that a bare name means; a new one where nobody fits.
    fn resolve(&mut self, claim: usize, claims: &[usize]) -> usize {
        let form = Form::of(self.sheet, claim);
        let group = self.sheet.roles.get(&claim).and_then(|role| role.group);
        let mut fitting = self.candidates(claim, &form, group);
        self.without_child(&mut fitting, claim, claims);
        if fitting.len() > 1 {
            self.narrow(&mut fitting, claim, group);
        }
        match self.choose(&fitting, form.last) {
            Choice::One(person) => person,
            Choice::Open(several) => self.leave_open(claim, form, several),
            Choice::New => {
                let person = self.add(claim, form);
                push(&mut self.by_short, self.sheet.tokens[form.last].hash, person);
                if form.words() > 1 {
                    push(&mut self.by_last, self.sheet.tokens[form.last].hash, person);
                }
                person
            }
        }
    }

    /// Everybody whom the name can mean.
    fn candidates(&self, claim: usize, form: &Form, group: Option<Group>) -> Vec<usize> {
        let tokens = &self.sheet.tokens;
        let name = tokens[form.last].hash;
        let of = |map: &FxHashMap<u64, Vec<usize>>| map.get(&name).cloned().unwrap_or_default();
        let mut fitting = if form.is_full(self.sheet) {
            self.fitting_full(form)
        } else {
            // Rulers and clerics go by the given name: `King Salman`, `Prince William`.
            let by_given = group.is_some_and(|group| self.sheet.lexicon.words.goes_by_given(group));
            let mut given: Vec<usize> = if by_given { of(&self.by_word) } else { Vec::new() };
            given.retain(|person| tokens[self.people[*person].form.first].hash == name);
            if given.is_empty() {
                given = of(&self.by_short);
            }
            if given.is_empty() { of(&self.by_word) } else { given }
        };
        if form.suffix.is_some() {
            // `Griffey Jr.`
            fitting.retain(|person| self.people[*person].form.suffix == form.suffix);
        }
        if let Some(honorific) = self.sheet.honorifics.get(&claim).copied() {
            let gender = self.sheet.lexicon.words.gender(honorific);
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
        if let Some(group) = group {
            keep(fitting, &|person| {
                person.groups.contains(&group) && person.first_at < self.sheet.claims[claim].first
            });
            keep(fitting, &|person| person.groups.is_empty() || person.groups.contains(&group));
        }
        if let Some(honorific) = self.sheet.honorifics.get(&claim).copied() {
            let gender = self.sheet.lexicon.words.gender(honorific);
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
                let first = fitting.iter().min_by_key(|one| person(one).first_at);
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
        let established = before.iter().filter(|one| person(one).established.contains(&name));
        if let Some(one) = established.max_by_key(|one| person(one).last_at) {
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

    /// Paragraphs of wire copy are short: so many words back are looked at, no more.
    fn same_paragraph(&self, from: usize, to: usize) -> bool {
        from < to && to - from <= 120 && !(from + 1..=to).any(|at| self.sheet.tokens[at].starts_paragraph())
    }

    fn mention(&mut self, person: usize, claim: usize) {
        let form = Form::of(self.sheet, claim);
        let thing = &mut self.people[person];
        // A name shorter than the person's own establishes; `Kim's sister` says nothing about whom `Kim` means.
        let short = form.words() < thing.form.words()
            && self.sheet.tokens[form.first].hash != self.sheet.tokens[thing.form.first].hash
            || form.words() == 1;
        let relative = kinship::relative_after(self.sheet, form.last).is_some()
            || kinship::introduced_by(self.sheet, form.first).is_some();
        thing.last_at = form.last;
        thing.count += 1;
        if short && !relative {
            thing.established.push(self.sheet.tokens[form.last].hash);
        }
        if !relative && !kinship::is_in_passing(self.sheet, form.first) {
            thing.main_at = Some(form.last);
        }
        if !form.is_full(self.sheet) {
            let role = self.sheet.roles.get(&claim).and_then(|role| role.group);
            thing.groups.extend(role);
            thing.honorific = thing.honorific.or(self.sheet.honorifics.get(&claim).copied());
        }
        self.of_claim.insert(claim, person);
    }

    /// `A, the younger sister of X leader B`
    fn note_kin(&mut self, claims: &[usize]) {
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
                self.people[person].kin.push(Kin { word, person: relative });
            }
        }
    }
}

fn push(map: &mut FxHashMap<u64, Vec<usize>>, key: u64, person: usize) {
    let people = map.entry(key).or_default();
    if !people.contains(&person) && people.len() < MOST_NAMESAKES {
        people.push(person);
    }
}

#[cfg(test)]
mod tests {
    use crate::desk::entities::testing::{entities, mentions_of};
    use crate::record::EntityKind;

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

    fn people(body: &str) -> Vec<String> {
        let people = entities(body).into_iter().filter(|entity| entity.kind == EntityKind::Person);
        people.map(|entity| entity.name).collect()
    }

    #[test]
    fn people_of_one_family_stay_apart() {
        let body = "Anna Varnholt and Peter Varnholt married. Peter sang.";
        assert_eq!(mentions_of(body, "Anna Varnholt"), ["Anna Varnholt"]);
        assert_eq!(mentions_of(body, "Peter Varnholt"), ["Peter Varnholt", "Peter"]);
    }
}
