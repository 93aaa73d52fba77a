//! The copy, line by line, without what only typesetting machines obeyed.

use std::borrow::Cow;

use super::super::teletype::Galley;
use crate::dispatch::Piece;
use crate::record::FurnitureKind;

/// Opens a line of a table (TTS: backspace).
const TAB_LINE: char = '\u{8}';
/// Fixed space, in AP's copy before an ordinary one.
const FIXED: char = '\u{10}';
/// Leaders and thin spaces that fill a table's row between its cells.
const LEADERS: [char; 2] = ['\u{1e}', '\u{1f}'];

/// The body and the tables in it.
pub struct Body {
    pub text: String,
    pub tables: Vec<Piece>,
}

/// Reads the copy, below the lines of the head that belong to it.
pub fn read(kept: &[String], copy: &str) -> Body {
    let mut body = Galley::default();
    let mut tables: Vec<Piece> = Vec::new();
    kept.iter().for_each(|line| _ = body.line(line));
    let mut open = false;
    let mut rows = 0;
    for raw in copy.split('\n') {
        let tab = raw.trim_start_matches('\t').starts_with(TAB_LINE);
        let text = line(raw, tab);
        let Some(range) = body.line(&text) else { continue };
        if tab && text.contains('\t') {
            match tables.last_mut().filter(|_| open) {
                Some(last) => last.range.end = range.end,
                None => tables.push(Piece { kind: FurnitureKind::Table, range }),
            }
            rows += 1;
            open = true;
        } else {
            // One row alone is no table.
            if open && rows < 2 {
                tables.pop();
            }
            (open, rows) = (false, 0);
        }
    }
    Body { text: body.text, tables }
}

/// A line as a reader sees it. Only control codes and the signs at its ends go; in a row of a table what fills
/// the space between two cells is a tab, and `{` behind a number is the half that AP's agate font has there.
fn line(raw: &str, tab: bool) -> Cow<'_, str> {
    let raw = raw.strip_prefix('\t').unwrap_or(raw);
    // AP sets the heading of a table's columns in bold: `^` behind the code of the row.
    let raw = raw.strip_prefix("\u{8}^").filter(|_| tab).unwrap_or(raw);
    let mut text = raw.trim_end();
    if let Some(rest) = text.strip_prefix('^')
        && text.ends_with(['<', '='])
    {
        text = &rest[..rest.len() - 1];
    } else if text.ends_with('<') || text.ends_with("_=") {
        text = &text[..text.len() - 1];
    }
    if !text.contains(|c: char| c.is_control()) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\t' => out.push(c),
            FIXED if chars.peek() != Some(&' ') => out.push(' '),
            c if LEADERS.contains(&c) || c == ' ' => {
                // One gap, whatever it is filled with.
                let (mut fill, mut blanks) = (c != ' ', usize::from(c == ' '));
                while let Some(next) = chars.next_if(|next| *next == ' ' || LEADERS.contains(next)) {
                    fill |= next != ' ';
                    blanks += usize::from(next == ' ');
                }
                if fill {
                    out.push('\t');
                } else {
                    (0..blanks).for_each(|_| out.push(' '));
                }
            }
            '{' if tab && !chars.peek().is_some_and(|next| next.is_alphanumeric()) => out.push('½'),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Longest line of agate; prose is set in longer ones.
const AGATE: usize = 60;

/// Whether the item as a whole is a table: its lines are short or rows, and most of them at that, where the format says so.
pub fn is_tabular(body: &Body, said: bool) -> bool {
    let (mut lines, mut long) = (0usize, 0usize);
    for line in body.text.lines().filter(|line| !line.trim().is_empty()) {
        lines += 1;
        long += usize::from(line.len() > AGATE && !line.contains("  "));
    }
    let rows: usize = body.tables.iter().map(|table| body.text[table.range.clone()].lines().count()).sum();
    rows * 2 > lines || said && lines >= 3 && long * 4 < lines
}
