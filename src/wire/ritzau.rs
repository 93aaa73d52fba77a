//! Ritzau's own XML (`RBNews`), alone or as the answer of its queue with several items.

use super::body::Body;
use super::xml::{self, Node};
use super::{Format, Input, Item, Limits, Reject, markup, reject, times, unmapped};
use super::{contact, signs};
use crate::dispatch::{Association, Dispatch, Envelope, Located, MOST, Status, Subject};
use crate::record::{UpdateKind, Warning};

pub const FORMAT: Format = Format {
    name: "ritzau",
    about: "Ritzau XML: RBNews, one or a queue of them",
    sniff: |input| input.root().is_some_and(|root| ROOTS.contains(&root)),
    decode,
};

const ITEM: &str = "RBNews";
const ROOTS: &[&str] =
    &[ITEM, "XMLNewsQueuedResponse", "XMLNewsQueuedResult", "ListOfRBNews", "ArrayOfRBNews"];

fn decode(input: &Input<'_>, limits: &Limits) -> Result<Vec<Item>, Reject> {
    xml::message(input, limits, |root| {
        let news = root.self_or_below(ITEM);
        limits.items(news.len())?;
        match news.is_empty() {
            true => Err(reject("wire.no_item", "the document holds no element RBNews".into())),
            false => Ok(news.into_iter().map(|news| item(news, limits)).collect()),
        }
    })
}

fn item(news: Node<'_>, limits: &Limits) -> Item {
    let mut warnings = Vec::new();
    let mut envelope = Envelope { provider: Some("Ritzau".to_owned()), ..Envelope::default() };
    let mut body = Body::default();
    for field in news.children() {
        // Fields without a value are there with `nil`, under a namespace that is misspelt in some feeds.
        if field.attr("nil").is_none_or(|nil| nil != "true") {
            read(field, &mut envelope, &mut body, &mut warnings, limits);
        }
    }
    settle(news, &mut envelope, limits);
    let (body, pieces, marks) = body.finish();
    if body.is_empty() && envelope.headlines.is_empty() && !envelope.stops() {
        return Err(reject("wire.empty", "the item has neither copy nor headline".into()));
    }
    Ok(Dispatch { format: FORMAT.name, body, pieces, marks, envelope, warnings, ..Dispatch::default() })
}

fn read(
    field: Node<'_>,
    envelope: &mut Envelope,
    body: &mut Body,
    warnings: &mut Vec<Warning>,
    limits: &Limits,
) {
    if field.is("content") {
        return copy(field, body, warnings, limits);
    }
    let Some(text) = field.text() else { return };
    let set = |to: &mut Option<String>| *to = Some(text.clone());
    let told = text == "1" || text.eq_ignore_ascii_case("true");
    match field.name() {
        "NewsID" => envelope.id("guid", &text),
        "HistID" => set(&mut envelope.story),
        "version" => set(&mut envelope.version),
        "Replaces" | "replacedID" => Envelope::add(&mut envelope.replaces, &text),
        // The time of Copenhagen, without a word of it.
        "PublishDate" => envelope.version_created = times::read(&text),
        "strapline" => strapline(&text, envelope),
        "headline" => envelope.headline(None, &markup::line(&text, limits)),
        "subtitle" => envelope.headline(Some("subhead"), &markup::line(&text, limits)),
        "town" => set(&mut envelope.dateline),
        // `/ritzau/`, `/ritzau/AFP/`, `Via Ritzau`: a credit, whatever its name.
        "origin" => Envelope::add(&mut envelope.credits, &text),
        "byLine" => {
            let names = contact::named(&text, envelope);
            envelope.byline(&names, None);
        }
        "byLineEmail" | "byLinePhone" => envelope.note(&text, false),
        "TilRedaktionen" => contact::tell(&markup::line(&text, limits), true, envelope),
        "section" => subject(envelope, "section", None, Some(text)),
        "format" => kind(&text, envelope),
        "Priority" => match text.parse() {
            Ok(urgency @ 1..=9) => envelope.urgency = Some(urgency),
            _ => _ = envelope.raw.insert("priority", text),
        },
        // The zero before the codes of subjects below 10 is lost: 4000000.
        "IPTCList" => each(field, |code| subject(envelope, "IPTC", Some(format!("{code:0>8}")), None)),
        "ISIN" => each(field, |code| subject(envelope, "ISIN", Some(code), None)),
        "SubjectKeyword" | "Companies" => each(field, |word| Envelope::add(&mut envelope.keywords, &word)),
        "MultimedieList" | "Related" => each(field, |id| {
            let rel = Some(if field.is("Related") { "related" } else { "media" }.to_owned());
            envelope.associate(Association { rel, id: Some(id), ..Association::default() });
        }),
        "Annuleret" if told => cancel(envelope),
        "NyVersion" if told => envelope.signal(UpdateKind::Update, None),
        "Korrektion" if told => envelope.signal(UpdateKind::Correction, None),
        "Status" => status(&text, envelope, limits),
        "ContentShort" | "Annuleret" | "NyVersion" | "Korrektion" => {}
        _ if text == "false" || text == "0" => {}
        name => unmapped::keep(envelope, name, &text, limits),
    }
}

/// The texts of the elements of a list, or of the field itself.
fn each(field: Node<'_>, mut take: impl FnMut(String)) {
    let mut any = false;
    for text in field.children().filter_map(Node::text).take(MOST) {
        any = true;
        take(text);
    }
    if !any && let Some(text) = field.text() {
        take(text);
    }
}

fn subject(envelope: &mut Envelope, scheme: &str, code: Option<String>, name: Option<String>) {
    let subject = Subject { scheme: Some(scheme.to_owned()), code, name };
    Envelope::subject(&mut envelope.subjects, subject);
}

/// `NU/FLASH-U`, `PRINT/NOTE/SPORT-3`: the keyword line; `---PRESSEMEDDELELSE---` says what is in it.
fn strapline(text: &str, envelope: &mut Envelope) {
    if text.to_uppercase().contains("PRESSEMEDDELELSE") {
        envelope.press_release = true;
    }
    envelope.slugline = Some(text.to_owned());
}

/// `Flash`, `Print`, `Net`, `inpublic` (releases) …
fn kind(text: &str, envelope: &mut Envelope) {
    match text.to_lowercase().as_str() {
        "flash" => envelope.signal(UpdateKind::Alert, None),
        "inpublic" => envelope.press_release = true,
        word if word.starts_with("tabel") || word.starts_with("resultat") => envelope.tabular = true,
        _ => {}
    }
    let genre = Subject { scheme: Some("format".into()), code: None, name: Some(text.to_owned()) };
    Envelope::subject(&mut envelope.genres, genre);
}

fn cancel(envelope: &mut Envelope) {
    envelope.status = Some(Status::Canceled);
    envelope.signal(UpdateKind::Kill, None);
}

/// `New news` and what else it may be; flags of their own say the same.
fn status(text: &str, envelope: &mut Envelope, limits: &Limits) {
    const WORDS: &[(&str, UpdateKind)] = &[
        ("cancel", UpdateKind::Kill),
        ("annul", UpdateKind::Kill),
        ("delete", UpdateKind::Kill),
        ("correct", UpdateKind::Correction),
        ("korrekt", UpdateKind::Correction),
        ("updat", UpdateKind::Update),
        ("replac", UpdateKind::Update),
    ];
    // Beside another word, too: `Updated news, embargo`.
    if signs::says_embargo(text) {
        envelope.embargo(text, None);
    }
    let lower = text.to_lowercase();
    let row = WORDS.iter().find(|(word, _)| lower.contains(word));
    match row {
        Some((_, UpdateKind::Kill)) => cancel(envelope),
        Some((_, kind)) if envelope.signals.iter().all(|signal| signal.kind != *kind) => {
            envelope.signal(*kind, None)
        }
        Some(_) => {}
        None if lower == "new news" => unmapped::keep(envelope, "Status", text, limits),
        None => signs::tell(text, envelope),
    }
}

/// HTML in a text, or as elements.
fn copy(field: Node<'_>, body: &mut Body, warnings: &mut Vec<Warning>, limits: &Limits) {
    if field.children().next().is_some() {
        return markup::flatten(field, body, &markup::usual);
    }
    let text: String = field.nodes().filter_map(Node::as_text).collect();
    let (text, mended) = unescape_twice(&text);
    if mended {
        warnings.push(Warning {
            code: "body.escaped_twice",
            field: "bodies",
            detail: "references to characters were escaped twice and are read as meant".into(),
        });
    }
    markup::html(&text, body, limits, &markup::usual);
}

/// `&amp;apos;` for `&apos;`: releases that come to Ritzau as HTML are escaped once more.
fn unescape_twice(text: &str) -> (std::borrow::Cow<'_, str>, bool) {
    const TWICE: &[(&str, &str)] = &[
        ("&amp;apos;", "&apos;"),
        ("&amp;quot;", "&quot;"),
        ("&amp;nbsp;", "&nbsp;"),
        ("&amp;amp;", "&amp;"),
        ("&amp;lt;", "&lt;"),
        ("&amp;gt;", "&gt;"),
        ("&amp;#", "&#"),
    ];
    let (mut out, mut rest) = (String::new(), text);
    while let Some(at) = memchr::memmem::find(rest.as_bytes(), b"&amp;") {
        let (before, from) = rest.split_at(at);
        let (taken, meant) =
            TWICE.iter().find(|(twice, _)| from.starts_with(twice)).unwrap_or(&("&amp;", "&amp;"));
        out.push_str(before);
        out.push_str(meant);
        rest = &from[taken.len()..];
    }
    if out.is_empty() {
        return (text.into(), false);
    }
    out.push_str(rest);
    let mended = out.len() != text.len();
    (out.into(), mended)
}

fn settle(news: Node<'_>, envelope: &mut Envelope, limits: &Limits) {
    if envelope.press_release {
        // Of a release the town is that of Ritzau's house; the release names its own place.
        if let Some(town) = envelope.dateline.take() {
            unmapped::keep(envelope, "town", &town, limits);
        }
    }
    if let Some(town) = &envelope.dateline {
        envelope.located.push(Located { name: Some(town.clone()), ..Located::default() });
    }
    // The number of the section, beside its name.
    let id = news.text_of("sectionID");
    if let Some(section) =
        envelope.subjects.iter_mut().find(|subject| subject.scheme.as_deref() == Some("section"))
    {
        section.code = id;
        envelope.unmapped.remove("sectionID");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str =
        "<?xml version=\"1.0\"?>\n<RBNews xmlns=\"\" xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\">";

    fn one(fields: &str) -> Dispatch {
        let text = format!("{HEAD}{fields}<content>&lt;p&gt;Havnen er lukket.&lt;/p&gt;</content></RBNews>");
        let input = Input::new(text.as_bytes());
        assert!((FORMAT.sniff)(&input));
        decode(&input, &Limits::default()).unwrap().remove(0).unwrap()
    }

    #[test]
    fn fields() {
        let got = one("<NewsID>a-1</NewsID><HistID>ABC-7</HistID><version>2</version>\
            <PublishDate>2031-01-30T17:32:18.397</PublishDate><strapline>NU/HAVN-U</strapline><headline i:nil=\"true\"/>\
            <subtitle>Havn lukket&lt;br /&gt;</subtitle><town>Odense</town><origin>/ritzau/</origin><sectionID>2</sectionID>\
            <section>Indland</section><Priority>3</Priority><IPTCList><a:int>4000000</a:int><a:int>11000000</a:int></IPTCList>\
            <byLine>Jane Hav</byLine><byLineEmail>jane@wire.example</byLineEmail><byLinePhone>33000000</byLinePhone>\
            <Topstory>0</Topstory><Status>New news</Status><Annuleret>false</Annuleret>");
        let envelope = got.envelope;
        assert_eq!(got.body, "Havnen er lukket.");
        assert_eq!((envelope.ids[0].1.as_str(), envelope.story.as_deref()), ("a-1", Some("ABC-7")));
        assert_eq!((envelope.dateline.as_deref(), envelope.located.len()), (Some("Odense"), 1));
        assert_eq!(
            (envelope.credits, envelope.bylines[0].text.as_str()),
            (vec!["/ritzau/".to_owned()], "Jane Hav")
        );
        let headlines: Vec<_> = envelope.headlines.iter().map(|h| (h.role, h.text.as_str())).collect();
        assert_eq!(headlines, [(Some("subhead"), "Havn lukket")]);
        assert_eq!(envelope.version_created.map(|stamp| stamp.offset), Some(None));
        assert_eq!((envelope.urgency, envelope.status, envelope.signals.len()), (Some(3), None, 0));
        assert_eq!(envelope.subjects[0].code.as_deref(), Some("2"));
        assert_eq!(envelope.subjects[1].code.as_deref(), Some("04000000"));
        assert!(envelope.notes.iter().all(|note| !note.public));
        assert_eq!(envelope.notes.len(), 2);
        assert_eq!(envelope.unmapped.into_iter().collect::<Vec<_>>(), [("Status".into(), "New news".into())]);
    }

    #[test]
    fn flags() {
        for (fields, status, kinds) in [
            ("<Annuleret>true</Annuleret>", Some(Status::Canceled), vec![UpdateKind::Kill]),
            ("<Annuleret>1</Annuleret>", Some(Status::Canceled), vec![UpdateKind::Kill]),
            ("<Status>Withheld</Status>", Some(Status::Withheld), vec![]),
            ("<NyVersion>true</NyVersion><Status>Updated news</Status>", None, vec![UpdateKind::Update]),
            ("<Korrektion>true</Korrektion>", None, vec![UpdateKind::Correction]),
            ("<format>Flash</format>", None, vec![UpdateKind::Alert]),
            ("<format>Net</format><Status>New news</Status>", None, vec![]),
        ] {
            let got = one(fields).envelope;
            let told: Vec<_> = got.signals.iter().map(|signal| signal.kind).collect();
            assert_eq!((got.status, told), (status, kinds), "{fields}");
        }
    }

    #[test]
    fn notes_with_contacts_are_private() {
        for (note, public) in [
            ("&lt;p&gt;Ny historie kommer.&lt;/p&gt;", true),
            ("Ring til Jane Hav, 33 00 00 00", false),
            ("Skriv til vagt@wire.example", false),
        ] {
            let got = one(&format!("<TilRedaktionen>{note}</TilRedaktionen>")).envelope;
            assert_eq!(got.notes[0].public, public, "{note}");
        }
    }

    #[test]
    fn releases_and_queues() {
        let item = "<RBNews><strapline>---PRESSEMEDDELELSE---</strapline><town>Odense</town><content>&lt;P&gt;One&amp;amp;apos;s &amp;amp; two&lt;/P&gt;</content></RBNews>";
        let empty = "<RBNews><headline i:nil='true'/><content/></RBNews>";
        let text = format!("<ListOfRBNews xmlns:i='x'>{item}{empty}{item}</ListOfRBNews>");
        let items = decode(&Input::new(text.as_bytes()), &Limits::default()).unwrap();
        assert_eq!(items.len(), 3);
        let got = items[0].as_ref().unwrap();
        assert_eq!((got.body.as_str(), got.envelope.press_release), ("One's & two", true));
        assert_eq!((got.envelope.dateline.as_deref(), got.warnings[0].code), (None, "body.escaped_twice"));
        assert_eq!(items[1].as_ref().unwrap_err().code, "wire.empty");
        let none = decode(&Input::new(b"<ListOfRBNews/>"), &Limits::default()).unwrap_err();
        assert_eq!(none.code, "wire.no_item");
    }
}
