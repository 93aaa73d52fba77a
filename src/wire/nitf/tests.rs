use super::*;
use crate::dispatch::{Located, MOST, Status};
use crate::record::UpdateKind;
use crate::wire::xml::Tree;

pub(super) fn decoded(text: &str) -> Vec<Item> {
    let input = Input::new(text.as_bytes());
    assert!((FORMAT.sniff)(&input), "{text}");
    decode(&input, &Limits::default()).unwrap()
}

/// A document with that in its head, `body.head` and copy.
pub(super) fn one(head: &str, lead: &str, copy: &str) -> Dispatch {
    decoded(&format!(
        "<nitf><head>{head}</head><body><body.head>{lead}</body.head><body.content>{copy}</body.content></body></nitf>"
    ))
    .remove(0)
    .unwrap()
}

fn head(head: &str) -> Envelope {
    one(head, "", "<p>Copy.</p>").envelope
}

fn lead(lead: &str) -> Envelope {
    one("", lead, "<p>Copy.</p>").envelope
}

fn local(stamp: Option<crate::dispatch::Stamp>) -> Option<String> {
    stamp.map(|stamp| format!("{} {:?}", stamp.local, stamp.offset))
}

#[test]
fn with_and_without_doctype_and_namespace() {
    for text in [
        "<nitf><body><body.content><p>Copy.</p></body.content></body></nitf>",
        "<?xml version='1.0'?><!DOCTYPE nitf SYSTEM \"nitf-3-6.dtd\"><nitf><body><body.content><p>Copy.</p></body.content></body></nitf>",
        "<nitf xmlns='http://iptc.org/std/NITF/2006-10-18/'><body><body.content><p>Copy.</p></body.content></body></nitf>",
        "<n:nitf xmlns:n='urn:x'><n:body><n:body.content><n:p>Copy.</n:p></n:body.content></n:body></n:nitf>",
        "<nitf><body.content><p>Copy.</p></body.content></nitf>",
    ] {
        assert_eq!(decoded(text)[0].as_ref().unwrap().body, "Copy.", "{text}");
    }
    assert!(!(FORMAT.sniff)(&Input::new(b"<NewsML><nitf/></NewsML>")));
}

#[test]
fn documents_that_say_nothing() {
    let empty = "<nitf><head><title></title></head><body><body.head><hedline/></body.head><body.content/></body></nitf>";
    assert_eq!(decoded(empty)[0].as_ref().unwrap_err().code, "wire.empty");
    let kill = "<nitf><head><docdata management-status='canceled'/></head><body/></nitf>";
    assert_eq!(decoded(kill)[0].as_ref().unwrap().envelope.status, Some(Status::Canceled));
    let wrapped = Input::new(b"<feed><entry/></feed>");
    assert_eq!(decode(&wrapped, &Limits::default()).unwrap_err().code, "wire.no_item");
    let two = "<nitfs><nitf><body><p>One.</p></body></nitf><nitf><body><p>Two.</p></body></nitf></nitfs>";
    assert_eq!(decode(&Input::new(two.as_bytes()), &Limits::default()).unwrap().len(), 2);
}

#[test]
fn statuses() {
    for (word, status) in [
        ("usable", Some(Status::Usable)),
        ("Canceled", Some(Status::Canceled)),
        ("KILL", Some(Status::Canceled)),
        ("pulled", Some(Status::Canceled)),
        ("withheld", Some(Status::Withheld)),
        ("of-its-own", None),
    ] {
        let got = head(&format!("<docdata management-status='{word}'/>"));
        assert_eq!((got.status, got.embargoes), (status, vec![]), "{word}");
    }
    let got = head("<docdata management-status='corrected' management-doc-idref='a.1'/>");
    assert_eq!((got.signals[0].kind, got.replaces), (UpdateKind::Correction, vec!["a.1".to_owned()]));
}

#[test]
fn kills_and_holds_need_no_copy() {
    for word in ["killed", "withheld", "withdrawn"] {
        assert!(one(&format!("<docdata management-status='{word}'/>"), "", "").envelope.stops(), "{word}");
    }
}

#[test]
fn embargoes() {
    let dates = |status: &str, issue: &str, release: &str| {
        let got = head(&format!(
            "<docdata management-status='{status}'><date.issue norm='{issue}'/><date.release norm='{release}'/></docdata>"
        ));
        (got.embargoes.first().map(|embargo| local(embargo.until).unwrap_or_default()), got.status)
    };
    let until = |text: &str| Some(text.to_owned());
    // PA.
    let pa = dates("embargoed", "20310908T132446+0100", "20310909T000100+0100");
    assert_eq!(pa, (until("2031-09-09T00:01:00 Some(3600)"), None));
    let usable = Some(Status::Usable);
    for (issue, release, wanted) in [
        ("20310101T120000Z", "20310102T060000Z", until("2031-01-02T06:00:00 Some(0)")),
        ("20310101T120000+1100", "20310101T120000+1100", None),
        // The sender's clock.
        ("20310101T120000Z", "20310101T120030Z", None),
        // The same instant in two zones.
        ("20310101T120000Z", "20310101T130000+0100", None),
        ("2031-01-01 18:33", "2031-01-01 18:33", None),
        // The Canadian Press's template.
        ("20310101T120000Z", "YYYYMMDD000000-HHMM", None),
    ] {
        assert_eq!(dates("usable", issue, release), (wanted, usable), "{release}");
    }
    // Told, but not readable: the desk withholds it.
    assert_eq!(dates("embargoed", "20310101T120000Z", "Friday 0001"), (until(""), None));
    assert_eq!(dates("Embargoed until Friday", "", ""), (until(""), None));
}

#[test]
fn docdata() {
    let got = head(
        "<docdata><doc-id id-string='a.1' regsrc='XYZ'/><urgency ed-urg='3'/><date.issue norm='20310101T120000Z'/>\
         <du-key key='harbour' version='04' generation='2'/><series series.part='2'/><evloc city='Oslo' iso-cc='NO'/>\
         <key-list><keyword key='harbour'/><keyword>storm</keyword></key-list><doc.copyright holder='XYZ' year='2031'/>\
         <doc.rights owner='Other' type='Display only.' limitations='No links.'/><fixture fix-id='tides'/>\
         <del-list><from-src src-name='one.example' level-number='1'/></del-list><ed-msg info='Eds: UPDATES: with tides.'/>\
         <identified-content><classifier type='cat' value='s'/><org>Harbour Board</org></identified-content></docdata>",
    );
    assert_eq!((got.ids[0].1.as_str(), got.provider.as_deref()), ("a.1", Some("XYZ")));
    assert_eq!((got.urgency, got.take, got.version.as_deref()), (Some(3), Some(2), Some("04")));
    assert_eq!(local(got.version_created).unwrap(), "2031-01-01T12:00:00 Some(0)");
    assert_eq!(got.story.as_deref(), Some("harbour"));
    assert_eq!(got.keywords, ["harbour", "storm", "Harbour Board"]);
    assert_eq!(
        (got.rights.holder.as_deref(), got.rights.usage.as_deref()),
        (Some("XYZ"), Some("Display only.\nNo links."))
    );
    assert_eq!(
        (got.advisories.as_slice(), got.notes[0].public),
        (&["Eds: UPDATES: with tides.".to_owned()][..], true)
    );
    assert_eq!(got.subjects[0].code.as_deref(), Some("s"));
    for (path, value) in [("evloc/@city", "Oslo"), ("fixture/@fix-id", "tides"), ("du-key/@generation", "2")]
    {
        assert_eq!(got.unmapped.get(path).map(String::as_str), Some(value), "{path}");
    }
    // Where the event took place is not where the reporter was.
    assert_eq!((got.dateline, got.located.len()), (None, 0));
}

#[test]
fn what_the_canadian_press_puts_elsewhere() {
    let got = head(
        "<title>Harbour-Fire</title><docdata><date.issue norm='20310703T165136-0400'/><series series.part='4' series.totalpart='0'/>\
         <date.expire norm='YYYYMMDD000000-HHMM'/></docdata>\
         <revision-history norm='20310703T165136-0400' comment='ADDS harbour master'/>\
         <revision-history norm='20310703T115136-0400' comment='Typed'/><urgency ed-urg='2'/>",
    );
    assert_eq!((got.urgency, got.take, got.slugline.as_deref()), (Some(2), None, Some("Harbour-Fire")));
    assert_eq!(got.advisories, ["ADDS harbour master"]);
    let paths: Vec<_> = got.unmapped.keys().map(String::as_str).collect();
    assert_eq!(paths, ["revision-history/@comment", "series/@series.part", "series/@series.totalpart"]);
}

#[test]
fn urgency_is_a_figure_from_one_to_nine() {
    for (value, urgency) in
        [("1", Some(1)), (" 8 ", Some(8)), ("9", Some(9)), ("0", None), ("10", None), ("r", None), ("", None)]
    {
        assert_eq!(
            head(&format!("<docdata><urgency ed-urg='{value}'/></docdata>")).urgency,
            urgency,
            "{value}"
        );
    }
}

#[test]
fn kinds_of_documents() {
    for (kind, signal, tabular) in [
        ("news", None, false),
        ("Advisory", Some(UpdateKind::Advisory), false),
        ("alert", Some(UpdateKind::Alert), false),
        ("data", None, true),
        ("Sport", None, false),
    ] {
        let got = head(&format!("<tobject tobject.type='{kind}'/>"));
        assert_eq!((got.signals.first().map(|signal| signal.kind), got.tabular), (signal, tabular), "{kind}");
    }
    let got = head("<tobject><tobject.property tobject.property.type='Tabeller og resultater'/></tobject>");
    assert!(got.tabular);
    let got = head("<tobject><tobject.subject tobject.subject.ipr='IPTC'/></tobject>");
    assert_eq!(got.subjects.len(), 0);
    let got = head("<tobject><tobject.property tobject.property.type='Press Release'/></tobject>");
    assert!(got.press_release && got.genres.len() == 1);
}

#[test]
fn metas() {
    let got = head(
        "<meta name='anpa-keyword' content='Harbour Fire'/><meta name='anpa-takekey' content='1st Ld'/><meta name='anpa-format' content='t'/>\
         <meta name='NTBID' content='id-1'/><meta name='prioridad' content='U'/><meta name='NTBEditor' content='jro'/>\
         <meta name='optInfo' content=''/><meta name='own' content='kept'/>",
    );
    assert_eq!(
        (got.slugline.as_deref(), got.advisories.as_slice()),
        (Some("Harbour Fire"), &["1st Ld".to_owned()][..])
    );
    assert_eq!((got.tabular, got.raw.get("priority").map(String::as_str)), (true, Some("U")));
    assert!(!got.notes[0].public && got.credits.is_empty());
    for (desk, tabular) in [("PA SPORT DATA", true), ("PA Sport", false)] {
        let got = head(&format!("<meta name='optInfo' content='{desk}'/>"));
        assert_eq!((got.credits, got.tabular), (vec![desk.to_owned()], tabular));
    }
    assert_eq!(got.unmapped.get("meta/own").map(String::as_str), Some("kept"));
}

#[test]
fn titles_and_keyword_lines() {
    // PA: a number, a topic, the keyword.
    let pa = "<title>2 CITY Harbour</title><docdata><doc-scope scope='CITY'/><key-list><keyword key='Harbour'/></key-list></docdata>";
    let got = one(pa, "<hedline><hl1>HARBOUR CLOSED</hl1></hedline>", "<p>Copy.</p>").envelope;
    assert_eq!((got.headlines.len(), got.slugline.as_deref()), (1, Some("2 CITY Harbour")));
    // Without a headline the title is one.
    assert_eq!(head(pa).headlines[0].text, "2 CITY Harbour");
    let page = one("<title>Tides and winds</title>", "<hedline><hl1>Tides</hl1></hedline>", "").envelope;
    assert_eq!((page.slugline, page.headlines.len()), (None, 1));
    // EFE: the second headline is the keyword line.
    let keyed = "<docdata><key-list><keyword key='HARBOUR STORM'/></key-list></docdata>";
    let got = one(keyed, "<hedline><hl1>Harbour closed</hl1><hl2>HARBOUR STORM</hl2></hedline>", "").envelope;
    assert_eq!((got.headlines.len(), got.slugline.as_deref()), (1, Some("HARBOUR STORM")));
    let got = lead("<hedline><hl1>Harbour closed</hl1><hl2>Storm is near</hl2></hedline>");
    assert_eq!(got.headlines[1].role, Some("subhead"));
    // AP: the headline as it was, and the keyword line of agate.
    let got = lead("<hedline><hl1 id='headline'>New</hl1><hl2 id='originalHeadline'>Old</hl2></hedline>");
    assert_eq!((got.headlines.len(), got.unmapped.contains_key("hl2/originalHeadline")), (1, true));
    assert_eq!(
        lead("<hedline><hl1>BC-QQQ--Standings</hl1></hedline>").slugline.as_deref(),
        Some("BC-QQQ--Standings")
    );
    assert_eq!(
        lead("<hedline><hl1>&lt;i&gt;Roe&lt;/i&gt; wins</hl1></hedline>").headlines[0].text,
        "Roe wins"
    );
    assert_eq!(lead("<headline><hl1>Harbour</hl1></headline>").headlines[0].text, "Harbour");
    assert_eq!(
        lead("<hedline><hl1>A</hl1><hl2 class='ShortHeadLine'>B</hl2></hedline>").headlines[1].role,
        Some("short")
    );
}

#[test]
fn what_newsml_says_comes_first() {
    let text = "<nitf baselang='de'><head><title>Other</title><docdata><urgency ed-urg='5'/></docdata></head>\
        <body><body.head><hedline><hl1>Inner</hl1></hedline><dateline>OSLO</dateline></body.head><body.content><p>Copy.</p></body.content></body></nitf>";
    let tree = Tree::xml(text, &Limits::default()).unwrap();
    let mut envelope = Envelope {
        urgency: Some(2),
        dateline: Some("BERGEN".into()),
        language: Some("en".into()),
        ..Envelope::default()
    };
    envelope.headline(None, "Outer");
    let mut body = Body::default();
    read(tree.root().unwrap(), &mut envelope, &mut body, &Limits::default());
    assert_eq!(
        (envelope.urgency, envelope.dateline.as_deref(), envelope.language.as_deref()),
        (Some(2), Some("BERGEN"), Some("en"))
    );
    let headlines: Vec<_> = envelope.headlines.iter().map(|headline| headline.text.as_str()).collect();
    assert_eq!((headlines, body.finish().0.as_str()), (vec!["Outer"], "Copy."));
}

#[test]
fn bylines() {
    for (byline, text, title) in [
        ("By JANE ROE<byttl>XYZ Business Writer</byttl>", "By JANE ROE", Some("XYZ Business Writer")),
        ("By Jane Roe, <byttl>Staff Reporter</byttl>", "By Jane Roe", Some("Staff Reporter")),
        ("<byttl>Jane Roe</byttl>", "Jane Roe", None),
        ("<person>Jane Roe and John Doe</person><byttl>Wire</byttl>", "Jane Roe and John Doe", Some("Wire")),
        ("Jane Roe, jane.roe@wire.example", "Jane Roe", None),
    ] {
        let got = lead(&format!("<byline>{byline}</byline>"));
        assert_eq!(
            (got.bylines[0].text.as_str(), got.bylines[0].title.as_deref()),
            (text, title),
            "{byline}"
        );
    }
    let got = lead("<byline>NTB-XYZ-DPA</byline><distributor><org>NTB</org></distributor>");
    assert_eq!((got.bylines.len(), got.credits), (0, vec!["NTB-XYZ-DPA".to_owned(), "NTB".to_owned()]));
    let got = lead("<byline>gr/bp</byline>");
    assert_eq!((got.bylines.len(), got.credits.len(), got.unmapped.len()), (0, 0, 1));
    // Two capitalised words: only the agency tells that they are no name.
    let got = lead("<byline>Talks Fail</byline><distributor><org>\n ANSA \n</org></distributor>");
    assert_eq!((got.bylines.len(), got.headlines[0].role), (0, Some("subhead")));
    assert!(lead("<distributor>PR Newswire</distributor>").press_release);
    assert!(!lead("<distributor>The Wire</distributor>").press_release);
}

#[test]
fn datelines() {
    for (dateline, text, places) in [
        ("<location>\n BUENOS AIRES, Argentina </location>", Some("BUENOS AIRES, Argentina"), vec![]),
        ("Stockholm", Some("Stockholm"), vec![]),
        (
            "<location><city>Newport</city>, <state>VA</state></location>",
            Some("Newport, VA"),
            vec![("Newport", Some("VA"), None)],
        ),
        (
            "<location>\n<city>Ottawa</city>\n<state>Ontario</state>\n<country>Canada</country></location><story.date norm='20310703T165136-0400'/>",
            Some("Ottawa, Ontario, Canada"),
            vec![("Ottawa", Some("Ontario"), Some("Canada"))],
        ),
        (
            "<location><city>Oslo</city> <country iso-cc='NO'>Norway</country></location>",
            Some("Oslo, Norway"),
            vec![("Oslo", None, Some("NO"))],
        ),
        (
            "<location>Oslo</location>, <story.date norm='20310102'>Jan. 2</story.date>",
            Some("Oslo, Jan. 2"),
            vec![],
        ),
        // EFE: a mistake by its own word.
        ("<story.date norm='20310102T222800+0000'>20310102T222800+0000</story.date>", None, vec![]),
        ("20310102T222800+0000", None, vec![]),
    ] {
        let got = lead(&format!("<dateline>{dateline}</dateline>"));
        let places: Vec<_> = places
            .into_iter()
            .map(|(name, region, country): (&str, Option<&str>, Option<&str>)| Located {
                name: Some(name.to_owned()),
                region: region.map(str::to_owned),
                country: country.map(str::to_owned),
                ..Located::default()
            })
            .collect();
        assert_eq!((got.dateline.as_deref(), got.located), (text, places), "{dateline}");
    }
}

#[test]
fn notes_above_the_copy() {
    let note = |attributes: &str, text: &str| {
        lead(&format!("<note {attributes}><body.content><p>{text}</p></body.content></note>"))
    };
    let got = note("noteclass='editorsnote' type='npa'", "Not yet.");
    assert_eq!((got.notes[0].public, got.advisories.as_slice()), (false, &["Not yet.".to_owned()][..]));
    assert!(note("type='pa'", "Recasts.").notes[0].public);
    assert!(!note("", "Ask jane@wire.example.").notes[0].public);
    assert_eq!(note("noteclass='cpyrt'", "(c) Wire").rights.notice.as_deref(), Some("(c) Wire"));
    let got = lead("<rights><rights.owner>Wire</rights.owner></rights>").rights;
    assert_eq!((got.holder.as_deref(), got.notice), (Some("Wire"), None));
    let got = lead("<copyrite>Copyright <copyrite.year>2031</copyrite.year> <copyrite.holder>Wire</copyrite.holder></copyrite>").rights;
    assert_eq!((got.holder.as_deref(), got.notice.as_deref()), (Some("Wire"), Some("Copyright 2031 Wire")));
}

#[test]
fn keywords_are_bounded() {
    let keyword = |n: usize| format!("<keyword key='k{n}'/>");
    let many: String = (0..20_000).map(keyword).collect();
    let got = head(&format!("<docdata><key-list>{many}</key-list><key-list>{many}</key-list></docdata>"));
    assert_eq!(got.keywords.len(), MOST);
}
