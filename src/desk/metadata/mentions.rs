//! Cutting stretches out of a body with all that is told by ranges of it.

use std::ops::Range;

use crate::dispatch::Dispatch;
use crate::record::FurnitureKind;

/// Cuts `cuts` (in order, without overlap) out of the body; pieces and marks move along, and those inside go with it.
pub fn cut(dispatch: &mut Dispatch, cuts: &[Range<usize>]) {
    let mut body = String::with_capacity(dispatch.body.len());
    // Where each cut begins, and how many bytes are gone before it.
    let mut gone = Vec::with_capacity(cuts.len());
    let (mut from, mut total) = (0, 0);
    for cut in cuts {
        body.push_str(&dispatch.body[from..cut.start]);
        gone.push(total);
        total += cut.len();
        from = cut.end;
    }
    body.push_str(&dispatch.body[from..]);
    dispatch.body = body;
    let removed = |at: usize| match cuts.partition_point(|cut| cut.start < at).checked_sub(1) {
        Some(last) => gone[last] + at.min(cuts[last].end) - cuts[last].start,
        None => 0,
    };
    let moved = |range: &mut Range<usize>| {
        *range = range.start - removed(range.start)..range.end - removed(range.end);
        range.start < range.end
    };
    dispatch.pieces.retain_mut(|piece| moved(&mut piece.range));
    dispatch.marks.retain_mut(|mark| moved(&mut mark.range));
}

/// The pieces that are not for publication, each with the break that divides it from what stands before or behind.
pub fn private(dispatch: &Dispatch) -> Vec<Range<usize>> {
    let body = &dispatch.body;
    let private = dispatch.pieces.iter().filter(|piece| piece.kind == FurnitureKind::NotForPublication);
    let mut cuts: Vec<Range<usize>> = Vec::new();
    for piece in private {
        let behind = body.len() - body[piece.range.end..].trim_start_matches('\n').len();
        let before = body[..piece.range.start].trim_end_matches('\n').len();
        // In the middle of a line nothing but the piece itself goes.
        let own = piece.range.start == before && before > 0;
        let cut = match (own, behind == body.len()) {
            (true, _) => piece.range.clone(),
            (false, true) => before..behind,
            (false, false) => piece.range.start..behind,
        };
        match cuts.last_mut() {
            Some(last) if last.end >= cut.start => last.end = last.end.max(cut.end),
            _ => cuts.push(cut),
        }
    }
    cuts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispatch::{Mark, Piece};
    use crate::record::EntityKind;

    #[test]
    fn ranges_move_along() {
        let mut dispatch = Dispatch { body: "0123456789".into(), ..Dispatch::default() };
        let ranges = [0..1, 1..3, 2..5, 4..6, 8..10];
        dispatch.marks =
            ranges.iter().cloned().map(|range| Mark { range, kind: EntityKind::Place }).collect();
        dispatch.pieces = vec![Piece { kind: FurnitureKind::List, range: 1..3 }];
        cut(&mut dispatch, &[1..3, 5..8]);
        assert_eq!(dispatch.body, "03489");
        let kept: Vec<_> = dispatch.marks.iter().map(|mark| &dispatch.body[mark.range.clone()]).collect();
        assert_eq!(kept, ["0", "34", "4", "89"]);
        assert!(dispatch.pieces.is_empty());
    }
}
