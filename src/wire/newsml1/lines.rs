//! NewsLines: headlines, bylines, datelines, credits, slugs and the lines of an agency's own.

use jiff::civil::{Date, Time};

use super::super::contact;
use super::super::xml::Node;
use super::super::{Limits, times, unmapped};
use super::story::Told;
use super::words::{self, Line};
use super::{formal, people};
use crate::dispatch::{Envelope, Stamp};
use crate::record::UpdateKind;

/// Reads `NewsLines`, or the lines that an `Update` puts in their place.
pub(super) fn read(lines: Node<'_>, envelope: &mut Envelope, told: &mut Told, limits: &Limits) {
    // Where the byline stands that a title belongs to.
    let mut titled = None;
    for line in lines.children() {
        let text = line.text().unwrap_or_default();
        match line.name() {
            // Belga's audio writes `Headline`.
            "HeadLine" | "Headline" => told.headline(None, &text, envelope, limits),
            "SubHeadLine" => subhead(&text, envelope, told, limits),
            "ByLine" => titled = byline(&text, envelope, limits),
            "ByLineTitle" => match titled.and_then(|at: usize| envelope.bylines.get_mut(at)) {
                Some(byline) => Envelope::set(&mut byline.title, Some(text)),
                None => unmapped::keep(envelope, "ByLineTitle", &text, limits),
            },
            "DateLine" => dateline(&text, envelope),
            "CreditLine" => Envelope::add(&mut envelope.credits, &text),
            "CopyrightLine" => Envelope::set(&mut envelope.rights.notice, Some(text)),
            "RightsLine" => Envelope::set(&mut envelope.rights.usage, Some(text)),
            "SlugLine" => slugline(&text, envelope, told),
            "KeywordLine" => keywords(&text, envelope),
            "NewsLine" => newsline(line, envelope, told, limits),
            "Comment" => {}
            // What else stands in a `Replace` is no line.
            name if lines.is("NewsLines") => unmapped::keep(envelope, name, &text, limits),
            _ => {}
        }
    }
}

/// EFE has the key words of the item there, in capitals as its slug: `INDIA SUCESOS`.
fn subhead(text: &str, envelope: &mut Envelope, told: &mut Told, limits: &Limits) {
    let capitals = text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase);
    match capitals && text.split_whitespace().count() <= 4 {
        true => Envelope::set(&mut told.slug, Some(text.to_owned())),
        false => told.headline(Some("subhead"), text, envelope, limits),
    }
}

/// Where the byline stands in the envelope, if it is one.
fn byline(text: &str, envelope: &mut Envelope, limits: &Limits) -> Option<usize> {
    let name = contact::named(text, envelope);
    if people::is_initials(&name) {
        unmapped::keep(envelope, "ByLine", &name, limits);
        return None;
    }
    envelope.byline(&name, None);
    envelope.bylines.len().checked_sub(1).filter(|_| !name.is_empty())
}

/// ANA-MPE and Belga have nothing but a day there: `4/4/2018`, `20200616`.
fn dateline(text: &str, envelope: &mut Envelope) {
    let stamp = times::read(text).or_else(|| day(text));
    match stamp {
        Some(stamp) => _ = envelope.dateline_date.get_or_insert(stamp),
        None => Envelope::set(&mut envelope.dateline, Some(text.to_owned())),
    }
}

/// `4/4/2018`: the day first, as all write it who send this format.
fn day(text: &str) -> Option<Stamp> {
    let mut figures = text.trim().split(['/', '.']).map(str::parse::<i16>);
    let mut next = || figures.next()?.ok();
    let (day, month, year) = (next()?, next()?, next().filter(|year| *year > 1900)?);
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    figures.next().is_none().then(|| Stamp { local: date.to_datetime(Time::midnight()), offset: None })
}

/// ANP has the editor there, with a login; TASS the word `URGENT`, which says more of the item than of its subject.
fn slugline(text: &str, envelope: &mut Envelope, told: &mut Told) {
    if people::is_login(text) {
        return envelope.note(text, false);
    }
    if words::signal(text).is_some() || text.eq_ignore_ascii_case("urgent") {
        Envelope::add(&mut envelope.advisories, text);
    }
    Envelope::set(&mut told.slugline, Some(text.to_owned()));
}

pub(super) fn keywords(text: &str, envelope: &mut Envelope) {
    text.split([';', ',']).for_each(|keyword| Envelope::add(&mut envelope.keywords, keyword));
}

fn newsline(line: Node<'_>, envelope: &mut Envelope, told: &mut Told, limits: &Limits) {
    let kind = line.find("NewsLineType").and_then(formal).unwrap_or_default();
    for text in line.all("NewsLineText").filter_map(Node::text) {
        match words::line(&kind) {
            Some(Line::Advisory) => contact::tell(&text, true, envelope),
            Some(Line::Correction) => {
                envelope.signal(UpdateKind::Correction, None);
                contact::tell(&text, true, envelope);
            }
            Some(Line::Headline(role)) => told.headline(role, &text, envelope, limits),
            Some(Line::Summary) => Envelope::add(&mut envelope.descriptions, &text),
            Some(Line::Caption) => told.captions.push(text),
            Some(Line::Catchword) => Envelope::set(&mut told.slug, Some(text)),
            Some(Line::StoryType) => {
                words::signal(&text).into_iter().for_each(|kind| envelope.signal(kind, None));
                unmapped::keep(envelope, "NewsLine/storyType", &text, limits);
            }
            Some(Line::Byline) => _ = byline(&text, envelope, limits),
            Some(Line::Credit) => Envelope::add(&mut envelope.credits, &text),
            Some(Line::Dateline) => dateline(&text, envelope),
            Some(Line::Keywords) => keywords(&text, envelope),
            // AFP's ProductLine: what pictures there are.
            None => unmapped::keep(envelope, &format!("NewsLine/{kind}"), &text, limits),
        }
    }
}
