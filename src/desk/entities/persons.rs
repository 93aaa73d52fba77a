//! Which person each name means.
//!
//! A name in full makes a person, the longest form first; then every bare name finds the person it means
//! ([`super::reference`]).

use rustc_hash::{FxHashMap, FxHashSet};

use super::forms::{self, Form};
use super::kinship::{self, Kin};
use super::linking::{Identity, Thing};
use super::office_holders;
use super::people;
use super::relatives::Relatives;
use super::sheet::{Role, Sheet, What};
use super::titles;
use super::words::{Class, Group};

/// A person of the text, or a bare name that the text leaves open.
#[derive(Debug, Default)]
pub struct PersonThing {
    /// The longest form.
    pub(super) form: Form,
    /// Groups of the titles that the text gives.
    pub(super) groups: Vec<Group>,
    /// Groups of the titles that the person had before: `former President X`.
    pub(super) former: Vec<Group>,
    /// Whom the authority has by this name is another of the text: `George Bush and his son George W. Bush` in 2004.
    pub(super) of_known_name: bool,
    pub(super) honorific: Option<Group>,
    /// Of the given name: [`Class::MALE`], [`Class::FEMALE`] or neither.
    pub(super) gender: Class,
    /// Token of the first mention in full.
    pub(super) first_at: usize,
    /// Token of the last mention of any kind so far.
    pub(super) last_at: usize,
    /// Token of the last mention so far that is not in passing, if there was one.
    pub(super) main_at: Option<usize>,
    /// Mentions so far.
    pub(super) count: usize,
    /// Names that were used alone for this one, by the hash of their last word.
    pub(super) established: Vec<u64>,
    /// The same behind `Mr` or `Mrs`.
    pub(super) titled: Vec<u64>,
    /// The text names a child of this one (`Some(true)`), or a parent.
    pub(super) elder: Option<bool>,
    /// A wife or husband of whom the text gives the first name alone: that is what the person is called.
    pub only_given: bool,
    /// The claim of the longest form.
    pub longest: usize,
    /// Relatives named beside this one.
    pub kin: Vec<Kin>,
    /// The people that an open name may mean, by the claims of their longest forms.
    pub candidates: Vec<usize>,
    /// The same by index.
    pub(super) between: Vec<usize>,
}

impl PersonThing {
    /// The text gives the person this title.
    pub(super) fn hold(&mut self, sheet: &Sheet<'_>, role: Role) {
        let groups = if titles::is_former(sheet, role) { &mut self.former } else { &mut self.groups };
        groups.extend(role.group);
    }
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
        sons: FxHashSet::default(),
        by_marriage: FxHashMap::default(),
        relatives: Relatives::of(sheet, &claims),
        by_known: FxHashMap::default(),
        alone: FxHashMap::default(),
        open: FxHashMap::default(),
    };
    linker.add_full(&claims);
    let forms = claims.iter().map(|claim| Form::of(sheet, *claim));
    let sons = forms.filter(|form| form.words() == 1 && form.is_son());
    linker.sons.extend(sons.map(|form| sheet.tokens[form.last].hash));
    linker.note_kin(&claims);
    linker.note_alone(&claims);
    linker.add_titled(&claims);
    for &claim in &claims {
        let person = match linker.of_claim.get(&claim) {
            Some(person) => *person,
            None => linker.resolve(claim),
        };
        linker.mention(person, claim);
        linker.note_introduced(person, claim);
    }
    let longest: Vec<usize> = linker.people.iter().map(|person| person.longest).collect();
    for person in &mut linker.people {
        person.candidates = person.between.iter().map(|one| longest[*one]).collect();
    }
    let mut things: Vec<Thing> = linker
        .people
        .into_iter()
        .map(|person| Thing {
            what: Identity::Person(Box::new(person)),
            mentions: Vec::new(),
            nominals: Vec::new(),
        })
        .collect();
    for claim in claims {
        things[linker.of_claim[&claim]].mentions.push(claim);
    }
    kinship::note_mentions(sheet, &mut things);
    things
}

pub struct Linker<'s, 'a> {
    pub(super) sheet: &'s Sheet<'a>,
    pub(super) people: Vec<PersonThing>,
    pub(super) of_claim: FxHashMap<usize, usize>,
    /// The very same form, by its hash.
    pub(super) by_form: FxHashMap<u64, usize>,
    /// By the last word of a form in full.
    pub(super) by_last: FxHashMap<u64, Vec<usize>>,
    /// By the names that stand alone for the person: the family name; the first of a Korean name.
    pub(super) by_short: FxHashMap<u64, Vec<usize>>,
    pub(super) by_word: FxHashMap<u64, Vec<usize>>,
    /// By the family name of the husband or wife, whose own the text does not give.
    pub(super) by_marriage: FxHashMap<u64, Vec<usize>>,
    pub(super) relatives: Relatives,
    /// Where family names stand alone without a title, by their hash.
    pub(super) alone: FxHashMap<u64, Vec<usize>>,
    /// By the authority's id.
    pub(super) by_known: FxHashMap<&'a str, usize>,
    /// Family names that the text has with `Jr.` or `Sr.`.
    pub(super) sons: FxHashSet<u64>,
    /// Open names by their hash.
    pub(super) open: FxHashMap<u64, Vec<usize>>,
}

/// Most people of one name that are told apart; the rest are each their own.
const MOST_NAMESAKES: usize = 32;

impl<'a> Linker<'_, 'a> {
    /// All names in full, the longest first: each is somebody known, or makes a new person. One that fits
    /// several is decided later, where it stands.
    fn add_full(&mut self, claims: &[usize]) {
        let forms = claims.iter().map(|claim| (*claim, Form::of(self.sheet, *claim)));
        let mut full: Vec<(usize, Form)> = forms.filter(|(_, form)| form.is_full(self.sheet)).collect();
        full.sort_by_key(|(_, form)| std::cmp::Reverse((form.words(), form.suffix.is_some())));
        for (claim, form) in full {
            let mut fitting = self.fitting_full(&form);
            self.without_child(&mut fitting, claim);
            let mut known = None;
            let person = match self.by_form.get(&form.hash(self.sheet)) {
                Some(person) => *person,
                None => match fitting[..] {
                    // `Bongbong Marcos` is Ferdinand Marcos Jr.: the authority has both names.
                    [] => {
                        known = self.known(claim);
                        let before = known.and_then(|known| self.by_known.get(known).copied());
                        let mut bearer: Vec<usize> = before.into_iter().collect();
                        self.without_child(&mut bearer, claim);
                        bearer.first().copied().unwrap_or_else(|| {
                            let person = self.add(claim, form);
                            self.people[person].of_known_name = before.is_some();
                            known = known.filter(|_| before.is_none());
                            person
                        })
                    }
                    [one] => one,
                    _ => continue,
                },
            };
            if let Some(known) = known {
                self.by_known.insert(known, person);
            }
            self.note(person, claim, form);
        }
    }

    /// The authority's person of this name in full.
    fn known(&self, claim: usize) -> Option<&'a str> {
        let claim = &self.sheet.claims[claim];
        office_holders::named(self.sheet, claim.first, claim.last).map(|person| person.id.as_str())
    }

    pub(super) fn add(&mut self, claim: usize, form: Form) -> usize {
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

    /// A person whom the text has not named in full.
    pub(super) fn add_short(&mut self, claim: usize, form: Form) -> usize {
        let person = self.add(claim, form);
        let name = self.sheet.tokens[form.last].hash;
        push(&mut self.by_short, name, person);
        if form.words() > 1 {
            push(&mut self.by_last, name, person);
        }
        person
    }

    /// The people to whom a name of several words can belong.
    pub(super) fn fitting_full(&self, form: &Form) -> Vec<usize> {
        let tokens = &self.sheet.tokens;
        let namesakes = |at: usize| self.by_last.get(&tokens[at].hash).into_iter().flatten().copied();
        let mut fitting: Vec<usize> = Vec::new();
        for person in namesakes(form.last).chain(namesakes(form.first)) {
            let theirs = &self.people[person].form;
            let fits = forms::agree(self.sheet, form, theirs) && !self.are_told_apart(form, theirs)
                || forms::is_tail(self.sheet, form, theirs);
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
        for role in titles::beside(self.sheet, claim) {
            thing.hold(self.sheet, role);
        }
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

    fn mention(&mut self, person: usize, claim: usize) {
        let form = Form::of(self.sheet, claim);
        let name = self.sheet.tokens[form.last].hash;
        let second = self.is_second_bearer(person, claim, name);
        let thing = &mut self.people[person];
        // A name shorter than the person's own establishes; `Kim's sister` says nothing about whom `Kim` means.
        let short = form.words() < thing.form.words()
            && self.sheet.tokens[form.first].hash != self.sheet.tokens[thing.form.first].hash
            || form.words() == 1;
        let relative = kinship::relative_after(self.sheet, form.last).is_some()
            || self.relatives.of.get(&claim).is_some_and(|(_, found)| found.may_share_name(self.sheet))
            || kinship::generation(self.sheet, form.first).is_some();
        let titled = self.sheet.honorifics.contains_key(&claim);
        thing.first_at = thing.first_at.min(form.first);
        thing.last_at = form.last;
        thing.count += 1;
        if short && !relative && titled {
            thing.titled.push(name);
        } else if short && !relative && !second {
            thing.established.push(name);
        }
        if !relative && !kinship::is_in_passing(self.sheet, form.first) {
            thing.main_at = Some(form.last);
        }
        if !form.is_full(self.sheet) {
            if let Some(role) = self.sheet.roles.get(&claim) {
                thing.hold(self.sheet, *role);
            }
            thing.honorific = thing.honorific.or(self.sheet.honorifics.get(&claim).copied());
        }
        self.of_claim.insert(claim, person);
    }
}

pub(super) fn push(map: &mut FxHashMap<u64, Vec<usize>>, key: u64, person: usize) {
    let people = map.entry(key).or_default();
    if !people.contains(&person) && people.len() < MOST_NAMESAKES {
        people.push(person);
    }
}

#[cfg(test)]
mod tests {
    use crate::desk::entities::testing::mentions_of;

    #[test]
    fn people_of_one_family_stay_apart() {
        let body = "Anna Varnholt and Peter Varnholt married. Peter sang.";
        assert_eq!(mentions_of(body, "Anna Varnholt"), ["Anna Varnholt"]);
        assert_eq!(mentions_of(body, "Peter Varnholt"), ["Peter Varnholt", "Peter"]);
    }
}
