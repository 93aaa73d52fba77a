//! A body as it grows: paragraphs joined by a blank line, blanks folded, with the pieces and marks in it.

use crate::dispatch::{Mark, Piece};
use crate::record::{EntityKind, FurnitureKind};

/// What stands between two texts; the stronger one wins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Blank,
    /// Between the cells of a table's row.
    Cell,
    Line,
    Paragraph,
}

/// The text of a dispatch while markup is read.
#[derive(Debug, Default)]
pub struct Body {
    text: String,
    pieces: Vec<Piece>,
    marks: Vec<Mark>,
    gap: Gap,
    /// Blanks and breaks behind verbatim text, for what follows in the same lines.
    held: String,
    open: Vec<Open>,
}

#[derive(Debug, Clone, Copy)]
enum Label {
    Piece(FurnitureKind),
    Mark(EntityKind),
}

#[derive(Debug)]
struct Open {
    label: Label,
    /// Where its first character stands.
    start: Option<usize>,
}

impl Body {
    /// Adds running text: blanks and breaks become one blank.
    pub fn text(&mut self, text: &str) {
        // A no-break space is a sign of its own.
        let blank = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}');
        if text.starts_with(blank) {
            self.gap = self.gap.max(Gap::Blank);
        }
        let inner = text.trim_matches(blank);
        if inner.is_empty() {
            return;
        }
        self.place();
        // Nearly all texts stand in one line with single blanks.
        let bytes = inner.as_bytes();
        let folded = memchr::memchr3(b'\n', b'\t', b'\r', bytes).is_none()
            && !memchr::memchr_iter(b' ', bytes).any(|at| bytes[at + 1] == b' ')
            && memchr::memchr(0xc, bytes).is_none();
        if folded {
            self.text.push_str(inner);
        } else {
            for (at, word) in inner.split(blank).filter(|word| !word.is_empty()).enumerate() {
                if at > 0 {
                    self.text.push(' ');
                }
                self.text.push_str(word);
            }
        }
        if text.ends_with(blank) {
            self.gap = Gap::Blank;
        }
    }

    /// Adds text with its blanks and lines as they are.
    pub fn verbatim(&mut self, text: &str) {
        let begins = self.text.is_empty() || self.gap >= Gap::Line;
        let text = if begins { text.trim_start_matches(['\n', '\r']) } else { text };
        let inner = text.trim_end();
        if !inner.is_empty() {
            self.place();
            self.text.extend(inner.split('\r'));
        }
        if !(begins && inner.is_empty()) {
            self.held.extend(text[inner.len()..].split('\r'));
        }
    }

    /// Ends a paragraph, if one is begun.
    pub fn paragraph(&mut self) {
        self.gap = self.gap.max(Gap::Paragraph);
    }

    /// Ends a line.
    pub fn line(&mut self) {
        self.gap = self.gap.max(Gap::Line);
    }

    /// Ends a word.
    pub fn blank(&mut self) {
        self.gap = self.gap.max(Gap::Blank);
    }

    /// Ends a cell: a tab.
    pub fn cell(&mut self) {
        self.gap = self.gap.max(Gap::Cell);
    }

    /// Names all that is added until [`end`](Self::end).
    pub fn piece(&mut self, kind: FurnitureKind) {
        self.open.push(Open { label: Label::Piece(kind), start: None });
    }

    /// Marks all that is added until [`end`](Self::end) as a name.
    pub fn mark(&mut self, kind: EntityKind) {
        self.open.push(Open { label: Label::Mark(kind), start: None });
    }

    /// Ends the innermost piece or mark.
    pub fn end(&mut self) {
        let Some(Open { label, start: Some(start) }) = self.open.pop() else { return };
        let range = start..self.text.len();
        match label {
            // What is not for publication takes all in it along.
            Label::Piece(FurnitureKind::NotForPublication) => {
                while self.pieces.pop_if(|last| last.range.start >= start).is_some() {}
                self.pieces.push(Piece { kind: FurnitureKind::NotForPublication, range });
            }
            // Of other pieces one inside of another the inner one stays: it says more.
            Label::Piece(_) if self.pieces.last().is_some_and(|last| last.range.end > start) => {}
            Label::Piece(kind) => self.pieces.push(Piece { kind, range }),
            Label::Mark(_) if self.marks.last().is_some_and(|last| last.range.end > start) => {}
            Label::Mark(kind) => {
                let end = start + without_possessive(&self.text[start..]).len();
                if end > start {
                    self.marks.push(Mark { range: start..end, kind });
                }
            }
        }
    }

    /// Writes the gap before a text.
    fn place(&mut self) {
        if !self.text.is_empty() {
            let held = std::mem::take(&mut self.held);
            self.text.push_str(match self.gap {
                Gap::None | Gap::Blank if !held.is_empty() => &held,
                Gap::None => "",
                Gap::Blank => " ",
                Gap::Cell => "\t",
                Gap::Line => "\n",
                Gap::Paragraph => "\n\n",
            });
        }
        self.gap = Gap::None;
        let at = self.text.len();
        self.open.iter_mut().for_each(|open| _ = open.start.get_or_insert(at));
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Bytes of all pieces of that kind, and of the whole text.
    pub fn share(&self, kind: FurnitureKind) -> (usize, usize) {
        let pieces = self.pieces.iter().filter(|piece| piece.kind == kind);
        (pieces.map(|piece| piece.range.len()).sum(), self.text.len())
    }

    /// The text, its pieces and marks.
    pub fn finish(mut self) -> (String, Vec<Piece>, Vec<Mark>) {
        while !self.open.is_empty() {
            self.end();
        }
        self.pieces.sort_by_key(|piece| piece.range.start);
        (self.text, self.pieces, self.marks)
    }
}

/// A name without the `'s` that agencies mark with it: PA marks `Britain's`, and `James'` as well.
fn without_possessive(name: &str) -> &str {
    let bare = ["'s", "\u{2019}s"].iter().find_map(|ending| name.strip_suffix(ending));
    bare.or_else(|| name.strip_suffix(['\'', '\u{2019}']).filter(|bare| bare.ends_with('s'))).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_possessive_is_no_part_of_a_name() {
        for (marked, name) in [
            ("Britain's", "Britain"),
            ("Britain\u{2019}s", "Britain"),
            ("the Players' Union", "the Players' Union"),
            ("James'", "James"),
            ("Hawai'", "Hawai'"),
            ("'s", ""),
        ] {
            let mut body = Body::default();
            body.text("Of ");
            body.mark(EntityKind::Place);
            body.text(marked);
            body.end();
            let (text, _, marks) = body.finish();
            assert_eq!(text, format!("Of {marked}"));
            assert_eq!(marks.first().map_or("", |mark| &text[mark.range.clone()]), name, "{marked}");
        }
    }

    #[test]
    fn what_is_not_for_publication_takes_what_is_in_it_along() {
        let mut body = Body::default();
        body.piece(FurnitureKind::NotForPublication);
        body.text("Desks:");
        body.line();
        body.piece(FurnitureKind::List);
        body.text("a number");
        body.end();
        body.end();
        body.paragraph();
        body.piece(FurnitureKind::List);
        body.text("one");
        body.end();
        let (text, pieces, _) = body.finish();
        let kinds: Vec<_> = pieces.iter().map(|piece| (piece.kind, &text[piece.range.clone()])).collect();
        let (private, list) = (FurnitureKind::NotForPublication, FurnitureKind::List);
        assert_eq!(kinds, [(private, "Desks:\na number"), (list, "one")]);
    }

    #[test]
    fn verbatim_text_in_parts_keeps_its_columns() {
        let mut body = Body::default();
        for part in ["\nOne   ", "&", "   1\r\nTwo\n", "  3", "\n"] {
            body.verbatim(part);
        }
        body.paragraph();
        body.text("Then.");
        assert_eq!(body.finish().0, "One   &   1\nTwo\n  3\n\nThen.");
    }

    #[test]
    fn shares() {
        let mut body = Body::default();
        body.piece(FurnitureKind::Table);
        body.text("1 2");
        body.end();
        body.text("45");
        assert_eq!((body.share(FurnitureKind::Table), body.share(FurnitureKind::List)), ((3, 5), (0, 5)));
    }

    #[test]
    fn gaps_are_folded_and_pieces_stand_tight() {
        let mut body = Body::default();
        body.paragraph();
        body.piece(FurnitureKind::Byline);
        body.text("  By Jane \n Roe ");
        body.end();
        body.paragraph();
        body.line();
        body.text("The ");
        body.mark(EntityKind::Place);
        body.text("Oder");
        body.end();
        body.text(" rose.");
        body.line();
        body.text("Key");
        body.cell();
        body.text("value");
        body.paragraph();
        let (text, pieces, marks) = body.finish();
        assert_eq!(text, "By Jane Roe\n\nThe Oder rose.\nKey\tvalue");
        assert_eq!(&text[pieces[0].range.clone()], "By Jane Roe");
        assert_eq!(&text[marks[0].range.clone()], "Oder");
    }
}
