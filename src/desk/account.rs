//! Tells a [`Why`] which text stands behind each value of the head and the tail.

use std::ops::Range;

use super::Sent;
use super::copy::Copy;
use super::dateline::DateText;
use super::text::Text;
use super::why::{Answer, Candidate, Field, Quote, Why};
use crate::authority::Authority;
use crate::record::{Byline, Contributor, CreditedAgency, FurnitureKind, UpdateKind, label};

/// One answer for each value of the copy that was read. `rivals` are agencies that share initials, each with the
/// code of the one that was taken.
pub(super) fn tell(
    text: &Text<'_>,
    copy: &Copy,
    authority: &Authority,
    rivals: &[(String, Candidate)],
    why: &Why,
) {
    let account = Account { body: text.str, copy, authority };
    for agency in &copy.credit.agencies {
        for (_, rival) in rivals.iter().filter(|(code, _)| *code == agency.code) {
            why.weighed(Field::Agency, || rival.clone());
        }
        why.decided(Field::Agency, || account.agency(agency));
    }
    for byline in &copy.credit.bylines {
        why.decided(Field::Byline, || account.byline(byline));
    }
    for contributor in &copy.credit.contributors {
        why.decided(Field::Contributor, || account.contributor(contributor));
    }
    if copy.update.kind != UpdateKind::New {
        why.decided(Field::Update, || account.update());
    }
    if let Some(embargo) = &copy.update.embargo {
        why.decided(Field::Embargo, || Answer {
            text: Quote::elsewhere(&embargo.raw),
            value: embargo.until.clone().unwrap_or_else(|| "an instant that cannot be read".to_owned()),
            rule: "embargo",
            ..Answer::default()
        });
    }
}

/// How a dateline's date came to its year.
pub(super) fn date(text: impl FnOnce() -> Quote, date: &str, read: &DateText, sent: Sent, why: &Why) {
    why.decided(Field::Date, || {
        let (rule, because) = match (read.year, sent.timestamp_ms.and_then(super::assemble::instant)) {
            (Some(_), _) => ("year-written", String::new()),
            (None, Some(sent)) => {
                ("year-nearest", format!("the year that puts it nearest to the dispatch's time, {sent}"))
            }
            (None, None) => ("no-year", "no year is written and the dispatch has no time".to_owned()),
        };
        Answer { text: text(), value: date.to_owned(), rule, because, ..Answer::default() }
    });
}

struct Account<'a> {
    body: &'a str,
    copy: &'a Copy,
    authority: &'a Authority,
}

impl Account<'_> {
    fn agency(&self, credited: &CreditedAgency) -> Answer {
        let spelled = |range: &Range<usize>| {
            let text = &self.body[range.clone()];
            let mut starts = text
                .char_indices()
                .filter(|(at, c)| c.is_alphanumeric() && !text[..*at].ends_with(char::is_alphanumeric));
            starts.find_map(|(at, _)| {
                let (agency, len) = self.authority.agencies.at_start(&text[at..])?;
                let start = range.start + at;
                let shared = self.authority.agencies.sharing(&text[at..at + len]);
                let namesake = shared.iter().any(|id| self.authority.agencies.get(*id).code == credited.code);
                (agency.code == credited.code || namesake).then(|| start..start + len)
            })
        };
        let found = self.pieces(&[
            FurnitureKind::Dateline,
            FurnitureKind::Byline,
            FurnitureKind::Signoff,
            FurnitureKind::Trailer,
        ]);
        let found =
            found.map(|(kind, range)| (kind, spelled(range))).find_map(|(kind, at)| Some((kind, at?)));
        let value = format!("{} ({}), {}", credited.code, credited.name, label(&credited.role));
        match found {
            Some((kind, range)) => Answer {
                text: Quote::of(self.body, &range),
                value,
                rule: "spelling",
                because: format!("a spelling of it stands in the {}", label(&kind)),
                ..Answer::default()
            },
            None => Answer {
                text: Quote::elsewhere(self.copy.credit.raw.as_deref().unwrap_or_default()),
                value,
                rule: "header",
                ..Answer::default()
            },
        }
    }

    fn byline(&self, byline: &Byline) -> Answer {
        let said = [&byline.title, &byline.affiliation, &byline.place].map(Option::as_deref);
        Answer {
            text: self.naming(&byline.name, &[FurnitureKind::Byline, FurnitureKind::Dateline]),
            value: with(&byline.name, &said),
            rule: "byline",
            ..Answer::default()
        }
    }

    fn contributor(&self, contributor: &Contributor) -> Answer {
        let role = label(&contributor.role);
        Answer {
            text: self.naming(&contributor.name, &[FurnitureKind::Signoff, FurnitureKind::Trailer]),
            value: with(&contributor.name, &[Some(role.as_str()), contributor.place.as_deref()]),
            rule: "signoff",
            ..Answer::default()
        }
    }

    fn update(&self) -> Answer {
        let update = &self.copy.update;
        let kinds = [
            FurnitureKind::Correction,
            FurnitureKind::Slugline,
            FurnitureKind::EditorsNote,
            FurnitureKind::Trash,
            FurnitureKind::Headline,
        ];
        let text = match &update.note {
            Some(note) => Quote::elsewhere(note),
            None => {
                self.pieces(&kinds).next().map(|(_, range)| Quote::of(self.body, range)).unwrap_or_default()
            }
        };
        let number = update.sequence.map(|n| format!("number {n}"));
        Answer {
            text,
            value: with(&label(&update.kind), &[number.as_deref()]),
            rule: "marker",
            ..Answer::default()
        }
    }

    /// The piece of furniture that holds the last word of `name`, in whatever case.
    fn naming(&self, name: &str, kinds: &[FurnitureKind]) -> Quote {
        let last = name.rsplit(' ').next().unwrap_or(name).to_lowercase();
        let holds = |range: &&Range<usize>| {
            let text = self.body[(*range).clone()].to_lowercase();
            text.split(|c: char| !c.is_alphanumeric() && !"-'’".contains(c)).any(|word| word == last)
        };
        let found = self.pieces(kinds).map(|(_, range)| range).find(holds);
        found.map(|range| Quote::of(self.body, range)).unwrap_or_default()
    }

    /// Furniture of these kinds, in the order of the kinds.
    fn pieces(&self, kinds: &[FurnitureKind]) -> impl Iterator<Item = (FurnitureKind, &Range<usize>)> {
        let of =
            |kind| self.copy.furniture.iter().filter(move |p| p.kind == kind).map(|p| (p.kind, &p.range));
        kinds.iter().copied().flat_map(of).collect::<Vec<_>>().into_iter()
    }
}

/// `name` with what is said of it behind commas.
fn with(name: &str, said: &[Option<&str>]) -> String {
    std::iter::once(name).chain(said.iter().copied().flatten()).collect::<Vec<_>>().join(", ")
}
