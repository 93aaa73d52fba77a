//! The elements of a byline and what each is: a name, a function, an agency, a place, a paper.

use std::ops::Range;

use super::byline::Read;
use super::chain::{self, Cited};
use super::joins::{Join, elements, small};
use super::names::{is_name, person};
use super::openings::{self, Opening, PHOTO, Stand, Tongue};
use crate::authority::{Agencies, Authority, fold};
use crate::desk::dateline::{Case, case, known, titled};
use crate::record::{self, Contributor, ContributorRole};

pub(super) struct Parts<'a> {
    authority: &'a Authority,
    tongue: &'static Tongue,
    pub bylines: Vec<record::Byline>,
    pub agencies: Vec<Cited<'a>>,
    pub contributors: Vec<Contributor>,
    nameless: bool,
    /// The affiliation that `Xinhua writers` gives to all names behind it.
    carried: Option<String>,
    /// A name of one word or in small letters, which only an affiliation, a title or a place proves.
    pub doubtful: bool,
}

impl<'a> Parts<'a> {
    /// Nothing read yet, of a byline in this language.
    pub fn new(authority: &'a Authority, tongue: &'static Tongue) -> Self {
        Parts {
            authority,
            tongue,
            bylines: Vec::new(),
            agencies: Vec::new(),
            contributors: Vec::new(),
            nameless: false,
            carried: None,
            doubtful: false,
        }
    }

    fn agencies(&self) -> &'a Agencies {
        &self.authority.agencies
    }

    /// Takes `Foto: B` from the end of the content; what is left.
    pub fn photographs<'t>(&mut self, content: &'t str) -> &'t str {
        let Some((at, label)) = PHOTO.iter().find_map(|l| Some((content.find(l).filter(|at| *at > 0)?, *l)))
        else {
            return content;
        };
        for name in content[at + label.len()..].split([',', '/']).map(str::trim) {
            let words: Vec<&str> = name.split_whitespace().collect();
            let agencies = chain::whole(name, self.agencies());
            if words.len() >= 2 && agencies.is_empty() && is_name(&words) {
                let role = ContributorRole::Photography;
                self.contributors.push(Contributor { name: person(name), role, place: None });
            }
        }
        content[..at].trim_end_matches([' ', ',', ';', '/', '|', '–', '-'])
    }

    /// Reads the elements of `content`; `None` where it is no byline.
    pub fn read(&mut self, content: &str) -> Option<()> {
        let mut any = false;
        for (join, element) in elements(content, self.tongue) {
            any = true;
            self.element(element, join)?;
        }
        any.then_some(())
    }

    fn element(&mut self, element: &str, join: Join) -> Option<()> {
        let cited = chain::read(element, self.agencies());
        let started = !(self.bylines.is_empty() && self.agencies.is_empty());
        if cited.whole {
            self.nameless |= cited.agencies.is_empty();
            self.affiliate(&cited.agencies);
            return Some(());
        }
        if openings::is_nameless(element) {
            self.nameless = true;
            return Some(());
        }
        let last = openings::last_function(element);
        let words: Vec<&str> = element.split_whitespace().collect();
        if let Some(at) = last.filter(|at| *at < words.len())
            && self.function_before(&words[..at], &words[at..], join).is_some()
        {
            return Some(());
        }
        if started && openings::is_function(element) && words.len() <= 9 {
            self.title(element);
            return Some(());
        }
        if self.agency_of(element).is_some()
            || self.agency_before(element, join).is_some()
            || self.agency_behind(element, last.is_some()).is_some()
            || self.place_more(element, join).is_some()
            || self.outlet(element, join).is_some()
        {
            return Some(());
        }
        self.name(element, join)
    }

    /// `AP Sports Writer JANE ROE`, `Xinhua writers Jane Roe`, `Political Editor Jane Roe`.
    fn function_before(&mut self, function: &[&str], name: &[&str], join: Join) -> Option<()> {
        if name.len() > 5
            || function.len() > 6
            || function[0].starts_with(char::is_lowercase) && join != Join::First
        {
            return None;
        }
        let before = self.bylines.len();
        self.name(&name.join(" "), join)?;
        let own = self.bylines.split_off(before);
        let mut rest = std::mem::replace(&mut self.bylines, own);
        self.title(&function.join(" "));
        if function.last().is_some_and(|f| f.ends_with('s')) {
            self.carried = self.bylines.first().and_then(|b| b.affiliation.clone());
        }
        rest.append(&mut self.bylines);
        self.bylines = rest;
        Some(())
    }

    /// `da Lusa`, `von der dpa`, `dpa-Korrespondenten`, behind a name.
    fn agency_of(&mut self, element: &str) -> Option<()> {
        if self.bylines.is_empty() {
            return None;
        }
        let of =
            ["da ", "do ", "de ", "de la ", "della ", "dell'", "dell’", "von der ", "der ", "van ", "of "];
        let worded =
            element.split_once('-').filter(|(_, what)| openings::is_function(what)).map(|(who, _)| who);
        let named = of.iter().filter_map(|word| element.strip_prefix(word)).chain(worded);
        let found = named.map(|name| chain::whole(name, self.agencies())).find(|found| !found.is_empty())?;
        self.affiliate(&found);
        Some(())
    }

    /// `PA Scotland`: the agency with its desk, behind a name and a comma. `ANA GARCIA` is a second reporter.
    fn agency_before(&mut self, element: &str, join: Join) -> Option<()> {
        let (first, rest) = element.split_once(' ')?;
        let given = self.authority.names.given(&fold(first)).is_some();
        if self.bylines.is_empty()
            || join != Join::Comma
            || given
            || case(first) != Case::Upper
            || rest.split(' ').count() > 3
        {
            return None;
        }
        let found = chain::whole(first, self.agencies());
        (!found.is_empty()).then(|| self.affiliate(&found))
    }

    /// `JANE ROE Associated Press Writer`: name, agency and title without a comma.
    fn agency_behind(&mut self, element: &str, titled: bool) -> Option<()> {
        let words: Vec<&str> = element.split(' ').collect();
        for cut in 2..words.len() {
            let tail = words[cut..].join(" ");
            let whole = chain::read(&tail, self.agencies());
            let titled = titled
                && (1..=3).any(|n| {
                    words.get(cut..cut + n).is_some_and(|w| chain::read(&w.join(" "), self.agencies()).whole)
                });
            if whole.whole || titled {
                self.name(&words[..cut].join(" "), Join::Comma)?;
                match whole.whole {
                    true => self.affiliate(&whole.agencies),
                    false => self.title(&tail),
                }
                return Some(());
            }
        }
        None
    }

    /// `…, Kenya` behind `in NAIROBI`; `…, Nairobi` behind a name.
    fn place_more(&mut self, element: &str, join: Join) -> Option<()> {
        let last = self.bylines.last()?;
        let words: Vec<&str> = element.split_whitespace().collect();
        let capitals = words.iter().all(|w| w.starts_with(char::is_uppercase));
        if join != Join::Comma || words.len() > 3 || !capitals {
            return None;
        }
        let given = self.authority.names.given(&fold(words[0])).is_some();
        let part = known(element, &(0..element.len()), self.authority);
        let more = match &last.place {
            Some(place) if part.name && (!given || words.len() == 1) => {
                format!("{place}, {}", titled(element))
            }
            None if part.prominent && !given => titled(element),
            _ => return None,
        };
        let placed = last.place.is_some();
        match self.bylines.last_mut() {
            Some(last) if placed => last.place = Some(more),
            _ => self
                .bylines
                .iter_mut()
                .filter(|b| b.place.is_none())
                .for_each(|b| b.place = Some(more.clone())),
        }
        Some(())
    }

    /// `…, The Lake Argus`: a paper that no list has, behind a name.
    fn outlet(&mut self, element: &str, join: Join) -> Option<()> {
        if self.bylines.is_empty()
            || join != Join::Comma
            || !openings::is_outlet(element)
            || !element.starts_with(char::is_uppercase)
            || element.len() > 40
        {
            return None;
        }
        for byline in self.bylines.iter_mut().filter(|b| b.affiliation.is_none()) {
            byline.affiliation = Some(element.to_owned());
        }
        Some(())
    }

    fn affiliate(&mut self, found: &[Cited<'a>]) {
        self.agencies.extend(found);
        if let Some(agency) = found.first() {
            for byline in self.bylines.iter_mut().filter(|b| b.affiliation.is_none()) {
                byline.affiliation = Some(agency.name.clone());
            }
        }
    }

    /// `AP Sports Writer`: an agency and what the reporter is there.
    pub fn title(&mut self, title: &str) {
        let title = title.trim_end_matches('=').trim();
        let words: Vec<&str> = title.split(' ').collect();
        // The shortest: `AP Sports Writer` is a sports writer, though some wires credit `AP Sports`.
        let own = (1..words.len().min(5))
            .find(|n| chain::read(&words[..*n].join(" "), self.agencies()).whole)
            .unwrap_or(0);
        if own > 0 {
            self.affiliate(&chain::read(&words[..own].join(" "), self.agencies()).agencies);
        } else if chain::read(title, self.agencies()).whole {
            self.affiliate(&chain::read(title, self.agencies()).agencies);
            return;
        }
        let rest = words[own..].join(" ");
        // `Xinhua writers A, B`: that of several says nothing of one.
        if matches!(rest.as_str(), "writers" | "reporters" | "correspondents") {
            return;
        }
        for byline in self.bylines.iter_mut().filter(|b| b.title.is_none()) {
            byline.title = Some(rest.clone());
        }
    }

    /// A person, with a place behind `in`. `None` for anything else.
    pub fn name(&mut self, element: &str, join: Join) -> Option<()> {
        let words: Vec<&str> = element.split_whitespace().collect();
        let at = words.iter().skip(1).position(|w| self.tongue.at.iter().any(|a| small(w, a, element)));
        let (name, place) = match at {
            Some(at) => (&words[..at + 1], Some(words[at + 2..].join(" "))),
            None => (&words[..], None),
        };
        let place = place.map(|p| p.trim_start_matches("the ").trim_matches(['.', ',']).to_owned());
        if place
            .as_ref()
            .is_some_and(|p| p.is_empty() || !p.starts_with(char::is_uppercase) || p.split(' ').count() > 5)
        {
            return None;
        }
        let lower = name.len() == 2
            && name.iter().all(|w| case(w) == Case::Lower && w.chars().all(char::is_alphabetic));
        if !lower && !is_name(name) {
            return None;
        }
        // One word: an Indonesian or Afghan reporter, or a second name of a list.
        self.doubtful |= self.bylines.is_empty() && (name.len() == 1 || lower);
        let place = place.map(|p| titled(&p));
        if let Some(place) = &place
            && join == Join::And
        {
            // `By A and B in Paris`: both were there, unless the first has a place of its own.
            for byline in self.bylines.iter_mut().rev().take_while(|b| b.place.is_none()) {
                byline.place = Some(place.clone());
            }
        }
        self.bylines.push(record::Byline {
            name: person(&name.join(" ")),
            title: None,
            affiliation: self.carried.clone(),
            place,
        });
        Some(())
    }

    /// Whether a byline with this opening is proven by what it says.
    pub fn proven(&self, opening: &Opening) -> bool {
        let said = |b: &record::Byline| b.title.is_some() || b.affiliation.is_some();
        let supported = self.bylines.iter().any(|b| said(b) || b.place.is_some());
        if self.bylines.is_empty() {
            return opening.stand == Stand::Free
                || !self.agencies.is_empty() && opening.stand == Stand::Label
                || self.nameless;
        }
        if self.doubtful && !supported && self.bylines.len() < 2 {
            return false;
        }
        match opening.stand {
            _ if opening.placed => self.bylines.iter().any(|b| b.place.is_some()) && self.first_name_known(),
            Stand::Line => self.bylines.iter().any(said) || self.first_name_known(),
            _ => true,
        }
    }

    /// Whether the first name is one that people bear, an initial, or a family name that comes first.
    pub fn first_name_known(&self) -> bool {
        let names = &self.authority.names;
        let first = self.bylines.first().and_then(|b| b.name.split([' ', '-']).next()).unwrap_or_default();
        let word = fold(first);
        first.ends_with('.') || names.given(&word).is_some() || names.family_first(&word).is_some()
    }

    /// What was read, for the byline at `range`; `None` where nobody is named and nobody is said to be unnamed.
    pub fn finish(self, range: Range<usize>) -> Option<Read<'a>> {
        let any = !self.bylines.is_empty() || !self.agencies.is_empty() || self.nameless;
        any.then_some(Read {
            range,
            bylines: self.bylines,
            agencies: self.agencies,
            contributors: self.contributors,
        })
    }
}
