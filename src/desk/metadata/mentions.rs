//! Cutting stretches out of a body with all that is told by ranges of it.

use std::ops::Range;

use crate::dispatch::Dispatch;
use crate::record::FurnitureKind;

/// Cuts `cuts` (in order, without overlap) out of the body; pieces and marks move along, and those inside go with it.
pub fn cut(dispatch: &mut Dispatch, cuts: &[Range<usize>]) {
    for cut in cuts.iter().rev() {
        dispatch.body.replace_range(cut.clone(), "");
    }
    let removed = |at: usize| -> usize {
        cuts.iter().take_while(|cut| cut.start < at).map(|cut| at.min(cut.end) - cut.start).sum()
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
