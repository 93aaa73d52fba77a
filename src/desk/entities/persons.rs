//! Which person each name means.
//!
//! A name in full makes a person, the longest form first; then every bare name finds the person it means
//! ([`super::reference`]).

use rustc_hash::{FxHashMap, FxHashSet};

use super::forms::{self, Form};
use super::kinship::{self, Introduced, Kin};
use super::linking::{Identity, Thing};
use super::people;
use super::sheet::{Sheet, What};
use super::titles;
use super::words::{Class, Group};

/// A person of the text, or a bare name that the text leaves open.
#[derive(Debug, Default)]
pub struct PersonThing {
    /// The longest form.
    pub(super) form: Form,
    /// Groups of the titles that the text gives.
    pub(super) groups: Vec<Group>,
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
        open: FxHashMap::default(),
    };
    linker.add_full(&claims);
    let forms = claims.iter().map(|claim| Form::of(sheet, *claim));
    let sons = forms.filter(|form| form.words() == 1 && form.is_son());
    linker.sons.extend(sons.map(|form| sheet.tokens[form.last].hash));
    linker.note_kin(&claims);
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
    relatives: Relatives,
    /// By the authority's id.
    by_known: FxHashMap<&'a str, usize>,
    /// Family names that the text has with `Jr.` or `Sr.`.
    pub(super) sons: FxHashSet<u64>,
    /// Open names by their hash.
    pub(super) open: FxHashMap<u64, Vec<usize>>,
}

/// Which claims the text introduces as relatives of which others.
#[derive(Default)]
struct Relatives {
    /// The relative's claim → the claim of whose relative it is, and how.
    of: FxHashMap<usize, (usize, Introduced)>,
    /// The other way round.
    with: FxHashMap<usize, Vec<usize>>,
}

impl Relatives {
    fn of(sheet: &Sheet<'_>, claims: &[usize]) -> Relatives {
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
                        before.unwrap_or_else(|| self.add(claim, form))
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
        let story = self.sheet.story;
        let claim = &self.sheet.claims[claim];
        let folded = self.sheet.tokens.folded(claim.first, claim.last);
        self.sheet.lexicon.person(story.authority, folded, story.year).map(|person| person.id.as_str())
    }

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
    fn note_introduced(&mut self, person: usize, claim: usize) {
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

    /// The people to whom a name of several words can belong.
    pub(super) fn fitting_full(&self, form: &Form) -> Vec<usize> {
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

    fn mention(&mut self, person: usize, claim: usize) {
        let form = Form::of(self.sheet, claim);
        let thing = &mut self.people[person];
        // A name shorter than the person's own establishes; `Kim's sister` says nothing about whom `Kim` means.
        let short = form.words() < thing.form.words()
            && self.sheet.tokens[form.first].hash != self.sheet.tokens[thing.form.first].hash
            || form.words() == 1;
        let relative = kinship::relative_after(self.sheet, form.last).is_some()
            || self.relatives.of.get(&claim).is_some_and(|(_, found)| found.may_share_name(self.sheet))
            || kinship::generation(self.sheet, form.first).is_some();
        let titled = self.sheet.honorifics.contains_key(&claim);
        thing.last_at = form.last;
        thing.count += 1;
        if short && !relative && titled {
            thing.titled.push(self.sheet.tokens[form.last].hash);
        } else if short && !relative {
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
                self.people[person].kin.push(Kin { word, person: relative, at: kin });
                self.note_generation(person, relative, kin);
            }
        }
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
    use crate::desk::entities::testing::{entities, mentions_of};
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
