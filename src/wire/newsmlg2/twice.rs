//! Character references that were escaped twice: STT sends `o&amp;#39;clock`.

use std::ops::Range;

use crate::dispatch::{Envelope, Mark, Piece};
use crate::record::Warning;

/// Longest reference that is looked for, in bytes: `&CounterClockwiseContourIntegral;`.
const LONGEST: usize = 34;

/// Decodes what is left of references in the copy and the headlines, and says so.
pub(super) fn mend(
    body: &mut String,
    pieces: &mut [Piece],
    marks: &mut [Mark],
    envelope: &mut Envelope,
) -> Option<Warning> {
    let mut mended = None;
    if let Some((text, cuts)) = unescaped(body) {
        let ranges = pieces
            .iter_mut()
            .map(|piece| &mut piece.range)
            .chain(marks.iter_mut().map(|mark| &mut mark.range));
        ranges.for_each(|range| *range = moved(range, &cuts));
        *body = text;
        mended = Some("bodies");
    }
    for headline in &mut envelope.headlines {
        if let Some((text, _)) = unescaped(&headline.text) {
            headline.text = text;
            mended = mended.or(Some("headlines"));
        }
    }
    mended.map(|field| Warning {
        code: "body.escaped_twice",
        field,
        detail: "character references in the copy were escaped twice".into(),
    })
}

/// Text without references, where it has any that no writer types; for each the byte behind it in the old text and in the new one.
fn unescaped(text: &str) -> Option<(String, Vec<(usize, usize)>)> {
    if !["&#", "&quot;", "&apos;"]
        .iter()
        .any(|sign| memchr::memmem::find(text.as_bytes(), sign.as_bytes()).is_some())
    {
        return None;
    }
    let (mut out, mut cuts, mut from) = (String::with_capacity(text.len()), Vec::new(), 0);
    for at in memchr::memchr_iter(b'&', text.as_bytes()) {
        let Some((decoded, len)) = reference(&text[at..]).filter(|_| at >= from) else { continue };
        out.push_str(&text[from..at]);
        out.push_str(&decoded);
        from = at + len;
        cuts.push((from, out.len()));
    }
    out.push_str(&text[from..]);
    (!cuts.is_empty()).then_some((out, cuts))
}

/// What the reference at the beginning of a text means, and its length.
fn reference(text: &str) -> Option<(String, usize)> {
    let window = &text.as_bytes()[..text.len().min(LONGEST)];
    let len = memchr::memchr(b';', window)? + 1;
    let known =
        quick_xml::escape::unescape_with(&text[..len], quick_xml::escape::resolve_html5_entity).ok()?;
    Some((known.into_owned(), len))
}

/// A range of the old text in the new one. It begins and ends outside of references.
fn moved(range: &Range<usize>, cuts: &[(usize, usize)]) -> Range<usize> {
    let place = |at: usize| match cuts.partition_point(|(old, _)| *old <= at).checked_sub(1) {
        None => at,
        Some(last) => cuts[last].1 + (at - cuts[last].0),
    };
    place(range.start)..place(range.end)
}
