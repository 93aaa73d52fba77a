//! One reading of the copy's head and tail: dateline, credits, bylines, notes, sign-offs, and where the
//! story between them begins and ends.

use std::ops::Range;

use super::credit::signoff::{self, Tail};
use super::credit::{Cited, chain, contacts, namesakes};
use super::dateline::{self, Chosen, DateText, Grammar, Parsed, Stand};
use super::furniture::Piece;
use super::head::Head;
use super::metadata::{self, Told};
use super::text::Text;
use super::why::{Answer, Field, Quote, Why};
use super::{Sent, account};
use crate::authority::{Agency, Authority, GeoId};
use crate::record::{AgencyRole, Credit, CreditedAgency, Dateline, FurnitureKind, Update, Warning};

/// What the choice among namesakes may read of the story, in bytes.
const STORY: usize = 1_500;
/// What the head and the tail of a dispatch say. Ranges are bytes of the body.
pub struct Copy {
    pub dateline: Option<Dateline>,
    /// The dateline's places in the gazetteer.
    pub places: Vec<GeoId>,
    /// Where the dateline names them.
    pub located: Option<Range<usize>>,
    pub credit: Credit,
    /// The copy itself credits somebody.
    pub credit_in_text: bool,
    pub update: Update,
    /// In order, without overlap.
    pub furniture: Vec<Piece>,
    /// The body without its head and tail.
    pub story: Range<usize>,
    pub warnings: Vec<Warning>,
}

/// Reads the copy of one dispatch. Never fails: what cannot be read is left out, with a warning where
/// something stood.
pub fn read(
    text: &Text<'_>,
    told: &Told<'_>,
    language: Option<&str>,
    authority: &Authority,
    sent: Sent,
    why: &Why,
) -> Copy {
    let body = text.str;
    let head = Head::read(body, authority, sent, why);
    let tail = signoff::read(body, head.story, &authority.agencies);
    let story_end = tail.pieces.first().map_or(body.len(), |p| p.range.start).max(head.story);
    let story = head.story..story_end;

    let cited = cited(told, &head, &tail);
    let credit_raw = head.credit.clone().map(|range| body[range].trim().to_owned());
    let credit_raw = credit_raw.or_else(|| told.envelope.credits.first().cloned());
    // Initials that agencies share say where the reporter stood only if the town or the language tells them apart.
    let place = head.dateline.as_ref().and_then(|p| p.place.clone()).map_or("", |range| &body[range]);
    let early = namesakes::Evidence { place, country: None, language, others: &[] };
    let settled = cited.iter().map(|cited| namesakes::settle(cited, &early, &authority.agencies));
    let agencies: Vec<&Agency> = settled.filter_map(|(agency, open)| (!open).then_some(agency)).collect();

    let mut warnings = Vec::new();
    let lead_end = body.floor_char_boundary((story.start + STORY).min(story.end));
    // Headlines above it name the state or country that a dateline leaves out.
    let above = head.dateline.as_ref().map_or(0, |p| p.range.start);
    let lead = [&body[..above], &body[story.start..lead_end]];
    let written = metadata::written(told.envelope, &authority.gazetteer);
    let claimed = metadata::claimed(told.envelope, &authority.gazetteer);
    let in_header = |line: &Option<String>, why: &Why| match line {
        Some(line) => in_header(line, &lead, &agencies, authority, sent, why),
        None => Located::default(),
    };
    let read = head.dateline.as_ref().map(|p| in_text(text, p, &lead, &agencies, authority, sent, why));
    let Located { mut dateline, places, doubts, impossible } = match read {
        // A day alone (the stamp above a release) is no dateline where a field has one with a place.
        Some(found) if found.dateline.is_some() && !found.placed() && told.envelope.dateline.is_some() => {
            let header = in_header(&written, why);
            if header.placed() { header } else { found }
        }
        Some(found) if found.dateline.is_some() => {
            let conflict = found.dateline.as_ref().zip(claimed.as_ref()).and_then(|(dateline, line)| {
                let told = in_header(&claimed, &Why::deaf()).places;
                metadata::conflict(&found.places, &dateline.raw, &told, line, &authority.gazetteer)
            });
            warnings.extend(conflict);
            found
        }
        _ => in_header(&written, why),
    };
    if let Some(dateline) = dateline.as_mut().filter(|dateline| dateline.start.is_none()) {
        let day = told.envelope.dateline_date.map(|stamp| stamp.local.date().to_string());
        dateline.date = dateline.date.take().or(day);
    }
    if let Some(written) = impossible {
        warnings.push(Warning {
            code: "dateline.date_impossible",
            field: "dateline",
            detail: format!("no calendar has the day `{written}`"),
        });
    }
    let evidence = namesakes::Evidence {
        place: dateline.as_ref().and_then(|d| d.places.first()).map_or("", |p| p.raw.as_str()),
        country: dateline.as_ref().and_then(|d| d.places.first()?.place.country.as_deref()),
        language,
        others: &agencies,
    };
    let mut credited = Vec::new();
    let mut rivals = Vec::new();
    for cited in &cited {
        if why.listens() {
            rivals.extend(namesakes::weighed(cited, &evidence, &authority.agencies));
        }
        let (agency, open) = namesakes::settle(cited, &evidence, &authority.agencies);
        if open && !credited.iter().any(|c: &CreditedAgency| c.code == agency.code) {
            warnings.push(Warning {
                code: "credit.agency_ambiguous",
                field: "credit",
                detail: format!(
                    "several agencies sign so, and the copy does not say which; {} was taken",
                    agency.name
                ),
            });
        }
        chain::add(&mut credited, agency, cited.role);
    }
    warnings.extend(doubts);
    let mut pieces = head.pieces;
    pieces.extend(tail.pieces);
    // Who is to be called about a press release is for publication.
    let private = |piece: &Piece| piece.kind == FurnitureKind::NotForPublication;
    if pieces.iter().any(private) && contacts::press_release(&cited, body) {
        for piece in pieces.iter_mut().filter(|piece| private(piece)) {
            piece.kind = FurnitureKind::Trailer;
        }
    }
    pieces.sort_by_key(|p| p.range.start);
    let copy = Copy {
        dateline,
        places,
        located: head.dateline.as_ref().and_then(|parsed| parsed.place.clone()),
        credit: Credit {
            raw: credit_raw,
            agencies: credited,
            // What the reporter typed says more: `Staff Reporter` stands in fields (Scoop).
            bylines: if head.bylines.is_empty() { told.bylines.clone() } else { head.bylines },
            contributors: head.contributors.into_iter().chain(tail.contributors).collect(),
        },
        credit_in_text: !(head.agencies.is_empty() && tail.agencies.is_empty()),
        update: head.update,
        furniture: pieces,
        story,
        warnings,
    };
    account::tell(text, &copy, authority, &rivals, why);
    copy
}

/// All that copy and envelope credit: the copy's head, the envelope, the copy's tail; who sent it where none of them says.
fn cited<'a>(told: &Told<'a>, head: &Head<'a>, tail: &Tail<'a>) -> Vec<Cited<'a>> {
    let said = head.agencies.iter().chain(&told.agencies).chain(&tail.agencies);
    let mut cited: Vec<Cited<'a>> = said.copied().collect();
    if cited.is_empty() {
        cited.extend(told.provider);
    }
    // A headline said whose release it is.
    if told.envelope.press_release || cited.iter().any(|c| c.role == Some(AgencyRole::PressRelease)) {
        chain::carry(&mut cited);
    }
    cited
}

/// Lines of staff contacts in the trailer of `body`, for cutting before anything is counted in it. Those of a press
/// release are for publication.
pub fn private(body: &str, told: &Told<'_>, authority: &Authority) -> Vec<Range<usize>> {
    contacts::private(body, || {
        let why = Why::deaf();
        let head = Head::read(body, authority, Sent { timestamp_ms: None }, &why);
        let tail = signoff::read(body, head.story, &authority.agencies);
        told.envelope.press_release || contacts::press_release(&cited(told, &head, &tail), body)
    })
}

/// A dateline with what must be told of it beside.
#[derive(Default)]
struct Located {
    dateline: Option<Dateline>,
    /// Its places in the gazetteer.
    places: Vec<GeoId>,
    /// Warnings of places that are unknown or have namesakes.
    doubts: Vec<Warning>,
    /// A date that no calendar has, as written.
    impossible: Option<String>,
}

impl Located {
    /// Names a place.
    fn placed(&self) -> bool {
        self.dateline.as_ref().is_some_and(|dateline| !dateline.places.is_empty())
    }

    fn new(dateline: Dateline, chosen: Vec<Chosen>, impossible: Option<String>) -> Self {
        let doubts = chosen.iter().filter_map(doubt).collect();
        let places = chosen.iter().filter_map(|choice| choice.id).collect();
        let published = chosen.into_iter().map(|choice| choice.place).collect();
        Located { dateline: Some(Dateline { places: published, ..dateline }), places, doubts, impossible }
    }
}

fn doubt(choice: &Chosen) -> Option<Warning> {
    let (code, detail) = if choice.id.is_none() && choice.place.confidence < 0.5 {
        ("dateline.place_unknown", format!("no gazetteer has the place `{}`", choice.place.raw))
    } else if choice.doubtful {
        let detail = format!("`{}` has namesakes and the story does not decide", choice.place.raw);
        ("dateline.place_ambiguous", detail)
    } else {
        return None;
    };
    Some(Warning { code, field: "dateline", detail })
}

/// A dateline's date.
#[derive(Default)]
struct Dated {
    /// As published.
    date: Option<String>,
    written: Option<String>,
    /// As written, where no calendar has it.
    impossible: Option<String>,
}

impl Dated {
    fn read(
        date: Option<&DateText>,
        text: &str,
        sent: Sent,
        why: &Why,
        quote: fn(&str, &Range<usize>) -> Quote,
    ) -> Self {
        let Some(read) = date else { return Dated::default() };
        let written = &text[read.range.clone()];
        let date = dateline::resolve_date(read, sent);
        let impossible = dateline::impossible(read, written, date.is_some()).then(|| written.to_owned());
        if let Some(date) = &date {
            account::date(|| quote(text, &read.range), date, read, sent, why);
        }
        Dated { date, written: Some(written.to_owned()), impossible }
    }
}

fn in_text(
    text: &Text<'_>,
    parsed: &Parsed,
    lead: &[&str],
    agencies: &[&Agency],
    authority: &Authority,
    sent: Sent,
    why: &Why,
) -> Located {
    let Some(raw) = &parsed.raw else {
        why.decided(Field::Dateline, || Answer {
            text: Quote::of(text.str, &parsed.range),
            value: "undated: a credit alone".to_owned(),
            rule: parsed.rule,
            confidence: Some(parsed.confidence),
            because: String::new(),
        });
        return Located::default();
    };
    let chosen = dateline::resolve(text.str, &parsed.places, lead, agencies, authority, why, Quote::of);
    let dated = Dated::read(parsed.date.as_ref(), text.str, sent, why, Quote::of);
    let (start, end) = text.points(raw);
    let dateline = Dateline {
        raw: text.str[raw.clone()].to_owned(),
        start: Some(start),
        end: Some(end),
        places: Vec::new(),
        styles: Default::default(),
        date: dated.date,
        date_raw: dated.written,
        rule: parsed.rule,
        confidence: parsed.confidence,
    };
    why.decided(Field::Dateline, || Answer {
        text: Quote::of(text.str, &parsed.range),
        value: dateline.raw.clone(),
        rule: parsed.rule,
        confidence: Some(parsed.confidence),
        because: String::new(),
    });
    Located::new(dateline, chosen, dated.impossible)
}

/// The dateline that stands outside the copy: `Lagos, Nigeria`, `Paris, 21 jan 2019 (AFP) -`.
fn in_header(
    line: &str,
    lead: &[&str],
    agencies: &[&Agency],
    authority: &Authority,
    sent: Sent,
    why: &Why,
) -> Located {
    // As in copy, where something follows it.
    let whole = format!("{}\n", line.trim());
    let grammar = Grammar { text: &whole, authority, homes: Vec::new(), why };
    let credited =
        grammar.read(0, Stand::Text).filter(|parsed| parsed.place.is_some() && !parsed.credits.is_empty());
    let (raw, places, date) = match credited {
        Some(parsed) => (parsed.raw.map_or(line.trim(), |raw| &whole[raw]), parsed.places, parsed.date),
        None => {
            let (place, date) = grammar.read_header();
            let places =
                place.map_or_else(Vec::new, |range| dateline::split(&whole, range, &authority.gazetteer));
            (line.trim(), places, date)
        }
    };
    if places.is_empty() && date.is_none() {
        return Located::default();
    }
    let chosen = dateline::resolve(&whole, &places, lead, agencies, authority, why, Quote::in_header);
    let dated = Dated::read(date.as_ref(), &whole, sent, why, Quote::in_header);
    let dateline = Dateline {
        raw: raw.to_owned(),
        start: None,
        end: None,
        places: Vec::new(),
        styles: Default::default(),
        date: dated.date,
        date_raw: dated.written,
        rule: "header",
        confidence: 0.98,
    };
    Located::new(dateline, chosen, dated.impossible)
}
