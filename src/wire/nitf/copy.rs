//! `body.content` and `body.end`: the copy, and the pictures beside it.

use std::cell::RefCell;

use super::super::contact;
use super::{lead, words};
use crate::dispatch::{Association, Envelope, MOST};
use crate::record::FurnitureKind;
use crate::wire::Limits;
use crate::wire::body::Body;
use crate::wire::markup::{self, Treat};
use crate::wire::xml::Node;

/// Elements of a block that say something about it and are no copy.
const ABOUT: &[&str] =
    &["body.head", "tobject", "key-list", "identified-content", "nitf-table-metadata", "nitf-colgroup"];

/// Adds the copy below `node`, which is `body`, `body.content` or `body.end`.
pub(super) fn read(node: Node<'_>, envelope: &mut Envelope, body: &mut Body, limits: &Limits) {
    let media = RefCell::new(Vec::new());
    let treat = |node: Node<'_>| {
        if matches!(node.name(), "media" | "img") && media.borrow().len() < MOST {
            media.borrow_mut().extend(association(node));
        }
        treat(node)
    };
    body.paragraph();
    match escaped(node) {
        Some(text) => markup::html(&text, body, limits, &treat),
        None => markup::flatten(node, body, &treat),
    }
    body.paragraph();
    // ANSA tells the language by an empty element in the copy.
    if envelope.language.is_none() {
        let lang = node.find("body.content/lang").or_else(|| node.find("lang"));
        envelope.language = lang.and_then(|lang| lang.filled("lang")).map(|lang| lang.trim().to_owned());
    }
    envelope.associations.extend(media.take());
}

/// The copy, where it is HTML in a text and nothing else is there: Anadolu, and exports with CDATA.
fn escaped(node: Node<'_>) -> Option<String> {
    let content = if node.is("body.content") { node } else { node.find("body.content")? };
    let alone = content.children().next().is_none()
        && node
            .children()
            .all(|part| part.is("body.head") || part.is("body.content") || part.text().is_none());
    let text: String = content.nodes().filter(|_| alone).filter_map(Node::as_text).collect();
    let tag = memchr::memmem::find_iter(text.as_bytes(), "</").next().is_some() || text.contains("<br");
    tag.then_some(text)
}

fn treat(node: Node<'_>) -> Treat {
    match node.name() {
        "p" if is_contacts(node) => Treat::Piece(FurnitureKind::NotForPublication),
        "p" => Treat::Block,
        // dpa: `np-nonpublic`, the part of the notepad that is for desks alone.
        "block" | "div" | "section"
            if node.attr("class").is_some_and(|class| class.contains("nonpublic")) =>
        {
            Treat::Piece(FurnitureKind::NotForPublication)
        }
        "note" if lead::is_private(node) => Treat::Piece(FurnitureKind::NotForPublication),
        "note" => match node.attr("noteclass").as_deref() {
            Some("editorsnote") => Treat::Piece(FurnitureKind::EditorsNote),
            _ => Treat::Block,
        },
        "tagline" if node.text().is_some_and(|text| contact::has_mail(&text)) => {
            Treat::Piece(FurnitureKind::NotForPublication)
        }
        "tagline" => Treat::Piece(FurnitureKind::Signoff),
        // In blocks; in `body.head` they are fields.
        "byline" => Treat::Piece(FurnitureKind::Byline),
        "dateline" => Treat::Piece(FurnitureKind::Dateline),
        "hedline" | "distributor" | "copyrite" | "rights" | "bibliography" | "byttl" | "datasource" => {
            Treat::Block
        }
        name if ABOUT.contains(&name) => Treat::Skip,
        _ => markup::usual(node),
    }
}

/// Whether a paragraph is addresses of the staff alone.
fn is_contacts(node: Node<'_>) -> bool {
    // Most paragraphs are one text without a sign of an address.
    let marked =
        |node: Node<'_>| node.as_text().is_some_and(|text| memchr::memchr(b'@', text.as_bytes()).is_some());
    let hint = node.nodes().any(|child| marked(child) || child.is("a") && child.nodes().any(marked));
    hint && node.text().is_some_and(|text| contact::is_contacts(&text))
}

/// A picture or film with its caption; what carries it is not the copy.
fn association(node: Node<'_>) -> Option<Association> {
    let kind = node.filled("media-type").unwrap_or_default().to_ascii_lowercase();
    let reference = node.all("media-reference").find(|reference| reference.filled("source").is_some());
    let reference = reference.or_else(|| node.find("media-reference"));
    let attribute = |name: &str| reference.and_then(|reference| reference.filled(name));
    let id = attribute("source").or_else(|| attribute("data-location")).or_else(|| node.filled("source"));
    let id = id.or_else(|| node.filled("src")).map(|id| id.trim().to_owned());
    let caption: Vec<_> = node.all("media-caption").filter_map(|caption| words(caption, &[])).collect();
    let producer = node.find("media-producer").and_then(|producer| words(producer, &[]));
    // The credit belongs to the caption, as in print.
    let caption = caption.into_iter().chain(producer).collect::<Vec<_>>().join(" ");
    let caption = Some(caption).filter(|caption| !caption.is_empty());
    let kind = match kind.as_str() {
        _ if node.is("img") => Some("picture"),
        "image" | "photo" | "picture" => Some("picture"),
        "graphic" => Some("graphic"),
        "video" => Some("video"),
        "audio" => Some("audio"),
        "text" => Some("text"),
        _ => None,
    };
    let rel = (kind == Some("picture")).then(|| "photo".to_owned());
    (id.is_some() || caption.is_some()).then_some(Association { rel, kind, id, headline: None, caption })
}

#[cfg(test)]
mod tests {
    use crate::dispatch::Piece;
    use crate::record::{EntityKind, FurnitureKind};
    use crate::wire::nitf::tests::{decoded, one};

    #[test]
    fn marks_of_names() {
        let got = one(
            "",
            "",
            "<p><person>Jane Roe</person> left <location>Norway's</location> <org value='x'>Harbour Board</org> \
            on <chron>June 1</chron> for <money>Cup 2031</money> and <event>Tides</event>.</p><p>ends</p>",
        );
        assert_eq!(
            got.body,
            "Jane Roe left Norway's Harbour Board on June 1 for Cup 2031 and Tides.\n\nends"
        );
        let marks: Vec<_> = got.marks.iter().map(|mark| (&got.body[mark.range.clone()], mark.kind)).collect();
        let wanted = [
            ("Jane Roe", EntityKind::Person),
            ("Norway", EntityKind::Place),
            ("Harbour Board", EntityKind::Organisation),
        ];
        assert_eq!(marks, wanted);
    }

    #[test]
    fn what_is_not_for_publication() {
        let kinds = |copy: &str| {
            let got = one("", "", copy);
            let named = |piece: &Piece| (piece.kind, got.body[piece.range.clone()].to_owned());
            got.pieces.iter().map(named).collect::<Vec<_>>()
        };
        let private = |text: &str| vec![(FurnitureKind::NotForPublication, text.to_owned())];
        assert_eq!(
            kinds("<p>Copy.</p><p class='txt'><a href='x'>jane@ntb.example</a>/john@ntb.example</p>"),
            private("jane@ntb.example/john@ntb.example")
        );
        assert_eq!(
            kinds("<p>Copy.</p><note type='npa'><body.content><p>Call first.</p></body.content></note>"),
            private("Call first.")
        );
        let block = "<p>Copy.</p><block class='np-nonpublic'><p>Desk: 030 000</p><p>Jane</p></block>";
        assert_eq!(kinds(block), private("Desk: 030 000\n\nJane"));
        assert_eq!(kinds("<block class='np-public'><p>Copy.</p></block>"), []);
        assert_eq!(kinds("<p>Write to jane@shop.example for tickets.</p>"), []);
        let text = "<nitf><body><body.content><p>Copy.</p></body.content><body.end><tagline>Jane Roe, jane@wire.example</tagline></body.end></body></nitf>";
        let got = decoded(text).remove(0).unwrap();
        assert_eq!(
            (got.body.as_str(), got.pieces[0].kind),
            ("Copy.\n\nJane Roe, jane@wire.example", FurnitureKind::NotForPublication)
        );
        let got = decoded(&text.replace(", jane@wire.example", " contributed."));
        assert_eq!(got[0].as_ref().unwrap().pieces[0].kind, FurnitureKind::Signoff);
    }

    #[test]
    fn pictures_are_beside_the_copy() {
        let got = one(
            "",
            "",
            "<media media-type='image'><media-reference source='a.jpg' mime-type='image/jpeg'/>\
            <media-caption>The harbour.</media-caption><media-producer>Photo: Roe</media-producer><media-object encoding='base64'>AAAA</media-object></media>\
            <p>Copy.</p><img source='b.jpg'/><media media-type='video'/>",
        );
        assert_eq!((got.body.as_str(), got.envelope.associations.len()), ("Copy.", 2));
        let first = &got.envelope.associations[0];
        assert_eq!(
            (first.id.as_deref(), first.kind, first.caption.as_deref()),
            (Some("a.jpg"), Some("picture"), Some("The harbour. Photo: Roe"))
        );
    }

    #[test]
    fn tables() {
        let table = "<nitf-table><nitf-table-metadata column-count='2'><nitf-table-summary><p>Sum</p></nitf-table-summary></nitf-table-metadata>\
            <table><tr><td>North</td><td>1</td></tr><tr><td>South</td><td>2</td></tr></table></nitf-table>";
        let got = one("", "", table);
        assert_eq!((got.body.as_str(), got.envelope.tabular), ("North\t1\nSouth\t2", true));
        let got =
            one("", "", &format!("<p>The north won the match against the south on a wet day.</p>{table}"));
        assert!(!got.envelope.tabular);
        assert_eq!(got.pieces.len(), 1);
    }

    #[test]
    fn copy_that_is_html_in_a_text() {
        let got =
            one("", "", "&lt;p&gt;OSLO (XY) - &amp;quot;Closed&amp;quot;.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;");
        assert_eq!(got.body, "OSLO (XY) - \"Closed\".\n\nTwo.");
        let got = one("", "", "<![CDATA[<p>One.</p><p>Two.</p>]]>");
        assert_eq!(got.body, "One.\n\nTwo.");
        // Shown as it stands: NTB's examples of code.
        let got = one("", "", "<p>&lt;div&gt;&lt;/div&gt;</p>");
        assert_eq!(got.body, "<div></div>");
    }

    #[test]
    fn languages() {
        let of = |text: &str| decoded(text).remove(0).unwrap().envelope.language;
        assert_eq!(of("<nitf baselang='nb-NO'><body><p>a</p></body></nitf>").as_deref(), Some("nb-NO"));
        assert_eq!(of("<nitf xml:lang='es'><body><p>a</p></body></nitf>").as_deref(), Some("es"));
        assert_eq!(
            of("<nitf><body><body.content><lang lang='it'/><p>a</p></body.content></body></nitf>").as_deref(),
            Some("it")
        );
    }
}
