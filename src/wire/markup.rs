//! Markup → body: what each element of HTML and NITF does to the text.

use super::Limits;
use super::body::Body;
use super::xml::{Node, Tree};
use crate::record::{EntityKind, FurnitureKind, Warning};

/// What an element does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Treat {
    /// Its content is part of the line.
    Inline,
    /// Its content is a paragraph or several.
    Block,
    /// Its content is a line of its own within the paragraph.
    Line,
    /// Its content is a cell of a table's row.
    Cell,
    /// Its blanks and breaks count.
    Verbatim,
    /// It holds no visible text of the story.
    Skip,
    /// A block with a name.
    Piece(FurnitureKind),
    /// A name in the line.
    Name(EntityKind),
    /// A piece within the line.
    Span(FurnitureKind),
}

/// Elements of HTML and NITF by what they do; those of neither are part of their line.
#[rustfmt::skip]
const ELEMENTS: &[(Treat, &[&str])] = &[
    (Treat::Block, &[
        "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "main", "blockquote", "figure", "dl", "body",
        "header", "footer", "aside", "address", "hr", "center",
        // NITF 3.x
        "hl1", "hl2", "bq", "block", "body.content", "body.end", "note", "fn", "tagline", "abstract", "credit",
    ]),
    (Treat::Line, &["br", "li", "tr", "dt", "dd", "caption", "nitf-table-row", "thead", "tbody", "tfoot"]),
    (Treat::Cell, &["td", "th"]),
    (Treat::Verbatim, &["pre"]),
    (Treat::Piece(FurnitureKind::Table), &["table", "nitf-table"]),
    (Treat::Piece(FurnitureKind::List), &["ul", "ol"]),
    (Treat::Skip, &["script", "style", "head", "template", "media", "media-reference", "media-metadata", "object", "iframe", "svg", "noscript"]),
    // NITF's names; PA and AP mark them.
    (Treat::Name(EntityKind::Person), &["person"]),
    (Treat::Name(EntityKind::Organisation), &["org"]),
    (Treat::Name(EntityKind::Place), &["location", "city", "country", "state", "region"]),
];

/// What the element does when no format says otherwise.
pub fn usual(node: Node<'_>) -> Treat {
    let name = node.name();
    let row = ELEMENTS.iter().find(|(_, names)| names.iter().any(|known| known.eq_ignore_ascii_case(name)));
    row.map_or(Treat::Inline, |(treat, _)| *treat)
}

/// Adds all that stands below `node`. `treat` says what an element does; [`usual`] is what it falls back on.
///
/// Visible text is never changed but for blanks: all that is not skipped is there, in its order.
pub fn flatten(node: Node<'_>, body: &mut Body, treat: &dyn Fn(Node<'_>) -> Treat) {
    inner(node, body, treat, false);
}

fn inner(node: Node<'_>, body: &mut Body, treat: &dyn Fn(Node<'_>) -> Treat, verbatim: bool) {
    for child in node.nodes() {
        if let Some(text) = child.as_text() {
            if verbatim {
                body.verbatim(text);
            } else {
                body.text(text);
            }
            continue;
        }
        match treat(child) {
            Treat::Skip => {}
            Treat::Inline => inner(child, body, treat, verbatim),
            Treat::Block => {
                body.paragraph();
                inner(child, body, treat, verbatim);
                body.paragraph();
            }
            Treat::Line => {
                body.line();
                inner(child, body, treat, verbatim);
                body.line();
            }
            Treat::Cell => {
                body.cell();
                inner(child, body, treat, verbatim);
                body.cell();
            }
            Treat::Verbatim => {
                body.paragraph();
                inner(child, body, treat, true);
                body.paragraph();
            }
            Treat::Piece(kind) => {
                body.paragraph();
                body.piece(kind);
                inner(child, body, treat, verbatim);
                body.end();
                body.paragraph();
            }
            Treat::Span(kind) => {
                body.piece(kind);
                inner(child, body, treat, verbatim);
                body.end();
                // AP through dpa: `<span class="dateline">PARIS (AP)</span>Copy`.
                if kind == FurnitureKind::Dateline {
                    body.blank();
                }
            }
            Treat::Name(kind) => {
                body.mark(kind);
                inner(child, body, treat, verbatim);
                body.end();
            }
        }
    }
}

/// Adds HTML that stands as text in a field.
pub fn html(text: &str, body: &mut Body, limits: &Limits, treat: &dyn Fn(Node<'_>) -> Treat) {
    let tree = Tree::html(text, limits);
    flatten(tree.document(), body, treat);
}

/// HTML of a field that is no body (a headline, a note) as one line of text.
pub fn line(text: &str, limits: &Limits) -> String {
    if !text.contains(['<', '&']) {
        return text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    Tree::html(text, limits).document().text().unwrap_or_default()
}

/// The warning of entities that nothing declares.
pub fn unknown_entities(tree: &Tree<'_>) -> Option<Warning> {
    (!tree.unknown_entities.is_empty()).then(|| Warning {
        code: "body.entity_unknown",
        field: "bodies",
        detail: format!("{} references to unknown entities are kept as written", tree.unknown_entities.len()),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn body(text: &str) -> String {
        let mut body = Body::default();
        html(text, &mut body, &Limits::default(), &usual);
        body.finish().0
    }

    #[test]
    fn elements() {
        for (text, wanted) in [
            ("<p>one</p>\n<p>two <b>three</b></p>", "one\n\ntwo three"),
            ("one<br/>two", "one\ntwo"),
            ("<p>x</p><ul><li>a</li><li>b</li></ul>y", "x\n\na\nb\n\ny"),
            ("<table><tr><td>a</td><td>1</td></tr><tr><td>b</td><td>2</td></tr></table>", "a\t1\nb\t2"),
            ("<pre>a  1\nb  2\n</pre>", "a  1\nb  2"),
            ("<p>one</p><script>no()</script>", "one"),
            ("<div><div><p> </p></div></div><p>a</p>", "a"),
            ("plain\n\ntext", "plain text"),
        ] {
            assert_eq!(body(text), wanted, "{text}");
        }
    }

    /// Scraps of markup, well-formed and not.
    fn scraps() -> impl Strategy<Value = String> {
        let scrap = prop::sample::select(vec![
            "<p>",
            "</p>",
            "<p class='a'>",
            "<b>",
            "</b>",
            "<br>",
            "<br/>",
            "<div>",
            "</div>",
            "<ul><li>",
            "</li></ul>",
            "<table><tr><td>",
            "</td><td>",
            "</td></tr></table>",
            "<pre>",
            "</pre>",
            "<!-- note -->",
            "&amp;",
            "&eacute;",
            "&bogus;",
            "&",
            "<",
            ">",
            " < ",
            "<5",
            "<a@b.c>",
            "'",
            "\"",
            "=",
            "Oder",
            "Zürich ",
            "\n",
            "  ",
            "\u{a0}",
            "3.5%",
            "北京",
        ]);
        prop::collection::vec(scrap, 0..60).prop_map(|scraps| scraps.concat())
    }

    fn visible(text: &str) -> String {
        text.chars().filter(|c| !c.is_whitespace()).collect()
    }

    proptest! {
        #[test]
        fn flattening_loses_no_visible_character(text in scraps()) {
            let tree = Tree::html(&text, &Limits::default());
            let all: String = tree.document().texts().collect();
            prop_assert_eq!(visible(&body(&text)), visible(&all));
        }

        #[test]
        fn plain_words_survive_any_markup(text in scraps()) {
            // Without a stray `<` nothing can be taken for a tag that is none.
            let text = text.replace("<5", "5").replace("<a@b.c>", "").replace(" < ", " ");
            let got = body(&text);
            let outside = |word: &str| text.matches(word).count();
            if !text.contains("<!--") && balanced(&text) {
                prop_assert_eq!(got.matches("Oder").count(), outside("Oder"));
                prop_assert_eq!(got.matches("北京").count(), outside("北京"));
            }
        }
    }

    /// Whether each `<` opens a tag that is closed before the next one.
    fn balanced(text: &str) -> bool {
        text.split('<').skip(1).all(|tag| {
            tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/')
                && tag.contains('>')
                && !tag[..tag.find('>').unwrap_or(0)].contains(['\'', '"'])
        })
    }
}
